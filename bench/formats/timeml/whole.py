"""The elements of a TimeML file without TEXT: the characters of its root are the text, but for a few elements."""

from __future__ import annotations

from bench.formats.timeml.elements import GATHERED, Attributes, Element, Elements

ASIDE = frozenset(
    ("DCT", "DOCID", "DOCNO", "DOCTYPE", "DATE", "DATETIME", "DATE_TIME", "TITLE", "EXTRAINFO", "HEADER")
)
"""The elements that are no part of the text."""
_BY_HEIDELTIME = "TimeML.dtd"
"""The document type that HeidelTime names in its output; it puts a line end before the text, and one after it."""


class WholeElements(Elements):
    """The elements of a TimeML file without TEXT."""

    def __init__(self) -> None:
        super().__init__()
        self.whole = True
        self._depth = 0
        """The number of open elements within the one of `ASIDE` that is open, itself included."""
        self._type: str | None = None
        self._parser.StartDoctypeDeclHandler = self._declares

    def read(self, data: bytes) -> None:
        """Reads a file, once. Raises what `Elements.read` does."""
        super().read(data)
        if self._type == _BY_HEIDELTIME:
            self._unwrap()

    def _declares(self, _name: str, system: str | None, _public: str | None, _has_subset: int) -> None:
        self._type = system

    def _begins_root(self, name: str, attributes: dict[str, str]) -> None:
        self.root = name
        line = self._parser.CurrentLineNumber
        self.texts.append(line)
        self._open = [(line, 0, attributes)]
        self._in_text()

    def _in_text(self) -> None:
        self._parser.StartElementHandler = self._begins_in_text
        self._parser.EndElementHandler = self._ends_in_text
        self._parser.CharacterDataHandler = self._characters

    def _begins_in_text(self, name: str, attributes: dict[str, str]) -> None:
        if name not in ASIDE:
            super()._begins_in_text(name, attributes)
            return
        self._parser.StartElementHandler = self._begins_aside
        self._parser.EndElementHandler = self._ends_aside
        self._parser.CharacterDataHandler = None
        self._begins_aside(name, attributes)
        if name in GATHERED and name not in self._gathered:
            self._gathering = name
            self._gathered[name] = []
            self._parser.CharacterDataHandler = self._keep

    def _begins_aside(self, name: str, attributes: Attributes) -> None:
        """Adds an element that is no part of the text, or stands in such an element."""
        self._depth += 1
        line = self._parser.CurrentLineNumber
        if name in ("TIMEX3", "EVENT") and not (self._in_creation and name == "TIMEX3"):
            self.outside.append(Element(line, attributes, name=name))
        elif name == "DCT":
            self.dcts.append(line)
            self._in_creation = True
        elif name not in ASIDE:
            self._take(name, line, attributes)

    def _ends_aside(self, _name: str) -> None:
        self._depth -= 1
        if not self._depth:
            self._in_creation = False
            self._gathering = ""
            self._in_text()

    def _unwrap(self) -> None:
        """Takes the line ends away that HeidelTime puts around the text, unless an annotation covers one."""
        text = "".join(self.pieces)
        found = [*self.timexes, *self.events]
        inside = all(each.start > 0 and each.end < len(text) for each in found)
        if len(text) > 2 and text[0] == text[-1] == "\n" and inside:
            self.pieces = [text[1:-1]]
            for elements in (self.timexes, self.events, self.unmarked):
                elements[:] = (each._replace(start=each.start - 1, end=each.end - 1) for each in elements)
