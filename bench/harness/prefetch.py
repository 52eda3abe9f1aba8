"""Prefetching: a system gets its next document before it has answered the previous one.

`PrefetchExecutor` hands each call the item that follows on the same thread. `Prefetch` holds the request that a
process is sent in advance.
"""

from __future__ import annotations

import contextlib
import os
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from typing import Any

PIECE = 1 << 16
"""The bytes that are read or written at a time: the capacity of a pipe."""


class Prefetch:
    """The request that a process is given before it has answered the previous request."""

    def __init__(self) -> None:
        self.wanted = False
        """True if the process takes requests in advance, as its greeting says."""
        self._next = self._sent = self._unsent = b""

    @property
    def under_way(self) -> bool:
        """True if the current request was sent in advance, at least in part, so that its work may have begun."""
        return bool(self._sent)

    def expect(self, request: bytes) -> None:
        """Announces the next request. The process must not get another request before it."""
        if self.wanted:
            self._next = request

    def rest(self, request: bytes) -> bytes:
        """Returns the part of the current request that hasn't been sent yet."""
        assert request == self._sent, "another document was expected"
        return self._unsent

    def send(self, pipe: int) -> None:
        """Writes as much of the announced request as the pipe takes now.

        The rest is sent when the request becomes the current one.
        """
        self._sent = self._unsent = self._next
        self._next = b""
        if self._sent:
            # the pipe is full, or the process has ended and its last answer may still be in the other pipe
            with contextlib.suppress(OSError):
                self._unsent = self._sent[os.write(pipe, self._sent[:PIECE]) :]


@dataclass(frozen=True, slots=True)
class Call:
    """A call to be made on a thread: a function, the item that it gets, and the future of its result.

    The function also gets the item of the next call on the same thread, or None.
    """

    function: Callable[[Any, Any], Any]
    item: Any
    future: Future[Any] = field(default_factory=Future)

    def make(self, following: Call | None) -> None:
        """Calls the function, unless the future was cancelled, and sets the future's result."""
        if not self.future.set_running_or_notify_cancel():
            return
        try:
            result = self.function(self.item, following.item if following is not None else None)
        except BaseException as error:
            self.future.set_exception(error)
        else:
            self.future.set_result(result)


class PrefetchExecutor(Executor):
    """An executor that runs calls on the threads of a pool, in the order in which they were submitted.

    A thread that begins a call also reserves the next call, unless the other threads would run out of calls: no
    thread is idle while another has two calls.
    """

    def __init__(self, pool: Executor, threads: int) -> None:
        self._pool, self._threads = pool, threads
        self._lock = threading.Lock()
        self._waiting: deque[Call] = deque()
        self._busy = 0

    def submit(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Schedules a call of the function with an item and the item that follows on the same thread (or None)."""
        call = Call(function, *args, **kwargs)
        with self._lock:
            if self._busy < self._threads:
                self._pool.submit(self._work)
                self._busy += 1
            self._waiting.append(call)
        return call.future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Shuts the pool down, as any executor does."""
        if cancel_futures:
            with self._lock:
                for call in self._waiting:
                    call.future.cancel()
        self._pool.shutdown(wait=wait, cancel_futures=cancel_futures)

    def _work(self) -> None:
        call, following = self._take(None)
        while call is not None:
            call.make(following)
            call, following = self._take(following)

    def _take(self, call: Call | None) -> tuple[Call | None, Call | None]:
        """Returns the call that this thread makes now, and the call that it makes next (or None).

        ``call`` is the call that the thread has reserved; without one the thread takes the first that waits.
        """
        with self._lock:
            if call is None and self._waiting:
                call = self._waiting.popleft()
            if call is None:
                self._busy -= 1
                return None, None
            following = self._waiting.popleft() if len(self._waiting) >= self._threads else None
            return call, following
