"""The test cases of date parsers as gold: a case is a document, and its answer a time expression.

Each tool has conventions of its own ("next Friday", "this weekend"), so that the cases of each are a suite of its
own. A case is a line of JSON with ``id``, ``input``, ``reference`` and ``expected``; the id tells the tool. Each
module says which cases of a tool are read, and how their answers become TIMEX3 values. A full hour without minutes
(T14) has two right readings, T14:00 and T14, for other tools write "2 pm" with minutes.

================  ==============================  ===================================================
module            cases                           span
================  ==============================  ===================================================
``recognizers``   Microsoft Recognizers-Text      stated
``chrono``        chrono, its default parser      stated; cases without it are left out
``duckling``      Duckling, its default locale    the whole input
``timefhuman``    timefhuman, its default         the whole input
``ctparse``       ctparse                         the whole input
``dateparser``    dateparser                      the whole input
``python_edtf``   python-edtf                     the whole input
================  ==============================  ===================================================
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import msgspec

from bench.dataset.note import Note
from bench.errors import DataError, Fault
from bench.formats.annotated import Annotated, Draft
from bench.formats.expressions import (
    chrono,
    ctparse,
    dateparser,
    duckling,
    python_edtf,
    recognizers,
    timefhuman,
)
from bench.formats.expressions.case import Answer, Case, LeftOutError
from bench.formats.parsed import named_files, parsed, start_of
from bench.formats.token_lines import documents
from bench.sdk.model import Reading, Timex

READERS: Mapping[str, Callable[[Case], list[Answer]]] = {
    "English/DateTimeModel": recognizers.read,
    "duckling/": duckling.read,
    "chrono/": chrono.read,
    "timefhuman/": timefhuman.read,
    "ctparse/": ctparse.read,
    "dateparser/": dateparser.read,
    "python-edtf": python_edtf.read,
}
"""For the beginning of a case's id, the function that reads its answers."""
_SIGN = re.compile(
    rf'\s*\{{(?=[^\n]*"expected"\s*:)[^\n]*"id"\s*:\s*"(?:{"|".join(map(re.escape, READERS))})[^\n]*"input"\s*:'
)
_COMMIT = re.compile(r"^Commit: \S+ \((\d{4}-\d\d-\d\d)\)", re.MULTILINE)
_HOUR = re.compile(r"T\d\d$")
SOURCE = "SOURCE.txt"
"""The file beside the cases that says which commit of the tool they are from."""


def files(path: Path) -> list[Path]:
    """Returns the files of test cases in a folder, or such a file."""
    return named_files(path, (".jsonl",), _SIGN.match)


def parse(path: Path) -> Iterator[Annotated]:
    """Yields a document for each case that is read. Raises DataError with the faults of all lines.

    The notes on cases that are left out are those of the last document.
    """
    found = _COMMIT.search(start_of(path.parent / SOURCE))
    left_out: list[Note] = []
    held: Annotated | None = None
    read = functools.partial(_read, left_out, found[1] if found else None)
    for document in documents(path, Case, read):
        if held is not None:
            yield held
        held = document
    if held is None:
        raise DataError([Fault(str(path), 0, "no case in it can be read", "name a file of test cases")])
    yield replace(held, notes=(*held.notes, *left_out))


def _read(
    left_out: list[Note], source: str | None, case: Case, begin: Callable[[str], Draft], line: int
) -> Annotated | None:
    draft = begin(case.id)
    draft.text = case.input
    reader = next((READERS[each] for each in READERS if case.id.startswith(each)), None)
    if reader is None:
        draft.fault(line, f"{case.id!r} is a case of no tool whose cases bench reads", "leave it out")
        draft.finish()
        return None
    try:
        if not case.input.strip():
            raise LeftOutError("has no words")
        answers = reader(case)
        day = case.stated_day() or source
    except LeftOutError as error:
        left_out.append(Note(f"left out: {error}", str(draft.path), line, f"a case that {error}; it is left out"))
        return None
    except (msgspec.ValidationError, ValueError) as error:
        draft.fault(line, f"the answer of {case.id!r} can't be read: {error}", "mend the line, or leave it out")
        draft.finish()
        return None
    for answer in answers:
        _add(answer, draft, line)
    if not case.reference:
        which = f"its day is that of {SOURCE}'s commit" if source else f"without {SOURCE} it states no day"
        draft.note("no reference", line, f"a case without a reference; {which}")
    return draft.finish(day, sentences=(0,))


def _add(answer: Answer, draft: Draft, line: int) -> None:
    if answer.value is None:
        message = "an answer that is no single TIMEX3 value, such as a range; its span alone is read"
        draft.note("no value", line, message)
    values = answer.values or ((Reading(answer.value),) if answer.value else ())
    readings = tuple(each for value in values for each in _clock(value))
    several = readings if len(readings) > 1 else None
    first = readings[0].value if readings else None
    draft.add(Timex(answer.start, answer.end, answer.type, first, answer.mod, values=several), line)


def _clock(reading: Reading) -> list[Reading]:
    """Returns a reading, or two for a full hour without minutes: first the clock time, then the hour."""
    if not _HOUR.search(reading.value):
        return [reading]
    told = f"{reading.policy}, " if reading.policy else ""
    return [
        Reading(f"{reading.value}:00", f"{told}the clock time"),
        Reading(reading.value, f"{told}the hour as the tool states it"),
    ]


FORMAT = parsed(
    files=files,
    parse=parse,
    covers=("timexes",),
    name="expressions",
    title="test cases of date parsers",
    sign="*.jsonl",
    order=365,
    tried_on="the cases of Recognizers-Text, Duckling, chrono, timefhuman, ctparse, dateparser and python-edtf",
)
