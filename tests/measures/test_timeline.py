"""Timelines counted by hand, the figures of tilse, the gold of SemEval-2015 Task 4, and what must always hold."""

from __future__ import annotations

import doctest
import json
import re
from collections.abc import Sequence
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.counts import Counts, Score, total
from bench.formats import task4
from bench.matching.timeline import compare
from bench.measures import of_layer
from bench.measures import task4 as measures_task4
from bench.measures import timeline as measures
from bench.measures.timeline import TimelineMeasure
from bench.sdk.model import Entry
from bench.temporal.interval import DAY, Interval
from bench.temporal.task4 import Edge, Key, Ordered, chain, placed
from tests.conftest import ROOT
from tests.matching.test_timeline import SAME_EVENTS, timeline
from tests.strategies import entries, ordered_timelines
from tests.temporal.test_task4 import ordered

# 0 answers 0, 1 answers 1 (b is shared by 0 and 1, but 0 and 0 share a), 2 answers 2; predicted 3 answers none
GOLD = "2023-09-18 a b; 2023-09-20 c; 2023-09 d; - e"
PREDICTED = "2023-09-18 a; 2023-09-21 b c; 2023-10 d; 2023-09-18 f"


def units(measure: TimelineMeasure, gold: str, predicted: str) -> dict[str, Counts]:
    return dict(measure.count(compare(timeline(gold), timeline(predicted), SAME_EVENTS)))


TIMELINE_MEASURES = [measure for measure in of_layer("timeline") if isinstance(measure, TimelineMeasure)]


def named(name: str) -> TimelineMeasure:
    return next(measure for measure in TIMELINE_MEASURES if measure.name == f"timeline.{name}")


def summed(name: str, gold: str, predicted: str) -> Counts:
    return total(units(named(name), gold, predicted).values())


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        # correct predicted, predicted, correct gold, gold
        (
            "dates",
            {
                "2023-09-18": Counts(1, 1, 1, 1),
                "2023-09-20": Counts(0, 0, 0, 1),
                "2023-09-01/2023-09-30": Counts(0, 0, 0, 1),
                "2023-09-21": Counts(0, 1, 0, 0),
                "2023-10-01/2023-10-31": Counts(0, 1, 0, 0),
            },
        ),
        (
            "entries",
            {
                "0": Counts(1, 1, 1, 1),
                "1": Counts(1, 1, 1, 1),
                "2": Counts(1, 1, 1, 1),
                "3": Counts(0, 0, 0, 1),
                "spurious 2023-09-18": Counts(0, 1, 0, 0),
            },
        ),
        (
            "when",
            {
                "0": Counts(1, 1, 1, 1),
                "1": Counts(0, 1, 0, 1),
                "2": Counts(0, 1, 0, 1),
                "3": Counts(0, 0, 0, 0),
                "spurious 2023-09-18": Counts(0, 1, 0, 0),
            },
        ),
        (
            "order",
            # gold: 0 before 1, which the predicted 0 and 1 confirm; September overlaps both, 3 has no date.
            # predicted: all six pairs are ordered (0 and 3 as simultaneous), of which 0 before 1 is right
            {
                "0": Counts(1, 3, 1, 1),
                "1": Counts(1, 3, 1, 1),
                "2": Counts(0, 3, 0, 0),
                "3": Counts(0, 0, 0, 0),
                "spurious 2023-09-18": Counts(0, 3, 0, 0),
            },
        ),
        (
            "choosing",
            # all but 3 are told, and all but the last predicted entry tell of something; b is in both
            {
                "0": Counts(1, 1, 1, 1),
                "1": Counts(1, 1, 1, 1),
                "2": Counts(1, 1, 1, 1),
                "3": Counts(0, 0, 0, 1),
                "spurious 2023-09-18": Counts(0, 1, 0, 0),
            },
        ),
        (
            "merging",
            # both have a, b, c and d; gold pairs a with b, the system b with c, each counted at both ends
            {
                "0": Counts(0, 1, 0, 2),
                "1": Counts(0, 1, 0, 0),
                "2": Counts(0, 0, 0, 0),
                "3": Counts(0, 0, 0, 0),
            },
        ),
    ],
)
def test_counts_by_unit(name: str, expected: dict[str, Counts]) -> None:
    assert units(named(name), GOLD, PREDICTED) == expected


