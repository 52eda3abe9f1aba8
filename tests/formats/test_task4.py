from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

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
