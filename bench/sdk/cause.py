"""The cause of a system's failure in words: what went wrong, where in the system's file, and how to mend it.

Standard library only.
"""

from __future__ import annotations

import contextlib
import datetime
import importlib.util
import re
import sys
import traceback
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from bench.sdk.declare import LAYERS, TIMELINE
from bench.sdk.model import Entry, Event, Link, Timex

RECORDS: dict[str, type[Any]] = {"timexes": Timex, "events": Event, "links": Link, TIMELINE: Entry}
"""The class of each layer's annotations."""
_WRITTEN = {
    "timexes": "Timex(start, end, …)",
    "events": "Event(start, end, …)",
    "links": "Link(source, target, relation)",
    TIMELINE: "Entry(id, …)",
}
_STRINGS = ("id", "type", "value", "mod", "class_", "realis", "when", "label")
_OURS = str(Path(__file__).parent)
_PLACES = 3
"""The greatest number of lines of a file that are named."""


def check_item(item: Any) -> None:
    """Raises TypeError, with a remedy, for an annotation whose type, value or other field is no string."""
    for field in _STRINGS:
        value = getattr(item, field, None)
        if value is not None and not isinstance(value, str):
            remedy = "add .isoformat()" if isinstance(value, datetime.date | datetime.time) else "write a string"
            raise TypeError(f"{field.rstrip('_')} {value!r:.60} is no string; {remedy}")


def no_list(found: Any, layers: Sequence[str], method: str) -> str:
    """Returns the message for a system that returned ``found``, which is no list of annotations."""
    kind = "entries" if TIMELINE in layers else "annotations"
    if isinstance(found, tuple(RECORDS[layer] for layer in layers)):
        remedy = "yield it, or put it into a list"
    elif hasattr(found, "__await__"):
        remedy = "write def, not async def"
    else:
        remedy = f"write `yield {_WRITTEN[layers[0]]}` for each"
    return f"{method} returned {found!r:.80}, not a list of {kind}; {remedy}"


def no_annotation(item: Any, layers: Sequence[str], method: str) -> str:
    """Returns the message for a system that yielded ``item``, which is no annotation of its layers."""
    wanted = " or ".join(RECORDS[layer].__name__ for layer in layers)
    other = next((layer for layer in LAYERS if isinstance(item, RECORDS[layer])), "")
    if other:
        remedy = f'add "{other}" to its layers'
    elif isinstance(item, list | tuple) and item and isinstance(item[0], tuple(RECORDS.values())):
        remedy = "write `yield from` a list"
    else:
        remedy = f"write `yield {_WRITTEN[layers[0]]}`"
    return f"{method} yielded {item!r:.80}, which is no {wanted}; {remedy}"


class Cause:
    """An exception that a system's file raised, or that what it returned or yielded led to."""

    def __init__(self, error: BaseException, path: Path, found: Any = None) -> None:
        """Takes the exception, the system's file, and what the system returned (None if it didn't return)."""
        self._error, self._path = error, path
        self._raised = [
            frame
            for frame in traceback.extract_tb(error.__traceback__)
            if not frame.filename.startswith(_OURS) and not frame.filename.startswith("<frozen importlib")
        ]
        self._yielded = list(_suspended(found))
        self._fault_of_item = not self._raised

    def line(self) -> str:
        """Returns the cause in a line: the exception's type and message, the line of the file, and a remedy."""
        remedy = _remedy(self._error, self._path)
        return f"{type(self._error).__name__}: {self._error}{self._place()}{remedy and f'; {remedy}'}"

    def traceback(self) -> str:
        """Returns the traceback without bench's own frames. It ends where the system's code was."""
        told = traceback.TracebackException.from_exception(self._error)
        told.stack = traceback.StackSummary.from_list([*self._raised, *self._yielded])
        return "".join(told.format())

    def _place(self) -> str:
        frames = [*self._raised, *self._yielded]
        lines = [frame.lineno for frame in frames if frame.filename == str(self._path) and frame.lineno]
        if lines:
            return f" ({self._path.name}:{lines[-1]})"
        places = self._calls() if self._fault_of_item else []
        return f" ({' or '.join(f'{self._path.name}:{line}' for line in places[:_PLACES])})" if places else ""

    def _calls(self) -> list[int]:
        """Returns the lines of the file that make an annotation, or else those that define a system."""
        with contextlib.suppress(OSError):
            lines = self._path.read_text(encoding="utf-8", errors="replace").splitlines()
            for pattern in (r"\b(Timex|Event|Link|Entry)\(", r"^@(\w+\.)?system\b"):
                if found := [at for at, line in enumerate(lines, 1) if re.search(pattern, line.partition("#")[0])]:
                    return found
        return []


def _suspended(found: Any) -> Iterator[traceback.FrameSummary]:
    """Yields the places at which a generator is suspended, from the outermost to the innermost generator."""
    while (frame := getattr(found, "gi_frame", None)) is not None:
        yield traceback.FrameSummary(frame.f_code.co_filename, frame.f_lineno, frame.f_code.co_name)
        found = found.gi_yieldfrom


def _remedy(error: BaseException, path: Path) -> str:
    """Returns what to do about an exception whose own message doesn't say it; empty if that isn't known."""
    if isinstance(error, ModuleNotFoundError) and error.name:
        return _missing(error.name, path)
    if isinstance(error, ImportError) and "relative import" in str(error):
        return "import a module beside the file by its name alone, without a dot"
    if "is not JSON serializable" in str(error):
        return "add .isoformat() to a date" if "type date" in str(error) else "write a string"
    return ""


def _missing(module: str, path: Path) -> str:
    """Returns what to do about a module that can't be imported."""
    top = module.partition(".")[0]
    if (path.parent / f"{top}.py").is_file():
        return f"{top}.py declares a system and isn't imported; move what is shared to a file without @system"
    if top != module and (top in sys.modules or importlib.util.find_spec(top) is not None):
        return f"{top} is there, without it; give the version of {top} that has it in `dependencies`"
    if _of_repository(top, path):
        how = "python -m pip install -e . (and what the script block names in `dependencies`, if there is one)"
        return f"{top} is a package of this repository; install it where bench is: {how}"
    block = f'# dependencies = ["{top}"]'
    return f"add the package that has it to `dependencies` in the script block, such as {block}"


def _of_repository(module: str, path: Path) -> bool:
    """Returns whether a module lies in the project around a file: beside its pyproject.toml, or in its ``src``."""
    for folder in path.absolute().parents:
        if (folder / "pyproject.toml").is_file():
            places = [place / name for place in (folder, folder / "src") for name in (module, f"{module}.py")]
            return any(place.exists() for place in places)
    return False
