"""The results of one annotation of a task: regions, their attributes, and relations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bench.formats import labels
from bench.formats.annotated import Draft
from bench.formats.checks import fits
from bench.formats.labelstudio.config import CHOICES, FROM_DCT, LINES, TEXTS, TO_DCT
from bench.formats.labelstudio.writing import BAR, ID
from bench.sdk.model import DCT, RELATIONS, Event, Link, Region, Timex

Result = Mapping[str, Any]
_BLANK = re.compile(r"\\[nrt]|\s")
_OF_REGIONS = ("labels", "hypertextlabels", "paragraphlabels")
_ATTRIBUTES = (*CHOICES, *TEXTS)
_ABOUT = {"choices", "textarea", "taxonomy", "number", "rating", "datetime"}


@dataclass(slots=True)
class _Marked:
    """A region with its label, and the attributes that are found for it."""

    label: str
    start: int
    end: int
    words: str
    id: str | None
    attributes: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Reader:
    """Reads the results of one annotation into a draft; ``line`` is where its task begins."""

    draft: Draft
    line: int
    _marked: dict[str, _Marked] = field(default_factory=dict)
    _left: set[str] = field(default_factory=set)
    _links: list[tuple[str, str, str]] = field(default_factory=list)
    _ids: set[str] = field(default_factory=set)

    def read(self, results: Iterable[Result]) -> None:
        """Adds the annotations and the links of the results."""
        others = []
        for each in results:
            if each.get("type") in _OF_REGIONS:
                self._region(each)
            else:
                others.append(each)
        for each in others:
            if each.get("type") == "relation":
                self._relation(each)
            else:
                self._attribute(each)
        self._finish()

    def _note(self, kind: str, message: str) -> None:
        self.draft.note(kind, self.line, message)

    def _region(self, result: Result) -> None:
        value, name = _mapping(result, "value"), str(result.get("id", f"#{len(self._marked)}"))
        stated = value.get(str(result["type"]))
        named = [each for each in stated if isinstance(each, str)] if isinstance(stated, list) else []
        start, end = value.get("start"), value.get("end")
        self._left.add(name)
        if not named:
            self._note("region without a label", f"the region {name!r} has no label; it is left out")
            return
        if not isinstance(start, int) or not isinstance(end, int):
            message = f"the region {name!r} is one of HTML or of a dialogue, not of a text; it is left out"
            self._note("region of HTML", message)
            return
        known = [each for each in named if labels.annotation(each, 0, 1, "", {}) is not None]
        if not known:
            self._note(f"label {named[0]}", f"the label {named[0]!r}: {labels.UNKNOWN}")
            return
        if len(named) > 1:
            self._note("several labels", f"the region {name!r} has {len(named)} labels; {known[0]!r} is read")
        if name in self._marked:
            self._note("region twice", f"the region {name!r} has two results with labels; the first is read")
            return
        start, end, words = self._placed(start, end, value.get("text"))
        self._left.discard(name)
        self._marked[name] = _Marked(known[0], start, end, words, self._id(result, name))

    def _id(self, result: Result, name: str) -> str | None:
        """Returns the id of an annotation: that in ``meta``, which bench writes, or else the region's."""
        meta = _mapping(result, "meta")
        stated = meta.get(ID, name)
        if stated is None:
            return None
        if not isinstance(stated, str) or stated in self._ids:
            stated = name  # a region that was copied together with its meta
        self._ids.add(stated)
        return str(stated)

    def _placed(self, start: int, end: int, stated: Any) -> tuple[int, int, str]:
        """Returns the offsets in code points, and the words that they must cover.

        Label Studio counts code points; before release 1.4 it counted UTF-16 units. Its words may have blanks in
        other forms than the text.
        """
        text, words = self.draft.text, stated if isinstance(stated, str) else ""
        if not words or fits(start, end, words, text):
            return start, end, words
        units = _code_points(text, start), _code_points(text, end)
        if None not in units and fits(units[0] or 0, units[1] or 0, words, text):
            self._note("UTF-16", "offsets count UTF-16 units, as early releases do; they are read as such")
            return units[0] or 0, units[1] or 0, words
        if fits(start, end, "", text) and _bare(text[start:end]) == _bare(words):
            return start, end, ""
        return start, end, words

    def _attribute(self, result: Result) -> None:
        name, control = str(result.get("id", "")), str(result.get("from_name", ""))
        if result.get("type") not in _ABOUT:
            kind = str(result.get("type"))
            self._note(f"result {kind}", f"a result of the type {kind!r} is left out")
            return
        lines = _said(_mapping(result, "value"))
        if control in (TO_DCT, FROM_DCT) and name in self._marked:
            self._links += [(name, DCT, each) if control == TO_DCT else (DCT, name, each) for each in lines]
            return
        if name in self._left:
            return  # the note on its region is enough
        if name not in self._marked:
            self._note(f"control {control}", f"{control!r} is about the whole task; it is left out")
            return
        if control not in _ATTRIBUTES:
            self._note(f"control {control}", f"{control!r} is no attribute that bench reads; it is left out")
            return
        if not lines:
            return
        if control not in LINES and len(lines) > 1:
            self._note(f"several {control}", f"{control!r} has {len(lines)} values; the first is read")
        self._marked[name].attributes[control] = _value(control, lines)

    def _relation(self, result: Result) -> None:
        ends = str(result.get("from_id", "")), str(result.get("to_id", ""))
        if result.get("direction") == "left":
            ends = ends[1], ends[0]
        stated = result.get("labels")
        named = [each for each in stated if isinstance(each, str)] if isinstance(stated, list) else []
        if not named:
            self._note("relation without a label", "a relation has no label; it is left out")
        elif any(end not in self._marked and end != DCT for end in ends):
            self._note("relation", "a relation is left out, because one of its regions is")
        else:
            if result.get("direction") == "bi":
                self._note(
                    "direction", "a relation goes both ways; it is read from its first region to its second"
                )
            self._links += [(*ends, each) for each in named]

    def _finish(self) -> None:
        read: dict[str, Timex | Event | Region | None] = {}
        for name, each in self._marked.items():
            try:
                read[name] = self._annotation(name, each)
            except ValueError as error:
                self.draft.fault(self.line, f"the region {name!r}: {error}", "mend it in Label Studio")
        for source, target, relation in self._links:
            named = [DCT if end == DCT else getattr(read.get(end), ID, None) for end in (source, target)]
            if named[0] is None or named[1] is None:
                self._note("relation", "a relation is left out, because one end is no timex or event with an id")
                continue
            if relation not in RELATIONS:
                self._note(f"relation {relation}", labels.NO_RELATION.format(relation))
            self.draft.add(Link(named[0], named[1], relation), self.line)

    def _annotation(self, name: str, marked: _Marked) -> Timex | Event | Region | None:
        attributes = {ID: marked.id, **marked.attributes}
        found = labels.annotation(marked.label, marked.start, marked.end, marked.words, attributes)
        if found is None:  # its label was checked before
            return None
        for control in marked.attributes:
            if not hasattr(found, control):
                self._note(
                    f"{control} of {marked.label}",
                    f"the {control} of the region {name!r}, which is labelled {marked.label}, is left out",
                )
        self.draft.add(found, self.line)
        return found


