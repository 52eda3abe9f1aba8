"""What a wrapper makes of a tool's bare answers, and how a system reads spans that it is given."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence

from bench import Timex
from tests.extractors.conftest import ReadSpans

DAY_NAMED = re.compile(
    r"(?i)day|tomorrow|\b(sun|mon|tue|wed|thu|fri|sat)\b|\b\d\d?(st|nd|rd|th)?\b(?!:)(?! *(year|month|week))"
)
"""What makes the day of a date part of its meaning: a word for it, or a figure that counts no longer unit."""
MONTH_NAMED = re.compile("(?i)month|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec")
COUNTED = re.compile(r"(?i)hour|minute|second|\d\ds\b")
NAMED_PARTS = {"morning": "MO", "breakfast": "MO", "afternoon": "AF", "evening": "EV", "night": "NI"}


def read_given(
    read_spans: ReadSpans, name: str, phrases: Sequence[str]
) -> dict[str, tuple[str | None, str | None]]:
    """Type and value of the phrases that a system can read, each given as a span of a text, behind an emoji.

    The dct is Wednesday 20 September 2023. The system answers in its own environment.
    """
    text = "".join(f"🚀 {phrase}; " for phrase in phrases)
    spans: list[tuple[int, int]] = []
    for phrase in phrases:
        start = text.index(f"🚀 {phrase}; ", spans[-1][1] if spans else 0) + 2
        spans.append((start, start + len(phrase)))
    return {each.text: (each.type, each.value) for each in read_spans(name, text, spans)}


def means(timex: Timex, iso: str) -> bool:
    """Whether an annotation is a tool's datetime, cut to what its words name and to nothing else."""
    words, value = timex.text, timex.value
    if timex.type == "TIME":
        if value is None:
            return COUNTED.search(words) is not None
        part = [code for name, code in NAMED_PARTS.items() if name in words.lower()]
        return value[:11] == f"{iso[:10]}T" and (value[11:] in part if part else iso[11:].startswith(value[11:16]))
    if timex.type != "DATE" or value is None:
        return False
    if "week" in words.lower() and not re.search("[a-z]day", words):
        year, week, _ = datetime.date.fromisoformat(iso[:10]).isocalendar()
        return value == f"{year}-W{week:02}"
    if DAY_NAMED.search(words):
        return value == iso[:10]
    return value == iso[: 7 if MONTH_NAMED.search(words) else 4]
