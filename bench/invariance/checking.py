"""The checks of one or more systems over a suite or over texts without labels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from itertools import groupby
from pathlib import Path

from bench.contract.conditions import ZONES, in_zone, under_clock
from bench.contract.difference import Mark, marks
from bench.dataset.suite import NOTHING, Layers, Suite
from bench.harness.schedule import run, training_for
from bench.harness.setting import Setting
from bench.harness.task import Task
from bench.invariance import days, twin, writing
from bench.invariance.result import (
    CHECKS,
    CLOCK,
    ORDER,
    TWIN,
    ZONE,
    Checked,
    Judged,
    Share,
    SystemChecked,
    Violation,
)
from bench.invariance.variant import Variant, judge
from bench.matching.matching import match
from bench.matching.repeats import once
from bench.measures.attribute import TIMEX_VALUE
from bench.sdk import clock
from bench.sdk.model import Document, Timex
from bench.systems.dependencies import Ready
from bench.systems.environment import Environment
from bench.systems.selection import Request, select


def check(
    systems: str | Path | Sequence[str | Path],
    corpus: Suite | Sequence[Document],
    *,
    folder: str | Path | None = None,
    setting: Setting | None = None,
) -> Checked:
    """Checks systems on variants of documents, whose labels aren't needed. Returns the results of each check.

    ``systems`` are paths of system files, or names of systems, which are looked up in ``folder`` (by default
    ``systems``) and among those that bench carries. A system that works on what others find isn't checked, and one
    that learns is checked on a suite only, fitted on all documents but the one that it is asked about. Raises
    UsageError for a system that doesn't exist, and DataError for a suite with a document without a creation day.
    """
    setting = setting or Setting()
    suite = corpus if isinstance(corpus, Suite) else None
    if suite is not None:
        suite.check_days()
    given = [suite.bare(each) for each in suite.documents] if suite else list(corpus)  # type: ignore[arg-type]
    names = [systems] if isinstance(systems, str | Path) else systems
    found = select(Request([*map(str, names)], None if folder is None else Path(folder)), setting.prepare)
    unready = dict(found.unready)
    checked = {}
    with setting.executor() as executor:
        for ready in found.ready:
            if reason := _unfit(ready, suite):
                unready[ready.system.name] = reason
            else:
                checked[ready.system.name] = _System(ready, given, suite, setting, executor).checked()
    return Checked(len(given), suite is not None and suite.lent, checked, unready, found.broken)


def _unfit(ready: Ready, suite: Suite | None) -> str:
    """Returns the reason why a system can't be checked; empty if it can."""
    if ready.system.wants or not ready.system.extracts:
        return "it works on what others find; check those"
    if ready.system.learns and suite is None:
        return "it learns, and there is no gold to fit it on; name a suite with --gold"
    return ""


def _failed(variant: Variant, judged: Judged, cause: str) -> Judged:
    """Returns the judgement on a variant on which the system failed: at least one violation, with the cause."""
    found = f"failed: {cause}"
    told = tuple(replace(each, found=found) for each in judged.violations)
    nothing = Violation(variant.document.id, "", 0, 0, "an answer", found)
    return Judged(max(judged.asserted, 1), told or (nothing,))


def planned(document: Document, gold: Sequence[Timex] = ()) -> list[Variant]:
    """Returns the variants of a document that differ in its text or its dct."""
    twins = twin.variant(document, gold)
    return [*days.variants(document), *writing.variants(document), *([twins] if twins else [])]


