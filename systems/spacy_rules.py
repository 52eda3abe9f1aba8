# /// script
# requires-python = ">=3.11"
# dependencies = ["spacy==3.8.18"]
#
# [tool.uv]
# exclude-newer = "2026-11-21T00:00:00Z"
# ///
"""Rules over spaCy's tokens: the Matcher finds time expressions, small functions work out what they mean.

spaCy gives the tokenizer, the sentence splitter and the Matcher; no model is loaded. The rules read dates,
weekdays, seasons, quarters, decades, clock times and parts of day, lengths, sets, and the vague past, present and
future. A part that is missing is filled in
- from the date mentioned last for "the next day", "three years later", "that month", and for all months and days
  of a history, that is, a text most of whose written years lie before the year of its dct and the one before;
- else from the dct: the tense of the nearest verb says whether "Monday" or "in July" is past or to come.

It cannot read a date from an event ("two days after the vote" is only a length), feasts, dates BC, lengths given
as a range ("two to three days"), or "today" used rhetorically. An expression ends with its line, and months and
weekdays need a capital.

Given spans are read by the same rules, of which one must match the whole span. "The date mentioned last" is then
that of a given span.

The rules were written on MEANTIME, WikiWars, and sentences of their author's own.
"""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

import spacy
from spacy.matcher import Matcher
from spacy.tokens import Doc, Span, Token
from spacy.util import compile_infix_regex

from bench import Document, Timex, system

# --- Words -----------------------------------------------------------------------------------------------------

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
SEASONS = {"spring": ("SP", 4), "summer": ("SU", 7), "autumn": ("FA", 10), "fall": ("FA", 10), "winter": ("WI", 1)}
PARTS = {"morning": "MO", "dawn": "MO", "afternoon": "AF", "evening": "EV", "dusk": "EV", "night": "NI"}
CLOCK_UNITS = {"second": "S", "minute": "M", "hour": "H"}
DAY_UNITS = {"day": ("D", 1), "week": ("W", 7), "weekend": ("WE", 7)}
MONTH_UNITS = {"month": ("M", 1), "quarter": ("Q", 3), "year": ("Y", 12), "decade": ("DE", 120),
               "century": ("CE", 1200)}  # fmt: skip
UNITS = (*CLOCK_UNITS, *DAY_UNITS, *MONTH_UNITS)
ONES = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
        "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")  # fmt: skip
TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
        "ninety": 90}  # fmt: skip
NUMBERS = {word: number for number, word in enumerate(ONES)} | TENS
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
            "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth",
            "eighteenth", "nineteenth", "twentieth")  # fmt: skip
ADVERBS = {"hourly": "PT1H", "daily": "P1D", "nightly": "P1D", "weekly": "P1W", "monthly": "P1M",
           "quarterly": "P3M", "annual": "P1Y", "annually": "P1Y", "yearly": "P1Y"}  # fmt: skip
STEPS = {"last": -1, "past": -1, "previous": -1, "preceding": -1, "next": 1, "coming": 1, "following": 1,
         "this": 0, "current": 0, "that": 0, "same": 0}  # fmt: skip
FROM_LAST = ("previous", "preceding", "following", "that", "same", "the next")
"""What counts from the date mentioned last, not from the dct."""
MODS = {
    "START": "early|beginning|start|opening", "MID": "mid|middle", "END": "late|end|close",
    "APPROX": "about|around|approximately|roughly|some", "MORE_THAN": "more than|over",
    "LESS_THAN": "less than|under|nearly|almost", "EQUAL_OR_MORE": "at least|not less than",
    "EQUAL_OR_LESS": "at most|up to|no more than",
}  # fmt: skip
MOD_OF = {phrase: mod for mod, phrases in MODS.items() for phrase in phrases.split("|")}
FUTURE = {"will", "'ll", "’ll", "shall", "wo", "would", "plans", "planned", "planning", "scheduled", "expected",
          "due", "set", "upcoming", "intends"}  # fmt: skip
PAST = {"was", "were", "had", "did", "been", "said", "told", "met", "went", "came", "took", "began", "held",
        "left", "made", "won", "lost", "saw", "sent"}  # fmt: skip
BEFORE_YEAR = {"in", "since", "by", "until", "till", "from", "to", "of", "for", "during", "before", "after",
               "between", "and", "or", "circa", "(", "[", "-", "–", ","}  # fmt: skip


