"""Systems that work on what others said: real files and commands in real processes, over the example suite."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bench.cli.root import run
from bench.dataset.suite import Predictions
from bench.formats.jsonl.predictions import read_predictions
from bench.sdk.model import Link
from tests.dozen import bench, write_dozen

SystemFile = Callable[[str, str], Path]
BELOW = """
    import pathlib
    from bench import Link

    def note(document):
        with open(pathlib.Path(__file__).with_name("starts"), "a") as file:
            file.write(document.id + "\\n")

    @system(layers=["timexes"])
    def days(document):
        note(document)
        return [Timex(at, at + 3, "DATE", "2021") for at in (8, 0)]

    @system(layers=["timexes", "events"])
    def both(document):
        if document.id == "flood":
            raise ValueError("too wet")
        return [Timex(0, 3, "DURATION", "P1D"), Event(4, 8, "STATE")]
"""


def evaluate(path: Path | str, suite: Path, *options: str) -> int:
    return run(["evaluate", str(path), "--gold", str(suite), *options])


def predictions(folder: Path, name: str) -> Predictions:
    return read_predictions(folder / "example" / name)


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*.json*"))}


@pytest.fixture
def linked_suite(suite_folder: Path) -> Path:
    """The example suite, with a link."""
    link = {"doc": "fair", "source": "e1", "target": "t1", "relation": "IS_INCLUDED"}
    (suite_folder / "links.jsonl").write_text(json.dumps(link) + "\n")
    return suite_folder


@pytest.fixture
def results(tmp_path: Path) -> Path:
    return tmp_path / "results"


def test_one_process_of_each_system_that_is_wanted_answers_all_documents(
    system_file: SystemFile, tmp_path: Path
) -> None:
    """Each document is asked of three systems in turn: none of them may be started anew for it."""
    note = """
    import os, pathlib

    def note(name):
        with open(pathlib.Path(__file__).with_name(name), "a") as file:
            file.write(f"{os.getpid()}\\n")
    """
    wanted = """
    @system(layers=["timexes"])
    def NAME(document):
        note("NAME.starts")
        return []
    """
    above = """
    @system(layers=["timexes"], wants=["one", "two"])
    def above(document):
        note("above.starts")
        return []
    """
    path = system_file("above", note + wanted.replace("NAME", "one") + wanted.replace("NAME", "two") + above)
    suite = write_dozen(tmp_path)
    options = ["--systems-folder", str(path.parent), "--jobs", "1", "--no-cache"]
    assert evaluate("above", suite, *options) == 0
    for name in ("one", "two", "above"):
        processes = path.with_name(f"{name}.starts").read_text().split()
        assert len(processes) == 12
        assert len(set(processes)) == 1


def test_it_gets_what_those_it_wants_said_in_text_order_with_new_ids(
    system_file: SystemFile, suite_folder: Path, results: Path
) -> None:
    path = system_file(
        "above",
        BELOW
        + """
    @system(layers=["timexes"], wants=["both", "days"])
    def above(document):
        assert [(t.id, t.start, t.type, t.text) for t in document.timexes] == [
            ("t1", 0, "DURATION", "The"), ("t2", 0, "DATE", "The"), ("t3", 8, "DATE", " op")
        ], document.timexes
        assert [(e.id, e.text, e.class_) for e in document.events] == [("e1", "fair", "STATE")]
        return [Timex(t.start, t.end, t.type) for t in document.timexes if t.value == "2021"]
    """,
    )
    assert evaluate(path, suite_folder, "-o", str(results)) == 3
    found = predictions(results, "above")
    assert [(t.start, t.type, t.id) for t in found.layers["fair"].timexes] == [
        (0, "DATE", None),
        (8, "DATE", None),
    ]
    assert found.failures == {"flood": f"both, which it wants, failed: ValueError: too wet ({path.name}:19)"}


def test_gold_is_given_without_what_only_gold_knows(
    system_file: SystemFile, suite_folder: Path, results: Path
) -> None:
    path = system_file(
        "anchored",
        """
        @system(layers=["events"], wants=["gold:events", "gold:timexes"])
        def anchored(document):
            assert all(timex.kind is None for timex in document.timexes)
            assert document.ignore == ()
            first = document.timexes[0]
            assert (first.id, first.text) in (("t1", "Monday"), ("t1", "two days"))
            return [Event(e.start, e.end, e.class_, when=first.value) for e in document.events]
        """,
    )
    assert evaluate(path, suite_folder, "-o", str(results)) == 0
    events = predictions(results, "anchored").layers["fair"].events
    assert [(event.start, event.when) for event in events] == [(9, "2021-05-03"), (35, "2021-05-03")]


LINKS = """
    @system(layers=["links"], wants=["days"])
    def joined(document):
        assert document.events == ()
        yield Link("t2", "t1", "AFTER")
        yield Link("t1", "dct", "BEFORE")
