"""Each figure by what stands in its axes; and that no text covers another, with as many systems as may come."""

from __future__ import annotations

import itertools

import pytest

pytest.importorskip("matplotlib", reason="needs the extra plots")

from matplotlib.colors import to_rgba

from bench.figures.suite_results import SuiteResults
from bench.plots import history, intervals, kinds, precision_recall, risk_coverage, speed, style
from bench.plots.drawing import FIGURES
from bench.plots.sheet import LeftOut
from bench.results.history import History
from bench.results.speed import Measured
from bench.scoring.confidence import measured
from tests.plots.conftest import commits, data, line, many, near, overlaps, points, record, texts

pytestmark = pytest.mark.usefixtures("ours")

GOOD = record(
    "good",
    {"timex.value": (30, 40, 50), "timex.relaxed": (40, 40, 50)},
    intervals={"timex.value": (0.55, 0.75)},
    kinds={"explicit": (9, 12, 10), "vague": (1, 4, 8)},
)
FAIR = record("fair", {"timex.value": (10, 40, 40)}, kinds={"explicit": (5, 5, 10), "vague": (0, 0, 8)})
NONE = record("none", {"timex.value": (0, 0, 50), "when": (0, 0, 9)})
READER = record("annotator-a", {"timex.value": (45, 45, 50)}, role="annotator")
RECORDS = [FAIR, GOOD, NONE, READER]


def test_precision_by_recall() -> None:
    figure = precision_recall.times(SuiteResults(RECORDS))
    (axes,) = figure.axes
    assert points(axes) == {
        "good": (near(60), near(75)),
        "fair": (near(25), near(25)),
        "annotator-a": (near(90), near(100)),
    }
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("recall (%)", "precision (%)")
    assert "Nothing right, not drawn: none." in texts(figure)
    assert "suite:made@1.0.0#01234567|bench:0.1.0|measure:timex.value" in texts(figure)


def test_annotators_and_those_given_gold_have_other_markers() -> None:
    given = record("given", {"timex.value": (5, 10, 10)}, wants={"gold:events": ""})
    (axes,) = precision_recall.times(SuiteResults([*RECORDS, given])).axes
    looks = {each.get_label(): (each.get_marker(), each.get_markerfacecolor()) for each in axes.lines}
    assert looks["good"] == looks["fair"] == ("o", style.BLUE)
    assert looks["given*"] == ("o", "white")
    assert looks["annotator-a"] == ("D", "white")


def test_on_a_line_of_the_same_f1_it_is_the_same() -> None:
    (axes,) = precision_recall.times(SuiteResults(RECORDS)).axes
    lines = {str(each.get_label()): data(each) for each in axes.lines if str(each.get_label()).startswith("F1")}
    assert list(lines) == [f"F1 {f1}" for f1 in (30, 40, 50, 60, 70, 80, 90)]
    for name, curve in lines.items():
        assert [2 * p * r / (p + r) for r, p in curve] == [near(float(name.split()[1]))] * 61
        assert min(map(min, curve)) >= 20
        assert max(map(max, curve)) <= 100.001


def test_intervals_from_the_best_down_then_annotators() -> None:
    figure = intervals.draw(SuiteResults(RECORDS))
    relaxed, value = figure.axes
    assert list(points(relaxed)) == ["good"]
    # 2 × correct / (gold + predicted); a row each, and a gap before annotators
    assert points(value) == {
        "good": (near(100 * 60 / 90), 0),
        "fair": (near(25), 1),
        "none": (0, 2),
        "annotator-a": (near(100 * 90 / 95), 3 + intervals.GAP),
    }
    bars = {each.get_label(): data(each) for each in value.lines if each.get_linestyle() == "-"}
    assert bars == {"good 95 %": [(near(55), 0), (near(75), 0)]}
    assert "When events happened (when)" not in texts(figure)  # none said anything of it
    assert "Lines: 95 % intervals, for these texts (12 sentences of 3 documents)." in texts(figure)


def test_the_heat_map_prints_recall_by_kind() -> None:
    figure = kinds.draw(SuiteResults(RECORDS))
    (axes,) = figure.axes
    cells = {(each.get_position()[0], int(each.get_position()[1])): each.get_text() for each in axes.texts}
    assert cells == {(0.5, 0): "90.0", (1.5, 0): "12.5", (0.5, 1): "50.0", (1.5, 1): "0.0"}
    assert [each.get_text() for each in axes.get_yticklabels()] == ["good", "fair"]
    assert [each.get_text() for each in axes.get_xticklabels()] == ["explicit\n10 in gold", "vague\n8 in gold"]
    shades = [kinds._luminance(to_rgba(patch.get_facecolor())) for patch in axes.patches]
    assert shades[0] < shades[2] < shades[1] < shades[3]  # 90, 50, 12.5, 0


def test_a_kind_that_a_record_lacks_is_a_dash() -> None:
    other = record("other", {"timex.value": (1, 2, 3)}, kinds={"explicit": (1, 1, 10)})
    (axes,) = kinds.draw(SuiteResults([GOOD, other])).axes
    assert [each.get_text() for each in axes.texts] == ["90.0", "12.5", "10.0", "–"]


