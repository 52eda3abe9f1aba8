"""Results on disk: records with scores, signatures, speed, and the history of results in git."""
