"""Our figures against the tools' own on generated cases, where they are installed; they are no dependency."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.schemes.labelling import Labelled
from bench.schemes.nervaluate import LEVELS, judge
from bench.schemes.seqeval import entities
from tests.schemes.strategies import labelled_lists
from tests.strategies import LENGTH


@pytest.mark.parametrize("beyond", [0, 1])
@given(gold=labelled_lists, predicted=labelled_lists)
def test_nervaluate(beyond: int, gold: list[Labelled], predicted: list[Labelled]) -> None:
    entity = pytest.importorskip("nervaluate.entities").Entity
    tool = pytest.importorskip("nervaluate.strategies")
    ways = (tool.StrictEvaluation, tool.ExactEvaluation, tool.PartialEvaluation, tool.EntityTypeEvaluation)

    def theirs(side: Sequence[Labelled]) -> list[Any]:
        return [entity(span.label, span.start, span.end - 1 + beyond) for span in side]

    for level, way in zip(LEVELS, ways, strict=True):
        found, _ = way().evaluate(theirs(gold), theirs(predicted), ["A", "B"])
        tally = judge(gold, predicted, level, beyond)
        assert asdict(tally) == {name: getattr(found, name) for name in asdict(tally)}
        figures = tally.figures
        # the tool prints 0 where a figure is undefined
        assert (figures.precision or 0, figures.recall or 0, figures.f1 or 0) == (
            found.precision,
            found.recall,
            found.f1,
        )


@pytest.mark.filterwarnings("ignore")
@given(gold=labelled_lists, predicted=labelled_lists, text=st.text("ab .-", min_size=LENGTH, max_size=LENGTH))
def test_seqeval(gold: list[Labelled], predicted: list[Labelled], text: str) -> None:
    metrics = pytest.importorskip("seqeval.metrics")
    iob2 = pytest.importorskip("seqeval.scheme").IOB2

    def tags(side: set[Any]) -> list[list[str]]:
        sequence = ["O"] * LENGTH
        for found in side:
            for token in range(found.first, found.last + 1):
                sequence[token] = f"{'B' if token == found.first else 'I'}-{found.label}"
        return [sequence]

    wanted, found = entities(text, gold), entities(text, predicted)
    if not wanted or not found:
        return
    expected = 2 * len(wanted & found) / (len(wanted) + len(found))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        strict = metrics.f1_score(tags(wanted), tags(found), mode="strict", scheme=iob2)
        default = metrics.f1_score(tags(wanted), tags(found))
    assert strict == pytest.approx(expected)
    assert default == pytest.approx(expected)
