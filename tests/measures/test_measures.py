"""Sentences, slices and attributes on a small example counted by hand, and what must hold for any input."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench import Event, Timex
from bench.counts import Counts, Score, total
from bench.errors import UsageError
from bench.matching.matching import Matching, Paired, match
from bench.measures import MEASURES, Measure, leading, named, of_layer, of_table
from bench.measures.attribute import TIMEX_VALUE
from bench.measures.pair import Matched, PairMeasure
from bench.measures.rules import Same, same_span
from bench.measures.tables import TABLES
from bench.scoring.counting import Panel, count, count_units, judge
from bench.scoring.slices import SLICINGS, Slices, Slicing
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


OF_TIMES, OF_EVENTS = (
    [measure for measure in of_layer(layer) if isinstance(measure, PairMeasure)] for layer in ("timexes", "events")
)
"""The measures over matched annotations, without those of traps, which count documents."""


def counted(name: str, gold: Sequence[Any], predicted: Sequence[Any]) -> Counts:
    return count(judge(Panel([named(name)]), match(gold, predicted)))[0]


def in_sentences(
    measure: Measure[Any], gold: Sequence[Any], predicted: Sequence[Any], starts: Sequence[int]
) -> Sequence[Counts]:
    return count_units(judge(Panel([measure]), match(gold, predicted)), starts)[0]


def slicing(name: str) -> Slicing:
    return next(each for each in SLICINGS if each.name == name)


def sliced(name: str, by: str) -> dict[str | None, Counts]:
    panel = Panel([named(name)])
    slices = Slices(panel, slicing(by))
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
    assert sliced("timex.relaxed", "kind") == {
        "deictic": Counts(0, 0, 1, 1),
        "underspecified": Counts(0, 0, 1, 1),
        "explicit": Counts(0, 0, 0, 1),
    }


def test_a_slice_by_type_counts_both_sides() -> None:
    assert sliced("timex.value", "type") == {
        "DATE": Counts(1, 2, 1, 2),
        "DURATION": Counts(0, 0, 0, 1),
        "TIME": Counts(0, 1, 0, 0),
    }


def test_an_attribute_that_a_prediction_leaves_open_is_wrong() -> None:
    gold = [Event(0, 3, "STATE")]
    assert counted("event.relaxed", gold, [Event(0, 3)]) == Counts(1, 1, 1, 1)
    assert counted("event.class", gold, [Event(0, 3)]) == Counts(0, 1, 0, 1)
    assert counted("event.class", gold, [Event(0, 3, "")]) == Counts(0, 1, 0, 1)


@pytest.mark.parametrize("nothing", [None, ""])
def test_b7_what_gold_leaves_open_is_neither_right_nor_wrong(nothing: str | None) -> None:
    """Gold states the class of one of its two events; what is matched with the other isn't judged."""
    gold = [Event(0, 3, "STATE"), Event(5, 8, nothing)]
    assert counted("event.class", gold, gold) == Counts(1, 1, 1, 1)
    assert counted("event.class", gold, [Event(0, 3, "STATE"), Event(5, 8, "REPORTING")]) == Counts(1, 1, 1, 1)
    # what gold doesn't have at all is wrong as ever
    assert counted("event.class", gold, [Event(0, 3, "STATE"), Event(10, 12, "STATE")]) == Counts(1, 2, 1, 1)
    assert counted("event.relaxed", gold, gold) == Counts(2, 2, 2, 2)
    panel = Panel(of_layer("events"))
    slices = Slices(panel, slicing("class"))
    slices.add(judge(panel, match(gold, [Event(0, 3, "STATE"), Event(5, 8, "REPORTING")])))
    of_class = {
        value: dict(zip(panel.names, found, strict=True))["event.class"]
        for value, found in slices.counts().items()
    }
    assert of_class["STATE"] == Counts(1, 1, 1, 1)
    assert of_class["REPORTING"] == Counts()