"""


def test_links_stand_on_what_was_given_and_are_scored_alone(
    system_file: SystemFile, linked_suite: Path, results: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = system_file("linked", BELOW + LINKS)
    assert evaluate(path, linked_suite, "-o", str(results)) == 3  # of the others, one fails on the flood
    found = predictions(results, "joined")
    assert found.covers == ("links",)
    assert found.layers["flood"].links == (Link("t2", "t1", "AFTER"), Link("t1", "dct", "BEFORE"))
    assert [(timex.id, timex.start) for timex in found.layers["flood"].timexes] == [("t1", 0), ("t2", 8)]
    names = {path.name for path in (results / "example" / "joined").iterdir()}
    assert names == {"documents.jsonl", "given-events.jsonl", "given-timexes.jsonl", "links.jsonl", "record.json"}
    capsys.readouterr()
    assert run(["score", str(results / "example" / "joined"), str(linked_suite), "--format", "json"]) == 0
    assert "timex.strict" not in json.loads(capsys.readouterr().out)["measures"]


def test_what_it_wants_is_recalled_and_so_is_it_itself(
    system_file: SystemFile, linked_suite: Path, tmp_path: Path, results: Path
) -> None:
    path = system_file("linked", BELOW + LINKS)
    starts = path.with_name("starts")
    options = ("--cache", str(tmp_path / "cache"), "-o", str(results))
    assert evaluate(path, linked_suite, *options) == 3
    assert starts.read_text().split() == ["fair", "flood"]  # once, though it is run and wanted
    first = files(results)
    for extra in ((), ("--resume",)):
        assert evaluate(path, linked_suite, *options, *extra) == 3
        assert starts.read_text().split() == ["fair", "flood"]
        assert files(results) == first


def test_what_was_given_is_part_of_what_is_recalled(
    system_file: SystemFile, suite_folder: Path, tmp_path: Path
) -> None:
    above = """
    @system(layers=["timexes"], wants=["days"])
    def above(document):
        note(document)
        return list(document.timexes)
    """
    systems = tmp_path / "files"
    options = ("--systems-folder", str(systems), "--cache", str(tmp_path / "cache"))
    system_file("days", BELOW)
    above_file = system_file("above", BELOW.split("@system")[0] + above)
    starts = above_file.with_name("starts")
    assert run(["evaluate", "above", "--gold", str(suite_folder), *options]) == 0
    assert len(starts.read_text().split()) == 4
    system_file("days", BELOW + "\n    changed = 'but says the same'\n")
    assert run(["evaluate", "above", "--gold", str(suite_folder), *options]) == 0
    assert len(starts.read_text().split()) == 6  # what it wants was run again, and said the same
    system_file("days", BELOW.replace("(8, 0)", "(8,)"))
    assert run(["evaluate", "above", "--gold", str(suite_folder), *options]) == 0
    assert len(starts.read_text().split()) == 10


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ('wants=["above"]', "above: it wants itself in a circle: above → above"),
        ('wants=["first"]', "above: it wants itself in a circle: above → first → second → above"),
        ('wants=["dais"]', "above: it wants dais: no system named 'dais'; did you mean days?"),
        ('wants=["secret"]', "above: it wants secret, which isn't ready: it asks for NO_SUCH_KEY; run: export"),
        ('wants=["joined"]', "above: it wants joined, which finds neither timexes nor events"),
    ],
)
def test_one_whose_wants_cannot_be_had_is_not_ready(
    system_file: SystemFile, suite_folder: Path, capsys: pytest.CaptureFixture[str], body: str, says: str
) -> None:
    systems = system_file("below", BELOW + LINKS).parent
    secret = (
        '# /// script\n# [tool.bench]\n# environment = ["NO_SUCH_KEY"]\n# ///\n'
        'from bench import system\n@system(layers=["timexes"])\ndef secret(document): ...\n'
    )
    (systems / "secret.py").write_text(secret)
    system_file(
        "above",
        f"""
        @system(layers=["timexes"], {body})
        def above(document): ...

        @system(layers=["timexes"], wants=["second"])
        def first(document): ...

        @system(layers=["timexes"], wants=["above"])
        def second(document): ...
        """,
    )
    options = ["--gold", str(suite_folder), "--systems-folder", str(systems)]
    assert run(["evaluate", "above", "days", *options]) == 2
    printed = capsys.readouterr()
    assert f"not ready: {says}" in printed.err
    assert "days" in printed.out  # which runs all the same
    assert run(["list", "--systems-folder", str(systems), "--format", "json"]) == 0
    printed = capsys.readouterr()
    assert {row["system"]: row["ready"] for row in json.loads(printed.out)}["above"] == "no"
    assert f"not ready: {says}" in printed.err


@pytest.mark.parametrize(
    ("wants", "says"),
    [
        ('["gold:links"]', "of the gold gold:timexes and gold:events can be wanted, not 'gold:links'"),
        ('"days"', "wants must be a list of systems' names and gold layers, each once, not 'days'"),
        ('["days", "days"]', "wants must be a list of systems' names and gold layers, each once, not ['days', 'd"),
        ("[3]", "wants must be a list"),
        ('["two words"]', "'two words' can't be a system's name"),
    ],
)
def test_what_cannot_be_wanted(
    system_file: SystemFile, capsys: pytest.CaptureFixture[str], wants: str, says: str
) -> None:
    path = system_file("x", f'@system(layers=["timexes"], wants={wants})\ndef x(document): ...\n')
    assert run(["check", str(path)]) == 4
    assert f"{path}:3: {says}" in capsys.readouterr().err


COMMAND = """
import json, sys
for line in sys.stdin:
    asked = json.loads(line)
    if asked["type"] == "hello":
        reply = {"type": "hello", "protocol": 1}
    elif asked["type"] == "collect":
        pairs = [[each["id"], event["id"]] for each in asked["documents"] for event in each.get("events", [])]
        reply = {"type": "result", "timeline": [{"id": "all", "mentions": pairs}]}
    else:
        ends = [timex["id"] for timex in asked["document"]["timexes"]]
        links = [{"source": end, "target": "dct", "relation": "BEFORE"} for end in ends]
        reply = {"type": "result", "document": asked["document"]["id"], "links": links}
    print(json.dumps(reply), flush=True)
