"""Open cases of an adjudication as lines of the labelling page, and the decisions in the file that it saves.

A line of an open case is an annotation with four more fields: ``case`` (its key), ``says`` (the annotators who say
so), ``open`` (true until someone keeps it on the page) and ``why``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.counts import plural
from bench.dataset.note import Note
from bench.dataset.suite import Suite
from bench.errors import DataError, Fault
from bench.formats import checks
from bench.formats.jsonl.writing import record_of
from bench.gold import saved
from bench.gold.adjudication import Adjudication, Case, annotation, stated_of
from bench.gold.passes import Marked

EXTRA = ("case", "says", "open", "why")
"""The fields of a line of an open case that no other line has."""


def lines(found: Adjudication, name: str) -> tuple[list[dict[str, Any]], Sequence[Note]]:
    """Returns the lines of the page: what is agreed or decided, and each statement of the open cases.

    The notes tell of links that wait for their ends to be decided.
    """
    covered = tuple(sorted({layer for side in found.passes.sides for layer in side.covers} - {"timeline"}))
    suite = Suite(name, "", "", (), {}, labelled_layers=covered)
    made = list(saved.lines(suite, map(found.annotated, found.documents)))
    waiting = 0
    for case in found.open:
        if case.layer == "links":
            waiting += 1
        else:
            made.extend(_open(case))
    notes = []
    if waiting:
        left = plural(waiting, "open link")
        message = f"{left} left out of the page; decide links in the terminal when the rest is settled"
        notes.append(Note("links", name, 0, message))
    return made, notes


def _open(case: Case) -> Iterator[dict[str, Any]]:
    for number, option in enumerate(case.options, start=1):
        if option.value is None or isinstance(option.value, str):
            continue
        named = {"id": f"{case.key[:6]}-{number}"} if case.layer != "ignore" else {}
        yield {
            "layer": case.layer,
            "doc": case.difference.document,
            **named,
            **stated_of(option.value),
            "case": case.key,
            "says": list(option.names),
            "open": True,
            "why": "",
        }


def decide(found: Adjudication, path: Path | str, *, by: str) -> tuple[int, Sequence[Note]]:
    """Decides the cases that a saved file of the page decides; returns their number, and notes.

    A case is decided if one of its lines was kept, or if none of them is left: then nothing is marked. The notes
    name changes of annotations that weren't open: they aren't taken. Raises DataError for faults of the file.
    """
    path = Path(path)
    faults: list[Fault] = []
    rows = list(saved.objects(path, faults))
    there = {str(row.get("id")) for _, row in rows if row["layer"] == "documents"}
    of_case: dict[str, list[tuple[int, dict[str, Any]]]] = {}
    for number, row in rows:
        of_case.setdefault(str(row.get("case")), []).append((number, row))
    values: list[tuple[Case, Marked | None, str]] = []
    for case in found.open:
        document = case.difference.document
        if case.layer == "links" or document not in there:
            continue
        kept = of_case.get(case.key, [])
        if not kept:
            values.append((case, None, ""))
        elif len(kept) == 1 and not kept[0][1].get("open"):
            number, row = kept[0]
            text = found.passes.documents[document].text
            why = str(row.get("why") or "")
            values.extend((case, value, why) for value in _checked(path, number, row, text, faults))
    if faults:
        raise DataError(faults)
    notes = list(_changed(found, path, rows))
    for case, decided, reason in values:
        found.decide(case, decided, by=by, why=reason)
    return len(values), notes


def _checked(path: Path, number: int, row: Mapping[str, Any], text: str, faults: list[Fault]) -> Iterator[Marked]:
    """Yields the annotation of a line, if it is one and fits the text; else its faults go to ``faults``."""
    try:
        value = _value(row)
        problems = list(checks.check_span(value.start, value.end, value.text, text))
    except (TypeError, KeyError):
        faults.append(Fault(str(path), number, "no annotation of the page", "save the file from the page again"))
        return
    faults.extend(Fault(str(path), number, each.message, each.remedy) for each in problems)
    if not problems:
        yield value


def _value(row: Mapping[str, Any]) -> Marked:
    stated = {name: value for name, value in row.items() if name not in (*EXTRA, "layer", "doc", "id")}
    return annotation(row["layer"], stated)


def _changed(found: Adjudication, path: Path, rows: Sequence[tuple[int, dict[str, Any]]]) -> Iterator[Note]:
    """Yields a note for each annotation that isn't part of an open case and was changed, added or removed."""
    known: dict[str, int] = {}
    for name in found.documents:
        layers = found.annotated(name).layers
        for layer in ("timexes", "events", "ignore"):
            for each in getattr(layers, layer):
                key = _plain({"layer": layer, "doc": name, **record_of(each)})
                known[key] = known.get(key, 0) + 1
    for number, row in rows:
        if row.get("layer") in ("timexes", "events", "ignore") and "case" not in row:
            key = _plain(row)
            known[key] = known.get(key, 0) - 1
            if known[key] < 0:
                message = "an annotation that wasn't open was changed or added on the page; it isn't taken"
                yield Note("changed", str(path), number, message)
    if removed := sum(count for count in known.values() if count > 0):
        message = (
            f"not open, but changed or removed on the page: {plural(removed, 'annotation')}; it stays as it was"
        )
        yield Note("removed", str(path), 0, message)


def _plain(row: Mapping[str, Any]) -> str:
    stated = {name: value for name, value in row.items() if name != "id" and value not in (None, "", [], ())}
    return json.dumps(stated, ensure_ascii=False, sort_keys=True, default=list)