def test_b7_a_date_where_gold_has_none_is_wrong_for_an_event_without_a_date_is_a_statement() -> None:
    assert counted("when", [Event(0, 3), Event(5, 8, when="2023")], [Event(0, 3, when="2023")]) == Counts(
        0, 1, 0, 1
    )


@pytest.mark.parametrize(
    ("wrong", "near"),
    [
        ("timex.vale", "timex.value"),
        ("tlink.awarenes", "tlink.awareness"),
        ("timeline.date", "timeline.dates"),
        ("timeline.task4.anchors", "timeline.task4.anchored"),
    ],
)
def test_an_unknown_measure_of_any_layer_suggests_near_names(wrong: str, near: str) -> None:
    with pytest.raises(UsageError, match=re.escape(near)):
        named(wrong)


def test_every_measure_is_found_by_its_name() -> None:
    assert [named(measure.name) for measure in MEASURES] == list(MEASURES)


def test_each_table_has_columns_with_heads_of_their_own_and_one_measure_that_orders_its_rows() -> None:
    for table in TABLES:
        columns = of_table(table)
        assert {measure.layer for measure in columns} == {table.layer}
        assert len({measure.heading for measure in columns}) == len(columns), table.title
        leaders = [measure for measure in columns if measure.leads and measure.columns_of[0] is table]
        assert leaders == [leading(table)]


def test_d_every_measure_with_a_plot_has_a_title_in_words() -> None:
    plotted = [measure for measure in MEASURES if measure.headline or measure.plotted]
    assert len(plotted) >= 9
    assert not [measure.name for measure in plotted if not re.match(r"[A-Z][a-z]+ ", measure.title)]


def test_a_layer_or_a_unit_that_does_not_exist_is_refused() -> None:
    for field in ("layer", "unit"):
        with pytest.raises(ValueError, match="one of"):
            replace(TIMEX_VALUE, **{field: "words"})  # type: ignore[arg-type]


def test_names_are_unique_and_of_their_layer() -> None:
    assert len({measure.name for measure in MEASURES}) == len(MEASURES)
    assert all(m.name.startswith("timex.") for m in of_layer("timexes"))
    assert all(m.name.startswith(("event.", "when")) for m in of_layer("events"))


def test_measures_counted_together_are_those_counted_alone() -> None:
    measures = OF_TIMES
    together = count_units(judge(Panel(measures), match(GOLD, PREDICTED)), [0, 20])
    assert together == [in_sentences(measure, GOLD, PREDICTED, [0, 20]) for measure in measures]


TIMEX_MEASURES = st.sampled_from(OF_TIMES)
EVENT_MEASURES = st.sampled_from(OF_EVENTS)
PAIR_MEASURES = st.sampled_from([measure for measure in MEASURES if isinstance(measure, PairMeasure)])
BREAKS = st.sets(st.integers(1, LENGTH - 1), max_size=4).map(lambda found: [0, *sorted(found)])


@given(TIMEX_MEASURES, timex_lists)
def test_gold_against_itself_is_1(measure: Measure[Any], gold: list[Timex]) -> None:
    complete = [timex for timex in gold if timex.type and timex.value]
    f1 = Score.of(counted(measure.name, complete, complete)).f1
    assert f1 == (1 if complete else None)


@given(EVENT_MEASURES, event_lists)
def test_gold_events_against_themselves_are_1(measure: Measure[Any], gold: list[Event]) -> None:
    complete = [
        replace(event, tense="PAST", aspect="NONE")
        for event in gold
        if event.class_ and event.realis and event.when
    ]
    f1 = Score.of(counted(measure.name, complete, complete)).f1
    assert f1 == (1 if complete else None)


@given(TIMEX_MEASURES, timex_lists, timex_lists, BREAKS)
def test_sentences_add_up_to_the_document(
    measure: Measure[Any], gold: list[Timex], predicted: list[Timex], starts: list[int]
) -> None:
    whole = counted(measure.name, gold, predicted)
    assert total(in_sentences(measure, gold, predicted, starts)) == whole


