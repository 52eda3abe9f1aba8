"""What dates and clock times mean: from the parts of a match to a reading, or None for what is no time."""

from __future__ import annotations

import datetime
import re
from dataclasses import replace

from .reckoning import (
    Context,
    Parts,
    Reading,
    add,
    amount,
    base_for,
    day_before,
    day_told,
    easter,
    named_day,
    nth_weekday,
    number,
    ordinal,
    period,
    quarter_for,
    stamp,
    stepped_year,
    unit_of,
    year_for,
)
from .words import (
    BEFORE_YEAR,
    CHANNELS,
    COUNTED,
    DELIVERED,
    LEAD_IN,
    MONTHS,
    NICKNAMES,
    NUMBERED,
    NUMBERS,
    PAPERS,
    PARTS,
    PLAYED,
    SEASONS,
    SHOWS,
    SPELLED_DECADES,
    STEPS,
    WEEKDAYS,
)


def calendar_date(parts: Parts, at: Context) -> Reading | None:
    """Reads a day, month or year, and fills in the year where none is written."""
    year = int(parts.get("YEAR", 0))
    if "MONTH" not in parts:
        return Reading("DATE", f"{year}", datetime.date(year, 7, 1))
    month = MONTHS.index(parts["MONTH"][:3].lower()) + 1
    mentioned = parts.get("DAY") or parts.get("NTH")
    if not mentioned and not year and "STEP" not in parts and is_name(parts["MONTH"], at):
        return None
    day = ordinal(mentioned) if mentioned else 15
    if "SPELL" in parts:  # "March of that year", "March last year"
        year = (base_for(parts, at) if "STEP" in parts else at.base).year + STEPS[
            parts.get("STEP", "this").lower()
        ]
    elif "STEP" in parts:
        year = stepped_year(parts["STEP"].lower(), month, at)
    elif (month, day) == (9, 11) and re.match("(?i)attacks?|terror", at.after):
        year = 2001
    if at.after in DELIVERED:
        at = replace(at, future=True, past=False)
    date = datetime.date(year or year_for(month, day, at), month, day)
    if "SPAN" in parts:  # "the week of March 4"
        return Reading("DATE", stamp(date, parts["SPAN"].lower()), date)
    return on_day(date, parts) if mentioned else Reading("DATE", stamp(date, "month"), date.replace(day=1))


FIRMS = {"Bros", "Brothers", "Inc", "Co", "Corp", "Ltd", "LLC", "Group", "Partners"}
"""Words after a name that make a firm of it."""
OWNERS = {"the", "his", "her", "their", "'s", "’s"}
"""Words before a march that isn't a month: "the March on Rome", "the Women's March for peace"."""


def is_name(month: str, at: Context) -> bool:
    """Returns whether a bare month is a person's or a thing's name: "Theresa May", "April Jones", "May I"."""
    before, after = at.before, at.after
    named = before[:1].isupper() and before.isalpha() and before.lower() not in LEAD_IN and not at.starts
    titled = before in ("Mr", "Mr.", "Mrs", "Mrs.", "Ms", "Ms.", "Miss", "Lord", "Lady")
    called = month in ("April", "May", "June", "August") and after[:1].isupper() and before.lower() not in LEAD_IN
    firm = "&" in (before, after) or after.rstrip(".") in FIRMS
    modal = month == "May" and at.starts and after.lower() in ("i", "we", "you", "he", "she", "it", "they", "the")
    rally = month == "March" and before.lower() in OWNERS and after in ("on", "to", "for", "against")
    short = len(month) == 3 and month != "May" and before.lower() not in LEAD_IN  # "Jan said"
    speaks = month == "May" and after in ("said", "says", "told", "added", "has", "is", "will")
    return (
        named or titled or called or firm or modal or rally or short or (speaks and before.lower() not in LEAD_IN)
    )


