"""Adjudication: what is agreed, what is open, decisions that are kept, and the gold that comes of it."""

from __future__ import annotations

import json
import os
import pty
import select
import signal
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench import Event, Timex, UsageError
from bench.cli.root import run
from bench.dataset.suite import Layers, Predictions, SuiteDocument
from bench.gold import adjudication
from bench.gold.adjudication import Adjudication
from bench.gold.load import load
from bench.gold.passes import Passes
from tests.conftest import ROOT, write_suite
from tests.dozen import BENCH
from tests.gold.test_several import A, B, C
from tests.strategies import LENGTH, event_lists, timex_lists


@pytest.fixture
def folders(tmp_path: Path) -> list[str]:
    """The folders of three annotators."""
    return [str(write_suite(tmp_path / name, lines)) for name, lines in (("a", A), ("b", B), ("c", C))]


def read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_what_is_agreed_is_gold_and_the_rest_is_open(tmp_path: Path, folders: list[str]) -> None:
    out = tmp_path / "out"
    found = adjudication.start(folders[:2], out)
    # Monday or On Monday, Friday's type, ended's class, Monday–began; began and began–ended are agreed
    assert [case.layer for case in found.open] == ["timexes", "timexes", "events", "links"]
    found.write(out)
    layers = load(out).layers["d"]
    assert layers.timexes == ()
    assert [(each.id, each.text) for each in layers.events] == [("e1", "began")]
    assert layers.links == ()  # an end of began–ended is still open
    assert [each["says"] for each in read(out / "open.jsonl")][2] == {"a": "ASPECTUAL", "b": "OCCURRENCE"}
    assert read(out / "decisions.jsonl") == []


def test_decisions_are_kept_and_make_the_gold_with_new_ids(tmp_path: Path, folders: list[str]) -> None:
    out = tmp_path / "out"
    found = adjudication.start(folders[:2], out)
    monday, friday, ended, joined = found.open
    found.decide(monday, monday.options[1].value, by="me", why="so")
    found.write(out)
    found = adjudication.start(folders[:2], out)
    assert len(found.open) == 3
    found.decide(friday, None, by="you")
    edited = Event(42, 47, "STATE", text="ended")
    assert found.decide(ended, edited, by="you").choice == ()
    found.decide(joined, "SIMULTANEOUS", by="you")
    with pytest.raises(UsageError, match="'LATER' is no relation"):
        found.decide(joined, "LATER", by="you")
    found.write(out)
    assert not (out / "open.jsonl").exists()
    layers = load(out).layers["d"]
    assert [(each.id, each.text, each.value) for each in layers.timexes] == [("t1", "On Monday", "2023-09-18")]
    assert [(each.id, each.text, each.class_) for each in layers.events] == [
        ("e1", "began", "ASPECTUAL"),
        ("e2", "ended", "STATE"),
    ]
    assert [(each.source, each.relation, each.target) for each in layers.links] == [
        ("t1", "SIMULTANEOUS", "e1"),
        ("e1", "BEFORE", "e2"),
    ]
    kept = read(out / "decisions.jsonl")
    assert [(each["choice"], each["by"], each["why"]) for each in kept] == [
        (["b"], "me", "so"),
        ([], "you", ""),
        ([], "you", ""),
        ([], "you", ""),
    ]
    assert load(out).notes == ()  # decisions.jsonl belongs to gold
    assert load(out).document("d").dct is not None
    assert run(["validate", str(out)]) == 0


def test_a_pass_that_changed_opens_its_case_again(tmp_path: Path, folders: list[str]) -> None:
    out = tmp_path / "out"
    found = adjudication.start(folders[:2], out)
    for case in found.open:
        found.decide(case, case.options[0].value, by="me")
    found.write(out)
    timexes = Path(folders[1]) / "timexes.jsonl"
    timexes.write_text(timexes.read_text(encoding="utf-8").replace('"TIME"', '"SET"'), encoding="utf-8")
    again = adjudication.start(folders[:2], out)
    assert [case.difference.context for case in again.open] == [
        "On Monday talks began, and on [Friday] they ended."
    ]
    assert [note.kind for note in again.notes] == ["outdated"]


