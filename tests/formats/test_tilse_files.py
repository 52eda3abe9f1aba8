"""Timelines of tilse, T17 and Crisis: what an entry is, and that their dates are scored."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench import formats
from bench.cli.root import run
from bench.errors import DataError
from bench.sdk.model import Entry

RULE = "-" * 32
FIRST = f"2011-01-25\nIt began .\nMany came . \n{RULE}\n2011-01-27\nIt went on .\n{RULE}\n"
SECOND = f"2011-01-25\nIt starts .\n{RULE}\n2011-02-11\nIt ended .\n{RULE}\n2011-02-12\nThey left .\n{RULE}\n"


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return path


@pytest.mark.parametrize(
    "text",
    [
        FIRST,
        FIRST.replace("\n", "\r\n"),
        f"\ufeff{FIRST}",
        FIRST.removesuffix(f"{RULE}\n"),
        FIRST.replace(f"{RULE}\n", f"{RULE}\n{RULE}\n\n"),
    ],
)
def test_an_entry_is_a_day_with_its_sentences(tmp_path: Path, text: str) -> None:
    path = write(tmp_path / "a.txt", text)
    assert formats.recognise(path).name == "tilse"
    suite = formats.read_gold(path)
    assert suite.timeline == (
        Entry("2011-01-25", "It began . Many came .", "2011-01-25"),
        Entry("2011-01-27", "It went on .", "2011-01-27"),
    )
    assert not suite.documents
    assert not suite.notes


def test_the_dates_alone_are_scored(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gold, mine = write(tmp_path / "gold.txt", FIRST), write(tmp_path / "mine.txt", SECOND)
    assert run(["score", str(mine), str(gold), "--format", "json"]) == 0
    said = capsys.readouterr()
    measures = json.loads(said.out)["measures"]
    # one of three predicted days is one of gold's two
    assert {name: (each["precision"], each["recall"]) for name, each in measures.items()} == {
        "timeline.dates": (pytest.approx(1 / 3), 0.5)
    }
    assert said.err.startswith("note: gold: no entry of its timeline has mentions, so timeline.dates is the only")
    assert len(said.err.splitlines()) == 1
    assert run(["validate", str(gold)]) == 0
    assert "2 timeline entries" in capsys.readouterr().out


def test_gold_in_json_lines_without_mentions_is_told_too(
    suite_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (suite_folder / "timeline.jsonl").write_text('{"id": "1", "when": "2021-05-03"}\n{"id": "2"}\n')
    assert run(["score", str(suite_folder), str(suite_folder), "--format", "json"]) == 0
    said = capsys.readouterr()
    timeline = {name for name in json.loads(said.out)["measures"] if name.startswith("timeline")}
    assert timeline == {"timeline.dates"}
    assert "no entry of its timeline has mentions" in said.err


def test_a_folder_is_one_timeline_and_says_so(tmp_path: Path) -> None:
    write(tmp_path / "t" / "a.txt", FIRST)
    write(tmp_path / "t" / "b.txt", SECOND)
    write(tmp_path / "t" / "README.txt", "Two timelines.\n")
    suite = formats.read_gold(tmp_path / "t")
    assert [each.id for each in suite.timeline][:3] == ["a 2011-01-25", "a 2011-01-27", "b 2011-01-25"]
    (note,) = suite.notes
    assert "2 timelines, read as one" in note.message


def test_days_that_come_twice_or_have_no_sentence_are_told(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", f"{FIRST}2011-01-25\nAgain .\n{RULE}\n2011-03-01\n{RULE}\n")
    suite = formats.read_gold(path)
    assert [each.id for each in suite.timeline[2:]] == ["2011-01-25 (2)", "2011-03-01"]
    assert {note.kind: note.line for note in suite.notes} == {"day twice": 8, "no sentence": 11}


@pytest.mark.parametrize("day", ["2011-02-30", "It went on .", "２０１１-01-26", "2011-01"])
def test_an_entry_without_a_day_is_refused(tmp_path: Path, day: str) -> None:
    path = write(tmp_path / "a.txt", FIRST.replace("2011-01-27", day))
    with pytest.raises(DataError, match=f"a.txt:5: '{day}' is no day; write it as 2023-09-18"):
        formats.read_gold(path)


def test_a_timeline_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(FIRST.encode() + b"\xff")
    with pytest.raises(DataError, match="not UTF-8 at byte"):
        formats.read_predictions(path)


@pytest.mark.parametrize(
    "text",
    [
        "2011-01-25\nIt began.\n",  # a text with a dateline
        f"It began.\n{RULE}\n2011-01-25\n",
        f"2011-01-25 began it all.\n{RULE}\n",
        "2011-01-25\nIt began.\n----\n",
    ],
)
def test_other_texts_are_no_timelines(tmp_path: Path, text: str) -> None:
    assert formats.sniff(write(tmp_path / "a.txt", text)) is None


def test_a_timeline_has_nothing_to_agree_on_and_no_documents(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(write(tmp_path / "a.txt", FIRST))
    assert run(["agree", path, path]) == 2
    assert "have no annotations to compare" in capsys.readouterr().err
    assert run(["convert", path, str(tmp_path / "out")]) == 4
    assert "it has no documents" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