def day_alone(parts: Parts, at: Context) -> Reading | None:
    """Reads a day whose month is told elsewhere: "on the 19th", "March 5 and 6", "6-7 January"."""
    if "MONTH" in parts:
        if re.fullmatch(r"[a-z]+s|people|percent|%|°", at.after) and parts["MONTH"] != at.after:
            return None
        return calendar_date({"MONTH": parts["MONTH"], "DAY": parts["DAY"], "YEAR": parts.get("YEAR", "0")}, at)
    day = at.last.replace(day=ordinal(parts["NTH"]))
    return Reading("DATE", day.isoformat(), day)


def on_day(day: datetime.date, parts: Parts) -> Reading:
    """Reads a day, or the part of it that is mentioned."""
    if "HOURS" in parts and "PART" not in parts:
        return Reading("TIME", f"{day.isoformat()}TMO", day)
    if "PART" not in parts:
        return Reading("DATE", day.isoformat(), day)
    return Reading("TIME", f"{day.isoformat()}T{PARTS[parts['PART'].lower()]}", day)


def bare_year(parts: Parts, at: Context) -> Reading | None:
    """Reads a number that looks like a year, unless something is counted or numbered with it."""
    year, after = int(parts["YEAR"]), at.after.lower()
    counted = after in COUNTED or (
        re.fullmatch(r"[a-z]+s", at.after) and (year % 100 == 0 or not 1900 <= year <= at.base.year + 10)
    )
    far = year > at.base.year + 40 and at.before.lower() not in BEFORE_YEAR
    if counted or far or at.before.lower() in NUMBERED or (year < 1900 and at.before.lower() not in BEFORE_YEAR):
        return None
    return calendar_date(parts, at)


def ancient(parts: Parts, at: Context) -> Reading | None:
    """Reads a year before or after Christ, where this is written: "3000 B.C.", "A.D. 79"."""
    year = number(parts["YEARS"])
    if not isinstance(year, int) or year > 9999 or at.after in COUNTED:
        return None
    return Reading("DATE", f"BC{year:04}" if "BC" in parts else f"{year:04}")


def numeric_date(parts: Parts, at: Context) -> Reading | None:
    """Reads an ISO date or time, or a date with slashes, month first unless only day first is possible."""
    if "ISO" in parts:
        value = parts["ISO"]
        first, second = int(value[2:4]), value[5:7]
        if len(value) == 7 and (
            int(second) == (first + 1) % 100 or int(second) > max(first, 12)
        ):  # "the 2012-13 season"
            return Reading("DATE", value[:4], datetime.date(int(value[:4]), 7, 1))
        return Reading("TIME" if "T" in value else "DATE", value, datetime.date.fromisoformat(f"{value}-01"[:10]))
    if "NINE_ELEVEN" in parts:
        return Reading("DATE", "2001-09-11")
    month, day, year = map(int, parts["SLASHED"].split("/"))
    if year < 100:
        year += 2000 if year <= at.base.year % 100 + 10 else 1900
    date = datetime.date(year, day, month) if month > 12 else datetime.date(year, month, day)
    return Reading("DATE", date.isoformat(), date)


FEASTS = {
    "christmas": (12, 25), "christmas day": (12, 25), "christmas eve": (12, 24), "boxing day": (12, 26),
    "new year's eve": (12, 31), "new year's day": (1, 1), "new year's": (1, 1), "new year": (1, 1),
    "valentine's day": (2, 14), "st. patrick's day": (3, 17), "earth day": (4, 22), "may day": (5, 1),
    "independence day": (7, 4), "fourth of july": (7, 4), "july fourth": (7, 4), "bastille day": (7, 14),
    "halloween": (10, 31), "veterans day": (11, 11), "armistice day": (11, 11),
}  # fmt: skip
WEEKDAY_FEASTS = {
    "thanksgiving": (11, 3, 4), "thanksgiving day": (11, 3, 4), "labor day": (9, 0, 1), "memorial day": (5, 0, -1),
    "mother's day": (5, 6, 2), "father's day": (6, 6, 3), "presidents day": (2, 0, 3), "columbus day": (10, 0, 2),
}  # fmt: skip
"""Month, weekday, and the how-manieth of it."""
EASTER_FEASTS = {"easter": 0, "easter sunday": 0, "easter monday": 1, "good friday": -2, "palm sunday": -7,
                 "ash wednesday": -46}  # fmt: skip
