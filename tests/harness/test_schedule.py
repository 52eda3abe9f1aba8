"""Real system files in real processes, good and bad, over the example suite of two documents."""

from __future__ import annotations

import datetime
import os
import time
from collections.abc import Callable, Mapping
from concurrent.futures import CancelledError
from pathlib import Path

import pytest

from bench.dataset.suite import Predictions, Suite
from bench.gold.load import load
from bench.harness.evaluate import predict as predict_suite
from bench.harness.outcome import Outcome, reason
from bench.harness.pool import attempt, local
from bench.harness.process import Limits
from bench.harness.schedule import over_suite, training_for
from bench.harness.schedule import run as run_tasks
from bench.harness.setting import Setting
from bench.harness.task import Task
from bench.sdk.model import Document
from bench.systems.dependencies import Ready
from bench.systems.discovery import read, read_file
from bench.systems.environment import prepare
from bench.systems.system import System
from tests.dozen import command_system

SystemFile = Callable[[str, str], Path]
QUICK = Limits(start=20, fit=20, document=2)
PATIENT = Limits(document=60)


@pytest.fixture
def suite(suite_folder: Path) -> Suite:
    return load(suite_folder)


def only(path: Path) -> System:
    (system,) = read_file(path)
    return system


def run(system: System, suite: Suite, limits: Limits = QUICK) -> Predictions:
    environment = prepare(system, Path("unused"), {})
    with local(1) as executor:
        return predict_suite(Ready(system, environment), suite, executor, Setting(limits=limits))[0]


def predict(system_file: SystemFile, suite: Suite, body: str) -> Predictions:
    return run(only(system_file("subject", body)), suite)


def test_a_system_sees_text_and_dct_and_its_spans_come_back(system_file: SystemFile, suite: Suite) -> None:
    found = predict(
        system_file,
        suite,
        """
        @system(layers=["timexes", "events"])
        def subject(document):
            assert (document.timexes, document.events, document.ignore) == ((), (), ())
            at = document.text.index("the r") if "the r" in document.text else 0
            yield Timex(at, at + 3, "DATE", document.dct.isoformat())
            yield Event(4, 8, "OCCURRENCE", "ACTUAL", "2021")
        """,
    )
    assert found.failures == {}
    assert [(t.text, t.type, t.value) for t in found.layers["fair"].timexes] == [("The", "DATE", "2021-05-04")]
    # offsets are code points: the wave before "Rain" is one character
    assert [(e.text, e.class_, e.realis, e.when) for e in found.layers["flood"].events] == [
        ("in f", "OCCURRENCE", "ACTUAL", "2021")
    ]


