"""An audit of gold: the places on which strong systems agree against gold, and what no strong system has right.

Such a place is a reason to look again, and nothing more: systems share mistakes, and gold is not changed by what a
system says. `bench.comparison.blind` makes a list for labellers, without what gold and the systems say.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from bench.comparison.examples import JUDGED
from bench.comparison.kept import pair_measure
from bench.comparison.side import Contestant, Side
from bench.dataset.suite import NOTHING, Suite, SuiteDocument
from bench.errors import UsageError, unknown
from bench.gold.differences import in_context
from bench.matching.matching import match
from bench.matching.repeats import once
from bench.measures.attribute import TIMEX_VALUE
from bench.measures.pair import PairMeasure
from bench.measures.reading import TIMEX_VALUE_ANY
from bench.scoring.score import score
from bench.sdk.declare import GOLD
from bench.sdk.model import Span

NOTHING_SAID = "nothing"
"""The answer of a system that finds no annotation at a place."""
UNSTATED = "found, no more said"
"""The answer of a system that finds an annotation at a place, and doesn't state the measure's attribute."""
Kind = Literal["against", "unsolved", "missing"]


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The thresholds of an audit."""

    strong: float = 0.5
    """The smallest F1, by the audited measure, of a strong system."""
    most: float = 0.5
    """The share of the strong systems of which more must give the same answer, so that they agree."""
    least: int = 3
    """The smallest number of strong systems that an audit needs."""

    def __post_init__(self) -> None:
        """Raises UsageError for a share that is no share, and for fewer than two systems."""
        for name, value in (("strong", self.strong), ("most", self.most)):
            if not 0 <= value <= 1:
                raise UsageError(f"--{name} {value:g}: it is a share; give a number from 0 to 1")
        if self.least < 2:
            raise UsageError(f"--least {self.least}: one system agrees with itself; give 2 or more")


DEFAULT = Thresholds()


@dataclass(frozen=True, slots=True)
class Place:
    """A place in gold to look at again."""

    kind: Kind
    """The reason: strong systems agree on another answer than gold ("against"), none of them is right and they
    don't agree ("unsolved"), or they agree on an annotation that gold doesn't have ("missing")."""
    document: str
    layer: str
    measure: str
    start: int
    end: int
    context: str
    """The words between ``[`` and ``]``, with the text around them."""
    gold: str
    """The statement of gold, by the measure's attribute; empty if gold has no annotation."""
    answer: str
    """The most frequent answer of the strong systems that isn't gold's."""
    agree: int
    """The number of strong systems that give this answer."""
    right: int
    """The number of strong systems that gold calls right."""
    asked: int
    """The number of strong systems that were run on the document."""
    answers: Mapping[str, str]
    """The answer of each strong system."""


@dataclass(frozen=True, slots=True)
class Audited:
    """The audit of one measure."""

    measure: str
    strong: Mapping[str, float]
    """The F1 of each strong system, from the best to the worst."""
    places: Sequence[Place]
    """The places, document by document, in text order."""
    agreed: Mapping[str, Sequence[Span]]
    """The spans of gold that most strong systems have right, by document. Documents on which too few strong
    systems were run are left out."""
    touched: Mapping[str, Sequence[Span]]
    """All spans of gold and of strong systems, by document."""


@dataclass(frozen=True, slots=True)
class Audit:
    """The audit of a suite by several systems."""

    suite: Suite
    thresholds: Thresholds
    audited: Sequence[Audited]
    left_out: Mapping[str, str] = field(default_factory=dict)
    """The reason for each system that wasn't asked."""
    unaudited: Mapping[str, str] = field(default_factory=dict)
    """The reason for each measure that wasn't audited."""
    absent: Mapping[str, int] = field(default_factory=dict)
    """The number of documents of gold on which a system failed or wasn't run, if any, by system."""
    unknown: Mapping[str, int] = field(default_factory=dict)
    """The number of documents that a system has and gold hasn't, if any, by system."""

    @property
    def places(self) -> Sequence[Place]:
        """The places of all measures."""
        return [place for each in self.audited for place in each.places]


