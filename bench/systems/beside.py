"""The modules that stand beside a system file and that it imports. Files are read and never run."""

from __future__ import annotations

import ast
import hashlib
import re
import sys
from pathlib import Path

DECLARES = re.compile(rb"^@(\w+\.)?system\b", re.MULTILINE)
"""The line of a file that declares a system, which is no module that others import."""


def imported(tree: ast.AST) -> set[str]:
    """Returns the first part of the names of the modules that a file imports by statements."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names.update(alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.partition(".")[0])
    return names - sys.stdlib_module_names


def modules_beside(folder: Path, tree: ast.AST) -> list[Path]:
    """Returns the files of a folder that a file of it imports, and those that these import, sorted.

    Of a package all Python files count. A file that can't be read as Python counts, and nothing that it imports.
    """
    found: set[Path] = set()
    waiting = [*imported(tree)]
    seen: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        single = folder / f"{name}.py"
        for path in [single] if single.is_file() else (folder / name).rglob("*.py"):
            content = path.read_bytes()
            if DECLARES.search(content):
                continue
            found.add(path)
            try:
                waiting.extend(imported(ast.parse(content)))
            except (SyntaxError, ValueError):
                continue
    return sorted(found)


def digest_with(content: bytes, folder: Path, modules: list[Path]) -> str:
    """Returns the SHA-256 of a system file, or over it and the modules beside it that it imports."""
    whole = hashlib.sha256(content)
    for path in modules:
        name = path.relative_to(folder).as_posix()
        whole.update(f"\n{name} {hashlib.sha256(path.read_bytes()).hexdigest()}".encode())
    return whole.hexdigest()
