"""Suites whose documents isolate phenomena: traps, slices by phenomenon, tables, and the cases that are wrong."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bench import Timex
from bench.cli.root import run
from bench.comparison.cases import wrong_cases
from bench.counts import Counts
from bench.dataset.case import Case, case_of
from bench.dataset.suite import Layers, Predictions, Suite
from bench.formats.jsonl import stream
from bench.formats.jsonl.predictions import read_predictions
from bench.gold.load import load
from bench.render import phenomena
from bench.results.phenomena import phenomena as by_phenomenon
from bench.results.record import of_predictions
from bench.scoring.score import over, score, side_by_side
from tests.cases import EAGER, TEXTS, write_gold
from tests.conftest import write_suite

COVERS = ("timexes", "events")


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    return write_gold(tmp_path / "cases")


@pytest.fixture
def eager(tmp_path: Path) -> Path:
    return write_suite(tmp_path / "eager", EAGER)


def of(gold: Path, predicted: Path) -> tuple[Suite, Predictions]:
    suite = load(gold)
    return suite, read_predictions(predicted, suite)


def test_a_case_is_named_by_its_first_tag() -> None:
    assert case_of(("may", "trap")) == Case("may", trap=True)
    assert case_of(["may", "past"], {"hope"}) == Case("may", layer="timexes")
    assert case_of(["hope"], {"hope"}) == Case("hope", layer="events")
    for nothing in ((), None, "may", [1], {"may": 1}):
        assert case_of(nothing) is None


def test_traps_count_once_each_and_others_by_phenomenon(gold: Path, eager: Path) -> None:
    found = score(*of(gold, eager))
    # traps: Man Friday is a false alarm; Monday is found with the wrong value; the trap of events has no time
    assert found.measures["timex.trap"].counts == Counts(2, 3, 2, 3)
    assert found.measures["timex.trap.value"].counts == Counts(1, 3, 1, 3)
    assert found.measures["event.trap"].counts == Counts(2, 3, 2, 3)  # "shop" is a false alarm
    slices = found.slices["phenomenon"]
    assert list(slices) == ["weekday", "next-weekday", "hope"]
    assert slices["weekday"]["timex.value.any"].counts == Counts(1, 2, 1, 2)
    assert slices["weekday"]["timex.trap"].counts == Counts(1, 2, 1, 2)
    assert slices["weekday"]["timex.trap.value"].counts == Counts(0, 2, 0, 2)
    assert slices["next-weekday"]["timex.value"].counts == Counts(0, 1, 0, 1)
    assert slices["next-weekday"]["timex.value.any"].counts == Counts(1, 1, 1, 1)
    # the card says that hope is about events, and so that the others are about times
    assert slices["hope"]["event.relaxed"].counts == Counts(1, 1, 1, 2)
    assert slices["hope"]["event.trap"].counts == Counts(0, 1, 0, 1)
    assert {name.split(".")[0] for name in slices["hope"]} == {"event"}
    assert {name.split(".")[0] for name in slices["weekday"]} == {"timex"}


def test_a_card_that_names_no_phenomena_of_events_leaves_both_layers(tmp_path: Path, eager: Path) -> None:
    found = score(*of(write_gold(tmp_path / "plain", card=False), eager)).slices["phenomenon"]
    assert found["weekday"]["event.trap"].counts == Counts(2, 2, 2, 2)
    assert found["weekday"]["timex.trap"].counts == Counts(1, 2, 1, 2)


def test_tags_without_any_trap_name_no_phenomena(gold: Path, eager: Path) -> None:
    suite, predictions = of(gold, eager)
    documents = tuple(replace(each, tags=each.tags[:1]) for each in suite.documents)
    found = score(replace(suite, documents=documents), predictions)
    assert "phenomenon" not in found.slices
    assert not any("trap" in name for name in found.measures)


def test_a_system_that_failed_on_a_trap_hasnt_passed_it_and_a_silent_one_has(gold: Path) -> None:
    suite = load(gold)
    done = {name: Layers() for name in TEXTS}
    silent = score(suite, Predictions(done, COVERS))
    assert silent.measures["timex.trap"].counts == Counts(3, 3, 3, 3)
    failed = score(suite, Predictions({}, COVERS, dict.fromkeys(TEXTS, "it broke")))
    assert failed.measures["timex.trap"].counts == Counts(0, 0, 0, 3)
    assert failed.slices["phenomenon"]["weekday"]["timex.trap"].recall == 0


def test_a_time_without_a_value_in_a_trap_is_no_wrong_value(gold: Path, eager: Path) -> None:
    suite, predictions = of(gold, eager)
    bare = tuple(replace(time, value=None) for time in predictions.layers["trap-2"].timexes)
    layers = {**predictions.layers, "trap-2": Layers(bare)}
    found = score(suite, replace(predictions, layers=layers)).slices["phenomenon"]["weekday"]
    assert found["timex.trap.value"].counts == Counts(1, 2, 1, 2)


def test_a_system_that_states_no_value_has_no_figure_for_values_and_one_for_false_alarms(gold: Path) -> None:
    suite = load(gold)
    spans = {name: Layers() for name in TEXTS} | {"trap-1": Layers((Timex(4, 10),))}
    predictions = Predictions(spans, ("timexes",))
    found = score(suite, predictions)
    assert found.measures["timex.trap.value"].recall is None
    record = of_predictions("spans", "system", predictions, suite, found)
    ((weekday, following),) = ([list(row) for row in grid.rows] for grid in phenomena.grids([record]))
    assert weekday == ["weekday", "2", "2", "–", "–", "50"]
    assert following == ["next-weekday", "1", "0", "–", "–", "–"]


def test_scoring_as_a_stream_and_in_parts_gives_the_same_slices(
    gold: Path, eager: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = score(*of(gold, eager))
    assert over(stream.read(eager, gold), COVERS).slices == whole.slices
    monkeypatch.setattr(stream, "PART", 1)
    parts = stream.parts(eager, gold)
    read: Callable[..., object] = lambda part: list(stream.read(eager, gold, part))  # noqa: E731
    tallies = over((pair for part in parts for pair in read(part)), COVERS)  # type: ignore[attr-defined]
    assert (tallies.slices, tallies.measures) == (whole.slices, whole.measures)


@pytest.mark.slow
def test_several_processes_give_the_same_slices(gold: Path, eager: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from functools import partial

    monkeypatch.setattr(stream, "PART", 2)
    found = side_by_side(partial(stream.read, eager, gold), stream.parts(eager, gold), COVERS, jobs=2)
    assert found.slices == score(*of(gold, eager)).slices


def test_the_cases_that_are_wrong_say_what_gold_has_and_what_was_predicted(gold: Path, eager: Path) -> None:
    found = [(case.document, case.gold, case.predicted) for case in wrong_cases(*of(gold, eager))]
    assert found == [
        ("past-2", "“Friday” 2023-09-15", "“Friday” 2023-09-22"),
        ("trap-1", "", "“Friday” 2023-09-22"),
        ("trap-2", "“Monday” 2023-09-25", "“Monday” 2023-09-18"),
        ("hope-1", "“win”", ""),
        ("hope-2", "", "“shop”"),
    ]


def test_cases_of_lent_texts_quote_nothing(gold: Path, eager: Path) -> None:
    suite, predictions = of(gold, eager)
    first, *_ = wrong_cases(replace(suite, lent=True), predictions)
    assert (first.text, first.gold, first.predicted) == ("", "13–19 2023-09-15", "13–19 2023-09-22")


def test_gold_without_traps_has_no_cases(gold: Path, eager: Path) -> None:
    suite, predictions = of(gold, eager)
    documents = tuple(replace(each, tags=("news",)) for each in suite.documents)
    assert list(wrong_cases(replace(suite, documents=documents), predictions)) == []


def test_the_table_of_few_systems_and_of_many(gold: Path, eager: Path) -> None:
    suite, predictions = of(gold, eager)
    record = of_predictions("eager", "system", predictions, suite, score(suite, predictions))
    times, events = phenomena.grids([record])
    assert list(times.rows) == [
        ["weekday", "2", "2", "50", "0", "50"],
        ["next-weekday", "1", "0", "100", "–", "–"],
    ]
    assert list(events.rows) == [["hope", "2", "1", "50", "0"]]
    silence = Predictions({name: Layers() for name in TEXTS}, ("timexes",))
    silent = of_predictions("silent", "system", silence, suite, score(suite, silence))
    many = [record, *(replace(silent, name=f"silent-{number}") for number in range(4))]
    times, events = phenomena.grids(many)
    # the best, and the median of five of which four are silent
    assert list(times.rows) == [
        ["weekday", "eager", "2", "50", "0", "2", "0", "100"],
        ["next-weekday", "eager", "1", "100", "0", "0", "–", "–"],
    ]
    assert phenomena.grids([replace(record, role="annotator")]) == []


def test_nobody_solves_what_the_best_system_has_less_than_half_of(gold: Path) -> None:
    suite = load(gold)
    silence = Predictions({name: Layers() for name in TEXTS}, ("timexes",))
    silent = of_predictions("silent", "system", silence, suite, score(suite, silence))
    (times,) = by_phenomenon([silent])
    assert [row.phenomenon for row in phenomena.unsolved(times)] == ["next-weekday", "weekday"]
    assert "next-weekday (none right), weekday (none right)." in phenomena.grids([silent])[0].note


SYSTEM = """
    @system(layers=["timexes"])
    def weekdays(document: Document):
        for word in ("Monday", "Friday"):
            at = document.text.find(word)
            if at >= 0:
                yield Timex(at, at + 6, "DATE", "2023-09-18")
