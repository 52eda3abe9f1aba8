"""Records as tables of several systems or of one set of predictions, and as JSON and CSV for programs."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from bench.dataset.suite import RESOLVED
from bench.errors import UsageError
from bench.measures import HEADLINES, leading, named, of_layer, of_table
from bench.measures.tables import TABLES, Table
from bench.render import phenomena
from bench.render.grid import Grid, csv_text, percent
from bench.results.names import flagged, legend
from bench.results.record import PUBLISHED, Record, measures_object, slices_object
from bench.results.signature import Signature
from bench.scoring.confidence import Confidence
from bench.sdk.model import KINDS
from bench.statistics.bootstrap import CONFIDENCE
from bench.statistics.runs import Runs


@dataclass(frozen=True, slots=True)
class Section:
    """A table that compares systems by some measures of one layer."""

    title: str
    layer: str
    """The layer that the shown systems predict, or `RESOLVED` for systems that were asked about given spans."""
    headline: str
    """The measure by which the rows are sorted."""
    columns: Mapping[str, str]
    """The header of each measure's column."""
    whole: bool = True
    """True to show precision, recall and F1; False to show only F1."""
    said: bool = False
    """True to leave out systems without predictions for the headline measure."""


def _section(table: Table) -> Section:
    leader = leading(table)
    columns = {measure.name: measure.heading for measure in of_table(table)}
    return Section(table.title, table.layer, leader.name, columns, table.whole, leader.optional)


SURE = f"{100 * CONFIDENCE:g} %"
SECTIONS = tuple(map(_section, TABLES))


def comparison(records: Sequence[Record]) -> list[Grid]:
    """Returns all tables that compare records: by layer, the recall of times by kind, and the intervals.

    The best F1 of a system in each column is in bold. Published outputs are no systems; tables of their own show
    them below the others.
    """
    outputs = [record for record in records if record.role == PUBLISHED]
    records = [record for record in records if record.role != PUBLISHED]
    grids = [_section_grid(section, records) for section in SECTIONS]
    grids += [
        confidence(records),
        _kind_grid(records),
        *phenomena.grids(records),
        _sure_grid(records),
        _repeats_grid(records),
    ]
    return [*_drawn(grids), *published(outputs)]


def _drawn(grids: Iterable[Grid]) -> list[Grid]:
    return [grid for grid in grids if grid.rows and len(grid.headers) > grid.labels]


def published(records: Sequence[Record], absent: Collection[str] | None = None) -> list[Grid]:
    """Returns the tables of published outputs: the scores of each layer, the intervals, and where they come from.

    ``absent`` are the names of those whose outputs weren't scored, so that the committed record is shown; their
    rows are marked. Without it the title says that none of them was run.
    """
    grids = _drawn([*(_section_grid(section, records) for section in SECTIONS), _sure_grid(records)])
    grids += [_origins(records)] if records else []
    title = "Published outputs, not run here" if absent is None else "Published outputs"
    marked = {name: f"{name} ({NOT_HERE})" for name in absent or ()}
    return [
        replace(
            grid,
            title=f"{title}: {grid.title[:1].lower()}{grid.title[1:]}",
            rows=[[marked.get(row[0], row[0]), *row[1:]] for row in grid.rows],
        )
        for grid in grids
    ]


NOT_HERE = "not run here"
"""The mark of a row whose outputs weren't scored, because they aren't here."""


def _origins(records: Sequence[Record]) -> Grid:
    """Returns the table that says where published outputs come from, and what they state."""
    columns = {
        "title": "what it is",
        "source": "source",
        "commit": "commit",
        "licence": "licence",
        "carries": "what the outputs state",
    }
    rows = [
        [record.name, *(record.origin.get(name, "") or "–" for name in columns)]
        for record in sorted(records, key=lambda record: record.name)
    ]
    return Grid("where they come from", ("system", *columns.values()), rows, labels=1 + len(columns))


def ordered(section: Section, records: Sequence[Record]) -> tuple[list[Record], int]:
    """Returns the records that a section shows, and how many of them are systems.

    Systems come first, sorted by the headline measure from best to worst, then annotators by name. If there are
    systems, but none that the section shows, it shows no annotators either.
    """
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
    if not systems and any(record.role != "annotator" for record in records):
        return [], 0
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
        strong=_best(rows, _ranked(shown[:systems]), [len(figures) * (i + 1) for i in range(len(names))]),
    )


