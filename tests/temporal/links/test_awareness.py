from __future__ import annotations

import random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bench.counts import Counts
from bench.temporal.links.awareness import Rule, awareness, by_rule, contradictions
from bench.temporal.links.relations import READINGS, Edge
from tests.arrangements import NAMES, follows, reverse, statement, together
from tests.strategies import edge_lists, true_edges

rules = st.sampled_from(Rule)
SINGLE_ENDS = ("IBEFORE", "IAFTER", "BEGINS", "BEGUN_BY", "ENDS", "ENDED_BY")


def links(text: str) -> list[Edge]:
    """Links from "a<b b=c", with < BEFORE, > AFTER, = SIMULTANEOUS, i INCLUDES, ? VAGUE."""
    names = {"<": "BEFORE", ">": "AFTER", "=": "SIMULTANEOUS", "i": "INCLUDES", "?": "VAGUE"}
    return [(item[0], item[2], names[item[1]]) for item in text.split()]


def figures(gold: str, predicted: str, rule: Rule) -> tuple[float, int, float, int]:
    counts = awareness(links(gold), links(predicted), rule).counts
    return counts.correct_predicted, counts.predicted, counts.correct_gold, counts.gold


# correct predicted / predicted, correct gold / gold: by the toolkit's rule, and by the orderless one
@pytest.mark.parametrize(
    ("case", "gold", "predicted", "toolkit", "orderless"),
    [
        ("nothing predicted", "a<b b<c", "", (0, 0, 0, 2), (0, 0, 0, 2)),
        ("nothing annotated", "", "a<b", (0, 1, 0, 0), (0, 1, 0, 0)),
        ("nothing at all", "", "", (0, 0, 0, 0), (0, 0, 0, 0)),
        # gold entails a<c; of gold's links none follows from a<c
        ("what gold only entails is right", "a<b b<c", "a<c", (1, 1, 0, 2), (1, 1, 0, 2)),
        ("what is entailed costs nothing", "a<b b<c", "a<b b<c a<c", (2, 2, 2, 2), (2, 2, 2, 2)),
        # in file order a<c stands before it is entailed; the reduction drops it wherever it stands
        ("stated before it is entailed", "a<b b<c", "a<c a<b b<c", (3, 3, 2, 2), (2, 2, 2, 2)),
        ("written the other way round", "a<b", "b>a", (1, 1, 1, 1), (1, 1, 1, 1)),
        ("repeated", "a<b", "a<b b>a a<b", (1, 1, 1, 1), (1, 1, 1, 1)),
        ("wrong and repeated", "a<b", "a>b b<a", (0, 1, 0, 1), (0, 1, 0, 1)),
        # in file order a<b and b<c are the graph, c<a is counted and wrong; without order no link is in the graph,
        # all are counted, and what gold states nobody entails
        ("a circle", "a<b b<c", "a<b b<c c<a", (2, 3, 2, 2), (2, 3, 2, 2)),
        # as above, but here gold's a<c is entailed by the first two links alone
        ("a circle that gold would need", "a<c", "a<b b<c c<a", (0, 3, 1, 1), (0, 3, 0, 1)),
        ("a contradicted link that gold states", "a<b", "b<a a<b", (1, 2, 1, 1), (1, 2, 1, 1)),
        ("repeated though contradicted", "a<b", "a<b b<a a>b", (1, 2, 1, 1), (1, 2, 1, 1)),
        ("a contradiction doesn't cost the rest", "a<b c<d", "a<b b<a c<d", (2, 3, 2, 2), (2, 3, 2, 2)),
        ("with itself at the same time", "a<b", "a=a a<b", (1, 1, 1, 1), (1, 1, 1, 1)),
        ("before itself", "a<b", "a<a a<b", (1, 2, 1, 1), (1, 2, 1, 1)),
        ("VAGUE is left out", "a<b b?c", "a<b b?c a?c", (1, 1, 1, 1), (1, 1, 1, 1)),
        ("documents of other entities", "a<b", "c<d", (0, 1, 0, 1), (0, 1, 0, 1)),
        # any two of the three equalities would do; those that gold entails are kept
        ("a choice among equalities", "a=b", "a=c b=c a=b", (0, 2, 1, 1), (1, 2, 1, 1)),
    ],
)
def test_worked_by_hand(
    case: str,
    gold: str,
    predicted: str,
    toolkit: tuple[int, int, int, int],
    orderless: tuple[int, int, int, int],
) -> None:
    assert figures(gold, predicted, Rule.TOOLKIT) == toolkit, case
    assert figures(gold, predicted, Rule.ORDERLESS) == orderless, case


