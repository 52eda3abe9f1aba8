"""Timelines of tilse, T17 and Crisis: dates with the sentences of a summary under each (docs/formats.md).

An entry is a line with a day, the sentences of that day with one on each line, and a line of dashes. The files
name no articles and no events, so they are timelines without documents. Their entries have a date and a label.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from bench.dataset.note import Note, fold
from bench.dataset.suite import Predictions, Suite, suite_name
from bench.errors import DataError, Fault
from bench.files import digest, read_bytes
from bench.formats.format import Format
from bench.sdk.model import Entry

ENDINGS = (".txt", ".timeline")
FIRST_LINE = 64
"""The number of bytes at the start of a file that show its day."""
SIGN_WITHIN = 1 << 16
"""The number of bytes at the start of a file that are searched for the end of its first entry."""
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_DATED = re.compile(rb"(\xef\xbb\xbf)?\s*\d{4}-\d\d-\d\d\s")
_SIGN = re.compile(rb"(\xef\xbb\xbf)?\s*\d{4}-\d\d-\d\d[ \t]*\r?\n(.*\n)*?-{8,}[ \t]*\r?(\n|$)")
_RULE = re.compile(r"-{8,}")


def files(path: Path) -> list[Path]:
    """Returns the timelines of a folder, by name, or the one timeline that the path is.

    A timeline is a file that begins with a day on a line of its own, and has a line of dashes below.
    """
    try:
        found = sorted(each for each in path.iterdir() if each.name[0] != ".") if path.is_dir() else [path]
        return [each for each in found if each.name.lower().endswith(ENDINGS) and each.is_file() and _signed(each)]
    except OSError:
        return []


def _signed(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            start = file.read(FIRST_LINE)
            if _DATED.match(start) is None:  # most texts are told by their first bytes alone
                return False
            return _SIGN.match(start + file.read(SIGN_WITHIN)) is not None
    except OSError:
        return False


def read_gold(path: Path) -> Suite:
    """Returns the timeline of a file, or those of a folder as one. Raises DataError, which lists every fault."""
    found = files(path)
    entries, notes = _read(found)
    hashed = digest({each.name: each for each in found})
    return Suite(
        suite_name(path),
        "",
        hashed,
        (),
        {},
        timeline=entries,
        lent=True,
        labelled_layers=("timeline",),
        notes=notes,
    )


def read_predictions(path: Path, _: Suite | None = None) -> Predictions:
    """Returns the timeline as a prediction. Raises DataError, which lists every fault."""
    entries, notes = _read(files(path))
    return Predictions({}, covers=("timeline",), timeline=entries, notes=notes)


def _read(paths: Sequence[Path]) -> tuple[tuple[Entry, ...], tuple[Note, ...]]:
    entries: list[Entry] = []
    faults: list[Fault] = []
    notes: list[Note] = []
    for path in paths:
        prefix = f"{path.stem} " if len(paths) > 1 else ""
        entries.extend(_entries(path, prefix, faults, notes))
    if len(paths) > 1:
        message = f"{len(paths)} timelines, read as one with the dates of all; name a file to read it alone"
        notes.append(Note("several", str(paths[0].parent), 0, message))
    if faults:
        raise DataError(faults)
    return tuple(entries), fold(notes)


def _entries(path: Path, prefix: str, faults: list[Fault], notes: list[Note]) -> Iterator[Entry]:
    """Yields the entries of a file. Their ids are the days, with a number for a day that comes again."""
    try:
        text = read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        faults.append(Fault(str(path), 0, f"not UTF-8 at byte {error.start} of the file", "save it as UTF-8"))
        return
    except OSError as error:
        faults.append(Fault(str(path), 0, f"it can't be read: {error.strerror}", "mend its rights"))
        return
    lines = [(number, line.strip()) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    seen: dict[str, int] = {}
    for rule, group in groupby(lines, key=lambda line: _RULE.fullmatch(line[1]) is not None):
        if rule:
            continue
        (number, day), *sentences = group
        if not _is_day(day):
            faults.append(Fault(str(path), number, f"{day!r:.60} is no day", "write it as 2023-09-18"))
            continue
        seen[day] = seen.get(day, 0) + 1
        if seen[day] > 1:
            message = f"the day {day} stands in the timeline already; timeline.dates counts it once"
            notes.append(Note("day twice", str(path), number, message))
        if not sentences:
            notes.append(Note("no sentence", str(path), number, f"the day {day} has no sentence; its date counts"))
        name = f"{prefix}{day}" + (f" ({seen[day]})" if seen[day] > 1 else "")
        yield Entry(name, " ".join(sentence for _, sentence in sentences), day)


def _is_day(text: str) -> bool:
    if not _DAY.fullmatch(text):
        return False
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return False
    return True


FORMAT = Format(
    name="tilse",
    title="timelines of tilse, T17 and Crisis",
    sign=" or ".join(f"*{each}" for each in ENDINGS),
    order=330,
    files=files,
    read_gold=read_gold,
    read_predictions=read_predictions,
)
