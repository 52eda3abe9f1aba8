"""Systems that resolve given spans: real files and commands in real processes, over the example suite.

Gold has two time expressions in each document: Monday and May 5 in the fair, two days and 3 May 2021 in the flood.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bench.cli.root import run
from bench.dataset.suite import Layers, Predictions, Resolved, Suite
from bench.errors import DataError
from bench.gold.load import load
from bench.harness.errors import AnswerError
from bench.harness.evaluate import predict
from bench.harness.pool import local
from bench.harness.process import Limits
from bench.harness.reply import read_resolved
from bench.harness.setting import Keep, Setting
from bench.results.speed import Speed
from bench.sdk.model import Region, Timex
from bench.systems.dependencies import Ready
from bench.systems.discovery import read
from bench.systems.environment import prepare
from tests.conftest import example_layers, write_suite
from tests.dozen import FOUND, HEAD, write_dozen

SystemFile = Callable[[str, str], Path]
QUICK = Limits(start=20, fit=20, document=1)
VALUES = {"Monday": "2021-05-03", "May 5": "2021-05-05", "two days": "P2D", "3 May 2021": "2021-05-04"}
"""What the system of these tests reads; the last is wrong."""
SUBJECT = f"""
    VALUES = {VALUES}

    def note(line):
        with open(__file__ + ".asked", "a") as file:
            file.write(line + "\\n")

    @system(layers=["timexes"])
    class subject:
        def extract(self, document):
            note(f"extract {{document.id}}")
            return []

        def resolve(self, document, spans):
            note(f"resolve {{document.id}} {{spans}}")
            for start, end in spans:
                words = document.text[start:end]
                ACTION
                type_ = "DURATION" if words == "two days" else "DATE"
                yield Timex(start, end, type_, VALUES[words])
"""


@pytest.fixture
def suite(suite_folder: Path) -> Suite:
    return load(suite_folder)


def asked(path: Path) -> list[str]:
    """What the system was asked since it was last looked at, in order."""
    notes = path.with_name(path.name + ".asked")
    lines = notes.read_text().splitlines() if notes.exists() else []
    notes.unlink(missing_ok=True)
    return lines


def predicted(path: Path, suite: Suite, keep: Keep | None = None, jobs: int = 1) -> tuple[Predictions, Speed]:
    """The predictions of a file's only system, asked for given spans too."""
    (system,) = read(path)
    assert system.resolves
    environment = prepare(system, Path("unused"), {})
    with local(jobs) as executor:
        setting = Setting(limits=QUICK, keep=keep)
        return predict(Ready(system, environment), suite, executor, setting, resolve=True)


def given(path: Path, suite: Suite, keep: Keep | None = None) -> Predictions:
    return predicted(path, suite, keep)[0]


def resolved(path: Path, suite: Suite, keep: Keep | None = None) -> Resolved:
    found = given(path, suite, keep).resolved
    assert found is not None
    return found


def test_it_gets_the_spans_in_text_order_right_after_it_extracted(system_file: SystemFile, suite: Suite) -> None:
    path = system_file("subject", SUBJECT.replace("ACTION", "pass"))
    found = resolved(path, suite)
    assert asked(path) == [
        "extract fair",
        "resolve fair [(19, 25), (44, 49)]",
        "extract flood",
        "resolve flood [(16, 24), (44, 54)]",
    ]
    assert found.failures == {}
    assert found.timexes["fair"] == (
        Timex(19, 25, "DATE", "2021-05-03", text="Monday"),
        Timex(44, 49, "DATE", "2021-05-05", text="May 5"),
    )
    assert [timex.value for timex in found.timexes["flood"]] == ["P2D", "2021-05-04"]


def test_it_sees_nothing_of_gold_but_the_spans(system_file: SystemFile, suite: Suite) -> None:
    path = system_file(
        "subject",
        """
        @system(layers=["timexes"])
        class subject:
            def extract(self, document):
                return []

            def resolve(self, document, spans):
                assert not (document.timexes or document.events or document.ignore or document.links)
                assert all(type(span) is tuple for span in spans)
                return []
        """,
    )
    assert resolved(path, suite) == Resolved({"fair": (), "flood": ()}, {})


def test_only_what_is_outside_ignored_regions_and_each_place_once() -> None:
    timexes = (Timex(62, 67), Timex(44, 49), Timex(50, 53), Timex(19, 25, "SET"), Timex(19, 25, "DATE"))
    gold = Layers(timexes, ignore=(Region(52, 68),))
    assert gold.spans == ((19, 25), (44, 49), (50, 53))  # the last but one reaches into the region


