"""Kept cases: annotations of gold that are right in base and must stay right in head, whatever the average says.

A keep file is JSON Lines, one case a line. `write` makes it from what base has right; the gates that name it are
judged by `judge`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from bench import measures
from bench.comparison.examples import said
from bench.comparison.gates import ALL, Gate, GateOutcome, Judgement, Settings
from bench.comparison.pairs import Pairing, paired
from bench.comparison.side import Contestant, Side
from bench.dataset.suite import NOTHING, RESOLVED, Predictions, Suite, SuiteDocument
from bench.errors import BenchError, DataError, Fault, UsageError, some
from bench.files import cannot_write
from bench.formats.jsonl import lines
from bench.formats.jsonl.lines import Row
from bench.matching.matching import Matching, match
from bench.matching.repeats import once
from bench.measures.attribute import TIMEX_VALUE
from bench.measures.pair import PairMeasure
from bench.sdk.model import Span

ANEW = "take the line out, or write the file anew with bench compare --write-keep"


@dataclass(frozen=True, slots=True)
class KeptCase:
    """A line of a keep file, which also names its document: ``doc``.

    The annotation of gold is named by its ``id``, or by ``start`` and ``end``.
    """

    start: int | None = None
    end: int | None = None
    id: str | None = None
    measure: str = TIMEX_VALUE.name
    system: str = ALL
    """The name of a system, or a pattern with * and ?."""
    text: str = ""
    """The words of the annotation; empty if the suite's texts may not be copied. Other words than gold's are a
    fault."""


@dataclass(frozen=True, slots=True)
class _Placed:
    """A case of a keep file, with its measure, and its annotation and document in gold."""

    row: Row[KeptCase]
    measure: PairMeasure
    document: SuiteDocument
    annotation: Any

    @property
    def span(self) -> Span:
        return self.annotation.start, self.annotation.end

    @property
    def place(self) -> str:
        return f"{self.row.path}:{self.row.line}"

    def about(self, pair: Pairing) -> bool:
        """Returns whether a system is meant, by its name in base or in head."""
        return any(one is not None and fnmatchcase(one.name, self.row.record.system) for one in pair)


def is_right(one: Contestant, suite: Suite, document: str, span: Span, measure: PairMeasure) -> bool:
    """Returns whether a system has the annotation of gold at a span right."""
    return span in _Answers(suite).right_spans(one, document, measure)


def judge(base: Side, head: Side, suite: Suite, settings: Settings) -> list[Judgement]:
    """Returns the judgements of the gates with a keep file: one for each broken case, and one for each file.

    A case is broken if a system has it right in base and not in head. A case that no system has right in base
    guards nothing, and the file's judgement names it; if that is so for all its cases, the file is "unanswered".
    Raises DataError for a file without cases, and for a case that gold or both sides don't have.
    """
    pairs = list(paired(base, head))
    found: dict[tuple[str, str], Judgement] = {}
    for gate in settings.gates:
        if gate.keep is not None:
            for judgement in _judged(gate, pairs, suite, settings):
                found.setdefault((judgement.system, judgement.measure), judgement)
    return list(found.values())


def _judged(gate: Gate, pairs: Sequence[Pairing], suite: Suite, settings: Settings) -> Iterator[Judgement]:
    path = Path(gate.keep or "")
    cases = _read(path, gate, pairs, suite)
    answers = _Answers(suite)
    broken: dict[str, None] = {}
    unguarded: list[str] = []
    alone: dict[str, str] = {}
    for case in cases:
        guarded = False
        for old, new in [pair for pair in pairs if case.about(pair) and _about(gate, pair)]:
            if old is None or new is None:
                alone |= {old.name: "removed"} if old else {new.name: "new"} if new else {}
            elif case.document.id in old.documents & new.documents and answers.right(old, case):
                guarded = True
                if not answers.right(new, case):
                    broken[case.place] = None
                    yield _broken(case, new, answers)
        if not guarded:
            unguarded.append(f"{case.document.id} {_dashed(case.span)} ({case.place})")
    if len(unguarded) == len(cases) and alone:
        for name, state in alone.items():
            if state == "removed":
                yield Judgement(name, str(path), "failed", "cases must stay right, and head has no results of it")
            else:
                outcome: GateOutcome = "undecided" if settings.undecided == "fail" else "passed"
                yield Judgement(name, str(path), outcome, "nothing to compare its kept cases with: it is new")
    elif len(unguarded) == len(cases):
        why = f"base has none of its {_cases(len(cases))} right, so that it guards nothing; write it anew"
        yield Judgement(gate.system, str(path), "unanswered", f"{why} with bench compare --write-keep")
    else:
        parts = [f"{len(broken)} of {_cases(len(cases))} broke"] if broken else []
        if unguarded:
            guards = f"{len(unguarded)} of {_cases(len(cases))} can't break, as base isn't right"
            parts.append(f"{guards} or a side wasn't run: {some(unguarded)}")
        yield Judgement(gate.system, str(path), "lost" if broken else "passed", "; ".join(parts))


def _cases(number: int) -> str:
    return f"{number:,} case{'' if number == 1 else 's'}"


def _about(gate: Gate, pair: Pairing) -> bool:
    return any(one is not None and fnmatchcase(one.name, gate.system) for one in pair)


def _broken(case: _Placed, new: Contestant, answers: _Answers) -> Judgement:
    """Returns the judgement on a broken case: its words, gold's attributes, and those that head has there."""
    text = "" if answers.suite.lent else case.document.text
    gold = case.annotation
    words = f"“{' '.join(text[gold.start : gold.end].split())}”: " if text else ""
    why = new.predictions.failures.get(case.document.id)
    there = "head failed on the document" if why is not None else f"head: {answers.said(new, case) or 'nothing'}"
    return Judgement(
        new.name,
        f"{case.measure.name} of {case.document.id} {_dashed(case.span)}",
        "lost",
        f"{words}gold: {said(gold, gold, text)}; {there}; base is right ({case.place})",
    )


