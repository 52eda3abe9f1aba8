"""The pairing of base's and head's systems, and the check that the two sides can be compared."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Set

from bench import __version__
from bench.comparison.side import Contestant, Side
from bench.dataset.suite import Suite
from bench.errors import some, unknown
from bench.results.signature import short
from bench.results.store import torn_line

Pairing = tuple[Contestant | None, Contestant | None]


def ids(suite: Suite) -> Set[str]:
    """Returns the ids of gold's documents, or of its participants where gold is ordered timelines."""
    return suite.ordered.keys() if suite.ordered else {document.id for document in suite.documents}


def paired(base: Side, head: Side) -> Iterator[Pairing]:
    """Yields each system in base and in head; None stands for a side that doesn't have the system.

    A system that only base has and a system that only head has are paired if their predictions are equal: the
    system was renamed. Two single systems (`Side.alone`) are always paired.
    """
    if base.alone and head.alone:
        yield next(iter(base.systems.values())), next(iter(head.systems.values()))
        return
    if base.alone or head.alone:
        (name,) = (base if base.alone else head).systems
        other = head if base.alone else base
        if name not in other.systems:
            raise unknown(f"system in {other.label}", name, other.systems)
        yield base.systems[name], head.systems[name]
        return
    gone = {name: one for name, one in base.systems.items() if name not in head.systems}
    for name, new in head.systems.items():
        old = base.systems.get(name)
        if old is None:
            same = next((other for other, one in gone.items() if one.digest == new.digest), "")
            old = gone.pop(same, None)
        yield old, new
    for old in gone.values():
        yield old, None


def unlike(base: Side, head: Side, pairs: Collection[Pairing], suite: Suite) -> Iterator[str]:
    """Yields the reasons why base and head can't be compared, each as one line."""
    for side, number in ((base, 0), (head, 1)):
        for pair in pairs:
            one = pair[number]
            about = one.record if one else None
            if about is None:
                continue
            if about.suite_digest != suite.digest:
                there = state(about.suite, about.suite_version, about.suite_digest)
                here = state(suite.name, suite.version, suite.digest)
                yield f"{side.label}, {about.name}: other gold: scored on {there}, the gold here is {here}"
            if about.predictions_digest and one and about.predictions_digest != one.digest:
                yield torn_line(f"{side.label}, {about.name}")
            if about.bench != __version__:
                yield f"{side.label}, {about.name}: other definitions: bench {about.bench}, this is {__version__}"
    known = ids(suite)
    for old, new in pairs:
        if old and new:
            for side, more in ((base, old.documents - new.documents), (head, new.documents - old.documents)):
                if more & known:
                    yield f"{new.name}: other documents: {side.label} alone has {some(sorted(more & known))}"


def state(name: str, version: str, digest: str) -> str:
    """Returns a suite's name, version and first digits of its digest, as ``name@version#digits``."""
    return f"{name}@{version}#{short(digest)}"
