"""Anafora's XML, in which THYME and SCATE are annotated: entities and relations over a text file beside.

The text stands in the folder of the annotations. Its name is that of the file of annotations without one or more
of the parts between dots, with or without ``.txt``: ``ID001`` for ``ID001.Temporal.gold.completed.xml``. A folder
may also hold such folders. Offsets count code points. Sources: Chen and Styler 2013 (Anafora), Styler et al. 2014
(THYME), Bethard and Parker 2016 (SCATE).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from bench.files import read_bytes
from bench.formats import tree
from bench.formats.annotated import Annotated, Draft
from bench.formats.parsed import named_files, parsed
from bench.formats.tree import Element
from bench.sdk.model import DCT, EVENT_CLASSES, RELATIONS, TIMEX_TYPES, Event, Link, Span, Timex

_SIGN = re.compile(r"<data>\s*<(info|schema|annotations)\b")
_SPAN = re.compile(r"([0-9]{1,9}),([0-9]{1,9})")
SCATE = frozenset(
    (
        *("Year", "Two-Digit-Year", "Quarter-Of-Year", "Season-Of-Year", "Month-Of-Year", "Week-Of-Year"),
        *("Day-Of-Month", "Day-Of-Week", "Part-Of-Week", "Part-Of-Day", "AMPM-Of-Day", "Hour-Of-Day"),
        *("Minute-Of-Hour", "Second-Of-Minute", "Calendar-Interval", "Period", "Last", "Next", "This", "Before"),
        *("After", "Between", "NthFromStart", "NthFromEnd", "Every-Nth", "Union", "Intersection", "Sum"),
        "Difference",
    )
)
"""The types of SCATE that are times or parts of times."""


def files(path: Path) -> list[Path]:
    """Returns the files of annotations, and their texts, of a folder or of its folders, or of one file."""
    found = named_files(path, (".xml",), _SIGN.search)
    try:
        within = sorted(each for each in path.iterdir() if each.is_dir()) if path.is_dir() and not found else []
    except OSError:
        within = []
    for folder in within:
        found += named_files(folder, (".xml",), _SIGN.search)
    texts = dict.fromkeys(text for each in found if (text := text_of(each)) is not None)
    return [*found, *texts]


def text_of(annotations: Path) -> Path | None:
    """Returns the text file of a file of annotations; None if there is none beside it."""
    parts = annotations.stem.split(".")
    for count in range(len(parts), 0, -1):
        name = ".".join(parts[:count])
        if not name.strip("."):
            continue
        for beside in (annotations.with_name(name), annotations.with_name(f"{name}.txt")):
            if beside.is_file():
                return beside
    return None


def parse(path: Path) -> Iterator[Annotated]:
    """Yields the document of a file of annotations, and nothing for its text.

    Raises DataError with all faults of the file.
    """
    if path.suffix.lower() != ".xml":
        return
    root = tree.read_tree(path)
    beside = text_of(path)
    name = path.stem if beside is None else beside.name.removesuffix(".txt")
    draft = Draft(path, name, "")
    if root.name != "data":
        draft.fault(root.line, f"the root is {root.name!r}, and not Anafora's data", "leave the file out")
        draft.finish()
    if beside is None:
        remedy = f"put the text beside it, as {path.stem.split('.')[0]} or {path.stem.split('.')[0]}.txt"
        draft.fault(0, "there is no text beside it", remedy)
        draft.finish()
    else:
        draft.text = _text(beside, draft)
    ends: dict[str, str] = {}
    for entity in root.every("entity"):
        _entity(entity, ends, draft)
    for relation in root.every("relation"):
        _relation(relation, ends, draft)
    yield draft.finish()


def _text(path: Path, draft: Draft) -> str:
    try:
        return read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        draft.fault(0, f"its text {path.name} isn't UTF-8 at byte {error.start}", "save it as UTF-8")
        draft.finish()
        raise


def _stated(element: Element, name: str) -> str | None:
    """Returns the text of a child; None if it is absent or empty."""
    child = element.first(name)
    return None if child is None else child.text.strip() or None


def _property(element: Element, name: str) -> str | None:
    """Returns a property; None if it is absent, empty or N/A."""
    properties = element.first("properties")
    value = None if properties is None else _stated(properties, name)
    return None if value == "N/A" else value


def _entity(entity: Element, ends: dict[str, str], draft: Draft) -> None:
    type_, name = _stated(entity, "type"), _stated(entity, "id")
    if type_ == "DOCTIME" and name is not None:
        ends[name] = DCT
    if type_ not in ("TIMEX3", "EVENT") and type_ not in SCATE:
        draft.note(f"type {type_}", entity.line, f"the type {type_!r} is no time and no event; it isn't read")
        return
    span = _span(entity, draft)
    if span is None:
        return
    if name is not None:
        ends[name] = name
    if type_ == "EVENT":
        class_ = _kept(entity, "Type", EVENT_CLASSES, draft)
        if _property(entity, "DocTimeRel") is not None:
            draft.note("DocTimeRel", entity.line, "the relation of an event to the creation time; it isn't read")
        draft.add(Event(*span, class_, id=name), entity.line)
    elif type_ == "TIMEX3":
        draft.add(Timex(*span, _kept(entity, "Class", TIMEX_TYPES, draft), id=name), entity.line)
    else:
        message = f"{type_!r} is a type of SCATE; its span is read as a time without a type and a value"
        draft.note("SCATE", entity.line, message)
        draft.add(Timex(*span, id=name), entity.line)


def _kept(entity: Element, name: str, words: tuple[str, ...], draft: Draft) -> str | None:
    """Returns a property as it is, with a note if it is none of TimeML's words."""
    value = _property(entity, name)
    if value is not None and value not in words:
        draft.note(f"{name} {value}", entity.line, f"{name} {value!r} is none of TimeML's; it is kept as it is")
    return value


