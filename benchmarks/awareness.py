"""Temporal awareness: documents a second, and how its time grows with the document; beside tieval where installed.

    python benchmarks/awareness.py ../shared/reference --plot growth.svg

Links are read beforehand; both graphs are built anew for every document, in one process. The reference set is its
20 documents again and again. A chain is n events each before the next, then n / 2 links that follow, other ones
in gold and prediction. A dense document has 45 intervals on a line of 60 points and 350 links that hold among
them; of the predicted ones, one in ten has a relation drawn at random. Medians of several rounds, in seconds of
the processor; tieval gets 20 documents and one round, and chains up to 400.
"""

from __future__ import annotations

import argparse
import importlib.util
import math
import platform
import random
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from bench.temporal.links.awareness import Rule, awareness
from bench.temporal.links.relations import Edge

Pair = tuple[list[Edge], list[Edge]]
"""The links of gold and prediction of one document."""

CHAINS = (100, 200, 400, 800, 1600)
PEER_CHAINS = (100, 200, 400)
DENSE = 20


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("reference", type=Path, nargs="?", default=Path("../shared/reference"))
    parser.add_argument("--repeat", type=int, default=50, help="copies of the 20 documents")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--plot", type=Path, help="write the growth as SVG")
    arguments = parser.parse_args()

    reference = [
        (read(path), read(arguments.reference / "pred" / path.name))
        for path in sorted((arguments.reference / "gold").glob("*.tml"))
    ]
    chains = {size: chain(size) for size in CHAINS}
    dense = [dense_document(seed) for seed in range(DENSE)]
    tools = {f"bench, {rule} rule": partial(ours, rule) for rule in Rule}
    growth: dict[str, dict[int, float]] = {}
    rows = []
    for name, tool in tools.items():
        seconds = timed(tool, reference * arguments.repeat, arguments.rounds)
        growth[name] = {size: timed(tool, [pair], arguments.rounds) for size, pair in chains.items()}
        rate = DENSE / timed(tool, dense, arguments.rounds)
        rows.append([name, len(reference) * arguments.repeat / seconds, rate])
    if importlib.util.find_spec("tieval"):
        seconds = timed(tieval, reference, 1)
        growth["tieval"] = {size: timed(tieval, [chains[size]], 1) for size in PEER_CHAINS}
        rows.append(["tieval", len(reference) / seconds, DENSE / timed(tieval, dense, 1)])

    print(f"Medians of {arguments.rounds} rounds, processor time, Python {platform.python_version()}\n")
    heads = "".join(f" chain of {size:,} events, ms |" for size in CHAINS)
    print(f"| tool | documents/s, reference set | documents/s, dense |{heads}")
    print("| :-- |" + " --: |" * (2 + len(CHAINS)))
    for name, rate, dense_rate in rows:
        cells = "".join(
            f" {1000 * growth[name][size]:,.1f} |" if size in growth[name] else " – |" for size in CHAINS
        )
        print(f"| {name} | {rate:,.0f} | {dense_rate:,.1f} |{cells}")
    if arguments.plot:
        arguments.plot.write_text(plot(growth), encoding="utf-8")


def ours(rule: Rule, pairs: Sequence[Pair]) -> object:
    return [awareness(gold, predicted, rule) for gold, predicted in pairs]


def read(path: Path) -> list[Edge]:
    """The TLINKs of a TimeML file, by ids."""
    return [
        (
            link.get("eventInstanceID") or link.get("timeID"),
            link.get("relatedToEventInstance") or link.get("relatedToTime"),
            link.get("relType", ""),
        )
        for link in ElementTree.parse(path).iter("TLINK")
    ]


