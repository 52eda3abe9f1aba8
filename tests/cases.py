"""A small suite of phenomena: three of times and one of events, with traps."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.conftest import write_suite

Line = dict[str, Any]

# document → text, tags; dct is Wednesday, 20 September 2023
TEXTS: dict[str, tuple[str, list[str]]] = {
    "past-1": ("It rained on Monday.", ["weekday", "past"]),
    "past-2": ("It rained on Friday.", ["weekday"]),
    "trap-1": ("Man Friday sings.", ["weekday", "trap"]),
    "trap-2": ("It was moved to Monday.", ["weekday", "trap"]),
    "next-1": ("We meet next Friday.", ["next-weekday"]),
    "hope-1": ("She hopes to win.", ["hope"]),
    "hope-2": ("She managed a shop.", ["hope", "trap"]),
}


def time(document: str, words: str, value: str, **fields: Any) -> Line:
    start = TEXTS[document][0].index(words)
    placed = {"doc": document, "start": start, "end": start + len(words), "text": words}
    return {**placed, "type": "DATE", "value": value, **fields}


def event(document: str, words: str) -> Line:
    start = TEXTS[document][0].index(words)
    return {"doc": document, "start": start, "end": start + len(words), "text": words}


BOTH = [{"value": "2023-09-22", "policy": "the coming one"}, {"value": "2023-09-29", "policy": "a week on"}]
GOLD: dict[str, list[Line]] = {
    "documents": [
        {"id": name, "text": text, "dct": "2023-09-20", "tags": tags} for name, (text, tags) in TEXTS.items()
    ],
    "timexes": [
        time("past-1", "Monday", "2023-09-18", id="t1"),
        time("past-2", "Friday", "2023-09-15", id="t1"),
        time("trap-2", "Monday", "2023-09-25", id="t1"),
        time("next-1", "next Friday", "2023-09-22", id="t1", values=BOTH),
    ],
    "events": [event("hope-1", "hopes"), event("hope-1", "win"), event("hope-2", "managed")],
}
# wrong on past-2, false alarm on trap-1, the wrong Monday on trap-2, the second reading of next-1
EAGER: dict[str, list[Line]] = {
    "documents": [{"id": name} for name in TEXTS],
    "timexes": [
        time("past-1", "Monday", "2023-09-18"),
        time("past-2", "Friday", "2023-09-22"),
        time("trap-1", "Friday", "2023-09-22"),
        time("trap-2", "Monday", "2023-09-18"),
        time("next-1", "next Friday", "2023-09-29"),
    ],
    "events": [event("hope-1", "hopes"), event("hope-2", "shop")],
}


def write_gold(folder: Path, *, card: bool = True) -> Path:
    """The suite; with ``card`` its card says which phenomenon is about events."""
    path = write_suite(folder, GOLD)
    if card:
        front = "---\nversion: 1.0.0\nevent_phenomena: [hope,\n  wish]\n---\n"
        (path / "README.md").write_text(front, encoding="utf-8")
    return path