def _span(entity: Element, draft: Draft) -> Span | None:
    """Returns the stretch from the first to the last character of an entity; None if it has none."""
    stated = _stated(entity, "span")
    if stated is None:
        draft.note("no span", entity.line, "an entity without a span; it isn't read, and neither are links to it")
        return None
    parts = [_SPAN.fullmatch(each.strip()) for each in stated.split(";")]
    spans = sorted((int(each[1]), int(each[2])) for each in parts if each)
    if len(spans) < len(parts):
        draft.fault(entity.line, f"the span {stated!r:.40}", "write start,end with ; between the parts")
        return None
    if any(draft.text[end:start].strip() for (_, end), (start, _) in pairwise(spans)):
        message = "an entity with other words between its own; it is read from its first character to its last"
        draft.note("gap", entity.line, message)
    return spans[0][0], max(end for _, end in spans)


def _relation(relation: Element, ends: dict[str, str], draft: Draft) -> None:
    type_ = _stated(relation, "type")
    if type_ != "TLINK":
        draft.note(f"relation {type_}", relation.line, f"a relation of the type {type_!r}; it isn't read")
        return
    stated = [_property(relation, each) for each in ("Source", "Target")]
    known = [ends.get(each or "") for each in stated]
    source, target, word = *known, _property(relation, "Type")
    if source is None or target is None:
        missing = stated[0] if source is None else stated[1]
        draft.note(
            "TLINK end", relation.line, f"a TLINK with the end {missing!r}, which isn't read; it is left out"
        )
    elif word is None:
        draft.note("TLINK relation", relation.line, "a TLINK without a Type; it is left out")
    else:
        word = "INCLUDES" if word == "CONTAINS" else word
        if word not in RELATIONS:
            message = f"{word!r} is no relation of TimeML; tlink.plain alone compares it"
            draft.note("relation", relation.line, message)
        draft.add(Link(source, target, word), relation.line)


FORMAT = parsed(
    files=files,
    parse=parse,
    name="anafora",
    title="Anafora's XML",
    sign="*.xml",
    order=350,
)
