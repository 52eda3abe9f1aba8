"""Gold: making, reading, checking and mending it, the agreement of annotators, and known corpora."""

from bench.gold.adjudication import start as adjudicate
from bench.gold.cases import check_cases
from bench.gold.corpora import listed
from bench.gold.corrections import corrected
from bench.gold.download import fetch
from bench.gold.fixing import fix
from bench.gold.labelled import annotate, with_marks
from bench.gold.scheme import validate

__all__ = [
    "adjudicate",
    "annotate",
    "check_cases",
    "corrected",
    "fetch",
    "fix",
    "listed",
    "validate",
    "with_marks",
]
