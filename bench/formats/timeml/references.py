"""The ids in a TimeML file: of times, events, instances of events, and the creation time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bench.formats.timeml.elements import Attributes, Element, Elements
from bench.sdk.model import DCT

ENDS = (("eventInstanceID", "timeID", "from"), ("relatedToEventInstance", "relatedToTime", "to"))
"""The attributes for a link's source, and for its target: an event, a time, or either (written by tieval)."""
OTHER_ENDS = (("eventID",), ("relatedToEvent", "relatedToEventID"))
"""The attributes of TempEval and ISO-TimeML for an event as a link's source, and as its target."""
RARE_ENDS = frozenset(("from", "to", *OTHER_ENDS[0], *OTHER_ENDS[1]))
"""All attributes for ends but those of TimeML 1.2.1."""


class UnclearEndError(Exception):
    """Raised for a link one of whose ends isn't stated, or is stated twice; the message says how."""


@dataclass(frozen=True, slots=True)
class References:
    """The ids in a file, each with its name in links, which is the id unless a time and an event share it."""

    times: Mapping[str, str]
    """For the id of each TIMEX3 in the text, and of the creation time, its name in links."""
    events: Mapping[str, str]
    """For the id of each EVENT in the text its name in links."""
    instances: Mapping[str, str]
    """For the id of each MAKEINSTANCE the id of its EVENT, even if there is no such EVENT."""
    creation: str | None
    """The id of the creation time."""

    def link(self, attributes: Attributes) -> tuple[str, str]:
        """Returns the names of a link's source and target. Raises UnclearEndError."""
        rare = not RARE_ENDS.isdisjoint(attributes)
        return self._end(attributes, 0, rare), self._end(attributes, 1, rare)

    def _end(self, attributes: Attributes, side: int, rare: bool) -> str:
        """Returns the name of one end; ``rare`` is False if the link only has TimeML's attributes for ends."""
        for_event, for_time, for_any = ENDS[side]
        event, time = attributes.get(for_event), attributes.get(for_time)
        if rare and not event:
            event = next((name for key in OTHER_ENDS[side] if (name := attributes.get(key))), None)
        if event and time:
            raise UnclearEndError("a TLINK with an event and a time for one end")
        if event:
            return self.event(event)
        if time:
            return self.times.get(time) or self._loose(time)
        name = attributes.get(for_any)
        if not name:
            raise UnclearEndError("a TLINK without both ends and a relType")
        is_event = name in self.instances or name in self.events
        if name in self.times and is_event:
            raise UnclearEndError(f"a TLINK whose end {name!r} is a time and an event")
        return self.event(name) if is_event else self.times.get(name) or self._loose(name)

    def event(self, name: str) -> str:
        """Returns the name in links of the event with this id, or of the instance with this id."""
        event = self.instances.get(name, name)
        return self.events.get(event) or self._loose(name)

    def _loose(self, name: str) -> str:
        """Returns a name for an end whose id no annotation has; no time or event has this name either."""
        taken = name == DCT or name in self.times or name in self.events
        return f"{name} (no annotation)" if taken else name


def references(found: Elements, creation: Element | None) -> References:
    """Returns the ids of a file's elements with their names in links."""
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
    return (name for element in elements if (name := element.attributes.get(key)))


def repeated(elements: Sequence[Element], key: str) -> Iterator[Element]:
    """Yields the elements that have the id of an earlier element."""
    seen: set[str] = set()
    for element in elements:
        name = element.attributes.get(key)
        if name and name in seen:
            yield element
        elif name:
            seen.add(name)
