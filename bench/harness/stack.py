"""The place in its file at which a Python system's process is, when the time for its answer is over.

`bench.sdk.worker` lets Python write the stack to standard error when it gets the signal `SIGNAL`, even if the
process is in a library written in C.
"""

from __future__ import annotations

import contextlib
import os
import re
import time
from collections.abc import Iterator
from pathlib import Path

import psutil

from bench.sdk.worker import SIGNAL

WITHIN = 1.0
"""The number of seconds within which the stack must be written."""
_GLANCE = 0.02
_FRAME = re.compile(r'^  File "(.*)", line (\d+) in (.*)$')
_THREAD = re.compile(r"^(Current thread|Thread) ")


def place_of(pid: int, errors: int, file: str) -> str:
    """Returns the line and the function of a system's file that a process runs, such as ``mine.py:12 in parse``.

    ``pid`` is the process or one above it, ``errors`` the descriptor of the file of its standard error, and
    ``file`` the system's file. A module beside the file counts as well. Returns an empty string if the process
    doesn't say where it is.
    """
    try:
        for process in _askable(pid):  # a system that learns is fitted in a child of the first process
            before = os.fstat(errors).st_size
            with contextlib.suppress(psutil.Error):
                process.send_signal(SIGNAL)
                if place := _innermost(_answer(errors, before), file):
                    return place
    except OSError:  # the file was closed meanwhile: the run is over
        pass
    return ""


def _askable(pid: int) -> Iterator[psutil.Process]:
    """Yields the processes, from ``pid`` down, that write their stack when they get the signal."""
    for process in _tree(pid):
        with contextlib.suppress(psutil.Error):
            words = process.cmdline()
            if words[1:3] == ["-P", "-m"] and words[3].startswith("bench.sdk."):
                yield process


def _tree(pid: int) -> Iterator[psutil.Process]:
    with contextlib.suppress(psutil.Error):
        process = psutil.Process(pid)
        yield process
        yield from process.children(recursive=True)


def _answer(errors: int, before: int) -> str:
    """Returns the text that was written after the first ``before`` bytes, when it has stopped growing."""
    deadline, size = time.monotonic() + WITHIN, before
    while time.monotonic() < deadline:
        time.sleep(_GLANCE)
        now = os.fstat(errors).st_size
        if now == size and now > before:
            break
        size = now
    return os.pread(errors, max(0, size - before), before).decode(errors="replace")


def _innermost(text: str, file: str) -> str:
    """Returns the innermost place in the system's file or beside it; that of the current thread if it has one."""
    current, folder = False, Path(file).parent
    found: dict[bool, str] = {}
    for line in text.splitlines():
        if thread := _THREAD.match(line):
            current = thread[1] == "Current thread"
        elif (frame := _FRAME.match(line)) and Path(frame[1]).parent == folder:
            found.setdefault(current, f"{Path(frame[1]).name}:{frame[2]} in {frame[3]}")
    return found.get(True) or found.get(False, "")
