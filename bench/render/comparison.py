"""A comparison as tables for a terminal and for papers, and as JSON, CSV and JUnit XML."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from bench.comparison.compared import Compared, Comparison
from bench.comparison.examples import MOST_DOCUMENTS
from bench.comparison.gates import ALL, GateOutcome, Judgement
from bench.errors import some
from bench.render.grid import Grid, csv_text, latex
from bench.statistics.runs import Runs, noise, within
from bench.statistics.significance import Difference

VERDICTS = ("worse", "too little data", "better", "no clear difference", "the same")
"""The verdicts, in the order of the rows in a table."""
MINUS = "−"


def headline(judgements: Sequence[Judgement]) -> GateOutcome:
    """Returns the worst outcome of all gates: "unanswered", "failed", "lost", "undecided" or "passed"."""
    order: Sequence[GateOutcome] = ("unanswered", "failed", "lost", "undecided")
    outcomes = {judgement.outcome for judgement in judgements}
    return next((outcome for outcome in order if outcome in outcomes), "passed")


WORDS: Mapping[GateOutcome, str] = {
    "passed": "no gate is breached",
    "lost": "worse than the gates allow",
    "undecided": "undecided: too little data for a verdict",
    "failed": "systems failed to run",
    "unanswered": "unanswered: a gate or a measure has no score",
}


def grids(comparison: Comparison) -> list[Grid]:
    """Returns the table of changed systems, and the table of their recall by kind of time.

    A note names the unchanged systems.
    """
    changed = [system for system in comparison.systems if system.state != "unchanged"]
    rows = sorted((row for system in changed for row in _rows(system)), key=_rank)
    still = [system.name for system in comparison.systems if system.state == "unchanged"]
    notes = [f"unchanged: {', '.join(still)}."] if still else []
    title = f"{comparison.suite}: {comparison.head} against {comparison.base}"
    if not rows:
        return [Grid(title, ("system", "state"), [[name, "unchanged"] for name in still], labels=2)]
    notes += [*_labels(comparison), *_unseen(comparison)]
    found = [Grid(f"{title}, F1 (%)", _heads(comparison), rows, labels=2, note="\n".join(notes))]
    if runs := _runs_grid(changed):
        found.append(runs)
    kinds = [system for system in changed if any(before != after for before, after in system.kinds.values())]
    return [*found, _kind_grid(kinds)] if kinds else found


def _runs_grid(systems: Sequence[Compared]) -> Grid | None:
    """Returns the table of the systems that ran several times; None if there are none."""
    rows = []
    for system in systems:
        for measure, (base, head) in system.runs.items():
            change, least = signed(head.mean - base.mean), noise(base, head)
            said = "–" if least is None else f"{'within' if within(base, head) else 'beyond'} run noise"
            shown = "–" if least is None else f"±{100 * least:.1f}"
            rows.append([_one_line(system.name), measure, _spread(base), _spread(head), change, shown, said])
    if not rows:
        return None
    note = (
        "Means over runs, ± their standard deviation, and the number of runs. Run noise: the largest change that "
        "runs alone explain, at a level of 95 %. The verdicts above are about documents, and about the first runs."
    )
    heads = ("system", "measure", "base", "head", "change", "run noise", "change is")
    return Grid("Several runs of one system, F1 (%)", heads, rows, labels=2, note=note)


def _spread(runs: Runs) -> str:
    if runs.deviation is None:
        return f"{100 * runs.mean:.1f} (1 run)"
    return f"{100 * runs.mean:.1f} ± {100 * runs.deviation:.1f} ({len(runs.figures)} runs)"


def _heads(comparison: Comparison) -> list[str]:
    confidence = f"{100 * (1 - comparison.alpha):g} % interval"
    return ["system", "measure", "base", "head", "change", confidence, "p", "verdict"]


def _rank(row: Sequence[str]) -> int:
    """Returns the sort key of a row: its verdict's index in `VERDICTS`, or 1 for a row without a verdict."""
    return VERDICTS.index(row[-1]) if row[-1] in VERDICTS else 1


def _rows(system: Compared) -> Iterator[list[str]]:
    """Yields a table row for each measure of a system."""
    name = _one_line(f"{system.name} ({system.was} before)" if system.was else system.name)
    for measure in dict.fromkeys([*system.figures, *system.dropped, *system.untested]):
        base, head = system.figures.get(measure, (None, None))
        yield [name, measure, points(base), points(head), *_figures(system, measure)]
    if not (system.figures or system.dropped or system.untested):
        yield [name, "–", "–", "–", "–", "–", "–", system.state]


def _figures(system: Compared, measure: str) -> list[str]:
    difference = system.differences.get(measure)
    if difference is None:
        return ["–", "–", "–", "no answer" if measure in system.dropped else system.state]
    if not difference.discordant:
        return [signed(difference.difference), "–", "–", "the same"]
    bounds = f"{signed(difference.bounds[0])} to {signed(difference.bounds[1])}" if difference.bounds else "–"
    p = "–" if difference.p_corrected is None else probability(difference.p_corrected)
    return [signed(difference.difference), bounds, p, difference.verdict]


