"""The XML of a CAS looked through before dkpro-cassis reads it: refused if it is hostile, and its places kept."""

from __future__ import annotations

import re
from xml.parsers import expat

from bench.errors import DataError, Fault
from bench.formats.cas.reading import Place

DEPTH = 100
"""The deepest nesting of elements; XMI has four levels."""
ID = "http://www.omg.org/XMI id"
INVALID = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Matches a character that XML can't hold."""
_NUMBER = re.compile(r"\d{1,12}", re.ASCII)


class _RefusedError(Exception):
    """Raised at the part of a file that is refused."""


class _Scan:
    def __init__(self) -> None:
        self.root = ""
        self.places: dict[int, Place] = {}
        self.twice: tuple[int, int] | None = None
        """The first id that stands twice, with its line."""
        self.depth = 0
        self.parser = parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = self._begin
        parser.EndElementHandler = self._end
        parser.StartDoctypeDeclHandler = self._declares

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        self.root = self.root or name
        self.depth += 1
        if self.depth > DEPTH:
            raise _RefusedError("it is nested too deeply")
        number = attributes.get(ID, "")
        if _NUMBER.fullmatch(number):
            line = self.parser.CurrentLineNumber
            if int(number) in self.places:
                self.twice = self.twice or (int(number), line)
            self.places[int(number)] = Place(line, _number(attributes, "begin"), _number(attributes, "end"))

    def _end(self, _name: str) -> None:
        self.depth -= 1

    def _declares(self, *_: object) -> None:
        raise _RefusedError("a document type declaration, which UIMA's files don't have")


def scan(content: bytes, path: str) -> dict[int, Place]:
    """Returns the place of each feature structure of an XML file, by its ``xmi:id``.

    Raises DataError for a file that isn't XML, has a document type (and so perhaps entities), is nested too
    deeply, or has an id twice.
    """
    found = _Scan()
    try:
        found.parser.Parse(content, True)
    except expat.ExpatError as error:
        message = f"not XML: {expat.ErrorString(error.code)} at column {error.offset}"
        raise _fault(path, error.lineno, message, "export it again") from None
    except _RefusedError as error:
        raise _fault(path, found.parser.CurrentLineNumber, str(error), "take it out") from None
    except (LookupError, ValueError) as error:
        raise _fault(path, 1, f"its encoding: {error}", "save it as UTF-8") from None
    finally:
        del found.parser  # it refers to this object: only garbage collection would free both
    if found.twice:
        number, line = found.twice
        raise _fault(path, line, f"the xmi:id {number} stands twice", "export it again")
    return found.places


def _number(attributes: dict[str, str], name: str) -> int | None:
    stated = attributes.get(name, "")
    return int(stated) if _NUMBER.fullmatch(stated) else None


def _fault(path: str, line: int, message: str, remedy: str) -> DataError:
    return DataError([Fault(path, line, message, remedy)])
