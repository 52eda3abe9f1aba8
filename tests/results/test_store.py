"""The results folder: what is written, read, and left alone."""

from __future__ import annotations

import errno
import json
import os
import shutil
from pathlib import Path

import pytest

import bench
from bench.cli.root import run
from bench.dataset.suite import Layers, Predictions
from bench.errors import DataError, UsageError
from bench.results import record, store
from bench.scoring.score import score

DOCUMENT = {"id": "a", "text": "It rained on Monday.", "dct": "2020-01-07"}
SYSTEM = "from bench import system\n\n\n@system(layers=['timexes'])\ndef none(document):\n    return []\n"
"""The file of a system that finds nothing."""


@pytest.fixture(autouse=True)
def gold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("gold").mkdir()
    Path("gold/documents.jsonl").write_text(f"{json.dumps(DOCUMENT)}\n")
    Path("gold/timexes.jsonl").write_text('{"doc": "a", "start": 13, "end": 19}\n')
    Path("none.py").write_text(SYSTEM)


def written(name: str = "none", suite: str = "gold") -> Path:
    """Writes the results of a system that found nothing; returns the path of its record."""
    found = bench.read_gold(suite)
    empty = Predictions({"a": Layers()}, covers=("timexes",))
    entry = record.of_predictions(name, "system", empty, found, score(found, empty))
    store.write(Path("results"), found, [(entry, empty)], [], lambda *_: "| system |\n")
    return Path("results") / suite / name / "record.json"


def test_l9_a_folder_of_the_user_s_is_not_removed() -> None:
    mine = Path("results/.gold.part/notes.txt")
    mine.parent.mkdir(parents=True)
    mine.write_text("mine")
    with pytest.raises(UsageError, match=r"results/\.gold\.part: .* it isn't bench's; rename it"):
        store.check_writable(Path("results"), bench.read_gold("gold"))
    with pytest.raises(UsageError, match="rename it"):
        written()
    assert mine.read_text() == "mine"
    assert not list(Path("results").rglob("record.json"))


@pytest.mark.parametrize("left", [[], [".unfinished"], [".unfinished", "none/timexes.jsonl", "README.md"]])
def test_l9_what_an_interrupted_evaluation_left_is_replaced(left: list[str]) -> None:
    part = Path("results/.gold.part")
    part.mkdir(parents=True)
    for name in left:
        (part / name).parent.mkdir(exist_ok=True)
        (part / name).touch()
    assert written().is_file()
    assert not part.exists()


def test_l9_an_interrupted_removal_leaves_the_mark_to_the_last(monkeypatch: pytest.MonkeyPatch) -> None:
    unlinked = []
    unlink = Path.unlink

    def seen(path: Path, missing_ok: bool = False) -> None:
        unlinked.append(path.name)
        unlink(path, missing_ok=missing_ok)

    part = Path("results/.gold.part")
    part.mkdir(parents=True)
    for name in ("README.md", ".unfinished"):
        (part / name).touch()
    monkeypatch.setattr(Path, "unlink", seen)
    written()
    assert unlinked[:2] == ["README.md", ".unfinished"]


def test_r15_a_name_as_long_as_a_file_s_may_be_is_written() -> None:
    name = "g" * 255
    shutil.copytree("gold", name)
    assert written(suite=name).is_file()
    assert [path.name for path in Path("results").iterdir()] == [name]


def test_r9_a_record_that_cannot_be_read_is_told_of_before_any_system_runs(
    capsys: pytest.CaptureFixture[str],
) -> None:
    other = written("other")
    for text in ("{}", "[" * 2000):
        other.write_text(text)
        command = ["evaluate", "none.py", "--gold", "gold", "--no-cache", "-o", "results"]
        assert run(command) == 4
        said = capsys.readouterr()
        assert "results/gold/other/record.json: " in said.err
        assert "done" not in said.err
        assert said.out == ""
    # what the evaluation itself replaces may be broken
    other.unlink()
    written().write_text("{}")
    assert run(command) == 0


def test_l12_results_that_cannot_be_looked_into_are_not_left_out(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    written()
    written("other")
    stat = Path.stat

    def refuse(path: Path, **others: bool) -> os.stat_result:
        if path.parent.name == "other":
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return stat(path, **others)

    monkeypatch.setattr(Path, "stat", refuse)
    for command in (
        ["report", "results/gold", "--gold", "gold"],
        ["compare", "results", "results", "--gold", "gold"],
        ["evaluate", "none.py", "--gold", "gold", "--no-cache", "-o", "results"],
    ):
        assert run(command) == 4, command
        assert "results/gold/other/record.json: Permission denied; " in capsys.readouterr().err


def test_r15_a_record_that_nothing_can_show_is_none() -> None:
    path = written()
    sound = json.loads(path.read_text())
    strict = sound["measures"]["timex.strict"]
    for changed in (
        {"name": "../../x"},
        {"name": "x\n::error::y"},
        {"name": ""},
        {"suite": "\ud800"},
        {"measures": {"timex.strict": {**strict, "f1": 1e308}}},
        {"slices": {"kind": {"deictic": {"timex.strict": {**strict, "recall": -0.5}}}}},
    ):
        path.write_text(json.dumps({**sound, **changed}))
        with pytest.raises(DataError, match="not a results record: "):
            record.read(path)


@pytest.mark.slow
def test_notes_on_gold_are_told_by_report_and_plot(capsys: pytest.CaptureFixture[str]) -> None:
    Path("gold/timex.jsonl").write_text('{"doc": "a", "start": 13, "end": 19}\n')
    written()
    for verb in ("report", "plot"):
        run([verb, "results/gold", "--gold", "gold", "-o", f"out-{verb}"])
        assert "note: gold/timex.jsonl: " in capsys.readouterr().err
