# /// script
# requires-python = ">=3.11"
# dependencies = ["quantulum3==0.10.0"]
#
# [tool.uv]
# exclude-newer = "2026-11-21T00:00:00Z"
# ///
"""quantulum3's quantities whose entity is time (`quantulum3.parser.parse`): lengths of time alone, English.

quantulum3 0.10.0, MIT. Installed and asked as its documentation has it, without the extra for its classifier. It
knows nothing of days written of, so the document creation time doesn't matter.

A quantity has a number and a unit, and the value is both: "four-day" is P4D, "one and a half years" P1.5Y, "a
decade" P1DE, "a fortnight" P2W. No value: for a range, of which the tool gives the middle and how far it reaches
("two to three weeks"), and for a negative length and units below a second or with a prefix.

Without its classifier the tool takes "fifteen minutes" and "30 seconds", written out, for angles, and they aren't
here; "15 min" and "30 s" are. With it, whose model asks for scikit-learn 1.8.0, most of them are angles all the
same. It has no vague numbers ("several days"), no "half a day", no unit without a number. It takes "3D" for three
days, "3 a.m." for three years, "in his 30s" for thirty seconds and the "two key" of "two key figures" for 2000
exayears, and so they stand here. Types are DURATION alone. Spans are the tool's; nothing is put right.

A given span is read alone. An answer counts if it is the only one and leaves nothing of the span but white space,
"the", and the prepositions at, by, during, for, from, in, of and on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from quantulum3 import parser

from bench import Document, Timex, system

UNITS = {
    "second": ("T{}S", 1),
    "minute": ("T{}M", 1),
    "hour": ("T{}H", 1),
    "day": ("{}D", 1),
    "week": ("{}W", 1),
    "fortnight": ("{}W", 2),
    "month": ("{}M", 1),
    "year": ("{}Y", 1),
    "lustrum": ("{}Y", 5),
    "decade": ("{}DE", 1),
    "century": ("{}CE", 1),
    "millennium": ("{}CE", 10),
}
"""The tool's units as TIMEX3 writes them, and how many of TIMEX3's they are."""
SAID_OF_NOTHING = re.compile(r"(\s|\b(the|at|by|during|for|from|in|of|on)\b)*", re.IGNORECASE)
"""What may be left of a given span."""


@system(layers=["timexes"], name="quantulum3")
class Quantulum3:
    """quantulum3's quantities whose entity is time: lengths of time alone, English."""

    def extract(self, document: Document) -> Iterator[Timex]:
        """The tool's lengths of time, with their places."""
        for quantity in lengths(document.text):
            start, end = quantity.span
            inner = document.text[start:end]
            start += len(inner) - len(inner.lstrip())
            yield Timex(start, start + len(inner.strip()), "DURATION", timex_value(quantity))

    def resolve(self, document: Document, spans: Sequence[tuple[int, int]]) -> Iterator[Timex]:
        """The spans that the tool reads as a whole."""
        for start, end in spans:
            text = document.text[start:end]
            found = lengths(text)
            if len(found) == 1:
                first, last = found[0].span
                if SAID_OF_NOTHING.fullmatch(f"{text[:first]} {text[last:]}"):
                    yield Timex(start, end, "DURATION", timex_value(found[0]))


def lengths(text: str) -> list[Any]:
    """The tool's quantities that are lengths of time."""
    return [quantity for quantity in parser.parse(text) if quantity.unit.entity.name == "time"]


def timex_value(quantity: Any) -> str | None:
    """A quantity as a TIMEX3 length, or None where it is no single length in a unit that TIMEX3 has."""
    written, times = UNITS.get(quantity.unit.name, (None, 0))
    if written is None or quantity.uncertainty or quantity.value < 0:
        return None
    return "P" + written.format(f"{quantity.value * times:.6f}".rstrip("0").rstrip("."))
