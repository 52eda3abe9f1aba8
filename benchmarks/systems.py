"""The speed of systems beside each other on the same texts, in the same run, after they have loaded.

    python benchmarks/systems.py ../shared/reference/gold heideltime spacy-rules

Each system runs in a process of its own, which stays. After one round that doesn't count, in which it loads what
it needs and its machine warms up, the systems take turns. The rate is that of the system's own time, without the
harness; ratios are those of one round, and medians count. A system's environment is kept in bench's cache folder.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import sys
from contextlib import ExitStack
from pathlib import Path

import bench
from bench.cli.options import default_cache
from bench.harness import evaluate
from bench.harness.pool import local
from bench.systems import discovery
from bench.systems.dependencies import Ready
from bench.systems.environment import prepare


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, help="gold in any format")
    parser.add_argument(
        "systems", nargs="+", help="names of systems; the first is what the others are held against"
    )
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--systems-folder", type=Path, default=Path("systems"))
    arguments = parser.parse_args()
    gold = bench.read_gold(arguments.gold)
    rates: dict[str, list[float]] = {name: [] for name in arguments.systems}
    with ExitStack() as stack:
        prepared = {}
        for system in discovery.choose(arguments.systems, arguments.systems_folder):
            ready = Ready(system, prepare(system, default_cache(), dict(os.environ)))
            prepared[system.name] = ready, stack.enter_context(local(1))
        for turn in range(arguments.rounds + 1):
            for name, (ready, executor) in prepared.items():
                found = evaluate.evaluate_system(ready, gold, executor).speed
                if found.rate is None or found.failed:
                    sys.exit(f"{name}: {found.failed} of {found.documents} documents failed")
                if turn:
                    rates[name].append(found.rate)
    load = os.getloadavg()[0]
    print(
        f"{len(gold.documents)} documents, {arguments.rounds} rounds, Python {platform.python_version()}, "
        f"load {load:.1f}"
    )
    first, *others = arguments.systems
    for name, found_rates in rates.items():
        low, high = min(found_rates), max(found_rates)
        print(f"{name}: {statistics.median(found_rates):,.1f} documents a second ({low:,.1f}–{high:,.1f})")
    for name in others:
        ratios = sorted(rate / of_first for rate, of_first in zip(rates[name], rates[first], strict=True))
        print(
            f"{name} is {statistics.median(ratios):.1f} times as fast as {first} "
            f"({ratios[0]:.1f}–{ratios[-1]:.1f})"
        )


if __name__ == "__main__":
    main()
