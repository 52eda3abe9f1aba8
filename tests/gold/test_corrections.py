"""Corrections of gold: applied only where asked for, never in silence, and only to the gold that they are for."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

import bench
from bench.cli.root import run
from bench.errors import DataError
from tests.conftest import ROOT

TEXT = "It rained on Monday, and on Tuesday it snowed."
MONDAY = {"doc": "a", "id": "t1", "start": 13, "end": 19, "type": "DATE", "value": "2024-03-04", "kind": "deictic"}
RAINED = {"doc": "a", "id": "e1", "start": 3, "end": 9, "class": "OCCURRENCE"}
TUESDAY = {"start": 28, "end": 35}
CORRECTION: dict[str, Any] = {
    "doc": "a",
    "layer": "timexes",
    "start": 13,
    "end": 19,
    "was": {"type": "DATE", "value": "2024-03-04"},
    "now": {"type": "DATE", "value": "2024-03-11"},
    "why": "next week",
}


@pytest.fixture(autouse=True)
def gold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("gold").mkdir()
    files: dict[str, list[dict[str, Any]]] = {
        "documents": [{"id": "a", "text": TEXT, "dct": "2024-03-08"}],
        "timexes": [MONDAY],
        "events": [RAINED],
        "links": [{"doc": "a", "source": "e1", "target": "t1", "relation": "IS_INCLUDED"}],
    }
    for name, lines in files.items():
        Path(f"gold/{name}.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))


def written(*corrections: dict[str, Any]) -> Path:
    path = Path("errata.jsonl")
    path.write_text("".join(json.dumps(each) + "\n" for each in corrections))
    return path


def test_a_correction_changes_adds_and_removes_and_leaves_gold_alone() -> None:
    gold = bench.read_gold("gold")
    added = {**CORRECTION, **TUESDAY, "was": None, "now": {"type": "DATE", "value": "2024-03-05"}}
    found = bench.gold.corrected(gold, written(CORRECTION, added))
    monday, tuesday = found.layers["a"].timexes
    assert (monday.id, monday.kind, monday.value) == ("t1", "deictic", "2024-03-11")
    assert (tuesday.start, tuesday.end, tuesday.text, tuesday.value) == (28, 35, "Tuesday", "2024-03-05")
    assert found.layers["a"].links == gold.layers["a"].links
    assert found.name == "gold+errata"
    assert found.digest != gold.digest
    assert found.notes[-1].message == "gold is scored with 2 corrections: 1 changed, 1 added, 0 removed"
    assert gold.layers["a"].timexes[0].value == "2024-03-04"
    removed = bench.gold.corrected(gold, written({**CORRECTION, "now": None}))
    assert removed.layers["a"].timexes == ()
    assert removed.layers["a"].links == ()  # a link to what is gone is gone
    event = {**CORRECTION, "layer": "events", "start": 3, "end": 9}
    event |= {"was": {"class": "OCCURRENCE"}, "now": {"class": "STATE"}}
    assert bench.gold.corrected(gold, written(event)).layers["a"].events[0].class_ == "STATE"


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"was": {"value": "2024-03-05"}}, "gold has the value '2024-03-04' there, and '2024-03-05' is expected"),
        ({"was": None}, "gold has an annotation at 13–19, and none is expected"),
        (TUESDAY, "gold has 0 annotations at 28–35, and one is expected"),
        ({"now": CORRECTION["was"]}, "it changes nothing"),
        ({"doc": "b"}, "gold has no document 'b'"),
        ({"end": 99}, "13–99 isn't in the text"),
        ({"layer": "links"}, "no layer to correct: 'links'"),
        ({"now": {"type": "DAY"}}, "type 'DAY' isn't in TimeML"),
        ({"now": {"values": "2"}}, "values '2' isn't in TimeML"),
        ({"because": "so"}, "not a record of errata.jsonl"),
    ],
)
def test_a_correction_that_does_not_fit_is_refused(changed: dict[str, Any], message: str) -> None:
    with pytest.raises(DataError, match=re.escape(message)):
        bench.gold.corrected(bench.read_gold("gold"), written({**CORRECTION, **changed}))


def test_an_empty_file_a_missing_one_and_a_repeated_span_are_told() -> None:
    gold = bench.read_gold("gold")
    with pytest.raises(DataError, match="it has no correction"):
        bench.gold.corrected(gold, written())
    with pytest.raises(DataError, match=r"none\.jsonl: it can't be read: No such file"):
        bench.gold.corrected(gold, "none.jsonl")
    with pytest.raises(DataError, match="this span is corrected twice"):
        bench.gold.corrected(gold, written(CORRECTION, CORRECTION))


def test_bench_score_says_that_gold_was_corrected(capsys: pytest.CaptureFixture[str]) -> None:
    found = {"doc": "a", "start": 13, "end": 19, "type": "DATE", "value": "2024-03-11"}
    Path("mine").mkdir()
    Path("mine/documents.jsonl").write_text('{"id": "a"}\n')
    Path("mine/timexes.jsonl").write_text(json.dumps(found) + "\n")
    path = written(CORRECTION)
    assert run(["score", "mine", "gold", "--corrections", str(path), "--format", "json"]) == 0
    out, err = capsys.readouterr()
    data = json.loads(out)
    assert data["measures"]["timex.value"]["f1"] == 1
    assert data["signature"].startswith("suite:gold+errata#")
    assert "note: errata.jsonl: gold is scored with 1 correction: 1 changed, 0 added, 0 removed" in err
    assert run(["score", "mine", "gold", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["measures"]["timex.value"]["f1"] == 0


PAGE = (ROOT / "docs" / "audit.md").read_text(encoding="utf-8")


def rows(name: str) -> list[list[str]]:
    (table,) = re.findall(rf"^<!-- {name} -->\n(.*?)^<!-- end -->", PAGE, re.MULTILINE | re.DOTALL)
    return [line.strip("| ").split(" | ") for line in table.splitlines()[2:]]


def test_the_docs_list_the_corrections_of_platinum() -> None:
    path = ROOT / "docs" / "corrections" / "platinum-1.jsonl"
    found = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]

    def stated(said: dict[str, str] | None) -> str:
        return f"{said['type']} {said['value']}" if said else "nothing"

    assert [[each["doc"], stated(each["was"]), stated(each["now"])] for each in found] == [
        [document, was, now] for document, _, was, now, _ in rows("platinum-1")
    ]


def test_the_docs_state_the_scores_before_and_after(reference: Path) -> None:
    published = reference.parent / "published"
    if not published.is_dir():
        pytest.skip("needs ../shared/published, the outputs of other people's systems")
    gold = bench.read_gold(reference / "gold")
    corrected = bench.gold.corrected(gold, ROOT / "docs" / "corrections" / "platinum-1.jsonl")
    texts = {document.id: document.text for document in gold.documents}
    for each, line in zip(
        (json.loads(line) for line in (ROOT / "docs/corrections/platinum-1.jsonl").read_text().splitlines()),
        rows("platinum-1"),
        strict=True,
    ):
        assert texts[each["doc"]][each["start"] : each["end"]] == line[1]
    for name, *stated in rows("corrected"):
        folder = published / name
        if not folder.is_dir():
            folder = ROOT / "results" / "tempeval3-platinum" / name
        found = bench.read_predictions(folder, gold)
        scores = [bench.score(found, suite) for suite in (gold, corrected)]
        f1 = [each[f"timex.{measure}"].f1 for measure in ("strict", "type", "value") for each in scores]
        assert stated == ["–" if figure is None else f"{100 * figure:.2f}" for figure in f1], name
