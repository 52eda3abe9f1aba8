"""Scoring whole suites: what is dropped, what is missing, and what isn't computed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bench import Event, Timex
from bench.measures import MEASURES, of_layer
from bench.scoring import NEVER_RUN, evaluate
from bench.suite import Layers, Predictions, Suite
from bench.validation import load


@pytest.fixture
def suite(suite_folder: Path) -> Suite:
    return load(suite_folder)


def test_gold_as_its_own_prediction_is_perfect_in_every_measure_and_slice(suite: Suite) -> None:
    scored = evaluate(suite, Predictions(layers=suite.layers))
    assert {score.f1 for score in scored.measures.values()} == {1.0}
    assert set(scored.measures) == {measure.name for measure in MEASURES}
    for slicing, values in scored.slices.items():
        for scores in values.values():
            assert {score.recall for score in scores.values()} == {1.0}
            assert {score.f1 for score in scores.values()} == {None if slicing == "kind" else 1.0}
    assert set(scored.slices["kind"]) == {"deictic", "underspecified", "explicit"}
    assert set(scored.slices["class"]) == {"OCCURRENCE"}


def test_a_prediction_inside_an_ignore_region_is_neither_right_nor_wrong(suite: Suite) -> None:
    inside = Timex(62, 67, "DATE", "2021-05-04")  # "today" of "Subscribe today!"
    reaching_out = Timex(45, 54, "DATE")
    scored = evaluate(suite, Predictions(layers={"fair": Layers((inside, reaching_out)), "flood": Layers()}))
    assert scored.measures["timex.relaxed"].counts.predicted == 1
    assert scored.measures["timex.relaxed"].counts.correct_predicted == 1


def test_missing_failed_and_unknown_documents(suite: Suite) -> None:
    predictions = Predictions(layers={"other": Layers((Timex(0, 1),))}, failures={"fair": "out of memory"})
    scored = evaluate(suite, predictions)
    assert scored.failures == {"fair": "out of memory", "flood": NEVER_RUN}
    assert scored.unknown == ["other"]
    strict = scored.measures["timex.strict"]
    assert (strict.counts.predicted, strict.counts.gold, strict.precision, strict.recall) == (0, 4, None, 0)


def test_only_the_layers_that_were_asked_for_are_scored(suite: Suite) -> None:
    scored = evaluate(suite, Predictions(layers={}, covers=("events",)))
    assert set(scored.measures) == {measure.name for measure in of_layer("events")}
    assert set(scored.slices) == {"class"}


def test_a_measure_of_what_gold_never_has_is_not_computed(suite: Suite) -> None:
    def bare(event: Event) -> Event:
        return replace(event, realis=None)

    layers = {name: replace(found, events=tuple(map(bare, found.events))) for name, found in suite.layers.items()}
    scored = evaluate(replace(suite, layers=layers), Predictions(layers=layers))
    assert "event.realis" not in scored.measures
    assert "event.class" in scored.measures


def test_units_are_sentences_and_sum_to_the_whole(suite: Suite) -> None:
    scored = evaluate(suite, Predictions(layers=suite.layers))
    units = scored.units["timex.strict"]
    assert [counts.gold for counts in units["fair"]] == [1, 1, 0]
    assert [counts.gold for counts in units["flood"]] == [1, 1]
