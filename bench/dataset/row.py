"""The id and the day that a row states of its document, read alike for gold, predictions and a corpus."""

from __future__ import annotations

import datetime
from typing import Any


def id_of(stated: Any) -> Any:
    """Returns an id as text where it is a whole number; anything else as it is."""
    return str(stated) if isinstance(stated, int) and not isinstance(stated, bool) else stated


def day_of(stated: Any) -> datetime.date | None:
    """Returns the day of a date, or of a time stamp as it stands; both may be in ISO 8601.

    An empty text and None state no day, for which it returns None. Raises ValueError for anything else.
    """
    if stated is None or stated == "":
        return None
    if isinstance(stated, datetime.datetime):
        return stated.date()
    if isinstance(stated, datetime.date):
        return stated
    try:
        return datetime.datetime.fromisoformat(stated).date()
    except (TypeError, ValueError):
        raise ValueError(f"{stated!r:.60} is no day such as 2023-09-18") from None
