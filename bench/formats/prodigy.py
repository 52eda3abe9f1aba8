"""Prodigy's spans and relations, one document a line.

A span has its attributes as further keys, and the line a field ``bench`` with what the document states besides;
Prodigy keeps keys that it doesn't know. Lines that were rejected or ignored are left out. Source: Prodigy's
documentation of its annotation interfaces.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from bench.dataset.suite import Suite
from bench.formats import labels, rows
from bench.formats.annotated import Annotated, Draft
from bench.formats.carried import EVERYTHING, PREDICTED
from bench.formats.parsed import parsed
from bench.formats.rows import OURS, Row
from bench.sdk.model import DCT, RELATIONS, Event, Link, Region, Timex

Marked = Timex | Event | Region
_MARKS = ("_input_hash", "_task_hash", "answer", "tokens")
"""Fields of lines that Prodigy has written."""


def _sign(row: Row) -> bool:
    spans = row.get("spans")
    if not isinstance(spans, list):
        return "answer" in row and ("_input_hash" in row or "_task_hash" in row)
    stated = all(isinstance(each, dict) and {"start", "end", "label"} <= each.keys() for each in spans)
    return stated and bool(spans or any(mark in row for mark in _MARKS))


def parse(path: Path) -> Iterator[Annotated]:
    """Yields the documents of a file."""
    return rows.parse(path, _document)


def _document(draft: Draft, line: int, row: Row) -> Annotated | None:
    ours, meta = rows.mapping(row, OURS), rows.mapping(row, "meta")
    answer = row.get("answer", "accept")
    if answer != "accept":
        draft.note(f"answer {answer}", line, f"the answer is {answer!r}, so the line is left out")
        return None
    named = (ours.get("id"), meta.get("id"), row.get("id"))
    draft.id = str(next((each for each in named if isinstance(each, str | int)), line))
    wanted = {tuple(_place(each, end)) for each in rows.items(row, "relations") for end in ("head", "child")}
    found: list[Marked] = []
    for number, span in enumerate(rows.items(row, "spans")):
        read = _annotation(draft, line, span, number, wanted)
        if read is not None:
            found.append(read)
            draft.add(read, line)
    _add_links(draft, line, row, found, rows.items(ours, "dct_links"))
    return labels.finish(draft, {**row, **meta, **ours})


def _annotation(draft: Draft, line: int, span: Any, number: int, wanted: set[tuple[Any, ...]]) -> Marked | None:
    """Returns the annotation of a span. If a relation needs its id and it states none, it gets one."""
    label = span.get("label") if isinstance(span, dict) else None
    start, end = (span.get("start"), span.get("end")) if isinstance(span, dict) else (None, None)
    if not isinstance(start, int) or not isinstance(end, int) or not isinstance(label, str):
        draft.fault(line, f"{span!r:.60} is no span", "write its start, end and label")
        return None
    attributes = dict(span)
    if attributes.get("id") is None and (start, end) in wanted:
        attributes["id"] = f"span-{number}"
    try:
        found = labels.annotation(label, start, end, "", attributes)
    except ValueError as error:
        draft.fault(line, f"the span {start}–{end}: {error}", "mend the key, or remove it")
        return None
    if found is None:
        draft.note(f"label {label}", line, f"the label {label!r}: {labels.UNKNOWN}")
    return found


def _place(relation: Any, end: str) -> Sequence[Any]:
    """Returns the offsets of an end of a relation."""
    span = rows.mapping(relation, f"{end}_span") if isinstance(relation, dict) else {}
    return span.get("start"), span.get("end")


def _add_links(draft: Draft, line: int, row: Row, found: Sequence[Marked], stated: list[Any]) -> None:
    links: list[Link] = []
    for each in rows.items(row, "relations"):
        if not isinstance(each, dict) or not isinstance(each.get("label"), str):
            draft.fault(line, f"{each!r:.60} is no relation", "write its head_span, child_span and label")
            continue
        source, target = (_end(each, end, key, found) for end, key in (("head", "source"), ("child", "target")))
        if source is None or target is None:
            draft.note(
                "relation", line, "a relation is left out, because one end is no timex or event that is read"
            )
        else:
            links.append(Link(source, target, each["label"]))
    known: set[str | None] = {DCT, *(each.id for each in found if not isinstance(each, Region))} - {None}
    for link in rows.inserted(links, stated, known):
        if link.relation not in RELATIONS:
            draft.note(f"relation {link.relation}", line, labels.NO_RELATION.format(link.relation))
        draft.add(link, line)


def _end(relation: Row, end: str, key: str, found: Sequence[Marked]) -> str | None:
    """Returns the id of the annotation at an end of a relation: of several there, the one that bench named."""
    place = tuple(_place(relation, end))
    there = [each.id for each in found if (each.start, each.end) == place and not isinstance(each, Region)]
    return (
        relation[key] if relation.get(key) in there else next((each for each in there if each is not None), None)
    )


def write_gold(path: Path, _suite: Suite, documents: Iterable[Annotated], _lose: Callable[[str], None]) -> None:
    """Writes a file with one document a line, cut into tokens so that each span begins and ends with one."""
    rows.write(path, map(_row, documents))


def _row(annotated: Annotated) -> Row:
    document, layers = annotated.document, annotated.layers
    marked: list[Marked] = [*layers.timexes, *layers.events, *layers.ignore]
    tokens = _tokens(document.text, {edge for each in marked for edge in (each.start, each.end)})
    starts = [each["start"] for each in tokens]
    spans: list[Row] = []
    places: dict[str | None, Row] = {}
    for item in marked:
        place: Row = {
            "start": item.start,
            "end": item.end,
            "token_start": bisect_right(starts, item.start) - 1,
            "token_end": bisect_left(starts, item.end) - 1,
            "label": labels.label_of(item),
        }
        attributes = labels.attributes_of(item)
        places.setdefault(attributes.get("id"), place)
        spans.append({**place, "text": item.text, **attributes})
    relations = [
        _relation(link, places[link.source], places[link.target])
        for link in layers.links
        if DCT not in (link.source, link.target)
    ]
    ours = {"id": document.id, **labels.document_attributes(document)}
    if dated := rows.with_dct(layers.links):
        ours["dct_links"] = dated
    return {
        "text": document.text,
        "tokens": tokens,
        "spans": spans,
        "relations": relations,
        "meta": {"id": document.id},
        OURS: ours,
    }


def _relation(link: Link, source: Row, target: Row) -> Row:
    return {
        "head": source["token_end"],
        "child": target["token_end"],
        "head_span": source,
        "child_span": target,
        "label": link.relation,
        "source": link.source,
        "target": link.target,
    }


_TOKEN = re.compile(r"\w+|[^\w\s]|\s")


def _tokens(text: str, edges: set[int]) -> list[dict[str, Any]]:
    """Returns the words, signs and blanks of a text, cut at the edges of spans.

    A single blank after a token belongs to it (``ws``) unless a span begins or ends there.
    """
    tokens: list[dict[str, Any]] = []
    for found in _TOKEN.finditer(text):
        start, end = found.span()
        after = tokens and tokens[-1]["end"] == start and not tokens[-1]["ws"] and not tokens[-1]["text"].isspace()
        if found[0] == " " and after and not {start, end} & edges:
            tokens[-1]["ws"] = True
            continue
        cuts = [start, *sorted(edge for edge in range(start + 1, end) if edge in edges), end]
        for first, last in pairwise(cuts):
            tokens.append({"text": text[first:last], "start": first, "end": last, "id": len(tokens), "ws": False})
    return tokens


FORMAT = rows.of_lines(
    parsed(
        parse=parse,
        files=functools.partial(rows.files, sign=_sign),
        name="prodigy",
        title="Prodigy's JSON Lines",
        sign="*.jsonl",
        order=220,
        single=True,
        write_gold=write_gold,
        carries=EVERYTHING - PREDICTED - {"timeline"},
    )
)
"""Prodigy's JSON Lines."""
