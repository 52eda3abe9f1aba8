"""Which systems can run, given what they want: circles, absent and unready ones, told with the whole way there."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.errors import NotReadyError
from bench.systems.dependencies import Ready, make_ready, reached
from bench.systems.environment import Environment
from bench.systems.system import System


def system(name: str, *wants: str, layers: tuple[str, ...] = ("timexes",)) -> System:
    return System(name, layers, Path(), False, "", "", wants=wants)


KNOWN = {
    each.name: each
    for each in (
        system("base"),
        system("broken"),
        system("links", "base", layers=("links",)),
        system("one", "base", "gold:timexes"),
        system("two", "one", "base"),
        system("x", "y"),
        system("y", "z"),
        system("z", "base", "x"),
        system("above-x", "x"),
        system("above-broken", "one", "broken"),
        system("astray", "bass"),
        system("on-links", "links"),
    )
}


def prepare(each: System) -> Environment:
    if each.name == "broken":
        raise NotReadyError("it needs a thing; install it")
    return Environment((each.name,), {}, "", "")


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("broken", "it needs a thing; install it"),
        ("x", "it wants itself in a circle: x → y → z → x"),
        ("z", "it wants itself in a circle: z → x → y → z"),
        ("above-x", "it wants x, which isn't ready: it wants itself in a circle: x → y → z → x"),
        ("above-broken", "it wants broken, which isn't ready: it needs a thing; install it"),
        ("astray", "it wants bass: no system named 'bass'; did you mean base?"),
        ("on-links", "it wants links, which finds neither timexes nor events"),
    ],
)
def test_why_a_system_is_not_ready(name: str, says: str) -> None:
    assert make_ready([KNOWN[name], KNOWN["base"]], KNOWN, prepare) == (
        [Ready(KNOWN["base"], prepare(KNOWN["base"]))],
        {name: says},
    )


def test_each_is_prepared_once_and_joined_in_the_order_named() -> None:
    prepared: list[str] = []

    def note(each: System) -> Environment:
        prepared.append(each.name)
        return prepare(each)

    (two, base), unready = make_ready([KNOWN["two"], KNOWN["base"]], KNOWN, note)
    assert unready == {}
    assert sorted(prepared) == ["base", "one", "two"]
    assert [each.system.name for each in two.wanted] == ["one", "base"]
    assert [each.system.name for each in two.all()] == ["two", "one", "base"]
    assert two.wanted[1] == base
    assert [each.depth for each in (base, two.wanted[0], two)] == [0, 1, 2]


def test_what_is_reached_goes_round_circles_once() -> None:
    assert sorted(each.name for each in reached(KNOWN["x"], KNOWN)) == ["base", "x", "y", "z"]


def test_a_system_without_what_it_wants_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="one wants"):
        Ready(KNOWN["one"], prepare(KNOWN["one"]))
