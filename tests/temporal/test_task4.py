from __future__ import annotations

import pytest
from hypothesis import given

from bench.temporal.task4 import Edge, Ordered, Placed, TimelineRow, anchor_of, chain, placed
from tests.strategies import ordered_timelines


def ordered(*rows: str) -> Ordered:
    """A timeline from "1 2006-05-XX 9-2-sold 9-3-sale"."""
    found = []
    for row in rows:
        ordinal, date, *names = row.split()
        parts = [name.split("-", 2) for name in names]
        mentions = tuple((doc, int(sentence), word) for doc, sentence, word in parts)
        found.append(TimelineRow(int(ordinal), date, mentions))
    return Ordered("", tuple(found))


def names(timeline: Ordered) -> list[str]:
    return [
        f"{doc}-{sentence}-{word}#{nth}" for (doc, sentence, word, nth), _, _ in map(_fields, placed(timeline))
    ]


def _fields(mention: Placed) -> tuple[tuple[str, int, str, int], int, str | None]:
    return mention.key, mention.ordinal, mention.anchor


@pytest.mark.parametrize(
    ("case", "rows", "expected"),
    [
        ("by ordinal, as a number", ["10 2009 9-1-b", "9 2010 9-1-a"], ["9-1-a#0", "9-1-b#0"]),
        ("at one place by date", ["1 2010 9-1-a", "1 2009 9-1-b"], ["9-1-b#0", "9-1-a#0"]),
        # as a number, 9 is less than 10; as text, "10" would come before "9"
        ("then by document", ["1 2010 10-1-a", "1 2010 9-1-a"], ["9-1-a#0", "10-1-a#0"]),
        ("then by sentence", ["1 2010 9-12-a", "1 2010 9-2-a"], ["9-2-a#0", "9-12-a#0"]),
        ("XX after numbers", ["1 2010-XX-XX 9-1-a", "1 2010-02-03 9-1-b"], ["9-1-b#0", "9-1-a#0"]),
        ("mentions of a row as they stand", ["1 2010 9-5-z 9-1-a"], ["9-5-z#0", "9-1-a#0"]),
        ("without a place", ["0 2010 9-1-a", "1 2010 9-1-b"], ["9-1-b#0"]),
        ("equal mentions are numbered", ["2 2010 9-1-a", "0 XXXX 9-1-a", "1 2010 9-1-a"], ["9-1-a#0", "9-1-a#1"]),
        ("nothing", [], []),
    ],
)
def test_placed(case: str, rows: list[str], expected: list[str]) -> None:
    assert names(ordered(*rows)) == expected, case


@pytest.mark.parametrize(
    ("date", "anchor"),
    [
        ("2008-03-14", "2008-03-14"),
        ("2008-03-XX", "2008-03"),
        ("2008-03", "2008-03"),
        ("2008-XX-XX", "2008"),
        ("2008", "2008"),
        ("XXXX-XX-XX", None),
        ("XXX-XX-XX", None),  # so in the trial data
        ("XXXX", None),
        ("", None),
        ("spring 2008", "spring 2008"),
    ],
)
def test_anchor_of(date: str, anchor: str | None) -> None:
    assert anchor_of(date) == anchor


def test_chain_links_each_mention_to_the_next() -> None:
    edges = chain(placed(ordered("1 2005 9-1-a", "2 2006 9-2-b 9-3-c", "2 2006 9-4-d", "5 2007 9-5-e")))
    shown = [(source[2], relation, target[2]) for source, target, relation in edges]
    assert shown == [
        ("a", "BEFORE", "b"),
        ("b", "SIMULTANEOUS", "c"),
        ("c", "SIMULTANEOUS", "d"),
        ("d", "BEFORE", "e"),
    ]


@given(ordered_timelines())
def test_a_chain_is_a_path_through_all_mentions(timeline: Ordered) -> None:
    mentions = placed(timeline)
    edges: list[Edge] = list(chain(mentions))
    assert len(edges) == max(0, len(mentions) - 1)
    assert len({mention.key for mention in mentions}) == len(mentions)
    assert [source for source, _, _ in edges] == [mention.key for mention in mentions][:-1]
    assert [target for _, target, _ in edges] == [mention.key for mention in mentions][1:]
