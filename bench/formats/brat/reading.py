"""A document read from an ``.ann`` file and the text beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from bench.dataset import jsonline
from bench.dataset.note import Note
from bench.dataset.suite import SuiteDocument
from bench.errors import DataError, Fault
from bench.files import read_bytes
from bench.formats import file_names, rest
from bench.formats.annotated import Annotated, Draft
from bench.formats.brat import lines, names
from bench.formats.parsed import named_files, start_of
from bench.sdk.model import DCT, RELATIONS, TIMEX_TYPES, Event, Link, Region, Timex
from bench.temporal import edtf, timex3

SIGN = re.compile(r"^([TERAMN]\d\S*|#\d+|\*)\t", re.MULTILINE)
Item = Timex | Event | Region


def files(path: Path) -> Sequence[Path]:
    """Returns the ``.ann`` and ``.txt`` files of a folder, or the two of one document.

    A folder is brat's if an ``.ann`` file has a line of brat's, or is blank and has its text beside it.
    """
    if path.is_file() and path.name.endswith(".txt"):
        path = path.with_suffix(".ann")
    found = named_files(path, [".ann"])
    if not any(_is_brat(each) for each in found):
        return []
    texts = named_files(path, [".txt"]) if path.is_dir() else [path.with_suffix(".txt")]
    return [*found, *(each for each in texts if each.is_file())]


def _is_brat(file: Path) -> bool:
    start = start_of(file)
    return bool(SIGN.search(start)) or (not start.strip() and file.with_suffix(".txt").is_file())


def unread(path: Path) -> Iterator[Note]:
    """Yields a note for each text of a folder without an ``.ann`` file beside it."""
    for each in files(path):
        if each.suffix == ".txt" and not each.with_suffix(".ann").exists():
            message = "a text without an .ann file beside it; it is no document"
            yield Note("text without .ann", str(each), 0, message)


def parse(path: Path) -> Iterable[Annotated]:
    """Yields the document of an ``.ann`` file; a ``.txt`` file is read with it. Raises DataError."""
    if path.suffix != ".txt":
        yield _Reading(path).document()


class _Reading:
    """The reading of one document."""

    def __init__(self, path: Path) -> None:
        beside = path.with_suffix(".txt")
        if not beside.is_file():
            fault = Fault(
                str(path), 0, f"there is no {beside.name} beside it", "put the text of the document there"
            )
            raise DataError([fault])
        # the text is taken as it is, as brat takes it: a byte order mark and each \r count as characters
        self.draft = Draft(path, file_names.id_of(path), _text(beside))
        self.lines = list(lines.read(read_bytes(path).decode("utf-8-sig")))
        self.items: dict[str, tuple[int, Item]] = {}
        """The annotations that are read, with their lines, by their ids in the file."""
        self.left_out: set[str] = set()
        """The ids of annotations that aren't read."""
        self.triggers: dict[str, str] = {}
        """The id of the text-bound annotation for each event of brat."""
        self.stated: set[tuple[str, str]] = set()
        """The attributes that were read, each with the id of its annotation."""

    def document(self) -> Annotated:
        draft = self.draft
        for line in self.lines:
            match line:
                case lines.Bound():
                    self._bound(line)
                case lines.Trigger():
                    self._trigger(line)
                case lines.Other():
                    what = "a normalisation" if line.name == "N" else "an equivalence"
                    draft.note(f"line {line.name}", line.line, f"{what}; it is left out")
                case lines.Malformed():
                    message = f"no line of brat's stand-off format: {line.content!r:.60}"
                    draft.fault(line.line, message, "write it as brat does: T1<tab>DATE 0 6<tab>Monday")
        about = SuiteDocument(draft.id, draft.text)
        for line in self.lines:
            if isinstance(line, lines.Attribute) and line.name not in (names.TO_DCT, names.FROM_DCT):
                self._attribute(line)
            elif isinstance(line, lines.Remark) and line.type == names.REST and line.target == names.DOCUMENT:
                about = self._filled(line, about)
            elif isinstance(line, lines.Remark) and line.type != names.LINK:
                self._remark(line)
        for line in self.lines:
            self._link(line)
        for number, item in self.items.values():
            draft.add(item, number)
        return draft.finish(about.written or about.dct, **rest.described(about))

    def _filled(self, line: lines.Remark, item: Any) -> Any:
        try:
            return rest.filled(item, rest.load(line.text))
        except jsonline.REFUSED as error:
            message = f"the note of type {names.REST} isn't one that bench writes: {error}"
            self.draft.fault(line.line, message, "leave it out, or mend its JSON")
            return item

    def _bound(self, line: lines.Bound) -> None:
        if line.id in self.items or line.id in self.left_out:
            self.draft.fault(line.line, f"the id {line.id!r} stands twice", "give each annotation its own")
            return
        start, end = line.spans[0][0], max(stop for _, stop in line.spans)
        item = _item(line.name, start, end, line.id)
        if item is None:
            self.left_out.add(line.id)
            message = f"the entity {line.name}, which is neither a time expression nor an event; it is left out"
            self.draft.note(f"entity {line.name}", line.line, message)
            return
        self.items[line.id] = line.line, self._worded(line, item)
        self._note_gaps(line)

    def _worded(self, line: lines.Bound, item: Item) -> Item:
        """Returns the annotation; stated words that aren't those of the text are kept, for `Draft` to refuse."""
        text = self.draft.text
        expected = _blanked(" ".join(text[start:end] for start, end in line.spans))
        found = _blanked(line.words)
        if not found or (found.startswith(expected) and not found[len(expected) :].strip()):
            return item
        if len(line.spans) == 1 or not 0 <= item.start < item.end <= len(text):
            return replace(item, text=line.words.strip())
        message = f"the stretches of {line.id} cover {expected!r:.60}, not {line.words!r:.60}"
        self.draft.fault(line.line, message, "mend the offsets: they count code points, and \\r\\n as two")
        return item

    def _note_gaps(self, line: lines.Bound) -> None:
        """Adds a note if anything but ends of lines stands between the stretches of an annotation."""
        text = self.draft.text
        gaps = [text[a[1] : b[0]] for a, b in zip(line.spans, line.spans[1:], strict=False)]
        if any(lines.BREAKS.sub("", gap) for gap in gaps):
            message = f"{line.id} has {len(line.spans)} stretches; it is read from the first to the last"
            self.draft.note("discontinuous annotation", line.line, message)

    def _trigger(self, line: lines.Trigger) -> None:
        self.triggers[line.id] = line.bound
        if line.arguments:
            message = f"the arguments {line.arguments} of the event {line.id}; they are left out"
            self.draft.note("arguments of events", line.line, message)

    def _target(self, name: str, line: int, what: str) -> str | None:
        """Returns the id of the text-bound annotation with this id, or of an event's; None if it isn't read."""
        found = self.triggers.get(name, name)
        if found in self.items:
            return found
        if found in self.left_out:
            message = f"{what} of {name}, which is left out; so is it"
            self.draft.note(f"{what} of what is left out", line, message)
        else:
            self.draft.fault(
                line, f"{what} of {name}, which the file doesn't have", "mend the id, or leave it out"
            )
        return None

    def _attribute(self, line: lines.Attribute) -> None:
        target = self._target(line.target, line.line, "an attribute")
        if target is None:
            return
        field = line.name.casefold()
        item = self.items[target][1]
        if not line.value or field not in _fields(item):
            message = f"the attribute {line.name}, which bench doesn't have; it is left out"
            self.draft.note(f"attribute {line.name}", line.line, message)
        elif (target, field) in self.stated:
            message = f"{line.name} of {line.target} stands twice; the first counts"
            self.draft.note("attribute twice", line.line, message)
        else:
            self._state(target, field, line.value)

    def _state(self, target: str, field: str, value: str) -> None:
        number, item = self.items[target]
        self.stated.add((target, field))
        more: dict[str, Any] = {"class_" if field == "class" else field: value}
        self.items[target] = number, replace(item, **more)

    def _remark(self, line: lines.Remark) -> None:
        """Reads a note: our JSON object, or what an annotator wrote as the value or the date."""
        target = self._target(line.target, line.line, "a note")
        if target is None:
            return
        number, item = self.items[target]
        if line.type == names.REST:
            self.items[target] = number, self._filled(line, item)
            return
        field = {Timex: "value", Event: "when"}.get(type(item), "")
        if line.type != names.NOTE or not field or not is_time(field, line.text):
            due = {"value": "value in TIMEX3", "when": "date in EDTF"}.get(field, "text that bench reads")
            message = f"the note {line.text!r:.60}, which is no {due}; it is left out"
            self.draft.note(f"{line.type} of another sort", line.line, message)
        elif (target, field) in self.stated:
            message = f"the {field} of {line.target} is stated already; the note is left out"
            self.draft.note("value twice", line.line, message)
        else:
            self._state(target, field, line.text)

    def _link(self, line: lines.Line) -> None:
        """Adds the link that a line states, if it states one."""
        match line:
            case lines.Relation():
                ends = [self._target(each, line.line, "a relation") for each in (line.source, line.target)]
                self._joined(line.line, line.name, *ends)
            case lines.Attribute(name=names.TO_DCT):
                self._joined(line.line, line.value, self._target(line.target, line.line, "a relation"), DCT)
            case lines.Attribute(name=names.FROM_DCT):
                self._joined(line.line, line.value, DCT, self._target(line.target, line.line, "a relation"))
            case lines.Remark(type=names.LINK):
                self._joined(line.line, line.text, DCT, DCT)

    def _joined(self, number: int, name: str, source: str | None, target: str | None) -> None:
        if source is None or target is None:
            return
        relation = name.upper().replace("-", "_")
        if relation not in RELATIONS:
            message = f"the relation {name}, which is none of TimeML's; it is left out"
            self.draft.note(f"relation {name}", number, message)
            return
        ends = [end if end == DCT else getattr(self.items[end][1], "id", None) for end in (source, target)]
        if None in ends:
            message = "a relation to a stretch that is no part of the story; it is left out"
            self.draft.note("relation of Ignore", number, message)
        else:
            self.draft.add(Link(str(ends[0]), str(ends[1]), relation), number)


