"""The ids of a TimeML file, and what they name: times, events, instances of events, and the creation time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bench.formats.timeml.elements import Attributes, Element, Elements
from bench.sdk.model import DCT

EVENT_ENDS = (("eventInstanceID", "eventID"), ("relatedToEventInstance", "relatedToEvent", "relatedToEventID"))
"""The attributes that name the event of a link's source, and of its target."""
TIME_ENDS = ("timeID", "relatedToTime")
ANY_ENDS = ("from", "to")
"""The attributes that name either; tieval writes them."""


class UnclearEndError(Exception):
    """Raised for a link one of whose ends isn't stated, or is stated twice; the message says how."""


@dataclass(frozen=True, slots=True)
class References:
    """The ids of a file. The id of a record is that of its element, unless a time and an event share one."""

    times: Mapping[str, str]
    """The id of a TIMEX3 of the text, or of the creation time → what links call it."""
    events: Mapping[str, str]
    """The id of an EVENT of the text → what links call it."""
    instances: Mapping[str, str]
    """The id of a MAKEINSTANCE → the id of its EVENT, whether or not there is such an EVENT."""
    creation: str | None
    """The id of the creation time."""

    def link(self, attributes: Attributes) -> tuple[str, str]:
        """Returns the ends of a link, as links call them. Raises UnclearEndError."""
        return self._end(attributes, 0), self._end(attributes, 1)

    def _end(self, attributes: Attributes, side: int) -> str:
        get = attributes.get
        events = [name for key in EVENT_ENDS[side] if (name := get(key))]
        time = get(TIME_ENDS[side])
        if time and events:
            raise UnclearEndError("a TLINK with an event and a time for one end")
        if len(set(events)) > 1 and len({self.event(name) for name in events}) > 1:
            raise UnclearEndError("a TLINK with two events for one end")
        if events:
            return self.event(events[0])
        if time:
            return self.times.get(time) or self._loose(time)
        name = get(ANY_ENDS[side])
        if not name:
            raise UnclearEndError("a TLINK without both ends and a relType")
        is_event = name in self.instances or name in self.events
        if name in self.times and is_event:
            raise UnclearEndError(f"a TLINK whose end {name!r} is a time and an event")
        return self.event(name) if is_event else self.times.get(name) or self._loose(name)

    def event(self, name: str) -> str:
        """Returns what links call the event that an instance's id, or an event's own, stands for."""
        event = self.instances.get(name, name)
        return self.events.get(event) or self._loose(name)

    def _loose(self, name: str) -> str:
        """Returns a name, which no time or event of the text has, for an end that nothing bears."""
        taken = name == DCT or name in self.times or name in self.events
        return f"{name} (no annotation)" if taken else name


def references(found: Elements, creation: Element | None) -> References:
    """Returns what the ids of a file stand for."""
    times = {name: name for name in _ids(found.timexes, "tid")}
    events = {name: name for name in _ids(found.events, "eid")}
    for name in events:
        if name in times or name == DCT:
            events[name] = f"{name} (event)"
    if DCT in times:
        times[DCT] = f"{DCT} (time)"
    of_creation = None if creation is None else creation.attributes.get("tid") or None
    if of_creation is not None:
        times[of_creation] = DCT
    instances = {
        instance: event
        for element in found.instances
        if (instance := element.attributes.get("eiid")) and (event := element.attributes.get("eventID"))
    }
    return References(times, events, instances, of_creation)


def _ids(elements: list[Element], key: str) -> Iterator[str]:
    return (name for element in elements if marked(element) and (name := element.attributes.get(key)))


def marked(element: Element) -> bool:
    """Returns whether an element of the text marks any of it."""
    return element.start < element.end


def repeated(elements: list[Element], key: str) -> list[Element]:
    """Returns the elements whose id an element before them has."""
    counted = Counter(element.attributes.get(key) for element in elements)
    if not counted or max(counted.values()) == 1:
        return []
    seen: set[str] = set()
    again = []
    for element in elements:
        name = element.attributes.get(key)
        if name and name in seen:
            again.append(element)
        elif name:
            seen.add(name)
    return again
