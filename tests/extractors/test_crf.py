"""crf-events and crf-timex: how labels are made, and what they learn from three short articles."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bench import Document, Event
from bench.harness.errors import AnswerError
from bench.sdk.model import Region
from bench.systems.discovery import read
from bench.systems.environment import Environment
from tests.extractors.conftest import SYSTEMS
from tests.extractors.labelled import DCT, labelled, lessons, shown

Extract = Callable[..., list[Any]]
Teach = Callable[..., Extract]


@pytest.fixture(scope="module")
def events(taught: Teach) -> Extract:
    return taught("crf-events", lessons())


@pytest.fixture(scope="module")
def times(taught: Teach) -> Extract:
    return taught("crf-timex", lessons())


EVENTS = {
    "a word that was shown": ("Then he said that.", ["said REPORTING ACTUAL"]),
    "will": ("The envoy will visit Riga.", ["visit OCCURRENCE PLANNED"]),
    "a wish": ("He wants to leave.", ["wants I_STATE ACTUAL", "leave OCCURRENCE OTHER"]),
    "a verb never shown": ("The mayor toppled a statue.", ["toppled OCCURRENCE ACTUAL"]),
    "code points": ("\U0001f600 The war ended.", ["war OCCURRENCE ACTUAL", "ended ASPECTUAL ACTUAL"]),
    "line ends": (
        "The war\r\nended.\r\nHe said so.",
        ["war OCCURRENCE ACTUAL", "ended ASPECTUAL ACTUAL", "said REPORTING ACTUAL"],
    ),
    "limit: nothing like it was shown": ("A blizzard struck.", []),
    "nothing": ("The house is red.", []),
    "empty": ("", []),
    "blank": ("\n \r\n\t", []),
}


@pytest.mark.parametrize(("text", "expected"), EVENTS.values(), ids=EVENTS.keys())
def test_events_learnt(events: Extract, text: str, expected: list[str]) -> None:
    assert shown(text, events(text)) == expected


TIMES = {
    "a word that was shown": ("He left on Monday.", ["Monday DATE"]),
    "a day never shown": ("It ended on Wednesday.", ["Wednesday DATE"]),
    "two words": ("The talks lasted six days.", ["six days DURATION"]),
    "code points": ("\U0001f600 He left on Friday.", ["Friday DATE"]),
    "nothing": ("The house is red.", []),
    "empty": ("", []),
}


@pytest.mark.parametrize(("text", "expected"), TIMES.values(), ids=TIMES.keys())
def test_times_learnt(times: Extract, text: str, expected: list[str]) -> None:
    found = times(text)
    assert shown(text, found) == expected
    assert all(timex.value is None and timex.mod is None for timex in found)


@pytest.mark.parametrize("name", ["crf-events", "crf-timex"])
def test_two_processes_learn_the_same(taught: Teach, name: str) -> None:
    text = " ".join(document.text for document in lessons())
    first, second = (taught(name, lessons())(text) for _ in range(2))
    assert first == second != []


@pytest.mark.parametrize("name", ["crf-events", "crf-timex"])
def test_from_documents_without_labels_it_learns_to_find_nothing(taught: Teach, name: str) -> None:
    assert taught(name, [labelled("The war ended on Monday.")])("The war ended on Monday.") == []


@pytest.mark.parametrize("training", [[], [labelled("")]], ids=["no documents", "no words"])
def test_nothing_to_learn_from_is_an_error(taught: Teach, training: list[Document]) -> None:
    with pytest.raises(AnswerError, match="hold no word to learn from"):
        taught("crf-events", training)


def test_what_the_gold_doesnt_say_isnt_said(taught: Teach) -> None:
    learnt = taught("crf-events", [labelled("The envoy [left|- -]. The house is red.")])
    assert learnt("The envoy left.") == [Event(10, 14, text="left")]


def test_ignored_regions_teach_nothing(taught: Teach) -> None:
    """Else forty unlabelled words would outweigh the one with a label."""
    furniture = "The envoy spoke. " * 40
    story = labelled("The envoy [spoke|OCCURRENCE ACTUAL]. A port.")
    moved = tuple(
        Event(e.start + len(furniture), e.end + len(furniture), e.class_, e.realis) for e in story.events
    )
    document = Document("d", furniture + story.text, DCT, events=moved, ignore=(Region(0, len(furniture)),))
    assert shown("The envoy spoke.", taught("crf-events", [document])("The envoy spoke.")) == [
        "spoke OCCURRENCE ACTUAL"
    ]


def test_both_are_declared_as_learning() -> None:
    assert [(each.name, each.layers, each.learns) for each in read(SYSTEMS / "crf.py")] == [
        ("crf-events", ("events",), True),
        ("crf-timex", ("timexes",), True),
    ]


INSIDE = """
import json, sys
from pathlib import Path
from bench.sdk.worker import load_file