def is_time(field: str, text: str) -> bool:
    """Returns whether a note is the ``value`` of a time expression (TIMEX3) or the ``when`` of an event (EDTF)."""
    try:
        if field == "value":
            timex3.parse(text)
        else:
            edtf.parse(text)
    except ValueError:
        return False
    return True


def _text(path: Path) -> str:
    try:
        return read_bytes(path).decode()
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        fault = Fault(str(path), line, f"not UTF-8 at byte {error.start} of the file", "save it as UTF-8")
        raise DataError([fault]) from None


def _item(name: str, start: int, end: int, id_: str) -> Item | None:
    upper = name.upper()
    if upper in names.TIMEXES:
        return Timex(start, end, upper if upper in TIMEX_TYPES else None, id=id_)
    if upper in names.EVENTS:
        return Event(start, end, None if upper == "EVENT" else upper, id=id_)
    return Region(start, end) if upper == names.IGNORE.upper() else None


def _fields(item: Item) -> Sequence[str]:
    """Returns the fields of an annotation that an attribute may state."""
    if isinstance(item, Timex):
        return ("type", "value", *names.TIMEX_ATTRIBUTES)
    return ("when", *names.EVENT_ATTRIBUTES) if isinstance(item, Event) else ()


def _blanked(words: str) -> str:
    return lines.BREAK.sub(" ", words)