"""Days from Easter Sunday."""


def feast_day(name: str, year: int) -> datetime.date:
    """Returns the day of a feast in a year."""
    if name in FEASTS:
        return datetime.date(year, *FEASTS[name])
    if name in WEEKDAY_FEASTS:
        return nth_weekday(year, *WEEKDAY_FEASTS[name])
    return add(easter(year), "day", EASTER_FEASTS[name])


def feast(parts: Parts, at: Context) -> Reading | None:
    """Reads a feast, the one nearest to the date to count from if no year is written."""
    name = re.sub(r"’|' ", "'", parts["FEAST"].lower().replace(" 's", "'s").replace(" ’s", "'s"))
    if name.startswith("new year") and at.before[:1].isupper() and at.before.lower() not in LEAD_IN:
        return None  # "Chinese New Year"
    if "YEAR" in parts:
        year = int(parts["YEAR"])
    elif "STEP" in parts:
        year = stepped_year(parts["STEP"].lower(), feast_day(name, at.base.year).month, at)
    else:
        about = feast_day(name, at.base.year)
        year = year_for(about.month, about.day if about.day < 29 else 28, at)
    day = feast_day(name, year)
    return Reading("DATE", day.isoformat(), day)


def season(parts: Parts, at: Context) -> Reading | None:
    """Reads a season of a year; not the name of games ("the Winter Olympics")."""
    word = parts["SEASON"]
    bare = "YEAR" not in parts and "STEP" not in parts
    if (word[0].isupper() and at.after[:1].isupper()) or (bare and at.modifies):
        return None
    code, month = SEASONS[word.lower()]
    step = parts.get("STEP", "").lower()
    if step in ("that", "same"):
        year = at.last.year
    elif step and "year" in parts:  # "the spring of next year"
        year = base_for(parts, at).year + STEPS[step]
    elif step:  # at the end of March, "next spring" isn't this one, which has begun
        year = stepped_year(step, month - (step == "next" and month > 1), at)
    else:
        year = int(parts.get("YEAR", 0))
    year = year or year_for(month, 15, at)
    return Reading("DATE", f"{year:04}-{code}", datetime.date(year, month, 1))


def fraction(parts: Parts, at: Context) -> Reading | None:
    """Reads a quarter or half of a year."""
    if "NEXT_HALF" in parts:  # of a game, unless the other half of a year was told
        nth = ordinal(parts["NEXT_HALF"])
        return Reading("DATE", f"{at.half}-H{nth}", datetime.date(at.half, 6 * nth, 1)) if at.half else None
    half = parts.get("FRACTION", "").lower() == "half" or parts.get("QUARTER", "")[:1] in ("h", "H")
    letter, months = ("H", 6) if half else ("Q", 3)
    nth = (
        12 // months if "LAST" in parts else ordinal(parts["ORDINAL"] if "ORDINAL" in parts else parts["QUARTER"])
    )
    if "YEAR" in parts:
        year = int(parts["YEAR"])
    elif "STEP" in parts:
        year = base_for(parts, at).year + STEPS[parts["STEP"].lower()]
    else:
        year = quarter_for(nth, months, at)
    return Reading("DATE", f"{year:04}-{letter}{nth}", datetime.date(year, nth * months, 1))


def fiscal_year(parts: Parts, at: Context) -> Reading | None:
    """Reads a year of a firm's or a state's accounts."""
    year = int(
        parts.get("YEAR", parts.get("FY", "")[2:]) or at.base.year + STEPS[parts.get("STEP", "this").lower()]
    )
    year += 2000 * (year < 100)
    return Reading("DATE", f"FY{year:04}", datetime.date(year, 7, 1))


