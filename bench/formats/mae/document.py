"""A file of MAE, MedTator or i2b2 2012: its text, its tags, and the annotations that they say."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bench.files import read_bytes
from bench.formats.annotated import Annotated, Draft
from bench.formats.mae.offsets import Place, Stated, fitting, spaced
from bench.formats.mae.tags import Tag, read_tags
from bench.sdk.model import MODS, RELATIONS, TIMEX_TYPES, Event, Link, Timex

_PLACE = frozenset(("id", "start", "end", "spans", "text"))
_READ = {
    "TIMEX3": _PLACE | {"type", "val", "value", "mod"},
    "EVENT": _PLACE | {"class", "type", "tense", "aspect"},
    "SECTIME": _PLACE | {"type", "dvalue"},
    "TLINK": frozenset(("id", "fromID", "fromText", "toID", "toText", "arg0ID", "arg0Text", "arg1ID", "arg1Text"))
    | {"type", "relType"},
}
"""The elements that are read, and the attributes of each that are read or repeat what others say."""
_NOTHING = "NA"
"""The word of i2b2 for an attribute that doesn't apply."""


def parse(path: Path) -> Iterator[Annotated]:
    """Yields the document of one file. Raises DataError with all its faults."""
    yield _Document(path).annotated()


class _Document:
    """Reads the tags of one file."""

    def __init__(self, path: Path) -> None:
        self._file = read_tags(path, read_bytes(path))
        self._draft = Draft(path, path.stem.removesuffix(".txt"), self._file.text)
        self._names: dict[str, str | None] = {}
        """For each id the one that links have; None if the annotation is left out."""
        self._spans: dict[tuple[int, int], str] = {}
        """For each span of a TIMEX3 its id."""

    def annotated(self) -> Annotated:
        if self._file.mended:
            self._draft.note("escapes", 0, "& or < in the attributes of tags; they are read as these characters")
        marks = [tag for tag in self._file.tags if tag.name in _READ and tag.name != "TLINK"]
        # the time of a section may repeat a TIMEX3, so it comes after all of these
        marks.sort(key=lambda tag: tag.name == "SECTIME")
        stated = [(tag, spans) for tag in marks if (spans := self._spans_of(tag))]
        place = self._place(stated)
        for tag, spans in stated:
            self._mark(tag, spans, place)
        for tag in self._file.tags:
            self._tell(tag)
            if tag.name == "TLINK":
                self._link(tag)
        if not any(tag.name in _READ for tag in self._file.tags):
            message = "no TIMEX3, EVENT or TLINK; the file is read as one in which nothing is annotated"
            self._draft.note("nothing", 0, message)
        return self._draft.finish()

    def _spans_of(self, tag: Tag) -> list[tuple[int, int]]:
        """Returns the stretches that a tag marks, as the file counts; none if it marks nothing or has a fault."""
        name = tag.get("id")
        try:
            spans = [(start, end) for start, end in tag.spans() if start != end]
        except ValueError:
            if tag.name != "SECTIME":
                remedy = 'state them as start="3" end="9" or spans="3~9"'
                self._draft.fault(tag.line, f"a {tag.name} without whole numbers for start and end", remedy)
                return []
            spans = []
        if not spans:
            self._draft.note(
                f"{tag.name} empty", tag.line, f"a {tag.name} that marks no text; it and links to it are left out"
            )
            if name:
                self._names.setdefault(name, None)
        return spans

    def _place(self, marks: list[tuple[Tag, list[tuple[int, int]]]]) -> Place:
        """Returns the way in which the file counts characters."""
        stated = [Stated(*spans[0], tag.get("text") or "") for tag, spans in marks if len(spans) == 1]
        place, told = fitting(self._draft.text, stated, crlf=self._file.crlf)
        if told:
            self._draft.note("offsets", 0, f"the offsets {told}, for so the words fit; they are read so")
        return place

    def _mark(self, tag: Tag, spans: list[tuple[int, int]], place: Place) -> None:
        """Adds the annotation of a tag."""
        starts, ends = ([place(each) for each in side] for side in zip(*spans, strict=True))
        start = min(-1 if each is None else each for each in starts)
        end = max(-1 if each is None else each for each in ends)
        words, name = tag.get("text") or "", tag.get("id")
        if len(spans) > 1:
            message = f"a {tag.name} in {len(spans)} pieces; it is read as one stretch from the first to the last"
            self._draft.note("pieces", tag.line, message)
        if len(spans) > 1 or spaced(self._draft.text[max(start, 0) : max(end, 0)]) == spaced(words):
            words = ""
        if tag.name == "SECTIME" and self._repeats(tag, start, end):
            return
        if tag.name == "TIMEX3" and name:
            self._spans.setdefault((start, end), name)
        if name:
            self._names.setdefault(name, name)
        self._draft.add(_annotation(tag, start, end, words), tag.line)

    def _repeats(self, tag: Tag, start: int, end: int) -> bool:
        """Returns whether the time of a section has the span of a TIMEX3, which links to it then mean."""
        same = self._spans.get((start, end))
        name = tag.get("id")
        if same is None:
            self._draft.note("SECTIME", tag.line, "a SECTIME without a TIMEX3 of its span; it is read as a DATE")
            return False
        self._draft.note("SECTIME twice", tag.line, "a SECTIME of a TIMEX3's span; links to it mean the TIMEX3")
        if name:
            self._names.setdefault(name, same)
        return True

    def _link(self, tag: Tag) -> None:
        source, target = tag.get("fromID", "arg0ID"), tag.get("toID", "arg1ID")
        relation = tag.get("relType", "type")
        if source is None or target is None or relation is None:
            remedy = "a TLINK has fromID, toID and type"
            self._draft.fault(tag.line, "a TLINK without both ends and a type", remedy)
            return
        ends = [self._names.get(end, end) for end in (source, target)]
        if ends[0] is None or ends[1] is None:
            message = "a TLINK to a tag that marks no text; it is left out"
            self._draft.note("link to nothing", tag.line, message)
            return
        if relation not in RELATIONS:
            message = f"{relation!r} is no relation of TimeML, so it orders nothing; tlink.plain alone compares it"
            self._draft.note(f"relation {relation}", tag.line, message)
        self._draft.add(Link(ends[0], ends[1], relation), tag.line)

    def _tell(self, tag: Tag) -> None:
        """Notes what isn't read of a tag, and the words that TimeML doesn't have."""
        note, line = self._draft.note, tag.line
        if tag.name not in _READ:
            message = f"the tag {tag.name!r}; only TIMEX3, EVENT, TLINK and SECTIME are read"
            note(f"tag {tag.name}", line, message)
            return
        for name in sorted(tag.attributes.keys() - _READ[tag.name]):
            note(f"{tag.name} {name}", line, f"{tag.name} has the attribute {name!r}; it isn't read")
        if tag.name == "EVENT" and tag.get("type"):
            note("EVENT type", line, "EVENT has a type, which is no class of TimeML; the class stays unknown")
        if tag.name == "TIMEX3":
            for field, words in (("type", TIMEX_TYPES), ("mod", (*MODS, _NOTHING))):
                word = tag.get(field)
                if word is not None and word not in words:
                    note(
                        f"{field} {word}", line, f"{field} {word!r} is none of TimeML's; it is scored as it stands"
                    )


def _annotation(tag: Tag, start: int, end: int, words: str) -> Timex | Event:
    """Returns the annotation of a TIMEX3, an EVENT, or a SECTIME."""
    name = tag.get("id")
    if tag.name == "EVENT":
        tense, aspect = tag.get("tense"), tag.get("aspect")
        return Event(start, end, tag.get("class"), text=words, id=name, tense=tense, aspect=aspect)
    if tag.name == "SECTIME":
        return Timex(start, end, "DATE", tag.get("dvalue"), text=words, id=name)
    mod = tag.get("mod")
    return Timex(
        start,
        end,
        tag.get("type"),
        tag.get("val", "value"),
        None if mod == _NOTHING else mod,
        text=words,
        id=name,
    )