def words(*options: str) -> str:
    """A pattern for one whole token, in capitals or not."""
    return rf"(?i)^({'|'.join(options)})$"


SLOTS = {
    "MONTH": rf"^({'|'.join([*calendar.month_name[1:], *map(str.upper, calendar.month_name[1:])])}"
    r"|(Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?)$",
    "WEEKDAY": rf"^({'|'.join([*calendar.day_name, *map(str.upper, calendar.day_name)])})$",
    "DAYNAME": words(*calendar.day_name, r"(mon|tues?|wed|thurs?|fri|sat|sun)\.?"),
    "WEEKDAYS": rf"^({'|'.join(calendar.day_name)})s$",
    "DAY": r"(?i)^(0?[1-9]|[12]\d|3[01])(st|nd|rd|th)?$",
    "NTH": r"(?i)^([1-9]|[12]\d|3[01])(st|nd|rd|th)$",
    "YEAR": r"^(1\d|20)\d\d$",
    "DECADE": r"^(1[1-9]|20)\d0s$",
    "ISO": r"^\d{4}-\d\d(-\d\d(T\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:?\d\d)?)?)?$",
    "SLASHED": r"^\d\d?/\d\d?/(\d\d|\d{4})$",
    "CLOCK": r"(?i)^([01]?\d|2[0-4]):[0-5]\d(:[0-5]\d)?(am|pm)?$",
    "HOUR": r"^(0?[1-9]|1[0-2])$",
    "MERIDIEM": r"(?i)^[ap]\.?m\.?$",
    "ZONE": r"^(UTC|GMT|[ECMP][SD]?T|CES?T|BST|MSK|JST|KST)$",
    "NUM": words(r"\d+", r"\d{1,3}(,\d{3})+", *NUMBERS),
    "RATE": words(r"\$?[\d,.]+", "once", "twice", "times", "%"),
    "ORDINAL": words(*ORDINALS, r"\d+(st|nd|rd|th)"),
    "UNIT": words("(second|minute|hour|day|week|weekend|month|year|decade)s?", "century", "centuries"),
    "UNITS": words("(minute|hour|day|week|month|year|decade)s", "centuries"),
    "SPELL": words(*DAY_UNITS, *MONTH_UNITS),
    "SEASON": words(*SEASONS),
    "PART": words(*PARTS),
    "VAGUE": words("several", "few", "many", "couple"),
    "STEP": words(*STEPS),
    "EDGE": words("early", "late", "mid"),
    "BOUND": words("beginning", "start", "opening", "end", "close", "middle"),
    "QUANT": words(*{word for mod in list(MODS)[3:] for word in re.split(r"[ |]", MODS[mod])}),
    "RELDAY": words("today", "yesterday", "tomorrow", "tonight"),
    "ADVERB": words(*ADVERBS),
}

# --- Reckoning -------------------------------------------------------------------------------------------------


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
    here: datetime.date | None = None
    """The date mentioned last in this sentence."""
    future: bool = False
    before: str = ""
    after: str = ""


Parts = Mapping[str, str]
Resolver = Callable[[Parts, Context], Reading | None]


def number(text: str) -> int:
    """The number that words or digits spell: "twenty five", "1,000"."""
    if text.replace(",", "").isdigit():
        return int(text.replace(",", ""))
    if any(word not in NUMBERS for word in text.lower().split()):
        raise ValueError(f"{text!r} is no single number")
    return sum(NUMBERS[word] for word in text.lower().split())


def ordinal(text: str) -> int:
    """The place that an ordinal names: 3 for "third" and "3rd"."""
    return ORDINALS.index(text.lower()) + 1 if text.lower() in ORDINALS else int(re.sub(r"\D", "", text))


def unit_of(text: str) -> str:
    """The unit that a word names, in the singular."""
    return next(unit for unit in reversed(UNITS) if text.lower().startswith(unit.removesuffix("y")))


def period(count: float | str, unit: str) -> str:
    """The TIMEX3 value of a length: P4D, PT3H, PXW; a half hour is PT30M, a half of another unit P0.5Y."""
    if unit == "hour" and isinstance(count, float):
        return f"PT{count * 60:.0f}M"
    if unit in CLOCK_UNITS:
        return f"PT{count}{CLOCK_UNITS[unit]}"
    return f"P{count}{(DAY_UNITS | MONTH_UNITS)[unit][0]}"


