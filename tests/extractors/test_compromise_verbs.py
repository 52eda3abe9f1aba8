"""The wrapper round compromise's verbs: which word stands for a phrase, and where its realis comes from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bench.sdk.model import Document, Event

Ask = Callable[..., list[Event]]

CASES = {
    "China denied the reports.": ["denied ACTUAL"],
    "He had been briefed.": ["briefed ACTUAL"],
    "The army was attacked by rebels.": ["attacked ACTUAL"],
    "The ministers agreed to hold talks.": ["agreed ACTUAL", "hold None"],
    "They will visit Riga.": ["visit PLANNED"],
    "They are going to meet.": ["meet PLANNED"],
    "The visit will be held.": ["held PLANNED"],
    "They will not visit Riga.": ["visit OTHER"],
    "She didn't visit Riga.": ["visit OTHER"],
    "He has never really spoken.": ["spoken OTHER"],
    "They could resume.": ["resume OTHER"],
    "She might have left.": ["left OTHER"],
    "Let's go.": ["Let's OTHER", "go OTHER"],
    "It comes in today.": ["comes ACTUAL"],
    "He gave up.": ["gave ACTUAL"],
    "They started looking.": ["started ACTUAL"],
    "He's visiting Riga.": ["visiting ACTUAL"],
    "It is a war.": ["is ACTUAL"],
    "🚀🚀 He gave up, 👩‍🚀 she denied it.": ["gave ACTUAL", "denied ACTUAL"],
}
LIMITS = {
    "He's ready.": [],  # its "is" has no characters of its own
    "The meeting took place.": ["took ACTUAL"],  # no nouns
    "views rights talks": ["rights ACTUAL"],  # a noun taken for a verb
    "If it invades, we leave.": ["invades ACTUAL", "leave ACTUAL"],  # it doesn't say what is a condition
}


@pytest.mark.parametrize(("text", "expected"), [*CASES.items(), *LIMITS.items()])
def test_events(ask: Ask, text: str, expected: list[str]) -> None:
    found = ask("compromise-verbs", text)
    assert [f"{event.text} {event.realis}" for event in found] == expected
    assert all(event.class_ is None and event.when is None for event in found)


BARE = """
import { readFileSync } from "node:fs";
import nlp from "compromise";

const read = (text) => nlp(text).verbs().json({ offset: true });
console.log(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map(read)));
"""


def test_on_the_articles_it_says_what_the_bare_tool_says(
    ask: Ask, bare: Callable[..., Any], articles: list[Document]
) -> None:
    """Of each verb phrase one term, which begins the root that the tool names; realis by the tool's grammar."""
    said = bare("compromise-verbs", BARE, [article.text for article in articles])
    for article, phrases in zip(articles, said, strict=True):
        units = article.text.encode("utf-16-le")
        found = ask("compromise-verbs", article.text)
        spoken = sorted(filter(root_of, phrases), key=lambda phrase: root_term(phrase)["offset"]["start"])
        assert len(found) == len(spoken) >= 50
        for event, phrase in zip(found, spoken, strict=True):
            term = root_term(phrase)
            offset = term["offset"]
            assert event.start == len(units[: 2 * offset["start"]].decode("utf-16-le"))
            assert event.text == term["text"]
            assert event.realis == realis(phrase, term), phrase


def root_of(phrase: dict[str, Any]) -> list[str]:
    """The words of the root, unless a contraction hides it."""
    words = phrase["verb"]["root"].split()
    return words if any(term["text"].startswith(words[0]) for term in phrase["terms"]) else []


def root_term(phrase: dict[str, Any]) -> dict[str, Any]:
    return next(term for term in reversed(phrase["terms"]) if term["text"].startswith(root_of(phrase)[0]))


def realis(phrase: dict[str, Any], term: dict[str, Any]) -> str | None:
    verb, grammar = phrase["verb"], phrase["verb"]["grammar"]
    form = grammar.get("form", "")
    if verb["negative"] or form in ("imperative", "want-infinitive") or form.startswith("modal"):
        return "OTHER"
    if grammar["tense"] == "FutureTense":
        return "PLANNED"
    auxiliaries = set(verb["auxiliary"].split())
    if auxiliaries & {"would", "could", "should", "must", "may", "might", "can", "shall", "will"}:
        return "OTHER"
    bare_gerund = "Gerund" in term["tags"] and not auxiliaries
    return None if grammar["isInfinitive"] or bare_gerund else "ACTUAL"