given = json.load(sys.stdin)
crf = load_file(Path(given["file"]))
sentences = list(crf.sentences(given["text"]))
labels = [crf.labels(tokens, [tuple(each) for each in given["annotations"]]) for tokens in sentences]
assert all(given["text"][token.start : token.end] == token.text for tokens in sentences for token in tokens)
spans = [[[tokens[first].start, tokens[end - 1].end, label] for first, end, label in crf.spans(each)]
         for tokens, each in zip(sentences, labels)]
print(json.dumps([[[token.text for token in tokens] for tokens in sentences], labels, spans]))
"""


@pytest.fixture(scope="module")
def inside(bare: Callable[..., Any], prepared: Callable[[str], tuple[Any, Environment]]) -> Callable[..., Any]:
    """inside(text, annotations): the tokens of each sentence, their labels, and what is read from these."""

    def run(text: str, annotations: list[list[Any]]) -> Any:
        given = {"file": str(SYSTEMS / "crf.py"), "text": text, "annotations": annotations}
        ours = prepared("crf-events")[1].variables["PYTHONPATH"]
        return bare("crf-events", INSIDE, given, {"PYTHONPATH": ours})

    return run


SENTENCES = {
    "stops": ("He left. She stayed! Why?", [["He", "left", "."], ["She", "stayed", "!"], ["Why", "?"]]),
    "an initial and a small letter": ("J. Doe met Mr. x.", [["J", ".", "Doe", "met", "Mr", ".", "x", "."]]),
    "a number's stop": ("It cost 2.5 million.", [["It", "cost", "2", ".", "5", "million", "."]]),
    "lines": ("Talks begin\r\nThey began.", [["Talks", "begin"], ["They", "began", "."]]),
    "hyphens and possessives": ("a four-day trip's", [["a", "four", "-", "day", "trip", "'", "s"]]),
    "combining marks": ("Cafe\u0301s open", [["Cafe\u0301s", "open"]]),
    "letters and digits": ("in 2023Q3", [["in", "2023", "Q", "3"]]),
}


@pytest.mark.parametrize(("text", "expected"), SENTENCES.values(), ids=SENTENCES.keys())
def test_sentences(inside: Callable[..., Any], text: str, expected: list[list[str]]) -> None:
    assert inside(text, [])[0] == expected


def test_labels_say_where_annotations_begin_and_are_read_back(inside: Callable[..., Any]) -> None:
    text = "A four-day trip Monday Tuesday. Friday"
    annotations = [[2, 10, "DURATION"], [16, 22, "DATE"], [23, 30, "DATE"], [32, 38, "DATE"]]
    _, labels, spans = inside(text, annotations)
    assert labels == [
        ["O", "B-DURATION", "I-DURATION", "I-DURATION", "O", "B-DATE", "B-DATE", "O"],
        ["B-DATE"],
    ]
    assert [each for sentence in spans for each in sentence] == annotations


def test_the_articles_are_read_to_their_ends(events: Extract, times: Extract, articles: list[Document]) -> None:
    for document in articles:
        for learnt in (events, times):
            found = learnt(document.text)
            assert found
            assert all(document.text[each.start : each.end].strip() == each.text != "" for each in found)
