"""Scoring: predictions are compared with gold, and the counts become scores."""
