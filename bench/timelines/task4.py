"""A timeline as files of SemEval-2015 Task 4: one for each person, with the mentions in the order of time.

The number of a mention's sentence is the number of its line in the text, counted from 0: bench reads the task's
CAT files with one sentence a line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from bench.errors import UsageError
from bench.files import cannot_write, write_text
from bench.timelines.making import Made
from bench.timelines.story import Line, Source, is_named

UNKNOWN = "XXXX-XX-XX"


def write(made: Made, persons: Sequence[str], folder: Path) -> list[Path]:
    """Writes the timeline of each person into a folder. Returns the files. Raises UsageError without persons."""
    if not persons:
        raise UsageError("Task 4's timelines are of one person each; name them by --person")
    texts = {document.id: document.text for document in made.articles.documents}
    files = []
    for person in persons:
        path = folder / f"{re.sub(r'[^a-z0-9]+', '_', person.lower()).strip('_')}.txt"
        lines = [line for line in made.lines if any(is_named(person, name) for name in line.participants)]
        try:
            folder.mkdir(parents=True, exist_ok=True)
            write_text(path, "\n".join([person, *rows(lines, texts)]) + "\n")
        except OSError as error:
            raise cannot_write(path, error) from None
        files.append(path)
    return files


def rows(lines: Sequence[Line], texts: dict[str, str]) -> list[str]:
    """Returns the rows of a person's lines. Lines of one date have one position; undated ones have position 0."""
    dates = sorted({date for line in lines if (date := day(line.when))})
    found = []
    for line in sorted(lines, key=lambda line: day(line.when) or ""):
        date = day(line.when)
        place = dates.index(date) + 1 if date else 0
        mentions = "\t".join(_mention(source, texts) for source in line.sources)
        if mentions:
            found.append(f"{place}\t{date or UNKNOWN}\t{mentions}")
    return found


def day(when: str | None) -> str | None:
    """Returns the day, month or year that places a date in the order: its first one, or A if it is ``[..A]``."""
    if when is None:
        return None
    ends = [end for end in re.split(r"/|\.\.", when.strip("[]")) if end]
    return ends[0] if ends else None


def _mention(source: Source, texts: dict[str, str]) -> str:
    number = re.match(r"\d+", source.article)
    name = number[0] if number else re.sub(r"[-\s]", "_", source.article)
    sentence = texts[source.article].count("\n", 0, source.start)
    return f"{name}-{sentence}-{'_'.join(source.word.split())}"
