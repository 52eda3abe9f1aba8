"""The reaper: it ends the processes that a harness leaves behind when it is killed itself, in whatever language.

The reaper is a process. A harness starts one, together with its first system, and tells it of each system's
process before that is started. The reaper waits for its standard input to end, which happens however the harness
ends. Then it kills every process that carries a token it was told of, and removes the working folders of these. It
is run by its path, so that starting it imports nothing of bench.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Collection

TOKEN = "BENCH_PROCESS"
"""The variable that marks a system's process and all that it starts; it finds even those that left its group."""
TRIES = 100
"""The number of looks for processes with a token, 10 ms apart, before those that won't end are given up."""


class Reaper:
    """The harness's side: one reaping process, started with the first system."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def watch(self, token: str, folder: str) -> None:
        """Arranges that processes with the token end, and the folder is removed, if this process ends first."""
        with self._lock:
            if self._process is None:
                self._process = subprocess.Popen(
                    (sys.executable, "-P", __file__),
                    stdin=subprocess.PIPE,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    cwd="/",
                    start_new_session=True,  # what kills the harness's group must not reach it
                )
                atexit.register(self._shut_down)
        self._tell(f"+ {token} {folder}\n")

    def forget(self, token: str) -> None:
        """Tells the reaper that the processes of a token have been ended in the ordinary way."""
        self._tell(f"- {token}\n")

    def _tell(self, line: str) -> None:
        # without a reaper the systems run all the same. A line this short is written whole
        with self._lock, contextlib.suppress(OSError, ValueError):
            if self._process is not None and self._process.stdin is not None:
                os.write(self._process.stdin.fileno(), line.encode("utf-8", "surrogateescape"))

    def _shut_down(self) -> None:
        with self._lock:
            if self._process is not None and self._process.stdin is not None:
                self._process.stdin.close()
                self._process.wait()


REAPER = Reaper()
"""The reaper of this process."""


def end(tokens: Collection[str]) -> None:
    """Kills the processes that carry one of the tokens until none does: each may still start another."""
    import psutil

    for _ in range(TRIES):
        found = [process for process in psutil.process_iter() if _token(process) in tokens]
        for process in found:
            with contextlib.suppress(psutil.Error):
                process.kill()
        if not found:
            return
        time.sleep(0.01)


def _token(process: object) -> str:
    import psutil

    assert isinstance(process, psutil.Process)
    try:
        return process.environ().get(TOKEN, "")
    except (psutil.Error, OSError):
        return ""  # another user's, or gone


def main() -> None:
    """Remembers tokens and folders until the harness is gone; then ends and removes what is left of it."""
    left: dict[str, str] = {}
    for line in sys.stdin.buffer:
        sign, token, *folder = line.decode("utf-8", "surrogateescape").rstrip("\n").split(" ", 2)
        if sign == "+":
            left[token] = folder[0]
        else:
            left.pop(token, None)
    if left:
        end(left)
    for path in left.values():
        shutil.rmtree(path, ignore_errors=True)


if __name__ == "__main__":
    main()
