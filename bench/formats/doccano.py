"""Sequence labelling of doccano, one document a line, without relations (``label``) and with them (``entities``).

doccano knows the offsets and the label of a span. Everything else stands in the field ``bench`` of the line, which
doccano keeps as metadata and exports again; a span that is still where it was gets its attributes back. Source:
the code for import and export in release 1.8.4.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from bench.dataset.suite import Suite
from bench.formats import labels, rows
from bench.formats.annotated import Annotated, Draft
from bench.formats.carried import EVERYTHING, PREDICTED
from bench.formats.parsed import parsed
from bench.formats.rows import OURS, Row
from bench.sdk.model import DCT, RELATIONS, Event, Link, Region, Timex

Span = tuple[int, int, str]


def _sign(row: Row) -> bool:
    entities, tuples = row.get("entities"), row.get("label", row.get("labels"))
    if isinstance(entities, list):
        stated = all(isinstance(each, dict) and "start_offset" in each for each in entities)
        return stated and bool(entities or "relations" in row)
    return isinstance(tuples, list) and bool(tuples) and all(map(_is_span, tuples))


def _is_span(stated: object) -> bool:
    return isinstance(stated, list) and len(stated) == 3 and [*map(type, stated)] == [int, int, str]


def parse(path: Path) -> Iterator[Annotated]:
    """Yields the documents of a file."""
    return rows.parse(path, _document)


def _document(draft: Draft, line: int, row: Row) -> Annotated:
    ours = rows.mapping(row, OURS)
    name = next((each for each in (ours.get("id"), row.get("id")) if isinstance(each, str | int)), line)
    draft.id = str(name)
    kept = _kept(ours)
    wanted = {each.get(end) for each in rows.items(row, "relations") if isinstance(each, dict) for end in _ENDS}
    ids: dict[Any, str | None] = {}
    for number, (span, entity) in enumerate(_spans(draft, line, row)):
        attributes = dict(next(iter(kept.get(span, [])), {}))
        if kept.get(span):
            kept[span].pop(0)
        elif entity is not None:
            attributes["id"] = str(entity)
        if attributes.get("id") is None and entity in wanted:
            attributes["id"] = str(entity)
        found = _annotation(draft, line, span, attributes)
        if found is not None:
            draft.add(found, line)
            ids[number if entity is None else entity] = getattr(found, "id", None)
    _add_links(draft, line, row, ids, rows.items(ours, "dct_links"))
    return labels.finish(draft, {**row, **ours})


_ENDS = ("from_id", "to_id")
_PLACE = ("start_offset", "end_offset", "label")


def _kept(ours: Row) -> dict[Span, list[Row]]:
    """Returns the attributes that the line states for spans as they were written."""
    kept: dict[Span, list[Row]] = {}
    for each in rows.items(ours, "spans"):
        if isinstance(each, dict) and _is_span(each.get("span")):
            start, end, label = each["span"]
            kept.setdefault((start, end, label), []).append({k: v for k, v in each.items() if k != "span"})
    return kept


def _spans(draft: Draft, line: int, row: Row) -> Iterator[tuple[tuple[Any, Any, Any], Any]]:
    """Yields the spans of a line with the ids of entities, which are None in the form without relations."""
    for each in rows.items(row, "entities"):
        stated = (
            [each.get(key) for key in ("start_offset", "end_offset", "label")] if isinstance(each, dict) else []
        )
        if _is_span(stated):
            start, end, label = stated
            yield (start, end, label), each.get("id")
        else:
            draft.fault(line, f"{each!r:.60} is no entity", "write its id, label, start_offset and end_offset")
    for each in rows.items(row, "label" if "label" in row else "labels"):
        if _is_span(each):
            yield (each[0], each[1], each[2]), None
        else:
            draft.fault(line, f"{each!r:.60} is no span", "write it as [start, end, label]")


def _annotation(draft: Draft, line: int, span: Span, attributes: Row) -> Timex | Event | Region | None:
    start, end, label = span
    try:
        found = labels.annotation(label, start, end, "", attributes)
    except ValueError as error:
        draft.fault(line, f"the span {start}–{end}: {error}", f"mend it in the field {OURS!r}")
        return None
    if found is None:
        draft.note(f"label {label}", line, f"the label {label!r}: {labels.UNKNOWN}")
    return found


def _add_links(draft: Draft, line: int, row: Row, ids: dict[Any, str | None], stated: list[Any]) -> None:
    links: list[Link] = []
    for each in rows.items(row, "relations"):
        ends = [ids.get(each.get(end)) for end in _ENDS] if isinstance(each, dict) else [None]
        if not isinstance(each, dict) or not isinstance(each.get("type"), str):
            draft.fault(line, f"{each!r:.60} is no relation", "write its from_id, to_id and type")
        elif ends[0] is None or ends[1] is None:
            draft.note(
                "relation", line, "a relation is left out, because one end is no timex or event that is read"
            )
        else:
            links.append(Link(ends[0], ends[1], each["type"]))
    for link in rows.inserted(links, stated, {DCT, *ids.values()} - {None}):
        if link.relation not in RELATIONS:
            draft.note(f"relation {link.relation}", line, labels.NO_RELATION.format(link.relation))
        draft.add(link, line)


def write_gold(path: Path, _suite: Suite, documents: Iterable[Annotated], _lose: Callable[[str], None]) -> None:
    """Writes a file with one document a line, in the form with relations."""
    rows.write(path, map(_row, documents))


def _row(annotated: Annotated) -> Row:
    document, layers = annotated.document, annotated.layers
    marked: list[Timex | Event | Region] = [*layers.timexes, *layers.events, *layers.ignore]
    numbers: dict[str | None, int] = {}
    entities, spans = [], []
    for number, item in enumerate(marked):
        label, attributes = labels.label_of(item), labels.attributes_of(item)
        numbers.setdefault(attributes.get("id"), number)
        entities.append({"id": number, "label": label, "start_offset": item.start, "end_offset": item.end})
        spans.append({"span": [item.start, item.end, label], **attributes})
    relations = [
        {"from_id": numbers[each.source], "to_id": numbers[each.target], "type": each.relation}
        for each in layers.links
        if DCT not in (each.source, each.target)
    ]
    ours = {"id": document.id, **labels.document_attributes(document), "spans": spans}
    if dated := rows.with_dct(layers.links):
        ours["dct_links"] = dated
    # doccano reads lines into a table, so each line has the same fields
    return {"id": document.id, "text": document.text, "entities": entities, "relations": relations, OURS: ours}


FORMAT = rows.of_lines(
    parsed(
        parse=parse,
        files=functools.partial(rows.files, sign=_sign),
        name="doccano",
        title="doccano's JSON Lines",
        sign="*.jsonl",
        order=210,
        single=True,
        write_gold=write_gold,
        carries=EVERYTHING - PREDICTED - {"timeline"},
    )
)
"""doccano's JSON Lines."""