@pytest.mark.parametrize("rule", Rule)
def test_what_was_out_of_the_ordinary(rule: Rule) -> None:
    gold, predicted = links("a<b b?c"), links("a?b a<b b?c a>b c<d")
    found = awareness(gold, predicted, rule)
    assert found.left_out == (1, 2)
    assert found.gold_contradicted == ()
    assert found.predicted_contradicted == ((3,) if rule is Rule.TOOLKIT else (1, 3))
    assert tuple(each.link for each in contradictions(predicted, rule)) == found.predicted_contradicted


def test_entities_may_be_anything_hashable() -> None:
    gold: list[Edge] = [((0, 4), "dct", "BEFORE"), (7, (9, 12), "INCLUDES")]
    for rule in Rule:
        assert awareness(gold, gold, rule).counts == Counts(2, 2, 2, 2)


def by_definition(gold: list[Edge], predicted: list[Edge]) -> Counts:
    """The toolkit's rule over arrangements."""

    def read(edges: list[Edge]) -> tuple[list[Edge], list[Edge]]:
        counted: list[Edge] = []
        entered: list[Edge] = []
        for edge in edges:
            if edge[2] not in READINGS or follows(edge, entered):
                continue
            if together([*entered, edge]):
                entered.append(edge)
            elif statement(edge) in map(statement, counted):
                continue
            counted.append(edge)
        return counted, entered

    def right(counted: list[Edge], entered: list[Edge], stated: list[Edge]) -> int:
        return sum(follows(edge, entered) or statement(edge) in map(statement, stated) for edge in counted)

    (counted_gold, entered_gold), (counted, entered) = read(gold), read(predicted)
    return Counts(
        right(counted, entered_gold, gold),
        len(counted),
        right(counted_gold, entered, predicted),
        len(counted_gold),
    )


@pytest.mark.slow
@given(edge_lists, edge_lists)
def test_toolkit_counts_against_all_arrangements(gold: list[Edge], predicted: list[Edge]) -> None:
    assert awareness(gold, predicted).counts == by_definition(gold, predicted)


@given(edge_lists, edge_lists, rules)
def test_searching_doesn_t_change_the_counts(gold: list[Edge], predicted: list[Edge], rule: Rule) -> None:
    assert awareness(gold, predicted, rule, patience=0) == awareness(gold, predicted, rule, patience=10**9)


@given(edge_lists, rules)
def test_against_itself_all_is_right(gold: list[Edge], rule: Rule) -> None:
    counts = awareness(gold, gold, rule).counts
    assert counts.correct_predicted == counts.predicted == counts.correct_gold == counts.gold


@given(edge_lists, edge_lists, rules)
def test_precision_and_recall_swap_when_sides_swap(gold: list[Edge], predicted: list[Edge], rule: Rule) -> None:
    one, other = awareness(gold, predicted, rule), awareness(predicted, gold, rule)
    a, b = one.counts, other.counts
    assert a == Counts(b.correct_gold, b.gold, b.correct_predicted, b.predicted)
    assert one.gold_contradicted == other.predicted_contradicted
    assert one.left_out == other.left_out[::-1]


@given(edge_lists, edge_lists, st.permutations(NAMES))
def test_ids_do_not_matter(gold: list[Edge], predicted: list[Edge], names: list[str]) -> None:
    renamed = dict(zip(NAMES, names, strict=True))

    def rename(edges: list[Edge]) -> list[Edge]:
        return [(renamed[str(source)], renamed[str(target)], relation) for source, target, relation in edges]

    assert awareness(rename(gold), rename(predicted)) == awareness(gold, predicted)
    # without the relations that tie single ends, see bench.temporal.links.orderless
    gold, predicted = ([edge for edge in edges if edge[2] not in SINGLE_ENDS] for edges in (gold, predicted))
    renamed_counts = awareness(rename(gold), rename(predicted), Rule.ORDERLESS).counts
    assert renamed_counts == awareness(gold, predicted, Rule.ORDERLESS).counts


