"""docs/pitfalls.md: our side of each case worked out anew, the other tools' against what was recorded of them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bench.counts import Score
from bench.dataset.suite import Predictions
from bench.formats import timeml
from bench.matching.matching import match
from bench.measures import named
from bench.scoring.counting import Panel, count, judge
from bench.scoring.score import score
from bench.sdk.model import Timex
from bench.temporal.links.awareness import awareness
from bench.temporal.links.relations import Edge
from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "pitfalls.md").read_text(encoding="utf-8")
RELATIONS = {"<": "BEFORE", ">": "AFTER", "=": "SIMULTANEOUS", "?": "VAGUE"}


def rows(header: str) -> Iterator[list[str]]:
    table = PAGE.split(header, 1)[1].split("\n\n", 1)[0]
    for line in table.splitlines()[2:]:
        yield [cell.strip() for cell in line.strip("|").split("|")]


SPANS = list(rows("| case | gold | predicted | tieval | anaforatools | ours |"))
LINKS = list(rows("| case | gold | predicted | tieval | ours |"))


def spans(cell: str) -> list[list[int]]:
    return [[int(start), int(end)] for start, end in re.findall(r"(\d+)–(\d+)", cell)]


def links(cell: str) -> list[Edge]:
    return [(item[0], item[2], RELATIONS[item[1]]) for item in cell.split() if item != "none"]


def shown(*figures: float | None) -> str:
    return " ".join("–" if figure is None else f"{round(figure, 4):g}" for figure in figures)


@pytest.fixture(scope="module")
def recorded(reference: Path) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((reference / "edge" / "edge_cases.json").read_text())
    return data


@pytest.mark.parametrize(("gold", "predicted", "ours"), [(row[1], row[2], row[5]) for row in SPANS])
def test_our_spans(gold: str, predicted: str, ours: str) -> None:
    matching = match(*([Timex(start, end) for start, end in spans(cell)] for cell in (gold, predicted)))
    found = Score.of(count(judge(Panel([named("timex.relaxed")]), matching))[0])
    assert shown(found.precision, found.recall) == ours


@pytest.mark.parametrize(("gold", "predicted", "ours"), [(row[1], row[2], row[4]) for row in LINKS])
def test_our_links(gold: str, predicted: str, ours: str) -> None:
    found = Score.of(awareness(links(gold), links(predicted)).counts)
    assert shown(found.precision, found.recall, found.f1) == ours


def test_recorded_spans(recorded: dict[str, Any]) -> None:
    for case, gold, predicted, tieval, anaforatools, _ in SPANS:
        answers = recorded["spans"][case]
        assert (spans(gold), spans(predicted)) == (answers["gold"], answers["pred"]), case
        relaxed, overlap = answers["tieval_relaxed"], answers["anafora_overlap"]
        assert shown(relaxed["precision"], relaxed["recall"]) == tieval, case
        assert shown(overlap["P"], overlap["R"]) == anaforatools, case
    assert len(SPANS) == 8


def test_recorded_links(recorded: dict[str, Any]) -> None:
    def stated(listed: list[list[str]]) -> list[Edge]:
        return [(a, b, relation.replace("IDENTITY", "SIMULTANEOUS")) for a, b, relation in listed]

    for case, gold, predicted, tieval, _ in LINKS:
        answers = recorded["links"][case]
        assert (links(gold), links(predicted)) == (stated(answers["gold"]), stated(answers["pred"])), case
        found = answers["tieval"]
        if isinstance(found, str):
            assert found.startswith(tieval), case
        else:
            names = ("temporal_precision", "temporal_recall", "temporal_awareness")
            assert shown(*(found[name] for name in names)) == tieval, case
    assert len(LINKS) == 7


def test_recorded_figures_of_the_reference_set(reference: Path) -> None:
    systems = json.loads((reference / "scores.json").read_text())["systems"]

    def percent(fraction: float) -> str:
        return f"{100 * fraction:.2f}"

    tieval = {
        name: found["tieval"]["tlink_classification"] for name, found in systems.items() if "tieval" in found
    }
    assert {name: percent(found["micro"]["temporal_awareness"]) for name, found in tieval.items()} == {
        "pred": "50.54",
        "pred_renum": "0.00",
        "pred_consistent": "65.96",
        "pred_implied": "61.92",
        "gold": "99.89",
    }
    assert len(systems["pred"]["tieval"]["docs_with_empty_closure"]["pred"]) == 7
    macro = tieval["pred"]["macro"]
    assert (shown(macro["precision"]), shown(macro["recall"])) == ("0.7712", "0.7712")
    closure = {
        name: found["anaforatools"]["temporal_closure"] for name, found in systems.items() if name in tieval
    }
    assert [percent(closure[name]["R"]) for name in ("pred", "pred_consistent")] == ["58.99", "56.51"]
    assert [percent(closure[name]["F1"]) for name in ("pred_consistent", "pred_implied")] == ["66.09", "62.02"]
    for figure in ("50.54", "65.96", "61.92", "99.89", ".7712", "58.99", "56.51", "66.09", "62.02"):
        assert figure in PAGE


def test_one_sentence_cases_equal_the_toolkit_but_for_what_is_undefined(reference: Path) -> None:
    folder = reference / "edge" / "te3"
    official = json.loads((folder / "scores.json").read_text())
    gold = timeml.read_gold(folder / "gold")
    predictions = timeml.read_predictions(folder / "pred", gold)
    undefined = []
    for document in gold.documents:
        one = Predictions({document.id: predictions.layers[document.id]}, ("timexes",))
        alone = type(gold)(gold.name, "", "", (document,), gold.layers)
        measures = score(alone, one).measures
        for kind in ("strict", "relaxed"):
            found: Score = measures[f"timex.{kind}"]
            figures = (found.f1, found.precision, found.recall)
            assert [round(100 * (figure or 0), 2) for figure in figures] == official[document.id][kind]
            if None in figures:
                undefined.append(document.id)
    assert undefined == ["empty", "empty"]
    assert len(gold.documents) == 9
