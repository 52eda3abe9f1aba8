"""Gold: reading and checking it, the agreement between annotators, and the corpora that bench knows by name."""

from bench.gold.cases import check_cases
from bench.gold.corpora import listed
from bench.gold.download import fetch
from bench.gold.scheme import validate

__all__ = ["check_cases", "fetch", "listed", "validate"]
