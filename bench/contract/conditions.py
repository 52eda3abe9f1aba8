"""The conditions that a system's answers must not depend on: the time zone and the clock of its process."""

from __future__ import annotations

import zoneinfo
from collections.abc import Iterator, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from pathlib import Path

from bench.harness.outcome import Heard, Outcome, unheard
from bench.harness.schedule import run
from bench.harness.task import Question
from bench.sdk import clock
from bench.systems.environment import Environment
from bench.systems.system import System

ZONES = ("Pacific/Auckland", "America/Los_Angeles")
"""Two time zones at least 19 hours apart, so that for most of the day they have different dates."""
CLOCK = "2001-02-03 04:05:06"
"""The time of the shifted clock when the process starts, in UTC."""
CLOCK_SECONDS = 981_173_106
"""`CLOCK` in seconds since 1970-01-01, UTC."""
_FAKETIME = ("usr/lib/*/faketime", "usr/lib*/faketime", "usr/local/lib*/faketime")
"""The folders in which libfaketime may be, which gives a program in any language another clock on Linux."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A new process under normal conditions, or with one condition changed."""

    name: str
    how: str
    kind: str
    """The likely fault if the answer differs: a key of `bench.contract.hints.WORDS`."""
    environment: Environment | None
    """The environment of the process; None if this machine can't make the condition."""
    unless: str = ""
    """The reason to report if ``environment`` is None."""


def under_each(system: System, base: Environment) -> list[Condition]:
    """Returns the conditions for new processes: normal conditions, other time zones, and another clock."""
    unzoned = "this machine has no time zone database"
    unshifted = "the clock was not shifted: libfaketime is not installed"
    return [
        Condition("new process", "in a new process", "order", base),
        *(Condition(f"TZ={zone}", f"under TZ={zone}", "zone", in_zone(base, zone), unzoned) for zone in ZONES),
        Condition("clock", f"when the clock shows {CLOCK[:10]}", "clock", under_clock(system, base), unshifted),
    ]


def ask_under_each(
    question: Question, executor: Executor, heard: Heard = unheard
) -> Iterator[tuple[Condition, Outcome | str]]:
    """Asks a system the same question under each condition (another time zone, a process that is new, …).

    Yields each condition with the outcome, or with the reason why the question couldn't be asked under it. The
    processes of ``executor`` ask, and ``heard`` is called with each outcome as it comes.
    """
    planned = under_each(question.system, question.environment)
    questions = [replace(question, environment=each.environment) for each in planned if each.environment]
    outcomes = run(questions, executor, ahead=len(questions), heard=heard)
    for each in planned:
        outcome = next(outcomes) if each.environment is not None else None
        if outcome is None:
            yield each, each.unless
        elif each.kind == "clock" and clock.REFUSED in outcome.failed:
            yield each, f"the clock was not shifted: {clock.REFUSED}"
        else:
            yield each, outcome


def in_zone(environment: Environment, zone: str) -> Environment | None:
    """Returns the environment with this time zone; None if the machine has no time zone database."""
    if not any((Path(folder) / zone).exists() for folder in zoneinfo.TZPATH):
        return None
    return _with_variables(environment, {"TZ": zone})


def under_clock(system: System, environment: Environment, root: Path = Path("/")) -> Environment | None:
    """Returns the environment with a clock that starts at `CLOCK`.

    For a Python file, `bench.sdk.clock` sets the clock of the process before the file is loaded. A command needs
    libfaketime; without it, returns None.
    """
    if not system.command:
        argv: list[str] = []
        for word in environment.argv:
            argv += ("bench.sdk.clock", str(CLOCK_SECONDS)) if word == "bench.sdk.worker" else (word,)
        return replace(environment, argv=tuple(argv))
    libraries = [path for folder in _FAKETIME for path in sorted(root.glob(f"{folder}/libfaketime.so.1"))]
    if not libraries:
        return None
    preload = {"LD_PRELOAD": str(libraries[0]), "FAKETIME": f"@{CLOCK}", "FAKETIME_DONT_FAKE_MONOTONIC": "1"}
    return _with_variables(environment, preload)


def _with_variables(environment: Environment, variables: Mapping[str, str]) -> Environment:
    return replace(environment, variables={**environment.variables, **variables})
