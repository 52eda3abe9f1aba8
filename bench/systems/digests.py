"""The packages and files that a system's predictions depend on, and digests over them."""

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

from bench.systems import needs, requirements, syntax_tree
from bench.systems.beside import modules_beside
from bench.systems.system import System

INSTALLED = {"site-packages", "dist-packages"}
LIBRARY = Path(__file__).parents[1]
"""The folder of bench itself."""


def standing_on(system: System, variables: Mapping[str, str], site: Path | None = None) -> dict[str, Any]:
    """Returns the fields ``digest``, ``packages`` and ``installed`` of a system's `Environment`.

    The packages are looked up in the folder ``site``, or in the running environment if it is None. ``packages``
    maps the packages that the system file names to their versions. ``digest`` and ``packages`` are the same on
    every machine; ``installed`` holds for this machine only.
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
    """Returns the modules that a system file imports from its folder and that are valid Python."""
    found = []
    for each in modules_beside(path.parent, syntax_tree.read(path)):
        with contextlib.suppress(SyntaxError):
            syntax_tree.read(each)
            found.append(each)
    return found


def _imports(path: Path) -> set[str]:
    """Returns the full names of the modules that a file imports, such as ``bench.sdk``."""
    names: set[str] = set()
    for node in syntax_tree.imports(syntax_tree.read(path)):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        else:
            names.add(node.module or "")
    return names


def _packages(imported: set[str]) -> set[str]:
    """Returns the top-level names of imported modules, without the standard library and bench."""
    return {name.partition(".")[0] for name in imported} - {*sys.stdlib_module_names, "bench"}


def _working_copies(names: Iterable[str]) -> str:
    """Returns a line with path and digest for each file of the packages that are imported from a working folder.

    An editable installation, for example, is imported from a working folder, not from ``site-packages``.
    """
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
    """Returns a digest of bench's ``__init__.py`` and of the Python files in the given folders of bench."""
    paths = [LIBRARY / "__init__.py", *(path for folder in folders for path in sorted(folder.rglob("*.py")))]
    return hashlib.sha256(b"".join(hashlib.sha256(path.read_bytes()).digest() for path in paths)).hexdigest()


def _installed() -> str:
    """Returns a line with name and version of each installed package, for a file that names no packages."""
    found = {each.name for entry in sys.path for each in Path(entry or ".").glob("*.dist-info")}
    return "".join(f"{name}\n" for name in sorted(found))


def locked(path: Path) -> dict[str, str]:
    """Returns the versions of a folder's direct dependencies from npm's lock file, by package.

    The mapping is empty if there is no lock file or if it can't be read; npm reports a wrong lock file.
    """
    try:
        locked = json.loads(path.read_bytes())["packages"]
        return {name: locked[f"node_modules/{name}"]["version"] for name in sorted(locked[""]["dependencies"])}
    except (OSError, ValueError, RecursionError, KeyError, TypeError):
        return {}
