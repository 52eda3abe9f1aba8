"""Timelines drawn: which entries answer each other, and where each stands on the axis."""

from __future__ import annotations

import itertools

from bench.matching.timeline import Alignment, Dated, dated
from bench.report.timeline import MARGIN, MOST, WIDTH, Axis, compared
from bench.report.timeline import _course as course
from bench.sdk.model import Entry
from bench.temporal import edtf


def axis(*whens: str) -> Axis:
    return Axis(edtf.parse(when) for when in whens)


def test_bars_stand_in_order_and_days_keep_apart() -> None:
    found = axis("2022/2023-02-22", "2023-02-20", "2023-02-21")
    long, first, second = (found.bar(when) for when in ("2022/2023-02-22", "2023-02-20", "2023-02-21"))
    assert long
    assert first
    assert second
    assert long.x == MARGIN
    assert long.x + long.width == WIDTH - MARGIN  # to the end of the last day
    assert long.x < first.x < second.x
    assert first.x + first.width == second.x
    # 2022-01-01 to 2023-02-20 are 415 days (9 bits), then three distances of a day (1 bit)
    assert first.x == MARGIN + 9 / 12 * (WIDTH - 2 * MARGIN)


def test_what_is_drawn_says_how_long_and_how_sure() -> None:
    found = axis("2023-02-20", "2023-02-18/2023-02-21", "[2023-02-18..2023-02-19]", "2023-02")

    def shape(when: str) -> tuple[str, bool, bool] | None:
        bar = found.bar(when)
        return None if bar is None else (bar.shape, bar.open_start, bar.open_end)

    assert shape("2023-02-20") == ("day", False, False)
    assert shape("2023-02-18/2023-02-21") == ("lasted", False, False)
    assert shape("2023-02") == ("lasted", False, False)
    assert shape("[2023-02-18..2023-02-19]") == ("within", False, False)
    assert shape("[..2023-02-19]") == ("within", True, False)
    assert shape("2023-02-18/..") == ("lasted", False, True)
    assert shape("XXXX") is None
    assert shape("some day") is None
    assert found.bar(None) is None


def test_ticks_keep_their_distance() -> None:
    days = [f"2023-0{month}-{day:02}" for month in range(1, 9) for day in (1, 9, 17)]
    ticks = axis(*days).ticks()
    assert ticks[0][1] == "2023-01-01"
    assert ticks[-1][1] == "2023-08-17"
    places = [x for x, _ in ticks]
    assert all(b - a >= 74 for a, b in itertools.pairwise(places))


def test_no_dates_make_no_fault() -> None:
    assert axis().ticks() == []


def side(*entries: Entry) -> list[Dated]:
    return dated(entries, {})


def test_entries_that_answer_each_other_stand_together() -> None:
    gold = [Entry("a", when="2023-02-20"), Entry("b", when="2023-03"), Entry("c"), Entry("d", when="2023")]
    said = [Entry("1", when="2023-02-20"), Entry("2", when="2023-03-01"), Entry("3"), Entry("4", when="2021")]
    rows = compared(gold, said, Alignment(side(*gold), side(*said), {0: 0, 1: 1, 2: 2}))
    assert [(ours and ours.id, theirs and theirs.id, mark) for ours, theirs, mark in rows] == [
        ("a", "1", "same"),
        ("b", "2", "other"),
        ("c", "3", "same"),  # neither says when
        ("d", None, "missed"),
        (None, "4", "spurious"),
    ]


def test_rows_are_in_time_and_what_is_too_much_is_told_of() -> None:
    late, early, never = Entry("late", when="2023-03"), Entry("early", "It was", "[..2023-01-05]"), Entry("never")
    drawn = course("id", "suite", "", [(late, None, "gold"), (never, None, "gold"), (early, None, "gold")])
    assert [row.label for row in drawn.rows] == ["It was", "late", "never"]
    assert [row.gold for row in drawn.rows] == ["[..2023-01-05]", "2023-03", "no date"]
    assert drawn.left_out == 0
    many = course("id", "suite", "", [(late, None, "gold")] * (MOST + 7))
    assert (len(many.rows), many.left_out) == (MOST, 7)
