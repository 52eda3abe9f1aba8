"""What a run leaves behind: records, signatures, speed, history."""
