"""Runs a Python system at another time: ``python -m bench.sdk.clock SECONDS FILE NAME``.

The clock of Python's ``time`` and ``datetime`` is set to SECONDS after 1970-01-01 UTC and runs on from there. Then
the system is served as by `bench.sdk.worker`. Clocks that measure durations (``monotonic``, ``perf_counter``)
aren't changed. Code that asks the operating system directly (numpy's "now", a program that the system starts)
still gets the real time. Standard library only.
"""

from __future__ import annotations

import datetime
import sys
import time
from typing import Any

REFUSED = "the clock can't be set in this Python"


def set_clock(seconds: float) -> None:
    """Sets this process's clock to ``seconds`` after 1970-01-01 UTC. Raises RuntimeError if it can't be set."""
    _set_time(time.time() - seconds)
    try:
        _set_datetime()
    except Exception as error:
        raise RuntimeError(f"{REFUSED}: {error}") from error
    day = datetime.datetime.fromtimestamp(seconds).date()
    shown = {datetime.datetime.now().date(), datetime.datetime.today().date(), datetime.date.today()}
    if not shown <= {day, day + datetime.timedelta(days=1)}:
        raise RuntimeError(REFUSED)


def _set_datetime() -> None:
    """Makes ``datetime.now`` and ``datetime.utcnow`` use ``time.time``, as ``datetime.today`` already does.

    The methods of the class itself are replaced, because libraries wouldn't use a subclass.
    """
    import ctypes
    import gc

    methods: dict[str, Any] = gc.get_referents(datetime.datetime.__dict__)[0]
    methods["now"] = classmethod(lambda cls, tz=None: cls.fromtimestamp(time.time(), tz))
    methods["utcnow"] = classmethod(
        lambda cls: cls.fromtimestamp(time.time(), datetime.timezone.utc).replace(tzinfo=None)  # noqa: UP017 - 3.10
    )
    ctypes.pythonapi.PyType_Modified(ctypes.py_object(datetime.datetime))


def _set_time(behind: float) -> None:
    """Makes the functions of ``time`` that return the current time return it ``behind`` seconds earlier."""
    real: dict[str, Any] = dict(vars(time))
    behind_ns = int(behind * 1e9)

    def by_clock(name: str, by: float) -> Any:
        return lambda clock: real[name](clock) - (by if clock == time.CLOCK_REALTIME else 0)

    def of_seconds(name: str) -> Any:
        return lambda seconds=None: real[name](time.time() if seconds is None else seconds)

    changed: dict[str, Any] = {
        "time": lambda: real["time"]() - behind,
        "time_ns": lambda: real["time_ns"]() - behind_ns,
        "clock_gettime": by_clock("clock_gettime", behind),
        "clock_gettime_ns": by_clock("clock_gettime_ns", behind_ns),
        "localtime": of_seconds("localtime"),
        "gmtime": of_seconds("gmtime"),
        "ctime": of_seconds("ctime"),
        "asctime": lambda moment=None: real["asctime"](moment or time.localtime()),
        "strftime": lambda format_, moment=None: real["strftime"](format_, moment or time.localtime()),
    }
    for name, function in changed.items():
        setattr(time, name, function)


def main() -> None:
    """Sets the clock, then serves the system."""
    from bench.sdk import worker

    set_clock(float(sys.argv.pop(1)))
    worker.main()


if __name__ == "__main__":
    main()
