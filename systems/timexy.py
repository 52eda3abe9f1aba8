# /// script
# requires-python = ">=3.11"
# dependencies = ["timexy==0.1.3", "spacy==3.8.18"]
#
# [tool.uv]
# exclude-newer = "2026-11-21T00:00:00Z"
# ///
"""timexy's spaCy component behind spaCy's blank English pipeline: dates with a year, and lengths.

timexy 0.1.3, MIT. The component has its default settings, with TIMEX3 as its notation. It knows nothing of the day
on which a text was written, so the document creation time doesn't matter.

It finds dates that are written with a month, a year, and mostly a day, the day before the month where both are
figures (10/12/2020 is in December), and years, months, weeks and days counted by figures or by a word up to
twenty. Its TIMEX3 value of a date is always a second of a day; here it is cut to what the tool's own pattern for
the date has: "September 2023" is 2023-09. A month and a number are a month and a year to it: "September 18" is
September 2018, and so it stands here. It has no weekdays, relative dates, clock times, hours, seasons, sets, vague
times or modifiers. Spans are the tool's, in spaCy's characters; nothing is put right.

A given span is read alone. An answer counts if it is the only one and leaves nothing of the span but white space,
"the", and the prepositions at, by, during, for, from, in, of and on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import spacy
from spacy.tokens import Span
from timexy import Timexy

from bench import Document, Timex, system

SAID_OF_NOTHING = re.compile(r"(\s|\b(the|at|by|during|for|from|in|of|on)\b)*", re.IGNORECASE)
"""What may be left of a given span."""


@system(layers=["timexes"], name="timexy")
class TimexyInSpacy:
    """timexy's spaCy component behind spaCy's blank English pipeline: dates with a year, and lengths."""

    def __init__(self) -> None:
        self._pipeline = spacy.blank("en")
        self._pipeline.add_pipe("timexy")

    def extract(self, document: Document) -> Iterator[Timex]:
        """The tool's entities, with their places."""
        for found in self._pipeline(document.text).ents:
            inner = found.text
            start = found.start_char + len(inner) - len(inner.lstrip())
            yield Timex(start, start + len(inner.strip()), *self._type_and_value(found))

    def resolve(self, document: Document, spans: Sequence[tuple[int, int]]) -> Iterator[Timex]:
        """The spans that the tool reads as a whole."""
        for start, end in spans:
            text = document.text[start:end]
            found = self._pipeline(text).ents
            if len(found) == 1 and SAID_OF_NOTHING.fullmatch(
                f"{text[: found[0].start_char]} {text[found[0].end_char :]}"
            ):
                yield Timex(start, end, *self._type_and_value(found[0]))

    def _type_and_value(self, found: Span) -> tuple[str, str]:
        """What the tool's TIMEX3 says, a date without what its patterns don't read."""
        said = dict(re.findall(r'(\w+)="([^"]*)"', found.kb_id_))
        if said["type"] != "DATE":
            return said["type"], said["value"]
        component = self._pipeline.get_pipe("timexy")
        assert isinstance(component, Timexy)
        patterns = [pattern for regex, pattern in component.date_regexes if regex.fullmatch(found.text)]
        return said["type"], said["value"][: 10 if any("%d" in pattern for pattern in patterns) else 7]
