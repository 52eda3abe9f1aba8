"""Agreement on six annotations counted by hand, and kappa on a textbook table."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given

from bench import Event, Timex
from bench.cli.root import run
from bench.dataset.suite import Layers
from bench.gold.agreement import kappa, measure
from bench.sdk.model import Entry, Region
from tests.conftest import example_layers, write_suite
from tests.strategies import event_lists, timex_lists

A = {
    "d": Layers(
        timexes=(
            Timex(0, 6, "DATE", "2023-09-18", kind="deictic"),
            Timex(10, 15, "DATE", "2023-05", "START", kind="vague"),
            Timex(20, 25, "SET", "P1D", kind="explicit"),
        ),
        events=(
            Event(30, 35, "STATE", "ACTUAL", "2023", id="e1"),
            Event(40, 45, "STATE", "OTHER", id="e2"),
            Event(50, 55, "STATE", "OTHER", id="e3"),
        ),
        ignore=(Region(60, 70),),
    )
}
B = {
    "d": Layers(
        timexes=(
            Timex(0, 6, "DATE", "2023-09-18", kind="deictic"),
            Timex(12, 15, "DATE", "2023-05", kind="vague"),
        ),
        events=(
            Event(30, 35, "STATE", "ACTUAL", "2024", id="x1"),
            Event(40, 45, "OCCURRENCE", "OTHER", id="x2"),
            Event(50, 55, "STATE", "OTHER", id="x3"),
        ),
        ignore=(Region(65, 75),),
    )
}


def test_figures_counted_by_hand() -> None:
    timelines = (
        [Entry("one", mentions=(("d", "e1"), ("d", "e2"), ("d", "e3")))],
        [Entry("uno", mentions=(("d", "x1"), ("d", "x2")))],
    )
    lines = {line.subject: line for line in measure(A, B, timelines)}
    assert lines["timex span, strict"].value == pytest.approx(2 * 1 / 5)
    assert lines["timex span, relaxed"].value == pytest.approx(2 * 2 / 5)
    assert (lines["timex type"].value, lines["timex type"].n, lines["timex type"].kappa) == (1, 2, None)
    assert lines["timex mod"].value == 0.5
    assert lines["timex kind"].kappa == 1
    assert lines["event span, strict"].value == 1
    # class: 2 of 3 agree; one side always says STATE, so chance agrees 3/3 · 2/3 = 2/3 too
    assert lines["event class"].value == pytest.approx(2 / 3)
    assert lines["event class"].kappa == pytest.approx(0)
    assert lines["event when"].value == pytest.approx(2 / 3)
    assert lines["ignored characters"].value == pytest.approx(2 * 5 / 20)
    # three pairs of linked mentions on one side, one on the other, one of them shared
    assert lines["timeline, mentions linked"].value == pytest.approx(2 * 1 / 4)


def test_kappa_of_a_table_with_a_known_answer() -> None:
    # 20 yes/yes, 5 yes/no, 10 no/yes, 15 no/no: observed .7, by chance .5
    pairs = [("y", "y")] * 20 + [("y", "n")] * 5 + [("n", "y")] * 10 + [("n", "n")] * 15
    assert kappa(pairs) == pytest.approx(0.4)
    assert kappa([]) is None
    assert kappa([("y", "y")] * 3) is None
    assert kappa([("y", "n"), ("n", "y")]) == pytest.approx(-1)


@given(timex_lists, timex_lists, event_lists, event_lists)
def test_which_annotator_is_first_does_not_matter(
    timexes: list[Timex], others: list[Timex], events: list[Event], more: list[Event]
) -> None:
    a, b = {"d": Layers(tuple(timexes), tuple(events))}, {"d": Layers(tuple(others), tuple(more))}
    spans = [line for line in measure(a, b) if "span" in line.subject]
    assert spans == [line for line in measure(b, a) if "span" in line.subject]


SPANS = {"d": Layers((Timex(0, 6), Timex(7, 14)), (Event(20, 26),))}
STATED = {"d": Layers((Timex(0, 6, "DATE", "2023"), Timex(7, 14, value="")), (Event(20, 26, "STATE"),))}


def test_f9_two_silences_agree_on_nothing() -> None:
    lines = {line.subject: line for line in measure(SPANS, SPANS)}
    for subject in (
        "timex type",
        "timex value",
        "timex mod",
        "timex kind",
        "event class",
        "event realis",
        "event when",
    ):
        assert (lines[subject].value, lines[subject].n, lines[subject].kappa) == (None, 0, None), subject
    assert lines["timex span, strict"].value == 1


def test_f9_the_silence_of_one_is_disagreement_and_what_both_leave_open_is_not_counted() -> None:
    lines = {line.subject: line for line in measure(SPANS, STATED)}
    assert (lines["timex value"].value, lines["timex value"].n) == (0, 1)
    lines = {line.subject: line for line in measure(STATED, STATED)}
    assert (lines["timex value"].value, lines["timex value"].n) == (1, 1)
    assert (lines["event class"].value, lines["event realis"].value) == (1, None)


def test_f9_no_modifier_and_no_date_are_statements_where_either_side_makes_any() -> None:
    a = {"d": Layers((Timex(0, 6, mod="START"), Timex(7, 14)), (Event(20, 26, when="2023"), Event(30, 36)))}
    lines = {line.subject: line for line in measure(a, SPANS)}
    assert (lines["timex mod"].value, lines["timex mod"].n) == (0.5, 2)
    lines = {line.subject: line for line in measure(a, a)}
    assert (lines["event when"].value, lines["event when"].n) == (1, 2)


def test_d_what_neither_side_annotated_is_told_apart_from_what_never_matched() -> None:
    apart = {"d": Layers((Timex(30, 36, "DATE"),))}
    lines = {line.subject: line for line in measure(STATED, apart)}
    # no time of the two overlaps, so there is no pair; both sides state types all the same
    assert (lines["timex type"].value, lines["timex type"].n, lines["timex type"].annotated) == (None, 0, True)
    assert (lines["timex span, strict"].value, lines["timex span, strict"].annotated) == (0, True)
    assert [subject for subject, line in lines.items() if not line.annotated] == [
        "timex mod",
        "timex kind",
        "event realis",
        "event when",
        "ignored characters",
        "timeline, mentions linked",
    ]
    # an entry of one mention links nothing, but it is a timeline
    entries = [Entry("one", mentions=(("d", "e1"),))]
    assert {line.subject: line for line in measure(A, B, (entries, []))}["timeline, mentions linked"].annotated


def test_d_the_table_of_agreement_has_no_rows_for_what_nobody_annotated(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    suite = write_suite(tmp_path / "suite", example_layers())
    for side in ("a", "b"):
        (tmp_path / side).mkdir()
        for name in ("documents.jsonl", "timexes.jsonl"):
            shutil.copy(suite / name, tmp_path / side)
    assert run(["agree", str(tmp_path / "a"), str(tmp_path / "b")]) == 0
    out = capsys.readouterr().out
    rows = [line.split("  ")[0] for line in out.splitlines() if "  " in line]
    assert rows == [
        "subject",
        "timex span, strict",
        "timex span, relaxed",
        "timex type",
        "timex value",
        "timex kind",
    ]
    told = "event span, strict; event span, relaxed; timex mod; event class; event realis; event when; "
    assert f"Neither side annotated: {told}ignored characters; timeline, mentions linked." in " ".join(out.split())
    assert run(["agree", str(tmp_path / "a"), str(tmp_path / "b"), "--format", "csv"]) == 0
    assert "event class,share,,0,,False" in capsys.readouterr().out
