"""Gold: making it from marked texts, reading, checking and mending it, and the agreement between annotators."""

from bench.gold.adjudication import start as adjudicate
from bench.gold.cases import check_cases
from bench.gold.fixing import fix
from bench.gold.labelled import annotate, with_marks
from bench.gold.scheme import validate

__all__ = ["adjudicate", "annotate", "check_cases", "fix", "validate", "with_marks"]
