"""Timelines across documents: real system files in real processes, over the example suite of two documents."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from bench.cli.root import run
from bench.dataset.suite import NOTHING, Predictions, Suite
from bench.formats.jsonl.predictions import read_predictions
from bench.gold.load import load
from bench.harness.evaluate import predict
from bench.harness.outcome import Outcome
from bench.harness.pool import local
from bench.harness.process import Limits
from bench.harness.setting import Keep, Setting
from bench.harness.timing import speed_of
from bench.results.record import read as read_record
from bench.results.speed import Speed
from bench.sdk.model import Entry
from bench.systems.dependencies import Ready
from bench.systems.discovery import read_file
from bench.systems.environment import prepare

SystemFile = Callable[[str, str], Path]
QUICK = Limits(start=20, fit=20, document=1)
EVENTS = """
    import pathlib
    from bench import Entry

    @system(layers=["events"])
    def words(document):
        return [Event(4, 8, when="2021")]
"""


@pytest.fixture
def suite(suite_folder: Path) -> Suite:
    return load(suite_folder)


def collected(path: Path, suite: Suite, keep: Keep | None = None) -> Predictions:
    """The predictions of the file's system "gather", which may want the others of the file."""
    systems = {system.name: system for system in read_file(path)}
    environments = {name: prepare(system, Path("unused"), {}) for name, system in systems.items()}
    subject = systems["gather"]
    wanted = [Ready(systems[name], environments[name]) for name in subject.wanted_systems]
    with local(1) as executor:
        ready = Ready(subject, environments["gather"], tuple(wanted))
        return predict(ready, suite, executor, Setting(limits=QUICK, keep=keep))[0]


def test_a_function_gets_all_documents_with_what_it_wants(system_file: SystemFile, suite: Suite) -> None:
    path = system_file(
        "subject",
        EVENTS
        + """
    @system(layers=["timeline"], wants=["words"])
    def gather(documents):
        assert [(d.id, d.dct.year, len(d.text)) for d in documents] == [("fair", 2021, 68), ("flood", 2021, 55)]
        for document in documents:
            (event,) = document.events
            mentions = [(document.id, event.id)]
            yield Entry(document.id, event.text, event.when, ("the town",), mentions)
    """,
    )
    found = collected(path, suite)
    assert found.failures == {}
    assert found.covers == ("timeline",)
    assert found.timeline == (
        Entry("fair", "fair", "2021", ("the town",), (("fair", "e1"),)),
        Entry("flood", "in f", "2021", ("the town",), (("flood", "e1"),)),
    )
    # the events that may be mentioned stand beside it, with the ids that it was given
    assert [(event.id, event.text) for event in found.layers["fair"].events] == [("e1", "fair")]


BOTH = """
    @system(layers=["events", "timeline"], wants=["gold:timexes"])
    class gather:
        def extract(self, document):
            assert document.timexes[0].id == "t1"
            if document.id == "fair":
                raise ValueError("closed")
            return [Event(9, 11), Event(2, 6)]

        def collect(self, documents):
            (flood,) = documents
            assert [timex.text for timex in flood.timexes] == ["two days", "3 May 2021"]
            return [Entry("x", mentions=((flood.id, event.id),) * 2) for event in flood.events[:1]]
"""


def test_a_class_extracts_first_and_collects_what_it_extracted(system_file: SystemFile, suite: Suite) -> None:
    found = collected(system_file("subject", EVENTS + BOTH), suite)
    assert list(found.failures) == ["fair"]  # which is left out of the timeline
    assert found.timeline == (Entry("x", mentions=(("flood", "e1"),)),)
    assert [(event.id, event.text) for event in found.layers["flood"].events] == [("e1", "Rain"), ("e2", "ll")]


