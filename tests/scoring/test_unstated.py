"""Attributes that a system never states, or gold only sometimes: they have no figure rather than 0."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bench import Event, Timex
from bench.cli.root import run
from bench.counts import Counts, Score
from bench.dataset.pair import Pair
from bench.dataset.suite import Layers, Predictions, Resolved, Suite, SuiteDocument
from bench.render import scores
from bench.results import record
from bench.scoring.accumulator import Tally
from bench.scoring.result import Scored
from bench.scoring.score import over, score
from bench.sdk.model import Unlocated

TIMES = (Timex(0, 6, "DATE", "2023-09-18", kind="deictic"), Timex(10, 16, "DATE", "2023-09-19", kind="deictic"))
EVENTS = (
    Event(20, 25, "STATE", "ACTUAL", "2023", tense="PAST"),
    Event(30, 35, "STATE", "OTHER", "2024", tense="NONE"),
)
GOLD = Layers(TIMES, EVENTS)
SPANS = Layers(tuple(Timex(time.start, time.end) for time in TIMES), tuple(Event(e.start, e.end) for e in EVENTS))


def suite(*golds: Layers) -> Suite:
    documents = tuple(SuiteDocument(f"d{number}", "x" * 40, None) for number in range(len(golds)))
    return Suite("s", "1", "", documents, {f"d{number}": gold for number, gold in enumerate(golds)})


def scored(*predicted: Layers | None, gold: Layers = GOLD) -> Scored:
    found = {f"d{number}": layers for number, layers in enumerate(predicted) if layers is not None}
    return score(suite(*[gold] * len(predicted)), Predictions(found))


def figures(found: Score) -> tuple[float | None, float | None, float | None]:
    return found.precision, found.recall, found.f1


STATED = [
    "timex.type",
    "timex.value",
    "timex.interval",
    "timex.value@month",
    "timex.overlap",
    "event.class",
    "event.realis",
    "event.tense",
    "when",
    "when@year",
    "when.matched",
]


@pytest.mark.parametrize("name", STATED)
def test_what_a_system_never_states_has_no_figure(name: str) -> None:
    found = scored(SPANS, Layers())
    assert figures(found.measures[name]) == (None, None, None)
    assert found.measures[name].counts.predicted == 0
    assert found.unstated(name)
    assert found.measures["timex.relaxed"].f1 == found.measures["event.relaxed"].f1 == pytest.approx(2 / 3)


@pytest.mark.parametrize("name", STATED)
def test_what_is_stated_once_is_counted_over_all(name: str) -> None:
    """One document states everything, right; another states spans alone: what it doesn't say is wrong there."""
    found = scored(GOLD, SPANS).measures[name]
    assert found.recall == 0.5


@pytest.mark.parametrize("name", [name for name in STATED if name != "when.matched"])
@pytest.mark.parametrize("predicted", [None, Layers()], ids=["failed", "found nothing"])
def test_who_predicted_nothing_at_all_has_0(name: str, predicted: Layers | None) -> None:
    """It found nothing, which is known; a system that broke down mustn't get rid of its 0."""
    found = scored(predicted)
    assert figures(found.measures[name]) == (None, 0, 0)
    assert not found.unstated(name)


def test_an_empty_attribute_is_none() -> None:
    """GUTime writes value="": on both sides it says nothing, and isn't right."""
    empty = Layers(tuple(replace(time, value="") for time in TIMES))
    assert "timex.value" not in scored(empty, gold=empty).measures
    found = scored(empty, gold=Layers(TIMES))
    assert figures(found.measures["timex.value"]) == (None, None, None)


def test_words_without_a_place_state_attributes_too() -> None:
    found = scored(replace(SPANS, unlocated=(Unlocated("timexes", "soon", "DATE", "FUTURE_REF"),)))
    assert found.measures["timex.value"].counts == Counts(0, 3, 0, 2)
    assert figures(found.measures["event.class"]) == (None, None, None)


def test_slices_have_no_figure_either_and_keep_the_number_of_gold() -> None:
    found = scored(SPANS).slices
    assert figures(found["kind"]["deictic"]["timex.value"]) == (None, None, None)
    assert found["kind"]["deictic"]["timex.relaxed"].recall == 1
    assert figures(found["type"]["DATE"]["timex.value"]) == (None, None, None)
    assert found["type"]["DATE"]["timex.value"].counts.gold == 2