def audit(
    suite: Suite,
    sides: Sequence[Side],
    *,
    systems: Sequence[str] = (),
    measures: Sequence[str] = (),
    thresholds: Thresholds = DEFAULT,
) -> Audit:
    """Returns the audit of gold by the systems of ``sides``.

    ``measures`` say what is right; they are measures of single annotations. The default is the main measure of
    each layer that gold has. If gold has several right values, each of them counts. A system is strong if its F1
    is at least ``thresholds.strong``. Without ``systems``, those are left out that were given gold, or that work
    on what other systems said; of systems with the same source, only the best is asked, because settings of one
    tool agree for no good reason. ``systems`` names those to ask instead.

    Raises UsageError for an unknown system or measure, for two systems with one name, and if no measure has enough
    strong systems.
    """
    chosen = [pair_measure(name) for name in measures] or [m for layer, m in JUDGED.items() if suite.has(layer)]
    known = _contestants(sides)
    for name in systems:
        if name not in known:
            raise unknown("system", name, known)
    layers = {measure.layer for measure in chosen}
    known = {name: one for name, one in known.items() if layers & {*one.predictions.covers}}
    left_out = {} if systems else {name: why for name, one in known.items() if (why := _dependent(one))}
    asked = {name: one for name, one in known.items() if name not in left_out and (not systems or name in systems)}
    audited, unaudited = [], {}
    for measure in chosen:
        scored = _scored(suite, asked, measure)
        strong = {name: f1 for name, f1 in scored.items() if f1 >= thresholds.strong}
        if not systems:
            strong = _independent(strong, asked, left_out)
        if len(strong) < thresholds.least:
            bound = f"F1 of at least {100 * thresholds.strong:g} %"
            number = f"{len(strong)} of {len(scored)} systems are strong ({bound})"
            unaudited[measure.name] = f"{number}, and {thresholds.least} are needed"
            continue
        audited.append(_audited(suite, {name: asked[name] for name in strong}, strong, measure, thresholds))
    if not audited:
        why = "; ".join(f"{name}: {reason}" for name, reason in unaudited.items()) or "gold has no annotation"
        raise UsageError(f"nothing can be audited: {why}; name more predictions, or change --strong or --least")
    ids = {document.id for document in suite.documents}
    used = {name: asked[name].predictions for each in audited for name in each.strong}
    absent = {name: missing for name, each in used.items() if (missing := len(ids - each.layers.keys()))}
    strange = {name: more for name, each in used.items() if (more := len(each.layers.keys() - ids))}
    return Audit(suite, thresholds, audited, left_out, unaudited, absent, strange)


def _contestants(sides: Sequence[Side]) -> dict[str, Contestant]:
    found: dict[str, Contestant] = {}
    for side in sides:
        for name, one in side.systems.items():
            if name in found:
                raise UsageError(f"two predictions are called {name}; rename the folder of one of them")
            found[name] = one
    return found


def _dependent(one: Contestant) -> str:
    """Returns the reason why a system is no witness of its own; empty if there is none."""
    wants = one.record.wants if one.record is not None else {}
    if any(want.startswith(GOLD) for want in wants):
        return "it was given gold annotations"
    return f"it works on what {', '.join(wants)} said" if wants else ""


def _scored(suite: Suite, asked: Mapping[str, Contestant], measure: PairMeasure) -> dict[str, float]:
    """Returns the F1 of the systems that state what a measure is about, from the best to the worst."""
    found = {}
    for name, one in asked.items():
        if measure.layer in one.predictions.covers:
            scores = score(suite, one.predictions).measures
            found[name] = scores[measure.name].f1 if measure.name in scores else None
    stated = {name: f1 for name, f1 in found.items() if f1 is not None}
    return dict(sorted(stated.items(), key=lambda each: (-each[1], each[0])))


def _independent(
    strong: Mapping[str, float], asked: Mapping[str, Contestant], left_out: dict[str, str]
) -> dict[str, float]:
    """Returns the systems without those that have the same source as a better one."""
    first: dict[str, str] = {}
    found = {}
    for name, f1 in strong.items():
        record = asked[name].record
        source = record.system_digest if record is not None else ""
        if source and source in first:
            left_out[name] = f"it is another setting of {first[source]}, which is better"
            continue
        first[source] = name
        found[name] = f1
    return found


def _audited(
    suite: Suite,
    strong: Mapping[str, Contestant],
    f1: Mapping[str, float],
    measure: PairMeasure,
    thresholds: Thresholds,
) -> Audited:
    places: list[Place] = []
    agreed: dict[str, list[Span]] = {}
    touched: dict[str, list[Span]] = {}
    for document in suite.documents:
        seen = _Seen(suite, document, strong, measure, thresholds)
        if len(seen.asked) >= thresholds.least:
            places += sorted(seen.places(), key=lambda place: (place.start, place.end))
            agreed[document.id] = seen.agreed
            touched[document.id] = seen.touched
    return Audited(measure.name, f1, places, agreed, touched)


