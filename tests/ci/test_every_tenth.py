"""Every tenth document is copied with its annotations alone, from TimeML and from JSON Lines."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ci.every_tenth import main


def write(path: Path, rows: list[dict[str, object]]) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def test_of_twelve_documents_the_first_and_the_eleventh_are_copied(tmp_path: Path) -> None:
    gold = tmp_path / "gold"
    gold.mkdir()
    names = [f"d{number:02}" for number in range(12, 0, -1)]
    write(gold / "documents.jsonl", [{"id": name, "text": "On Monday."} for name in names])
    write(gold / "timexes.jsonl", [{"doc": name, "start": 3, "end": 9} for name in ("d01", "d02", "d11", "d11")])
    write(gold / "events.jsonl", [{"doc": "d05", "start": 0, "end": 2}])
    assert main(str(gold), str(tmp_path / "out")) == 0
    found = {
        path.name: [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        for path in (tmp_path / "out").iterdir()
    }
    assert [row["id"] for row in found["documents.jsonl"]] == ["d11", "d01"]
    assert [row["doc"] for row in found["timexes.jsonl"]] == ["d01", "d11", "d11"]
    assert found["events.jsonl"] == []


def test_timeml_files_are_copied_whole(tmp_path: Path) -> None:
    gold = tmp_path / "gold"
    gold.mkdir()
    for number in range(21):
        (gold / f"f{number:02}.tml").write_text(str(number), encoding="utf-8")
    assert main(str(gold), str(tmp_path / "out")) == 0
    assert sorted(path.read_text(encoding="utf-8") for path in (tmp_path / "out").iterdir()) == ["0", "10", "20"]


def test_a_folder_without_documents_is_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "gold").mkdir()
    assert main(str(tmp_path / "gold"), str(tmp_path / "out")) == 2
    assert "0 documents" in capsys.readouterr().out
