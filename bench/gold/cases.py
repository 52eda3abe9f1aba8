"""Checks of a suite of cases: enough of each phenomenon, no text twice, and no constant answer that wins.

The checks need no labels of a second annotator, and what they find isn't wrong by itself: they yield warnings.
"""

from __future__ import annotations

import datetime
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from bench.dataset.case import Case
from bench.dataset.suite import NOTHING, Suite, SuiteDocument
from bench.temporal import timex3
from bench.temporal.interval import DAY

FEWEST = 12
"""The smallest number of cases of a phenomenon."""
FEWEST_OF_A_SORT = 3
"""The smallest number of its traps, and of its other cases."""
ALIKE = 0.8
"""The share of two texts' words that both have (Jaccard) from which on they are near-duplicates."""
FEWEST_WORDS = 3
"""The number of words in small letters up to which two texts may be the same but for names and numbers."""
FEWEST_TO_BALANCE = 50
"""The smallest number of days of which it is asked whether one kind prevails."""
LARGEST = {"weekday": 0.3, "month": 0.25, "day": 0.1, "distance": 0.3}
"""The largest share of days that may be the same weekday, month, day, or number of days from the creation time."""
NAMED = 20
"""The largest number of warnings of one sort about pairs of texts."""


@dataclass(frozen=True, slots=True)
class PhenomenonCount:
    """The number of cases of a phenomenon."""

    phenomenon: str
    cases: int
    traps: int

    @property
    def warning(self) -> str:
        """The warning that there are too few cases; empty if there are enough."""
        numbers = {
            "cases": (self.cases, FEWEST),
            "traps": (self.traps, FEWEST_OF_A_SORT),
            "cases that are no traps": (self.cases - self.traps, FEWEST_OF_A_SORT),
        }
        few = [f"{number} of {least} {noun}" for noun, (number, least) in numbers.items() if number < least]
        return f"phenomenon {self.phenomenon}: it has {', '.join(few)}; write more" if few else ""


@dataclass(frozen=True, slots=True)
class CasesChecked:
    """The counts and the warnings of the checks of a suite of cases."""

    counts: Sequence[PhenomenonCount]
    """The counts of each phenomenon, in the order of gold."""
    warnings: Sequence[str]


def check_cases(suite: Suite) -> CasesChecked | None:
    """Returns what the checks found; None for gold without cases (`bench.dataset.case`)."""
    cases = [(document, suite.case(document)) for document in suite.documents]
    if not any(case is not None and case.trap for _, case in cases):
        return None
    counts = _counts(case for _, case in cases if case is not None)
    untagged = [document.id for document, case in cases if case is None]
    warnings = [each.warning for each in counts if each.warning]
    warnings += [f"document {name}: no tag names its phenomenon; write it as the first tag" for name in untagged]
    warnings += _alike(suite.documents)
    warnings += _unbalanced(suite)
    return CasesChecked(counts, warnings)


def _counts(cases: Iterable[Case]) -> list[PhenomenonCount]:
    every: Counter[str] = Counter()
    traps: Counter[str] = Counter()
    for case in cases:
        every[case.phenomenon] += 1
        traps[case.phenomenon] += case.trap
    return [PhenomenonCount(name, number, traps[name]) for name, number in every.items()]


def _alike(documents: Sequence[SuiteDocument]) -> Iterator[str]:
    """Yields a warning for each pair of texts that differ in names and numbers alone, or share most words."""
    found = []
    seen: dict[str, str] = {}
    same: set[tuple[str, str]] = set()
    for document in documents:
        pattern = re.sub(r"\b[A-Z]\w*|\d+", "_", " ".join(document.text.split()))
        first = seen.setdefault(pattern, document.id)
        if first != document.id and len(re.findall(r"[a-z]+", pattern)) > FEWEST_WORDS:
            same.add((first, document.id))
            found.append(f"documents {first} and {document.id}: the same words but for names and numbers")
    for one, other, share in near_duplicates({each.id: each.text for each in documents}):
        if (one, other) not in same:
            found.append(f"documents {one} and {other}: {100 * share:.0f} % of their words are the same")
    yield from (f"{each}; rewrite one" for each in found[:NAMED])
    if len(found) > NAMED:
        yield f"{len(found) - NAMED:,} more pairs of texts are alike"


def near_duplicates(texts: dict[str, str]) -> Iterator[tuple[str, str, float]]:
    """Yields the pairs of texts that share at least `ALIKE` of their words (Jaccard), with the share, in order.

    Words are compared without case; names and numbers count as words. Pairs are found by their rarest words, of
    which such pairs share one (prefix filtering, Chaudhuri et al. 2006).
    """
    words = {name: frozenset(re.findall(r"\w+", text.lower())) for name, text in texts.items()}
    common = Counter(word for each in words.values() for word in each)
    by_word: defaultdict[str, list[str]] = defaultdict(list)
    for name, these in words.items():
        rare = sorted(these, key=lambda word: (common[word], word))[: len(these) - ceil(ALIKE * len(these)) + 1]
        candidates = dict.fromkeys(other for word in rare for other in by_word[word])
        for word in rare:
            by_word[word].append(name)
        for other in candidates:
            those = words[other]
            share = len(these & those) / len(these | those)
            if share >= ALIKE:
                yield other, name, share


def _unbalanced(suite: Suite) -> Iterator[str]:
    """Yields a warning for each constant answer that would be right too often, and for days of writing alike."""
    written = [document.dct for document in suite.documents if document.dct is not None]
    yield from _prevailing("creation times", written)
    meant: list[datetime.date] = []
    distances: list[int] = []
    for document in suite.documents:
        for timex in suite.layers.get(document.id, NOTHING).timexes:
            day = _day(timex.value)
            if day is not None:
                meant.append(day)
                if document.dct is not None and timex.kind != "explicit":
                    distances.append((day - document.dct).days)
    yield from _prevailing("values that are days", meant)
    if len(distances) >= FEWEST_TO_BALANCE:
        ((distance, number),) = Counter(distances).most_common(1)
        if number > LARGEST["distance"] * len(distances):
            away = "the creation time itself" if distance == 0 else f"{distance:+} days from the creation time"
            share = f"{100 * number / len(distances):.0f} %"
            yield f"{share} of the days that aren't explicit are {away}; write others"


def _prevailing(noun: str, days: Sequence[datetime.date]) -> Iterator[str]:
    if len(days) < FEWEST_TO_BALANCE:
        return
    shown = {"weekday": "%A", "month": "%B", "day": "%Y-%m-%d"}
    for unit, form in shown.items():
        ((name, number),) = Counter(day.strftime(form) for day in days).most_common(1)
        if number > LARGEST[unit] * len(days):
            where = "is" if unit == "day" else "lies in" if unit == "month" else "is a"
            yield f"{100 * number / len(days):.0f} % of the {noun}: each {where} {name}; spread them"


def _day(value: str | None) -> datetime.date | None:
    """Returns the day that a value denotes, if it is one day or a time in it."""
    if value is None:
        return None
    try:
        interval = timex3.parse(value).interval
    except ValueError:
        return None
    if interval is None or interval.start is None or not interval.is_one("day"):
        return None
    return datetime.date.fromordinal(interval.start // DAY)
