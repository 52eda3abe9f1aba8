"""What the harness itself costs: the memory and time of ``bench run`` over a large corpus, and what ``bench
evaluate`` adds to a system of 10 ms a document, beside calling that system in a bare loop.

    python benchmarks/running.py

The corpus and all that is written go to a temporary folder. The two sides of the second part take turns.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

from bench.dataset.suite import Suite
from bench.gold.load import load
from bench.harness import evaluate
from bench.harness.pool import local
from bench.harness.setting import Keep, Setting
from bench.sdk.worker import load_file
from bench.systems.dependencies import Ready
from bench.systems.discovery import read
from bench.systems.environment import prepare
from benchmarks.inputs import TRIVIAL

STEADY = '''"""Works for 10 ms on each document, by the clock."""
import time

from bench import Timex, system

@system(layers=["timexes"])
def steady(document):
    end = time.perf_counter() + 0.010
    while time.perf_counter() < end:
        pass
    return [Timex(0, 3, "DATE", document.dct.isoformat(), None)]
'''
SENTENCE = "The fair opened on Monday, and those who came by Tuesday saw rain on two of its four days. "
TEXT = SENTENCE * 22
"""Of 2,000 characters, as a news article has."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=100_000, help="of the corpus; 0 leaves that part out")
    parser.add_argument("--suite", type=int, default=50, help="documents of the suite")
    parser.add_argument("--rounds", type=int, default=40)
    arguments = parser.parse_args()
    print(f"Python {platform.python_version()}\n")
    with tempfile.TemporaryDirectory() as name:
        if arguments.documents:
            corpus(Path(name), arguments.documents)
        overhead(Path(name), arguments.suite, arguments.rounds)


def corpus(folder: Path, count: int) -> None:
    """One ``bench run`` over ``count`` documents, its own resident memory looked at as it goes."""
    source, system, out = folder / "corpus.jsonl", folder / "trivial.py", folder / "predictions"
    system.write_text(TRIVIAL, encoding="utf-8")
    with source.open("w", encoding="utf-8") as file:
        for number in range(count):
            file.write(json.dumps({"id": f"d{number}", "text": f"{number} {TEXT}", "dct": "2023-09-19"}) + "\n")
    command = [str(Path(sys.executable).with_name("bench")), "run", str(system), str(source), "-o", str(out)]
    start = time.perf_counter()
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    harness = psutil.Process(running.pid)
    first, samples = 0.0, []
    while running.poll() is None:
        time.sleep(0.2)
        done = out / "documents.jsonl"
        if not first and done.exists() and done.stat().st_size:
            first = time.perf_counter()
        try:
            samples.append(harness.memory_info().rss / 2**20)
        except psutil.Error:
            break
    if running.wait():
        raise RuntimeError(f"{command}: exit code {running.returncode}")
    seconds = time.perf_counter() - first
    steady = [sample for sample in samples if sample > 1][5:]
    tenths = [steady[len(steady) * tenth // 10] for tenth in range(10)] + [steady[-1]]
    print(f"bench run, {count:,} documents of {len(TEXT):,} characters, a trivial system, 1 job:")
    print(f"  start {first - start:.1f} s, then {seconds:.1f} s: {1000 * seconds / count:.3f} ms a document")
    print(f"  MiB resident, at each tenth of the time: {' '.join(f'{value:.0f}' for value in tenths)}")
    print(f"  at most {max(samples):.0f} MiB\n")


def overhead(folder: Path, count: int, rounds: int) -> None:
    """``evaluate`` with its journal and scoring, and the bare loop, in turn, the system's process warm."""
    gold = suite(folder / "suite", count)
    path = folder / "steady.py"
    path.write_text(STEADY, encoding="utf-8")
    (system,) = read(path)
    function = load_file(path).steady
    environment = prepare(system, folder / "cache", {})
    documents = [gold.bare(entry) for entry in gold.documents]
    more: list[float] = []
    with local(1) as executor:
        evaluate.evaluate_system(Ready(system, environment), gold, executor)  # starts the process
        for turn in range(rounds):
            start = time.perf_counter()
            for document in documents:
                function(document)
            middle = time.perf_counter()
            setting = Setting(keep=Keep(folder / f"kept{turn}"))
            evaluate.evaluate_system(Ready(system, environment), gold, executor, setting)
            more.append(100 * ((time.perf_counter() - middle) / (middle - start) - 1))
    low, median, high = statistics.quantiles(more, n=4)
    print(f"evaluate, {count} documents of 10 ms, beside a bare loop in the same round, {rounds} rounds; more by:")
    print(f"  {median:.1f} % (median; middle half {low:.1f} to {high:.1f})")


def suite(folder: Path, count: int) -> Suite:
    """A suite of that many documents, each with one time expression."""
    folder.mkdir()
    with (folder / "documents.jsonl").open("w", encoding="utf-8") as file:
        for number in range(count):
            text = f"{number} {TEXT}"
            digest = hashlib.sha256(text.encode()).hexdigest()
            row = {"id": f"d{number}", "text": text, "sha256": digest, "dct": "2023-09-19"}
            file.write(
                json.dumps({**row, "dct_basis": "stated", "dct_reason": "invented", "sentences": [0]}) + "\n"
            )
    labels = {"id": "t1", "start": 0, "end": 3, "type": "DATE", "value": "2023", "kind": "explicit"}
    lines = [{"doc": f"d{number}", **labels, "text": f"{number} {TEXT}"[:3]} for number in range(count)]
    layer = "".join(json.dumps(line) + "\n" for line in lines)
    (folder / "timexes.jsonl").write_text(layer, encoding="utf-8")
    (folder / "README.md").write_text("---\nversion: 1.0.0\n---\n", encoding="utf-8")
    return load(folder)


if __name__ == "__main__":
    main()
