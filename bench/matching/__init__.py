"""The matching of predicted annotations and timeline entries with those of gold."""
