"""Failed documents, grouped by the cause of the failure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bench.figures.suite_results import SuiteResults

NAMED = 20
"""The largest number of documents that are named for one cause."""
LONGEST = 4_000
"""The largest number of characters of a cause that are shown."""


@dataclass(frozen=True, slots=True)
class Failure:
    """The documents on which a system failed with the same cause."""

    suite: str
    system: str
    reason: str
    named: Sequence[str]
    """The ids of the first documents; ``more`` is the number of the others."""
    more: int
    timeline: bool
    """True if the system's timeline across documents failed with this cause."""


def failures(results: Sequence[SuiteResults]) -> list[Failure]:
    """Returns all failures by suite and system. The causes with the most documents come first."""
    found = []
    for each in results:
        for record in each.records:
            by_reason: dict[str, list[str]] = {}
            for document, reason in record.failures.items():
                by_reason.setdefault(reason, []).append(document)
            if record.timeline_failure:
                by_reason.setdefault(record.timeline_failure, [])
            for reason, documents in sorted(by_reason.items(), key=lambda pair: (-len(pair[1]), pair[0])):
                cut = reason if len(reason) <= LONGEST else reason[:LONGEST] + " …"
                more = max(0, len(documents) - NAMED)
                timeline = reason == record.timeline_failure
                found.append(Failure(each.name, record.name, cut, documents[:NAMED], more, timeline))
    return found
