"""Scoring whole suites: what is dropped, what is missing, and what isn't computed."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest

from bench import Event, Timex
from bench.counts import Counts
from bench.dataset.pair import Pair
from bench.dataset.suite import Layers, Predictions, Resolved, Suite, SuiteDocument
from bench.gold.load import load
from bench.measures import of_layer
from bench.scoring import accumulator, kept
from bench.scoring.result import Contradicted, Scored
from bench.scoring.score import over, score
from bench.sdk.model import Entry, Link, Region


@pytest.fixture
def suite(suite_folder: Path) -> Suite:
    return load(suite_folder)


def test_gold_as_its_own_prediction_is_perfect_in_every_measure_and_slice(suite: Suite) -> None:
    resolved = Resolved({name: layers.resolvable for name, layers in suite.layers.items()})
    scored = score(suite, Predictions(layers=suite.layers, resolved=resolved))
    assert {score.f1 for score in scored.measures.values()} == {1.0}
    # the example is no TimeML: its events have no tense and no aspect; each time has one right reading
    # no document is a trap
    of_spans = {measure.name for layer in ("timexes", "resolved", "events") for measure in of_layer(layer)}
    absent = {"event.tense", "event.aspect", "timex.trap", "timex.trap.value", "event.trap"}
    absent |= {measure.name for measure in of_layer("timexes") if measure.needs or measure.states}
    assert set(scored.measures) == of_spans - absent
    for slicing, values in scored.slices.items():
        for scores in values.values():
            assert {score.recall for score in scores.values()} == {1.0}
            assert {score.f1 for score in scores.values()} == {None if slicing == "kind" else 1.0}
    assert set(scored.slices["kind"]) == {"deictic", "underspecified", "explicit"}
    assert set(scored.slices["class"]) == {"OCCURRENCE"}


def test_a_prediction_inside_an_ignore_region_is_neither_right_nor_wrong(suite: Suite) -> None:
    inside = Timex(62, 67, "DATE", "2021-05-04")  # "today" of "Subscribe today!"
    reaching_out = Timex(45, 54, "DATE")
    scored = score(suite, Predictions(layers={"fair": Layers((inside, reaching_out)), "flood": Layers()}))
    assert scored.measures["timex.relaxed"].counts.predicted == 1
    assert scored.measures["timex.relaxed"].counts.correct_predicted == 1


def test_missing_failed_and_unknown_documents(suite: Suite) -> None:
    predictions = Predictions(layers={"other": Layers((Timex(0, 1),))}, failures={"fair": "out of memory"})
    scored = score(suite, predictions)
    assert scored.failures == {"fair": "out of memory", "flood": accumulator.NEVER_RUN}
    assert scored.unknown == ["other"]
    strict = scored.measures["timex.strict"]
    assert (strict.counts.predicted, strict.counts.gold, strict.precision, strict.recall) == (0, 4, None, 0)


def test_only_the_layers_that_were_asked_for_are_scored(suite: Suite) -> None:
    scored = score(suite, Predictions(layers={}, covers=("events",)))
    absent = {"event.tense", "event.aspect", "event.trap"}
    assert set(scored.measures) == {m.name for m in of_layer("events")} - absent
    assert set(scored.slices) == {"class"}


def test_a_measure_of_what_gold_never_has_is_not_computed(suite: Suite) -> None:
    def bare(event: Event) -> Event:
        return replace(event, realis=None)

    layers = {name: replace(found, events=tuple(map(bare, found.events))) for name, found in suite.layers.items()}
    scored = score(replace(suite, layers=layers), Predictions(layers=layers))
    assert "event.realis" not in scored.measures
    assert "event.class" in scored.measures


def test_units_are_sentences_and_sum_to_the_whole(suite: Suite) -> None:
    scored = score(suite, Predictions(layers=suite.layers))
    units = scored.units["timex.strict"]
    assert [counts.gold for counts in units["fair"]] == [1, 1, 0]
    assert [counts.gold for counts in units["flood"]] == [1, 1]


ALL_LAYERS = ("timexes", "events", "links", "timeline")
# "It began on Monday and ended on Tuesday, before the rain.": two events, two times, one more event
BEGAN, ENDED, RAIN = Event(3, 8, id="e1"), Event(23, 28, id="e2"), Event(51, 55, id="e3")
MONDAY, TUESDAY = Timex(12, 18, id="t1"), Timex(32, 39, id="t2")
LINKED = Layers(
    timexes=(MONDAY, TUESDAY),
    events=(BEGAN, ENDED, RAIN),
    links=(
        Link("e1", "t1", "IS_INCLUDED"),
        Link("e2", "t2", "IS_INCLUDED"),
        Link("t1", "t2", "BEFORE"),
        Link("e2", "e3", "BEFORE"),
    ),
)
ENTRIES = (Entry("start", when="2023-09-18", mentions=(("d", "e1"),)), Entry("end", when="2023-09-19"))


def linked(gold: Layers, predicted: Layers | None) -> Scored:
    suite = Suite("s", "1", "", (SuiteDocument("d", "x" * 60, None),), {"d": gold}, ENTRIES)
    return score(suite, Predictions({"d": predicted} if predicted else {}, ALL_LAYERS, timeline=ENTRIES))


def renamed(layers: Layers) -> Layers:
    """The same under other ids."""

    def new(name: str | None) -> str:
        return f"x{name}"

    return Layers(
        timexes=tuple(replace(timex, id=new(timex.id)) for timex in layers.timexes),
        events=tuple(replace(event, id=new(event.id)) for event in layers.events),
        links=tuple(Link(new(link.source), new(link.target), link.relation) for link in layers.links),
    )


def test_links_are_scored_over_spans_whatever_the_ids() -> None:
    scored = linked(LINKED, renamed(LINKED))
    for name in ("tlink.awareness", "tlink.orderless", "tlink.plain"):
        assert scored.measures[name].counts == Counts(4, 4, 4, 4), name


def test_what_follows_from_links_is_right_and_what_ends_in_nothing_of_golds_is_not() -> None:
    spurious = Event(45, 48, id="y")
    predicted = Layers(
        timexes=(MONDAY, TUESDAY),
        events=(BEGAN, RAIN, spurious),
        links=(
            Link("e1", "t2", "BEFORE"),  # follows: it began within Monday, which is before Tuesday
            Link("y", "e3", "BEFORE"),  # of an event that gold doesn't have
            Link("nothing", "e1", "BEFORE"),  # of an id that nothing bears
        ),
    )
    scored = linked(LINKED, predicted)
    assert scored.measures["tlink.awareness"].counts == Counts(1, 3, 0, 4)
    assert scored.measures["tlink.plain"].counts == Counts(0, 3, 0, 4)


def test_two_events_that_say_the_same_are_one_end_of_links() -> None:
    again = replace(BEGAN, id="again")
    predicted = replace(LINKED, events=(BEGAN, again, ENDED, RAIN), links=(Link("again", "t1", "IS_INCLUDED"),))
    assert linked(LINKED, predicted).measures["tlink.awareness"].counts == Counts(1, 1, 1, 4)


def test_a_link_into_an_ignore_region_is_neither_right_nor_wrong() -> None:
    gold = replace(LINKED, ignore=(Region(44, 50),))
    predicted = replace(
        LINKED, events=(*LINKED.events, Event(45, 48, id="e9")), links=(*LINKED.links, Link("e9", "e1", "AFTER"))
    )
    assert linked(gold, predicted).measures["tlink.awareness"].counts == Counts(4, 4, 4, 4)


def test_a_document_without_predictions_has_its_links_missed() -> None:
    score = linked(LINKED, None).measures["tlink.awareness"]
    assert score.counts == Counts(0, 0, 0, 4)
    assert (score.precision, score.recall, score.f1) == (None, 0, 0)


def test_a_contradiction_is_told_with_its_links_and_zeroes_nothing() -> None:
    against = Link("t2", "t1", "BEFORE")
    scored = linked(LINKED, replace(LINKED, links=(*LINKED.links, against)))
    assert scored.contradictions == [Contradicted("d", "predicted", against, (Link("t1", "t2", "BEFORE"),))]
    assert scored.measures["tlink.awareness"].counts == Counts(4, 5, 4, 4)


def test_links_are_not_scored_where_gold_has_none_and_are_sliced_by_relation_where_it_has() -> None:
    scored = linked(replace(LINKED, links=()), LINKED)
    assert not [name for name in scored.measures if name.startswith("tlink")]
    relations = linked(LINKED, LINKED).slices["relation"]
    assert {name: scores["tlink.plain"].counts.gold for name, scores in relations.items()} == {
        "BEFORE": 2,
        "INCLUDES": 2,  # IS_INCLUDED, read backwards
    }


def test_a_timeline_is_scored_by_its_entries() -> None:
    scored = linked(LINKED, LINKED)
    assert scored.measures["timeline.dates"].counts == Counts(2, 2, 2, 2)
    assert scored.units["timeline.dates"] == {
        "timeline": {"2023-09-18": Counts(1, 1, 1, 1), "2023-09-19": Counts(1, 1, 1, 1)}
    }


def stream(count: int) -> list[Pair]:
    gold = Layers(timexes=(MONDAY, TUESDAY))
    found = [Layers(), Layers(timexes=(MONDAY,)), gold]
    return [Pair(f"d{number}", (0, 20), gold, found[number % 3]) for number in range(count)]


@pytest.mark.parametrize(("count", "block"), [(7, 1), (8, 2), (9, 2), (16, 4), (17, 4), (1000, 128)])
def test_many_documents_are_counted_in_blocks_and_come_to_the_same(
    monkeypatch: pytest.MonkeyPatch, count: int, block: int
) -> None:
    alone = over(iter(stream(count)), ("timexes",))
    monkeypatch.setattr(kept, "BLOCKS", 8)
    scored = over(iter(stream(count)), ("timexes",))
    assert scored.measures == alone.measures
    assert scored.slices == alone.slices
    assert alone.measures["timex.strict"].counts.gold == 2 * count
    blocks = scored.units["timex.strict"]
    assert scored.block == block
    assert list(blocks) == [pair.id for pair in islice(stream(count), 0, None, block)]


def test_an_id_that_stands_for_several_spans_is_the_first_whatever_the_order_of_lines() -> None:
    events = (Event(0, 3, id="e0"), Event(10, 13, id="e1"))
    links = (Link("e0", "dct", "BEFORE"), Link("e1", "dct", "AFTER"))
    found = Layers(events=(Event(10, 13, id="x"), Event(0, 3, id="x")), links=(Link("x", "dct", "BEFORE"),))
    for gold in (events, events[::-1]):
        for predicted in (found, replace(found, events=found.events[::-1])):
            scored = over([Pair("a", (0,), Layers(events=gold, links=links), predicted)], ("events", "links"))
            assert scored.measures["tlink.plain"].counts == Counts(1, 1, 1, 2)
