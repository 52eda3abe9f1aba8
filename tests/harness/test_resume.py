"""Killed at any moment, and gone on with: the same bytes, nothing run twice, nothing left behind."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bench.cli.root import run
from tests.dozen import BENCH, DOCUMENTS, FOUND, HEAD, bench, command_system, ended, write_dozen

MOMENTS = 8
"""The number of runs that are killed, each after another number of documents; a seed draws them."""
PAUSE = 0.03
SLOW = f"""
import os, pathlib, time

@system(layers=["timexes"])
def slow(document):
    with open(pathlib.Path(__file__).with_name("starts"), "a") as file:
        file.write(f"{{document.id}} {{os.getpid()}}\\n")
    time.sleep({PAUSE})
    if document.id == "d07":
        raise ValueError("never")
    return [{FOUND}]
"""


def slow_system(folder: Path) -> Path:
    """A system that takes a while and notes each document that it begins with."""
    path = folder / "slow.py"
    path.write_text(HEAD + SLOW, encoding="utf-8")
    return path


def begun(folder: Path) -> list[list[str]]:
    """Document and process of each begin so far."""
    path = folder / "starts"
    return [line.split() for line in path.read_text().splitlines()] if path.exists() else []


def arguments(folder: Path, suite: Path) -> list[str]:
    return [
        *("evaluate", str(folder / "slow.py"), "--gold", str(suite)),
        *("--cache", str(folder / "cache"), "--output", str(folder / "results"), "--jobs", "1"),
    ]


def content(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def wait_for(condition: Callable[[], object], within: float = 30) -> None:
    deadline = time.monotonic() + within
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.002)


def kill_and_resume(folder: Path, suite: Path, documents: int, delay: float) -> tuple[dict[str, bytes], int, int]:
    """Kill a run some time after so many documents were begun, and go on with it.

    What it wrote in the end, how many documents were begun and not on disk when it died, and how many too many
    were run afterwards.
    """
    folder.mkdir()
    slow_system(folder)
    process = subprocess.Popen(
        [*BENCH, *arguments(folder, suite)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    wait_for(lambda: len(begun(folder)) >= documents or process.poll() is not None)
    time.sleep(delay)
    process.kill()
    process.wait()
    assert ended(int(pid) for _, pid in begun(folder))
    before = len(begun(folder))
    journals = list((folder / "cache" / "documents").glob("*.jsonl"))
    on_disk = sum(path.read_bytes().count(b"\n") for path in journals)
    assert bench(*arguments(folder, suite), "--resume").returncode == 3
    again = len(begun(folder)) - before
    return content(folder / "results"), before - on_disk, again - (len(DOCUMENTS) - on_disk)


@pytest.mark.slow
def test_killed_at_any_moment_and_resumed_it_gives_the_bytes_of_an_unbroken_run(tmp_path: Path) -> None:
    suite = write_dozen(tmp_path / "dozen")
    whole = tmp_path / "whole"
    whole.mkdir()
    slow_system(whole)
    assert bench(*arguments(whole, suite)).returncode == 3
    assert [name for name, _ in begun(whole)] == DOCUMENTS
    expected = content(whole / "results")
    assert {"dozen/README.md", "dozen/slow/record.json", "dozen/slow/timexes.jsonl"} <= set(expected)
    moments = random.Random(20).sample(range(len(DOCUMENTS) + 1), k=MOMENTS)
    delays = random.Random(21)

    def attempt(number: int, documents: int, delay: float) -> tuple[dict[str, bytes], int, int]:
        return kill_and_resume(tmp_path / str(number), suite, documents, delay)

    with ThreadPoolExecutor(2) as pool:
        waiting = [
            pool.submit(attempt, number, documents, delays.uniform(0, 2 * PAUSE))
            for number, documents in enumerate(moments)
        ]
        outcomes = [each.result() for each in waiting]
    for written, lost, too_many in outcomes:
        assert written == expected
        assert lost <= 3  # one just finished, the one that was being done, and one that the system had ahead
        assert too_many == 0


def test_a_failed_document_stays_failed_when_resumed_and_is_tried_again_otherwise(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    suite = write_dozen(tmp_path / "dozen")
    path = slow_system(tmp_path)
    common = arguments(tmp_path, suite)
    assert run(common) == 3
    path_of_starts = tmp_path / "starts"
    path_of_starts.unlink()
    assert run([*common, "--resume"]) == 3
    assert begun(tmp_path) == []
    assert "failed: slow on d07: ValueError: never" in capsys.readouterr().err
    assert run(common) == 3
    assert [name for name, _ in begun(tmp_path)] == ["d07"]
    # what was tried again counts: the last line of a document is its newest
    journal = next((tmp_path / "cache" / "documents").glob("slow-*.jsonl"))
    lines = journal.read_text().splitlines()
    assert len(lines) == 13
    assert path.exists()


BUSY = """
import os, subprocess, sys, time

def note(pid):
    with open({pids!r}, "a") as file:
        file.write(f"{pid}\\n")

def busy():
    note(subprocess.Popen(["sleep", "300"], start_new_session=True).pid)
    note(os.getpid())
    __import__("re").match("(a*)*b", "a" * 40)
"""
BUSY_PYTHON = """
@system(layers=["timexes"])
def busy_python(document):
    busy()
"""
BUSY_COMMAND = """
import json
print(json.dumps({"type": "hello", "protocol": 1}), flush=True)
busy()
"""
IDLE = """
import os, time

@system(layers=["timexes"])
def idle(document):
    note(os.getpid())
    return []

@system(layers=["timexes"])
def other(document):
    busy()
"""


@pytest.mark.parametrize("subject", ["Python", "command", "idle beside another"])
def test_a_harness_that_is_killed_leaves_no_process_and_no_folder(tmp_path: Path, subject: str) -> None:
    suite = write_dozen(tmp_path / "dozen")
    pids, temporary = tmp_path / "pids", tmp_path / "tmp"
    temporary.mkdir()
    shared = BUSY.replace("{pids!r}", repr(str(pids)))
    if subject == "command":
        system = command_system(tmp_path / "busy-command", shared + BUSY_COMMAND)
    else:
        system = tmp_path / "busy.py"
        system.write_text(HEAD + shared + (BUSY_PYTHON if subject == "Python" else IDLE), encoding="utf-8")
    process = subprocess.Popen(
        [*BENCH, "evaluate", str(system), "--gold", str(suite), "--no-cache"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "TMPDIR": str(temporary)},
        start_new_session=True,
    )
    expected = 2 if subject != "idle beside another" else 2 + len(DOCUMENTS)
    wait_for(lambda: pids.exists() and len(pids.read_text().split()) >= expected)
    assert any(temporary.iterdir())
    os.killpg(process.pid, signal.SIGKILL)  # its whole group, as a shell or a scheduler does
    process.wait()
    assert ended(set(map(int, pids.read_text().split())))
    wait_for(lambda: not any(temporary.iterdir()))
