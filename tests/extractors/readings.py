"""What a wrapper makes of a tool's bare answers, and how a system reads spans that it is given."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from bench import Timex

SYSTEMS = Path(__file__).parents[2] / "systems"
DAY_NAMED = re.compile(
    r"(?i)day|tomorrow|\b(sun|mon|tue|wed|thu|fri|sat)\b|\b\d\d?(st|nd|rd|th)?\b(?!:)(?! *(year|month|week))"
)
"""What makes the day of a date part of its meaning: a word for it, or a figure that counts no longer unit."""
MONTH_NAMED = re.compile("(?i)month|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec")
COUNTED = re.compile(r"(?i)hour|minute|second|\d\ds\b")
NAMED_PARTS = {"morning": "MO", "breakfast": "MO", "afternoon": "AF", "evening": "EV", "night": "NI"}
READER = """
import datetime, json, sys
from pathlib import Path
from bench import Document
from bench.sdk.worker import declared, load_file

given = json.load(sys.stdin)
document = Document("d", given["text"], datetime.date.fromisoformat(given["dct"]))
reader = declared(load_file(Path(given["file"])))[given["name"]][1]()
spans = [tuple(span) for span in given["spans"]]
print(json.dumps([[each.start, each.end, each.type, each.value] for each in reader.resolve(document, spans)]))
"""


def read_given(
    bare: Callable[..., Any], file: str, name: str, phrases: Sequence[str]
) -> dict[str, tuple[str | None, str | None]]:
    """Type and value of the phrases that a system can read, each given as a span of a text, behind an emoji.

    The dct is Wednesday 20 September 2023. The system answers in its own environment.
    """
    text = "".join(f"🚀 {phrase}; " for phrase in phrases)
    spans: list[tuple[int, int]] = []
    for phrase in phrases:
        start = text.index(f"🚀 {phrase}; ", spans[-1][1] if spans else 0) + 2
        spans.append((start, start + len(phrase)))
    given = {"file": str(SYSTEMS / f"{file}.py"), "name": name, "text": text, "dct": "2023-09-20", "spans": spans}
    read = bare(name, READER, given)
    places = [(start, end) for start, end, *_ in read]
    assert places == [span for span in spans if span in places]
    return {text[start:end]: (type_, value) for start, end, type_, value in read}


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
