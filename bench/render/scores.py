"""Records as tables: systems beside each other, one set of predictions alone, and long form for programs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bench.dataset.suite import RESOLVED
from bench.errors import UsageError
from bench.render.grid import Grid, csv_text, percent
from bench.results.names import flagged, legend
from bench.results.record import Record, measures_object, slices_object
from bench.results.signature import Signature
from bench.sdk.model import KINDS
from bench.statistics.bootstrap import CONFIDENCE


@dataclass(frozen=True, slots=True)
class Section:
    """A table of systems beside each other: some measures of one layer; all others are in the records."""

    title: str
    layer: str
    """One of a record's, or `RESOLVED`, which no system declares: whoever has a measure of it was asked."""
    headline: str
    """The measure that rows are ordered by."""
    columns: Mapping[str, str]
    """Measure → what it is headed by."""
    whole: bool = True
    """P, R and F1 of each; else F1 alone."""
    said: bool = False
    """Whether a system that predicted nothing of the headline measure is left out."""


SURE = f"{100 * CONFIDENCE:g} %"
HOW_SURE = {
    "timex.relaxed": "times found",
    "timex.value": "value",
    "timex.value.given": "given",
    "event.relaxed": "events found",
    "event.class": "class",
    "when": "when",
    "tlink.awareness": "awareness",
    "timeline.dates": "dates",
}
"""Measure → what its column of intervals is headed by."""


SECTIONS = (
    Section(
        "Time expressions (%)",
        "timexes",
        "timex.value",
        {"timex.strict": "strict", "timex.relaxed": "relaxed", "timex.type": "type", "timex.value": "value"},
    ),
    Section(
        "What time expressions denote, F1 (%)",
        "timexes",
        "timex.interval",
        {
            "timex.value": "as written",
            "timex.interval": "the same",
            "timex.value@day": "@day",
            "timex.value@month": "@month",
            "timex.value@year": "@year",
            "timex.overlap": "overlap",
        },
        whole=False,
    ),
    Section(
        "Values of given time expressions (%)",
        RESOLVED,
        "timex.value.given",
        {"timex.type.given": "type", "timex.value.given": "value", "timex.interval.given": "the same"},
    ),
    Section(
        "Events (%)",
        "events",
        "event.class",
        {"event.strict": "strict", "event.relaxed": "relaxed", "event.class": "class", "event.realis": "realis"},
    ),
    Section(
        "When events happened, F1 (%)",
        "events",
        "when",
        {
            "when": "the same",
            "when@month": "@month",
            "when@year": "@year",
            "when.overlap": "overlap",
            "when.matched": "if found",
        },
        whole=False,
        said=True,
    ),
    Section(
        "Temporal links (%)",
        "links",
        "tlink.awareness",
        {"tlink.awareness": "awareness", "tlink.orderless": "orderless", "tlink.plain": "plain"},
    ),
    Section(
        "Timeline (%)",
        "timeline",
        "timeline.dates",
        {
            "timeline.dates": "dates",
            "timeline.entries": "entries",
            "timeline.when": "when",
            "timeline.order": "order",
        },
    ),
)


def comparison(records: Sequence[Record]) -> list[Grid]:
    """Tables of all records, the recall of times by kind, and intervals. Best F1 in bold, systems only."""
    grids = [_section_grid(section, records) for section in SECTIONS]
    grids += [_kind_grid(records), _sure_grid(records)]
    return [grid for grid in grids if grid.rows and len(grid.headers) > grid.labels]


def ordered(section: Section, records: Sequence[Record]) -> tuple[list[Record], int]:
    """Systems from the best down, then annotators; and how many systems there are."""
    name = section.headline
    shown = [
        record
        for record in records
        if section.layer in (*record.layers, RESOLVED)
        and any(measure in record.measures for measure in section.columns)
        and (not section.said or (name in record.measures and record.measures[name].counts.predicted))
    ]

    def rank(record: Record) -> tuple[float, str]:
        headline = record.measures.get(name)
        return (-(headline.f1 or 0.0) if headline else 0.0, record.name)

    systems = sorted((record for record in shown if record.role != "annotator"), key=rank)
    annotators = sorted((record for record in shown if record.role == "annotator"), key=lambda record: record.name)
    return systems + annotators, len(systems)


