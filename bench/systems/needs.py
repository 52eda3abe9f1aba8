"""The needs of a system that bench can't install: variables, files, and packages that are in no registry."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Mapping
from pathlib import Path

from bench.models.recording import FOLDER, REPLAY
from bench.systems.requirements import VARIABLE, unmet
from bench.systems.system import System

TERMS = re.compile(r"BENCH_\w+_TERMS")
"""Matches the name of a variable by which a user accepts the terms of use of what a system installs."""
ACCEPTED = "accepted"
"""The only value by which such a variable counts as set."""


def passed(system: System, variables: Mapping[str, str]) -> dict[str, str]:
    """Returns a system's environment variables: its manifest's values, or the caller's, or its file's defaults.

    A system that asks a service through `bench.models.service` also gets the folder of its recordings.
    """
    needs = system.requirements
    asked = (*needs.variables, *needs.secrets, *needs.optional)
    given = {name: variables[name] for name in asked if variables.get(name) and not _refused(name, variables)}
    if needs.exchanges and variables.get(FOLDER):
        given[FOLDER] = str(Path(variables[FOLDER]).absolute() / system.name)
        if replays(system, variables):
            given[REPLAY] = "yes"
    return {**dict(needs.defaults), **given, **dict(needs.fixed)}


def replays(system: System, variables: Mapping[str, str]) -> bool:
    """Returns whether a system must answer from a recording, without a network."""
    return system.requirements.exchanges and bool(variables.get(REPLAY))


def files(system: System, variables: Mapping[str, str]) -> list[Path]:
    """Returns the paths that a system's file lists under ``files``, with the values of variables filled in."""
    values = passed(system, variables)
    return [Path(VARIABLE.sub(lambda found: values[found[1]], name)) for name in system.requirements.files]


def lacking(system: System, variables: Mapping[str, str]) -> str:
    """Returns the needs of a system that aren't met and the remedy, in words; empty if all are met."""
    needs = system.requirements
    values = passed(system, variables)
    asked = needs.variables if replays(system, variables) else (*needs.variables, *needs.secrets)
    if absent := [name for name in asked if name not in values]:
        about_files = needs.files or needs.installed
        hint = f" ({needs.remedy})" if needs.remedy and not about_files else ""
        if refused := [name for name in absent if _refused(name, variables)]:
            name = refused[0]
            return f"{name} is {variables[name]!r}, and only {ACCEPTED!r} accepts the terms of use{hint}"
        return f"it asks for {' and '.join(absent)}; run: export {' '.join(f'{name}=…' for name in absent)}{hint}"
    if gone := [path for path in files(system, variables) if not _readable(path)]:
        more = f" and {len(gone) - 1} more" if gone[1:] else ""
        return f"it needs the file {gone[0]}{more}; {needs.remedy or 'put it there'}"
    if needs.installed and (packages := [*needs.missing(), *unmet(needs.installed)]):
        where = "in the environment of bench itself, for no registry has it all"
        return f"it needs {' and '.join(packages)} {where}; {needs.remedy or 'install it there'}"
    return ""


def _refused(name: str, variables: Mapping[str, str]) -> bool:
    """Returns whether a variable stands for terms of use, and has a value that doesn't accept them."""
    return bool(TERMS.fullmatch(name)) and variables.get(name, "") not in ("", ACCEPTED)


def _readable(path: Path) -> bool:
    """Returns whether a path is absolute (it works from every working folder) and the file can be read."""
    return path.is_absolute() and path.is_file() and os.access(path, os.R_OK)


def files_digest(system: System, variables: Mapping[str, str]) -> str:
    """Returns a line with name and SHA-256 of each file that a system reads; empty if it reads none.

    The folder of a file doesn't count, so that the digest is the same on every machine.
    """
    lines = []
    for path in files(system, variables):
        with path.open("rb") as file:
            lines.append(f"{path.name} {hashlib.file_digest(file, 'sha256').hexdigest()}\n")
    return "".join(lines)
