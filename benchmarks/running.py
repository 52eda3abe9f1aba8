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

from bench import evaluation
from bench.crew import local
from bench.environment import prepare
from bench.evaluation import Keep
from bench.registry import read
from bench.suite import Suite
from bench.validation import load
from bench.worker import load_file

TRIVIAL = '''"""Marks the first word."""
from bench import Timex, system

@system(layers=["timexes"])
def trivial(document):
    return [Timex(0, 3, "DATE", document.dct.isoformat())]
'''
STEADY = '''"""Works for as long on each document."""
from bench import Timex, system

@system(layers=["timexes"])
def steady(document):
    total = 0
    for number in range({turns}):
        total += number * number
    return [Timex(0, 3, "DATE", document.dct.isoformat(), None)]
'''
SENTENCE = "The fair opened on Monday, and those who came by Tuesday saw rain on two of its four days. "
TEXT = SENTENCE * 22
"""Of 2,000 characters, as a news article has."""
QUIET = 0.1
"""Cores that other programs may use in a quiet round; with more, a process that is woken waits for them."""


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
    path.write_text(STEADY.format(turns=calibrated(0.010)), encoding="utf-8")
    (system,) = read(path)
    function = load_file(path).steady
    environment = prepare(system, folder / "cache", {})
    documents = [gold.bare(entry) for entry in gold.documents]
    more: dict[str, list[float]] = {"all": [], "quiet": [], "CPU": []}
    with local(1) as executor:
        evaluation.evaluate_system(system, environment, gold, executor)  # starts the process
        for turn in range(rounds):
            times = [time.perf_counter()]
            whole, own = [cpu_of_all()], [cpu_of_own()]
            for side in (0, 1):
                if side:
                    keep = Keep(folder / f"kept{turn}")
                    evaluation.evaluate_system(system, environment, gold, executor, keep=keep)
                else:
                    for document in documents:
                        function(document)
                times.append(time.perf_counter())
                whole.append(cpu_of_all())
                own.append(cpu_of_own())
            more["all"].append(percent_more(times))
            more["CPU"].append(percent_more(own))
            others = whole[2] - whole[0] - (own[2] - own[0])
            if others <= QUIET * (times[2] - times[0]):
                more["quiet"].append(percent_more(times))
    print(f"evaluate, {count} documents of some 10 ms, beside a bare loop in the same round; more by:")
    for name, figures in more.items():
        if len(figures) > 3:
            low, middle, high = statistics.quantiles(figures, n=4)
            label = "CPU time, all rounds" if name == "CPU" else f"time, {name} rounds"
            print(f"  {label} ({len(figures)}): {middle:.1f} % (median; middle half {low:.1f} to {high:.1f})")


def percent_more(marks: list[float]) -> float:
    """By how much the second stretch between three marks is longer than the first, in percent."""
    return 100 * ((marks[2] - marks[1]) / (marks[1] - marks[0]) - 1)


def cpu_of_all() -> float:
    """Seconds of CPU used on this machine so far, on all cores. Not every system knows every kind."""
    whole = psutil.cpu_times()
    return float(sum(getattr(whole, kind, 0.0) for kind in ("user", "nice", "system", "irq", "softirq", "steal")))


def cpu_of_own() -> float:
    """Seconds of CPU that this process and those that it started have used."""
    mine = psutil.Process()
    own = [mine.cpu_times(), *(child.cpu_times() for child in mine.children(recursive=True))]
    return float(sum(times.user + times.system for times in own))


def calibrated(seconds: float) -> int:
    """How many turns of the loop take that long on this machine."""
    turns = 1_000_000
    start = time.perf_counter()
    total = 0
    for number in range(turns):
        total += number * number
    return round(turns * seconds / (time.perf_counter() - start))


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
