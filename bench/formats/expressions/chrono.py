"""The tests of chrono (TypeScript, test/en) that its default, casual parser passes and that state their words.

The value is made of the components that a test checks, cut to the finest of them; a date that isn't among them is
taken from the date of the whole answer. A day or hour that the test calls implied is cut off, unless a weekday is
certain. Where a test doesn't say what is implied, all that it checks counts: "August" is 2012-08-01 in a test that
checks the day. A range has no value, nor has a time in a zone, nor a clock time that the test
doesn't check.
"""

from __future__ import annotations

import datetime
from collections.abc import Container

import msgspec

from bench.formats.expressions.case import Answer, Case, LeftOutError, well_formed

PARSERS = ("chrono", "chrono.casual")
"""The names in the tests of the default parser."""
IMPLIED = datetime.time(12)
"""The clock time that chrono gives to a day without one."""


class _Expected(msgspec.Struct):
    text: str | None = None
    index: int | None = None
    start: dict[str, int | None] = {}
    start_certain: dict[str, bool] = {}
    start_date: str | None = None
    end: dict[str, int | None] | None = None
    end_date: str | None = None


def read(case: Case) -> list[Answer]:
    """Returns the answer of a test; none for a text without a time."""
    if case.mode not in PARSERS:
        raise LeftOutError("is about another parser than the default one")
    if case.expected is None:
        return []
    found = msgspec.convert(case.expected, _Expected)
    if found.text is None:
        raise LeftOutError("states no words of its input")
    at = case.input.find(found.text) if found.index is None else found.index
    if case.input[at : at + len(found.text)] != found.text or (found.index is None and at < 0):
        raise LeftOutError("states words that aren't in its input")
    if found.index is None and case.input.count(found.text) > 1:
        raise LeftOutError("states words that are twice in its input")
    type_, value = _meaning(found, {IMPLIED, case.moment.time()} if case.reference else {IMPLIED})
    return [Answer(at, at + len(found.text), type_, well_formed(value))]


def _meaning(found: _Expected, implied: Container[datetime.time]) -> tuple[str | None, str | None]:
    """Returns the TIMEX3 type and value; ``implied`` are the clock times of an answer that has none of its own."""
    parts = {name: value for name, value in found.start.items() if value is not None}
    if found.end or found.end_date or not parts or "timezoneOffset" in parts:
        return None, None
    if found.start_date:
        whole = datetime.datetime.fromisoformat(found.start_date)
        parts = {"year": whole.year, "month": whole.month, **parts}
        if "hour" not in parts and whole.time() not in implied:
            return None, None  # the test doesn't check the clock time that it has
        if "hour" in parts:
            parts = {"day": whole.day, **parts}
    certain = {name for name in parts if found.start_certain.get(name, True)}
    if not {"year", "month"} <= parts.keys():
        return None, None
    value = f"{parts['year']:04}-{parts['month']:02}"
    if "day" not in parts or not certain & {"day", "hour", "weekday"}:
        return "DATE", value
    value = f"{value}-{parts['day']:02}"
    if "hour" not in certain:
        return "DATE", value
    clock = [f"{parts[name]:02}" for name in ("hour", "minute", "second") if name in parts]
    return "TIME", f"{value}T{':'.join(clock)}"
