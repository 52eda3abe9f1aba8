from __future__ import annotations

import datetime
import time

import pytest
from edtf import parse_edtf

from bench.temporal import edtf, timex3
from bench.temporal.interval import DAY, Interval


def days(interval: Interval | None) -> tuple[str | None, str | None] | None:
    """First and last day of an interval of whole days, as ISO dates."""
    if interval is None:
        return None
    first, end = interval.start, interval.end
    return (
        None if first is None else datetime.date.fromordinal(first // DAY).isoformat(),
        None if end is None else datetime.date.fromordinal((end - 1) // DAY).isoformat(),
    )


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2023-09-18", ("2023-09-18", "2023-09-18")),
        ("2023-09", ("2023-09-01", "2023-09-30")),
        ("2024-02", ("2024-02-01", "2024-02-29")),
        ("2023", ("2023-01-01", "2023-12-31")),
        ("202", ("2020-01-01", "2029-12-31")),
        ("20", ("2000-01-01", "2099-12-31")),
        ("2023-W38", ("2023-09-18", "2023-09-24")),
        ("2023-W38-WE", ("2023-09-23", "2023-09-24")),
        ("2023-W38-1", ("2023-09-18", "2023-09-18")),
        ("2020-W53", ("2020-12-28", "2021-01-03")),
        ("2023-SP", ("2023-03-01", "2023-05-31")),
        ("2023-WI", ("2023-12-01", "2024-02-29")),
        ("2023-Q3", ("2023-07-01", "2023-09-30")),
        ("2023-H1", ("2023-01-01", "2023-06-30")),
        ("2023-09-18TEV", ("2023-09-18", "2023-09-18")),
        ("2023-09-XX", None),
        ("XXXX-10", None),
        ("XXXX-WXX-1", None),
        ("P4D", None),
        ("PT3H", None),
        ("PXD", None),
        ("P1DE", None),
        ("P1Y6M", None),
        ("P0.5Y", None),
        ("PAST_REF", None),
        ("T12:30", None),
        ("BC0490", None),
        ("BC04", None),
        ("-0489", None),
        ("FY2019", None),
        ("FY2019-Q3", None),
    ],
)
def test_timex3_values_and_what_they_denote(value: str, expected: tuple[str, str] | None) -> None:
    assert days(timex3.parse(value).interval) == expected


def test_timex3_to_the_second() -> None:
    found = timex3.parse("2023-09-19T06:08:40Z").interval
    midnight = datetime.date(2023, 9, 19).toordinal() * DAY
    assert found == Interval(midnight + 6 * 3600 + 8 * 60 + 40, midnight + 6 * 3600 + 8 * 60 + 41)


@pytest.mark.parametrize(
    "value",
    [
        "", "Monday", "2023-13", "2023-02-29", "2023-09-31", "2021-W53", "23-09-18", "2023-9-18", "2023-09-18T25",
        "2023-09-18T12:60", "2023T12", "P", "PT", "P4", "P4H", "PTXD", "PRESENT", "18-09", "2023-09-18/2023-09-20",
        "202-09", "2023-W00", "2023-Q5", " 2023", "2023\n",
    ],
)  # fmt: skip
def test_what_is_no_timex3(value: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        timex3.parse(value)


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("2023-09-18", ("2023-09-18", "2023-09-18")),
        ("2022-12", ("2022-12-01", "2022-12-31")),
        ("2023-09-18/2023-09-21", ("2023-09-18", "2023-09-21")),
        ("2022/..", ("2022-01-01", None)),
        ("../2022-12", (None, "2022-12-31")),
        ("[..2023-09-19]", (None, "2023-09-19")),
        ("[2023-09-19..]", ("2023-09-19", None)),
        ("[2023-09-11..2023-09-18]", ("2023-09-11", "2023-09-18")),
        ("[2022..2023-09-18]", ("2022-01-01", "2023-09-18")),
        ("2023-09~", ("2023-09-01", "2023-09-30")),
        ("202X", ("2020-01-01", "2029-12-31")),
        ("2023-21", ("2023-03-01", "2023-05-31")),
        ("2023-24", ("2023-12-01", "2024-02-29")),  # as TIMEX3's 2023-WI
        ("2023-24~/..", ("2023-12-01", None)),
        ("2023-03?/2023-21", ("2023-03-01", "2023-05-31")),
    ],
)
def test_edtf_and_its_reach(when: str, expected: tuple[str | None, str | None]) -> None:
    assert days(edtf.parse(when)) == expected


