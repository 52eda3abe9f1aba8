"""Running systems over a suite: training folds, failures, and predictions checked on the way in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from typing import Any

from bench import protocol
from bench.model import EVENT_CLASSES, MODS, REALIS, TIMEX_TYPES, Document, Event, Timex
from bench.process import DEFAULT_LIMITS, AnswerError, EndedError, Limits, NotStartedError, Process
from bench.registry import System
from bench.suite import Layers, Predictions, Suite, SuiteDocument

Report = Callable[[str], None]
"""Called with a document's id as soon as it is finished."""


def run(
    system: System,
    suite: Suite,
    *,
    documents: Sequence[SuiteDocument] | None = None,
    limits: Limits = DEFAULT_LIMITS,
    report: Report = lambda _: None,
) -> Predictions:
    """A system's predictions for the documents of a suite, or for those named.

    A system that learns is fitted anew for each document, on all the others and in a process of its own, so
    that no document is scored by a model that read it. A document that raises, hangs, kills the process or
    yields what is no annotation of it counts as failed, with the cause; the others go on.
    """
    layers: dict[str, Layers] = {}
    failures: dict[str, str] = {}
    for document, outcome in _outcomes(system, suite, suite.documents if documents is None else documents, limits):
        if isinstance(outcome, Layers):
            layers[document.id] = outcome
        else:
            failures[document.id] = outcome
        report(document.id)
    return Predictions(layers=layers, covers=system.layers, failures=failures)


def _outcomes(
    system: System, suite: Suite, documents: Sequence[SuiteDocument], limits: Limits
) -> Iterator[tuple[Document, Layers | str]]:
    """Each document with its annotations, or with the cause of its failure.

    A system that can't even start is not started again: every document that is left has the same cause.
    """
    with ExitStack() as stack:
        process: Process | None = None
        for position, entry in enumerate(documents):
            document = suite.bare(entry)
            try:
                if process is None or system.learns:
                    stack.close()
                    process = stack.enter_context(Process(system, limits))
                    process.hello()
                    if system.learns:
                        process.fit(training_for(document.id, suite))
                reply = process.extract(protocol.document_to_json(document))
                yield document, read_result(reply, document, system.layers)
            except NotStartedError as error:
                for left in documents[position:]:
                    yield suite.bare(left), str(error)
                return
            except EndedError as error:
                process = None
                yield document, str(error)
            except AnswerError as error:
                yield document, str(error)


def training_for(held_out: str, suite: Suite) -> list[protocol.Message]:
    """The other documents with their gold, as wire objects: leave one document out."""
    return [
        protocol.document_to_json(suite.labelled(entry), labelled=True)
        for entry in suite.documents
        if entry.id != held_out
    ]


def read_result(reply: Mapping[str, Any], document: Document, layers: Sequence[str]) -> Layers:
    """The annotations of a result message, in text order, repeated ones once.

    Raises AnswerError for what is no annotation of this document: offsets outside the text, an empty span, a
    word that TimeML doesn't have, a layer that isn't a list.
    """
    found: dict[str, Any] = {}
    for layer in layers:
        items = reply.get(layer, [])
        if not isinstance(items, list):
            raise AnswerError(f"{layer} is {items!r:.60}, not a list")
        read = _read_timex if layer == "timexes" else _read_event
        annotations = [_placed(item, read, document.text) for item in items]
        found[layer] = tuple(
            sorted(dict.fromkeys(annotations), key=lambda item: (item.start, item.end, repr(item)))
        )
    return Layers(**found)


def _placed(item: Any, read: Callable[[Mapping[str, Any]], Any], text: str) -> Any:
    if not isinstance(item, dict):
        raise AnswerError(f"{item!r:.80} is no annotation")
    start, end = item.get("start"), item.get("end")
    if type(start) is not int or type(end) is not int:
        raise AnswerError(f"{item!r:.120} has no whole-number start and end")
    if not 0 <= start < end <= len(text):
        raise AnswerError(f"the span {start}–{end} is outside the text of {len(text)} characters, or empty")
    return replace(read(item), text=text[start:end])


def _read_timex(item: Mapping[str, Any]) -> Timex:
    timex = protocol.timex_from_json(item)
    _check_word("type", timex.type, TIMEX_TYPES)
    _check_word("mod", timex.mod, MODS)
    _check_string("value", timex.value)
    return timex


def _read_event(item: Mapping[str, Any]) -> Event:
    event = protocol.event_from_json(item)
    _check_word("class", event.class_, EVENT_CLASSES)
    _check_word("realis", event.realis, REALIS)
    _check_string("when", event.when)
    return event


def _check_word(field: str, value: Any, allowed: Sequence[str]) -> None:
    if value is not None and value not in allowed:
        raise AnswerError(f"{field} {value!r:.40} is none of {', '.join(allowed)}")


def _check_string(field: str, value: Any) -> None:
    if value is not None and not isinstance(value, str):
        raise AnswerError(f"{field} {value!r:.40} is no string")