def test_a_document_without_times_is_not_asked_about(tmp_path: Path, system_file: SystemFile) -> None:
    layers = example_layers()
    layers["timexes"] = layers["timexes"][2:]
    path = system_file("subject", SUBJECT.replace("ACTION", "pass"))
    found = resolved(path, load(write_suite(tmp_path / "s", layers)))
    assert asked(path) == ["extract fair", "extract flood", "resolve flood [(16, 24), (44, 54)]"]
    assert set(found.timexes) == {"flood"}


def test_without_any_time_in_gold_nothing_is_asked(tmp_path: Path, system_file: SystemFile) -> None:
    layers = example_layers()
    layers["timexes"] = []
    path = system_file("subject", SUBJECT.replace("ACTION", "pass"))
    assert given(path, load(write_suite(tmp_path / "s", layers))).resolved is None


FAULTS = {
    "raises": ("raise ValueError('no idea')", "ValueError: no idea (subject.py:"),
    "exits": ("import os; os._exit(3)", "its process ended with exit code 3"),
    "hangs": ("import time; time.sleep(60)", "no answer within 1 s"),
    "no timex": ("yield 'Monday'", "resolve yielded 'Monday', which is no Timex"),
    "an event": ("yield Event(start, end)", "resolve yielded Event("),
    "a span not given": ("yield Timex(start, end - 1)", "of 'two day' was not given"),
    "two for one span": ("yield Timex(start, end)", "the span 16–24 of 'two days' has two answers"),
    "outside the text": ("yield Timex(start, 9999)", "the span 16–9999 is outside the text"),
    "no TimeML": ("yield Timex(start, end, 'WHEN')", "type 'WHEN' is none of DATE"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_costs_the_document_in_this_task_alone(system_file: SystemFile, suite: Suite, fault: str) -> None:
    action, cause = FAULTS[fault]
    path = system_file("subject", SUBJECT.replace("ACTION", f"if words == 'two days': {action}"))
    found = given(path, suite)
    assert found.resolved is not None
    assert (set(found.layers), dict(found.failures)) == ({"fair", "flood"}, {})
    assert set(found.resolved.timexes) == {"fair"}
    assert list(found.resolved.failures) == ["flood"]
    assert cause in found.resolved.failures["flood"]


@pytest.mark.parametrize("fault", ["raises", "exits", "hangs", "a span not given"])
def test_a_fault_with_given_spans_costs_nothing_of_the_document_after_it(
    system_file: SystemFile, suite: Suite, fault: str
) -> None:
    # the next document is with the process already, which may end of these spans
    action, _ = FAULTS[fault]
    found = given(system_file("subject", SUBJECT.replace("ACTION", f"if words == 'Monday': {action}")), suite)
    assert found.resolved is not None
    assert (set(found.layers), list(found.resolved.failures)) == ({"fair", "flood"}, ["fair"])
    assert len(found.resolved.timexes["flood"]) == 2


def test_where_extracting_fails_the_spans_are_asked_for_all_the_same(
    system_file: SystemFile, suite: Suite
) -> None:
    text = SUBJECT.replace("ACTION", "pass").replace("return []", "import os; os._exit(len(document.id))")
    found = given(system_file("subject", text), suite)
    assert set(found.failures) == {"fair", "flood"}
    assert found.resolved is not None
    assert set(found.resolved.timexes) == {"fair", "flood"}


def test_a_second_run_asks_nothing_again_and_other_spans_are_asked(
    system_file: SystemFile, tmp_path: Path
) -> None:
    layers = example_layers()
    path, keep = system_file("subject", SUBJECT.replace("ACTION", "pass")), Keep(tmp_path / "cache")
    first = given(path, load(write_suite(tmp_path / "s", layers)), keep)
    assert len(asked(path)) == 4
    assert given(path, load(write_suite(tmp_path / "s", layers)), keep) == first
    assert asked(path) == []
    layers["timexes"][0]["value"] = "2021-05-02"  # a label is no business of the system's
    assert given(path, load(write_suite(tmp_path / "s", layers)), keep) == first
    assert asked(path) == []
    layers["timexes"] = layers["timexes"][:3]
    again = given(path, load(write_suite(tmp_path / "s", layers)), keep)
    assert asked(path) == ["resolve flood [(16, 24)]"]
    assert again.resolved is not None
    assert [timex.value for timex in again.resolved.timexes["flood"]] == ["P2D"]


def test_what_failed_is_asked_again_unless_a_run_is_resumed(
    system_file: SystemFile, suite: Suite, tmp_path: Path
) -> None:
    path = system_file("subject", SUBJECT.replace("ACTION", "if words == 'two days': raise ValueError('no idea')"))
    first = given(path, suite, Keep(tmp_path / "cache"))
    assert len(asked(path)) == 4
    assert given(path, suite, Keep(tmp_path / "cache", resume=True)) == first
    assert asked(path) == []
    assert given(path, suite, Keep(tmp_path / "cache")) == first
    assert asked(path) == ["resolve flood [(16, 24), (44, 54)]"]


@pytest.mark.parametrize(
    ("whole", "damaged"),
    [
        ('"resolved":', '"unknown":'),
        ('"start":19', '"start":18'),
        ('"value":"2021-05-03"', '"value":5'),
    ],
)
def test_a_damaged_line_of_the_journal_is_asked_again(
    system_file: SystemFile, suite: Suite, tmp_path: Path, whole: str, damaged: str
) -> None:
    path, keep = system_file("subject", SUBJECT.replace("ACTION", "pass")), Keep(tmp_path / "cache")
    first = given(path, suite, keep)
    asked(path)
    (journal,) = (tmp_path / "cache" / "documents").iterdir()
    text = journal.read_text()
    assert whole in text
    journal.write_text(text.replace(whole, damaged))
    assert given(path, suite, keep) == first
    assert "resolve fair [(19, 25), (44, 49)]" in asked(path)


LEARNER = """
    import os

    def note(line):
        with open(__file__ + ".asked", "a") as file:
            file.write(line + "\\n")

    @system(layers=["timexes"])
    class subject:
        def fit(self, training):
            self.known = sorted(timex.text for document in training for timex in document.timexes)
            note(f"fit {[document.id for document in training]}")

        def extract(self, document):
            note(f"extract {document.id}")
            return []

        def resolve(self, document, spans):
            note(f"resolve {document.id}")
            assert all(document.text[start:end] not in self.known for start, end in spans)
            return [Timex(start, end, "DATE", "PAST_REF") for start, end in spans]
"""


def test_a_learner_is_fitted_once_on_the_other_documents_for_both(system_file: SystemFile, suite: Suite) -> None:
    path = system_file("subject", LEARNER)
    found = resolved(path, suite)
    assert asked(path) == [
        *("fit ['flood']", "extract fair", "resolve fair"),
        *("fit ['fair']", "extract flood", "resolve flood"),
    ]
    assert {name: len(timexes) for name, timexes in found.timexes.items()} == {"fair": 2, "flood": 2}


def test_what_it_wants_is_for_extracting_alone(
    system_file: SystemFile, suite_folder: Path, tmp_path: Path
) -> None:
    path = system_file(
        "subject",
        """
        @system(layers=["timexes"])
        def below(document):
            if document.id == "flood":
                raise ValueError("too wet")
            return [Timex(0, 3)]

        @system(layers=["events"], wants=["below"])
        class subject:
            def extract(self, document):
                assert document.timexes
                return []

            def resolve(self, document, spans):
                assert document.timexes == ()
                return [Timex(*span, "DATE") for span in spans]
        """,
    )
    assert run(["evaluate", str(path), "--gold", str(suite_folder), "-o", str(tmp_path / "r")]) == 3
    record = json.loads((tmp_path / "r" / "example" / "subject" / "record.json").read_text())
    assert list(record["failures"]) == ["flood"]
    assert record["unresolved"] == {}
    # three of the four are dates
    assert record["measures"]["timex.type.given"]["correct_gold"] == 3
    assert "timex.type" not in record["measures"]


@pytest.mark.parametrize("jobs", [1, 3])
def test_one_job_or_several_come_to_the_same(tmp_path: Path, jobs: int) -> None:
    path = tmp_path / "subject.py"
    path.write_text(
        HEAD
        + f"""
@system(layers=["timexes"])
class subject:
    def extract(self, document):
        return [{FOUND}]

    def resolve(self, document, spans):
        if document.id == "d07":
            raise ValueError("no idea")
        return [Timex(start, end, "DATE", document.id) for start, end in spans]
""",
        encoding="utf-8",
    )
    suite = load(write_dozen(tmp_path / "dozen"))
    found, speed = predicted(path, suite, jobs=jobs)
    assert found.resolved is not None
    assert {name: timexes[0].value for name, timexes in found.resolved.timexes.items()} == {
        document.id: document.id for document in suite.documents if document.id != "d07"
    }
    assert list(found.resolved.failures) == ["d07"]
    assert speed.documents == 12  # those given spans of are no documents more
    assert speed.failed == 0


# --- the command line -------------------------------------------------------------------------------------


@pytest.fixture
def results(tmp_path: Path) -> Path:
    return tmp_path / "results"


def test_evaluate_has_it_everywhere(
    system_file: SystemFile,
    suite_folder: Path,
    results: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    path = str(system_file("subject", SUBJECT.replace("ACTION", "pass")))
    common = ["evaluate", path, "--gold", str(suite_folder)]
    assert run([*common, "-o", str(results), "--format", "json"]) == 0
    system = json.loads(capsys.readouterr().out)["systems"]["subject"]
    value = system["measures"]["timex.value.given"]
    # three of four are right
    assert (value["correct_gold"], value["predicted"], value["gold"]) == (3, 4, 4)
    assert value["f1"] == 0.75
    assert value["intervals"]["sampling"]["unit"] == "sentence"
    assert system["unresolved"] == {}
    assert system["slices"]["kind"]["explicit"]["timex.value.given"]["recall"] == 0.5
    assert run([*common, "--format", "csv"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "subject,system,,,timex.value.given,0.75,0.75,0.75,,,3,4,3,4" in lines
    assert "subject,system,kind,deictic,timex.value.given,,1.0,,,,0,0,1,1" in lines
    assert run(common) == 0
    table = capsys.readouterr().out.split("Values of given time expressions (%)")[1].split("\n\n")[0]
    assert [line.split() for line in table.splitlines() if line.startswith("subject")] == [
        ["subject", "100", "100", "100", "75.0", "75.0", "75.0", "75.0", "75.0", "75.0"]
    ]
    assert "Values of given time expressions (%)" in (results / "example" / "README.md").read_text()
    folder = results / "example" / "subject"
    answers = [json.loads(line) for line in (folder / "resolved.jsonl").read_text().splitlines()]
    assert [(each["doc"], each["text"], each["value"]) for each in answers] == [
        ("fair", "Monday", "2021-05-03"),
        ("fair", "May 5", "2021-05-05"),
        ("flood", "two days", "P2D"),
        ("flood", "3 May 2021", "2021-05-04"),
    ]
    assert run(["score", str(folder), str(suite_folder), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["measures"] == system["measures"]


def test_documents_that_failed_are_named_and_counted(
    system_file: SystemFile, suite_folder: Path, results: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(system_file("subject", SUBJECT.replace("ACTION", "if words == 'two days': raise ValueError('no')")))
    common = ["evaluate", path, "--gold", str(suite_folder), "-o", str(results)]
    assert run(common) == 3
    captured = capsys.readouterr()
    assert "failed: subject on flood, given spans: ValueError: no (subject.py:" in captured.err
    table = captured.out.split("Values of given time expressions (%)")[1].split("\n\n")[0]
    assert "subject !1" in table
    assert "!n: documents that failed and count as nothing answered." in table
    assert captured.out.count("subject !1") == 1
    assert run([*common, "--allow-failures", "1"]) == 0
    folder = results / "example" / "subject"
    states = [json.loads(line) for line in (folder / "documents.jsonl").read_text().splitlines()]
    assert [state["status"] for state in states] == ["done", "done"]
    assert "unresolved" not in states[0]
    assert states[1]["unresolved"].startswith("ValueError: no")
    capsys.readouterr()
    assert run(["score", str(folder), str(suite_folder)]) == 3
    assert "failed: flood, given spans: ValueError: no" in capsys.readouterr().err


def test_a_system_that_no_longer_resolves_leaves_nothing_behind(
    system_file: SystemFile, suite_folder: Path, results: Path
) -> None:
    common = ["--gold", str(suite_folder), "-o", str(results)]
    text = SUBJECT.replace("ACTION", "pass")
    assert run(["evaluate", str(system_file("subject", text)), *common]) == 0
    assert (results / "example" / "subject" / "resolved.jsonl").exists()
    assert run(["evaluate", str(system_file("subject", text.replace("def resolve", "def read"))), *common]) == 0
    assert not (results / "example" / "subject" / "resolved.jsonl").exists()
    assert "given" not in (results / "example" / "README.md").read_text()
    assert "timex.value.given" not in (results / "example" / "subject" / "record.json").read_text()


def test_neither_show_nor_run_resolves(
    system_file: SystemFile, suite_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = system_file("subject", SUBJECT.replace("ACTION", "pass"))
    assert run(["show", str(path), "fair", "--gold", str(suite_folder)]) == 0
    assert run(["run", str(path), str(suite_folder), "-o", str(tmp_path / "out")]) == 0
    capsys.readouterr()
    assert [line.split()[0] for line in asked(path)] == ["extract"] * 3


# --- the declaration, and other languages -----------------------------------------------------------------

COMMAND = """
import json, sys

for line in sys.stdin:
    message = json.loads(line)
    if message["type"] == "hello":
        reply = {"type": "hello", "protocol": 1, **HELLO}
    elif message["type"] == "resolve":
        assert set(message) == {"type", "document", "spans"} and set(message["document"]) == {"id", "text", "dct"}
        timexes = [{"start": s, "end": e, "type": "DATE", "value": "2021-05-03"} for s, e in message["spans"]]
        reply = {"type": "result", "document": message["document"]["id"], "timexes": timexes}
    else:
        reply = {"type": "result", "document": message["document"]["id"]}
    print(json.dumps(reply), flush=True)
"""


def command(folder: Path, hello: dict[str, bool], table: str) -> Path:
    folder.mkdir()
    (folder / "serve.py").write_text(COMMAND.replace("HELLO", repr(hello)), encoding="utf-8")
    argv = json.dumps([sys.executable, "{folder}/serve.py"])
    text = f'command = {argv}\n[[system]]\nname = "subject"\nlayers = ["timexes"]\n{table}\n'
    (folder / "system.toml").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("hello", [{}, {"resolves": True}, {"ahead": True}])
def test_a_command_resolves_where_its_table_says_so(tmp_path: Path, suite: Suite, hello: dict[str, bool]) -> None:
    found = resolved(command(tmp_path / "subject", hello, "resolves = true"), suite)
    assert {name: [timex.start for timex in timexes] for name, timexes in found.timexes.items()} == {
        "fair": [19, 44],
        "flood": [16, 44],
    }


@pytest.mark.parametrize(
    ("hello", "table", "says"),
    [
        ({"resolves": True}, "", "it has a resolve that its file doesn't show"),
        ({"resolves": False}, "resolves = true", "its file says that it resolves, and it says that it doesn't"),
    ],
)
def test_a_greeting_that_contradicts_the_table_fails_on_every_document(
    tmp_path: Path,
    suite_folder: Path,
    capsys: pytest.CaptureFixture[str],
    hello: dict[str, bool],
    table: str,
    says: str,
) -> None:
    path = command(tmp_path / "subject", hello, table)
    assert run(["evaluate", str(path), "--gold", str(suite_folder)]) == 3
    assert capsys.readouterr().err.count(says) == (4 if table else 2)


def test_an_inherited_resolve_is_told_of(
    system_file: SystemFile, suite_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = system_file(
        "subject",
        """
        class Above:
            def resolve(self, document, spans):
                return []

        @system(layers=["timexes"])
        class subject(Above):
            def extract(self, document):
                return []
        """,
    )
    assert run(["evaluate", str(path), "--gold", str(suite_folder)]) == 3
    told = capsys.readouterr().err
    assert "it has a resolve that its file doesn't show; write resolve and extract in the class" in told


@pytest.mark.parametrize(
    ("layers", "wants", "says"),
    [
        ('"timeline"', "", "a system that resolves must extract too; its layers are the timeline alone"),
        ('"timexes"', '"gold:events"', "may see nothing of gold but the spans, and it wants gold:events"),
    ],
)
def test_who_cannot_resolve(tmp_path: Path, system_file: SystemFile, layers: str, wants: str, says: str) -> None:
    methods = "".join(f"  def {name}(self, a, b=None): ...\n" for name in ("extract", "collect", "resolve"))
    path = system_file("x", f"@system(layers=[{layers}], wants=[{wants}])\nclass X:\n{methods}")
    with pytest.raises(DataError, match=says):
        read(path)
    folder = command(tmp_path / "c", {}, "resolves = true")
    text = (folder / "system.toml").read_text().replace('"timexes"', layers) + f"wants = [{wants}]\n"
    (folder / "system.toml").write_text(text)
    with pytest.raises(DataError, match=says):
        read(folder)


def test_a_class_without_extract_cannot_resolve_either(system_file: SystemFile) -> None:
    path = system_file("x", "@system(layers=['timexes'])\nclass X:\n  def resolve(self, d, s): ...\n")
    with pytest.raises(DataError, match="the class X has no method extract"):
        read(path)


def test_answers_come_out_in_text_order_without_ids(suite: Suite) -> None:
    document = suite.bare(suite.documents[0])
    items = [{"start": 44, "end": 49, "id": "b"}, {"start": 19, "end": 25, "value": "2021"}]
    found = read_resolved({"timexes": items}, document, [(19, 25), (44, 49)])
    assert found == (Timex(19, 25, value="2021", text="Monday"), Timex(44, 49, text="May 5"))
    assert read_resolved({}, document, [(19, 25)]) == ()
    with pytest.raises(AnswerError, match="timexes is 5, not a list"):
        read_resolved({"timexes": 5}, document, [(19, 25)])