def _section_grid(section: Section, records: Sequence[Record]) -> Grid:
    shown, systems = ordered(section, records)
    names = [name for name in section.columns if any(name in record.measures for record in shown)]
    figures = ["P", "R", "F1"] if section.whole else ["F1"]
    rows = []
    for record in shown:
        cells = [flagged(record, section.layer)]
        for name in names:
            score = record.measures.get(name)
            every = (score.precision, score.recall, score.f1) if score else (None, None, None)
            cells.extend(map(percent, every[-len(figures) :]))
        rows.append(cells)
    return Grid(
        title=section.title,
        headers=["system", *figures * len(names)]
        if section.whole
        else ["system", *(section.columns[name] for name in names)],
        rows=rows,
        groups=[(section.columns[name], 3) for name in names] if section.whole else (),
        rule_before=systems if 0 < systems < len(shown) else None,
        note="\n".join(legend(shown, section.layer)),
        strong=_best(rows[:systems], [len(figures) * (i + 1) for i in range(len(names))]),
    )


def _sure_grid(records: Sequence[Record]) -> Grid:
    """The intervals of the measures that are asked for first; in whole percents, for they are no more exact."""
    names = [name for name in HOW_SURE if any(name in record.intervals for record in records)]
    shown = sorted(records, key=lambda record: (record.role == "annotator", record.name))
    systems = sum(record.role != "annotator" for record in shown)
    rows = [[record.name, *(bounds(record, name, 0) for name in names)] for record in shown]
    return Grid(
        title=f"How sure: {SURE} intervals of F1 (%)",
        headers=["system", *(HOW_SURE[name] for name in names)],
        rows=rows if any(cell != "–" for row in rows for cell in row[1:]) else (),
        rule_before=systems if 0 < systems < len(shown) else None,
        note="\n".join(
            f"{', '.join(map(HOW_SURE.__getitem__, of))}: {label}." for label, of in speaks(shown, names).items()
        ),
    )


def speaks(records: Sequence[Record], names: Iterable[str]) -> dict[str, list[str]]:
    """What intervals speak for → the measures whose intervals do."""
    labels: dict[str, list[str]] = {}
    for name in names:
        found = [record.intervals[name].sampling for record in records if name in record.intervals]
        if found:
            # spurious dates are units too, so that two systems may have different numbers of them
            largest = max(found, key=lambda sampling: sampling.units)
            most = "" if {sampling.units for sampling in found} == {largest.units} else ", at most"
            labels.setdefault(largest.label + most, []).append(name)
    return labels


def interval(record: Record, measure: str) -> tuple[float, float] | None:
    """Return the interval of F1 as fractions, or None where there is none or nothing was predicted."""
    found = record.intervals.get(measure)
    return found.f1 if found is not None and record.measures[measure].counts.predicted else None


def bounds(record: Record, measure: str, digits: int = 1) -> str:
    """Return the interval of F1 in percents, as it is printed."""
    found = interval(record, measure)
    if found is None:
        return "–"
    low, high = (f"{100 * bound:.{digits}f}" for bound in found)
    return f"{low}–{high}"


def _kind_grid(records: Sequence[Record]) -> Grid:
    """Per kind of time expression: found, and of those in gold resolved to the right value."""
    shown, systems = ordered(SECTIONS[0], records)
    present = [kind for kind in KINDS if any(kind in record.slices.get("kind", {}) for record in shown)]
    rows = []
    sizes: dict[str, int] = {}
    for record in shown if present else ():
        cells = [flagged(record)]
        for kind in present:
            scores = record.slices["kind"][kind]
            sizes[kind] = scores["timex.relaxed"].counts.gold
            cells += [percent(scores["timex.relaxed"].recall), percent(scores["timex.value"].recall)]
        rows.append(cells)
    return Grid(
        title="Recall of time expressions by kind (%)",
        headers=["system", *["found", "value"] * len(present)],
        rows=rows,
        groups=[(f"{kind} {sizes[kind]}" if kind in sizes else kind, 2) for kind in present],
        rule_before=systems if 0 < systems < len(shown) else None,
        note="found: timex.relaxed; value: timex.value; beside each kind, how many gold has.",
        strong=_best(rows[:systems], range(1, 2 * len(present) + 1)),
    )