@pytest.mark.parametrize(
    ("case", "name", "gold", "predicted", "expected"),
    [
        ("nothing predicted", "dates", GOLD, "", Counts(0, 0, 0, 3)),
        ("nothing predicted", "entries", GOLD, "", Counts(0, 0, 0, 4)),
        ("nothing predicted", "when", GOLD, "", Counts(0, 0, 0, 3)),
        ("nothing predicted", "order", GOLD, "", Counts(0, 0, 0, 2)),
        ("nothing in gold", "dates", "", GOLD, Counts(0, 3, 0, 0)),
        ("nothing in gold", "entries", "", GOLD, Counts(0, 4, 0, 0)),
        ("nothing in gold", "when", "", GOLD, Counts(0, 3, 0, 0)),
        ("nothing in gold", "order", "", GOLD, Counts(0, 2, 0, 0)),
        ("two entries of one date are one date", "dates", "2023 a; 2023 b", "2023 a", Counts(1, 1, 1, 1)),
        ("a duplicate costs precision", "entries", "2023 a", "2023 a; 2023 a", Counts(1, 2, 1, 1)),
        ("a duplicate costs precision", "when", "2023 a", "2023 a; 2023 a", Counts(1, 2, 1, 1)),
        ("a duplicate's pair is in gold's order with none", "order", "2023 a", "2023 a; 2023 a", Counts(0, 2)),
        ("mentions that aren't events", "entries", "2023 a", "2023 z", Counts(0, 1, 0, 1)),
        ("mentions that aren't events", "dates", "2023 a", "2023 z", Counts(1, 1, 1, 1)),
        ("mentions that aren't events", "when", "2023 a", "2023 z", Counts(0, 1, 0, 1)),
        ("no mention at all", "entries", "2023", "2023", Counts(0, 1, 0, 1)),
        ("a date that isn't given", "when", "2023 a", "- a", Counts(0, 0, 0, 1)),
        ("a date where gold has none", "when", "- a", "2023 a", Counts(0, 1, 0, 0)),
        ("no date on either side is no agreement", "when", "- a", "- a", Counts()),
        ("a date of no extent says nothing", "when", "2023 a", "XXXX a", Counts(0, 0, 0, 1)),
        ("no EDTF", "when", "2023 a", "soon a", Counts(0, 1, 0, 1)),
        ("no EDTF", "dates", "2023 a", "soon a", Counts(0, 1, 0, 1)),
        ("no EDTF", "order", "2023 a; 2024 b", "soon a; 2024 b", Counts(0, 0, 0, 2)),
        ("a month is another date than its day", "dates", "2023-09-18 a", "2023-09 a", Counts(0, 1, 0, 1)),
        ("days that make up the month", "when", "2023-09 a", "2023-09-01/2023-09-30 a", Counts(1, 1, 1, 1)),
        ("wrong dates in the right order", "order", "2021 a; 2022 b", "2023-01 a; 2023-02 b", Counts(2, 2, 2, 2)),
        ("turned round", "order", "2021 a; 2022 b", "2022 a; 2021 b", Counts(0, 2, 0, 2)),
        ("ties", "order", "2021 a; 2021 b", "2023 a; 2023 b", Counts(2, 2, 2, 2)),
        ("a tie torn apart", "order", "2021 a; 2021 b", "2021 a; 2022 b", Counts(0, 2, 0, 2)),
        ("an order where gold has none", "order", "2021 a; 2021-05 b", "2021 a; 2022 b", Counts(0, 2, 0, 0)),
        ("an entry put together of two", "order", "2021 a; 2022 b", "2021 a b", Counts(0, 0, 0, 2)),
        ("nothing predicted", "choosing", GOLD, "", Counts(0, 0, 0, 4)),
        ("nothing in gold", "choosing", "", GOLD, Counts(0, 4, 0, 0)),
        ("two told as one are both told", "choosing", "2021 a; 2022 b", "2021 a b", Counts(1, 1, 2, 2)),
        ("one told as two is told", "choosing", "2021 a b", "2021 a; 2022 b", Counts(2, 2, 1, 1)),
        ("mentions that aren't events", "choosing", "2023 a", "2023 z", Counts(0, 1, 0, 1)),
        ("nothing predicted merges nothing", "merging", GOLD, "", Counts()),
        ("one told as two", "merging", "2021 a b", "2021 a; 2022 b", Counts(0, 0, 0, 2)),
        ("two told as one", "merging", "2021 a; 2022 b", "2021 a b", Counts(0, 2, 0, 0)),
        ("what isn't chosen doesn't count", "merging", "2021 a b c", "2021 a b", Counts(2, 2, 2, 2)),
        ("what gold doesn't tell doesn't count", "merging", "2021 a b", "2021 a b f", Counts(2, 2, 2, 2)),
        (
            "a mention in two entries stands with both",
            "merging",
            "2021 a b c",
            "2021 a b; 2022 b c",
            Counts(4, 4, 4, 6),
        ),
    ],
)
def test_degenerate_cases(case: str, name: str, gold: str, predicted: str, expected: Counts) -> None:
    assert summed(name, gold, predicted) == expected, case


