"""What the page carries of each document: every annotation of both sides, as it is scored."""

from __future__ import annotations

import base64
import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from bench.dataset.suite import Suite
from bench.gold.load import load
from bench.report import page, read
from bench.report.articles import TOGETHER, Articles, gather
from tests.report.conftest import EVIL, MANY, REASON, write_project


@pytest.fixture(scope="module")
def articles(project: Path) -> Articles:
    golds: dict[Path, Suite] = {path: load(path) for path in (project / "gold").iterdir()}
    return gather(read(sorted((project / "results").iterdir()), golds))


def unpacked(part: str) -> list[Any]:
    found = json.loads(gzip.decompress(base64.b64decode(part)))
    assert isinstance(found, list)
    return found


def test_every_document_is_packed_once(articles: Articles) -> None:
    plain = articles.packed["plain"]
    assert [len(unpacked(part)) for part in plain.parts] == [TOGETHER, TOGETHER, MANY - 2 * TOGETHER]
    texts = [document[0]["text"] for part in plain.parts for document in unpacked(part)]
    assert texts[77] == "It rained on May 22."
    assert plain.index["ids"][77] == "doc-77"


def test_marks_are_those_of_the_scores(articles: Articles) -> None:
    hostile = articles.packed["hostile"]
    (part,) = hostile.parts
    fair, flood, evil = unpacked(part)
    assert fair[0]["gold"]["timexes"] == [
        [19, 25, "DATE", "2021-05-03", None, "deictic"],
        [44, 49, "DATE", "2021-05-05", None, "underspecified"],
    ]
    assert fair[0]["ignore"] == [[52, 68]]
    assert evil[0]["text"] == EVIL
    alpha, beta, gamma = (fair[1][n] for n in range(3))
    # mark, whether it says something else, which of gold, and where it isn't gold's: place and words
    assert alpha == {
        "timexes": [
            [3, 0, -1, 4, 8, "DATE", "2021", None],
            [0, 0, 0],
            [1, 0, 1, 44, 47, "DATE", "2021-05-05", None],
        ]
    }
    assert beta == {"timexes": [[0, 0, 0], [2, 0, 1]]}
    # it never says when, so that is not held against it; the class is
    assert gamma == {"events": [[0, 1, 0, 9, 15, "STATE", "ACTUAL", None], [2, 0, 1]]}
    assert flood[1][0] == {"timexes": [[0, 1, 0, 16, 24, "DURATION", "P3D", None], [2, 0, 1]]}
    assert flood[1][1] is None


def test_the_index_tells_of_mistakes_and_failures(articles: Articles) -> None:
    alpha, beta, gamma = articles.packed["hostile"].index["systems"]
    assert alpha["wrong"] == [2, 2, 1]
    assert beta["wrong"] == [1, 2, 1]
    assert beta["failed"] == {1: 0}
    assert beta["reasons"] == [REASON]
    assert gamma["layers"] == ["events"]
    assert gamma["stated"] == {"events": [1, 1, 0]}
    assert articles.packed["plain"].index["systems"][0]["wrong"] == [0] * (MANY - 1) + [1]


def test_timelines_are_aligned_by_the_events_that_both_found(articles: Articles) -> None:
    predictions, aligned = articles.timelines["hostile"]["gamma"]
    assert [entry.label for entry in predictions.timeline] == ["It opens", "Rain"]
    assert aligned.pairs == {0: 0}


def test_a_suite_of_which_only_links_or_timelines_are_predicted_has_no_articles_to_show(tmp_path: Path) -> None:
    root = write_project(tmp_path)
    for name in ("alpha", "beta", "gamma"):
        for layer in ("timexes", "events"):
            path = root / "results" / "hostile" / name / f"{layer}.jsonl"
            if path.is_file():
                path.rename(path.with_name(f"given-{layer}.jsonl"))
        (root / "results" / "hostile" / name / "links.jsonl").write_text("", encoding="utf-8")
    golds = {root / "gold" / "hostile": load(root / "gold" / "hostile")}
    found = read([root / "results" / "hostile"], golds)
    assert gather(found).packed == {}
    assert "Articles: no system finds times or events in texts." in page.text(found)


def test_of_a_large_suite_the_page_has_a_sample_and_says_so(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bench.report.articles.ALL", MANY - 1)
    monkeypatch.setattr("bench.report.articles.SAMPLED", 7)
    suite = load(project / "gold" / "plain")
    results = read([project / "results" / "plain"], {project / "gold" / "plain": suite})
    found, again = (gather(results).packed["plain"] for _ in range(2))
    assert found == again
    assert (found.sampled, found.documents) == (7, MANY)
    ids = found.index["ids"]
    assert ids == [document.id for document in suite.documents if document.id in set(ids)]
    texts = [document[0]["text"] for part in found.parts for document in unpacked(part)]
    assert texts == [suite.document(name).text for name in ids]
    assert all(len(system["wrong"]) == 7 for system in found.index["systems"])
    html = page.text(results)
    assert f"plain has {MANY} documents; the tables are of all, and here are 7 of them, drawn at random." in html


def test_a_small_suite_has_no_sample(articles: Articles) -> None:
    assert [each.sampled for each in articles.packed.values()] == [0] * len(articles.packed)
