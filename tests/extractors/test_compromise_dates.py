"""The wrapper round compromise-dates: units, ranges, lengths, what repeats, and the tool's own spans.

Expectations were worked out by hand; the document creation time is Wednesday 20 September 2023.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest

from bench.sdk.model import Document, Timex

Ask = Callable[..., list[Timex]]

CASES: dict[str, list[tuple[str, str | None, str | None]]] = {
    "It began 18 September 2023 here.": [("18 September 2023", "DATE", "2023-09-18")],
    "He left on Monday and slept.": [("on Monday", "DATE", "2023-09-25")],
    "It is Wednesday here.": [("Wednesday", "DATE", "2023-09-20")],
    "It rained in July.": [("in July.", "DATE", "2024-07")],
    "It was this March here.": [("this March", "DATE", "2024-03")],
    "It was last month here.": [("last month", "DATE", "2023-08")],
    "It was last week here.": [("last week", "DATE", "2023-W37")],
    "It is next weekend here.": [("next weekend", "DATE", "2023-W39-WE")],
    "It was last year here.": [("last year", "DATE", "2022")],
    "The end of 2024 is far.": [("end of 2024", "DATE", "2024")],
    "It was the third quarter of 2022.": [("third quarter of 2022.", "DATE", "2022-Q3")],
    "In the third quarter of 2022 it fell.": [("In the third quarter of 2022", "DATE", "2023-Q3")],
    "It was last summer here.": [("last summer", "DATE", "2022-SU")],
    "It was the spring of 2023 here.": [("spring of 2023", "DATE", "2023-SP")],
    "It was two days ago.": [("two days ago.", "DATE", "2023-09-18")],
    "It was two days ago here.": [("two days ago", None, None)],
    "It was three years ago.": [("three years ago.", "DATE", "2020-09-20")],
    "It ran from Monday to Friday here.": [("from Monday to Friday", "DATE", None)],
    "The middle of 2019 was hot.": [("middle of 2019", "DATE", None)],
    "He came before 2020 already.": [("before 2020", "DATE", None)],
    "It was 10:30 EST here.": [("10:30 EST", "TIME", "2023-09-20T10:30-05:00")],
    "It was 10:30 UTC here.": [("10:30 UTC", "TIME", "2023-09-20T10:30Z")],
    "It was noon on Friday here.": [("noon on Friday", "TIME", "2023-09-22T12:00")],
    "It was yesterday evening here.": [("yesterday evening", "TIME", "2023-09-19T18:00")],
    "At 2021-05-03T10:20:30Z it rang.": [("At 2021-05-03T10:20:30Z", "TIME", "2021-05-03T10:20:30Z")],
    "It lasts 3pm to 5pm tomorrow here.": [("3pm to 5pm tomorrow", "TIME", None)],
    "It was two hours ago.": [("two hours ago.", "TIME", None)],
    "A four-day trip began.": [("four-day", "DURATION", "P4D")],
    "He stayed for 30 minutes here.": [("30 minutes", "DURATION", "PT30M")],
    "He stayed two and a half years here.": [("two and a half years", "DURATION", "P2.5Y")],
    "He stayed one month and three days here.": [("one month and three days", "DURATION", "P1M3D")],
    "He comes twice a week here.": [("a week", "DURATION", None)],
    "He came four months later.": [("four months", "DURATION", "P4M"), ("later.", None, None)],
    "It takes half an hour here.": [("half an hour", "DURATION", "PT0H")],
    "He comes every Monday here.": [("every Monday", "SET", "XXXX-WXX-1")],
    "He comes every two weeks here.": [("every two weeks", "SET", "P2W")],
    "He rests on weekends in July here.": [("on weekends in July", "SET", None)],
    "Tuesday. It rained.": [("Tuesday.", "DATE", "2023-09-23")],
    "We read this year's plan.": [("this", "TIME", None)],
    "It was now, last night, in the 1990s.": [],
    "🚀🚀 It was yesterday, 👩‍🚀 not today here": [
        ("yesterday,", "DATE", "2023-09-19"),
        ("today", "DATE", "2023-09-20"),
    ],
}


@pytest.mark.parametrize(("text", "expected"), CASES.items())
def test_times(ask: Ask, text: str, expected: list[tuple[str, str | None, str | None]]) -> None:
    assert [(timex.text, timex.type, timex.value) for timex in ask("compromise-dates", text)] == expected


BARE = """
import { readFileSync } from "node:fs";
import nlp from "compromise";
import plugin from "compromise-dates";

nlp.plugin(plugin);
const read = ({ text, dct }) => ({
  dates: nlp(text).dates({ today: dct, timezone: "UTC" }).json({ offset: true }),
  durations: nlp(text).durations().json({ offset: true }),
});
console.log(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map(read)));
"""
CUT = {"year": 4, "month": 7, "day": 10}


def test_on_the_articles_it_says_what_the_bare_tool_says(
    ask: Ask, bare: Callable[..., Any], articles: list[Document]
) -> None:
    """The tool's spans but for white space; starts cut to their unit; durations that no date holds."""
    given = [{"text": article.text, "dct": article.dct.isoformat()} for article in articles]
    for article, said in zip(articles, bare("compromise-dates", BARE, given), strict=True):
        expected = [(*place(each), *dated(each["dates"])) for each in said["dates"]]
        assert len(expected) >= 2
        for each in said["durations"]:
            start, end = place(each)
            if not any(start < other[1] and other[0] < end for other in expected if other[2]):
                ((unit, number),) = each["duration"].items()
                expected = [other for other in expected if other[1] <= start or end <= other[0]]
                expected.append((start, end, "DURATION", f"P{number}{unit[0].upper()}"))
        units = article.text.encode("utf-16-le")
        found = ask("compromise-dates", article.text, article.dct.isoformat())
        assert len(found) == len(expected)
        for timex, (start, end, type_, value) in zip(found, sorted(expected), strict=True):
            covered = units[2 * start : 2 * end].decode("utf-16-le")
            before = len(units[: 2 * start].decode("utf-16-le")) + len(covered) - len(covered.lstrip())
            assert (timex.start, timex.text, timex.type, timex.value) == (before, covered.strip(), type_, value)


def place(found: dict[str, Any]) -> tuple[int, int]:
    return found["offset"]["start"], found["offset"]["start"] + found["offset"]["length"]


def dated(dates: dict[str, Any]) -> tuple[str | None, str | None]:
    """Type and value of the tool's start and unit, of the kinds that the articles have."""
    if dates["start"] is None:
        return None, None
    start, unit = dates["start"][:10], dates.get("unit")
    assert not dates.get("repeat")
    if unit == "time":  # "this" of "this year's": the tool's now
        assert dates["start"] == dates["end"]
        return "TIME", None
    if unit == "week":
        year, week, _ = datetime.date.fromisoformat(start).isocalendar()
        return "DATE", f"{year}-W{week:02}"
    if unit == "season":
        return "DATE", f"{start[:4]}-{ {'03': 'SP', '06': 'SU', '09': 'FA', '12': 'WI'}[start[5:7]] }"
    return "DATE", start[: CUT[unit]] if unit else None
