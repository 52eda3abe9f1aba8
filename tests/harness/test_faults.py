"""The fault matrix: what a system does on one of twelve documents costs that one, and no other system anything.

Each fault is a system file, or a command's folder where a Python file couldn't do it. All run in one
``bench evaluate`` with low limits, and each test looks at what became of one of them.
"""

from __future__ import annotations

import dataclasses
import json
import textwrap
from pathlib import Path
from typing import Any

import psutil
import pytest

from tests.dozen import DOCUMENTS, FOUND, HEAD, bench, command_system, ended, write_dozen

pytestmark = pytest.mark.slow

PYTHON = (
    HEAD
    + """
import os, signal, subprocess, sys, threading, time
GREEDY = "held = []\\nwhile True: held.append(b'x' * 2**23)"

def note(pid):
    with open({pids!r}, "a") as file:
        file.write(f"{{pid}}\\\\n")

def deeper(number):
    return deeper(number + 1) + 1

def daemon():
    # the classical double fork: its parent is gone, its session and group are its own
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            note(os.getpid())
            time.sleep(300)
        os._exit(0)
    os.wait()

def nameless(seconds):
    # a daemon without a variable that tells whose it is, started within a blink
    child = os.fork()
    if child == 0:
        os.setsid()
        if os.fork() == 0:
            note(os.getpid())
            os.execve("/bin/sleep", ["sleep", seconds], {{}})
        os._exit(0)
    os.waitpid(child, 0)

def move(link):
    here = os.getcwd()
    os.rename(here, here + "-moved")
    if link:
        os.symlink(here + "-moved", here)

@system(layers=["timexes"])
def subject(document):
    if document.id == {document!r}:
{fault}
    return [{found}]
"""
).replace("def subject", "def {identifier}")

COMMAND = """
import json, os, sys, time

def say(reply):
    os.write(1, (json.dumps(reply) + "\\n").encode())

while line := sys.stdin.readline():
    message = json.loads(line)
    if message["type"] == "hello":
        say({{"type": "hello", "protocol": 1}})
        continue
    document = message["document"]
    at = document["text"].index("Monday")
    monday = {{"start": at, "end": at + 6, "type": "DATE", "value": "2021-05-03"}}
    right = {{"type": "result", "document": document["id"], "timexes": [monday]}}
    if document["id"] == {document!r}:
{fault}
    say(right)
"""