def _dashed(span: Span) -> str:
    return f"{span[0]}–{span[1]}"


class _Answers:
    """The answers of systems for gold's annotations. Each document and layer of a system is matched once."""

    def __init__(self, suite: Suite) -> None:
        self.suite = suite
        self._matched: dict[tuple[int, str, str], Matching[Any]] = {}

    def matching(self, predictions: Predictions, document: str, layer: str) -> Matching[Any]:
        """Returns the matching of a document's predictions with gold, as they are scored."""
        key = (id(predictions), document, layer)
        if key not in self._matched:
            gold = self.suite.layers.get(document, NOTHING)
            found = predictions.layers.get(document, NOTHING).outside(gold.ignore)
            if layer == RESOLVED:
                given = predictions.resolved.timexes.get(document, ()) if predictions.resolved else ()
                sides: tuple[Sequence[Any], Sequence[Any]] = (gold.resolvable, given)
            else:
                sides = getattr(gold, layer), getattr(found, layer)
            self._matched[key] = match(once(sides[0], {}), once(sides[1], {}))
        return self._matched[key]

    def right(self, one: Contestant, case: _Placed) -> bool:
        """Returns whether a system has a case right."""
        return case.span in self.right_spans(one, case.document.id, case.measure)

    def right_spans(self, one: Contestant, document: str, measure: PairMeasure) -> set[Span]:
        """Returns the spans of gold on which each annotation is right."""
        matching = self.matching(one.predictions, document, measure.layer)
        right = {id(gold) for gold, found in matching.pairs if measure.credit(gold, found) == 1}
        wrong = {(gold.start, gold.end) for gold in matching.gold if id(gold) not in right}
        return {(gold.start, gold.end) for gold in matching.gold} - wrong

    def said(self, one: Contestant, case: _Placed) -> str:
        """Returns the attributes of a system's annotation that is matched with a case; empty if there is none."""
        text = "" if self.suite.lent else case.document.text
        matching = self.matching(one.predictions, case.document.id, case.measure.layer)
        return next(
            (said(item, gold, text) for gold, item in matching.pairs if (gold.start, gold.end) == case.span), ""
        )


