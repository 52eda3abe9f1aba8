"""The file that the labelling page saves: JSON Lines, each line with its ``layer``, one file for all layers."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from bench import formats
from bench.dataset.note import Note
from bench.dataset.suite import NOTHING, Suite, suite_name
from bench.errors import DataError, Fault, UsageError
from bench.files import read_bytes
from bench.formats import checks
from bench.formats.annotated import Annotated
from bench.formats.jsonl import layout
from bench.formats.jsonl.writing import document_record, record_of
from bench.temporal import edtf

SIGN = '{"layer": "suite"'
"""The beginning of a file that the page saved."""


def is_saved(path: Path) -> bool:
    """Returns whether a path is a file that the page saved."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        start = file.read(64).decode("utf-8-sig", errors="replace")
    return start.replace(" ", "").startswith(SIGN.replace(" ", ""))


def lines(suite: Suite, documents: Iterable[Annotated]) -> Iterator[dict[str, Any]]:
    """Yields the objects of all lines: each document, then its annotations; the timeline comes last.

    The first line of all has the layers that are labelled, as layer "suite".
    """
    yield {"layer": "suite", "name": suite.name, "labelled": sorted(suite.labelled_layers)}
    for each in documents:
        yield {"layer": layout.DOCUMENTS, **document_record(each.document)}
        for layer in ("timexes", "events", "links", "ignore"):
            for annotation in getattr(each.layers, layer):
                yield {"layer": layer, "doc": each.document.id, **record_of(annotation)}
    for entry in suite.timeline:
        yield {"layer": "timeline", **record_of(entry)}


def read(path: Path) -> Suite:
    """Returns the gold in a file that the page saved, checked as gold in a folder is.

    The page takes every value as it is typed, so there is a note on each that is neither TIMEX3 nor, as the
    ``when`` of an event, EDTF. It is no fault, because gold of another scheme may have such values. Raises
    DataError with all faults, each with its line in this file.
    """
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        _divide(path, folder)
        try:
            suite = formats.read_gold(folder)
        except DataError as error:
            raise DataError(replace(each, path=str(path)) for each in error.faults) from None
        except UsageError:
            fault = Fault(str(path), 0, "it has no documents", "name a file that the labelling page saved")
            raise DataError([fault]) from None
    documents = tuple(
        replace(each, place=(str(path), each.place[1] if each.place else 0)) for each in suite.documents
    )
    notes = (*suite.notes, *_mistyped(suite, path))
    return replace(suite, name=suite_name(path), documents=documents, notes=notes)


def _mistyped(suite: Suite, path: Path) -> Iterator[Note]:
    """Yields a note on each value of a timex that isn't TIMEX3, and each ``when`` of an event that isn't EDTF."""
    for document in suite.documents:
        layers = suite.layers.get(document.id, NOTHING)
        for timex in layers.timexes:
            for problem in checks.check_value(timex.value) if timex.value is not None else ():
                message = f"{document.id}, {timex.text!r:.60}: {problem.message}; {problem.remedy}"
                yield Note("value", str(path), 0, message)
        for event in layers.events:
            try:
                if event.when is not None:
                    edtf.parse(event.when)
            except ValueError as error:
                remedy = "use EDTF such as 2023-09-18, 2023-09-18/2023-09-21 or [..2023-09-19]"
                message = f"{document.id}, {event.text!r:.60}: when {event.when!r}: {error}; {remedy}"
                yield Note("when", str(path), 0, message)


def objects(path: Path, faults: list[Fault]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yields the number and the object of each line; lines that are no object with a layer go to ``faults``."""
    for number, line in enumerate(_text(path).split("\n"), start=1):
        if not line.strip():
            continue
        try:
            stated = json.loads(line)
            known = isinstance(stated["layer"], str)
        except (ValueError, KeyError, TypeError, RecursionError):
            known = False
        if known:
            yield number, stated
        else:
            faults.append(Fault(str(path), number, "no object with a layer", "save the file from the page again"))


def _divide(path: Path, folder: Path) -> None:
    """Writes a file for each layer, in which each line has the number that it has in ``path``."""
    found: dict[str, list[str]] = {}
    faults: list[Fault] = []
    for number, stated in objects(path, faults):
        layer = stated.pop("layer")
        if layer == "suite":
            labelled = stated.get("labelled")
            for name in labelled if isinstance(labelled, list) else ():
                if name in layout.LAYER_FILES:
                    found.setdefault(name, [])
        elif layer not in layout.LAYER_FILES:
            remedy = f"write one of {', '.join(layout.LAYER_FILES)}"
            faults.append(Fault(str(path), number, f"the layer {layer!r:.60}", remedy))
        elif stated.get("open"):
            remedy = "keep or remove it on the page, or read the file by bench adjudicate --from-page"
            faults.append(Fault(str(path), number, "an open case of annotators who differ", remedy))
        else:
            kept = found.setdefault(layer, [])
            kept += [""] * (number - 1 - len(kept))
            kept.append(json.dumps(stated))
    if faults:
        raise DataError(faults)
    for layer, kept in found.items():
        text = "".join(f"{line}\n" for line in kept)
        layout.path_of(folder, layer).write_text(text, encoding="utf-8", newline="")


def _text(path: Path) -> str:
    try:
        return read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        fault = Fault(str(path), line, "not UTF-8", "save the file from the page again")
    except OSError as error:
        fault = Fault(str(path), 0, f"it can't be read: {error.strerror}", "name a file that the page saved")
    raise DataError([fault]) from None
