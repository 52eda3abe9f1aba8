"""Scoring: predictions are compared with gold, and scores are returned."""
