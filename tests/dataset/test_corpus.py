"""Documents of a corpus in each of its forms, and what is said of a row that is none."""

from __future__ import annotations

import datetime
import gzip
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bench.dataset.articles import Article, Listener
from bench.dataset.corpus import UNDATED, Fields, documents
from bench.errors import DataError, Fault, UsageError
from bench.sdk.model import Document

ROWS: list[dict[str, Any]] = [
    {"id": "a", "text": "On Monday.", "dct": "2021-05-04"},
    {"id": 2, "text": "🌊\u2028Rain.", "dct": "2021-05-04T23:30:00-05:00", "more": [1]},
    {"id": "c", "text": "", "dct": None},
]
DAY = datetime.date(2021, 5, 4)
NEW_YEAR = datetime.date(2022, 1, 1)
STAMP = datetime.datetime.fromisoformat("2021-05-04T23:30:00-05:00")
EXPECTED = [Document("a", "On Monday.", DAY), Document("2", "🌊\u2028Rain.", STAMP), Document("c", "", NEW_YEAR)]


def lines(rows: list[dict[str, Any]]) -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def json_lines(folder: Path, rows: list[dict[str, Any]]) -> str:
    path = folder / "news.jsonl"
    path.write_bytes(lines(rows))
    return str(path)


def compressed(folder: Path, rows: list[dict[str, Any]]) -> str:
    path = folder / "news.jsonl.gz"
    path.write_bytes(gzip.compress(lines(rows)))
    return str(path)


def suite(folder: Path, rows: list[dict[str, Any]]) -> str:
    (folder / "suite").mkdir()
    (folder / "suite" / "documents.jsonl").write_bytes(lines(rows))
    return str(folder / "suite")


def parquet(folder: Path, rows: list[dict[str, Any]]) -> str:
    import pyarrow
    import pyarrow.parquet

    table = pyarrow.table(
        {
            "id": [str(row["id"]) for row in rows],
            "text": [row["text"] for row in rows],
            "dct": [row["dct"] and datetime.date.fromisoformat(row["dct"][:10]) for row in rows],
            "more": [None for _ in rows],
        }
    )
    path = folder / "news.parquet"
    pyarrow.parquet.write_table(table, path)
    return str(path)


def dataset(folder: Path, rows: list[dict[str, Any]]) -> str:
    (folder / "data").mkdir()
    parquet(folder / "data", rows)
    return str(folder / "data")


def hub(folder: Path, rows: list[dict[str, Any]]) -> str:
    return f"hf:{dataset(folder, rows)}:default:train"


@pytest.fixture(autouse=True)
def _offline(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    monkeypatch.setenv("HF_HOME", str(tmp_path_factory.mktemp("hub")))
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")


@pytest.mark.parametrize("form", [json_lines, compressed, suite, parquet, dataset, hub])
def test_each_form_gives_the_same_documents(
    tmp_path: Path, form: Callable[[Path, list[dict[str, Any]]], str]
) -> None:
    found = list(documents(form(tmp_path, ROWS), Fields(day=NEW_YEAR)))
    stamped = form in (json_lines, compressed, suite)  # the others are written with a column of days
    assert found == [each if stamped else replace(each, written=None) for each in EXPECTED]
    assert [each.dct for each in found] == [DAY, DAY, NEW_YEAR]


def test_fields_have_the_names_they_are_given(tmp_path: Path) -> None:
    corpus = json_lines(tmp_path, [{"url": "x", "body": "On Monday.", "date": "2021-05-04", "id": 1, "text": 2}])
    assert list(documents(corpus, Fields("url", "body", "date"))) == [Document("x", "On Monday.", DAY)]


GOOD = '{"id": "a", "text": "t", "dct": "2021-05-04"}\n'


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{", ":2: not JSON in UTF-8"),
        ("[1]", ":2: a JSON object was due"),
        ("\xff", ":2: not JSON in UTF-8"),
        ('{"text": "t", "dct": "2021-05-04"}', ":2: no 'id'; there is: text, dct; name the field by --id-field"),
        ('{"id": "b", "dct": "2021-05-04"}', ":2: no 'text'; there is: id, dct; name the field by --text-field"),
        ('{"id": "b", "text": "t"}', ":2: no day in 'dct', nor in its text; there is: id, text; name the"),
        ('{"id": "b", "text": 1, "dct": "2021-05-04"}', ":2: 'text' is 1, no text"),
        ('{"id": true, "text": "t", "dct": "2021-05-04"}', ":2: 'id' is True, no text"),
        ('{"id": "", "text": "t", "dct": "2021-05-04"}', ":2: 'id' is empty"),
        ('{"id": "b", "text": "t", "dct": "May 4"}', ":2: 'dct' is 'May 4', no day; write it as 2023-09-18"),
        ('{"id": "b", "text": "t", "dct": 1620086400}', ":2: 'dct' is 1620086400, no day"),
        (GOOD, ":2: the id 'a' stands in 1 too; give each document an id of its own"),
    ],
)
def test_a_bad_row_is_named_once_the_documents_before_it_are_out(tmp_path: Path, line: str, says: str) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_bytes(GOOD.encode() + line.encode("latin-1"))
    stream = documents(str(path), Fields())
    assert next(stream).id == "a"
    with pytest.raises(DataError) as caught:
        next(stream)
    assert str(caught.value).startswith(f"{path}{says}")
    assert len(caught.value.faults) == 1


