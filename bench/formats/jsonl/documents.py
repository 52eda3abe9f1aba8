"""Gold in JSON Lines read one document at a time, so that folders of any size are converted.

The lines of each layer's file must be in the order of the documents, and have no faults. Other folders, small ones
and those with a timeline are read whole, and their faults are reported.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from bench.dataset.suite import NOTHING, Layers, Suite, SuiteDocument
from bench.formats import checks
from bench.formats.annotated import Annotated
from bench.formats.format import IrregularError
from bench.formats.jsonl import gold, layout, lines
from bench.formats.jsonl.groups import Groups, Lines, opened
from bench.formats.jsonl.lines import Row
from bench.formats.jsonl.stream import check, check_twice
from bench.sdk.declare import TIMELINE
from bench.sdk.model import Event, Link, Region, Timex

LARGE = 8 * 2**20
"""The size of documents.jsonl, in bytes, above which a folder is read one document at a time."""
LAYERS: tuple[tuple[str, type[Any]], ...] = (
    ("timexes", Timex),
    ("events", Event),
    ("ignore", Region),
    ("links", Link),
)
"""The class of each layer's annotations, in the order of the fields of `bench.dataset.suite.Layers`."""


def open_gold(folder: Path) -> tuple[Suite, Iterator[Annotated]]:
    """Returns the suite of a folder without its documents, and the documents. Raises DataError.

    A large folder is read twice: first to find out whether its lines are in order.
    """
    documents = layout.path_of(folder, layout.DOCUMENTS)
    if not documents.is_file() or documents.stat().st_size <= LARGE or layout.has(folder, TIMELINE):
        return _whole(folder)
    try:
        for _ in _each(folder):
            pass
    except IrregularError:
        return _whole(folder)
    return gold.head(folder), _each(folder)


def _whole(folder: Path) -> tuple[Suite, Iterator[Annotated]]:
    suite = gold.read_gold(folder)
    return suite, (Annotated(each, suite.layers.get(each.id, NOTHING)) for each in suite.documents)


def _each(folder: Path) -> Iterator[Annotated]:
    """Yields the documents of a folder. Raises IrregularError, perhaps after some documents."""
    path = layout.path_of(folder, layout.DOCUMENTS)
    with ExitStack() as stack:
        documents = Lines(path, opened(path, stack), SuiteDocument, "id", 0, path.stat().st_size)
        layers = []
        for name, record in LAYERS:
            file = layout.path_of(folder, name)
            size = file.stat().st_size if file.is_file() else 0
            layers.append(Lines(file, opened(file, stack), record, "doc", 0, size))
        yield from joined(documents, layers, linked=layout.has(folder, "links"))


def joined(documents: Groups, layers: Sequence[Groups], *, linked: bool) -> Iterator[Annotated]:
    """Yields each document with its annotations, which are those of the `LAYERS`.

    With ``linked`` there are links, of these documents or of others. Raises IrregularError, perhaps after some
    documents.
    """
    make_document = lines.maker(SuiteDocument)
    makers: list[Callable[[Any], Any]] = [lines.maker(record) for _, record in LAYERS]
    seen = array("q")
    while group := documents.next():
        if len(group) > 1:
            raise IrregularError(str(group[0].id))
        try:
            document = make_document(group[0])
        except ValueError:
            raise IrregularError(str(group[0].id)) from None
        seen.append(hash(document.id))
        made = [tuple(map(make, layer.take(document.id))) for make, layer in zip(makers, layers, strict=True)]
        found = Layers(*made)
        _check(document, found, linked=linked)
        yield Annotated(document, found)
    for each in layers:
        each.check_end()
    check_twice(seen)


def _check(document: SuiteDocument, layers: Layers, *, linked: bool) -> None:
    """Raises IrregularError for a fault, which is then found again, with its line, by reading the folder whole."""
    if next(gold.check_document(Row("", 0, document)), None) is not None:
        raise IrregularError(document.id)
    check(layers, document.text, linked=linked)
    for layer in (layers.timexes, layers.events):
        if not checks.distinct([item.id for item in layer]):
            raise IrregularError(document.id)
    if not all(checks.reads(each.value, each.values) for each in layers.timexes):
        raise IrregularError(document.id)
