"""Fits apart from each other: each `fit` runs in a child process, a copy of the process as it was before any fit.

What a system loads (libraries, models) is loaded once, and nothing that an earlier fit left behind can reach a
later one. Standard library only.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from bench.sdk.provenance import Provenance

_THREADS = Path("/proc/self/task")
_JEMALLOC = "jemalloc_bg_thd"
"""The thread of an allocator that libraries (pyarrow) bring along. It is made for copies of its process."""


def possible() -> bool:
    """Returns whether this process can be copied: it runs on Linux, and has no thread that a copy would lack."""
    if sys.platform != "linux":
        return False
    names = [(thread / "comm").read_text().strip() for thread in _THREADS.iterdir()]
    return len(names) - names.count(_JEMALLOC) == 1


class Fits:
    """The child processes in which a system is fitted, one after the other."""

    def __init__(self, provenance: Provenance) -> None:
        self._provenance = provenance
        self._parent: int | None = None
        """In a child process, the pipe on which it passes the next fit to its parent."""

    def apart(self, line: bytes) -> bytes:
        """Returns a fit in a new child process, which is to handle it and all requests after it.

        In the first child it is the fit in ``line``.

        When a child gets another fit, it passes it to its parent and ends, and the parent starts a new child. The
        parent never returns from here: it ends as its last child ended. Raises OSError if no process can start.
        """
        if self._parent is not None:
            with os.fdopen(self._parent, "wb") as pipe:
                pipe.write(line)
            os._exit(0)
        while line:
            reading, writing = os.pipe()
            child = self._provenance.fork()
            if child == 0:
                os.close(reading)
                self._parent = writing
                return line
            os.close(writing)
            with os.fdopen(reading, "rb") as pipe:
                line = pipe.read()
            _end_like(os.waitpid(child, 0)[1])
        os._exit(0)


def _end_like(status: int) -> None:
    """Ends this process like a child with this status, unless the child ended without a fault."""
    code = os.waitstatus_to_exitcode(status)
    if code < 0:
        os.kill(os.getpid(), -code)
    if code:
        os._exit(abs(code))
