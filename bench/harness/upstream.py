"""Upstream annotations: those that a system wants from other systems or from gold, and gets with each document."""

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
"""Yields a task for each document, or the outcome of a document that failed before the task could run."""


def outcomes(
    ready: Ready,
    tasks_of: Callable[[Ready], Iterator[Task]],
    run_of: Callable[[Ready, Items], Iterator[Outcome]],
    gold_of: Callable[[str], Layers],
) -> Iterator[Outcome]:
    """Yields the outcomes of a system, whose documents come with the annotations that the system wants.

    ``tasks_of`` yields the tasks of a system, for the same documents in the same order for each system. ``run_of``
    runs tasks and yields their outcomes. ``gold_of`` returns the gold of a document. A system that several systems
    want runs only once. The systems run side by side, document by document, so that a stream of any length takes
    bounded memory.
    """
    streams: dict[str, Iterator[Outcome]] = {}
    # these systems are asked in turn: with room for fewer processes, each would start anew for each document
    warm = len(ready.all())

    def stream(each: Ready) -> Iterator[Outcome]:
        name = each.system.name
        if name not in streams:
            items: Items = (replace(task, warm=warm) for task in tasks_of(each))
            if each.system.wants:
                items = _given(each, items, [stream(wanted) for wanted in each.wanted], gold_of)
            streams[name] = run_of(each, items)
        streams[name], mine = tee(streams[name])
        return mine

    found = stream(ready)
    streams.clear()  # nobody reads the copies in this mapping, so they would store every outcome
    return found


def _given(
    ready: Ready, tasks: Items, streams: Sequence[Iterator[Outcome]], gold_of: Callable[[str], Layers]
) -> Items:
    """Yields each task, its document with the annotations of the systems (and gold layers) that ``ready`` wants.

    If one of these systems failed on the document, yields a failed outcome instead.
    """
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
        yield replace(task, document=document)


def _only(layers: Layers, names: Sequence[str]) -> Layers:
    """Returns the timexes and events of ``layers``, each only if ``names`` contains its layer."""
    return Layers(
        layers.timexes if "timexes" in names else (),
        layers.events if "events" in names else (),
    )


def annotated(document: Document, said: Mapping[str, Layers]) -> Document:
    """Returns the document with all timexes and events of ``said``, which maps names of systems to their layers.

    The annotations are in text order; those with the same span are in the order of ``said``. Duplicates are kept,
    so that a system can count votes. Each annotation has the name of its system in ``by``, and a new id (t1, e1).
    Fields that only gold has are left out.
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
