"""What lengths, distances and sets mean, and the vague past, present and future."""

from __future__ import annotations

import datetime
import re

from .reckoning import (
    Context,
    Parts,
    Reading,
    Resolver,
    add,
    amount,
    day_before,
    number,
    ordinal,
    period,
    stamp,
    unit_of,
)
from .words import (
    ADVERBS,
    CLOCK_UNITS,
    MOD_OF,
    MONTH_UNITS,
    MONTHS,
    MULTIPLES,
    OVER_AFTER,
    PARTS,
    SEASONS,
    SPEEDS,
    TENS,
    UNITS,
    WEEKDAYS,
)


def count_of(parts: Parts) -> int | float | None:
    """Returns the number that a length gives, None for "several" or a bare plural."""
    if "HALVED" in parts or "FOURTH" in parts:  # "half a dozen", "a quarter century"
        return number(parts["NUM"]) // 2 if "HALVED" in parts else 0.25
    if "HALF" in parts:
        return (number(parts["NUM"]) if "NUM" in parts else int("A" in parts)) + 0.5
    if "VAGUE" in parts:
        return None
    if "SHARE" in parts:
        return number(f"{parts.get('NUM', '')} {parts['SHARE']}")
    if "NUM" in parts:
        # "twenty - five" and "100 - million" are one number; of the range "two to three" the upper end is taken
        tens = parts.get("LOW", "").lower() in TENS or parts["NUM"].lower() in MULTIPLES
        tens = tens and "LOW" in parts and "RANGE" not in parts
        return number(f"{parts['LOW']} {parts['NUM']}") if tens else number(parts["NUM"])
    return 1 if "A" in parts or "WHOLE" in parts else None


SECONDS = {"second": 1, "minute": 60, "hour": 3600}
LASTING = {"to", "can", "will", "'ll", "’ll", "could", "would", "may", "might", "should", "must", "n't"}
"""Words after which "last" is a verb."""
AMOUNTS = {phrase for phrase in MOD_OF if phrase not in ("late", "end", "close", "early", "mid")}
"""What may stand before a number: "about", "more than", but not the "close" of "they close two hours later"."""


def is_loose(parts: Parts) -> bool:
    """Returns whether "not", "more" or the like make no modifier together, or a range begins with a year."""
    a_year = re.fullmatch(r"(1\d|20)\d\d", parts.get("LOW", "")) is not None
    return a_year or ("QUANT" in parts and parts["QUANT"].lower() not in AMOUNTS)


def is_stretch(parts: Parts, at: Context) -> bool:
    """Returns whether "over" tells in which time something happened: "attacks over two days"."""
    return parts.get("QUANT", "").lower() == "over" and at.before.lower() not in OVER_AFTER and not at.starts


def length(parts: Parts, at: Context) -> Reading | None:
    """Reads a length: "four days", "several weeks", "years", "yearlong"."""
    if "LONG" in parts:
        plural = "slong" in parts["LONG"].lower().replace("-", "")  # "monthslong"
        return Reading("DURATION", amount("X" if plural else 1, unit_of(parts["LONG"]), at))
    word = parts.get("UNIT") or parts.get("UNITS") or parts["QUARTERS"]
    unit = unit_of(word)
    if "OVER" in parts:  # "two hours and 45 minutes"
        over = unit_of(parts["OVER"])
        if UNITS.index(unit) >= UNITS.index(over):  # "one year and two years"
            return None
        first, second = period(number(parts.get("BIG", "one")), over), period(number(parts["NUM"]), unit)
        return Reading("DURATION", first + second.removeprefix("PT" if "T" in first else "P"))
    if word[0].isupper() and at.after[:1].isupper() and not at.starts:  # "the Six-Day War"
        return None
    a_compound = "A" in parts and (
        (unit == "second" and "VAGUE" not in parts)
        or at.after == "-"
        or at.before.isdigit()
        or (unit == "weekend" and at.modifies)
    )
    in_as_many = parts.get("VAGUE") == "many" and at.before == "as"  # "the third storm in as many weeks"
    bare = not {"the", "these", "those"} & parts.keys()
    lasting = parts.get("FRAME") == "last" and bare and (at.before.endswith("s") or at.before in LASTING)
    one_day = word == "day" and parts.get("NUM", "").lower() == "one" and at.before.lower() in LASTING
    never = "A" in parts and word == "day" and at.before.lower() == "not"
    if in_as_many or lasting or one_day or never:  # "batteries last 10 hours", "will one day meet", "not a day"
        return None
    if is_loose(parts) or is_stretch(parts, at) or a_compound or (unit in CLOCK_UNITS and at.before in SPEEDS):
        return None
    unstated = "X" if word.endswith("s") or "VAGUE" in parts else 1
    return Reading("DURATION", amount(count_of(parts) or unstated, unit, at))


