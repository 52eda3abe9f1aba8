"""Records as tables: systems beside each other, one set of predictions alone, and long form for programs."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from bench.model import KINDS
from bench.record import Record, score_object, slices_object
from bench.render.grid import Grid, csv_text, percent
from bench.signature import Signature

TITLES = {"timexes": "Time expressions", "events": "Events"}
HEADLINE = {"timexes": "timex.value", "events": "event.class"}
"""The measure that a layer's rows are ordered by: found, and understood."""

COLUMNS = {
    "timexes": ("timex.strict", "timex.relaxed", "timex.type", "timex.value"),
    "events": ("event.strict", "event.relaxed", "event.class", "event.realis"),
}
"""The measures that stand beside each other where systems are compared; all others are in the records."""


def comparison(records: Sequence[Record]) -> list[Grid]:
    """Tables of all records: times, events, and the recall of times by kind. Best F1 in bold, systems only."""
    grids = [_layer_grid(layer, records) for layer in TITLES]
    grids.append(_kind_grid(records))
    return [grid for grid in grids if grid.rows]


def _ordered(layer: str, records: Sequence[Record]) -> tuple[list[Record], int]:
    """Systems from the best down, then annotators; and how many systems there are."""
    shown = [record for record in records if layer in record.layers]

    def rank(record: Record) -> tuple[float, str]:
        headline = record.measures.get(HEADLINE[layer])
        return (-(headline.f1 or 0.0) if headline else 0.0, record.name)

    systems = sorted((record for record in shown if record.role != "annotator"), key=rank)
    annotators = sorted((record for record in shown if record.role == "annotator"), key=lambda record: record.name)
    return systems + annotators, len(systems)


def _name(record: Record) -> str:
    return f"{record.name} !{len(record.failures)}" if record.failures else record.name


def _layer_grid(layer: str, records: Sequence[Record]) -> Grid:
    shown, systems = _ordered(layer, records)
    names = [name for name in COLUMNS[layer] if any(name in record.measures for record in shown)]
    rows = []
    for record in shown:
        cells = [_name(record)]
        for name in names:
            score = record.measures.get(name)
            figures = (score.precision, score.recall, score.f1) if score else (None, None, None)
            cells.extend(map(percent, figures))
        rows.append(cells)
    return Grid(
        title=f"{TITLES[layer]} (%)",
        headers=["system", *["P", "R", "F1"] * len(names)],
        rows=rows,
        groups=[(name.split(".", 1)[1], 3) for name in names],
        rule_before=systems if 0 < systems < len(shown) else None,
        note=_failure_note(shown),
        strong=_best(rows[:systems], [3 * (i + 1) for i in range(len(names))]),
    )


def _kind_grid(records: Sequence[Record]) -> Grid:
    """Per kind of time expression: found, and of those in gold resolved to the right value."""
    shown, systems = _ordered("timexes", records)
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
                *map(_tally, (counts.correct_predicted, counts.predicted, counts.gold)),
            ]
        )
    headers = ["measure", "P", "R", "F1", "correct", "predicted", "gold"]
    return Grid(f"{record.name} against {record.suite} (%)", headers, rows, note=str(record.signature))


def _tally(count: float) -> str:
    """A number of annotations, with decimals where a measure gives partial credit."""
    return f"{count:.2f}" if isinstance(count, float) else str(count)


def suite_line(records: Sequence[Record]) -> str:
    """The signature that all the tables' figures share."""
    first = records[0].signature
    return str(Signature(suite=first.suite, bench=first.bench))


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
        "measures": {name: score_object(score) for name, score in record.measures.items()},
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
