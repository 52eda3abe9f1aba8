"""What a system is given of others': merged in text order, and never more in memory than is under way."""

from __future__ import annotations

import datetime
import gc
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from bench.dataset.suite import NOTHING, Layers
from bench.harness.outcome import Outcome
from bench.harness.process import Limits
from bench.harness.task import Task
from bench.harness.upstream import Items, annotated, outcomes
from bench.sdk.model import Document, Event, Timex
from bench.systems.dependencies import Ready
from bench.systems.environment import Environment
from bench.systems.system import System
from tests.strategies import LENGTH, event_lists, timex_lists

DAY = datetime.date(2021, 5, 4)
NOWHERE = Environment((), {}, "", "")


def ready(name: str, *wanted: Ready, layers: tuple[str, ...] = ("timexes", "events")) -> Ready:
    system = System(name, layers, Path(), False, "", "")
    return Ready(replace(system, wants=tuple(each.system.name for each in wanted)), NOWHERE, wanted)


@given(st.lists(st.tuples(timex_lists, event_lists), max_size=4))
def test_nothing_is_lost_all_is_in_text_order_and_each_has_its_id(
    said: list[tuple[list[Timex], list[Event]]],
) -> None:
    bare = Document("d", "x" * LENGTH, DAY)
    found = annotated(
        bare, {str(place): Layers(tuple(timexes), tuple(events)) for place, (timexes, events) in enumerate(said)}
    )
    spans = [(item.start, item.end) for timexes, _ in said for item in timexes]
    assert [(item.start, item.end) for item in found.timexes] == sorted(spans)
    assert [item.id for item in found.timexes] == [f"t{number}" for number in range(1, len(spans) + 1)]
    assert [item.id for item in found.events] == [f"e{number}" for number in range(1, len(found.events) + 1)]
    assert sorted(item.when or "" for item in found.events) == sorted(
        item.when or "" for _, events in said for item in events
    )
    assert found.givers == tuple(map(str, range(len(said))))
    assert [sum(item.by == name for item in found.timexes) for name in found.givers] == [
        len(each) for each, _ in said
    ]
    assert [sum(item.by == name for item in found.events) for name in found.givers] == [
        len(each) for _, each in said
    ]
    assert all(item.text == "x" * (item.end - item.start) for item in found.timexes)
    assert all(item.text == "x" * (item.end - item.start) for item in found.events)


def test_of_one_span_who_is_named_first_stands_first_and_gold_keeps_its_own_to_itself() -> None:
    first = Layers((Timex(0, 3, "DATE", kind="vague", tags=("old",), id="t7"),))
    second = Layers((Timex(0, 2), Timex(0, 3, "TIME")), (Event(0, 1, tense="PAST"),))
    found = annotated(Document("d", "now", DAY), {"a": first, "b": second})
    assert found.timexes == (
        Timex(0, 2, text="no", id="t1", by="b"),
        Timex(0, 3, "DATE", text="now", id="t2", by="a"),
        Timex(0, 3, "TIME", text="now", id="t3", by="b"),
    )
    assert found.events == (Event(0, 1, text="n", id="e1", tense="PAST", by="b"),)


def alive() -> int:
    """The number of outcomes in memory that have annotations."""
    gc.collect()
    return sum(isinstance(each, Outcome) and each.layers is not NOTHING for each in gc.get_objects())


def through(top: Ready, count: int, failing: str = "", live: list[int] | None = None) -> list[Outcome]:
    """The outcomes of a system over ``count`` documents, of which each says a timex that is named after it."""
    runs: list[str] = []

    def tasks_of(each: Ready) -> Iterator[Task]:
        for number in range(count):
            yield Task(each.system, NOWHERE, Limits(), document=Document(f"d{number}", "now then", DAY))

    def run_of(each: Ready, items: Items) -> Iterator[Outcome]:
        name = each.system.name
        runs.append(name)
        for item in items:
            if isinstance(item, Outcome):
                yield item
            elif name == failing and item.name == "d1":
                yield Outcome(item.name, None, failed="no idea")
            else:
                values = [timex.value or "" for timex in item.document.timexes]
                said = f"{name}({','.join(values)})"
                yield Outcome(item.name, Layers((Timex(0, 3, value=said),)))

    found = []
    before = alive()  # those of other tests
    for outcome in outcomes(top, tasks_of, run_of, lambda _: NOTHING):
        found.append(outcome if live is None else replace(outcome, layers=NOTHING))
        if live is not None and len(found) % 50 == 0:
            live.append(alive() - before)
    assert sorted(runs) == sorted(each.system.name for each in top.all())  # each once, whoever wants it
    return found


GROUND = ready("ground")
TOWER = ready("top", ready("right", GROUND), GROUND, ready("left", GROUND))


def test_each_system_runs_once_and_gives_to_all_that_want_it() -> None:
    first, *_ = through(TOWER, 3)
    assert first.layers is not None
    assert first.layers.timexes[0].value == "top(right(ground()),ground(),left(ground()))"


def test_a_failure_below_costs_the_document_all_the_way_up() -> None:
    found = through(TOWER, 3, failing="ground")
    assert [outcome.failed for outcome in found] == [
        "",
        "right, which it wants, failed: ground, which it wants, failed: no idea",
        "",
    ]


def test_what_has_passed_is_let_go() -> None:
    live: list[int] = []
    through(TOWER, 600, live=live)
    assert len(live) == 12
    # of each of four streams a block of 57, in which itertools.tee keeps what was read by one and not by another
    assert max(live) < 4 * 60


def test_only_what_a_system_finds_itself_is_given_on() -> None:
    linker = ready("linker", GROUND, layers=("events", "links"))
    top = ready("top", linker)
    found = through(top, 1)[0]
    assert found.layers is not None
    assert found.layers.timexes[0].value == "top()"  # the linker's timexes are the ground's
