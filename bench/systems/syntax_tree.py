"""The syntax tree of a Python file, which is read and never run."""

from __future__ import annotations

import ast
from functools import lru_cache
from pathlib import Path

from bench.files import read_bytes


@lru_cache(maxsize=256)
def parse(content: bytes, path: Path) -> ast.Module:
    """Returns the syntax tree of a Python file's content. Nobody changes it: the same content gets the same tree.

    Raises SyntaxError for a content that isn't Python, or that is nested more deeply than Python can read.
    """
    try:
        return ast.parse(content, filename=str(path))
    except (RecursionError, MemoryError):  # both come from Python's parser, whatever the memory
        raise SyntaxError("it is nested too deeply") from None
    except ValueError as error:  # a null byte
        raise SyntaxError(str(error)) from None


def read(path: Path) -> ast.Module:
    """Returns the syntax tree of a Python file. Raises OSError and SyntaxError."""
    return parse(read_bytes(path), path)


@lru_cache(maxsize=256)
def imports(tree: ast.Module) -> tuple[ast.Import | ast.ImportFrom, ...]:
    """Returns all import statements of a tree, with those inside of functions, classes and other blocks.

    Only statements are visited, not expressions: there are ten times as many, and no statement is inside of one.
    What stands under ``if TYPE_CHECKING`` is left out, because it never runs.
    """
    found = []
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Import | ast.ImportFrom):
            found.append(node)
        for block in ("body", "orelse", "handlers", "finalbody", "cases"):
            if block != "body" or not _for_checkers(node):
                waiting.extend(getattr(node, block, ()))
    return tuple(found)


def _for_checkers(node: ast.AST) -> bool:
    """Returns whether a node is ``if TYPE_CHECKING``, whose body only type checkers read."""
    test = node.test if isinstance(node, ast.If) else None
    name = test.attr if isinstance(test, ast.Attribute) else test.id if isinstance(test, ast.Name) else ""
    return name == "TYPE_CHECKING"
