"""Gates for CI: limits that a comparison must keep, and the judgement of each gate."""

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
from bench.counts import plural
from bench.errors import DataError, Fault, UsageError, some, unknown
from bench.statistics.runs import within
from bench.statistics.significance import ALPHA, SOUGHT, Difference

TABLE = "tool.bench.compare"
"""The table of pyproject.toml with the settings and gates."""

ALL = "*"
Points = Annotated[float, Meta(ge=0, le=100)]
GateOutcome = Literal["passed", "lost", "undecided", "failed", "unanswered"]
"""The outcome of a gate. "unanswered" means that no system has a score for its measure."""


@dataclass(frozen=True, slots=True)
class Gate:
    """The limits for one measure or all measures, of one system or all systems."""

    measure: str = ALL
    system: str = ALL
    """The name of a system, or a pattern with * and ?."""
    significant: bool = True
    """True if the gate fails for every significant loss."""
    max_loss: Points | None = None
    """The largest loss of F1, in points (0 to 100), that is allowed, whether it is significant or not."""
    floor: Points | None = None
    """The lowest F1 of head, in points, that is allowed."""
    keep: str | None = None
    """The path of a file of cases that must stay right (`bench.comparison.kept`)."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The measures that a comparison tests, the significance level, and the gates that it must pass."""

    measures: tuple[str, ...] = ()
    """The names of the measures that are tested; empty for `bench.measures.HEADLINES`."""
    alpha: Annotated[float, Meta(gt=0, lt=1)] = ALPHA
    undecided: Literal["fail", "pass"] = "fail"
    """The outcome of a gate if there is too little data for a verdict."""
    allow_failures: Annotated[int, Meta(ge=0)] = 0
    """The number of documents that may fail in head but not in base."""
    gates: tuple[Gate, ...] = (Gate(),)


@dataclass(frozen=True, slots=True)
class Judgement:
    """The judgement of the gates on one measure of a system, or on the whole system if ``measure`` is empty."""

    system: str
    measure: str
    outcome: GateOutcome
    why: str
    """The reason in words, with the scores. If the gates were passed it is what they couldn't judge, mostly
    nothing."""


