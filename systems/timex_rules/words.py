"""The words of time expressions, and the patterns of single tokens that rules name in capitals."""

from __future__ import annotations

import calendar
import re

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
SEASONS = {"spring": ("SP", 4), "summer": ("SU", 7), "autumn": ("FA", 10), "fall": ("FA", 10), "winter": ("WI", 1)}
PARTS = {"morning": "MO", "dawn": "MO", "afternoon": "AF", "evening": "EV", "dusk": "EV", "night": "NI",
         "daybreak": "MO", "midmorning": "MO", "midafternoon": "AF", "nightfall": "NI"}  # fmt: skip
CLOCK_UNITS = {"second": "S", "minute": "M", "hour": "H"}
DAY_UNITS = {"day": ("D", 1), "week": ("W", 7), "weekend": ("WE", 7), "fortnight": ("W", 14)}
MONTH_UNITS = {"month": ("M", 1), "quarter": ("Q", 3), "year": ("Y", 12), "decade": ("DE", 120),
               "century": ("CE", 1200)}  # fmt: skip
UNITS = (*CLOCK_UNITS, *DAY_UNITS, *MONTH_UNITS)
ONES = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
        "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")  # fmt: skip
TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
        "ninety": 90}  # fmt: skip
NUMBERS = {word: number for number, word in enumerate(ONES)} | TENS
MULTIPLES = {"dozen": 12, "hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9}
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
            "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth",
            "eighteenth", "nineteenth", "twentieth")  # fmt: skip
SPELLED_DECADES = ("twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties")
ADVERBS = {"hourly": "PT1H", "daily": "P1D", "nightly": "P1D", "weekly": "P1W", "biweekly": "P2W",
           "monthly": "P1M", "bimonthly": "P2M", "quarterly": "P3M", "semiannual": "P6M", "annual": "P1Y",
           "annually": "P1Y", "yearly": "P1Y", "biennial": "P2Y"}  # fmt: skip
STEPS = {"last": -1, "past": -1, "previous": -1, "preceding": -1, "prior": -1, "next": 1, "coming": 1,
         "following": 1, "this": 0, "current": 0, "that": 0, "same": 0}  # fmt: skip
FROM_LAST = ("previous", "preceding", "prior", "following", "that", "same", "the next")
"""What counts from the date mentioned last, not from the dct."""
MODS = {
    "START": "early|beginning|start|opening|dawn", "MID": "mid|middle|height", "END": "late|latter|end|close",
    "APPROX": "about|around|approximately|roughly|some", "MORE_THAN": "more than|over",
    "LESS_THAN": "less than|fewer than|under|nearly|almost|close to",
    "EQUAL_OR_MORE": "at least|not less than|no less than|no fewer than",
    "EQUAL_OR_LESS": "at most|up to|no more than",
}  # fmt: skip
MOD_OF = {phrase: mod for mod, phrases in MODS.items() for phrase in phrases.split("|")}
DELIVERED = {"delivery", "contract", "contracts", "futures"}
"""What names a month to come in reports of markets: "crude for June delivery"."""
GOALS = {"until", "till", "through", "by", "starting", "beginning"}
"""Words before a date that lies ahead of what is told."""
BEFORE_YEAR = {"in", "since", "by", "until", "till", "from", "to", "of", "for", "during", "before", "after",
               "between", "and", "or", "circa", "the", "(", "[", "-", "–", ","}  # fmt: skip
COUNTED = {"people", "men", "women", "percent", "%", "million", "billion", "°", "miles", "feet", "metres",
           "meters", "votes", "jobs", "troops", "points", "calories", "deaths", "homes", "pounds", "tons",
           "tonnes", "acres", "yards", "degrees", "workers", "soldiers", "employees", "students", "dollars",
           "liters", "litres", "kilos", "gallons", "barrels", "visitors", "fans",
           "euros", "shares", "members", "words", "cases", "kilometres", "kilometers", "square",
           *UNITS, *(f"{unit}s" for unit in UNITS)}  # fmt: skip
"""What follows a number that is no year."""
LEAD_IN = {"in", "since", "by", "until", "till", "from", "to", "of", "for", "during", "before", "after",
           "between", "and", "or", "on", "the", "this", "last", "next", "every", "each", "early", "late", "mid",
           "a", "through", "around", "about", "but", "then", "at", "its", "their", "with", "when", "while", "as",
           "over"}  # fmt: skip
"""Words that may stand before a month with a capital of their own, without making a person's name of it."""
OVER_AFTER = {"for", "after", "in", "of", "by", "within", "to", "is", "was", "at", "took", "takes", "take",
              "lasted", "just", "well", "since", "spent", "waited", "been", "a", "the", "from", "with", "than",
              ""}  # fmt: skip
"""Words after which "over two days" is a length of more than two days, not what happened in two days."""
NUMBERED = {"$", "£", "€", "no.", "nos.", "#", "resolution", "flight", "route", "room", "highway", "section",
            "article", "model", "page", "windows", "apartment", "number"}  # fmt: skip
"""Words before a number that is no year."""
SPEEDS = {"miles", "kilometers", "kilometres", "km", "meters", "metres", "feet", "knots"}  # fmt: skip
"""What is counted per hour or second without telling when."""
NICKNAMES = {"Black", "Bloody", "Super", "Cyber", "Fat", "Manic"}  # fmt: skip
"""Words that make a name of a weekday."""
GOES_ON = {"of", "and", "or", "but", "when", "while", "is", "was", "were", "are", "with", "by", "to", "before",
           "after", "for", "at", "on", "in", "as", "would", "will", "has", "had", "have", "from", "that", "than",
           "because", "if", "until", "since", "through", "he", "she", "it", "they", "we", "i", "the", "a", "his",
           "her", "its", "their", "this", "last", "there", "then", "again", "alone", "months", "came", "began",
           "ended", "so", "not", "ago", "earlier", "later", "also", "said", "who", "which", "into", "out",
           "down", "up", "due", "over"}  # fmt: skip
