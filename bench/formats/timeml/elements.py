"""The elements of a TimeML file, each with its attributes, its line and its span in the text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple
from xml.parsers import expat

from bench.formats.markup import UndefinedEntityError

Attributes = Mapping[str, str]

GATHERED = ("TITLE", "DATE")
"""The elements outside of the text whose characters are kept: the title, and the day that SUTime writes."""
_BY_TEMPEVAL = ("TimeML", "DOCID", "DCT", "TITLE", "EXTRAINFO", "TEXT")
_MARKS = ("TIMEX3", "EVENT", "SIGNAL", "MAKEINSTANCE", "TLINK", "SLINK", "ALINK", "CONFIDENCE")
TIMEML = frozenset((*_BY_TEMPEVAL, *_MARKS))
"""The elements of TimeML 1.2.1, and those by which TempEval-3 divides a file."""


class Element(NamedTuple):
    """An XML element of a TimeML file: its line, its attributes, and its span if it is in the text."""

    line: int
    attributes: Attributes
    start: int = 0
    """The offset in the text at which the element starts; 0 outside the text."""
    end: int = 0
    name: str = ""


class Elements:
    """The elements of a TimeML file, sorted by their use, and the characters of its text."""

    def __init__(self) -> None:
        self.root = ""
        self.pieces: list[str] = []
        """The characters of the text."""
        self.timexes: list[Element] = []
        """The TIMEX3 of the text, in the order in which they end."""
        self.events: list[Element] = []
        self.instances: list[Element] = []
        self.links: list[Element] = []
        self.creation: list[Element] = []
        """The TIMEX3 of DCT; DCT may be inside the text."""
        self.unmarked: list[Element] = []
        """The TIMEX3 and EVENT in the text that cover no characters."""
        self.outside: list[Element] = []
        """The TIMEX3 and EVENT outside of the text and of DCT."""
        self.texts: list[int] = []
        """The line of each TEXT; only the first is read."""
        self.dcts: list[int] = []
        """The line of each DCT."""
        self.others: dict[str, Element] = {}
        """For each element name that TimeML doesn't have the first such element."""
        self.whole = False
        """True if the file has no TEXT, so that the text is that of the root."""
        self._gathered: dict[str, list[str]] = {}
        """The characters of the first TITLE and of the first DATE that stand outside of the text."""
        self._gathering = ""
        """The name of the element whose characters are being gathered; empty if there is none."""
        self._open: list[tuple[int, int, Attributes]] = []
        """The open elements within TEXT, which is the first of them: line, start and attributes of each."""
        self._at = 0
        self._in_creation = False
        self._around = False
        """True if the text stands within DCT."""
        self._parser = parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.specified_attributes = True  # leaves out the default values of a document type
        parser.StartElementHandler = self._begins_root
        parser.ExternalEntityRefHandler = self._refuse
        parser.SkippedEntityHandler = self._refuse

    def read(self, data: bytes) -> None:
        """Reads a file, once. Raises ExpatError, UndefinedEntityError, LookupError and ValueError (encodings)."""
        try:
            self._parser.Parse(data, True)
        finally:
            del self._parser  # it refers to this object: only garbage collection would free both

    def _refuse(self, name: str | None, *_: object) -> int:
        raise UndefinedEntityError(name, self._parser.CurrentLineNumber)

    def _begins_root(self, name: str, attributes: dict[str, str]) -> None:
        self.root = name
        self._parser.StartElementHandler = self._begins
        if name in TIMEML:
            self._begins(name, attributes)

    def _begins(self, name: str, attributes: dict[str, str]) -> None:
        """Adds an element outside the text, which begins here."""
        line = self._parser.CurrentLineNumber
        if name in GATHERED and name not in self._gathered and not self._gathering:
            self._gather(name)
        if name == "TEXT":
            self._begin_text(line, attributes)
        elif name == self._gathering == "DATE":
            pass
        elif name in ("TIMEX3", "EVENT") and not (self._in_creation and name == "TIMEX3"):
            self.outside.append(Element(line, attributes, name=name))
        else:
            self._take(name, line, attributes)

    def _take(self, name: str, line: int, attributes: Attributes) -> None:
        """Adds an element that is read in the same way inside and outside the text."""
        if name == "TLINK":
            self.links.append(Element(line, attributes))
        elif name == "MAKEINSTANCE":
            self.instances.append(Element(line, _of_event(attributes)))
        elif name == "DCT":
            self.dcts.append(line)
            self._in_creation = True
            if not self._open:
                self._parser.EndElementHandler = self._ends
        elif name == "TIMEX3":
            if self._in_creation:
                self.creation.append(Element(line, attributes))
        elif name not in TIMEML:
            self.others.setdefault(name, Element(line, attributes))

    def _gather(self, name: str) -> None:
        """Begins to gather the characters of an element outside of the text."""
        self._gathering = name
        self._gathered[name] = []
        self._parser.EndElementHandler = self._ends
        self._parser.CharacterDataHandler = self._keep

    def _keep(self, words: str) -> None:
        self._gathered[self._gathering].append(words)

    def gathered(self, name: str) -> str | None:
        """Returns the characters of the first TITLE or DATE outside of the text; None if there is none."""
        pieces = self._gathered.get(name)
        return None if pieces is None else "".join(pieces)

    def _begin_text(self, line: int, attributes: Attributes) -> None:
        self.texts.append(line)
        if len(self.texts) > 1:
            return
        self._open = [(line, 0, attributes)]
        self._around, self._in_creation = self._in_creation, False
        self._gathering = ""
        self._parser.StartElementHandler = self._begins_in_text
        self._parser.EndElementHandler = self._ends_in_text
        self._parser.CharacterDataHandler = self._characters

    def _ends(self, name: str) -> None:
        if name == "DCT":
            self._in_creation = False
        elif name == self._gathering:
            self._gathering = ""
            self._parser.CharacterDataHandler = None
        if not self._in_creation and not self._gathering:
            self._parser.EndElementHandler = None

    def _begins_in_text(self, name: str, attributes: dict[str, str]) -> None:
        line = self._parser.CurrentLineNumber
        self._open.append((line, self._at, attributes))
        if name == "TEXT":
            self.texts.append(line)
        elif name != "EVENT":
            self._take(name, line, attributes)

    def _ends_in_text(self, name: str) -> None:
        line, start, attributes = self._open.pop()
        if name in ("EVENT", "TIMEX3"):
            if start == self._at:
                self.unmarked.append(Element(line, attributes, start, start, name))
            else:
                (self.events if name == "EVENT" else self.timexes).append(
                    Element(line, attributes, start, self._at)
                )
        elif name == "DCT":
            self._in_creation = False
        elif not self._open:
            self._parser.StartElementHandler = self._begins
            self._in_creation = self._around
            self._parser.EndElementHandler = self._ends if self._around else None
            self._parser.CharacterDataHandler = None

    def _characters(self, words: str) -> None:
        self.pieces.append(words)
        self._at += len(words)


def _of_event(attributes: Attributes) -> Attributes:
    """Returns the attributes of a MAKEINSTANCE; ``eid``, which some tools write instead of eventID, as eventID."""
    if "eid" not in attributes or "eventID" in attributes:
        return attributes
    return {**attributes, "eventID": attributes["eid"]}
