"""Documents that failed, gathered by cause."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bench.report.material import Material

NAMED = 20
"""Documents that are named for each cause."""
LONGEST = 4_000
"""Characters of a cause that are shown."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Documents on which a system failed with one cause."""

    suite: str
    system: str
    reason: str
    named: Sequence[str]
    """The first documents."""
    more: int
    timeline: bool
    """Whether the timeline across all documents failed."""


def failures(material: Material) -> list[Failure]:
    """By suite and system, those with the most documents first."""
    found = []
    for results in material.results:
        for record in results.records:
            by_reason: dict[str, list[str]] = {}
            for document, reason in record.failures.items():
                by_reason.setdefault(reason, []).append(document)
            if record.timeline_failure:
                by_reason.setdefault(record.timeline_failure, [])
            for reason, documents in sorted(by_reason.items(), key=lambda pair: (-len(pair[1]), pair[0])):
                cut = reason if len(reason) <= LONGEST else reason[:LONGEST] + " …"
                more = max(0, len(documents) - NAMED)
                timeline = reason == record.timeline_failure
                found.append(Failure(results.name, record.name, cut, documents[:NAMED], more, timeline))
    return found
