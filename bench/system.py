"""Declaring a system: the decorator, and what it leaves on the thing decorated.

A system is a function from a `Document` to annotations, or a class with ``extract(document)`` and, if it
learns, ``fit(training)``. The decorator only marks it, so the function stays callable and testable as it is.
Standard library only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

Target = TypeVar("Target", bound=Callable[..., Any])

LAYERS = ("timexes", "events")
"""The layers that a system can predict."""
MARK = "__bench_system__"


@dataclass(frozen=True, slots=True)
class Declaration:
    """What the decorator was told."""

    name: str
    layers: tuple[str, ...]


def system(*, layers: Sequence[str], name: str | None = None) -> Callable[[Target], Target]:
    """Mark a function or class as a system that predicts the named layers.

    ``layers`` is a list of "timexes" and "events"; ``name`` defaults to the function's own, with hyphens for
    underscores. Both must be written as literals: bench reads them without running the file.
    Raises ValueError for a layer that doesn't exist.
    """
    for layer in layers:
        if layer not in LAYERS:
            raise ValueError(f"no layer named {layer!r}; there are: {', '.join(LAYERS)}")

    def mark(target: Target) -> Target:
        setattr(target, MARK, Declaration(name or default_name(target.__name__), tuple(layers)))
        return target

    return mark


def default_name(identifier: str) -> str:
    """The name that a function or class gives its system: ``spacy_rules`` is ``spacy-rules``."""
    return identifier.strip("_").replace("_", "-")
