"""The modules in a system file's folder that the file imports. The files are read and never run."""

from __future__ import annotations

import ast
import hashlib
import re
import sys
from pathlib import Path

from bench.files import read_bytes
from bench.systems import syntax_tree

DECLARES = re.compile(rb"^@(\w+\.)?system\b", re.MULTILINE)
"""Matches the decorator that declares a system. A file with it doesn't count as a module that a system imports."""


def imported(tree: ast.Module) -> set[str]:
    """Returns the top-level names (``bench`` for ``bench.sdk``) that a file's import statements name.

    Modules of the standard library and relative imports are left out.
    """
    names: set[str] = set()
    for node in syntax_tree.imports(tree):
        if isinstance(node, ast.Import):
            names.update(alias.name.partition(".")[0] for alias in node.names)
        elif node.module and not node.level:
            names.add(node.module.partition(".")[0])
    return names - sys.stdlib_module_names


def modules_beside(folder: Path, tree: ast.Module) -> list[Path]:
    """Returns the sorted paths of the files in ``folder`` that a syntax tree imports, directly or through others.

    An imported package counts with all its Python files. A file that isn't valid Python counts itself, but its
    imports don't.
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
            content = read_bytes(path)
            if DECLARES.search(content):
                continue
            found.add(path)
            try:
                waiting.extend(imported(syntax_tree.parse(content, path)))
            except SyntaxError:
                continue
    return sorted(found)


def digest_with(content: bytes, folder: Path, modules: list[Path]) -> str:
    """Returns the SHA-256 digest of a system file's content and of its modules, in hexadecimal.

    If there are no modules, it is the digest of the content alone.
    """
    whole = hashlib.sha256(content)
    for path in modules:
        name = path.relative_to(folder).as_posix()
        whole.update(f"\n{name} {hashlib.sha256(path.read_bytes()).hexdigest()}".encode())
    return whole.hexdigest()
