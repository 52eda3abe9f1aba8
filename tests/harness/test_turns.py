"""Systems side by side: the same results as one after the other, who waits for whom, and what a stop leaves."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from bench.dataset.suite import Suite
from bench.gold.load import load
from bench.harness.evaluate import Evaluated, evaluate
from bench.harness.setting import Keep, Setting
from bench.harness.turns import Turns
from bench.systems.dependencies import Ready, make_ready
from bench.systems.discovery import read
from bench.systems.environment import prepare

SystemFile = Callable[[str, str], Path]
PLAIN = """
@system(layers=["timexes"], name="{name}")
def subject(document):
    return [Timex(0, 2, "DATE", "2021")]
"""
WANTING = """
@system(layers=["timexes"], wants=["first"], name="wanting")
def subject(document):
    return document.timexes
"""
HANGING = """
import time

@system(layers=["timexes"], name="hanging")
def subject(document):
    time.sleep(60)
"""


@pytest.fixture
def suite(suite_folder: Path) -> Suite:
    return load(suite_folder)


@pytest.fixture
def made(tmp_path: Path, system_file: SystemFile) -> Callable[..., list[Ready]]:
    def make(**bodies: str) -> list[Ready]:
        systems = [read(system_file(name, body))[0] for name, body in bodies.items()]
        chosen, refused = make_ready(
            systems, {each.name: each for each in systems}, lambda system: prepare(system, tmp_path, {})
        )
        assert refused == {}
        return chosen

    return make


def test_results_and_their_order_are_the_same_side_by_side(suite: Suite, made: Callable[..., list[Ready]]) -> None:
    chosen = made(wanting=WANTING, first=PLAIN.format(name="first"), other=PLAIN.format(name="other"))
    alone, together = (evaluate(chosen, suite, Setting(jobs=jobs)) for jobs in (1, 3))
    assert [each.record.name for each in together] == ["wanting", "first", "other"]
    assert [each.record for each in together] == [each.record for each in alone]
    assert [each.predictions for each in together] == [each.predictions for each in alone]


def test_a_system_waits_for_those_that_it_wants(made: Callable[..., list[Ready]]) -> None:
    wanting, first = made(wanting=WANTING, first=PLAIN.format(name="first"))
    turns = Turns([wanting, first])
    assert turns.take() is first
    taken: list[Ready | None] = []
    waiting = threading.Thread(target=lambda: taken.append(turns.take()))
    waiting.start()
    waiting.join(0.1)
    assert taken == []
    turns.finished(first)
    waiting.join(10)
    assert taken == [wanting]
    assert turns.take() is None


def test_what_is_not_chosen_is_not_waited_for(made: Callable[..., list[Ready]]) -> None:
    wanting, _ = made(wanting=WANTING, first=PLAIN.format(name="first"))
    assert Turns([wanting]).take() is wanting


def test_jobs_are_shared_among_the_systems() -> None:
    def shares(jobs: int, systems: int) -> list[int]:
        return [lane.jobs for lane in Setting(jobs=jobs).lanes(systems)]

    assert shares(2, 26) == [1, 1]
    assert shares(5, 2) == [3, 2]
    assert shares(4, 1) == [4]
    assert [lane.jobs for lane in Setting(jobs=2, cluster="dask://there").lanes(26)] == [2]


def test_a_stop_keeps_what_is_finished_and_stores_no_failure_of_what_is_not(
    suite: Suite, made: Callable[..., list[Ready]], tmp_path: Path
) -> None:
    chosen = made(hanging=HANGING, first=PLAIN.format(name="first"))
    kept = tmp_path / "kept"

    def interrupt(_: Evaluated) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        evaluate(chosen, suite, Setting(jobs=2, keep=Keep(kept)), finished=interrupt)
    stored = {path.name.partition("-")[0]: path.read_text() for path in (kept / "documents").iterdir()}
    assert stored["first"].count('"2021"') == len(suite.documents)
    assert stored["hanging"] == ""
