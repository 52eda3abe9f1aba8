"""The rules of TimeML: faults in a file that can be read, and parts of it that bench ignores."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, product
from operator import attrgetter

from bench.dataset.row import creation_of
from bench.dataset.suite import Layers
from bench.formats import checks
from bench.formats.timeml.elements import Element, Elements
from bench.formats.timeml.references import References, repeated
from bench.sdk.model import DCT, EVENT_CLASSES

_EVENT_ENDS = "eventInstanceID relatedToEventInstance eventID relatedToEvent relatedToEventID"
ATTRIBUTES = {
    name: frozenset(words.split())
    for name, words in {
        "TIMEX3": "tid type value mod functionInDocument temporalFunction anchorTimeID anchorEventID"
        " valueFromFunction beginPoint endPoint quant freq comment",
        "EVENT": "eid class stem tense aspect pos polarity modality cardinality comment",
        "MAKEINSTANCE": "eiid eventID eid tense aspect pos polarity modality cardinality signalID comment",
        "TLINK": f"lid relType timeID relatedToTime {_EVENT_ENDS} from to signalID origin syntax comment",
    }.items()
}
"""The attributes of TimeML 1.2.1, and those of other tools for the ends of links."""
_SCORED = {"TIMEX3": ("type", "value"), "EVENT": ("class",)}
"""The attributes whose values are scored."""
CLASSES = frozenset((None, *EVENT_CLASSES))
"""The classes of events that TimeML has; None stands for a class that isn't stated."""
_TENSES = frozenset(("FUTURE", "INFINITIVE", "PAST", "PASTPART", "PRESENT", "PRESPART", "NONE"))
_ASPECTS = frozenset(("PROGRESSIVE", "PERFECTIVE", "PERFECTIVE_PROGRESSIVE", "NONE"))
FORMS = frozenset(product((None, *_TENSES), (None, *_ASPECTS)))
"""The pairs of a tense and an aspect that TimeML has; None stands for one that isn't stated."""
_ATTRIBUTES_OF = attrgetter("attributes")
ITSELF = "it is scored as it stands"
FIRST = "links to it mean the first"


@dataclass(frozen=True, slots=True)
class Finding:
    """A part of a file that scoring ignores, or reads in an unexpected way."""

    kind: str
    """The kind of the finding; findings of the same kind are shown as one."""
    line: int
    message: str
    """The description of the part."""
    effect: str
    """The description of its effect on scoring."""
    remedy: str = ""
    """The way to mend it; empty if nothing is wrong and something is only left out."""


def findings(
    found: Elements, layers: Layers, known: References, creation: Element | None, document: str
) -> Iterator[Finding]:
    """Yields all findings of a file. ``layers`` are its annotations, in the order of its elements."""
    yield from _left_out(found, creation)
    yield from _attributes(found)
    yield from _unstated(found)
    yield from _ids(found, known, creation)
    yield from _instances(found)
    yield from of_timexes(found.timexes, layers)
    yield from _events(found, layers)
    yield from of_links(found.links, layers, known.creation is not None, document)


def creation_time(creation: Element | None, date: str | None = None) -> datetime.date | None:
    """Returns the day of the creation time, or its time stamp if it states a clock time.

    ``date`` is the text of DATE, which SUTime writes instead of a creation time. Returns None if there is neither,
    or if what there is doesn't begin with a day.
    """
    value = (date or "").strip() if creation is None else creation.attributes.get("value", "")
    for stated in (value, value[:10]):
        try:
            return creation_of(stated)
        except ValueError:
            continue
    return None


