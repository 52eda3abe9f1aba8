"""Questions to a language model about a document, and the annotations from its answers, which quote the text.

The instructions are docs/annotation-scheme.md in short, with examples of their own. The model gets the text and
the dct, and answers with a JSON object (`schema`). Each annotation in it quotes its words; if these occur more
than once in the text, it also quotes the words before them. System files that use this module require jsonschema.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from jsonschema import Draft202012Validator, validators
from jsonschema.exceptions import best_match

from bench.sdk.model import EVENT_CLASSES, MODS, REALIS, TIMEX_TYPES, Document, Event, Timex, Unlocated

STRING: dict[str, Any] = {"type": "string"}
NULLABLE_STRING: dict[str, Any] = {"anyOf": [STRING, {"type": "null"}]}
NEAR = 60
"""The number of characters before and after a given annotation that the model is shown."""
READING = """\
- "type": DATE for a day or coarser, and for the vague past, present and future; TIME for what is finer than \
a day; DURATION for a length; SET for what recurs.
- "value", in TIMEX3 (TimeML): days 2010-06-21, months 2010-06, years 2010, decades 201, weeks 2010-W25, \
week-ends 2010-W25-WE, seasons 2010-SU (SP, SU, FA, WI), quarters 2010-Q2, halves 2010-H1; times \
2010-06-21T15:30, parts of the day 2010-06-21TMO (MO, MI, AF, EV, NI); lengths P3D, P2W, P6M, P10Y, PT4H, \
and PXD for an unstated number of days; PAST_REF, PRESENT_REF, FUTURE_REF for what is vague; sets XXXX-WXX-2 \
(every Tuesday), P1M (every month). Work out relative times from the dct and the text. null if nothing can \
be said.
- "mod": START, MID, END for early, middle and late; APPROX; MORE_THAN, LESS_THAN, EQUAL_OR_MORE, \
EQUAL_OR_LESS; BEFORE, AFTER, ON_OR_BEFORE, ON_OR_AFTER; null without such a word.
"""
"""The part of the instructions about the meaning of time expressions."""
INSTRUCTIONS = (
    """\
You annotate time expressions and events in an English news text. You are given the day on which it was \
written (the document creation time, dct) and the text. Answer with every time expression and every event of \
the story, in the order of the text.

How to quote
- "quote": the words exactly as they stand in the text, letter by letter, with its punctuation marks and its \
mistakes.
- "before": a few words that stand directly before the quote, exactly as in the text, where the same quote \
stands more than once in the text; else an empty string.
- An expression or event that is mentioned again is annotated again.
- Leave out what isn't part of the story: site names, menus, teasers for other stories, credits of photos, \
bylines.

Time expressions
- The shortest phrase that carries the time, without preposition, conjunction or possessive 's: in [the last \
decade], since [Easter 2010], [that night]'s storm, a [three-hour] delay. Determiners and words that change \
the value stay in: [about two weeks], [late June], [every Tuesday]. Two times joined by "and" or "or" are \
two.
- Annotate vague ones too (recently past, present, future). Not: connectives ("meanwhile"), frequency and \
manner ("often"), names that contain a time, events that only imply a date.
"""
    + READING
    + """\