def distance(parts: Parts, at: Context) -> Reading | None:
    """Reads a length from the dct ("two days ago") or from the date mentioned last ("two days later")."""
    unit, count, way = unit_of(parts.get("UNIT") or parts["UNITS"]), count_of(parts), parts["WAY"].lower()
    if is_loose(parts):
        return None
    if way == "ago" and count is None:
        return Reading("DATE", "PAST_REF")
    told = re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d", at.value)
    if unit in CLOCK_UNITS and count and told and at.near and way in ("later", "earlier"):
        seconds = count * SECONDS[unit] * (1 if way == "later" else -1)
        moment = datetime.datetime.fromisoformat(at.value.replace("T24", "T00")) + datetime.timedelta(
            seconds=seconds
        )
        return Reading("TIME", moment.isoformat(timespec="minutes"), moment.date())
    if at.timeml and (count is None or unit in CLOCK_UNITS):  # "hours later" and "days later" are lengths
        unstated = "X" if (parts.get("UNIT") or parts["UNITS"]).endswith("s") else 1
        return Reading("DURATION", amount(count or unstated, unit, at))
    base = at.base if way in ("ago", "from now", "hence") else day_before(at) if unit == "day" else at.last
    if unit in CLOCK_UNITS:
        return Reading("TIME", f"{base.isoformat()}TXX", base)
    if count is None:
        spans = {
            "year": "XXXX",
            "month": f"{base.year}-XX",
            "week": f"{base.year}-WXX",
            "day": f"{base.year}-XX-XX",
        }
        return Reading("DATE", spans.get(unit))
    if unit == "year" and count >= base.year and way == "ago":
        letter, scale = ("GA", 10**9) if count >= 10**9 else ("MA", 10**6) if count >= 10**6 else ("KA", 10**3)
        return Reading("DATE", f"{letter}{count / scale:g}")
    ahead = way in ("later", "from now", "hence", "after")
    if not isinstance(count, int):  # "a year and a half ago", "half a century later"
        months = int(count * MONTH_UNITS[unit][1]) if unit in MONTH_UNITS else 0
        day = add(base, "month", months if ahead else -months)
        return Reading("DATE", stamp(day, "month" if unit == "year" else "year"), day) if months else None
    day = add(base, unit, count if ahead else -count)
    if way in ("later", "after") and stamp(day, unit) > stamp(at.base, unit) and not (at.future or at.history):
        return Reading("DURATION", amount(count, unit, at))  # later than something that no date tells
    if (
        unit == "year" and count == 1 and at.near and re.fullmatch(r"\d{4}-\d\d", at.value) and way == "earlier"
    ):  # as months are compared
        return Reading("DATE", stamp(day, "month"))
    if (
        unit == "year" and count == 1 and at.quarter and way in ("ago", "earlier")
    ):  # as firms compare their quarters
        return Reading("DATE", f"{int(at.quarter[:4]) - 1}{at.quarter[4:]}")
    return Reading("DATE", stamp(day, unit), day)


def year_earlier(parts: Parts, at: Context) -> Reading | None:
    """Reads "the year-earlier period" and "the same week last year": the quarter, month … of the year before."""
    unit = parts.get("SPELL", "period").lower()
    if unit in ("month", "week", "day"):
        return Reading("DATE", stamp(add(at.base, "year", -1), unit))
    if at.quarter:
        return Reading("DATE", f"{int(at.quarter[:4]) - 1}{at.quarter[4:]}")
    day = add(at.last, "year", -1)
    return Reading("DATE", stamp(day, "quarter" if unit == "quarter" else "year"))  # no date to count from


