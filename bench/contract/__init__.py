"""The contract of an extractor, tried in seconds."""
