"""The wrapper round Recognizers-Text in JavaScript: what is open, what is chosen, and what TIMEX3 can't say.

Expectations were worked out by hand; the document creation time is Wednesday 20 September 2023.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bench.sdk.model import Document, Timex

Ask = Callable[..., list[Timex]]

# text: span, type, value without a choice, value of the latest candidate not after the day
CASES: dict[str, list[tuple[str, str, str | None, str | None]]] = {
    "It began 18 September 2023.": [("18 September 2023", "DATE", "2023-09-18", "2023-09-18")],
    "It began October 2022.": [("October 2022", "DATE", "2022-10", "2022-10")],
    "He left on Monday.": [("Monday", "DATE", "XXXX-WXX-1", "2023-09-18")],
    "It is Wednesday.": [("Wednesday", "DATE", "XXXX-WXX-3", "2023-09-20")],
    "It is Thursday.": [("Thursday", "DATE", "XXXX-WXX-4", "2023-09-14")],
    "It rained in July.": [("July", "DATE", "XXXX-07", "2023-07")],
    "It rained in October.": [("October", "DATE", "XXXX-10", "2022-10")],
    "It was on July 30.": [("July 30", "DATE", "XXXX-07-30", "2023-07-30")],
    "It was on the 30th.": [("the 30th", "DATE", "XXXX-XX-30", "2023-08-30")],
    "It was this March.": [("this March", "DATE", "2023-03", "2023-03")],
    "It is tomorrow.": [("tomorrow", "DATE", "2023-09-21", "2023-09-21")],
    "It was last week.": [("last week", "DATE", "2023-W37", "2023-W37")],
    "It is this weekend.": [("this weekend", "DATE", "2023-W38-WE", "2023-W38-WE")],
    "It was 2022.": [("2022", "DATE", "2022", "2022")],
    "In the spring of 2023.": [("the spring of 2023", "DATE", "2023-SP", "2023-SP")],
    "A mild winter.": [("winter", "DATE", "XXXX-WI", "XXXX-WI")],
    "In the third quarter.": [("the third quarter", "DATE", None, "2023-Q3")],
    "It was last quarter.": [("last quarter", "DATE", "2023-Q2", "2023-Q2")],
    "In the second half of 2022.": [("the second half of 2022", "DATE", "2022-H2", "2022-H2")],
    "The first week of May.": [("The first week of May", "DATE", None, "2023-W18")],
    "The week of September 18.": [("The week of September 18", "DATE", None, "2023-W38")],
    "The week of May 3, 2021.": [("The week of May 3, 2021", "DATE", "2021-W18", "2021-W18")],
    "The first Monday of May.": [("The first Monday of May", "DATE", None, "2023-05-01")],
    "From Monday to Friday.": [("From Monday to Friday", "DURATION", "P4D", "P4D")],
    "For the last 3 days.": [("last 3 days", "DURATION", "P3D", "P3D")],
    "It is now.": [("now", "DATE", "PRESENT_REF", "PRESENT_REF")],
    "It was recently.": [("recently", "DATE", "PAST_REF", "PAST_REF")],
    "On February 30 it was Easter.": [("February 30", "DATE", None, None), ("Easter", "DATE", None, None)],
    "Monday evening.": [("Monday evening", "TIME", "XXXX-WXX-1TEV", "2023-09-18TEV")],
    "It was yesterday evening.": [("yesterday evening", "TIME", "2023-09-19TEV", "2023-09-19TEV")],
    "Last night.": [("Last night", "TIME", "2023-09-19TNI", "2023-09-19TNI")],
    "Sunday at noon.": [("Sunday at noon", "TIME", "XXXX-WXX-7T12", "2023-09-17T12")],
    "For the last 24 hours.": [("last 24 hours", "DURATION", "PT24H", "PT24H")],
    "The rest of the day.": [("rest of the day", "DURATION", None, None)],
    "From 3pm to 5pm.": [("From 3pm to 5pm", "DURATION", "PT2H", "PT2H")],
    "It was 10:30.": [("10:30", "TIME", None, None)],
    "Monday at 10:30.": [("Monday at 10:30", "TIME", None, None)],
    "Monday at 9am.": [("Monday at 9am", "TIME", "XXXX-WXX-1T09", "2023-09-18T09")],
    "By September.": [("By September", "DATE", "XXXX-09", "2023-09")],
    " By September.": [("By September", "DATE", "XXXX-09", "2023-09")],  # a paragraph is what isn't white
    "It was 10:30 pm EST.": [("10:30 pm", "TIME", "T22:30", "T22:30")],
    "It was two hours ago.": [("two hours ago", "TIME", None, None)],
    "It took half an hour.": [("half an hour", "DURATION", "PT0.5H", "PT0.5H")],
    "It took several days.": [("several days", "DURATION", "P3D", "P3D")],
    "It took two decades.": [("two decades", "DURATION", None, None)],
    "It is monthly.": [("monthly", "SET", "P1M", "P1M")],
    "Every Monday.": [("Every Monday", "SET", "XXXX-WXX-1", "XXXX-WXX-1")],
    "On weekends.": [("weekends", "SET", None, None)],
    "The 20th century.": [],
    "🚀🚀 yesterday, 👩‍🚀 today": [
        ("yesterday", "DATE", "2023-09-19", "2023-09-19"),
        ("today", "DATE", "2023-09-20", "2023-09-20"),
    ],
    "🚀 İİzmir, Monday.": [("Monday", "DATE", "XXXX-WXX-1", "2023-09-18")],  # this letter is two when small
}
MODS = {
    "early May": ("XXXX-05", "2023-05", "START"),
    "late 2022": (None, None, "END"),
    "more than two weeks": ("P2W", "P2W", "MORE_THAN"),
    "before 2020": ("2020", "2020", "BEFORE"),
    "since May 3, 2021": ("2021-05-03", "2021-05-03", "ON_OR_AFTER"),
    "after Monday": ("XXXX-WXX-1", "2023-09-18", "AFTER"),
    "after July": ("XXXX-07", "2023-07", "AFTER"),
    "after December": ("XXXX-12", "2022-12", "AFTER"),
}


@pytest.mark.parametrize("text", CASES)
def test_times(ask: Ask, text: str) -> None:
    for name, column in (("recognizers-js", 2), ("recognizers-js-past", 3)):
        found = [(timex.text, timex.type, timex.value) for timex in ask(name, text)]
        assert found == [(case[0], case[1], case[column]) for case in CASES[text]], name


@pytest.mark.parametrize("text", MODS)
def test_mods(ask: Ask, text: str) -> None:
    as_it_is, past, mod = MODS[text]
    for name, value in (("recognizers-js", as_it_is), ("recognizers-js-past", past)):
        assert [(timex.text, timex.value, timex.mod) for timex in ask(name, text)] == [(text, value, mod)], name


def test_weeks_have_the_year_of_their_thursday(ask: Ask) -> None:
    assert [timex.value for timex in ask("recognizers-js", "It is this week.", "2023-01-01")] == ["2022-W52"]
    text = "The week of January 1, 2021."
    assert [timex.value for timex in ask("recognizers-js", text)] == ["2020-W53"]


BARE = """
import { readFileSync } from "node:fs";
import recognizers from "@microsoft/recognizers-text-date-time";

