"""Documents and systems that several programs measure with. It imports the standard library only."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

TRIVIAL = '''"""Marks the first word."""
from bench import Timex, system

@system(layers=["timexes"])
def trivial(document):
    return [Timex(0, 3, "DATE", document.dct.isoformat())]
'''
"""The file of a system that takes next to no time."""

TEXT = "On Monday it rained, they said, and on Tuesday the fair opened and then closed. " * 3
"""The text of a short document: 240 characters, in three sentences."""
WORDS = (("timexes", 3, 9), ("timexes", 38, 45), ("events", 13, 19), ("events", 26, 30), ("events", 55, 61))
"""The annotations of a short document: two times and three events, each with its layer, start and end."""
SAYS = {"timexes": {"type": "DATE", "value": "2023-09-18"}, "events": {"class": "OCCURRENCE"}}


def write_gold(folder: Path, count: int) -> None:
    """Writes gold of so many short documents."""
    digest = hashlib.sha256(TEXT.encode()).hexdigest()
    about = {"text": TEXT, "sha256": digest, "dct": "2023-09-19", "sentences": [0, 80, 160]}
    with _layers(folder) as write:
        for number in range(count):
            write("documents", {"id": f"d{number}", **about})
            for layer, start, end in WORDS:
                write(layer, _annotation(number, layer, start, end))


def write_predictions(folder: Path, count: int, every: int = 4) -> None:
    """Writes predictions for so many short documents, in which one annotation in ``every`` is missing."""
    with _layers(folder) as write:
        for number in range(count):
            write("documents", {"id": f"d{number}", "status": "done"})
            for place, (layer, start, end) in enumerate(WORDS):
                if (number + place) % every:
                    write(layer, _annotation(number, layer, start, end))


def _annotation(number: int, layer: str, start: int, end: int) -> dict[str, object]:
    return {"doc": f"d{number}", "start": start, "end": end, "text": TEXT[start:end], **SAYS[layer]}


@contextmanager
def _layers(folder: Path) -> Iterator[Callable[[str, dict[str, object]], object]]:
    """Yields a function that writes one line of a layer into a new folder."""
    folder.mkdir(parents=True)
    with ExitStack() as stack:
        files = {
            layer: stack.enter_context((folder / f"{layer}.jsonl").open("w", encoding="utf-8"))
            for layer in ("documents", "timexes", "events")
        }
        yield lambda layer, line: files[layer].write(json.dumps(line) + "\n")
