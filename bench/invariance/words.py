"""The English words by which the checks tell what a time expression is relative to."""

from __future__ import annotations

import re

MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
DAY = re.compile(rf"\b(?:{WEEKDAY}|today|yesterday|tomorrow|tonight)\b", re.IGNORECASE)
"""Matches a day that is named relative to another."""
YEAR = re.compile(r"(?<![\d.,$€£-])(?:19|20)\d\d(?![\d%]|[.,]\d)")
"""Matches a year of four digits."""
FULL_DATE = re.compile(
    rf"\b{MONTH}\s+\d\d?(?:st|nd|rd|th)?,?\s+(?:19|20)\d\d\b"
    rf"|\b\d\d?(?:st|nd|rd|th)?\s+(?:of\s+)?{MONTH},?\s+(?:19|20)\d\d\b"
    r"|\b(?:19|20)\d\d-\d\d-\d\d|\b\d\d?[./]\d\d?[./](?:19|20)\d\d\b",
    re.IGNORECASE,
)
"""Matches a date with day, month and year."""
UNSHIFTED = re.compile(r"\d{5}|['’]\d\d\b|\d[/.-]\d\d?\b(?![/.-])|\b\d\ds\b|\d{3}0s", re.IGNORECASE)
"""Matches numbers that may be a year, or hold one, in another form than four digits."""
NOT_BY_DAYS = re.compile(
    rf"\d|\b{MONTH}|\b(?:month|quarter|season|year|spring|summer|autumn|winter|decade|century)"
    r"|\b(?:good|ash|easter|whit|palm|black|cyber|holy|shrove|maundy|boxing|labou?r|super)\b",
    re.IGNORECASE,
)
"""Matches words that keep a day from moving by as many days as the dct: months, years and named days."""
RELATIVE = re.compile(
    rf"\b(?:{WEEKDAY}|today|yesterday|tomorrow|tonight|now|ago|last|past|next|coming|this|current|previous"
    r"|since|until|till|before|after|later|earlier|week|weeks|weekend)\b",
    re.IGNORECASE,
)
"""Matches words by which an expression may depend on the dct although it states a year."""
