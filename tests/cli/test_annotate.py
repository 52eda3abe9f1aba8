"""bench annotate: gold from marked texts, and marks from gold."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bench.cli.root import run
from bench.gold.load import load
from tests.conftest import ROOT

MARKED = "dct: 2023-09-20\nOn [Monday|DATE 2023-09-18] talks {began|ASPECTUAL ACTUAL 2023-09-18}.\n"


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "article.txt"
    path.write_text(MARKED, encoding="utf-8")
    return path


def test_a_marked_text_becomes_gold_that_scores(
    tmp_path: Path, article: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gold = tmp_path / "gold"
    assert run(["annotate", str(article), str(gold)]) == 0
    assert capsys.readouterr().out == f"1 document, 1 timex, 1 event written to {gold}\n"
    (document,) = lines(gold / "documents.jsonl")
    assert (document["id"], document["text"], document["sentences"]) == (
        "article",
        "On Monday talks began.\n",
        [0],
    )
    assert lines(gold / "timexes.jsonl") == [
        {
            "doc": "article",
            "id": "t1",
            "start": 3,
            "end": 9,
            "text": "Monday",
            "type": "DATE",
            "value": "2023-09-18",
        }
    ]
    assert sorted(path.name for path in gold.iterdir()) == ["documents.jsonl", "events.jsonl", "timexes.jsonl"]
    assert run(["validate", str(gold)]) == 0
    assert run(["score", str(gold), str(gold)]) == 0


@pytest.mark.usefixtures("article")
def test_a_folder_of_texts_and_a_day_for_those_without(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "other.txt").write_text("Nothing here.\n", encoding="utf-8")
    assert run(["annotate", str(tmp_path), str(tmp_path / "a")]) == 0
    assert "other.txt: it states no creation day" in capsys.readouterr().err
    assert run(["annotate", str(tmp_path), str(tmp_path / "b"), "--dct", "2023-01-02"]) == 0
    assert capsys.readouterr().err == ""
    days = [str(each.dct) for each in load(tmp_path / "b").documents]
    assert days == ["2023-09-20", "2023-01-02"]


def test_words(tmp_path: Path) -> None:
    (tmp_path / "plain.txt").write_text("On Monday talks [began].", encoding="utf-8")
    (tmp_path / "words").write_text("Monday | DATE 2023-09-18\nbegan | EVENT\n", encoding="utf-8")
    arguments = ["--text", str(tmp_path / "plain.txt"), "--dct", "2023-09-20"]
    assert run(["annotate", str(tmp_path / "words"), str(tmp_path / "gold"), *arguments]) == 0
    layers = load(tmp_path / "gold").layers["plain"]
    (timex,), (event,) = layers.timexes, layers.events
    assert [(timex.start, timex.end), (event.start, event.end)] == [(3, 9), (17, 22)]


@pytest.mark.usefixtures("article")
def test_faults_of_all_files_are_told_and_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("b", "c"):
        (tmp_path / f"{name}.txt").write_text("x\n[Monday|DAT]", encoding="utf-8")
    (tmp_path / "d.txt").write_text("---\nid: article\n---\nx", encoding="utf-8")
    assert run(["annotate", str(tmp_path), str(tmp_path / "gold")]) == 4
    told = capsys.readouterr().err
    assert "b.txt:2: 'DAT' is none" in told
    assert "c.txt:2: 'DAT' is none" in told
    assert "d.txt: the document 'article' stands in" in told
    assert not (tmp_path / "gold").exists()
    assert not list(tmp_path.glob(".gold*"))


def test_marks_are_printed_corrected_and_read_again(
    tmp_path: Path, article: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    gold = tmp_path / "gold"
    assert run(["annotate", str(article), str(gold)]) == 0
    # a second document, with a field that bench doesn't know, stays as it is
    line = '{"id": "z", "text": "In May.", "mine": 1}\n'
    with (gold / "documents.jsonl").open("a", encoding="utf-8") as file:
        file.write(line)
    (gold / "README.md").write_text("mine", encoding="utf-8")
    capsysbinary.readouterr()
    assert run(["annotate", "--marks", str(gold), "article"]) == 0
    shown = capsysbinary.readouterr().out
    assert shown.decode() == (
        "---\nid: article\ndct: 2023-09-20\n---\n"
        "On [Monday|DATE 2023-09-18] talks {began|ASPECTUAL ACTUAL 2023-09-18}.\n"
    )
    again = tmp_path / "again.txt"
    again.write_bytes(shown.replace(b"ASPECTUAL", b"OCCURRENCE").replace(b"talks", b"{talks|STATE}"))
    assert run(["annotate", str(again), str(gold)]) == 2
    assert run(["annotate", str(again), str(gold), "--replace"]) == 0
    suite = load(gold)
    assert [each.id for each in suite.documents] == ["article", "z"]
    assert [each.class_ for each in suite.layers["article"].events] == ["STATE", "OCCURRENCE"]
    assert (gold / "documents.jsonl").read_text(encoding="utf-8").endswith(line)
    assert (gold / "README.md").read_text(encoding="utf-8") == "mine"


def test_a_replaced_document_must_keep_what_the_timeline_mentions(
    tmp_path: Path, article: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gold = tmp_path / "gold"
    assert run(["annotate", str(article), str(gold)]) == 0
    entry = {"id": "began", "label": "Talks begin", "when": "2023-09-18", "mentions": [["article", "e1"]]}
    (gold / "timeline.jsonl").write_text(json.dumps(entry) + "\n", encoding="utf-8")
    article.write_text("Nothing began.", encoding="utf-8")
    before = {path.name: path.read_bytes() for path in gold.iterdir()}
    assert run(["annotate", str(article), str(gold), "--replace"]) == 4
    assert f"{gold / 'timeline.jsonl'}:1: mention 'article e1' names no event" in capsys.readouterr().err
    assert {path.name: path.read_bytes() for path in gold.iterdir()} == before


def test_the_marks_of_this_projects_gold_are_read_again(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    gold = load(ROOT / "gold" / "articles")
    for document in gold.documents:
        assert run(["annotate", "--marks", str(ROOT / "gold" / "articles"), document.id]) == 0
        (tmp_path / f"{document.id}.txt").write_bytes(capsysbinary.readouterr().out)
    assert run(["annotate", str(tmp_path), str(tmp_path / "gold")]) == 0
    again = load(tmp_path / "gold")
    for document in gold.documents:
        assert again.document(document.id) == document
        for layer in ("timexes", "events", "ignore"):
            found, expected = (
                sorted(map(repr, getattr(each.layers[document.id], layer))) for each in (again, gold)
            )
            assert found == expected


def test_a_plain_text_is_shown_with_its_brackets_escaped(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    (tmp_path / "a.txt").write_text("A [sic] {b}\n", encoding="utf-8")
    assert run(["annotate", "--marks", str(tmp_path / "a.txt")]) == 0
    assert capsysbinary.readouterr().out == b"---\nid: a\n---\nA \\[sic\\] \\{b\\}\n"


def test_a_text_may_have_any_ending_and_gold_is_a_source_too(tmp_path: Path) -> None:
    for name in ("one.md", "two"):
        (tmp_path / name).write_text(MARKED, encoding="utf-8")
    sources = [str(tmp_path / "one.md"), str(tmp_path / "two"), str(ROOT / "gold" / "articles")]
    assert run(["annotate", *sources, str(tmp_path / "gold")]) == 0
    made = load(tmp_path / "gold")
    assert [each.id for each in made.documents][:3] == ["one", "two", "wang-in-moscow"]
    assert made.layers["wang-in-moscow"] == load(ROOT / "gold" / "articles").layers["wang-in-moscow"]
    assert len(made.timeline) == 43


def test_a_file_of_another_format_is_refused_by_its_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.csv").write_text("a,b\n", encoding="utf-8")
    assert run(["annotate", str(tmp_path / "a.csv"), str(tmp_path / "gold")]) == 4
    assert "this is tables, which bench doesn't read" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["article.txt"], "name the folder to write, too"),
        (["article.txt", "x", "--predictions", "p"], "--predictions goes with --page"),
        (["a", "b", "c", "--marks"], "--marks prints one document"),
        (["nowhere.txt", "x"], "there is no such file"),
        (["--marks", "gold/articles"], "gold/articles has 4 documents; name one, such as"),
        (["--marks", "gold/articles", "wang-in-moskow"], "did you mean wang-in-moscow"),
    ],
)
def test_wrong_usage(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: list[str], told: str
) -> None:
    monkeypatch.chdir(ROOT)
    assert run(["annotate", *arguments]) == 2
    assert told in capsys.readouterr().err
