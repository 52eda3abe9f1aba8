"""Alignment of entries, by cases small enough to see the answer and against every other alignment."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench import Event
from bench.matching.matching import match
from bench.matching.timeline import Alignment, Dated, align, by_participant, compare, dated, mentions_of, span_of
from bench.sdk.model import Entry
from bench.temporal.edtf import parse
from tests.strategies import MENTIONS, entries

EVENTS = [Event(10 * at, 10 * at + 5, id=name) for at, name in enumerate(MENTIONS)]
SAME_EVENTS = {"d": match(EVENTS, EVENTS)}


def timeline(text: str) -> list[Entry]:
    """Entries from "2023-09-18 a b; - c": when ("-" for none) and the ids of events of document d."""
    found = []
    for number, item in enumerate(filter(None, text.split(";"))):
        when, *names = item.split()
        mentions = tuple(("d", name) for name in names)
        found.append(Entry(str(number), when=None if when == "-" else when, mentions=mentions))
    return found


@pytest.mark.parametrize(
    ("case", "gold", "predicted", "pairs"),
    [
        ("by mentions, not by date", "2023 a; 2024 b", "2024 a; 2023 b", {0: 0, 1: 1}),
        ("one shared mention is enough", "- a b c", "- c d e", {0: 0}),
        ("no mention, no partner", "2023", "2023", {}),
        ("most shared: 2, not 1", "- a b c", "- a; - b c", {0: 1}),
        # greedy would take 0>0 with two shared and leave 1 without; 0>1 and 1>0 share 2 + 1
        ("most shared in all", "- a b c d; - e", "- a b e; - c d", {0: 1, 1: 0}),
        # two pairs sharing one each, as many shared as one pair sharing two
        ("then the most pairs", "- a b; - c", "- a b c; - a", {0: 1, 1: 0}),
        ("then the fewest that aren't shared", "- a b c; - a", "- a", {1: 0}),
        ("then the most equal dates", "2023 a; 2024 a", "2024 a", {1: 0}),
        ("then the earliest", "2025 a; 2023 a", "2024 a", {1: 0}),
        ("an entry twice: one of them", "- a", "- a; - a", {0: 0}),
        ("a mention without an event is shared with nothing", "- a", "- z", {}),
        ("nothing in gold", "", "- a", {}),
        ("nothing predicted", "- a", "", {}),
    ],
)
def test_align(case: str, gold: str, predicted: str, pairs: dict[int, int]) -> None:
    assert compare(timeline(gold), timeline(predicted), SAME_EVENTS).pairs == pairs, case


def test_mentions_are_aligned_by_the_events_matched_whatever_their_ids() -> None:
    gold = [Event(0, 4, id="e1"), Event(10, 14, id="e2")]
    predicted = [Event(9, 13, id="e1"), Event(20, 24, id="e7"), Event(30, 34)]
    of_gold, of_predicted = mentions_of({"x": match(gold, predicted)})
    assert of_gold == {("x", "e1"): ("x", ((0, 4),)), ("x", "e2"): ("x", ((9, 13), (10, 14)))}
    assert of_predicted == {("x", "e1"): ("x", ((9, 13), (10, 14))), ("x", "e7"): ("x", ((20, 24),))}


def test_a_mention_named_twice_is_one_and_one_without_an_event_is_loose() -> None:
    gold, _ = mentions_of(SAME_EVENTS)
    (entry,) = dated([Entry("1", when="2023-09", mentions=(("d", "a"), ("d", "a"), ("d", "z"), ("q", "a")))], gold)
    assert entry.mentions == {("d", ((0, 5), (0, 5)))}
    assert (entry.loose, entry.size) == (2, 3)
    assert entry.date == "2023-09-01/2023-09-30"


@pytest.mark.parametrize(
    ("when", "date"),
    [
        ("2023-09-18", "2023-09-18"),
        ("2023-09-18/2023-09-18", "2023-09-18"),
        ("2023-09", "2023-09-01/2023-09-30"),
        ("[2023-09-01..2023-09-30]", "2023-09-01/2023-09-30"),
        ("2023-09-18/..", "2023-09-18/.."),
        ("[..2023-09-18]", "../2023-09-18"),
        ("XXXX", None),
        (None, None),
        ("next week", "next week"),
    ],
)
def test_the_date_of_an_entry(when: str | None, date: str | None) -> None:
    (entry,) = dated([Entry("1", when=when)], {})
    assert entry.date == date
    assert (entry.interval is None) == (date in (None, "next week"))


def test_a_dates_name_is_edtf_of_the_same_interval() -> None:
    for text in ("2023-09-18", "2023-02", "2020", "202X", "2022/..", "[..2023-05]"):
        assert parse(span_of(parse(text))) == parse(text)


def test_a_participants_timeline_is_aligned_by_itself() -> None:
    gold = [
        Entry("1", participants=("Ada", "Bob"), mentions=(("d", "a"),)),
        Entry("2", participants=("Bob",), mentions=(("d", "b"),)),
    ]
    predicted = [
        # shares more with 1, but isn't Ada's
        Entry("x", participants=("Bob",), mentions=(("d", "a"), ("d", "b"))),
        Entry("y", participants=("Cem",), mentions=(("d", "a"),)),
    ]
    alignments = by_participant(gold, predicted, SAME_EVENTS)
    assert list(alignments) == ["Ada", "Bob"]
    sizes = {name: (len(a.gold), len(a.predicted), len(a.pairs)) for name, a in alignments.items()}
    assert sizes == {"Ada": (1, 0, 0), "Bob": (2, 1, 1)}


def worth(gold: list[Dated], predicted: list[Dated], pairs: list[tuple[int, int]]) -> tuple[int, ...]:
    """What `align` maximises, in its order."""
    shared = sum(len(gold[i].mentions & predicted[j].mentions) for i, j in pairs)
    claimed = sum(gold[i].size + predicted[j].size for i, j in pairs)
    same = sum(gold[i].date is not None and gold[i].date == predicted[j].date for i, j in pairs)
    return shared, len(pairs), 2 * shared - claimed, same


def alignments(gold: list[Dated], predicted: list[Dated], start: int = 0) -> Iterator[list[tuple[int, int]]]:
    """Every one-to-one alignment of entries that share a mention."""
    if start == len(gold):
        yield []
        return
    for rest in alignments(gold, predicted, start + 1):
        yield rest
        for j, entry in enumerate(predicted):
            if gold[start].mentions & entry.mentions and j not in {other for _, other in rest}:
                yield [(start, j), *rest]


def aligned(gold: list[Entry], predicted: list[Entry]) -> Alignment:
    of_gold, of_predicted = mentions_of(SAME_EVENTS)
    return align(dated(gold, of_gold), dated(predicted, of_predicted))


@given(entries(), entries())
def test_no_other_alignment_is_better(gold: list[Entry], predicted: list[Entry]) -> None:
    found = aligned(gold, predicted)
    ours, theirs = list(found.gold), list(found.predicted)
    best = max(worth(ours, theirs, pairs) for pairs in alignments(ours, theirs))
    assert worth(ours, theirs, list(found.pairs.items())) == best


@given(entries(), entries(), st.data())
def test_order_and_ids_make_no_difference(gold: list[Entry], predicted: list[Entry], data: st.DataObject) -> None:
    def said(alignment: Alignment) -> list[tuple[object, ...]]:
        pairs = alignment.pairs.items()
        return sorted((_said(alignment.gold[i]), _said(alignment.predicted[j])) for i, j in pairs)

    shuffled = [data.draw(st.permutations(side)) for side in (gold, predicted)]
    renamed = [[Entry(f"other {e.id}", "", e.when, (), e.mentions) for e in side] for side in shuffled]
    assert said(aligned(renamed[0], renamed[1])) == said(aligned(gold, predicted))


def _said(entry: Dated) -> tuple[object, ...]:
    return sorted(entry.mentions), entry.date or "", entry.loose
