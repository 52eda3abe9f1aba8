"""A real Dask cluster on this machine: a scheduler and two workers in processes of their own."""

from __future__ import annotations

import contextlib
import datetime
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, Executor, Future
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import psutil
import pytest

from bench.cli.root import run
from bench.dataset.suite import NOTHING
from bench.errors import BenchError, UsageError
from bench.harness import pool
from bench.harness.dask import BATCH_MOST, Batches, connect
from bench.harness.outcome import Outcome
from bench.harness.process import Limits
from bench.harness.schedule import run as run_tasks
from bench.harness.task import Task
from bench.sdk.model import Document
from bench.systems.discovery import read
from bench.systems.environment import prepare
from tests.conftest import ROOT, write_suite

COUNT = 60
SYSTEM = '''
"""Mondays, slowly; one document fails."""
import time
from bench import Timex, system

@system(layers=["timexes"])
def slow(document):
    time.sleep({pause})
    if document.id == "d7":
        raise ValueError("seven")
    at = document.text.index("Monday")
    return [Timex(at, at + 6, "DATE", document.dct.isoformat())]
'''
RESOLVER = '''
"""Mondays, where they stand and what they mean; one document fails at each."""
from bench import Timex, system

@system(layers=["timexes"])
class resolver:
    def extract(self, document):
        if document.id == "d7":
            raise ValueError("seven")
        at = document.text.index("Monday")
        return [Timex(at, at + 6, "DATE")]

    def resolve(self, document, spans):
        if document.id == "d9":
            raise ValueError("nine")
        return [Timex(start, end, "DATE", "2021-05-03") for start, end in spans]
'''
ABOVE = '''
"""Something happens on each Monday, and all of it is one happening."""
from bench import Entry, Event, Link, system

@system(layers=["events", "links"], wants=["slow"])
def above(document):
    (monday,) = document.timexes
    yield Event(monday.start - 9, monday.start - 3, when=monday.value, id="opened")
    yield Link("opened", monday.id, "IS_INCLUDED")

@system(layers=["timeline"], wants=["above"])
def gather(documents):
    yield Entry("all", mentions=[(document.id, document.events[0].id) for document in documents])
'''


