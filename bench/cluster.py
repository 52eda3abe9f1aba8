"""A Dask cluster as the executor: its client is a standard `concurrent.futures.Executor`, as the local one is."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from typing import Any

from bench.errors import UsageError

SCHEME = "dask://"
AHEAD = 256
"""Documents under way on a cluster at a time."""


@contextmanager
def connect(address: str) -> Iterator[Executor]:
    """The cluster's executor. Raises UsageError for another address, without dask, or where nobody answers."""
    if not address.startswith(SCHEME):
        raise UsageError(f"--executor {address!r}: give a Dask scheduler as {SCHEME}HOST:PORT")
    try:
        from distributed import Client
    except ImportError:
        raise UsageError(
            "a Dask cluster needs dask; run: python -m pip install 'timeline-bench[cluster]'"
        ) from None
    try:
        client: Any = Client(f"tcp://{address.removeprefix(SCHEME)}", timeout=20)  # type: ignore[no-untyped-call]
    except OSError as error:
        raise UsageError(f"no Dask scheduler answers at {address}: {error}") from None
    with client, client.get_executor(pure=False, retries=3) as executor:
        yield executor
