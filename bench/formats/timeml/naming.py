"""The ids that a written TimeML file has: XML names, each for one element."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from bench.sdk.model import DCT, Event, Timex

_NAME = re.compile(r"[A-Za-z_][\w.-]*")
"""Matches the ids that are kept. XML allows some more names; `DCT` isn't kept, for it is the creation time's."""


class Names:
    """The ids of one file. Each id that is asked for is given once."""

    def __init__(self, kept: Iterable[str]) -> None:
        self._taken = set(kept)

    def new(self, letters: str, first: int = 1) -> str:
        """Returns the first id of these letters and a number that is free, and takes it."""
        number = first
        while f"{letters}{number}" in self._taken:
            number += 1
        name = f"{letters}{number}"
        self._taken.add(name)
        return name


def named(annotations: Iterable[Timex | Event], lose: Callable[[str], None]) -> tuple[list[str], Names]:
    """Returns the id of each annotation in the file, and the names that are taken.

    An id that isn't an XML name, is "dct" or stands for an earlier annotation is replaced, and ``lose`` is told.
    An annotation without an id gets one.
    """
    annotations = list(annotations)
    kept: list[str | None] = []
    seen: set[str] = set()
    for each in annotations:
        sound = each.id is not None and each.id != DCT and each.id not in seen and _NAME.fullmatch(each.id)
        kept.append(each.id if sound else None)
        if sound and each.id is not None:
            seen.add(each.id)
        elif each.id is not None:
            lose("id that TimeML can't have; it is renamed")
    names = Names(seen)
    given = [
        name if name is not None else names.new("t" if isinstance(each, Timex) else "e")
        for each, name in zip(annotations, kept, strict=True)
    ]
    return given, names