Events
- The one word that names what happens or holds: the main verb without auxiliaries or particles (has \
[melted], [gave] up), the head noun (a heavy [storm], a noisy [parade]), or the predicate adjective (is \
[afraid]).
- Verbs count in any form. Where a verb adds nothing to its noun only the noun counts (made a [promise]). \
Nouns count if the thing can begin, take place, end or change; not qualities, contents, abstract values, or \
parts of names. Participles before a noun don't count.
- "class": REPORTING (says or claims a content), PERCEPTION (see, hear), ASPECTUAL (begin, continue, end), \
I_ACTION (promise, ask, accuse, try, prepare, and what else is done about another event), I_STATE (want, \
believe, fear, be willing, about another event), STATE (holds, a standing attitude, a crisis), OCCURRENCE \
(all else that happens).
- "realis": ACTUAL (asserted to have happened, to be happening or to hold, also by somebody quoted), PLANNED \
(what somebody will do, promises, decides or expects), OTHER (denied, conditional, generic, wished, asked \
for, possible, feared, a purpose). The nearest word that governs the event decides.
- "when", in EDTF (ISO 8601-2), as tight as a careful reader of the whole text can say: 2010-06-21; \
2010-06-21/2010-06-25 (it lasted); [2010-06-01..2010-06-21] (it fell somewhere within); [..2010-06-21] (some \
time before); [2010-06-21..] (some time after); 2008/.. (began then and goes on). null only for what is \
generic or conditional, and where nothing can be said.
"""
)
GIVEN = (
    """\
You read time expressions of an English news text. You are given the day on which it was written (the document \
creation time, dct), the text, and a numbered list of its time expressions, each in square brackets between the \
words around it. Answer for each number what the expression means in its place; leave out what can't be said at \
all.

"""
    + READING
)


def question(document: Document) -> str:
    """Returns the question about a document: its dct and its text, and nothing else."""
    return f"dct: {document.dct.isoformat()}\n\ntext:\n{document.text}"


def question_of_given(document: Document, spans: Sequence[tuple[int, int]]) -> str:
    """Returns the question about given spans: `question`, then a numbered list of the spans in context."""
    lines = [f"{number}. {in_context(document.text, start, end)}" for number, (start, end) in enumerate(spans, 1)]
    return "\n".join([question(document), "", "time expressions:", *lines])


def in_context(text: str, start: int, end: int) -> str:
    """Returns a span in square brackets between the words around it, on one line."""
    words = f"{text[max(0, start - NEAR) : start]}[{text[start:end]}]{text[end : end + NEAR]}"
    return " ".join(words.split())


def schema() -> dict[str, Any]:
    """Returns the JSON schema of the answer to `question`, with only those features that services can enforce."""
    quoted = {"quote": STRING, "before": STRING}
    event = {"class": _word(EVENT_CLASSES), "realis": _word(REALIS), "when": NULLABLE_STRING}
    return object_of(timexes=list_of(**quoted, **_meaning()), events=list_of(**quoted, **event))


def schema_of_given() -> dict[str, Any]:
    """Returns the JSON schema of the answer to `question_of_given`."""
    return object_of(answers=list_of(number={"type": "integer"}, **_meaning()))


def _meaning() -> dict[str, Any]:
    return {"type": _word(TIMEX_TYPES), "value": NULLABLE_STRING, "mod": _nullable(_word(MODS))}


def _nullable(kind: Mapping[str, Any]) -> dict[str, Any]:
    return {"anyOf": [kind, {"type": "null"}]}


def _word(words: Sequence[str]) -> dict[str, Any]:
    return {"type": "string", "enum": list(words)}


def list_of(**fields: Any) -> dict[str, Any]:
    """Returns the schema of a list of objects with these fields."""
    return {"type": "array", "items": object_of(**fields)}


def object_of(**properties: Any) -> dict[str, Any]:
    """Returns the schema of an object with these fields and no others."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def parse(text: str) -> Any:
    """Returns the JSON value that a model wrote. Raises ValueError, which quotes parts of it, if it isn't JSON."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        shown = repr(text) if len(text) <= 100 else f"{text[:60]!r} … {text[-40:]!r}"
        raise ValueError(f"the model wrote no JSON ({error}): {shown}") from None


def read(answer: Any, document: Document) -> Iterator[Timex | Event | Unlocated]:
    """Yields the annotations of an answer to `question`, each with the span of its quote (`Places`).

    If the text doesn't have the quote, the annotation is unlocated. Raises ValueError, with the JSON path, for an
    answer that doesn't fit the schema.
    """
    check(answer, schema())
    for layer in ("timexes", "events"):
        places = Places(document.text)
        for item in answer[layer]:
            start, end = places.take(item["quote"], item["before"]) or (0, 0)
            found: Timex | Event
            if layer == "timexes":
                found = Timex(start, end, item["type"], item["value"], item["mod"], text=item["quote"])
            else:
                found = Event(start, end, item["class"], item["realis"], item["when"], text=item["quote"])
            yield found if end else Unlocated.of(found)


def read_given(answer: Any, spans: Sequence[tuple[int, int]]) -> Iterator[Timex]:
    """Yields a timex for each given span that an answer to `question_of_given` is about; it may leave spans out.

    Raises ValueError for an answer that doesn't fit the schema, and for a number that isn't in the question's list
    or occurs twice.
    """
    check(answer, schema_of_given())
    seen: set[int] = set()
    for item in answer["answers"]:
        number = item["number"]
        if not 1 <= number <= len(spans):
            raise ValueError(f"the answer is about {number}, and {len(spans)} time expressions were given")
        if number in seen:
            raise ValueError(f"the answer is about {number} twice")
        seen.add(number)
        start, end = spans[number - 1]
        yield Timex(start, end, item["type"], item["value"], item["mod"])


class Places:
    """Finds the spans of quotes in a text.

    A quote must have the characters of the text; only white space may differ, such as a line end and a space. A
    quote is searched as whole words, and within words only if it never occurs as whole words. If it occurs once,
    the words that the answer quotes before it don't matter. If it occurs more than once, only the occurrences
    after these words count. Each occurrence is taken once, from left to right; when all are taken, the last is
    taken again.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._found: dict[str, list[tuple[int, int]]] = {}
        self._taken: set[tuple[int, int]] = set()

    def take(self, quote: str, before: str = "") -> tuple[int, int] | None:
        """Returns the span of the next occurrence of a quote after the words ``before``; None if there is none."""
        words = " ".join(quote.split())
        if words not in self._found:
            self._found[words] = _places(words, self._text) if words else []
        places = self._found[words]
        if len(places) > 1 and before.strip():
            places = [place for place in places if self._follows(before, place[0])]
        if not places:
            return None
        place = next((place for place in places if place not in self._taken), places[-1])
        self._taken.add(place)
        return place

    def _follows(self, before: str, start: int) -> bool:
        """Returns whether the words ``before`` end where a quote starts."""
        pattern = r"\s+".join(map(re.escape, before.split()))
        near = self._text[max(0, start - 4 * len(before) - 40) : start]
        return re.search(rf"{pattern}\s*\Z", near) is not None


