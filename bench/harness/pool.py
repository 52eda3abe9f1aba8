"""The pool of a run: the system processes that wait for their next question, one for each thread and system."""

from __future__ import annotations

import atexit
import contextlib
import threading
import time
from collections import deque
from collections.abc import Iterator
from concurrent.futures import CancelledError, Executor, ThreadPoolExecutor
from dataclasses import replace

from bench.harness.errors import AnswerError, EndedError
from bench.harness.outcome import Heard, Outcome, reason, unheard
from bench.harness.prefetch import PrefetchExecutor
from bench.harness.task import Question, Task
from bench.harness.warm_process import WarmProcess
from bench.sdk.model import Document


class Pool:
    """The warm processes of one run. Each belongs to a thread; `shutdown` ends those of all threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._processes: set[WarmProcess] = set()
        self._closed = False
        self._thread = threading.local()

    @property
    def _mine(self) -> dict[str, WarmProcess]:
        """The processes of this thread, by the name of the system. The process that was asked last comes last."""
        found: dict[str, WarmProcess] = self._thread.__dict__.setdefault("processes", {})
        return found

    def acquire(self, question: Question) -> WarmProcess:
        """Returns this thread's process for the question's system, or a new process if there is none that fits.

        A thread has at most ``question.warm`` processes: to make room, it ends those that were idle longest.
        Raises RuntimeError if the pool is shut down.
        """
        name, mine = question.system.name, self._mine
        process = mine.get(name)
        if process is None or not process.fits(question):
            self.release(name)
            while len(mine) >= question.warm:
                self.release(next(iter(mine)))
            process = WarmProcess(question)
            with self._lock:
                if self._closed:
                    raise RuntimeError("the run is over")
                self._processes.add(process)
        mine.pop(name, None)
        mine[name] = process
        return process

    def release(self, name: str) -> None:
        """Ends this thread's process of the system with this name, if there is one."""
        process = self._mine.pop(name, None)
        if process is not None:
            with self._lock:
                self._processes.discard(process)
            process.close()

    def release_all(self) -> None:
        """Ends all processes of this thread."""
        for name in list(self._mine):
            self.release(name)

    @property
    def closed(self) -> bool:
        """True after `shutdown`: a question that fails then has no outcome."""
        return self._closed

    def shutdown(self) -> None:
        """Ends the processes of all threads. Their unanswered questions fail, and no new process starts."""
        with self._lock:
            self._closed = True
            processes = list(self._processes)
            self._processes.clear()
        for process in processes:
            process.close()


class Pools:
    """The pools of one Python interpreter.

    Each thread uses one pool: that of a run on this machine, or, on a worker of a Dask cluster, that of the
    cluster's run. When the interpreter exits, the pools of the cluster's runs are shut down.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._thread = threading.local()
        self._of_run: dict[str, Pool] = {}
        self._ended: deque[str] = deque(maxlen=1000)
        """The last 1000 runs of a cluster that are over. Their late questions must start no process."""
        self._over = Pool()
        self._over.shutdown()
        atexit.register(self._shutdown_all)

    @property
    def current(self) -> Pool:
        """The pool that this thread uses; a new one if the thread has none yet."""
        found: Pool | None = getattr(self._thread, "pool", None)
        if found is None:
            found = self._thread.pool = Pool()
        return found

    def use(self, pool: Pool) -> None:
        """Makes this thread use ``pool``. The thread's processes in its former pool end."""
        if self.current is not pool:
            self.current.release_all()
            self._thread.pool = pool

    def join(self, run: str) -> None:
        """Makes this thread use the pool of a cluster's run. ``run`` is the id of the run."""
        with self._lock:
            pool = self._over if run in self._ended else self._of_run.setdefault(run, Pool())
        self.use(pool)

    def shutdown(self, run: str) -> None:
        """Ends the processes that a cluster's run started on this worker. Later questions of this run fail."""
        with self._lock:
            self._ended.append(run)
            pool = self._of_run.pop(run, self._over)
        pool.shutdown()

    def _shutdown_all(self) -> None:
        for pool in list(self._of_run.values()):
            pool.shutdown()


POOLS = Pools()
"""The pools of this interpreter. A module-level object, because an executor's functions can't be handed a pool."""


@contextlib.contextmanager
def local(jobs: int) -> Iterator[Executor]:
    """Yields an executor on this machine that runs ``jobs`` questions at a time.

    Each call also gets the question that follows, so that a system can be sent its next document early. When the
    context ends, all system processes end.
    """
    pool = Pool()
    threads = ThreadPoolExecutor(jobs, initializer=POOLS.use, initargs=(pool,))
    with PrefetchExecutor(threads, jobs) as executor:
        try:
            yield executor
        finally:
            pool.shutdown()
            executor.shutdown(wait=True, cancel_futures=True)


def attempt(question: Question, following: Question | None = None) -> Outcome:
    """Asks this thread's process of the question's system, or a new one, and returns the outcome.

    ``following`` is the question that this thread will ask next, if that is known. If the process ends on a
    question after it has answered others, the question is asked once more of a new process: the outcome of a
    document must not depend on the documents before it. Raises CancelledError if the pool was shut down meanwhile.
    """
    pool = POOLS.current
    process = pool.acquire(question)
    tried = process.answered > 0
    try:
        return process.ask(question, following)
    except AnswerError as error:
        if pool.closed:
            raise CancelledError from None
        if isinstance(error, EndedError):
            pool.release(question.system.name)
            if tried:
                again = attempt(question, following)
                return replace(again, output=process.output + again.output)
        cause, usage = reason(str(error)), error.usage
    return Outcome(
        question.name,
        None,
        failed=cause,
        peak=process.peak,
        usage=usage,
        used=process.used,
        output=process.output,
    )


class Conversation:
    """A series of questions to one process of a task's system. Unlike in a run, no question is asked again."""

    def __init__(self, task: Task, heard: Heard = unheard) -> None:
        """Makes a conversation without starting a process. ``heard`` is called with each outcome."""
        self._task = task
        self._heard = heard
        self._process: WarmProcess | None = None

    def ask(self, document: Document) -> Outcome:
        """Returns the outcome of asking the process for the annotations of a document."""
        return self.put(replace(self._task, document=document))

    def put(self, question: Question) -> Outcome:
        """Returns the outcome of a question. If the process ends on it, the next question gets a new process."""
        process = self._process = self._process or WarmProcess(self._task)
        start = time.perf_counter()
        try:
            outcome = process.ask(question)
        except AnswerError as error:
            if isinstance(error, EndedError):
                self.close()
            seconds, cause = time.perf_counter() - start, reason(str(error))
            outcome = Outcome(
                question.name, None, failed=cause, seconds=seconds, usage=error.usage, output=process.output
            )
        self._heard(question.system.name, outcome)
        return outcome

    def close(self) -> None:
        """Ends the system's process, if there is one."""
        if self._process is not None:
            self._process.close()
        self._process = None
