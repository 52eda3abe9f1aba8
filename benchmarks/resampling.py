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
from importlib.metadata import version

from bench.counts import Counts

LAYERS = {"timex": (10, 0.8), "event": (10, 3.0), "tlink": (5, 4.0)}
"""Layer → measures, annotations per sentence."""

THREADS = ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")

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
        f"{measures} measures, {arguments.resamples:,} resamples; seconds are medians (fastest–slowest) of"
        f" {arguments.rounds} rounds on one core; Python {platform.python_version()}, numpy {version('numpy')}\n"
    )
    print(
        f"| units | intervals of {arguments.systems} systems, s | two compared, s | memory beyond the counts, MB |"
    )
    print("| :-- | --: | --: | --: |")
    os.environ.update(dict.fromkeys(THREADS, "1"))
    for name, (documents, sentences) in SIZES.items():
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            all_systems, two, peak = pool.apply(
                timed, (documents, sentences, arguments.systems, arguments.resamples, arguments.rounds)
            )
        print(f"| {name} | {cell(all_systems)} | {cell(two)} | {peak / 1e6:.0f} |", flush=True)


def timed(
    documents: int, sentences: int, systems: int, resamples: int, rounds: int
) -> tuple[list[float], list[float], float]:
    # only here, in a process that was started with one thread for its matrices
    from bench.statistics.bootstrap import intervals
    from bench.statistics.draws import generator
    from bench.statistics.significance import compare

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


def invented(documents: int, sentences: int, systems: int) -> dict[str, dict[str, dict[str, list[Counts]]]]:
    """Counts of systems that find, and are right about, a share of their own; gold is the same for all."""
    chance = random.Random(0)
    gold = {
        layer: [[int(chance.expovariate(1 / mean)) for _ in range(sentences)] for _ in range(documents)]
        for layer, (_, mean) in LAYERS.items()
    }
    found = {}
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
