"""The memory limit of a system's process: a thread measures the process and all its descendants."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
from pathlib import Path

import psutil

from bench.harness import reaper


class MemoryMonitor(threading.Thread):
    """A thread that measures a process and its descendants every 50 ms, and ends them above the memory limit.

    Resident memory counts, not address space, because Java and Node reserve far more address space than they use.
    The thread also empties the file of standard error when it exceeds its own limit.
    """

    INTERVAL = 0.05

    def __init__(self, pid: int, errors: int, memory_limit: int, errors_limit: int) -> None:
        super().__init__(daemon=True)
        self._pid, self._errors = pid, errors
        self._memory_limit, self._errors_limit = memory_limit, errors_limit
        self._stopped = threading.Event()
        self._seen: dict[int, psutil.Process] = {}
        self.peak = 0
        self.exceeded = False

    def run(self) -> None:
        """Measures until `stop` is called or the process is gone."""
        try:
            root = psutil.Process(self._pid)
        except psutil.NoSuchProcess:
            return
        while not self._stopped.wait(self.INTERVAL):
            used = self._resident(root)
            if used is None:
                return
            self.peak = max(self.peak, used)
            if used > self._memory_limit:
                self.exceeded = True
                kill_group(self._pid)
                return
            if os.fstat(self._errors).st_size > self._errors_limit:
                os.ftruncate(self._errors, 0)

    def stop(self) -> None:
        """Stops measuring, and waits until the thread has ended."""
        self._stopped.set()
        self.join()

    def end_strays(self, token: str) -> None:
        """Ends processes that left the system's group: those seen as descendants, and those with the token."""
        for process in self._seen.values():
            with contextlib.suppress(psutil.Error):  # psutil checks that the pid is still the same process
                process.kill()
        reaper.end({token})

    def _resident(self, root: psutil.Process) -> int | None:
        try:
            used: int = root.memory_info().rss
            below = _descendants(root)
        except psutil.Error:
            return None
        # processes that have left the tree since they were seen, as a daemon does, still count
        for pid in {*below, *self._seen}:
            try:
                process = self._seen.get(pid) or psutil.Process(pid)
                if pid not in below and not process.is_running():
                    raise psutil.NoSuchProcess(pid)
                self._seen[pid] = process
                used += process.memory_info().rss
            except psutil.Error:  # the process has ended meanwhile
                self._seen.pop(pid, None)
        return used


def _descendants(root: psutil.Process) -> list[int]:
    """Returns the ids of a process's descendants, from Linux's lists of children or else from psutil (slower)."""
    if not Path(f"/proc/{root.pid}/task/{root.pid}/children").exists():
        return [process.pid for process in root.children(recursive=True)]
    found: list[int] = []
    waiting = [root.pid]
    while waiting:
        with contextlib.suppress(OSError):  # the process, or one of its threads, has ended meanwhile
            for thread in Path(f"/proc/{waiting.pop()}/task").iterdir():
                children = [int(pid) for pid in (thread / "children").read_bytes().split()]
                found += children
                waiting += children
    return found


def kill_group(pid: int) -> None:
    """Kills the process group with this id, if it still exists."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)
