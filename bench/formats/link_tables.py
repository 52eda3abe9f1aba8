"""Tables of temporal links over TimeML files: MATRES, TimeBank-Dense and TDDiscourse.

A row of MATRES has the document, two verbs, the numbers of their event instances ("12" is the MAKEINSTANCE
"ei12") and a relation between their starts: BEFORE, AFTER, EQUAL or VAGUE (Ning et al. 2018). A row of
TimeBank-Dense (Cassidy et al. 2014) and of TDDiscourse (Naik et al. 2019) has the document, the ids of two events
or times, and a letter; the name of a relation is read too. A table has no texts and no spans: it is read as
predictions of links for the events and times of gold, which must be given.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bench.dataset.note import Note, fold
from bench.dataset.suite import NOTHING, Layers, Predictions, Suite, SuiteDocument
from bench.errors import DataError, Fault
from bench.files import read_bytes
from bench.formats.format import Format
from bench.formats.parsed import start_of
from bench.formats.timeml.document import ends_of
from bench.formats.timeml.folder import ENDINGS as TIMEML
from bench.sdk.model import DCT, RELATIONS, Link

ENDINGS = (".txt", ".tsv", ".tab")
WORDS: Mapping[str, str] = {"BEFORE": "BEFORE", "AFTER": "AFTER", "EQUAL": "SIMULTANEOUS", "VAGUE": "VAGUE"}
"""The relations of MATRES, as TimeML calls them. EQUAL is said of the two starts alone."""
LETTERS: Mapping[str, str] = {
    "b": "BEFORE",
    "a": "AFTER",
    "i": "INCLUDES",
    "ii": "IS_INCLUDED",
    "s": "SIMULTANEOUS",
    "v": "VAGUE",
}
"""The relations of TimeBank-Dense and TDDiscourse."""
_RELATIONS: Mapping[str, str] = {**{each: each for each in RELATIONS}, **WORDS, **LETTERS}
_MATRES = re.compile(
    r"(?P<doc>[^\t\n]+)\t(?P<word_a>[^\t\n]*)\t(?P<word_b>[^\t\n]*)\t(?P<a>\d+)\t(?P<b>\d+)\t(?P<relation>[A-Z]+)\s*",
    re.ASCII,
)
_SHORT = re.compile(
    r"(?P<doc>[^\t\n]+)\t(?P<a>(e|t|ei)\d+)\t(?P<b>(e|t|ei)\d+)\t(?P<relation>\w+)(?P<more>\t.*)?\s*", re.ASCII
)
REMEDY = "give the TimeML files that it is about as gold, such as: bench convert TABLE OUT --gold FOLDER"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table."""

    document: str
    ends: tuple[str, str]
    """The names of the source and the target: of an instance in MATRES, else of an event or a time."""
    relation: str
    """The relation, as TimeML calls it."""
    words: tuple[str, str] = ("", "")
    """The words of the two events, which MATRES states."""
    more: bool = False
    """True if there are further columns."""
    path: str = ""
    line: int = 0


def files(path: Path) -> list[Path]:
    """Returns the tables of a folder, or the one table that the path is: files whose first line is a row."""
    try:
        found = sorted(each for each in path.iterdir() if each.name[0] != ".") if path.is_dir() else [path]
        return [
            each for each in found if each.name.lower().endswith(ENDINGS) and each.is_file() and _is_table(each)
        ]
    except OSError:
        return []


def _is_table(path: Path) -> bool:
    first = next((line for line in start_of(path).split("\n") if line.strip()), "")
    return _parsed(first) is not None


def _parsed(line: str) -> Row | None:
    """Returns the row of a line, without its place; None if the line is no row."""
    found = _SHORT.fullmatch(line)
    if found and (relation := _RELATIONS.get(found["relation"])):
        return Row(found["doc"], (found["a"], found["b"]), relation, more=bool(found["more"]))
    found = _MATRES.fullmatch(line)
    if found and found["relation"] in WORDS:
        ends = f"ei{found['a']}", f"ei{found['b']}"
        return Row(found["doc"], ends, WORDS[found["relation"]], (found["word_a"], found["word_b"]))
    return None


def read_gold(path: Path) -> Suite:
    """Raises DataError: a table has no texts, so it can't be gold alone."""
    raise DataError([Fault(str(path), 0, "a table of links has no texts, so it is no gold by itself", REMEDY)])


