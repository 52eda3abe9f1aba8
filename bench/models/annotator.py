"""An annotator: it asks a language model about a document, by window and with examples, and reads the answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from bench.models import examples
from bench.models.model import Model, Question
from bench.models.quotes import (
    GIVEN,
    INSTRUCTIONS,
    parse,
    question,
    question_of_given,
    read,
    read_given,
    schema,
    schema_of_given,
)
from bench.models.windows import windows
from bench.sdk.model import Document, Event, Timex, Unlocated, Usage

Placed = TypeVar("Placed", bound=Timex | Event)


class Annotator:
    """Asks one model for times and events."""

    def __init__(self, model: Model, window: str = "document") -> None:
        """``window`` is the part of a document that one question is about (`bench.models.windows.WINDOWS`)."""
        self._model, self._window = model, window
        self._examples: Sequence[Document] = ()

    def show(self, training: Sequence[Document], count: int) -> None:
        """Chooses ``count`` examples from labelled documents; every later question shows them to the model."""
        self._examples = examples.chosen(training, self._window, count)

    def extract(self, document: Document) -> Iterator[Timex | Event | Unlocated | Usage]:
        """Yields what the model quotes. Usage comes first: an answer that can't be used has its price too.

        Raises ServiceError or ValueError if an answer can't be used.
        """
        shown = [examples.found(each) for each in self._examples]
        for start, part in windows(document, self._window):
            asked = Question(INSTRUCTIONS, question(part), schema(), shown)
            answer = self._model.ask(asked, document.id)
            yield answer.usage
            for item in read(parse(answer.written()), part):
                yield item if isinstance(item, Unlocated) else _moved(item, start)

    def resolve(self, document: Document, spans: Sequence[tuple[int, int]]) -> Iterator[Timex | Usage]:
        """Yields what the model says of numbered time expressions. A window without a span isn't asked about.

        A span belongs to the window in which it starts.
        """
        shown = [examples.given(each) for each in self._examples if each.timexes]
        parts = list(windows(document, self._window))
        starts = [start for start, _ in parts[1:]]
        for (start, part), end in zip(parts, [*starts, len(document.text)], strict=True):
            inside = [(left - start, right - start) for left, right in spans if start <= left < end]
            if not inside:
                continue
            asked = Question(GIVEN, question_of_given(part, inside), schema_of_given(), shown)
            answer = self._model.ask(asked, document.id)
            yield answer.usage
            for timex in read_given(parse(answer.written()), inside):
                yield _moved(timex, start)


def _moved(item: Placed, by: int) -> Placed:
    return replace(item, start=item.start + by, end=item.end + by)
