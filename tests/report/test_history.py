"""Lines of figures over commits: what is drawn and told, where lines are cut, and names that cover nothing."""

from __future__ import annotations

import dataclasses
import itertools
import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from bench.cli.root import run
from bench.figures.suite_results import SuiteResults
from bench.report import history, page
from bench.report.history import FEW, LATEST, MOST, Chart, charts
from bench.report.scatter import LINE
from bench.results.git import Commit
from bench.results.history import History, Line, Point
from tests.branches import git
from tests.plots.conftest import record
from tests.report.conftest import Crowd, write_project


def commits(number: int) -> list[Commit]:
    return [Commit(f"{n:040x}", f"2026-01-{n % 28 + 1:02}T12:00:00Z", f"commit {n}") for n in range(number)]


def line(system: str, figures: Sequence[float | str | None], of: Sequence[Commit], cut: int = 99) -> Line:
    """Figures from the first commit on, "" where it has no record; from ``cut`` on gold is another."""
    points = [
        Point(commit, None if figure is None else float(figure), "new" if n >= cut else "old")
        for n, (commit, figure) in enumerate(zip(of, figures, strict=True))
        if figure != ""
    ]
    return Line(system, "timex.value", points)


def with_history(lines: Sequence[Line], of: Sequence[Commit]) -> list[SuiteResults]:
    named = record("a", {"timex.value": (1, 2, 3)})
    return [SuiteResults([dataclasses.replace(named, suite="suite")], history=History(of, lines, []))]


def chart(lines: Sequence[Line], of: Sequence[Commit]) -> Chart:
    made = charts(with_history(lines, of))
    (only,) = made["suite"].charts
    return only


def test_lines_are_cut_where_gold_changed_and_where_there_is_no_figure() -> None:
    four = commits(5)
    found = chart(
        [line("a", [0.5, 0.6, 0.7, 0.7, 0.8], four, cut=2), line("b", [0.5, None, 0.5, "", 0.5], four)], four
    )
    a, b = found.lines
    # two runs, of two commits and of three; b is never in two commits that follow each other
    assert [path.count("L") for path in a.paths] == [1, 2]
    assert (len(a.marks), b.paths, len(b.marks)) == (5, [], 3)
    first, second = a.marks[1].x, a.marks[2].x
    assert found.cuts == [(first + second) / 2]
    assert a.marks[0].said == "a: 50.0, 0000000 of 2026-01-01: commit 0"


def test_an_axis_holds_its_figures() -> None:
    two = commits(2)
    found = chart([line("a", [0.43, 0.52], two)], two)
    # 43 to 52 in steps of 2 are five steps: from 42 to 52
    assert [tick.text for tick in found.y_ticks] == ["42", "44", "46", "48", "50", "52"]
    assert found.lines[0].marks[1].y == pytest.approx(history.TOP)
    assert found.lines[0].marks[0].y == pytest.approx(found.bottom - (found.bottom - history.TOP) / 10)
    # where all is 100, the axis goes no further
    assert [tick.text for tick in chart([line("a", [1.0, 1.0], two)], two).y_ticks] == ["99", "100"]
    assert [tick.text for tick in chart([line("a", [None, 0.0], two)], two).y_ticks] == ["0", "1"]


def test_few_systems_are_all_drawn_and_of_many_those_that_changed() -> None:
    two = commits(2)
    still = [line(f"still-{n}", [0.5, 0.5], two) for n in range(FEW - 1)]
    changed = line("changed", [0.5, 0.6], two)
    few = chart([*still, changed], two)
    assert len(few.lines) == FEW
    assert not few.unchanged
    # 0.50001 and 0.50002 are printed alike
    many = chart([*still, changed, line("nearly", [0.50001, 0.50002], two), line("new", ["", 0.4], two)], two)
    assert [each.name for each in many.lines] == ["changed"]
    assert many.unchanged == [*(each.system for each in still), "nearly"]
    assert many.once == ["new"]
    assert [name for name, _ in many.rows] == [*(each.system for each in still), "changed", "nearly", "new"]


