"""The wrapper round datefinder: bytes to characters, grain, lengths, given spans, and what the bare tool says.

Expectations were worked out by hand; the document creation time is Wednesday 20 September 2023.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bench import Document, Timex
from tests.extractors.conftest import ReadSpans
from tests.extractors.readings import means, read_given

Ask = Callable[..., list[Timex]]

CASES = {
    "day": ("It began 18 September 2023.", [("18 September 2023", "DATE", "2023-09-18")]),
    "day of the dct's year": ("It began on Dec. 18.", [("Dec. 18", "DATE", "2023-12-18")]),
    "month stays a month": ("It began October 2022.", [("October 2022", "DATE", "2022-10")]),
    "month of the dct's year": ("It was in July.", [("in July", "DATE", "2023-07")]),
    "year stays a year": ("It was in 2022.", [("in 2022", "DATE", "2022")]),
    "figures are month first": ("It was 05/06/2021.", [("05/06/2021", "DATE", "2021-05-06")]),
    "last weekday": ("It was last Wednesday.", [("last Wednesday", "DATE", "2023-09-13")]),
    "next weekday": ("It is next Friday.", [("next Friday", "DATE", "2023-09-22")]),
    "no weekday alone, no week, no clock time alone": ("On Friday, last week, 10:30.", []),
    "days away": ("It was 5 days ago.", [("5 days ago", "DATE", "2023-09-15")]),
    "months of 30 days": ("It was 2 months ago.", [("2 months ago", "DATE", "2023-07-22")]),
    "hours from an hour that is not given": ("It is in 2 hours.", [("in 2 hours", "TIME", None)]),
    "hours that make a day": ("It is in 24 hours.", [("in 24 hours", "DATE", "2023-09-21")]),
    "days as a length": ("It took 2 days.", [("2 days", "DURATION", "P2D")]),
    "weeks as a length": ("It took 5 weeks.", [("5 weeks", "DURATION", "P5W")]),
    "months as a length": ("It took 1 month.", [("1 month", "DURATION", "P1M")]),
    "years as a length": ("He is 30 years old.", [("30 years", "DURATION", "P30Y")]),
    "minutes as a length": ("It took 90 Minutes.", [("90 Minutes", "DURATION", "PT90M")]),
    "hours as a length": ("It took 3 hours.", [("3 hours", "DURATION", "PT3H")]),
    "seconds as a length": ("It took 3 sec.", [("3 sec", "DURATION", "PT3S")]),
    "a length in French": ("It took 3 ans.", [("3 ans", "DURATION", None)]),
    "ISO 8601 with zone": ("At 2021-05-03T10:20:30Z.", [("2021-05-03T10:20:30Z", "TIME", "2021-05-03T10:20:30Z")]),
    "ISO 8601 without zone": ("At 2021-05-03 10:20.", [("2021-05-03 10:20", "TIME", "2021-05-03T10:20")]),
    "a clock time near by": (
        "It opened on 18 September 2023. Then a bell rang at 11:45.",
        [("18 September 2023", "TIME", "2023-09-18T11:45")],
    ),
    "its zone too": (
        "18 September 2023 at 5:00 PM +0200",
        [("18 September 2023", "TIME", "2023-09-18T17:00+02:00")],
    ),
    "nothing": ("No time here", []),
    "empty": ("", []),
    "bytes before": (
        "“Yes” on 5 May 2021, é🚀 yesterday",
        [("5 May 2021", "DATE", "2021-05-05"), ("yesterday", "DATE", "2023-09-19")],
    ),
    "combining marks before": ("e\u0301te\u0301 yesterday", [("yesterday", "DATE", "2023-09-19")]),
    "line ends": ("No.\r\n18 May\r\n2021", [("18 May\r\n2021", "DATE", "2021-05-18")]),
    "white space that the tool takes in": ("é from May 2020", [("May 2020", "DATE", "2020-05")]),
}
GIVEN = {
    "early May 2021": ("DATE", "2021-05"),
    "18 September 2023": ("DATE", "2023-09-18"),
    "“in 2022”": ("DATE", "2022"),
    "3 hours 20 minutes": ("DURATION", "PT3H"),
    "in 2 hours": ("TIME", None),
}
UNREAD = ["Monday", "this week", "a few days", "10:30"]
BARE = """
import datetime, json, sys, datefinder

answers = []
for text, dct in json.load(sys.stdin):
    reference = datetime.datetime.fromisoformat(dct + "T00:00:00+00:00")
    found = datefinder.find_dates(text, source=True, index=True, base_date=reference)
    answers.append([[at.isoformat(), words, *place] for at, words, place in found])
print(json.dumps(answers))
"""


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES.keys())
def test_dates_and_lengths(ask: Ask, text: str, expected: list[tuple[str, str, str]]) -> None:
    assert [(timex.text, timex.type, timex.value) for timex in ask("datefinder", text)] == expected


def test_values_do_not_hang_on_the_machines_zone(ask: Ask) -> None:
    text = "Today, in July, in 2022, last Sunday, 5 days ago, 2021-05-03 10:20, in 2 hours."
    found = ask("datefinder", text, "2023-10-01")
    assert len(found) == 7
    for zone in ("Pacific/Kiritimati", "America/New_York"):
        assert ask("datefinder", text, "2023-10-01", TZ=zone) == found


def test_given_spans(read_spans: ReadSpans) -> None:
    assert read_given(read_spans, "datefinder", [*GIVEN, *UNREAD]) == GIVEN


def test_the_bare_tool_says_the_same(ask: Ask, bare: Callable[..., Any], articles: list[Document]) -> None:
    # What the wrapper changes: bytes of UTF-8 to characters, white space at a span's ends, and the datetime, which
    # is cut to what its words name. It has lengths beside it, which find_dates leaves out.
    texts = [(each.text, each.dct.isoformat()) for each in articles]
    texts.append(
        ("“Was” it on 2021-05-03 10:20, in ’22? It is in 2 hours; “3 days” at most, in 2022.", "2023-09-20")
    )
    answers = bare("datefinder", BARE, texts)
    assert sum(map(len, answers)) > 12
    for (text, dct), answer in zip(texts, answers, strict=True):
        found = [timex for timex in ask("datefinder", text, dct) if timex.type != "DURATION"]
        encoded = text.encode()
        for (iso, words, start, end), timex in zip(answer, found, strict=True):
            assert timex.text == words.strip() == encoded[start:end].decode().strip()
            assert start <= len(text[: timex.start].encode()) <= len(text[: timex.end].encode()) <= end
            assert means(timex, iso), (timex, iso)