def _places(words: str, text: str) -> list[tuple[int, int]]:
    """Returns the spans of the words in a text: as whole words, or else within words."""
    pattern = r"\s+".join(map(re.escape, words.split()))
    left = r"(?<!\w)" if words[0].isalnum() else ""
    right = r"(?!\w)" if words[-1].isalnum() else ""
    for form in (f"{left}({pattern}){right}", f"({pattern})"):
        # a lookahead, so that matches may overlap
        if found := [match.span(1) for match in re.finditer(f"(?={form})", text)]:
            return found
    return []


def check(answer: Any, kind: Mapping[str, Any]) -> None:
    """Raises ValueError, with the JSON path, if an answer doesn't fit a schema; additional fields are ignored."""
    error = best_match(_Validator(kind).iter_errors(answer))
    if error is not None:
        error = error.context[0] if error.context else error  # of "a string or null" the error is about the string
        raise ValueError(f"the answer doesn't fit the schema at {error.json_path}: {error.message:.200}")


_Validator = validators.extend(  # type: ignore[no-untyped-call]
    Draft202012Validator,
    {"additionalProperties": lambda *_: iter(())},  # additional fields are ignored
    # JSON Schema accepts 1.0 as an integer; the number of an expression must be an int
    type_checker=Draft202012Validator.TYPE_CHECKER.redefine("integer", lambda _, value: type(value) is int),
)
