"""Gold: reading it, checking it against the annotation scheme, and the agreement between annotators."""

from bench.gold.scheme import validate

__all__ = ["validate"]
