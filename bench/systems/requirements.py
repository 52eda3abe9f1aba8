"""The needs that a system file states (inline script metadata, PEP 723), and whether they are installed."""

from __future__ import annotations

import email
import hashlib
import importlib.metadata
import io
import platform
import re
import sys
import tokenize
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from bench.errors import DataError, Fault
from bench.files import parse_toml

VARIABLE = re.compile(r"\{(\w+)\}")
"""Matches ``{NAME}`` in a path, which stands for the value of an environment variable."""
_BLOCK = re.compile(r"^# /// script$\n(?P<content>(?:^#(?:| .*)$\n)+?)^# ///$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Requirements:
    """The packages, programs, files and variables that a system needs, as its file or manifest states them."""

    dependencies: tuple[str, ...] = ()
    python: str = ""
    exclude_newer: str = ""
    """The last day whose releases uv may install, so that it installs the same next year (``[tool.uv]``)."""
    overrides: tuple[str, ...] = ()
    """The requirements that replace what dependencies ask of the same packages (``override-dependencies`` of uv).

    One whose marker is never true keeps a package from being installed.
    """
    variables: tuple[str, ...] = ()
    """The names of the environment variables that the system asks for (``[tool.bench] environment``)."""
    programs: tuple[str, ...] = ()
    """The programs that must be on the PATH (``[tool.bench] programs``)."""
    defaults: tuple[tuple[str, str], ...] = ()
    """Names and default values of variables, used if the caller sets none (``NAME=value`` in ``environment``)."""
    fixed: tuple[tuple[str, str], ...] = ()
    """Names and values of variables that a manifest sets, whatever the caller sets."""
    files: tuple[str, ...] = ()
    """The absolute paths of files that the system reads and that must exist (``[tool.bench] files``).

    ``{NAME}`` in a path stands for the value of a variable.
    """
    installed: tuple[str, ...] = ()
    """The packages that are in no registry and must be installed already (``[tool.bench] installed``)."""
    remedy: str = ""
    """The remedy to report when a file of ``files`` or a package of ``installed`` is missing; where a system names
    neither, the remedy when a variable is missing (``[tool.bench] remedy``)."""
    secrets: tuple[str, ...] = ()
    """The variables that no annotation depends on, such as keys (``secrets``). A replay doesn't need them."""
    optional: tuple[str, ...] = ()
    """The variables that the system gets if they are set, but doesn't need (``optional``)."""
    by_name: bool = False
    """True if the system runs only where it is named, for example because it takes very long (``by_name``)."""
    exchanges: bool = False
    """True if the system asks a service, whose replies bench records and can replay (``exchanges``)."""

    def missing(self) -> list[str]:
        """Returns the packages and the version of Python that the running environment lacks, in words."""
        if self.python and not SpecifierSet(self.python).contains(platform.python_version(), prereleases=True):
            return [f"Python {self.python} (this is {platform.python_version()})", *unmet(self.dependencies)]
        return unmet(self.dependencies)


def unmet(dependencies: Iterable[str]) -> list[str]:
    """Returns the dependencies that aren't installed, or are installed in a wrong version, in words."""
    found = []
    for text in dependencies:
        requirement = Requirement(text)
        if requirement.marker is not None and not requirement.marker.evaluate():
            continue
        installed = installed_version(requirement.name)
        if installed is None:
            found.append(f"{text} (not installed)")
        elif not requirement.specifier.contains(installed, prereleases=True):
            found.append(f"{text} (installed: {installed})")
    return found


def installed_version(package: str) -> str | None:
    """Returns the version of an installed distribution; None if it isn't installed."""
    found = _installed(package, sys.path)
    return found.version if found else None


@dataclass(frozen=True, slots=True)
class _Installed:
    """The version of an installed package, and what it needs in turn."""

    version: str
    needs: tuple[Requirement, ...]


def _installed(package: str, path: Sequence[str]) -> _Installed | None:
    """Returns what an installed package says of itself, or None if it isn't in the folders of ``path``."""
    # by its name, for to read what every installed package says of itself takes longer than a system's start
    found = next(iter(importlib.metadata.distributions(name=package, path=[*path])), None)
    if found is None:
        return None
    if text := found.read_text("METADATA"):
        return _stated(text)
    return _Installed(found.version, tuple(map(Requirement, found.requires or ())))


@cache
def _stated(metadata: str) -> _Installed:
    """Returns what the text of a METADATA file states. Each is read once for all systems."""
    fields = email.message_from_string(metadata.partition("\n\n")[0])
    return _Installed(fields["Version"], tuple(map(Requirement, fields.get_all("Requires-Dist", ()))))


def read_requirements(path: Path, content: bytes) -> Requirements:
    """Returns the needs that a file's ``script`` block states; without a block there are none.

    Raises DataError for an invalid block.
    """
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(content).readline)
        text = content.decode(encoding).replace("\r\n", "\n")
    except (SyntaxError, UnicodeDecodeError) as error:
        raise DataError([Fault(str(path), 1, f"it can't be decoded: {error}", "save it as UTF-8")]) from None
    blocks = list(_BLOCK.finditer(text))
    if not blocks:
        return Requirements()

    def wrong(message: str) -> DataError:
        line = text.count("\n", 0, blocks[-1].start()) + 1
        return DataError([Fault(str(path), line, message, "see PEP 723, inline script metadata")])

    if len(blocks) > 1:
        raise wrong("a second script block")
    toml = "".join(
        line.removeprefix("#").removeprefix(" ") for line in blocks[0]["content"].splitlines(keepends=True)
    )
    try:
        table = parse_toml(toml)
        dependencies = tuple(str(Requirement(text)) for text in _words(table, "dependencies"))
        python = str(SpecifierSet(table.get("requires-python", "")))
        tools = table.get("tool", {})
        uv = tools.get("uv", {})
        exclude_newer = str(uv.get("exclude-newer", ""))
        ours = tools.get("bench", {})
        environment = [entry.partition("=") for entry in _words(ours, "environment")]
        variables = tuple(name for name, _, _ in environment)
        files = _words(ours, "files")
        if strangers := sorted({name for file in files for name in VARIABLE.findall(file)} - {*variables}):
            raise TypeError(f"files name {' and '.join(strangers)}, which environment doesn't ask for")
        return Requirements(
            dependencies,
            python,
            exclude_newer,
            tuple(str(Requirement(text)) for text in _words(uv, "override-dependencies")),
            variables,
            defaults=tuple((name, value) for name, equals, value in environment if equals),
            programs=_words(ours, "programs"),
            secrets=_words(ours, "secrets"),
            optional=_words(ours, "optional"),
            by_name=bool(ours.get("by_name", False)),
            exchanges=bool(ours.get("exchanges", False)),
            files=files,
            installed=tuple(str(Requirement(text)) for text in _words(ours, "installed")),
            remedy=str(ours.get("remedy", "")),
        )
    except (ValueError, TypeError, AttributeError) as error:
        raise wrong(f"the script block can't be read: {error}") from None


