"""Reading gold and predictions side by side."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bench import scoring
from bench.cli import score
from bench.cli.root import run
from bench.formats import folder, pairs
from bench.formats.pairs import IrregularError
from bench.validation import load

COVERS = ("timexes", "events")


def write(path: Path, lines: list[dict[str, Any]]) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text("".join(json.dumps(each) + "\n" for each in lines), encoding="utf-8")


@pytest.fixture
def predictions(suite_folder: Path) -> Path:
    """Of the example suite: one time right, one event of another class, and the second document failed."""
    path = suite_folder.parent / "predictions"
    write(path / "documents.jsonl", [{"id": "fair"}, {"id": "flood", "status": "failed", "reason": "it rained"}])
    timex = {"doc": "fair", "start": 19, "end": 25, "type": "DATE", "value": "2021-05-03", "text": "Monday"}
    write(path / "timexes.jsonl", [timex])
    write(path / "events.jsonl", [{"doc": "fair", "start": 9, "end": 15, "class": "STATE", "text": "opened"}])
    return path


def test_documents_come_with_their_annotations(predictions: Path, suite_folder: Path) -> None:
    fair, flood = pairs.read(predictions, suite_folder)
    assert (fair.id, list(fair.sentences), fair.failed) == ("fair", [0, 27, 52], "")
    assert [timex.text for timex in fair.gold.timexes] == ["Monday", "May 5"]
    assert fair.predicted is not None
    assert [event.class_ for event in fair.predicted.events] == ["STATE"]
    assert (flood.id, flood.predicted, flood.failed) == ("flood", None, "it rained")
    assert [event.text for event in flood.gold.events] == ["fell"]


def test_a_stream_scores_as_the_whole(predictions: Path, suite_folder: Path) -> None:
    suite = load(suite_folder)
    whole = scoring.evaluate(suite, folder.read_predictions(predictions, suite))
    streamed = scoring.over(pairs.read(predictions, suite_folder), COVERS)
    assert replace(whole, unknown=()) == streamed
    assert whole.measures["timex.strict"].counts.correct_gold == 1
    assert whole.measures["timex.strict"].counts.gold == 4


def reverse(path: Path) -> None:
    path.write_text("".join(reversed(path.read_text().splitlines(keepends=True))))


IRREGULAR: dict[str, Callable[[Path, Path], None]] = {
    "documents in another order": lambda predictions, _: reverse(predictions / "documents.jsonl"),
    "gold in another order": lambda _, gold: reverse(gold / "timexes.jsonl"),
    "a document that gold hasn't": lambda predictions, _: write(
        predictions / "documents.jsonl", [{"id": "fair"}, {"id": "flood"}, {"id": "fog"}]
    ),
    "an offset that isn't the text's": lambda predictions, _: write(
        predictions / "timexes.jsonl", [{"doc": "fair", "start": 18, "end": 24, "text": "Monday"}]
    ),
    "an end outside": lambda predictions, _: write(
        predictions / "timexes.jsonl", [{"doc": "fair", "start": 60, "end": 99}]
    ),
    "no object": lambda predictions, _: write(predictions / "events.jsonl", [[]]),  # type: ignore[list-item]
}


@pytest.mark.parametrize("spoil", IRREGULAR.values(), ids=IRREGULAR)
def test_what_is_irregular_is_said(
    predictions: Path, suite_folder: Path, spoil: Callable[[Path, Path], None]
) -> None:
    spoil(predictions, suite_folder)
    with pytest.raises(IrregularError):
        list(pairs.read(predictions, suite_folder))


def test_large_gold_is_scored_alike(
    predictions: Path, suite_folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["score", str(predictions), str(suite_folder), "--format", "json"]
    assert run(command) == 3
    small = capsys.readouterr()
    assert small.err == "failed: flood: it rained\n"
    monkeypatch.setattr(score, "LARGE", 0)
    assert run(command) == 3
    assert capsys.readouterr() == small