def era(parts: Parts, at: Context) -> Reading | None:
    """Reads a decade or a century: "the 1960s", "the late '90s", "the 1800s"; not a film firm's name."""
    short = parts.get("SHORT_DECADE") or parts.get("CUT_DECADE")
    if short:
        return Reading("DATE", f"19{short[-3]}")
    if "SPELLED_DECADE" in parts:
        return Reading("DATE", f"19{SPELLED_DECADES.index(parts['SPELLED_DECADE'].lower()) + 2}")
    if "DECADE" in parts:
        day = datetime.date(int(parts["DECADE"][:4]), 1, 1)
        whole = parts["DECADE"] < "2" and parts["DECADE"].endswith("00s")
        return Reading("DATE", stamp(day, "century" if whole else "decade"), day)
    if parts.get("century", "c")[0].isupper() and at.after[:1].isupper():
        return None
    return Reading("DATE", f"{ordinal(parts['ORDINAL']) - 1:02}")


def near_day(parts: Parts, at: Context) -> Reading | None:
    """Reads a day by its name ("last Monday", "Friday evening", "tomorrow"), but for newspapers' names."""
    if (
        (at.before in CHANNELS and "RELDAY" in parts)
        or (parts.get("RELDAY", "").istitle() and at.after.lower() in SHOWS)  # "the Tonight Show"
        or at.before in NICKNAMES
        or ({"SHIFT", "WEEKDAY"} <= parts.keys() and not at.timeml)  # "later Tuesday", as a whole
        or ("WEEKDAY" in parts and at.after[:1].isupper() and at.after.lower() in PAPERS)
        or (parts.get("PART", "")[:1].isupper() and at.after[:1].isupper() and "EDGE" not in parts)
        or ("PART" not in parts and at.after[:1].isupper() and at.after.lower() in PARTS)  # "Saturday Night Live"
    ):
        return None
    day = named_day(parts, at)
    tonight = parts.get("RELDAY", "").lower() == "tonight"
    return on_day(day, {"PART": "night"} if tonight else parts) if day else None


def part_of_day(parts: Parts, at: Context) -> Reading | None:
    """Reads a part of a day: "this morning", "last night", "the evening", "overnight"."""
    if "OVERNIGHT" in parts:
        return on_day(at.here or at.base, {"PART": "night"})
    if "SHIFT" in parts and not at.timeml:  # "later that night", as a whole
        return None
    if "AS_ADJECTIVE" in parts:  # "an early morning raid"
        return on_day(day_told(at), parts) if at.timeml else None
    if "OFFSET" in parts:
        return on_day(add(day_before(at), "day", -1), parts)
    if "STEP" not in parts:
        return None if at.modifies else on_day(day_told(at), parts)
    return on_day(add(base_for(parts, at), "day", STEPS[parts["STEP"].lower()]), parts)


def clock(parts: Parts, at: Context) -> Reading | None:
    """Reads a clock time, on the day named with it, else in its sentence, else on the dct."""
    if parts.get("on", "on") == "On":  # a new sentence
        return None
    dated = None
    if "DAY" in parts:
        dated = calendar_date(parts, at)
    elif "ISO" in parts or "SLASHED" in parts:
        dated = numeric_date(parts, at)
    elif "STEP" in parts:  # "11 p.m. last night"
        dated = part_of_day(parts, at)
    day = (dated and dated.day) or named_day(parts, at) or day_told(at)
    if "NOON" in parts:
        return Reading(
            "TIME", f"{day.isoformat()}T{'24' if parts['NOON'].lower() == 'midnight' else '12'}:00", day
        )
    alone = not {"MERIDIEM", "ZONE", "DAY", "WEEKDAY", "RELDAY", "ISO", "SLASHED"} & parts.keys()
    if alone and ((parts.get("CLOCK", "").count(":") > 1 and at.before in ("of", "in")) or at.after in PLAYED):
        return None  # "won in 2:04:30", "with 2:30 left"
    if "HHMM" in parts:
        hour, rest = parts["HHMM"][:2], parts["HHMM"][2:]
    else:
        spoken = parts.get("HOUR", "").lower()
        told = parts.get("CLOCK") or (str(NUMBERS[spoken]) if spoken in NUMBERS else spoken)
        told = re.sub(r"^(\d+)([ap]m)$", r"\1:00\2", told.lower())
        hour, _, rest = told.replace(".", ":").partition(":")
    minutes = rest.rstrip("apm")
    meridiem = parts.get("MERIDIEM", rest[len(minutes) :])[:1].lower()
    if "PART" in parts and not meridiem:  # "4 in the morning"
        meridiem = "a" if parts["PART"].lower() == "morning" else "p"
    if parts.get("RELDAY", "").lower() == "tonight" and not meridiem:
        meridiem = "p"
    hours = int(hour) % 12 + 12 * (meridiem == "p") if meridiem else int(hour)
    zone = "Z" if parts.get("ZONE") in ("UTC", "GMT") else ""
    return Reading("TIME", f"{day.isoformat()}T{hours:02}:{minutes or '00'}{zone}", day)


