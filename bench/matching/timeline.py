"""The alignment of a predicted timeline's entries with gold's.

Gold and a prediction each have ids of their own. Entries are therefore compared by their mentions, and mentions by
the spans of their events: `mentions_of` makes the mentions comparable, and `align` pairs the entries.
"""

from __future__ import annotations

import datetime
import functools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bench.matching.assignment import heaviest
from bench.matching.matching import Matching
from bench.sdk.model import Entry, Event
from bench.temporal import edtf
from bench.temporal.interval import DAY, Interval

Mention = tuple[str, tuple[tuple[int, int], ...]]
"""A mention of an event: the document, and the spans of the event, sorted. A matched pair of events has the
spans of both, an unmatched event its own."""
Keys = Mapping[tuple[str, str], Mention]
"""The mention of each event, by document id and event id."""


@dataclass(frozen=True, slots=True)
class Dated:
    """An entry of a timeline, with its date and mentions in a form that the other side's can be compared with."""

    id: str
    when: str | None
    """The date as written."""
    date: str | None
    """The days that ``when`` covers, as `span_of` writes them; None for an undated entry. Text that isn't EDTF is
    kept as it is."""
    interval: Interval | None
    """The days that ``when`` covers; None for an undated entry and where ``when`` isn't EDTF."""
    mentions: frozenset[Mention]
    loose: int = 0
    """The number of mentions that name no event of their side; no other entry shares them."""

    @property
    def size(self) -> int:
        """The number of all mentions of the entry."""
        return len(self.mentions) + self.loose


@dataclass(frozen=True, slots=True)
class Alignment:
    """The entries of gold's and of the predicted timeline, and which of them are aligned."""

    gold: Sequence[Dated]
    predicted: Sequence[Dated]
    pairs: Mapping[int, int]
    """For the index of each aligned gold entry the index of the predicted entry."""


