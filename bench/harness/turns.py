"""The turns of the systems of an evaluation: which system runs next, when several run side by side."""

from __future__ import annotations

import threading
from collections.abc import Sequence

from bench.systems.dependencies import Ready


class Turns:
    """Hands out systems to threads. A system waits for those of the others whose annotations it wants.

    Systems that learn come first, because they take longest; the rest keep their order.
    """

    def __init__(self, chosen: Sequence[Ready]) -> None:
        self._changed = threading.Condition()
        self._waiting = sorted(chosen, key=lambda each: (each.depth, not each.system.learns))
        self._unfinished = {each.system.name for each in chosen}

    def take(self) -> Ready | None:
        """Returns the next system; None if there is none. Waits while all that are left want one that runs."""
        with self._changed:
            while self._waiting:
                for ready in self._waiting:
                    wanted = {each.system.name for each in ready.all()} - {ready.system.name}
                    if not wanted & self._unfinished:
                        self._waiting.remove(ready)
                        return ready
                self._changed.wait()
            return None

    def finished(self, ready: Ready) -> None:
        """Notes that a system is finished, so that those that want it may run."""
        with self._changed:
            self._unfinished.discard(ready.system.name)
            self._changed.notify_all()

    def stop(self) -> None:
        """Hands out no more systems."""
        with self._changed:
            self._waiting.clear()
            self._changed.notify_all()
