"""Our counts of links against those of an independent implementation, and the TempEval-3 toolkit's figures."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from bench.counts import Counts, Score, total
from bench.temporal.links.awareness import Rule, awareness, contradictions
from bench.temporal.links.relations import Edge

SETS = ("pred", "pred_consistent", "pred_implied", "gold")


def links(path: Path) -> list[Edge]:
    """The TLINKs of a TimeML file in file order, by the ids of event instances and times."""
    edges: list[Edge] = []
    for tlink in ElementTree.parse(path).iter("TLINK"):
        source = tlink.get("eventInstanceID") or tlink.get("timeID")
        target = tlink.get("relatedToEventInstance") or tlink.get("relatedToTime")
        edges.append((source, target, tlink.get("relType") or ""))
    return edges


def pairs(reference: Path, name: str) -> dict[str, tuple[list[Edge], list[Edge]]]:
    return {
        path.name: (links(path), links(reference / name / path.name))
        for path in (reference / "gold").glob("*.tml")
    }


@pytest.fixture(scope="module")
def official(reference: Path) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((reference / "scores.json").read_text())["systems"]
    return data


@pytest.mark.parametrize("patience", [1000, 0])
@pytest.mark.parametrize("name", SETS)
def test_counts_of_each_document(reference: Path, official: dict[str, Any], name: str, patience: int) -> None:
    expected = official[name]["own"]["tlink_te3_reduced_per_doc"]
    found = {}
    for document, (gold, predicted) in pairs(reference, name).items():
        counts = awareness(gold, predicted, patience=patience).counts
        found[document] = (counts.correct_predicted, counts.predicted, counts.correct_gold, counts.gold)
    assert found == {document: (row["p"], row["pt"], row["r"], row["rt"]) for document, row in expected.items()}


@pytest.mark.parametrize("name", SETS)
def test_contradicted_links_of_each_document(reference: Path, official: dict[str, Any], name: str) -> None:
    expected = official[name]["own"]["tlink_te3_reduced_per_doc"]
    for document, (gold, predicted) in pairs(reference, name).items():
        found = awareness(gold, predicted)
        assert len(found.gold_contradicted) == expected[document]["gold"]["vio"], document
        assert len(found.predicted_contradicted) == expected[document]["sys"]["vio"], document
        assert tuple(each.link for each in contradictions(predicted)) == found.predicted_contradicted


@pytest.mark.parametrize("name", SETS)
def test_pooled_scores_equal_the_toolkit_to_every_printed_digit(
    reference: Path, official: dict[str, Any], name: str
) -> None:
    pooled = Score.of(total(awareness(*sides).counts for sides in pairs(reference, name).values()))
    printed = official[name]["te3_toolkit_default"]["tlink"]
    found = {"P": pooled.precision, "R": pooled.recall, "F1": pooled.f1}
    assert {key: round(100 * (figure or 0), 4) for key, figure in found.items()} == printed


def test_the_toolkit_is_unsound_where_ours_is_not(reference: Path) -> None:
    case = json.loads((reference / "edge" / "te3_unsound_closure.json").read_text())
    stated, query = [tuple(link) for link in case["links"]], tuple(case["query"])
    for rule in Rule:
        # the query is wrong by these links, and none of them follows from it
        assert awareness(stated, [query], rule).counts == Counts(0, 1, 0, 3)
        # it could be added to them, so they don't say the opposite either
        assert not contradictions([*stated, query], rule)
