"""The annotations of several systems in one text, in groups of overlapping spans, without gold."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from bench.matching.matching import canonical
from bench.sdk.model import Event, Timex

A = TypeVar("A", Timex, Event)


@dataclass(frozen=True, slots=True)
class Group(Generic[A]):
    """Annotations of one or more systems whose spans overlap."""

    start: int
    end: int
    found: Mapping[str, Sequence[A]]
    """The annotations of each system that has some here, by its name."""

    def alike(self, systems: int, says: Callable[[A], str]) -> str:
        """Returns how far systems agree: "same", "value" if only the attributes differ, "span", or "some".

        ``systems`` is the number of all systems; "some" means that not all of them have an annotation here.
        ``says`` returns the attributes that count.
        """
        if len(self.found) < systems:
            return "some"
        first, *others = ([(each.start, each.end) for each in items] for items in self.found.values())
        if any(other != first for other in others):
            return "span"
        return "same" if len({tuple(map(says, items)) for items in self.found.values()}) == 1 else "value"


def groups(sides: Mapping[str, Iterable[A]]) -> list[Group[A]]:
    """Returns the annotations of systems in groups, in the order of the text.

    Two annotations are in one group if their spans share a character, or if others connect them.
    """
    items = sorted(
        ((name, each) for name, side in sides.items() for each in side),
        key=lambda item: (item[1].start, item[1].end, item[0], canonical(item[1])),
    )
    found: list[tuple[int, int, dict[str, list[A]]]] = []
    for name, each in items:
        if found and each.start < found[-1][1]:
            start, end, members = found.pop()
        else:
            start, end, members = each.start, each.end, {}
        members.setdefault(name, []).append(each)
        found.append((start, max(end, each.end), members))
    # in the order of the systems
    return [
        Group(start, end, {name: group[name] for name in sides if name in group}) for start, end, group in found
    ]
