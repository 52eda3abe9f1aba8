"""The wrapper round timexy: granularity, lengths, and places.

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
    "day": ("It began 18 September 2023.", [("18 September 2023", "DATE", "2023-09-18")]),
    "month first": ("It began on Sep 18, 2023.", [("Sep 18, 2023", "DATE", "2023-09-18")]),
    "the first of a month": ("It began 1 May 2021.", [("1 May 2021", "DATE", "2021-05-01")]),
    "month stays a month": ("It began in October 2022.", [("October 2022", "DATE", "2022-10")]),
    "day before month": ("It began on 10/12/2020.", [("10/12/2020", "DATE", "2020-12-10")]),
    "ISO 8601": ("It began on 2021-05-03.", [("2021-05-03", "DATE", "2021-05-03")]),
    "the tool's year in a day": ("It began on September 18.", [("September 18", "DATE", "2018-09")]),
    "length": ("It took four days.", [("four days", "DURATION", "P4D")]),
    "length in figures": ("It took 12 months.", [("12 months", "DURATION", "P12M")]),
    "a word beyond twenty": ("It took thirty years.", []),
    "no hours": ("It took three hours.", []),
    "no weekdays": ("It was on Monday, last week.", []),
    "nothing": ("No time here", []),
    "empty": ("", []),
    "emoji before": (
        "🚀👩\u200d🚀 4 days until 18 September 2023",
        [("4 days", "DURATION", "P4D"), ("18 September 2023", "DATE", "2023-09-18")],
    ),
    "combining marks before": ("e\u0301te\u0301 four days", [("four days", "DURATION", "P4D")]),
    "two characters in lower case before": ("\u0130 18 May 2021", [("18 May 2021", "DATE", "2021-05-18")]),
    "line ends": ("\r\nNo.\r\nMay 2021\r\n", [("May 2021", "DATE", "2021-05")]),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES.keys())
def test_dates_and_lengths(ask: Ask, text: str, expected: list[tuple[str, str, str]]) -> None:
    assert [(timex.text, timex.type, timex.value) for timex in ask("timexy", text)] == expected


def test_given_spans(read_spans: ReadSpans) -> None:
    given = ("in September 2023", "four days", "early May 2021", "the 4 days", "10 days or two weeks", "Monday")
    assert resolve(read_spans, "timexy", *given) == [
        ("in September 2023", "DATE", "2023-09", None),
        ("four days", "DURATION", "P4D", None),
        ("the 4 days", "DURATION", "P4D", None),
    ]


BARE = """
import json, sys
import spacy
import timexy
pipeline = spacy.blank("en")
pipeline.add_pipe("timexy")
found = [
    [[each.start_char, each.end_char, each.kb_id_] for each in pipeline(text).ents]
    for text in json.load(sys.stdin)
]
print(json.dumps(found))
"""


def test_the_articles(ask: Ask, bare: Bare, articles: list[Document]) -> None:
    """The tool's entities with its types and values, but that a date without a day is cut to its month."""
    texts = ["It ran from May 2021 to 4 June 2021, for 3 weeks.", *(article.text for article in articles)]
    kept = 0
    for text, entities in zip(texts, bare("timexy", BARE, texts), strict=True):
        found = ask("timexy", text)
        assert [[timex.start, timex.end] for timex in found] == [each[:2] for each in entities]
        for timex, (_, _, said) in zip(found, entities, strict=True):
            value = said.rpartition('value="')[2].rstrip('"')
            if said.startswith('TIMEX3 type="DATE"'):
                value = value[: 7 if re.fullmatch(r"[A-Z][a-z]+ \d+", timex.text) else 10]
            assert (said.startswith(f'TIMEX3 type="{timex.type}"'), timex.value) == (True, value)
        kept += len(found)
    assert kept > 4
