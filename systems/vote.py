# /// script
# requires-python = ">=3.11"
# dependencies = []
# ///
"""A majority vote over other systems' time expressions: what more than half of them find.

The members stand in one line, the `wants` below; whoever changes them changes nothing else. They are the systems
in Python that read relative dates, each once, in the setting that reads towards the past, as suits news.

- Spans that overlap, directly or through others, are one cluster. It stands if more than half of the members have
  something in it; a member counts once, however much it has there. A cluster gives one time expression.
- Its span is the one that most members give; of equals the longest, then the leftmost.
- Its type, value and mod go together: what most members say of those who give a value; of equals what the member
  says who is named first, and of that member's the leftmost. Where nobody gives a value, types are voted on so.

It finds nothing that none of its members finds, and where half of them don't find a time, it is lost. Where one
member's long span joins two times of the others, one of the two is lost.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence

from bench import Document, Timex, system


@system(
    layers=["timexes"],
    wants=["dateparser", "parsedatetime-past", "recognizers-past", "timefhuman-past", "spacy-rules"],
)
def vote_timexes(document: Document) -> Iterator[Timex]:
    """One time expression for each cluster that has a majority."""
    for cluster in clusters(document.timexes):
        if 2 * len({timex.by for timex in cluster}) > len(document.givers):
            yield elected(cluster, document.givers)


def clusters(timexes: Sequence[Timex]) -> Iterator[list[Timex]]:
    """Groups of spans that overlap; within a group each is reached from each other."""
    group: list[Timex] = []
    reach = 0
    for timex in sorted(timexes, key=lambda timex: (timex.start, timex.end)):
        if group and timex.start >= reach:
            yield group
            group = []
        group.append(timex)
        reach = max(reach, timex.end)
    if group:
        yield group


def elected(cluster: Sequence[Timex], members: Sequence[str]) -> Timex:
    """The time expression that a cluster stands for."""
    start, end = max(
        ((timex.start, timex.end) for timex in cluster),
        key=lambda span: (votes(cluster, in_place, span), span[1] - span[0], -span[0]),
    )
    valued = [timex for timex in cluster if timex.value is not None]
    candidates = valued or [timex for timex in cluster if timex.type is not None] or cluster
    # max() takes the first of equals
    first = sorted(candidates, key=lambda timex: members.index(timex.by or ""))
    best = max(first, key=lambda timex: votes(candidates, meaning, meaning(timex)))
    return Timex(start, end, *meaning(best))


def in_place(timex: Timex) -> tuple[int, int]:
    """Its span, to be voted on."""
    return timex.start, timex.end


def meaning(timex: Timex) -> tuple[str | None, str | None, str | None]:
    """What it says, to be voted on."""
    return timex.type, timex.value, timex.mod


def votes(cluster: Sequence[Timex], of: Callable[[Timex], Hashable], choice: Hashable) -> int:
    """How many members make a choice."""
    return len({timex.by for timex in cluster if of(timex) == choice})
