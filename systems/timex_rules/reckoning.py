"""The calendar: numbers, units, and the days and years that words point to."""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from .words import (
    CLOCK_UNITS,
    DAY_UNITS,
    FROM_LAST,
    GOALS,
    MONTH_UNITS,
    MULTIPLES,
    NUMBERS,
    ORDINALS,
    STEPS,
    UNITS,
    WEEKDAYS,
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What an expression means, and the day from which a later one may count."""

    type: str
    value: str | None
    day: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """What is known where an expression stands."""

    base: datetime.date
    """The day to count from: the dct, or in a history the date mentioned last."""
    last: datetime.date
    """The date mentioned last, else the dct."""
    history: bool
    last_day: datetime.date | None = None
    """The date mentioned last that is a day or a part of one."""
    past_day: datetime.date | None = None
    """The same, of those that don't lie after the dct."""
    timeml: bool = False
    """Whether TimeML's conventions go before those of the scheme, where the two differ."""
    quarter: str | None = None
    """The value of the quarter mentioned last."""
    half: int | None = None
    """The year of the half or quarter mentioned last."""
    here: datetime.date | None = None
    """The date mentioned last in this sentence."""
    near: bool = False
    """Whether the date mentioned last was mentioned not far before."""
    recent: datetime.date | None = None
    """The date mentioned last, if it is a day and was mentioned not far before."""
    told_year: int | None = None
    """The year of the date that this sentence told last with month and year."""
    value: str = ""
    """The value of the date mentioned last."""
    future: bool = False
    """Whether the nearest word that shows tense shows that what is told lies ahead."""
    surely: bool = False
    """Whether that word tells of no mere plan, which may be over: "will", not "planned"."""
    past: bool = False
    """Whether it shows that what is told is over; not so for "said", of which only the saying is over."""
    before: str = ""
    """The token before the expression, as written."""
    after: str = ""
    """The token after the expression, as written."""
    starts: bool = False
    """Whether the expression starts its sentence, or its line."""
    modifies: bool = False
    """Whether a noun seems to follow, as in "the summer sale"."""
    goal: bool = False
    """Whether the word before shows that the day lies ahead: "until Friday", "a strike for Friday"."""
    joined: bool = False
    """Whether the expression ends a range of days whose first day stands just before: "Friday through Sunday"."""
    shared: tuple[int, int] | None = None
    """Year and month of a date to which this one is joined: 2012 and 6 in "May and June 2012"."""


Parts = Mapping[str, str]
Resolver = Callable[[Parts, Context], Reading | None]


SHARES = re.compile(r"([½¼¾])")
HALVES = {"½": 0.5, "¼": 0.25, "¾": 0.75, "1/2": 0.5, "1/4": 0.25, "3/4": 0.75, "1/3": 1 / 3, "2/3": 2 / 3}


def number(text: str) -> int | float:
    """Returns the number that words or digits spell: "twenty five", "1,000", "2.5 million"."""
    total: int | float = 0
    digits = False
    for word in SHARES.sub(r" \1", text.lower().replace(",", "").replace("-", " ")).split():
        if word in HALVES:
            total += HALVES[word]
            continue
        if word not in MULTIPLES and (digits or (word[0].isdigit() and total)):
            raise ValueError(f"{text!r} is no single number")
        if word in MULTIPLES:
            total = (total or 1) * MULTIPLES[word]
        elif word in NUMBERS:
            total += NUMBERS[word]
        else:
            digits = True
            total += float(word) if "." in word else int(word)
    return int(total) if total == int(total) else total


def ordinal(text: str) -> int:
    """Returns the place that an ordinal names: 3 for "third" and "3rd"."""
    return ORDINALS.index(text.lower()) + 1 if text.lower() in ORDINALS else int(re.sub(r"\D", "", text))


def unit_of(text: str) -> str:
    """Returns the unit that a word names, in the singular."""
    return next(unit for unit in reversed(UNITS) if text.lower().startswith(unit.removesuffix("y")))


def period(count: float | str, unit: str) -> str:
    """Returns the TIMEX3 value of a length: P4D, PT3H, PXW; half an hour is PT30M, half a year P0.5Y."""
    if unit in ("decade", "century") and isinstance(count, float):
        return f"P{count * MONTH_UNITS[unit][1] / 12:g}Y"
    if unit == "hour" and isinstance(count, float):
        return f"PT{count * 60:.0f}M"
    if unit == "fortnight":
        count = count if isinstance(count, str) else 2 * count
    if unit in CLOCK_UNITS:
        return f"PT{count}{CLOCK_UNITS[unit]}"
    return f"P{count}{(DAY_UNITS | MONTH_UNITS)[unit][0]}"


def amount(count: float | str, unit: str, at: Context) -> str:
    """Returns the value of a length; for TimeML, two decades are P20Y, since ISO 8601 has no decades."""
    if at.timeml and unit in ("decade", "century") and not isinstance(count, str):
        return period(f"{count * MONTH_UNITS[unit][1] / 12:g}", "year")
    return period(count, unit)


def add(day: datetime.date, unit: str, count: int) -> datetime.date:
    """Returns the day so many units on; a month's last days are cut to what the month has."""
    if unit in DAY_UNITS:
        return day + datetime.timedelta(DAY_UNITS[unit][1] * count)
    years, month = divmod(day.month - 1 + MONTH_UNITS[unit][1] * count, 12)
    if not 1 <= day.year + years <= 9999:
        raise OverflowError(f"no calendar has the year {day.year + years}")
    last = calendar.monthrange(day.year + years, month + 1)[1]
    return datetime.date(day.year + years, month + 1, min(day.day, last))


def stamp(day: datetime.date, unit: str) -> str:
    """Returns the value of the calendar unit in which a day lies."""
    iso = day.isoformat()
    if unit in ("week", "weekend", "fortnight"):
        year, week, _ = day.isocalendar()
        return f"{year:04}-W{week:02}" + ("-WE" if unit == "weekend" else "")
    if unit == "quarter":
        return f"{iso[:4]}-Q{(day.month + 2) // 3}"
    return iso[: {"century": 2, "decade": 3, "year": 4, "month": 7}.get(unit, 10)]


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> datetime.date:
    """Returns the first, second … weekday of a month; the last one for -1."""
    first, length = calendar.monthrange(year, month)
    days = range(1 + (weekday - first) % 7, length + 1, 7)
    return datetime.date(year, month, days[nth - 1 if nth > 0 else nth])


def easter(year: int) -> datetime.date:
    """Returns Easter Sunday, by the rule of Gauss as Meeus and Butcher give it."""
    century, rest = divmod(year, 100)
    moon = (19 * (year % 19) + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    week = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (year % 19 + 11 * moon + 22 * week) // 451
    month, day = divmod(moon + week - 7 * late + 114, 31)
    return datetime.date(year, month, day + 1)


def year_for(month: int, day: int, at: Context) -> int:
    """Returns the year that puts a day nearest to the date to count from, on the side that the tense points to."""
    if at.shared:
        return at.shared[0] - (month > at.shared[1])  # "December and January 2013"
    base = at.base
    if at.told_year and at.told_year < base.year - 1 and not at.future and not at.history:
        return at.told_year  # "arrested in May 2004 and released in June"

    over = at.past and at.before.lower() not in GOALS | {"to"}

    def distance(year: int) -> int:
        days = (datetime.date(year, month, day) - base).days
        against_tense = not at.history and (days < -31 if at.future else days > 0)
        return abs(days) + (360 if at.surely or (over and days > 7) else 120) * against_tense

    years = range(max(base.year - 4, 1), min(base.year + 5, 10_000))
    return min((year for year in years if day <= calendar.monthrange(year, month)[1]), key=distance)


def day_told(at: Context) -> datetime.date:
    """Returns the day of a clock time that names none: the day mentioned not far before, else the dct."""
    if at.recent is None or (at.recent != at.here and at.past and at.recent > at.base):
        return at.base
    far = abs((at.recent - at.base).days) > 60
    return at.base if far and at.recent != at.here and not (at.past or at.history) else at.recent


def stepped_year(step: str, month: int, at: Context) -> int:
    """Returns the year of "last July" (in August, this year's), "next July", "this July"."""
    if step in FROM_LAST and STEPS[step]:  # "the following June"
        whole = re.fullmatch(r"\d{4}", at.value) is not None
        back = whole or (month >= at.last.month if STEPS[step] < 0 else month <= at.last.month)
        return at.last.year + STEPS[step] * back
    if STEPS[step] < 0:
        return at.base.year - (month >= at.base.month)
    return at.base.year + (STEPS[step] > 0 and month <= at.base.month)


def base_for(parts: Parts, at: Context) -> datetime.date:
    """Returns the day from which "this", "last" or "the next" counts."""
    step = parts["STEP"].lower()
    the = parts.get("THE", "").lower() == "the"
    if step not in FROM_LAST and not (the and f"the {step}" in FROM_LAST):
        return at.base
    of_a_day = not {"PART", "WEEKDAY"}.isdisjoint(parts) or parts.get("SPELL", "").lower() == "day"
    return day_before(at) if of_a_day else at.last


def day_before(at: Context) -> datetime.date:
    """Returns the date from which "the next day" counts: the last day, not a year told since."""
    day = at.last if at.last_day is None or at.history else at.last_day
    if day > at.base and at.past and not at.future:  # what is over has no date to come
        return at.past_day or at.base
    return day


def named_day(parts: Parts, at: Context) -> datetime.date | None:
    """Returns the day of a weekday's name, or of "today", "yesterday" and the like."""
    if "RELDAY" in parts:
        offset = {"before": -1, "after": 1}.get(parts.get("OFFSET", "").lower(), 0)
        return add(at.base, "day", {"yesterday": -1, "tomorrow": 1}.get(parts["RELDAY"].lower(), 0) + offset)
    if "WEEKDAY" not in parts:
        return None
    weekday = WEEKDAYS.index(parts["WEEKDAY"][:3].lower())
    if "WEEK" in parts:  # "Tuesday of last week"
        return add(add(at.base, "day", weekday - at.base.weekday()), "week", STEPS[parts["WEEK"].lower()])
    step = parts.get("STEP", "").lower()
    base = base_for(parts, at) if step else at.base
    ahead = (weekday - base.weekday()) % 7
    if step in ("this", "current"):
        return add(base, "day", ahead if at.future or base.weekday() + ahead < 7 else ahead - 7)
    if step == "next" and base == at.base:  # on a Tuesday, "next Wednesday" isn't tomorrow
        return add(base, "day", ahead + 7 if base.weekday() + ahead < 7 else ahead)
    if at.joined and not step:
        return add(at.last, "day", (weekday - at.last.weekday()) % 7)
    to_come = at.goal and not {"CLOCK", "HOUR", "NOON"} & parts.keys()
    ahead_of_it = at.future or to_come
    if STEPS.get(step) == 1 or (not step and ahead_of_it):
        return add(base, "day", ahead or 7 * bool(step))
    return add(base, "day", -(-ahead % 7 or 7 * (STEPS.get(step) == -1)))


def quarter_for(nth: int, months: int, at: Context) -> int:
    """Returns the year of "the third quarter": the latest that has begun, or the nearest if the future is told."""
    first = datetime.date(at.base.year, (nth - 1) * months + 1, 1)
    if at.future:
        return min(
            (at.base.year + by for by in (0, 1, -1)), key=lambda year: abs(first.replace(year=year) - at.base)
        )
    return at.base.year - (first > at.base)
