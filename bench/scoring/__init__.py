"""Scoring: predictions are compared with gold, counts are summed, and scores are computed from the sums."""
