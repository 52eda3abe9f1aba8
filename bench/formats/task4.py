"""Timeline files of SemEval-2015 Task 4, as ``TimeLines_Gold_Standard`` has them: one file a participant.

The first line names the participant. Each other line has, with tabs between: ordinal, date, mention, and further
mentions of the same event. A mention is document, sentence and word, joined by "-" (the word may have one itself).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from bench.dataset.suite import Predictions, Suite, suite_name
from bench.errors import DataError, Fault
from bench.files import digest
from bench.formats.format import Format
from bench.temporal.task4 import Mention, Ordered, TimelineRow

ENDING = ".txt"

_MENTION = re.compile(r"(?P<doc>[^-\s]+)-(?P<sentence>[0-9]+)-(?P<word>.+)")


def files(folder: Path) -> list[Path]:
    """Returns the timeline files of a folder, by name; none where it holds none, or is no folder."""
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if path.suffix == ENDING and path.is_file())


def read(folder: Path) -> dict[str, Ordered]:
    """Returns the timelines of a folder by their files' names without the ending.

    Two folders are matched by these names, and not by the first line, which systems and even gold misspell. Raises
    DataError with every fault.
    """
    timelines: dict[str, Ordered] = {}
    faults: list[Fault] = []
    for path in files(folder):
        try:
            timelines[path.stem] = parse(path)
        except DataError as error:
            faults.extend(error.faults)
    if not timelines and not faults:
        faults.append(Fault(str(folder), 0, f"no timeline files (*{ENDING})", "name a folder that holds them"))
    if faults:
        raise DataError(faults)
    return timelines


def read_gold(folder: Path) -> Suite:
    """Returns the timelines of a folder as gold. Raises DataError with every fault."""
    hashed = digest({path.name: path for path in files(folder)})
    return Suite(suite_name(folder), "", hashed, (), {}, ordered=read(folder))


def read_predictions(folder: Path, _: Suite | None = None) -> Predictions:
    """Returns the timelines of a folder as predictions. Raises DataError with every fault."""
    return Predictions({}, covers=("timeline",), ordered=read(folder))


def parse(path: Path) -> Ordered:
    """Returns the timeline of one file. Raises DataError with every line that is no row.

    A row with an ordinal and a date but no mention says nothing and is passed over, as the official script does.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataError([Fault(str(path), 0, f"not UTF-8 at byte {error.start}", "save it as UTF-8")]) from None
    except OSError as error:
        raise DataError([Fault(str(path), 0, f"it can't be read: {error.strerror}", "put it there")]) from None
    lines = [(number, line.rstrip()) for number, line in enumerate(text.split("\n"), start=1) if line.strip()]
    participant = ""
    if lines and "\t" not in lines[0][1]:
        participant = lines.pop(0)[1].strip()
    faults: list[Fault] = []
    rows = [row for number, line in lines for row in _row(str(path), number, line, faults)]
    if faults:
        raise DataError(faults)
    return Ordered(participant, tuple(rows))


def _row(path: str, number: int, line: str, faults: list[Fault]) -> Iterator[TimelineRow]:
    """Yields the row of a line, if it has one; its faults go to ``faults``."""
    ordinal, *rest = line.split("\t")
    if not re.fullmatch("[0-9]+", ordinal) or not rest:
        remedy = "write ordinal, date and mentions with tabs between"
        faults.append(Fault(path, number, f"not a row: {line!r:.60}", remedy))
        return
    mentions: list[Mention] = []
    for cell in rest[1:]:
        found = _MENTION.fullmatch(cell)
        if found is None:
            faults.append(
                Fault(
                    path,
                    number,
                    f"not a mention: {cell!r:.60}",
                    "write document-sentence-word, such as 4764-3-sold",
                )
            )
        else:
            mentions.append((found["doc"], int(found["sentence"]), found["word"]))
    if mentions:
        yield TimelineRow(int(ordinal), rest[0], tuple(mentions))


FORMAT = Format(
    name="task4",
    title="timelines of SemEval-2015 Task 4",
    sign=f"*{ENDING}",
    order=3,
    files=files,
    read_gold=read_gold,
    read_predictions=read_predictions,
    ordered=True,
)
