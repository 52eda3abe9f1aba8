"""What a comparison must not show: gates for CI, and what each of them comes to."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from bench.comparison import Compared, Comparison
from bench.errors import DataError, Fault, UsageError, some, unknown
from bench.measures import EVERY
from bench.significance import ALPHA

TABLE = ("tool", "bench", "compare")
"""Where the settings stand in pyproject.toml."""

Points = Annotated[float, Meta(ge=0, le=100)]
Outcome = Literal["passed", "lost", "undecided", "failed"]


@dataclass(frozen=True, slots=True)
class Gate:
    """What is asked of one measure, or of all, in one system, or in all."""

    measure: str = "*"
    system: str = "*"
    """A name, or a pattern with * and ?."""
    significant: bool = True
    """Whether a significant loss is one too many."""
    max_loss: Points | None = None
    """Points of F1 (0 to 100) that may be lost at most, significantly or not."""
    floor: Points | None = None
    """Points of F1 that head must have."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How a comparison is made and judged."""

    measures: tuple[str, ...] = ()
    """Those tested; empty for the ones asked for first."""
    alpha: Annotated[float, Meta(gt=0, lt=1)] = ALPHA
    undecided: Literal["fail", "pass"] = "fail"
    """What too little data comes to."""
    allow_failures: Annotated[int, Meta(ge=0)] = 0
    """Documents that may fail in head and not in base."""
    gates: tuple[Gate, ...] = (Gate(),)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a gate says of one measure of one system; of a system as a whole where ``measure`` is empty."""

    system: str
    measure: str
    outcome: Outcome
    why: str
    """In words, with the figures; empty where it passed."""


def read(path: Path) -> Settings:
    """The settings in a pyproject.toml; the default ones where it has none, or there is no such file.

    Raises DataError for a key that isn't known, a value that makes no sense, and a measure that isn't there.
    """
    try:
        table: Any = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Settings()
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataError([Fault(str(path), 0, f"not TOML: {error}", "mend the file")]) from None
    for key in TABLE:
        table = table.get(key, {}) if isinstance(table, dict) else {}
    place = f"[{'.'.join(TABLE)}]"
    tables: list[tuple[str, Any, type[Any]]] = [(place, table, Settings)]
    gates = table.get("gates") if isinstance(table, dict) else None
    for number, gate in enumerate(gates if isinstance(gates, list) else (), 1):
        tables.append((f"{place} gates, no. {number}", gate, Gate))
    faults = [
        Fault(str(path), 0, f"{where}: {key!r}, which nothing reads", f"it may have {', '.join(_keys(record))}")
        for where, found, record in tables
        for key in (found if isinstance(found, dict) else ())
        if key not in _keys(record)
    ]
    try:
        settings = msgspec.convert(_underscored(table), Settings)
    except msgspec.ValidationError as error:
        faults.append(Fault(str(path), 0, f"{place}: {error}", "see docs/comparing.md"))
    if faults:
        raise DataError(faults)
    for name in [*settings.measures, *(gate.measure for gate in settings.gates)]:
        check_measure(name)
    return settings


def _keys(record: type[Any]) -> list[str]:
    return [field.name.replace("_", "-") for field in fields(record)]


def _underscored(table: Any) -> Any:
    if isinstance(table, dict):
        return {key.replace("-", "_"): _underscored(value) for key, value in table.items()}
    return [_underscored(each) for each in table] if isinstance(table, list) else table


def check_measure(name: str) -> None:
    """Raises UsageError for what is neither a measure nor * for all."""
    known = {measure.name for measure in EVERY}
    if name not in known | {"*"}:
        raise unknown("measure", name, known)


def parse(text: str, field: Literal["max_loss", "floor"]) -> Gate:
    """A gate from the command line, ``[SYSTEM:]MEASURE=POINTS``. Raises UsageError."""
    name, equals, points = text.rpartition("=")
    system, _, measure = name.rpartition(":")
    try:
        value = float(points)
    except ValueError:
        value = -1
    if not equals or not 0 <= value <= 100:
        raise UsageError(f"{text!r}: write [SYSTEM:]MEASURE=POINTS, such as timex.value=80")
    check_measure(measure)
    gate = Gate(measure=measure, system=system or "*", significant=False)
    return replace(gate, max_loss=value) if field == "max_loss" else replace(gate, floor=value)


def judge(comparison: Comparison, settings: Settings) -> list[Judgement]:
    """What the gates come to, for each system and measure that one of them is about, the worst of each.

    Raises UsageError for a gate on a system by name that neither side has: it would guard nothing.
    """
    names = {system.name for system in comparison.systems} | {system.was for system in comparison.systems}
    for gate in settings.gates:
        if not any(fnmatchcase(name, gate.system) for name in names):
            raise unknown("system for the gate", gate.system, names - {""})
    judged: list[Judgement] = []
    for system in comparison.systems:
        if len(system.failed) > settings.allow_failures:
            named = some([f"{document} ({reason})" for document, reason in system.failed.items()])
            judged.append(Judgement(system.name, "", "failed", f"failed on {named}"))
        if system.state == "removed":
            judged += _gone(system, settings.gates)
            continue
        for measure in system.figures:
            found = [
                judgement
                for gate in settings.gates
                if _concerns(gate, system, measure)
                for judgement in _through(gate, system, measure, settings)
            ]
            if found:
                judged.append(max(found, key=lambda judgement: _WORST.index(judgement.outcome)))
    return judged


_WORST: Sequence[Outcome] = ("passed", "undecided", "lost", "failed")


def _concerns(gate: Gate, system: Compared, measure: str) -> bool:
    named = any(fnmatchcase(name, gate.system) for name in (system.name, system.was) if name)
    return named and gate.measure in ("*", measure)


def _gone(system: Compared, gates: Sequence[Gate]) -> Iterator[Judgement]:
    """A system that head no longer has is told of; it is a failure where a gate names it."""
    if any(gate.system == system.name for gate in gates):
        yield Judgement(system.name, "", "failed", "a gate names it, and head has no results of it")


def _through(gate: Gate, system: Compared, measure: str, settings: Settings) -> Iterator[Judgement]:
    """What one gate says of one measure."""

    def judgement(outcome: Outcome, why: str = "") -> Judgement:
        return Judgement(system.name, measure, outcome, why)

    yield judgement("passed")
    _, head = system.figures[measure]
    difference = system.differences.get(measure)
    if gate.floor is not None and (head is None or 100 * head < gate.floor):
        shown = "undefined" if head is None else f"{100 * head:.1f}"
        yield judgement("lost", f"{shown}, below the floor of {gate.floor:g}")
    if difference is None:
        return
    loss = -100 * (difference.difference or 0)
    if gate.max_loss is not None and loss > gate.max_loss:
        yield judgement("lost", f"{loss:.1f} points lost, more than {gate.max_loss:g}")
    if gate.significant and difference.verdict == "worse":
        yield judgement("lost", f"{loss:.1f} points lost, p = {difference.p_corrected:.2g}")
    if gate.significant and difference.verdict == "too little data" and settings.undecided == "fail":
        seen = difference.detectable
        could = f"; {100 * seen:.1f} points could have been seen" if seen else ""
        yield judgement("undecided", f"too little data: {difference.sampling.label}{could}")
