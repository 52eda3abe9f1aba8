"""Times with several right readings, in memory, in files, and in files that are read a document at a time."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bench import Reading, Timex
from bench.cli.root import run
from bench.counts import Counts
from bench.dataset.suite import Layers, Predictions, Suite, SuiteDocument
from bench.formats import IrregularError
from bench.formats.jsonl import stream
from bench.matching.matching import match
from bench.measures import named
from bench.measures.pair import Matched
from bench.render.scores import comparison
from bench.results.record import of_predictions
from bench.scoring.score import over, score
from tests.conftest import example_layers, write_suite

FRIDAY = Timex(
    0,
    6,
    "DATE",
    "2023-09-22",
    values=(Reading("2023-09-22", "coming"), Reading("2023-09-29", "a week on")),
)
MONDAY = Timex(10, 16, "DATE", "2023-09-18")


def scores(gold: tuple[Timex, ...], *predicted: Timex) -> dict[str, Counts]:
    suite = Suite("s", "1", "", (SuiteDocument("d", "x" * 40),), {"d": Layers(gold)})
    found = score(suite, Predictions({"d": Layers(predicted)}, ("timexes",))).measures
    return {name: each.counts for name, each in found.items()}


@pytest.mark.parametrize(
    ("friday", "first", "any_of_them"),
    [("2023-09-22", 1, 1), ("2023-09-29", 0, 1), ("2023-10-06", 0, 0), (None, 0, 0)],
)
def test_any_reading_of_gold_is_right_by_one_measure_and_the_first_alone_by_the_others(
    friday: str | None, first: int, any_of_them: int
) -> None:
    predicted = [Timex(0, 6, "DATE", friday), Timex(10, 16, "DATE", "2023-09-18")]
    found = scores((FRIDAY, MONDAY), *predicted)
    assert found["timex.value"] == found["timex.interval"] == Counts(1 + first, 2, 1 + first, 2)
    assert found["timex.value.any"] == Counts(1 + any_of_them, 2, 1 + any_of_them, 2)
    (alone,) = named("timex.value.any").count(Matched(match([FRIDAY, MONDAY], predicted)))
    assert alone == found["timex.value.any"]


def test_the_measure_isnt_there_where_each_time_has_one_reading() -> None:
    found = scores((MONDAY,), MONDAY)
    assert "timex.value" in found
    assert "timex.value.any" not in found
    assert "timex.value.any" not in scores((), MONDAY)


def test_a_prediction_with_several_readings_says_its_value_alone() -> None:
    both = (Reading("2023-09-18"), Reading("2023-09-25"))
    guess = Timex(10, 16, "DATE", "2023-09-25", values=both[::-1])
    assert scores((FRIDAY, MONDAY), guess)["timex.value.any"] == Counts(0, 1, 0, 2)


def test_gold_with_readings_has_a_column_for_them_and_other_gold_has_none() -> None:
    for gold, columns in (((FRIDAY, MONDAY), 1), ((MONDAY,), 0)):
        suite = Suite("s", "1", "", (SuiteDocument("d", "x" * 40),), {"d": Layers(gold)})
        predictions = Predictions({"d": Layers((MONDAY,))}, ("timexes",))
        record = of_predictions("one", "predictions", predictions, suite, score(suite, predictions))
        times = comparison([record])[0]
        assert [head for head, _ in times.groups].count(named("timex.value.any").heading) == columns


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """The example suite, in which "May 5" has two readings, and a prediction of the second one."""
    layers = example_layers()
    may = layers["timexes"][1]
    may["values"] = [{"value": may["value"], "policy": "to come"}, {"value": "2020-05-05", "policy": "past"}]
    gold = write_suite(tmp_path / "gold", layers)
    told: dict[str, list[dict[str, Any]]] = {
        "documents": [{"id": "fair"}, {"id": "flood"}],
        "timexes": [{"doc": "fair", "start": 44, "end": 49, "type": "DATE", "value": "2020-05-05"}],
    }
    return gold, write_suite(tmp_path / "predictions", told)


def test_files_hold_the_readings_also_where_they_are_read_a_document_at_a_time(
    folders: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    gold, predictions = folders
    assert run(["score", str(predictions), str(gold), "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)["measures"]
    assert (found["timex.value"]["correct_gold"], found["timex.value.any"]["correct_gold"]) == (0, 1)
    streamed = over(stream.read(predictions, gold), ("timexes",)).measures
    assert {name: each.f1 for name, each in streamed.items()} == {name: found[name]["f1"] for name in streamed}


def test_readings_at_odds_with_the_value_are_never_streamed(folders: tuple[Path, Path]) -> None:
    gold, predictions = folders
    path = gold / "timexes.jsonl"
    path.write_text(
        path.read_text(encoding="utf-8").replace('[{"value": "2021', '[{"value": "2022'), encoding="utf-8"
    )
    with pytest.raises(IrregularError):
        list(stream.read(predictions, gold))


def test_a_comparison_by_a_measure_that_gold_doesnt_have_is_no_pass(
    suite_folder: Path, folders: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    gold, predictions = folders
    asked = ["--measure", "timex.value.any"]
    assert run(["compare", str(predictions), str(predictions), "--gold", str(gold), *asked]) == 0
    assert "no gate is breached" in capsys.readouterr().err
    assert run(["compare", str(predictions), str(predictions), "--gold", str(suite_folder), *asked]) == 2
    assert "timex.value.any" in capsys.readouterr().err
