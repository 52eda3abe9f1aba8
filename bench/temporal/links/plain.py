"""Links compared one by one, without closure: the plain link F1, and the same by relation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bench.counts import Counts
from bench.temporal.links.relations import Edge, canonical


def plain(gold: Iterable[Edge], predicted: Iterable[Edge]) -> Counts:
    """Counts of links that say the same of the same pair, whichever way round either is written.

    Each statement counts once, however often it is repeated; two different relations of one pair are two
    statements, and at most one of them can be right of gold that has one. IDENTITY, DURING and DURING_INV are
    SIMULTANEOUS; VAGUE and NONE are relations like others here.
    """
    ours, theirs = {canonical(edge) for edge in predicted}, {canonical(edge) for edge in gold}
    correct = len(ours & theirs)
    return Counts(correct, len(ours), correct, len(theirs))


def by_relation(gold: Iterable[Edge], predicted: Iterable[Edge]) -> Mapping[str, Counts]:
    """The counts of `plain` for each relation, which sum up to it; sorted by name.

    A relation and its inverse are one row, named by `bench.temporal.links.relations.KINDS`: "x AFTER y" is "y
    BEFORE x".
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