class _System:
    """The checks of one system."""

    def __init__(
        self,
        ready: Ready,
        documents: Sequence[Document],
        suite: Suite | None,
        setting: Setting,
        executor: Executor,
    ) -> None:
        self._ready = ready
        self._documents = documents
        self._suite = suite
        self._setting = setting
        self._executor = executor
        self._plain: dict[str, Layers] = {}
        self._checks: dict[str, Judged] = {}
        self._skipped: dict[str, str] = {}
        self._share = Share()

    def checked(self) -> SystemChecked:
        """Runs the system on the documents and on all their variants, and returns the results."""
        failures = {}
        for document, answer in self._asked([Variant("", each) for each in self._documents]):
            if isinstance(answer, Layers):
                self._plain[document.document.id] = answer
            else:
                failures[document.document.id] = answer
        done = [each for each in self._documents if each.id in self._plain]
        self._judge([variant for each in done for variant in planned(each, self._gold(each))])
        self._judge([Variant(ORDER, each) for each in reversed(done)])
        base = self._ready.environment
        for zone in ZONES:
            self._under(in_zone(base, zone), ZONE, done, "this machine has no time zone database")
        clocked = under_clock(self._ready.system, base)
        self._under(clocked, CLOCK, done, "the clock was not shifted: libfaketime is not installed")
        ordered = {name: self._checks[name] for name in CHECKS if name in self._checks}
        return SystemChecked(ordered, self._share, failures, self._skipped)

    def _under(self, environment: Environment | None, check: str, done: Sequence[Document], unless: str) -> None:
        if environment is None:
            self._skipped[check] = unless
        else:
            self._judge([Variant(check, each) for each in done], environment)

    def _gold(self, document: Document) -> Sequence[Timex]:
        return self._suite.layers.get(document.id, NOTHING).timexes if self._suite else ()

    def _asked(
        self, variants: Sequence[Variant], environment: Environment | None = None
    ) -> Iterator[tuple[Variant, Layers | str]]:
        """Yields each variant with its answer, or with the cause of the failure."""
        system = self._ready.system
        # several checks may be about one document, which is asked about once
        groups = [[*group] for _, group in groupby(variants, key=lambda variant: id(variant.document))]

        def tasks() -> Iterator[Task]:
            for first, *_ in groups:
                learned = training_for(first.document.id, self._suite) if system.learns and self._suite else ()
                yield Task(
                    system,
                    environment or self._ready.environment,
                    self._setting.limits,
                    tuple(learned),
                    document=first.document,
                )

        heard, ahead = self._setting.heard, self._setting.ahead
        for group, outcome in zip(groups, run(tasks(), self._executor, ahead=ahead, heard=heard), strict=True):
            for variant in group:
                yield variant, outcome.failed if outcome.layers is None else outcome.layers

    def _judge(self, variants: Sequence[Variant], environment: Environment | None = None) -> None:
        for variant, answer in self._asked(variants, environment):
            if isinstance(answer, str) and clock.REFUSED in answer:
                self._skipped[variant.check] = f"the clock was not shifted: {clock.REFUSED}"
                continue
            before = self._plain[variant.document.id]
            after = answer if isinstance(answer, Layers) else NOTHING
            judged = judge(variant, self._marks(before), self._marks(after))
            if isinstance(answer, str):
                judged = _failed(variant, judged, answer)
            self._checks[variant.check] = self._checks.get(variant.check, Judged()) + judged
            if variant.check == TWIN:
                self._count(self._gold(variant.document), before, after)

    def _marks(self, layers: Layers) -> list[Mark]:
        return [mark for mark in marks(layers) if mark.said[0] in ("timexes", "events")]

    def _count(self, gold: Sequence[Timex], before: Layers, after: Layers) -> None:
        """Adds gold's timexes that are right on a document and on its twin."""
        if "timexes" not in self._ready.system.extracts:
            return
        pairs = twin.gold_of(gold)
        right = [
            sum(TIMEX_VALUE.credit(*pair) == 1 for pair in match(once(wanted, {}), once(found.timexes, {})).pairs)
            for wanted, found in (([one for one, _ in pairs], before), ([other for _, other in pairs], after))
        ]
        share = self._share
        self._share = Share(share.of + len(pairs), share.right + right[0], share.on_twins + right[1])
