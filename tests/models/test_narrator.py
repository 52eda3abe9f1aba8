"""A timeline by a model: it is asked about numbered events, and names them by their numbers."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bench.cli.root import run
from bench.errors import NotReadyError
from bench.models.model import Answer, Question
from bench.models.narrator import Narrator
from bench.sdk.model import Document, Entry, Event, Usage
from bench.systems.discovery import read
from bench.systems.environment import prepare
from tests.conftest import ROOT
from tests.endpoint import APIS, Endpoint, Reply, answer, event, serving

DOCUMENTS = (
    Document(
        "a",
        "Rain fell.\nShe left.",
        datetime.date(2021, 5, 4),
        events=(Event(5, 9, id="e1", when="2021-05-03"), Event(15, 19, id="e2")),
    ),
    Document("b", "It rained.", datetime.date(2021, 5, 5), events=(Event(3, 9, id="e7"),)),
)
ENTRY = {"label": "rain", "when": "2021-05-03", "participants": ["Rain"], "mentions": [1, 3, 1]}
API = APIS[0]


class Scripted:
    """A model that writes what a test says, and keeps the questions."""

    def __init__(self, text: str) -> None:
        self.asked: list[Question] = []
        self._text = text

    def ask(self, question: Question, document: str) -> Answer:
        assert document == "*"
        self.asked.append(question)
        return Answer(Usage(10, 2, 1), self._text)


def test_events_are_numbered_across_articles_and_named_by_number() -> None:
    model = Scripted(json.dumps({"entries": [ENTRY]}))
    assert list(Narrator(model).collect(DOCUMENTS)) == [
        Usage(10, 2, 1),
        Entry("1", "rain", "2021-05-03", ("Rain",), (("a", "e1"), ("b", "e7"))),
    ]
    assert model.asked[0].content == (
        "article 1, dct 2021-05-04\narticle 2, dct 2021-05-05\n\nevents:\n"
        "1. article 1, when 2021-05-03: Rain [fell]. She left.\n"
        "2. article 1, when ?: Rain fell. She [left].\n"
        "3. article 2, when ?: It [rained]."
    )


@pytest.mark.parametrize("number", [0, 4, True, "1"])
def test_an_event_that_isnt_in_the_list_costs_the_timeline(number: object) -> None:
    model = Scripted(json.dumps({"entries": [{**ENTRY, "mentions": [number]}]}))
    with pytest.raises(ValueError, match=r"the answer doesn't fit the schema at \$\.entries\[0\]\.mentions\[0\]"):
        list(Narrator(model).collect(DOCUMENTS))


def test_without_events_nothing_is_asked() -> None:
    model = Scripted("")
    assert list(Narrator(model).collect([Document("a", "Now.", datetime.date(2021, 5, 4))])) == []
    assert model.asked == []


def written(body: dict[str, Any]) -> Reply:
    """What the model says of the example suite: of each article one event, and a timeline of both."""
    content = body["messages"][-1]["content"]
    if "\nevents:\n" in content:
        entry = {"label": "the fair", "when": "2021-05-03", "participants": [], "mentions": [1]}
        return Reply(API.written(json.dumps({"entries": [entry]})))
    return Reply(API.written(answer(events=(event("opened" if "opened" in content else "fell", "2021-05-03"),))))


@pytest.fixture
def endpoint(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Endpoint]:
    with serving() as found:
        variables = API.variables(found.address)
        try:
            prepare(read(ROOT / "systems" / "openai_timeline.py")[0], tmp_path / "ready", variables)
        except NotReadyError as error:
            pytest.skip(f"httpx can't be installed here: {error}")
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        found.replies = [written]
        yield found


@pytest.mark.slow  # it starts four processes
def test_the_chain_is_asked_recorded_and_replayed(endpoint: Endpoint, suite_folder: Path, tmp_path: Path) -> None:
    def evaluate(results: str, *options: str) -> dict[str, bytes]:
        common = ["--gold", str(suite_folder), "--systems-folder", str(ROOT / "systems"), "--allow-failures", "9"]
        folder = tmp_path / results
        name = "openai-timeline"
        assert run(["evaluate", name, *common, "-o", str(folder), *options]) == 0
        return {path.name: path.read_bytes() for path in (folder / "example" / name).iterdir()}

    first = evaluate("live", "--record", str(tmp_path / "r"), "--speed", str(tmp_path / "s.json"))
    (entry,) = map(json.loads, first["timeline.jsonl"].splitlines())
    assert (entry["label"], entry["when"], entry["mentions"]) == ("the fair", "2021-05-03", [["fair", "e1"]])
    speed = json.loads((tmp_path / "s.json").read_text())["systems"]["openai-timeline"]
    assert speed["usage"]["input_tokens"] == 900
    assert sorted(path.name for path in (tmp_path / "r").iterdir()) == [
        "openai-compatible",
        "openai-timeline",
    ]
    endpoint.close()
    assert evaluate("again", "--replay", str(tmp_path / "r")) == first
