"""How much faster two workers of a Dask cluster are than one, and what a worker costs that is killed.

    python benchmarks/cluster.py

Starts a scheduler and workers on this machine, each with one thread, and runs ``bench run`` over a corpus with a
system that takes 20 ms of the processor for each document (``--milliseconds``). One and two workers take turns.
Seconds are counted from the first finished document to the end, since starting is the same for both; the quiet
machine needs a core for each worker. Then one of two workers is killed in the middle of a run, and its predictions
are compared with those of the run that wasn't disturbed.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.inputs import TEXT

BUSY = '''"""Takes some milliseconds of the processor for each document."""
import time

from bench import Timex, system

@system(layers=["timexes"])
def busy(document):
    end = time.process_time() + MILLISECONDS / 1000
    while time.process_time() < end:
        pass
    return [Timex(3, 9, "DATE", document.dct.isoformat())]
'''
BENCH = str(Path(sys.executable).with_name("bench"))
WITHIN = 60
"""The seconds within which the scheduler and its workers have to be there."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=1_000)
    parser.add_argument("--milliseconds", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        busy = BUSY.replace("MILLISECONDS", str(arguments.milliseconds))
        (folder / "busy.py").write_text(busy, encoding="utf-8")
        with (folder / "corpus.jsonl").open("w", encoding="utf-8") as file:
            for number in range(arguments.documents):
                file.write(json.dumps({"id": f"d{number}", "text": TEXT, "dct": "2023-09-19"}) + "\n")
        seconds: dict[int, list[float]] = {1: [], 2: []}
        for turn in range(arguments.rounds):
            for workers, found in seconds.items():
                with cluster(folder, workers) as (address, _):
                    found.append(run(folder, address, f"{workers}-{turn}"))
                print(f"{workers} worker(s): {found[-1]:.1f} s; load {os.getloadavg()[0]:.1f}", flush=True)
        ratios = sorted(one / two for one, two in zip(seconds[1], seconds[2], strict=True))
        print(
            f"{arguments.documents:,} documents of {arguments.milliseconds} ms: two workers are "
            f"{statistics.median(ratios):.2f} times as fast as one ({ratios[0]:.2f}–{ratios[-1]:.2f})"
        )
        with cluster(folder, 2) as (address, processes):

            def kill(done: int) -> None:
                if done >= arguments.documents // 2 and processes[0].poll() is None:
                    processes[0].kill()

            disturbed = run(folder, address, "killed", kill)
            killed = processes[0].poll() is not None
        same = content(folder / "killed") == content(folder / "2-0")
        print(f"one of two workers killed in the middle ({killed}): {disturbed:.1f} s, the same files: {same}")


@contextmanager
def cluster(folder: Path, workers: int) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """Yields the address of a scheduler, and the processes of its workers."""
    processes: list[subprocess.Popen[bytes]] = []

    def start(*arguments: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", f"distributed.cli.{arguments[0]}", *arguments[1:], "--no-dashboard"]
        with (folder / "log").open("ab") as log:
            processes.append(subprocess.Popen(command, cwd=folder, stdout=log, stderr=log))
        return processes[-1]

    with tempfile.TemporaryDirectory() as name:
        contact = Path(name) / "scheduler.json"
        try:
            start("dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(contact))
            address = scheduler_address(contact)
            options = ("--nthreads", "1", "--no-nanny", "--host", "127.0.0.1", "--local-directory", name)
            found = [start("dask_worker", address, *options) for _ in range(workers)]
            wait_for_workers(address, workers)
            yield address.replace("tcp", "dask", 1), found
        finally:
            for process in reversed(processes):
                process.kill()
                process.wait()


def scheduler_address(contact: Path) -> str:
    """Returns the address that a scheduler writes into its contact file once it listens."""
    deadline = time.monotonic() + WITHIN
    while time.monotonic() < deadline:
        with contextlib.suppress(FileNotFoundError, json.JSONDecodeError):
            return str(json.loads(contact.read_text(encoding="utf-8"))["address"])
        time.sleep(0.05)
    raise RuntimeError("the scheduler didn't start")


def wait_for_workers(address: str, count: int) -> None:
    from distributed import Client

    with Client(address, timeout=WITHIN, set_as_default=False) as client:  # type: ignore[no-untyped-call]
        client.wait_for_workers(count, timeout=WITHIN)


def run(folder: Path, address: str, name: str, look: Callable[[int], object] = lambda _: None) -> float:
    """Runs the corpus on a cluster into the folder ``name``, and returns the seconds from the first document on.

    ``look`` is called with the number of finished documents, again and again. Raises RuntimeError if documents
    fail.
    """
    out = folder / name
    where = ["--executor", address, "--no-cache", "-o", str(out)]
    command = [BENCH, "run", str(folder / "busy.py"), str(folder / "corpus.jsonl"), *where]
    with (folder / "run-log").open("wb") as log:
        running = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
    first, documents = 0.0, out / "documents.jsonl"
    while running.poll() is None:
        time.sleep(0.05)
        done = documents.read_bytes().count(b"\n") if documents.exists() else 0
        if done and not first:
            first = time.perf_counter()
        look(done)
    if running.returncode:
        raise RuntimeError(f"exit code {running.returncode}: {(folder / 'run-log').read_text(encoding='utf-8')}")
    return time.perf_counter() - first


def content(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


if __name__ == "__main__":
    main()
