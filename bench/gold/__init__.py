"""Gold: loading it, checking it against the annotation scheme, and the agreement between annotators."""
