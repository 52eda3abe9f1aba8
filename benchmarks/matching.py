"""Matching and counting of the reference files, beside tieval and nervaluate on the same files in the same run.

    python -m pip install -r benchmarks/requirements.txt
    python benchmarks/matching.py ../shared/reference

Every tool gets its own objects, built beforehand from one reading of the files; only matching and counting is
timed. Each round times every tool once, in turn, so that a slow moment of the machine meets all of them.
"""

from __future__ import annotations

import argparse
import platform
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from nervaluate import Evaluator
from tieval.entities import Event as TievalEvent
from tieval.entities import Timex as TievalTimex
from tieval.evaluate import event_identification, span_identification, timex_identification

from bench.dataset.suite import Layers
from bench.formats import timeml
from bench.matching.matching import match
from bench.measures import of_layer
from bench.scoring.counting import Panel, count_units, judge

LAYERS = ("timexes", "events")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("reference", type=Path)
    parser.add_argument("--repeat", type=int, default=50, help="copies of the 20 documents")
    parser.add_argument("--rounds", type=int, default=7)
    arguments = parser.parse_args()

    suite = timeml.read_gold(arguments.reference / "gold")
    predicted = timeml.read_predictions(arguments.reference / "pred", suite).layers
    names = [(copy, document.id) for copy in range(arguments.repeat) for document in suite.documents]
    pairs = [(f"{name}.{copy}", suite.layers[name], predicted[name]) for copy, name in names]
    measures = [measure for layer in LAYERS for measure in of_layer(layer)]
    jobs: dict[str, Callable[[], object]] = {
        f"bench, {len(measures)} measures": lambda: count(pairs),
        "tieval, strict spans": tieval_strict(pairs),
        "tieval, strict and relaxed spans": tieval_relaxed(pairs),
        "nervaluate, four schemes": nervaluate(pairs),
    }
    seconds: dict[str, list[float]] = {name: [] for name in jobs}
    for _ in range(arguments.rounds):
        for name, job in jobs.items():
            start = time.perf_counter()
            job()
            seconds[name].append(time.perf_counter() - start)
    base = statistics.median(seconds["nervaluate, four schemes"])
    print(f"{len(pairs)} documents, {arguments.rounds} rounds, Python {platform.python_version()}\n")
    print("| tool | documents/s, median (slowest–fastest round) | times nervaluate |")
    print("| :-- | --: | --: |")
    for name, times in seconds.items():
        median, slowest, fastest = (len(pairs) / f for f in (statistics.median(times), max(times), min(times)))
        print(
            f"| {name} | {median:,.0f} ({slowest:,.0f}–{fastest:,.0f}) | {base / statistics.median(times):.1f} |"
        )


Pairs = list[tuple[str, Layers, Layers]]


def count(pairs: Pairs) -> None:
    """What scoring does for each document: pair the annotations of each layer, count each measure."""
    panels = {layer: Panel(of_layer(layer)) for layer in LAYERS}
    for _, gold, predicted in pairs:
        for layer in LAYERS:
            matching: Any = match(getattr(gold, layer), getattr(predicted, layer))
            count_units(judge(panels[layer], matching), (0,))


def tieval_strict(pairs: Pairs) -> Callable[[], object]:
    """Only whether spans are equal; no type, value or class, which tieval doesn't score."""

    def objects(side: int, layer: str, entity: type[Any]) -> dict[str, list[Any]]:
        return {
            pair[0]: [entity(id=item.id, offsets=(item.start, item.end)) for item in getattr(pair[side], layer)]
            for pair in pairs
        }

    timexes = [objects(side, "timexes", TievalTimex) for side in (1, 2)]
    events = [objects(side, "events", TievalEvent) for side in (1, 2)]

    def run() -> None:
        timex_identification(*timexes)
        event_identification(*events)

    return run


def tieval_relaxed(pairs: Pairs) -> Callable[[], object]:
    """Whether spans are equal and whether they overlap."""
    sides = {
        layer: [[[(a.start, a.end) for a in getattr(pair[side], layer)] for pair in pairs] for side in (1, 2)]
        for layer in LAYERS
    }

    def run() -> None:
        for spans in sides.values():
            for strict in (True, False):
                span_identification(*spans, strict=strict)

    return run


def nervaluate(pairs: Pairs) -> Callable[[], object]:
    """Ends are inclusive there."""

    def side(number: int) -> list[list[dict[str, Any]]]:
        documents = []
        for pair in pairs:
            layers = pair[1] if number == 1 else pair[2]
            found = [{"label": "TIMEX", "start": t.start, "end": t.end - 1} for t in layers.timexes]
            found += [{"label": "EVENT", "start": e.start, "end": e.end - 1} for e in layers.events]
            documents.append(found)
        return documents

    gold, predicted = side(1), side(2)
    return lambda: Evaluator(gold, predicted, tags=["TIMEX", "EVENT"], loader="dict").evaluate()


if __name__ == "__main__":
    main()
