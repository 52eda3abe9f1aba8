"""The attributes of TIMEX2, and what they say in the words of TIMEX3.

The attributes are those of the TIDES standard (Ferro et al. 2005): VAL, MOD, SET, ANCHOR_VAL, ANCHOR_DIR and
COMMENT. TIMEX2 has no types. They are derived from SET and VAL, which leave no choice: what is marked as a set is
a SET, a length is a DURATION, a value with a clock time or a part of the day is a TIME, any other value is a DATE.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from bench.sdk.model import Timex

READ = frozenset(("VAL", "MOD", "SET", "ID"))
"""The attributes that are read, in capitals."""
_LENGTH = re.compile(r"P[\dXT.]")
_CLOCK = re.compile(r"(^|[\dX])T[\dX:A-Z]")


def type_of(value: str | None, set_: str | None) -> str | None:
    """Returns the type of a TIMEX2 with these attributes; None if there is no value and it isn't a set."""
    if (set_ or "").upper() == "YES":
        return "SET"
    if value is None:
        return None
    if _LENGTH.match(value):
        return "DURATION"
    return "TIME" if _CLOCK.search(value) else "DATE"


def timex_of(start: int, end: int, attributes: Mapping[str, str], name: str | None = None) -> Timex:
    """Returns the time expression of a TIMEX2. Its attributes are named in capitals; empty ones state nothing."""
    value, mod = attributes.get("VAL") or None, attributes.get("MOD") or None
    return Timex(start, end, type_of(value, attributes.get("SET")), value, mod, id=name)