def repeated(parts: Parts, at: Context) -> Reading | None:
    """Reads what comes again: "daily", "every two weeks", "every Monday"."""
    day = parts.get("WEEKDAY") or parts.get("WEEKDAYS")
    if at.before in SPEEDS and unit_of(parts.get("UNIT", "day")) in CLOCK_UNITS:
        return None
    if "ADVERB" in parts:
        word = parts["ADVERB"]
        if word[0].isupper() and (at.after[:1].isupper() or (at.before[:1].isupper() and not at.starts)):
            return None  # "the Daily Mail", "China Daily"
        value = ADVERBS[word.lower()]
    elif day:
        part = parts.get("PART") or parts.get("PARTS", "")
        value = f"XXXX-WXX-{WEEKDAYS.index(day[:3].lower()) + 1}"
        value += f"T{PARTS[part.lower().rstrip('s')]}" if part else ""
    elif "MONTH" in parts:
        value = f"XXXX-{MONTHS.index(parts['MONTH'][:3].lower()) + 1:02}"
    elif "SEASON" in parts:
        value = f"XXXX-{SEASONS[parts['SEASON'].lower()][0]}"
    elif "PART" in parts or "PARTS" in parts:
        value = f"XXXX-XX-XXT{PARTS[(parts.get('PART') or parts['PARTS']).lower().rstrip('s')]}"
    elif "WEEKENDS" in parts:
        value = "XXXX-WXX-WE" if parts["WEEKENDS"].lower() == "weekends" else "XXXX-WXX"
    elif "VAGUE" in parts:
        value = period("X", unit_of(parts["UNIT"]))
    else:
        value = period(2 if "OTHER" in parts else number(parts.get("NUM", "one")), unit_of(parts["UNIT"]))
    return Reading("SET", value)


def frequency(parts: Parts, at: Context) -> Reading | None:
    """Reads "twice a week" as a whole for TimeML; for the scheme, "a week" alone is the time expression."""
    if not at.timeml:
        return None
    if "ADVERB" in parts:
        return Reading("SET", ADVERBS[parts["ADVERB"].lower()])
    return Reading("SET", amount(number(parts["NUM"]) if "NUM" in parts else 1, unit_of(parts["UNIT"]), at))


NOT_SOON = {"as", "too", "how", "so", "that", "very"}
"""Words before "soon" that compare it with something."""
VERBS = {"looks", "holds", "remains", "lies", "could", "may", "might", "should", "must", "can", "cannot", "does",
         "did", "do", "seems", "depends", "belongs", "begins", "starts", "brings", "rests"}  # fmt: skip


def is_verb(word: str) -> bool:
    """Returns whether a word after "the future" tells what the future does."""
    return word.lower() in VERBS or word.endswith("ed")


def in_a_row(parts: Parts, at: Context) -> Reading | None:
    """Reads "a fourth straight day" and "12 nights" as lengths, which the scheme doesn't mark."""
    if not at.timeml:
        return None
    if "PARTS" in parts:
        word = parts["PARTS"].lower().rstrip("s")
        return Reading("DURATION", f"P{number(parts['NUM'])}{PARTS.get(word) or SEASONS[word][0]}")
    return Reading("DURATION", amount(ordinal(parts["ORDINAL"]), unit_of(parts["UNIT"]), at))


def some(reference: str) -> Resolver:
    """Returns a resolver of an uncounted plural: the vague past or future, but a length for TimeML."""

    def resolver(parts: Parts, at: Context) -> Reading | None:
        if at.timeml:
            return Reading("DURATION", period("X", unit_of(parts["UNITS"])))
        return Reading("DATE", reference)

    return resolver


def vague(reference: str, alone: bool = False) -> Resolver:
    """Returns a resolver that always says the same, but not of "the future king" or a "current account".

    What stands ``alone`` ("soon", "future plans") is marked by TimeML only.
    """

    def resolver(parts: Parts, at: Context) -> Reading | None:
        if alone and (
            not at.timeml or at.before.lower() in NOT_SOON or at.after.lower() in ("after", "afterward", "-")
        ):
            return None
        if "SOON" in parts and not at.future:  # "France soon fell"
            return None
        if "FUTURE" in parts and (not at.modifies or parts["FUTURE"][0].isupper()):
            return None
        of_a_thing = ("AGE" in parts and at.modifies and not is_verb(at.after)) or at.after in (
            "account",
            "accounts",
        )
        compared = at.before.lower() == at.after == "as"  # "as recently as May"
        return None if of_a_thing or compared else Reading("DATE", reference)

    return resolver
