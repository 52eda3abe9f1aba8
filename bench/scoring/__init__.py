"""Gold and predictions in, scores out."""
