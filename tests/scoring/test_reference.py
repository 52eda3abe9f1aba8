"""Our figures against those that the TempEval-3 toolkit printed for the same files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bench.counts import Counts
from bench.formats import timeml
from bench.formats.timeml import stream
from bench.formats.timeml.document import parse
from bench.formats.timeml.folder import LAYERS
from bench.scoring.result import Scored
from bench.scoring.score import over, score, side_by_side
from bench.temporal import timex3

SETS = ("pred", "pred_renum", "pred_consistent", "pred_implied", "pred_heideltime", "gold")


@pytest.fixture(scope="module")
def official(reference: Path) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((reference / "scores.json").read_text())["systems"]
    return data


def ours(reference: Path, name: str) -> Scored:
    gold = timeml.read_gold(reference / "gold")
    return score(gold, timeml.read_predictions(reference / name, gold))


def percent(figure: float | None) -> float:
    # the toolkit prints 0 where a figure is undefined
    return round(100 * (figure or 0), 2)


@pytest.mark.parametrize("name", SETS)
def test_spans_equal_the_toolkit_to_every_printed_digit(
    reference: Path, official: dict[str, Any], name: str
) -> None:
    measures = ours(reference, name).measures
    for layer in ("timex", "event"):
        for level in ("strict", "relaxed"):
            score = measures[f"{layer}.{level}"]
            printed = official[name]["te3_toolkit_default"][layer][level]
            found = {"P": percent(score.precision), "R": percent(score.recall), "F1": percent(score.f1)}
            assert found == printed, f"{layer}.{level}"


@pytest.mark.parametrize("name", SETS)
def test_attributes_equal_the_toolkit_to_every_printed_digit(
    reference: Path, official: dict[str, Any], name: str
) -> None:
    measures = ours(reference, name).measures
    printed = official[name]["te3_toolkit_default"]
    assert percent(measures["timex.value"].f1) == printed["timex"]["attr"]["Value"]
    assert percent(measures["timex.type"].f1) == printed["timex"]["attr"]["Type"]
    for attribute in ("Class", "Tense", "Aspect"):
        assert percent(measures[f"event.{attribute.lower()}"].f1) == printed["event"]["attr"][attribute], attribute


@pytest.mark.parametrize("name", SETS)
def test_awareness_equals_the_toolkit_to_every_recorded_digit(
    reference: Path, official: dict[str, Any], name: str
) -> None:
    score = ours(reference, name).measures["tlink.awareness"]
    printed = official[name]["te3_toolkit_default"]["tlink"]
    found = {"P": score.precision, "R": score.recall, "F1": score.f1}
    assert {key: round(100 * (figure or 0), 4) for key, figure in found.items()} == printed


@pytest.mark.parametrize("name", ["pred", "pred_renum", "pred_consistent", "pred_implied", "gold"])
def test_links_of_each_document_count_as_in_an_independent_implementation(
    reference: Path, official: dict[str, Any], name: str
) -> None:
    # that one compares ids, where ours compares spans: for it the renumbered set has nothing in common with gold
    expected = official["pred" if name == "pred_renum" else name]["own"]["tlink_te3_reduced_per_doc"]
    units = ours(reference, name).units["tlink.awareness"]
    assert {f"{document}.tml" for document in units} == set(expected)
    for document, group in units.items():
        (counts,) = group
        due = expected[f"{document}.tml"]
        assert counts == Counts(due["p"], due["pt"], due["r"], due["rt"]), document


@pytest.mark.parametrize("name", SETS)
def test_counts_equal_an_independent_implementation(reference: Path, official: dict[str, Any], name: str) -> None:
    measures = ours(reference, name).measures
    for layer, measure, key in [
        ("timex", "timex.strict", "strict"),
        ("timex", "timex.relaxed", "relaxed_1to1"),
        ("timex", "timex.value", "value_on_relaxed(=TE3 attribute F1)"),
        ("timex", "timex.type", "type_on_relaxed(=TE3 attribute F1)"),
        ("event", "event.strict", "strict"),
        ("event", "event.relaxed", "relaxed_1to1"),
        ("event", "event.class", "class_on_relaxed(=TE3 attribute F1)"),
    ]:
        counts, expected = measures[measure].counts, official[name]["own"][layer][key]
        assert (counts.correct_predicted, counts.predicted, counts.gold) == (
            expected["tp"],
            expected["sys"],
            expected["gold"],
        ), measure


def test_every_value_of_the_platinum_corpus_is_a_timex3_value(reference: Path) -> None:
    for path in timeml.files(reference / "gold"):
        for timex in parse(path).layers.timexes:
            assert timex.value is not None
            timex3.parse(timex.value)


def test_two_processes_score_as_one(reference: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "PART", 3)  # seven parts
    documents, unknown = stream.beside(reference / "pred", reference / "gold")
    alone = over(stream.pairs(documents), LAYERS, unknown=unknown)
    assert side_by_side(stream.pairs, stream.parts(documents), LAYERS, jobs=2, unknown=unknown) == alone
    assert alone == ours(reference, "pred")
