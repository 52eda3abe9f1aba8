"""A suite of twelve documents of a sentence each, and ``bench`` as a process of its own on it."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tests.conftest import write_suite

DOCUMENTS = [f"d{number:02}" for number in range(1, 13)]
HEAD = '"""A system of a test."""\nfrom bench import Document, Timex, system\n'
FOUND = 'Timex(document.text.index("Monday"), document.text.index("Monday") + 6, "DATE", "2021-05-03")'
BENCH = (sys.executable, "-c", "from bench.cli.root import main; main()")


def write_dozen(folder: Path) -> Path:
    """The suite: in each document one time expression, Monday."""
    texts = {name: f"Fair {name} opened on Monday." for name in DOCUMENTS}
    documents: list[dict[str, Any]] = [
        {
            "id": name,
            "text": text,
            "sha256": hashlib.sha256(text.encode()).hexdigest(),
            "dct": "2021-05-04",
            "dct_basis": "inferred",
            "dct_reason": "invented",
            "sentences": [0],
        }
        for name, text in texts.items()
    ]
    monday = {"text": "Monday", "type": "DATE", "value": "2021-05-03", "kind": "deictic"}
    timexes: list[dict[str, Any]] = [
        {"doc": name, "id": "t1", "start": at, "end": at + 6, **monday}
        for name, at in ((name, text.index("Monday")) for name, text in texts.items())
    ]
    return write_suite(folder, {"documents": documents, "timexes": timexes})


def command_system(folder: Path, script: str, command: Iterable[str] = ()) -> Path:
    """A command's folder: its manifest, and ``system.py``, run by this Python unless told otherwise."""
    folder.mkdir(parents=True)
    argv = list(command) or [sys.executable, "{folder}/system.py"]
    (folder / "system.toml").write_text(
        f'command = {json.dumps(argv)}\n[[system]]\nname = "{folder.name}"\nlayers = ["timexes"]\n'
    )
    (folder / "system.py").write_text(script, encoding="utf-8")
    return folder


def bench(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command line and wait for it."""
    return subprocess.run(
        [*BENCH, *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
        env={**os.environ, "COLUMNS": "150", **environment},
    )


def running(pid: int) -> bool:
    """Whether the process runs; one that has ended but was not yet collected doesn't."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{pid}/stat")
    try:
        return not status.exists() or status.read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def ended(pids: Iterable[int], within: float = 10) -> bool:
    """Whether all these processes have ended, or do within some seconds."""
    left = list(pids)
    deadline = time.monotonic() + within
    while left and time.monotonic() < deadline:
        left = [pid for pid in left if running(pid)]
        time.sleep(0.02)
    return not left
