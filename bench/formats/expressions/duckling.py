"""Duckling's own examples (Haskell, Duckling/Time/EN), those of its default locale that aren't latent.

An example is an expression, of which Duckling must read the whole. A point is cut to its grain: the grain ``week``
gives 2013-W07. An interval has a value if it is one unit of the calendar; one with an open end has the value of
the other, with the mod BEFORE or ON_OR_AFTER.
"""

from __future__ import annotations

import datetime
from typing import Literal

import msgspec

from bench.formats.expressions.case import Answer, Case, LeftOutError
from bench.formats.expressions.moments import CLOCK, between, cut


class _Expected(msgspec.Struct):
    kind: Literal["point", "interval", "open_interval"]
    grain: str
    value: str = ""
    start: str = ""
    end: str = ""
    direction: Literal["before", "after"] = "after"
    at: str = ""


def read(case: Case) -> list[Answer]:
    """Returns the answer of an example; none for an example of words that are no time."""
    if case.locale != "default":
        raise LeftOutError("is of another locale than the default one")
    if case.latent:
        raise LeftOutError("is latent, which Duckling doesn't answer by default")
    if case.expected is None:
        return []
    found = msgspec.convert(case.expected, _Expected)
    if found.kind == "point":
        return [case.whole(*cut(datetime.datetime.fromisoformat(found.value), found.grain))]
    if found.kind == "open_interval":
        mod = {"before": "BEFORE", "after": "ON_OR_AFTER"}[found.direction]
        return [case.whole(*cut(datetime.datetime.fromisoformat(found.at), found.grain), mod)]
    if found.grain in CLOCK:
        return [case.whole("TIME", None)]
    start, end = (datetime.date.fromisoformat(each[:10]) for each in (found.start, found.end))
    value = between(start, end)
    return [case.whole("DATE" if value else None, value)]