def _best(rows: Sequence[Sequence[str]], columns: Any) -> frozenset[tuple[int, int]]:
    """The cells with the largest figure of each column, ties all; none where it is 0 or there is one row."""
    best: set[tuple[int, int]] = set()
    for column in columns:
        figures = [float(row[column]) if row[column] != "–" else 0.0 for row in rows]
        top = max(figures, default=0.0)
        if top > 0 and len(rows) > 1:
            best.update((number, column) for number, figure in enumerate(figures) if figure == top)
    return frozenset(best)


def single(record: Record) -> Grid:
    """One record, a line a measure, with counts."""
    rows = []
    for name, score in record.measures.items():
        counts = score.counts
        rows.append(
            [
                name,
                *(percent(figure, 2) for figure in (score.precision, score.recall, score.f1)),
                bounds(record, name),
                *map(_tally, (counts.correct_predicted, counts.predicted, counts.gold)),
            ]
        )
    headers = ["measure", "P", "R", "F1", f"F1 {SURE}", "correct", "predicted", "gold"]
    labels = dict.fromkeys(found.sampling.label for found in record.intervals.values())
    note = "\n".join([*(f"{SURE}: {label}." for label in labels), str(record.signature)])
    return Grid(f"{record.name} against {record.suite} (%)", headers, rows, note=note)


def _tally(count: float) -> str:
    """A number of annotations, with decimals where a measure gives partial credit."""
    return f"{count:.2f}" if isinstance(count, float) else str(count)


def suite_line(records: Sequence[Record]) -> str:
    """The signature that all the tables' figures share.

    Raises UsageError for records whose figures can't stand side by side: of other gold, or other definitions.
    """
    first, *others = records
    for other in others:
        for part in ("suite", "bench"):
            ours, theirs = getattr(first.signature, part), getattr(other.signature, part)
            if ours != theirs:
                raise UsageError(
                    f"{first.name} and {other.name} can't stand in one table: {part} {ours} and {theirs}; "
                    "evaluate both again, or show each alone"
                )
    return str(Signature(suite=first.signature.suite, bench=first.signature.bench))


def as_json(records: Sequence[Record]) -> str:
    """One object: the suite, and under ``systems`` and ``annotators`` each record's measures, slices, failures."""

    def group(role: str) -> dict[str, Any]:
        return {record.name: record_object(record) for record in records if record.role == role}

    data = {
        "signature": suite_line(records) if records else None,
        "systems": group("system"),
        "annotators": group("annotator"),
    }
    return json.dumps(data, indent=1, ensure_ascii=False) + "\n"


def record_object(record: Record) -> dict[str, Any]:
    """A record as ``--format json`` prints it."""
    return {
        "signature": str(record.signature),
        "seed": record.seed,
        "wants": dict(record.wants),
        "measures": measures_object(record),
        "slices": slices_object(record),
        "failures": dict(record.failures),
        **({"timeline_failure": record.timeline_failure} if record.timeline_failure else {}),
        "unlocated": dict(record.unlocated),
        "unresolved": dict(record.unresolved),
    }


def as_csv(records: Sequence[Record]) -> str:
    """Long form: a line for each figure, slices too; fractions, empty where undefined."""
    headers = ("system", "role", "slicing", "slice", "measure", "precision", "recall", "f1", "f1_low", "f1_high")
    counts = ("correct_predicted", "predicted", "correct_gold", "gold")
    rows = []
    for record in records:
        whole: Mapping[str, Mapping[str, Any]] = {"": {"": record.measures}}
        for slicing, values in {**whole, **record.slices}.items():
            for value, scores in values.items():
                for name, score in scores.items():
                    intervals = None if slicing else record.intervals.get(name)
                    bounds = (intervals.f1 if intervals else None) or (None, None)
                    figures = (score.precision, score.recall, score.f1, *bounds)
                    tallies = (getattr(score.counts, count) for count in counts)
                    rows.append((record.name, record.role, slicing, value, name, *figures, *tallies))
    return csv_text((*headers, *counts), rows)
