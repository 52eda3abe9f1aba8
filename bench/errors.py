"""Errors that a user can act on.

::

    BenchError              anything that bench refuses; the base class of the others
     ├─ NotReadyError       a system that can't run on this machine yet
     ├─ UsageError          a name or an option that doesn't exist        (exit code 2)
     └─ DataError           one or more faults in files, all gathered     (exit code 4)

A message says what is wrong, where, and what to do about it. If a function of bench raises any other exception,
that is a fault of bench itself.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bench.escapes import visible_message


class BenchError(Exception):
    """Base of every error that bench raises on purpose."""


class NotReadyError(BenchError):
    """The error for a system that can't run on this machine yet; the message says what it lacks."""


class UsageError(BenchError):
    """The error for a name or an option that doesn't exist, and for options that can't be combined."""


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One fault of a file: where it is, what is wrong, and how to mend it."""

    path: str
    """The file, as the user named it."""
    line: int
    """The line, counted from 1; 0 if the fault concerns the whole file."""
    message: str
    """The fault in words."""
    remedy: str
    """The way to mend it, in words."""

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        return visible_message(f"{place}: {self.message}; {self.remedy}")


class DataError(BenchError):
    """The error for files that break their format; ``faults`` lists all faults."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults: Sequence[Fault] = sorted(set(faults))  # a file may have been read twice
        super().__init__("\n".join(map(str, self.faults)))

    def told(self, most: int | None = None) -> str:
        """Returns the message: a line for each of the first ``most`` faults, and a line with the number of all."""
        count = len(self.faults)
        rest = f"; those after the first {most} aren't shown" if most is not None and count > most else ""
        return "\n".join([*map(str, self.faults[:most]), f"{count} fault{'s' if count != 1 else ''}{rest}"])


def unknown(noun: str, name: str, known: Iterable[str]) -> UsageError:
    """Returns the error for an unknown name; it lists the known names that are similar, else all."""
    names = sorted(known)
    near = difflib.get_close_matches(name, names, n=3, cutoff=0.5)
    if near:
        hint = f"did you mean {' or '.join(near)}?"
    elif names:
        hint = f"there are: {', '.join(names)}"
    else:
        hint = "there is none"
    return UsageError(f"no {noun} named {name!r}; {hint}")


def some(names: Sequence[str], most: int = 5) -> str:
    """Returns the first ``most`` names and the number of the others, such as "a, b and 3 more"."""
    more = f" and {len(names) - most:,} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more
