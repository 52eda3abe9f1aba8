"""Gates that a pull request loosens: the cases that it takes out, and other gates, are told, and nothing fails."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench.cli.root import run
from tests.branches import BASE, evaluate, git

TABLE = """[tool.bench.compare]
[[tool.bench.compare.gates]]
significant = false
keep = "keep.jsonl"
"""


@pytest.fixture
def guarded(repository: Path) -> Path:
    """A repository whose main branch has a keep file of 16 cases, and a gate with it."""
    (repository / "pyproject.toml").write_text(TABLE, encoding="utf-8")
    evaluate(BASE)
    assert run(["compare", "main", "--write-keep", "keep.jsonl"]) == 0
    git("add", "-A")
    git("commit", "-m", "a gate")
    return repository


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    capsys.readouterr()
    code = run(["compare", *(arguments or ("HEAD",)), "-o", "summary.md"])
    return code, capsys.readouterr().err, Path("summary.md").read_text(encoding="utf-8")


def test_what_is_unchanged_is_not_told(guarded: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert (guarded / "keep.jsonl").exists()
    code, err, summary = told(capsys)
    assert code == 0
    assert "it lacks" not in err + summary
    assert "isn't that of" not in err + summary


def test_cases_that_are_taken_out_are_named(guarded: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = guarded / "keep.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    assert len(lines) == 16
    gone = json.loads(lines[3])
    path.write_text("".join(lines[:3] + lines[4:]), encoding="utf-8")
    code, err, summary = told(capsys)
    assert code == 0
    sentence = f"it lacks 1 of the 16 cases of HEAD: {gone['doc']} {gone['text']}"
    assert sentence in err
    assert sentence in summary


def test_other_gates_are_told(guarded: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (guarded / "pyproject.toml").write_text(
        TABLE.replace("[[tool", 'undecided = "pass"\n[[tool'), encoding="utf-8"
    )
    code, err, summary = told(capsys)
    assert code == 0
    assert "[tool.bench.compare] isn't that of HEAD; the gates of head judge" in err
    assert "isn't that of HEAD" in summary


def test_a_folder_of_results_has_no_gates(guarded: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (guarded / "keep.jsonl").write_text(
        (guarded / "keep.jsonl").read_text(encoding="utf-8").split("\n")[0] + "\n", encoding="utf-8"
    )
    _, err, _ = told(capsys, "results")
    assert "it lacks" not in err


def test_a_revision_without_the_files_loosens_nothing(guarded: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert (guarded / "keep.jsonl").exists()
    _, err, _ = told(capsys, "main~1")
    assert "it lacks" not in err
    assert "isn't that of" not in err
