"""A narrator: it asks a language model which events of several articles make a timeline."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bench.models.entries import INSTRUCTIONS, mentions, question_of_events, read_entries, schema_of_entries
from bench.models.model import Model, Question
from bench.models.quotes import parse
from bench.sdk.model import Document, Entry, Usage


class Narrator:
    """Asks one model for a timeline, in one request about all articles."""

    def __init__(self, model: Model) -> None:
        self._model = model

    def collect(self, documents: Sequence[Document]) -> Iterator[Entry | Usage]:
        """Yields the entries that the model writes, after its usage. Without events nothing is asked.

        Raises ServiceError or ValueError if the answer can't be used.
        """
        events = mentions(documents)
        if not events:
            return
        question = Question(INSTRUCTIONS, question_of_events(documents), schema_of_entries(len(events)))
        answer = self._model.ask(question, "*")
        yield answer.usage
        yield from read_entries(parse(answer.written()), documents)
