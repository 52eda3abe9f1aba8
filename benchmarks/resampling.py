"""Bootstrap intervals of 20 systems and the comparison of two, on invented counts of realistic sizes, on one core.

    python benchmarks/resampling.py

What is timed begins with the counts per unit, as scoring leaves them. Each size runs in a process of its own, so
that its peak of memory is its own.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import platform
import random
import resource
import statistics
import sys
import time

for name in ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"):
    os.environ[name] = "1"

import numpy as np

from bench.counts import Counts
from bench.draws import generator
from bench.sampling import Units
from bench.significance import compare
from bench.statistics import intervals

LAYERS = {"timex": (10, 0.8), "event": (10, 3.0), "tlink": (5, 4.0)}
"""Layer → measures, annotations per sentence."""

SIZES = {
    "4 articles, 150 sentences": (4, 38),
    "20 documents, one count each": (20, 1),
    "20 documents, 150 sentences": (20, 8),
    "1,000 documents": (1000, 1),
    "5,000 documents": (5000, 1),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--systems", type=int, default=20)
    parser.add_argument("--resamples", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()

    measures = sum(number for number, _ in LAYERS.values())
    print(
        f"{measures} measures, {arguments.systems} systems, {arguments.resamples:,} resamples, median (fastest–slowest)"
        f" of {arguments.rounds} rounds, one core, Python {platform.python_version()}, numpy {np.__version__}\n"
    )
    print(
        f"| size | intervals of {arguments.systems} systems, s | two compared, s | peak memory above the counts, MB |"
    )
    print("| :-- | --: | --: | --: |")
    for name, (documents, sentences) in SIZES.items():
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            all_systems, two, peak = pool.apply(
                timed, (documents, sentences, arguments.systems, arguments.resamples, arguments.rounds)
            )
        print(f"| {name} | {cell(all_systems)} | {cell(two)} | {peak / 1e6:.0f} |", flush=True)


def timed(
    documents: int, sentences: int, systems: int, resamples: int, rounds: int
) -> tuple[list[float], list[float], float]:
    units = invented(documents, sentences, systems)
    before = peak()
    all_systems, two = [], []
    for _ in range(rounds):
        start = time.perf_counter()
        intervals(units, generator(0), resamples=resamples)
        all_systems.append(time.perf_counter() - start)
        start = time.perf_counter()
        compare(units["system 0"], units["system 1"], generator(0), resamples=resamples)
        two.append(time.perf_counter() - start)
    return all_systems, two, peak() - before


def invented(documents: int, sentences: int, systems: int) -> dict[str, Units]:
    """Counts of systems that find, and are right about, a share of their own; gold is the same for all."""
    chance = random.Random(0)
    gold = {
        layer: [[int(chance.expovariate(1 / mean)) for _ in range(sentences)] for _ in range(documents)]
        for layer, (_, mean) in LAYERS.items()
    }
    found: dict[str, Units] = {}
    for system in range(systems):
        units: dict[str, dict[str, list[Counts]]] = {}
        for layer, (number, _) in LAYERS.items():
            predicted = [[max(0, g + chance.randint(-1, 1)) for g in row] for row in gold[layer]]
            for measure in range(number):
                rows = units.setdefault(f"{layer}.{measure}", {})
                for document, (golds, guesses) in enumerate(zip(gold[layer], predicted, strict=True)):
                    right = [chance.randint(0, min(g, p)) for g, p in zip(golds, guesses, strict=True)]
                    rows[str(document)] = [
                        Counts(c, p, c, g) for c, p, g in zip(right, guesses, golds, strict=True)
                    ]
        found[f"system {system}"] = units
    return found


def peak() -> float:
    """Bytes; macOS counts in bytes, Linux in kibibytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def cell(seconds: list[float]) -> str:
    return f"{statistics.median(seconds):.2f} ({min(seconds):.2f}–{max(seconds):.2f})"


if __name__ == "__main__":
    main()