VISITS = "2024-08-12 a b c; 2025-03-04 d e f"
"""Two visits of the same people to the same city, seven months apart, each told three times."""


def test_a_system_that_merges_two_visits_is_visibly_worse_at_merging_and_as_good_at_choosing() -> None:
    merged = "2024-08-12/2025-03-04 a b c d e f"
    # of the 15 pairs of six mentions 3 lie in each visit: 6 of 15 right, and all 6 of gold's found
    found = Score.of(summed("merging", VISITS, merged))
    assert found.precision == pytest.approx(6 / 15)
    assert found.recall == 1
    apart = Score.of(summed("merging", VISITS, VISITS))
    assert (apart.precision, apart.recall, apart.f1) == (1, 1, 1)
    assert Score.of(summed("choosing", VISITS, merged)).f1 == Score.of(summed("choosing", VISITS, VISITS)).f1 == 1


def test_a_system_that_tells_one_visit_is_as_good_at_merging_and_worse_at_choosing() -> None:
    one = "2024-08-12 a b c"
    assert Score.of(summed("merging", VISITS, one)).f1 == 1
    assert Score.of(summed("choosing", VISITS, one)).recall == 0.5


@given(entries(), entries())
def test_merging_counts_pairs_as_a_plain_count_of_pairs_does(gold: list[Entry], predicted: list[Entry]) -> None:
    alignment = compare(gold, predicted, SAME_EVENTS)
    sides = [
        {frozenset(pair) for entry in side for pair in product(entry.mentions, repeat=2) if pair[0] != pair[1]}
        for side in (alignment.gold, alignment.predicted)
    ]
    held = [
        {mention for entry in side for mention in entry.mentions} for side in (alignment.gold, alignment.predicted)
    ]
    ours, theirs = ({pair for pair in side if pair <= held[0] & held[1]} for side in sides)
    right = 2 * len(ours & theirs)  # each pair counts at both of its mentions
    expected = Counts(right, 2 * len(theirs), right, 2 * len(ours))
    assert total(measures.merging(alignment).values()) == expected


def days(first: int | None, last: int | None) -> Interval:
    """Both days included."""
    return Interval(None if first is None else first * DAY, None if last is None else (last + 1) * DAY)


