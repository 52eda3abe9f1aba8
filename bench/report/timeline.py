"""Timelines as they are drawn: each entry at its time, a gold entry and the one aligned with it in one row."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bench.matching.timeline import Alignment
from bench.measures.timeline import same_date
from bench.report.articles import Articles
from bench.sdk.model import Entry
from bench.temporal import edtf
from bench.temporal.interval import DAY, Interval

WIDTH = 440
MARGIN = 36
"""The room on both sides, for arrows towards unknown ends and for the ends of names."""
BETWEEN = 74
"""The least distance between two ticks with names."""
MOST = 300
"""The most entries that are drawn."""


@dataclass(frozen=True, slots=True)
class Bar:
    """The time of an entry, drawn from ``x`` on."""

    x: float
    width: float
    shape: str
    """"day" for one day, "lasted", or "within" for an unknown time in between."""
    open_start: bool
    open_end: bool


@dataclass(frozen=True, slots=True)
class EntryRow:
    """A row: an entry, and when each side says that it was."""

    label: str
    mark: str
    """"same", "other", "missed" or "spurious"; "gold" where there is nothing to compare it with."""
    gold: str
    predicted: str
    gold_bar: Bar | None
    predicted_bar: Bar | None
    documents: Sequence[str] = ()
    """The documents that mention the entry."""


@dataclass(frozen=True, slots=True)
class Course:
    """A system's timeline beside the gold one, or the gold one alone."""

    id: str
    suite: str
    system: str
    """The system's name; empty for gold alone."""
    rows: Sequence[EntryRow]
    left_out: int
    ticks: Sequence[tuple[float, str]]


class Axis:
    """A time axis. Stretches in which nothing begins or ends are shortened, so that days can be told apart.

    Between two neighbouring bounds of entries the distance grows with the logarithm of the days.
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
        """Returns where a day begins that is a bound of an entry."""
        return MARGIN + self._at[day] / self._length * (WIDTH - 2 * MARGIN)

    def bar(self, when: str | None) -> Bar | None:
        """Returns where an entry is drawn, or None for an entry whose date is missing or can't be read."""
        interval = _read(when)
        if when is None or interval is None:
            return None
        first = MARGIN / 2 if interval.start is None else self.x(interval.start // DAY)
        last = WIDTH - MARGIN / 2 if interval.end is None else self.x(-(-interval.end // DAY))
        shape = "within" if when.startswith("[") else "day" if interval.is_one("day") else "lasted"
        return Bar(first, max(last - first, 3), shape, interval.start is None, interval.end is None)

    def ticks(self) -> list[tuple[float, str]]:
        """Returns days with names: the first and last on which an entry begins, and those on which most begin."""
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
"""The most documents that are named of those that mention an entry."""


def courses(golds: Mapping[str, Sequence[Entry]], articles: Articles) -> list[Course]:
    """Returns the gold timeline of each suite beside each system's, or alone where no system makes one."""
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
    """Returns each gold entry with the predicted entry aligned with it, then the predicted entries without one."""
    rows: list[EntryPair] = []
    for number, entry in enumerate(gold):
        other = aligned.pairs.get(number)
        if other is None:
            rows.append((entry, None, "missed"))
        else:
            # as timeline.when has it; two undated entries are the same too
            ours, theirs = aligned.gold[number], aligned.predicted[other]
            same = same_date(ours, theirs) or (ours.date is None and theirs.date is None)
            rows.append((entry, predicted[other], "same" if same else "other"))
    answering = set(aligned.pairs.values())
    return rows + [(None, entry, "spurious") for n, entry in enumerate(predicted) if n not in answering]


def _course(id_: str, suite: str, system: str, rows: Sequence[EntryPair]) -> Course:
    # those that answer none come last, and are left out first
    ordered = sorted(rows, key=lambda row: (row[0] is None, _time(row[0] or row[1])))
    shown = ordered[:MOST]
    intervals = [_read(entry.when) for row in shown for entry in row[:2] if entry is not None]
    axis = Axis(interval for interval in intervals if interval is not None)
    drawn = [_drawn(gold, predicted, mark, axis) for gold, predicted, mark in shown]
    return Course(id_, suite, system, drawn, len(rows) - len(shown), axis.ticks())


def _drawn(gold: Entry | None, predicted: Entry | None, mark: str, axis: Axis) -> EntryRow:
    entry = gold or predicted
    assert entry is not None  # one of the two is always there
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


def _time(entry: Entry | None) -> tuple[bool, int, int]:
    """Returns the sort key of an entry: its first day, or its last day if the first is unknown.

    Entries without both come last.
    """
    interval = _read(entry.when) if entry else None
    if interval is None:
        return True, 0, 0
    start = interval.start if interval.start is not None else (interval.end or 0)
    return False, start, interval.end if interval.end is not None else start
