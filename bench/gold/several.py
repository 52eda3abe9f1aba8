"""The agreement of any number of annotators: of each two, their mean, and Krippendorff's alpha of labels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec

from bench.counts import Counts, Score
from bench.dataset.suite import Layers
from bench.gold import agreement
from bench.gold.agreement import ATTRIBUTES, Agreement, Attribute
from bench.gold.passes import Joint, Passes, groups, joints, pairs
from bench.matching.matching import match

ALPHA = "krippendorff"
"""The package that computes alpha."""


@dataclass(frozen=True, slots=True)
class Joined:
    """The agreement of several annotators on one subject."""

    subject: str
    figure: str
    """The kind of score of two annotators, as in `bench.gold.agreement.Agreement`."""
    values: Mapping[tuple[int, int], float | None]
    """The score of each two annotators, by their numbers."""
    mean: float | None
    """The mean of the scores that are defined; None if none is."""
    alpha: float | None = None
    """Krippendorff's alpha (nominal) of labels on the spans that all annotators marked; None if it isn't defined,
    or wasn't computed."""
    units: int = 0
    """The number of spans that alpha stands on."""


@dataclass(frozen=True, slots=True)
class Category:
    """The agreement of two annotators on one category, such as the kind "deictic"."""

    subject: str
    category: str
    f1: float | None
    """The F1 of annotations that have this category: a pair counts if both have it."""
    n: int
    """The number of annotations of this category on both sides."""


def can_alpha() -> bool:
    """Returns whether the package for alpha is installed."""
    return find_spec(ALPHA) is not None


def measure(passes: Passes) -> list[Joined]:
    """Returns the agreement of all annotators, each two and together, links included.

    Alpha is left out if its package isn't installed (`can_alpha`).
    """
    found: dict[str, dict[tuple[int, int], Agreement]] = {}
    between = list(pairs(len(passes.sides)))
    for pair in between:
        a, b = (passes.sides[number] for number in pair)
        for line in (*agreement.measure(a.layers, b.layers, (a.timeline, b.timeline)), *links(passes, pair)):
            found.setdefault(line.subject, {})[pair] = line
    units = _units(passes) if can_alpha() else {}
    made = []
    for subject, lines in found.items():
        values = {pair: lines[pair].value for pair in between}
        defined = [value for value in values.values() if value is not None]
        alpha, count = units.get(subject, (None, 0))
        figure = next(iter(lines.values())).figure
        made.append(
            Joined(subject, figure, values, sum(defined) / len(defined) if defined else None, alpha, count)
        )
    return made


def links(passes: Passes, pair: tuple[int, int]) -> Iterator[Agreement]:
    """Yields the agreement of two annotators on links: which ends are linked, and with which relation.

    Ends are the same if their annotations match. A link and its inverse are the same.
    """
    both: list[Joint] = []
    sizes = [0, 0]
    for document in passes.ids:
        layers = [passes.layers(document)[number] for number in pair]
        for joint in joints(layers, groups(layers)):
            for number, relation in enumerate(joint.relations):
                sizes[number] += relation is not None
            if None not in joint.relations:
                both.append(joint)
    same = sum(joint.agreed for joint in both)
    for subject, shared in (("links, same ends", len(both)), ("links, same relation", same)):
        score = Score.of(Counts(shared, sizes[1], shared, sizes[0]))
        yield Agreement(subject, "F1", score.f1, sum(sizes))


def categories(a: Mapping[str, Layers], b: Mapping[str, Layers]) -> list[Category]:
    """Returns the agreement of two annotators on each type, kind, class and realis that one of them uses."""
    found: list[Category] = []
    for attribute in ATTRIBUTES:
        if not attribute.categorical or attribute.absence:
            continue
        sizes: dict[str, list[int]] = {}
        shared: dict[str, int] = {}
        for document in sorted(a.keys() | b.keys()):
            sides = [getattr(side[document], attribute.layer) if document in side else () for side in (a, b)]
            matching = match(*sides)
            for number, items in enumerate((matching.gold, matching.predicted)):
                for label in filter(None, map(attribute.of, items)):
                    sizes.setdefault(label, [0, 0])[number] += 1
            for first, second in matching.pairs:
                both = attribute.of(first)
                if both and both == attribute.of(second):
                    shared[both] = shared.get(both, 0) + 1
        for label in sorted(sizes):
            first_, second_ = sizes[label]
            count = shared.get(label, 0)
            f1 = Score.of(Counts(count, second_, count, first_)).f1
            found.append(Category(attribute.subject, label, f1, first_ + second_))
    return found


def alpha(rows: Sequence[Sequence[str | None]]) -> float | None:
    """Returns Krippendorff's alpha for nominal labels: a row for each unit, with a label of each annotator.

    None is a missing label. The result is None if fewer than two labels occur, or no unit has two labels.
    """
    import krippendorff
    import numpy as np

    labels = sorted({label for row in rows for label in row if label is not None})
    if len(labels) < 2 or not any(sum(label is not None for label in row) > 1 for row in rows):
        return None
    numbers = {label: number for number, label in enumerate(labels)}
    data = np.array([[np.nan if label is None else numbers[label] for label in row] for row in rows]).T
    return float(krippendorff.alpha(reliability_data=data, level_of_measurement="nominal"))


def _units(passes: Passes) -> Mapping[str, tuple[float | None, int]]:
    """Returns alpha and the number of its units for each attribute."""
    rows: dict[str, list[list[str | None]]] = {each.subject: [] for each in ATTRIBUTES}
    for document in passes.ids:
        layers = passes.layers(document)
        for layer in ("timexes", "events"):
            spans = [{(each.start, each.end): each for each in reversed(getattr(side, layer))} for side in layers]
            for span in sorted(set(spans[0]).intersection(*spans[1:])):
                for attribute in ATTRIBUTES:
                    if attribute.layer == layer:
                        rows[attribute.subject].append([attribute.of(side[span]) or None for side in spans])
    return {each.subject: _alpha(each, rows[each.subject]) for each in ATTRIBUTES}


_NONE = "\x00"
"""The label of a missing value where that is a statement."""


def _alpha(attribute: Attribute, rows: list[list[str | None]]) -> tuple[float | None, int]:
    if attribute.absence and any(label for row in rows for label in row):
        rows = [[label or _NONE for label in row] for row in rows]
    stated = [row for row in rows if sum(label is not None for label in row) > 1]
    return alpha(stated), len(stated)
