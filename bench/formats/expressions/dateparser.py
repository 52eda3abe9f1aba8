"""dateparser's tests of relative dates (tests/test_freshness_date_parser.py), in English.

A test is an expression, and its answer a distance from the reference time. A distance with hours, minutes or
seconds gives a clock time, cut to the minute or second; any other is cut to the period that the tool names: "a
week ago" is 2014-W35, "last decade" 2004.
"""

from __future__ import annotations

import msgspec

from bench.formats.expressions.case import Answer, Case, LeftOutError
from bench.formats.expressions.moments import cut, shifted


class _Expected(msgspec.Struct):
    period: str
    ago: dict[str, float] | None = None
    in_future: dict[str, float] | None = None


def read(case: Case) -> list[Answer]:
    """Returns the answer of a test; none for a text that is no relative date."""
    if case.expected is None:
        return []
    found = msgspec.convert(case.expected, _Expected)
    amounts, sign = (found.ago, -1) if found.ago is not None else (found.in_future or {}, 1)
    try:
        moment = shifted(case.moment, amounts, sign)
    except ValueError:
        raise LeftOutError("gives a day that the calendar doesn't have") from None
    grain = found.period
    if "seconds" in amounts:
        grain = "second"
    elif amounts.keys() & {"hours", "minutes"} or grain == "time":
        grain = "minute"
    return [case.whole(*cut(moment, grain))]