def add(day: datetime.date, unit: str, count: int) -> datetime.date:
    """The day so many units on; a month's last days are cut to what the month has."""
    if unit in DAY_UNITS:
        return day + datetime.timedelta(DAY_UNITS[unit][1] * count)
    years, month = divmod(day.month - 1 + MONTH_UNITS[unit][1] * count, 12)
    if not 1 <= day.year + years <= 9999:
        raise OverflowError(f"no calendar has the year {day.year + years}")
    last = calendar.monthrange(day.year + years, month + 1)[1]
    return datetime.date(day.year + years, month + 1, min(day.day, last))


def stamp(day: datetime.date, unit: str) -> str:
    """The value of the calendar unit in which a day lies."""
    iso = day.isoformat()
    if unit in ("week", "weekend"):
        year, week, _ = day.isocalendar()
        return f"{year:04}-W{week:02}" + ("-WE" if unit == "weekend" else "")
    if unit == "quarter":
        return f"{iso[:4]}-Q{(day.month + 2) // 3}"
    return iso[: {"century": 2, "decade": 3, "year": 4, "month": 7}.get(unit, 10)]


def year_for(month: int, day: int, at: Context) -> int:
    """The year that puts a day nearest to the date to count from, on the side that the tense points to."""

    def distance(year: int) -> int:
        days = (datetime.date(year, month, day) - at.base).days
        against_tense = not at.history and (days < -31 if at.future else days > 0)
        return abs(days) + 120 * against_tense

    years = range(max(at.base.year - 4, 1), min(at.base.year + 5, 10_000))
    return min((year for year in years if day <= calendar.monthrange(year, month)[1]), key=distance)


def stepped_year(step: str, month: int, at: Context) -> int:
    """The year of "last July" (in August, this year's), "next July", "this July"."""
    if STEPS[step] < 0:
        return at.base.year - (month >= at.base.month)
    return at.base.year + (STEPS[step] > 0 and month <= at.base.month)


def named_day(parts: Parts, at: Context) -> datetime.date | None:
    """The day of a weekday's name, or of "today", "yesterday" and the like."""
    if "RELDAY" in parts:
        offset = {"before": -1, "after": 1}.get(parts.get("OFFSET", "").lower(), 0)
        return add(at.base, "day", {"yesterday": -1, "tomorrow": 1}.get(parts["RELDAY"].lower(), 0) + offset)
    if "WEEKDAY" not in parts:
        return None
    step = parts.get("STEP", "").lower()
    base = base_for(parts, at) if step else at.base
    ahead = (WEEKDAYS.index(parts["WEEKDAY"][:3].lower()) - base.weekday()) % 7
    if step in ("this", "current"):
        return add(base, "day", ahead if base.weekday() + ahead < 7 else ahead - 7)
    if STEPS.get(step) == 1 or (not step and at.future):
        return add(base, "day", ahead or 7 * bool(step))
    return add(base, "day", -(-ahead % 7 or 7 * (STEPS.get(step) == -1)))


def base_for(parts: Parts, at: Context) -> datetime.date:
    """The day from which "this", "last" or "the next" counts."""
    step = parts["STEP"].lower()
    return at.last if step in FROM_LAST or ("THE" in parts and f"the {step}" in FROM_LAST) else at.base


# --- Resolvers: from the parts of a match to a reading, or None for what is no time after all ------------------


def calendar_date(parts: Parts, at: Context) -> Reading | None:
    """A day, month or year, filled in where no year is written."""
    year = int(parts.get("YEAR", 0))
    if "MONTH" not in parts:
        return Reading("DATE", f"{year}", datetime.date(year, 7, 1))
    month = MONTHS.index(parts["MONTH"][:3].lower()) + 1
    mentioned = parts.get("DAY") or parts.get("NTH")
    day = ordinal(mentioned) if mentioned else 15
    if "STEP" in parts:
        year = stepped_year(parts["STEP"].lower(), month, at)
    date = datetime.date(year or year_for(month, day, at), month, day)
    return on_day(date, parts) if mentioned else Reading("DATE", stamp(date, "month"), date.replace(day=1))