"""Words that may follow "the night"; before others it only describes a thing ("the night shift")."""
SHOWS = ("show", "program", "programme")
CHANNELS = ("USA", "Russia", "India", "History", "Pakistan")
"""Words that make a name of "Today"."""
PLAYED = {"into", "left", "remaining", "to"}
"""Words after the time of a game's clock: "with 2:30 left"."""
PAPERS = ("times", "telegraph", "mirror", "herald", "express", "mail", "sun", "world")


def words(*options: str) -> str:
    """Returns a pattern for one whole token, in capitals or not."""
    return rf"(?i)^({'|'.join(options)})$"


SLOTS = {
    "MONTH": rf"^({'|'.join([*calendar.month_name[1:], *map(str.upper, calendar.month_name[1:])])}"
    r"|(Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?)$",
    "WEEKDAY": rf"^({'|'.join([*calendar.day_name, *map(str.upper, calendar.day_name)])})$",
    "DAYNAME": words(*calendar.day_name, r"(mon|tues?|wed|thu(rs?)?|fri|sat|sun)\.?"),
    "WEEKDAYS": rf"^({'|'.join(calendar.day_name)})s$",
    "DAY": r"(?i)^(0?[1-9]|[12]\d|3[01])(st|nd|rd|th)?$",
    "NTH": r"(?i)^([1-9]|[12]\d|3[01])(st|nd|rd|th)$",
    "YEAR": r"^(1\d|2[01])\d\d$",
    "BC": r"^(B\.?C\.?(E\.?)?)$",
    "FY": r"^FY(\d\d|20\d\d)$",
    "DECADE": r"^(1[1-9]|20)\d0s$",
    "TENTH": r"^(1[1-9]|20)\d0$",
    "SHORT_DECADE": r"^['’]?[2-9]0s$",
    "CUT_DECADE": r"^['’][2-9]0s$",
    "SPELLED_DECADE": words(*SPELLED_DECADES),
    "ISO": r"^\d{4}-\d\d(-\d\d(T\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:?\d\d)?)?)?$",
    "SLASHED": r"^\d\d?/\d\d?/(\d\d|\d{4})$",
    "CLOCK": r"(?i)^(([01]?\d|2[0-4]):[0-5]\d(:[0-5]\d)?(am|pm)?|([01]?\d)\.[0-5]\d(am|pm)"
    r"|(0?[1-9]|1[0-2])(am|pm))$",
    "DOTTED": r"^[01]?\d\.[0-5]\d$",
    "HOUR": r"^(0?[1-9]|1[0-2])$",
    "SPOKEN": words(r"[1-9]|1[0-2]", *ONES[1:13]),
    "HHMM": r"^([01]\d|2[0-3])[0-5]\d$",
    "MERIDIEM": r"(?i)^[ap]\.?m\.?$",
    "ZONE": r"^(UTC|GMT|[ECMP][SD]?T|CES?T|BST|MSK|JST|KST)$",
    "NUM": words(r"\d+[½¼¾]?", r"\d{1,3}(,\d{3})+", r"\d+\.\d+", *NUMBERS, *MULTIPLES),
    "RATE": words(r"\$?[\d,.]*\d", "once", "twice", "times", "%", "percent", "million", "billion"),
    "NOUNS": r"^[a-z]{3,}s$",
    "NUM_DASH": words(r"\d+-", *[f"{word}-" for word in NUMBERS]),
    "ORDINAL": words(*ORDINALS, r"\d+(st|nd|rd|th)"),
    "SHARE": r"^(\d/\d|[½¼¾])$",
    "UNIT": words("(second|minute|hour|day|week|fortnight|weekend|month|year|decade)s?", "century", "centuries"),
    "UNITS": words("(second|minute|hour|day|week|month|year|decade)s", "centuries"),
    "SPELL": words(*DAY_UNITS, *MONTH_UNITS),
    "LONG": words("(hour|day|week|month|year|decade)s?-?long"),
    "SEASON": words(*SEASONS),
    "PART": words(*[*PARTS][:6]),
    "POINT": words("dawn", "dusk", *[*PARTS][6:]),
    "VAGUE": words("several", "few", "many", "couple", "dozens", "hundreds", "thousands", "handful", "numerous"),
    "STEP": words(*STEPS),
    "EDGE": words("early", "late", "latter", "mid"),
    "BOUND": words("beginning", "start", "opening", "dawn", "turn", "end", "close", "middle", "height"),
    "QUANT": words(*{word for mod in list(MODS)[3:] for word in re.split(r"[ |]", MODS[mod])}),
    "RELDAY": words("today", "yesterday", "tomorrow", "tonight"),
    "ADVERB": words(*ADVERBS),
    "FRAME": words("past", "last", "next", "coming", "first", "final", "previous", "preceding", "following",
                   "opening", "closing", "remaining", "recent", "intervening", "ensuing"),
    "EXTRA": words("more", "full", "whole", "straight", "consecutive", "successive", "additional", "extra",
                   "further", "long", "solid", "calendar", "business", "working", "trading", "short"),
    "STOP": r"^([.,;:!?)\]\"”—–]|and|but|when|while|\n+)$",
}  # fmt: skip