@dataclass
class Cluster:
    """The processes, and where the scheduler answers."""

    address: str
    workers: list[subprocess.Popen[bytes]]


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    folder = tmp_path_factory.mktemp("cluster")
    path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    environment = {**os.environ, "PYTHONPATH": path, "TMPDIR": str(folder)}
    processes: list[subprocess.Popen[bytes]] = []

    def start(*arguments: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "distributed.cli." + arguments[0], *arguments[1:], "--no-dashboard"]
        with (folder / "log").open("ab") as log:
            process = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log)
        processes.append(process)
        return process

    try:
        contact = folder / "scheduler.json"
        start("dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(contact))
        address = scheduler_address(contact).removeprefix("tcp://")
        options = ("--nthreads", "1", "--no-nanny", "--host", "127.0.0.1", "--local-directory", str(folder))
        workers = [start("dask_worker", f"tcp://{address}", *options) for _ in range(2)]
        wait_for_workers(address, 2, folder / "log")
        yield Cluster(f"dask://{address}", workers)
    finally:
        for process in reversed(processes):
            process.kill()
            process.wait()


def scheduler_address(contact: Path, within: float = 60) -> str:
    """Return the address that a scheduler writes into its contact file once it listens."""
    deadline = time.monotonic() + within
    while True:
        with contextlib.suppress(FileNotFoundError, json.JSONDecodeError):
            return str(json.loads(contact.read_text(encoding="utf-8"))["address"])
        assert time.monotonic() < deadline, "the scheduler didn't start"
        time.sleep(0.05)


def wait_for_workers(address: str, count: int, log: Path) -> None:
    from distributed import Client

    with Client(f"tcp://{address}", timeout=30, set_as_default=False) as client:  # type: ignore[no-untyped-call]
        try:
            client.wait_for_workers(count, timeout=30)
        except TimeoutError:
            raise RuntimeError(log.read_text()) from None


@pytest.fixture
def suite(tmp_path: Path) -> str:
    text = "The fair opened on Monday."
    documents = [{"id": f"d{n}", "text": f"{n} {text}", "dct": "2021-05-04"} for n in range(COUNT)]
    timexes = [
        {"doc": row["id"], "id": "t1", "start": at, "end": at + 6, "text": "Monday", "type": "DATE"}
        for row in documents
        for at in [row["text"].index("Monday")]
    ]
    stated = {"dct_basis": "stated", "dct_reason": "invented", "sentences": [0]}
    layers: dict[str, list[dict[str, Any]]] = {
        "documents": [{**row, **stated, "sha256": sha256(row["text"].encode()).hexdigest()} for row in documents],
        "timexes": [{**row, "value": "2021-05-03", "kind": "deictic"} for row in timexes],
        "events": [],
    }
    return str(write_suite(tmp_path / "fair", layers))


def system(folder: Path, pause: float = 0.001) -> str:
    path = folder / "slow.py"
    path.write_text(SYSTEM.format(pause=pause), encoding="utf-8")
    return str(path)


def content(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def systems_of(worker: subprocess.Popen[bytes]) -> list[psutil.Process]:
    """The systems' processes that a worker has started; Dask has children of its own."""
    return [child for child in psutil.Process(worker.pid).children(recursive=True) if is_system(child)]


def is_system(process: psutil.Process) -> bool:
    try:
        return "bench.sdk.worker" in process.cmdline()
    except psutil.Error:
        return False  # it has ended meanwhile


def gone(worker: subprocess.Popen[bytes]) -> bool:
    """Whether none of a worker's systems runs; it takes a moment until they have ended."""
    deadline = time.monotonic() + 10
    while systems_of(worker) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not systems_of(worker)


def test_one_job_four_jobs_and_the_cluster_give_the_same_bytes(
    cluster: Cluster, tmp_path: Path, suite: str, capsys: pytest.CaptureFixture[str]
) -> None:
    where = {"one": ["--jobs", "1"], "four": ["--jobs", "4"], "cluster": ["--executor", cluster.address]}
    for name, options in where.items():
        results = ["--gold", suite, "--no-cache", "-o", str(tmp_path / "results" / name)]
        assert run(["evaluate", system(tmp_path), *results, *options]) == 3
        assert run(["run", system(tmp_path), suite, "-o", str(tmp_path / "runs" / name), *options]) == 3
        assert "failed: d7: ValueError: seven (slow.py:" in capsys.readouterr().err
    for kind in ("results", "runs"):
        one, four, on_cluster = (content(tmp_path / kind / name) for name in where)
        assert one == four == on_cluster
        assert one
    lines = (tmp_path / "runs" / "cluster" / "documents.jsonl").read_text().splitlines()
    assert [json.loads(line)["id"] for line in lines] == [f"d{number}" for number in range(COUNT)]
    assert all(map(gone, cluster.workers))


def test_given_spans_give_the_same_bytes_on_a_cluster(
    cluster: Cluster, tmp_path: Path, suite: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "resolver.py"
    path.write_text(RESOLVER, encoding="utf-8")
    for name, options in {"here": ["--jobs", "2"], "there": ["--executor", cluster.address]}.items():
        results = ["--gold", suite, "--no-cache", "-o", str(tmp_path / name)]
        assert run(["evaluate", str(path), *results, *options]) == 3
        told = capsys.readouterr().err
        assert "failed: resolver on d7: ValueError: seven" in told
        assert "failed: resolver on d9, given spans: ValueError: nine" in told
    assert content(tmp_path / "here") == content(tmp_path / "there")
    assert len((tmp_path / "there" / "fair" / "resolver" / "resolved.jsonl").read_text().splitlines()) == COUNT - 1
    assert all(map(gone, cluster.workers))


def test_systems_that_want_each_other_give_the_same_bytes_on_a_cluster(
    cluster: Cluster, tmp_path: Path, suite: str
) -> None:
    # gold has a timeline, without which a system that makes one isn't evaluated
    opened = {"doc": "d0", "id": "e1", "start": 11, "end": 17, "text": "opened", "class": "OCCURRENCE"}
    opening = {"id": "opening", "label": "The fair opens", "mentions": [["d0", "e1"]]}
    (Path(suite) / "events.jsonl").write_text(json.dumps({**opened, "realis": "ACTUAL"}) + "\n")
    (Path(suite) / "timeline.jsonl").write_text(json.dumps(opening) + "\n")
    folder = tmp_path / "systems"
    folder.mkdir()
    (folder / "above.py").write_text(ABOVE, encoding="utf-8")
    system(folder)
    for name, options in {"one": [], "cluster": ["--executor", cluster.address]}.items():
        common = ["--systems-folder", str(folder), "--no-cache", "-o", str(tmp_path / name)]
        assert run(["evaluate", "gather", "--gold", suite, *common, *options]) == 3
        common[-1] += "-run"
        common.remove("--no-cache")
        assert run(["run", "above", suite, *common, *options]) == 3
    for kind in ("", "-run"):
        assert content(tmp_path / f"one{kind}") == content(tmp_path / f"cluster{kind}")
    (entry,) = (tmp_path / "cluster" / "fair" / "gather" / "timeline.jsonl").read_text().splitlines()
    assert len(json.loads(entry)["mentions"]) == COUNT - 1
    assert all(map(gone, cluster.workers))


def test_one_run_ends_its_own_processes_and_no_others(cluster: Cluster, tmp_path: Path) -> None:
    with connect(cluster.address) as executor:
        (declared,) = read(Path(system(tmp_path)))
        document = Document("d1", "On Monday.", datetime.date(2021, 5, 4))
        task = Task(declared, prepare(declared, tmp_path / "cache", {}), Limits(), document=document)
        assert executor.submit(pool.attempt, task).result().layers is not None
        assert sum(len(systems_of(worker)) for worker in cluster.workers) == 1
        with connect(cluster.address):
            pass
        assert sum(len(systems_of(worker)) for worker in cluster.workers) == 1
    assert all(map(gone, cluster.workers))


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("ray://127.0.0.1:1", "give a Dask scheduler as dask://HOST:PORT"),
        ("dask://", "give a Dask scheduler as dask://HOST:PORT"),
    ],
)
def test_an_address_where_no_scheduler_is(address: str, says: str) -> None:
    with pytest.raises(UsageError, match=says), connect(address):
        pass


class Recorder(Executor):
    """Runs each batch at once, here, and keeps how many documents it had."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.sizes: list[int] = []

    def submit(self, function: Any, /, *args: Any, **_: Any) -> Future[Any]:
        del function
        _run, tasks = args
        self.sizes.append(len(tasks))
        future: Future[Any] = Future()
        future.set_result([Outcome(task.document.id, NOTHING, seconds=self.seconds) for task in tasks])
        return future


@pytest.mark.parametrize(("seconds", "most"), [(10.0, 1), (0.05, 2), (0.0001, BATCH_MOST)])
def test_batches_are_as_large_as_documents_are_fast(tmp_path: Path, seconds: float, most: int) -> None:
    (declared,) = read(Path(system(tmp_path)))
    environment = prepare(declared, tmp_path / "cache", {})
    day = datetime.date(2021, 5, 4)
    inner = Recorder(seconds)
    tasks = (Task(declared, environment, Limits(), document=Document(f"d{n}", "", day)) for n in range(201))
    found = [outcome.document for outcome in run_tasks(tasks, Batches(inner, "run"), ahead=64)]
    assert found == [f"d{n}" for n in range(201)]
    assert (inner.sizes[0], max(inner.sizes), sum(inner.sizes)) == (1, most, 201)


class Deadly(Recorder):
    """As `Recorder`, but some documents end the workers of their batch, whatever else is in it."""

    def __init__(self, deadly: set[str]) -> None:
        super().__init__(0.0001)
        self._deadly = deadly

    def submit(self, function: Any, /, *args: Any, **others: Any) -> Future[Any]:
        if self._deadly.isdisjoint(task.document.id for task in args[1]):
            return super().submit(function, *args, **others)
        future: Future[Any] = Future()
        future.set_exception(BrokenExecutor("killed"))
        return future


def some_tasks(folder: Path, count: int) -> list[Task]:
    (declared,) = read(Path(system(folder)))
    environment = prepare(declared, folder / "cache", {})
    day = datetime.date(2021, 5, 4)
    return [Task(declared, environment, Limits(), document=Document(f"d{n}", "", day)) for n in range(count)]


def test_r12_a_document_that_ends_its_workers_costs_itself(tmp_path: Path) -> None:
    deadly = {"d40", "d41", "d130", "d200"}
    tasks = some_tasks(tmp_path, 201)
    found = list(run_tasks(tasks, Batches(Deadly(deadly), "run"), ahead=64))
    assert [outcome.document for outcome in found] == [f"d{n}" for n in range(201)]
    failed = {outcome.document: outcome.failed for outcome in found if outcome.layers is None}
    assert failed == dict.fromkeys(deadly, "the cluster's workers died on it")


def test_r12_a_cluster_without_workers_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Silent(Executor):
        def submit(self, _: Any, /, *__: Any, **___: Any) -> Future[Any]:
            return Future()

    monkeypatch.setattr("bench.harness.dask.CHECK", 0.01)
    monkeypatch.setattr("bench.harness.dask.WITHOUT_WORKERS", 0.05)
    counts = iter([1, 0])
    batches = Batches(Silent(), "run", workers=lambda: next(counts, 0))
    with pytest.raises(BenchError, match="no worker any more; start one, and go on by --resume"):
        list(run_tasks(some_tasks(tmp_path, 3), batches, ahead=2))


def test_documents_that_are_fitted_on_others_travel_alone(tmp_path: Path) -> None:
    (declared,) = read(Path(system(tmp_path)))
    environment = prepare(declared, tmp_path / "cache", {})
    day = datetime.date(2021, 5, 4)
    inner = Recorder(0.0001)
    tasks = (
        Task(declared, environment, Limits(), document=Document(f"d{n}", "", day), training=({"id": f"other{n}"},))
        for n in range(20)
    )
    assert len(list(run_tasks(tasks, Batches(inner, "run"), ahead=8))) == 20
    assert set(inner.sizes) == {1}


def test_a_worker_that_is_killed_loses_nothing(
    cluster: Cluster, tmp_path: Path, suite: str, capsys: pytest.CaptureFixture[str]
) -> None:
    # stands last: the cluster has one worker fewer afterwards
    path = system(tmp_path, pause=0.03)
    assert run(["run", path, suite, "-o", str(tmp_path / "whole")]) == 3
    victim, documents = cluster.workers[0], tmp_path / "out" / "documents.jsonl"

    def kill() -> None:
        while not documents.exists() or documents.read_bytes().count(b"\n") < 10 or not systems_of(victim):
            time.sleep(0.01)
        victim.kill()
        victim.wait()

    killer = threading.Thread(target=kill, daemon=True)
    capsys.readouterr()
    killer.start()
    assert run(["run", path, suite, "-o", str(tmp_path / "out"), "--executor", cluster.address]) == 3
    killer.join(10)
    assert victim.poll() is not None
    assert content(tmp_path / "out") == content(tmp_path / "whole")
    assert gone(cluster.workers[1])
    assert "60 asked, 59 done, 1 failed" in capsys.readouterr().err