@pytest.mark.parametrize(
    ("a", "b", "expected", "turned"),
    [
        (days(1, 1), days(2, 2), "BEFORE", "AFTER"),
        (days(1, 3), days(5, 9), "BEFORE", "AFTER"),
        (days(None, 3), days(4, None), "BEFORE", "AFTER"),
        (days(1, 3), days(1, 3), "SIMULTANEOUS", "SIMULTANEOUS"),
        (days(1, 3), days(3, 5), None, None),
        (days(1, 3), days(2, 2), None, None),
        (days(None, 3), days(2, 2), None, None),
        (days(2, None), days(2, None), None, None),
        (days(None, 2), days(None, 2), None, None),
        (days(1, 1), None, None, None),
        (None, None, None, None),
    ],
)
def test_relation(a: Interval | None, b: Interval | None, expected: str | None, turned: str | None) -> None:
    assert measures.relation(a, b) == expected
    assert measures.relation(b, a) == turned


def test_when_at_a_coarser_granularity() -> None:
    alignment = compare(timeline("2023-09-18 a; 2022 b"), timeline("2023-09-20 a; 2021 b"), SAME_EVENTS)
    coarse = measures.when(alignment, lambda gold, predicted: (gold.when or "")[:7] == (predicted.when or "")[:7])
    assert total(measures.when(alignment).values()) == Counts(0, 2, 0, 2)
    assert total(coarse.values()) == Counts(1, 2, 1, 2)


def test_dates_equal_tilse(reference: Path) -> None:
    given_ = json.loads((reference / "edge" / "timeline_tls_input.json").read_text())
    printed = json.loads((reference / "edge" / "timeline_tls_scores.json").read_text())["date"]
    gold, predicted = (
        [Entry(day, when=day) for day in next(side for name, side in given_.items() if name.startswith(key))]
        for key in ("ref", "pred")
    )
    found = Score.of(total(measures.dates(compare(gold, predicted, {})).values()))
    # 30 and 23 days, 17 of them the same: 17/23, 17/30, 34/53
    assert (found.counts.gold, found.counts.predicted, found.counts.correct_gold) == (30, 23, 17)
    assert found.precision == pytest.approx(printed["precision"], abs=1e-15)
    assert found.recall == pytest.approx(printed["recall"], abs=1e-15)
    assert found.f1 == pytest.approx(printed["f_score"], abs=1e-15)


@given(entries())
def test_a_timeline_against_itself_is_all_right(gold: list[Entry]) -> None:
    alone = without_sharing(gold)
    alignment = compare(alone, alone, SAME_EVENTS)
    for measure in TIMELINE_MEASURES:
        for counts in measure.count(alignment).values():
            assert counts.correct_predicted == counts.predicted == counts.correct_gold == counts.gold, measure.name


def without_sharing(timeline: Sequence[Entry]) -> list[Entry]:
    """Entries that have mentions, each mention in one entry alone, as gold must have it."""
    taken: set[tuple[str, str]] = set()
    kept = []
    for entry in timeline:
        mentions = tuple(mention for mention in entry.mentions if mention not in taken)
        taken.update(mentions)
        if mentions:
            kept.append(Entry(entry.id, when=entry.when, mentions=mentions))
    return kept


@given(entries(), entries())
def test_precision_and_recall_swap_with_the_sides(gold: list[Entry], predicted: list[Entry]) -> None:
    for measure in TIMELINE_MEASURES:
        there = total(measure.count(compare(gold, predicted, SAME_EVENTS)).values())
        back = total(measure.count(compare(predicted, gold, SAME_EVENTS)).values())
        assert back == mirrored(there), measure.name


def mirrored(counts: Counts) -> Counts:
    return Counts(counts.correct_gold, counts.gold, counts.correct_predicted, counts.predicted)


@given(entries(), entries(), st.data())
def test_order_and_names_make_no_difference(
    gold: list[Entry], predicted: list[Entry], data: st.DataObject
) -> None:
    mixed = [data.draw(st.permutations(side)) for side in (gold, predicted)]
    renamed = [Entry(f"other {e.id}", "label", e.when, (), e.mentions) for e in mixed[1]]
    for measure in TIMELINE_MEASURES:
        before = measure.count(compare(gold, predicted, SAME_EVENTS))
        after = measure.count(compare(mixed[0], renamed, SAME_EVENTS))
        assert total(after.values()) == total(before.values()), measure.name


