"""Newcomer C: failures with one cause are one line, and "done" counts the documents that are done."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from bench.cli import failures
from bench.cli.output import speed_line, tell_record
from bench.dataset.suite import NOTHING
from bench.harness.outcome import Outcome
from bench.harness.timing import speed_of


def told(capsys: pytest.CaptureFixture[str]) -> list[str]:
    captured = capsys.readouterr()
    assert captured.out == ""
    return captured.err.splitlines()


def test_newcomer_c_four_hundred_equal_failures_are_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    causes = {f"d{number}": "KeyError: 'key' (exc.py:6)" for number in range(400)} | {"e": "ValueError: other"}
    failures.tell("failed", "exc", causes, "the record names all")
    assert told(capsys) == [
        "failed: exc on 400 documents: KeyError: 'key' (exc.py:6); the first is d0; the record names all",
        "failed: exc on e: ValueError: other",
    ]


def test_newcomer_c_few_failures_are_named_each(capsys: pytest.CaptureFixture[str]) -> None:
    failures.tell("failed", "", dict.fromkeys(("a", "b", "c"), "KeyError"), "the record names all")
    assert told(capsys) == ["failed: a: KeyError", "failed: b: KeyError", "failed: c: KeyError"]


def test_newcomer_c_four_hundred_causes_are_few_lines_too(capsys: pytest.CaptureFixture[str]) -> None:
    causes = {f"d{number}": f"ValueError: {number}" for number in range(400)}
    failures.tell("failed", "exc", causes, "the record names all")
    *first, last = told(capsys)
    assert first == [f"failed: exc on d{number}: ValueError: {number}" for number in range(10)]
    assert last == "failed: exc on 390 more documents, with 390 other causes; the record names all"


def failed(document: str, cause: str) -> Outcome:
    return Outcome(document, None, failed=cause)


def test_newcomer_c_a_run_tells_each_cause_at_once_and_the_number_at_the_end(
    capsys: pytest.CaptureFixture[str],
) -> None:
    failing = failures.Failing()
    for number in range(400):
        failing(failed(f"d{number}", "KeyError"))
        failing(Outcome(f"e{number}", NOTHING))
    assert told(capsys) == ["failed: d0: KeyError"]
    failing(failed("f", "ValueError"))
    failing.tell()
    assert told(capsys) == [
        "failed: f: ValueError",
        "failed: 400 documents in all: KeyError; the first is d0; all are in documents.jsonl",
    ]


def test_a_run_of_several_systems_names_the_system_and_its_own_place(capsys: pytest.CaptureFixture[str]) -> None:
    failing = failures.Failing("exc", "--format json names all")
    for number in range(2):
        failing(failed(f"d{number}", "KeyError"))
    failing.tell()
    assert told(capsys) == [
        "failed: exc on d0: KeyError",
        "failed: exc on 2 documents in all: KeyError; the first is d0; --format json names all",
    ]


def test_newcomer_c_a_run_with_four_hundred_causes_counts_them(capsys: pytest.CaptureFixture[str]) -> None:
    failing = failures.Failing()
    for number in range(400):
        failing(failed(f"d{number}", f"ValueError: {number}"))
    failing.tell()
    lines = told(capsys)
    assert len(lines) == 11
    assert lines[-1] == "failed: 390 more documents, with other causes; all are in documents.jsonl"


def record_with_unlocated(documents: int) -> Any:
    """What `tell_record` reads of a record: each document has two predictions whose words aren't in its text."""
    unlocated = {f"d{number}": 2 for number in range(documents)}
    return SimpleNamespace(unlocated=unlocated, failures={}, timeline_failure="", unresolved={})


def test_newcomer_c_four_hundred_documents_with_unlocated_words_are_one_line(
    capsys: pytest.CaptureFixture[str],
) -> None:
    tell_record(record_with_unlocated(400), "model", place="the record names all")
    words = "predicted in words that don't occur in it, so wrong"
    assert told(capsys) == [f"unlocated: model on 400 documents: 800 {words}; the first is d0"]
    tell_record(record_with_unlocated(1), place="the record names all")
    assert told(capsys) == [f"unlocated: d0: 2 {words}"]


def test_newcomer_c_done_counts_what_is_done() -> None:
    outcomes = [*(Outcome(f"d{number}", NOTHING) for number in range(4))]
    assert speed_line(speed_of(outcomes)) == "4 documents done"
    outcomes += [failed(f"e{number}", "KeyError") for number in range(4)]
    assert speed_line(speed_of(outcomes)) == "8 asked, 4 done, 4 failed"