@given(edge_lists, edge_lists, st.sets(st.integers(0, 8)), rules)
def test_direction_does_not_matter(gold: list[Edge], predicted: list[Edge], turned: set[int], rule: Rule) -> None:
    def mirror(edges: list[Edge]) -> list[Edge]:
        return [reverse(edge) if index in turned else edge for index, edge in enumerate(edges)]

    assert awareness(mirror(gold), mirror(predicted), rule) == awareness(gold, predicted, rule)


@given(edge_lists, edge_lists, st.randoms(use_true_random=False))
def test_order_does_not_matter_under_the_orderless_rule(
    gold: list[Edge], predicted: list[Edge], shuffler: random.Random
) -> None:
    before = awareness(gold, predicted, Rule.ORDERLESS)
    shuffled_gold, shuffled = list(gold), list(predicted)
    shuffler.shuffle(shuffled_gold)
    shuffler.shuffle(shuffled)
    after = awareness(shuffled_gold, shuffled, Rule.ORDERLESS)
    assert (after.counts, after.left_out) == (before.counts, before.left_out)
    assert {statement(shuffled[index]) for index in after.predicted_contradicted} == {
        statement(predicted[index]) for index in before.predicted_contradicted
    }


@given(edge_lists, edge_lists, st.integers(0, 8))
def test_a_link_added_at_the_end_never_lowers_recall(gold: list[Edge], predicted: list[Edge], chosen: int) -> None:
    """The toolkit's rule: right or wrong, it can only add to the graph; a right one costs no precision either."""
    assume(gold)
    edge = gold[chosen % len(gold)]
    before, after = awareness(gold, predicted).counts, awareness(gold, [*predicted, edge]).counts
    assert after.gold == before.gold
    assert after.correct_gold >= before.correct_gold
    assert after.predicted - before.predicted == after.correct_predicted - before.correct_predicted


@given(edge_lists, true_edges(), st.data())
def test_a_consistent_link_never_lowers_recall_under_the_orderless_rule(
    gold: list[Edge], predicted: list[Edge], data: st.DataObject
) -> None:
    """Where the new link makes a contradiction, other links leave the graph, and recall may fall."""
    edge = data.draw(st.sampled_from(gold or [("a", "b", "BEFORE")]))
    assume(edge[2] in READINGS and together([*predicted, edge]))
    before = awareness(gold, predicted, Rule.ORDERLESS).counts
    after = awareness(gold, [*predicted, edge], Rule.ORDERLESS).counts
    assert after.correct_gold / (after.gold or 1) >= before.correct_gold / (before.gold or 1)


@given(true_edges(), edge_lists)
def test_links_that_follow_change_nothing(predicted: list[Edge], gold: list[Edge]) -> None:
    """Padding with what is entailed. Under the orderless rule it may offer precision a choice, see there."""
    padding = [
        (source, target, relation)
        for source in NAMES
        for target in NAMES
        for relation in ("BEFORE", "INCLUDES", "IBEFORE")
        if predicted and follows((source, target, relation), predicted)
    ]
    padded = [*predicted, *padding]
    assert awareness(gold, padded).counts == awareness(gold, predicted).counts
    one, other = (awareness(gold, each, Rule.ORDERLESS).counts for each in (padded, predicted))
    assert (one.correct_gold, one.gold) == (other.correct_gold, other.gold)


@given(edge_lists, edge_lists, st.sampled_from([0, 3, 1000]))
def test_both_rules_at_once_are_each_rule_alone(gold: list[Edge], predicted: list[Edge], patience: int) -> None:
    assert by_rule(gold, predicted, patience) == {rule: awareness(gold, predicted, rule) for rule in Rule}