class _Seen:
    """The answers of the strong systems for one document."""

    def __init__(
        self,
        suite: Suite,
        document: SuiteDocument,
        strong: Mapping[str, Contestant],
        measure: PairMeasure,
        thresholds: Thresholds,
    ) -> None:
        self.document = document
        self.measure = measure
        self.thresholds = thresholds
        self.asked = [name for name, one in strong.items() if document.id in one.predictions.layers]
        layers = suite.layers.get(document.id, NOTHING)
        self.gold: Sequence[Any] = once(getattr(layers.outside(layers.ignore), measure.layer), {})
        self.answers: dict[int, dict[str, Any]] = {id(item): {} for item in self.gold}
        self.spurious: dict[tuple[int, int, str], dict[str, Any]] = {}
        self.touched: list[Span] = [(item.start, item.end) for item in self.gold]
        self.agreed: list[Span] = []
        for name in self.asked:
            given = strong[name].predictions.layers[document.id].outside(layers.ignore)
            matching = match(self.gold, once(getattr(given, measure.layer), {}))
            for gold, found in matching.pairs:
                self.answers[id(gold)][name] = found
            for found in matching.predicted:
                self.touched.append((found.start, found.end))
                if not matching.touched(found):
                    key = (found.start, found.end, self.said(found))
                    self.spurious.setdefault(key, {})[name] = found

    def said(self, item: Any | None) -> str:
        """Returns the answer of a system at a place, as the measure compares it."""
        if item is None:
            return NOTHING_SAID
        if self.measure.attribute is None:
            return f"“{' '.join(self.document.text[item.start : item.end].split())}”"
        return getattr(item, self.measure.attribute) or UNSTATED

    def places(self) -> Iterator[Place]:
        """Yields the places of the document, and notes the spans on which the systems agree with gold."""
        enough = self.thresholds.most * len(self.asked)
        for gold in self.gold:
            if self.measure.attribute is not None and getattr(gold, self.measure.attribute) in (None, ""):
                continue  # gold doesn't say what is right
            found = self.answers[id(gold)]
            right = [name for name, item in found.items() if _credit(self.measure, gold, item) == 1]
            answers = {name: self.said(found.get(name)) for name in self.asked}
            wrong = Counter(answers[name] for name in self.asked if name not in right)
            answer, agree = max(wrong.items(), key=lambda each: (each[1], each[0]), default=("", 0))
            if len(right) > enough:
                self.agreed.append((gold.start, gold.end))
            if agree > enough and answer != UNSTATED:
                yield self._place("against", gold, _readings(self, gold), answer, agree, len(right), answers)
            elif not right:
                yield self._place("unsolved", gold, _readings(self, gold), answer, agree, 0, answers)
        for (start, end, answer), given in self.spurious.items():
            if len(given) > enough and answer != UNSTATED:
                item = next(iter(given.values()))
                answers = {name: self._at(name, start, end) for name in self.asked}
                yield self._place("missing", item, "", answer, len(given), 0, answers)

    def _at(self, name: str, start: int, end: int) -> str:
        """Returns the answer of a system at a span that gold doesn't have; of another span, with its words."""
        for (from_, to, answer), given in self.spurious.items():
            if name in given and from_ < end and start < to:
                return answer
        return NOTHING_SAID

    def _place(
        self, kind: Kind, item: Any, gold: str, answer: str, agree: int, right: int, answers: Mapping[str, str]
    ) -> Place:
        context = in_context(item.start, item.end, self.document.text)
        about = self.document.id, self.measure.layer, self.measure.name
        return Place(
            kind, *about, item.start, item.end, context, gold, answer, agree, right, len(self.asked), answers
        )


def _credit(measure: PairMeasure, gold: Any, found: Any) -> float:
    """Returns the credit of an answer; each of gold's right values counts."""
    return (TIMEX_VALUE_ANY if measure is TIMEX_VALUE else measure).credit(gold, found)


def _readings(seen: _Seen, gold: Any) -> str:
    """Returns the statement of gold, with all its right values."""
    values = getattr(gold, "values", None)
    if seen.measure is TIMEX_VALUE and values:
        return " or ".join(dict.fromkeys(reading.value for reading in values))
    return seen.said(gold)