def on_day(day: datetime.date, parts: Parts) -> Reading:
    """A day, or the part of it that is mentioned."""
    if "PART" not in parts:
        return Reading("DATE", day.isoformat(), day)
    return Reading("TIME", f"{day.isoformat()}T{PARTS[parts['PART'].lower()]}", day)


def bare_year(parts: Parts, at: Context) -> Reading | None:
    """A number that looks like a year, unless something is counted or numbered with it."""
    counted = re.fullmatch(r"[a-z]+s|people|men|women|percent|%|million|°", at.after)
    numbered = at.before in ("$", "£", "€", "no.", "nos.", "#")
    if counted or numbered or (parts["YEAR"] < "1900" and at.before not in BEFORE_YEAR):
        return None
    return calendar_date(parts, at)


def numeric_date(parts: Parts, at: Context) -> Reading | None:
    """An ISO date or time, or a date with slashes, month first unless only day first is possible."""
    if "ISO" in parts:
        value = parts["ISO"]
        return Reading("TIME" if "T" in value else "DATE", value, datetime.date.fromisoformat(f"{value}-01"[:10]))
    month, day, year = map(int, parts["SLASHED"].split("/"))
    if year < 100:
        year += 2000 if year <= at.base.year % 100 + 10 else 1900
    date = datetime.date(year, day, month) if month > 12 else datetime.date(year, month, day)
    return Reading("DATE", date.isoformat(), date)


def season(parts: Parts, at: Context) -> Reading | None:
    """A season of a year."""
    code, month = SEASONS[parts["SEASON"].lower()]
    year = stepped_year(parts["STEP"].lower(), month, at) if "STEP" in parts else int(parts.get("YEAR", 0))
    year = year or year_for(month, 15, at)
    return Reading("DATE", f"{year:04}-{code}", datetime.date(year, month, 1))


def fraction(parts: Parts, at: Context) -> Reading | None:
    """A quarter or half of a year."""
    nth = ordinal(parts["ORDINAL"] if "ORDINAL" in parts else parts["QUARTER"])
    letter, months = ("H", 6) if parts.get("FRACTION") == "half" else ("Q", 3)
    year = int(parts.get("YEAR", at.base.year + STEPS[parts.get("STEP", "this").lower()]))
    return Reading("DATE", f"{year:04}-{letter}{nth}", datetime.date(year, nth * months, 1))


def era(parts: Parts, _: Context) -> Reading | None:
    """A decade or a century."""
    if "DECADE" in parts:
        day = datetime.date(int(parts["DECADE"][:4]), 1, 1)
        return Reading("DATE", stamp(day, "decade"), day)
    return Reading("DATE", f"{ordinal(parts['ORDINAL']) - 1:02}")


def near_day(parts: Parts, at: Context) -> Reading | None:
    """A day by its name: "last Monday", "Friday evening", "tomorrow"."""
    day = named_day(parts, at)
    tonight = parts.get("RELDAY", "").lower() == "tonight"
    return on_day(day, {"PART": "night"} if tonight else parts) if day else None


def part_of_day(parts: Parts, at: Context) -> Reading | None:
    """A part of a day: "this morning", "last night", "the evening"."""
    if "STEP" not in parts:
        return on_day(at.last, parts)
    return on_day(add(base_for(parts, at), "day", STEPS[parts["STEP"].lower()]), parts)


def clock(parts: Parts, at: Context) -> Reading | None:
    """A clock time, on the day named with it, else in its sentence, else on the dct."""
    day = named_day(parts, at) or at.here or at.base
    if "NOON" in parts:
        return Reading("TIME", f"{day.isoformat()}T{'12' if parts['NOON'].lower() == 'noon' else '24'}:00", day)
    hour, _, rest = (parts.get("CLOCK") or parts["HOUR"]).lower().partition(":")
    minutes = rest.rstrip("apm")
    meridiem = parts.get("MERIDIEM", rest[len(minutes) :])[:1].lower()
    hours = int(hour) % 12 + 12 * (meridiem == "p") if meridiem else int(hour)
    zone = "Z" if parts.get("ZONE") in ("UTC", "GMT") else ""
    return Reading("TIME", f"{day.isoformat()}T{hours:02}:{minutes or '00'}{zone}", day)


