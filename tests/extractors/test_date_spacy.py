"""The wrapper round date-spacy: granularity, places, and the document's day for the machine's.

Expectations were worked out by hand; the document creation time is Wednesday 20 September 2023.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bench import Document
from bench.contract.conditions import under_clock
from bench.harness.process import DEFAULT_LIMITS, Process
from bench.sdk.model import Timex
from bench.sdk.protocol import extract_request
from tests.extractors.conftest import Bare, Prepared, ReadSpans
from tests.extractors.given_spans import resolve

Ask = Callable[..., list[Timex]]

CASES = {
    "day": ("It began 18 September 2023.", [("18 September 2023", "2023-09-18")]),
    "month first": ("It began on September 18, 2022.", [("September 18, 2022", "2022-09-18")]),
    "day of the dct's year": ("It began on September 18.", [("September 18", "2023-09-18")]),
    "a day later in the year": ("It began on 25 December.", [("25 December", "2023-12-25")]),
    "in words": ("On the twelfth of October.", [("twelfth of October", "2023-10-12")]),
    "month before day": ("It began on 10/12/2020.", [("10/12/2020", "2020-10-12")]),
    "ISO 8601": ("It began on 2021-05-03.", [("2021-05-03", "2021-05-03")]),
    "a month and year that look like a day": ("It was May 99.", [("May 99", "1999-05")]),
    "no date": ("It was 99/99/99.", [("99/99/99", None)]),
    "the tool's days": ("It needs 3-4 people.", [("3-4", "2023-03-04")]),
    "no months": ("It was September 2023, or July.", []),
    "no weekdays": ("It was on Monday, last week.", []),
    "nothing": ("No time here", []),
    "empty": ("", []),
    "emoji before": ("🚀👩\u200d🚀 10 May", [("10 May", "2023-05-10")]),
    "combining marks before": ("e\u0301te\u0301 10 May", [("10 May", "2023-05-10")]),
    "two characters in lower case before": ("\u0130 10 May", [("10 May", "2023-05-10")]),
    "line ends": ("\r\nNo.\r\n10 May 2021\r\n", [("10 May 2021", "2021-05-10")]),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES.keys())
def test_days(ask: Ask, text: str, expected: list[tuple[str, str | None]]) -> None:
    found = ask("date-spacy", text)
    assert [(timex.text, timex.value) for timex in found] == expected
    assert {timex.type for timex in found} <= {"DATE"}


def test_the_clock_of_the_machine_does_not_matter(ask: Ask, prepared: Prepared) -> None:
    text = "It ran from September 18 to 29 February and 3/4, in May 99."
    system, environment = prepared("date-spacy")
    shifted = under_clock(system, environment)
    assert shifted is not None
    with Process(shifted, DEFAULT_LIMITS) as process:
        process.hello(learns=False)
        reply: dict[str, Any] = process.ask(extract_request({"id": "d", "text": text, "dct": "2024-09-20"}))
    found = [each["value"] for each in reply["timexes"]]
    assert found == ["2024-09-18", "2024-02-29", "2024-03-04", "1999-05"]
    assert found == [timex.value for timex in ask("date-spacy", text, "2024-09-20")]
    elsewhere = ask("date-spacy", text, "2024-09-20", TZ="Pacific/Kiritimati")
    assert found == [timex.value for timex in elsewhere]


def test_given_spans(read_spans: ReadSpans) -> None:
    given = ("on September 18", "early September 18", "May 5 to May 7", "99/99/99", "the twelfth of October")
    assert resolve(read_spans, "date-spacy", *given) == [
        ("on September 18", "DATE", "2023-09-18", None),
        ("99/99/99", "DATE", None, None),
        ("the twelfth of October", "DATE", "2023-10-12", None),
    ]


BARE = """
import json, sys
import spacy
from date_spacy import find_dates
pipeline = spacy.blank("en")
pipeline.add_pipe("find_dates")
found = [
    [[each.start_char, each.end_char, each._.date.isoformat()] for each in pipeline(text).ents]
    for text in json.load(sys.stdin)
]
print(json.dumps(found))
"""


def test_the_articles(ask: Ask, bare: Bare, articles: list[Document]) -> None:
    """The tool's entities and dates, but that a day without a year is of the article's year, not the machine's."""
    texts = [article.text for article in articles]
    kept = 0
    for article, entities in zip(articles, bare("date-spacy", BARE, texts), strict=True):
        found = ask("date-spacy", article.text, article.dct.isoformat())
        assert [[timex.start, timex.end] for timex in found] == [each[:2] for each in entities]
        for timex, (_, _, date) in zip(found, entities, strict=True):
            year = date[:4] if date[:4] in timex.text else str(article.dct.year)
            assert timex.value == f"{year}{date[4:10]}"
        kept += len(found)
    assert kept > 0
