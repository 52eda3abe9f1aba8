"""Exchanges with a service, recorded on disk and found again for the same request.

Each request has its own file, named by a digest of method, address and body. Each line of it is one exchange, and
the last line counts. Headers and cookies aren't part of a request here, so no recording contains a key. Standard
library only, because the harness imports the names of the variables from here.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.models.exchange import Exchange

FOLDER = "BENCH_EXCHANGES"
"""The environment variable for the folder of one system's exchanges; if it isn't set, nothing is recorded."""
REPLAY = "BENCH_REPLAY"
"""The environment variable that turns on replay, by any text: recorded exchanges are the answers."""
LIMIT = "BENCH_TIMEOUT"
"""The environment variable for the number of seconds that a document may take."""
SEARCHED = 1000
"""The greatest number of recorded requests that are searched for one similar to a new request."""


class Recording:
    """The recorded exchanges of one system: its requests to a service, and the answers, in a folder of files."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def prepare(self) -> None:
        """Makes the folder, before a request costs anything. Raises OSError if it can't be made."""
        self._folder.mkdir(parents=True, exist_ok=True)

    def add(self, request: Mapping[str, Any], document: str, tries: Sequence[str], exchange: Exchange) -> None:
        """Appends an exchange to the file of its request; ``tries`` has the status or failure of each sending."""
        line = {
            "document": document,
            "request": request,
            "tries": tries,
            "kind": exchange.kind,
            "text": exchange.text,
            "failed": exchange.failed,
        }
        _append(self._path(request), json.dumps(line).encode() + b"\n")

    def find(self, request: Mapping[str, Any], document: str) -> Exchange:
        """Returns the exchange that was recorded last for a request.

        If there is none, the exchange has failed, and names the differences from the most similar recorded
        request.
        """
        found = _last(self._path(request))
        if found is None:
            differs = self._nearest(request, document)
            return Exchange(failed=f"no exchange is recorded for this request{differs}")
        return Exchange(found["text"], found["kind"], found["failed"])

    def _path(self, request: Mapping[str, Any]) -> Path:
        digest = hashlib.sha256(json.dumps(request, sort_keys=True).encode()).hexdigest()
        return self._folder / f"{digest[:32]}.jsonl"

    def _nearest(self, request: Mapping[str, Any], document: str) -> str:
        """Returns, in words, how the most similar recorded request (if possible about this document) differs."""
        lines = [line for path in sorted(self._folder.glob("*.jsonl"))[:SEARCHED] if (line := _last(path))]
        of_document = [line for line in lines if line.get("document") == document]
        differences = [_differences(request, line["request"]) for line in of_document or lines]
        if not differences:
            return ", nor any other"
        nearest = min(differences, key=len)
        more = f" and {len(nearest) - 2} more" if len(nearest) > 2 else ""
        whose = "the document's" if of_document else "the nearest"
        return f"; {whose} differs in {' and '.join(nearest[:2])}{more}"


def _append(path: Path, line: bytes) -> None:
    """Writes a line at the end of a file, in one piece, so that several processes may share the file."""
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o666)
    try:
        while line:
            line = line[os.write(descriptor, line) :]
    finally:
        os.close(descriptor)


def _last(path: Path) -> dict[str, Any] | None:
    """Returns the last complete exchange in a file; None if there is none."""
    try:
        lines = path.read_bytes().split(b"\n")[:-1]
    except OSError:
        return None
    for line in reversed(lines):
        try:
            data = json.loads(line)
        except (ValueError, RecursionError):
            continue
        if isinstance(data, dict) and {"request", "text", "kind", "failed"} <= data.keys():
            return data
    return None


def _differences(here: Any, recorded: Any) -> list[str]:
    """Returns each difference of two requests in words: its path, and both values."""
    ours, theirs = dict(_leaves(here)), dict(_leaves(recorded))
    pairs = ((path, ours.get(path), theirs.get(path)) for path in {**ours, **theirs})
    return [
        f"{path} ({_around(our, their)}, recorded {_around(their, our)})"
        for path, our, their in pairs
        if our != their
    ]


def _leaves(data: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(data, Mapping):
        for name, value in data.items():
            yield from _leaves(value, f"{path}.{name}" if path else str(name))
    elif isinstance(data, list) and data:
        for place, value in enumerate(data):
            yield from _leaves(value, f"{path}[{place}]")
    else:
        yield path, data


def _around(value: Any, other: Any) -> str:
    """Returns a value in words, shortened to the characters around its first difference from ``other``."""
    if isinstance(value, str) and isinstance(other, str) and len(value) > 40:
        pairs = enumerate(zip(value, other, strict=False))
        same = next((at for at, (ours, theirs) in pairs if ours != theirs), min(len(value), len(other)))
        return f"{'…' if same > 10 else ''}{value[max(0, same - 10) : same + 30]!r}"
    return f"{value!r:.60}" if value is not None else "nothing"
