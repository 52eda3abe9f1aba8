"""Docstrings are sentences that a stranger understands: they don't begin as fragments do."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

BENCH = Path(__file__).parents[1] / "bench"
FRAGMENT = re.compile(
    r"(What|Whether|Of|Those|With|Without|Such|That|Which|Whose|It as|As|How|Why|Where|When|By|From|None|Same)\b"
)
ADVICE = (
    'begin with what is described: "Returns whether …" or "Returns the …" for a function, "The number of …" or '
    '"True if …" for an attribute'
)


def docstrings(source: str) -> Iterator[tuple[int, str]]:
    """Yields the line and the text of every docstring, those of attributes too."""
    for node in ast.walk(ast.parse(source)):
        body = getattr(node, "body", None)
        for statement in body if isinstance(body, list) else ():
            match statement:
                case ast.Expr(value=ast.Constant(value=str(text))):
                    yield statement.lineno, text


def fragments(source: str) -> list[tuple[int, str]]:
    return [(line, text.split("\n", 1)[0]) for line, text in docstrings(source) if FRAGMENT.match(text)]


def test_docstrings_are_no_fragments() -> None:
    found = [
        f"{path}:{line}: {text!r}"
        for path in sorted(BENCH.rglob("*.py"))
        for line, text in fragments(path.read_text(encoding="utf-8"))
    ]
    assert not found, "\n".join([*found, ADVICE])


def test_fragments_are_found_in_functions_classes_and_attributes() -> None:
    source = '''
"""Of a module."""
LIMIT = 3
"""What is too many."""

class Thing:
    """A thing."""

    size: int
    """The number of parts."""

    def fits(self):
        """Whether it fits."""
        return """What is returned is no docstring."""
'''
    assert [line for line, _ in sorted(fragments(source))] == [2, 4, 13]
