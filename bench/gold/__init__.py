"""Gold: reading it, checking it against the annotation scheme, and the agreement between annotators."""

from bench.gold.cases import check_cases
from bench.gold.scheme import validate

__all__ = ["check_cases", "validate"]
