"""A CAS of dkpro-cassis read as a document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from bench.errors import DataError, Fault
from bench.formats.annotated import Annotated, Draft
from bench.formats.cas import types
from bench.formats.utf16 import Units
from bench.sdk.model import DCT, RELATIONS, TIMEX_TYPES, Event, Link, Reading, Region, Timex

VIEW = "_InitialView"
KNOWN = (types.SENTENCE, types.METADATA, types.INFO, types.IGNORE, "uima.tcas.DocumentAnnotation")
"""Further types that are read, or that say nothing about the text."""


class Place(NamedTuple):
    """The place of a feature structure in its file, and its offsets there, in UTF-16 code units."""

    line: int
    begin: Any
    end: Any


def read(cas: Any, path: Path, name: str, places: Mapping[int, Place]) -> Annotated:
    """Returns the document of a CAS; ``places`` are those of its feature structures, by their ids.

    Raises DataError with all faults.
    """
    text = cas.get_view(VIEW).sofa_string
    if not isinstance(text, str):
        fault = Fault(str(path), 0, f"the view {VIEW} has no text", "export the annotated document with its text")
        raise DataError([fault])
    return _Reading(cas, Draft(path, name, text), places).document()


class _Reading:
    """The reading of one CAS."""

    def __init__(self, cas: Any, draft: Draft, places: Mapping[int, Place]) -> None:
        self.cas = cas
        self.draft = draft
        self.places = places
        self.units = Units(draft.text)
        self.ends: dict[int, str] = {}
        """The ids that links use for the feature structures that were read, by those of UIMA."""
        self.broken: set[int] = set()
        """The feature structures whose offsets are a fault; links to them are no further faults."""
        self.unread: dict[str, set[str]] = {}
        """The features that state something and aren't read, by the names of their types."""

    def document(self) -> Annotated:
        found = sorted(self.cas.get_view(VIEW).select_all_fs(), key=lambda each: int(each.xmiID))
        timexes, events, links, creations, entities, others = ([] for _ in range(6))  # type: ignore[var-annotated]
        for each in found:
            sort = {
                types.TIMEX: timexes,
                types.EVENT: events,
                types.LINK: links,
                types.CREATION: creations,
                types.NAMED_ENTITY: entities,
            }.get(types.meant(each.type.name), others)
            sort.append(each)
        self._entities(entities, instead=not timexes)
        linked = {id(end) for link in links for end in _ends(link)}
        for each in timexes:
            self._timex(each, linked=id(each) in linked)
        for each in events:
            self._event(each, linked=id(each) in linked)
        for each in creations:
            self.ends[int(each.xmiID)] = DCT
        for each in links:
            self._link(each)
        more = self._others(others)
        self._notes(others)
        days = [day for each in creations if (day := _text(each, "value"))]
        if len(set(days)) > 1:
            self.draft.note("creation times", 0, f"{len(days)} creation times; the first, {days[0]}, is read")
        return self.draft.finish(days[0] if days else None, **more)

    def _line(self, fs: Any) -> int:
        return self.places[int(fs.xmiID)].line if int(fs.xmiID) in self.places else 0

    def _span(self, fs: Any) -> tuple[int, int] | None:
        """Returns the span of an annotation; one that stands between no characters is a fault, and has no span."""
        place = self.places.get(int(fs.xmiID), Place(0, None, None))
        ends = [self.units.offset(each) if isinstance(each, int) else None for each in (place.begin, place.end)]
        if ends[0] is None or ends[1] is None:
            message = f"{fs.type.name} at {place.begin}–{place.end}, which are no places between characters"
            self.draft.fault(place.line, message, "count UTF-16 code units, as UIMA does")
            self.broken.add(int(fs.xmiID))
            return None
        if ends[0] == ends[1]:
            message = f"an annotation of {fs.type.name} that covers no characters; it is left out"
            self.draft.note("no characters", place.line, message)
            return None
        return ends[0], ends[1]

    def _timex(self, fs: Any, *, linked: bool) -> None:
        span = self._span(fs)
        fields = self._fields(fs, span, types.TIMEX_FEATURES, linked=linked)
        readings, policies = _strings(fs, types.READINGS), _strings(fs, types.POLICIES)
        if len(readings) != len(policies):
            message = f"{len(readings)} readings with {len(policies)} policies"
            self.draft.fault(self._line(fs), message, "give each reading a policy, empty or not")
        values = tuple(map(Reading, readings, policies)) or None
        if span:
            tags = tuple(_strings(fs, types.TAGS))
            self.draft.add(Timex(*span, tags=tags, values=values, **fields), self._line(fs))
        self._remain(fs, {*types.TIMEX_FEATURES.values(), types.TAGS, types.READINGS, types.POLICIES})

    def _event(self, fs: Any, *, linked: bool) -> None:
        span = self._span(fs)
        fields = self._fields(fs, span, types.EVENT_FEATURES, linked=linked)
        if span:
            self.draft.add(Event(*span, **fields), self._line(fs))
        self._remain(fs, types.EVENT_FEATURES.values())

    def _fields(self, fs: Any, span: object, features: Mapping[str, str], *, linked: bool) -> dict[str, Any]:
        """Returns the fields that the features state; an annotation that a link refers to gets an id."""
        fields = {field: _text(fs, *types.names_of(name)) for field, name in features.items()}
        if linked and fields["id"] is None:
            fields["id"] = f"fs{fs.xmiID}"
        if fields["id"] is not None and span:
            self.ends[int(fs.xmiID)] = fields["id"]
        return {field: value for field, value in fields.items() if value is not None}

    def _entities(self, entities: Sequence[Any], *, instead: bool) -> None:
        """Reads named entities that are time expressions, if the file has no type for these."""
        left: Counter[str] = Counter()
        for each in entities:
            label = (_text(each, "value") or "").upper()
            if not instead or label not in TIMEX_TYPES:
                left[label or "no value"] += 1
            elif span := self._span(each):
                self.draft.add(Timex(*span, label), self._line(each))
        if left:
            listed = ", ".join(f"{name} ({count:,})" for name, count in sorted(left.items()))
            self.draft.note("named entities", 0, f"named entities that aren't read: {listed}")

    def _link(self, fs: Any) -> None:
        line = self._line(fs)
        if self.broken.intersection(int(end.xmiID) for end in _ends(fs)):
            return
        ends = [self.ends.get(int(end.xmiID)) for end in _ends(fs)]
        relation = (_text(fs, *types.names_of(types.RELATION)) or "").upper()
        if len(ends) < 2:
            self.draft.fault(line, f"a link without {types.SOURCE} and {types.TARGET}", "give it both ends")
        elif relation not in RELATIONS:
            message = f"a link with the relation {relation!r}, which is none of TimeML's; it is left out"
            self.draft.note(f"relation {relation}", line, message)
        elif ends[0] is None or ends[1] is None:
            message = "a link to what is neither a time expression nor an event; it is left out"
            self.draft.note("link to something else", line, message)
        else:
            self.draft.add(Link(ends[0], ends[1], relation), line)

    def _others(self, others: Sequence[Any]) -> dict[str, Any]:
        """Reads the regions, the sentences and what is said of the document; returns the document's fields."""
        more: dict[str, Any] = {}
        starts: set[int] = set()
        for each in others:
            if each.type.name == types.IGNORE and (span := self._span(each)):
                self.draft.add(Region(*span), self._line(each))
            elif each.type.name == types.SENTENCE and (span := self._span(each)):
                starts.add(span[0])
            elif each.type.name == types.INFO:
                for field, feature in types.INFO_FEATURES.items():
                    more[field] = _text(each, feature) or ""
                more["tags"] = tuple(_strings(each, types.TAGS))
        if starts:
            # blanks before the first sentence belong to it
            more["sentences"] = (0, *sorted(starts)[1:])
        return more

    def _remain(self, fs: Any, read: Any) -> None:
        """Remembers the features that state something, and that aren't ``read``."""
        names = {each for name in read for each in types.names_of(name)}
        for feature in fs.type.all_features:
            if feature.name not in (*names, "begin", "end", "sofa") and fs[feature.name] not in (None, ""):
                self.unread.setdefault(fs.type.name, set()).add(feature.name)

    def _notes(self, others: Sequence[Any]) -> None:
        for name, features in self.unread.items():
            message = f"the features {', '.join(sorted(features))} of {name}; they are left out"
            self.draft.note(f"features of {name}", 0, message)
        counts = Counter(each.type.name for each in others if each.type.name not in KNOWN)
        if counts:
            listed = ", ".join(f"{name} ({count:,})" for name, count in sorted(counts.items()))
            self.draft.note("other types", 0, f"annotations of types that aren't read: {listed}")
        views = [each.sofa.sofaID for each in self.cas.views if each.sofa.sofaID != VIEW]
        if views:
            self.draft.note("views", 0, f"the views {', '.join(views)}; only {VIEW} is read")


def _ends(link: Any) -> list[Any]:
    """Returns the source and the target of a link, without those that it lacks."""
    ends = (getattr(link, name, None) for name in (types.SOURCE, types.TARGET))
    return [each for each in ends if hasattr(each, "xmiID")]


def _text(fs: Any, *names: str) -> str | None:
    """Returns the first of the features that states something as text."""
    for name in names:
        value = getattr(fs, name, None)
        if isinstance(value, str | int) and value != "":
            return str(value)
    return None


def _strings(fs: Any, name: str) -> list[str]:
    """Returns the elements of an array of strings; XMI has nothing for an empty string."""
    elements = getattr(getattr(fs, name, None), "elements", None)
    return [each or "" for each in elements if each is None or isinstance(each, str)] if elements else []