// one paragraph after another, places counted from the start of the text
const read = ({ text, dct }) => {
  const reference = new Date(`${dct}T00:00:00Z`);
  let at = 0;
  return text.split(/(\\n\\s*\\n)/).flatMap((part) => {
    const results = recognizers.recognizeDateTime(part, "en-us", recognizers.DateTimeOptions.None, reference);
    const found = results.map((each) => ({ ...each, start: each.start + at, end: each.end + at }));
    at += part.length;
    return found;
  });
};
console.log(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map(read)));
"""
TYPES = {"date": "DATE", "daterange": "DATE", "duration": "DURATION"}
"""Of the tool's, those that it finds in the articles."""


def test_on_the_articles_it_says_what_the_bare_tool_says(
    ask: Ask, bare: Callable[..., Any], articles: list[Document]
) -> None:
    """The tool's spans, its end included; its timexes, or of its candidates the last that isn't after the day."""
    given = [{"text": article.text, "dct": article.dct.isoformat()} for article in articles]
    said = bare("recognizers-js", BARE, given)
    assert sum(map(len, said)) >= 30
    for article, results in zip(articles, said, strict=True):
        dct = article.dct.isoformat()
        units = article.text.encode("utf-16-le")
        for name in ("recognizers-js", "recognizers-js-past"):
            found = ask(name, article.text, dct)
            assert len(found) == len(results)
            for timex, result in zip(found, results, strict=True):
                assert timex.start == len(units[: 2 * result["start"]].decode("utf-16-le"))
                assert timex.text == units[2 * result["start"] : 2 * result["end"] + 2].decode("utf-16-le")
                assert timex.text.lower() == result["text"]
                candidates = result["resolution"]["values"]
                type_ = TYPES[result["typeName"].removeprefix("datetimeV2.")]
                chosen = latest(candidates, dct) if name == "recognizers-js-past" else candidates[0]["timex"]
                if chosen.startswith("("):  # a range: two ends, which are none of a quarter, and a length
                    type_, chosen = "DURATION", chosen.rstrip(")").split(",")[2]
                assert (timex.type, timex.value) == (type_, chosen), result
                assert timex.mod == {None: None, "start": "START"}[candidates[0].get("Mod")]


def latest(candidates: list[dict[str, str]], dct: str) -> str:
    """The timex, its open year or week filled from the latest candidate that isn't after the day."""
    timex = candidates[0]["timex"]
    assert all(candidate["timex"] == timex for candidate in candidates)
    if "X" not in timex:
        return timex
    day = max(day for each in candidates if (day := each.get("value") or each["start"]) <= dct)
    return day[:7] if len(timex) == 7 else day
