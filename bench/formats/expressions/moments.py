"""Points in time and stretches of the calendar as TIMEX3 values."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Mapping

CLOCK = {"hour": 13, "minute": 16, "second": 19}
"""For each grain of a clock time, how many characters of an ISO time it keeps."""
GRAINS = ("year", "quarter", "month", "week", "day", *CLOCK)


def cut(moment: datetime.datetime, grain: str) -> tuple[str, str]:
    """Returns the TIMEX3 type and value of a moment, cut to a grain. Raises ValueError for an unknown grain."""
    stamp = moment.isoformat(timespec="seconds")
    if grain in CLOCK:
        return "TIME", stamp[: CLOCK[grain]]
    if grain == "week":
        year, week, _ = moment.isocalendar()
        return "DATE", f"{year:04}-W{week:02}"
    if grain == "quarter":
        return "DATE", f"{stamp[:4]}-Q{(moment.month + 2) // 3}"
    lengths = {"year": 4, "month": 7, "day": 10}
    if grain not in lengths:
        raise ValueError(f"there is no grain {grain!r}")
    return "DATE", stamp[: lengths[grain]]


def between(start: datetime.date, end: datetime.date) -> str | None:
    """Returns the unit of the calendar, from a day to a century, that ends before ``end``; None if it is none."""
    days = (end - start).days
    if days == 1:
        return start.isoformat()
    year, week, weekday = start.isocalendar()
    if weekday == 1 and days == 7:
        return f"{year:04}-W{week:02}"
    if weekday == 6 and days == 2:
        return f"{year:04}-W{week:02}-WE"
    if start.day != 1 or end.day != 1:
        return None
    first = 12 * start.year + start.month - 1
    months = 12 * end.year + end.month - 1 - first
    if months not in (1, 3, 6, 12, 120, 1200) or first % months:
        return None
    named = {1: f"-{start.month:02}", 3: f"-Q{start.month // 3 + 1}", 6: f"-H{start.month // 6 + 1}"}
    if months in named:
        return f"{start.year:04}{named[months]}"
    return f"{start.year:04}"[: {12: 4, 120: 3, 1200: 2}[months]]


def shifted(moment: datetime.datetime, amounts: Mapping[str, float], sign: int) -> datetime.datetime:
    """Returns a moment moved by whole years and months first, then by the smaller units.

    A day that the month doesn't have becomes its last. Raises ValueError for a unit that there isn't, for parts of
    months, and for a year that the calendar doesn't have.
    """
    months = 12 * amounts.get("years", 0) + amounts.get("months", 0)
    if months != int(months):
        raise ValueError("parts of a month have no length")
    year, month = divmod(12 * moment.year + moment.month - 1 + sign * int(months), 12)
    if not datetime.MINYEAR <= year <= datetime.MAXYEAR:
        raise ValueError(f"there is no year {year}")
    day = min(moment.day, calendar.monthrange(year, month + 1)[1])
    rest = {unit: sign * amount for unit, amount in amounts.items() if unit not in ("years", "months")}
    try:
        return moment.replace(year=year, month=month + 1, day=day) + datetime.timedelta(**rest)
    except (TypeError, OverflowError) as error:
        raise ValueError(str(error)) from None
