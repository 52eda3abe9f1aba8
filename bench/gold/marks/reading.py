"""A text with marks in it, read as a document with its annotations."""

from __future__ import annotations

import bisect
import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path

from bench.dataset.sentences import sentences
from bench.errors import DataError, Fault
from bench.files import read_bytes
from bench.formats import checks
from bench.formats.annotated import Annotated, Draft
from bench.formats.checks import Problem
from bench.gold.marks import attributes, header, lines
from bench.gold.marks.attributes import EVENTS, EXAMPLES, QUOTED, TIMEXES, Attributes
from bench.gold.marks.header import Header
from bench.gold.marks.lines import Joined, Placed
from bench.sdk.model import DCT, Event, Link, Region, Timex

ESCAPED = "[]{}|\\-"
"""The characters that a backslash makes part of the text."""
OPENERS = {"[": TIMEXES, "{": EVENTS}
CLOSERS = {"]": "[", "}": "{"}
BRACKETS = {opener: closer for closer, opener in CLOSERS.items()}
END_OF_TEXT = re.compile(r"^---[ \t]*\r?$", re.MULTILINE)
_SIGN = re.compile(r"[\\\[\]{}|]")
_ATTRIBUTES = {closer: re.compile(rf'(?:[^"\n{re.escape(closer)}]|{QUOTED})*+') for closer in CLOSERS}
"""For each closing bracket the expression for the attributes before it."""
_AFTER = 1 << 60
"""The rank of lines after the text: they come after all marks."""
Found = tuple[int, int, int, int, Attributes]
"""The start, the end negated, and the rank of a mark (by which they are sorted), its line, and its attributes."""


def read(path: Path | str, dct: str | None = None) -> Annotated:
    """Returns the document of a text file with marks. Its id is the file's name without its ending.

    ``dct`` is the creation day, if the file states none. The document has a digest and its sentences, and each
    timex and event has an id. Raises DataError with all faults, each with its line and a remedy.
    """
    path = Path(path)
    source = _content(path)
    head = header.parse(source)
    end = END_OF_TEXT.search(source, head.body)
    scan = _Scan(source, head.body, end.start() if end else len(source))
    scan.run()
    text = scan.text
    if end:  # the line end before the line --- doesn't belong to the text
        text = text.removesuffix("\r\n" if end[0].endswith("\r") else "\n")
    draft = Draft(path, head.fields.pop("id", path.stem), text)
    for line, message, remedy in (*head.faults, *scan.faults):
        draft.fault(line, message, remedy)
    rest = source[end.end() + 1 :] if end else ""
    first = source.count("\n", 0, end.end()) + 2 if end else 0
    return _finish(draft, head, dct, scan.marks, enumerate(rest.split("\n"), start=first))


def read_words(path: Path | str, text: Path | str, dct: str | None = None) -> Annotated:
    """Returns the document of a plain text, with the annotations that a file of words states.

    Each line of the file ``path`` is as in `bench.gold.marks.lines`; a first line may state the dct. The text is
    taken as it is; the document's id is its file's name without its ending. Raises DataError with all faults.
    """
    path, text = Path(path), Path(text)
    source = _content(path)
    head = header.parse(source)
    first = source.count("\n", 0, head.body) + 1
    draft = Draft(path, head.fields.pop("id", text.stem), _content(text))
    for line, message, remedy in head.faults:
        draft.fault(line, message, remedy)
    return _finish(draft, head, dct, [], enumerate(source[head.body :].split("\n"), start=first))


def _content(path: Path) -> str:
    """Returns the text of a file, without a byte order mark. Raises DataError if it can't be read."""
    try:
        return read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        fault = Fault(str(path), line, f"not UTF-8 at byte {error.start} of the file", "save it as UTF-8")
    except OSError as error:
        fault = Fault(str(path), 0, f"it can't be read: {error.strerror}", "name a text file")
    raise DataError([fault]) from None


def _finish(
    draft: Draft, head: Header, dct: str | None, found: list[Found], rest: Iterable[tuple[int, str]]
) -> Annotated:
    """Returns the document, with the annotations of its marks and of the lines after the text."""
    links: list[tuple[int, Joined]] = []
    for number, source in rest:
        if not source.strip():
            continue
        match lines.parse(source, draft.text):
            case Problem() as problem:
                draft.fault(number, problem.message, problem.remedy)
            case Joined() as joined:
                links.append((number, joined))
            case Placed() as placed:
                end = placed.start + len(placed.words)
                found.append((placed.start, -end, _AFTER + number, number, placed.attributes))
    found.sort(key=lambda each: each[:3])
    for _, _, _, line, stated in found:
        for problem in stated.problems:
            draft.fault(line, problem.message, problem.remedy)
    if draft.faults:
        raise DataError(draft.faults)
    marked = named([stated.annotation(at, -end, draft.text[at:-end]) for at, end, _, _, stated in found])
    for (_, _, _, line, _), annotation in zip(found, marked, strict=True):
        draft.add(annotation, line)
        if isinstance(annotation, Timex) and annotation.values is not None:
            for problem in checks.check_readings(annotation.value, annotation.values):
                draft.fault(line, problem.message, problem.remedy)
    ends = _Ends(marked)
    for line, joined in links:
        first, second = (ends.find(draft, line, each) for each in (joined.source, joined.target))
        if first and second:
            draft.add(Link(first, second, joined.relation), line)
    day = head.fields.pop("dct", None) or dct
    stated_sentences = head.fields.pop("sentences", None) or sentences(draft.text)
    sha = hashlib.sha256(draft.text.encode()).hexdigest()
    if not draft.text.strip():
        draft.fault(0, "there is no text", "write the text into the file")
    return draft.finish(day, sentences=stated_sentences, sha256=sha, **head.fields)


