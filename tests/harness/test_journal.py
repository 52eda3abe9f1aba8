"""The cache of finished documents: what misses, what hits, and what a damaged file costs."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
import platform
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from bench.gold.load import load
from bench.harness import journal
from bench.harness.evaluate import predict
from bench.harness.journal import Journal
from bench.harness.pool import local
from bench.harness.process import Limits
from bench.harness.setting import Keep, Setting
from bench.sdk import protocol
from bench.systems.dependencies import Ready
from bench.systems.discovery import read
from bench.systems.environment import prepare
from tests.conftest import example_layers, slow_but, write_suite
from tests.dozen import HEAD, command_system

LIMITS = Limits(start=20, fit=20, document=20)
BLOCK = """# /// script
# dependencies = ["fake-library[more]"]
# [tool.bench]
# environment = ["KEY"]
# ///
"""
BODY = """
@system(layers=["timexes"])
def subject(document):
    return [Timex(0, 3)]
"""
LEARNER = """
@system(layers=["timexes"])
class subject:
    def fit(self, training):
        pass
    def extract(self, document):
        return [Timex(0, 3)]
"""
UNDECLARED = "from packaging.version import Version\n"
COMMAND = """#!{python}
import json, sys
for line in sys.stdin:
    message = json.loads(line)
    if message["type"] == "hello":
        print(json.dumps({{"type": "hello", "protocol": 1}}), flush=True)
    else:
        reply = {{"type": "result", "document": message["document"]["id"], "timexes": []}}
        print(json.dumps(reply), flush=True)
"""


class Project:
    """A folder with a system, a suite and what is installed, run in this process."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self.cache, self.patch = folder / "project", folder / "cache", monkeypatch
        self.file = "subject.py"
        self.variables: dict[str, str] = {"KEY": "secret"}
        self.limits = LIMITS
        self.layers = example_layers()
        self.installed = folder / "installed"
        monkeypatch.syspath_prepend(str(self.installed))
        self.install("fake-library", "1.0", "fake-below", 'fake-extra; extra == "more"')
        for name in ("fake-below", "fake-extra", "unrelated"):
            self.install(name, "1.0")
        self.folder.mkdir()
        self.write(HEAD.join((BLOCK, BODY)))

    def install(self, name: str, version: str, *needs: str) -> None:
        """Make a distribution look installed, in the place of another version of it."""
        for path in self.installed.glob(f"{name.replace('-', '_')}-*"):
            path.rename(path.with_name(f"{name.replace('-', '_')}-{version}.dist-info"))
        path = self.installed / f"{name.replace('-', '_')}-{version}.dist-info"
        path.mkdir(parents=True, exist_ok=True)
        lines = [f"Requires-Dist: {need}\n" for need in needs]
        extra = "Provides-Extra: more\n" if needs else ""
        text = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n{extra}{''.join(lines)}"
        (path / "METADATA").write_text(text)

    def write(self, text: str) -> None:
        (self.folder / self.file).write_text(text, encoding="utf-8")

    def replace(self, old: str, new: str) -> None:
        path = self.folder / self.file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    def run(self) -> tuple[int, int]:
        """How many documents were run, and how many came from the journal."""
        suite = load(write_suite(self.folder / "suite", self.layers))
        (system,) = read(self.folder / self.file)
        environment = prepare(system, self.cache, self.variables)
        with local(1) as executor:
            setting = Setting(limits=self.limits, keep=Keep(self.cache))
            found, speed = predict(Ready(system, environment), suite, executor, setting)
        assert found.failures == {}
        return speed.documents, speed.recalled


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    return Project(tmp_path, monkeypatch)


def new_text(project: Project) -> None:
    """Another text of the document flood, its annotations still in place."""
    document = project.layers["documents"][1]
    document["text"] += " It fell."
    document["sha256"] = hashlib.sha256(document["text"].encode()).hexdigest()


def new_dct(project: Project) -> None:
    project.layers["documents"][0]["dct"] = "2021-05-05"


def new_clock(project: Project) -> None:
    project.layers["documents"][0]["dct"] += "T09:20:00"


def new_label(project: Project) -> None:
    project.layers["timexes"][0]["mod"] = "START"


def limits(**changed: float) -> Callable[[Project], None]:
    def change(project: Project) -> None:
        project.limits = dataclasses.replace(LIMITS, **changed)  # type: ignore[arg-type]  # memory is an int

    return change


