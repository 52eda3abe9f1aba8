"""A file with TIMEX2 elements in its text, as WikiWars, ACE and TERN have it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bench.dataset.row import creation_of
from bench.errors import DataError, Fault
from bench.files import read_bytes
from bench.formats.annotated import Annotated, Draft
from bench.formats.timex2.sgml import Markup, Tag, read_sgml
from bench.formats.timex2.values import READ, timex_of

CREATION = ("DATETIME", "DATE_TIME", "DATE")
"""The elements for the creation time; the first of these that a file has counts."""
IDS = ("DOCID", "DOCNO")
"""The elements for the id of the document."""


@dataclass(slots=True)
class Parts:
    """The elements of a file that are read, each as its start and its end in the characters of the file."""

    markup: Markup
    places: dict[str, tuple[int, int]] = field(default_factory=dict)
    """For TEXT, and for each of `CREATION` and `IDS`, the first such element."""
    marks: list[tuple[Tag, int]] = field(default_factory=list)
    """The TIMEX2 elements, each with its end."""
    others: dict[str, int] = field(default_factory=dict)
    """For each other element within TEXT the line of the first."""

    def words(self, names: Iterable[str]) -> str:
        """Returns the characters of the first of these elements that the file has; empty if it has none."""
        for name in names:
            if name in self.places:
                start, end = self.places[name]
                return self.markup.text[start:end].strip()
        return ""

    def creation(self) -> tuple[int, int]:
        """Returns the place of the creation time; 0–0 if there is none."""
        return next((self.places[name] for name in CREATION if name in self.places), (0, 0))


def parse(path: Path) -> Iterator[Annotated]:
    """Yields the document of one file. Raises DataError for markup that isn't sound, and if there is no text."""
    parts = parts_of(path)
    start, end = parts.places["TEXT"]
    draft = Draft(path, parts.words(IDS) or path.stem, parts.markup.text[start:end])
    if not parts.marks:
        draft.note("nothing", 0, "no TIMEX2; the file is read as one in which nothing is annotated")
    for name, line in parts.others.items():
        draft.note(f"element {name}", line, f"the element {name} in TEXT; its characters are read, and no more")
    for entity, line in parts.markup.unknown.items():
        draft.note("entity", line, f"the entity {entity} isn't known; it is read as these characters")
    stated = parts.words(CREATION)
    first, last = parts.creation()
    for tag, stop in parts.marks:
        if first <= tag.at and stop <= last and last:
            stated = tag.attributes.get("VAL") or stated
        elif not (start <= tag.at and stop <= end):
            draft.note("outside", tag.line, "a TIMEX2 outside of TEXT; it isn't scored")
        elif tag.at == stop:
            draft.note("unmarked", tag.line, "a TIMEX2 that marks no text; it isn't scored")
        else:
            draft.add(timex_of(tag.at - start, stop - start, tag.attributes, tag.attributes.get("ID")), tag.line)
            tell_unread(draft, tag)
    yield draft.finish(day_of(draft, stated))


def tell_unread(draft: Draft, tag: Tag) -> None:
    """Notes the attributes of a TIMEX2 that aren't read."""
    for name in sorted(tag.attributes.keys() - READ):
        draft.note(f"TIMEX2 {name}", tag.line, f"TIMEX2 has the attribute {name}; it isn't read")


def day_of(draft: Draft, stated: str) -> datetime.date | None:
    """Returns the day or time stamp that a creation time states; if it is none, returns None and notes it."""
    for each in (stated, stated[:10]):
        try:
            return creation_of(each)
        except ValueError:
            continue
    draft.note("creation day", 0, f"the creation time {stated!r:.60} is no day; no creation time is read of it")
    return None


def parts_of(path: Path) -> Parts:
    """Returns the parts of a file. Raises DataError for elements that aren't closed, and if there is no TEXT."""
    parts = Parts(read_sgml(path, read_bytes(path)))
    open_: dict[str, list[Tag]] = {}
    faults: list[Fault] = []

    def fault(line: int, message: str, remedy: str = "mend the markup") -> None:
        faults.append(Fault(str(path), line, message, remedy))

    known = ("TEXT", "TIMEX2", *CREATION, *IDS)
    for tag in parts.markup.tags:
        if tag.name not in known:
            if "TEXT" in open_ and not tag.closes:
                parts.others.setdefault(tag.name, tag.line)
        elif tag.empty:
            _close(parts, tag, tag)
        elif not tag.closes:
            if tag.name == "TEXT" and ("TEXT" in parts.places or open_.get("TEXT")):
                fault(tag.line, "a second TEXT", "a file is one document: write a file for each text")
            open_.setdefault(tag.name, []).append(tag)
        elif open_.get(tag.name):
            begun = open_[tag.name].pop()
            if not open_[tag.name]:
                del open_[tag.name]
            if tag.name != "TIMEX2" and "TIMEX2" in open_ and open_["TIMEX2"][-1].at >= begun.at:
                fault(open_["TIMEX2"][-1].line, f"a TIMEX2 that isn't closed within {tag.name}")
            _close(parts, begun, tag)
        else:
            fault(tag.line, f"the end of a {tag.name} that doesn't begin")
    for tags in open_.values():
        fault(tags[-1].line, f"a {tags[-1].name} that isn't closed")
    if not faults and "TEXT" not in parts.places:
        fault(0, "no TEXT element", "put the text of the document into TEXT")
    if faults:
        raise DataError(faults)
    return parts


def _close(parts: Parts, begun: Tag, tag: Tag) -> None:
    """Adds an element that ends here."""
    if begun.name == "TIMEX2":
        parts.marks.append((begun, tag.at))
    else:
        parts.places.setdefault(begun.name, (begun.at, tag.at))
