"""Checks that an extractor keeps its contract."""
