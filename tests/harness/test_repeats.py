"""Several runs of a system that answers differently each time: each is kept, and their spread is told."""

from __future__ import annotations

import json
import random
import shutil
import statistics
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import bench
from bench.cli.root import run
from bench.statistics.runs import Runs, noise

MADE = '''# /// script
# [tool.bench]
# environment = ["SEED=1"]
# optional = ["BENCH_REPEAT"]
# ///
"""Finds Monday, and May 5 by chance."""
import os
import random

from bench import Timex, system


@system(layers=["timexes"])
def made(document):
    """Finds Monday, and May 5 by chance."""
    drawn = random.Random(f"{os.environ['SEED']} {os.environ.get('BENCH_REPEAT', '')}").random()
    for words, found in (("Monday", True), ("May 5", drawn < 0.5)):
        start = document.text.find(words)
        if found and start >= 0:
            yield Timex(start, start + len(words))
'''
ONE, BOTH = 2 * 1 / (4 + 1), 2 * 2 / (4 + 2)
"""F1 of one and of two right times, of four in gold."""


def expected(seed: str, runs: int) -> list[float]:
    """F1 of each run, from what the system draws."""
    numbers = ["", *map(str, range(2, runs + 1))]
    return [BOTH if random.Random(f"{seed} {number}").random() < 0.5 else ONE for number in numbers]


@pytest.fixture
def evaluate(suite_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., dict[str, Any]]:
    """evaluate(seed, runs, results="results", *options): the record."""
    monkeypatch.chdir(tmp_path)
    Path("made.py").write_text(MADE)

    def evaluated(seed: str, runs: int, results: str = "results", *options: str) -> dict[str, Any]:
        monkeypatch.setenv("SEED", seed)
        place = ["--gold", str(suite_folder), "-o", results]
        assert run(["evaluate", "made.py", "--repeat", str(runs), *place, *options]) == 0
        found: dict[str, Any] = json.loads(Path(results, "example/made/record.json").read_text())
        return found

    return evaluated


def test_each_run_is_kept_and_the_record_has_the_figures_of_all(
    evaluate: Callable[..., dict[str, Any]], capsys: pytest.CaptureFixture[str]
) -> None:
    figures = expected("1", 4)
    assert set(figures) == {ONE, BOTH}, "the seed shows nothing"
    found = evaluate("1", 4)
    assert found["repeats"]["timex.strict"] == pytest.approx(figures)
    assert found["measures"]["timex.strict"]["f1"] == pytest.approx(figures[0])
    folder = Path("results/example/made")
    assert sorted(path.name for path in folder.glob("repeat-*")) == ["repeat-2", "repeat-3", "repeat-4"]
    for number, figure in enumerate(figures[1:], 2):
        lines = (folder / f"repeat-{number}/timexes.jsonl").read_text().splitlines()
        assert len(lines) == (2 if figure == BOTH else 1)
        record = json.loads((folder / f"repeat-{number}/record.json").read_text())
        assert record["measures"]["timex.strict"]["f1"] == pytest.approx(figure)
        assert "repeats" not in record
    out = capsys.readouterr().out
    assert "Several runs of one system: spread of F1 (%)" in out
    mean, deviation = 100 * statistics.fmean(figures), 100 * statistics.stdev(figures)
    rows = [line.split() for line in out.partition("Several runs of one system")[2].splitlines()]
    assert [f"{mean:.1f}", f"{deviation:.1f}", "40.0", "66.7"] in [row[-4:] for row in rows if row[:1] == ["made"]]


def test_runs_come_from_the_journal_each_from_its_own(evaluate: Callable[..., dict[str, Any]]) -> None:
    first = evaluate("1", 3)
    Path("results").rename("before")
    assert evaluate("1", 3) == first
    assert evaluate("1", 3, "anew", "--no-cache") == first


def test_a_single_run_leaves_no_repeats_behind(evaluate: Callable[..., dict[str, Any]]) -> None:
    evaluate("1", 3)
    assert "repeats" not in evaluate("1", 1)
    assert not list(Path("results/example/made").glob("repeat-*"))


@pytest.mark.usefixtures("evaluate")
def test_a_repeat_that_fails_is_told_and_counts(suite_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("made.py").write_text(
        MADE.replace("    for words", "    assert os.environ.get('BENCH_REPEAT') != '3'\n    for words")
    )
    code = run(["evaluate", "made.py", "--repeat", "3", "--gold", str(suite_folder), "-o", "results"])
    assert code == 3
    said = capsys.readouterr().err
    assert "made, run 3" in said
    assert "made, run 2" not in said


def test_compare_says_what_runs_alone_explain(
    evaluate: Callable[..., dict[str, Any]],
    suite_folder: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    other = next(seed for seed in map(str, range(2, 99)) if expected(seed, 4)[0] != expected("1", 4)[0])
    evaluate("1", 4, "base")
    evaluate(other, 4, "head")
    capsys.readouterr()
    run(
        [
            "compare",
            "base",
            "head",
            "--gold",
            str(suite_folder),
            "--measure",
            "timex.strict",
            "--undecided",
            "pass",
        ]
    )
    out = capsys.readouterr().out
    assert "Several runs of one system, F1 (%)" in out
    assert "within run noise" in out
    assert "(4 runs)" in out
    run(["compare", "base", "head", "--gold", str(suite_folder), "--measure", "timex.strict", "--format", "json"])
    found = json.loads(capsys.readouterr().out)["systems"]["made"]["runs"]["timex.strict"]
    assert found["base"] == pytest.approx(expected("1", 4))
    assert found["head"] == pytest.approx(expected(other, 4))
    shutil.rmtree("base/example/made/repeat-2")
    shutil.rmtree("base/example/made/repeat-3")
    shutil.rmtree("base/example/made/repeat-4")
    run(
        [
            "compare",
            "base",
            "head",
            "--gold",
            str(suite_folder),
            "--measure",
            "timex.strict",
            "--undecided",
            "pass",
        ]
    )
    assert "(1 run)" in capsys.readouterr().out


@pytest.mark.usefixtures("evaluate")
def test_python_runs_several_times_too(suite_folder: Path) -> None:
    found = bench.evaluate("made.py", suite_folder, variables={"SEED": "1"}, repeat=4)
    assert found["made"].record.repeats["timex.strict"] == pytest.approx(expected("1", 4))


def test_run_noise_is_student_s() -> None:
    # both sides: squares 0.02 + 0.02, 4 degrees, s = 0.1, times sqrt(2 / 3), times 2.776
    found = noise(Runs((0.4, 0.5, 0.6)), Runs((0.5, 0.6, 0.7)))
    assert found == pytest.approx(2.776 * 0.1 * (2 / 3) ** 0.5)
    # one side has one run: 2 degrees, s = 0.1, times sqrt(4 / 3), times 4.303
    assert noise(Runs((0.4, 0.5, 0.6)), Runs((0.5,))) == pytest.approx(4.303 * 0.1 * (4 / 3) ** 0.5)
    assert noise(Runs((0.4,)), Runs((0.5,))) is None
    assert Runs((0.4,)).deviation is None
