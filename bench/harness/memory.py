"""The memory of a system's process while it runs: the sum over the process and all processes that it started."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
from pathlib import Path

import psutil

from bench.harness import reaper


class MemoryMonitor(threading.Thread):
    """A thread that measures a process and its descendants every 50 ms, and ends them above the limit.

    The limit is on resident memory, not on the address space, of which Java and Node reserve far more than they
    use.
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
        """Watches until told to stop or the process is gone."""
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
        """Ends the processes that outlived their group, found by parentage or by the token."""
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
        # those that have left the tree since, as a daemon does, still count
        for pid in {*below, *self._seen}:
            try:
                process = self._seen.get(pid) or psutil.Process(pid)
                if pid not in below and not process.is_running():
                    raise psutil.NoSuchProcess(pid)
                self._seen[pid] = process
                used += process.memory_info().rss
            except psutil.Error:  # it has ended meanwhile
                self._seen.pop(pid, None)
        return used


def _descendants(root: psutil.Process) -> list[int]:
    """Returns the ids of the processes below one: as Linux lists them, else by psutil, which reads them all."""
    if not Path(f"/proc/{root.pid}/task/{root.pid}/children").exists():
        return [process.pid for process in root.children(recursive=True)]
    found: list[int] = []
    waiting = [root.pid]
    while waiting:
        with contextlib.suppress(OSError):  # it, or a thread of it, has ended meanwhile
            for thread in Path(f"/proc/{waiting.pop()}/task").iterdir():
                children = [int(pid) for pid in (thread / "children").read_bytes().split()]
                found += children
                waiting += children
    return found


def kill_group(pid: int) -> None:
    """Kills a process and its group, if they still exist."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)