@given(entries(), entries())
def test_counts_are_possible(gold: list[Entry], predicted: list[Entry]) -> None:
    for measure in TIMELINE_MEASURES:
        counts = total(measure.count(compare(gold, predicted, SAME_EVENTS)).values())
        assert 0 <= counts.correct_predicted <= counts.predicted, measure.name
        assert 0 <= counts.correct_gold <= counts.gold, measure.name
        # entries are told, not paired, in choosing: two of one side may tell of one of the other
        assert counts.correct_gold == counts.correct_predicted or measure.name == "timeline.choosing"


@given(entries(), entries())
def test_a_spurious_entry_never_raises_a_figure(gold: list[Entry], predicted: list[Entry]) -> None:
    more = [*predicted, Entry("more", when="1999", mentions=(("d", "z"),))]
    for measure in TIMELINE_MEASURES:
        before = Score.of(total(measure.count(compare(gold, predicted, SAME_EVENTS)).values()))
        after = Score.of(total(measure.count(compare(gold, more, SAME_EVENTS)).values()))
        assert (after.f1 or 0) <= (before.f1 or 0)
        assert (after.precision or 0) <= (before.precision or 0)
        assert after.recall == before.recall


# SemEval-2015 Task 4. A timeline of five mentions, one of them without a place, and answers to it.
TASK4 = ordered("0 XXXX 9-1-said", "1 2005 9-2-a", "2 2006-03-XX 9-3-b 8-1-c", "3 XXXX-XX-XX 9-4-e")


@pytest.mark.parametrize(
    ("case", "predicted", "links", "anchored"),
    [
        # gold's links: a before b, b = c, c before e; its anchors: a 2005, b and c 2006-03
        ("the same", TASK4, Counts(3, 3, 3, 3), Counts(6, 6, 6, 6)),
        (
            # a before c follows from gold (2 of 2 right); of gold's links only c before e follows from these.
            # the anchors of a and c are right, e's is not
            "a link that follows is right",
            ordered("1 2005 9-2-a", "2 2006-03 8-1-c", "3 2007 9-4-e"),
            Counts(2, 2, 1, 3),
            Counts(4, 5, 3, 6),
        ),
        (
            "other ordinals in the same order",
            ordered("4 2005 9-2-a", "7 2006-03 8-1-c 9-3-b", "9 XXXX 9-4-e"),
            # b = c and c = b are one; b, last of its place, is linked to e
            Counts(3, 3, 3, 3),
            Counts(6, 6, 6, 6),
        ),
        (
            "all at one place",
            ordered("1 XXXX 9-2-a 9-3-b 8-1-c 9-4-e"),
            Counts(1, 3, 1, 3),
            Counts(1, 3, 1, 6),
        ),
        ("turned round", ordered("1 2006 9-4-e", "2 2005 9-2-a"), Counts(0, 1, 0, 3), Counts(1, 3, 1, 6)),
        # said has no place in gold: its links can't be right
        (
            "an event without a place",
            ordered("1 2004 9-1-said", "2 2005 9-2-a"),
            Counts(0, 1, 0, 3),
            Counts(1, 3, 1, 6),
        ),
        ("one mention makes no link", ordered("1 2005 9-2-a"), Counts(0, 0, 0, 3), Counts(1, 1, 1, 6)),
        ("a day where gold has the month", ordered("2 2006-03-14 9-3-b"), Counts(0, 0, 0, 3), Counts(0, 1, 0, 6)),
        # the second a is another event than gold's only one
        ("a mention twice", ordered("1 2005 9-2-a", "2 2005 9-2-a"), Counts(0, 1, 0, 3), Counts(1, 3, 1, 6)),
        ("nothing", ordered(), Counts(0, 0, 0, 3), Counts(0, 0, 0, 6)),
    ],
)
def test_task4(case: str, predicted: Ordered, links: Counts, anchored: Counts) -> None:
    assert measures_task4.task4({"x": TASK4}, {"x": predicted}) == {"x": links}, case
    assert measures_task4.task4_anchored({"x": TASK4}, {"x": predicted}) == {"x": anchored}, case
    assert measures_task4.task4({"x": predicted}, {"x": TASK4}) == {"x": mirrored(links)}, case