FAULTS = {
    "raises": ("raise ValueError('no idea')", "ValueError: no idea (subject.py:"),
    "hangs": ("import time; time.sleep(60)", "no answer within 2 s"),  # a second for each document
    "exits": ("import os; os._exit(3)", "its process ended with exit code 3"),
    "no entry": ("return ['Monday']", "collect yielded 'Monday', which is no Entry"),
    "no list": ("return None", "collect returned None, not a list of entries"),
    "unknown event": ("return [Entry('a', mentions=[('fair', 'e9')])]", "['fair', 'e9'] is no event of these"),
    "when is no string": ("return [Entry('a', when=2021)]", "when 2021 is no string"),
    "two of one id": ("return [Entry('a'), Entry('a')]", "two entries have the id 'a'"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_costs_the_whole_timeline_and_nothing_else(
    system_file: SystemFile, suite: Suite, tmp_path: Path, fault: str
) -> None:
    action, cause = FAULTS[fault]
    body = f"""
    @system(layers=["events", "timeline"])
    class gather:
        def extract(self, document):
            return [Event(0, 1)]

        def collect(self, documents):
            {action}
    """
    path = system_file("subject", EVENTS + body)
    keep = Keep(tmp_path / "cache", resume=True)
    found = collected(path, suite, keep)
    assert found.timeline == ()
    assert sorted(found.layers) == ["fair", "flood"]
    assert found.failures == {}
    assert cause in found.timeline_failure
    assert collected(path, suite, keep) == found  # from the journal: what hung isn't waited for again


def test_without_a_document_that_is_done_nothing_is_asked(system_file: SystemFile, suite: Suite) -> None:
    body = """
    @system(layers=["events"])
    def broken(document):
        raise ValueError("no")

    @system(layers=["timeline"], wants=["broken"])
    def gather(documents):
        raise AssertionError("nobody may ask")
    """
    found = collected(system_file("subject", EVENTS + body), suite)
    assert found.timeline_failure == "no document is done that a timeline could be made of"
    assert sorted(found.failures) == ["fair", "flood"]


NOTED = """
    @system(layers=["timeline"], wants=["words"])
    def gather(documents):
        with open(pathlib.Path(__file__).with_name("starts"), "a") as file:
            file.write("collect\\n")
        yield Entry("all", mentions=[(document.id, document.events[0].id) for document in documents])
"""


def test_a_timeline_is_written_recalled_and_read_again(
    system_file: SystemFile, suite_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = system_file("subject", EVENTS + NOTED)
    arguments = ["evaluate", str(path), "--gold", str(suite_folder), "--cache", str(tmp_path / "cache")]
    for jobs in ("1", "3"):
        assert run([*arguments, "-j", jobs, "-o", str(tmp_path / jobs)]) == 0
    assert path.with_name("starts").read_text() == "collect\n"
    written = tmp_path / "1" / "example" / "gather"
    assert {each.name: each.read_bytes() for each in written.iterdir()} == {
        each.name: each.read_bytes() for each in (tmp_path / "3" / "example" / "gather").iterdir()
    }
    assert json.loads((written / "timeline.jsonl").read_text()) == {
        "id": "all",
        "label": "",
        "when": None,
        "participants": [],
        "mentions": [["fair", "e1"], ["flood", "e1"]],
    }
    found = read_predictions(written, load(suite_folder))
    assert (found.covers, found.failures) == (("timeline",), {})
    # other documents are another timeline
    layers = (suite_folder / "documents.jsonl").read_text().replace("2021-05-04", "2021-05-06")
    (suite_folder / "documents.jsonl").write_text(layers)
    assert run(arguments) == 0
    assert path.with_name("starts").read_text() == "collect\n" * 2
    assert capsys.readouterr().out


def test_a_timeline_that_failed_is_told_and_counts(
    system_file: SystemFile, suite_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = system_file(
        "subject", '@system(layers=["timeline"], wants=["gold:events"])\ndef gather(documents): return 1 / 0\n'
    )
    results = tmp_path / "results"
    assert run(["evaluate", str(path), "--gold", str(suite_folder), "-o", str(results)]) == 3
    assert (
        "failed: gather on the timeline: ZeroDivisionError: division by zero (subject.py:4)"
        in capsys.readouterr().err
    )
    written = results / "example" / "gather"
    assert {each.name for each in written.iterdir()} == {
        *("documents.jsonl", "given-events.jsonl", "record.json", "timeline.jsonl")
    }
    record = read_record(written / "record.json")
    assert (record.failures, record.failed) == ({}, 1)
    assert record.timeline_failure == "ZeroDivisionError: division by zero (subject.py:4)"
    assert run(["score", str(written), str(suite_folder)]) == 3
    assert "failed: the timeline: ZeroDivisionError" in capsys.readouterr().err
    assert run(["run", str(path), str(suite_folder), "-o", str(tmp_path / "out")]) == 2
    assert "gather makes a timeline of all documents at once" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ('@system(layers=["events", "timeline"])\ndef x(d): ...', "x can't predict a timeline and other layers"),
        (
            '@system(layers=["timeline"])\nclass X:\n  def extract(self, d): ...',
            "the class X has no method collect",
        ),
        (
            '@system(layers=["events", "timeline"])\nclass X:\n  def collect(self, d): ...',
            "the class X has no method extract",
        ),
        (
            '@system(layers=["timeline"])\nclass X:\n  def collect(self, d): ...\n  def fit(self, d): ...',
            "a system that learns can't predict a timeline: no document is left",
        ),
    ],
)
def test_what_cannot_collect(
    system_file: SystemFile, capsys: pytest.CaptureFixture[str], body: str, says: str
) -> None:
    path = system_file("x", body + "\n")
    assert run(["check", str(path)]) == 4
    assert f"{path}:3: {says}" in capsys.readouterr().err


def test_a_timeline_takes_its_time_but_is_no_document() -> None:
    document = Outcome("d", NOTHING, seconds=1, peak=3)
    assert speed_of([document], Outcome("", NOTHING, seconds=2, peak=5)) == Speed(1, 0, 0, 3, 5)
    assert speed_of([document], Outcome("", None, failed="no")) == Speed(1, 0, 0, 1, 3)