def test_lines_of_history_are_cut_where_gold_changed() -> None:
    over = commits(4)
    lines = [
        line("good", "timex.value", over, [0.5, 0.6, 0.7, 0.8], "aabb"),
        line("late", "timex.value", over[2:], [0.4, None], "bb"),
        line("none", "timex.value", over, [0.0] * 4, "aabb"),
        line("annotator-a", "timex.value", over, [0.9] * 4, "aabb"),
    ]
    figure = history.draw(SuiteResults(RECORDS, history=History(over, lines, [])))
    (axes,) = figure.axes
    drawn = [
        (each.get_label(), [(x, round(y, 6)) for x, y in data(each)])
        for each in axes.lines
        if not str(each.get_label()).startswith("_")
    ]
    assert drawn == [("good", [(0, 50), (1, 60)]), ("good", [(2, 70), (3, 80)]), ("late", [(2, 40)])]
    assert [each.get_text() for each in axes.get_xticklabels()][-1] == "0000004\n2026-01-04"


def test_risk_by_coverage_has_a_line_for_each_system_that_says_how_sure_it_is() -> None:
    sure = record("sure", {}, confidence=measured([(0.9, True), (0.8, True), (0.7, False), (0.6, False)], 4))
    unsure = record("unsure", {}, confidence=measured([(0.5, True), (0.5, False)], 2))
    figure = risk_coverage.draw(SuiteResults([*RECORDS, unsure, sure]))
    (axes,) = figure.axes
    drawn = {str(each.get_label()): data(each) for each in axes.lines if each.get_label() in ("sure", "unsure")}
    # the surest half is right; then one of three is wrong, then two of four
    assert drawn["sure"][4] == (25, 0)
    assert drawn["sure"][9] == (50, 0)
    assert drawn["sure"][14] == (75, near(100 / 3))
    assert drawn["sure"][19] == (100, 50)
    assert {y for _, y in drawn["unsure"]} == {50}
    assert "sure (20.8)" in texts(figure)  # the mean of 0, 0, 1/3 and 1/2
    with pytest.raises(LeftOut, match="no system states how sure it is"):
        risk_coverage.draw(SuiteResults(RECORDS))


def test_systems_differ_by_more_than_colour() -> None:
    looks = [style.look(number) for number in range(315)]
    assert len({tuple(map(str, look.values())) for look in looks}) == 315
    assert len({(str(look["linestyle"]), look["marker"]) for look in looks[:45]}) == 45
    for one, other in itertools.pairwise(looks):
        assert one["marker"] != other["marker"]
        assert one["linestyle"] != other["linestyle"]


def test_f1_by_speed() -> None:
    measured = Measured("a machine", {"good": 250.0, "fair": 0.5, "gone": 3.0, "none": None})
    (axes,) = speed.draw(SuiteResults(RECORDS, speed=measured)).axes
    assert points(axes) == {
        "good": (near(250), near(100 * 60 / 90)),
        "fair": (near(0.5), near(25)),
    }
    assert axes.get_xscale() == "log"
    assert [each.get_text() for each in axes.get_xticklabels()] == ["0.1", "1", "10", "100", "1,000"]
    assert axes.get_xlabel() == "documents per second"


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("precision-recall-events", "no record has anything right of event.class"),
        ("kinds", "gold doesn't say of what kind its times are"),
        ("history", "no repository"),
        ("speed", "no speed was given"),
    ],
)
def test_what_cannot_be_drawn_says_why(name: str, reason: str) -> None:
    with pytest.raises(LeftOut, match=reason):
        FIGURES[name](SuiteResults([NONE], no_history="no repository"))


def test_one_commit_is_no_history() -> None:
    with pytest.raises(LeftOut, match="fewer than two commits"):
        history.draw(SuiteResults(RECORDS, history=History(commits(1), [], [])))


@pytest.mark.parametrize("name", FIGURES)
@pytest.mark.parametrize("systems", [10, *(pytest.param(each, marks=pytest.mark.slow) for each in (1, 45))])
def test_no_text_covers_another(name: str, systems: int) -> None:
    assert overlaps(FIGURES[name](many(systems))) == []


@pytest.mark.parametrize("name", ["precision-recall-times", "speed"])
def test_every_system_is_named_and_no_name_covers_a_point(name: str) -> None:
    results = many()
    figure = FIGURES[name](results)
    shown = " ".join(texts(figure))
    for each in results.records[:45]:
        assert each.name in shown
    for axes in figure.axes:
        dots = [axes.transData.transform(each) for each in points(axes).values()]
        for text in axes.texts:
            box = text.get_window_extent()
            assert not any(box.contains(x, y) for x, y in dots), text.get_text()


def test_hostile_names_are_shown_as_they_are() -> None:
    names = ["$x^2$", "_hidden", "100 % {a}", "x" * 60]
    records = [record(name, {"timex.value": (5 + at, 10, 10)}) for at, name in enumerate(names)]
    figure = precision_recall.times(SuiteResults(records))
    assert {"$x^2$", "_hidden", "100 % {a}", "x" * 27 + "…"} <= set(texts(figure))
    assert style.written(figure, "svg", "names")


def test_bounds_and_ticks_of_axes() -> None:
    assert style.span([42, 77]) == (40, 80)
    assert style.span([41, 100]) == (35, 100)
    assert style.span([0.5]) == (0, 5)
    assert style.ticks(35, 100) == [40, 50, 60, 70, 80, 90, 100]
    assert style.ticks(40, 60) == [40, 42, 44, 46, 48, 50, 52, 54, 56, 58, 60]