def chain(size: int) -> Pair:
    chance = random.Random(size)
    links: list[Edge] = [(f"e{number}", f"e{number + 1}", "BEFORE") for number in range(size - 1)]

    def implied() -> list[Edge]:
        ends = (sorted(chance.sample(range(size), 2)) for _ in range(size // 2))
        return [(f"e{first}", f"e{second}", "BEFORE") for first, second in ends]

    return links + implied(), links + implied()


def dense_document(seed: int) -> Pair:
    chance = random.Random(seed)
    intervals = [sorted(chance.sample(range(60), 2)) for _ in range(45)]
    true: list[Edge] = []
    for i, x in enumerate(intervals):
        for j, y in enumerate(intervals[:i]):
            relation = lies(x, y)
            if relation:
                true.append((f"e{i}", f"e{j}", relation))

    def chosen(noise: float) -> list[Edge]:
        links = chance.sample(true, 350)
        names = sorted({relation for _, _, relation in true})
        return [(x, y, chance.choice(names) if chance.random() < noise else name) for x, y, name in links]

    return chosen(0), chosen(0.1)


def lies(x: Sequence[int], y: Sequence[int]) -> str | None:
    """How one interval lies to another in TimeML's words; None where they overlap."""
    if x[1] <= y[0]:
        return "BEFORE" if x[1] < y[0] else "IBEFORE"
    if y[1] <= x[0]:
        return "AFTER" if y[1] < x[0] else "IAFTER"
    start, end = (x[0] > y[0]) - (x[0] < y[0]), (x[1] > y[1]) - (x[1] < y[1])
    return {
        (0, 0): "SIMULTANEOUS",
        (-1, 1): "INCLUDES",
        (1, -1): "IS_INCLUDED",
        (0, -1): "BEGINS",
        (0, 1): "BEGUN_BY",
        (1, 0): "ENDS",
        (-1, 0): "ENDED_BY",
    }.get((start, end))


def timed(tool: Callable[[Sequence[Pair]], object], pairs: Sequence[Pair], rounds: int) -> float:
    """The median of the seconds that a tool takes for all of the documents."""
    seconds = []
    for _ in range(rounds):
        start = time.process_time()
        tool(pairs)
        seconds.append(time.process_time() - start)
    return statistics.median(seconds)


def tieval(pairs: Sequence[Pair]) -> object:
    """Its objects are built on the way, which takes well under a hundredth of the time."""
    from tieval.evaluate import tlink_classification
    from tieval.links import TLink

    def side(number: int) -> dict[str, list[Any]]:
        return {str(place): [TLink(*link) for link in pair[number]] for place, pair in enumerate(pairs)}

    return tlink_classification(side(0), side(1))


COLOURS = ("#0b6e99", "#c4572b", "#5b7f3a")
WIDTH, HEIGHT, LEFT, BOTTOM = 640, 400, 70, 350


def plot(growth: Mapping[str, Mapping[int, float]]) -> str:
    """Milliseconds by events, both logarithmic, one line a tool."""
    times = [seconds for line in growth.values() for seconds in line.values()]
    low, high = math.floor(math.log10(min(times))), math.ceil(math.log10(max(times)))

    def x(size: int) -> float:
        return LEFT + (WIDTH - LEFT - 150) * math.log2(size / CHAINS[0]) / math.log2(CHAINS[-1] / CHAINS[0])

    def y(seconds: float) -> float:
        return BOTTOM - (BOTTOM - 30) * (math.log10(seconds) - low) / (high - low)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" '
        f'font-size="12"><title>Time of temporal awareness for a chain of events</title>'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>'
    ]
    for power in range(low, high + 1):
        level = y(10**power)
        parts.append(
            f'<path d="M{LEFT} {level:.1f}H{WIDTH - 150}" stroke="#ddd"/>'
            f'<text x="{LEFT - 8}" y="{level + 4:.1f}" text-anchor="end">{1000 * 10**power:g} ms</text>'
        )
    parts += [f'<text x="{x(size):.1f}" y="{BOTTOM + 18}" text-anchor="middle">{size:,}</text>' for size in CHAINS]
    parts.append(f'<text x="{(LEFT + WIDTH - 150) / 2}" y="{BOTTOM + 38}" text-anchor="middle">events</text>')
    for (name, line), colour in zip(growth.items(), COLOURS, strict=False):
        points = " ".join(f"{x(size):.1f},{y(seconds):.1f}" for size, seconds in line.items())
        last, seconds = list(line.items())[-1]
        parts.append(
            f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>'
            f'<text x="{x(last) + 8:.1f}" y="{y(seconds) + 4:.1f}" fill="{colour}">{name}</text>'
        )
    return "\n".join([*parts, "</svg>"]) + "\n"


if __name__ == "__main__":
    main()
