"""Gold: reading it, checking it against the annotation scheme, and the agreement of annotators."""

from bench.gold.scheme import validate

__all__ = ["validate"]
