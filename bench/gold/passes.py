"""The passes of several annotators over the same documents, and the groups of annotations that mean the same."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench import formats
from bench.dataset.suite import NOTHING, Layers, Predictions, Suite, SuiteDocument
from bench.errors import DataError, UsageError
from bench.gold.load import load
from bench.matching.matching import match
from bench.sdk.model import DCT, Event, Link, Region, Timex
from bench.temporal.links.relations import inverse

GROUPED = ("timexes", "events", "ignore")
"""The layers whose annotations are grouped by their spans."""
Marked = Timex | Event | Region
End = tuple[str, int]
"""An end of a link: the layer and the number of its group, or ``("dct", 0)``."""


@dataclass(frozen=True, slots=True)
class Passes:
    """The annotations of several annotators."""

    names: tuple[str, ...]
    """The name of each annotator: the part of its path that tells it from the others."""
    sides: tuple[Predictions, ...]
    documents: Mapping[str, SuiteDocument]
    """The documents by their ids, if gold or one of the passes has their texts."""
    suite: Suite | None = None
    """The gold that was given, or the pass with texts."""

    @property
    def ids(self) -> Sequence[str]:
        """The ids of all annotated documents: in the order of the texts, the others sorted behind."""
        found = {name for side in self.sides for name in side.layers}
        return [*(name for name in self.documents if name in found), *sorted(found - self.documents.keys())]

    def layers(self, document: str) -> tuple[Layers, ...]:
        """Returns the annotations of a document by each annotator."""
        return tuple(side.layers.get(document, NOTHING) for side in self.sides)


@dataclass(frozen=True, slots=True)
class Group:
    """Annotations by different annotators that are taken for one: their spans overlap."""

    layer: str
    members: tuple[Marked | None, ...]
    """The annotation of each annotator; None if the annotator has none."""

    @property
    def first(self) -> Marked:
        """The annotation of the first annotator who has one."""
        return next(each for each in self.members if each is not None)

    @property
    def agreed(self) -> bool:
        """True if all annotators have the same span and the same attributes."""
        return len({said(each) for each in self.members}) == 1


@dataclass(frozen=True, slots=True)
class Joint:
    """The relations that annotators state between the same two ends."""

    source: End
    target: End
    relations: tuple[str | None, ...]
    """The relation of source to target that each annotator states; None for no link."""

    @property
    def agreed(self) -> bool:
        """True if all annotators state the same relation."""
        return len(set(self.relations)) == 1


def read(paths: Sequence[str | Path], gold: str | Path | Suite | None = None, *, align: bool = False) -> Passes:
    """Returns the passes in folders or files of any format, at least two.

    The documents' texts are those of ``gold``, or else of the first pass that has them. Raises UsageError and
    DataError for the same reasons as `bench.formats.read_passes`.
    """
    if len(paths) < 2:
        raise UsageError("name the passes of at least two annotators")
    suite = gold if isinstance(gold, Suite) else _suite(paths) if gold is None else load(gold)
    sides = formats.read_passes(*paths, gold=suite, align=align)
    documents = {each.id: each for each in suite.documents} if suite else {}
    return Passes(_names(paths), sides, documents, suite)


def _suite(paths: Sequence[str | Path]) -> Suite | None:
    """Returns the first pass that is gold with texts; None if there is none."""
    for path in paths:
        try:
            return formats.read_gold(path)
        except (DataError, UsageError):  # the faults of a pass are told when it is read as one
            continue
    return None


def _names(paths: Sequence[str | Path]) -> tuple[str, ...]:
    """Returns the shortest ends of the paths that differ, such as "a" and "b"."""
    parts = [Path(os.path.abspath(path)).parts for path in paths]  # noqa: PTH100 - resolve() would follow links
    for length in range(1, max(map(len, parts)) + 1):
        names = tuple("/".join(each[-length:]) for each in parts)
        if len(set(names)) == len(names):
            return names
    return tuple(map(str, paths))


def said(annotation: Marked | None) -> tuple[object, ...] | None:
    """Returns the span and all that an annotation states, without its id, so that equal ones can be found."""
    if annotation is None:
        return None
    span = annotation.start, annotation.end
    if isinstance(annotation, Timex):
        values = annotation.type, annotation.value, annotation.mod, annotation.kind, annotation.newest_value
        return (*span, *(each or None for each in values), annotation.values, annotation.tags)
    if isinstance(annotation, Event):
        values_ = annotation.class_, annotation.realis, annotation.when, annotation.tense, annotation.aspect
        return (*span, *(each or None for each in values_))
    return span


def groups(layers: Sequence[Layers]) -> list[Group]:
    """Returns the groups of a document's annotations, in text order; each annotation is in one group.

    An annotator's annotations are matched one to one, as predictions are, with those of the annotators before.
    Of several that state the same on one span, the first counts.
    """
    found: list[Group] = []
    for layer in GROUPED:
        rows: list[list[Marked | None]] = []
        for number, each in enumerate(layers):
            items = _distinct(getattr(each, layer))
            heads = {id(head): row for row in rows if (head := next(filter(None, row)))}
            matching = match([next(filter(None, row)) for row in rows], items)
            taken = set()
            for head, item in matching.pairs:
                heads[id(head)].append(item)
                taken.add(id(item))
            for row in rows:
                row += [None] * (number + 1 - len(row))
            rows += [[*[None] * number, item] for item in items if id(item) not in taken]
        found += [Group(layer, tuple(row)) for row in rows]
    found.sort(key=lambda group: (group.first.start, -group.first.end, GROUPED.index(group.layer)))
    return found


def _distinct(items: Sequence[Any]) -> list[Any]:
    """Returns the annotations without those that state the same on the same span as an earlier one."""
    return list({said(each): each for each in reversed(items)}.values())[::-1]


def joints(layers: Sequence[Layers], grouped: Sequence[Group]) -> list[Joint]:
    """Returns for each two ends the relations that the annotators state between them.

    A link and its inverse state the same: ``a BEFORE b`` and ``b AFTER a``. Ends are groups, so annotators' ids
    may differ. Of an annotator's several links between two ends, the first counts.
    """
    found: dict[tuple[End, End], list[str | None]] = {}
    for number, each in enumerate(layers):
        ends = _ends(grouped, number)
        for link in each.links:
            source, target = ends.get(link.source), ends.get(link.target)
            if source is None or target is None:
                continue  # an end that repeats another annotation
            turned = _order(source) > _order(target)
            key, relation = (
                ((target, source), inverse(link.relation)) if turned else ((source, target), link.relation)
            )
            row = found.setdefault(key, [None] * len(layers))
            row[number] = row[number] or relation
    ordered = sorted(found.items(), key=lambda item: tuple(map(_order, item[0])))
    return [Joint(*key, tuple(row)) for key, row in ordered]


def _order(end: End) -> tuple[bool, int]:
    """Returns the rank of an end: groups in text order, the document creation time last."""
    return end[0] == DCT, end[1]


def _ends(grouped: Sequence[Group], number: int) -> dict[str, End]:
    """Returns for each id of an annotator its group."""
    found: dict[str, End] = {DCT: (DCT, 0)}
    for at, group in enumerate(grouped):
        member = group.members[number]
        if member is not None and not isinstance(member, Region) and member.id:
            found[member.id] = (group.layer, at)
    return found


def link(joint: Joint, relation: str, names: Mapping[End, str]) -> Link | None:
    """Returns a link between the two ends of a joint; None if one of them has no name."""
    source, target = names.get(joint.source), names.get(joint.target)
    return Link(source, target, relation) if source and target else None


def pairs(count: int) -> Iterator[tuple[int, int]]:
    """Yields the pairs of annotators by their numbers."""
    return ((first, second) for first in range(count) for second in range(first + 1, count))