def _mapping(result: Result, key: str) -> Mapping[str, Any]:
    found = result.get(key)
    return found if isinstance(found, dict) else {}


def _said(value: Mapping[str, Any]) -> list[str]:
    """Returns the words of a control: chosen, typed, or the last level of a taxonomy."""
    for key in ("choices", "taxonomy", "text", "number", "rating", "datetime"):
        stated = value.get(key)
        found = stated if isinstance(stated, list) else [stated]
        if key == "taxonomy":
            found = [each[-1] if isinstance(each, list) and each else each for each in found]
        if stated is not None:
            return [str(each) for each in found if isinstance(each, str | int | float) and each != ""]
    return []


def _value(control: str, lines: list[str]) -> Any:
    if control == "values":
        parts = (each.partition(BAR) for each in lines)
        return [{"value": value, "policy": policy} for value, _, policy in parts]
    return lines if control in LINES else lines[0]


def _bare(words: str) -> str:
    """Returns words without blanks, also without those that are written with a backslash."""
    return _BLANK.sub("", words)


def _code_points(text: str, units: int) -> int | None:
    """Returns the number of characters in the first ``units`` UTF-16 units of a text; None if it ends before."""
    data = text.encode("utf-16-le")
    if not 0 <= 2 * units <= len(data):
        return None
    return len(data[: 2 * units].decode("utf-16-le", errors="ignore"))
