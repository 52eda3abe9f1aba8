"""The question to a language model about a timeline of several articles, and the entries in its answer.

The events are numbered across the articles, each in its context. The model merges those that mention one
happening, chooses which happenings are worth an entry, and dates them. It can only name events that it was given.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from bench.models.quotes import NULLABLE_STRING, STRING, check, in_context, list_of, object_of
from bench.sdk.model import Document, Entry, Event

INSTRUCTIONS = """\
You make one timeline out of English news articles that tell one story. You are given each article's number \
and the day on which it was written (the document creation time, dct), and a numbered list of events. Each \
event stands in square brackets between the words around it, with the number of its article and, after \
"when", the time that a program gave it (EDTF), or a question mark. Answer with the entries of the timeline, \
in the order of time.

- One entry for each happening that the story needs. Leave out what somebody only says, thinks or wants, and \
what is denied or merely possible.
- "mentions": the numbers of all events that mention this happening, in any article. Two happenings of one \
kind at different times are two entries, even if the same people take part.
- "label": the happening in a few words.
- "when", in EDTF (ISO 8601-2), as tight as a careful reader of all articles can say: 2010-06-21; \
2010-06-21/2010-06-25 (it lasted); [2010-06-01..2010-06-21] (it fell somewhere within); 2010-06. Correct the \
program's time where the articles show that it is wrong. null where nothing can be said.
- "participants": the names of those who take part, each in its fullest form.
"""
Mention = tuple[Document, Event]


def mentions(documents: Sequence[Document]) -> list[Mention]:
    """Returns the events of all documents, each with its document, in the order of their numbers."""
    return [(document, event) for document in documents for event in document.events]


def question_of_events(documents: Sequence[Document]) -> str:
    """Returns the question: the articles with their dcts, and the numbered events in context."""
    articles = [f"article {number}, dct {each.dct.isoformat()}" for number, each in enumerate(documents, 1)]
    places = {id(document): number for number, document in enumerate(documents, 1)}
    lines = [
        f"{number}. article {places[id(document)]}, when {event.when or '?'}: "
        + in_context(document.text, event.start, event.end)
        for number, (document, event) in enumerate(mentions(documents), 1)
    ]
    return "\n".join([*articles, "", "events:", *lines])


def schema_of_entries(events: int) -> dict[str, Any]:
    """Returns the JSON schema of the answer to a question about so many events."""
    number = {"type": "integer", "enum": list(range(1, events + 1))}
    entry = {"label": STRING, "when": NULLABLE_STRING, "participants": _texts(), "mentions": _numbers(number)}
    return object_of(entries=list_of(**entry))


def read_entries(answer: Any, documents: Sequence[Document]) -> Iterator[Entry]:
    """Yields the entries of an answer to `question_of_events`. An event that an entry names twice counts once.

    Raises ValueError, with the JSON path, for an answer that doesn't fit the schema.
    """
    given = mentions(documents)
    check(answer, schema_of_entries(len(given)))
    for number, item in enumerate(answer["entries"], 1):
        named = [given[each - 1] for each in dict.fromkeys(item["mentions"])]
        yield Entry(
            str(number),
            label=item["label"],
            when=item["when"],
            participants=tuple(item["participants"]),
            mentions=tuple((document.id, event.id or "") for document, event in named),
        )


def _texts() -> dict[str, Any]:
    return {"type": "array", "items": STRING}


def _numbers(number: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": number}
