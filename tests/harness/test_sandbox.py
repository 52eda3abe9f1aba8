"""The sandbox: what a system in it sees, and what the command says where none can be made (R4)."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bench.cli.root import run
from bench.errors import UsageError
from bench.harness import sandbox
from bench.harness.sandbox import HOME, Sandbox, in_folder
from bench.systems.discovery import read_file
from bench.systems.environment import prepare
from tests.dozen import HEAD, command_system, write_dozen

LOOKS = """
import os, socket

def seen(path):
    try:
        return sorted(os.listdir(path)) if os.path.isdir(path) else open(path).read(5)
    except OSError:
        return None

def network():
    with socket.socket() as one:
        one.settimeout(2)
        try:
            one.connect(("127.0.0.1", {port}))
        except OSError:
            return False
    return True

@system(layers=["timexes"])
def spy(document):
    processes = len([name for name in os.listdir("/proc") if name.isdigit()])
    found = [number for number, path in enumerate({paths!r}) if seen(path)]
    open("mine", "w").write("x")
    raise ValueError(f"{{found}} {{processes < 5}} {{network()}}")
"""


def possible() -> bool:
    try:
        Sandbox()
    except UsageError:
        return False
    return True


needs_sandbox = pytest.mark.skipif(not possible(), reason="needs Linux, bubblewrap and user namespaces")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with gold, results, a history and a secret, and a system in it that looks for them."""
    write_dozen(tmp_path / "labels")
    for name in ("gold", "results", ".git", "own"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "x").write_text("secret")
    (tmp_path / "beside.txt").write_text("beside")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@needs_sandbox
@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "more"), [("spy.py", ["--sandbox"]), ("own/spy.py", ["--sandbox"]), ("spy.py", [])]
)
def test_r4_a_system_in_a_sandbox_sees_neither_gold_nor_results_nor_processes(
    name: str, more: list[str], place: Path
) -> None:
    hidden = [place / each for each in ("labels/timexes.jsonl", "gold/x", "results/x", ".git/x")]
    paths = [*map(str, hidden), __file__, str(place / "beside.txt")]
    with socket.socket() as service:
        service.bind(("127.0.0.1", 0))
        service.listen()
        (place / name).write_text(HEAD + LOOKS.format(paths=paths, port=service.getsockname()[1]))
        assert run(["run", name, "labels", "-o", "out", "--no-cache", *more]) == 3
    first = json.loads((place / "out" / "documents.jsonl").read_text().splitlines()[0])
    if not more:
        assert "ValueError: [0, 1, 2, 3, 4, 5] False True" in first["reason"]
    elif name == "spy.py":
        assert "ValueError: [5] True False" in first["reason"]  # what stands beside it is its own
    else:
        assert "ValueError: [] True False" in first["reason"]
    assert not (place / "mine").exists()


@needs_sandbox
@pytest.mark.slow
def test_r4_answers_and_causes_are_those_without_a_sandbox(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (place / "own" / "good.py").write_text(
        HEAD + "import os, signal\n\n@system(layers=['timexes'])\ndef good(document):\n"
        "    if document.id == 'd03': os.kill(os.getpid(), signal.SIGKILL)\n"
        "    if document.id == 'd04': os._exit(3)\n"
        "    at = document.text.index('Monday')\n    return [Timex(at, at + 6, 'DATE', '2021-05-03')]\n"
    )
    script = "import json, sys\nfor line in sys.stdin:\n    m = json.loads(line)\n"
    script += "    r = {'type': 'hello', 'protocol': 1}"
    script += "\n    if m['type'] != 'hello':\n        r = {'type': 'result', 'document': m['document']['id']}"
    command_system(place / "own" / "plain", f"{script}\n    print(json.dumps(r), flush=True)\n")
    outputs = []
    for more in ([], ["--sandbox"]):
        command = [
            "evaluate",
            "own/good.py",
            "own/plain",
            "--gold",
            "labels",
            "--no-cache",
            "--format",
            "json",
            *more,
        ]
        assert run(command) == 3
        said = capsys.readouterr()
        assert "d03: its process ended with signal SIGKILL" in said.err
        assert "d04: its process ended with exit code 3" in said.err
        outputs.append(said.out)
    assert outputs[0] == outputs[1]


def test_r4_where_no_sandbox_can_be_made_it_is_an_error(
    place: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (place / "own" / "good.py").write_text(
        HEAD + "\n@system(layers=['timexes'])\ndef good(document):\n    return []\n"
    )
    monkeypatch.setattr(shutil, "which", lambda *_, **__: None)
    for command in (
        ["evaluate", "own/good.py", "--gold", "labels"],
        ["run", "own/good.py", "labels", "-o", "out"],
        ["check", "own/good.py"],
        ["show", "own/good.py", "d01", "--gold", "labels"],
    ):
        assert run([*command, "--sandbox"]) == 2
        assert "a sandbox needs Linux and bubblewrap; run: apt-get install bubblewrap" in capsys.readouterr().err


def test_r4_a_machine_that_allows_none_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(shutil, "which", lambda *_, **__: "/usr/bin/bwrap")
    refused = subprocess.CompletedProcess([], 1, "", "bwrap: No permissions to create new namespace\n")
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: refused)
    with pytest.raises(UsageError, match=r"no sandbox \(bwrap: No permissions .*\); allow user namespaces"):
        Sandbox()


def test_r4_the_command_line_of_a_sandbox(
    place: Path, monkeypatch: pytest.MonkeyPatch, system_file: Callable[[str, str], Path]
) -> None:
    monkeypatch.setattr(Sandbox, "__post_init__", lambda _: None)
    path = place / "good.py"
    path.write_text(HEAD + "\n@system(layers=['timexes'])\ndef good(document):\n    return []\n")
    (good,) = read_file(path)
    plain = prepare(good, place / "cache", {})
    around = Sandbox((place / "gold", place / "labels" / "timexes.jsonl", place / "nowhere")).around(good, plain)
    argv = around.argv
    assert argv[-len(plain.argv) :] == plain.argv
    masks = [argv[at + 1] for at, word in enumerate(argv) if word == "--tmpfs"]
    assert masks == ["/tmp", str(place / ".git"), str(place / "gold")]
    assert "--unshare-net" in argv
    assert (argv[argv.index("/dev/null") + 1]) == str(place / "labels" / "timexes.jsonl")
    assert around.installed != plain.installed  # answers are kept apart
    assert around.digest == plain.digest  # and records aren't
    assert str(place / "folder") in in_folder(argv, str(place / "folder"))
    assert HOME not in in_folder(argv, "x")
    service = system_file("asks", "# /// script\n# [tool.bench]\n# exchanges = true\n# ///\n" + path.read_text())
    (asks,) = read_file(service)
    folder = str(place / "exchanges")
    environment = prepare(asks, place / "cache", {"BENCH_EXCHANGES": folder})
    assert "--unshare-net" not in Sandbox().around(asks, environment).argv
    assert sandbox.PROGRAM in argv[0]
