"""The formats in which a comparison can be written to a file or printed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from bench.comparison.compared import Comparison
from bench.comparison.gates import Judgement
from bench.errors import unknown
from bench.files import cannot_write, write_text
from bench.render import comment
from bench.render import comparison as drawn
from bench.render.github import as_annotations

FORMS: Mapping[str, Callable[[Comparison, Sequence[Judgement]], str]] = {
    "markdown": comment.as_markdown,
    "latex": drawn.as_latex,
    "json": drawn.as_json,
    "csv": drawn.as_csv,
    "junit": drawn.as_junit,
    "github": as_annotations,
}
"""For the name of each format, the function that returns a comparison's text in this format."""
ENDINGS: Mapping[str, str] = {".md": "markdown", ".tex": "latex", ".json": "json", ".csv": "csv", ".xml": "junit"}
"""For the extension of a file, the name of its format."""


def check_endings(files: Iterable[Path]) -> None:
    """Raises UsageError for a file whose extension isn't in `ENDINGS`."""
    for file in files:
        if file.suffix not in ENDINGS:
            raise unknown("form for a file ending in", file.suffix, ENDINGS)


def write(files: Iterable[Path], comparison: Comparison, judgements: Sequence[Judgement]) -> None:
    """Writes a comparison to files, each in the format of its extension.

    Raises UsageError if a file can't be written.
    """
    for file in files:
        try:
            write_text(file, FORMS[ENDINGS[file.suffix]](comparison, judgements))
        except OSError as error:
            raise cannot_write(file, error) from None
