"""What a comparison must not show: gates for CI, and what each of them comes to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from bench import measures
from bench.comparison import project
from bench.comparison.compared import Compared, Comparison
from bench.errors import DataError, Fault, UsageError, some, unknown
from bench.statistics.significance import ALPHA, Difference

TABLE = "tool.bench.compare"
"""Where the settings stand in pyproject.toml."""

ALL = "*"
Points = Annotated[float, Meta(ge=0, le=100)]
Outcome = Literal["passed", "lost", "undecided", "failed"]


@dataclass(frozen=True, slots=True)
class Gate:
    """What is asked of one measure, or of all, in one system, or in all."""

    measure: str = ALL
    system: str = ALL
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


def read(path: Path, *, required: bool = False) -> Settings:
    """The settings in a pyproject.toml; the default ones where it has none, or, unless ``required``, isn't there.

    Raises DataError for a file that can't be read, a key that isn't known and a value that makes no sense, and
    UsageError for a measure that isn't there.
    """
    table = project.read(path, required=required).get("compare", {})
    place = f"[{TABLE}]"
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
    for name in [*settings.measures, *named(settings.gates)]:
        measures.named(name)
    return settings


def named(gates: Iterable[Gate]) -> list[str]:
    """The measures that gates are about by name: a comparison has to test these too, or they guard nothing."""
    return list(dict.fromkeys(gate.measure for gate in gates if gate.measure != ALL))


def tested(asked: Sequence[str], settings: Settings) -> tuple[str, ...]:
    """Return the measures that a comparison tests: the ones asked for, else the settings', and those of gates."""
    return tuple(dict.fromkeys([*(asked or settings.measures or measures.HEADLINES), *named(settings.gates)]))


@dataclass(frozen=True, slots=True)
class Overrides:
    """Settings that are given beside a file's, or instead of them."""

    losses: Sequence[str] = ()
    """Gates as text, ``[SYSTEM:]MEASURE=POINTS``: how many points may be lost."""
    floors: Sequence[str] = ()
    """Gates as text: the least number of points."""
    undecided: Literal["fail", "pass"] | None = None
    allow_failures: int | None = None

    def over(self, settings: Settings) -> Settings:
        """Return the settings with these. Raises UsageError for a text that is no gate."""
        more = [parse(text, "max_loss") for text in self.losses] + [parse(text, "floor") for text in self.floors]
        settings = replace(settings, gates=(*settings.gates, *more))
        if self.undecided is not None:
            settings = replace(settings, undecided=self.undecided)
        if self.allow_failures is not None:
            settings = replace(settings, allow_failures=self.allow_failures)
        return settings


def _keys(record: type[Any]) -> list[str]:
    return [field.name.replace("_", "-") for field in fields(record)]


def _underscored(table: Any) -> Any:
    if isinstance(table, dict):
        return {key.replace("-", "_"): _underscored(value) for key, value in table.items()}
    return [_underscored(each) for each in table] if isinstance(table, list) else table


def parse(text: str, field: Literal["max_loss", "floor"]) -> Gate:
    """A gate from the command line, ``[SYSTEM:]MEASURE=POINTS``. Raises UsageError."""
    name, equals, points = text.rpartition("=")
    system, _, measure = name.rpartition(":")
    try:
        value = float(points)
    except ValueError:
        value = -1
    if not equals or not 0 <= value <= 100:
        raise UsageError(f"{text!r}: write [SYSTEM:]MEASURE=POINTS, such as event.class=80")
    if measure != ALL:
        measures.named(measure)
    gate = Gate(measure=measure, system=system or ALL, significant=False)
    return replace(gate, max_loss=value) if field == "max_loss" else replace(gate, floor=value)