def _left_out(found: Elements, creation: Element | None) -> Iterator[Finding]:
    if found.root not in ("TimeML", "TEXT"):
        yield Finding("root", 1, f"the root is {found.root!r}, not TimeML", "the file is read as TimeML")
    for name, element in found.others.items():
        message = f"the element {name!r} is none of TimeML's"
        yield Finding(f"element {name}", element.line, message, "bench reads the text in it, and no annotation")
    for element in found.outside:
        if creation is not None and element.attributes is creation.attributes:
            continue
        message = f"{_an(element.name)} outside of TEXT"
        yield Finding(message, element.line, message, "it isn't scored")
    for element in found.unmarked:
        message = f"{_an(element.name)} that marks no text"
        yield Finding(message, element.line, message, "it isn't scored, and links to it are never right")
    for element in found.creation[1:]:
        yield Finding("creation twice", element.line, "a second TIMEX3 in DCT", "the first is the creation time")
    if creation is not None and creation_time(creation) is None:
        message = f"the creation time's value {creation.attributes.get('value')!r} states no day"
        effect = "systems can't be run on the document"
        yield Finding("creation day", creation.line, message, effect)
    date = found.gathered("DATE")
    if creation is None and date is not None and creation_time(None, date) is None:
        yield Finding("creation day", 0, f"DATE is {date.strip()!r:.60}", "no creation time is read of it")
    if found.whole:
        effect = "the characters of the root are the text, without those of DCT, DOCID, TITLE and the like"
        yield Finding("no TEXT", found.texts[0], "no TEXT element", effect)
    if found.dcts and not found.creation:
        effect = "no creation time is read of it"
        yield Finding("no creation", found.dcts[0], "DCT has no TIMEX3", effect)
    if not "".join(found.pieces).strip():
        yield Finding("no text", found.texts[0], "TEXT is empty", "nothing is scored in it")
    elif not (found.timexes or found.events or found.unmarked or found.links):
        message = f"{'the text' if found.whole else 'TEXT'} has no TIMEX3 and no EVENT"
        yield Finding("nothing", found.texts[0], message, "the file is read as one in which nothing is annotated")


def _attributes(found: Elements) -> Iterator[Finding]:
    for name, elements in (*_annotations(found), ("TIMEX3", found.creation)):
        known = ATTRIBUTES[name]
        if known.issuperset(chain.from_iterable(map(_ATTRIBUTES_OF, elements))):
            continue
        for element in elements:
            for attribute in element.attributes:
                if attribute not in known and ":" not in attribute:
                    message = f"{name} has the attribute {attribute!r}"
                    yield Finding(f"{name} {attribute}", element.line, message, "it isn't read")


def _unstated(found: Elements) -> Iterator[Finding]:
    """Yields each TIMEX3 or EVENT without an attribute that other such elements of the file have."""
    for name, elements in (("TIMEX3", found.timexes), ("EVENT", found.events)):
        for attribute in _SCORED[name]:
            without = [element for element in elements if attribute not in element.attributes]
            if without and len(without) < len(elements):
                message = f"{_an(name)} without {attribute}, which others of the file have"
                for element in without:
                    yield Finding(f"{name} without {attribute}", element.line, message, "it states none")


def _annotations(found: Elements) -> Sequence[tuple[str, Sequence[Element]]]:
    return (
        ("TIMEX3", found.timexes),
        ("EVENT", found.events),
        ("MAKEINSTANCE", found.instances),
        ("TLINK", found.links),
    )


def _ids(found: Elements, known: References, creation: Element | None) -> Iterator[Finding]:
    """Yields elements without an id, and elements with the id of another element."""
    keys = {"TIMEX3": "tid", "EVENT": "eid", "MAKEINSTANCE": "eiid"}
    for name, elements in _annotations(found):
        if name == "TLINK":
            continue
        key = keys[name]
        ids = {element.attributes.get(key) for element in elements}
        if len(ids) == len(elements) and None not in ids and "" not in ids:
            continue
        for element in elements:
            if not element.attributes.get(key):
                message = f"{_an(name)} without {key}"
                yield Finding(message, element.line, message, "no link can name it")
        effect = "links to it mean the last" if name == "MAKEINSTANCE" else FIRST
        for element in repeated(elements, key):
            message = f"the id {element.attributes[key]!r} stands for another {name} too"
            yield Finding(f"{name} id twice", element.line, message, effect, "rename it")
    times = {element.attributes.get("tid") for element in found.timexes}
    shared = not times.isdisjoint(element.attributes.get("eid") for element in found.events)
    for element in found.events if shared else ():
        if (eid := element.attributes.get("eid")) and eid in times:
            message = f"the id {eid!r} stands for a TIMEX3 and an EVENT"
            yield Finding("id of both", element.line, message, "links tell the two apart", "rename it")
    if creation is not None and known.creation is not None:
        for element in found.timexes:
            if element.attributes.get("tid") == known.creation and element.attributes is not creation.attributes:
                message = f"the id {known.creation!r} is the creation time's too"
                effect = "links to it mean the creation time"
                yield Finding("id of creation", element.line, message, effect, "rename it")


