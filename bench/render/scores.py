"""Records as tables: systems beside each other, one set of predictions alone, and long form for programs."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bench.errors import UsageError
from bench.model import KINDS
from bench.record import Record, measures_object, slices_object
from bench.render.grid import Grid, csv_text, percent
from bench.signature import Signature
from bench.statistics import CONFIDENCE, Bounds


@dataclass(frozen=True, slots=True)
class Section:
    """A table of systems beside each other: some measures of one layer; all others are in the records."""

    title: str
    layer: str
    headline: str
    """The measure that rows are ordered by, and whose interval is shown; a system without it has no row."""
    columns: Mapping[str, str]
    """Measure → what it is headed by."""
    whole: bool = True
    """P, R and F1 of each; else F1 alone."""
    said: bool = False
    """Whether a system that predicted nothing of the headline measure is left out."""


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
    """Tables of all records, and the recall of times by kind. Best F1 in bold, systems only."""
    grids = [_section_grid(section, records) for section in SECTIONS]
    grids.append(_kind_grid(records))
    return [grid for grid in grids if grid.rows]


def _ordered(section: Section, records: Sequence[Record]) -> tuple[list[Record], int]:
    """Systems from the best down, then annotators; and how many systems there are."""
    name = section.headline
    shown = [
        record
        for record in records
        if section.layer in record.layers
        and (not section.said or (name in record.measures and record.measures[name].counts.predicted))
    ]

    def rank(record: Record) -> tuple[float, str]:
        headline = record.measures.get(name)
        return (-(headline.f1 or 0.0) if headline else 0.0, record.name)

    systems = sorted((record for record in shown if record.role != "annotator"), key=rank)
    annotators = sorted((record for record in shown if record.role == "annotator"), key=lambda record: record.name)
    return systems + annotators, len(systems)


def _name(record: Record) -> str:
    return f"{record.name} !{len(record.failures)}" if record.failures else record.name


def _section_grid(section: Section, records: Sequence[Record]) -> Grid:
    shown, systems = _ordered(section, records)
    names = [name for name in section.columns if any(name in record.measures for record in shown)]
    heads: list[str] = ["system"]
    groups: list[tuple[str, int]] = []
    best: list[int] = []
    for name in names:
        heads += ["P", "R", "F1"] if section.whole else ["F1"]
        best.append(len(heads) - 1)
        if name == section.headline:
            heads.append(SURE)
        groups.append((section.columns[name], len(heads) - 1 - sum(width for _, width in groups)))
    rows = []
    for record in shown:
        cells = [_name(record)]
        for name in names:
            score = record.measures.get(name)
            figures = (score.precision, score.recall, score.f1) if score else (None, None, None)
            cells.extend(map(percent, figures if section.whole else figures[2:]))
            if name == section.headline:
                cells.append(_bounds(record, name))
        rows.append(cells)
    return Grid(
        title=section.title,
        headers=heads,
        rows=rows,
        groups=groups,
        rule_before=systems if 0 < systems < len(shown) else None,
        note="\n".join(filter(None, (_sure_note(section.headline, shown), _failure_note(shown)))),
        strong=_best(rows[:systems], best),
    )


SURE = f"{100 * CONFIDENCE:g} %"


def _bounds(record: Record, measure: str) -> str:
    """The interval of F1."""
    found = record.intervals.get(measure)
    return _range(found.f1 if found else None)


def _range(bounds: Bounds | None, digits: int = 1) -> str:
    return "–" if bounds is None else f"{100 * bounds[0]:.{digits}f}–{100 * bounds[1]:.{digits}f}"


def _sure_note(measure: str, records: Sequence[Record]) -> str:
    labels = [record.intervals[measure].sampling.label for record in records if measure in record.intervals]
    return f"{SURE}: bootstrap interval of F1, {labels[0]}." if labels else ""


def _kind_grid(records: Sequence[Record]) -> Grid:
    """Per kind of time expression: found, and of those in gold resolved to the right value."""
    shown, systems = _ordered(SECTIONS[0], records)
    present = [kind for kind in KINDS if any(kind in record.slices.get("kind", {}) for record in shown)]
    rows = []
    sizes: dict[str, int] = {}
    for record in shown if present else ():
        cells = [_name(record)]
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


def _failure_note(records: Sequence[Record]) -> str:
    if not any(record.failures for record in records):
        return ""
    return "!n: documents that failed and count as nothing predicted."


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
                _bounds(record, name),
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
        "measures": measures_object(record),
        "slices": slices_object(record),
        "failures": dict(record.failures),
    }


def as_csv(records: Sequence[Record]) -> str:
    """Long form: a line for each figure, slices too; fractions, empty where undefined."""
    headers = ("system", "role", "slicing", "slice", "measure", "precision", "recall", "f1")
    counts = ("correct_predicted", "predicted", "correct_gold", "gold")
    rows = []
    for record in records:
        whole: Mapping[str, Mapping[str, Any]] = {"": {"": record.measures}}
        for slicing, values in {**whole, **record.slices}.items():
            for value, scores in values.items():
                for name, score in scores.items():
                    figures = (score.precision, score.recall, score.f1)
                    tallies = (getattr(score.counts, count) for count in counts)
                    rows.append((record.name, record.role, slicing, value, name, *figures, *tallies))
    return csv_text((*headers, *counts), rows)