def _sure_grid(records: Sequence[Record]) -> Grid:
    """Returns the table of the intervals of F1 by headline measures, in whole percentages."""
    of_systems = [record for record in records if record.role != "annotator"] or records
    names = [name for name in HEADLINES if any(name in record.intervals for record in of_systems)]
    shown = sorted(records, key=lambda record: (record.role == "annotator", record.name))
    systems = sum(record.role != "annotator" for record in shown)
    rows = [[record.name, *(bounds(record, name, 0) for name in names)] for record in shown]
    return Grid(
        title=f"How sure: {SURE} intervals of F1 (%)",
        headers=["system", *map(_alone, names)],
        rows=rows if any(cell != "–" for row in rows for cell in row[1:]) else (),
        rule_before=systems if 0 < systems < len(shown) else None,
        note="\n".join(f"{', '.join(map(_alone, of))}: {label}." for label, of in speaks(shown, names).items()),
    )


def confidence(records: Sequence[Record]) -> Grid:
    """Returns the table of how sure systems are of their values, the best calibrated first."""
    shown = [(record, record.confidence) for record in records if record.confidence is not None]
    shown.sort(key=lambda pair: (pair[1].ece, pair[0].name))
    rows = [
        [
            flagged(record),
            f"{each.stated} of {each.predicted}",
            percent(each.right / each.stated),
            percent(each.mean),
            percent(each.ece),
            percent(each.aurc),
        ]
        for record, each in shown
    ]
    headers = ("system", "stated", "right", "mean confidence", "calibration error", "risk by coverage")
    return Grid(
        "How sure systems are of their values (%)",
        headers,
        rows,
        note=f"{CONFIDENCE_NOTE} Systems that state no confidence are left out." if rows else "",
    )


CONFIDENCE_NOTE = (
    "calibration error: expected, over ten bins; risk by coverage: the mean share wrong among the surest 1, 2, … "
    "of them (area under the curve). Of both, 0 is best."
)


def _repeats_grid(records: Sequence[Record]) -> Grid:
    """Returns the table of the systems that ran several times, with the spread of F1 by headline measures."""
    rows = []
    for record in records:
        for name in HEADLINES:
            figures = record.repeats.get(name, ())
            defined = [figure for figure in figures if figure is not None]
            if not figures or len(defined) < len(figures):
                continue
            runs = Runs(tuple(defined))
            spread = (runs.mean, runs.deviation, min(defined), max(defined))
            rows.append([record.name, _alone(name), str(len(figures)), *map(percent, spread)])
    return Grid(
        title="Several runs of one system: spread of F1 (%)",
        headers=["system", "measure", "runs", "mean", "standard deviation", "lowest", "highest"],
        rows=rows,
        labels=2,
        note="The other tables are about the first run.",
    )


def _alone(name: str) -> str:
    """Returns the header of a measure's column in a table whose title doesn't name the layer."""
    title = named(name).title
    return title[:1].lower() + title[1:] if title else name


def speaks(records: Sequence[Record], names: Iterable[str]) -> dict[str, list[str]]:
    """Returns the measures that have the same label (`Sampling.label`), by label.

    A label says for which texts the measures' intervals are valid. If records have different numbers
    of units, the label has the largest number and the words "at most".
    """
    labels: dict[str, list[str]] = {}
    for name in names:
        found = [record.intervals[name].sampling for record in records if name in record.intervals]
        if found:
            # spurious dates are units too, so systems may have different numbers of units
            largest = max(found, key=lambda sampling: sampling.units)
            most = "" if {sampling.units for sampling in found} == {largest.units} else ", at most"
            labels.setdefault(largest.label + most, []).append(name)
    return labels


def interval(record: Record, measure: str) -> tuple[float, float] | None:
    """Returns the interval of F1 as fractions, or None if there is no interval or there are no predictions."""
    found = record.intervals.get(measure)
    return found.f1 if found is not None and record.measures[measure].counts.predicted else None


def bounds(record: Record, measure: str, digits: int = 1) -> str:
    """Returns the interval of F1 as text, in percentages: "61.2–70.5", or "–" without an interval."""
    found = interval(record, measure)
    if found is None:
        return "–"
    low, high = (f"{100 * bound:.{digits}f}" for bound in found)
    return f"{low}–{high}"


