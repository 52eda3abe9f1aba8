"""An annotator asks by window and with examples, and puts the answers into the whole text."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable

import pytest

from bench.models.annotator import Annotator
from bench.models.examples import chosen
from bench.models.exchange import ServiceError
from bench.models.model import Answer, Question
from bench.sdk.model import Document, Event, Region, Timex, Unlocated, Usage
from tests.endpoint import answer, event, meaning, timex

DCT = datetime.date(2021, 5, 4)
TEXT = "Rain fell on Monday. The fair opened on Monday."
DOCUMENT = Document("d", TEXT, DCT)


class Scripted:
    """A model that answers each question as a test says, and keeps the questions."""

    def __init__(self, write: Callable[[Question], Answer]) -> None:
        self.asked: list[Question] = []
        self._write = write

    def ask(self, question: Question, document: str) -> Answer:
        assert document == "d"
        self.asked.append(question)
        return self._write(question)


def said(text: str) -> Answer:
    return Answer(Usage(10, 2, 1), text)


def test_each_sentence_is_asked_about_alone_and_its_quotes_are_found_in_it() -> None:
    model = Scripted(lambda _: said(answer(timex("Monday", "2021-05-03"), events=(event("opened"),))))
    found = list(Annotator(model, "sentence").extract(DOCUMENT))
    assert [each.content for each in model.asked] == [
        "dct: 2021-05-04\n\ntext:\nRain fell on Monday.",
        "dct: 2021-05-04\n\ntext:\nThe fair opened on Monday.",
    ]
    assert found == [
        Usage(10, 2, 1),
        Timex(13, 19, "DATE", "2021-05-03", text="Monday"),
        Unlocated("events", "opened", class_="OCCURRENCE", realis="ACTUAL"),
        Usage(10, 2, 1),
        Timex(40, 46, "DATE", "2021-05-03", text="Monday"),
        Event(30, 36, "OCCURRENCE", "ACTUAL", text="opened"),
    ]


def test_given_spans_are_asked_about_in_their_sentence() -> None:
    model = Scripted(lambda _: said(json.dumps({"answers": [meaning(1, "2021-05-03")]})))
    found = list(Annotator(model, "sentence").resolve(DOCUMENT, [(40, 46)]))
    assert found == [Usage(10, 2, 1), Timex(40, 46, "DATE", "2021-05-03")]
    (asked,) = model.asked
    assert asked.content.endswith("\n\ntime expressions:\n1. The fair opened on [Monday].")


def test_an_answer_that_cant_be_used_has_its_price_and_ends_the_document() -> None:
    found = Annotator(Scripted(lambda _: Answer(Usage(10, 2, 1), failed="it was cut off"))).extract(DOCUMENT)
    assert next(found) == Usage(10, 2, 1)
    with pytest.raises(ServiceError, match="it was cut off"):
        next(found)


TRAINING = (
    Document(
        "a",
        "It snowed. On 1 May it rained from 1 May. It hailed today.",
        DCT,
        timexes=(Timex(14, 19, "DATE", "2021-05-01"), Timex(35, 40, "DATE", "2021-05-01"), Timex(52, 57, "DATE")),
        events=(Event(3, 9, "OCCURRENCE", "ACTUAL", "2021-05-01"), Event(23, 29, "OCCURRENCE", "ACTUAL")),
        ignore=(Region(42, 50),),
    ),
    Document("b", "They met in June. Nothing.", DCT, timexes=(Timex(12, 16, "DATE", "2020-06"),)),
)


def test_examples_are_the_fullest_windows_of_the_documents_in_turn() -> None:
    # a's third sentence has a time, but overlaps what gold ignores
    assert [each.text for each in chosen(TRAINING, "sentence", 4)] == [
        "On 1 May it rained from 1 May.",
        "They met in June.",
        "It snowed.",
        "Nothing.",
    ]


def test_too_few_examples_are_an_error() -> None:
    with pytest.raises(ValueError, match=r"3 examples are asked for, .* have 2 as the window is document"):
        chosen(TRAINING, "document", 3)


def test_the_model_sees_questions_and_right_answers_first() -> None:
    model = Scripted(lambda _: said(answer()))
    annotator = Annotator(model, "sentence")
    annotator.show(TRAINING, 2)
    list(annotator.extract(DOCUMENT))
    first, second = model.asked[0].examples
    assert first[0] == "dct: 2021-05-04\n\ntext:\nOn 1 May it rained from 1 May."
    date = {"quote": "1 May", "type": "DATE", "value": "2021-05-01", "mod": None}
    rained = {"quote": "rained", "before": "", "class": "OCCURRENCE", "realis": "ACTUAL", "when": None}
    assert json.loads(first[1]) == {
        "timexes": [{**date, "before": "On"}, {**date, "before": "it rained from"}],
        "events": [rained],
    }
    assert json.loads(second[1])["events"] == []
    assert model.asked[1].examples == model.asked[0].examples


def test_examples_of_given_spans_have_a_span() -> None:
    model = Scripted(lambda _: said(json.dumps({"answers": []})))
    annotator = Annotator(model, "sentence")
    annotator.show(TRAINING, 4)
    list(annotator.resolve(DOCUMENT, [(13, 19)]))
    (asked,) = model.asked
    assert len(asked.examples) == 2
    assert json.loads(asked.examples[1][1]) == {"answers": [meaning(1, "2020-06")]}
