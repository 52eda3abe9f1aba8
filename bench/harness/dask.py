"""A Dask cluster as the executor of a run: a `concurrent.futures.Executor`, like the executor on one machine.

Dask takes some milliseconds to hand a task to a worker and to fetch the result, so documents travel in batches.
The first batch is one document. When the time for one document is known, a batch holds as many as take
`BATCH_SECONDS`. The workers need bench, the systems' files and their environments, at the same paths as here.
"""

from __future__ import annotations

import re
import threading
import time
import uuid
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import contextmanager, suppress
from itertools import zip_longest
from typing import Any

import bench
from bench.errors import BenchError, UsageError
from bench.harness import pool
from bench.harness.outcome import Outcome
from bench.harness.task import Task

SCHEME = "dask://"
AHEAD = 256
"""The number of documents that are on the cluster at a time."""
BATCH_SECONDS = 0.1
"""The seconds that a worker should need for a batch."""
BATCH_MOST = AHEAD // 8
"""The largest number of documents in a batch, so that several workers get documents."""
WITHOUT_WORKERS = 60
"""The seconds after which a cluster without a worker is given up. A worker that died may be started again."""
CHECK = 5
"""The seconds of waiting after which the workers are counted."""
RESUME = "go on by --resume"
DIED = "the cluster's workers died on it"
"""The cause of failure of a document that ends its worker each time."""


@contextmanager
def connect(address: str) -> Iterator[Executor]:
    """Yields an executor on the cluster at ``address``, such as ``dask://HOST:PORT``.

    When the context ends, the systems' processes on the workers end too. Raises UsageError for a malformed
    address, if dask isn't installed, if no scheduler answers, and if a worker lacks this version of bench. Raises
    BenchError when the connection to the cluster is lost.
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
            yield Batches(inner, run, killed=KilledWorker, workers=lambda: len(client.nthreads()))
        except (KilledWorker, CommClosedError) as error:
            reason = str(error).split("\n", 1)[0]
            raise BenchError(f"the cluster at {address} was lost: {reason}; {RESUME}") from error
        finally:
            if client.status == "running":
                inner.shutdown(wait=False)  # after an error or an interrupt, unfinished documents are given up
                client.run(_shut_down, run, on_error="ignore")


def _check_workers(client: Any, address: str) -> None:
    """Raises UsageError if there are no workers, or if a worker lacks the version of bench that runs here."""
    found = client.run(_version, on_error="return")
    if not found:
        raise UsageError(f"the Dask scheduler at {address} has no worker; start one: dask worker {address[7:]}")
    for worker, version in found.items():
        if version != bench.__version__:
            raise UsageError(
                f"the worker {worker} has no bench {bench.__version__} ({version}); install the same there"
            )


class Batches(Executor):
    """An executor that sends documents in batches to another executor. Each document has a future of its own.

    A batch is sent when it is full, or when a caller waits for one of its documents.
    """

    def __init__(
        self,
        inner: Executor,
        run: str,
        *,
        killed: type[BaseException] = BrokenExecutor,
        workers: Callable[[], int] = lambda: 1,
    ) -> None:
        """Takes the error for a batch whose workers died, and a function that counts the workers."""
        self._inner, self._run, self._killed, self._workers = inner, run, killed, workers
        self._lock = threading.RLock()
        self._gathered: list[tuple[Task, Awaited]] = []
        self._size = 1
        self._doubtful: deque[tuple[Task, Awaited]] = deque()
        """The documents of batches whose workers died; the first of them is on the cluster, alone."""
        self._seen = time.monotonic()
        """The time at which there was a worker."""

    def submit(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Adds a call of `pool.attempt` (one document) to the batch. Any other call is sent at once."""
        if function is not pool.attempt:
            return self._inner.submit(function, *args, **kwargs)
        with self._lock:
            if self._gathered and self._gathered[-1][0].training is not args[0].training:
                self.send()  # fitting on other training documents takes time that isn't part of any outcome
            future = Awaited(self)
            self._gathered.append((args[0], future))
            if len(self._gathered) >= self._size:
                self.send()
            return future

    def send(self) -> None:
        """Sends the documents of the current batch."""
        with self._lock:
            batch, self._gathered = self._gathered, []
        if batch:
            # pickled as one list, so that objects that the tasks share travel once
            self._submit(batch)

    def check(self) -> None:
        """Raises BenchError if the cluster has had no worker for `WITHOUT_WORKERS` seconds."""
        if self._workers():
            self._seen = time.monotonic()
        elif time.monotonic() - self._seen > WITHOUT_WORKERS:
            raise BenchError(f"the cluster has no worker any more; start one, and {RESUME}")

    def _submit(self, batch: Sequence[tuple[Task, Awaited]]) -> None:
        sent = self._inner.submit(_attempt_all, self._run, [task for task, _ in batch])
        sent.add_done_callback(lambda done: self._deliver(done, batch))

    def _deliver(self, done: Future[list[Outcome]], batch: Sequence[tuple[Task, Awaited]]) -> None:
        error = done.exception() if not done.cancelled() else BenchError(f"the cluster gave up; {RESUME}")
        with self._lock:
            alone = bool(self._doubtful) and batch[0] is self._doubtful[0]
            if alone:
                self._doubtful.popleft()
            if isinstance(error, self._killed) and not alone:
                # one of the documents ended the workers, so each is tried alone, one after another
                self._doubtful.extend(batch)
                following = self._doubtful[0] if len(self._doubtful) == len(batch) else None
            else:
                following = self._doubtful[0] if alone and self._doubtful else None
        if following is not None:
            self._submit([following])
        if isinstance(error, self._killed):
            if alone:
                ((task, future),) = batch
                future.set_result(Outcome(task.name, None, failed=DIED))
            return
        if error is not None:
            for _, future in batch:
                future.set_exception(error)
            return
        outcomes = done.result()
        seconds = sum(outcome.seconds for outcome in outcomes) / len(outcomes)
        # a failed document says nothing about the usual time: it may have taken the whole time limit
        timed = all(outcome.layers is not None for outcome in outcomes)
        with self._lock:
            self._size = max(1, min(BATCH_MOST, int(BATCH_SECONDS / max(seconds, 1e-6)))) if timed else 1
        for (_, future), outcome in zip(batch, outcomes, strict=True):
            future.set_result(outcome)


class Awaited(Future[Any]):
    """The future of a document whose batch may not have been sent yet."""

    def __init__(self, batches: Batches) -> None:
        super().__init__()
        self._batches = batches

    def result(self, timeout: float | None = None) -> Any:
        """Returns the result, as any future does. The current batch is sent first."""
        if not self.done():
            self._batches.send()
        while timeout is None and not self.done():
            with suppress(TimeoutError):
                super().result(CHECK)
                break
            self._batches.check()
        return super().result(timeout)


def _attempt_all(run: str, tasks: list[Task]) -> list[Outcome]:
    """Returns the outcomes of a batch of tasks. It is called on a worker."""
    pool.POOLS.join(run)
    return [pool.attempt(task, following) for task, following in zip_longest(tasks, tasks[1:])]


def _shut_down(run: str) -> None:
    """Ends all system processes that a run started on this worker."""
    pool.POOLS.shutdown(run)


def _version() -> str:
    """Returns the version of bench on a worker."""
    return bench.__version__