def move(project: Project) -> None:
    project.folder = project.folder.rename(project.folder.with_name("elsewhere"))


def rename_file(project: Project) -> None:
    (project.folder / project.file).rename(project.folder / "renamed.py")
    project.file = "renamed.py"


def touch(project: Project) -> None:
    os.utime(project.folder / project.file, (1, 1))


def turn_round(project: Project) -> None:
    project.layers["documents"].reverse()


def drop(project: Project) -> None:
    project.layers["timeline"] = []
    for layer, rows in project.layers.items():
        project.layers[layer] = [row for row in rows if "fair" not in (row.get("doc"), row.get("id"))]


CHANGES: Mapping[str, tuple[Callable[[Project], object], tuple[int, int]]] = {
    # name: what changes, and how many of the two documents are then run, and how many recalled
    "nothing": (lambda _: None, (0, 2)),
    "a comment in the source": (lambda project: project.replace("    return", "    # a word\n    return"), (2, 0)),
    "the name": (lambda project: project.replace("system(", "system(name='other', "), (2, 0)),
    "a dependency": (lambda project: project.install("fake-library", "1.1", "fake-below"), (2, 0)),
    "what a dependency needs": (lambda project: project.install("fake-below", "1.1"), (2, 0)),
    "what an extra of it needs": (lambda project: project.install("fake-extra", "1.1"), (2, 0)),
    "the interpreter": (lambda project: project.patch.setattr(platform, "python_version", lambda: "3.99"), (2, 0)),
    "our side of it": (lambda project: project.patch.setattr(journal, "worker_digest", lambda: "0"), (2, 0)),
    "the limit of a document": (limits(document=30), (2, 0)),
    "the limit of memory": (limits(memory=2**31), (2, 0)),
    "the limit of the start": (limits(start=30), (2, 0)),
    "a variable that it asked for": (lambda project: project.variables.update(KEY="other"), (2, 0)),
    "a text": (new_text, (1, 1)),
    "a dct": (new_dct, (1, 1)),
    "a time stamp of the same day": (new_clock, (1, 1)),
    "a variable that it didn't ask for": (lambda project: project.variables.update(OTHER="1"), (0, 2)),
    "what is installed besides": (lambda project: project.install("unrelated", "1.1"), (0, 2)),
    "a label, for one that doesn't learn": (new_label, (0, 2)),
    "the project's folder": (move, (0, 2)),
    "the file's name": (rename_file, (0, 2)),
    "the file's date": (touch, (0, 2)),
    "the documents' order": (turn_round, (0, 2)),
    "the other documents": (drop, (0, 1)),
}


QUICK = (
    *("nothing", "a comment in the source", "what a dependency needs", "the interpreter", "the limit of memory"),
    *("a variable that it asked for", "a text", "a variable that it didn't ask for", "the project's folder"),
    "the other documents",
)


@pytest.mark.parametrize("what", slow_but(*QUICK, of=CHANGES))
def test_what_a_prediction_depends_on_misses_and_nothing_else_does(project: Project, what: str) -> None:
    change, expected = CHANGES[what]
    assert project.run() == (2, 0)
    change(project)
    assert project.run() == expected


def test_another_protocol_is_another_key(project: Project) -> None:
    (system,) = read(project.folder / project.file)
    environment = prepare(system, project.cache, project.variables)
    before = journal.system_key(system, environment, LIMITS)
    project.patch.setattr(protocol, "VERSION", 2)
    assert journal.system_key(system, environment, LIMITS) != before


def test_a_learner_misses_when_what_it_learns_from_changes(project: Project) -> None:
    project.write(HEAD.join((BLOCK, LEARNER)))
    assert project.run() == (2, 0)
    assert project.run() == (0, 2)
    new_label(project)  # of fair: flood learns from it
    assert project.run() == (1, 1)


def test_what_a_file_imports_and_does_not_declare_counts_with_all_that_is_installed(project: Project) -> None:
    project.write(HEAD + UNDECLARED + BODY)
    assert project.run() == (2, 0)
    assert project.run() == (0, 2)
    project.install("unrelated", "1.1")  # it may be this
    assert project.run() == (2, 0)


