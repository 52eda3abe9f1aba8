"""The corpora of the big table: sampled, without undated documents, under the names of their suites."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench import formats
from ci.corpora import SUITES, main


def cases(corpora: Path, count: int) -> None:
    folder = corpora / "expressions" / "duckling"
    folder.mkdir(parents=True)
    rows = [
        {"id": f"duckling/EN#{number:03}", "input": "now", "reference": "2013-02-12T04:30:00", "locale": "default",
         "expected": None}
        for number in range(count)
    ]  # fmt: skip
    (folder / "cases.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    (folder / "SOURCE.txt").write_text("Commit: x (2020-01-01)\n", encoding="utf-8")


def test_of_25_cases_the_first_the_eleventh_and_the_twenty_first_are_taken(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cases(tmp_path / "all", 25)
    assert SUITES["expressions-duckling"] == 10
    assert main(str(tmp_path / "all"), str(tmp_path / "out")) == 0
    suite = formats.read_gold(tmp_path / "out" / "expressions-duckling")
    assert suite.name == "expressions-duckling"
    assert [document.id[-3:] for document in suite.documents] == ["000", "010", "020"]
    assert (tmp_path / "out" / "expressions-duckling" / "SOURCE.txt").exists()
    shown = capsys.readouterr().out
    assert "expressions-duckling: 3 of 25 documents" in shown
    assert "wikiwars: it isn't in" in shown


def test_of_these_every_second_is_taken_if_asked(tmp_path: Path) -> None:
    cases(tmp_path / "all", 25)
    assert main(str(tmp_path / "all"), str(tmp_path / "out"), "2", "expressions-duckling") == 0
    suite = formats.read_gold(tmp_path / "out" / "expressions-duckling")
    assert [document.id[-3:] for document in suite.documents] == ["000", "020"]


def test_a_document_without_a_day_is_left_out(tmp_path: Path) -> None:
    folder = tmp_path / "all" / "intra-doc_annotation" / "corpus_apple"
    folder.mkdir(parents=True)
    token = '<token t_id="1" sentence="0" number="0">Now</token>'
    time = (
        '<TIMEX3 m_id="1" type="DATE" value="2021-05-03" functionInDocument="CREATION_TIME">'
        '<token_anchor t_id="1"/></TIMEX3>'
    )
    for name, marks in (("dated", time), ("undated", "")):
        text = f'<Document doc_name="d">{token}<Markables>{marks}</Markables><Relations/></Document>'
        (folder / f"{name}.xml").write_text(text, encoding="utf-8")
    assert main(str(tmp_path / "all"), str(tmp_path / "out"), "1", "meantime-apple") == 0
    assert [path.name for path in (tmp_path / "out" / "meantime-apple").iterdir()] == ["dated.xml"]


def test_a_folder_without_corpora_is_an_error(tmp_path: Path) -> None:
    assert main(str(tmp_path), str(tmp_path / "out")) == 2