def test_a_participant_that_is_missing_counts_as_nothing_predicted_and_one_not_in_gold_for_nothing() -> None:
    found = measures_task4.task4({"ada": TASK4, "bob": TASK4}, {"bob": TASK4, "cem": TASK4})
    assert found == {"ada": Counts(0, 0, 0, 3), "bob": Counts(3, 3, 3, 3)}


def test_gold_timelines_of_the_task_are_all_right_against_themselves(task4_gold: list[Path]) -> None:
    links = anchors = 0
    for folder in task4_gold:
        gold = task4.read(folder)
        for count in (measures_task4.task4, measures_task4.task4_anchored):
            assert {name: Score.of(counts).f1 for name, counts in count(gold, gold).items()} == dict.fromkeys(
                gold, 1.0
            )
        links += total(measures_task4.task4(gold, gold).values()).gold
        anchors += total(measures_task4.task4_anchored(gold, gold).values()).gold
    # 450 placed mentions in 19 timelines, counted from the files with awk; 435 of them have a date
    assert (links, anchors - links) == (450 - 19, 435)


@given(ordered_timelines(), ordered_timelines())
def test_task4_is_temporal_awareness(gold: Ordered, predicted: Ordered) -> None:
    """Against a closure by search, and a reduction that drops what follows from the links before."""
    sides = [list(chain(placed(timeline))) for timeline in (gold, predicted)]
    reduced = [[link for at, link in enumerate(side) if link not in closure(side[:at])] for side in sides]
    expected = Counts(
        sum(link in closure(sides[0]) for link in reduced[1]),
        len(reduced[1]),
        sum(link in closure(sides[1]) for link in reduced[0]),
        len(reduced[0]),
    )
    assert measures_task4.task4({"x": gold}, {"x": predicted}) == {"x": expected}


def closure(links: Sequence[Edge]) -> set[Edge]:
    """All that follows: what is reached over links, with a BEFORE among them or without."""
    reached: set[tuple[Key, Key, bool]] = set()
    for source, target, link in links:
        reached.add((source, target, link == "BEFORE"))
        if link == "SIMULTANEOUS":
            reached.add((target, source, False))
    while True:
        new = {(a, d, x or y) for (a, b, x), (c, d, y) in product(reached, reached) if b == c} - reached
        if not new:
            return {(a, b, "BEFORE" if strict else "SIMULTANEOUS") for a, b, strict in reached}
        reached |= new


@given(ordered_timelines(), ordered_timelines())
def test_task4_sides_swap(gold: Ordered, predicted: Ordered) -> None:
    for count in (measures_task4.task4, measures_task4.task4_anchored):
        assert count({"x": predicted}, {"x": gold})["x"] == mirrored(count({"x": gold}, {"x": predicted})["x"])


@given(ordered_timelines(), st.data())
def test_the_order_of_rows_makes_no_difference(gold: Ordered, data: st.DataObject) -> None:
    shuffled = Ordered("someone else", tuple(data.draw(st.permutations(gold.rows))))
    assert placed(shuffled) == placed(gold)


def test_the_examples_of_the_page_give_what_stands_below_them() -> None:
    text = (ROOT / "docs" / "timelines.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```pycon\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    test = doctest.DocTestParser().get_doctest("\n".join(blocks), {}, "timelines.md", None, 0)
    report: list[str] = []
    assert blocks
    assert doctest.DocTestRunner(verbose=False).run(test, out=report.append).failed == 0, "".join(report)


def test_every_measure_is_on_the_page() -> None:
    text = (ROOT / "docs" / "timelines.md").read_text(encoding="utf-8")
    for measure in TIMELINE_MEASURES:
        assert f"| `{measure.name}` | {measure.definition} | {measure.source} |" in text
