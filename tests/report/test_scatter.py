"""Scatter plots of the page: where points, labels and curves stand."""

from __future__ import annotations

import re

import pytest

from bench.figures.suite_results import SuiteResults
from bench.report.scatter import AREA, LABEL_AREA, precision_recall_plots, same_f1_curve, speed_plots
from bench.results.speed import Measured
from tests.plots.conftest import record

GOOD = record("good", {"timex.value": (30, 40, 50)})
LONG = record("a-system-with-a-name-that-is-cut", {"timex.value": (10, 40, 40)}, wants={"gold:events": ""})
READER = record("annotator-a", {"timex.value": (45, 45, 50)}, role="annotator")


def test_a_point_stands_at_its_recall_and_precision() -> None:
    (plot,) = precision_recall_plots([SuiteResults([GOOD, LONG, READER])])["made"]
    good, _, reader = plot.points
    assert good.x == pytest.approx(AREA.left + 0.6 * (AREA.right - AREA.left))
    assert good.y == pytest.approx(AREA.high - 0.75 * (AREA.high - AREA.low))
    assert reader.y == pytest.approx(AREA.low)
    assert reader.marker == "ma"
    assert good.said == "good: P 75.0, R 60.0, F1 66.7"
    assert [tick.text for tick in plot.x_ticks] == ["0", "20", "40", "60", "80", "100"]


def test_names_are_cut_before_their_flags_and_annotators_have_none() -> None:
    (plot,) = precision_recall_plots([SuiteResults([GOOD, LONG, READER])])["made"]
    for layout in plot.layouts:
        assert [label.text for label in layout.labels] == ["good", "a-system-with-a-name-th…*"]
        assert not layout.unnamed
        for label in layout.labels:
            assert LABEL_AREA.left <= label.x <= LABEL_AREA.right
            assert LABEL_AREA.low <= label.baseline <= LABEL_AREA.high


def test_a_text_begins_at_the_side_that_looks_at_its_point() -> None:
    right = record("on-the-right", {"timex.value": (49, 50, 50)})
    (plot,) = precision_recall_plots([SuiteResults([GOOD, right])])["made"]
    label, good = plot.layouts[0].labels
    # at the right end of the axis the name stands on the left
    assert (label.text, label.anchor) == ("on-the-right", "end")
    assert label.x < plot.points[1].x
    assert (good.anchor, good.leader) == ("start", None)
    assert good.x > plot.points[0].x


def test_speed_is_of_systems_that_were_measured() -> None:
    measured = Measured("m", {"good": 10.0, "a-system-with-a-name-that-is-cut": None, "annotator-a": 3.0})
    (plot,) = speed_plots([SuiteResults([GOOD, LONG, READER], speed=measured)])["made"]
    (point,) = plot.points
    # the axis reaches from 10 to 100
    assert point.x == pytest.approx(AREA.left)
    assert point.said == "good: 10 documents per second, F1 66.7"
    assert [tick.text for tick in plot.x_ticks] == ["10", "100"]


def test_on_a_curve_f1_is_the_same() -> None:
    path, name, at = same_f1_curve(0.6)
    assert name == "60"
    numbers = [float(number) for number in re.findall(r"[\d.]+", path)]
    for x, y in zip(numbers[::2], numbers[1::2], strict=True):
        recall, precision = (x - AREA.left) / (AREA.right - AREA.left), (AREA.high - y) / (AREA.high - AREA.low)
        assert 2 * precision * recall / (precision + recall) == pytest.approx(0.6, abs=0.005)
    # where recall is 1, precision is 0.6 / 1.4
    assert (AREA.high - at) / (AREA.high - AREA.low) == pytest.approx(0.6 / 1.4)
