"""One annotated document, and the checks that every reader of annotated files shares."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from bench.dataset import row
from bench.dataset.note import Note
from bench.dataset.suite import EVERY_DOCUMENT, Layers, SuiteDocument
from bench.errors import DataError, Fault
from bench.formats import checks
from bench.sdk.model import Event, Link, Region, Timex


@dataclass(frozen=True, slots=True)
class Annotated:
    """A document with its annotations, and notes on what its file holds besides."""

    document: SuiteDocument
    layers: Layers
    notes: Sequence[Note] = ()


@dataclass(slots=True)
class Draft:
    """The annotations of one document, gathered by a reader that knows the line of each in its file.

    A reader adds annotations in any order and calls `finish`, which checks them by the rules of
    `bench.formats.checks`. A fault of one annotation doesn't stop the others from being checked.
    """

    path: Path
    id: str
    text: str
    faults: list[Fault] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    _found: list[tuple[int, Timex | Event | Region]] = field(default_factory=list)
    _links: list[tuple[int, Link]] = field(default_factory=list)

    def add(self, annotation: Timex | Event | Region | Link, line: int = 0) -> None:
        """Adds an annotation of a line (0 if the file has no lines).

        If the annotation states no words, those at its offsets are filled in.
        """
        if isinstance(annotation, Link):
            self._links.append((line, annotation))
        else:
            words = annotation.text or self.text[annotation.start : annotation.end]
            self._found.append((line, replace(annotation, text=words)))

    def fault(self, line: int, message: str, remedy: str) -> None:
        """Records something that makes the file unfit."""
        self.faults.append(Fault(str(self.path), line, message, remedy))

    def note(self, kind: str, line: int, message: str) -> None:
        """Records something that the reader leaves out, or reads in an unexpected way; `kind` is what it is."""
        self.notes.append(Note(kind, str(self.path), line, message))

    def finish(self, dct: str | datetime.date | None = None, **more: Any) -> Annotated:
        """Returns the document with its annotations; ``more`` are further fields of `SuiteDocument`.

        ``dct`` may be a date or a time stamp as text. Raises DataError with all faults: a span outside of the
        text or over other words than stated, an id of two annotations, a link to no annotation, a creation time
        that is no date, and those recorded before.
        """
        if self.id in ("", EVERY_DOCUMENT):
            self.fault(0, f"the name {self.id!r} can't be the id of a document", "rename it")
        self._check()
        for problem in checks.check_sentences(more.get("sentences"), self.text):
            self.fault(0, problem.message, problem.remedy)
        try:
            day = row.creation_of(dct)
        except ValueError as error:
            self.fault(0, f"the creation time {dct!r}: {error}", "write it as 2023-09-18")
        if self.faults:
            raise DataError(self.faults)
        found = [annotation for _, annotation in self._found]
        layers = Layers(
            tuple(each for each in found if isinstance(each, Timex)),
            tuple(each for each in found if isinstance(each, Event)),
            tuple(each for each in found if isinstance(each, Region)),
            tuple(link for _, link in self._links),
        )
        document = SuiteDocument(self.id, self.text, day, place=(str(self.path), 0), **more)
        return Annotated(document, layers, tuple(self.notes))

    def _check(self) -> None:
        for line, problem in self._problems():
            self.fault(line, problem.message, problem.remedy)

    def _problems(self) -> Iterator[tuple[int, checks.Problem]]:
        for line, each in self._found:
            for problem in checks.check_span(each.start, each.end, each.text, self.text):
                yield line, problem
            if isinstance(each, Timex) and each.values is not None:
                for problem in checks.check_readings(each.value, each.values):
                    yield line, problem
        named = [(line, each) for line, each in self._found if not isinstance(each, Region)]
        if self._links:
            yield from checks.check_link_ids((line, (self.id, each.id)) for line, each in named)
        ends = checks.link_ends(
            (each for _, each in named if isinstance(each, Timex)),
            (each for _, each in named if isinstance(each, Event)),
        )
        for line, link in self._links:
            for problem in checks.check_ends(link.source, link.target, ends, self.id):
                yield line, problem
