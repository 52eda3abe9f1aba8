"""Reading gold and predictions side by side, whole and in parts."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from bench.cli.root import run
from bench.formats import IrregularError
from bench.formats.jsonl import stream
from bench.formats.jsonl.predictions import read_predictions
from bench.gold.load import load
from bench.scoring.score import over, score, side_by_side

COVERS = ("timexes", "events")


def write(path: Path, lines: list[dict[str, Any]]) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text("".join(json.dumps(each) + "\n" for each in lines), encoding="utf-8")


def read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def edit(path: Path, **fields: object) -> None:
    write(path, [{**line, **fields} for line in read(path)])


@pytest.fixture
def predictions(suite_folder: Path) -> Path:
    """Of the example suite: one time right, one event of another class, and the second document failed."""
    path = suite_folder.parent / "predictions"
    write(path / "documents.jsonl", [{"id": "fair"}, {"id": "flood", "status": "failed", "reason": "it rained"}])
    timex = {"doc": "fair", "start": 19, "end": 25, "type": "DATE", "value": "2021-05-03", "text": "Monday"}
    write(path / "timexes.jsonl", [timex])
    write(path / "events.jsonl", [{"doc": "fair", "start": 9, "end": 15, "class": "STATE", "text": "opened"}])
    return path


@pytest.fixture
def one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "PART", 1)


def test_documents_come_with_their_annotations(predictions: Path, suite_folder: Path) -> None:
    fair, flood = stream.read(predictions, suite_folder)
    assert (fair.id, list(fair.sentences or ()), fair.failed) == ("fair", [0, 27, 52], "")
    assert [timex.text for timex in fair.gold.timexes] == ["Monday", "May 5"]
    assert fair.predicted is not None
    assert [event.class_ for event in fair.predicted.events] == ["STATE"]
    assert (flood.id, flood.predicted, flood.failed) == ("flood", None, "it rained")
    assert [event.text for event in flood.gold.events] == ["fell"]


@pytest.mark.usefixtures("one_by_one")
def test_parts_follow_each_other_and_leave_nothing_out(predictions: Path, suite_folder: Path) -> None:
    found = list(stream.parts(predictions, suite_folder))
    assert len(found) == 2
    for first, second in zip(*found, strict=True):
        assert first[0] == 0
        assert first[1] == second[0]
    ids = [[pair.id for pair in stream.read(predictions, suite_folder, part)] for part in found]
    assert ids == [["fair"], ["flood"]]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8])
def test_parts_are_found_in_files_of_any_shape(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    """Documents without annotations, blank lines, a byte order mark, ids that are null, no newline at the end."""
    gold, predictions = tmp_path / "gold", tmp_path / "predictions"
    names = [f"d{number}" for number in range(8)]
    write(gold / "documents.jsonl", [{"id": name, "text": "on Monday", "dct": "2023-09-19"} for name in names])
    write(predictions / "documents.jsonl", [{"id": name, "status": "done"} for name in names])
    layers = {gold / "timexes.jsonl": "d1 d1 d1 d4 d7", predictions / "timexes.jsonl": "d0 d0 d2 d3 d3 d6"}
    for path, documents in layers.items():
        lines = [json.dumps({"doc": doc, "id": None, "start": 3, "end": 9}) for doc in documents.split()]
        path.write_text("\ufeff\n" + "\n \n".join(lines), encoding="utf-8")
    (gold / "events.jsonl").write_text("\ufeff", encoding="utf-8")
    monkeypatch.setattr(stream, "PART", size)
    parts = stream.parts(predictions, gold)
    whole = list(stream.read(predictions, gold))
    assert [pair.id for pair in whole if pair.gold.timexes] == ["d1", "d4", "d7"]
    assert [pair for part in parts for pair in stream.read(predictions, gold, part)] == whole
    assert len(parts) == -(-len(names) // size)


@pytest.mark.usefixtures("one_by_one")
def test_the_scores_of_parts_are_those_of_the_whole(predictions: Path, suite_folder: Path) -> None:
    suite = load(suite_folder)
    whole = score(suite, read_predictions(predictions, suite))
    streamed = over(stream.read(predictions, suite_folder), COVERS)
    read = partial(stream.read, predictions, suite_folder)
    parallel = side_by_side(read, stream.parts(predictions, suite_folder), COVERS, jobs=2)
    assert replace(whole, unknown=()) == streamed == parallel
    assert whole.measures["timex.strict"].counts.correct_gold == 1
    assert whole.measures["timex.strict"].counts.gold == 4


def reverse(path: Path) -> None:
    path.write_text("".join(reversed(path.read_text().splitlines(keepends=True))))


IRREGULAR: dict[str, Callable[[Path, Path], object]] = {
    "documents in another order": lambda predictions, _: reverse(predictions / "documents.jsonl"),
    "gold in another order": lambda _, gold: reverse(gold / "timexes.jsonl"),
    "a document that gold hasn't": lambda predictions, _: write(
        predictions / "documents.jsonl", [{"id": "fair"}, {"id": "flood"}, {"id": "fog"}]
    ),
    "a document that gold has twice": lambda _, gold: write(
        gold / "documents.jsonl", [*read(gold / "documents.jsonl"), read(gold / "documents.jsonl")[0]]
    ),
    "an id that stands for two": lambda _, gold: edit(gold / "timexes.jsonl", id="t1"),
    "a document of the id for all": lambda _, gold: edit(gold / "documents.jsonl", id="*"),
    "a text that has another digest": lambda _, gold: edit(gold / "documents.jsonl", sha256="0" * 64),
    "sentences that don't rise": lambda _, gold: edit(gold / "documents.jsonl", sentences=[0, 9, 5]),
    "sentences beyond the text": lambda _, gold: edit(gold / "documents.jsonl", sentences=[0, 9999]),
    "a status that there is not": lambda predictions, _: edit(predictions / "documents.jsonl", status="ok"),
    "annotations of a document that isn't listed": lambda predictions, _: write(
        predictions / "documents.jsonl", [{"id": "flood"}]
    ),
    "an id in another encoding": lambda predictions, _: (predictions / "timexes.jsonl").write_text(
        '{"doc": "fä", "start": 0, "end": 2}\n', encoding="latin-1"
    ),
    "an offset that isn't the text's": lambda predictions, _: write(
        predictions / "timexes.jsonl", [{"doc": "fair", "start": 18, "end": 24, "text": "Monday"}]
    ),
    "an end outside": lambda predictions, _: write(
        predictions / "timexes.jsonl", [{"doc": "fair", "start": 60, "end": 99}]
    ),
    "no object": lambda predictions, _: write(predictions / "events.jsonl", [[]]),  # type: ignore[list-item]
}


@pytest.mark.usefixtures("one_by_one")
@pytest.mark.parametrize("spoil", IRREGULAR.values(), ids=IRREGULAR)
@pytest.mark.parametrize("jobs", [1, 2])
def test_what_is_irregular_is_said(
    predictions: Path, suite_folder: Path, spoil: Callable[[Path, Path], object], jobs: int
) -> None:
    spoil(predictions, suite_folder)

    def read() -> object:
        if jobs == 1:
            return list(stream.read(predictions, suite_folder))
        read = partial(stream.read, predictions, suite_folder)
        return side_by_side(read, stream.parts(predictions, suite_folder), COVERS, jobs=jobs)

    with pytest.raises(IrregularError):
        read()


@pytest.mark.usefixtures("one_by_one")
def test_large_gold_is_scored_alike_by_any_number_of_processes(
    predictions: Path, suite_folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["score", str(predictions), str(suite_folder), "--format", "json"]
    assert run(command) == 3
    small = capsys.readouterr()
    assert small.err == "failed: flood: it rained\n"
    monkeypatch.setattr(stream, "LARGE", 0)
    for jobs in ("1", "2"):
        assert run([*command, "--jobs", jobs]) == 3
        assert capsys.readouterr() == small
