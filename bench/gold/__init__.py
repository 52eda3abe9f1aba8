"""Gold: loading it, checking it against the annotation scheme, agreement between annotators."""