def judge(comparison: Comparison, settings: Settings) -> list[Judgement]:
    """What the gates come to, for each system and measure that one of them is about, the worst of each.

    Raises UsageError for a gate on a system by name that neither side has: it would guard nothing.
    """
    names = {system.name for system in comparison.systems} | {system.was for system in comparison.systems}
    for gate in settings.gates:
        if not any(fnmatchcase(name, gate.system) for name in names):
            raise unknown("system for the gate", gate.system, names - {""})
    judged = [judgement for gate in settings.gates for judgement in _unguarded(gate, comparison, settings)]
    for system in comparison.systems:
        failed = {
            **system.failed,
            **({"the timeline": system.timeline_failed} if system.timeline_failed else {}),
            **{name: f"given spans: {why}" for name, why in system.unresolved.items()},
        }
        if len(failed) > settings.allow_failures:
            judged.append(Judgement(system.name, "", "failed", _failed(failed)))
        gates = [gate for gate in settings.gates if _about(gate, system)]
        if system.state == "removed" or not gates:
            continue
        for measure in dict.fromkeys([*system.figures, *system.dropped, *system.untested]):
            found = [
                judgement
                for gate in gates
                if gate.measure in (ALL, measure)
                for judgement in _through(gate, system, measure, settings)
            ]
            if found:
                judged.append(_worst(found))
    return list(dict.fromkeys(judged))


_WORST: Sequence[Outcome] = ("passed", "undecided", "lost", "failed")


def _worst(found: Sequence[Judgement]) -> Judgement:
    """The worst of several gates' judgements of one measure, with the reasons of all that are as bad."""
    worst = max(found, key=lambda judgement: _WORST.index(judgement.outcome))
    reasons = dict.fromkeys(each.why for each in found if each.outcome == worst.outcome and each.why)
    return replace(worst, why="; ".join(reasons))


def _failed(documents: Mapping[str, str]) -> str:
    """What failed, the first few with the causes."""
    named = [f"{name} ({why})" for name, why in documents.items()]
    return f"failed on {some(named)}"


def _about(gate: Gate, system: Compared) -> bool:
    return any(fnmatchcase(name, gate.system) for name in (system.name, system.was) if name)


def _unguarded(gate: Gate, comparison: Comparison, settings: Settings) -> Iterator[Judgement]:
    """What a gate says where it has nothing to judge: a system that has gone, or nothing that both sides have."""
    about = [system for system in comparison.systems if _about(gate, system)]
    if gate.system != ALL and all(system.state == "removed" for system in about):
        for system in about:
            yield Judgement(system.name, "", "failed", "a gate is about it, and head has no results of it")
    elif (
        gate.significant
        and settings.undecided == "fail"
        and all(system.state in ("new", "removed") for system in about)
    ):
        for system in about:
            yield Judgement(system.name, "", "undecided", f"nothing to compare it with: it is {system.state}")


def _through(gate: Gate, system: Compared, measure: str, settings: Settings) -> Iterator[Judgement]:
    """What one gate says of one measure."""

    def judgement(outcome: Outcome, why: str = "") -> Judgement:
        return Judgement(system.name, measure, outcome, why)

    if measure in system.dropped:
        yield judgement("failed", "head no longer answers it")
        return
    if measure in system.untested:
        yield judgement("undecided" if settings.undecided == "fail" else "passed", system.untested[measure])
        return
    yield judgement("passed")
    _, head = system.figures[measure]
    # rounded, for a difference of 60 points may be 60.00000000000001
    if gate.floor is not None and (head is None or round(100 * head, 9) < gate.floor):
        shown = "undefined" if head is None else f"{100 * head:.1f}"
        also = f", with {system.failing} documents failed" if system.failing else ""
        yield judgement(
            "failed" if system.failing else "lost", f"{shown}, below the floor of {gate.floor:g}{also}"
        )
    difference = system.differences.get(measure)
    if difference is None:
        return
    loss = round(-100 * (difference.difference or 0), 9)
    if gate.max_loss is not None and loss > gate.max_loss:
        yield judgement("lost", f"{loss:.1f} points lost, more than {gate.max_loss:g}")
    if gate.significant:
        if difference.verdict == "worse":
            yield judgement("lost", f"{loss:.1f} points lost, p = {difference.p_corrected:.2g}")
        elif settings.undecided == "fail" and (why := _undecided(difference, loss, settings.alpha)):
            yield judgement("undecided", why)


def _undecided(difference: Difference, loss: float, alpha: float) -> str:
    """Why nothing can be said of a loss; empty where something can, or where it is a gain that was found."""
    if difference.verdict != "too little data":
        return ""
    few = f"too little data, {difference.sampling.label}"
    if difference.detectable is None or difference.least > alpha:
        return f"{few}: no difference, however large, could have been seen"
    if loss < 0:
        return ""
    seen = 100 * difference.detectable
    return (
        f"{few}: {loss:.1f} points lost, where {seen:.1f} would be seen four times in five, and chance can do it"
    )
