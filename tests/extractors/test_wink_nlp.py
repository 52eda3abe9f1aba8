"""The wrapper round wink-nlp: entities of time, verbs, and their places, which the tool doesn't give."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bench import Document

Ask = Callable[..., list[Any]]

TIMES = {
    "day": ("It was 18 September 2023.", [("18 September 2023", "DATE")]),
    "counted": ("It was four days ago.", [("four days ago", "DATE")]),
    "duration": ("It took three days.", [("three days", "DURATION")]),
    "time": ("It was midnight.", [("midnight", "TIME")]),
    "the same words twice": ("today, and today", [("today", "DATE"), ("today", "DATE")]),
    "no other entities": ("50 people paid $20.", []),
    "emoji before": ("🚀🚀👩‍🚀 today", [("today", "DATE")]),
    "combining marks before": ("e\u0301te\u0301 today", [("today", "DATE")]),
    "contractions before": ("He won't, can't, didn't and shan't go today.", [("today", "DATE")]),
    "line ends": ("No.\r\ntoday\r\n", [("today", "DATE")]),
    "empty": ("", []),
}
VERBS = {
    "They will not leave.": ["leave"],
    "She didn't visit Riga.": ["visit"],
    "Talks began, he said.": ["began", "said"],
    "It is a war.": [],
    "🚀 He gave up.": ["gave"],
}


@pytest.mark.parametrize(("text", "expected"), TIMES.values(), ids=TIMES.keys())
def test_times(ask: Ask, text: str, expected: list[tuple[str, str]]) -> None:
    found = ask("wink-times", text)
    assert [(timex.text, timex.type) for timex in found] == expected
    assert all(timex.value is None for timex in found)


@pytest.mark.parametrize(("text", "expected"), VERBS.items())
def test_verbs(ask: Ask, text: str, expected: list[str]) -> None:
    found = ask("wink-verbs", text)
    assert [event.text for event in found] == expected
    assert all(event.class_ is event.realis is event.when is None for event in found)


BARE = """
import { readFileSync } from "node:fs";
import winkNLP from "wink-nlp";
import model from "wink-eng-lite-web-model";

const nlp = winkNLP(model);
const read = (text) => {
  const document = nlp.readDoc(text);
  const times = ({ type }) => ["DATE", "TIME", "DURATION"].includes(type);
  const entities = document.entities().out(nlp.its.detail).filter(times);
  const verbs = document.tokens().filter((token) => token.out(nlp.its.pos) === "VERB").out();
  return [entities, verbs];
};
console.log(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map(read)));
"""


def test_on_the_articles_it_says_what_the_bare_tool_says(
    ask: Ask, bare: Callable[..., Any], articles: list[Document]
) -> None:
    said = bare("wink-times", BARE, [article.text for article in articles])
    for article, (entities, verbs) in zip(articles, said, strict=True):
        times = ask("wink-times", article.text)
        # the tool writes a space for the white space between two words
        assert [(" ".join(each.text.split()), each.type) for each in times] == [
            (each["value"], each["type"]) for each in entities
        ]
        assert [each.text for each in ask("wink-verbs", article.text)] == verbs
        assert len(times) >= 2
        assert len(verbs) >= 30
