"""Newcomer C: what a system prints can be seen, and so can where it failed and where it hangs."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from bench.cli.root import run
from tests.conftest import TEXTS

SystemFile = Callable[[str, str], Path]

TALKER = """
    import os, sys

    print("loading")

    @system(layers=["timexes"])
    def talker(document):
        print("seeing", document.id)
        print("and more", end="")
        print("a warning", file=sys.stderr)
        os.system("echo from a child")
        at = document.text.find("Monday")
        return [Timex(at, at + 6)] if at >= 0 else []
    """
SEEN = ["talker | loading", "talker | seeing fair", "talker | a warning", "talker | from a child"]
FAILING = """
    def look(words):
        return words["key"]

    @system(layers=["timexes"])
    def failing(document):
        print("it begins")
        look({})
    """
HANGING = """
    import {module}

    def parse(text):
        {hang}

    @system(layers=["timexes"])
    def hanging(document):
        yield from parse(document.text)
    """


@pytest.fixture(autouse=True)
def _wide(monkeypatch: pytest.MonkeyPatch) -> None:
    """Messages aren't broken, however long the path of the test's folder is."""
    monkeypatch.setenv("COLUMNS", "200")


@pytest.fixture
def corpus(tmp_path: Path) -> str:
    """A corpus of the one document whose words the systems print."""
    path = tmp_path / "news.jsonl"
    path.write_text(json.dumps({"id": "fair", "text": TEXTS["fair"], "dct": "2021-05-04"}) + "\n")
    return str(path)


def test_newcomer_c_run_shows_what_a_system_prints(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, system_file: SystemFile, corpus: str
) -> None:
    talker = str(system_file("talker", TALKER))
    assert run(["run", talker, corpus, "-o", str(tmp_path / "out"), "--show-output"]) == 0
    captured = capsys.readouterr()
    assert [line for line in captured.err.splitlines() if " | " in line] == [*SEEN, "talker | and more"]
    assert "talker |" not in captured.out


def test_newcomer_c_without_the_option_nothing_is_shown(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, system_file: SystemFile, corpus: str
) -> None:
    assert run(["run", str(system_file("talker", TALKER)), corpus, "-o", str(tmp_path / "out")]) == 0
    assert "seeing" not in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.parametrize("verb", ["evaluate", "show", "check"])
def test_newcomer_c_other_verbs_show_it_too(
    capsys: pytest.CaptureFixture[str], suite_folder: Path, system_file: SystemFile, verb: str
) -> None:
    talker = str(system_file("talker", TALKER))
    gold = [] if verb == "check" else ["--gold", str(suite_folder)]
    assert run([verb, talker, *(["fair"] if verb == "show" else []), *gold, "--show-output"]) == 0
    captured = capsys.readouterr()
    lines = [line for line in captured.err.splitlines() if " | " in line]
    assert lines[0] == "talker | loading"
    assert ("talker | seeing check-plain" if verb == "check" else "talker | seeing fair") in lines
    assert "talker | from a child" in lines
    assert "talker |" not in captured.out


@pytest.mark.slow
def test_newcomer_c_what_a_wanted_system_prints_is_shown_as_its_own(
    capsys: pytest.CaptureFixture[str], suite_folder: Path, system_file: SystemFile
) -> None:
    talker = system_file("talker", TALKER)
    body = """
        @system(layers=["timexes"], wants=["talker"])
        def asking(document):
            print("given", len(document.timexes))
            return []
        """
    asking = str(system_file("asking", body))
    options = ["--gold", str(suite_folder), "--systems-folder", str(talker.parent), "--show-output"]
    assert run(["show", asking, "fair", *options]) == 0
    lines = capsys.readouterr().err.splitlines()
    assert "talker | seeing fair" in lines
    assert "asking | given 1" in lines


@pytest.mark.slow
def test_newcomer_c_answers_from_before_are_told_of_as_the_reason_why_nothing_is_shown(
    capsys: pytest.CaptureFixture[str], suite_folder: Path, system_file: SystemFile
) -> None:
    body = '@system(layers=["timexes"])\ndef quiet(document):\n    print("asked")\n    return []\n'
    options = ["show", str(system_file("quiet", body)), "fair", "--gold", str(suite_folder), "--show-output"]
    assert run(options) == 0
    assert "quiet | asked" in capsys.readouterr().err
    assert run(options) == 0
    again = capsys.readouterr().err
    assert "quiet | asked" not in again
    assert "quiet: its answers from before are used, so it prints nothing; --no-cache asks it again" in again
    assert run([*options, "--no-cache"]) == 0
    assert "quiet | asked" in capsys.readouterr().err


@pytest.mark.slow
def test_newcomer_c_a_flood_is_shown_by_its_end(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, system_file: SystemFile, corpus: str
) -> None:
    body = """
        @system(layers=["timexes"])
        def flood(document):
            for number in range(20_000):
                print(f"line {number}")
            return []
        """
    assert run(["run", str(system_file("flood", body)), corpus, "-o", str(tmp_path / "out"), "--show-output"]) == 0
    lines = [line for line in capsys.readouterr().err.splitlines() if line.startswith("flood | ")]
    assert lines[0].endswith(" bytes are left out")
    assert lines[-1] == "flood | line 19999"
    assert 5_000 < len(lines) < 10_000


def test_newcomer_c_check_shows_the_traceback_and_what_was_printed(
    capsys: pytest.CaptureFixture[str], system_file: SystemFile
) -> None:
    assert run(["check", str(system_file("failing", FAILING))]) == 1
    captured = capsys.readouterr()
    assert "KeyError: 'key' (failing.py:5); so nothing else was tried" in captured.out
    assert "→ the traceback, and what the system printed, are shown on standard error" in captured.out
    lines = [line.removeprefix("failing | ") for line in captured.err.splitlines()]
    assert lines[:2] == ["it begins", "Traceback (most recent call last):"]
    assert [line.split(", ")[1:] for line in lines if line.startswith("  File")] == [
        ["line 10", "in failing"],
        ["line 5", "in look"],
    ]
    assert lines[-1] == "KeyError: 'key'"


@pytest.mark.slow
@pytest.mark.parametrize("verb", ["evaluate", "run"])
def test_newcomer_c_other_verbs_show_the_traceback_on_demand(
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    suite_folder: Path,
    system_file: SystemFile,
    corpus: str,
    verb: str,
) -> None:
    failing = str(system_file("failing", FAILING))
    rest = ["--gold", str(suite_folder)] if verb == "evaluate" else [corpus, "-o", str(tmp_path / "out")]
    assert run([verb, failing, *rest, "--show-output"]) == 3
    assert "failing |     return words[" in capsys.readouterr().err


# how it hangs: what it imports, and the line of parse() that it doesn't leave
HANGS = {
    "in Python": ("time", "time.sleep(60)"),
    "in C": ("re", "re.match('(a*)*b', 'a' * 40)"),
}


@pytest.mark.parametrize(
    ("module", "hang"), [HANGS["in Python"], pytest.param(*HANGS["in C"], marks=pytest.mark.slow)]
)
def test_newcomer_c_where_a_loop_hangs_is_told(
    capsys: pytest.CaptureFixture[str], system_file: SystemFile, module: str, hang: str
) -> None:
    path = system_file("hanging", HANGING.format(module=module, hang=hang))
    assert run(["check", str(path), "--timeout", "0.5"]) == 1
    captured = capsys.readouterr()
    assert "no answer within 0.5 s; it was at hanging.py:7 in parse; so nothing else was tried" in captured.out
    assert 'hanging.py", line 11 in hanging' in captured.err


@pytest.mark.slow
def test_newcomer_c_where_a_module_beside_hangs_is_told(
    capsys: pytest.CaptureFixture[str], suite_folder: Path, system_file: SystemFile
) -> None:
    path = system_file("hanging", HANGING.format(module="helper", hang="return helper.wait()"))
    (path.parent / "helper.py").write_text("import time\n\n\ndef wait():\n    time.sleep(60)\n")
    assert run(["evaluate", str(path), "--gold", str(suite_folder), "--timeout", "0.5"]) == 3
    assert "hanging on fair: no answer within 0.5 s; it was at helper.py:5 in wait" in capsys.readouterr().err


@pytest.mark.slow
def test_newcomer_c_a_command_that_hangs_is_ended_as_before(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    folder = tmp_path / "sleeper"
    folder.mkdir()
    (folder / "system.toml").write_text(
        'command = ["sh", "{folder}/wait.sh"]\n[[system]]\nname = "sleeper"\nlayers = ["timexes"]\n'
    )
    (folder / "wait.sh").write_text('read line; echo \'{"type": "hello", "protocol": 1}\'; exec sleep 60\n')
    assert run(["check", str(folder), "--timeout", "0.5"]) == 1
    assert "no answer within 0.5 s; so nothing else was tried" in capsys.readouterr().out


@pytest.mark.slow
def test_r18_the_error_of_a_node_program_is_its_cause(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    if shutil.which("node") is None:
        pytest.skip("needs node")
    folder = tmp_path / "thrower"
    folder.mkdir()
    (folder / "system.toml").write_text(
        'command = ["node", "{folder}/a.mjs"]\n[[system]]\nname = "thrower"\nlayers = ["timexes"]\n'
    )
    (folder / "a.mjs").write_text("throw new Error('no idea');\n")
    assert run(["check", str(folder)]) == 1
    captured = capsys.readouterr()
    assert "exit code 1, saying: Error: no idea; so nothing else" in " ".join(captured.out.split())
    assert "thrower |     at file://" in captured.err


def test_newcomer_c_check_prints_its_plain_text_on_demand(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "--show-text"]) == 0
    captured = capsys.readouterr()
    assert "The fair opened on Monday and closed yesterday." in captured.out
    assert captured.out.endswith("dct: 2021-05-04, a Tuesday\n")
    assert captured.err == ""


@pytest.mark.slow
def test_newcomer_c_an_extractor_of_days_ago_is_checked(
    capsys: pytest.CaptureFixture[str], system_file: SystemFile
) -> None:
    body = r"""
        import datetime, re

        @system(layers=["timexes"])
        def ago(document):
            for found in re.finditer(r"(\d+) days ago", document.text):
                day = document.dct - datetime.timedelta(days=int(found[1]))
                yield Timex(found.start(), found.end(), "DATE", day.isoformat())
        """
    assert run(["check", str(system_file("ago", body)), "--show-text", "--format", "json"]) == 0
    captured = capsys.readouterr()
    findings = json.loads(captured.out)["systems"]["ago"]["findings"]  # the text is on standard error
    assert {finding["verdict"] for finding in findings} == {"ok"}
    assert "3 days ago" in captured.err