def _instances(found: Elements) -> Iterator[Finding]:
    for element in found.instances:
        if "eid" in element.attributes:
            message = "a MAKEINSTANCE that names its event by eid, and not by eventID"
            yield Finding("instance by eid", element.line, message, "it is read so")
    there = {element.attributes.get("eid") for element in found.events}
    said = [element.attributes for element in found.instances]
    names = [each.get("eventID") for each in said]
    forms = {(each.get("tense"), each.get("aspect")) for each in said}
    if len({*names}) == len(names) and there.issuperset(names) and None not in names and forms <= FORMS:
        return
    seen: set[str] = set()
    for element in found.instances:
        name = element.attributes.get("eventID")
        if name not in there:
            message = f"a MAKEINSTANCE of {name!r}, which is no EVENT of the text"
            message = message if name else "a MAKEINSTANCE without eventID"
            effect = "links to it are never right"
            yield Finding("instance of none", element.line, message, effect, "name an EVENT by its eid in eventID")
        elif name in seen:
            message = f"the event {name!r} has several instances"
            effect = "they are one thing in links, and tense and aspect are those of the last"
            yield Finding("several instances", element.line, message, effect)
        if name:
            seen.add(name)
        for field, words in (("tense", _TENSES), ("aspect", _ASPECTS)):
            word = element.attributes.get(field)
            if word is not None and word not in words:
                yield Finding(field, element.line, f"{field} {word!r} is none of TimeML's", ITSELF)


def of_timexes(elements: Iterable[Element], layers: Layers) -> Iterator[Finding]:
    """Yields the findings on the content of times; ``elements`` are those of the times in ``layers``."""
    seen = set()
    for element, time in zip(elements, layers.timexes, strict=True):
        for kind, problem, wrong in problems(time.type, time.mod, time.value):
            yield Finding(f"timex {kind}", element.line, problem.message, ITSELF, problem.remedy if wrong else "")
        said = time.start, time.end, time.type, time.value, time.mod
        if said in seen:
            yield _again("TIMEX3", element)
        seen.add(said)


@functools.lru_cache(maxsize=4096)
def problems(type_: str | None, mod: str | None, value: str | None) -> Sequence[tuple[str, checks.Problem, bool]]:
    """Returns the problems of a TIMEX3's attributes, each with its kind and whether it is wrong."""
    words = [*checks.check_word("type", type_), *checks.check_word("mod", mod)]
    if value is not None:
        words += checks.check_value(value)
    lengths = () if words or value is None else checks.check_length(type_, value)
    return (*((each.field, each, True) for each in words), *(("length", each, False) for each in lengths))


def _events(found: Elements, layers: Layers) -> Iterator[Finding]:
    seen = set()
    for element, event in zip(found.events, layers.events, strict=True):
        if event.class_ not in CLASSES:
            for problem in checks.check_word("class", event.class_):
                yield Finding("event class", element.line, problem.message, ITSELF, problem.remedy)
        for field, words in (("tense", _TENSES), ("aspect", _ASPECTS)):
            word = element.attributes.get(field)
            if word is not None and word not in words:
                yield Finding(field, element.line, f"{field} {word!r} is none of TimeML's", ITSELF)
        said = event.start, event.end, event.class_
        if said in seen:
            yield _again("EVENT", element)
        seen.add(said)


def _again(name: str, element: Element) -> Finding:
    message = f"{_an(name)} that repeats another of the same text"
    return Finding(message, element.line, message, "what says the same counts once", "keep one of the two")


def of_links(elements: Iterable[Element], layers: Layers, dated: bool, document: str) -> Iterator[Finding]:
    """Yields the findings on links; ``elements`` are those of the links in ``layers``.

    ``dated`` is whether the creation time can be an end. ``document`` is the document's id.
    """
    ends = {DCT, *(item.id for item in layers.timexes), *(item.id for item in layers.events)}
    if not dated:
        ends.discard(DCT)
    first: dict[tuple[str, str, str], int] = {}
    for element, link in zip(elements, layers.links, strict=True):
        source, target, relation = said = link.source, link.target, link.relation
        if source != target and said not in first and checks.joins(source, target, relation, ends):
            first[said] = element.line
            continue
        for problem in checks.check_link(source, target, relation, ends, document):
            kind = "relation" if problem.field == "relation" else "end"
            effect = {"relation": "temporal awareness leaves it out", "end": "such a link is never right"}[kind]
            yield Finding(f"link {kind}", element.line, problem.message, effect, problem.remedy)
        if source == target:
            message = f"a TLINK that joins {source!r} with itself"
            effect = "it says nothing, or contradicts itself"
            yield Finding("link itself", element.line, message, effect, "mend an end, or drop it")
        elif said in first:
            message = f"the TLINK stands already on line {first[said]}"
            yield Finding("link twice", element.line, message, "it counts once", "keep one of the two")
        first.setdefault(said, element.line)


def _an(name: str) -> str:
    return f"an {name}" if name[0] in "AEIOU" else f"a {name}"
