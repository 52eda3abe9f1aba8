"""The drawing of timelines: a row for each gold entry and the predicted entry that is aligned with it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bench.matching.timeline import Alignment
from bench.measures.timeline import same_date
from bench.report.articles import Articles
from bench.sdk.model import Entry
from bench.temporal import edtf
from bench.temporal.interval import DAY, Interval, Moment

WIDTH = 440
MARGIN = 36
"""The width on both sides of the axis, for arrows to unknown starts and ends, and for the text of outer ticks."""
BETWEEN = 74
"""The smallest distance between two ticks."""
MOST = 300
"""The largest number of rows that are drawn."""


@dataclass(frozen=True, slots=True)
class Bar:
    """The drawn time of an entry, which begins at ``x``."""

    x: float
    width: float
    shape: str
    """"day" for one day, "lasted" for a whole period, or "within" for an unknown time in a period."""
    open_start: bool
    open_end: bool


@dataclass(frozen=True, slots=True)
class EntryRow:
    """A row of a timeline: an entry, with its time in gold and its predicted time."""

    label: str
    mark: str
    """"same" or "other" (date), "missed" or "spurious"; "gold" if there is no system to compare with."""
    gold: str
    predicted: str
    gold_bar: Bar | None
    predicted_bar: Bar | None
    documents: Sequence[str] = ()
    """The ids of the documents that mention the entry."""


@dataclass(frozen=True, slots=True)
class Course:
    """A system's timeline side by side with gold's, or gold's alone."""

    id: str
    suite: str
    system: str
    """The name of the system; empty for gold alone."""
    rows: Sequence[EntryRow]
    left_out: int
    ticks: Sequence[tuple[float, str]]


class Axis:
    """A time axis that shortens periods in which no entry begins or ends, so that single days can be seen.

    The distance between two consecutive starts or ends of entries grows with the logarithm of the days between
    them.
    """

    def __init__(self, intervals: Iterable[Interval]) -> None:
        days: set[int] = set()
        self._starts: dict[int, int] = {}
        for interval in intervals:
            if interval.start is not None:
                first = interval.start // DAY
                days.add(first)
                self._starts[first] = self._starts.get(first, 0) + 1
            if interval.end is not None:
                days.add(-(-interval.end // DAY))
        self._days = sorted(days) or [1, 2]
        at = 0
        self._at = {self._days[0]: 0}
        for before, day in zip(self._days, self._days[1:], strict=False):
            at += (day - before).bit_length()
            self._at[day] = at
        self._length = max(1, at)

    def x(self, day: int) -> float:
        """Returns the x of the beginning of a day. The day must be a start or end of an entry."""
        return MARGIN + self._at[day] / self._length * (WIDTH - 2 * MARGIN)

    def bar(self, when: str | None) -> Bar | None:
        """Returns the bar of a date (EDTF), or None if the date is missing, has no bounds or can't be read."""
        interval = _read(when)
        if when is None or interval is None:
            return None
        first = MARGIN / 2 if interval.start is None else self.x(interval.start // DAY)
        last = WIDTH - MARGIN / 2 if interval.end is None else self.x(-(-interval.end // DAY))
        shape = "within" if when.startswith("[") else "day" if interval.is_one("day") else "lasted"
        return Bar(first, max(last - first, 3), shape, interval.start is None, interval.end is None)

    def ticks(self) -> list[tuple[float, str]]:
        """Returns the x and the date of each tick.

        Ticks are at the first and the last day on which an entry begins, and at days on which many entries begin.
        """
        order = sorted(self._starts, key=lambda day: (-self._starts[day], day))
        if self._starts:
            order = [min(self._starts), max(self._starts), *order]
        found: dict[int, float] = {}
        for day in order:
            if all(abs(self.x(day) - other) >= BETWEEN for other in found.values()):
                found[day] = self.x(day)
        return [(x, datetime.date.fromordinal(day).isoformat()) for day, x in sorted(found.items())]


def _read(when: str | None) -> Interval | None:
    if when is None:
        return None
    try:
        interval = edtf.parse(when)
    except ValueError:
        return None
    return None if interval.start is None and interval.end is None else interval


NAMED = 3
"""The largest number of documents that are named for an entry."""


def courses(golds: Mapping[str, Sequence[Entry]], articles: Articles) -> list[Course]:
    """Returns a course for each system that makes a timeline, or for gold alone if no system of a suite does."""
    found = []
    for number, (suite, entries) in enumerate(golds.items()):
        if not entries:
            continue
        beside = articles.timelines.get(suite, {})
        for place, (system, (predictions, aligned)) in enumerate(beside.items()):
            course = compared(entries, predictions.timeline, aligned)
            found.append(_course(f"timeline-{number}-{place}", suite, system, course))
        if not beside:
            found.append(_course(f"timeline-{number}", suite, "", [(entry, None, "gold") for entry in entries]))
    return found


EntryPair = tuple[Entry | None, Entry | None, str]


def compared(gold: Sequence[Entry], predicted: Sequence[Entry], aligned: Alignment) -> list[EntryPair]:
    """Returns the aligned pairs of a gold and a predicted entry, with their marks.

    Gold entries without a predicted entry are included, and predicted entries without a gold entry come last.
    """
    rows: list[EntryPair] = []
    for number, entry in enumerate(gold):
        other = aligned.pairs.get(number)
        if other is None:
            rows.append((entry, None, "missed"))
        else:
            # dates are compared as in the measure timeline.when; two entries without a date count as the same
            ours, theirs = aligned.gold[number], aligned.predicted[other]
            same = same_date(ours, theirs) or (ours.date is None and theirs.date is None)
            rows.append((entry, predicted[other], "same" if same else "other"))
    answering = set(aligned.pairs.values())
    return rows + [(None, entry, "spurious") for n, entry in enumerate(predicted) if n not in answering]


def _course(id_: str, suite: str, system: str, rows: Sequence[EntryPair]) -> Course:
    # spurious entries come last, and are left out first
    ordered = sorted(rows, key=lambda row: (row[0] is None, _time(row[0] or row[1])))
    shown = ordered[:MOST]
    intervals = [_read(entry.when) for row in shown for entry in row[:2] if entry is not None]
    axis = Axis(interval for interval in intervals if interval is not None)
    drawn = [_drawn(gold, predicted, mark, axis) for gold, predicted, mark in shown]
    return Course(id_, suite, system, drawn, len(rows) - len(shown), axis.ticks())


def _drawn(gold: Entry | None, predicted: Entry | None, mark: str, axis: Axis) -> EntryRow:
    entry = gold or predicted
    assert entry is not None  # at least one of the two isn't None
    return EntryRow(
        label=entry.label or entry.id,
        mark=mark,
        gold=_said(gold),
        predicted=_said(predicted),
        gold_bar=axis.bar(gold.when) if gold else None,
        predicted_bar=axis.bar(predicted.when) if predicted else None,
        documents=list(dict.fromkeys(document for document, _ in entry.mentions)),
    )


def _said(entry: Entry | None) -> str:
    return "" if entry is None else entry.when or "no date"


def _time(entry: Entry | None) -> tuple[bool, Moment, Moment]:
    """Returns the sort key of an entry: its start, or its end if the start is unknown.

    Entries without start and end come last.
    """
    interval = _read(entry.when) if entry else None
    if interval is None:
        return True, 0, 0
    start = interval.start if interval.start is not None else (interval.end or 0)
    return False, start, interval.end if interval.end is not None else start
