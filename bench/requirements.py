"""What a system file says it needs (inline script metadata, PEP 723), and whether it is installed."""

from __future__ import annotations

import importlib.metadata
import io
import platform
import re
import sys
import tokenize
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from packaging.requirements import InvalidRequirement, Requirement
from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.utils import canonicalize_name

from bench.errors import DataError, Fault

_BLOCK = re.compile(r"^# /// script$\n(?P<content>(?:^#(?:| .*)$\n)+?)^# ///$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Requirements:
    """The packages that a file names, and the Python it asks for."""

    dependencies: tuple[str, ...] = ()
    python: str = ""
    exclude_newer: str = ""
    """The day after which nothing published counts, so that it resolves the same next year (``[tool.uv]``)."""
    variables: tuple[str, ...] = ()
    """Environment variables that the file asks to be given (``[tool.bench] environment``)."""
    programs: tuple[str, ...] = ()
    """What must be on the PATH (``[tool.bench] programs``)."""

    def missing(self) -> list[str]:
        """The requirements that the installed environment doesn't meet, in words."""
        unmet = []
        if self.python and not SpecifierSet(self.python).contains(platform.python_version(), prereleases=True):
            unmet.append(f"Python {self.python} (this is {platform.python_version()})")
        for text in self.dependencies:
            requirement = Requirement(text)
            if requirement.marker is not None and not requirement.marker.evaluate():
                continue
            installed = installed_version(requirement.name)
            if installed is None:
                unmet.append(f"{text} (not installed)")
            elif not requirement.specifier.contains(installed, prereleases=True):
                unmet.append(f"{text} (installed: {installed})")
        return unmet


def installed_version(package: str) -> str | None:
    """The version of an installed distribution, None where there is none."""
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return None


def read_requirements(path: Path, content: bytes) -> Requirements:
    """The file's ``script`` block; a file without one needs nothing. Raises DataError for a wrong one."""
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
        table = tomllib.loads(toml)
        listed = table.get("dependencies", [])
        if not isinstance(listed, list):
            raise TypeError("dependencies must be a list")
        dependencies = tuple(str(Requirement(text)) for text in listed)
        python = str(SpecifierSet(table.get("requires-python", "")))
        tools = table.get("tool", {})
        exclude_newer = str(tools.get("uv", {}).get("exclude-newer", ""))
        variables = tuple(map(str, tools.get("bench", {}).get("environment", [])))
        programs = tools.get("bench", {}).get("programs", [])
        if not isinstance(programs, list) or not all(isinstance(name, str) and name for name in programs):
            raise TypeError("programs must be a list of names")
    except (tomllib.TOMLDecodeError, InvalidRequirement, InvalidSpecifier, TypeError, AttributeError) as error:
        raise wrong(f"the script block can't be read: {error}") from None
    return Requirements(dependencies, python, exclude_newer, variables, tuple(programs))


INSTALLERS = {"pip", "setuptools", "wheel"}
"""What an environment comes with by itself, in a version that nobody chose: it is not stood on."""


def resolved(dependencies: Iterable[str], site: Path | None = None) -> dict[str, str]:
    """Package → version of the dependencies and all that they need in turn, as installed here or in ``site``."""
    path = sys.path if site is None else [str(site)]
    installed = importlib.metadata.distributions(path=path)
    found = {canonicalize_name(item.metadata["Name"]): item for item in reversed(list(installed))}
    versions: dict[str, str] = {}
    waiting = [each for each in map(Requirement, dependencies) if _applies(each)]
    seen: set[tuple[str, frozenset[str]]] = set()
    while waiting:
        requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        if name in INSTALLERS or name not in found or (name, frozenset(requirement.extras)) in seen:
            continue
        seen.add((name, frozenset(requirement.extras)))
        versions[name] = found[name].version
        needed = map(Requirement, found[name].requires or ())
        waiting.extend(each for each in needed if _applies(each, requirement.extras))
    return dict(sorted(versions.items()))


def _applies(requirement: Requirement, extras: Iterable[str] = ()) -> bool:
    marker = requirement.marker
    return marker is None or any(marker.evaluate({"extra": extra}) for extra in ("", *extras))