def signed(fraction: float | None) -> str:
    """Returns a fraction as points with one decimal and a sign. A rounded 0 has no sign."""
    if fraction is None:
        return "–"
    words = f"{abs(100 * fraction):.1f}"
    return words if float(words) == 0 else f"{'+' if fraction > 0 else MINUS}{words}"


def probability(p: float) -> str:
    """Returns a p-value with three decimals, such as ".012", or "<.001"."""
    return "<.001" if p < 0.001 else f"{p:.3f}".removeprefix("0")


def points(figure: float | None) -> str:
    """Returns a score as points with one decimal; "–" if it is undefined."""
    return "–" if figure is None else f"{100 * figure:.1f}"


def _labels(comparison: Comparison) -> list[str]:
    """Returns notes that say for which texts intervals and tests are valid, and which test was used."""
    by_label: dict[str, dict[str, None]] = {}
    few = False
    for system in comparison.systems:
        for measure, difference in system.differences.items():
            if difference.discordant:
                by_label.setdefault(difference.sampling.label, {})[measure] = None
                few = few or difference.p_documents is not None
    lines = [f"{', '.join(names)}: {label}." for label, names in by_label.items()]
    if lines:
        test = (
            "the larger p of a randomisation test and of Student's t over documents"
            if few
            else "randomisation test"
        )
        lines.append(f"p: {test}, corrected after Holm over all that is tested; level {comparison.alpha:g}.")
    return lines


def _unseen(comparison: Comparison) -> Iterator[str]:
    """Yields a note for each system with measures by which no difference was found.

    The note says how large a difference must be for the test to find it four times in five.
    """
    for system in comparison.systems:
        seen = {
            measure: found.detectable
            for measure, found in system.differences.items()
            if found.detectable
            and found.discordant
            and found.verdict in ("no clear difference", "too little data")
        }
        if seen:
            points = ", ".join(f"{measure} {100 * least:.1f}" for measure, least in seen.items())
            yield f"{system.name}: a difference found four times in five would be, in points: {points}."


def _kind_grid(systems: Sequence[Compared]) -> Grid:
    kinds = list(dict.fromkeys(kind for system in systems for kind in system.kinds))
    rows = []
    for system in systems:
        cells = [system.name]
        for kind in kinds:
            before, after = system.kinds.get(kind, (None, None))
            cells += [points(before), points(after)]
        rows.append(cells)
    return Grid(
        title="Recall of time expressions by kind, by value (%)",
        headers=["system", *["base", "head"] * len(kinds)],
        rows=rows,
        groups=[(kind, 2) for kind in kinds],
    )


def as_latex(comparison: Comparison, _: Sequence[Judgement]) -> str:
    """Returns the tables of the comparison in LaTeX, for a paper."""
    return "\n".join(map(latex, grids(comparison)))


def told(judgement: Judgement) -> bool:
    """Returns whether readers are told of a judgement: it isn't passed, or it couldn't judge everything."""
    return judgement.outcome != "passed" or bool(judgement.why)


def sentence(judgement: Judgement) -> str:
    """Returns a judgement as one line of text."""
    named = "" if judgement.system == ALL and judgement.measure else judgement.system
    place = ", ".join(filter(None, (named, judgement.measure)))
    return f"{judgement.outcome}: {place}: {judgement.why}" if judgement.why else f"{judgement.outcome}: {place}"


def as_object(comparison: Comparison, judgements: Sequence[Judgement]) -> dict[str, Any]:
    """Returns the comparison as an object for JSON. Scores are fractions, None if undefined."""
    return {
        "outcome": headline(judgements),
        "base": comparison.base,
        "head": comparison.head,
        "suite": comparison.suite,
        "documents": comparison.documents,
        "measures": list(comparison.measures),
        "alpha": comparison.alpha,
        "seed": comparison.seed,
        "remarks": list(comparison.remarks),
        "gates": [asdict(judgement) for judgement in judgements],
        "systems": {system.name: _system_object(system) for system in comparison.systems},
    }


def _system_object(system: Compared) -> dict[str, Any]:
    return {
        "state": system.state,
        "was": system.was,
        "failed": dict(system.failed),
        **({"timeline_failed": system.timeline_failed} if system.timeline_failed else {}),
        "mended": list(system.mended),
        "tested_on": system.tested_on,
        "measures": {
            measure: {
                "base": base,
                "head": head,
                **(_difference_object(found) if (found := system.differences.get(measure)) else {}),
            }
            for measure, (base, head) in system.figures.items()
        },
        "kinds": {kind: {"base": before, "head": after} for kind, (before, after) in system.kinds.items()},
        "flips": [asdict(example) for example in system.examples],
        **({"flips_of_first_documents": MOST_DOCUMENTS} if _sampled(system) else {}),
        **({"runs": {name: _runs_object(*each) for name, each in system.runs.items()}} if system.runs else {}),
    }


def _runs_object(base: Runs, head: Runs) -> dict[str, Any]:
    return {"base": base.figures, "head": head.figures, "noise": noise(base, head)}