def test_a_command_misses_when_a_file_of_its_folder_or_its_program_changes(
    project: Project, tmp_path: Path
) -> None:
    program = tmp_path / "program"
    program.write_text(COMMAND.format(python=sys.executable))
    program.chmod(0o755)
    project.file = "words"
    folder = command_system(project.folder / project.file, "", [str(program)])
    assert project.run() == (2, 0)
    (folder / ".hidden").write_text("the command runs in this very folder, and may read it")
    assert project.run() == (2, 0)
    (folder / "words.txt").write_text("Monday")
    assert project.run() == (2, 0)
    program.write_text(program.read_text() + "# another edition\n")
    assert project.run() == (2, 0)


def test_a_python_file_misses_when_a_program_that_it_names_changes(project: Project, tmp_path: Path) -> None:
    program = tmp_path / "program"
    program.write_text("")
    program.chmod(0o755)
    project.variables["PATH"] = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    project.replace('# environment = ["KEY"]', '# environment = ["KEY"]\n# programs = ["program"]')
    assert project.run() == (2, 0)
    assert project.run() == (0, 2)
    program.write_text("# another edition")
    assert project.run() == (2, 0)


def lines_of(project: Project) -> Path:
    (path,) = (project.cache / "documents").iterdir()
    return path


DAMAGES: Mapping[str, tuple[Callable[[bytes], bytes], tuple[int, int]]] = {
    "a torn last line": (lambda data: data[:-10], (1, 1)),
    "no last line end": (lambda data: data[:-1], (1, 1)),
    "garbage in front": (lambda data: b"\x00\xff garbage\n" + data, (0, 2)),
    "garbage between": (lambda data: data.replace(b"\n", b"\n}{\n", 1), (0, 2)),
    "deep garbage": (lambda data: b"[" * 100_000 + b"\n" + data, (0, 2)),
    "a line of another kind": (lambda data: b'[1]\n{"key":[1]}\n{"timexes":[]}\n' + data, (0, 2)),
    "a blank line": (lambda data: b"\n" + data + b"\n\n", (0, 2)),
    "a torn line between": (lambda data: data[20:], (1, 1)),
    "another answer": (lambda data: data.replace(b'"end":3', b'"end":2', 1), (1, 1)),
    "another type": (lambda data: data.replace(b'"type":null', b'"type":"SET"', 1), (1, 1)),
    "other sources": (lambda data: data.replace(b'"sources":"', b'"sources":"0', 1), (1, 1)),
    "a line without its layers": (
        lambda data: data + protocol.dump({"key": json.loads(data.split(b"\n")[0])["key"]}),
        (0, 2),
    ),
    "offsets of another text": (lambda data: data.replace(b'"end":3', b'"end":3000', 1), (1, 1)),
    "an empty file": (lambda data: b"", (2, 0)),  # noqa: ARG005 - nothing of it is kept
}


@pytest.mark.parametrize("what", DAMAGES)
def test_a_damaged_journal_costs_the_damaged_lines(project: Project, what: str) -> None:
    damage, expected = DAMAGES[what]
    assert project.run() == (2, 0)
    path = lines_of(project)
    path.write_bytes(damage(path.read_bytes()))
    assert project.run() == expected
    assert project.run() == (0, 2)


def test_l8_damaged_sources_cost_what_stands_on_them(project: Project) -> None:
    assert project.run() == (2, 0)
    (path,) = (project.cache / "sources").iterdir()
    path.write_bytes(path.read_bytes()[:-9])
    assert project.run() == (2, 0)
    assert project.run() == (0, 2)


def test_l8_damaged_digests_of_files_cost_time_alone(project: Project) -> None:
    assert project.run() == (2, 0)
    path = project.cache / "digests.json"
    path.write_text(path.read_text().replace("1", "2"))
    assert project.run() == (0, 2)


def test_two_runs_may_write_one_journal_at_once(tmp_path: Path) -> None:
    with Journal(tmp_path, "x", "k") as first, Journal(tmp_path, "x", "k") as second:
        for number in range(10):
            first.put(f"a{number}", {"timexes": [], "events": []})
            second.put(f"b{number}", {"failed": "no"})
    with Journal(tmp_path, "x", "k", resume=True) as both:
        assert [both.get(f"{side}{number}") is not None for number in range(10) for side in "ab"] == [True] * 20
    with Journal(tmp_path, "x", "k") as both:
        assert both.get("a3") == {"timexes": [], "events": []}
        assert both.get("b3") is None  # failed: to be tried again
