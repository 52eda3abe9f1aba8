"""The agreement of two annotators: spans, attributes of matched annotations, ignored regions, and the timeline."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

from bench.counts import Counts, Score
from bench.dataset.suite import NOTHING, Layers
from bench.matching.matching import match, same_span
from bench.sdk.model import Entry


@dataclass(frozen=True, slots=True)
class Agreement:
    """The agreement of two annotators on one subject, such as the spans of events or the values of timexes."""

    subject: str
    figure: str
    """The kind of score: "F1" of annotations, or the "share" of matched pairs that agree."""
    value: float | None
    """The score as a fraction; None if there is nothing to compare."""
    n: int
    """For an F1, the number of annotations on both sides. For a share, the number of matched pairs in which at
    least one annotator states the attribute, or of all matched pairs (see `Attribute.absence`)."""
    kappa: float | None = None
    """Cohen's kappa (1960), for categories only; None if it isn't defined."""
    annotated: bool = True
    """False if neither annotator labelled anything of the subject, so that there is nothing to agree on."""


@dataclass(frozen=True, slots=True)
class Attribute:
    """A field that is compared on matched annotations, and its name in the table of agreement."""

    subject: str
    layer: str
    of: Callable[[Any], str | None]
    categorical: bool
    absence: bool = False
    """True if a missing value is a statement: that there is no modifier, or no date."""


ATTRIBUTES = (
    Attribute("timex type", "timexes", lambda time: time.type, True),
    Attribute("timex value", "timexes", lambda time: time.value, False),
    Attribute("timex mod", "timexes", lambda time: time.mod, True, absence=True),
    Attribute("timex kind", "timexes", lambda time: time.kind, True),
    Attribute("event class", "events", lambda event: event.class_, True),
    Attribute("event realis", "events", lambda event: event.realis, True),
    Attribute("event when", "events", lambda event: event.when, False, absence=True),
)

Annotated = Mapping[str, Layers]


def measure(
    a: Annotated, b: Annotated, timelines: tuple[Sequence[Entry], Sequence[Entry]] = ((), ())
) -> list[Agreement]:
    """Returns the agreement of two annotators on the same documents; their order makes no difference."""
    documents = sorted(a.keys() | b.keys())
    pairs: dict[str, list[tuple[Any, Any]]] = {}
    lines: list[Agreement] = []
    for layer, noun in (("timexes", "timex"), ("events", "event")):
        found: list[tuple[Any, Any]] = []
        sizes = [0, 0]
        for document in documents:
            matching = match(getattr(a.get(document, NOTHING), layer), getattr(b.get(document, NOTHING), layer))
            found.extend(matching.pairs)
            sizes[0] += len(matching.gold)
            sizes[1] += len(matching.predicted)
        strict = sum(same_span(*pair) for pair in found)
        lines.append(_f1(f"{noun} span, strict", strict, *sizes))
        lines.append(_f1(f"{noun} span, relaxed", len(found), *sizes))
        pairs[layer] = found
    for attribute in ATTRIBUTES:
        values = [(attribute.of(x) or None, attribute.of(y) or None) for x, y in pairs[attribute.layer]]
        stated = [(x, y) for x, y in values if x is not None or y is not None]
        if not attribute.absence or not stated:
            values = stated  # a pair in which neither annotator states a value is no agreement
        lines.append(
            Agreement(
                attribute.subject,
                "share",
                sum(x == y for x, y in values) / len(values) if values else None,
                len(values),
                kappa(values) if attribute.categorical else None,
                any(
                    attribute.of(item)
                    for side in (a, b)
                    for layers in side.values()
                    for item in getattr(layers, attribute.layer)
                ),
            )
        )
    characters = [set(_ignored(side)) for side in (a, b)]
    lines.append(_f1("ignored characters", len(characters[0] & characters[1]), *map(len, characters)))
    linked = [set(_linked(entries, side)) for entries, side in zip(timelines, (a, b), strict=True)]
    timeline = _f1("timeline, mentions linked", len(linked[0] & linked[1]), *map(len, linked))
    lines.append(replace(timeline, annotated=any(timelines)))
    return lines


def kappa(pairs: Sequence[tuple[object, object]]) -> float | None:
    """Returns Cohen's kappa: the agreement beyond what the frequencies of both sides would give by chance.

    It is None if there are no pairs, and if both sides only use one and the same category, because they would then
    agree by chance alone.
    """
    if not pairs:
        return None
    first, second = Counter(x for x, _ in pairs), Counter(y for _, y in pairs)
    n = len(pairs)
    chance = sum(first[category] * second[category] for category in first) / (n * n)
    if chance == 1:
        return None
    return (sum(x == y for x, y in pairs) / n - chance) / (1 - chance)


def _f1(subject: str, shared: int, first: int, second: int) -> Agreement:
    f1 = Score.of(Counts(shared, second, shared, first)).f1
    return Agreement(subject, "F1", f1, first + second, annotated=bool(first + second))


def _ignored(side: Annotated) -> Iterator[tuple[str, int]]:
    for document, layers in side.items():
        for region in layers.ignore:
            yield from ((document, offset) for offset in range(region.start, region.end))


def _linked(entries: Iterable[Entry], side: Annotated) -> Iterator[frozenset[tuple[str, int, int]]]:
    """Yields the pairs of event spans that an annotator put into one entry.

    Events are identified by their spans, because each annotator has ids of their own.
    """
    spans = {
        (document, event.id): (document, event.start, event.end)
        for document, layers in side.items()
        for event in layers.events
    }
    for entry in entries:
        mentions = [spans[mention] for mention in entry.mentions if mention in spans]
        yield from map(frozenset, combinations(mentions, 2))
