"""Figures that others published, beside those of systems that run here, and files that are broken."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench.cli.root import run
from bench.errors import DataError
from bench.render.quoted import grids
from bench.results import quoted
from tests.conftest import ROOT, example_layers, write_suite

TABLES = """
[[table]]
id = "B"
title = "Timelines, track B"
over = "one topic"
[[table.row]]
name = "Old system"
f1 = 22.3
source = "a paper"
[[table]]
id = "A"
title = "Timelines, track A"
over = "one topic"
"""
OURS = [
    {"system": "ours", "table": "B", "f1": 0.2784, "interval": [0.212, 0.304], "counts": {}, "source": "run here"}
]


def folder(tmp_path: Path, tables: str = TABLES, ours: object = OURS) -> Path:
    (tmp_path / "published").mkdir(parents=True)
    (tmp_path / "published" / "figures.toml").write_text(tables, encoding="utf-8")
    (tmp_path / "timelines.json").write_text(json.dumps(ours), encoding="utf-8")
    return tmp_path


def test_published_rows_are_marked_and_those_that_run_here_have_an_interval(tmp_path: Path) -> None:
    (grid,) = grids(quoted.read(folder(tmp_path)))  # track A has no row, so no table
    assert grid.title == "Timelines, track B"
    assert grid.rows == [
        ["ours", "run here", "27.84", "21.2–30.4"],
        ["Old system", "published, not run here: a paper", "22.30", "–"],
    ]


def test_a_folder_without_such_figures_has_no_table(tmp_path: Path) -> None:
    assert quoted.read(tmp_path) == ()


@pytest.mark.parametrize(
    ("tables", "ours", "message"),
    [
        (TABLES.replace("22.3", "223"), OURS, "223 is no percentage"),
        (TABLES.replace('over = "one topic"\n[[table.row]]', "[[table.row]]"), OURS, "over"),
        (TABLES.replace("f1 =", "F1 ="), OURS, "F1"),
        ("[[table", OURS, "figures.toml"),
        (TABLES, [{**OURS[0], "table": "C"}], "C: .* has no such table"),
        (TABLES, [{"system": "ours"}], "table"),
    ],
)
def test_a_broken_file_is_refused_by_name(tmp_path: Path, tables: str, ours: object, message: str) -> None:
    with pytest.raises(DataError, match=message):
        quoted.read(folder(tmp_path, tables, ours))


def test_the_figures_of_airbus_and_of_three_topics_never_stand_in_one_table() -> None:
    tables = {each.id: each for each in quoted.read(ROOT / "results" / "task4-airbus")}
    assert tables["A"].over == tables["B"].over != tables["all"].over
    assert {row.f1 for row in tables["all"].rows} == {25.4, 28.58, 7.85}
    assert {row.f1 for row in tables["B"].rows if not row.here} == {22.3, 25.65}
    assert not [row for row in tables["A"].rows if not row.here]


def test_the_suites_table_has_them(tmp_path: Path) -> None:
    gold = write_suite(tmp_path / "gold" / "s", example_layers())
    folder(tmp_path / "results" / "s")
    words = ["evaluate", str(ROOT / "systems" / "regex.py"), "--gold", str(gold), "-o", str(tmp_path / "results")]
    assert run(words) == 0
    table = (tmp_path / "results" / "s" / "README.md").read_text(encoding="utf-8")
    assert "| Old system | published, not run here: a paper | 22.30 | – |" in table
    broken = tmp_path / "results" / "s" / "published" / "figures.toml"
    broken.write_text("[[table", encoding="utf-8")
    assert run(words) == 4
