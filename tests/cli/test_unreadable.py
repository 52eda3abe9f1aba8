"""Files that can't be read, and names that can't be: a line and an exit code, whatever the verb."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import tempfile
from pathlib import Path

import pytest

from bench.cli.root import run
from bench.dataset.pair import Pair
from bench.errors import BenchError
from bench.scoring.score import side_by_side

TEXT = "It rained on Monday."
LONG = "g" * 300


def written(folder: Path, name: str, *rows: object) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    return folder


def system() -> None:
    """Write a system that finds nothing."""
    Path("systems").mkdir()
    Path("systems/none.py").write_text(
        "from bench import Document, system\n\n\n@system(layers=['timexes'])\ndef none(document: Document):\n"
        "    return []\n"
    )


@pytest.fixture(autouse=True)
def gold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    written(Path("gold"), "documents.jsonl", {"id": "a", "text": TEXT, "dct": "2020-01-07"})
    written(Path("gold"), "timexes.jsonl", {"doc": "a", "start": 13, "end": 19})
    written(Path("pred"), "documents.jsonl", {"id": "a"})
    written(Path("pred"), "timexes.jsonl", {"doc": "a", "start": 13, "end": 19})


@pytest.mark.parametrize(
    "command",
    [
        ["score", LONG, "gold"],
        ["score", "pred", LONG],
        ["validate", LONG],
        ["agree", LONG, "gold"],
        ["evaluate", f"./{LONG}.py", "--gold", "gold"],
        ["evaluate", "--gold", LONG],
        ["compare", LONG, "pred", "--gold", "gold"],
        ["compare", "pred", "pred", "--gold", LONG],
        ["report", LONG],
        ["check", f"./{LONG}.py"],
        ["new", LONG],
        ["plot", LONG],
        ["list", "--systems-folder", LONG],
        ["run", LONG, "gold", "-o", "out"],
        ["show", "regex", "a", "--gold", LONG],
        ["history", LONG],
    ],
    ids=" ".join,
)
def test_r15_a_name_that_is_too_long_is_no_fault_of_ours(
    command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(command) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_r15_a_name_that_is_not_utf_8_is_read(capsys: pytest.CaptureFixture[str]) -> None:
    name = os.fsdecode(b"g\xff")
    Path("gold").rename(name)
    assert run(["score", "pred", name, "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["measures"]["timex.strict"]["f1"] == 1
    assert run(["validate", name]) == 0


@pytest.mark.parametrize(
    "name", ["gold/documents.jsonl", "gold/timexes.jsonl", "gold/README.md", "pred/timexes.jsonl"]
)
@pytest.mark.parametrize("verb", ["score", "compare"])
def test_r15_a_file_without_rights_is_named(
    name: str, verb: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("gold/README.md").touch()
    opened = Path.open

    def refuse(path: Path, *args: object, **others: object) -> object:
        if str(path) == name:
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, *args, **others)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", refuse)
    command = ["score", "pred", "gold"] if verb == "score" else ["compare", "pred", "pred", "--gold", "gold"]
    assert run(command) == 4
    said = capsys.readouterr().err
    assert name in said
    assert "Permission denied" in said


def die(_: int) -> list[Pair]:
    """Ends the process, as a system does that is short of memory."""
    os.kill(os.getpid(), signal.SIGKILL)
    return []


def test_r15_a_process_of_score_that_is_ended_is_told_of() -> None:
    with pytest.raises(BenchError, match="ended from outside, perhaps for want of memory; give fewer --jobs"):
        side_by_side(die, [1, 2], ("timexes",), jobs=1)


@pytest.mark.parametrize("what", ["made", "filled"])
def test_r15_no_room_for_a_revision_is_no_fault_of_ours(
    what: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    git = ["git", "-c", "user.name=a", "-c", "user.email=a@example.org"]
    written(Path("results/gold/p"), "documents.jsonl", {"id": "a"})
    for arguments in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "x"]):
        subprocess.run([*git, *arguments], check=True)
    monkeypatch.setattr(*((tempfile, "mkdtemp", full) if what == "made" else (Path, "write_bytes", full)))
    assert run(["compare", "HEAD", "pred", "--gold", "gold", "--results", "results/gold"]) == 2
    said = capsys.readouterr().err
    assert "No space left on device; make room" in said


def test_b11_every_document_without_a_day_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    rows = [{"id": name, "text": TEXT} for name in ("a", "b")]
    written(Path("gold"), "documents.jsonl", rows[0], {"id": "c", "text": TEXT, "dct": "2020-01-07"}, rows[1])
    system()
    for command in (["evaluate", "none"], ["evaluate"], ["show", "none", "a"]):
        assert run([*command, "--gold", "gold", "--no-cache"]) == 4
        said = capsys.readouterr().err
        assert "gold/documents.jsonl:1: document 'a' states no day of its creation" in said
        assert ("gold/documents.jsonl:3: document 'b'" in said) == (command[0] == "evaluate")
    Path("tml").mkdir()
    Path("tml/d.tml").write_text(f"<TimeML><TEXT>{TEXT}</TEXT></TimeML>")
    assert run(["evaluate", "none", "--gold", "tml"]) == 4
    assert "tml/d.tml: document 'd' states no day" in capsys.readouterr().err


def test_r11_evaluate_replaces_no_file_that_no_evaluation_wrote(capsys: pytest.CaptureFixture[str]) -> None:
    system()
    Path("gold/README.md").write_text("the card")
    command = ["evaluate", "none", "--gold", "gold", "--no-cache", "--output"]
    assert run([*command, "."]) == 2  # its table would be the gold's card
    assert "gold has gold or predictions in it" in capsys.readouterr().err
    written(Path("results/gold/none"), "documents.jsonl", {"id": "a"})
    written(Path("results/gold/none"), "timexes.jsonl", {"doc": "a", "start": 0, "end": 2})
    before = Path("results/gold/none/timexes.jsonl").read_text()
    assert run([*command, "results"]) == 2
    assert "results/gold/none has predictions that no evaluation wrote" in capsys.readouterr().err
    assert Path("results/gold/none/timexes.jsonl").read_text() == before
    assert Path("gold/README.md").read_text() == "the card"
    Path("other/gold").mkdir(parents=True)
    Path("other/gold/README.md").write_text("notes")
    assert run([*command, "other"]) == 2
    assert "other/gold/README.md is no table of results" in capsys.readouterr().err
    for _ in range(2):
        assert run([*command, "fresh"]) == 0
