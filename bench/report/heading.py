"""The head of the page: which suites it is about, how much gold they have, and how many documents failed."""

from __future__ import annotations

from collections.abc import Sequence

from bench.counts import plural
from bench.figures.suite_results import SuiteResults

NOUNS = {"timexes": "time", "events": "event", "links": "link"}
"""For each layer of a document, the noun for its annotations."""


def title(results: Sequence[SuiteResults]) -> str:
    """Returns the title of the page, such as "Articles: 4 documents, 37 systems"; suites are parted by ";"."""
    found = "; ".join(_title(each) for each in results)
    return found[:1].upper() + found[1:]


def _title(results: SuiteResults) -> str:
    documents = [] if results.gold is None else [plural(len(results.gold.documents), "document")]
    return f"{results.name}: {', '.join([*documents, _sides(results)[0]])}"


def line(results: SuiteResults) -> str:
    """Returns what a suite's results stand on: the size of its gold, the systems, and the failures."""
    return "; ".join([_gold(results), ", ".join(_sides(results)), _failures(results)])


def _sides(results: SuiteResults) -> list[str]:
    annotators = sum(record.role == "annotator" for record in results.records)
    systems = plural(len(results.records) - annotators, "system")
    found = [systems, plural(annotators, "annotator")] if annotators else [systems]
    return [*found, plural(len(results.published), "published output")] if results.published else found


def _gold(results: SuiteResults) -> str:
    gold = results.gold
    if gold is None:
        return "the gold isn't at hand, so its texts aren't shown"
    sizes = {
        noun: sum(len(getattr(layers, layer)) for layers in gold.layers.values()) for layer, noun in NOUNS.items()
    }
    sizes["timeline entry"] = len(gold.timeline)
    labelled = ", ".join(plural(size, noun) for noun, size in sizes.items() if size)
    documents = plural(len(gold.documents), "document")
    return f"{documents} with {labelled}" if labelled else documents


def _failures(results: SuiteResults) -> str:
    failed = sum(record.failed for record in results.records)
    return plural(failed, "failure") if failed else "no document failed"
