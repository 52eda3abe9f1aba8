"""bench: a benchmark for extractors of dates, relative times and events.

::

    import bench
    gold = bench.read_gold("gold/articles")
    scores = bench.score("results/articles/regex", gold)
    print(scores)

Each name is imported when it is first used, so that ``import bench`` needs nothing but the standard library. A
system file imports its few names (`Document`, `Timex`, `system` …) from here too. docs/python.md shows the rest.
"""

from __future__ import annotations

TYPE_CHECKING = False  # type checkers treat it as True; importing typing for it would double the import time
if TYPE_CHECKING:
    from bench import contract, formats, gold, guard, labelling, measures, plots, report, results, schemes, systems
    from bench.api.reading import read_gold, read_predictions, read_results, write_predictions
    from bench.api.running import evaluate, run
    from bench.api.scores import Results, Scores
    from bench.api.scoring import agree, audit, compare, score
    from bench.comparison.audit import Audit
    from bench.comparison.compared import Comparison
    from bench.counts import Counts, Score
    from bench.dataset.suite import Layers, Predictions, Suite
    from bench.errors import BenchError, DataError, Fault, NotReadyError, UsageError
    from bench.formats.convert import Conversion, convert
    from bench.harness.process import Limits
    from bench.results.record import Record
    from bench.sdk.declare import system
    from bench.sdk.model import Alternative, Document, Entry, Event, Link, Reading, Region, Timex, Unlocated, Usage
    from bench.statistics.significance import Difference

__version__ = "0.1.0"
__all__ = [
    "Alternative",
    "Audit",
    "BenchError",
    "Comparison",
    "Conversion",
    "Counts",
    "DataError",
    "Difference",
    "Document",
    "Entry",
    "Event",
    "Fault",
    "Layers",
    "Limits",
    "Link",
    "NotReadyError",
    "Predictions",
    "Reading",
    "Record",
    "Region",
    "Results",
    "Score",
    "Scores",
    "Suite",
    "Timex",
    "Unlocated",
    "Usage",
    "UsageError",
    "agree",
    "audit",
    "compare",
    "contract",
    "convert",
    "evaluate",
    "formats",
    "gold",
    "guard",
    "labelling",
    "measures",
    "plots",
    "read_gold",
    "read_predictions",
    "read_results",
    "report",
    "results",
    "run",
    "schemes",
    "score",
    "system",
    "systems",
    "write_predictions",
]

_MODULES = {
    "api.reading": ("read_gold", "read_predictions", "read_results", "write_predictions"),
    "api.running": ("evaluate", "run"),
    "api.scores": ("Results", "Scores"),
    "api.scoring": ("agree", "audit", "compare", "score"),
    "comparison.audit": ("Audit",),
    "comparison.compared": ("Comparison",),
    "counts": ("Counts", "Score"),
    "dataset.suite": ("Layers", "Predictions", "Suite"),
    "errors": ("BenchError", "DataError", "Fault", "NotReadyError", "UsageError"),
    "formats.convert": ("Conversion", "convert"),
    "harness.process": ("Limits",),
    "results.record": ("Record",),
    "sdk.declare": ("system",),
    "sdk.model": (
        "Alternative",
        "Document",
        "Entry",
        "Event",
        "Link",
        "Reading",
        "Region",
        "Timex",
        "Unlocated",
        "Usage",
    ),
    "statistics.significance": ("Difference",),
}
"""For each module of bench the public names that it defines."""
_HOMES = {name: module for module, names in _MODULES.items() for name in names}


def __getattr__(name: str) -> object:
    """Returns the object of a public name, which is imported when it is first used (PEP 562)."""
    from importlib import import_module

    if name in _HOMES:
        found = getattr(import_module(f"bench.{_HOMES[name]}"), name)
    elif name in __all__:
        found = import_module(f"bench.{name}")
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