class Heard(Listener):
    """Keeps what it hears."""

    def __init__(self) -> None:
        self.articles: list[Article] = []
        self.faults: list[str] = []

    def read(self, article: Article) -> None:
        self.articles.append(article)

    def failed(self, document: str, fault: Fault) -> None:
        self.faults.append(f"{document}: {fault}")


DATED = "MOSCOW, September 19, 2023 (Agency) – He came on Monday."


def test_a_row_without_a_day_gets_the_one_that_its_text_tells(tmp_path: Path) -> None:
    corpus = json_lines(tmp_path, [{"id": "a", "text": DATED}, {"id": "b", "text": DATED, "dct": "2021-05-04"}])
    heard = Heard()
    found = [(each.id, each.dct) for each in documents(corpus, Fields(), heard)]
    assert found == [("a", datetime.date(2023, 9, 19)), ("b", DAY)]  # what a row states counts before its text
    (article,) = heard.articles
    assert (article.source, article.creation.basis) == (f"{corpus}:1", "stated")
    assert article.creation.reason == "dateline 'September 19, 2023'"


def test_a_row_whose_day_nothing_tells_is_left_out_and_the_others_stay(tmp_path: Path) -> None:
    rows = [
        {"id": "a", "text": "He came."},
        {"id": "b", "text": DATED},
        {"id": "c", "text": "He went.", "dct": ""},
    ]
    corpus, heard = json_lines(tmp_path, rows), Heard()
    assert [each.id for each in documents(corpus, Fields(), heard)] == ["b"]
    assert [fault.split(":", 1)[0] for fault in heard.faults] == ["a", "c"]
    assert "no day in 'dct', nor in its text; there is: id, text" in heard.faults[0]
    assert "'dct' is empty, and its text tells no day" in heard.faults[1]


def test_a_corpus_whose_first_rows_have_no_day_is_refused(tmp_path: Path) -> None:
    rows = [{"id": f"{number}", "text": "He came."} for number in range(UNDATED)]
    corpus = json_lines(tmp_path, [*rows, {"id": "late", "text": DATED}])
    with pytest.raises(DataError, match="name the field by --dct-field") as caught:
        list(documents(corpus, Fields(), Heard()))
    assert len(caught.value.faults) == UNDATED
    # two rows alone, none of them dated
    with pytest.raises(DataError, match="name the field by --dct-field"):
        list(documents(json_lines(tmp_path, rows[:2]), Fields(), Heard()))


def test_a_field_that_was_named_and_is_not_there_is_no_reason_to_guess(tmp_path: Path) -> None:
    corpus = json_lines(tmp_path, [{"id": "a", "text": DATED, "date": "2021-05-04"}])
    with pytest.raises(DataError, match="no day in 'dat'"):
        list(documents(corpus, Fields(dct="dat"), Heard()))


def test_a_bad_row_of_a_parquet_file_is_named_by_its_number(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"news\.parquet:3: 'dct' is null, and its text tells no day; state"):
        list(documents(parquet(tmp_path, ROWS), Fields()))
    with pytest.raises(DataError, match=r"news\.parquet:1: no 'body'; there is: id, text, dct, more;"):
        list(documents(str(tmp_path / "news.parquet"), Fields(text="body")))


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("cut.jsonl.gz", gzip.compress(lines(ROWS))[:-9], r"cut\.jsonl\.gz:\d: can't be read on"),
        ("no.jsonl.gz", b"text", "can't be read on: Not a gzipped file"),
        ("no.parquet", b"PAR1", "no Parquet file that can be read"),
    ],
)
def test_a_broken_file(tmp_path: Path, name: str, content: bytes, says: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(DataError, match=says):
        list(documents(str(tmp_path / name), Fields(day=DAY)))


@pytest.mark.parametrize(
    ("corpus", "says"),
    [
        ("gone.jsonl", "gone.jsonl: there is no such file or folder; a data set of the hub is hf:NAME"),
        (
            "README.rst",
            "README.rst: a corpus is an article (.txt, .md, .html, .docx, .pdf), a .jsonl, .jsonl.gz, .csv, .tsv "
            "or .parquet file, a folder, or hf:NAME; a text with another ending is read from standard input, as -",
        ),
    ],
)
def test_what_is_no_corpus_is_refused_before_anything_is_read(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, corpus: str, says: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("README.rst").touch()
    with pytest.raises(UsageError) as caught:
        documents(corpus, Fields())
    assert str(caught.value) == says


def test_a_data_set_of_several_splits_asks_for_one(tmp_path: Path) -> None:
    for split in ("train", "test"):
        folder = tmp_path / "data" / split
        folder.mkdir(parents=True)
        parquet(folder, ROWS)
    corpus = f"hf:{tmp_path / 'data'}"
    with pytest.raises(UsageError, match=r"has the splits (train, test|test, train); name one, as in hf:.*::test"):
        documents(corpus, Fields())
    found = list(documents(f"{corpus}::test", Fields(day=NEW_YEAR)))
    assert found == [replace(each, written=None) for each in EXPECTED]  # the column has days alone
    with pytest.raises(UsageError, match="can't be loaded"):
        documents(f"{corpus}::dev", Fields())