# name: what it does, the cause that is told, and the document on which it does it (d05 in a process that has
# answered others before, d01 in a new one: what takes long is done there, for it is not tried again)
PYTHON_FAULTS = {
    "raises": ("raise ValueError('no idea')", "ValueError: no idea (raises.py:", "d05"),
    "hangs": ("time.sleep(300)", "no answer within 2 s", "d01"),
    "hangs-in-c": ("__import__('re').match('(a*)*b', 'a' * 40)", "no answer within 2 s", "d01"),
    "exits": ("os._exit(3)", "its process ended with exit code 3", "d05"),
    "exits-well": ("os._exit(0)", "its process ended with exit code 0", "d05"),
    "sys-exit": ("sys.exit('enough')", "its process ended with exit code 1, saying: enough", "d05"),
    "interrupts": ("raise KeyboardInterrupt", "signal SIGINT, saying: KeyboardInterrupt", "d05"),
    "segfault": ("__import__('ctypes').string_at(0)", "its process ended with signal SIGSEGV", "d05"),
    "odd-signal": ("os.kill(os.getpid(), 37)", "its process ended with signal 37", "d05"),
    "memory": ("exec(GREEDY)", "it used more than 300 MiB of memory", "d05"),
    "memory-of-a-child": (
        "subprocess.run([sys.executable, '-c', GREEDY])",
        "it used more than 300 MiB of memory",
        "d05",
    ),
    "memory-of-a-session": (
        "child = subprocess.Popen([sys.executable, '-c', GREEDY], start_new_session=True); note(child.pid); "
        "child.wait()",
        "it used more than 300 MiB of memory",
        "d05",
    ),
    "wrong-offsets": ("return [Timex(3, 9999)]", "the span 3–9999 is outside the text", "d05"),
    "half-a-character": ("return [Timex(0, 3, 'DATE', '\\ud83d')]", "half a character", "d05"),
    "odd-words": ("raise ValueError('\\ud83d \\x1b[31m\\nred')", "ValueError: \\ud83d \\x1b[31m red", "d05"),
    "own-group": ("os.killpg(os.getpgrp(), signal.SIGKILL)", "its process ended with signal SIGKILL", "d05"),
    "recursion": ("deeper(0)", "RecursionError: maximum recursion depth exceeded", "d05"),
    "closes-files": ("os.closerange(0, 100)", "its process ended with exit code 1", "d05"),
    "leaves-a-child": (
        "child = subprocess.Popen(['sleep', '300']); note(child.pid); os._exit(4)",
        "its process ended with exit code 4",
        "d05",
    ),
    "fork-holds-the-pipe": (
        "pid = os.fork()\nif pid == 0:\n    note(os.getpid())\n    time.sleep(300)\nos._exit(5)",
        "its process ended with exit code 5",
        "d05",
    ),
    "nameless-daemon-and-death": ("nameless('300'); os._exit(7)", "its process ended with exit code 7", "d05"),
    "daemon-and-death": ("daemon(); os._exit(6)", "its process ended with exit code 6", "d05"),
}
COMMAND_FAULTS = {
    "no-json": ("print('Monday', flush=True); continue", "it answered what is no JSON object: b'Monday'", "d05"),
    "no-object": ("say([right]); continue", "it answered what is no JSON object", "d05"),
    "deep-json": (
        "os.write(1, b'[' * 100000 + b'\\n'); continue",
        "it answered what is no JSON object: b'[[[[",
        "d05",
    ),
    "wrong-document": ("right['document'] = 'd06'", "something else than the result for 'd05'", "d05"),
    "half-a-line": ("os.write(1, json.dumps(right)[:40].encode()); os._exit(0)", "ended with exit code 0", "d05"),
    "half-and-hang": ("os.write(1, json.dumps(right)[:40].encode()); time.sleep(300)", "no answer within", "d01"),
    "no-newline": (
        "while True: os.write(1, b'x' * 65536)",
        "an answer of more than 64 MiB",
        "d05",
    ),
    "many-values": ("os.write(1, b'[' + b'[],' * 3000000 + b'[]]' + b'\\n'); continue", "2,000,000 values", "d05"),
    "closes-stdout": ("os.close(1); time.sleep(300)", "it closed its standard input or output", "d01"),
    "closes-stdin": ("os.close(0); time.sleep(300)", "no answer within 2 s", "d01"),
    "not-a-list": ("right['timexes'] = {'start': 1}", "timexes is {'start': 1}, not a list", "d05"),
    "bad-offsets": ("right['timexes'] = [{'start': True, 'end': 3}]", "no whole-number start and end", "d05"),
    "refused-and-more": (
        # the second line must not become the answer for the next document, however late it comes
        "no = {'type': 'error', 'document': 'd01', 'message': 'no'}; say(no); time.sleep(0.2); say(no); continue",
        "no",
        "d01",
    ),
    "whose-error": ("say({'type': 'error', 'message': 'no'}); continue", "something else than the result", "d05"),
}
PYTHON_HARMLESS = {
    "sound": ("pass", "", "d05"),
    "floods-stderr": (
        "for _ in range(100): os.write(2, b'x' * 2**20)\ntime.sleep(0.3)\n"
        "assert os.fstat(2).st_size < 2**26, 'it was kept whole'",
        "",
        "d05",
    ),
    "prints": ("print('{}'); os.write(1, b'{}\\n')", "", "d05"),
    "leaves-a-daemon": ("daemon()", "", "d05"),
    "leaves-a-nameless-daemon": ("nameless('301')", "", "d05"),
    "moves-its-folder": ("move(link=False)", "", "d05"),
    "has-a-link-for-its-folder": ("move(link=True)", "", "d05"),
    "moves-its-parent": ("os.chdir('..'); move(link=True)", "", "d05"),
    "leaves-a-thread": ("threading.Thread(target=time.sleep, args=(300,)).start()", "", "d12"),
}
COMMAND_HARMLESS = {
    "more-lines": ("say(right); say({'more': 'of it'})", "", "d05"),
    "more-later": ("say(right); time.sleep(0.2); say(right); continue", "", "d05"),
    "ends-after": ("say(right); os._exit(0)", "", "d05"),
}
FAULTS = {**PYTHON_FAULTS, **COMMAND_FAULTS}
HARMLESS = {**PYTHON_HARMLESS, **COMMAND_HARMLESS}


