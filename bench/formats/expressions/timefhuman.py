"""The tests of timefhuman (Python) with its default settings.

A test is a text that the tool reads as a whole. Its answers are moments: midnight is the day, every other moment
its minute. That is the tool's convention: "July 2019" is 2019-07-01, and "30 minutes" half an hour from now. A
range or a list has no value.
"""

from __future__ import annotations

import datetime

import msgspec

from bench.formats.expressions.case import Answer, Case, LeftOutError
from bench.formats.expressions.moments import cut

MODE = "test_default"


class _Expected(msgspec.Struct):
    datetime: str | None = None


def read(case: Case) -> list[Answer]:
    """Returns the answer of a test; none for a text without a time."""
    if case.mode != MODE:
        raise LeftOutError("is about other settings than the default ones")
    found = msgspec.convert(case.expected, list[_Expected])
    if len(found) > 1:
        raise LeftOutError("has several answers, whose words it doesn't state")
    if not found:
        return []
    if found[0].datetime is None:
        return [case.whole(None, None)]
    moment = datetime.datetime.fromisoformat(found[0].datetime)
    return [case.whole(*cut(moment, "day" if moment.time() == datetime.time() else "minute"))]