def read(path: Path, *, required: bool = False) -> Settings:
    """Returns the settings in a pyproject.toml, or the default settings if it has none.

    A missing file counts as one without settings unless it is ``required``. The path of a keep file is relative to
    the file's folder. Raises DataError for a file that can't
    be read, an unknown key or an invalid value, and UsageError for an unknown measure.
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
    kept = [
        gate if gate.keep is None else replace(gate, keep=str(path.parent / gate.keep)) for gate in settings.gates
    ]
    return replace(settings, gates=tuple(kept))


def named(gates: Iterable[Gate]) -> list[str]:
    """Returns the names of the measures in gates. A comparison must test them, or the gates check nothing."""
    return list(dict.fromkeys(gate.measure for gate in gates if gate.measure != ALL))


def tested(asked: Sequence[str], settings: Settings, default: Sequence[str]) -> tuple[str, ...]:
    """Returns the names of the measures that a comparison tests.

    They are ``asked``, or if that is empty those of the settings, or if there are none ``default``. The measures
    of the gates are added.
    """
    return tuple(dict.fromkeys([*(asked or settings.measures or default), *named(settings.gates)]))


@dataclass(frozen=True, slots=True)
class Overrides:
    """Gates and settings of the command line. Gates are added to those of a file; settings replace them."""

    losses: Sequence[str] = ()
    """Gates as text, ``[SYSTEM:]MEASURE=POINTS``; the points are the largest allowed loss."""
    floors: Sequence[str] = ()
    """Gates as text of the same form; the points are the lowest allowed F1."""
    keeps: Sequence[str] = ()
    """Paths of files of cases that must stay right."""
    undecided: Literal["fail", "pass"] | None = None
    allow_failures: int | None = None

    def over(self, settings: Settings) -> Settings:
        """Returns the settings of a file with these added. Raises UsageError for a text that is no gate."""
        more = [parse(text, "max_loss") for text in self.losses] + [parse(text, "floor") for text in self.floors]
        more += [Gate(significant=False, keep=path) for path in self.keeps]
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
    """Returns the gate for a text ``[SYSTEM:]MEASURE=POINTS``. Raises UsageError for any other text.

    ``field`` says which limit the points are.
    """
    name, equals, points = text.rpartition("=")
    system, _, measure = name.rpartition(":")
    value: float | None
    try:
        value = float(points)
    except ValueError:
        value = None
    if not equals or value is None:
        raise UsageError(f"{text!r}: write [SYSTEM:]MEASURE=POINTS, such as event.class=80")
    if not 0 <= value <= 100:
        raise UsageError(f"{text!r}: points are 0 to 100; write [SYSTEM:]MEASURE=POINTS, such as event.class=80")
    if measure != ALL:
        measures.named(measure)
    gate = Gate(measure=measure, system=system or ALL, significant=False)
    return replace(gate, max_loss=value) if field == "max_loss" else replace(gate, floor=value)


def judge(comparison: Comparison, settings: Settings, asked: Sequence[str] = ()) -> list[Judgement]:
    """Returns the worst judgement of the gates for each system and measure that at least one gate is about.

    A gate has the outcome "unanswered" if no system has a score for it, because it checked nothing. So does a
    measure of ``asked`` (the measures that a user named) for which no system has a score. Raises UsageError for a
    gate on a system that neither side has.
    """
    names = {system.name for system in comparison.systems} | {system.was for system in comparison.systems}
    for gate in settings.gates:
        if not any(fnmatchcase(name, gate.system) for name in names):
            raise unknown("system for the gate", gate.system, names - {""})
    judged = [*_unmeasured(comparison, asked), *_uncompared(comparison, settings, asked)]
    judged += [judgement for gate in settings.gates for judgement in _unguarded(gate, comparison, settings)]
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
    together: dict[tuple[str, ...], list[Judgement]] = {}
    for each in judged:
        key = (each.system, each.measure) if each.measure else (each.system, "", each.why)
        together.setdefault(key, []).append(each)
    return [_worst(found) for found in together.values()]


_WORST: Sequence[GateOutcome] = ("passed", "undecided", "lost", "failed", "unanswered")


def _worst(found: Sequence[Judgement]) -> Judgement:
    """Returns the worst of several judgements on a measure, with the reasons of all judgements as bad as it."""
    worst = max(found, key=lambda judgement: _WORST.index(judgement.outcome))
    reasons = dict.fromkeys(each.why for each in found if each.outcome == worst.outcome and each.why)
    return replace(worst, why="; ".join(reasons))


def _failed(documents: Mapping[str, str]) -> str:
    """Returns a line that names failed documents and their causes, only the first few if there are many."""
    named = [f"{name} ({why})" for name, why in documents.items()]
    return f"failed on {some(named)}"


def _about(gate: Gate, system: Compared) -> bool:
    return any(fnmatchcase(name, gate.system) for name in (system.name, system.was) if name)


_NOTHING = "no system here has a score for it, or gold has nothing to measure it by"


_ANSWERED_REMEDY = "leave it out, or name a measure that is answered"
_NO_BASE = "its F1 is undefined in base, so that no loss can be told"


def unanswered(comparison: Comparison, asked: Iterable[str]) -> list[str]:
    """Returns the measures of ``asked`` for which no system has, or had, a score."""
    return [name for name in asked if not any(_answered(system, name) for system in comparison.systems)]


def check_answered(comparison: Comparison, asked: Iterable[str]) -> None:
    """Raises UsageError if no system has, or had, a score for a measure of ``asked``."""
    if missing := unanswered(comparison, asked):
        raise UsageError(f"{', '.join(missing)}: {_NOTHING}; {_ANSWERED_REMEDY}")


def _uncompared(comparison: Comparison, settings: Settings, asked: Iterable[str]) -> Iterator[Judgement]:
    """Yields a judgement for each requested measure that was compared for no system, because no base has a score.

    A floor judges head alone, so that a measure with a floor has no such judgement.
    """
    if settings.undecided == "pass":
        return
    for name in asked:
        figures = {each.name: each.figures.get(name, (None, None)) for each in comparison.systems}
        if any(base is not None for base, _ in figures.values()):
            continue
        for system in comparison.systems:
            if (
                system.state != "new"
                and figures[system.name][1] is not None
                and not _floors(settings, system, name)
            ):
                yield Judgement(system.name, name, "undecided", _NO_BASE)


def _floors(settings: Settings, system: Compared, measure: str) -> bool:
    """Returns whether a gate with a floor is about a measure of a system."""
    return any(
        gate.floor is not None and gate.measure in (ALL, measure) and _about(gate, system)
        for gate in settings.gates
    )


def _unmeasured(comparison: Comparison, asked: Iterable[str]) -> Iterator[Judgement]:
    """Yields a judgement for each requested measure for which no system has a score.

    If no measure was requested and no system has any score, yields one judgement.
    """
    missing = unanswered(comparison, asked)
    for name in missing:
        yield Judgement(ALL, name, "unanswered", f"{_NOTHING}; {_ANSWERED_REMEDY}")
    if not missing and not any(system.figures or system.dropped for system in comparison.systems):
        names = ", ".join(comparison.measures)
        yield Judgement(ALL, "", "unanswered", f"nothing was measured: no system has a score for {names}")


def _answered(system: Compared, measure: str) -> bool:
    """Returns whether a system has a score for a measure in base or head. `ALL` stands for any measure."""
    names = [*system.figures, *system.dropped] if measure == ALL else [measure]
    return any(
        name in system.dropped or any(figure is not None for figure in system.figures.get(name, ()))
        for name in names
    )


def _unguarded(gate: Gate, comparison: Comparison, settings: Settings) -> Iterator[Judgement]:
    """Yields judgements if a gate has nothing to judge.

    This is so if none of its systems has a score for its measure, if head no longer has its systems, or if the
    gate limits a loss and only one side has its systems, or base failed on all documents.
    """
    about = [system for system in comparison.systems if _about(gate, system)]
    everything = gate.system == gate.measure == ALL
    if gate.system != ALL and all(system.state == "removed" for system in about):
        answering = about
    else:
        answering = about if everything else [system for system in about if _answered(system, gate.measure)]
    if not answering:
        measure = "" if gate.measure == ALL else gate.measure
        yield Judgement(gate.system, measure, "unanswered", f"a gate is about it, and {_NOTHING}")
    elif not everything and all(system.state == "removed" for system in answering):
        for system in answering:
            yield Judgement(system.name, "", "failed", "a gate is about it, and head has no results of it")
    elif (
        (gate.significant or gate.max_loss is not None)
        and settings.undecided == "fail"
        and all(system.state in ("new", "removed") or system.base_failed for system in answering)
    ):
        for system in answering:
            if system.state == "removed" or gate.max_loss is not None or not _floored(system, settings):
                why = "base failed on all documents" if system.base_failed else f"it is {system.state}"
                yield Judgement(system.name, "", "undecided", f"nothing to compare it with: {why}")


def _floored(system: Compared, settings: Settings) -> bool:
    """Returns whether a gate with a floor is about a score of head, so that it can judge even a new system."""
    return any(
        head is not None and _floors(settings, system, measure) for measure, (_, head) in system.figures.items()
    )


def _through(gate: Gate, system: Compared, measure: str, settings: Settings) -> Iterator[Judgement]:
    """Yields the judgements of one gate on one measure of a system."""

    def judgement(outcome: GateOutcome, why: str = "") -> Judgement:
        return Judgement(system.name, measure, outcome, why)

    if measure in system.dropped:
        yield judgement("failed", "head no longer answers it")
        return
    base, head = system.figures.get(measure, (None, None))
    if gate.floor is not None and not _reaches(head, gate.floor):
        shown = "undefined" if head is None else f"{100 * head:.1f}"
        also = f", with {_documents(system.failing)} failed" if system.failing else ""
        yield judgement(
            "failed" if system.failing else "lost", f"{shown}, below the floor of {gate.floor:g}{also}"
        )
    difference = system.differences.get(measure)
    losses = [_loss(base, head), -100 * (difference.difference or 0) if difference else 0]
    worst = round(max(losses), 9)
    if gate.max_loss is not None and worst > gate.max_loss:
        yield judgement("lost", f"{worst:.1f} points lost, more than {gate.max_loss:g}")
    elif base is None is not head and system.state != "new":
        named = gate.significant and gate.measure != ALL and not _floors(settings, system, measure)
        if gate.max_loss is not None or named:
            yield judgement("undecided" if settings.undecided == "fail" else "passed", _NO_BASE)
    if gate.significant and measure in system.untested:
        yield judgement("undecided" if settings.undecided == "fail" else "passed", system.untested[measure])
        return
    yield judgement("passed")
    if difference is None or not gate.significant:
        return
    loss = round(losses[1], 9)
    if difference.verdict == "worse":
        sampling = difference.sampling
        these = f", {sampling.label}" if sampling.unit != sampling.cluster else ""
        runs = system.runs.get(measure)
        explained = "; several runs of one system differ as much" if runs and within(*runs) else ""
        yield judgement("lost", f"{loss:.1f} points lost, p = {difference.p_corrected:.2g}{these}{explained}")
    elif settings.undecided == "fail" and (why := _undecided(difference, loss, settings.alpha)):
        yield judgement("undecided", why)


def _reaches(figure: float | None, floor: float) -> bool:
    """Returns whether an F1 (a fraction) reaches a floor in points.

    The F1 is rounded to nine decimals, because 60 points can be stored as 59.99999999999999.
    """
    return figure is not None and round(100 * figure, 9) >= floor


def _loss(base: float | None, head: float | None) -> float:
    """Returns the loss from base to head in points. An undefined F1 in head counts as 0."""
    return 0 if base is None else 100 * (base - (head or 0))


def _documents(number: int) -> str:
    return f"{number:,} document{'' if number == 1 else 's'}"


def _undecided(difference: Difference, loss: float, alpha: float) -> str:
    """Returns the reason why the data are too few to judge a loss; empty if it can be judged.

    For a gain the reason is empty, unless no difference, however large, could have been found.
    """
    if difference.verdict != "too little data":
        return ""
    few = f"too little data, {difference.sampling.label}"
    if difference.difference is None:
        side = "base" if difference.base is None else "head"
        return f"F1 is undefined in {side}: gold has nothing of this measure there, and {side} predicted nothing"
    if difference.detectable is None or difference.least > alpha:
        return f"{few}: no difference, however large, could have been seen{_remedy(difference)}"
    if loss < 0:
        return ""
    seen = 100 * difference.detectable
    return (
        f"{few}: {loss:.1f} points lost, which chance can explain; {seen:.1f} would be found four times in five"
        f"{_remedy(difference)}"
    )


def _remedy(difference: Difference) -> str:
    """Returns how many units a difference of 5 points takes, and what one can do; for the end of a sentence."""
    sampling = difference.sampling
    few = sampling.unit == "sentence"  # then the documents are counted, and averages can't decide much
    unit, there = (sampling.cluster, sampling.clusters) if few else (sampling.unit, sampling.units)
    wanted = ""
    if difference.needed is not None and difference.needed > there:
        wanted = f"a difference of {100 * SOUGHT:g} points takes about {plural(difference.needed, unit)}; "
    keep = ", name cases that must stay right with --keep" if few else ""
    return f"; {wanted}add documents{keep}, or accept it with --undecided pass"