@given(EVENT_MEASURES, event_lists, event_lists, BREAKS)
def test_sentences_of_events_add_up_to_the_document(
    measure: Measure[Any], gold: list[Event], predicted: list[Event], starts: list[int]
) -> None:
    whole = counted(measure.name, gold, predicted)
    assert total(in_sentences(measure, gold, predicted, starts)) == whole


@given(st.lists(st.tuples(event_lists, event_lists), max_size=3))
def test_slices_by_class_add_up(documents: list[tuple[list[Event], list[Event]]]) -> None:
    measures = OF_EVENTS
    panel = Panel(measures)
    judged = [judge(panel, match(gold, predicted)) for gold, predicted in documents]
    slices = Slices(panel, slicing("class"))
    for document in judged:
        slices.add(document)
    for place, measure in enumerate(measures):
        whole = total(count(document)[place] for document in judged)
        assert total(counts[place] for counts in slices.counts().values()) == whole, measure.name


@given(PAIR_MEASURES, timex_lists, timex_lists, event_lists, event_lists)
def test_swapping_sides_swaps_precision_and_recall(
    measure: Measure[Any], times: list[Timex], other_times: list[Timex], found: list[Event], others: list[Event]
) -> None:
    pair: Any = (found, others) if measure.layer == "events" else (times, other_times)
    attribute = getattr(measure, "attribute", None)
    if attribute and getattr(measure, "over", "") == "all":  # what gold leaves open isn't counted
        pair = tuple([each for each in side if getattr(each, attribute) is not None] for side in pair)
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
    measure: Measure[Any], gold: list[Timex], predicted: list[Timex]
) -> None:
    far = Timex(LENGTH + 10, LENGTH + 12, "DATE", "2023")
    before = Score.of(counted(measure.name, gold, predicted)).precision
    after = Score.of(counted(measure.name, gold, [*predicted, far])).precision
    assert after is not None
    assert after <= (1 if before is None else before)


def same_length(gold: Timex, predicted: Timex) -> bool:
    return gold.end - gold.start == predicted.end - predicted.start


def own(**fields: Any) -> PairMeasure:
    texts: Any = {"name": "own", "heading": "own", "definition": "made for a test", "source": "a test"}
    return PairMeasure(**texts, **fields)


OWN = [
    own(layer="timexes", correct=same_length),
    own(layer="timexes", correct=same_length, attribute="value", over="stating"),
    own(layer="timexes", correct=same_span, attribute="type", over="matched"),
    own(layer="timexes", correct=Same("value"), attribute="type"),
]
"""Measures whose rules are counted pair by pair: functions, and attributes that the rule doesn't look at."""


@given(st.one_of(PAIR_MEASURES, st.sampled_from(OWN)), timex_lists, timex_lists, event_lists, event_lists, BREAKS)
def test_counting_a_layer_at_once_gives_the_counts_that_the_measure_defines(
    measure: PairMeasure,
    times: list[Timex],
    other_times: list[Timex],
    found: list[Event],
    others: list[Event],
    starts: list[int],
) -> None:
    pair: Any = (found, others) if measure.layer == "events" else (times, other_times)
    matching: Any = match(*pair)
    panel = Panel([*of_layer(measure.layer), measure])
    assert list(count_units(judge(panel, matching), starts)[-1]) == measure.count(Matched(matching, starts))


def test_a_measure_by_hand() -> None:
    # Monday has 6 characters on both sides, "early May" 9 and "May" 3
    assert OWN[0].count(Matched(match(GOLD, PREDICTED), [0, 20])) == [Counts(1, 2, 1, 1), Counts(0, 1, 0, 2)]
    # over the times that state a value and are matched: two pairs, of which one has the same span
    matched_only = own(layer="timexes", correct=same_span, attribute="value", over="matched")
    assert matched_only.count(Matched(match(GOLD, PREDICTED))) == [Counts(1, 2, 1, 2)]
