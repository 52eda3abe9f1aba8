"""A variant of a document, and what a system must answer for it, given what it answers for the document itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bench.contract.difference import Mark, placed
from bench.invariance.result import Judged, Violation
from bench.sdk.model import Document

Values = frozenset[str] | None
"""The TIMEX3 values that are right for a timex of the variant; None if nothing is asserted of it."""


@dataclass(frozen=True, slots=True)
class Variant:
    """A document with one thing changed."""

    check: str
    """The name of the check."""
    document: Document
    place: Callable[[int], int] = lambda at: at
    """The offset in the variant of the character at an offset in the document."""
    values: Callable[[Mark], Values] | None = None
    """The right values for a timex, which is given with its words. If this is None, all annotations must stay as
    they are, and no other may be added."""


def judge(variant: Variant, before: Sequence[Mark], after: Sequence[Mark]) -> Judged:
    """Returns the violations in the answer for a variant. ``before`` is the answer for the document itself."""
    if variant.values is None:
        return _same(variant, placed(before, variant.place), after)
    asserted, found = 0, []
    for mark, moved in zip(before, placed(before, variant.place), strict=True):
        values = variant.values(mark) if mark.said[0] == "timexes" else None
        if values is None:
            continue
        asserted += 1
        here = [other for other in after if _at(other) == _at(moved)]
        said = {other.said[2] or "" for other in here}
        if not said & values:
            due, told = (" or ".join(sorted(each)) for each in (values, said))
            found.append(Violation(variant.document.id, " ".join(mark.text.split()), *_at(moved)[:2], due, told))
    return Judged(asserted, tuple(found))


def _same(variant: Variant, expected: Sequence[Mark], after: Sequence[Mark]) -> Judged:
    """Judges a variant whose annotations must be exactly those that are expected."""
    missing = [*(Counter(expected) - Counter(after)).elements()]
    more = [*(Counter(after) - Counter(expected)).elements()]
    found = []
    for mark in missing:
        here = [other for other in more if _overlap(mark, other)]
        more = [other for other in more if other not in here]
        found.append(_violation(variant, mark, str(mark), _told(mark, here)))
    found += [_violation(variant, mark, "", str(mark)) for mark in more]
    return Judged(len(expected) + len(more), tuple(found))


def _told(mark: Mark, here: Iterable[Mark]) -> str:
    """Returns what is said of the place of a mark, with the words if they aren't those of the mark."""
    return ", ".join(
        str(other) if _at(other) == _at(mark) else f"{other} (“{' '.join(other.text.split())}”)" for other in here
    )


def _violation(variant: Variant, mark: Mark, due: str, found: str) -> Violation:
    words = " ".join(variant.document.text[mark.start : mark.end].split())
    return Violation(variant.document.id, words, mark.start, mark.end, due, found)


def _at(mark: Mark) -> tuple[int, int, str | None]:
    return mark.start, mark.end, mark.said[0]


def _overlap(one: Mark, other: Mark) -> bool:
    return one.said[0] == other.said[0] and one.start < other.end and other.start < one.end
