"""A new measure is one file: dropped into a copy of the package, it is found wherever measures are listed."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from typing import Any

import pytest

from tests.conftest import ROOT

MEASURE = '''
"""``timex.first``: whether both start at the same character."""

from bench.measures.pair import PairMeasure


def same_start(gold, predicted):
    return gold.start == predicted.start


TIMEX_FIRST = PairMeasure(
    name="timex.first",
    heading="same start",
    title="Times with the right start",
    layer="timexes",
    definition="a relaxed match starts at the same character",
    source="a test",
    correct=same_start,
    headline=True,
)
'''
ASKED = """
import contextlib, io, json
from pathlib import Path
from bench.cli.root import run
from bench.render.grid import markdown
from bench.render.scores import comparison
from bench.results import record
from bench.scoring.score import score
from bench.dataset.suite import Layers, Predictions, Suite, SuiteDocument
from bench.sdk.model import Timex
from docs.refresh import measures

def printed(*arguments):
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        run(list(arguments))
    return out.getvalue()

places = range(0, 80, 10)
document = SuiteDocument("d", "x" * 80, sentences=tuple(places))
suite = Suite("s", "1", "", (document,), {"d": Layers(tuple(Timex(at, at + 5) for at in places))})
found = Predictions({"d": Layers(tuple(Timex(at + at // 10 % 2, at + 5) for at in places))})
one = record.of_predictions("one", "predictions", found, suite, score(suite, found))
results, other = "results/articles/regex", "results/articles/datefinder"
print(json.dumps({
    "json": json.loads(printed("score", results, "gold/articles", "--format", "json")),
    "tables": [markdown(grid) for grid in comparison([one])],
    "compared": printed("compare", results, other, "--measure", "timex.first"),
    "list": measures(),
    "record": json.loads(record.text(one))["measures"].get("timex.first"),
}))
"""


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What Python and the commands say with a copy of the package that has one file more."""
    folder = tmp_path_factory.mktemp("copy")
    for name in ("bench", "docs"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "bench" / "measures" / "first.py").write_text(MEASURE, encoding="utf-8")
    # -P: the working folder, where bench is another one, stays out of the path
    run = subprocess.run(
        [sys.executable, "-P", "-c", ASKED],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(folder), "COLUMNS": "100"},
        check=True,
        capture_output=True,
        encoding="utf-8",
    )
    data: dict[str, Any] = json.loads(run.stdout)
    return data


@pytest.mark.slow
def test_its_figure_stands_in_the_json_with_its_interval(found: dict[str, Any]) -> None:
    ours, relaxed = (found["json"]["measures"][name] for name in ("timex.first", "timex.relaxed"))
    assert (ours["gold"], ours["predicted"]) == (relaxed["gold"], relaxed["predicted"])
    assert 0 < ours["correct_gold"] <= relaxed["correct_gold"]
    assert ours["intervals"]["sampling"]["unit"] == "sentence"
    assert "timex.first" in found["json"]["slices"]["kind"]["explicit"]


@pytest.mark.slow
def test_it_is_a_column_of_its_layers_table(found: dict[str, Any]) -> None:
    # every second time of gold is found where it starts
    assert found["record"]["f1"] == 0.5
    times, sure = (next(grid for grid in found["tables"] if title in grid) for title in ("Time expr", "How sure"))
    assert "same start F1" in times
    assert "times with the right start" in sure


@pytest.mark.slow
def test_a_comparison_tests_it(found: dict[str, Any]) -> None:
    assert "timex.first" in found["compared"]


@pytest.mark.slow
def test_it_stands_in_the_documents_list(found: dict[str, Any]) -> None:
    assert "| `timex.first` | sentence | a relaxed match starts at the same character | a test |" in found["list"]


def test_the_name_of_a_measure_is_spelled_where_the_measure_is() -> None:
    spelled = [
        path
        for path in (ROOT / "bench").rglob("*.*")
        if path.suffix != ".pyc" and re.search(rb"[\"`]timex\.value", path.read_bytes())
    ]
    assert len(spelled) <= 4, spelled
