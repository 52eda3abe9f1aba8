"""The name of a system or annotator in tables and plots, with flags that mark given gold and failures."""

from __future__ import annotations

from collections.abc import Sequence

from bench.dataset.suite import RESOLVED
from bench.results.record import Record
from bench.sdk.declare import GOLD


def given_gold(record: Record) -> bool:
    """Returns whether a system got gold annotations with each document, which makes its task easier."""
    return any(want.startswith(GOLD) for want in record.wants)


FAMILIAR = "†"
"""The mark of a system, or of its figure, on texts that the system was made or tuned on."""


def failed(record: Record, layer: str = "") -> int:
    """Returns the number of failed documents; a failed timeline counts as one more.

    If ``layer`` is `RESOLVED`, returns the number of documents on which the system failed when it was given gold's
    spans.
    """
    return len(record.unresolved) if layer == RESOLVED else record.failed


def shortened(name: str, longest: int) -> str:
    """Returns a name, cut to ``longest`` characters. If it is cut, its last character is "…"."""
    return name if len(name) <= longest else name[: longest - 1] + "…"


def flagged(record: Record, layer: str = "", longest: int | None = None) -> str:
    """Returns a record's name with its flags.

    For example, "name*† !2" got gold annotations, was developed on these texts and failed on two documents. A name
    of more than ``longest`` characters is cut; the flags aren't.
    """
    name = record.name if longest is None else shortened(record.name, longest)
    star = ("*" if given_gold(record) else "") + (FAMILIAR if record.familiar else "")
    documents = failed(record, layer)
    return f"{name}{star} !{documents}" if documents else f"{name}{star}"


def legend(records: Sequence[Record], layer: str = "") -> list[str]:
    """Returns a sentence that explains each flag that at least one of the records has."""
    sentences = []
    if any(map(given_gold, records)):
        sentences.append("*: was given gold annotations.")
    if any(record.familiar for record in records):
        sentences.append(f"{FAMILIAR}: was made or tuned on these texts, so that it is never the best.")
    if any(failed(record, layer) for record in records):
        nothing = "nothing answered" if layer == RESOLVED else "nothing predicted"
        sentences.append(f"!n: documents that failed and count as {nothing}.")
    return sentences
