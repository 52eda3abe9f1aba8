"""The id and the creation day in a document's row, read in the same way for gold, predictions and corpora."""

from __future__ import annotations

import datetime
import re
from typing import Any


def id_of(stated: Any) -> Any:
    """Returns an id that is a whole number as text, and any other value unchanged."""
    return str(stated) if isinstance(stated, int) and not isinstance(stated, bool) else stated


def creation_of(stated: Any) -> datetime.date | None:
    """Returns a date or a time stamp (a `datetime.datetime`) from an object or a text in ISO 8601.

    Midnight without an offset from UTC counts as a date, because tables write dates so. Returns None for None and
    for an empty text. Raises ValueError for anything else.
    """
    if stated is None or stated == "":
        return None
    if isinstance(stated, datetime.date) and not isinstance(stated, datetime.datetime):
        return stated
    try:
        text = stated.isoformat(timespec="microseconds") if isinstance(stated, datetime.datetime) else stated
        stamp = datetime.datetime.fromisoformat(text)
    except (TypeError, ValueError):
        raise ValueError(f"{stated!r:.60} is no day such as 2023-09-18") from None
    return stamp.date() if stamp.tzinfo is None and stamp.time() == datetime.time() else stamp


STAMP = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)?)?", re.ASCII)


def strict_creation_of(stated: Any) -> datetime.date | None:
    """Returns the same as `creation_of`, from a date or a time stamp in the extended form of ISO 8601 alone.

    Raises ValueError for anything else but None.
    """
    if stated is not None and not (isinstance(stated, str) and STAMP.fullmatch(stated)):
        raise ValueError(f"dct {stated!r:.60} is neither a day such as 2023-09-18 nor such a day with T09:20:00")
    try:
        return creation_of(stated)
    except ValueError as error:
        raise ValueError(f"dct {error}") from None