FAULTS = {
    "raises": ("raise ValueError('no idea')", "ValueError: no idea (subject.py:"),
    "offset outside the text": ("return [Timex(3, 9999)]", "the span 3–9999 is outside the text of 68 characters"),
    "negative offset": ("return [Timex(-1, 3)]", "the span -1–3 is outside"),
    "empty span": ("return [Timex(3, 3)]", "or empty"),
    "offset is no number": ("return [Timex('3', 5)]", "TypeError: '3' is no whole-number offset"),
    "no annotation": ("return ['Monday']", "extract yielded 'Monday', which is no Timex"),
    "another layer's annotation": ("return [Event(0, 3)]", "which is no Timex"),
    "no list": ("return 5", "extract returned 5, not a list"),
    "nothing": ("return None", "extract returned None, not a list"),
    "unknown type": ("return [Timex(0, 3, 'DAY')]", "type 'DAY' is none of DATE"),
    "value is no string": ("return [Timex(0, 3, 'DATE', 2021)]", "value 2021 is no string"),
    "value is no JSON": ("return [Timex(0, 3, 'DATE', object())]", "value <object object> is no string; write"),
    "exits": ("import os; os._exit(3)", "its process ended with exit code 3"),
    "sys.exit": ("import sys; sys.exit('enough')", "its process ended with exit code 1, saying: enough"),
    "dies by a signal": ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", "signal SIGSEGV"),
    "hangs": ("import time; time.sleep(60)", "no answer within 2 s"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_costs_its_one_document(system_file: SystemFile, suite: Suite, fault: str) -> None:
    action, cause = FAULTS[fault]
    found = predict(
        system_file,
        suite,
        f"""
        @system(layers=["timexes"])
        def subject(document):
            if document.id == "fair":
                {action}
            return [Timex(0, 1)]
        """,
    )
    assert list(found.failures) == ["fair"]
    assert cause in found.failures["fair"]
    assert [timex.text for timex in found.layers["flood"].timexes] == ["🌊"]


def test_prints_and_reads_cannot_corrupt_the_protocol(system_file: SystemFile, suite: Suite) -> None:
    found = predict(
        system_file,
        suite,
        """
        import os, sys
        print("while loading")

        @system(layers=["timexes"])
        def subject(document):
            print('{"type": "result"}')
            os.write(1, b"straight to the descriptor\\n")
            assert sys.stdin.read() == ""
            return [Timex(0, 3)]
        """,
    )
    assert found.failures == {}
    assert len(found.layers) == 2


def test_a_system_that_cannot_be_loaded_fails_every_document(system_file: SystemFile, suite: Suite) -> None:
    found = predict(
        system_file,
        suite,
        """
        import no_such_library

        @system(layers=["timexes"])
        def subject(document):
            return []
        """,
    )
    assert set(found.failures) == {"fair", "flood"}
    assert all("No module named 'no_such_library'" in cause for cause in found.failures.values())


def test_a_file_may_bear_its_librarys_name(system_file: SystemFile, suite: Suite) -> None:
    path = system_file(
        "click",
        """
        import click

        @system(layers=["timexes"])
        def subject(document):
            assert click.Command
            return []
        """,
    )
    assert run(only(path), suite).failures == {}


def test_secrets_clock_zone_and_folder_of_the_caller_stay_outside(
    system_file: SystemFile, suite: Suite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOME_TOKEN", "secret")
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    found = predict(
        system_file,
        suite,
        """
        import os, time

        @system(layers=["timexes"])
        def subject(document):
            assert "SOME_TOKEN" not in os.environ
            assert time.tzname[0] == "UTC"
            open("scratch", "w").close()
            return []
        """,
    )
    assert found.failures == {}
    assert not Path("scratch").exists()


def test_no_process_is_left_behind(system_file: SystemFile, suite: Suite, tmp_path: Path) -> None:
    note = tmp_path / "children"
    found = predict(
        system_file,
        suite,
        f"""
        import subprocess

        @system(layers=["timexes"])
        def subject(document):
            child = subprocess.Popen(["sleep", "300"])
            with open({str(note)!r}, "a") as file:
                file.write(f"{{child.pid}}\\n")
            return []
        """,
    )
    assert found.failures == {}
    pids = [int(pid) for pid in note.read_text().split()]
    assert len(pids) == 2
    deadline = time.monotonic() + 10  # a killed process takes a moment to go
    while any(map(running, pids)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(map(running, pids))


def running(pid: int) -> bool:
    """Whether the process runs; one that has ended but was not yet collected doesn't."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{pid}/stat")
    return not status.exists() or status.read_text().rsplit(")", 1)[1].split()[0] != "Z"


LEARNER = """
    @system(layers=["timexes"])
    class subject:
        seen = []

        def fit(self, training):
            self.seen.append([document.id for document in training])
            self.words = {timex.text for document in training for timex in document.timexes}
            assert all(region.text for document in training for region in document.ignore)

        def extract(self, document):
            assert self.seen == [[name for name in ("fair", "flood") if name != document.id]], self.seen
            assert not any(word in document.text for word in self.words)
            return []
    """


def test_a_learner_is_fitted_anew_without_the_document_it_is_scored_on(
    system_file: SystemFile, suite: Suite
) -> None:
    assert predict(system_file, suite, LEARNER).failures == {}


def test_a_fit_that_raises_fails_the_document(system_file: SystemFile, suite: Suite) -> None:
    found = predict(
        system_file,
        suite,
        """
        @system(layers=["timexes"])
        class subject:
            def fit(self, training):
                if training[0].id == "flood":
                    raise ArithmeticError("nothing to learn")

            def extract(self, document):
                return []
        """,
    )
    assert list(found.failures) == ["fair"]
    assert "ArithmeticError: nothing to learn" in found.failures["fair"]


def test_training_brings_every_gold_layer(suite: Suite) -> None:
    (message,) = training_for("flood", suite)
    assert message["id"] == "fair"
    assert [timex["value"] for timex in message["timexes"]] == ["2021-05-03", "2021-05-05"]
    assert [event["class"] for event in message["events"]] == ["OCCURRENCE", "OCCURRENCE"]
    assert message["ignore"] == [{"start": 52, "end": 68}]


def test_repeated_annotations_count_once_and_come_in_text_order(system_file: SystemFile, suite: Suite) -> None:
    found = predict(
        system_file,
        suite,
        """
        @system(layers=["timexes"])
        def subject(document):
            return [Timex(4, 8, "DATE"), Timex(0, 3), Timex(4, 8, "DATE"), Timex(4, 8, "TIME")]
        """,
    )
    assert [(t.start, t.type) for t in found.layers["fair"].timexes] == [(0, None), (4, "DATE"), (4, "TIME")]


def test_a_run_that_is_ended_does_not_wait_for_a_system_that_is_starting(
    system_file: SystemFile, suite: Suite
) -> None:
    path = system_file(
        "sleeper",
        """
        import time
        time.sleep(60)

        @system(layers=["timexes"])
        def sleeper(document):
            return []
        """,
    )
    system = only(path)
    task = next(over_suite(system, prepare(system, Path("unused"), {}), Limits(start=120), suite))
    began = time.monotonic()
    with local(1) as executor:
        future = executor.submit(attempt, task)
        time.sleep(1)
    with pytest.raises(CancelledError):  # it has no outcome, so none is kept
        future.result()
    assert time.monotonic() - began < 30  # far from the 60 s of its sleep


def test_a_string_that_is_no_text_costs_the_document(system_file: SystemFile, suite: Suite) -> None:
    found = predict(
        system_file,
        suite,
        """
        @system(layers=["timexes"])
        def subject(document):
            return [Timex(0, 3, "DATE", "\\ud800" if document.id == "fair" else None)]
        """,
    )
    assert list(found.failures) == ["fair"]
    assert "half a character" in found.failures["fair"]


def test_causes_are_a_line_and_the_same_each_time() -> None:
    cause = "ValueError: <object object at 0x7f12ab>\n in /tmp/bench-a1b2_c3d/x \x1b[31m"
    assert reason(cause) == "ValueError: <object object> in {folder}/x \\x1b[31m"
    assert len(reason("x" * 1000)) == 300


SEVERAL = [f"d{number}" for number in range(6)]


def in_turn(system: System, texts: Mapping[str, str] = {}, limits: Limits = QUICK) -> list[Outcome]:
    """The outcomes of six documents, run by one thread. All wait from the start, else none could be sent ahead."""
    environment = prepare(system, Path("unused"), {})
    day = datetime.date(2021, 5, 4)
    documents = [Document(name, texts.get(name, "On Monday."), day) for name in SEVERAL]
    with local(1) as executor:
        tasks = (Task(system, environment, limits, document=document) for document in documents)
        return list(run_tasks(tasks, executor, ahead=len(documents)))


WAITING = """
import json, os, select, sys

rest = b""
def next_line():
    global rest
    while b"\\n" not in rest:
        piece = os.read(0, 65536)
        if not piece:
            sys.exit()
        rest += piece
    line, rest = rest.split(b"\\n", 1)
    return json.loads(line)

def say(reply):
    os.write(1, (json.dumps(reply) + "\\n").encode())

next_line()
say({"type": "hello", "protocol": 1, **GREETING})
while True:
    name = next_line()["document"]["id"]
    # the first may be asked for before there is a second, and nothing follows the last
    seconds = 30 if GREETING and name not in ("d0", "d5") else 0.1
    came = bool(rest or select.select([0], [], [], seconds)[0])
    timex = {"start": 0, "end": 2, "value": "2021" if came else None}
    say({"type": "result", "document": name, "timexes": [timex]})
"""


@pytest.mark.parametrize(("greeting", "came"), [({"ahead": True}, True), ({}, False)])
def test_who_takes_documents_ahead_has_the_next_before_it_answers(
    tmp_path: Path, greeting: dict[str, bool], came: bool
) -> None:
    folder = command_system(tmp_path / "subject", WAITING.replace("GREETING", repr(greeting)))
    (system,) = read(folder)
    found = in_turn(system, limits=PATIENT)
    values = [outcome.layers.timexes[0].value for outcome in found if outcome.layers is not None]
    assert values[1:] == ["2021" if came else None] * 4 + [None]


def test_a_document_that_no_pipe_holds_may_be_sent_ahead(system_file: SystemFile) -> None:
    long = "On Monday. " * 100_000
    found = in_turn(
        only(
            system_file(
                "subject",
                """
        @system(layers=["timexes"])
        def subject(document):
            length = min(len(document.text), 11_000)
            return [Timex(at, at + 2, "DATE", "2021" * 20) for at in range(0, length, 11)]
        """,
            )
        ),
        dict.fromkeys(SEVERAL[1:5], long),
    )
    assert [len(outcome.layers.timexes) for outcome in found if outcome.layers] == [1, *[1000] * 4, 1]


def test_what_is_sent_ahead_to_a_process_that_ends_is_asked_of_a_new_one(system_file: SystemFile) -> None:
    found = in_turn(
        only(
            system_file(
                "subject",
                """
        import os, time

        @system(layers=["timexes"])
        def subject(document):
            if document.id == "d2":
                os._exit(3)
            if document.id == "d4":
                time.sleep(60)
            return [Timex(0, 2)]
        """,
            )
        )
    )
    assert [outcome.failed for outcome in found] == [
        *(
            "",
            "",
            "its process ended with exit code 3",
            "",
            "no answer within 2 s; it was at subject.py:11 in subject",
            "",
        )
    ]


def test_the_time_of_a_document_begins_with_the_answer_before_it(system_file: SystemFile) -> None:
    # 1.2 s each of 2 s: three at a time would be too much for one, were they counted from when they are sent
    found = in_turn(
        only(
            system_file(
                "subject",
                """
        import time

        @system(layers=["timexes"])
        def subject(document):
            time.sleep(1.2 if document.id in ("d1", "d2", "d3") else 0)
            return []
        """,
            )
        )
    )
    assert [outcome.failed for outcome in found] == [""] * 6
    assert all(outcome.seconds >= 1.1 for outcome in found[1:4])
