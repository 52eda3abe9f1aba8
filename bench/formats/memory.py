"""Checks of annotations in memory, by the same rules as for files.

A fault has a path instead of a file: ``$.d.timexes[3].end`` is the end of the fourth time expression of document
``d``.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from bench.dataset.suite import NOTHING, Layers, Predictions, Suite
from bench.errors import DataError, Fault
from bench.formats import checks
from bench.formats.checks import Problem
from bench.sdk.model import Event, Link, Region, Timex, Unlocated

LAYERS: Mapping[type[Any], str] = {
    Timex: "timexes",
    Event: "events",
    Region: "ignore",
    Link: "links",
    Unlocated: "unlocated",
}
"""For each class of annotation its layer."""
WORDS = {
    "timexes": ("type", "mod"),
    "events": ("class", "realis"),
}
"""For each layer the fields whose value must be a word of TimeML, or a word that gold has in this field."""


def layers_of(document: str, given: Layers | Iterable[Any]) -> Layers:
    """Returns the layers of a document, from its annotations in any order.

    Raises DataError for an object that is no annotation.
    """
    if isinstance(given, Layers):
        return given
    found: dict[str, list[Any]] = {}
    faults = []
    for number, item in enumerate(given):
        layer = LAYERS.get(type(item))
        if layer is None:
            message = f"{item!r:.60} is no annotation"
            faults.append(Fault(f"{_place(document)}[{number}]", 0, message, "give Timex, Event or Link objects"))
        else:
            found.setdefault(layer, []).append(item)
    if faults:
        raise DataError(faults)
    return Layers(**{layer: tuple(items) for layer, items in found.items()})


def check_predictions(predictions: Predictions, suite: Suite | None = None) -> Iterator[Fault]:
    """Yields the faults of predictions. Without ``suite``, document ids and the end of texts aren't checked."""
    texts = None if suite is None else {each.id: each.text for each in suite.documents}
    words = _gold_words(suite)
    for document, layers in predictions.layers.items():
        place = _place(document)
        if texts is not None and document not in texts:
            assert suite is not None
            yield unknown_document(document, suite)
            continue
        text = None if texts is None else texts[document]
        for where, problem in _check_layers(document, layers, text, words):
            dot = "." if problem.field else ""
            yield Fault(f"{place}.{where}{dot}{problem.field}", 0, problem.message, problem.remedy)
    yield from _check_timeline(predictions)
    yield from _check_resolved(predictions, suite)


def unknown_document(document: str, suite: Suite) -> Fault:
    """Returns the fault of a document that gold doesn't have, with similar ids if the ids of gold are known."""
    known = [each.id for each in suite.documents]
    near = difflib.get_close_matches(document, known, n=3)
    remedy = f"did you mean {' or '.join(near)}?" if near else "leave it out"
    return Fault(_place(document), 0, f"{suite.name} has no document {document!r}", remedy)


def _check_layers(
    document: str, layers: Layers, text: str | None, words: Mapping[str, set[str]]
) -> Iterator[tuple[str, Problem]]:
    """Yields each problem of a document's annotations, after its path in the document: "timexes[3]"."""
    placed: Sequence[tuple[str, Sequence[Any]]] = (("timexes", layers.timexes), ("events", layers.events))
    for layer, items in placed:
        for number, item in enumerate(items):
            where = f"{layer}[{number}]"
            yield from ((where, problem) for problem in _check_span(item, text))
            for field in WORDS[layer]:
                value = item.class_ if field == "class" else getattr(item, field)
                for problem in checks.check_word(field, value, more=words[field]):
                    yield where, problem
            if isinstance(item, Timex):
                yield from ((where, problem) for problem in _check_confidence(item))
        named = [(number, item.id) for number, item in enumerate(items) if item.id is not None]
        for number, problem in checks.check_distinct(named, "id", lambda first, of=layer: f"at {of}[{first}]"):  # type: ignore[misc]
            yield f"{layer}[{number}]", problem
    ends = checks.link_ends(layers.timexes, layers.events)
    for number, link in enumerate(layers.links):
        for problem in checks.check_link(link.source, link.target, link.relation, ends, document):
            yield f"links[{number}]", problem
    for number, unlocated in enumerate(layers.unlocated):
        for problem in checks.check_unlocated(unlocated.layer):
            yield f"unlocated[{number}]", problem


def _check_confidence(timex: Timex) -> Iterator[Problem]:
    return checks.check_confidence(timex.value, timex.confidence, timex.alternatives)


def _check_span(item: Timex | Event, text: str | None) -> Iterator[Problem]:
    for field, offset in (("start", item.start), ("end", item.end)):
        if type(offset) is not int:
            yield Problem(f"{field} {offset!r} is no offset", "give a whole number", field)
            return
    if text is not None:
        yield from checks.check_span(item.start, item.end, item.text, text)
    elif not 0 <= item.start < item.end:
        message = f"the span {item.start}–{item.end} has no characters"
        yield Problem(message, "count code points from 0, end exclusive", "end" if item.start >= 0 else "start")


def _check_timeline(predictions: Predictions) -> Iterator[Fault]:
    events = {(name, event.id) for name, layers in predictions.layers.items() for event in layers.events}
    for number, entry in enumerate(predictions.timeline):
        for problem in checks.check_mentions(entry.mentions, events):
            yield Fault(f"$.timeline[{number}].mentions", 0, problem.message, problem.remedy)


def _check_resolved(predictions: Predictions, suite: Suite | None) -> Iterator[Fault]:
    if predictions.resolved is None:
        return
    for document, answers in predictions.resolved.timexes.items():
        spans = None if suite is None else {*suite.layers.get(document, NOTHING).spans}
        given = [(number, (answer.start, answer.end)) for number, answer in enumerate(answers)]
        for number, problem in checks.check_given(given, spans):
            place = f"$.resolved{_place(document)[1:]}[{number}].{problem.field}"
            yield Fault(place, 0, problem.message, problem.remedy)


def _gold_words(suite: Suite | None) -> dict[str, set[str]]:
    """Returns the words that gold has in each field; a corpus may have words that TimeML doesn't have."""
    layers = [] if suite is None else list(suite.layers.values())
    timexes = [timex for each in layers for timex in each.timexes]
    events = [event for each in layers for event in each.events]
    return {
        "type": {timex.type for timex in timexes if timex.type},
        "mod": {timex.mod for timex in timexes if timex.mod},
        "class": {event.class_ for event in events if event.class_},
        "realis": {event.realis for event in events if event.realis},
    }


def _place(document: str) -> str:
    """Returns the path of a document in a fault, such as "$.d"."""
    return f"$.{document}" if re.fullmatch(r"[A-Za-z_][\w-]*", document) else f"$[{document!r}]"
