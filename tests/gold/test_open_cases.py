"""Open cases on the labelling page: what is written, and what is read of the file that the page saves."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bench import DataError
from bench.cli.root import run
from bench.gold import adjudication, open_cases
from bench.gold.load import load
from tests.conftest import write_suite
from tests.gold.test_several import A, B

Line = dict[str, Any]


@pytest.fixture
def folders(tmp_path: Path) -> list[str]:
    """The folders of two annotators, who differ on Monday, Friday, ended, and a link."""
    return [str(write_suite(tmp_path / name, lines)) for name, lines in (("a", A), ("b", B))]


@pytest.fixture
def lines(tmp_path: Path, folders: list[str]) -> list[Line]:
    """The lines of the page."""
    found, notes = open_cases.lines(adjudication.start(folders, tmp_path / "out"), "x")
    assert [note.message for note in notes] == [
        "1 open link left out of the page; decide links in the terminal when the rest is settled"
    ]
    return found


def write(path: Path, lines: list[Line]) -> Path:
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


def test_each_statement_of_an_open_case_is_a_mark(lines: list[Line]) -> None:
    assert [(each["layer"], each.get("text", "")[:9], each.get("says")) for each in lines[1:]] == [
        ("documents", "On Monday", None),
        ("events", "began", None),
        ("timexes", "Monday", ["a"]),
        ("timexes", "On Monday", ["b"]),
        ("timexes", "Friday", ["a"]),
        ("timexes", "Friday", ["b"]),
        ("events", "ended", ["a"]),
        ("events", "ended", ["b"]),
    ]
    assert len({each["id"] for each in lines[2:]}) == 7


def test_what_was_kept_or_removed_is_decided(
    tmp_path: Path, folders: list[str], lines: list[Line], capsys: pytest.CaptureFixture[str]
) -> None:
    document, began, _, monday, *_, ended, other = lines[1:]
    monday |= {"open": False, "why": "longer"}
    kept = write(tmp_path / "kept.jsonl", [lines[0], document, began, monday, ended, other])  # Friday is gone
    out = tmp_path / "out"
    arguments = ["adjudicate", *folders, str(out), "--from-page", str(kept), "--by", "me"]
    assert run(arguments) == 5
    shown = capsys.readouterr()
    assert "on the page: 2 cases decided" in shown.err
    assert shown.out == f"2 cases decided, 2 open; written to {out}\n"
    decisions = [json.loads(line) for line in (out / "decisions.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [(each["choice"], each["by"], each["why"]) for each in decisions] == [
        (["b"], "me", "longer"),
        ([], "me", ""),
    ]
    assert [each.text for each in load(out).layers["d"].timexes] == ["On Monday"]
    edited = write(kept, [lines[0], document, began, {**ended, "class": "STATE", "open": False}])
    assert run([*arguments[:-4], "--from-page", str(edited), "--by", "you"]) == 5
    assert [each.class_ for each in load(out).layers["d"].events] == ["ASPECTUAL", "STATE"]


def test_changes_of_what_was_not_open_are_told(tmp_path: Path, folders: list[str], lines: list[Line]) -> None:
    found = adjudication.start(folders, tmp_path / "out")
    assert open_cases.decide(found, write(tmp_path / "s.jsonl", lines), by="me") == (0, [])
    changed = [{**line, "class": "STATE"} if line.get("text") == "began" else line for line in lines]
    count, notes = open_cases.decide(found, write(tmp_path / "s.jsonl", changed), by="me")
    assert count == 0
    assert [(note.line, note.message) for note in notes] == [
        (3, "an annotation that wasn't open was changed or added on the page; it isn't taken"),
        (0, "not open, but changed or removed on the page: 1 annotation; it stays as it was"),
    ]


def test_a_file_with_faults_decides_nothing(tmp_path: Path, folders: list[str], lines: list[Line]) -> None:
    found = adjudication.start(folders, tmp_path / "out")
    lines[4] |= {"open": False, "start": 1}
    lines[6] |= {"open": False, "start": "x"}
    path = write(tmp_path / "s.jsonl", [*lines[:3], lines[4], lines[6]])
    with path.open("a", encoding="utf-8") as file:
        file.write("[]\n")
    with pytest.raises(DataError) as caught:
        open_cases.decide(found, path, by="me")
    assert [(each.line, each.message) for each in caught.value.faults] == [
        (4, "1–9 covers 'n Monday', not 'On Monday'"),
        (5, "no annotation of the page"),
        (6, "no object with a layer"),
    ]
    assert not found.decisions


def test_open_cases_are_no_gold(tmp_path: Path, lines: list[Line], capsys: pytest.CaptureFixture[str]) -> None:
    path = write(tmp_path / "s.jsonl", lines)
    assert run(["annotate", str(path), str(tmp_path / "gold")]) == 4
    assert "s.jsonl:4: an open case of annotators who differ; keep or remove it" in capsys.readouterr().err
    assert not (tmp_path / "gold").exists()
