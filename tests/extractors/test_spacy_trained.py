"""spacy-trained: what it learns from three short articles, and that it learns the same each time."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

from bench import Document, Event
from bench.harness.errors import AnswerError
from bench.sdk.model import Region
from bench.sdk.worker import load_file
from tests.extractors.conftest import SYSTEMS
from tests.extractors.labelled import DCT, labelled, lessons, shown

Extract = Callable[..., list[Any]]
Teach = Callable[..., Extract]

# What it makes of words that training never showed may differ between kinds of processors, so all are shown here.
CASES = {
    "said": ("Then he said that.", ["said REPORTING ACTUAL"]),
    "a noun and a verb": ("The war ended.", ["war OCCURRENCE ACTUAL", "ended ASPECTUAL ACTUAL"]),
    "will": ("The council will vote.", ["vote OCCURRENCE PLANNED"]),
    "a wish": ("The mayor wants to open a port.", ["wants I_STATE ACTUAL", "open OCCURRENCE OTHER"]),
    "code points": ("\U0001f600 The mayor visited Riga.", ["visited OCCURRENCE ACTUAL"]),
    "line ends": (
        "The war ended.\r\n\r\nHe said so.",
        ["war OCCURRENCE ACTUAL", "ended ASPECTUAL ACTUAL", "said REPORTING ACTUAL"],
    ),
    "nothing": ("The house is red.", []),
    "empty": ("", []),
    "blank": ("\n \r\n\t", []),
}


@pytest.fixture(scope="module")
def learnt(taught: Teach) -> Extract:
    return taught("spacy-trained", lessons())


@pytest.fixture(scope="module")
def module() -> ModuleType:
    pytest.importorskip("spacy")
    return load_file(SYSTEMS / "spacy_trained.py")


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES.keys())
def test_learnt(learnt: Extract, text: str, expected: list[str]) -> None:
    assert shown(text, learnt(text)) == expected


def test_two_processes_learn_the_same(taught: Teach, learnt: Extract) -> None:
    text = " ".join(document.text for document in lessons()) + " A blizzard toppled two statues and raged on."
    assert learnt(text) == taught("spacy-trained", lessons())(text) != []


@pytest.mark.slow
def test_fitting_again_drops_what_was_learnt_before(module: ModuleType) -> None:
    system = module.spacy_trained()
    text = "The war ended. He said so."
    answers = []
    for training in (lessons(), [labelled("The river is green.")], lessons()):
        system.fit(training)
        answers.append(list(system.extract(Document("d", text, DCT))))
    assert answers[0] == answers[2] != []
    assert answers[1] == []


@pytest.mark.parametrize("training", [[], [labelled(" \n")]], ids=["no documents", "no words"])
def test_nothing_to_learn_from_is_an_error(taught: Teach, training: list[Document]) -> None:
    with pytest.raises(AnswerError, match="hold no word to learn from"):
        taught("spacy-trained", training)


def test_before_fit(module: ModuleType) -> None:
    with pytest.raises(RuntimeError, match="fit"):
        list(module.spacy_trained().extract(Document("d", "He left.", DCT)))


def test_what_the_gold_doesnt_say_isnt_said(module: ModuleType) -> None:
    system = module.spacy_trained()
    system.fit([labelled("The envoy [left|- -]. The house is red. The port is green.")] * 8)
    assert list(system.extract(Document("d", "The envoy left.", DCT))) == [Event(10, 14)]


def test_training_is_the_lines_without_ignored_regions(module: ModuleType) -> None:
    written = "Read on! The [war|STATE ACTUAL] ended.\r\n\r\nSee also\n A [take-off|OCCURRENCE PLANNED] \U0001f600"
    document = labelled(written)
    regions = (Region(0, 8), Region(document.text.index("See"), document.text.index("\n A")))
    ignoring = Document("d", document.text, DCT, events=document.events, ignore=regions)
    pieces = list(module.stretches(ignoring))
    assert [text for _, text in pieces] == [" The war ended.", " A take-off \U0001f600"]
    assert all(document.text[start : start + len(text)] == text for start, text in pieces)
    nlp = module.untrained()
    seen = [module.example(nlp, start, text, document.events).reference for start, text in pieces]
    said = [
        [[(span.text, span.label_) for span in doc.spans[head]] for head in ("class", "realis")] for doc in seen
    ]
    assert said == [
        [[("war", "STATE")], [("war", "ACTUAL")]],
        [[("take", "OCCURRENCE")], [("take", "PLANNED")]],  # an event's first token stands for it
    ]


def test_the_articles_are_read_to_their_ends(learnt: Extract, articles: list[Document]) -> None:
    for document in articles:
        found = learnt(document.text)
        assert found
        assert all(document.text[event.start : event.end].strip() == event.text != "" for event in found)
