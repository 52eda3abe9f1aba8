"""The results as tables of the page, which can be sorted and filtered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bench.counts import Score
from bench.figures.suite_results import SuiteResults
from bench.measures import named
from bench.render.grid import percent
from bench.render.scores import SECTIONS, SURE, Section, bounds, ordered, speaks
from bench.results.names import given_gold, legend
from bench.results.record import Record

SLICINGS = {
    "kind": "Kind of time",
    "type": "Type of time",
    "class": "Class of event",
    "participant": "Participant",
}
"""For each slicing, the title of its filter."""
FIGURES = ("precision", "recall", "f1")
SHORT = ("P", "R", "F1")


@dataclass(frozen=True, slots=True)
class FigureCell:
    """A cell with a precision, recall or F1."""

    measure: str
    figure: int
    """The index in `FIGURES`: 0 for precision, 1 for recall, 2 for F1."""
    text: str
    sort: str
    """The unrounded score as text, by which rows are sorted; empty if the score is undefined."""
    interval: str = ""
    strong: bool = False


@dataclass(frozen=True, slots=True)
class SystemRow:
    """The row of a system or an annotator on one suite."""

    suite: str
    system: str
    role: str
    given_gold: bool
    familiar: bool
    failed: int
    cells: Sequence[FigureCell]


@dataclass(frozen=True, slots=True)
class LayerTable:
    """The table of one layer. One group of rows has the systems of all suites, another the annotators."""

    id: str
    title: str
    groups: Sequence[tuple[str, str, int]]
    """The groups of columns: heading, measure, and number of columns.

    The measure that orders the rows is first, so that a narrow window shows it.
    """
    heads: Sequence[str]
    sorted_by: int | None
    """The index in ``heads`` of the column that orders the rows; None if they are sorted by suite first."""
    meanings: Sequence[tuple[str, str]]
    """The heading of each group of columns, with the sentence that says when something counts as correct."""
    bodies: Sequence[Sequence[SystemRow]]
    slicings: Sequence[str]
    """The slicings by which the table can be filtered."""
    sure: Sequence[str]
    """Sentences that say for which texts the intervals are valid."""
    notes: Sequence[str]


def tables(results: Sequence[SuiteResults]) -> list[LayerTable]:
    """Returns the tables of all sections of the results that have scores."""
    found: dict[str, LayerTable] = {}
    for section in SECTIONS:
        if table := _table(section, results):
            name = table.id if table.id not in found else f"{table.id}-{len(found)}"  # the page has each id once
            found[name] = replace(table, id=name)
    return list(found.values())


def _table(section: Section, results: Sequence[SuiteResults]) -> LayerTable | None:
    shown = [(each, *ordered(section, each.records)) for each in results]
    every = [record for _, records, _ in shown for record in records]
    names = [name for name in section.columns if any(name in record.measures for record in every)]
    if not names:
        return None
    meanings = [(section.columns[name], named(name).definition) for name in names]
    names.sort(key=lambda name: name != section.headline)
    figures = range(3) if section.whole else (2,)
    systems: list[SystemRow] = []
    annotators: list[SystemRow] = []
    for each, records, number in shown:
        rows = [_row(each, record, names, figures, _rivals(records[:number])) for record in records]
        systems += rows[:number]
        annotators += rows[number:]
    slicings = [name for name in SLICINGS if any(_sliced(record, name, names) for record in every)]
    return LayerTable(
        id=section.headline.partition(".")[0] + "-" + section.layer + ("" if section.whole else "-f1"),
        title=section.title,
        groups=[(section.columns[name], name, len(figures)) for name in names],
        heads=[SHORT[figure] for _ in names for figure in figures],
        sorted_by=len(figures) - 1 if len(results) == 1 and names[0] == section.headline else None,
        meanings=meanings,
        bodies=[body for body in (systems, annotators) if body],
        slicings=slicings,
        sure=list(_sure(shown, section, names)),
        notes=legend(every),
    )


def _rivals(systems: Iterable[Record]) -> list[Record]:
    """Returns the systems that weren't made or tuned on these texts, of which one can be the best."""
    return [record for record in systems if not record.familiar]


def _row(
    results: SuiteResults, record: Record, names: Iterable[str], figures: Iterable[int], rivals: Sequence[Record]
) -> SystemRow:
    return SystemRow(
        suite=results.name,
        system=record.name,
        role=record.role,
        given_gold=given_gold(record),
        familiar=record.familiar,
        failed=record.failed,
        cells=[_cell(record, name, figure, rivals) for name in names for figure in figures],
    )


