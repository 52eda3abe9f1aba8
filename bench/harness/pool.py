"""The running systems of a run: warm processes, one a thread and system, ended with the run whatever happens."""

from __future__ import annotations

import atexit
import contextlib
import threading
import time
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import replace

from bench.harness.executor import Lookahead
from bench.harness.process import AnswerError, EndedError, NotStartedError, Process
from bench.harness.task import Outcome, Question, Task, reason


class Crew:
    """The warm processes of one run, so that all of them can be ended, whichever thread they belong to."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._workers: set[Worker] = set()
        self._dismissed = False

    def hire(self, task: Question) -> Worker:
        """A worker for a task. Raises RuntimeError once the crew is dismissed."""
        worker = Worker(task)
        with self._lock:
            if self._dismissed:
                raise RuntimeError("the run is over")
            self._workers.add(worker)
        return worker

    def let_go(self, worker: Worker) -> None:
        """End one worker's process."""
        with self._lock:
            self._workers.discard(worker)
        worker.close()

    def dismiss(self) -> None:
        """End all, now; what they were doing fails, and nothing starts anew."""
        with self._lock:
            self._dismissed = True
            workers = list(self._workers)
            self._workers.clear()
        for worker in workers:
            worker.close()


class Seat(threading.local):
    """What a thread has: its crew, and the workers it keeps warm from one document to the next."""

    def __init__(self) -> None:
        self.crew = Crew()
        self.workers: dict[str, Worker] = {}
        """By the system's name; the one that was asked last stands last."""

    def take(self, task: Question) -> Worker:
        """The warm worker of the task's system, else a new one, for which what was idle longest makes room."""
        name = task.system.name
        worker = self.workers.get(name)
        if worker is None or not worker.fits(task):
            self.give_up(name)
            while len(self.workers) >= task.warm:
                self.give_up(next(iter(self.workers)))
            worker = self.crew.hire(task)
        self.workers.pop(name, None)
        self.workers[name] = worker
        return worker

    def give_up(self, name: str) -> None:
        """End the worker of a system, if there is one."""
        worker = self.workers.pop(name, None)
        if worker is not None:
            self.crew.let_go(worker)


_seat = Seat()
_crews: dict[str, Crew] = {}
"""The crews of runs from elsewhere, on a cluster's worker; they end with the interpreter at the latest."""
_ended: deque[str] = deque(maxlen=1000)
"""Runs from elsewhere that are over, of which tasks may still come."""
_over = Crew()
_over.dismiss()
_crews_lock = threading.Lock()


def join(run: str) -> None:
    """Have this thread work for a run that comes from elsewhere; what it kept warm for another one ends."""
    with _crews_lock:
        crew = _over if run in _ended else _crews.setdefault(run, Crew())
    if _seat.crew is not crew:
        release()
        _seat.crew = crew


def dismiss(run: str) -> None:
    """End all that a run from elsewhere started here; what is still to come of it fails."""
    with _crews_lock:
        _ended.append(run)
        crew = _crews.pop(run, _over)
    crew.dismiss()


@atexit.register
def _dismiss_all() -> None:
    for crew in list(_crews.values()):
        crew.dismiss()


@contextlib.contextmanager
def local(jobs: int) -> Iterator[Executor]:
    """An executor on this machine that runs ``jobs`` documents at a time; leaving it ends every process.

    Each is told of the task after it, so that systems needn't wait for their next document.
    """
    crew = Crew()

    def sit() -> None:
        _seat.crew = crew

    with Lookahead(ThreadPoolExecutor(jobs, initializer=sit), jobs) as executor:
        try:
            yield executor
        finally:
            crew.dismiss()
            executor.shutdown(wait=True, cancel_futures=True)


def attempt(task: Question, following: Question | None = None) -> Outcome:
    """Run one task, in this thread's warm process of its system if there is one.

    ``following`` is the task that this thread will run next, if that is known.

    A document on which a process ends that has answered others before is tried once more in a new one: what an
    earlier document left behind must not be charged to it, nor may the outcome depend on who went before.
    """
    worker = _seat.take(task)
    tried = worker.answered > 0
    try:
        return worker.ask(task, following)
    except EndedError as error:
        _seat.give_up(task.system.name)
        if not tried:
            return Outcome(task.name, None, failed=reason(str(error)), peak=worker.peak)
    except AnswerError as error:
        return Outcome(task.name, None, failed=reason(str(error)), peak=worker.peak, usage=error.usage)
    return attempt(task, following)


def release() -> None:
    """End this thread's warm processes."""
    for name in list(_seat.workers):
        _seat.give_up(name)


class Worker:
    """A warm process, fitted if its system learns, and how much it has done."""

    def __init__(self, task: Question) -> None:
        self._kind = (task.system, task.environment, task.limits, task.training)
        self._lock = threading.Lock()
        self._closed = False
        self._process: Process | None = None
        self._broken = ""
        self.answered = 0
        """Documents that this process has answered."""
        self.peak = 0
        self._free = 0.0
        """When it had answered last."""

    def fits(self, task: Question) -> bool:
        """Whether it may run a task: the same system, fitted on the same documents."""
        kind = (task.system, task.environment, task.limits, task.training)
        if self._kind != kind:
            return False
        self._kind = kind  # equal but come anew over the network: the next of this batch is the very same
        return True

    def ask(self, task: Question, following: Question | None = None) -> Outcome:
        """One task's outcome. Raises AnswerError, EndedError when the process has ended of it.

        ``following`` is what it will be asked next; where that is a document for this process, it goes ahead.
        A system that couldn't be loaded is not loaded again: each document has the same cause.
        """
        if self._broken:
            raise AnswerError(self._broken)
        process = self._process
        if process is None:
            self._start()
            process = self._process
        if process is None:
            raise EndedError("the run is over")
        start = self._free if process.went_ahead else time.perf_counter()
        if isinstance(following, Task) and self.fits(following):
            process.expect(following.request)
        try:
            outcome = task.ask(process)
        finally:
            self.answered += 1  # also an answer that is refused may leave something behind
            self.peak = process.peak
            self._free = time.perf_counter()
        return replace(outcome, seconds=self._free - start, peak=self.peak)

    def close(self) -> None:
        """End the process, also one that is still starting; none is started any more."""
        with self._lock:
            self._closed = True
        self._end()

    def _end(self) -> None:
        with self._lock:
            process, self._process = self._process, None
        if process is not None:
            process.close()

    def _start(self) -> None:
        system, environment, limits, training = self._kind
        try:
            process = Process(environment, limits)
            with self._lock:
                closed = self._closed
                self._process = None if closed else process
            if closed:
                process.close()
                raise EndedError("the run is over")
            process.hello(learns=system.learns, resolves=system.resolves)
            if system.learns:
                process.fit(training)
        except NotStartedError as error:
            self._end()
            self._broken = str(error)
            raise
        except AnswerError as error:
            self._end()
            raise EndedError(str(error)) from None
        except BaseException:
            self._end()
            raise
