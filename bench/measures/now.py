"""Measures of messages: whether times are read from the day of their own message, and whether dates are supported.

Messages are read long after they were written. "tomorrow" in a message is the day after that message: not the day
after the newest message of its thread (``timex.now.newest``), and not the day after the run of the system
(``timex.now.run``). And where a text says no time, a system has none to state (``timex.supported``,
``timex.silent``). These measures are computed only if gold has time expressions with a ``newest_value``.

Each measure is a share: the number of right things divided by the number of counted things. So P, R and F1 are
equal, and more is better. A share of nothing is undefined, and so is every share of a system that never states a
value.
"""

from __future__ import annotations

from abc import abstractmethod
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bench.counts import Counts
from bench.measures.base import Measure
from bench.measures.pair import Matched
from bench.measures.tables import NOW
from bench.temporal import timex3
from bench.temporal.interval import DAY

SOURCE = "docs/measures.md"
NOTHING = Counts()
LATE = 366 * DAY
"""The seconds between gold's last day and a predicted one beyond which the prediction is of the run's day. A wrong
reading of the message's own day, such as of a month without its year, is at most a year away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareMeasure(Measure[Matched]):
    """A measure whose P, R and F1 are one share."""

    layer: str = "timexes"
    unit: str = "sentence"
    source: str = SOURCE
    attribute: str | None = "value"
    needs: str | None = "newest_value"
    tables: Any = (NOW,)

    @abstractmethod
    def verdicts(self, pair: Matched, /) -> Iterator[tuple[int, bool]]:
        """Yields for each thing that is counted its offset in the text, and whether it is right."""

    def count(self, pair: Matched, /) -> Sequence[Counts]:
        """Returns the counts of each sentence, or those of the document if that is the unit."""
        starts = pair.sentences if self.unit == "sentence" else (0,)
        verdicts = list(self.verdicts(pair))
        if not verdicts:
            return [NOTHING] * len(starts)
        every, right = [0] * len(starts), [0] * len(starts)
        for offset, verdict in verdicts:
            place = bisect_right(starts, offset) - 1
            every[place] += 1
            right[place] += verdict
        return list(map(Counts, right, every, right, every))


class Newest(ShareMeasure):
    """The measure ``timex.now.newest``."""

    def verdicts(self, pair: Matched, /) -> Iterator[tuple[int, bool]]:
        """Yields each found time expression with a ``newest_value`` and a predicted value."""
        for gold, predicted in _now_dependent(pair):
            yield gold.start, not reads_newest(gold, predicted.value)


class Run(ShareMeasure):
    """The measure ``timex.now.run``."""

    def verdicts(self, pair: Matched, /) -> Iterator[tuple[int, bool]]:
        """Yields each found time expression with a ``newest_value`` and a predicted value."""
        for gold, predicted in _now_dependent(pair):
            yield gold.start, not is_late(gold, predicted.value)


class Supported(ShareMeasure):
    """The measure ``timex.supported``."""

    def verdicts(self, pair: Matched, /) -> Iterator[tuple[int, bool]]:
        """Yields each prediction with a value."""
        touching = set(map(id, pair.matching.paired.predicted))
        for predicted in pair.matching.predicted:
            if predicted.value:
                yield predicted.start, id(predicted) in touching or bool(pair.matching.touched(predicted))


class Silent(ShareMeasure):
    """The measure ``timex.silent``."""

    def verdicts(self, pair: Matched, /) -> Iterator[tuple[int, bool]]:
        """Yields the document, if gold has no time expression in it; a document that failed is wrong."""
        if not pair.matching.gold:
            yield 0, not pair.failed and not any(predicted.value for predicted in pair.matching.predicted)


def reads_newest(gold: Any, value: str) -> bool:
    """Returns whether a predicted value is gold's ``newest_value``, and none of gold's right values.

    Values are compared to the day. Where that can't tell ``newest_value`` from the right one ("an hour ago" in a
    thread of one day), they are compared exactly.
    """
    fine = timex3.compare(gold.value, gold.newest_value).day

    def same(one: str | None) -> bool:
        verdicts = timex3.compare(one, value)
        return verdicts.same if fine else verdicts.day

    return same(gold.newest_value) and not any(map(same, _right(gold)))


def is_late(gold: Any, value: str) -> bool:
    """Returns whether a predicted value begins more than 366 days after all of gold's values have ended.

    These are its right values and its ``newest_value``. Values that aren't on the calendar are never late.
    """
    begins = _bounds(value)[0]
    ends = [_bounds(each)[1] for each in (*_right(gold), gold.newest_value)]
    return begins is not None and all(end is not None and begins - end > LATE for end in ends)


def _now_dependent(pair: Matched) -> Iterator[tuple[Any, Any]]:
    """Yields the matched pairs whose value depends on the now, and of which the prediction states a value."""
    paired = pair.matching.paired
    for gold, predicted in zip(paired.gold, paired.predicted, strict=True):
        if gold.newest_value is not None and predicted.value:
            yield gold, predicted


def _right(gold: Any) -> list[str | None]:
    return [gold.value, *(reading.value for reading in gold.values or ())]


def _bounds(value: str | None) -> tuple[Any, Any]:
    """Returns the first second of a value and the second after its last one; None where it isn't bounded."""
    try:
        found = timex3.parse(value or "").denotation.reach
    except ValueError:
        found = None
    return (None, None) if found is None else (found.start, found.end)


TIMEX_NOW_NEWEST = Newest(
    name="timex.now.newest",
    heading="not newest day",
    title="Times not read from the newest message",
    definition="a found time hasn't the value that it would have in the newest message of its thread",
    leads=True,
)
TIMEX_NOW_RUN = Run(
    name="timex.now.run",
    heading="not run's day",
    title="Times not read from the day of the run",
    definition="a found time isn't dated more than 366 days after each of gold's values",
)
TIMEX_SUPPORTED = Supported(
    name="timex.supported",
    heading="supported",
    title="Dates that the text supports",
    definition="a prediction with a value shares a character with a time expression of gold",
)
TIMEX_SILENT = Silent(
    name="timex.silent",
    heading="silent",
    title="Texts without times in which no date is found",
    definition="no value is predicted in a document in which gold has no time expression",
    unit="document",
)
