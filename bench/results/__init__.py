"""Results on disk: records, signatures, speed, history."""
