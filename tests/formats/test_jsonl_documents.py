"""Gold in JSON Lines read one document at a time is what it is when it is read whole."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import bench
from bench import DataError
from bench.dataset.suite import NOTHING
from bench.formats.jsonl import documents, gold
from tests.conftest import example_layers


@pytest.fixture(autouse=True)
def _everything_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "LARGE", 0)


def folder(path: Path, **changed: list[dict[str, Any]]) -> Path:
    """The example suite without a timeline, with other lines in some layers."""
    layers = {**example_layers(), **changed}
    layers.pop("timeline", None)
    path.mkdir()
    for name, lines in layers.items():
        content = "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in lines)
        (path / f"{name}.jsonl").write_text(content, encoding="utf-8")
    return path


def whole(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The folders that are read whole from now on."""
    read: list[Path] = []
    inner = gold.read_gold

    def told(path: Path) -> Any:
        read.append(path)
        return inner(path)

    monkeypatch.setattr(gold, "read_gold", told)
    return read


def same(path: Path) -> None:
    suite, found = documents.open_gold(path)
    right = bench.read_gold(path)
    read = list(found)
    assert [each.document for each in read] == list(right.documents)
    assert [each.layers for each in read] == [right.layers.get(each.id, NOTHING) for each in right.documents]
    assert (suite.name, suite.digest, suite.labelled_layers) == (right.name, right.digest, right.labelled_layers)
    assert suite.notes == right.notes


def test_a_folder_in_order_is_read_one_document_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = folder(tmp_path / "gold")
    (path / "timex.jsonl").write_text("")  # nothing reads it, which is noted
    read = whole(monkeypatch)
    suite, found = documents.open_gold(path)
    assert (suite.documents, len(list(found)), len(suite.notes)) == ((), 2, 1)
    assert not read
    same(path)


def test_other_folders_are_read_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suite_folder: Path) -> None:
    layers = example_layers()
    turned = folder(tmp_path / "turned", timexes=layers["timexes"][::-1])
    numbered = [{**each, "id": at} for at, each in enumerate(layers["timexes"])]
    for path in (turned, folder(tmp_path / "numbered", timexes=numbered), suite_folder):
        read = whole(monkeypatch)
        documents.open_gold(path)
        assert read == [path]
        monkeypatch.undo()
        monkeypatch.setattr(documents, "LARGE", 0)
        same(path)


@pytest.mark.parametrize("layer", ["documents", "timexes"])
def test_faults_are_those_of_reading_it_whole(tmp_path: Path, layer: str) -> None:
    lines = example_layers()[layer]
    path = folder(tmp_path / "gold", **{layer: [*lines, lines[-1]]})
    with pytest.raises(DataError) as streamed:
        documents.open_gold(path)
    with pytest.raises(DataError) as read:
        bench.read_gold(path)
    assert streamed.value.faults == read.value.faults


def test_a_large_folder_is_converted_without_being_read_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = folder(tmp_path / "gold")
    read = whole(monkeypatch)
    assert bench.convert(path, tmp_path / "out", to="jsonl").documents == 2
    assert not read
    assert bench.read_gold(tmp_path / "out").layers == bench.read_gold(path).layers