@dataclasses.dataclass(frozen=True)
class Run:
    code: int
    table: dict[str, list[str]]
    """Name → the cells after it."""
    told: str
    records: dict[str, Any]
    folder: Path


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """All systems in one ``bench evaluate``."""
    folder = tmp_path_factory.mktemp("faults")
    systems = folder / "systems"
    systems.mkdir()
    (folder / "tmp").mkdir()
    for name, (action, _, document) in {**PYTHON_FAULTS, **PYTHON_HARMLESS}.items():
        fault = textwrap.indent(action, " " * 8)
        text = PYTHON.replace("{{", "{").replace("}}", "}").replace("\\\\n", "\\n")
        for key, value in {
            "{pids!r}": repr(str(folder / "pids")),
            "{document!r}": repr(document),
            "{fault}": fault,
            "{identifier}": name.replace("-", "_"),
            "{found}": FOUND,
        }.items():
            text = text.replace(key, value)
        (systems / f"{name}.py").write_text(text, encoding="utf-8")
    for name, (action, _, document) in {**COMMAND_FAULTS, **COMMAND_HARMLESS}.items():
        script = COMMAND.format(document=document, fault=textwrap.indent(action, " " * 8))
        command_system(systems / name, script)
    done = bench(
        *("evaluate", "--systems", "all", "--gold", write_dozen(folder / "dozen"), "--systems-folder", systems),
        *("--cache", folder / "cache", "--output", folder / "results"),
        *("--timeout", "2", "--memory", "300", "--jobs", "2"),
        TMPDIR=str(folder / "tmp"),
    )
    rows = (line.split() for line in done.stdout.splitlines())
    return Run(
        code=done.returncode,
        table={cells[0]: cells[1:] for cells in reversed([row for row in rows if row])},
        told=done.stderr,
        records={
            path.parent.name: json.loads(path.read_text())
            for path in (folder / "results" / "dozen").glob("*/record.json")
        },
        folder=folder,
    )


def test_every_system_is_scored_and_the_exit_code_says_that_documents_failed(run: Run) -> None:
    assert set(run.records) == {*FAULTS, *HARMLESS}
    assert run.code == 3
    assert "Traceback" not in run.told
    assert run.told.count("\nfailed: ") == len(FAULTS)


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_costs_its_one_document(run: Run, name: str) -> None:
    _, cause, document = FAULTS[name]
    failures = run.records[name]["failures"]
    assert list(failures) == [document]
    assert cause in failures[document]
    assert f"failed: {name} on {document}: {failures[document]}\n" in run.told
    score = run.records[name]["measures"]["timex.value"]
    assert (score["correct_predicted"], score["predicted"], score["gold"]) == (11, 11, 12)
    assert run.table[name][:4] == ["!1", "100", "91.7", "95.7"]  # 11 of 11 found, 11 of 12 there
    lines = (run.folder / "results" / "dozen" / name / "documents.jsonl").read_text().splitlines()
    states = {line["id"]: line["status"] for line in map(json.loads, lines)}
    assert states == {each: "failed" if each == document else "done" for each in DOCUMENTS}


@pytest.mark.parametrize("name", HARMLESS)
def test_no_other_document_and_no_other_system_loses_anything(run: Run, name: str) -> None:
    assert run.records[name]["failures"] == {}
    score = run.records[name]["measures"]["timex.value"]
    assert (score["correct_predicted"], score["predicted"], score["gold"]) == (12, 12, 12)
    assert run.table[name][:3] == ["100", "100", "100"]


def test_nothing_that_a_system_started_or_wrote_is_left(run: Run) -> None:
    pids = [int(line) for line in (run.folder / "pids").read_text().split()]
    # two each of those that die in a process that had answered before, for they are tried twice; a process with an
    # empty environment can only be found as an orphan (R3)
    assert len(pids) == 2 * 5 + 2
    assert ended(pids)
    assert list((run.folder / "tmp").iterdir()) == []
    temporary = str(run.folder / "tmp")
    left = [each for each in psutil.process_iter() if _variable(each, "TMPDIR") == temporary]
    assert [each.cmdline() for each in left] == []  # nor the reaper itself (R7)


def _variable(process: psutil.Process, name: str) -> str:
    try:
        return process.environ().get(name, "")
    except psutil.Error:
        return ""
