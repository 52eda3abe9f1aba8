"""A system as its file declares it, before anything of it has run."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from bench.requirements import Requirements


@dataclass(frozen=True, slots=True)
class System:
    """A declared system, before anything of it has run."""

    name: str
    layers: tuple[str, ...]
    path: Path
    learns: bool
    """Whether it is a class with ``fit``."""
    summary: str
    """First line of the docstring: the file's, or where a file declares several systems each one's own."""
    digest: str
    """SHA-256 of the file, or over the files of a command's folder."""
    requirements: Requirements = field(default_factory=Requirements)
    variables: tuple[str, ...] = ()
    """Environment variables that it asks to be given."""
    command: tuple[str, ...] = ()
    """For a program in any language: what to run; empty for a Python file."""
    setup: tuple[str, ...] = ()
    """Run once, in a copy of the folder, before the command can be."""
    programs: tuple[str, ...] = ()
    """What must be on the PATH beside the command's own program."""
