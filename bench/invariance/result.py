"""The results of the checks: what each asserted of the annotations of a system, and what violates it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bench.errors import Fault

DEICTIC, EXPLICIT = "dct: moves", "dct: stays"
"""The checks of days that move with the dct, and of dates that stay."""
CASE, DASHES, QUOTES, SPACES, SENTENCE = "case", "dashes", "quotes", "white space", "sentence"
"""The checks of texts that are written in another way."""
ORDER, ZONE, CLOCK = "order", "zone", "clock"
"""The checks of the conditions of a run: the order of documents, the time zone and the machine's clock."""
TWIN = "twin"
"""The check of another text about another world."""
CHECKS = (DEICTIC, EXPLICIT, CASE, DASHES, QUOTES, SPACES, SENTENCE, ORDER, ZONE, CLOCK, TWIN)


@dataclass(frozen=True, slots=True)
class Violation:
    """An annotation that differs between a document and its variant."""

    document: str
    words: str
    """The words in the variant, or in the document if only values are compared."""
    start: int
    """The offset in the variant; ``end`` is exclusive."""
    end: int
    due: str
    """The attributes that were due by the answer for the document; empty if no annotation was."""
    found: str
    """The attributes that the system states in the variant; empty if it has no annotation there."""


@dataclass(frozen=True, slots=True)
class Judged:
    """The number of annotations that a check asserts something of, and those that violate it."""

    asserted: int = 0
    violations: tuple[Violation, ...] = ()

    def __add__(self, other: Judged) -> Judged:
        return Judged(self.asserted + other.asserted, self.violations + other.violations)

    @property
    def rate(self) -> float | None:
        """The share of violations; None if nothing was asserted."""
        return len(self.violations) / self.asserted if self.asserted else None


@dataclass(frozen=True, slots=True)
class Share:
    """The number of gold's timexes that are right on the documents and on their twins."""

    of: int = 0
    right: int = 0
    on_twins: int = 0


@dataclass(frozen=True, slots=True)
class SystemChecked:
    """The results of the checks of one system."""

    checks: Mapping[str, Judged]
    """For each check, what it asserted and what violates it. A check that couldn't be made is left out."""
    share: Share
    failures: Mapping[str, str] = field(default_factory=dict)
    """For each document on which the system failed without any change, the cause. No check was made on it."""
    skipped: Mapping[str, str] = field(default_factory=dict)
    """For each check that couldn't be made, the reason."""


@dataclass(frozen=True, slots=True)
class Checked:
    """The results of the checks of several systems over the same documents."""

    documents: int
    lent: bool
    """True if the texts may not be quoted."""
    systems: Mapping[str, SystemChecked]
    unready: Mapping[str, str] = field(default_factory=dict)
    """For each system that wasn't checked, the reason."""
    broken: Sequence[Fault] = ()
    """The faults of files that declare no system."""
