"""Values of given time expressions, on an example counted by hand."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench import Timex
from bench.counts import Counts
from bench.dataset.suite import RESOLVED, Layers, Predictions, Resolved, Suite, SuiteDocument
from bench.errors import DataError
from bench.formats import IrregularError
from bench.formats.jsonl import stream
from bench.formats.jsonl.lines import write
from bench.formats.jsonl.predictions import read_predictions, write_predictions
from bench.measures import of_layer
from bench.scoring.result import Scored
from bench.scoring.score import over, score
from bench.sdk.model import Region
from tests.strategies import timex_lists

NAMES = ["timex.type.given", "timex.value.given", "timex.interval.given"]
TEXT = "It began on Monday. It took two years, until early May; the second day was a Sunday. Today: more."
GOLD = Layers(
    timexes=(
        Timex(12, 18, "DATE", "2023-09-18", kind="deictic"),
        Timex(28, 37, "DURATION", "P2Y", kind="explicit"),
        Timex(45, 54, "DATE", "2023-05", kind="underspecified"),
        Timex(56, 70, "DATE", "2023-09-19", kind="anaphoric"),
        Timex(77, 83, "DATE", "2023-09-17", kind="deictic"),
        Timex(85, 90, "DATE", "2023-09-20", kind="deictic"),
    ),
    ignore=(Region(84, 97),),
)
ANSWERS = (
    Timex(12, 18, "DATE", "2023-09-11"),  # a week off
    Timex(28, 37, "DURATION", "P24M"),  # the same length, written otherwise
    Timex(45, 54, "DATE", "2023-05"),  # right
    Timex(77, 83, "DATE"),  # answered, but without a value; and "the second day" isn't answered
)
SUITE = Suite("s", "1", "", (SuiteDocument("d", TEXT, None, sentences=(0, 20, 85)),), {"d": GOLD})


def scored(resolved: Resolved, layers: Layers | None = None) -> Scored:
    covers = () if layers is None else ("timexes",)
    return score(SUITE, Predictions({"d": layers or Layers()}, covers, resolved=resolved))


def test_counts() -> None:
    found = scored(Resolved({"d": ANSWERS}))
    assert {name: score.counts for name, score in found.measures.items()} == {
        # four of the five outside the ignored region are answered
        "timex.type.given": Counts(4, 4, 4, 5),
        "timex.value.given": Counts(1, 4, 1, 5),
        "timex.interval.given": Counts(2, 4, 2, 5),
    }
    score = found.measures["timex.value.given"]
    assert (score.precision, score.recall, score.f1) == (1 / 4, 1 / 5, 2 / 9)
    assert list(found.units["timex.value.given"]["d"]) == [
        Counts(0, 1, 0, 1),
        Counts(1, 3, 1, 4),
        Counts(),
    ]


def test_slices_by_kind_have_a_recall_and_by_type_all_three() -> None:
    found = scored(Resolved({"d": ANSWERS}))
    assert {kind: scores["timex.interval.given"].recall for kind, scores in found.slices["kind"].items()} == {
        "explicit": 1,
        "underspecified": 1,
        "deictic": 0,  # two: that in the ignored region is none
        "anaphoric": 0,
    }
    assert found.slices["kind"]["deictic"]["timex.value.given"].counts == Counts(0, 0, 0, 2)
    assert found.slices["type"]["DATE"]["timex.value.given"].counts == Counts(1, 3, 1, 4)
    assert set(found.slices["kind"]["explicit"]) == {*NAMES}


def test_slices_hold_what_was_found_and_what_was_given_beside_each_other() -> None:
    found = scored(Resolved({"d": ANSWERS}), GOLD)
    absent = {"timex.trap", "timex.trap.value"}
    of_times = {
        measure.name for measure in of_layer("timexes") if measure.needs is measure.states is None
    } - absent
    assert set(found.slices["kind"]["explicit"]) == {*NAMES, *of_times}
    assert list(found.measures)[-3:] == NAMES
    assert list(found.slices["kind"]) == ["explicit", "underspecified", "deictic", "anaphoric"]


def test_what_failed_is_nothing_answered_and_costs_nothing_else() -> None:
    found = scored(Resolved({}, {"d": "no idea"}), GOLD)
    assert (found.failures, found.unresolved) == ({}, {"d": "no idea"})
    assert found.measures["timex.value.given"].counts == Counts(0, 0, 0, 5)
    assert found.measures["timex.value"].counts.correct_gold == 5


@pytest.mark.parametrize(("value", "right"), [("2021", 1), ("2022", 0)])
def test_two_of_gold_on_one_span_are_given_once(value: str, right: int) -> None:
    # only TimeML can have it; the first by content is matched
    gold = Layers((Timex(12, 18, "DATE", "2022"), Timex(12, 18, "DATE", "2021")))
    suite = Suite("s", "1", "", (SuiteDocument("d", TEXT, None),), {"d": gold})
    assert gold.spans == ((12, 18),)
    answers = Resolved({"d": (Timex(12, 18, "DATE", value),)})
    found = score(suite, Predictions({"d": Layers()}, (), resolved=answers))
    assert found.measures["timex.value.given"].counts == Counts(right, 1, right, 2)


def test_who_was_not_asked_has_no_figure() -> None:
    found = score(SUITE, Predictions({"d": GOLD}, ("timexes",)))
    assert not {*NAMES} & found.measures.keys()


@given(timex_lists, st.data())
def test_gold_spans_found_and_given_come_to_the_same(gold: list[Timex], data: st.DataObject) -> None:
    distinct = list({(timex.start, timex.end): timex for timex in gold}.values())
    said = [replace(timex, value=data.draw(st.sampled_from(("2023", "P1D", None)))) for timex in distinct]
    suite = Suite("s", "1", "", (SuiteDocument("d", "x" * 50, None),), {"d": Layers(tuple(distinct))})
    layers = Layers(tuple(said))
    found = score(suite, Predictions({"d": layers}, ("timexes",), resolved=Resolved({"d": layers.timexes})))
    for name in NAMES:
        assert found.measures.get(name) == found.measures.get(name.removesuffix(".given")), name


PREDICTIONS = Predictions(
    {"d": Layers((Timex(12, 18, "DATE", text="Monday"),))},
    ("timexes",),
    resolved=Resolved({"d": tuple(replace(each, text=TEXT[each.start : each.end]) for each in ANSWERS)}),
)


@pytest.mark.parametrize(
    "predictions",
    [
        PREDICTIONS,
        replace(PREDICTIONS, covers=(), layers={"d": Layers()}),
        replace(PREDICTIONS, resolved=Resolved({}, {"d": "too hard"})),
        replace(PREDICTIONS, resolved=Resolved({"d": ()})),
        replace(PREDICTIONS, resolved=None),
    ],
)
def test_predictions_come_back_from_their_files(tmp_path: Path, predictions: Predictions) -> None:
    (tmp_path / "resolved.jsonl").write_text("left by an earlier state of the system")
    write_predictions(tmp_path, predictions, SUITE.documents)
    assert (tmp_path / "resolved.jsonl").exists() == (predictions.resolved is not None)
    read = read_predictions(tmp_path, SUITE)
    assert read == predictions
    without = read_predictions(tmp_path)
    assert without == predictions


def write_gold(path: Path) -> Path:
    """The suite as a folder, with what is read of a large one."""
    path.mkdir()
    lines: dict[str, list[dict[str, Any]]] = {
        "documents": [{"id": "d", "text": TEXT, "dct": "2023-09-20", "sentences": [0, 20, 85]}],
        "timexes": [
            {"doc": "d", "start": t.start, "end": t.end, "type": t.type, "value": t.value, "kind": t.kind}
            for t in GOLD.timexes
        ],
        "ignore": [{"doc": "d", "start": 84, "end": 97}],
    }
    for name, content in lines.items():
        write(path / f"{name}.jsonl", content)
    return path


@pytest.mark.parametrize("resolved", [PREDICTIONS.resolved, Resolved({}, {"d": "too hard"})])
def test_a_large_folder_comes_to_the_same(tmp_path: Path, resolved: Resolved) -> None:
    predictions = replace(PREDICTIONS, resolved=resolved)
    write_predictions(tmp_path / "p", predictions, SUITE.documents)
    read = stream.read(tmp_path / "p", write_gold(tmp_path / "gold"))
    assert over(read, ("timexes", RESOLVED), unknown=[]) == score(SUITE, predictions)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('{"doc": "d", "start": 12, "end": 17}', "gold has no time expression at 12–17"),
        ('{"doc": "d", "start": 85, "end": 90}', "gold has no time expression at 85–90"),  # an ignored one
        ('{"doc": "d", "start": 12, "end": 18, "value": "2024"}', "the span 12–18 has an answer already"),
        ('{"doc": "d", "start": 12, "end": 18, "text": "Sunday"}', "12–18 covers 'Monday', not 'Sunday'"),
        ('{"doc": "e", "start": 12, "end": 18}', "document 'e' is not in documents.jsonl"),
    ],
)
def test_answers_that_cannot_be(tmp_path: Path, line: str, says: str) -> None:
    write_predictions(tmp_path / "p", PREDICTIONS, SUITE.documents)
    with (tmp_path / "p" / "resolved.jsonl").open("a", encoding="utf-8") as file:
        file.write(line + "\n")
    with pytest.raises(DataError, match=re.escape(says)) as caught:
        read_predictions(tmp_path / "p", SUITE)
    assert caught.value.faults[0].path.endswith("resolved.jsonl")
    with pytest.raises(IrregularError):
        list(stream.read(tmp_path / "p", write_gold(tmp_path / "gold")))