def test_majority_decides_only_if_asked(
    tmp_path: Path, folders: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert run(["adjudicate", *folders, str(out)]) == 5
    assert capsys.readouterr().out == f"0 cases decided, 6 open; written to {out}\n"
    # two of three: no talks, Friday as nobody else, ended ASPECTUAL, began BEFORE ended; Monday has three answers
    assert run(["adjudicate", *folders, str(out), "--majority"]) == 5
    shown = capsys.readouterr()
    assert "by majority: 3 cases" in shown.err
    assert "asked for in a terminal, and this is none; --list lists them" in shown.err
    assert shown.out == f"3 cases decided, 3 open; written to {out}\n"
    assert {(each["by"], each["why"]) for each in read(out / "decisions.jsonl")} == {
        ("majority", "2 of 3 annotators")
    }
    assert [each.text for each in load(out).layers["d"].events] == ["began", "ended"]


def test_the_list_of_open_cases_writes_nothing(
    tmp_path: Path, folders: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["adjudicate", "--list", *folders[:2], str(tmp_path / "out")]) == 5
    assert capsys.readouterr().out.splitlines()[:3] == [
        "1. d 0–9, timexes: [On Monday] talks began, and on Friday they ended.",
        "   a: “Monday” DATE 2023-09-18",
        "   b: “On Monday” DATE 2023-09-18",
    ]
    assert not (tmp_path / "out").exists()


def test_passes_without_texts_need_gold_and_equal_ones_leave_nothing_open(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    passes = [str(ROOT / "gold" / "articles" / "passes" / name) for name in ("a", "a")]
    assert run(["adjudicate", *passes, str(tmp_path / "out")]) == 2
    assert "isn't in the passes; name the gold that has it by --gold" in capsys.readouterr().err
    assert run(["adjudicate", *passes, str(tmp_path / "out"), "--gold", str(ROOT / "gold" / "articles")]) == 0
    assert "timelines aren't adjudicated" in capsys.readouterr().err
    # all of pass a, in text order
    wanted = {name: layers.timexes for name, layers in load(ROOT / "gold" / "articles").layers.items()}
    made = {name: layers.timexes for name, layers in load(tmp_path / "out").layers.items()}
    assert {name: [(each.start, each.value) for each in each_] for name, each_ in made.items()} == {
        name: [(each.start, each.value) for each in each_] for name, each_ in wanted.items()
    }


def test_wrong_usage(tmp_path: Path, folders: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["adjudicate", *folders[:2]]) == 2
    assert "name two passes and the folder to write" in capsys.readouterr().err
    assert run(["adjudicate", *folders]) == 2
    assert "exists already and has no decisions.jsonl" in capsys.readouterr().err
    out = tmp_path / "out"
    assert run(["adjudicate", *folders, str(out)]) == 5
    (out / "decisions.jsonl").write_text('{"case": 1}\n', encoding="utf-8")
    assert run(["adjudicate", *folders, str(out)]) == 4
    assert "decisions.jsonl:1: this is no decision; remove the line" in capsys.readouterr().err


@given(timex_lists, timex_lists, event_lists, event_lists, st.integers(0, 1))
def test_choosing_one_annotator_throughout_gives_that_pass(
    timexes: list[Timex], others: list[Timex], events: list[Event], more: list[Event], chosen: int
) -> None:
    sides = [Layers(tuple(timexes), tuple(events)), Layers(tuple(others), tuple(more))]
    document = SuiteDocument("d", "x" * LENGTH)
    found = Adjudication(Passes(("a", "b"), tuple(Predictions({"d": each}) for each in sides), {"d": document}))
    for case in found.open:
        option = next(each for each in case.options if "ab"[chosen] in each.names)
        found.decide(case, option.value, by="me")
    assert found.open == []
    made = found.annotated("d").layers
    for layer in ("timexes", "events"):
        expected = {repr(each) for each in getattr(sides[chosen], layer)}
        ids = [each.id for each in getattr(made, layer)]
        assert len(set(ids)) == len(ids)
        got = {repr(_bare(each)) for each in getattr(made, layer)}
        assert got == expected


def _bare(item: Any) -> Any:
    import dataclasses

    return dataclasses.replace(item, id=None)


CONTROL_C = "\x03"


def asked(arguments: Sequence[str], *answers: str) -> tuple[int, str]:
    """Run bench adjudicate in a pseudo-terminal, and give an answer whenever it asks."""
    parent, child = pty.openpty()
    process = subprocess.Popen(
        ["env", "--default-signal=INT", *BENCH, "adjudicate", *arguments],  # a shell's background jobs ignore it
        stdin=child, stdout=child, stderr=child, start_new_session=True,
        env={**os.environ, "TERM": "dumb"},
    )  # fmt: skip
    os.close(child)
    seen, left, at = "", list(answers), 0
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if select.select([parent], [], [], 1)[0]:
            try:
                seen += os.read(parent, 65536).decode()
            except OSError:
                break
        if left and seen[at:].rstrip("\r\n").endswith((": ", "> ")):
            at = len(seen)
            answer = left.pop(0)
            if answer == CONTROL_C:
                process.send_signal(signal.SIGINT)
            else:
                os.write(parent, answer.encode())
    code = process.wait(timeout=30)
    os.close(parent)
    assert not left, seen
    return code, seen.replace("\r\n", "\n")


def test_cases_are_asked_for_in_the_terminal_and_progress_is_kept(tmp_path: Path, folders: list[str]) -> None:
    out = str(tmp_path / "out")
    code, seen = asked([*folders[:2], out, "--by", "me"], "7\n", "1 no preposition\n", "s\n", "q\n")
    assert code == 5
    assert "1 of 4: d, timexes\n  [On Monday] talks began, and on Friday they ended.\n" in seen
    assert "  1  “Monday” DATE 2023-09-18  (a)\n  2  “On Monday” DATE 2023-09-18  (b)\n  0  nothing\n" in seen
    assert "type a number from 0 to 2, e, s or q" in seen
    assert "1 case decided, 3 open" in seen
    (kept,) = read(tmp_path / "out" / "decisions.jsonl")
    assert (kept["choice"], kept["by"], kept["why"]) == (["a"], "me", "no preposition")
    answers = ("e\n", "FOO\n", "e\n", "DATE 2023-09\n", "a reason\n", "0\n", "e\n", "LATER\n", "\n", "1\n")
    code, seen = asked([*folders[:2], out, "--by", "you"], *answers)
    assert code == 0, seen
    assert "1 of 3: d, timexes" in seen
    assert "'FOO' is none of type, mod, kind, TIMEX3 value" in seen
    assert "'LATER' is no relation" in seen
    assert "4 cases decided, 0 open" in seen
    layers = load(out).layers["d"]
    assert [(each.text, each.type, each.value) for each in layers.timexes] == [
        ("Monday", "DATE", "2023-09-18"),
        ("Friday", "DATE", "2023-09"),
    ]
    assert [each.text for each in layers.events] == ["began"]
    assert [(each.source, each.relation, each.target) for each in layers.links] == [("t1", "INCLUDES", "e1")]


def test_ctrl_c_keeps_what_was_decided(tmp_path: Path, folders: list[str]) -> None:
    out = tmp_path / "out"
    code, seen = asked([*folders[:2], str(out)], "2\n", CONTROL_C)
    assert code == 130, seen
    assert len(read(out / "decisions.jsonl")) == 1
    assert len(read(out / "open.jsonl")) == 3
    assert [each.text for each in load(out).layers["d"].timexes] == ["On Monday"]
