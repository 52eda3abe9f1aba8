"""Sentences, slices and attributes on a small example counted by hand, and what must hold for any input."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench import Event, Timex
from bench.counts import Counts, score, total
from bench.errors import UsageError
from bench.matching import match
from bench.measures import MEASURES, Measure, named, of_layer
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
    assert named(name).count_units(match(GOLD, PREDICTED), [0, 20]) == [first, second]


def test_a_pair_across_a_sentence_border_counts_on_each_side_where_it_lies() -> None:
    counts = named("timex.relaxed").count_units(match([Timex(18, 25)], [Timex(20, 25)]), [0, 20])
    assert counts == [Counts(0, 0, 1, 1), Counts(1, 1, 0, 0)]


def test_a_slice_that_only_gold_knows_has_no_predicted_count() -> None:
    counts = named("timex.relaxed").count_slice(match(GOLD, PREDICTED), lambda t: t.kind == "deictic", None)
    assert counts == Counts(0, 0, 1, 1)


def test_a_slice_by_type_counts_both_sides() -> None:
    def is_date(timex: Timex) -> bool:
        return timex.type == "DATE"

    assert named("timex.value").count_slice(match(GOLD, PREDICTED), is_date, is_date) == Counts(1, 2, 1, 2)


def test_an_attribute_left_open_is_never_right() -> None:
    matching = match([Event(0, 3)], [Event(0, 3)])
    assert named("event.relaxed").count(matching) == Counts(1, 1, 1, 1)
    assert named("event.class").count(matching) == Counts(0, 1, 0, 1)


def test_an_unknown_measure_suggests_near_names() -> None:
    with pytest.raises(UsageError, match=r"timex\.value"):
        named("timex.vale")


def test_names_are_unique_and_of_their_layer() -> None:
    assert len({measure.name for measure in MEASURES}) == len(MEASURES)
    assert all(m.name.startswith("timex.") for m in of_layer("timexes"))
    assert all(m.name.startswith("event.") for m in of_layer("events"))


TIMEX_MEASURES = st.sampled_from(of_layer("timexes"))
EVENT_MEASURES = st.sampled_from(of_layer("events"))
BREAKS = st.sets(st.integers(1, LENGTH - 1), max_size=4).map(lambda found: [0, *sorted(found)])


@given(TIMEX_MEASURES, timex_lists)
def test_gold_against_itself_is_1(measure: Measure, gold: list[Timex]) -> None:
    complete = [timex for timex in gold if timex.type and timex.value]
    f1 = score(measure.count(match(complete, complete))).f1
    assert f1 == (1 if complete else None)


@given(TIMEX_MEASURES, timex_lists, timex_lists, BREAKS)
def test_sentences_add_up_to_the_document(
    measure: Measure, gold: list[Timex], predicted: list[Timex], starts: list[int]
) -> None:
    matching = match(gold, predicted)
    assert total(measure.count_units(matching, starts)) == measure.count(matching)


@given(EVENT_MEASURES, event_lists, event_lists)
def test_slices_by_class_add_up(measure: Measure, gold: list[Event], predicted: list[Event]) -> None:
    matching = match(gold, predicted)
    classes = {event.class_ for event in (*gold, *predicted)}

    def of_class(class_: str | None) -> Counts:
        return measure.count_slice(matching, lambda e: e.class_ == class_, lambda e: e.class_ == class_)

    assert total(map(of_class, classes)) == measure.count(matching)


@given(st.sampled_from(["timex.strict", "timex.relaxed"]), timex_lists, timex_lists)
def test_swapping_sides_swaps_precision_and_recall(name: str, gold: list[Timex], predicted: list[Timex]) -> None:
    there = score(named(name).count(match(gold, predicted)))
    back = score(named(name).count(match(predicted, gold)))
    assert (there.precision, there.recall, there.f1) == (back.recall, back.precision, back.f1)


@given(st.sampled_from(["timex.strict", "timex.relaxed"]), timex_lists, timex_lists)
def test_a_spurious_item_never_raises_precision(name: str, gold: list[Timex], predicted: list[Timex]) -> None:
    far = Timex(LENGTH + 10, LENGTH + 12, "DATE", "2023")
    before = score(named(name).count(match(gold, predicted))).precision
    after = score(named(name).count(match(gold, [*predicted, far]))).precision
    assert after is not None
    assert after <= (1 if before is None else before)
