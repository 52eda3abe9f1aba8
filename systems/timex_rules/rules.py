"""The rules: which tokens make a time expression, and which function says what it means.

A name in capitals is a slot of `words.SLOTS`, other words stand for themselves; NAME=a|b names what it
matched. "?", "+" and "*" are the Matcher's. [A / B] is one of those or nothing, (A / B) one of those.
"~" marks context outside the span.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product
from typing import Any

from .dates import (
    ancient,
    bare_year,
    calendar_date,
    clock,
    day_alone,
    era,
    feast,
    fiscal_year,
    fraction,
    near_day,
    nth_unit,
    numeric_date,
    part_of_day,
    season,
    stepped_unit,
    the_unit,
)
from .lengths import distance, frequency, in_a_row, length, repeated, some, vague, year_earlier
from .reckoning import Resolver
from .words import SLOTS, words

# What may stand before a date and stays inside: "early May", "the end of 2024", "later that month".
# "earlier" and "later" stay outside before a weekday, which alone has the same value.
EDGE = "[EDGE -? / the? BOUND of the? / the EDGE part of the?]"
SHIFT = "[EDGE -? / the? BOUND of the? / the EDGE part of the? / SHIFT=earlier|later]"
ADVERBIAL = "(EDGE in / EDGE on / SHIFT=earlier|later in)"  # "early in 1914", "late on Tuesday"
WHEN = "[EDGE -? / the? BOUND of / the? EDGE? PART of / the? EDGE PART? HOURS=hours of]"
RANGE = "LOW=NUM -|– NUM / LOW=NUM+ RANGE=to|or NUM+"  # "30-40 minutes", "two to three days"
COUNT = (
    "(NUM+ / a NUM=dozen|hundred|thousand NUM? / HALVED=half a? -? NUM=dozen / NUM+ and a HALF=half "
    f"/ HALF=half a|an / A=a|an / A=a|an? VAGUE of? / {RANGE})"
)
AND_A_HALF = "(NUM+ / A=a|an) UNIT and a HALF=half"
CLOCK = "(CLOCK MERIDIEM? / CLOCK=DOTTED MERIDIEM / HOUR MERIDIEM / HOUR o'clock / NOON=noon|midnight|midday)"
ZONED = f"QUANT=about|around|approximately|roughly? {CLOCK} ZONE? NAMED=eastern|pacific|central? time?"
DAY_AND = "-|–|and|to|or|through"
NAMED_SEASON = "SEASON=summer|autumn|winter|spring"
YEAR_OF = "(YEAR / the? STEP? FISCAL=fiscal|financial? year / FISCAL=fiscal YEAR)"
FEAST = (
    "(FEAST=Christmas|Halloween|Easter|Thanksgiving / FEAST=Christmas FEAST=Day|Eve / FEAST=Boxing FEAST=Day "
    "/ FEAST=Thanksgiving|Memorial|Labor|Veterans|Presidents|Columbus|May FEAST=Day "
    "/ FEAST=Independence|Armistice|Earth|Bastille FEAST=Day "
    "/ FEAST=Easter FEAST=Sunday|Monday / FEAST=Good FEAST=Friday / FEAST=Palm FEAST=Sunday "
    "/ FEAST=Ash FEAST=Wednesday / FEAST=Mother|Father|Valentine FEAST='s|’s FEAST=Day "
    "/ FEAST=St. FEAST=Patrick FEAST='s|’s FEAST=Day / FEAST=New FEAST=Year FEAST='s|’s FEAST=Day|Eve? "
    "/ the? FEAST=New FEAST=Year / the? FEAST=Fourth FEAST=of FEAST=July / FEAST=July FEAST=Fourth)"
)

NEARNESS = {"date": 9, "feast": 6, "season": 6, "day": 6, "clock": 9, "unit": 7, "word": 4}
"""The greatest number of tokens between a cue and an end of an expression with its context, by group."""
CUE_WORDS = {
    "date": ("MONTH", "YEAR", "ISO", "SLASHED", "9/11", "NTH", "DECADE", "SHORT_DECADE", "SPELLED_DECADE",
             "BC", "A.D.", "century", "centuries"),
    "feast": ("Christmas", "Halloween", "Easter", "Thanksgiving", "Fourth", "Day", "Year", "Good", "Palm", "Ash"),
    "season": ("SEASON",),
    "day": ("WEEKDAY", "WEEKDAYS", "RELDAY", "PART", "POINT", "overnight", "weekends", "weekdays", "every",
            "each"),
    "clock": ("CLOCK", "MERIDIEM", "o'clock", "noon", "midnight", "midday", "local", "ZONE"),
    "unit": ("UNIT", "LONG", "period", "quarter", "quarters", "half", "nights", "mornings", "afternoons",
             "evenings", "summers", "winters", "springs", "autumns", "fiscal", "financial", "q1", "q2", "q3",
             "q4", "h1", "h2", "fy", "FY"),
    "word": ("ADVERB", "recent", "recently", "lately", "past", "previous", "previously", "ago", "current",
             "currently", "now", "nowadays", "presently", "present", "moment", "future", "coming", "soon", "other",
             "these", "those", "ahead", "come"),
}  # fmt: skip
"""Groups of rules, each with words of which every expression has one: the group is tried near them alone."""
CUES = {group: [re.compile(SLOTS.get(cue) or words(cue)) for cue in cues] for group, cues in CUE_WORDS.items()}

RULES: tuple[tuple[str, Resolver, tuple[str, ...]], ...] = (
    ("date", calendar_date, (
        f"{WHEN} [DAYNAME ,?] MONTH DAY [,? YEAR / of YEAR]",
        f"{WHEN} [DAYNAME ,?] DAY MONTH [,? YEAR]",
        "DAY - MONTH - YEAR",
        f"{WHEN} the? NTH of? MONTH [,? YEAR]",
        f"{EDGE} MONTH [,? YEAR / of YEAR]",
        f"{EDGE} THE=this|the? STEP MONTH",
        "the first|second half of MONTH YEAR?",
        "STEP MONTH DAY",
        f"{EDGE} MONTH DAY? of? THE=the? STEP SPELL=year",  # "August of that year", "March last year"
        "(EDGE -? / the? BOUND of / the EDGE part of / the year) YEAR",
        "NAMED=this|next|last DAYNAME ,? MONTH DAY [,? YEAR]",
        f"{ADVERBIAL} (YEAR / MONTH / MONTH YEAR / MONTH DAY / DAY MONTH)",
        "the SPAN=week|weekend of (MONTH DAY / DAY MONTH)",
        "the rest|remainder of (YEAR / MONTH YEAR?)",
    )),
    ("date", day_alone, (
        "~on the NTH ~STOP",
        f"~MONTH ~NTH=DAY ~{DAY_AND} DAY [,? YEAR]",  # the 6 of "May 5 and 6"
        f"DAY ~{DAY_AND} ~NTH=DAY ~MONTH [~YEAR]",
    )),
    ("date", bare_year, ("YEAR",)),
    ("date", ancient, ("QUANT=about|around? YEARS=NUM BC", "a.d. YEARS=NUM", "YEARS=NUM a.d.")),
    ("date", numeric_date, ("ISO", "SLASHED", "NINE_ELEVEN=9/11")),
    ("feast", feast, (f"{FEAST} [,? YEAR]", f"STEP {FEAST}")),
    ("season", season, (
        f"{EDGE} the? SEASON of? YEAR",
        f"{SHIFT} THE=the|that|this? STEP SEASON",
        f"{EDGE} the EDGE? {NAMED_SEASON}",
        f"~in|since|by|until|during {EDGE} {NAMED_SEASON}",
        f"(EDGE in the? / the? BOUND of) {NAMED_SEASON}",
        "the? SEASON of? THE=the? STEP year",
        "~in|for|by|until|during|through the SEASON=fall ~STOP",  # "the fall of Rome" is none
    )),
    ("unit", fraction, (
        f"the? FISCAL=fiscal? ORDINAL FRACTION=quarter|half of {YEAR_OF}",
        f"the? LAST=last|final FRACTION=quarter|half of {YEAR_OF}",
        "the? FISCAL=fiscal? ORDINAL FRACTION=quarter",
        "the NEXT_HALF=second|first half",
        "ORDINAL - FRACTION=quarter [YEAR]",
        "ORDINAL - FRACTION=half ~profit|profits|results|earnings|sales|revenue|revenues|loss",  # not of a game
        "QUARTER=q1|q2|q3|q4 [of? YEAR]",
        "QUARTER=h1|h2 (of? YEAR / of YEAR)",
        "YEAR QUARTER=q1|q2|q3|q4|h1|h2",
        "(YEAR / STEP year) 's|’s (ORDINAL / LAST=final) FRACTION=quarter|half",
    )),
    ("unit", fiscal_year, (
        "(the? fiscal|financial -? year? / fy) YEAR",
        "the? YEAR fiscal|financial year",
        "FY",
        "the? full? STEP? fiscal|financial year [YEAR]",
    )),
    ("date", era, (
        f"{EDGE} the? EDGE? -? DECADE",
        f"{EDGE} the EDGE? -? DECADE=TENTH 's|’s",  # "the late 1980's"
        "~in|since|during|by|from|of the EDGE? -? '|’? SHORT_DECADE",
        "the EDGE? -? ('|’ SHORT_DECADE / CUT_DECADE / SPELLED_DECADE)",
        "~and|or '|’ SHORT_DECADE",  # "the 1960s and '70s"
        "EDGE -? ('|’ SHORT_DECADE / CUT_DECADE)",
        f"{EDGE} the? EDGE? ORDINAL century",
        "[EDGE -?] ORDINAL - century",
        "the? EDGE? -? ORDINAL ~and|or|to ~EDGE? ~-? ~NEXT=ORDINAL ~CENTURIES=century|centuries",
        "EDGE? -? ORDINAL CENTURIES=centuries",
    )),
    ("day", repeated, ("~every|each ~FIRST=WEEKDAY ~and|or WEEKDAY",)),
    ("day", near_day, (
        f"{EDGE} [THE=the|this|that? STEP] WEEKDAY [EDGE? PART]",
        "the EDGE? PART of WEEKDAY",
        "PART=POINT WEEKDAY",
        "the? EDGE PART? HOURS=hours of (WEEKDAY / WEEKDAY PART / RELDAY)",
        "EDGE on WEEKDAY [PART]",
        "SHIFT=earlier|later WEEKDAY [PART]",
        "[EDGE / SHIFT=earlier|later] RELDAY [EDGE? PART]",
        "the day OFFSET=before|after RELDAY",
        "WEEKDAY of? [the] WEEK=last|next|this week",
    )),
    ("day", part_of_day, (
        "EDGE? THE=the|that|this? STEP PART",
        "SHIFT=earlier|later THE=that|this? STEP PART",
        "the EDGE? -? PART",
        "EDGE in the PART",
        "the BOUND=middle of the PART",
        "~in|by|until|before|since|from EDGE -? PART",
        "~by|until|till PART=morning|afternoon|evening",
        "AS_ADJECTIVE=early -? PART=morning|afternoon|evening",
        "~at|before|by|until|after|since PART=POINT",
        "the EDGE? PART HOURS=hours",
        "the PART OFFSET=before ~STOP",
        "OVERNIGHT=overnight",
    )),
    ("day", clock, (
        "HOUR (in the PART=morning|afternoon|evening / at PART=night)",
        "~at|by|until|around|about|before|after|since HOUR=SPOKEN (RELDAY / STEP=this|last PART)",
    )),
    ("clock", clock, (  # one expression if the day follows at once, two if "on" stands between
        ZONED,
        f"{ZONED} ,? (WEEKDAY PART? / RELDAY PART? / MONTH DAY / STEP PART)",
        f"{ZONED} ,? [DAYNAME ,?] (MONTH DAY ,? YEAR / DAY MONTH YEAR?)",
        f"{ZONED} ~,? ~on (~WEEKDAY / ~MONTH ~DAY / ~DAY ~MONTH)",
        f"{ZONED} ~,? ~on [~DAYNAME ~,?] (~MONTH ~DAY ~,? ~YEAR / ~DAY ~MONTH ~YEAR)",
        f"[DAYNAME ,?] (MONTH DAY ,? YEAR / MONTH DAY / DAY MONTH / DAY MONTH YEAR / WEEKDAY / RELDAY) ,? {ZONED}",
        f"{ZONED} in the PART=morning|afternoon|evening",
        f"(ISO / SLASHED) ,? {ZONED}",
        "CLOCK=DOTTED ZONE",
        "HHMM ZONE [,? WEEKDAY / ,? RELDAY]",
        "HHMM ~local ~time",
        "~from|between HOUR ~to|and ~END=HOUR ~MERIDIEM",  # the 8 of "from 8 to 10 p.m."
        "HOUR ~-|– ~END=HOUR ~MERIDIEM",
        "CLOCK ~to|and|-|– ~END=CLOCK ~MERIDIEM",
    )),
    ("unit", stepped_unit, (
        f"{SHIFT} THE=the|that|this|these? STEP SPELL",
        "(EDGE / the? BOUND of / the rest|remainder of) the SPELL",
        "(SHIFT=earlier|later / EDGE) in the SPELL",
        "THE=the very STEP=next|same SPELL",
        f"{SHIFT} THE=the|that|this? STEP fiscal|financial SPELL=quarter",
        "the (LATEST=latest / most LATEST=recent) SPELL=quarter|month|week|year",
        "SPELL=year -|'s BOUND=end",
        "YEAR_END=year - BOUND=end YEAR",
    )),
    ("unit", nth_unit, ("the? (NTH_WORD=ORDINAL / NTH_WORD=last|final) SPELL of MONTH [YEAR]",)),
    ("day", nth_unit, ("the? (NTH_WORD=ORDINAL / NTH_WORD=last) WEEKDAY of|in MONTH [YEAR]",)),
    ("unit", the_unit, (  # "the year" alone may be any, and is none in "player of the year"
        "the SPELL=weekend|quarter",
        "~a|an|in|during|after|from|with SPELL=weekend",
        "the SPELL=year|month|week|day ~'s|’s",
        "~ended|began|finished|closed|started|opened the SPELL=year|month|week",
        "~for|in|during|over|throughout|through the SPELL=year|month|week",
        "~half|part|most|much|months|weeks|quarters|days|point|time ~of the SPELL=year|month|week",
        "(~most|much|part ~of / ~during|throughout) the SPELL=day",
    )),
    ("word", repeated, ("ADVERB",)),
    ("word", frequency, ("(once / twice) -? ADVERB=daily|weekly|monthly|yearly|annually",)),
    ("season", repeated, ("every|each SEASON",)),
    ("day", repeated, (
        "every|each (WEEKDAY / MONTH / PART / WEEKDAY PART)",
        "every|each OTHER=other|second WEEKDAY",
        "WEEKDAYS",
        "WEEKDAY PARTS=mornings|afternoons|evenings|nights",
        "WEEKENDS=weekends|weekdays",
        "~TIMES=NUM ~NOUNS a PART=night",
    )),
    ("unit", repeated, (
        "every|each [NUM / OTHER=other / VAGUE] UNIT",
        "every|each UNIT=quarter",
        "per UNIT",
        "~RATE a|an|per UNIT",  # "$50,000 a year"
        "~TIMES=NUM ~NOUNS a|an UNIT",  # "100,000 barrels a day"
    )),
    ("unit", frequency, (
        "(once / twice / thrice / TIMES=NUM times / several times / TIMES=NUM or|to TIMES=NUM times) "
        "(a|an|per|each|every UNIT / each|every NUM UNIT)",
    )),
    ("unit", length, (
        f"QUANT* {COUNT} UNIT old?",
        f"QUANT* {COUNT} UNITS of age",
        "a number of UNITS",
        f"QUANT* {AND_A_HALF}",
        "a? FOURTH=quarter (-? / of a) UNIT=century",
        "VAGUE=some UNITS",
        "(NUM+ QUARTERS=quarters ~in ~a ~row / ~for|over|after NUM+ QUARTERS=quarters)",
        "the A=past|last|next|first UNIT and a HALF=half",
        "NUM - and - a - HALF=half -? UNIT",
        "QUANT* NUM? SHARE -? UNIT [- old / old]",  # "2 1/2 years"
        "LOW=NUM - RANGE=to|or - NUM -? UNIT",
        "LOW=NUM_DASH RANGE=to|or NUM - UNIT [- old]",  # "a three- to five-year term"
        "[the / these] FRAME (HALF=half -? UNIT / UNIT or two|so)",
        "BIG=NUM OVER=hour|hours|minute|minutes|year|years|month|months|day|days ,? and? NUM+ UNIT",
        "A=a|an OVER=hour|minute|year|month|day and NUM+ UNIT",  # "an hour and 20 minutes"
        "QUANT* (NUM+ / LOW=NUM -|– NUM / VAGUE / HALF=half) - UNIT [- long|old|olds]",
        "NUM+ UNIT (long / - old|olds)",
        "NUM+ - UNIT long",
        "(UNIT - long / UNIT=week|month|year|decade|century - old / UNITS - long|old / LONG)",
        "QUANT* (NUM+ / A=a|an? VAGUE) EXTRA UNIT",  # "two more days"
        "QUANT* NUM+ straight|consecutive|successive QUARTERS=quarters",
        "A=a|an UNIT or two|so|more",
        "a HALF=half UNIT",
        "A=a|one single UNIT",
        "(A=another / A=another NUM+ / A=another VAGUE / a|an further|additional|extra NUM+) UNIT",
        "(a|an / the / the same) (NUM+ / LOW=NUM -|– NUM) - UNIT period",  # "a three-month period"
        "the first|final|opening|closing|last|next|early UNITS",
        "the? following|ensuing|subsequent|intervening UNITS",
        "the A=first|final|opening|closing UNIT=hour|week|month|year",
        f"[the / these / those] FRAME (NUM+ / {RANGE} / VAGUE / VAGUE=couple of) (UNIT / QUARTERS=quarters)",
        "the NUM+ FRAME UNITS",
        "the|these|those NUM+ UNITS",
        "WHOLE=all UNIT=SPELL",
        "QUANT* the|a WHOLE=whole|entire|full UNIT=SPELL",
        # bare plurals, where what stands around them says that they are lengths
        "(UNITS ~before|after|of|away|into / ~matter ~of UNITS)",
        "(UNITS ~or|and ~UNITS / UNITS ~or|and ~even|possibly ~UNITS / ~even|or|mere UNITS)",
        "NUM+ - odd|plus|some UNITS",
        "UNITS=years|months|weeks|days|decades ~- ~old|long",
        "~for|over|within|after|lasted|lasting|takes|took|take|taken|taking|spent|spend|spending|in|into|by|"
        "waited|waiting|only|just|mere|several|last|additional|back|not|than many? UNITS",
        "~over|through|down the UNITS=years|decades|months|centuries",
        "~in|during|for|over the UNITS ~since|before|after|following|leading|preceding|of",
    )),
    ("unit", in_a_row, (
        "a|an|the? ORDINAL straight|consecutive|successive UNIT=SPELL",
        "~for a|an|the ORDINAL UNIT=day|night|week|month|year",
        "[the FRAME] NUM+ PARTS=nights|mornings|afternoons|evenings|summers|winters|springs|autumns",
    )),
    ("unit", distance, (
        f"QUANT* {COUNT} UNIT WAY=ago|later|earlier|previously|hence",
        f"QUANT* {AND_A_HALF} WAY=ago|later|earlier",
        "NUM+ UNIT=quarters WAY=ago|later|earlier",
        f"{COUNT} UNIT WAY=from WAY=now",
        f"QUANT* {COUNT} UNIT WAY=before|after ~STOP",  # an event follows if nothing stops there
        "A=the UNIT=SPELL WAY=before|after ~STOP",
        "QUANT* NUM? SHARE UNIT WAY=ago|later|earlier",
        "many? UNITS WAY=ago|later|earlier",
        "VAGUE=some UNITS WAY=ago|later|earlier",
        "A=a|an UNIT or two|so WAY=ago|later|earlier",
        "a? FOURTH=quarter (-? / of a) UNIT=century WAY=ago|later|earlier",
    )),
    ("unit", year_earlier, (
        "[the] year - earlier|ago SPELL=quarter|period",
        "[the] prior|previous - year SPELL=quarter|period",
        "year - earlier|ago",
        "the? same|corresponding|comparable SPELL=quarter|period|month|week|day "
        "(of? the? last|previous|prior year / a year earlier|ago|before)",
    )),
    ("word", vague("PAST_REF"), (
        "most|more? recent|recently", "lately", "the recent|distant? AGE=past", "~in UNITS past", "the other day",
        "the|these? recent UNITS", "not? long ago", "a? while ago", "some time ago",
    )),
    ("word", vague("PRESENT_REF"), (
        "current", "currently", "now", "nowadays", "presently", "these days", "the AGE=present", "~at present",
        "~at|for the moment", "the present day|time",
    )),
    ("word", vague("FUTURE_REF"), (
        "the near|distant|foreseeable|immediate? AGE=future", "~in|near future",
    )),
    ("word", vague("PAST_REF", alone=True), ("previously", "~in those days")),
    ("word", vague("FUTURE_REF", alone=True), ("SOON=soon", "FUTURE=future")),
    ("word", some("PAST_REF"), ("the|these? past|previous UNITS",)),
    ("word", some("FUTURE_REF"), ("the? coming UNITS", "the UNITS ahead", "the? UNITS to come")),
)  # fmt: skip


def expand(pattern: str) -> Iterator[tuple[str, ...]]:
    """Yields every way through a pattern's groups."""
    choices = []
    for piece in re.split(r"([\[(].*?[\])])", pattern):
        grouped = piece[:1] in ("[", "(")
        choices.append([*(piece[1:-1].split(" / ") if grouped else [piece]), *([""] if piece[:1] == "[" else [])])
    for choice in product(*choices):
        yield tuple(" ".join(choice).split())


def token_pattern(item: str) -> dict[str, Any]:
    """Returns the Matcher's own notation for one item of a pattern."""
    what = item.lstrip("~").rstrip("?+*").rpartition("=")[2]
    options = what.split("|")
    if what in SLOTS:
        test: dict[str, Any] = {"TEXT": {"REGEX": SLOTS[what]}}
    elif item.startswith("FEAST="):  # feasts need their capitals
        test = {"TEXT": {"IN": options}}
    else:
        test = {"LOWER": {"IN": options}} if len(options) > 1 else {"LOWER": what}
    return test | ({"OP": item[-1]} if item[-1] in "?+*" else {})