"""


@pytest.mark.slow
def test_evaluate_prints_the_table_and_two_examples_and_the_record_keeps_the_slices(
    gold: Path, tmp_path: Path, system_file: Callable[[str, str], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    system = str(system_file("weekdays", SYSTEM))
    asked = ["evaluate", system, "--gold", str(gold), "-o", str(tmp_path / "results"), "--examples"]
    assert run(asked) == 0
    out = capsys.readouterr().out
    assert "Time expressions by phenomenon (%)" in out
    assert "weekdays: cases that are wrong" in out
    assert "past-2: It rained on Friday. [gold: “Friday” 2023-09-15;" in " ".join(out.split())
    kept = json.loads((tmp_path / "results" / "cases" / "weekdays" / "record.json").read_text(encoding="utf-8"))
    assert kept["slices"]["phenomenon"]["weekday"]["timex.value"]["recall"] == 0.5
    assert "by phenomenon" in (tmp_path / "results" / "cases" / "README.md").read_text(encoding="utf-8")


@pytest.mark.slow
def test_examples_of_gold_without_phenomena_are_told_to_be_none(
    suite_folder: Path, system_file: Callable[[str, str], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    system = str(system_file("weekdays", SYSTEM))
    assert run(["evaluate", system, "--gold", str(suite_folder), "--examples"]) == 0
    assert "--examples: no case is wrong, or gold has no phenomena" in capsys.readouterr().err
