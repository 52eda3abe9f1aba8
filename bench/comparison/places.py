"""The lines of files at which a comparison's worse examples stand: a prediction of head, or what gold has."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from bench.comparison.compared import Comparison
from bench.comparison.examples import Example
from bench.dataset.suite import Suite

MOST = 10
"""The largest number of examples of a comparison that are placed: GitHub shows no more annotations of a step."""


@dataclass(frozen=True, slots=True)
class Placed:
    """An example, the system that is worse there, and the line that shows it."""

    system: str
    example: Example
    path: Path
    line: int


def placed(comparison: Comparison, suite: Suite, gold: Path, results: Path) -> Iterator[Placed]:
    """Yields the first `MOST` worse examples that stand on a line of JSON Lines.

    It is the line of head's prediction if there is one that overlaps, and otherwise that of the annotation in the
    folder ``gold``. ``results`` is a folder of head's results, of all suites, of one, or of one system.
    """
    number = 0
    for system in comparison.systems:
        for example in system.examples:
            if not example.worse:
                continue
            name = f"{example.layer}.jsonl"
            inside = (f"{suite.name}/{system.name}", system.name, ".")
            for path in (*(results / each / name for each in inside), gold / name):
                line = _line(path, example)
                if line:
                    yield Placed(system.name, example, path, line)
                    number += 1
                    break
            if number == MOST:
                return


def _line(path: Path, example: Example) -> int:
    """Returns the number of the first line whose annotation overlaps with an example; 0 if there is none."""
    try:
        lines = path.read_bytes().splitlines()
    except OSError:
        return 0
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            found: Any = msgspec.json.decode(line)
            if found["doc"] == example.document and found["start"] < example.end and example.start < found["end"]:
                return number
        except (msgspec.DecodeError, KeyError, TypeError):
            return 0
    return 0
