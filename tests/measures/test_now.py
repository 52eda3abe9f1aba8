"""Measures of messages: a small thread by hand, in memory, and in files that are read a document at a time."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

import pytest

from bench import Reading, Timex, Unlocated
from bench.cli.root import run
from bench.counts import Counts
from bench.dataset.suite import Layers, Predictions, Suite, SuiteDocument
from bench.formats.jsonl import stream
from bench.matching.matching import match
from bench.measures import named, of_layer
from bench.measures.pair import Matched
from bench.scoring.score import over, score
from tests.conftest import example_layers, write_suite

NEWEST, RUN, SUPPORTED, SILENT = "timex.now.newest", "timex.now.run", "timex.supported", "timex.silent"
TOMORROW = Timex(0, 8, "DATE", "2014-02-05", newest_value="2014-02-19")
"""Written on 4 February 2014; the newest message of the thread is of the 18th."""
THURSDAY = Timex(
    0,
    8,
    "DATE",
    "2014-02-13",
    values=(Reading("2014-02-13", "next week's"), Reading("2014-02-06", "the coming one")),
    newest_value="2014-02-27",
)
AN_HOUR_AGO = Timex(0, 8, "TIME", "2021-05-03T13:20", newest_value="2021-05-03T14:05")
THIS_WEEK = Timex(0, 8, "DATE", "2018-W45", newest_value="2018-W47")


def counts(gold: Timex, value: str | None) -> tuple[Counts, Counts]:
    pair = Matched(match([gold], [Timex(0, 8, value=value)]))
    (newest,), (late,) = (named(name).count(pair) for name in (NEWEST, RUN))
    return newest, late


@pytest.mark.parametrize(
    ("gold", "value", "newest", "run"),
    [
        (TOMORROW, "2014-02-05", 1, 1),
        (TOMORROW, "2014-02-19", 0, 1),
        (TOMORROW, "2014-02-05T09:00", 1, 1),
        (TOMORROW, "2014-02-19T09:00", 0, 1),  # the day of the newest message's now, whatever the hour
        (TOMORROW, "2014-02-04", 1, 1),  # wrong, but from no other now
        (TOMORROW, "2026-11-30", 1, 0),
        (TOMORROW, "2026-W49", 1, 0),
        (TOMORROW, "2015-02-05", 1, 1),  # a year too late is a wrong year of the right now
        (TOMORROW, "2015-02-21", 1, 1),  # the end of 19 February 2014 and 366 days
        (TOMORROW, "2015-02-22", 1, 0),
        (TOMORROW, "1970-01-02", 1, 1),
        (TOMORROW, "FUTURE_REF", 1, 1),
        (TOMORROW, "in the morning", 1, 1),
        (THURSDAY, "2014-02-06", 1, 1),
        (THURSDAY, "2014-02-27", 0, 1),
        (THIS_WEEK, "2018-W47", 0, 1),
        (THIS_WEEK, "2018-11-19", 1, 1),  # the Monday of that week alone
        (AN_HOUR_AGO, "2021-05-03T14:05", 0, 1),
        (AN_HOUR_AGO, "2021-05-03T13:20", 1, 1),
        (AN_HOUR_AGO, "2021-05-03", 1, 1),  # the day is that of both
    ],
)
def test_a_found_time_is_of_the_wrong_now_if_it_has_the_value_of_that_now(
    gold: Timex, value: str, newest: int, run: int
) -> None:
    assert counts(gold, value) == (Counts(newest, 1, newest, 1), Counts(run, 1, run, 1))


def test_a_reading_that_is_right_is_not_of_the_newest_now_even_if_it_has_its_value() -> None:
    both = Timex(0, 8, "DATE", "2014-02-13", values=THURSDAY.values, newest_value="2014-02-06")
    assert counts(both, "2014-02-06")[0] == Counts(1, 1, 1, 1)


def test_a_date_that_is_right_is_never_that_of_the_run_however_late_it_is() -> None:
    launch = Timex(0, 8, "DATE", "2061-07-28", newest_value="2061-07-29")
    assert counts(launch, "2061-07-28") == (Counts(1, 1, 1, 1), Counts(1, 1, 1, 1))


@pytest.mark.parametrize(("gold", "value"), [(TOMORROW, None), (Timex(0, 8, value="2014"), "2026")])
def test_a_time_without_a_value_or_that_no_now_changes_isnt_counted(gold: Timex, value: str | None) -> None:
    assert counts(gold, value) == (Counts(), Counts())


DOCUMENTS = tuple(
    SuiteDocument(name, "x" * 40, datetime.datetime(2014, 2, 4, 9), thread="t", sentences=(0, 20))
    for name in ("a", "b", "c", "d", "e")
)
LATER = Timex(20, 26, "DATE", "2014-02-05", newest_value="2014-02-19")
GOLD = Suite("s", "1", "", DOCUMENTS, {"a": Layers((TOMORROW, LATER))})


def scored(predicted: dict[str, Layers]) -> dict[str, Any]:
    failures = {each.id: "crashed" for each in DOCUMENTS if each.id not in predicted}
    return dict(score(GOLD, Predictions(predicted, ("timexes",), failures)).measures)


def test_a_date_has_support_if_it_touches_a_time_of_gold() -> None:
    found = (
        Timex(0, 8, value="2014-02-05"),
        Timex(7, 10, value="2014-02-05"),  # touches it too, though another prediction is matched
        Timex(8, 9, value="2014"),  # begins where it ends
        Timex(12, 14),
        Timex(30, 34, value="2014"),
    )
    unlocated = (Unlocated("timexes", "yesterday", value="2014-02-03"),)
    scores = scored({"a": Layers(found, unlocated=unlocated), "b": Layers()})
    assert scores[SUPPORTED].counts == Counts(2, 5, 2, 5)


def test_where_gold_has_no_time_a_system_is_to_state_no_value() -> None:
    said, unsaid = Layers((Timex(0, 3, value="2014"),)), Layers((Timex(0, 3),))
    found = scored({"a": said, "b": Layers(), "c": unsaid, "d": said})
    assert found[SILENT].counts == Counts(2, 4, 2, 4)  # e failed
    assert found[SILENT].f1 == found[SILENT].precision == found[SILENT].recall == 0.5


def test_the_counts_are_by_sentence() -> None:
    late = Timex(20, 26, value="2014-02-19")
    units = score(GOLD, Predictions({"a": Layers((TOMORROW, late))}, ("timexes",))).units
    assert units[NEWEST]["a"] == [Counts(1, 1, 1, 1), Counts(0, 1, 0, 1)]
    assert units[SUPPORTED]["a"] == [Counts(1, 1, 1, 1), Counts(1, 1, 1, 1)]
    assert units[SILENT]["a"] == [Counts()]


def test_a_system_that_never_states_a_value_has_no_share() -> None:
    found = scored({name: Layers((Timex(0, 8),)) for name in "abcde"})
    for name in (NEWEST, RUN, SUPPORTED, SILENT):
        assert (found[name].precision, found[name].recall, found[name].f1) == (None, None, None), name


def test_the_measures_arent_there_where_no_time_has_another_value_in_the_newest_message() -> None:
    alone = Suite("s", "1", "", DOCUMENTS, {"a": Layers((Timex(0, 8, "DATE", "2014-02-05"),))})
    found = score(alone, Predictions({"a": Layers((TOMORROW,))}, ("timexes",))).measures
    assert not found.keys() & {measure.name for measure in of_layer("timexes") if measure.needs == "newest_value"}


def test_files_hold_the_newest_value_also_where_they_are_read_a_document_at_a_time(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    layers = example_layers()
    layers["timexes"][1]["newest_value"] = "2021-06-05"
    gold = write_suite(tmp_path / "gold", layers)
    told: dict[str, list[dict[str, Any]]] = {
        "documents": [{"id": "fair"}, {"id": "flood"}],
        "timexes": [{"doc": "fair", "start": 44, "end": 49, "type": "DATE", "value": "2021-06-05"}],
    }
    predictions = write_suite(tmp_path / "predictions", told)
    assert run(["score", str(predictions), str(gold), "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)["measures"]
    assert {name: found[name]["f1"] for name in (NEWEST, RUN, SUPPORTED)} == {NEWEST: 0, RUN: 1, SUPPORTED: 1}
    streamed = over(stream.read(predictions, gold), ("timexes",)).measures
    assert {name: each.f1 for name, each in streamed.items()} == {name: found[name]["f1"] for name in streamed}
    assert run(["score", str(predictions), str(gold)]) == 0
    assert NEWEST in capsys.readouterr().out
