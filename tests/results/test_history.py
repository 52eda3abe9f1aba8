"""The history of committed results, in a real repository."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest

from bench.cli.root import run
from bench.results.history import read
from tests.branches import (
    BASE,
    BETTER,
    evaluate,
    git,
)
from tests.conftest import ROOT


def commit(message: str, day: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_COMMITTER_DATE", f"2026-01-0{day}T12:00:00Z")
    git("add", "-A")
    git("commit", "--allow-empty", "-m", message)


@pytest.fixture
def grown(repository: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Path:
    """Better in a second commit, and in a third evaluated on gold in which one value was mended."""
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2026-01-01T12:00:00Z")
    git("commit", "--amend", "-m", "base")
    evaluate(BETTER)
    commit("dates with a year", 2, monkeypatch)
    timexes = repository / "gold" / "articles" / "timexes.jsonl"
    mended = timexes.read_text(encoding="utf-8").replace('"2021-05-01"', '"2021-05"', 1)
    timexes.write_text(mended, encoding="utf-8")
    evaluate(BETTER)
    commit("mended gold", 3, monkeypatch)
    capsys.readouterr()
    return repository


@pytest.mark.usefixtures("grown")
def test_the_example_of_the_documents(capsys: pytest.CaptureFixture[str]) -> None:
    text = (ROOT / "docs" / "comparing.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"^```text\n(\$ bench history days.*?)^```", text, re.MULTILINE | re.DOTALL)
    command, _, expected = block.partition("\n")
    assert run(command.split()[2:]) == 0

    def masked(output: str) -> list[str]:
        return [re.sub(r"\b[0-9a-f]{7}\b", "#######", line).rstrip() for line in output.splitlines()]

    assert masked(capsys.readouterr().out) == masked(expected)


@pytest.mark.usefixtures("grown")
def test_points_are_cut_where_gold_changed() -> None:
    (line,) = read(Path("results/articles"), measures=["timex.value"]).lines
    assert [[point.commit.subject for point in points] for points in line.runs()] == [
        ["base", "dates with a year"],
        ["mended gold"],
    ]


@pytest.mark.usefixtures("grown")
def test_csv_has_every_point(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["history", "--format", "csv", "--measure", "timex.relaxed"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [(row["date"][:10], row["system"], row["f1"]) for row in rows] == [
        ("2026-01-01", "days", "0.8"),
        ("2026-01-02", "days", "1.0"),
        ("2026-01-03", "days", "1.0"),
    ]


def test_a_record_that_cannot_be_read_is_named(
    grown: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (grown / "results" / "articles" / "days" / "record.json").write_text("[]")
    commit("broken", 4, monkeypatch)
    assert run(["history"]) == 0
    found = capsys.readouterr()
    assert re.fullmatch(r"no record that can be read: [0-9a-f]{8}, days\n", found.err)
    assert "mended gold" in found.out


@pytest.mark.usefixtures("repository")
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["dayz"], "did you mean days?"),
        (["--measure", "timex"], "no measure named 'timex'"),
        (["--revision", "elsewhere"], "no history of results/articles from elsewhere"),
        (["--results", "elsewhere"], "no commit has results in elsewhere"),
    ],
)
def test_what_is_not_there_is_said(arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    evaluate(BASE)
    assert run(["history", *arguments]) == 2
    assert said in capsys.readouterr().err


def test_outside_a_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["history"]) == 2
    assert "not a git repository" in capsys.readouterr().err


@pytest.mark.usefixtures("grown")
@pytest.mark.parametrize("form", ["table", "csv", "json"])
def test_f3_a_measure_that_no_record_has_is_an_error(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["history", "--format", form, "--measure", "timex.value"]
    assert run([*arguments, "--measure", "tlink.awareness"]) == 2
    told = capsys.readouterr()
    assert not told.out
    assert "tlink.awareness" in told.err
    assert run(arguments) == 0


def test_f3_a_measure_that_is_undefined_in_every_record_is_an_error(
    grown: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    record = grown / "results" / "articles" / "days" / "record.json"
    data = json.loads(record.read_text(encoding="utf-8"))
    data["measures"]["event.class"] = {**data["measures"]["timex.value"], "f1": None}
    record.write_text(json.dumps(data), encoding="utf-8")
    commit("undefined", 4, monkeypatch)
    assert run(["history", "--measure", "event.class"]) == 2
    assert "has a score for event.class" in capsys.readouterr().err
