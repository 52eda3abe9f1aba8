"""The record (``record.json``) of a system's run: the scores, and what the predictions were made with."""

from __future__ import annotations

import re
from dataclasses import replace

from bench.dataset.known import made_with
from bench.dataset.suite import Predictions, Suite
from bench.results import record
from bench.results.record import Record
from bench.scoring.result import Scored
from bench.sdk.declare import GOLD
from bench.systems.dependencies import Ready

LEAVE_ONE_OUT = "the suite's other documents, for each document anew"
"""The field ``training`` in the record of a system that learns."""


def record_run(ready: Ready, predictions: Predictions, suite: Suite, scored: Scored, seed: int = 0) -> Record:
    """Returns the record of a system's run over a suite. ``seed`` is the random seed of the intervals."""
    system, environment = ready.system, ready.environment
    below = {each.system.name: each.system.digest for each in ready.all() if each is not ready}
    return replace(
        record.of_predictions(system.name, "system", predictions, suite, scored, seed),
        system_digest=system.digest,
        environment_digest=environment.digest,
        versions=environment.packages,
        wants={**below, **dict.fromkeys((f"{GOLD}{layer}" for layer in system.wanted_gold), "")},
        settings=_settings(ready),
        developed_on=_developed_on(ready, suite.name),
        training=LEAVE_ONE_OUT if system.learns else "",
    )


def _developed_on(ready: Ready, suite: str) -> tuple[str, ...]:
    """Returns the suites that a system, or one that it wants, declares to be developed on, sorted.

    If the suite of the run has the test cases of a tool that one of them stands on, it is among them too.
    """
    found = {name for each in ready.all() for name in each.system.developed_on}
    if any(made_with(each.environment.packages, suite) for each in ready.all()):
        found.add(suite)
    return tuple(sorted(found))


def _settings(ready: Ready) -> dict[str, str]:
    """Returns the values of a system's variables, by name, if the system asks a service; empty for other systems.

    The record is published, so it must hold no secret. Variables that are declared as secrets are left out, and of
    the optional ones only ``BENCH_…`` and ``…_URL`` are included: another may be a proxy with a password.
    Passwords in URLs are replaced.
    """
    needs, given = ready.system.requirements, ready.environment.variables
    if not needs.exchanges:
        return {}
    telling = (name for name in needs.optional if name.startswith("BENCH_") or name.endswith("_URL"))
    names = (*needs.variables, *telling)
    return {name: re.sub("://[^/]*@", "://…@", given[name]) for name in names if name in given}