"""


def command(folder: Path, name: str, layers: str, wants: str) -> Path:
    folder.mkdir()
    argv = json.dumps([sys.executable, "{folder}/system.py"])
    setting = f'[[system]]\nname = "{name}"\nlayers = {layers}\nwants = {wants}\n'
    (folder / "system.toml").write_text(f"command = {argv}\n{setting}")
    (folder / "system.py").write_text(COMMAND)
    return folder


def test_a_command_names_its_wants_in_its_manifest(linked_suite: Path, tmp_path: Path, results: Path) -> None:
    path = command(tmp_path / "linker", "linker", '["links"]', '["gold:timexes"]')
    assert evaluate(path, linked_suite, "-o", str(results)) == 0
    found = predictions(results, "linker")
    assert found.layers["fair"].links == (Link("t1", "dct", "BEFORE"), Link("t2", "dct", "BEFORE"))


def test_a_command_collects_too(suite_folder: Path, tmp_path: Path, results: Path) -> None:
    path = command(tmp_path / "gatherer", "gatherer", '["timeline"]', '["gold:events"]')
    assert evaluate(path, suite_folder, "-o", str(results)) == 0
    (entry,) = predictions(results, "gatherer").timeline
    assert entry.mentions == (("fair", "e1"), ("fair", "e2"), ("flood", "e1"))


TOWER = """
    import os, time

    @system(layers=["timexes"])
    def ground(document):
        time.sleep(0.01 * (len(document.text) % 3))
        return [Timex(0, 4)]

    @system(layers=["timexes"], wants=["ground"])
    def left(document):
        return [Timex(t.start, t.end + 1) for t in document.timexes]

    @system(layers=["timexes"], wants=["ground"])
    def right(document):
        return [Timex(t.start, t.end + 2) for t in document.timexes]

    @system(layers=["timexes"], wants=["right", "ground", "left"])
    def top(document):
        if document.id == "d07":
            os._exit(3)
        assert [(t.end, t.id) for t in document.timexes] == [(6, "t1"), (4, "t2"), (5, "t3")]
        return [Timex(t.start, t.end, value=t.id) for t in document.timexes]
