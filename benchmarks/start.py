"""How long the command takes to say anything: ``bench --help`` as a whole process.

python benchmarks/start.py
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

ROUNDS = 30


def main() -> None:
    command = [str(Path(sys.executable).with_name("bench")), "--help"]
    subprocess.run(command, check=True, capture_output=True)  # once, so that bytecode is there
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        times.append(1000 * (time.perf_counter() - start))
    low, middle, high = min(times), statistics.median(times), max(times)
    print(f"bench --help: median {middle:.0f} ms ({low:.0f}–{high:.0f}), {ROUNDS} runs")


if __name__ == "__main__":
    main()
