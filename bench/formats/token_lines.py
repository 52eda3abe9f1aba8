"""JSON Lines in which a line is a document, most often of tokens: what the readers of such files share."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

import msgspec

from bench.dataset import jsonline
from bench.errors import DataError, Fault
from bench.files import read_bytes
from bench.formats.annotated import Annotated, Draft
from bench.formats.tokens import Tokens
from bench.sdk.model import EVENT_CLASSES, Event, Span

T = TypeVar("T")
ENDINGS = (".jsonl", ".jsonlines", ".json")


def documents(
    path: Path, record: type[T], read: Callable[[T, Callable[[str], Draft], int], Annotated | None]
) -> Iterator[Annotated]:
    """Yields the document of each line, as ``read`` makes it; none for a line of which it makes None.

    ``read`` gets the line's object, a function that returns the `Draft` for a document's id, and the line's
    number. Raises DataError with the faults of all lines, perhaps after some documents.
    """
    decoder = msgspec.json.Decoder(record)
    faults: list[Fault] = []
    for number, line in enumerate(read_bytes(path).decode("utf-8-sig").split("\n"), 1):
        if not line.strip():
            continue
        try:
            found = decoder.decode(line)
            repeated = jsonline.repeated_key(line)
        except jsonline.REFUSED as error:
            faults.append(Fault(str(path), number, *jsonline.fault_of(error, line)))
            continue
        if repeated is not None:
            faults.append(Fault(str(path), number, f"the field {repeated!r} stands here twice", "keep one"))
            continue
        try:
            document = read(found, lambda name: Draft(path, name, ""), number)
        except DataError as error:
            faults.extend(error.faults)
            continue
        if document is not None and not faults:
            yield document
    if faults:
        raise DataError(faults)


def tokens_of(sentences: Sequence[Sequence[str]], draft: Draft, line: int) -> tuple[Tokens, list[int]]:
    """Returns the tokens of a document, and the place of the first token of each sentence, even of an empty one.

    The text becomes that of ``draft``. A token without characters is a fault.
    """
    tokens = Tokens()
    firsts = []
    for sentence in sentences:
        firsts.append(len(tokens.spans))
        for at, word in enumerate(sentence):
            if not word:
                draft.fault(line, "a token without characters", "give it its characters, or remove it")
            tokens.add(word, begins=at == 0)
    draft.text = tokens.text
    return tokens, firsts


def span_of(tokens: Tokens, first: int, last: int, draft: Draft, line: int) -> Span | None:
    """Returns the span from one token to another, both included; None and a fault if there are no such tokens."""
    if 0 <= first <= last < len(tokens.spans):
        return tokens.span(first, last)
    message = f"the tokens {first}–{last} of {draft.id!r}, which has {len(tokens.spans)}"
    draft.fault(line, message, "count tokens from 0")
    return None


def add_event(draft: Draft, line: int, span: Span, class_: str | None, name: str | None) -> None:
    """Adds an event. Its class is kept as it is; a note tells if it is none of TimeML's."""
    if class_ and class_ not in EVENT_CLASSES:
        draft.note("event class", line, f"the class {class_!r} is none of TimeML's; it is kept as it is")
    draft.add(Event(*span, class_ or None, id=name), line)
