"""XML as expat reads it: what goes wrong becomes a fault with its line; entities from elsewhere are refused."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Protocol
from xml.parsers import expat

from bench.errors import DataError, Fault

MEND = "mend the markup"


class UndefinedEntityError(Exception):
    """Raised for an entity whose definition isn't in the file."""

    def __init__(self, name: str | None, line: int) -> None:
        super().__init__(name)
        self.name = name
        self.line = line


class Handler(Protocol):
    """The type of an object that is told of the parts of an XML file."""

    def begins(self, name: str, attributes: Mapping[str, str], line: int) -> None:
        """Takes an element, which begins here."""

    def ends(self, name: str) -> None:
        """Takes the end of an element."""

    def characters(self, words: str) -> None:
        """Takes characters between tags."""


@contextlib.contextmanager
def xml_faults(path: str) -> Iterator[None]:
    """Raises DataError in place of the errors of expat, and of `UndefinedEntityError`."""
    try:
        yield
    except expat.ExpatError as error:
        message = f"not XML: {expat.ErrorString(error.code)} at column {error.offset}"
        raise DataError([Fault(path, error.lineno, message, MEND)]) from None
    except UndefinedEntityError as error:
        raise DataError([Fault(path, error.line, f"the entity {error.name} is not defined in it", MEND)]) from None
    except (LookupError, ValueError) as error:
        raise DataError([Fault(path, 1, f"its encoding: {error}", "save it as UTF-8")]) from None


def read_xml(path: Path, data: bytes, handler: Handler) -> None:
    """Reads the content of an XML file.

    Raises DataError if it isn't XML, or if it needs an entity from elsewhere.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.specified_attributes = True  # leaves out the default values of a document type

    def begins(name: str, attributes: dict[str, str]) -> None:
        handler.begins(name, attributes, parser.CurrentLineNumber)

    def refuse(name: str | None, *_: object) -> int:
        raise UndefinedEntityError(name, parser.CurrentLineNumber)

    parser.StartElementHandler = begins
    parser.EndElementHandler = handler.ends
    parser.CharacterDataHandler = handler.characters
    parser.ExternalEntityRefHandler = refuse
    parser.SkippedEntityHandler = refuse
    try:
        with xml_faults(str(path)):
            parser.Parse(data, True)
    finally:
        parser.StartElementHandler = None  # the function refers to the parser: only garbage collection frees both
        parser.ExternalEntityRefHandler = None
        parser.SkippedEntityHandler = None
