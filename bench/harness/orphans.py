"""Orphans: processes that a system's process started and that have outlived it, such as a daemon.

On Linux the command adopts the orphans of its systems, which would else become children of the first process. So
it finds even a daemon that left its session and cleared its environment.
"""

from __future__ import annotations

import contextlib
import os
import sys
import threading
import time

ADOPT = 36
"""The number of Linux's PR_SET_CHILD_SUBREAPER."""
TRIES = 500
"""The number of times that orphans are looked for and killed, 10 ms apart, before they are given up."""


class Orphans:
    """The orphans of this process's systems, which are ended when no system runs any more."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._running = 0
        self._own: set[int] = set()
        self._wanted = self._adopting = False

    def adopt(self) -> None:
        """Lets this process adopt and end orphans, from the first system on, where that is possible.

        Only a process whose other children stay in its session may call it, such as the command.
        """
        self._wanted = sys.platform == "linux"

    def started(self, *, besides: int) -> None:
        """Says that a system's process is about to start. The process with the id ``besides`` is no orphan."""
        with self._lock:
            self._own.add(besides)
            self._running += 1
            if self._wanted and not self._adopting:
                import ctypes

                with contextlib.suppress(OSError, AttributeError):
                    self._adopting = ctypes.CDLL(None).prctl(ADOPT, 1, 0, 0, 0) == 0

    def ended(self) -> None:
        """Says that a system's process has ended. After the last one, all orphans are killed."""
        with self._lock:
            self._running -= 1
            if self._adopting and not self._running:
                self._kill()

    def _kill(self) -> None:
        import psutil

        session = os.getsid(0)
        for _ in range(TRIES):
            found = [child for child in psutil.Process().children() if self._is_orphan(child.pid, session)]
            if not found:
                return
            for child in found:
                with contextlib.suppress(psutil.Error):
                    child.kill()
                with contextlib.suppress(ChildProcessError):
                    os.waitpid(child.pid, os.WNOHANG)
            time.sleep(0.01)

    def _is_orphan(self, pid: int, session: int) -> bool:
        try:
            return pid not in self._own and os.getsid(pid) != session
        except ProcessLookupError:
            return False


ORPHANS = Orphans()
"""The orphans of this process's systems."""
