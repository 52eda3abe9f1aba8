"""Examples for a language model's prompt: windows of training documents, with the answers that gold gives."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, zip_longest

from bench.models.quotes import question, question_of_given
from bench.models.windows import windows
from bench.sdk.model import Document, Event, Timex

BEFORE = 3
"""The number of words that an example quotes before a quote that occurs more than once."""


def chosen(training: Sequence[Document], window: str, count: int) -> list[Document]:
    """Returns ``count`` windows of training documents, each a document with the gold timexes and events in it.

    The documents take turns. Within a document the windows with most timexes come first, then those with most
    events, then the earlier ones. A window that overlaps an ignored region of gold is left out, except the whole
    document. Raises ValueError if there are fewer windows.
    """
    of_documents = [
        sorted(_labelled(document, window), key=lambda each: (-len(each.timexes), -len(each.events)))
        for document in training
    ]
    found = [each for each in chain.from_iterable(zip_longest(*of_documents)) if each is not None]
    if len(found) < count:
        raise ValueError(
            f"{count} examples are asked for, and the training documents have {len(found)} as the window is "
            f"{window}; ask for fewer, or for a smaller window"
        )
    return found[:count]


def _labelled(document: Document, window: str) -> Iterator[Document]:
    for start, part in windows(document, window):
        end = start + len(part.text)
        if window != "document" and any(each.start < end and start < each.end for each in document.ignore):
            continue
        yield replace(
            part,
            timexes=tuple(
                replace(each, start=each.start - start, end=each.end - start)
                for each in document.timexes
                if start <= each.start and each.end <= end
            ),
            events=tuple(
                replace(each, start=each.start - start, end=each.end - start)
                for each in document.events
                if start <= each.start and each.end <= end
            ),
        )


def found(example: Document) -> tuple[str, str]:
    """Returns a question about an example's text, and the right answer to it."""
    answer = {
        "timexes": [{**_quoted(each, example.text), **_meaning(each)} for each in example.timexes],
        "events": [
            {**_quoted(each, example.text), "class": each.class_, "realis": each.realis, "when": each.when}
            for each in example.events
            if each.class_ and each.realis
        ],
    }
    return question(example), _compact(answer)


def given(example: Document) -> tuple[str, str]:
    """Returns a question about the given spans of an example's timexes, and the right answer to it."""
    spans = [(each.start, each.end) for each in example.timexes]
    answers = [{"number": number, **_meaning(each)} for number, each in enumerate(example.timexes, 1)]
    return question_of_given(example, spans), _compact({"answers": answers})


def _compact(answer: object) -> str:
    """Returns an answer as JSON without white space, which would cost tokens."""
    return json.dumps(answer, ensure_ascii=False, separators=(",", ":"))


def _meaning(timex: Timex) -> dict[str, str | None]:
    return {"type": timex.type, "value": timex.value, "mod": timex.mod}


def _quoted(item: Timex | Event, text: str) -> dict[str, str]:
    quote = text[item.start : item.end]
    repeated = text.count(quote) > 1
    return {"quote": quote, "before": " ".join(text[: item.start].split()[-BEFORE:]) if repeated else ""}