def span_of(when: Interval) -> str:
    """Returns the first and last day of ``when``: "2023-09-18" or "2023-09-01/2023-09-30"; ".." is an open end."""
    first = ".." if when.start is None else datetime.date.fromordinal(when.start // DAY).isoformat()
    last = ".." if when.end is None else datetime.date.fromordinal((when.end - 1) // DAY).isoformat()
    return first if first == last else f"{first}/{last}"


def mentions_of(matchings: Mapping[str, Matching[Event]]) -> tuple[Keys, Keys]:
    """Returns the mentions of gold's events and of the predicted ones, from the events matched in each document.

    The two events of a matched pair are one mention. Events of one side with the same span are one mention too,
    unless they are matched differently.
    """
    gold: dict[tuple[str, str], Mention] = {}
    predicted: dict[tuple[str, str], Mention] = {}
    for doc, matching in matchings.items():
        for keys, events in ((gold, matching.gold), (predicted, matching.predicted)):
            keys.update({(doc, e.id): (doc, ((e.start, e.end),)) for e in events if e.id is not None})
        for pair in matching.pairs:
            # sorted, so that the key is the same when the sides change places
            mention = (doc, tuple(sorted((event.start, event.end) for event in pair)))
            for keys, event in zip((gold, predicted), pair, strict=True):
                if event.id is not None:
                    keys[doc, event.id] = mention
    return gold, predicted


def dated(entries: Iterable[Entry], keys: Keys) -> list[Dated]:
    """Returns the entries of one side as `Dated`. A mention that an entry names twice counts once."""
    found = []
    for entry in entries:
        named = set(entry.mentions)
        mentions = frozenset(keys[mention] for mention in named if mention in keys)
        loose = sum(mention not in keys for mention in named)
        found.append(Dated(entry.id, entry.when, *_date(entry.when), mentions, loose))
    return found


@functools.lru_cache(maxsize=65_536)  # edtf caches what it can read, not what it can't
def _date(when: str | None) -> tuple[str | None, Interval | None]:
    """Returns the date as `span_of` writes it, and its interval; an interval without bounds (XXXX) is no date."""
    if when is None:
        return None, None
    try:
        interval = edtf.parse(when)
    except ValueError:
        return when, None
    if interval.start is None and interval.end is None:
        return None, None
    return span_of(interval), interval


def compare(
    gold: Iterable[Entry], predicted: Iterable[Entry], matchings: Mapping[str, Matching[Event]]
) -> Alignment:
    """Returns the alignment of two timelines. ``matchings`` has the matched events of each document, by its id."""
    gold_keys, predicted_keys = mentions_of(matchings)
    return align(dated(gold, gold_keys), dated(predicted, predicted_keys))


def by_participant(
    gold: Sequence[Entry], predicted: Sequence[Entry], matchings: Mapping[str, Matching[Event]]
) -> dict[str, Alignment]:
    """Returns for each participant the alignment of gold's and predicted entries that name this participant.

    Participants that only predictions have are left out. Names are compared as written.
    """
    gold_keys, predicted_keys = mentions_of(matchings)
    alignments = {}
    for name in sorted({name for entry in gold for name in entry.participants}):
        sides = [[entry for entry in side if name in entry.participants] for side in (gold, predicted)]
        alignments[name] = align(dated(sides[0], gold_keys), dated(sides[1], predicted_keys))
    return alignments


def align(gold: Sequence[Dated], predicted: Sequence[Dated]) -> Alignment:
    """Returns the best one-to-one alignment of entries that share a mention.

    It has the most shared mentions (CEAF with similarity φ3, Luo 2005). If that leaves a choice, it has the most
    pairs, then the fewest mentions that a pair doesn't share, then the most equal dates, then the earliest
    entries. The order and the ids of the entries make no difference.
    """
    golds = sorted(range(len(gold)), key=lambda index: _content(gold[index]))
    predictions = sorted(range(len(predicted)), key=lambda index: _content(predicted[index]))
    shared = _shared([gold[i] for i in golds], [predicted[j] for j in predictions])
    pairs: dict[int, int] = {}
    for rows, columns in _pieces(shared):
        ours, theirs = [gold[golds[i]] for i in rows], [predicted[predictions[j]] for j in columns]
        weights = _weights(ours, theirs, [[shared.get((i, j), 0) for j in columns] for i in rows])
        for i, j in heaviest(weights):
            if weights[i][j]:
                pairs[golds[rows[i]]] = predictions[columns[j]]
    return Alignment(gold, predicted, pairs)


def _content(entry: Dated) -> tuple[object, ...]:
    """Returns a sort key from everything but the id: by time, undated entries last."""
    time: tuple[object, ...] = (True,)
    if (when := entry.interval) is not None:
        starts = (when.start is not None, when.start or 0)
        ends = (when.end is None, when.end or 0)
        time = (False, starts, ends)
    return (time, entry.date or "", sorted(entry.mentions), entry.loose, entry.when or "")


def _shared(gold: Sequence[Dated], predicted: Sequence[Dated]) -> dict[tuple[int, int], int]:
    """Returns the number of mentions that a gold and a predicted entry share, for the pairs that share any."""
    holders: defaultdict[Mention, list[int]] = defaultdict(list)
    for i, entry in enumerate(gold):
        for mention in entry.mentions:
            holders[mention].append(i)
    shared: defaultdict[tuple[int, int], int] = defaultdict(int)
    for j, entry in enumerate(predicted):
        for mention in entry.mentions:
            for i in holders.get(mention, ()):
                shared[i, j] += 1
    return dict(shared)


def _pieces(shared: Iterable[tuple[int, int]]) -> Iterator[tuple[list[int], list[int]]]:
    """Yields the groups of entries (gold, predicted) connected by mentions; each can be aligned separately."""
    beside: defaultdict[tuple[bool, int], list[tuple[bool, int]]] = defaultdict(list)
    for i, j in shared:
        beside[False, i].append((True, j))
        beside[True, j].append((False, i))
    seen: set[tuple[bool, int]] = set()
    for start in sorted(beside):
        if start in seen:
            continue
        seen.add(start)
        piece = [start]
        for node in piece:  # the list grows during the loop
            new = [other for other in beside[node] if other not in seen]
            seen.update(new)
            piece += new
        yield sorted(i for turned, i in piece if not turned), sorted(j for turned, j in piece if turned)


def _weights(gold: Sequence[Dated], predicted: Sequence[Dated], shared: list[list[int]]) -> list[list[int]]:
    """Returns weights whose sum ranks alignments by the criteria of `align`; 0 where no mention is shared.

    Each criterion gets so many digits that all later ones together can't outweigh it. The last criterion gives
    every cell a power of two by its distance from the top left, the same for a cell and its mirror image.
    """
    cells = {(i, j) for i, row in enumerate(shared) for j, count in enumerate(row) if count}
    places = sorted({(i + j, abs(i - j)) for i, j in cells}, reverse=True)
    rank = {place: position for position, place in enumerate(places)}
    most = min(len(gold), len(predicted)) + 1
    date_unit = 1 << (len(places) + 1)
    unshared_unit = date_unit * most * 2
    largest = max(entry.size for entry in gold) + max(entry.size for entry in predicted)
    pair_unit = unshared_unit * (largest + 1) * most
    shared_unit = pair_unit * most * 2
    weights = [[0] * len(predicted) for _ in gold]
    for i, j in cells:
        ours, theirs = gold[i], predicted[j]
        unshared = ours.size + theirs.size - 2 * shared[i][j]
        weights[i][j] = (
            shared_unit * shared[i][j]
            + pair_unit
            - unshared_unit * unshared
            + date_unit * (ours.date is not None and ours.date == theirs.date)
            + (1 << rank[i + j, abs(i - j)])
        )
    return weights