def named(annotations: Sequence[Timex | Event | Region]) -> list[Timex | Event | Region]:
    """Returns the annotations, in the same order, each timex and event with an id.

    The third timex without an id becomes "t3", unless another annotation states this id.
    """
    taken = {DCT, *(each.id for each in annotations if not isinstance(each, Region) and each.id)}
    numbers = {Timex: 0, Event: 0}
    found: list[Timex | Event | Region] = []
    later: list[int] = []
    for each in annotations:
        if not isinstance(each, Region):
            numbers[type(each)] += 1
            name = own(each, numbers[type(each)])
            if not each.id and name in taken:
                later.append(len(found))
            elif not each.id:
                taken.add(name)
                each = replace(each, id=name)
        found.append(each)
    for at in later:
        each = found[at]
        assert not isinstance(each, Region)
        name = next(name for number in count(1) if (name := own(each, number)) not in taken)
        taken.add(name)
        found[at] = replace(each, id=name)
    return found


def own(annotation: Timex | Event, number: int) -> str:
    """Returns the id that an annotation gets as the one with this number of its layer, counted from 1."""
    return f"{'t' if isinstance(annotation, Timex) else 'e'}{number}"


class _Ends:
    """The ends that links may have: ids, and words that are marked once."""

    def __init__(self, annotations: Iterable[Timex | Event | Region]) -> None:
        self._ids = {DCT}
        self._words: dict[str, list[str]] = {}
        for each in annotations:
            if not isinstance(each, Region):
                assert each.id
                self._ids.add(each.id)
                self._words.setdefault(each.text, []).append(each.id)

    def find(self, draft: Draft, line: int, end: str) -> str | None:
        """Returns the id of a link's end; None, with a fault added to the draft, if it is unknown."""
        if end in self._ids:
            return end
        found = self._words.get(end, [])
        if len(found) == 1:
            return found[0]
        if found:
            draft.fault(line, f"{end!r} is marked {len(found)} times", f"name one by its id: {', '.join(found)}")
        else:
            draft.fault(line, f"{end!r} is no id and no marked words", "name an id, marked words, or dct")
        return None


class _Scan:
    """Reads a text with marks from its source."""

    def __init__(self, source: str, start: int, end: int) -> None:
        self._source, self._at, self._end = source, start, end
        self._pieces: list[str] = []
        self._length = 0
        self._open: list[tuple[str, int, int]] = []
        self._lines = [found.start() for found in re.finditer("\n", source)]
        self.marks: list[Found] = []
        self.faults: list[tuple[int, str, str]] = []

    @property
    def text(self) -> str:
        """The text without marks."""
        return "".join(self._pieces)

    def run(self) -> None:
        """Reads the whole source."""
        while found := _SIGN.search(self._source, self._at, self._end):
            self._add(self._source[self._at : found.start()])
            self._at = found.end()
            self._read(found[0], found.start())
        self._add(self._source[self._at : self._end])
        for bracket, at, _ in self._open:
            remedy = f"close it with |{EXAMPLES[OPENERS[bracket]]}{BRACKETS[bracket]}, or write \\{bracket}"
            self._fault(at, f"the mark that {bracket} opens has no end", remedy)

    def _add(self, piece: str) -> None:
        self._pieces.append(piece)
        self._length += len(piece)

    def _fault(self, at: int, message: str, remedy: str) -> None:
        self.faults.append((bisect.bisect_left(self._lines, at) + 1, message, remedy))

    def _read(self, sign: str, at: int) -> None:
        """Reads what begins with one of the signs; the place after the sign is the current one."""
        if sign == "\\":
            if self._source[self._at : self._at + 1] in tuple(ESCAPED) and self._at < self._end:
                sign = self._source[self._at]
                self._at += 1
            self._add(sign)
        elif sign in OPENERS:
            self._open.append((sign, at, self._length))
        elif sign == "|" and not self._open:
            self._add(sign)
        elif sign == "|":
            self._close()
        elif self._open and self._open[-1][0] == CLOSERS[sign]:
            bracket, opened, start = self._open.pop()
            words = self.text[start:]
            remedy = (
                f"write {bracket}{words}|{EXAMPLES[OPENERS[bracket]]}{sign}, or "
                f"\\{bracket}{words}\\{sign} if the brackets belong to the text"
            )
            self._fault(opened, f"{bracket}{words}{sign} has no bar with attributes", remedy)
        else:
            self._fault(at, f"{sign} closes no mark", f"write \\{sign} if it belongs to the text")
            self._add(sign)

    def _close(self) -> None:
        """Reads the attributes of the innermost mark, and its closing bracket."""
        bracket, opened, start = self._open.pop()
        closer = BRACKETS[bracket]
        found = _ATTRIBUTES[closer].match(self._source, self._at, self._end)
        assert found  # it matches the empty text
        self._at = found.end()
        if self._source[self._at : self._at + 1] != closer or self._at >= self._end:
            remedy = f"end it with {closer} on the same line; a quoted word ends with a second quotation mark"
            self._fault(opened, f"the mark that {bracket} opens has no end", remedy)
            return
        self._at += 1
        if start == self._length:
            self._fault(opened, "a mark without words", "write the words before the bar")
            return
        line = bisect.bisect_left(self._lines, opened) + 1
        stated = attributes.parse(found[0], OPENERS[bracket])
        self.marks.append((start, -self._length, opened, line, stated))
