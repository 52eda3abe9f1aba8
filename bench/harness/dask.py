"""A Dask cluster as the executor: its client is a standard `concurrent.futures.Executor`, as the local one is.

Dask takes some milliseconds to hand a task to a worker and to fetch the result, so documents travel in batches. At
first a batch is one document. When the time for a document is known, a batch takes `BATCH_SECONDS`. The
workers need bench, the systems' files and environments, at the same paths as here.
"""

from __future__ import annotations

import re
import threading
import uuid
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from itertools import zip_longest
from typing import Any

import bench
from bench.errors import BenchError, UsageError
from bench.harness import pool
from bench.harness.outcome import Outcome
from bench.harness.task import Task

SCHEME = "dask://"
AHEAD = 256
"""Documents under way on a cluster at a time."""
BATCH_SECONDS = 0.1
"""The seconds that a batch should take its worker."""
BATCH_MOST = AHEAD // 8
"""Documents of a batch at most, so that several workers have some."""


@contextmanager
def connect(address: str) -> Iterator[Executor]:
    """Yields the cluster's executor; leaving it ends every process that it started on the workers.

    Raises UsageError for an address of another kind, if dask isn't installed, if nothing answers at the address,
    and if a worker has no bench or another version of it. Raises BenchError when the connection to the cluster is
    lost.
    """
    if not re.fullmatch(re.escape(SCHEME) + r"[^\s:/]+:\d+", address):
        raise UsageError(f"--executor {address!r}: give a Dask scheduler as {SCHEME}HOST:PORT")
    try:
        from distributed import Client, KilledWorker
        from distributed.comm.core import CommClosedError
    except ImportError:
        raise UsageError(
            "a Dask cluster needs dask; run: python -m pip install 'timeline-bench[cluster]'"
        ) from None
    try:
        client: Any = Client(f"tcp://{address.removeprefix(SCHEME)}", timeout=20, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise UsageError(f"no Dask scheduler answers at {address}: {error}") from None
    run = uuid.uuid4().hex
    with client:
        _check_workers(client, address)
        inner = client.get_executor(pure=False, retries=3)
        try:
            yield Batches(inner, run)
        except (KilledWorker, CommClosedError) as error:
            reason = str(error).split("\n", 1)[0]
            raise BenchError(f"the cluster at {address} was lost: {reason}; go on by --resume") from error
        finally:
            if client.status == "running":
                inner.shutdown(wait=False)  # what is still under way after an error or an interrupt is given up
                client.run(_shut_down, run, on_error="ignore")


def _check_workers(client: Any, address: str) -> None:
    """Raises UsageError unless there are workers, all with the bench that runs here."""
    found = client.run(_version, on_error="return")
    if not found:
        raise UsageError(f"the Dask scheduler at {address} has no worker; start one: dask worker {address[7:]}")
    for worker, version in found.items():
        if version != bench.__version__:
            raise UsageError(
                f"the worker {worker} has no bench {bench.__version__} ({version}); install the same there"
            )


class Batches(Executor):
    """Gathers documents into batches for another executor. Each document has a future of its own.

    A batch is sent when it is full, or when a caller waits for one of its documents.
    """

    def __init__(self, inner: Executor, run: str) -> None:
        self._inner, self._run = inner, run
        self._lock = threading.RLock()
        self._gathered: list[tuple[Task, Awaited]] = []
        self._size = 1

    def submit(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Gathers a document (`pool.attempt`), or sends any other function at once."""
        if function is not pool.attempt:
            return self._inner.submit(function, *args, **kwargs)
        with self._lock:
            if self._gathered and self._gathered[-1][0].training is not args[0].training:
                self.send()  # to fit anew takes time that no outcome tells of
            future = Awaited(self)
            self._gathered.append((args[0], future))
            if len(self._gathered) >= self._size:
                self.send()
            return future

    def send(self) -> None:
        """Sends the documents gathered so far."""
        with self._lock:
            batch, self._gathered = self._gathered, []
        if batch:
            # pickled as one list, so that what the documents have in common travels once
            sent = self._inner.submit(_attempt_all, self._run, [task for task, _ in batch])
            futures = [future for _, future in batch]
            sent.add_done_callback(lambda done: self._deliver(done, futures))

    def _deliver(self, done: Future[list[Outcome]], futures: Sequence[Awaited]) -> None:
        error = done.exception() if not done.cancelled() else BenchError("the cluster gave the documents up")
        if error is not None:
            for future in futures:
                future.set_exception(error)
            return
        outcomes = done.result()
        seconds = sum(outcome.seconds for outcome in outcomes) / len(outcomes)
        # a failed document has no time of its own: it may have taken all it was allowed
        timed = all(outcome.layers is not None for outcome in outcomes)
        with self._lock:
            self._size = max(1, min(BATCH_MOST, int(BATCH_SECONDS / max(seconds, 1e-6)))) if timed else 1
        for future, outcome in zip(futures, outcomes, strict=True):
            future.set_result(outcome)


class Awaited(Future[Any]):
    """The future of a document that may still wait for its batch."""

    def __init__(self, batches: Batches) -> None:
        super().__init__()
        self._batches = batches

    def result(self, timeout: float | None = None) -> Any:
        """Returns the result, as any future does. The documents gathered so far are sent first."""
        if not self.done():
            self._batches.send()
        return super().result(timeout)


def _attempt_all(run: str, tasks: list[Task]) -> list[Outcome]:
    """Runs each document, on a worker."""
    pool.POOLS.join(run)
    return [pool.attempt(task, following) for task, following in zip_longest(tasks, tasks[1:])]


def _shut_down(run: str) -> None:
    """Ends all processes that a run started on this worker."""
    pool.POOLS.shutdown(run)


def _version() -> str:
    """Returns the version of bench on a worker."""
    return bench.__version__
