from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.dataset.suite import Layers, Predictions, Suite, SuiteDocument
from bench.errors import DataError
from bench.formats.jsonl.predictions import read_predictions, write_predictions
from bench.gold.load import load
from bench.sdk.model import Entry, Event, Link, Timex
from tests.strategies import event_lists, timex_lists


@pytest.fixture
def suite(suite_folder: Path) -> Suite:
    return load(suite_folder)


def write(folder: Path, **layers: list[dict[str, Any]]) -> Path:
    folder.mkdir(exist_ok=True)
    for name, lines in layers.items():
        (folder / f"{name}.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return folder


DONE = {"id": "fair", "status": "done"}
FAILED = {"id": "flood", "status": "failed", "reason": "out of memory"}
MONDAY = {"doc": "fair", "start": 19, "end": 25}
OPENED = {"doc": "fair", "id": "e1", "start": 9, "end": 15}
LINK = {"doc": "fair", "source": "e1", "target": "dct", "relation": "BEFORE"}
ENTRY = {"id": "opening", "mentions": [["fair", "e1"]]}


def test_found_nothing_and_never_ran_differ(tmp_path: Path, suite: Suite) -> None:
    found = read_predictions(write(tmp_path / "p", documents=[DONE, FAILED], timexes=[]), suite)
    assert found.layers == {"fair": Layers()}
    assert found.failures == {"flood": "out of memory"}
    assert found.covers == ("timexes",)


def test_a_prediction_needs_no_more_than_its_span(tmp_path: Path, suite: Suite) -> None:
    found = read_predictions(write(tmp_path / "p", documents=[DONE], timexes=[{**MONDAY, "score": 0.9}]), suite)
    assert found.layers["fair"].timexes == (Timex(19, 25),)


@pytest.mark.parametrize(
    ("layers", "place", "says"),
    [
        ({"documents": [DONE], "timexes": [{**MONDAY, "text": "Sunday"}]}, "timexes.jsonl:1", "not 'Sunday'"),
        ({"documents": [DONE], "timexes": [{**MONDAY, "end": 70}]}, "timexes.jsonl:1", "doesn't lie within"),
        ({"documents": [DONE], "timexes": [{"doc": "fair", "start": 19}]}, "timexes.jsonl:1", "field `end`"),
        ({"documents": [DONE], "timexes": [{**MONDAY, "doc": "flood"}]}, "timexes.jsonl:1", "not in documents"),
        ({"documents": [DONE, DONE], "timexes": []}, "documents.jsonl:2", "stands here twice"),
        ({"documents": [{"id": "fair", "status": "ok"}]}, "documents.jsonl:1", "status 'ok'"),
        ({"timexes": []}, "p", "no documents.jsonl here"),
        ({"documents": [DONE], "links": [LINK]}, "links.jsonl:1", "'e1' is no timex or event of 'fair'"),
        (
            {"documents": [DONE], "given-events": [OPENED], "links": [{**LINK, "doc": "x"}]},
            "links.jsonl:1",
            "not in",
        ),
        (
            {"documents": [DONE], "events": [OPENED, OPENED], "links": [LINK]},
            "events.jsonl:2",
            "stands for another",
        ),
        (
            {"documents": [DONE], "events": [{**OPENED, "id": "dct"}], "links": [LINK]},
            "events.jsonl:1",
            "creation",
        ),
        ({"documents": [DONE], "timeline": [ENTRY]}, "timeline.jsonl:1", "mention 'fair e1' names no event"),
    ],
)
def test_faulty_predictions_name_file_and_line(
    tmp_path: Path, suite: Suite, layers: dict[str, list[dict[str, Any]]], place: str, says: str
) -> None:
    with pytest.raises(DataError) as caught:
        read_predictions(write(tmp_path / "p", **layers), suite)
    assert f"{place}:" in str(caught.value)
    assert says in str(caught.value)


@given(timex_lists, event_lists, st.booleans())
def test_predictions_come_back_as_they_were_written(
    tmp_path_factory: pytest.TempPathFactory, timexes: list[Timex], events: list[Event], failed: bool
) -> None:
    folder = tmp_path_factory.mktemp("predictions")
    predictions = Predictions(
        layers={} if failed else {"d": Layers(tuple(timexes), tuple(events))},
        failures={"d": "gone"} if failed else {},
    )
    write_predictions(folder, predictions, [SuiteDocument("d", "x" * 40, None)])
    assert read_predictions(folder) == predictions


GIVEN = Layers((Timex(0, 2, id="t1"),), (Event(4, 5, id="e1"), Event(6, 7, id="e2")))
HAPPENING = Entry("a", "It began", "2021", ("Xi",), (("d", "e2"),))
REFERRING = {
    "links and what they join": Predictions(
        {"d": Layers(GIVEN.timexes, GIVEN.events, links=(Link("e1", "t1", "BEFORE"), Link("dct", "e2", "AFTER")))},
        covers=("timexes", "events", "links"),
    ),
    "links alone": Predictions(
        {"d": Layers(GIVEN.timexes, GIVEN.events, links=(Link("e1", "t1", "BEFORE"),))}, covers=("links",)
    ),
    "no link": Predictions({"d": GIVEN}, covers=("links",)),
    "a timeline": Predictions({"d": Layers((), GIVEN.events)}, covers=("timeline",), timeline=(HAPPENING,)),
    "a timeline that failed": Predictions({"d": Layers()}, covers=("timeline",), timeline_failure="no answer"),
}
FILES = {
    "links and what they join": {"timexes", "events", "links"},
    "links alone": {"given-timexes", "given-events", "links"},
    "no link": {"given-timexes", "given-events", "links"},
    "a timeline": {"given-events", "timeline"},
    "a timeline that failed": {"given-events", "timeline"},
}


@pytest.mark.parametrize("what", REFERRING)
def test_what_refers_comes_back_with_what_it_refers_to(tmp_path: Path, what: str) -> None:
    document = SuiteDocument("d", "x" * 40, None)
    for layer in ("timexes", "events", "links", "timeline", "given-timexes", "given-events"):
        (tmp_path / f"{layer}.jsonl").write_text("left by an earlier state of the system")
    write_predictions(tmp_path, REFERRING[what], [document])
    assert {path.stem for path in tmp_path.iterdir()} == {"documents", *FILES[what]}
    assert read_predictions(tmp_path) == REFERRING[what]


def test_links_stand_in_the_file_as_they_were_given(tmp_path: Path) -> None:
    write_predictions(tmp_path, REFERRING["links and what they join"], [SuiteDocument("d", "x" * 40, None)])
    assert (tmp_path / "links.jsonl").read_text() == (
        '{"doc": "d", "source": "e1", "target": "t1", "relation": "BEFORE"}\n'
        '{"doc": "d", "source": "dct", "target": "e2", "relation": "AFTER"}\n'
    )
    assert (tmp_path / "timexes.jsonl").read_text().startswith('{"doc": "d", "id": "t1", "start": 0, "end": 2')
