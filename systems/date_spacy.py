# /// script
# requires-python = ">=3.11"
# dependencies = ["date-spacy==0.0.1", "spacy==3.8.18", "dateparser==1.5.0"]
#
# [tool.uv]
# exclude-newer = "2026-11-21T00:00:00Z"
# ///
"""date-spacy's spaCy component behind spaCy's blank English pipeline: days of months.

date-spacy 0.0.1, MIT. It gives what its patterns find to dateparser, with that library's default settings, and so
with the machine's clock as "now"; it has no setting for that. Here the `dateparser` that the component calls is
replaced by one that has midnight of the document creation time as RELATIVE_BASE. All else is the default: a day is
of the document's own year, slashes are month first.

The value is cut to what dateparser read (its period). What the patterns find and dateparser can't read has no
value. In "September 2023" the patterns take "September 20" for a day, in the middle of a word, and then nothing is
found. They take "3-4 people" for the fourth of March, and so it stands here. Types are DATE alone. It has no
weekdays, relative dates, months or years alone, clock times, lengths, sets, vague times or modifiers. Spans are
the tool's, in spaCy's characters; nothing is put right.

A given span is read alone. An answer counts if it is the only one and leaves nothing of the span but white space,
"the", and the prepositions at, by, during, for, from, in, of and on.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence

import spacy
from date_spacy import components
from dateparser.date import DateDataParser

from bench import Document, Timex, system

LENGTHS = {"year": 4, "month": 7, "day": 10}
"""How much of an ISO date a period keeps."""
SAID_OF_NOTHING = re.compile(r"(\s|\b(the|at|by|during|for|from|in|of|on)\b)*", re.IGNORECASE)
"""What may be left of a given span."""


class Dated(datetime.datetime):
    """A datetime that knows how much of it was read."""

    period: str


class AsOf:
    """What the component calls for dateparser, with a day of ours for today."""

    def __init__(self, today: datetime.date) -> None:
        base = datetime.datetime.combine(today, datetime.time())
        self._parser = DateDataParser(settings={"RELATIVE_BASE": base})

    def parse(self, text: str) -> Dated | None:
        """`dateparser.parse`, whose answer is the same, and its period."""
        found = self._parser.get_date_data(text)
        if found.date_obj is None:
            return None
        dated = Dated.fromisoformat(found.date_obj.isoformat())
        dated.period = found.period
        return dated


@system(layers=["timexes"], name="date-spacy")
class DateSpacy:
    """date-spacy's spaCy component behind spaCy's blank English pipeline: days of months."""

    def __init__(self) -> None:
        self._pipeline = spacy.blank("en")
        self._pipeline.add_pipe("find_dates")

    def extract(self, document: Document) -> Iterator[Timex]:
        """The tool's entities, with their places."""
        return self._read(document.text, document.dct)

    def resolve(self, document: Document, spans: Sequence[tuple[int, int]]) -> Iterator[Timex]:
        """The spans that the tool reads as a whole."""
        for start, end in spans:
            text = document.text[start:end]
            found = list(self._read(text, document.dct))
            if len(found) == 1 and SAID_OF_NOTHING.fullmatch(f"{text[: found[0].start]} {text[found[0].end :]}"):
                yield Timex(start, end, found[0].type, found[0].value)

    def _read(self, text: str, today: datetime.date) -> Iterator[Timex]:
        components.dateparser = AsOf(today)
        for found in self._pipeline(text).ents:
            date = found._.date
            value = date.isoformat()[: LENGTHS[date.period]] if date else None
            start = found.start_char + len(found.text) - len(found.text.lstrip())
            yield Timex(start, start + len(found.text.strip()), "DATE", value)
