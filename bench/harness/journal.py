"""The journal: finished documents on disk, so that they needn't be run again and a run can be resumed.

Each state of a system has one file in JSON Lines, and each line is one finished document. A line is added before
the document is reported, and lines never change, so that several runs may share a file. Each line contains a
digest of itself. A line that was cut short, or that bench didn't write, is ignored, and its document is run again.
Files and lines are found by content: a file's name contains a digest of everything that is known about the system
before it runs, and the key of a line is a digest of the document and of the training documents.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

from bench.files import cannot_write
from bench.harness.process import Limits
from bench.models.recording import FOLDER
from bench.sdk import protocol
from bench.sdk.model import Span
from bench.systems.environment import Environment
from bench.systems.system import System
from bench.systems.worker_copy import worker_digest

Line = Mapping[str, Any]
CHECK = "check"
"""The field of a line that holds a digest of the line's other fields."""
_KEY = re.compile(rb'"key":"([0-9a-f]{64})","check":"[0-9a-f]{16}"\}\n\Z')
"""Matches the end of a line that `Journal.put` wrote. Whether the line is whole is seen when it is read."""
LONGEST = 120
"""The greatest number of bytes that the end has."""


def system_key(system: System, environment: Environment, limits: Limits) -> str:
    """Returns a digest of everything that a prediction depends on, except the document.

    It covers the system's source and name, its requirements and the versions installed for them, the interpreter,
    the values of the system's variables, the limits, the version of the protocol, and the code of bench that runs
    in the system's process.
    """
    needs = system.requirements
    return _digest(
        {
            "name": system.name,
            "layers": system.layers,
            "source": system.digest,
            "command": system.command,
            "setup": system.setup,
            "dependencies": needs.dependencies,
            "resolved": environment.digest,
            "installed": environment.installed,
            "interpreter": environment.interpreter,
            "variables": {
                name: environment.variables.get(name, "")
                for name in (*needs.variables, *needs.optional, *([FOLDER] if needs.exchanges else []))
            },
            "limits": [limits.start, limits.fit, limits.document, limits.memory, limits.answer],
            "protocol": protocol.VERSION,
            "worker": "" if system.command else worker_digest(),
        }
    )


def document_key(document: protocol.Message, training: str) -> str:
    """Returns a digest of a document as the system gets it. ``training`` is the `training_digest`, or empty."""
    return _digest({"document": document, "training": training})


def spans_key(document: protocol.Message, spans: Sequence[Span], training: str) -> str:
    """Returns a digest of a document as the system gets it, with given spans and the `training_digest`."""
    return _digest({"document": document, "spans": spans, "training": training})


def documents_key(documents: list[protocol.Message]) -> str:
    """Returns a digest of the documents as a system gets them for a timeline."""
    return _digest({"documents": documents})


def training_digest(training: list[protocol.Message]) -> str:
    """Returns a digest of the labelled documents that a system was fitted on."""
    return _digest(training)


def _digest(data: Any) -> str:
    return hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()


class Journal:
    """The finished documents of one state of one system. Use as a context manager.

    With ``resume`` failed documents count as finished; without it they are run again.
    """

    def __init__(self, folder: Path, name: str, key: str, *, resume: bool = False) -> None:
        self._path = folder / "documents" / f"{name}-{key[:32]}.jsonl"
        self._finished: dict[str, Line] = {}
        self._unread: dict[str, list[bytes]] = {}
        """The lines that nobody has asked for yet, by key. A file has those of all documents ever run."""
        self._resume = resume
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            torn = self._read()
            self._file = self._path.open("ab", buffering=0)
            if torn:
                self._file.write(b"\n")
        except OSError as error:
            raise cannot_write(self._path, error) from None

    def __enter__(self) -> Journal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def get(self, key: str) -> Line | None:
        """Returns the stored line of the question with this key, or None if the question isn't finished."""
        for raw in self._unread.pop(key, ()):
            found, line = _finished(raw)
            if found != key:
                continue
            if self._resume or "failed" not in line:
                self._finished[key] = line
            else:
                self._finished.pop(key, None)
        return self._finished.get(key)

    def put(self, key: str, line: Line) -> None:
        """Adds the line of a finished question. Raises UsageError if it can't be written to the disk."""
        whole = {**line, "key": key}
        data = protocol.dump({**whole, CHECK: _digest(whole)[:16]})
        try:
            written = self._file.write(data)
            if written != len(data):
                raise OSError(f"only {written} of {len(data)} bytes were taken")
        except OSError as error:
            raise cannot_write(self._path, error) from None
        self._finished[key] = line

    def _read(self) -> bool:
        """Takes all complete lines, and returns whether the last line was cut short."""
        if not self._path.exists():
            return False
        raw = b"\n"
        with self._path.open("rb") as file:
            for raw in file:
                stated = _KEY.search(raw, max(0, len(raw) - LONGEST))
                if key := stated[1].decode() if stated else _finished(raw)[0]:
                    self._unread.setdefault(key, []).append(raw)
        return not raw.endswith(b"\n")


def _finished(raw: bytes) -> tuple[str, Line]:
    """Returns the key and the other fields of a line. The key is empty if the line was damaged or cut short."""
    try:
        line = protocol.load(raw) if raw.endswith(b"\n") else {}
    except (ValueError, RecursionError):
        line = {}
    check = line.pop(CHECK, None)
    ours = bool(line) and check == _digest(line)[:16]
    key = line.pop("key", "")
    return (key if ours and isinstance(key, str) else ""), line
