"""The file ``system.toml``, which declares a program in any language as one system, or as one for each setting."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Annotated

import msgspec

from bench.errors import DataError, Fault
from bench.files import parse_toml, read_bytes
from bench.sdk.declare import check_declaration
from bench.systems.requirements import Requirements
from bench.systems.system import System

MANIFEST = "system.toml"

Words = Annotated[tuple[str, ...], msgspec.Meta(min_length=1)]


class Setting(msgspec.Struct, forbid_unknown_fields=True):
    """A ``[[system]]`` table of the manifest."""

    name: Annotated[str, msgspec.Meta(min_length=1)]
    layers: Words
    summary: str = ""
    learns: bool = False
    resolves: bool = False
    wants: tuple[str, ...] = ()
    developed_on: tuple[str, ...] = ()
    """The suites whose texts the system was made or tuned on."""
    command: tuple[str, ...] = ()
    """The command of this system; empty for the manifest's command."""


class Manifest(msgspec.Struct, forbid_unknown_fields=True):
    """The content of a ``system.toml``.

    In ``command``, ``{folder}`` stands for the folder after set-up and ``{name}`` for the system's name.
    """

    system: Annotated[tuple[Setting, ...], msgspec.Meta(min_length=1)]
    command: tuple[str, ...] = ()
    setup: tuple[str, ...] = ()
    """The command that is run once, in a copy of the folder, for example ``["npm", "ci"]``."""
    programs: tuple[str, ...] = ()
    """The programs that must be on the PATH, in addition to the command's program."""
    environment: tuple[str, ...] = ()
    """The names of the environment variables that the systems ask for."""
    files: tuple[str, ...] = ()
    """The absolute paths of the files that the systems read outside their folder."""
    secrets: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    exchanges: bool = False
    """``secrets``, ``optional`` and ``exchanges`` mean the same as in a Python file's script block."""


def read_manifest(path: Path) -> list[System]:
    """Returns the systems that the manifest ``path`` declares. Raises DataError for an error in the manifest."""

    def wrong(message: str) -> DataError:
        return DataError([Fault(str(path), 0, message, "see docs/systems.md")])

    try:
        manifest = msgspec.convert(parse_toml(read_bytes(path).decode()), Manifest)
    except OSError as error:
        raise wrong(f"it can't be read: {error.strerror}") from None
    except (ValueError, msgspec.ValidationError) as error:
        raise wrong(f"not a system's manifest: {error}") from None
    try:
        digest = folder_digest(path.parent, everything=not manifest.setup)
    except OSError as error:
        raise wrong(f"{error.filename} can't be read: {error.strerror}") from None
    requirements = Requirements(
        variables=manifest.environment,
        programs=manifest.programs,
        files=manifest.files,
        secrets=manifest.secrets,
        optional=manifest.optional,
        exchanges=manifest.exchanges,
    )
    systems = []
    for setting in manifest.system:
        command = setting.command or manifest.command
        if not command:
            raise wrong(f"the system {setting.name!r} has no command")
        try:
            check_declaration(
                setting.name,
                setting.layers,
                setting.wants,
                learns=setting.learns,
                resolves=setting.resolves,
                developed_on=setting.developed_on,
            )
        except ValueError as error:
            raise wrong(str(error)) from None
        systems.append(
            System(
                name=setting.name,
                layers=setting.layers,
                path=path.parent,
                learns=setting.learns,
                summary=setting.summary,
                digest=digest,
                requirements=requirements,
                command=command,
                setup=manifest.setup,
                wants=setting.wants,
                resolves=setting.resolves,
                developed_on=setting.developed_on,
            )
        )
    return systems


def folder_digest(folder: Path, *, everything: bool) -> str:
    """Returns the SHA-256 over the paths and contents of a folder's files, in hexadecimal.

    With ``everything`` all files count, because the command runs in the folder itself. Otherwise the command runs
    in a copy of the folder that is set up; hidden files and the folders in `IGNORED` are then left out.
    """
    whole = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        ignored = any(part.startswith(".") or part in IGNORED for part in parts)
        if path.is_file() and (everything or not ignored):
            whole.update(f"{'/'.join(parts)} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return whole.hexdigest()


IGNORED = ("node_modules", "__pycache__")
"""Names of folders that don't belong to a system's source."""
