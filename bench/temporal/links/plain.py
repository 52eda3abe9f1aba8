"""The comparison of links one by one, without closure: the counts of ``tlink.plain``, in all and by relation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bench.counts import Counts
from bench.temporal.links.relations import Edge, canonical


def plain(gold: Iterable[Edge], predicted: Iterable[Edge]) -> Counts:
    """Returns the counts of links: one is correct if the other side has the same relation for the same two things.

    A link and its inverse are the same statement, and each statement counts once. Two different relations of one
    pair are two statements: if gold has one relation, at most one of them is correct. IDENTITY, DURING and
    DURING_INV are SIMULTANEOUS; VAGUE and NONE are relations like the others here.
    """
    ours, theirs = {canonical(edge) for edge in predicted}, {canonical(edge) for edge in gold}
    correct = len(ours & theirs)
    return Counts(correct, len(ours), correct, len(theirs))


def by_relation(gold: Iterable[Edge], predicted: Iterable[Edge]) -> Mapping[str, Counts]:
    """Returns the counts of `plain` for each relation, sorted by name; their sum is `plain`.

    A relation and its inverse are one, named as in `bench.temporal.links.relations.CANONICAL_RELATIONS`:
    "x AFTER y" is "y BEFORE x".
    """
    ours, theirs = {canonical(edge) for edge in predicted}, {canonical(edge) for edge in gold}
    rows: dict[str, list[int]] = {}
    for column, statements in enumerate((ours & theirs, ours, theirs)):
        for relation, _ in statements:
            if relation not in rows:
                rows[relation] = [0, 0, 0]
            rows[relation][column] += 1
    return {
        relation: Counts(correct, predicted_, correct, gold_)
        for relation, (correct, predicted_, gold_) in sorted(rows.items())
    }
