"""One HTML file with documents and annotations, in which they are marked and saved as JSON Lines.

All text of documents is data of the page's script (`bench.render.html.data`), which inserts it as text only. The
file that the page saves is read by `bench.gold.annotate`. Offsets in it count code points.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from bench import __version__, formats
from bench.dataset.note import Note, fold
from bench.dataset.suite import Suite
from bench.errors import UsageError
from bench.files import cannot_write, write_text
from bench.formats.annotated import Annotated
from bench.gold import open_cases, saved
from bench.gold.adjudication import Adjudication
from bench.gold.labelled import completed, read_sources
from bench.render.html import data, policy
from bench.sdk.model import EVENT_CLASSES, KINDS, MODS, REALIS, RELATIONS, TIMEX_TYPES

PAGE = Path(__file__).parent / "page"


@dataclass(frozen=True, slots=True)
class Written:
    """A page that was written."""

    documents: int
    """The number of documents in it."""
    notes: Sequence[Note] = ()
    """The notes on the files that were read."""


def write(
    sources: Sequence[str | Path],
    target: str | Path,
    *,
    dct: str | None = None,
    predictions: str | Path | None = None,
    plain: bool = False,
) -> Written:
    """Writes a page for marking documents. Returns what was written.

    ``sources`` are those of `bench.gold.annotate`: texts, with or without marks (``plain``), a file that a page
    saved, or gold. With ``predictions``, the documents have these annotations to begin with, and their own are
    left out. Raises DataError with all faults, and UsageError for a page that can't be written.
    """
    documents, suite = read_sources(sources, dct=dct, plain=plain)
    notes = list(suite.notes)
    if predictions is not None:
        documents, suite = _predicted(documents, suite, predictions, notes)
    for each in documents:
        if each.document.dct is None:
            place = each.document.place or (each.document.id, 0)
            message = 'it states no creation day; give --dct, or fill in "Written on" on the page'
            notes.append(Note("no dct", *place, message))
    _write(Path(target), text(list(saved.lines(suite, documents)), suite.name))
    return Written(len(documents), fold(notes))


def write_open(found: Adjudication, target: str | Path) -> Written:
    """Writes a page with the open cases of an adjudication, beside what is agreed. Returns what was written.

    `bench.gold.open_cases.decide` reads the file that the page saves.
    """
    lines, notes = open_cases.lines(found, "adjudication")
    _write(Path(target), text(lines, "adjudication"))
    return Written(len(found.documents), notes)


def _write(target: Path, html: str) -> None:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        write_text(target, html)
    except OSError as error:
        raise cannot_write(target, error) from None


def _predicted(
    documents: Sequence[Annotated], suite: Suite, predictions: str | Path, notes: list[Note]
) -> tuple[list[Annotated], Suite]:
    """Returns the documents with predicted annotations, and the suite with the predicted layers."""
    whole = replace(
        suite,
        documents=tuple(each.document for each in documents),
        layers={each.document.id: each.layers for each in documents},
    )
    found = formats.read_predictions(predictions, whole)
    for name, reason in found.failures.items():
        notes.append(Note(f"failed {name}", str(predictions), 0, f"{name} failed, so it begins empty: {reason}"))
    unlocated = sum(len(each.unlocated) for each in found.layers.values())
    if unlocated:
        message = f"{unlocated} predicted in words that don't occur in the text; left out"
        notes.append(Note("unlocated", str(predictions), 0, message))
    known = [each for each in documents if each.document.id in found.layers]
    if not known:
        raise UsageError(f"{predictions}: none of the documents is predicted there; name predictions for them")
    begun = {each.document.id for each in known}
    made = [
        completed(replace(each, layers=replace(found.layers[each.document.id], unlocated=())))
        if each.document.id in begun
        else each
        for each in documents
    ]
    notes.extend(found.notes)
    return made, replace(suite, timeline=found.timeline, labelled_layers=found.covers)


def text(lines: Sequence[Mapping[str, Any]], name: str) -> str:
    """Returns the page with these lines (`bench.gold.saved`) as HTML text."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(PAGE),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style, script = ((PAGE / name).read_text(encoding="utf-8") for name in ("label.css", "label.js"))
    return environment.get_template("label.html.jinja").render(
        name=name,
        lines=Markup(data(list(lines))),
        words={
            "type": TIMEX_TYPES,
            "mod": MODS,
            "kind": KINDS,
            "class": EVENT_CLASSES,
            "realis": REALIS,
            "relation": RELATIONS,
        },
        style=Markup(style),
        script=Markup(script),
        policy=policy(style, script),
        version=__version__,
    )
