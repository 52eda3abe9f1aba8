"""Columns of tokens and tags: IOB1, IOB2 (BIO) and BIOES (BILOU), as CoNLL's shared tasks and taggers write them.

A line is a token, with its tag in a further column; a blank line ends a sentence, and -DOCSTART- begins a
document. The text is rebuilt from the tokens: one sentence a line, one space between two tokens. One rule reads
all schemes. B, S and U begin an annotation. I, E and L continue that of the token before, if it has the same label
and its tag isn't E, L, S or U; else they begin one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bench.dataset.suite import Predictions, Suite
from bench.errors import DataError, Fault
from bench.files import read_bytes
from bench.formats.annotated import Annotated, Draft
from bench.formats.parsed import START, named_files, parsed, start_of
from bench.formats.tokens import Tokens
from bench.sdk.model import EVENT_CLASSES, TIMEX_TYPES, Event, Timex

ENDINGS = (".conll", ".iob", ".iob2", ".bio", ".bioes", ".tsv", ".txt")
NEW_DOCUMENT = "-DOCSTART-"
TIMES = ("TIMEX", "TIMEX2", "TIMEX3")
"""The labels of times without a type."""
LAYERS = ("timexes", "events")
_TAG = re.compile(r"O|(?P<prefix>[BIESLU])-(?P<label>\S+)")
_BEGIN, _END = "BSU", "ESLU"


@dataclass(slots=True)
class _Open:
    """An annotation that may go on: its label, its line, and the places of its first and its last token."""

    label: str
    line: int
    first: int
    last: int


def files(path: Path) -> list[Path]:
    """Returns the files of columns in a folder, or the one that the path is; none if no tag marks anything."""
    found = {each: tags for each in named_files(path, ENDINGS) if (tags := _tags(each))}
    return list(found) if any(tags - {"O"} for tags in found.values()) else []


def _tags(path: Path) -> set[str]:
    """Returns the tags at the beginning of a file; empty if it isn't of columns."""
    start = start_of(path)
    lines = start.split("\n")
    if len(start.encode()) >= START - 4:
        lines.pop()  # the line may be cut
    rows = [_cells(line) for line in lines if line.strip()]
    rows = [cells for cells in rows if cells[0] != NEW_DOCUMENT and not _is_comment(cells)]
    column = _column(rows)
    return {cells[column] for cells in rows} if column else set()


def _cells(line: str) -> list[str]:
    return line.rstrip("\r").split("\t") if "\t" in line else line.split()


def _is_comment(cells: Sequence[str]) -> bool:
    return cells[0].startswith("#") and not any(map(_TAG.fullmatch, cells[1:]))


def _column(rows: Sequence[Sequence[str]]) -> int:
    """Returns the last column whose cells are tags on every row; 0 if there is none."""
    width = min(map(len, rows), default=0)
    columns = (at for at in range(width - 1, 0, -1) if all(_TAG.fullmatch(cells[at]) for cells in rows))
    return next(columns, 0)


def parse(path: Path) -> Iterator[Annotated]:
    """Yields the documents of a file. Raises DataError with all faults of the file."""
    lines = [(number, _cells(line)) for number, line in enumerate(_text(path).split("\n"), 1)]
    documents: list[list[tuple[int, list[str]]]] = [[]]
    rows = []
    for number, cells in lines:
        if cells and cells[0] == NEW_DOCUMENT:
            documents.append([])
        elif not "".join(cells).strip():
            documents[-1].append((number, []))
        elif not _is_comment(cells):
            documents[-1].append((number, cells))
            rows.append(cells)
    column = _column(rows)
    if not column:
        yield from _refuse(path, lines)
    documents = [each for each in documents if any(cells for _, cells in each)]
    for at, document in enumerate(documents, 1):
        name = path.stem if len(documents) == 1 else f"{path.stem}-{at}"
        yield _document(Draft(path, name, ""), document, column)


def _text(path: Path) -> str:
    return read_bytes(path).decode("utf-8-sig")


def _refuse(path: Path, lines: Sequence[tuple[int, Sequence[str]]]) -> Iterator[Annotated]:
    """Raises DataError with the lines that have no tag, or for the file if the tags stand in no one column."""
    faults = [
        Fault(str(path), number, "a token without a tag", "write O, or B-, I-, E- or S- with a label")
        for number, cells in lines
        if "".join(cells).strip() and not any(map(_TAG.fullmatch, cells[1:])) and not _is_comment(cells)
    ]
    if not faults:
        faults = [Fault(str(path), 0, "no column has a tag on every line", "write the tags in the last column")]
    raise DataError(faults)
    yield


def _document(draft: Draft, rows: Sequence[tuple[int, Sequence[str]]], column: int) -> Annotated:
    tokens = Tokens()
    found: list[_Open] = []
    before, begins = "O", True
    for number, cells in rows:
        if not cells:
            before, begins = "O", True
            continue
        word, tag = cells[0], cells[column]
        if not word.strip():
            draft.fault(number, "a tag without a token", "write the token in the first column")
            continue
        place = tokens.add(word, begins=begins)
        _take(tag, before, number, place, found, draft)
        before, begins = tag, False
    draft.text = tokens.text
    for each in found:
        _add(each, tokens, draft)
    return draft.finish(sentences=tokens.starts)


def _take(tag: str, before: str, line: int, place: int, found: list[_Open], draft: Draft) -> None:
    """Begins or continues an annotation, as the tag of a token says; ``before`` is the tag of the token before."""
    if tag == "O":
        return
    prefix, label = tag[0], tag[2:]
    goes_on = before != "O" and before[2:] == label and before[0] not in _END
    if prefix in _BEGIN or not goes_on:
        if prefix in "EL":
            message = f"{tag} with no annotation to end; it is read as one token"
            draft.note("end of none", line, message)
        found.append(_Open(label, line, place, place))
    else:
        found[-1].last = place


def _add(each: _Open, tokens: Tokens, draft: Draft) -> None:
    span, label = tokens.span(each.first, each.last), each.label.upper()
    if label in TIMEX_TYPES or label in TIMES:
        draft.add(Timex(*span, label if label in TIMEX_TYPES else None), each.line)
    elif label in EVENT_CLASSES or label == "EVENT":
        draft.add(Event(*span, label if label != "EVENT" else None), each.line)
    else:
        message = f"the label {each.label!r} is no type of a time and no class of an event; it is left out"
        draft.note(f"label {each.label}", each.line, message)


def read_predictions(path: Path, suite: Suite | None) -> Predictions:
    """Returns the files as predictions, which cover the layers that they have annotations of, or both if none."""
    found = _READ.read_predictions(path, suite)
    present = tuple(name for name in LAYERS if any(getattr(each, name) for each in found.layers.values()))
    return replace(found, covers=present or LAYERS)


_READ = parsed(
    files=files,
    parse=parse,
    covers=LAYERS,
    name="bio",
    title="columns of tokens and tags (IOB1, IOB2, BIOES)",
    sign=" or ".join(f"*{each}" for each in ENDINGS),
    order=340,
)
FORMAT = replace(_READ, read_predictions=read_predictions)
