"""Tables over several suites: what is marked, what is best, and who is ranked."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bench.render.suites import across, agreement, by_type, ranked
from bench.results.record import Record
from tests.plots.conftest import Figures, record, scored


def news(name: str, figures: Figures, **more: Any) -> Record:
    return record(name, {"timex.value": figures}, **more)


A = [news("good", (8, 10, 10)), news("fair", (5, 10, 10)), news("silent", (0, 0, 10))]
B = [news("good", (4, 10, 10)), news("fair", (6, 10, 10)), news("seen", (10, 10, 10), developed_on=("made",))]
SUITES = {"A": A, "B": B}


def test_a_figure_on_texts_that_a_system_was_made_on_is_marked_and_never_the_best() -> None:
    grid = across(SUITES, "timex.value", "F1")
    # means: good (80 + 40) / 2, fair (50 + 60) / 2; seen is ranked nowhere
    assert [list(row) for row in grid.rows] == [
        ["good", "80.0", "40.0"],
        ["fair", "50.0", "60.0"],
        ["seen", "–", "100†"],
    ]
    assert grid.strong == {(0, 1), (1, 2)}
    assert grid.note == "†: was made or tuned on these texts."


def test_only_systems_that_predict_and_have_not_seen_the_texts_are_ranked() -> None:
    assert ranked(A, "timex.value") == {"good": 0.8, "fair": 0.5}
    assert ranked(B, "timex.value") == {"good": 0.4, "fair": 0.6}
    assert ranked([news("mine", (1, 1, 1), role="annotator")], "timex.value") == {}


def test_two_suites_that_order_two_systems_differently_have_tau_minus_1() -> None:
    grid = agreement(SUITES, "A", {"timex.value": "value"}, "as A")
    assert [list(row) for row in grid.rows] == [["B", "-1.00", "–", "2"]]


def test_a_type_that_nobody_solves_is_in_bold() -> None:
    def of_types(name: str, right: dict[str, int], **more: Any) -> Record:
        slices = {type_: {"timex.value": scored((count, 10, 10))} for type_, count in right.items()}
        return replace(news(name, (1, 1, 1), **more), slices={"type": slices})

    records = [
        of_types("one", {"DATE": 9, "SET": 2}),
        of_types("two", {"DATE": 9, "SET": 4}),
        of_types("seen", {"DATE": 10, "SET": 10}, developed_on=("made",)),
    ]
    grid = by_type({"A": records}, "timex.value", ("DATE", "SET", "TIME"), "best")
    assert [list(row) for row in grid.rows] == [["A", "90.0 (one, of 10)", "40.0 (two, of 10)", "–"]]
    assert grid.strong == {(0, 2)}
