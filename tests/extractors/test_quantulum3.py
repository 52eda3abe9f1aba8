"""The wrapper round quantulum3: lengths of time alone, their values and places.

Expectations were worked out by hand.
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
    "days": ("It took four days.", [("four days", "P4D")]),
    "before a noun": ("A four-day trip.", [("four-day", "P4D")]),
    "weeks": ("It took two weeks.", [("two weeks", "P2W")]),
    "a month": ("It took a month.", [("a month", "P1M")]),
    "years": ("It took 1,000 years.", [("1,000 years", "P1000Y")]),
    "a fraction": ("It took one and a half years.", [("one and a half years", "P1.5Y")]),
    "hours": ("It took 1.5 hours.", [("1.5 hours", "PT1.5H")]),
    "minutes and seconds, abbreviated": ("It took 15 min or 30 s.", [("15 min", "PT15M"), ("30 s", "PT30S")]),
    "decades and centuries": (
        "It took a decade, or two centuries.",
        [("a decade", "P1DE"), ("two centuries", "P2CE")],
    ),
    "units that TIMEX3 has in others": (
        "It took a fortnight, or a millennium.",
        [("a fortnight", "P2W"), ("a millennium", "P10CE")],
    ),
    "a range has no one value": ("It took two to three weeks.", [("two to three weeks", None)]),
    "below a second": ("It took 3 ms.", [("3 ms", None)]),
    "the tool's angles": ("The talk lasted fifteen minutes.", []),
    "the tool's days": ("A 3D film.", [("3D", "P3D")]),
    "the tool's years": ("It has two key figures.", [("two key", None)]),
    "other quantities": ("Two ships of 300 tonnes sailed 20 miles on May 5.", []),
    "nothing": ("No time here", []),
    "empty": ("", []),
    "emoji before": ("🚀👩\u200d🚀 four days", [("four days", "P4D")]),
    "combining marks before": ("e\u0301te\u0301 four days", [("four days", "P4D")]),
    "two characters in lower case before": ("\u0130 four days", [("four days", "P4D")]),
    "line ends": ("\r\nNo.\r\nfour days\r\n", [("four days", "P4D")]),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES.keys())
def test_lengths(ask: Ask, text: str, expected: list[tuple[str, str | None]]) -> None:
    found = ask("quantulum3", text)
    assert [(timex.text, timex.value) for timex in found] == expected
    assert {timex.type for timex in found} <= {"DURATION"}


def test_given_spans(read_spans: ReadSpans) -> None:
    given = ("for the four days", "four days later", "ten days and two weeks", "September 18", "a decade")
    assert resolve(read_spans, "quantulum3", *given) == [
        ("for the four days", "DURATION", "P4D", None),
        ("a decade", "DURATION", "P1DE", None),
    ]


BARE = """
import json, sys
from quantulum3 import parser
found = [
    [[each.span, each.value, each.unit.name, each.unit.entity.name] for each in parser.parse(text)]
    for text in json.load(sys.stdin)
]
print(json.dumps(found))
"""


def test_the_articles(ask: Ask, bare: Bare, articles: list[Document]) -> None:
    """Of the tool's quantities those of time, and nothing else; and so in a text with more of them."""
    more = "It took 3 days and 2 hours; then four weeks, 20 miles and 10 years, in 2019."
    texts = [more, *(article.text for article in articles)]
    kept = 0
    for text, quantities in zip(texts, bare("quantulum3", BARE, texts), strict=True):
        found = ask("quantulum3", text)
        expected = [each for each in quantities if each[3] == "time"]
        assert [[timex.start, timex.end] for timex in found] == [span for span, *_ in expected]
        for timex, (_, number, unit, _) in zip(found, expected, strict=True):
            assert re.findall("[0-9.]+|[A-Z]", timex.value or "")[-2:] == [f"{number:g}", unit[0].upper()]
        kept += len(found)
    assert kept > 4
