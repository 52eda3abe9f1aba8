"""Days as the values of options."""

from __future__ import annotations

import datetime
import re

import click


def day(text: str) -> datetime.date:
    """Returns the day that a text in the form YYYY-MM-DD names. Raises BadParameter for any other text."""
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII):
            return datetime.date.fromisoformat(text)
    except ValueError:  # the calendar has no such day
        pass
    raise click.BadParameter(f"{text!r} is no day of the calendar; write YYYY-MM-DD, such as 2023-09-19")
