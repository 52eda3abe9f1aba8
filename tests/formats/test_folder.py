from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.errors import DataError
from bench.formats.folder import read_predictions, write_predictions
from bench.model import Event, Timex
from bench.suite import Layers, Predictions, Suite, SuiteDocument
from bench.validation import load
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
