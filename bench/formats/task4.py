"""Timeline files of SemEval-2015 Task 4, as in ``TimeLines_Gold_Standard``: one file for each participant.

The first line names the participant. Each other line has, with tabs between: ordinal, date, mention, and further
mentions of the same event. A mention is document, sentence and word, joined by "-" (the word may contain a "-"
too).
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bench.dataset.note import Note, fold
from bench.dataset.suite import Predictions, Suite, suite_name
from bench.errors import DataError, Fault
from bench.files import digest, read_bytes
from bench.formats.format import Format
from bench.temporal.task4 import Mention, Ordered, TimelineRow, anchor_of

ENDING = ".txt"

_MENTION = re.compile(r"(?P<doc>[^-\s]+)-(?P<sentence>[0-9]{1,9})-(?P<word>.+)")
_ORDINAL = re.compile(r"[0-9]{1,9}")
_DATE = re.compile(r"(?P<year>[0-9X]{4})(?:-(?P<month>[0-9]{2}|XX)(?:-(?P<day>[0-9]{2}|XX))?)?")
_SIGN = re.compile(rb"^[0-9]{1,9}\t[0-9X]{3,4}(-[0-9X]{1,2}){0,2}[\t\r\n]", re.MULTILINE)
"""The row by which a folder is recognised: an ordinal, a tab and a date."""
_ROW_LIKE = re.compile(r"-?[0-9]+\s")
SIGN_WITHIN = 1 << 20
"""The number of bytes of a file that are searched for a row."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """The timeline of one file, and notes on the lines that were ignored."""

    ordered: Ordered
    findings: tuple[Note, ...] = ()
    is_text: bool = False
    """True if the file is some text and no timeline: it has lines, and none of them begins with a number."""


def files(folder: Path) -> list[Path]:
    """Returns the text files of a folder of timelines, by name. There are none if no file has a row.

    Hidden files are ignored, and a path that is no folder has no files.
    """
    if not folder.is_dir():
        return []
    found = sorted(
        path for path in folder.iterdir() if path.suffix == ENDING and path.name[0] != "." and not path.is_dir()
    )
    return found if any(map(_has_row, found)) else []


def _has_row(path: Path) -> bool:
    try:
        if not path.is_file():
            return False
        with path.open("rb") as file:
            return _SIGN.search(file.read(SIGN_WITHIN) + b"\n") is not None
    except OSError:
        return False


def read(folder: Path) -> dict[str, Ordered]:
    """Returns the timelines of a folder, by the names of their files without the ending.

    The timelines of two folders are paired by these names, because the participants' names on the first lines can
    be misspelt, even in gold. Raises DataError, which lists every fault.
    """
    return {name: each.ordered for name, each in _read(folder).items()}


def _read(folder: Path) -> dict[str, Timeline]:
    timelines: dict[str, Timeline] = {}
    faults: list[Fault] = []
    for path in files(folder):
        try:
            timelines[path.stem] = timeline(path)
        except DataError as error:
            faults.extend(error.faults)
    if not timelines and not faults:
        faults.append(Fault(str(folder), 0, f"no timeline files (*{ENDING})", "name a folder that holds them"))
    if faults:
        raise DataError(faults)
    return timelines


def read_gold(folder: Path) -> Suite:
    """Returns the timelines of a folder as gold. Raises DataError, which lists every fault."""
    found = _read(folder)
    hashed = digest({path.name: path for path in files(folder)})
    return Suite(suite_name(folder), "", hashed, (), {}, ordered=_ordered(found), notes=_notes(found))


def check_gold(folder: Path) -> Suite:
    """Returns the timelines of a folder as gold.

    Raises DataError, which lists every fault; a text that is no date is a fault.
    """
    suite = read_gold(folder)
    wrong = [note for each in _read(folder).values() for note in each.findings if note.kind == "date"]
    if wrong:
        remedy = "write YYYY-MM-DD, or coarser, with X for what isn't known"
        raise DataError(Fault(note.path, note.line, note.message.partition(";")[0], remedy) for note in wrong)
    return suite


def read_predictions(folder: Path, _: Suite | None = None) -> Predictions:
    """Returns the timelines of a folder as predictions. Raises DataError, which lists every fault."""
    found = _read(folder)
    return Predictions({}, covers=("timeline",), ordered=_ordered(found), notes=_notes(found))


def _ordered(found: Mapping[str, Timeline]) -> dict[str, Ordered]:
    return {name: each.ordered for name, each in found.items() if not each.is_text}


def _notes(found: Mapping[str, Timeline]) -> tuple[Note, ...]:
    return fold(note for each in found.values() for note in each.findings)


def parse(path: Path) -> Ordered:
    """Returns the ordered timeline of one file, without the notes of `timeline`."""
    return timeline(path).ordered


def timeline(path: Path) -> Timeline:
    """Returns the timeline of one file. Raises DataError, which lists every line that is no row.

    A row with an ordinal and a date but no mention is ignored, as in the official script.
    """
    try:
        path.name.encode()
        text = read_bytes(path).decode("utf-8-sig")
    except UnicodeEncodeError:
        shown = path.name.encode(errors="surrogateescape").decode(errors="backslashreplace")
        fault = Fault(str(path.with_name(shown)), 0, "the file's name isn't UTF-8", "rename the file")
        raise DataError([fault]) from None
    except UnicodeDecodeError as error:
        raise DataError([Fault(str(path), 0, f"not UTF-8 at byte {error.start}", "save it as UTF-8")]) from None
    except OSError as error:
        raise DataError([Fault(str(path), 0, f"it can't be read: {error.strerror}", "put it there")]) from None
    lines = [(number, line.rstrip()) for number, line in enumerate(text.split("\n"), start=1) if line.strip()]
    if len(lines) > 1 and not any(_ROW_LIKE.match(line) for _, line in lines):
        note = Note("text", str(path), 0, "it has no row, so it is no timeline; it is left out")
        return Timeline(Ordered("", ()), (note,), is_text=True)
    participant = ""
    if lines and "\t" not in lines[0][1]:
        participant = lines.pop(0)[1].strip()
    faults: list[Fault] = []
    notes: list[Note] = []
    rows = [row for number, line in lines for row in _row(str(path), number, line, faults, notes)]
    if faults:
        raise DataError(faults)
    if not lines:
        notes.append(Note("empty", str(path), 0, "it has no row: the timeline of this participant is empty"))
    return Timeline(Ordered(participant, tuple(rows)), tuple(notes))


def _row(path: str, number: int, line: str, faults: list[Fault], notes: list[Note]) -> Iterator[TimelineRow]:
    """Yields the row of a line, if it has one. Faults are added to ``faults``, ignored parts to ``notes``."""
    ordinal, *rest = line.split("\t")
    if not _ORDINAL.fullmatch(ordinal) or not rest:
        remedy = "write ordinal, date and mentions with tabs between"
        faults.append(Fault(path, number, f"not a row: {line!r:.60}", remedy))
        return
    mentions: list[Mention] = []
    for cell in rest[1:]:
        found = _MENTION.fullmatch(cell)
        if found is None:
            remedy = "write document-sentence-word, such as 4764-3-sold"
            faults.append(Fault(path, number, f"not a mention: {cell!r:.60}", remedy))
        else:
            mentions.append((found["doc"], int(found["sentence"]), found["word"]))
    date = rest[0]
    if anchor_of(date) is not None and not _is_date(date):
        message = f"the date {date!r:.60} is no YYYY-MM-DD; it equals only itself"
        notes.append(Note("date", path, number, message))
    if mentions:
        yield TimelineRow(int(ordinal), date, tuple(mentions))
    elif len(rest) == 1:
        notes.append(Note("row", path, number, "a row without a mention; it is passed over"))


def _is_date(date: str) -> bool:
    """Returns whether a date exists in the calendar, at any granularity; X stands for an unknown digit."""
    found = _DATE.fullmatch(date)
    if found is None:
        return False
    known = (each if each and each.isdigit() else first for each, first in zip(found.groups(), FIRST, strict=True))
    try:
        datetime.date(*map(int, known))
    except ValueError:
        return False
    return True


FIRST = ("2000", "01", "01")
"""The values that replace an unknown year, month or day; 2000 is a leap year."""


FORMAT = Format(
    name="task4",
    title="timelines of SemEval-2015 Task 4",
    sign=f"*{ENDING}",
    order=900,
    files=files,
    read_gold=read_gold,
    read_predictions=read_predictions,
    check_gold=check_gold,
    tried_on="the gold timelines of SemEval-2015 Task 4",
    ordered=True,
)
