"""The wrapper round timefuzz: what it reads, the unit that it counted, and the spans of another system.

Expectations were worked out by hand; the document creation time is Wednesday 20 September 2023.
"""

from __future__ import annotations

import datetime

import pytest

from bench import Document
from bench.harness.process import DEFAULT_LIMITS, Process
from bench.harness.reply import read_result
from bench.sdk.model import Timex
from bench.sdk.protocol import document_to_json, extract_request
from tests.extractors.conftest import Bare, Prepared, ReadSpans
from tests.extractors.given_spans import resolve

CASES = {
    "last week": ("DATE", "2023-W37"),
    "next month": ("DATE", "2023-10"),
    "last quarter": ("DATE", "2023-Q2"),
    "last year": ("DATE", "2022"),
    "July": ("DATE", "2024-07"),
    "Friday": ("DATE", "2023-09-22"),
    "yesterday": ("DATE", "2023-09-19"),
    "four days ago": ("DATE", "2023-09-16"),
    "in 2 weeks": ("DATE", "2023-W40"),
    "a month ago": ("DATE", "2023-08"),
    "in two years": ("DATE", "2025"),
    "two hours ago": ("TIME", None),
    "10:30": ("TIME", "2023-09-20T10:30"),
    "next friday at 9am": ("TIME", "2023-09-22T09:00"),
    "now": ("DATE", "PRESENT_REF"),
    "this weekend": ("DATE", "2023-W38-WE"),
    "next weekend": ("DATE", "2023-W38-WE"),  # the likelier of two readings
    "early March": ("DATE", None),  # ten days
    "three days": ("DATE", "2023-09-23"),
}
UNREAD = ("March 5", "18 September 2023", "2019", "the 1990s", "tonight", "every Monday", "\U0001f680")


def test_given_spans(read_spans: ReadSpans) -> None:
    read = resolve(read_spans, "timefuzz", *CASES, *UNREAD)
    assert {words: (type_, value) for words, type_, value, _ in read} == CASES


def test_the_spans_are_those_that_it_is_given(prepared: Prepared) -> None:
    _, environment = prepared("timefuzz")
    text = "🚀 It was last week, on March 5."
    spans = [(text.index(words), text.index(words) + len(words)) for words in ("last week", "March 5")]
    found = tuple(Timex(start, end, "DURATION", "P9Y") for start, end in spans)
    document = Document("d", text, datetime.date(2023, 9, 20), timexes=found)
    with Process(environment, DEFAULT_LIMITS) as process:
        process.hello(learns=False, resolves=True)
        reply = process.ask(extract_request(document_to_json(document, labelled=True)))
    timexes = read_result(reply, document, ("timexes",)).timexes
    assert timexes is not None
    assert [(each.text, each.type, each.value) for each in timexes] == [
        ("last week", "DATE", "2023-W37"),
        ("March 5", None, None),
    ]


def test_the_tool_says_how_sure_it_is(read_spans: ReadSpans) -> None:
    text = "It is next weekend, or last week, or early March."
    spans = [
        (text.index(words), text.index(words) + len(words))
        for words in ("next weekend", "last week", "early March")
    ]
    weekend, week, march = read_spans("timefuzz", text, spans)
    # on a Wednesday "next weekend" may be the coming one or the one after it, says the tool
    assert weekend.alternatives is not None
    assert [each.value for each in weekend.alternatives] == ["2023-W39-WE"]
    assert weekend.confidence is not None
    assert week.confidence is not None
    assert 0 < weekend.confidence < week.confidence <= 1
    assert week.alternatives is None
    assert march.value is None
    assert march.confidence is None


BARE = """
import datetime, json, sys
import timefuzz

found = []
for phrase in json.load(sys.stdin):
    try:
        answer = timefuzz.parse(phrase, now=datetime.datetime(2023, 9, 20))
    except timefuzz.ParseError:
        found.append(None)
        continue
    if isinstance(answer, timefuzz.Ambiguous):
        answer = answer.candidates[0]
    found.append(str(answer.start if isinstance(answer, timefuzz.Range) else answer.when)[:10])
print(json.dumps(found))
"""


@pytest.mark.parametrize("unit", ["day", "month", "year"])
def test_the_value_is_cut_from_what_the_bare_tool_says(read_spans: ReadSpans, bare: Bare, unit: str) -> None:
    phrases = [f"in {number} {unit}s" for number in range(2, 40)]
    said = bare("timefuzz", BARE, phrases)
    assert None not in said
    read = resolve(read_spans, "timefuzz", *phrases)
    cut = {"day": 10, "month": 7, "year": 4}[unit]
    assert [value for _, _, value, _ in read] == [each[:cut] for each in said]
