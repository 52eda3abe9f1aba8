"""An executor whose threads know what they will do next."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Call:
    """A function to be called of one item, and of the one that follows on the same thread, else None."""

    function: Callable[[Any, Any], Any]
    item: Any
    future: Future[Any] = field(default_factory=Future)

    def make(self, following: Call | None) -> None:
        """Call it, unless it was given up meanwhile; the future has what comes of it."""
        if not self.future.set_running_or_notify_cancel():
            return
        try:
            result = self.function(self.item, following.item if following is not None else None)
        except BaseException as error:
            self.future.set_exception(error)
        else:
            self.future.set_result(result)


class Lookahead(Executor):
    """Runs calls on the threads of a pool, in the order in which they came.

    A thread that begins one takes the next for itself too, where that leaves one for each of the other threads:
    none is idle while another has two.
    """

    def __init__(self, pool: Executor, threads: int) -> None:
        self._pool, self._threads = pool, threads
        self._lock = threading.Lock()
        self._waiting: deque[Call] = deque()
        self._busy = 0

    def submit(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Have a function called of one item, with the item that follows on the same thread or None beside it."""
        call = Call(function, *args, **kwargs)
        with self._lock:
            if self._busy < self._threads:
                self._pool.submit(self._work)
                self._busy += 1
            self._waiting.append(call)
        return call.future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """As of any executor."""
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
        """The call that this thread makes now, the first that waits if it has none, and the one after it."""
        with self._lock:
            if call is None and self._waiting:
                call = self._waiting.popleft()
            if call is None:
                self._busy -= 1
                return None, None
            following = self._waiting.popleft() if len(self._waiting) >= self._threads else None
            return call, following