def _read(path: Path, gate: Gate, pairs: Sequence[Pairing], suite: Suite) -> list[_Placed]:
    """Returns the cases of a keep file that a gate is about, each with its annotation in gold."""
    faults: list[Fault] = []
    if not path.exists() and not path.is_symlink():
        faults.append(Fault(str(path), 0, "there is no such file", "write it with bench compare --write-keep"))
    rows = lines.read(path, KeptCase, faults, of_document=True, strict=True)
    if not rows and not faults:
        faults.append(Fault(str(path), 0, "it has no case", "write some with bench compare --write-keep"))
    documents = {document.id: document for document in suite.documents}
    cases = []
    for row in rows:
        try:
            cases.append(_placed(row, documents, suite))
        except BenchError as error:
            message, _, remedy = str(error).partition("; ")
            faults.append(row.fault(message, remedy or ANEW))
            continue
        if not any(cases[-1].about(pair) for pair in pairs):
            names = sorted({one.name for pair in pairs for one in pair if one is not None})
            message = f"neither side has a system named {row.record.system!r}"
            faults.append(row.fault(message, f"name one of {some(names)}, or take the line out"))
    if faults:
        raise DataError(faults)
    about = [case for case in cases if gate.measure in (ALL, case.measure.name)]
    if not about:
        message = f"it has no case of {gate.measure}, which its gate names"
        raise DataError([Fault(str(path), 0, message, "leave the gate's measure out, or add such cases")])
    return about


def _placed(row: Row[KeptCase], documents: dict[str, SuiteDocument], suite: Suite) -> _Placed:
    """Returns a case with its annotation. Raises UsageError for one that gold doesn't have."""
    case = row.record
    measure = pair_measure(case.measure)
    document = documents.get(row.doc)
    if document is None:
        raise UsageError(f"gold has no document {row.doc!r}")
    if (case.id is None) == (case.start is None or case.end is None):
        raise UsageError("the annotation isn't named; write its id, or its start and end")
    layers = suite.layers.get(row.doc, NOTHING)
    items: Sequence[Any] = layers.resolvable if measure.layer == RESOLVED else getattr(layers, measure.layer)
    named: Callable[[Any], bool] = (
        (lambda item: item.id == case.id)
        if case.id is not None
        else (lambda item: (item.start, item.end) == (case.start, case.end))
    )
    found = next(filter(named, items), None)
    noun = "event" if measure.layer == "events" else "time expression"
    what = f"with the id {case.id!r}" if case.id is not None else f"at {case.start}–{case.end}"
    if found is None:
        raise UsageError(f"gold has no {noun} {what} in {row.doc}")
    words = document.text[found.start : found.end]
    if case.text and case.text != words:
        raise UsageError(f"gold has {words!r} {what} in {row.doc}, and not {case.text!r}")
    return _Placed(row, measure, document, found)


def pair_measure(name: str) -> PairMeasure:
    """Returns a measure of single annotations. Raises UsageError for any other name."""
    measure = measures.named(name)
    if not isinstance(measure, PairMeasure):
        raise UsageError(
            f"{name} isn't about single annotations; name a measure such as {TIMEX_VALUE.name} for kept cases"
        )
    return measure


def write(path: Path, base: Side, suite: Suite, names: Sequence[str] = ()) -> int:
    """Writes a keep file with each annotation that a system of base has right; returns the number of cases.

    ``names`` are the measures that say what is right, by default `TIMEX_VALUE`. The cases come from base and not
    from head, because what head has just broken would be missing from its own list. Raises UsageError for a
    measure that isn't about single annotations, and if nothing is right.
    """
    chosen = [pair_measure(name) for name in names] or [TIMEX_VALUE]
    answers = _Answers(suite)
    cases: list[dict[str, Any]] = []
    for one in base.systems.values():
        for measure in chosen:
            for document in suite.documents:
                for start, end in sorted(answers.right_spans(one, document.id, measure)):
                    place = {"system": one.name, "measure": measure.name, "doc": document.id}
                    text = {} if suite.lent else {"text": document.text[start:end]}
                    cases.append({**place, "start": start, "end": end, **text})
    if not cases:
        shown = ", ".join(measure.name for measure in chosen)
        raise UsageError(f"{base.label} has nothing right by {shown}, so there is no case to keep")
    try:
        lines.write(path, cases)
    except OSError as error:
        raise cannot_write(path, error) from None
    return len(cases)
