"""The search for the commit since which a system has a case of gold wrong."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bench.comparison import kept, project
from bench.dataset.suite import NOTHING, Suite
from bench.errors import UsageError, unknown
from bench.gold.load import load
from bench.guard import base
from bench.measures.attribute import TIMEX_VALUE
from bench.measures.pair import PairMeasure
from bench.results import git
from bench.sdk.model import Span


@dataclass(frozen=True, slots=True)
class Culprit:
    """The first commit in which a system has a case wrong."""

    system: str
    document: str
    span: Span
    commit: str
    """The abbreviated id of the commit."""
    subject: str
    """The first line of its message."""


@dataclass(frozen=True, slots=True)
class _Question:
    gold: Path
    suite: Suite
    document: str
    span: Span
    measure: PairMeasure
    cache: Path

    def right(self, revision: str, system: str) -> tuple[bool, str]:
        """Returns whether the case is right in a revision, and the name of the system."""
        systems = base.results(revision, self.gold, self.suite, cache=self.cache).systems
        if not systems:
            raise UsageError(f"{revision} has no system to ask; name later revisions with --good and --bad")
        if not system and len(systems) > 1:
            raise UsageError(f"{revision} has {', '.join(sorted(systems))}; name one with --system")
        name = system or next(iter(systems))
        if name not in systems:
            raise UsageError(f"{revision}: {unknown('system', name, systems)}")
        return kept.is_right(systems[name], self.suite, self.document, self.span, self.measure), name


def bisect(
    case: str,
    good: str,
    bad: str = "HEAD",
    *,
    gold: Path | None = None,
    system: str = "",
    measure: str = TIMEX_VALUE.name,
    cache: Path,
    tell: Callable[[str, bool], None] = lambda _, __: None,
) -> Culprit:
    """Returns the commit between two revisions since which a system has a case of gold wrong.

    ``case`` is an annotation of gold: DOCUMENT:WORDS or DOCUMENT:START-END. Commits are followed along first
    parents, and halved. ``tell`` is called with each commit that was run, and whether the case is right there.
    Raises UsageError if the case isn't right in ``good`` and wrong in ``bad``, and if a commit can't be run.
    """
    place = gold or project.gold()
    suite, judged = load(place), kept.pair_measure(measure)
    document, span = _found(case, suite, judged)
    question = _Question(place, suite, document, span, judged, cache)
    commits = git.along(bad, good)
    for revision, expected in ((good, True), (bad, False)):
        right, system = question.right(revision, system)
        tell(revision, right)
        if right != expected:
            word = "right" if right else "wrong"
            raise UsageError(f"{case} is {word} in {revision}, so no change is there; name other revisions")
    first, last = 0, len(commits) - 1
    while last - first > 1:
        middle = (first + last) // 2
        name = git.short_name(commits[middle].id)
        right, _ = question.right(name, system)
        tell(name, right)
        first, last = (middle, last) if right else (first, middle)
    return Culprit(system, document, span, git.short_name(commits[last].id), commits[last].subject)


def _found(case: str, suite: Suite, measure: PairMeasure) -> tuple[str, Span]:
    """Returns the document and the span of a case. Raises UsageError if gold doesn't have exactly one such."""
    name, _, words = case.rpartition(":")
    document = suite.document(name) if name else None
    if document is None or not words:
        raise UsageError(f"{case}: write DOCUMENT:WORDS or DOCUMENT:START-END, such as first:Monday")
    layers = suite.layers.get(name, NOTHING)
    items = getattr(layers, measure.layer, layers.timexes)
    spans = [(each.start, each.end) for each in items]
    if numbers := re.fullmatch(r"(\d+)[-–](\d+)", words):
        found = [span for span in spans if span == (int(numbers[1]), int(numbers[2]))]
    else:
        found = [span for span in spans if document.text[slice(*span)] == words]
    if len(found) != 1:
        there = ", ".join(f"{start}-{end} {document.text[start:end]}" for start, end in spans) or "nothing"
        raise UsageError(f"{case}: gold has {len(found)} of these in {name}; name one of: {there}")
    return name, found[0]