def _kind_grid(records: Sequence[Record]) -> Grid:
    """Returns the table of the recall of times by kind, for each measure that declares slices by kind."""
    shown, systems = ordered(SECTIONS[0], records)
    measures = [measure for measure in of_layer("timexes") if "kind" in measure.sliced]
    present = [kind for kind in KINDS if any(kind in record.slices.get("kind", {}) for record in shown)]
    rows = []
    sizes: dict[str, int] = {}
    for record in shown if present else ():
        cells = [flagged(record)]
        for kind in present:
            scores = record.slices["kind"][kind]
            for measure in measures:
                sizes[kind] = max(sizes.get(kind, 0), scores[measure.name].counts.gold)
                cells.append(percent(scores[measure.name].recall))
        rows.append(cells)
    notes = [f"{measure.heading}: {measure.definition}" for measure in measures]
    return Grid(
        title="Recall of time expressions by kind (%)",
        headers=["system", *[measure.heading for measure in measures] * len(present)],
        rows=rows,
        groups=[(f"{kind} {sizes[kind]}" if kind in sizes else kind, len(measures)) for kind in present],
        rule_before=systems if 0 < systems < len(shown) else None,
        note=f"{'; '.join(notes)}. Beside each kind stands how many gold has.",
        strong=_best(rows, _ranked(shown[:systems]), range(1, len(measures) * len(present) + 1)),
    )


def _ranked(systems: Sequence[Record]) -> list[int]:
    """Returns the indices of the systems that weren't made or tuned on these texts."""
    return [number for number, record in enumerate(systems) if not record.familiar]


def _best(
    rows: Sequence[Sequence[str]], ranked: Sequence[int], columns: Iterable[int]
) -> frozenset[tuple[int, int]]:
    """Returns the cells of the ranked rows with the largest score of each column, several if tied.

    A column has none if its largest score is 0, or if only one row is ranked.
    """
    best: set[tuple[int, int]] = set()
    for column in columns:
        figures = {number: float(rows[number][column].replace("–", "0")) for number in ranked}
        top = max(figures.values(), default=0.0)
        if top > 0 and len(ranked) > 1:
            best.update((number, column) for number, figure in figures.items() if figure == top)
    return frozenset(best)


def single(record: Record) -> Grid:
    """Returns the table of one record, with a row of scores and counts for each measure."""
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
    sure = [_confidence_line(record.confidence)] if record.confidence is not None else []
    note = "\n".join([*(f"{SURE}: {label}." for label in labels), *sure, str(record.signature)])
    return Grid(f"{record.name} against {record.suite} (%)", headers, rows, note=note)


def _confidence_line(found: Confidence) -> str:
    """Returns a line that says how sure a system is of its values, and how rightly."""
    return (
        f"confidence: stated for {found.stated} of {found.predicted} times; mean {percent(found.mean)} %, and "
        f"{percent(found.right / found.stated)} % are right; calibration error {percent(found.ece)} %, risk by "
        f"coverage {percent(found.aurc)} %"
    )


def _tally(count: float) -> str:
    """Returns a number of annotations as text, with two decimals if the measure gives partial credit."""
    return f"{count:.2f}" if isinstance(count, float) else str(count)


def suite_line(records: Sequence[Record]) -> str:
    """Returns the part of the signature that all records share: the suite and the version of bench.

    Raises UsageError if the records have different gold or different versions of bench, and so can't be compared.
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
    """Returns JSON text with the shared signature, and the records (`record_object`) of systems and annotators."""

    def group(role: str) -> dict[str, Any]:
        return {record.name: record_object(record) for record in records if record.role == role}

    data = {
        "signature": suite_line(records) if records else None,
        "systems": group("system"),
        "annotators": group("annotator"),
        **({"published": outputs} if (outputs := group(PUBLISHED)) else {}),
    }
    return json.dumps(data, indent=1, ensure_ascii=False) + "\n"


def record_object(record: Record) -> dict[str, Any]:
    """Returns the part of a record that ``--format json`` prints, as an object for JSON."""
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
        **({"origin": dict(record.origin)} if record.origin else {}),
        **({"confidence": asdict(record.confidence)} if record.confidence is not None else {}),
    }


def as_csv(records: Sequence[Record]) -> str:
    """Returns CSV with a row for each system, measure and slice. Scores are fractions, empty if undefined."""
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