def stepped_unit(parts: Parts, at: Context) -> Reading | None:
    """Reads a unit of the calendar: "last week", "the following day"; but "the past year" is a length."""
    if at.before == "to" and parts.get("STEP") == "this" and parts["SPELL"] == "day":
        return Reading("DATE", "PRESENT_REF")
    if "YEAR_END" in parts:
        year = int(parts["YEAR"])
        return Reading("DATE", f"{year}", datetime.date(year, 12, 31))
    unit, step = unit_of(parts["SPELL"]), parts.get("STEP", "last" if "LATEST" in parts else "this").lower()
    the = parts.get("THE", "").lower() == "the"
    within = at.before.lower() in ("over", "in", "within", "for", "during", "throughout")
    stretch = the and step in ("last", "next") and within and unit not in ("weekend", "quarter")
    if (step == "past" and unit not in ("weekend", "quarter")) or (stretch and not at.history):
        return Reading("DURATION", amount(1, unit, at))
    told = at.here if at.here and at.here.year < at.base.year and unit == "year" and not at.future else at.base
    day = add(base_for(parts, at) if "STEP" in parts else told, unit, STEPS[step])
    return Reading("DATE", stamp(day, unit), day)


def the_unit(parts: Parts, at: Context) -> Reading | None:
    """Reads "the quarter" as the one mentioned last, "the weekend" as the nearest, "the year" as this year."""
    unit = unit_of(parts["SPELL"])
    if unit == "quarter" and at.after in ("-", "of", "final", "finals"):
        return None
    if unit == "quarter" and at.quarter:
        return Reading("DATE", at.quarter)
    if unit != "quarter" and at.after in (
        "to",
        "ended",
        "ending",
        "through",
        "since",
        "before",
        "after",
        "leading",
    ):
        return Reading("DURATION", period(1, unit))
    back = unit == "quarter" or (unit == "weekend" and at.base.weekday() < 5)
    day = add(at.base, unit, -1 if back and not at.future else 0)
    return Reading("DATE", stamp(day, unit), day)


def nth_unit(parts: Parts, at: Context) -> Reading | None:
    """Reads a week or day of a month: "the first week of March", "the last Monday in May 2012"."""
    whole = calendar_date({name: text for name, text in parts.items() if name in ("MONTH", "YEAR")}, at)
    if whole is None or whole.day is None:
        return None
    which = parts["NTH_WORD"].lower()
    nth = -1 if which in ("last", "final") else ordinal(which)
    if "WEEKDAY" in parts:
        day = nth_weekday(whole.day.year, whole.day.month, WEEKDAYS.index(parts["WEEKDAY"][:3].lower()), nth)
        return Reading("DATE", day.isoformat(), day)
    unit = unit_of(parts["SPELL"])
    if unit in ("week", "weekend"):
        day = add(add(whole.day, "month", 1), "day", -4) if nth < 0 else add(whole.day, "day", 7 * nth - 4)
        return Reading("DATE", stamp(day, unit), day)
    last = add(add(whole.day, "month", 1), "day", -1)
    day = last if nth < 0 else whole.day.replace(day=nth)
    return Reading("DATE", day.isoformat(), day)
