"""Systems that learn are loaded once and fitted in copies: no fit sees another, and faults stay where they are."""

from __future__ import annotations

import datetime
import sys
from pathlib import Path

import pytest

from bench.harness.outcome import Outcome
from bench.harness.pool import local
from bench.harness.process import Limits
from bench.harness.schedule import run as run_tasks
from bench.harness.task import Task
from bench.sdk.model import Document
from bench.sdk.protocol import document_to_json
from bench.systems.discovery import read
from bench.systems.environment import prepare
from tests.harness.test_collect import SystemFile

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="copies of processes are used on Linux alone")

LEARNER = """
import os, sys, time

print("loaded", file=sys.stderr)
LEFT = []

@system(layers=["timexes"])
class subject:
    def fit(self, training):
        LEFT.append(training[0].id)
        if training[0].id == "wrong":
            raise ValueError("too little")
    def extract(self, document):
        if document.id == "crash":
            os.abort()
        if document.id == "leave":
            os._exit(7)
        if document.id == "sleep":
            time.sleep(60)
        return [Timex(0, 2, "DATE", "".join(LEFT))]
"""
DAY = datetime.date(2021, 5, 4)


def outcomes(
    tmp_path: Path, system_file: SystemFile, *folds: tuple[str, str], seconds: float = 20
) -> list[Outcome]:
    """The outcome of each document, for a pair of its id and the id of the document that it is fitted on."""
    (system,) = read(system_file("subject", LEARNER))
    environment = prepare(system, tmp_path, {})
    tasks = [
        Task(
            system,
            environment,
            Limits(document=seconds),
            (document_to_json(Document(fitted_on, "On Monday.", DAY), labelled=True),),
            document=Document(name, "On Monday.", DAY),
        )
        for name, fitted_on in folds
    ]
    heard: list[Outcome] = []
    with local(1) as executor:
        list(run_tasks(tasks, executor, heard=lambda _, outcome: heard.append(outcome)))
    return heard


def values(found: list[Outcome]) -> list[str | None]:
    return [each.layers.timexes[0].value if each.layers else None for each in found]


def test_a_system_is_loaded_once_and_no_fit_sees_another(tmp_path: Path, system_file: SystemFile) -> None:
    found = outcomes(tmp_path, system_file, ("a", "one"), ("b", "one"), ("c", "two"), ("d", "three"))
    assert values(found) == ["one", "one", "two", "three"]
    assert "".join(each.output for each in found).count("loaded") == 1
    assert all(each.used is not None and not each.used.unknown for each in found)


@pytest.mark.parametrize(("name", "cause"), [("crash", "signal SIGABRT"), ("leave", "exit code 7")])
def test_a_process_that_ends_costs_its_document_alone(
    tmp_path: Path, system_file: SystemFile, name: str, cause: str
) -> None:
    found = outcomes(tmp_path, system_file, ("a", "one"), (name, "two"), ("c", "three"))
    assert values(found) == ["one", None, "three"]
    assert cause in found[1].failed


def test_a_fit_that_fails_costs_its_fold_alone(tmp_path: Path, system_file: SystemFile) -> None:
    found = outcomes(tmp_path, system_file, ("a", "one"), ("b", "wrong"), ("c", "three"))
    assert values(found) == ["one", None, "three"]
    assert "too little" in found[1].failed


def test_a_document_that_takes_too_long_is_told_with_its_place(tmp_path: Path, system_file: SystemFile) -> None:
    found = outcomes(tmp_path, system_file, ("a", "one"), ("sleep", "two"), seconds=1)
    assert values(found) == ["one", None]
    assert "no answer within 1 s; it was at subject.py:" in found[1].failed
    assert "in extract" in found[1].failed
