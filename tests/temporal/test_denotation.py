"""When two values denote the same: rows decided by hand from docs/measures.md, and what holds always."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.temporal import edtf, timex3
from bench.temporal.denotation import DIFFERENT, Verdicts
from bench.temporal.interval import GRANULARITIES, of_day
from tests.conftest import ROOT
from tests.strategies import timex_values, whens

ALL = (True, True, True, True)
NONE = (False, False, False, False)
FROM_DAY = (False, True, True, True)
FROM_MONTH = (False, False, True, True)
FROM_YEAR = (False, False, False, True)


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        # one day, written twice
        ("2023-09-18", "2023-W38-1", ALL),
        ("2023-FA", "2023-AU", ALL),
        ("2023-09-18T24:00", "2023-09-19T00:00", ALL),
        # coarser on one side is right only from its own granularity on
        ("2023-09-18", "2023-09-19", FROM_MONTH),
        ("2023-09-18", "2023-09", FROM_MONTH),
        ("2023-09-18", "2023", FROM_YEAR),
        ("2023-09", "2023", FROM_YEAR),
        ("2023-09", "2023-09", ALL),
        ("2023-09-18", "2022-09-18", NONE),
        # a week within one month is that month; across two it is in either
        ("2023-W38", "2023-09-18", FROM_MONTH),
        ("2023-W38", "2023-W37", FROM_MONTH),
        ("2023-W31", "2023-07-31", FROM_MONTH),  # 31 July to 6 August
        ("2023-W31", "2023-08-15", FROM_MONTH),
        ("2023-W31", "2023-08", FROM_MONTH),
        ("2023-W31", "2023-09", FROM_YEAR),
        ("2020-W53", "2021-01-05", FROM_MONTH),  # 28 December to 3 January
        ("2020-W53", "2020-12-01", FROM_MONTH),
        ("2020-W53", "2019-12-31", NONE),
        # longer than a month is a row of months, longer than a year a row of years
        ("2023-SP", "2023-04", FROM_YEAR),
        ("2023-Q3", "2023-07", FROM_YEAR),
        ("2023-Q3", "2023-SU", FROM_YEAR),
        ("2023-H1", "2023-Q1", FROM_YEAR),
        ("2023-WI", "2024-02-01", FROM_YEAR),  # December to February: in either year
        ("2023-WI", "2023", FROM_YEAR),
        ("2023-WI", "2025", NONE),
        ("202", "2023", NONE),
        ("20", "202", NONE),
        # times of day and parts of it lie in their day
        ("2023-09-18TEV", "2023-09-18", FROM_DAY),
        ("2023-09-18TEV", "2023-09-18TMO", FROM_DAY),
        ("2023-09-18T06", "2023-09-18T06:00", FROM_DAY),
        ("2023-09-18T06", "2023-09-18TXX", FROM_DAY),
        ("2023-W38TMO", "2023-W38", FROM_DAY),
        ("2023-W38T06", "2023-09-18T06", FROM_MONTH),
        # f12: the midnight that ends a day is the one that begins the next, and lies in the day that it ends
        ("2013-12-31T24:00", "2013-12-31", FROM_DAY),
        ("2013-12-31T24:00", "2013", FROM_YEAR),
        ("2013-12-31T24", "2013-12", FROM_MONTH),
        ("2013-12-31T24:00", "2014-01-01T00:00", ALL),
        ("2013-12-31T24:00", "2014-01-01", NONE),
        ("2013-12-31T24:00", "2014", NONE),
        ("2013-12-31T24:00", "2013-12-31T23:59", FROM_DAY),
        ("2013-12-31T24:00:00,0", "2014-01-01T00:00:00", ALL),
        ("2013-12-31T24:00:00.5", "2013-12-31", NONE),  # there is no such time
        # f12: fractions of a second count, but for zeros at their end; a comma is a point
        ("2013-03-18T12:00:00.1", "2013-03-18T12:00:00.9", FROM_DAY),
        ("2013-03-18T12:00:00.1", "2013-03-18T12:00:00", FROM_DAY),
        ("2013-03-18T12:00:00.10", "2013-03-18T12:00:00,1", ALL),
        ("2013-03-18T12:00:00.000Z", "2013-03-18T12:00:00Z", ALL),
        ("2013-03-18T00:00:00.5", "2013-03-18", FROM_DAY),
        ("2013-03-18T23:59:59.9", "2013-03-18", FROM_DAY),
        ("P1,5Y", "P1.5Y", ALL),
        ("PT0,5H", "PT30M", ALL),
        # f12: zones: the same moment is the same; other comparisons are as written
        ("2013-10-31T12:00Z", "2013-10-31T13:00+01:00", ALL),
        ("2013-10-31T23:30Z", "2013-11-01T00:30+01", ALL),
        ("2013-10-31T24:00Z", "2013-11-01T01:00+01:00", ALL),
        ("2013-10-31T12:00Z", "2013-10-31T12:30+01:00", FROM_DAY),
        ("2013-12-31T23:30-05:00", "2014-01-01T04:30", NONE),
        ("2013-12-31T23:30-05:00", "2013-12-31T23:30", ALL),
        ("2023-09-18T06:00Z", "2023-09-18T06:00", ALL),
        ("2023-09-18T06:00Z", "2023-09-18T06:00+00:00", ALL),
        ("2023-09-18T06:00+0530", "2023-09-18T06:00+05:30", ALL),
        ("2023-09-18T06:00Z", "2023-09-18T06:00-05", FROM_DAY),
        ("2023-09-18T06:00+05", "2023-09-18T06:00-05", FROM_DAY),
        # X: only itself, but known from the month or year that stands before it
        ("2023-09-XX", "2023-09-XX", ALL),
        ("2023-09-XX", "2023-09", FROM_MONTH),
        ("2023-09-XX", "2023-09-18", FROM_MONTH),
        ("2023-09-XX", "2023-XX-XX", FROM_YEAR),
        ("2023-W38-X", "2023-09-20", FROM_MONTH),
        ("2023-WXX", "2023-09", FROM_YEAR),
        ("2023-09-XXT06", "2023-09", FROM_MONTH),
        ("XXXX-09", "XXXX-09", ALL),
        ("XXXX-09", "2023-09", NONE),
        ("XXXX-09", "XXXX-10", NONE),
        ("202X", "202", NONE),
        # lengths, at every granularity alike
        ("P1Y", "P12M", ALL),
        ("P1Y6M", "P18M", ALL),
        ("P0.5Y", "P6M", ALL),
        ("P1DE", "P10Y", ALL),
        ("P1CE", "P100Y", ALL),
        ("P2Q", "P6M", ALL),
        ("P2W", "P14D", ALL),
        ("P1D", "PT24H", ALL),
        ("PT1H", "PT60M", ALL),
        ("P1DT12H", "PT36H", ALL),
        ("PT90S", "PT1M30S", ALL),
        ("P1M", "P30D", NONE),
        ("P1M", "PT1M", NONE),
        ("P1Y", "P365D", NONE),
        ("P1WE", "P2D", NONE),
        ("P1SU", "P3M", NONE),
        ("PT1NI", "PT12H", NONE),
        ("P1D", "P2D", NONE),
        ("PXD", "PXD", ALL),
        ("PXD", "PXXD", NONE),
        # the rest equals only itself
        ("PAST_REF", "PAST_REF", ALL),
        ("PAST_REF", "FUTURE_REF", NONE),
        ("BC0490", "BC0490", ALL),
        ("FY2019", "FY2019", ALL),
        ("FY2019", "2019", NONE),
        ("T12", "T12:00", NONE),
        ("Monday", "Monday", ALL),
        ("Monday", "2023-09-18", NONE),
        ("2023-02-30", "2023-02", NONE),
        ("P" + "9" * 5000 + "D", "P1D", NONE),
    ],
)
def test_timex3_values(a: str, b: str, expected: tuple[bool, ...]) -> None:
    assert timex3.compare(a, b)[:4] == expected


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("2023-09-18", "2023-09-18", ALL),
        ("2023-09-18", "2023-09-19", FROM_MONTH),
        ("2023-09-18", "2023-09", FROM_MONTH),
        # doubt is about the speaker, not the day
        ("2023-09?", "2023-09", ALL),
        ("2023-09~", "2023-09%", ALL),
        # lasting, falling within, and leaving it open
        ("2023-09-18/2023-09-21", "[2023-09-18..2023-09-21]", FROM_MONTH),
        ("2023-09-18/2023-10-21", "[2023-09-18..2023-10-21]", FROM_YEAR),
        ("2023-09-01/2023-09-30", "2023-09", ALL),
        ("[2023-09-01..2023-09-30]", "2023-09", ALL),
        ("2023-09-18/2023-09-18", "[2023-09-18..2023-09-18]", ALL),
        ("2023-09-18/2023-09-18", "2023-09-18", ALL),
        ("2022/2024", "[2022..2024]", NONE),
        ("2022/2024", "2022-03/2024-01-05", FROM_YEAR),
        # open ends
        ("2022/..", "2022/..", ALL),
        ("2022/..", "2022/", ALL),
        ("2022/..", "2022-01-01/..", ALL),
        ("2022/..", "2022-05/..", FROM_YEAR),
        ("2022/..", "[2022..]", NONE),
        ("2022/..", "2022", NONE),
        ("[..2023-09-19]", "[..2023-09-18]", FROM_MONTH),
        ("[..2023-09-19]", "../2023-09-19", NONE),
        # at most a month or a year long, across a border: either
        ("2023-09-29/2023-10-02", "2023-10-02", FROM_MONTH),
        ("[2023-09-29..2023-10-02]", "2023-09-01", FROM_MONTH),
        ("2023-09-01/2023-10-02", "2023-09", FROM_YEAR),  # 32 days
        ("2023-02/2024-01", "2024-01", FROM_YEAR),  # 12 months
        ("2023-01/2024-01", "2024-01", NONE),  # 13
        # seasons, winter into the next year as in TIMEX3
        ("2023-24", "2023-12/2024-02", ALL),
        ("2023-21", "2023-03/2023-05", ALL),
        ("2023-24", "2024-02-01", FROM_YEAR),
        # only itself
        ("XXXX", "XXXX", ALL),
        ("XXXX", "XXXX-12", NONE),
        ("Monday", "Monday", ALL),
        ("Monday", "2023-09-18", NONE),
    ],
)
def test_edtf_expressions(a: str, b: str, expected: tuple[bool, ...]) -> None:
    assert edtf.compare(a, b)[:4] == expected


@pytest.mark.parametrize(
    ("a", "b", "share"),
    [
        ("2023-09-18", "2023-09-18", Fraction(1)),
        ("2023-09-18", "2023-09-19", Fraction(0)),
        ("2023-09-18", "2023-09", Fraction(1, 30)),
        ("2023-W38", "2023-09-18", Fraction(1, 7)),
        ("2023-W38", "2023-W38-WE", Fraction(2, 7)),
        ("2023-Q3", "2023-SU", Fraction(62, 122)),  # July and August of June to September
        ("2023-09-18T06", "2023-09-18", Fraction(1, 24)),
        ("2023-09-18TEV", "2023-09-18", Fraction(1)),  # a part of the day has no agreed hours: its whole day
        ("P1Y", "P12M", Fraction(1)),
        ("P1Y", "P13M", Fraction(0)),
        ("2023-09-XX", "2023-09", Fraction(0)),
        ("PAST_REF", "PAST_REF", Fraction(1)),
    ],
)
def test_shares_of_timex3_values(a: str, b: str, share: Fraction) -> None:
    assert abs(Fraction(timex3.compare(a, b).overlap) - share) <= Fraction(1, 2**21)


@pytest.mark.parametrize(
    ("a", "b", "share"),
    [
        ("2023-09-18/2023-09-21", "2023-09-20/2023-09-23", Fraction(2, 6)),
        (
            "2023-09-18/2023-09-21",
            "[2023-09-18..2023-09-21]",
            Fraction(1),
        ),  # the same days, whatever is said of them
        ("2022/..", "2022/..", Fraction(1)),
        ("2022/..", "2023/..", Fraction(0)),
        ("2022/..", "[2022..]", Fraction(0)),
        ("2022/..", "2022/2023", Fraction(0)),
    ],
)
def test_shares_of_edtf_expressions(a: str, b: str, share: Fraction) -> None:
    assert abs(Fraction(edtf.compare(a, b).overlap) - share) <= Fraction(1, 2**21)


def documented() -> list[list[str]]:
    """The rows of the table in docs/measures.md."""
    text = (ROOT / "docs" / "measures.md").read_text(encoding="utf-8")
    return re.findall(
        r"^\| `(.+)` \| `(.+)` \| (\w+) \| (\w+) \| (\w+) \| (\w+) \| ([0-9/]+) \|$", text, re.MULTILINE
    )


@pytest.mark.parametrize(("a", "b", "same", "day", "month", "year", "share"), documented())
def test_the_documented_table(a: str, b: str, same: str, day: str, month: str, year: str, share: str) -> None:
    compare = edtf.compare if re.search(r"[/~]|\.\.", a) else timex3.compare
    found = compare(a, b)
    assert ["yes" if right else "no" for right in found[:4]] == [same, day, month, year]
    assert abs(Fraction(found.overlap) - Fraction(share)) <= Fraction(1, 2**21)


def test_a_value_left_open_equals_nothing() -> None:
    for compare in (timex3.compare, edtf.compare):
        assert compare(None, None) == compare("2023", None) == compare(None, "2023") == DIFFERENT


Compare = Callable[[str, str], Verdicts]
PAIRS = st.one_of(
    st.tuples(st.just(timex3.compare), timex_values, timex_values),
    st.tuples(st.just(edtf.compare), whens, whens),
)


@given(PAIRS)
def test_sides_make_no_difference(pair: tuple[Compare, str, str]) -> None:
    compare, a, b = pair
    assert compare(a, b) == compare(b, a)


@given(PAIRS)
def test_everything_equals_itself(pair: tuple[Compare, str, str]) -> None:
    compare, a, _ = pair
    assert compare(a, a) == (*ALL, 1.0)


@given(PAIRS)
def test_right_is_right_at_every_coarser_granularity(pair: tuple[Compare, str, str]) -> None:
    compare, a, b = pair
    found = compare(a, b)
    assert found.same <= found.day <= found.month <= found.year


@given(whens, whens)
def test_when_stops_at_days(a: str, b: str) -> None:
    found = edtf.compare(a, b)
    assert found.same == found.day


@given(PAIRS)
def test_shares_add_up_exactly_and_are_whole_for_the_same(pair: tuple[Compare, str, str]) -> None:
    compare, a, b = pair
    found = compare(a, b)
    assert 0 <= found.overlap <= 1
    assert (found.overlap * 2**20).is_integer()
    assert found.overlap == 1 or not found.same


@pytest.mark.slow
@given(
    st.dates(datetime.date(1, 1, 1), datetime.date(9998, 12, 31)),
    st.dates(datetime.date(1, 1, 1), datetime.date(9998, 12, 31)),
)
def test_days_are_coarsened_as_the_standard_library_has_them(a: datetime.date, b: datetime.date) -> None:
    expected = (a == b, a == b, f"{a:%Y-%m}" == f"{b:%Y-%m}", a.year == b.year)
    assert timex3.compare(a.isoformat(), b.isoformat())[:4] == expected
    assert edtf.compare(a.isoformat(), b.isoformat())[:4] == expected
    one, other = of_day(a.year, a.month, a.day), of_day(b.year, b.month, b.day)
    for granularity, same in zip(GRANULARITIES, expected[1:], strict=True):
        assert (one.units(granularity) == other.units(granularity)) is same


@given(st.text("0123456789X-WTPYMDH/.[]{}~?%:+Z_", max_size=14))
def test_nothing_makes_a_comparison_fail(text: str) -> None:
    for compare in (timex3.compare, edtf.compare):
        assert compare(text, text).same


@pytest.mark.parametrize(
    ("a", "b", "share"),
    [
        ("2013-12-31T24:00", "2013-12-31", Fraction(60, 86_400)),
        ("2013-12-31T24:00", "2014-01-01", 0),
        ("2013-03-18T12:00:00.1", "2013-03-18T12:00:00.9", 0),
        ("2013-03-18T12:00:00.1", "2013-03-18T12:00:00", Fraction(1, 10)),
        ("2013-10-31T12:00Z", "2013-10-31T13+01:00", Fraction(1, 60)),
        ("2013-10-31T12:00Z", "2013-10-31T12:00+01:00", 0),
    ],
)
def test_f12_overlap_of_moments(a: str, b: str, share: Fraction) -> None:
    for one, other in ((a, b), (b, a)):
        assert timex3.compare(one, other).overlap == pytest.approx(float(share), abs=2**-20)
