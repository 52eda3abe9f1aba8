"""Sentences, slices and attributes on a small example counted by hand, and what must hold for any input."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench import Event, Timex
from bench.counts import Counts, Score, total
from bench.errors import UsageError
from bench.matching.matching import Matching, Paired, match
from bench.measures import MEASURES, Measure, named, of_layer
from bench.scoring.counting import Panel, Slices, count, count_units, judge
from tests.strategies import LENGTH, event_lists, timex_lists

# 0.........1.........2.........3
# Monday it began and early May it ended   (sentences at 0 and 20)
GOLD = [
    Timex(0, 6, "DATE", "2023-09-18", kind="deictic"),
    Timex(20, 29, "DATE", "2023-05", kind="underspecified"),
    Timex(33, 38, "DURATION", "P1D", kind="explicit"),
]
PREDICTED = [
    Timex(0, 6, "DATE", "2023-09-11"),  # exact, wrong value
    Timex(26, 29, "DATE", "2023-05"),  # overlaps, right value
    Timex(10, 12, "TIME", "T12"),  # spurious
]


def counted(name: str, gold: Sequence[Any], predicted: Sequence[Any]) -> Counts:
    return count(judge(Panel([named(name)]), match(gold, predicted)))[0]


def in_sentences(
    measure: Measure, gold: Sequence[Any], predicted: Sequence[Any], starts: Sequence[int]
) -> Sequence[Counts]:
    return count_units(judge(Panel([measure]), match(gold, predicted)), starts)[0]


def sliced(name: str, of: Callable[[Any], str | None], *, both_sides: bool) -> dict[str | None, Counts]:
    panel = Panel([named(name)])
    slices = Slices(panel, of, both_sides=both_sides)
    slices.add(judge(panel, match(GOLD, PREDICTED)))
    return {value: counts for value, (counts,) in slices.counts().items()}


@pytest.mark.parametrize(
    ("name", "first", "second"),
    [
        # correct predicted, predicted, correct gold, gold in each sentence
        ("timex.strict", Counts(1, 2, 1, 1), Counts(0, 1, 0, 2)),
        ("timex.relaxed", Counts(1, 2, 1, 1), Counts(1, 1, 1, 2)),
        ("timex.type", Counts(1, 2, 1, 1), Counts(1, 1, 1, 2)),
        ("timex.value", Counts(0, 2, 0, 1), Counts(1, 1, 1, 2)),
    ],
)
def test_counts_per_sentence(name: str, first: Counts, second: Counts) -> None:
    assert in_sentences(named(name), GOLD, PREDICTED, [0, 20]) == [first, second]


def test_a_pair_across_a_sentence_border_counts_on_each_side_where_it_lies() -> None:
    counts = in_sentences(named("timex.relaxed"), [Timex(18, 25)], [Timex(20, 25)], [0, 20])
    assert counts == [Counts(0, 0, 1, 1), Counts(1, 1, 0, 0)]


def test_a_slice_that_only_gold_knows_has_no_predicted_count() -> None:
    assert sliced("timex.relaxed", lambda timex: timex.kind, both_sides=False) == {
        "deictic": Counts(0, 0, 1, 1),
        "underspecified": Counts(0, 0, 1, 1),
        "explicit": Counts(0, 0, 0, 1),
    }


def test_a_slice_by_type_counts_both_sides() -> None:
    assert sliced("timex.value", lambda timex: timex.type, both_sides=True) == {
        "DATE": Counts(1, 2, 1, 2),
        "DURATION": Counts(0, 0, 0, 1),
        "TIME": Counts(0, 1, 0, 0),
    }


def test_an_attribute_left_open_is_never_right() -> None:
    assert counted("event.relaxed", [Event(0, 3)], [Event(0, 3)]) == Counts(1, 1, 1, 1)
    assert counted("event.class", [Event(0, 3)], [Event(0, 3)]) == Counts(0, 1, 0, 1)


def test_an_unknown_measure_suggests_near_names() -> None:
    with pytest.raises(UsageError, match=r"timex\.value"):
        named("timex.vale")


def test_names_are_unique_and_of_their_layer() -> None:
    assert len({measure.name for measure in MEASURES}) == len(MEASURES)
    assert all(m.name.startswith("timex.") for m in of_layer("timexes"))
    assert all(m.name.startswith(("event.", "when")) for m in of_layer("events"))


def test_measures_counted_together_are_those_counted_alone() -> None:
    measures = of_layer("timexes")
    together = count_units(judge(Panel(measures), match(GOLD, PREDICTED)), [0, 20])
    assert together == [in_sentences(measure, GOLD, PREDICTED, [0, 20]) for measure in measures]


TIMEX_MEASURES = st.sampled_from(of_layer("timexes"))
EVENT_MEASURES = st.sampled_from(of_layer("events"))
BREAKS = st.sets(st.integers(1, LENGTH - 1), max_size=4).map(lambda found: [0, *sorted(found)])


@given(TIMEX_MEASURES, timex_lists)
def test_gold_against_itself_is_1(measure: Measure, gold: list[Timex]) -> None:
    complete = [timex for timex in gold if timex.type and timex.value]
    f1 = Score.of(counted(measure.name, complete, complete)).f1
    assert f1 == (1 if complete else None)


@given(EVENT_MEASURES, event_lists)
def test_gold_events_against_themselves_are_1(measure: Measure, gold: list[Event]) -> None:
    complete = [
        replace(event, tense="PAST", aspect="NONE")
        for event in gold
        if event.class_ and event.realis and event.when
    ]
    f1 = Score.of(counted(measure.name, complete, complete)).f1
    assert f1 == (1 if complete else None)


@given(TIMEX_MEASURES, timex_lists, timex_lists, BREAKS)
def test_sentences_add_up_to_the_document(
    measure: Measure, gold: list[Timex], predicted: list[Timex], starts: list[int]
) -> None:
    whole = counted(measure.name, gold, predicted)
    assert total(in_sentences(measure, gold, predicted, starts)) == whole


@given(EVENT_MEASURES, event_lists, event_lists, BREAKS)
def test_sentences_of_events_add_up_to_the_document(
    measure: Measure, gold: list[Event], predicted: list[Event], starts: list[int]
) -> None:
    whole = counted(measure.name, gold, predicted)
    assert total(in_sentences(measure, gold, predicted, starts)) == whole


@given(st.lists(st.tuples(event_lists, event_lists), max_size=3))
def test_slices_by_class_add_up(documents: list[tuple[list[Event], list[Event]]]) -> None:
    measures = of_layer("events")
    panel = Panel(measures)
    judged = [judge(panel, match(gold, predicted)) for gold, predicted in documents]
    slices = Slices(panel, lambda event: event.class_, both_sides=True)
    for document in judged:
        slices.add(document)
    for place, measure in enumerate(measures):
        whole = total(count(document)[place] for document in judged)
        assert total(counts[place] for counts in slices.counts().values()) == whole, measure.name


@given(st.sampled_from(MEASURES), timex_lists, timex_lists, event_lists, event_lists)
def test_swapping_sides_swaps_precision_and_recall(
    measure: Measure, times: list[Timex], other_times: list[Timex], found: list[Event], others: list[Event]
) -> None:
    pair: Any = (found, others) if measure.layer == "events" else (times, other_times)
    matching: Any = match(*pair)
    paired = matching.paired
    back = Matching(matching.predicted, matching.gold, Paired(paired.predicted, paired.gold, paired.exact))
    one, other = (Score.of(count(judge(Panel([measure]), m))[0]) for m in (matching, back))
    assert (one.precision, one.recall, one.f1) == (other.recall, other.precision, other.f1)


@given(st.sampled_from(["timex.strict", "timex.relaxed"]), timex_lists, timex_lists)
def test_swapping_what_is_matched_swaps_too(name: str, gold: list[Timex], predicted: list[Timex]) -> None:
    there = Score.of(counted(name, gold, predicted))
    back = Score.of(counted(name, predicted, gold))
    assert (there.precision, there.recall, there.f1) == (back.recall, back.precision, back.f1)


@given(TIMEX_MEASURES, timex_lists, timex_lists)
def test_a_spurious_item_never_raises_precision(
    measure: Measure, gold: list[Timex], predicted: list[Timex]
) -> None:
    far = Timex(LENGTH + 10, LENGTH + 12, "DATE", "2023")
    before = Score.of(counted(measure.name, gold, predicted)).precision
    after = Score.of(counted(measure.name, gold, [*predicted, far])).precision
    assert after is not None
    assert after <= (1 if before is None else before)
