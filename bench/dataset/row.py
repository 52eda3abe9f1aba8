"""The id and the creation day in a document's row, read in the same way for gold, predictions and corpora."""

from __future__ import annotations

import datetime
from typing import Any


def id_of(stated: Any) -> Any:
    """Returns an id that is a whole number as text, and any other value unchanged."""
    return str(stated) if isinstance(stated, int) and not isinstance(stated, bool) else stated


def day_of(stated: Any) -> datetime.date | None:
    """Returns the day of a date or a time stamp, each an object or in ISO 8601. A time zone is ignored.

    Returns None for None and for an empty text. Raises ValueError for anything else.
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
