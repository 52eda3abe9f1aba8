"""An XML file as a tree of elements that know their lines; entities, external references and depth are refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat

from bench.errors import DataError, Fault
from bench.files import read_bytes
from bench.formats.markup import xml_faults

DEEPEST = 100
"""The greatest depth of nested elements that is read."""


@dataclass(slots=True)
class Element:
    """An XML element: its name without a prefix, its line, its attributes and what it contains."""

    name: str
    line: int
    attributes: Mapping[str, str]
    children: list[Element] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    """The characters that stand in the element itself, and not in an element within it."""

    @property
    def text(self) -> str:
        """The characters that stand in the element itself."""
        return "".join(self.pieces)

    def get(self, name: str) -> str | None:
        """Returns an attribute; None if it is absent or empty."""
        return self.attributes.get(name) or None

    def named(self, *names: str) -> Iterator[Element]:
        """Yields the children with one of the names."""
        return (child for child in self.children if child.name in names)

    def first(self, name: str) -> Element | None:
        """Returns the first child with a name; None if there is none."""
        return next(self.named(name), None)

    def every(self, *names: str) -> Iterator[Element]:
        """Yields all elements within this one that have one of the names, in the order of the file."""
        waiting = [*reversed(self.children)]
        while waiting:
            found = waiting.pop()
            if found.name in names:
                yield found
            waiting.extend(reversed(found.children))


class _RefusedError(Exception):
    def __init__(self, line: int, message: str, remedy: str) -> None:
        super().__init__(message)
        self.fault = line, message, remedy


class _Tree:
    """The tree of a file while it is parsed."""

    def __init__(self) -> None:
        self.root = Element("", 0, {})
        self._open = [self.root]
        self._parser = parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._begins
        parser.EndElementHandler = self._ends
        parser.CharacterDataHandler = self._characters
        parser.EntityDeclHandler = self._entity
        parser.ExternalEntityRefHandler = self._external
        parser.SkippedEntityHandler = self._entity

    def read(self, data: bytes) -> Element:
        try:
            self._parser.Parse(data, True)
        finally:
            del self._parser  # it refers to this object: only garbage collection would free both
        return self.root.children[0]

    def _begins(self, name: str, attributes: dict[str, str]) -> None:
        line = self._parser.CurrentLineNumber
        if len(self._open) > DEEPEST:
            raise _RefusedError(line, f"elements lie more than {DEEPEST} deep in each other", "mend the markup")
        element = Element(name.rpartition(":")[2], line, attributes)
        self._open[-1].children.append(element)
        self._open.append(element)

    def _ends(self, _: str) -> None:
        self._open.pop()

    def _characters(self, words: str) -> None:
        self._open[-1].pieces.append(words)

    def _entity(self, name: str, *_: object) -> None:
        line = self._parser.CurrentLineNumber
        raise _RefusedError(line, f"the entity {name!r}", "write out what it stands for: bench reads no entities")

    def _external(self, *_: object) -> int:
        line = self._parser.CurrentLineNumber
        raise _RefusedError(line, "a reference to another file", "write out what it stands for")


def read_tree(path: Path) -> Element:
    """Returns the root of an XML file.

    Raises DataError for a file that isn't XML, whose elements are nested too deeply, or that declares or uses
    entities other than XML's own. Raises OSError if it can't be read.
    """
    try:
        with xml_faults(str(path)):
            return _Tree().read(read_bytes(path))
    except _RefusedError as error:
        raise DataError([Fault(str(path), *error.fault)]) from None
