"""A file of Label Studio's tasks: how it is recognised, and its tasks with the numbers of their lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from bench.dataset import jsonline
from bench.errors import DataError, Fault
from bench.files import read_bytes

SIGN_WITHIN = 1 << 18
"""The number of bytes at the start of a file that are searched for a sign of Label Studio."""
_SIGN = re.compile(
    rb'"(annotations|predictions|completions)"\s*:\s*\[\s*(\]|\{\s*("\w+"\s*:\s*("[^"]*"|[\w.{}]+)\s*,\s*)*"result"\s*:)'
    rb'|"from_name"\s*:|"annotation_id"\s*:\s*\d'
)
Task = Mapping[str, Any]


def files(path: Path) -> list[Path]:
    """Returns the JSON files of a folder that have tasks, or the one file that the path is; hidden files never."""
    try:
        found = sorted(each for each in path.iterdir() if each.name[0] != ".") if path.is_dir() else [path]
        return [each for each in found if each.suffix.lower() == ".json" and each.is_file() and _has_sign(each)]
    except OSError:
        return []


def _has_sign(path: Path) -> bool:
    with path.open("rb") as file:
        start = file.read(SIGN_WITHIN)
    return start.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"[", b"{") and _SIGN.search(start) is not None


def read(path: Path) -> Iterator[tuple[int, Task]]:
    """Yields the tasks of a file, each with the number of the line on which it begins. Raises DataError."""
    data = read_bytes(path).removeprefix(b"\xef\xbb\xbf")
    data.decode()
    try:
        several = data.lstrip()[:1] == b"["
        found = (
            msgspec.json.decode(data, type=list[msgspec.Raw])
            if several
            else [msgspec.json.decode(data, type=msgspec.Raw)]
        )
    except jsonline.REFUSED as error:
        raise _refused(path, 0, error, data) from None
    at, line = 0, 1
    for raw in found:
        stated = bytes(raw)
        place = data.index(stated, at)
        line += data.count(b"\n", at, place)
        at = place
        try:
            task = msgspec.json.decode(stated)
            repeated = jsonline.repeated_key(stated)
        except jsonline.REFUSED as error:
            raise _refused(path, line, error, stated) from None
        if not isinstance(task, dict):
            raise _fault(path, line, f"a task was due, not {stated[:40]!r}", "export the project anew")
        if repeated is not None:
            raise _fault(path, line, f"the field {repeated!r} stands here twice", "keep one of the two")
        yield line, task


def _refused(path: Path, line: int, error: Exception, data: bytes) -> DataError:
    message, _ = jsonline.fault_of(error, data)
    return _fault(path, line, f"not JSON that can be read: {message}", "export the project anew")


def _fault(path: Path, line: int, message: str, remedy: str) -> DataError:
    return DataError([Fault(str(path), line, message, remedy)])
