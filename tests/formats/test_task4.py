from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bench.cli.root import run
from bench.errors import DataError
from bench.formats import task4
from bench.temporal.task4 import TimelineRow


def written(folder: Path, text: str | bytes, name: str = "ada.txt") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_a_file(tmp_path: Path) -> None:
    text = "Ada Lovelace\n0\tXXXX-XX-XX\t9-1-born\n\n1\t1843-XX-XX\t9-2-out-sold\t12-3-sale\n"
    found = task4.parse(written(tmp_path, text))
    assert found.participant == "Ada Lovelace"
    assert found.rows == (
        TimelineRow(0, "XXXX-XX-XX", (("9", 1, "born"),)),
        TimelineRow(1, "1843-XX-XX", (("9", 2, "out-sold"), ("12", 3, "sale"))),
    )


@pytest.mark.parametrize(
    "text",
    [
        "\ufeffAda\r\n1\t1843\t9-2-sold\r\n",
        "1\t1843\t9-2-sold",
        "Ada\n1\t1843\t9-2-sold\t\n",
        "Ada\n1\t1843\t9-2-sold\n2\t1844\n",
    ],
    ids=["a mark, and carriage returns", "no name", "a tab at the end", "a row without a mention"],
)
def test_what_files_may_look_like(tmp_path: Path, text: str) -> None:
    assert task4.parse(written(tmp_path, text)).rows == (TimelineRow(1, "1843", (("9", 2, "sold"),)),)


def test_all_faults_of_a_folder_are_named(tmp_path: Path) -> None:
    written(tmp_path, "Ada\n1 1843 9-2-sold\n-1\t1843\t9-2-sold\n1\t1843\tsold\n1\t1843\t9-x-sold\t9-2-\n")
    written(tmp_path, b"Bob\n1\t1843\t9-2-s\xfcd\n", "bob.txt")
    (tmp_path / "notes.md").write_text("not a timeline")
    with pytest.raises(DataError) as caught:
        task4.read(tmp_path)
    places = [(Path(fault.path).name, fault.line) for fault in caught.value.faults]
    assert places == [
        ("ada.txt", 2),
        ("ada.txt", 3),
        ("ada.txt", 4),
        ("ada.txt", 5),
        ("ada.txt", 5),
        ("bob.txt", 0),
    ]


def test_a_folder_without_timelines_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no timeline files"):
        task4.read(tmp_path)


def test_an_empty_timeline_is_none_the_less_one(tmp_path: Path) -> None:
    written(tmp_path, "Ada\n")
    written(tmp_path, "Bob\n1\t1843\t9-2-sold\n", "bob.txt")
    assert task4.read(tmp_path)["ada"].rows == ()


def mention(fields: dict[str, Any]) -> tuple[str, int, str]:
    """A mention of that reader, which left one alone: the date 2007-03-19, put where a mention belongs."""
    if "raw" in fields:
        doc, sentence, word = fields["raw"].split("-")
        return doc, int(sentence), word
    return fields["doc"], fields["sentence"], fields["event"]


def test_the_corpus_reads_as_it_was_read_elsewhere(task4_gold: list[Path]) -> None:
    """gold_timelines.jsonl was made by another reader."""
    corpus = next(parent for parent in task4_gold[0].parents if (parent / "gold_timelines.jsonl").is_file())
    lines = map(json.loads, (corpus / "gold_timelines.jsonl").read_text(encoding="utf-8").splitlines())
    expected = {
        Path(line["file"]).stem: [
            (row["order"], row["date"], list(map(mention, row["mentions"]))) for row in line["rows"]
        ]
        for line in lines
    }
    found = {
        name: [(row.ordinal, row.date, list(row.mentions)) for row in timeline.rows]
        for folder in task4_gold
        for name, timeline in task4.read(folder).items()
    }
    assert len(found) == 19
    assert found == expected


ROWS = "Ada\n1\t1843-05-XX\t9-2-sold\n"


def scored(folder: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """The exit code and the notes of a folder against itself."""
    code = run(["score", str(folder), str(folder), "--format", "json"])
    return code, capsys.readouterr().err


@pytest.mark.parametrize("text", ["It rained on Monday.", "It rained.\nIt stopped.\n", ""])
def test_b4_text_that_is_no_timeline_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    written(tmp_path, text, "a.txt")
    code, said = scored(tmp_path, capsys)
    assert code == 4
    assert "a.txt: this is text without a row of a timeline" in said
    assert "docs/formats.md" in said


def test_b4_texts_beside_timelines_are_left_out_and_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written(tmp_path, ROWS)
    assert scored(tmp_path, capsys) == (0, "")
    written(tmp_path, "The data\nof a task.\n", "README.txt")
    written(tmp_path, "\x00", "._ada.txt")
    assert "README.txt: it has no row, so it is no timeline; it is left out" in scored(tmp_path, capsys)[1]
    assert list(task4.read_gold(tmp_path).ordered) == ["ada"]


@pytest.mark.parametrize("text", ["", "Bob\n"])
def test_l10_an_empty_timeline_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str) -> None:
    written(tmp_path, ROWS)
    written(tmp_path, text, "bob.txt")
    code, said = scored(tmp_path, capsys)
    assert code == 0
    assert "bob.txt: it has no row: the timeline of this participant is empty" in said


@pytest.mark.parametrize("date", ["garbage", "20,06-03-XX", "2006-13-01", "2006-02-30", "06-03"])
def test_l10_a_date_that_is_none_is_told_and_found_by_validate(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], date: str
) -> None:
    written(tmp_path, ROWS + f"2\t{date}\t9-3-bought\n")
    code, said = scored(tmp_path, capsys)
    assert code == 0
    assert f"ada.txt:3: the date '{date}' is no YYYY-MM-DD; it equals only itself" in said
    assert run(["validate", str(tmp_path)]) == 4
    assert f"ada.txt:3: the date '{date}' is no YYYY-MM-DD; write" in capsys.readouterr().err


@pytest.mark.parametrize(
    "date", ["XXXX-XX-XX", "XXX-XX-XX", "2006", "2006-03", "2006-03-XX", "2006-XX-XX", "2004-02-29"]
)
def test_dates_that_the_task_writes_are_sound(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], date: str
) -> None:
    written(tmp_path, ROWS + f"2\t{date}\t9-3-bought\n")
    assert scored(tmp_path, capsys) == (0, "")
    assert run(["validate", str(tmp_path)]) == 0


def test_a_row_without_a_mention_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written(tmp_path, ROWS + "2\t1844\n")
    assert "ada.txt:3: a row without a mention; it is passed over" in scored(tmp_path, capsys)[1]


@pytest.mark.parametrize("row", ["9" * 5000 + "\t1843\t9-2-sold", "1\t1843\t9-" + "2" * 5000 + "-sold"])
def test_r15_numbers_without_end_are_faults(tmp_path: Path, capsys: pytest.CaptureFixture[str], row: str) -> None:
    written(tmp_path, ROWS + row + "\n")
    code, said = scored(tmp_path, capsys)
    assert code == 4
    assert "ada.txt:3: not a" in said
