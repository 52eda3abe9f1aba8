"""The name of a record as tables and figures show it, and what the flags behind a name mean."""

from __future__ import annotations

from collections.abc import Sequence

from bench.dataset.suite import RESOLVED
from bench.results.record import Record
from bench.sdk.declare import GOLD


def given_gold(record: Record) -> bool:
    """Returns whether a system was given gold annotations, so that its question was easier than that of others."""
    return any(want.startswith(GOLD) for want in record.wants)


def failed(record: Record, layer: str = "") -> int:
    """Returns the number of documents that failed in a layer, or when the system was asked about given spans."""
    return len(record.unresolved) if layer == RESOLVED else record.failed


def shortened(name: str, longest: int) -> str:
    """Returns a name cut to a number of characters, of which the last is then an ellipsis."""
    return name if len(name) <= longest else name[: longest - 1] + "…"


def flagged(record: Record, layer: str = "", longest: int | None = None) -> str:
    """Returns a record's name with its flags: "name* !2" was given gold annotations and failed on two documents.

    A name of more than ``longest`` characters is cut; the flags aren't.
    """
    name = record.name if longest is None else shortened(record.name, longest)
    star = "*" if given_gold(record) else ""
    documents = failed(record, layer)
    return f"{name}{star} !{documents}" if documents else f"{name}{star}"


def legend(records: Sequence[Record], layer: str = "") -> list[str]:
    """Returns a sentence for each flag that the names of some records have."""
    sentences = []
    if any(map(given_gold, records)):
        sentences.append("*: was given gold annotations.")
    if any(failed(record, layer) for record in records):
        nothing = "nothing answered" if layer == RESOLVED else "nothing predicted"
        sentences.append(f"!n: documents that failed and count as {nothing}.")
    return sentences