def _words(table: Mapping[str, Any], key: str) -> tuple[str, ...]:
    """Returns the list of strings under a key, empty if the key is absent. Raises TypeError for another value."""
    listed = table.get(key, [])
    if not isinstance(listed, list) or not all(isinstance(word, str) and word for word in listed):
        raise TypeError(f"{key} must be a list of strings")
    return tuple(listed)


INSTALLERS = {"pip", "setuptools", "wheel"}
"""Packages that a new environment already has, in a version that no system chose. They don't count as needs."""


def resolved(dependencies: Iterable[str], site: Path | None = None) -> dict[str, str]:
    """Returns the versions of dependencies, and of their dependencies in turn, by package.

    The packages are looked up in the folder ``site``, or in the running environment if it is None.
    """
    path = sys.path if site is None else [str(site)]
    versions: dict[str, str] = {}
    waiting = [each for each in map(Requirement, dependencies) if _applies(each)]
    seen: set[tuple[str, frozenset[str]]] = set()
    while waiting:
        requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        if name in INSTALLERS or (name, frozenset(requirement.extras)) in seen:
            continue
        seen.add((name, frozenset(requirement.extras)))
        package = _installed(name, path)
        if package is None:
            continue
        versions[name] = package.version
        waiting.extend(each for each in package.needs if _applies(each, requirement.extras))
    return dict(sorted(versions.items()))


def records_digest(packages: Collection[str] | None, site: Path | None = None) -> str:
    """Returns a digest over the RECORD files of the named packages, or of all installed packages with None.

    A RECORD holds the digests of a package's files, which can differ between builds of the same version. The
    packages are looked up in the folder ``site``, or in the running environment if it is None.
    """
    folders = {Path(entry or ".") for entry in sys.path} if site is None else {site}
    if packages is not None and not packages:
        folders = set()
    lines = []
    for folder in folders:
        for place in folder.glob("*.dist-info"):
            if packages is None or canonicalize_name(place.name.rpartition("-")[0]) in packages:
                try:
                    digest = hashlib.sha256((place / "RECORD").read_bytes()).hexdigest()
                except OSError:
                    digest = ""
                lines.append(f"{place.name} {digest}\n")
    return hashlib.sha256("".join(sorted(lines)).encode()).hexdigest()


def _applies(requirement: Requirement, extras: Iterable[str] = ()) -> bool:
    marker = requirement.marker
    return marker is None or any(marker.evaluate({"extra": extra}) for extra in ("", *extras))
