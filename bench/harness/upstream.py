"""Upstream annotations: a system that wants them is given other systems' and gold's with each document."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import tee

from bench.dataset.suite import Layers
from bench.harness.outcome import Outcome, reason
from bench.harness.reply import numbered
from bench.harness.task import Task
from bench.sdk.model import Document, Timex
from bench.systems.dependencies import Ready

Items = Iterator[Task | Outcome]
"""The tasks to be run, and the outcomes of those that failed before they could be."""


def outcomes(
    ready: Ready,
    tasks_of: Callable[[Ready], Iterator[Task]],
    run_of: Callable[[Ready, Items], Iterator[Outcome]],
    gold_of: Callable[[str], Layers],
) -> Iterator[Outcome]:
    """Yields a system's outcomes, where each document brings the annotations of the systems that it wants.

    ``tasks_of`` has a system's documents, the same in the same order for each; ``run_of`` runs them;
    ``gold_of`` has a document's gold. Each system runs once, whoever wants it, and no further ahead than
    ``run_of`` goes: a stream of any length takes bounded memory.
    """
    streams: dict[str, Iterator[Outcome]] = {}

    def stream(each: Ready) -> Iterator[Outcome]:
        name = each.system.name
        if name not in streams:
            items: Items = iter(tasks_of(each))
            if each.system.wants:
                items = _given(each, items, [stream(wanted) for wanted in each.wanted], gold_of)
            streams[name] = run_of(each, items)
        streams[name], mine = tee(streams[name])
        return mine

    found = stream(ready)
    streams.clear()  # what is kept here would never be read, and so hold every outcome
    return found


def _given(
    ready: Ready, tasks: Items, streams: Sequence[Iterator[Outcome]], gold_of: Callable[[str], Layers]
) -> Items:
    """Yields each task with the wanted annotations in its document.

    If a wanted system has failed, it yields the failure instead.
    """
    warm = len(ready.all())
    for task, *found in zip(tasks, *streams, strict=True):
        assert isinstance(task, Task)
        failed = next((each for each in zip(ready.wanted, found, strict=True) if each[1].layers is None), None)
        if failed is not None:
            cause = f"{failed[0].system.name}, which it wants, failed: {failed[1].failed}"
            yield Outcome(task.document.id, None, failed=reason(cause))
            continue
        said = {
            each.system.name: _only(outcome.layers, each.system.layers)
            for each, outcome in zip(ready.wanted, found, strict=True)
            if outcome.layers is not None
        }
        for layer in ready.system.wanted_gold:
            said[f"gold:{layer}"] = _only(gold_of(task.document.id), (layer,))
        document = annotated(task.document, {want: said[want] for want in ready.system.wants})
        yield replace(task, document=document, warm=warm)


def _only(layers: Layers, names: Sequence[str]) -> Layers:
    """Returns a system's own annotations, without those that it was given."""
    return Layers(
        layers.timexes if "timexes" in names else (),
        layers.events if "events" in names else (),
    )


def annotated(document: Document, said: Mapping[str, Layers]) -> Document:
    """Returns the document with all annotations of ``said``, a mapping from the name of a system → its layers.

    The annotations stand in text order, those of the same span in the order of ``said``. None is left out, so that
    a system can take a vote. Each has the name of its system in ``by``, and a new id (t1, e1). Fields that only
    gold has are left out.
    """
    text = document.text
    timexes = [
        Timex(item.start, item.end, item.type, item.value, item.mod, text=text[item.start : item.end], by=name)
        for name, layers in said.items()
        for item in layers.timexes
    ]
    events = [
        replace(item, text=text[item.start : item.end], id=None, by=name)
        for name, layers in said.items()
        for item in layers.events
    ]
    return replace(
        document,
        timexes=numbered(sorted(timexes, key=lambda item: (item.start, item.end)), "t"),
        events=numbered(sorted(events, key=lambda item: (item.start, item.end)), "e"),
        givers=tuple(said),
    )
