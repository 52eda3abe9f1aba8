"""Documents that are counted together, beside what each measure defines for one document."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bench
from bench import Event, Timex, UsageError
from bench.counts import Counts, total
from bench.dataset.pair import Pair
from bench.dataset.suite import Layers, Suite, SuiteDocument
from bench.matching.matching import Matching, match
from bench.measures import of_layer
from bench.measures.pair import Matched, PairMeasure
from bench.measures.span import TIMEX_STRICT
from bench.scoring import strict
from bench.scoring.counting import Panel, count_documents, judge
from bench.scoring.score import over
from bench.scoring.slices import SLICINGS, Slices, Slicing
from bench.sdk.model import EVENT_CLASSES, KINDS, REALIS, TIMEX_TYPES, Reading, Region
from tests.strategies import LENGTH, event_lists, timex_lists

BREAKS = st.sets(st.integers(1, LENGTH - 1), max_size=4).map(lambda found: [0, *sorted(found)])
LAYERS = ("timexes", "events")
VALUES = ("2023", "2023-09", "2023-09-18", "2023-W38", "P1D", "P7D", "P1W", "2023-WI", "PAST_REF", "none", None)
WHENS = ("2023", "2023-09", "2023-09/2023-10", "[2023-09..2023-10]", "2023-09-18/..", "?", None, None)


def panel_of(layer: str) -> Panel:
    return Panel([measure for measure in of_layer(layer) if isinstance(measure, PairMeasure)])


def check(layer: str, matchings: Sequence[Matching[Any]], starts: Sequence[Sequence[int]]) -> None:
    """Checks the counts of all documents, and all their slices, against the definitions."""
    panel = panel_of(layer)
    judged = judge(panel, *matchings)
    for found, matching, sentences in zip(count_documents(judged, starts), matchings, starts, strict=True):
        expected = [list(measure.count(Matched(matching, sentences))) for measure in panel.measures]
        assert [list(each) for each in found] == expected
        for row, defined in zip(found, expected, strict=True):  # a sum is a fraction only if it has a credit
            kinds = [type(each.correct_gold) if each.correct_gold else int for each in defined]
            assert [type(each.correct_gold) for each in row] == kinds
    for slicing in SLICINGS:
        if layer in slicing.layers:
            slices = Slices(panel, slicing)
            slices.add(judged)
            for value, counts in slices.counts().items():
                assert counts == [sliced(measure, slicing, value, matchings) for measure in panel.measures]


def sliced(
    measure: PairMeasure, slicing: Slicing, value: str | None, matchings: Sequence[Matching[Any]]
) -> Counts:
    """The counts of one measure in one slice, annotation by annotation."""

    def here(annotation: Any) -> bool:
        return (getattr(annotation, slicing.attribute) or None) == value

    def stated(annotation: Any) -> bool:
        return measure.attribute is None or getattr(annotation, measure.attribute) not in (None, "")

    sums: list[int | float] = [0, 0, 0, 0]
    for matching in matchings:
        pairs = matching.pairs
        gold, predicted = matching.gold, matching.predicted
        if measure.over == "matched":
            gold, predicted = [one for one, _ in pairs], [other for _, other in pairs]
        untold = [id(other) for one, other in pairs if measure.over == "all" and not stated(one)]
        both = slicing.both_sides
        sums[0] += sum(measure.credit(one, other) for one, other in pairs if both and here(other))
        sums[1] += sum(
            both and here(each) and (id(each) not in untold if measure.over == "all" else stated(each))
            for each in predicted
        )
        sums[2] += sum(measure.credit(one, other) for one, other in pairs if here(one))
        sums[3] += sum(here(each) and stated(each) for each in gold)
    return Counts(sums[0], int(sums[1]), sums[2], int(sums[3]))


@given(st.lists(st.tuples(timex_lists, timex_lists, BREAKS), max_size=4))
def test_times_counted_together_are_those_of_each_document(
    documents: list[tuple[list[Timex], list[Timex], list[int]]],
) -> None:
    matchings = [match(gold, predicted) for gold, predicted, _ in documents]
    check("timexes", matchings, [starts for _, _, starts in documents])


@given(st.lists(st.tuples(event_lists, event_lists, BREAKS), max_size=4))
def test_events_counted_together_are_those_of_each_document(
    documents: list[tuple[list[Event], list[Event], list[int]]],
) -> None:
    matchings = [match(gold, predicted) for gold, predicted, _ in documents]
    check("events", matchings, [starts for _, _, starts in documents])


@dataclass
class Drawn:
    """Random documents; the same for the same seed."""

    chance: random.Random

    def span(self) -> tuple[int, int]:
        start = self.chance.randrange(195)
        return start, start + self.chance.randint(1, 6)

    def timex(self) -> Timex:
        value = self.chance.choice(VALUES)
        readings = (
            (Reading(value, "this"), Reading("2024", "that")) if value and self.chance.random() < 0.1 else None
        )
        kind = self.chance.choice((*KINDS, None))
        type_ = self.chance.choice((*TIMEX_TYPES, None))
        return Timex(*self.span(), type_, value, kind=kind, values=readings)

    def event(self) -> Event:
        class_, realis = self.chance.choice((*EVENT_CLASSES, None, "")), self.chance.choice((*REALIS, None))
        tense, aspect = self.chance.choice(("PAST", "NONE", None)), self.chance.choice(("NONE", None))
        return Event(*self.span(), class_, realis, self.chance.choice(WHENS), tense=tense, aspect=aspect)

    def side(self, make: Any, near: Sequence[Any] = ()) -> list[Any]:
        """Annotations, some of them the given ones, as they are or moved."""
        found = [make() for _ in range(self.chance.choice((0, 1, 3, 8)))]
        for each in near:
            if self.chance.random() < 0.7:
                moved = max(0, each.start + self.chance.choice((-1, 0, 0, 0, 1)))
                found.append(replace(each, start=moved, end=max(moved + 1, each.end)))
        self.chance.shuffle(found)
        return found

    def matchings(self, make: Any, count: int) -> list[Matching[Any]]:
        found = []
        for _ in range(count):
            gold = self.side(make)
            found.append(match(gold, self.side(make, gold)))
        return found

    def starts(self) -> list[int]:
        return [0, *sorted(self.chance.sample(range(1, 200), self.chance.choice((0, 0, 1, 5))))]


def drawn_are_counted_as_defined(seeds: range, count: int) -> None:
    for seed in seeds:
        drawn = Drawn(random.Random(seed))
        for layer, make in (("timexes", drawn.timex), ("events", drawn.event)):
            check(layer, drawn.matchings(make, count), [drawn.starts() for _ in range(count)])


def test_drawn_documents_are_counted_as_the_measures_define() -> None:
    drawn_are_counted_as_defined(range(2), 15)


@pytest.mark.slow
def test_5_000_drawn_documents_are_counted_as_the_measures_define() -> None:
    """2,500 with times and 2,500 with events; 60,000 passed when this was written."""
    drawn_are_counted_as_defined(range(1000, 1025), 100)


@given(timex_lists, timex_lists, BREAKS)
def test_equal_spans_counted_alone_are_those_of_the_strict_measure(
    gold: list[Timex], predicted: list[Timex], starts: list[int]
) -> None:
    found = strict.count(gold, predicted, starts)
    repeated = any(len({(each.start, each.end) for each in side}) < len(side) for side in (gold, predicted))
    assert (found is None) == repeated
    if found is not None:
        assert list(found) == TIMEX_STRICT.count(Matched(match(gold, predicted), starts))


def pairs() -> Iterator[Pair]:
    """Documents of all sorts: repeated spans, ignored regions, failures, one sentence and several."""
    drawn = Drawn(random.Random(5))
    for number in range(60):
        times, events = drawn.side(drawn.timex), drawn.side(drawn.event)
        ignored = (Region(*drawn.span()),) if number % 7 == 0 else ()
        found = Layers(tuple(drawn.side(drawn.timex, times)), tuple(drawn.side(drawn.event, events)))
        yield Pair(
            f"d{number}",
            drawn.starts(),
            Layers(tuple(times), tuple(events), ignored),
            None if number % 11 == 0 else found,
        )


def test_measures_asked_for_alone_are_those_of_all() -> None:
    whole = over(pairs(), LAYERS)
    for names in (["timex.strict"], ["timex.strict", "event.strict"], ["event.strict", "timex.value"], ["when"]):
        some = over(pairs(), LAYERS, measures=names)
        assert some.measures == {name: whole.measures[name] for name in whole.measures if name in names}
        assert set(some.measures) == set(names)
        assert some.failures == whole.failures
        for name in names:
            found, expected = some.units[name], whole.units[name]
            assert {doc: list(group) for doc, group in found.items()} == {
                doc: list(group) for doc, group in expected.items()
            }
    # value alone is shown by kind and by type, strict by neither
    assert set(over(pairs(), LAYERS, measures=["timex.value"]).slices) == {"kind", "type"}
    assert over(pairs(), LAYERS, measures=["timex.strict"]).slices == {}
    assert total(whole.units["timex.strict"]["d1"]).gold


def suite() -> Suite:
    document = SuiteDocument("d", "on Monday it rained", None)
    return Suite("s", "", "", (document,), {"d": Layers((Timex(3, 9, "DATE", "2023-09-18"),))})


def test_the_face_computes_the_measures_that_are_asked_for() -> None:
    mine = {"d": [Timex(3, 9, "DATE", "2023-09-11")]}
    scores = bench.score(mine, suite(), measures="timex.strict")
    assert scores["timex.strict"].counts == Counts(1, 1, 1, 1)
    assert [row["measure"] for row in scores.to_rows()] == ["timex.strict"]


@pytest.mark.parametrize("name", ["timex.stricd", "event.class", "tlink.awareness"])
def test_a_measure_without_a_score_is_told_of(name: str) -> None:
    with pytest.raises(UsageError, match=name.split(".")[0]):
        bench.score({"d": [Timex(3, 9, "DATE", "2023-09-18")]}, suite(), measures=["timex.strict", name])