def _difference_object(found: Difference) -> dict[str, Any]:
    return {
        "difference": found.difference,
        "interval": found.bounds,
        "p": found.p_randomisation,
        "p_documents": found.p_documents,
        "p_corrected": found.p_corrected,
        "p_bootstrap": found.p_bootstrap,
        "exact": found.exact,
        "discordant": found.discordant,
        "detectable": found.detectable,
        "needed": found.needed,
        "speaks": found.sampling.label,
        "verdict": found.verdict,
    }


def as_json(comparison: Comparison, judgements: Sequence[Judgement]) -> str:
    """Returns the comparison (`as_object`) as JSON text."""
    return json.dumps(as_object(comparison, judgements), indent=1, ensure_ascii=False) + "\n"


def as_csv(comparison: Comparison, judgements: Sequence[Judgement]) -> str:
    """Returns CSV with a row for each system and measure, which includes the outcome of its gates.

    A judgement that isn't about a measure of one system has its own row: for example, that no system has a score
    for a gate.
    """
    outcomes = {(judgement.system, judgement.measure): judgement for judgement in judgements}
    rows: list[list[object]] = []
    for system in comparison.systems:
        for measure, (base, head) in system.figures.items():
            found = system.differences.get(measure)
            low, high = (found.bounds or (None, None)) if found else (None, None)
            judged = outcomes.get((system.name, measure))
            rows.append(
                [
                    system.name,
                    system.was or system.name,
                    system.state,
                    measure,
                    base,
                    head,
                    found.difference if found else None,
                    low,
                    high,
                    found.p_corrected if found else None,
                    found.verdict if found else None,
                    judged.outcome if judged else None,
                ]
            )
    shown = {(row[0], row[3]) for row in rows}
    for (name, measure), judged in outcomes.items():
        if (name, measure) not in shown:
            rows.append([name, None, None, measure, *[None] * 7, judged.outcome])
    headers = (
        *("system", "was", "state", "measure", "base", "head", "difference", "low", "high", "p_corrected"),
        *("verdict", "gate"),
    )
    return csv_text(headers, rows)


def as_junit(comparison: Comparison, judgements: Sequence[Judgement]) -> str:
    """Returns JUnit XML: a test suite for each system, and a test case for each measure that a gate covers."""
    root = Element("testsuites", name=_xml(f"bench compare {comparison.suite}"))
    kinds = {"lost": "failure", "undecided": "failure", "failed": "error", "unanswered": "error"}
    by_system: dict[str, list[Judgement]] = {system.name: [] for system in comparison.systems}
    for judgement in judgements:
        by_system.setdefault(judgement.system, []).append(judgement)
    for name, found in by_system.items():
        suite = SubElement(root, "testsuite", name=_xml(name), tests=str(len(found)))
        for tag, attribute in (("failure", "failures"), ("error", "errors")):
            suite.set(attribute, str(sum(kinds.get(each.outcome) == tag for each in found)))
        for each in found:
            case = SubElement(suite, "testcase", classname=_xml(name), name=_xml(each.measure or "runs"))
            if each.outcome in kinds:
                SubElement(case, kinds[each.outcome], type=each.outcome, message=_xml(each.why))
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _xml(text: str) -> str:
    """Returns text with spaces in place of unprintable characters, which XML can't hold."""
    return "".join(letter if letter.isprintable() else " " for letter in text)


def failures(system: Compared, documents: int) -> Iterator[str]:
    """Yields notes on a system's failures, and on documents that its differences or its examples leave out."""
    if system.failing:
        counted = f"{system.failing:,} document{'' if system.failing == 1 else 's'}"
        yield f"{system.name}: failed on {counted} in head, which count as nothing predicted in its scores"
    if system.differences and system.tested_on < documents:
        yield (
            f"{system.name}: base and head are over all {documents:,} documents of gold; the change and its test "
            f"are over the {system.tested_on:,} that both sides have done"
        )
    if _sampled(system):
        yield f"{system.name}: examples are those of the first {MOST_DOCUMENTS:,} documents"


def _sampled(system: Compared) -> bool:
    """Returns whether there are more documents than examples are looked for in."""
    return system.state != "unchanged" and bool(system.differences) and system.tested_on > MOST_DOCUMENTS


def mended(system: Compared) -> str:
    """Returns the documents that failed in base only, the first ones by name with their causes."""
    return some([f"{name} ({why})" for name, why in system.mended.items()])


def notes(comparison: Comparison, judgements: Iterable[Judgement]) -> Iterator[str]:
    """Yields the notes that a terminal shows in addition to the tables, each as one line."""
    return map(_one_line, _notes(comparison, judgements))


def _one_line(text: str) -> str:
    """Returns text with escapes in place of ends of lines and of other characters that steer a terminal."""
    return "".join(letter if letter.isprintable() else letter.encode("unicode_escape").decode() for letter in text)


def _notes(comparison: Comparison, judgements: Iterable[Judgement]) -> Iterator[str]:
    for remark in comparison.remarks:
        yield f"shared part only: {remark}"
    for system in comparison.systems:
        yield from failures(system, comparison.documents)
        if system.mended:
            yield f"{system.name}: had failed on {mended(system)} in base"
    for judgement in judgements:
        if told(judgement):
            yield sentence(judgement)