def test_given_spans_whose_value_is_never_told() -> None:
    answers = Resolved({"d0": tuple(Timex(time.start, time.end, "DATE") for time in TIMES)})
    found = score(suite(GOLD), Predictions({"d0": GOLD}, resolved=answers)).measures
    assert found["timex.type.given"].f1 == 1
    assert figures(found["timex.value.given"]) == figures(found["timex.interval.given"]) == (None, None, None)


def test_parts_that_other_processes_counted_state_what_any_of_them_states() -> None:
    tallies = []
    for number, layers in enumerate((SPANS, GOLD)):
        tally = Tally(("timexes", "events"))
        tally.add(Pair(f"d{number}", (0,), GOLD, layers))
        tallies.append(tally)
    first, second = tallies
    first.merge(second)
    together = first.scored((), (), ())
    alone = over((Pair(f"d{n}", (0,), GOLD, each) for n, each in enumerate((SPANS, GOLD))), ("timexes", "events"))
    assert together.measures == alone.measures
    assert together.slices == alone.slices


def test_records_and_tables_say_nothing_of_it(tmp_path: Path) -> None:
    predictions = Predictions({"d0": SPANS}, covers=("timexes", "events"))
    gold = suite(GOLD)
    made = record.of_predictions("spans", "system", predictions, gold, score(gold, predictions))
    assert "timex.value" not in made.intervals
    path = tmp_path / "record.json"
    path.write_text(record.text(made), encoding="utf-8")
    stored = json.loads(path.read_text(encoding="utf-8"))["measures"]["timex.value"]
    assert (stored["precision"], stored["recall"], stored["f1"], stored["gold"]) == (None, None, None, 2)
    assert figures(record.read(path).measures["timex.value"]) == (None, None, None)
    rows = {row[0]: row[1:4] for row in scores.single(made).rows}
    assert rows["timex.value"] == ["–", "–", "–"]
    assert rows["timex.relaxed"] == ["100.00"] * 3
    (by_kind,) = [grid for grid in scores.comparison([made]) if "by kind" in grid.title]
    assert by_kind.groups == [("deictic 2", 2)]
    assert by_kind.rows == [["spans", "100", "–"]]


NAMES = [f"d{number:02}" for number in range(24)]
MONDAY = {"start": 13, "end": 19, "type": "DATE", "value": "2023-09-18"}


@pytest.fixture
def sides(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Gold with one time in each of 24 documents; "values" states the value, "spans" doesn't."""
    monkeypatch.chdir(tmp_path)
    spans = {name: value for name, value in MONDAY.items() if name != "value"}
    folders: dict[str, dict[str, Any]] = {"gold": MONDAY, "values": MONDAY, "spans": spans}
    for folder, time in folders.items():
        Path(folder).mkdir()
        documents = [
            {"id": name, **({"text": "It rained on Monday."} if folder == "gold" else {})} for name in NAMES
        ]
        for layer, lines in (("documents", documents), ("timexes", [{"doc": name, **time} for name in NAMES])):
            Path(folder, f"{layer}.jsonl").write_text("".join(f"{json.dumps(line)}\n" for line in lines))


@pytest.mark.usefixtures("sides")
@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["values", "spans"], 3, "head no longer answers it"),
        (["values", "spans", "--floor", "timex.value=0"], 3, "head no longer answers it"),
        # what is new in head is judged by its floors
        (["spans", "values"], 0, ""),
        (["spans", "values", "--floor", "timex.value=90"], 0, ""),
        (["spans", "spans"], 0, ""),
        (["spans", "spans", "--floor", "timex.value=1"], 2, "no system here has a score for it"),
        (["spans", "spans", "--measure", "timex.value"], 2, "no system here has a score for it"),
    ],
)
def test_gates_on_what_a_side_never_states(
    arguments: list[str], code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["compare", *arguments, "--gold", "gold"]) == code
    told = capsys.readouterr()
    assert said in told.err
    assert "undecided" not in told.err
