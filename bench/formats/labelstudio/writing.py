"""Annotated documents written as tasks that Label Studio imports."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.dataset.suite import Suite
from bench.formats.annotated import Annotated
from bench.formats.labels import attributes_of, document_attributes, label_of
from bench.formats.labelstudio.config import CHOICES, FROM_DCT, LABEL, TEXT, TEXTS, TO_DCT
from bench.sdk.model import DCT, Event, Link, Region, Timex

ID = "id"
"""The key in a region's ``meta`` that has the id of its annotation, which is null if the annotation has none."""
BAR = " | "
"""The sign between the value and the policy of a reading."""


def write_gold(path: Path, suite: Suite, documents: Iterable[Annotated], lose: Callable[[str], None]) -> None:
    """Writes a file of tasks, one a line: with annotations, or with predictions if the suite is predicted."""
    kind = "predictions" if suite.predicted else "annotations"
    with path.open("w", encoding="utf-8", newline="") as file:
        before = "[\n"
        for each in documents:
            file.write(before + json.dumps(_task(each, kind, suite, lose), ensure_ascii=False))
            before = ",\n"
        file.write("\n]\n" if before != "[\n" else "[]\n")


def _task(annotated: Annotated, kind: str, suite: Suite, lose: Callable[[str], None]) -> dict[str, Any]:
    document = annotated.document
    filled: dict[str, Any] = {"result": list(_results(annotated, lose))}
    if suite.predicted:
        filled = {"model_version": suite.name, **filled}
    # the id isn't called "id": Label Studio's short export has the task's number there
    data = {"doc": document.id, "text": document.text, **document_attributes(document)}
    return {kind: [filled], "data": data}


def _results(annotated: Annotated, lose: Callable[[str], None]) -> Iterator[dict[str, Any]]:
    layers = annotated.layers
    marked: Sequence[Timex | Event | Region] = (*layers.timexes, *layers.events, *layers.ignore)
    names = _names(marked)
    places: dict[str, dict[str, Any]] = {}
    for item, name in zip(marked, names, strict=True):
        place = {"start": item.start, "end": item.end, "text": item.text}
        stated = attributes_of(item)
        own = stated.pop(ID, None)
        if own is not None:
            places.setdefault(own, {"id": name, "value": place})
        yield {
            "id": name,
            **_from(LABEL, "labels"),
            "value": {**place, "labels": [label_of(item)]},
            "meta": {ID: own},
        }
        for attribute, value in stated.items():
            yield from _attribute(name, place, attribute, value, lose)
    for link in layers.links:
        yield _link(link, places)


def _from(name: str, kind: str) -> dict[str, str]:
    return {"from_name": name, "to_name": TEXT, "type": kind}


def _names(marked: Sequence[Timex | Event | Region]) -> list[str]:
    """Returns a name for each region: its annotation's id if no other has it, else one that is free.

    Label Studio itself adds a "#" and more to the names of regions, so they mustn't contain it.
    """
    stated = [None if isinstance(each, Region) else each.id for each in marked]
    taken, names = {DCT, *stated}, []
    used: set[str] = set()
    number = 0
    for name in stated:
        if not name or name in used or name == DCT or "#" in name:
            number += 1
            while f"region-{number}" in taken:
                number += 1
            name = f"region-{number}"
        used.add(name)
        names.append(name)
    return names


def _attribute(
    name: str, place: Mapping[str, Any], attribute: str, value: Any, lose: Callable[[str], None]
) -> Iterator[dict[str, Any]]:
    if attribute in CHOICES:
        yield {"id": name, **_from(attribute, "choices"), "value": {**place, "choices": [value]}}
        return
    if attribute not in TEXTS:
        lose(f"{attribute} that isn't TimeML's")
        return
    if attribute == "values":
        if any(BAR in each["value"] for each in value):
            lose(f"readings of a timex, one of which has {BAR!r} in its value")
            return
        value = [f"{each['value']}{BAR}{each['policy']}" for each in value]
    lines = [value] if isinstance(value, str) else value
    yield {"id": name, **_from(attribute, "textarea"), "value": {**place, "text": lines}}


def _link(link: Link, places: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Returns the relation of a link, or the choice of its one region if the other end is the creation time."""
    source, target = places.get(link.source), places.get(link.target)
    if source is not None and link.target == DCT:
        return _with_dct(TO_DCT, source, link)
    if target is not None and link.source == DCT:
        return _with_dct(FROM_DCT, target, link)
    return {
        "type": "relation",
        "from_id": DCT if source is None else source["id"],
        "to_id": DCT if target is None else target["id"],
        "direction": "right",
        "labels": [link.relation],
    }


def _with_dct(control: str, region: Mapping[str, Any], link: Link) -> dict[str, Any]:
    value = {**region["value"], "choices": [link.relation]}
    return {"id": region["id"], **_from(control, "choices"), "value": value}
