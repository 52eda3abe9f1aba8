"""The wrapper round ctparse: its notation as TIMEX3, places, and one answer a line.

Expectations were worked out by hand; the document creation time is Wednesday 20 September 2023.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from bench import Document
from bench.sdk.model import Timex
from tests.extractors.conftest import Bare, ReadSpans
from tests.extractors.given_spans import resolve

Ask = Callable[..., list[Timex]]

CASES = {
    "day": ("18 September 2023", [("18 September 2023", "DATE", "2023-09-18", None)]),
    "day before month": ("5/12/2020", [("5/12/2020", "DATE", "2020-12-05", None)]),
    "a day without its year lies ahead": ("September 18", [("September 18", "DATE", "2024-09-18", None)]),
    "a weekday lies ahead": ("on Monday", [("on Monday", "DATE", "2023-09-25", None)]),
    "month stays a month": ("in October 2022", [("in October 2022", "DATE", "2022-10", None)]),
    "month of no year": ("July", [("July", "DATE", "XXXX-07", None)]),
    "year stays a year": ("in 2019", [("in 2019", "DATE", "2019", None)]),
    "yesterday": ("yesterday", [("yesterday", "DATE", "2023-09-19", None)]),
    "present": ("now", [("now", "DATE", "PRESENT_REF", None)]),
    "clock time is the next one": ("at 10:30", [("at 10:30", "TIME", "2023-09-20T10:30", None)]),
    "clock time of a day": ("tomorrow at 5pm", [("tomorrow at 5pm", "TIME", "2023-09-21T17:00", None)]),
    "part of day": ("yesterday evening", [("yesterday evening", "TIME", "2023-09-19TEV", None)]),
    "forenoon and noon": ("tomorrow noon", [("tomorrow noon", "TIME", "2023-09-21TMI", None)]),
    "early part of day": ("early morning", [("early morning", "TIME", "2023-09-20TMO", "START")]),
    "late part of day": ("late evening", [("late evening", "TIME", "2023-09-20TEV", "END")]),
    "length": ("four days", [("four days", "DURATION", "P4D", None)]),
    "hours": ("2 hours", [("2 hours", "DURATION", "PT2H", None)]),
    "half an hour": ("half an hour", [("half an hour", "DURATION", "PT30M", None)]),
    "nights": ("2 nights", [("2 nights", "DURATION", "PT2NI", None)]),
    "weeks": ("two weeks", [("two weeks", "DURATION", "P2W", None)]),
    "before": ("before Monday", [("before Monday", "DATE", "XXXX-WXX-1", "BEFORE")]),
    "after": ("after 2019", [("after 2019", "DATE", "2019", "AFTER")]),
    "range": ("from Monday to Friday", [("from Monday to Friday", "DATE", None, None)]),
    "range of clock times": ("between 3pm and 5pm", [("between 3pm and 5pm", "TIME", None, None)]),
    "the tool's last hour of the day": ("last week", [("last", "TIME", None, None)]),
    "inside a word": ("summer", [("su", "DATE", "2023-09-24", None)]),
    "one answer a line": ("4 May 2021\nJuly, 6 May 2022", [
        ("4 May 2021", "DATE", "2021-05-04", None),
        ("6 May 2022", "DATE", "2022-05-06", None),
    ]),
    "the tool's military time": ("4 May 2020", [("4 May 2020", "TIME", "2024-05-04T20:20", None)]),
    "nothing": ("Nothing here", []),
    "empty": ("", []),
    "white space alone": (" \r\n\u3000\n", []),
    "emoji before": ("🚀👩\u200d🚀 4 May 2021", [("4 May 2021", "DATE", "2021-05-04", None)]),
    "combining marks before": ("e\u0301te\u0301 4 May 2021", [("4 May 2021", "DATE", "2021-05-04", None)]),
    "runs that the tool rewrites": (" (((x,,  ;—— [4 May],, 2021 )", [
        ("4 May],, 2021", "DATE", "2021-05-04", None),
    ]),
    "line ends": ("\r\nNo.\r\n4 May 2021\r\n", [("4 May 2021", "DATE", "2021-05-04", None)]),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES.keys())
def test_strings(ask: Ask, text: str, expected: list[tuple[str, str, str | None, str | None]]) -> None:
    assert [(timex.text, timex.type, timex.value, timex.mod) for timex in ask("ctparse", text)] == expected


def test_given_spans(read_spans: ReadSpans) -> None:
    given = ("this March", "three days ago", "recently", "next Monday", "September 18, 2023", "at 10:30")
    assert resolve(read_spans, "ctparse", *given) == [
        ("this March", "DATE", "XXXX-03", None),
        ("three days ago", "DURATION", "P3D", None),
        ("next Monday", "DATE", "2023-10-02", None),
        ("September 18, 2023", "DATE", "2023-09-18", None),
        ("at 10:30", "TIME", "2023-09-20T10:30", None),
    ]


BARE = """
import datetime, json, sys
from ctparse import ctparse
from ctparse.ctparse import _preprocess_string
found = []
for text, dct in json.load(sys.stdin):
    found.append([])
    for line in filter(None, text.split("\\n")):
        ts = datetime.datetime.fromisoformat(dct)
        value, place = ctparse(line, ts=ts, timeout=0), ctparse(line, ts=ts, timeout=0, latent_time=False)
        if value:
            resolution = place.resolution
            rewritten = _preprocess_string(line)[resolution.mstart : resolution.mend]
            found[-1].append([line, rewritten, str(value.resolution)])
print(json.dumps(found))
"""


def test_the_articles(ask: Ask, bare: Bare, articles: list[Document]) -> None:
    """One annotation for each line of which the bare tool makes something, in its place and with its parts.

    The tool's string is compared with the characters of the text but for what it rewrites; the parts of a point,
    which it prints with X for those it hasn't, are the value's, and an interval has no value.
    """
    given = [(article.text, article.dct.isoformat()) for article in articles]
    for (text, dct), expected in zip(given, bare("ctparse", BARE, given), strict=True):
        found = ask("ctparse", text, dct)
        assert len(found) == len(expected) > 0
        at = 0
        for timex, (line, rewritten, said) in zip(found, expected, strict=True):
            at = text.index(line, at)
            assert at <= timex.start < timex.end <= at + len(line)
            at += len(line)
            assert letters(timex.text) == letters(rewritten)
            if " - " in said:
                ends = [end for end in said.split(" - ") if end != "None"]
                assert timex.value == (parts(ends[0]) if len(ends) == 1 else None)
            elif timex.value != "PRESENT_REF":
                assert timex.value == parts(said)
            else:
                assert said.startswith(f"{dct} 00:00")


def letters(text: str) -> str:
    return "".join(re.findall(r"[^\W_]", text))


def parts(said: str) -> str | None:
    """A point as the tool prints it, in TIMEX3: year-month-day hour:minute (weekday/part of day)."""
    found = re.fullmatch(r"(\w+)-(\w+)-(\w+) (\w+):(\w+) \((\w)/(\w+)\)", said)
    if found is None:
        return f"P{said.split()[0]}{said.split()[1][0].upper()}"
    year, month, day, hour, minute, weekday, part = found.groups()
    date = "-".join([year.replace("X", "XXXX"), month.replace("X", ""), day.replace("X", "")]).rstrip("-")
    if weekday != "X":
        date = f"XXXX-WXX-{int(weekday) + 1}"
    codes = {"morning": "TMO", "evening": "TEV", "night": "TNI", "X": ""}
    if hour == "X" and part not in codes:
        return None  # "first" or "last"
    return date + (codes[part] if hour == "X" else f"T{hour}:{minute}")