def stepped_unit(parts: Parts, at: Context) -> Reading | None:
    """A unit of the calendar: "last week", "the following day"; but "the past year" is a length."""
    unit, step = unit_of(parts["SPELL"]), parts.get("STEP", "this").lower()
    if step == "past" and unit not in ("weekend", "quarter"):
        return Reading("DURATION", period(1, unit))
    day = add(base_for(parts, at) if "STEP" in parts else at.base, unit, STEPS[step])
    return Reading("DATE", stamp(day, unit), day)


def count_of(parts: Parts) -> float | None:
    """The number that a length gives, None for "several" or a bare plural."""
    if "HALF" in parts:
        return (number(parts["NUM"]) if "NUM" in parts else 0) + 0.5
    if "NUM" in parts:
        return number(parts["NUM"])
    return 1 if "A" in parts and "VAGUE" not in parts else None


def length(parts: Parts, at: Context) -> Reading | None:
    """A length: "four days", "several weeks", "years"."""
    unit = unit_of(parts.get("UNIT") or parts["UNITS"])
    loose_quantifier = "QUANT" in parts and parts["QUANT"].lower() not in MOD_OF
    a_compound = "A" in parts and (unit == "second" or at.after == "-" or at.before.isdigit())
    if loose_quantifier or a_compound:
        return None
    return Reading("DURATION", period(count_of(parts) or "X", unit))


def distance(parts: Parts, at: Context) -> Reading | None:
    """A length from the dct ("two days ago") or from the date mentioned last ("two days later")."""
    unit, count, way = unit_of(parts.get("UNIT") or parts["UNITS"]), count_of(parts), parts["WAY"].lower()
    if "QUANT" in parts and parts["QUANT"].lower() not in MOD_OF:
        return None
    if unit in CLOCK_UNITS:
        return Reading("TIME", None)
    if not isinstance(count, int):
        return Reading("DATE", "PAST_REF" if way == "ago" and count is None else None)
    ahead = way in ("later", "from now")
    day = add(at.base if way in ("ago", "from now") else at.last, unit, count if ahead else -count)
    return Reading("DATE", stamp(day, unit), day)


def repeated(parts: Parts, _: Context) -> Reading | None:
    """What comes again: "daily", "every two weeks", "every Monday"."""
    day = parts.get("WEEKDAY") or parts.get("WEEKDAYS")
    if "ADVERB" in parts:
        value = ADVERBS[parts["ADVERB"].lower()]
    elif day:
        value = f"XXXX-WXX-{WEEKDAYS.index(day[:3].lower()) + 1}"
    elif "MONTH" in parts:
        value = f"XXXX-{MONTHS.index(parts['MONTH'][:3].lower()) + 1:02}"
    elif "PART" in parts:
        value = f"XXXX-XX-XXT{PARTS[parts['PART'].lower()]}"
    else:
        value = period(2 if "OTHER" in parts else number(parts.get("NUM", "one")), unit_of(parts["UNIT"]))
    return Reading("SET", value)


def vague(reference: str) -> Resolver:
    """A resolver that always says the same."""
    return lambda _parts, _at: Reading("DATE", reference)


# --- Rules -----------------------------------------------------------------------------------------------------

