"""The declaration of a system: the decorator, and the mark that it leaves on a function or class.

A system is a function from a `Document` to annotations, or from all documents to the entries of a timeline. Or it
is a class with the method ``extract(document)`` or ``collect(documents)``; with ``fit(training)`` if it learns,
and with ``resolve(document, spans)`` if it can read given time expressions. The decorator only marks the function
or class, which can be called and tested as before. Standard library only.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

Target = TypeVar("Target", bound=Callable[..., Any])

LAYERS = ("timexes", "events", "links", "timeline")
"""The layers that a system can predict. A timeline covers all documents; the other layers belong to a document."""
TIMELINE = "timeline"
GOLD = "gold:"
"""The prefix of an entry of ``wants`` that names a layer of gold."""
GOLD_WANTS = ("gold:timexes", "gold:events")
MARK = "__bench_system__"
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]*", re.IGNORECASE)
ANNOTATOR = "annotator-"
"""The prefix of an annotator's name among results; no system's name may begin with it."""


@dataclass(frozen=True, slots=True)
class Ability:
    """An ability that a system may have beside prediction: to learn, or to resolve given spans."""

    word: str
    """The name of the ability in a ``hello`` message, in a manifest and in `bench.systems.system.System`."""
    method: str
    """The method by which a class implements the ability."""
    greeted: bool
    """True if a program with this ability must state it in its ``hello`` message; else its manifest is enough."""


ABILITIES = (Ability("learns", "fit", greeted=True), Ability("resolves", "resolve", greeted=False))


@dataclass(frozen=True, slots=True)
class Declaration:
    """The name and the layers of a system, as declared by the decorator `system`."""

    name: str
    layers: tuple[str, ...]


def system(
    *, layers: Sequence[str], wants: Sequence[str] = (), name: str | None = None, developed_on: Sequence[str] = ()
) -> Callable[[Target], Target]:
    """Marks a function or class as a system that predicts the named layers.

    ``layers`` is a list of "timexes", "events", "links" and "timeline"; a function that predicts a timeline
    predicts nothing else. ``wants`` lists the annotations that the system gets with each document: the names of
    systems, for their timexes and events, and "gold:timexes" or "gold:events". ``name`` defaults to the name of
    the function or class, with hyphens for underscores. ``developed_on`` lists the suites whose texts the system
    was made or tuned on, such as "wikiwars": tables mark its figures there. All arguments must be written as
    literals: bench reads them without running the file. Raises ValueError for a layer that doesn't exist, and for
    an impossible name, want or suite.
    """

    def mark(target: Target) -> Target:
        chosen = default_name(target.__name__) if name is None else name
        check_declaration(chosen, layers, wants, developed_on=developed_on)
        setattr(target, MARK, Declaration(chosen, tuple(layers)))
        return target

    return mark


def check_declaration(
    name: object,
    layers: object,
    wants: object,
    *,
    learns: bool = False,
    resolves: bool = False,
    developed_on: object = (),
) -> None:
    """Raises ValueError if a declaration breaks a rule; the rules are the same for Python files and manifests.

    ``learns`` and ``resolves`` are True if the system has ``fit`` and ``resolve``.
    """
    _check_layers(layers)
    _check_wants(wants)
    check_name(name)
    _check_developed_on(developed_on)
    assert isinstance(layers, list | tuple)
    assert isinstance(wants, list | tuple)
    if learns and TIMELINE in layers:
        raise ValueError("a system that learns can't predict a timeline: no document is left to make it of")
    if resolves:
        _check_resolves(layers, wants)


def _check_layers(layers: object) -> None:
    """Raises ValueError unless ``layers`` is a list of names from `LAYERS`, each at most once."""
    listed = list(layers) if isinstance(layers, list | tuple) else []
    if not listed or any(layer not in LAYERS or listed.count(layer) > 1 for layer in listed):
        near = next((name for name in map(_layer_near, listed or [layers]) if name), "")
        hint = f"; did you mean {near}" if near else ""
        raise ValueError(f"layers must be a list of {', '.join(LAYERS)}, each once, not {layers!r}{hint}")


def _layer_near(name: object) -> str:
    """Returns the layer whose name is similar to a name that is no layer's; empty if there is none."""
    if not isinstance(name, str):
        return ""
    import difflib  # only where it is needed: a system's process needn't load it

    near = difflib.get_close_matches(name.lower(), LAYERS, n=1, cutoff=0.6)
    return near[0] if near and near[0] != name else ""


def _check_wants(wants: object) -> None:
    """Raises ValueError unless ``wants`` is a list of names of systems and of `GOLD_WANTS`, each at most once."""
    listed = list(wants) if isinstance(wants, list | tuple) else [None]
    for want in listed:
        if listed.count(want) > 1 or not isinstance(want, str):
            raise ValueError(f"wants must be a list of systems' names and gold layers, each once, not {wants!r}")
        if want.startswith(GOLD) and want not in GOLD_WANTS:
            near = _layer_near(want.removeprefix(GOLD))
            hint = f"; did you mean {GOLD}{near}" if f"{GOLD}{near}" in GOLD_WANTS else ""
            raise ValueError(f"of the gold {' and '.join(GOLD_WANTS)} can be wanted, not {want!r}{hint}")
        if want not in GOLD_WANTS:
            check_name(want)


def _check_resolves(layers: Sequence[str], wants: Sequence[str]) -> None:
    """Raises ValueError if a system with these layers and wants can't resolve given spans."""
    if set(layers) == {TIMELINE}:
        raise ValueError("a system that resolves must extract too; its layers are the timeline alone")
    if gold := [want for want in wants if want.startswith(GOLD)]:
        raise ValueError(f"a system that resolves may see nothing of gold but the spans, and it wants {gold[0]}")


def _check_developed_on(suites: object) -> None:
    """Raises ValueError unless ``suites`` is a list of names that a suite can have, each at most once."""
    listed = list(suites) if isinstance(suites, list | tuple) else [None]
    for suite in listed:
        if not isinstance(suite, str) or not suite.strip() or "/" in suite or listed.count(suite) > 1:
            raise ValueError(f"developed_on must be a list of suites' names, each once, not {suites!r}")


def referred(layers: Sequence[str]) -> tuple[str, ...]:
    """Returns the layers that links or a timeline in ``layers`` refer to by id, without ``layers`` themselves.

    Links refer to timexes and events, the entries of a timeline to events.
    """
    ends = ("timexes", "events") if "links" in layers else ("events",) if TIMELINE in layers else ()
    return tuple(layer for layer in ends if layer not in layers)


def check_name(name: object) -> None:
    """Raises ValueError unless ``name`` can be a system's name, which also names folders and rows of tables."""
    if not isinstance(name, str) or not _NAME.fullmatch(name) or name.startswith(ANNOTATOR):
        raise ValueError(
            f"{name!r} can't be a system's name: use letters, digits, '-', '_' and '.', "
            f"beginning with a letter or digit, and not with {ANNOTATOR!r}"
        )


def default_name(identifier: str) -> str:
    """Returns the name that a function or class gives its system: ``spacy_rules`` gives ``spacy-rules``."""
    return identifier.strip("_").replace("_", "-")
