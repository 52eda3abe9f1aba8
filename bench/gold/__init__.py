"""Gold: making it from marked texts, reading, checking and mending it, the agreement between annotators, and corpora
that bench knows by name.
"""

from bench.gold.adjudication import start as adjudicate
from bench.gold.cases import check_cases
from bench.gold.corpora import listed
from bench.gold.download import fetch
from bench.gold.fixing import fix
from bench.gold.labelled import annotate, with_marks
from bench.gold.scheme import validate

__all__ = ["adjudicate", "annotate", "check_cases", "fetch", "fix", "listed", "validate", "with_marks"]
