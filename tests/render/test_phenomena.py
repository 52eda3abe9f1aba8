"""The page of phenomena and the report's heat maps, of a small suite with results of two systems."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from bench.cli.root import run
from bench.formats.jsonl.predictions import read_predictions, write_predictions
from bench.gold.load import load
from bench.results.record import of_predictions, text
from bench.scoring.score import score
from docs.refresh import phenomena
from tests.cases import EAGER, write_gold
from tests.conftest import write_suite


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """gold/cases, and results/cases of an eager system and of one that finds nothing."""
    root = tmp_path_factory.mktemp("project")
    suite = load(write_gold(root / "gold" / "cases"))
    silent = {"documents": EAGER["documents"], "timexes": []}
    for name, layers in (("eager", EAGER), ("silent", silent)):
        predictions = read_predictions(write_suite(root / name, layers), suite)
        folder = root / "results" / "cases" / name
        write_predictions(folder, predictions, suite.documents)
        made = of_predictions(name, "system", predictions, suite, score(suite, predictions))
        (folder / "record.json").write_text(text(made), encoding="utf-8")
    return root


def test_the_page_has_the_tables_and_a_card_for_each_system(project: Path) -> None:
    page = phenomena(project / "results", project / "gold" / "cases")
    assert "| weekday | 2 | 2 | 50 | 0 | 50 | 0 | 100 | 0 |" in page
    eager, silent, events = re.findall(r"^### .*?(?=^###|\Z)", page, re.MULTILINE | re.DOTALL)
    assert eager.splitlines() == [
        "### `eager`, time expressions",
        "",
        "75 % right, as the mean of all phenomena. 0 % of the traps passed.",
        "",
        "- Strengths:",
        "  - `next-weekday` 100 % (the median system 50 %): We meet next Friday.",
        "  - `weekday` 50 % (the median system 25 %): It rained on Monday.",
        "- Blind spots: none.",
        "",
    ]
    assert "0 % right, as the mean of all phenomena. 100 % of the traps passed." in silent
    assert "- Strengths: none." in silent
    told = "past-1: It rained on Monday. \\[gold: “Monday” 2023-09-18; predicted: nothing\\]"
    assert f"  - `weekday` 0 % (the median system 25 %): {told}" in silent
    assert "### `eager`, events" in events


def test_without_results_the_page_says_so(project: Path, tmp_path: Path) -> None:
    assert phenomena(tmp_path, project / "gold" / "cases") == "There are no results on cases 1.0.0 yet.\n"


@pytest.fixture(scope="module")
def page(project: Path) -> Path:
    target = project / "report.html"
    results, gold = project / "results" / "cases", project / "gold" / "cases"
    assert run(["report", str(results), "--gold", str(gold), "-o", str(target)]) == 0
    return target


def test_the_report_has_heat_maps_and_two_examples_for_each_cell(page: Path) -> None:
    source = page.read_text(encoding="utf-8")
    captions = re.findall(r'<span class="title" id="phenomena-.*?>(.*?)</span>', source)
    assert captions == [
        "Time expressions that are right (%)",
        "Time expressions: traps passed (%)",
        "Events that are right (%)",
        "Events: traps passed (%)",
    ]
    (stated,) = re.findall(r'<script type="application/json" id="data">(.*?)</script>', source)
    found = json.loads(stated)["phenomena"]["cases"]["timexes"]["weekday"]
    # of three wrong cases one that is no trap, and a trap
    assert [case[:2] for case in found["eager"]] == [["past-2", 0], ["trap-1", 1]]
    assert [case[:2] for case in found["silent"]] == [["past-1", 0], ["past-2", 0]]


def test_a_report_of_other_gold_has_no_such_section(tmp_path: Path, suite_folder: Path) -> None:
    suite = load(suite_folder)
    silent = write_suite(tmp_path / "silent", {"documents": [{"id": "fair"}, {"id": "flood"}], "timexes": []})
    predictions = read_predictions(silent, suite)
    folder = tmp_path / "results" / "example" / "silent"
    write_predictions(folder, predictions, suite.documents)
    made = of_predictions("silent", "system", predictions, suite, score(suite, predictions))
    (folder / "record.json").write_text(text(made), encoding="utf-8")
    target = tmp_path / "report.html"
    assert run(["report", str(folder.parent), "--gold", str(suite_folder), "-o", str(target)]) == 0
    assert 'id="phenomena"' not in target.read_text(encoding="utf-8")
