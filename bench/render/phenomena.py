"""Tables by phenomenon: what each system has right, which traps it passes, and what nobody solves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bench.comparison.cases import WrongCase
from bench.gold.cases import CasesChecked
from bench.render.grid import Grid, percent
from bench.results.phenomena import NOBODY, SOLVED, Phenomena, Row, middle, phenomena
from bench.results.record import Record

BESIDE = 4
"""The largest number of systems that stand beside each other; of more, the best and the median are shown."""
EXAMPLES = 2
"""The number of examples of a phenomenon that a system gets wrong."""


def grids(records: Sequence[Record]) -> list[Grid]:
    """Returns a table of times and one of events, a row for each phenomenon; none if gold has no phenomena."""
    return [_beside(found) if len(found.systems) <= BESIDE else _summary(found) for found in phenomena(records)]


def _title(found: Phenomena) -> str:
    noun = found.kind.noun
    return f"{noun[0].upper()}{noun[1:]} by phenomenon (%)"


def _beside(found: Phenomena) -> Grid:
    alarms = found.kind.silent is not found.kind.passed  # else they are the traps that aren't passed
    heads = ["right", "passed", "alarms"] if alarms else ["right", "passed"]
    rows = [
        [
            row.phenomenon,
            str(row.annotations),
            str(row.traps),
            *(
                percent(figure, 0)
                for cell in row.cells
                for figure in (cell.right, cell.passed, cell.alarms)[: len(heads)]
            ),
        ]
        for row in found.rows
    ]
    return Grid(
        _title(found),
        ["phenomenon", "right", "traps", *heads * len(found.systems)],
        rows,
        groups=[("how many", 2), *((record.name, len(heads)) for record in found.systems)],
        note="\n".join([_explained(found), *_unsolved(found)]),
    )


def _summary(found: Phenomena) -> Grid:
    rows = []
    for row in found.rows:
        best = row.best
        cell = NOBODY if best is None else row.cells[best]
        figures = (
            cell.right,
            middle([each.right for each in row.cells]),
            cell.passed,
            middle([each.passed for each in row.cells]),
        )
        name = "nobody" if best is None else found.systems[best].name
        shown = [percent(figure, 0) for figure in figures]
        rows.append([row.phenomenon, name, str(row.annotations), *shown[:2], str(row.traps), *shown[2:]])
    return Grid(
        _title(found),
        ["phenomenon", "best system", "how many", "best", "median", "how many", "best", "median"],
        rows,
        labels=2,
        groups=[("right", 3), ("traps passed", 3)],
        note="\n".join([_explained(found), *_unsolved(found)]),
    )


def _explained(found: Phenomena) -> str:
    values = " with one of the right values" if found.kind.layer == "timexes" else ""
    wrong = " or a wrong value; alarms: the share of traps with a false alarm" if values else ""
    return (
        f"right: the share of gold's {found.kind.noun} that are found{values}, in cases that are no traps; "
        f"passed: the share of traps without a false alarm{wrong}. "
        "A system that predicts nothing passes every trap."
    )


def _unsolved(found: Phenomena) -> Iterable[str]:
    """Yields the line of the phenomena that nobody solves, the hardest first, if there are any."""
    hard = unsolved(found)
    if hard:
        told = ", ".join(f"{row.phenomenon} ({best(found, row)})" for row in hard)
        yield f"Nobody solves (the best system has under {100 * SOLVED:g} % right): {told}."


def unsolved(found: Phenomena) -> list[Row]:
    """Returns the phenomena that nobody solves, the hardest first."""
    hard = [row for row in found.rows if row.unsolved]
    return sorted(hard, key=lambda row: (max(cell.right or 0 for cell in row.cells), row.phenomenon))


def best(found: Phenomena, row: Row) -> str:
    """Returns the best system of a phenomenon and its share, in words."""
    if row.best is None:
        return "none right"
    return f"{found.systems[row.best].name} {percent(row.cells[row.best].right, 0)}"


def counted(checked: CasesChecked) -> Grid:
    """Returns a table of how many cases each phenomenon has."""
    rows = [
        [each.phenomenon, *map(str, (each.cases, each.cases - each.traps, each.traps))] for each in checked.counts
    ]
    note = f"{len(rows)} phenomena, {sum(each.cases for each in checked.counts)} cases."
    return Grid("Cases of each phenomenon", ["phenomenon", "cases", "no traps", "traps"], rows, note=note)


def wrong(name: str, cases: Iterable[WrongCase]) -> Grid:
    """Returns a table of the first cases of each phenomenon that a system gets wrong."""
    rows = [
        (phenomenon, example(case))
        for by_phenomenon in first_examples(cases).values()
        for phenomenon, found in sorted(by_phenomenon.items())
        for case in found
    ]
    return Grid(f"{name}: cases that are wrong", ("phenomenon", "case"), rows, labels=2)


def example(case: WrongCase) -> str:
    """Returns a case that a system gets wrong as a line: the text, what gold has, and what the system says."""
    trap = "trap, " if case.trap else ""
    text = f": {' '.join(case.text.split())}" if case.text else ""
    return (
        f"{trap}{case.document}{text} [gold: {case.gold or 'nothing'}; predicted: {case.predicted or 'nothing'}]"
    )


def first_examples(cases: Iterable[WrongCase], most: int = EXAMPLES) -> dict[str, dict[str, list[WrongCase]]]:
    """Returns the first wrong cases of each phenomenon, in nested mappings: by layer and phenomenon.

    Cases that aren't traps come first.
    """
    found: dict[str, dict[str, list[WrongCase]]] = {}
    for case in sorted(cases, key=lambda case: case.trap):
        here = found.setdefault(case.layer, {}).setdefault(case.phenomenon, [])
        kinds = {each.trap for each in here}
        if len(here) < most:
            here.append(case)
        elif case.trap not in kinds:  # a trap and another case say more than two of a sort
            here[-1] = case
    return found