# A name in capitals is a slot, other words stand for themselves; NAME=a|b names what it matched. "?" and "+" are
# the Matcher's. [A / B] is one of those or nothing, (A / B) one of those. "~" marks context outside the span.
EDGE = "[EDGE -? / the? BOUND of the?]"
WHEN = "[EDGE -? / the? BOUND of / the? EDGE? PART of]"
COUNT = "(NUM+ / NUM+ and a HALF=half / HALF=half a|an / A=a|an / A=a|an? VAGUE of?)"
CLOCK = "(CLOCK / CLOCK MERIDIEM / HOUR MERIDIEM / NOON=noon|midnight)"
NAMED_SEASON = "SEASON=summer|autumn|winter|spring"
RULES: tuple[tuple[Resolver, tuple[str, ...]], ...] = (
    (calendar_date, (
        f"{WHEN} [DAYNAME ,?] MONTH DAY [,? YEAR / of YEAR]",
        f"{WHEN} [DAYNAME ,?] DAY MONTH [,? YEAR]",
        f"{WHEN} the? NTH of? MONTH [,? YEAR]",
        f"{EDGE} MONTH [,? YEAR / of YEAR]",
        f"{EDGE} STEP MONTH",
        "(EDGE -? / the? BOUND of) YEAR",
    )),
    (bare_year, ("YEAR",)),
    (numeric_date, ("ISO", "SLASHED")),
    (season, (f"{EDGE} the? SEASON of? YEAR", f"{EDGE} STEP SEASON", f"{EDGE} the {NAMED_SEASON}",
              f"~in|since|by|until|during {EDGE} {NAMED_SEASON}")),
    (fraction, ("the? ORDINAL FRACTION=quarter|half of (YEAR / the? STEP? year)", "the? ORDINAL FRACTION=quarter",
                "QUARTER=q1|q2|q3|q4 [of? YEAR]", "YEAR QUARTER=q1|q2|q3|q4")),
    (era, (f"{EDGE} the? EDGE? DECADE", f"{EDGE} the? EDGE? ORDINAL -? century")),
    (near_day, (f"{EDGE} [THE=the? STEP] WEEKDAY [EDGE? PART]", "the EDGE? PART of WEEKDAY",
                "EDGE? RELDAY [EDGE? PART]", "the day OFFSET=before|after RELDAY")),
    (part_of_day, ("THE=the|that|this? STEP PART", "the EDGE? PART", "~in EDGE PART")),
    (clock, (f"{CLOCK} ZONE? [,? on? WEEKDAY / RELDAY]",)),
    (stepped_unit, (f"{EDGE} THE=the|that|this? STEP SPELL", "(EDGE / the? BOUND of) the SPELL")),
    (repeated, ("ADVERB", "every|each [NUM / OTHER=other] UNIT", "every|each (WEEKDAY / MONTH / PART)", "WEEKDAYS",
                "~RATE a|an|per UNIT", "per UNIT")),
    (length, (f"[QUANT+] {COUNT} UNIT", "[QUANT+] NUM+ - UNIT [- long|old]", "NUM+ UNIT old", "UNIT - long",
              f"the past|last|next|coming|first|final {COUNT} UNIT", "UNITS - long", "UNITS ~before|after|of",
              "~for|over|within|after|lasted|takes|took|spent|lasting many? UNITS")),
    (distance, (f"[QUANT+] {COUNT} UNIT WAY=ago|later|earlier|previously", f"{COUNT} UNIT WAY=from WAY=now",
                "UNITS WAY=ago|later|earlier")),
    (vague("PAST_REF"), ("most|more? recent|recently", "lately", "the recent? past",
                         "the? past|recent|previous UNITS", "the other day")),
    (vague("PRESENT_REF"), ("current", "currently", "now", "nowadays", "presently", "these days", "the present",
                            "~at present", "~at the moment", "the present day|time")),
    (vague("FUTURE_REF"), ("the near|distant|foreseeable? future", "~in|near future", "the? coming UNITS")),
)  # fmt: skip


def expand(pattern: str) -> Iterator[tuple[str, ...]]:
    """Every way through a pattern's groups."""
    choices = []
    for piece in re.split(r"([\[(].*?[\])])", pattern):
        grouped = piece[:1] in ("[", "(")
        choices.append([*(piece[1:-1].split(" / ") if grouped else [piece]), *([""] if piece[:1] == "[" else [])])
    for choice in product(*choices):
        yield tuple(" ".join(choice).split())


def token_pattern(item: str) -> dict[str, Any]:
    """The Matcher's own notation for one item of a pattern."""
    what = item.lstrip("~").rstrip("?+").rpartition("=")[2]
    test = {"TEXT": {"REGEX": SLOTS[what]}} if what in SLOTS else {"LOWER": {"IN": what.split("|")}}
    return test | ({"OP": item[-1]} if item[-1] in "?+" else {})


# --- The system ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Match:
    """One reading of some tokens by one rule."""

    span: Span
    rule: int
    parts: Parts


