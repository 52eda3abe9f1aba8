"""A test case of a tool, and its answer as a time expression."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

import msgspec

from bench.dataset.row import STAMP
from bench.sdk.model import Reading
from bench.temporal import timex3


class LeftOutError(Exception):
    """Raised for a case that isn't read. Its message says why, and follows "a case that"."""


class Case(msgspec.Struct):
    """A line of a file of test cases."""

    id: str
    input: str
    expected: Any
    """The answer, in the tool's own form; None or empty if the tool must find nothing."""
    reference: str | None = None
    """The reference time, to which "tomorrow" is relative."""
    mode: str = ""
    locale: str = ""
    latent: bool = False
    utc_offset_hours: int | None = None
    not_supported: str | None = None

    def stated_day(self) -> str | None:
        """Returns the reference time in ISO 8601; None without one. Raises LeftOutError for another notation."""
        if not self.reference:
            return None
        whole, _, fraction = self.reference.partition(".")
        if not STAMP.fullmatch(whole) or (fraction and not fraction.isdecimal()):
            raise LeftOutError("has a reference time in no ISO notation")
        if self.utc_offset_hours is None:
            return whole
        sign = "-" if self.utc_offset_hours < 0 else "+"
        return f"{whole}{sign}{abs(self.utc_offset_hours):02}:00"

    @property
    def moment(self) -> datetime.datetime:
        """The reference time. Raises LeftOutError without one."""
        stated = self.stated_day()
        if stated is None:
            raise LeftOutError("needs a reference time and has none")
        return datetime.datetime.fromisoformat(stated).replace(tzinfo=None)

    def whole(self, type_: str | None, value: str | None, mod: str | None = None) -> Answer:
        """Returns an answer whose span is the whole input without white space at its ends."""
        start = len(self.input) - len(self.input.lstrip())
        return Answer(start, len(self.input.rstrip()), type_, well_formed(value), mod)


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a case: a span of its input, and what it means."""

    start: int
    end: int
    type: str | None = None
    value: str | None = None
    """The TIMEX3 value; None if the answer has none."""
    mod: str | None = None
    values: tuple[Reading, ...] = ()
    """All values, if the tool accepts several."""


def well_formed(value: str | None) -> str | None:
    """Returns a value if it is TIMEX3, else None."""
    try:
        return None if value is None else timex3.parse(value).text
    except ValueError:
        return None