def test_d_systems_that_are_not_drawn_are_counted_and_their_names_folded_away() -> None:
    two = commits(2)
    still = [line(f"still-{n}", [0.5, 0.5], two) for n in range(FEW)]
    source = page.text(with_history([*still, line("new", ["", 0.4], two)], two))
    folded = re.findall(r"<details[^>]*>\s*<summary>([^<]*)</summary>\s*<p[^>]*>([^<]*)</p>", source)
    names = ", ".join(each.system for each in still)
    assert folded == [(f"{FEW} systems unchanged", names), ("1 system in one commit only", "new")]
    assert "No system changed." in source
    # the names stand nowhere else but in the table of figures by commit
    assert source.count("still-3") == 2


def test_of_very_many_that_changed_those_that_changed_most_are_drawn() -> None:
    two = commits(2)
    found = chart([line(f"{n:02}", [0.1, 0.1 + n / 100], two) for n in range(1, MOST + 4)], two)
    assert sorted(each.name for each in found.lines) == [f"{n:02}" for n in range(4, MOST + 4)]
    assert found.left_out == ["01", "02", "03"]
    heights = sorted(each.name_y for each in found.lines)
    assert all(after - before >= LINE - 1e-9 for before, after in itertools.pairwise(heights))
    assert heights[0] >= history.TOP
    assert heights[-1] <= found.bottom


def test_names_of_equal_figures_stand_below_each_other_within_the_chart() -> None:
    two = commits(2)
    found = chart([line(name, [0.5, 0.4 - n / 1000], two) for n, name in enumerate("abcdef")], two)
    heights = [each.name_y for each in found.lines]
    assert [each.name for each in found.lines] == list("abcdef")
    assert heights == sorted(heights)
    assert all(after - before >= LINE - 1e-9 for before, after in itertools.pairwise(heights))
    assert heights[-1] <= found.bottom


def test_only_the_latest_commits_are_shown() -> None:
    many = commits(LATEST + 3)
    found = charts(with_history([line("a", [0.5] * len(many), many)], many))
    assert found["suite"].commits == many[3:]
    assert len(found["suite"].charts[0].rows[0][1]) == LATEST
    assert not charts(with_history([line("a", [0.5], many[:1])], many[:1]))


def test_outside_a_repository_there_is_no_history(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = write_project(tmp_path)
    monkeypatch.chdir(root)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert run(["report", "results/hostile", "-o", "r.html"]) == 0
    assert 'id="history"' not in Path("r.html").read_text(encoding="utf-8")


@pytest.mark.slow
def test_a_page_in_a_repository_tells_its_commits(crowd: Crowd) -> None:
    source = crowd.page.read_text(encoding="utf-8")
    assert 'id="history"' in source
    assert "better &lt;b&gt; &amp; &#34;more&#34;" in source
    assert "better <b>" not in source
    assert "<title>gold or bench changed</title>" in source


def test_the_same_repository_gives_the_same_page(crowd: Crowd, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(crowd.root)
    assert run(["report", "results/plain", "--speed", "speed.json", "-o", "again.html"]) == 0
    assert Path("again.html").read_bytes() == crowd.page.read_bytes()


def test_a_record_of_the_past_that_cannot_be_read_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = write_project(tmp_path)
    monkeypatch.chdir(root)
    git("init", "-b", "main")
    broken = Path("results/hostile/beta/record.json")
    whole = broken.read_text(encoding="utf-8")
    broken.write_text("{", encoding="utf-8")
    git("add", "-A")
    git("commit", "-m", "one")
    broken.write_text(whole, encoding="utf-8")
    git("commit", "-a", "-m", "two")
    capsys.readouterr()
    assert run(["report", "results/hostile", "-o", "r.html"]) == 0
    assert re.search(r"hostile: not in its history, .* can't be read: [0-9a-f]{8}, beta", capsys.readouterr().err)
    assert 'id="history"' in Path("r.html").read_text(encoding="utf-8")
