"""sklearn-events: what it learns from three short articles."""

from __future__ import annotations

import datetime
import re
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from bench import Document, Event
from bench.sdk.model import Region
from bench.sdk.worker import load_file

FILE = Path(__file__).parents[2] / "systems" / "sklearn_events.py"
DCT = datetime.date(2023, 9, 20)
ARTICLES = (
    """The minister [visited|OCCURRENCE ACTUAL] Riga. She [said|REPORTING ACTUAL] that they will
    [meet|OCCURRENCE PLANNED] the mayor. The [talks|OCCURRENCE ACTUAL] [lasted|OCCURRENCE ACTUAL] a day.""",
    """The mayor [wants|I_STATE ACTUAL] to [open|OCCURRENCE OTHER] a port. He [said|REPORTING ACTUAL] that
    the council will [vote|OCCURRENCE PLANNED]. The [war|OCCURRENCE ACTUAL] [ended|ASPECTUAL ACTUAL].""",
    """The envoy [wants|I_STATE ACTUAL] to [visit|OCCURRENCE OTHER] the port. The council
    [opened|OCCURRENCE ACTUAL] the [talks|OCCURRENCE ACTUAL]. The envoy will [speak|OCCURRENCE PLANNED].""",
)


def article(marked: str) -> Document:
    """A training document from a text with [event|CLASS REALIS]."""
    text, events = "", []
    for plain, word, class_, realis in re.findall(r"([^\[]*)(?:\[([^|]+)\|(\S+) ([^\]]+)\])?", marked):
        text += plain + word
        if word:
            events.append(Event(len(text) - len(word), len(text), class_, realis))
    return Document("training", text, DCT, events=tuple(events))


@pytest.fixture(scope="module")
def module() -> ModuleType:
    return load_file(FILE)


@pytest.fixture(scope="module")
def learnt(module: ModuleType) -> Any:
    system = module.sklearn_events()
    system.fit([article(text) for text in ARTICLES])
    return system


SENTENCES = [
    pytest.param("Then he said that.", ["said REPORTING ACTUAL"], id="a word that was shown"),
    pytest.param("The envoy will visit Riga.", ["visit OCCURRENCE PLANNED"], id="will"),
    pytest.param("He wants to speak.", ["wants I_STATE ACTUAL", "speak OCCURRENCE OTHER"], id="a wish"),
    pytest.param("The mayor toppled a statue.", ["toppled OCCURRENCE ACTUAL"], id="a verb never shown"),
    pytest.param(
        "\U0001f600 The war ended.", ["war OCCURRENCE ACTUAL", "ended ASPECTUAL ACTUAL"], id="code points"
    ),
    pytest.param("A blizzard raged.", ["raged OCCURRENCE ACTUAL"], id="limit: a noun never shown"),
    pytest.param("", [], id="empty"),
    pytest.param("\n \n", [], id="blank"),
]


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_learnt(learnt: Any, text: str, expected: list[str]) -> None:
    found = learnt.extract(Document("d", text, DCT))
    assert [f"{text[event.start : event.end]} {event.class_} {event.realis}" for event in found] == expected


def test_before_fit(module: ModuleType) -> None:
    with pytest.raises(RuntimeError, match="fit"):
        list(module.sklearn_events().extract(Document("d", "He left.", DCT)))


def test_nothing_to_learn(module: ModuleType) -> None:
    with pytest.raises(ValueError, match="no event"):
        module.sklearn_events().fit([article("A port."), article("")])


def test_gold_without_class_or_realis(module: ModuleType) -> None:
    system = module.sklearn_events()
    system.fit([Document("d", "The envoy left.", DCT, events=(Event(10, 14),))])
    assert list(system.extract(Document("d", "The envoy left.", DCT))) == [Event(10, 14)]


def test_ignored_regions_teach_nothing(module: ModuleType) -> None:
    """Else forty unlabelled words would outweigh the one with a label."""
    furniture = "The envoy spoke. " * 40
    text = f"{furniture}The envoy spoke. A port."
    start = len(furniture) + len("The envoy ")
    event = Event(start, start + len("spoke"), "OCCURRENCE", "ACTUAL")
    system = module.sklearn_events()
    system.fit([Document("d", text, DCT, events=(event,), ignore=(Region(0, len(furniture)),))])
    assert len(list(system.extract(Document("d", "The envoy spoke.", DCT)))) == 1
