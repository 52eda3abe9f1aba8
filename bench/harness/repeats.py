"""Repeats: further runs of a system that may answer differently each time, such as a language model.

A repeat neither reads nor writes what another run keeps: it has its own folder in the journal's folder, and one in
the recording's. A system that lists the variable `REPEAT` as optional gets the number of the repeat. It can be a
seed of random numbers.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from bench.harness.setting import Setting
from bench.models.recording import FOLDER
from bench.results.store import REPEAT as PREFIX
from bench.systems.dependencies import Ready

REPEAT = "BENCH_REPEAT"
"""The environment variable for the number of a repeat, from 2. The first run doesn't get it."""


def again(ready: Ready, number: int) -> Ready:
    """Returns a system, and those that it wants, with the environment variables of a repeat."""
    variables = dict(ready.environment.variables)
    if REPEAT in ready.system.requirements.optional:
        variables[REPEAT] = str(number)
    if FOLDER in variables:
        variables[FOLDER] = str(Path(variables[FOLDER]) / f"{PREFIX}{number}")
    wanted = tuple(again(each, number) for each in ready.wanted)
    return replace(ready, environment=replace(ready.environment, variables=variables), wanted=wanted)


def apart(setting: Setting, number: int) -> Setting:
    """Returns a setting with the folder of a repeat in the journal's."""
    if setting.keep is None:
        return setting
    return replace(setting, keep=replace(setting.keep, folder=setting.keep.folder / f"{PREFIX}{number}"))
