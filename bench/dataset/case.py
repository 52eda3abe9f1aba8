"""A case: a document of gold that isolates one phenomenon, and whether it is a trap.

The first tag of a case is its phenomenon. A case with the tag `TRAP` holds something that looks like the
phenomenon and is none, or that has another reading.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from typing import Any

TRAP = "trap"
"""The tag of a trap. Gold without a trap has no cases, whatever its tags say."""


@dataclass(frozen=True, slots=True)
class Case:
    """The phenomenon that a document isolates."""

    phenomenon: str
    trap: bool = False
    layer: str | None = None
    """The layer that the phenomenon is about, "timexes" or "events"; None for both."""


def case_of(tags: Any, of_events: Container[str] = ()) -> Case | None:
    """Returns the case of a document with these tags; None without tags, or for anything but a list of words.

    ``of_events`` are the phenomena that the card says to be about events (`bench.dataset.suite.Suite`). Where it
    names some, the others are about time expressions.
    """
    if not isinstance(tags, list | tuple) or not tags or not all(isinstance(tag, str) for tag in tags):
        return None
    layer = ("events" if tags[0] in of_events else "timexes") if of_events else None
    return Case(tags[0], TRAP in tags, layer)
