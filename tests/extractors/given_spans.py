"""Asking a system for the values of given expressions, in its own environment and process."""

from __future__ import annotations

from tests.extractors.conftest import ReadSpans

Resolved = tuple[str, str | None, str | None, str | None]
"""The text of a span, its type, value and modifier."""


def resolve(read_spans: ReadSpans, name: str, *expressions: str) -> list[Resolved]:
    """What a system makes of expressions that stand in one text, written on 20 September 2023.

    Expressions of which it makes nothing are left out.
    """
    text, spans = "🚀 He said: ", []
    for expression in expressions:
        spans.append((len(text), len(text) + len(expression)))
        text += f"{expression}, and then, "
    return [(each.text, each.type, each.value, each.mod) for each in read_spans(name, text, spans)]