def read_predictions(path: Path, suite: Suite | None) -> Predictions:
    """Returns the links of the tables, between the events and times of gold.

    The layers also have gold's events and times, which aren't scored. A document without a row isn't predicted.
    Raises DataError without gold, for a line that is no row, and if no row is about a document of gold.
    """
    if suite is None:
        raise DataError([Fault(str(path), 0, "a table of links has no texts", REMEDY)])
    documents = {each.id: each for each in suite.documents}
    notes: list[Note] = []
    links: dict[str, list[Link]] = {}
    known: dict[str, Mapping[str, str]] = {}
    for row in _read(files(path)):
        document = documents.get(row.document)
        if document is not None and document.id not in known:
            known[document.id] = _names(document, suite)
        link = _link(row, known.get(row.document), suite.layers.get(row.document, NOTHING), notes)
        if link is not None:
            links.setdefault(row.document, []).append(link)
    if not links:
        message = "no row of it is about gold's documents and their events and times"
        raise DataError([Fault(str(path), 0, message, REMEDY)])
    layers = {name: replace(suite.layers.get(name, NOTHING), links=tuple(found)) for name, found in links.items()}
    return Predictions(layers, covers=("links",), notes=fold(notes))


def _link(row: Row, known: Mapping[str, str] | None, layers: Layers, notes: list[Note]) -> Link | None:
    """Returns the link of a row; None if gold lacks its document or an end. What is odd goes to ``notes``."""

    def note(kind: str, message: str) -> None:
        notes.append(Note(kind, row.path, row.line, message))

    if known is None:
        note("no document", f"gold has no document {row.document!r}; the row is left out")
        return None
    missing = [end for end in row.ends if end not in known]
    if missing:
        note("no end", f"{row.document!r} of gold has no {missing[0]!r}; the row is left out")
        return None
    texts = {each.id: each.text for each in layers.events}
    for end, word in zip(row.ends, row.words, strict=True):
        text = texts.get(known[end], "")
        if word and text.lower() != word.lower():
            note("another word", f"{end!r} of {row.document!r} is {text!r} in gold, not {word!r}; the row is kept")
    if row.more:
        note("more columns", "columns after the relation; they aren't read")
    return Link(known[row.ends[0]], known[row.ends[1]], row.relation)


def _names(document: SuiteDocument, suite: Suite) -> Mapping[str, str]:
    """Returns the ids by which a table may name the events and times of a document, with their names in links.

    If the document comes from a TimeML file, these are the ids of its elements, instances and creation time. Else
    they are gold's own ids, and "t0" is the creation time unless something else has this id.
    """
    layers = suite.layers.get(document.id, NOTHING)
    own = {each.id: each.id for layer in (layers.timexes, layers.events) for each in layer if each.id is not None}
    path = Path(document.place[0]) if document.place else None
    if path is not None and path.name.lower().endswith(TIMEML) and path.is_file():
        stated = {name: end for name, end in ends_of(path).items() if end == DCT or end in own}
        if not own.keys().isdisjoint(stated.values()):
            return stated
    return {"t0": DCT, **own}


def _read(paths: Sequence[Path]) -> list[Row]:
    """Returns the rows of all files. Raises DataError, which lists every line that is no row."""
    rows: list[Row] = []
    faults: list[Fault] = []
    for path in paths:
        for number, line in _lines(path, faults):
            found = _parsed(line)
            if found is None:
                remedy = "write document, two ids and a letter, or document, two verbs, two numbers and a relation"
                faults.append(Fault(str(path), number, f"not a row of links: {line!r:.60}", remedy))
            else:
                rows.append(replace(found, path=str(path), line=number))
    if faults:
        raise DataError(faults)
    return rows


def _lines(path: Path, faults: list[Fault]) -> Iterable[tuple[int, str]]:
    try:
        text = read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        faults.append(Fault(str(path), 0, f"not UTF-8 at byte {error.start} of the file", "save it as UTF-8"))
        return ()
    except OSError as error:
        faults.append(Fault(str(path), 0, f"it can't be read: {error.strerror}", "mend its rights"))
        return ()
    return ((number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip())


FORMAT = Format(
    name="links-table",
    title="a table of links (MATRES, TimeBank-Dense, TDDiscourse)",
    sign=" or ".join(f"*{each}" for each in ENDINGS),
    order=320,
    files=files,
    read_gold=read_gold,
    read_predictions=read_predictions,
)
