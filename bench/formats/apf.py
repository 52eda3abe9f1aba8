"""TIMEX2 beside the text: the APF of ACE, as WikiWars has it too (docs/formats.md).

A file ``NAME.apf.xml`` says for each time expression at which characters of ``NAME.sgm`` it stands. Tags don't
count as characters, and the last character belongs to the expression. The SGML file lies beside, or in a folder
``in`` or ``sgm`` next to the folder of the APF files.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from bench.errors import DataError, Fault
from bench.files import read_bytes
from bench.formats.annotated import Annotated, Draft
from bench.formats.markup import read_xml
from bench.formats.parsed import named_files, parsed
from bench.formats.timex2.document import CREATION, Parts, day_of, parts_of
from bench.formats.timex2.values import READ, timex_of

ENDING = ".apf.xml"
BESIDE = ("", "../in", "../sgm")
"""The folders of the SGML files, from that of the APF files."""
TEXTS = (".sgm", ".sgml")


def files(path: Path) -> Sequence[Path]:
    """Returns the APF files of a folder, or the one that the path is, and the files of their texts."""
    found = named_files(path, (ENDING,), lambda start: "<source_file" in start)
    return [*found, *filter(None, map(text_of, found))]


def text_of(path: Path) -> Path | None:
    """Returns the SGML file of an APF file; None if there is none."""
    name = path.name[: -len(ENDING)]
    for folder in BESIDE:
        for each in (name, name.removesuffix(".key")):
            for ending in TEXTS:
                text = path.parent / folder / f"{each}{ending}"
                if text.is_file():
                    return text
    return None


@dataclass(frozen=True, slots=True)
class _Mention:
    """A time expression: its first and last character, its words, its id and the attributes of its TIMEX2."""

    line: int
    first: int
    last: int
    words: str
    name: str | None
    attributes: Mapping[str, str]


@dataclass(slots=True)
class _Reader:
    """Takes the parts of an APF file."""

    path: Path
    id: str = ""
    mentions: list[_Mention] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    others: dict[str, int] = field(default_factory=dict)
    """For each kind of annotation that isn't read the line of the first."""
    _timex: Mapping[str, str] | None = None
    _name: str | None = None
    _place: tuple[int, Mapping[str, str]] | None = None
    _words: list[str] = field(default_factory=list)
    _depth: int = 0

    def begins(self, name: str, attributes: Mapping[str, str], line: int) -> None:
        self._depth += 1
        said = {key.upper(): value for key, value in attributes.items()}
        if name == "document":
            self.id = self.id or said.get("DOCID", "").strip()
        elif name == "timex2":
            self._timex = said
        elif name == "timex2_mention":
            self._name = said.get("ID") or None
        elif name == "charseq" and self._timex is not None:
            self._place, self._words = (line, said), []
        elif self._depth == 3:
            self.others.setdefault(name, line)

    def ends(self, name: str) -> None:
        self._depth -= 1
        if name == "charseq" and self._place is not None and self._timex is not None:
            line, said = self._place
            try:
                first, last = int(said.get("START", "")), int(said.get("END", ""))
            except ValueError:
                message = "a charseq without START and END, which are whole numbers"
                self.faults.append(Fault(str(self.path), line, message, "state the first and the last character"))
            else:
                words = "".join(self._words)
                self.mentions.append(_Mention(line, first, last, words, self._name, self._timex))
            self._place = None
        elif name == "timex2":
            self._timex = None

    def characters(self, words: str) -> None:
        if self._place is not None:
            self._words.append(words)


def parse(path: Path) -> Iterator[Annotated]:
    """Yields the document of an APF file, and nothing for an SGML file. Raises DataError for all faults."""
    if not path.name.lower().endswith(ENDING):
        return
    reader = _Reader(path)
    read_xml(path, read_bytes(path), reader)
    if reader.faults:
        raise DataError(reader.faults)
    text = text_of(path)
    if text is None:
        message = f"no {path.name[: -len(ENDING)]}.sgm with its text beside it"
        remedy = "put the SGML file beside it, or into a folder named in next to its folder"
        raise DataError([Fault(str(path), 0, message, remedy)])
    try:
        parts = parts_of(text)
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise DataError([Fault(str(text), line, "not UTF-8", "save it as UTF-8")]) from None
    yield _document(path, reader, parts)


def _document(path: Path, reader: _Reader, parts: Parts) -> Annotated:
    start, end = parts.places["TEXT"]
    draft = Draft(path, reader.id or path.name[: -len(ENDING)], parts.markup.text[start:end])
    for name, line in reader.others.items():
        draft.note(f"element {name}", line, f"the element {name!r}; only time expressions are read")
    first, last = parts.creation()
    stated = parts.words(CREATION)
    for mention, at, stop in _placed(draft, reader.mentions, parts):
        if last and first <= at and stop <= last:
            stated = mention.attributes.get("VAL") or stated
        elif 0 <= at < stop <= start or end <= at < stop <= len(parts.markup.text):
            draft.note("outside", mention.line, "a time expression outside of TEXT; it isn't scored")
        else:
            _add(draft, mention, at - start, stop - start)
    return draft.finish(day_of(draft, stated))


def _add(draft: Draft, mention: _Mention, start: int, end: int) -> None:
    timex = timex_of(start, end, mention.attributes, mention.name)
    same = _spaced(draft.text[max(start, 0) : end]) == _spaced(mention.words)
    draft.add(timex if same else replace(timex, text=mention.words), mention.line)
    for name in sorted(mention.attributes.keys() - READ):
        draft.note(f"TIMEX2 {name}", mention.line, f"TIMEX2 has the attribute {name}; it isn't read")


def _placed(draft: Draft, mentions: Sequence[_Mention], parts: Parts) -> Iterator[tuple[_Mention, int, int]]:
    """Yields each mention with its place in the characters of the SGML file.

    Characters are counted as XML reads them or as they are written, whichever fits the words of all mentions.
    """
    text = parts.markup.text
    places = {raw: at for at, raw in enumerate(parts.markup.raw)}
    plain = [(each.first, each.last + 1) for each in mentions]
    written = [(places.get(each.first, -1), places.get(each.last + 1, -1)) for each in mentions]

    def fits(spans: Sequence[tuple[int, int]]) -> bool:
        pairs = zip(mentions, spans, strict=True)
        return all(a >= 0 and _spaced(text[a:b]) == _spaced(each.words) for each, (a, b) in pairs)

    chosen = plain
    if not fits(plain) and fits(written):
        chosen = written
        draft.note("offsets", 0, "the offsets count entities and line ends as they are written; they are read so")
    yield from ((each, *span) for each, span in zip(mentions, chosen, strict=True))


def _spaced(words: str) -> str:
    return " ".join(words.split())


FORMAT = parsed(
    name="apf",
    title="APF",
    sign="*.apf.xml",
    order=210,
    files=files,
    parse=parse,
    covers=("timexes",),
)
