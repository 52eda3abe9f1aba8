"""The reaper: a process that ends the systems' processes which a harness leaves behind when it is killed.

A harness starts one reaper, together with its first system. Before it starts a system's process, it sends the
reaper the token and the working folder of that process. The standard input of the reaper ends when the harness
ends, in whatever way. Then the reaper kills every process with one of these tokens, and removes the working
folders. The reaper is run by its path, so that its start imports nothing of bench.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Collection

TOKEN = "BENCH_PROCESS"
"""The environment variable with the token of a system's process. Descendants inherit it, also in other groups."""
TRIES = 100
"""The number of attempts to kill all processes with a token, 10 ms apart, before they are given up."""


class Reaper:
    """The harness's connection to its reaper, which is started with the first system."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def watch(self, token: str, folder: str) -> int:
        """Tells the reaper to end the processes with this token, and to remove the folder, when the harness ends.

        `forget` takes this back. Returns the id of the reaper's process.
        """
        with self._lock:
            if self._process is None:
                self._process = subprocess.Popen(
                    (sys.executable, "-P", __file__),
                    stdin=subprocess.PIPE,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    cwd="/",
                    start_new_session=True,  # a signal to the harness's group must not reach the reaper
                )
                atexit.register(self._shut_down)
            pid = self._process.pid
        self._tell(token, folder)
        return pid

    def forget(self, token: str) -> None:
        """Tells the reaper that the harness itself has ended the processes with this token."""
        self._tell(token, None)

    def _tell(self, token: str, folder: str | None) -> None:
        # as JSON, because the name of a folder may hold a line's end
        line = json.dumps([token, folder]) + "\n"
        # errors don't matter: systems also run without a reaper. A pipe takes so short a line in one piece
        with self._lock, contextlib.suppress(OSError, ValueError):
            if self._process is not None and self._process.stdin is not None:
                os.write(self._process.stdin.fileno(), line.encode())

    def _shut_down(self) -> None:
        with self._lock:
            if self._process is not None and self._process.stdin is not None:
                self._process.stdin.close()
                self._process.wait()


REAPER = Reaper()
"""The reaper of this harness."""


def end(tokens: Collection[str]) -> None:
    """Kills the processes with one of the tokens, again and again until there are none.

    A process may start another before it is killed.
    """
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
        return ""  # the process belongs to another user, or has ended


def main() -> None:
    """Reads tokens and folders until the harness ends; then ends the tokens' processes and removes the folders."""
    left: dict[str, str] = {}
    for line in sys.stdin.buffer:
        token, folder = json.loads(line)
        if folder is not None:
            left[token] = folder
        else:
            left.pop(token, None)
    if left:
        end(left)
    for path in left.values():
        shutil.rmtree(path, ignore_errors=True)


if __name__ == "__main__":
    main()
