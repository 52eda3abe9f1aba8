"""Degenerate cases, end to end and by hand, as the table in docs/measures.md states them."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from bench import Event, Timex
from bench.counts import Counts, Score
from bench.dataset.suite import Layers, Predictions, Resolved, Suite, SuiteDocument
from bench.formats import timeml
from bench.measures import of_layer
from bench.measures.trap import TrapMeasure
from bench.scoring.score import ordered, score
from bench.sdk.model import Entry, Link, Reading
from bench.temporal.task4 import Ordered, TimelineRow
from tests.conftest import ROOT

SPANS = [
    measure.name
    for layer in ("timexes", "resolved", "events")
    for measure in of_layer(layer)
    if not isinstance(measure, TrapMeasure)  # these aren't computed without a trap
    if measure.states is None  # what no prediction states isn't measured
]
LINKS = [measure.name for measure in of_layer("links")]
TIMELINE = [measure.name for measure in of_layer("timeline")]
SHARES = {measure.name for measure in of_layer("timexes") if measure.needs == "newest_value"}
NEEDING = {"timex.value.any", *SHARES}
"""The measures that are computed only where gold states a field that other gold lacks."""
UNMATCHED = {name for name in SPANS if name.startswith("when.matched")} | SHARES | {"timeline.merging"}

DOCUMENT = SuiteDocument("d", "x" * 40, None)
FULL = Layers(
    timexes=(
        Timex(
            0,
            5,
            "DATE",
            "2023-09-18",
            id="t1",
            values=(Reading("2023-09-18"), Reading("2023-09-25")),
            newest_value="2023-10-02",
        ),
    ),
    events=(
        Event(10, 15, "STATE", "ACTUAL", "2023", id="e1", tense="PAST", aspect="NONE"),
        Event(20, 25, "STATE", "ACTUAL", "2024", id="e2", tense="PAST", aspect="NONE"),
    ),
    links=(Link("e1", "e2", "BEFORE"),),
)
ENTRIES = (Entry("a", when="2023", mentions=(("d", "e1"),)), Entry("b", when="2024", mentions=(("d", "e2"),)))
CHAIN = Ordered("Ada", (TimelineRow(1, "2023", (("9", 1, "a"),)), TimelineRow(2, "2024", (("9", 2, "b"),))))


def scored(
    gold: Layers, predicted: Layers, entries: tuple[tuple[Entry, ...], tuple[Entry, ...]] = ((), ())
) -> dict[str, Score]:
    suite = Suite("s", "1", "", (DOCUMENT,), {"d": gold}, entries[0])
    covers = ("timexes", "events", "links", "timeline")
    resolved = Resolved({"d": predicted.timexes})
    predictions = Predictions({"d": predicted}, covers, timeline=entries[1], resolved=resolved)
    return dict(score(suite, predictions).measures)


def figures(score: Score) -> tuple[float | None, float | None, float | None]:
    return score.precision, score.recall, score.f1


def counts(name: str, gold: Layers, predicted: Layers) -> Counts:
    return scored(gold, predicted)[name].counts


def test_nothing_predicted() -> None:
    found = scored(FULL, Layers(), (ENTRIES, ()))
    assert set(found) == {*SPANS, *LINKS, *TIMELINE}
    for name, each in found.items():
        assert figures(each) == ((None, None, None) if name in UNMATCHED else (None, 0, 0)), name
    for name, each in ordered({"x": CHAIN}, {"x": Ordered("Ada", ())}).measures.items():
        assert figures(each) == (None, 0, 0), name


def test_nothing_annotated() -> None:
    found = scored(Layers(), FULL, ((), ENTRIES))
    assert set(found) == {*SPANS} - NEEDING
    for name, each in found.items():
        assert figures(each) == ((None, None, None) if name in UNMATCHED else (0, None, 0)), name
    for name, each in ordered({"x": Ordered("Ada", ())}, {"x": CHAIN}).measures.items():
        assert figures(each) == (0, None, 0), name


def test_nothing_on_either_side() -> None:
    nothing = Ordered("Ada", ())
    found = scored(Layers(), Layers()) | dict(ordered({"x": nothing}, {"x": nothing}).measures)
    assert set(found) == {*SPANS, *(measure.name for measure in of_layer("task4"))} - NEEDING
    for name, each in found.items():
        assert (figures(each), each.counts) == ((None, None, None), Counts()), name


def test_a_repeated_prediction_is_one() -> None:
    (monday,) = FULL.timexes
    again = replace(FULL, timexes=(monday, replace(monday, id="t2")))
    for name in ("timex.strict", "timex.value", "timex.overlap"):
        assert counts(name, FULL, again) == Counts(1, 1, 1, 1), name


@pytest.mark.parametrize(("other", "right"), [("2023-09-11", 0), ("2023-09-25", 1)])
def test_two_answers_on_one_span(other: str, right: int) -> None:
    # gold's is 2023-09-18; of the two predictions the first by content, here the earlier date, is matched
    (monday,) = FULL.timexes
    for timexes in ((monday, replace(monday, value=other)), (replace(monday, value=other), monday)):
        predicted = replace(FULL, timexes=timexes)
        assert counts("timex.strict", FULL, predicted) == Counts(1, 2, 1, 1)
        assert counts("timex.value", FULL, predicted) == Counts(right, 2, right, 1)


def test_an_annotation_twice_in_gold_is_one_too() -> None:
    (monday,) = FULL.timexes
    gold = replace(FULL, timexes=(monday, replace(monday, id="t2")), links=(Link("e1", "t2", "BEFORE"),))
    assert counts("timex.strict", gold, FULL) == Counts(1, 1, 1, 1)
    for predicted in (gold, replace(FULL, links=(Link("e1", "t1", "BEFORE"),))):
        assert counts("timex.strict", gold, predicted) == Counts(1, 1, 1, 1)
        assert counts("tlink.awareness", gold, predicted) == Counts(1, 1, 1, 1)


@pytest.mark.parametrize(("said", "right"), [("soon", 1), ("Soon", 0), ("2023", 0)])
def test_what_cant_be_read_equals_itself_only(said: str, right: int) -> None:
    gold = Layers((Timex(0, 5, value="soon"),), (Event(10, 15, when="soon"),))
    predicted = Layers((Timex(0, 5, value=said),), (Event(10, 15, when=said),))
    found = scored(gold, predicted)
    for name in ("timex.value", "timex.interval", "timex.value@year", "timex.overlap", "when", "when.overlap"):
        assert found[name].counts.correct_gold == right, name


@pytest.mark.parametrize("relation", ["VAGUE", "NONE"])
def test_vague_and_none(relation: str) -> None:
    gold = replace(FULL, links=(*FULL.links, Link("e1", "t1", relation)))
    predicted = replace(FULL, links=(*FULL.links, Link("t1", "e1", relation), Link("t1", "e2", relation)))
    found = scored(gold, predicted)
    assert found["tlink.awareness"].counts == found["tlink.orderless"].counts == Counts(1, 1, 1, 1)
    assert found["tlink.plain"].counts == Counts(2, 3, 2, 2)


INSTANCES = """<T><TEXT><EVENT eid="e1">met</EVENT> <EVENT eid="e2">left</EVENT></TEXT>
<MAKEINSTANCE eiid="ei1" eventID="e1"/><MAKEINSTANCE eiid="ei2" eventID="e1"/>
<MAKEINSTANCE eiid="ei3" eventID="e2"/>
<TLINK relType="BEFORE" eventInstanceID="{met}" relatedToEventInstance="ei3"/></T>"""


def test_instances_of_one_event_are_one_event(tmp_path: Path) -> None:
    for name, met in (("gold", "ei1"), ("predicted", "ei2")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.tml").write_text(INSTANCES.replace("{met}", met), encoding="utf-8")
    gold = timeml.read_gold(tmp_path / "gold")
    found = score(gold, timeml.read_predictions(tmp_path / "predicted", gold)).measures
    assert found["tlink.awareness"].counts == Counts(1, 1, 1, 1)


def test_a_self_link_is_counted_unless_it_says_nothing() -> None:
    for relation, predicted in (("SIMULTANEOUS", 1), ("IDENTITY", 1), ("DURING", 1), ("BEFORE", 2), ("ENDS", 2)):
        with_self = replace(FULL, links=(*FULL.links, Link("e1", "e1", relation)))
        for name in ("tlink.awareness", "tlink.orderless"):
            assert counts(name, FULL, with_self) == Counts(1, predicted, 1, 1), (name, relation)


def test_the_tests_that_the_documents_name_are_there() -> None:
    named = set()
    for path in (ROOT / "docs").glob("*.md"):
        text = path.read_text(encoding="utf-8")
        named |= set(re.findall(r"`tests/([\w/]+\.py)(?:::(\w+))?`", text))
    assert len(named) > 20
    for file, name in named:
        assert f"def {name}(" in (ROOT / "tests" / file).read_text(encoding="utf-8") if name else True, name
        assert (ROOT / "tests" / file).exists(), file