@pytest.mark.parametrize(
    "when",
    ["2023", "2023-12", "2023-02~", "2024-02%", "2023-09-18?", "2024-02-29", "0001-01-01", "9998-12-31", "9998"],
)
def test_a_date_reaches_as_far_as_the_library_says(when: str) -> None:
    expression = parse_edtf(when)
    bounds = expression.lower_strict(), expression.upper_strict()
    assert days(edtf.parse(when)) == tuple(time.strftime("%Y-%m-%d", bound).zfill(10) for bound in bounds)


@pytest.mark.parametrize("when", ["0000", "9999", "9999-12", "9999-12-31"])
def test_a_date_outside_of_the_calendar_is_unbounded(when: str) -> None:
    assert days(edtf.parse(when)) == (None, None)


@pytest.mark.parametrize(
    ("when", "reason"),
    [
        ("2023-02-30", "no EDTF"),
        ("2023-13", "no EDTF"),
        ("Monday", "no EDTF"),
        ("", "no EDTF"),
        ("2023-W38", "no EDTF"),
        ("2023-09-21/2023-09-18", "ends before it starts"),
        ("[2023-10..2023-09-18]", "ends before it starts"),
        ("[..]", "no EDTF"),
        ("2023-09-18T10:00:00", "time of day"),
        ("/", "no EDTF"),
        ("2023/2024/2025", "no EDTF"),
        ("2023 /2024", "no EDTF"),
        ("2023-1X", "no EDTF"),  # the library fails over it, and prints
        ("2023-X07", "no EDTF"),
        ("Y1E999999999", "no EDTF"),  # the library would multiply it out
        ("[" * 300, "no EDTF"),
    ],
)
def test_what_is_no_edtf(when: str, reason: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ValueError, match=reason):
        edtf.parse(when)
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("a", "b", "meets"),
    [
        ("2023-09-18", "2023-09", True),
        ("2023-09-18", "2023-09-19", False),
        ("[..2023-09-18]", "[2023-09-18..]", True),
        ("[..2023-09-17]", "[2023-09-18..]", False),
        ("2022/..", "2023-09-18", True),
    ],
)
def test_meeting(a: str, b: str, meets: bool) -> None:
    assert edtf.parse(a).meets(edtf.parse(b)) is meets
    assert edtf.parse(b).meets(edtf.parse(a)) is meets


@pytest.mark.parametrize(
    ("value", "granularity", "units"),
    [
        # months are counted from January of the year 0: 2023-07 is 2023 · 12 + 6
        ("2023-W31", "month", {(24282, 24282), (24283, 24283)}),
        ("2023-W38", "month", {(24284, 24284)}),
        ("2023-Q3", "month", {(24282, 24284)}),
        ("2023-WI", "month", {(24287, 24289)}),
        ("2023-WI", "year", {(2023, 2023), (2024, 2024)}),
        ("202", "year", {(2020, 2029)}),
        ("2020-W53", "year", {(2020, 2020), (2021, 2021)}),
    ],
)
def test_readings(value: str, granularity: str, units: set[tuple[int, int]]) -> None:
    interval = timex3.parse(value).interval
    assert interval is not None
    assert interval.readings(granularity) == units


def test_an_open_end_is_read_as_open() -> None:
    assert edtf.parse("2022-05/..").readings("year") == {(2022, None)}
    assert edtf.parse("[..2022-05]").readings("month") == {(None, 2022 * 12 + 4)}
    assert edtf.parse("2022/..").jaccard(edtf.parse("2022")) is None
