"""The versions that a system's predictions depend on, and a digest over them."""

from __future__ import annotations

import ast
import contextlib
import hashlib
import importlib.util
import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from bench.systems import needs, requirements
from bench.systems.beside import modules_beside
from bench.systems.system import System

INSTALLED = {"site-packages", "dist-packages"}
LIBRARY = Path(__file__).parents[1]
"""The folder of bench itself."""


def standing_on(system: System, variables: Mapping[str, str], site: Path | None = None) -> dict[str, Any]:
    """Returns ``digest``, named ``packages`` and ``installed`` of an environment: of what is here or in ``site``.

    ``digest`` and ``packages`` are the same from machine to machine; ``installed`` is for this one alone.
    """
    needed = (*system.requirements.dependencies, *system.requirements.installed)
    versions = requirements.resolved(needed, site)
    lines = "".join(f"{name}=={version}\n" for name, version in versions.items())
    imported = set().union(*map(_imports, [system.path, *_beside(system.path)]))
    undeclared = site is None and not needed and bool(_packages(imported))
    if undeclared:
        lines = _installed()
    parts = {name.split(".")[1] for name in imported if name.startswith("bench.")} - {"sdk"}
    if parts == {"models"}:
        lines += digest_of([LIBRARY / "models"])
    elif parts:
        lines += digest_of([LIBRARY])
    if site is None:
        lines += _working_copies(_packages(imported))
    lines += needs.files_digest(system, variables)
    named = {canonicalize_name(Requirement(text).name) for text in needed}
    return {
        "digest": hashlib.sha256(lines.encode()).hexdigest(),
        "packages": {name: version for name, version in versions.items() if name in named},
        "installed": requirements.records_digest(None if undeclared else versions, site),
    }


def _beside(path: Path) -> list[Path]:
    """Returns the modules beside a system file that it imports, as far as they can be read as Python."""
    found = []
    for each in modules_beside(path.parent, ast.parse(path.read_bytes())):
        with contextlib.suppress(SyntaxError, ValueError):
            ast.parse(each.read_bytes())
            found.append(each)
    return found


def _imports(path: Path) -> set[str]:
    """Returns the modules that a file imports, by their whole names."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module or "")
    return names


def _packages(imported: set[str]) -> set[str]:
    """Returns the packages of imported modules that are neither the standard library's nor ours."""
    return {name.partition(".")[0] for name in imported} - {*sys.stdlib_module_names, "bench"}


def _working_copies(names: Iterable[str]) -> str:
    """Returns the names and digests of packages that stand in working folders, as editable installations do."""
    lines = []
    for name in sorted(names):
        try:
            spec = importlib.util.find_spec(name)
        except (ImportError, ValueError):
            continue
        places = [Path(each) for each in (spec.submodule_search_locations or ())] if spec else []
        if spec and spec.origin and not places:
            places = [Path(spec.origin)]
        for place in places:
            if INSTALLED.isdisjoint(place.parts) and place.exists():
                for path in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
                    shown = path.relative_to(place.parent).as_posix()
                    lines.append(f"{shown} {hashlib.sha256(path.read_bytes()).hexdigest()}\n")
    return "".join(lines)


def digest_of(folders: Iterable[Path]) -> str:
    """Returns a digest of bench's ``__init__.py`` and of the Python files in some of its folders."""
    paths = [LIBRARY / "__init__.py", *(path for folder in folders for path in sorted(folder.rglob("*.py")))]
    return hashlib.sha256(b"".join(hashlib.sha256(path.read_bytes()).digest() for path in paths)).hexdigest()


def _installed() -> str:
    """Returns names and versions of all installed packages, for a file that doesn't say which of them it needs."""
    found = {each.name for entry in sys.path for each in Path(entry or ".").glob("*.dist-info")}
    return "".join(f"{name}\n" for name in sorted(found))


def locked(path: Path) -> dict[str, str]:
    """Returns the versions that npm's lock file has of the packages that the folder itself names.

    There are none without a lock file, or if the file has another form; npm checks whether it is right.
    """
    try:
        locked = json.loads(path.read_bytes())["packages"]
        return {name: locked[f"node_modules/{name}"]["version"] for name in sorted(locked[""]["dependencies"])}
    except (OSError, ValueError, KeyError, TypeError):
        return {}
