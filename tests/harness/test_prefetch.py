"""The executor whose threads know what comes next, on plain functions."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import pytest

from bench.harness.prefetch import PrefetchExecutor


def test_one_thread_is_told_of_the_next_call_where_there_is_one() -> None:
    gate, told = threading.Event(), []

    def note(item: str, following: str | None) -> str:
        gate.wait(10)
        told.append((item, following))
        return item.upper()

    with PrefetchExecutor(ThreadPoolExecutor(1), 1) as executor:
        futures = [executor.submit(note, item) for item in "abcd"]
        gate.set()
        assert [future.result() for future in futures] == ["A", "B", "C", "D"]
    # a may have begun before b was there; those after it find all of them waiting
    assert [item for item, _ in told] == ["a", "b", "c", "d"]
    assert told[1:] == [("b", "c"), ("c", "d"), ("d", None)]


def test_what_follows_runs_on_the_same_thread_and_every_call_is_made_once() -> None:
    made: list[tuple[int, int | None, int]] = []

    def note(item: int, following: int | None) -> None:
        made.append((item, following, threading.get_ident()))

    with PrefetchExecutor(ThreadPoolExecutor(3), 3) as executor:
        for future in [executor.submit(note, item) for item in range(500)]:
            future.result()
    assert sorted(item for item, _, _ in made) == list(range(500))
    for thread in {thread for _, _, thread in made}:
        mine = [(item, following) for item, following, other in made if other == thread]
        for (_, announced), (item, _) in pairwise(mine):
            assert announced in (None, item)


def test_no_thread_takes_two_while_another_has_none() -> None:
    both = threading.Barrier(2)

    def meet(_: int, following: int | None) -> int | None:
        both.wait(10)  # breaks, unless two run at a time
        return following

    with PrefetchExecutor(ThreadPoolExecutor(2), 2) as executor:
        futures = [executor.submit(meet, item) for item in range(2)]
        assert [future.result() for future in futures] == [None, None]


def test_what_a_call_raises_is_its_own() -> None:
    def fail(item: int, _: int | None) -> int:
        return 6 // item

    with PrefetchExecutor(ThreadPoolExecutor(1), 1) as executor:
        futures = [executor.submit(fail, item) for item in (1, 0, 2)]
        assert (futures[0].result(), futures[2].result()) == (6, 3)
        with pytest.raises(ZeroDivisionError):
            futures[1].result()


def test_what_waits_is_given_up_at_a_shutdown_that_says_so() -> None:
    began, gate = threading.Event(), threading.Event()

    def wait(item: int, _: int | None) -> int:
        began.set()
        gate.wait(10)
        return item

    executor = PrefetchExecutor(ThreadPoolExecutor(1), 1)
    first = executor.submit(wait, 0)
    began.wait(10)
    later = [executor.submit(wait, item) for item in (1, 2)]
    executor.shutdown(wait=False, cancel_futures=True)
    gate.set()
    assert first.result() == 0
    assert all(future.cancelled() for future in later)
