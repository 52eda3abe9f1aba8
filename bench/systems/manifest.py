"""The file ``system.toml``: it declares a program in any language, or settings of a Python file, as systems."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import msgspec

from bench.dataset import carried
from bench.errors import DataError, Fault
from bench.files import parse_toml, read_bytes
from bench.sdk.declare import check_declaration, check_name
from bench.systems.requirements import Requirements
from bench.systems.system import System

MANIFEST = "system.toml"

Words = Annotated[tuple[str, ...], msgspec.Meta(min_length=1)]


class Setting(msgspec.Struct, forbid_unknown_fields=True):
    """A ``[[system]]`` table of the manifest."""

    name: Annotated[str, msgspec.Meta(min_length=1)]
    layers: tuple[str, ...] = ()
    summary: str = ""
    learns: bool = False
    resolves: bool = False
    wants: tuple[str, ...] = ()
    developed_on: tuple[str, ...] = ()
    """The suites whose texts the system was made or tuned on."""
    command: tuple[str, ...] = ()
    """The command of this system; empty for the manifest's command."""
    variables: dict[str, str] = {}
    """The values of environment variables, for a setting of a Python file (``file``)."""


class Manifest(msgspec.Struct, forbid_unknown_fields=True):
    """The content of a ``system.toml``.

    In ``command``, ``{folder}`` stands for the folder after set-up and ``{name}`` for the system's name.
    """

    system: Annotated[tuple[Setting, ...], msgspec.Meta(min_length=1)]
    command: tuple[str, ...] = ()
    file: str = ""
    """The name of a Python file with one system, of which the ``[[system]]`` tables are settings. It is looked up
    in the folder above the manifest's, and among the systems that bench carries."""
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


def read_manifest(path: Path, read_file: Callable[[Path], list[System]]) -> list[System]:
    """Returns the systems that the manifest ``path`` declares. Raises DataError for an error in the manifest.

    ``read_file`` returns the systems of a Python file.
    """

    def wrong(message: str) -> DataError:
        return DataError([Fault(str(path), 0, message, "see docs/systems.md")])

    try:
        manifest = msgspec.convert(parse_toml(read_bytes(path).decode()), Manifest)
    except OSError as error:
        raise wrong(f"it can't be read: {error.strerror}") from None
    except (ValueError, msgspec.ValidationError) as error:
        raise wrong(f"not a system's manifest: {error}") from None
    if manifest.file:
        try:
            return _settings(path, manifest, read_file)
        except ValueError as error:
            raise wrong(str(error)) from None
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
        if setting.variables:
            raise wrong(
                f"the system {setting.name!r} has variables, which only a setting of a Python file can have"
            )
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


def _settings(path: Path, manifest: Manifest, read_file: Callable[[Path], list[System]]) -> list[System]:
    """Returns the settings of a Python file as systems. Raises ValueError, with the reason, if there are none."""
    stated = ("command", "setup", "programs", "environment", "files", "secrets", "optional", "exchanges")
    if any(getattr(manifest, name) for name in stated):
        raise ValueError("besides file a manifest has only [[system]] tables; the file states all else")
    places = [path.resolve().parent.parent, *([shared] if (shared := carried.systems()) else [])]
    file = next((each for place in places if (each := place / manifest.file).is_file()), None)
    if file is None or file.suffix != ".py":
        raise ValueError(f"there is no Python file {manifest.file} in {' or '.join(map(str, places))}")
    systems = read_file(file)
    if len(systems) != 1:
        names = ", ".join(each.name for each in systems)
        raise ValueError(f"{manifest.file} declares several systems ({names}); name a file with one")
    (base,) = systems
    found = []
    for setting in manifest.system:
        if setting != Setting(setting.name, summary=setting.summary, variables=setting.variables):
            raise ValueError(
                f"the system {setting.name!r} can have name, summary and variables; the file has all else"
            )
        needs = base.requirements
        known = (*needs.variables, *needs.secrets, *needs.optional)
        if strange := sorted({*setting.variables} - {*known}):
            raise ValueError(
                f"{manifest.file} knows no variable {strange[0]}; it knows {', '.join(known) or 'none'}"
            )
        check_name(setting.name)
        found.append(
            replace(
                base,
                name=setting.name,
                declared=base.name,
                summary=setting.summary or base.summary,
                requirements=replace(needs, fixed=tuple(sorted(setting.variables.items()))),
            )
        )
    return found


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
