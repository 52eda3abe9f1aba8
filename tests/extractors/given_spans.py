"""Asking a system for the values of given expressions, in its own environment and process.

The system file is loaded as `bench.sdk.worker` loads it, and its ``resolve`` is called.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bench.systems.environment import Environment
from bench.systems.system import System

Prepared = Callable[[str], tuple[System, Environment]]
Bare = Callable[..., Any]
Resolved = tuple[str, str | None, str | None, str | None]
"""The text of a span, its type, value and modifier."""

PROGRAM = """
import datetime, json, sys
from pathlib import Path
from bench.sdk.model import Document
from bench.sdk.worker import declared, load_file
given = json.load(sys.stdin)
system = declared(load_file(Path(given["file"])))[given["name"]][1]()
document = Document("d", given["text"], datetime.date(2023, 9, 20))
found = system.resolve(document, [tuple(span) for span in given["spans"]])
print(json.dumps([[timex.start, timex.end, timex.type, timex.value, timex.mod] for timex in found]))
"""


def resolve(prepared: Prepared, bare: Bare, name: str, *expressions: str) -> list[Resolved]:
    """What a system makes of expressions that stand in one text, written on 20 September 2023.

    Expressions of which it makes nothing are left out. Raises AssertionError for a span that wasn't given.
    """
    system, environment = prepared(name)
    text, spans = "🚀 He said: ", []
    for expression in expressions:
        spans.append((len(text), len(text) + len(expression)))
        text += f"{expression}, and then, "
    given = {"file": str(system.path), "name": name, "text": text, "spans": spans}
    found = bare(name, PROGRAM, given, environment.variables)
    assert {(start, end) for start, end, *_ in found} <= set(spans)
    return [(text[start:end], type_, value, mod) for start, end, type_, value, mod in found]