def _cell(record: Record, measure: str, figure: int, rivals: Sequence[Record]) -> FigureCell:
    score = record.measures.get(measure)
    value = getattr(score, FIGURES[figure]) if score else None
    sure = bounds(record, measure, 0).strip("–") if figure == 2 else ""
    strong = figure == 2 and len(rivals) > 1 and record in rivals and _is_best(record, measure, rivals)
    return FigureCell(measure, figure, percent(value), "" if value is None else repr(value), sure, strong)


def _printed(record: Record, measure: str) -> float:
    """Returns F1 as a percentage, rounded as in the table, or 0 without a score.

    Systems whose F1 is equal in the table are thus equally good.
    """
    score = record.measures.get(measure)
    text = percent(score.f1) if score else "–"
    return 0.0 if text == "–" else float(text)


def _is_best(record: Record, measure: str, rivals: Sequence[Record]) -> bool:
    return 0 < _printed(record, measure) == max(_printed(other, measure) for other in rivals)


def _sure(
    shown: Sequence[tuple[SuiteResults, Sequence[Record], int]], section: Section, names: Sequence[str]
) -> Iterable[str]:
    """Yields for each suite a sentence that says for which texts its intervals are valid.

    If the intervals of some columns are valid for other texts, there is a sentence for each group of columns.
    """
    for results, records, _ in shown:
        place = f"{results.name}, " if len(shown) > 1 else ""
        labels = speaks(records, names)
        for label, of in labels.items():
            columns = f" of {', '.join(section.columns[name] for name in of)}" if len(labels) > 1 else ""
            yield f"Small numbers below F1: {SURE} interval{columns}, {place}{label}."


def _sliced(record: Record, slicing: str, names: Iterable[str]) -> bool:
    wanted = set(names)
    return any(wanted & scores.keys() for scores in record.slices.get(slicing, {}).values())


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter of the tables: a reader chooses a value of the slicing, and only its scores are shown."""

    slicing: str
    title: str
    values: Sequence[tuple[str, int]]
    """The values of the slicing, each with the number of its annotations in the gold of all suites."""


def filters(results: Sequence[SuiteResults]) -> list[Filter]:
    """Returns a filter for each slicing that at least one record has.

    The values of a filter are sorted by their frequency in gold, the most frequent first.
    """
    found = []
    for slicing, title in SLICINGS.items():
        sizes: dict[str, int] = {}
        for each in results:
            of_suite: dict[str, int] = {}
            for record in each.records:
                for value, scores in record.slices.get(slicing, {}).items():
                    most = max((score.counts.gold for score in scores.values()), default=0)
                    of_suite[value] = max(of_suite.get(value, 0), most)
            for value, size in of_suite.items():
                sizes[value] = sizes.get(value, 0) + size
        if sizes:
            found.append(Filter(slicing, title, sorted(sizes.items(), key=lambda pair: (-pair[1], pair[0]))))
    return found


def narrowed(results: Sequence[SuiteResults]) -> dict[str, Any]:
    """Returns the scores of all slices in nested objects, for the filters of the page.

    The keys are suite, system, slicing, value of the slicing, and measure. Each score is a list of precision,
    recall and F1 as printed percentages.
    """
    shown = {name for section in SECTIONS for name in section.columns}

    def figures(scores: Mapping[str, Score]) -> dict[str, list[str]]:
        return {
            name: [percent(getattr(score, figure)) for figure in FIGURES]
            for name, score in scores.items()
            if name in shown
        }

    return {
        each.name: {
            record.name: {
                slicing: {value: figures(scores) for value, scores in values.items()}
                for slicing, values in record.slices.items()
                if slicing in SLICINGS
            }
            for record in each.records
        }
        for each in results
    }


@dataclass(frozen=True, slots=True)
class Best:
    """The best system, or several if tied, of a suite by one headline measure."""

    suite: str
    title: str
    measure: str
    systems: str
    text: str
    interval: str


def best(results: Sequence[SuiteResults]) -> list[Best]:
    """Returns the best system for each suite and section.

    Systems that get gold annotations, and those that were made or tuned on the texts, are left out.
    """
    found = []
    for each in results:
        for section in SECTIONS:
            rivals = [
                record
                for record in _rivals(each.records)
                if record.role != "annotator" and section.layer in record.layers and not given_gold(record)
            ]
            name = section.headline
            top = max((_printed(record, name) for record in rivals), default=0.0)
            first = [record for record in rivals if _printed(record, name) == top]
            if top and (section.whole or section.said):
                title = named(name).title or section.title.partition(" (")[0].partition(",")[0]
                names = ", ".join(record.name for record in first)
                score = first[0].measures[name]
                found.append(
                    Best(each.name, title, name, names, percent(score.f1), bounds(first[0], name, 0).strip("–"))
                )
    return found