@system(layers=["timexes"], name="spacy-rules", developed_on=["meantime", "wikiwars"])
class SpacyRules:
    """The rules, compiled for spaCy."""

    def __init__(self) -> None:
        self.nlp = spacy.blank("en")
        self.nlp.add_pipe("sentencizer", config={"punct_chars": [".", "!", "?", "\n", "\n\n"]})
        # hyphens and dashes stand alone ("mid-2011", "10-year", "2009–2011"), but for ISO dates
        tokenizer: Any = self.nlp.tokenizer
        infixes = [*(self.nlp.Defaults.infixes or ()), r"(?<=\w)[-–—](?=\w)"]
        tokenizer.infix_finditer = compile_infix_regex(infixes).finditer
        tokenizer.token_match = re.compile(SLOTS["ISO"]).match
        self.matcher = Matcher(self.nlp.vocab)
        self.items: dict[int, tuple[int, tuple[str, ...]]] = {}
        for rule, (_, patterns) in enumerate(RULES):
            for items in dict.fromkeys(items for pattern in patterns for items in expand(pattern)):
                key = f"{rule} {' '.join(items)}"
                self.matcher.add(key, [[token_pattern(item) for item in items]])
                self.items[self.nlp.vocab.strings[key]] = rule, items

    def extract(self, document: Document) -> Iterator[Timex]:
        """The leftmost and longest matches that mean something."""
        return self.read(document)

    def resolve(self, document: Document, spans: Sequence[tuple[int, int]]) -> Iterator[Timex]:
        """The matches that mean something and are one of the spans."""
        return self.read(document, {*spans})

    def read(self, document: Document, among: Collection[tuple[int, int]] | None = None) -> Iterator[Timex]:
        """The leftmost and longest matches that mean something, if it is given among these spans alone."""
        doc = self.nlp(re.sub(r"[^\S\r\n]", " ", document.text))
        context = Context(document.dct, document.dct, is_history(doc, document.dct))
        done, mentioned = 0, -1
        for match in sorted(self.matches(doc), key=lambda match: (match.span.start, -match.span.end, match.rule)):
            span = match.span
            if span.start < done or (among is not None and (span.start_char, span.end_char) not in among):
                continue
            reading = resolve(match, look_around(context, span, mentioned))
            if reading is None:
                continue
            done = span.end
            if reading.day:
                context, mentioned = replace(context, last=reading.day), span.start
            yield Timex(span.start_char, span.end_char, reading.type, reading.value, modifier(match.parts))

    def matches(self, doc: Doc) -> Iterator[Match]:
        """Every match of every rule, in no order."""
        found: Any = self.matcher(doc, with_alignments=True)
        for key, start, end, alignment in found:
            rule, items = self.items[key]
            inside = [start + at for at, item in enumerate(alignment) if not items[item].startswith("~")]
            parts: dict[str, str] = {}
            for token, item in zip(doc[start:end], alignment, strict=True):
                name = items[item].rstrip("?+").partition("=")[0]
                parts[name] = f"{parts[name]} {token.text}" if name in parts else token.text
            yield Match(doc[inside[0] : inside[-1] + 1], rule, parts)


def is_history(doc: Doc, dct: datetime.date) -> bool:
    """Whether most of the years written (five or more) lie before the dct's year and the one before it."""
    years = [int(token.text) for token in doc if re.match(SLOTS["YEAR"], token.text)]
    return len(years) >= 5 and 2 * sum(year < dct.year - 1 for year in years) > len(years)


def look_around(context: Context, span: Span, mentioned: int) -> Context:
    """The context with what the neighbourhood of a span adds to it; a date was last mentioned at a token."""
    doc, sentence = span.doc, span.sent
    return replace(
        context,
        base=context.last if context.history else context.base,
        here=context.last if mentioned >= sentence.start else None,
        future=told_in_future(span, sentence),
        before=doc[span.start - 1].lower_ if span.start else "",
        after=doc[span.end].lower_ if span.end < len(doc) else "",
    )


def told_in_future(span: Span, sentence: Span) -> bool:
    """Whether the nearest word that shows tense shows future; what stands after counts as twice as far."""

    def away(token: Token) -> int:
        return span.start - token.i if token.i < span.start else 2 * (token.i - span.end + 1)

    cues = [token for token in sentence if token.lower_ in FUTURE | PAST or token.text.endswith("ed")]
    return bool(cues) and min(cues, key=away).lower_ in FUTURE


def resolve(match: Match, context: Context) -> Reading | None:
    """What a match means, or None for no time."""
    try:
        return RULES[match.rule][0](match.parts, context)
    except (ValueError, OverflowError):  # a day or year that no calendar has, such as April 31
        return None


def modifier(parts: Parts) -> str | None:
    """The `mod` of a match's parts."""
    return MOD_OF.get((parts.get("EDGE") or parts.get("BOUND") or parts.get("QUANT") or "").lower())
