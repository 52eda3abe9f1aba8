"""The wrapper round chrono-node: places, granularity and ranges.

Expectations were worked out by hand; the document creation time is Wednesday 20 September 2023.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest

from bench.sdk.model import Document, Timex

Ask = Callable[..., list[Timex]]

CASUAL = {
    "day": ("It began 18 September 2023.", [("18 September 2023", "DATE", "2023-09-18")]),
    "month stays a month": ("It began October 2022.", [("October 2022", "DATE", "2022-10")]),
    "the nearest month": ("It was July.", [("July", "DATE", "2023-07")]),
    "month of a relative year": ("It was last month.", [("last month", "DATE", "2023-08")]),
    "year stays a year": ("It was next year.", [("next year", "DATE", "2024")]),
    "years away": ("It was three years ago.", [("three years ago", "DATE", "2020")]),
    "week stays a week": ("It was last week.", [("last week", "DATE", "2023-W37")]),
    "the week's year is its Thursday's": ("It was 90 weeks ago.", [("90 weeks ago", "DATE", "2021-W52")]),
    "days away": ("It was 5 days ago.", [("5 days ago", "DATE", "2023-09-15")]),
    "end of a month": ("By the end of next month.", [("end of next month", "DATE", "2023-10-31")]),
    "the nearest weekday": ("It is on Friday.", [("on Friday", "DATE", "2023-09-22")]),
    "nothing certain": ("It is this week.", [("this week", "DATE", None)]),
    "present": ("It is now.", [("now", "DATE", "PRESENT_REF")]),
    "clock time": ("It was 10:30.", [("10:30", "TIME", "2023-09-20T10:30")]),
    "hour": ("It is tomorrow at 5pm.", [("tomorrow at 5pm", "TIME", "2023-09-21T17:00")]),
    "zone": ("It was 10:30 EST.", [("10:30 EST", "TIME", "2023-09-20T10:30-05:00")]),
    "ISO 8601": ("At 2021-05-03T10:20:30Z.", [("2021-05-03T10:20:30Z", "TIME", "2021-05-03T10:20:30Z")]),
    "hours from an hour that is not given": ("It was two hours ago.", [("two hours ago", "TIME", None)]),
    "part of day": ("It was yesterday evening.", [("yesterday evening", "TIME", "2023-09-19TEV")]),
    "night": ("It is tonight.", [("tonight", "TIME", "2023-09-20TNI")]),
    "last night was yesterday": ("It was last night.", [("last night", "DATE", "2023-09-19")]),
    "range": ("It ran May 5 - 7, 2021 here.", [("May 5 - 7, 2021", "DATE", "2021-05-05")]),
    "range of weekdays": ("From Monday to Friday.", [("Monday to Friday", "DATE", "2023-09-18")]),
    "a length is read as a day": ("It took, for three days, all.", [("for three days", "DATE", "2023-09-23")]),
    "nothing": ("No time here", []),
    "empty": ("", []),
    "emoji before": (
        "🚀🚀 yesterday, 👩‍🚀 today",
        [("yesterday", "DATE", "2023-09-19"), ("today", "DATE", "2023-09-20")],
    ),
    "combining marks before": ("e\u0301te\u0301 yesterday", [("yesterday", "DATE", "2023-09-19")]),
    "line ends": ("No.\r\nyesterday\r\n", [("yesterday", "DATE", "2023-09-19")]),
}
STRICT = {
    "day": ("It began 18 September 2023.", [("18 September 2023", "DATE", "2023-09-18")]),
    "no casual words": ("It was yesterday, last week or July.", []),
    "lengths in full": ("It was 5 days ago.", [("5 days ago", "DATE", "2023-09-15")]),
}


FORWARD = {
    "the coming weekday": ("He left on Monday.", [("on Monday", "DATE", "2023-09-25")]),
    "the coming month": ("It was July.", [("July", "DATE", "2024-07")]),
    "the coming day": ("It was 18 September.", [("18 September", "DATE", "2024-09-18")]),
    "a year that is said": ("It was July 2022.", [("July 2022", "DATE", "2022-07")]),
    "the past where it is said": ("It was yesterday.", [("yesterday", "DATE", "2023-09-19")]),
}


@pytest.mark.parametrize(("text", "expected"), CASUAL.values(), ids=CASUAL.keys())
def test_the_casual_setting(ask: Ask, text: str, expected: list[tuple[str, str, str]]) -> None:
    assert [(timex.text, timex.type, timex.value) for timex in ask("chrono-node", text)] == expected


@pytest.mark.parametrize(("text", "expected"), STRICT.values(), ids=STRICT.keys())
def test_the_strict_setting(ask: Ask, text: str, expected: list[tuple[str, str, str]]) -> None:
    found = ask("chrono-node-strict", text)
    assert [(timex.text, timex.type, timex.value) for timex in found] == expected


@pytest.mark.parametrize(("text", "expected"), FORWARD.values(), ids=FORWARD.keys())
def test_the_forward_setting(ask: Ask, text: str, expected: list[tuple[str, str, str]]) -> None:
    found = ask("chrono-node-forward", text)
    assert [(timex.text, timex.type, timex.value) for timex in found] == expected


BARE = """
import { readFileSync } from "node:fs";
import * as chrono from "chrono-node";

const [name, documents] = JSON.parse(readFileSync(0, "utf8"));
const parser = name === "chrono-node-strict" ? chrono.en.strict : chrono.en.casual;
const options = name === "chrono-node-forward" ? { forwardDate: true } : {};
const read = ({ text, dct }) =>
  parser.parse(text, { instant: new Date(`${dct}T12:00:00Z`), timezone: 0 }, options).map((result) => ({
    index: result.index,
    text: result.text,
    date: result.start.date().toISOString(),
    certain: result.start.getCertainComponents(),
    tags: [...result.start.tags()],
  }));
console.log(JSON.stringify(documents.map(read)));
"""


@pytest.mark.parametrize("name", ["chrono-node", "chrono-node-forward", "chrono-node-strict"])
def test_on_the_articles_it_says_what_the_bare_tool_says(
    ask: Ask, bare: Callable[..., Any], articles: list[Document], name: str
) -> None:
    """Spans but for white space; of the tool's date as much as the tool calls certain, or its week."""
    given = [{"text": article.text, "dct": article.dct.isoformat()} for article in articles]
    said = bare(name, BARE, [name, given])
    assert sum(map(len, said)) >= 5
    for article, results in zip(articles, said, strict=True):
        found = ask(name, article.text, article.dct.isoformat())
        assert [timex.text for timex in found] == [result["text"].strip() for result in results]
        for timex, result in zip(found, results, strict=True):
            before = article.text.encode("utf-16-le")[: 2 * result["index"]].decode("utf-16-le")
            assert timex.start == len(before) + len(result["text"]) - len(result["text"].lstrip())
            assert timex.value == cut(result), result


def cut(result: dict[str, Any]) -> str | None:
    """The value that a result of the bare tool comes to, of the kinds that the articles have."""
    day, certain = str(result["date"])[:10], set(result["certain"])
    assert not any("casualReference/now" in tag or "AndTime" in tag for tag in result["tags"])
    if "hour" in certain:
        return str(result["date"][:16])
    if "result/relativeDate" in result["tags"] and "day" in certain and "weekday" not in certain:
        year, week, _ = datetime.date.fromisoformat(day).isocalendar()
        return f"{year}-W{week:02}" if "week" in result["text"] else day
    if certain & {"day", "weekday"}:
        return day
    return day[:7] if "month" in certain else day[:4] if "year" in certain else None