"""


@pytest.mark.slow
@pytest.mark.parametrize("jobs", [2, 5])
def test_the_bytes_are_the_same_for_any_number_of_jobs(system_file: SystemFile, tmp_path: Path, jobs: int) -> None:
    suite = write_dozen(tmp_path / "dozen")
    system_file("tower", TOWER)
    common = ("--gold", str(suite), "--systems-folder", str(tmp_path / "files"), "--no-cache")
    for count in (1, jobs):
        done = bench("evaluate", "top", *common, "-j", str(count), "-o", tmp_path / str(count))
        assert done.returncode == 3, done.stderr
        assert "failed: top on d07: its process ended with exit code 3" in done.stderr
    assert files(tmp_path / "1") == files(tmp_path / str(jobs))
    assert len(files(tmp_path / "1")) == 3


def test_a_corpus_is_run_with_what_is_wanted_and_gone_on_with(
    system_file: SystemFile, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    system_file("linked", BELOW + LINKS)
    corpus = tmp_path / "corpus.jsonl"
    lines = [json.dumps({"id": f"d{n}", "text": f"{n} On Monday.", "dct": "2021-05-04"}) + "\n" for n in range(30)]
    common = ["--systems-folder", str(tmp_path / "files"), "-j", "2"]
    corpus.write_text("".join(lines))
    assert run(["run", "joined", str(corpus), "-o", str(tmp_path / "whole"), *common]) == 0
    corpus.write_text("".join(lines[:11]))
    assert run(["run", "joined", str(corpus), "-o", str(tmp_path / "parts"), *common]) == 0
    corpus.write_text("".join(lines))
    assert run(["run", "joined", str(corpus), "-o", str(tmp_path / "parts"), *common, "--resume"]) == 0
    assert files(tmp_path / "whole") == files(tmp_path / "parts")
    assert read_predictions(tmp_path / "parts").layers["d29"].links[0] == Link("t2", "t1", "AFTER")
    system_file("linked", BELOW.replace("(8, 0)", "(8, 1)") + LINKS)
    assert run(["run", "joined", str(corpus), "-o", str(tmp_path / "parts"), *common, "--resume"]) == 2
    assert "was made by another run" in capsys.readouterr().err


def test_a_corpus_without_gold_is_refused_to_one_that_wants_gold(
    system_file: SystemFile, suite_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = system_file(
        "copy",
        '@system(layers=["timexes"], wants=["gold:timexes"])\ndef copy(document): return document.timexes\n',
    )
    corpus = tmp_path / "corpus.jsonl"
    corpus.write_text('{"id": "d", "text": "Now.", "dct": "2021-05-04"}\n')
    assert run(["run", str(path), str(corpus), "-o", str(tmp_path / "out")]) == 2
    assert f"copy wants gold:timexes, and {corpus} has no gold; give a suite's folder" in capsys.readouterr().err
    assert run(["run", str(path), str(suite_folder), "-o", str(tmp_path / "out")]) == 0
    found = read_predictions(tmp_path / "out").layers["fair"].timexes
    assert [timex.value for timex in found] == ["2021-05-03", "2021-05-05"]


def test_what_it_wants_may_learn(system_file: SystemFile, suite_folder: Path, results: Path) -> None:
    path = system_file(
        "taught",
        """
        @system(layers=["timexes"])
        class pupil:
            def fit(self, training):
                self.seen = [document.id for document in training]
            def extract(self, document):
                return [Timex(0, 3, value=" ".join(self.seen))]

        @system(layers=["timexes"], wants=["pupil"])
        def above(document):
            return document.timexes
        """,
    )
    assert evaluate(path, suite_folder, "-o", str(results)) == 0
    found = predictions(results, "above").layers
    assert [found[name].timexes[0].value for name in ("fair", "flood")] == ["flood", "fair"]


def test_systems_that_take_turns_keep_a_process_each(system_file: SystemFile, tmp_path: Path) -> None:
    suite = write_dozen(tmp_path / "dozen")
    body = """
    import os, pathlib

    def note(name):
        with open(pathlib.Path(__file__).with_name("starts"), "a") as file:
            file.write(f"{name} {os.getpid()}\\n")

    @system(layers=["timexes"])
    def below(document):
        note("below")
        return [Timex(0, 4)]

    @system(layers=["timexes"], wants=["below"])
    def above(document):
        note("above")
        return document.timexes
    """
    path = system_file("turns", body)
    common = ("--gold", str(suite), "--systems-folder", str(path.parent), "--no-cache", "--jobs", "1")
    assert run(["evaluate", "above", *common]) == 0
    lines = path.with_name("starts").read_text().splitlines()
    assert len(lines) == 24
    assert len(set(lines)) == 2


def test_what_is_wanted_is_run_and_timed_first_and_the_table_keeps_the_order_asked_for(
    system_file: SystemFile, suite_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    body = """
    @system(layers=["timexes"], wants=["below"])
    def above(document): return document.timexes

    @system(layers=["timexes"])
    def below(document): return [Timex(0, 3)]
    """
    path, speed = system_file("pair", body), tmp_path / "speed.json"
    assert evaluate(path, suite_folder, "--speed", str(speed), "--format", "json") == 0
    assert list(json.loads(capsys.readouterr().out)["systems"]) == ["above", "below"]
    assert {name: each["documents"] for name, each in json.loads(speed.read_text())["systems"].items()} == {
        "above": 2,
        "below": 2,
    }
