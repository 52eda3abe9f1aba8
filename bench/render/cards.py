"""Cards of systems by phenomenon, in Markdown: the strengths and the blind spots of each, with an example each."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

from bench.comparison.cases import WrongCase
from bench.dataset.suite import Suite, SuiteDocument
from bench.render.grid import percent
from bench.render.phenomena import example
from bench.results.phenomena import SOLVED, Phenomena, Row, middle

NAMED = 3
"""The largest number of strengths, and of blind spots, on a card."""


def cards(found: Phenomena, suite: Suite, wrong: Mapping[str, Sequence[WrongCase]]) -> str:
    """Returns the cards of the systems of one kind of phenomena, the best system first.

    ``wrong`` are the cases that each system gets wrong. A system without an entry has no examples.
    """
    return "\n".join(
        "".join(f"{line}\n" for line in _card(found, number, suite, wrong.get(record.name)))
        for number, record in enumerate(found.systems)
    )


def _card(found: Phenomena, number: int, suite: Suite, wrong: Sequence[WrongCase] | None) -> Iterator[str]:
    rows = [row for row in found.rows if row.cells[number].right is not None]
    strong = [
        row for row in sorted(rows, key=lambda row: _by_strength(row, number)) if _right(row, number) >= SOLVED
    ]
    weak = [row for row in sorted(rows, key=lambda row: _by_weakness(row, number)) if _right(row, number) < SOLVED]
    mean = sum(_right(row, number) for row in rows) / len(rows) if rows else None
    traps = [(row.cells[number].passed, row.traps) for row in found.rows]
    every = sum(size for passed, size in traps if passed is not None)
    passed = sum(passed * size for passed, size in traps if passed is not None) / every if every else None
    yield f"### `{found.systems[number].name}`, {found.kind.noun}"
    yield ""
    yield f"{percent(mean, 0)} % right, as the mean of all phenomena. {percent(passed, 0)} % of the traps passed."
    yield ""
    cases = [case for case in wrong or () if case.layer == found.kind.layer]
    missed = {case.document for case in cases}
    yield from _listed(
        "Strengths", strong, number, lambda row: "" if wrong is None else _shown(suite, row, missed)
    )
    yield from _listed("Blind spots", weak, number, lambda row: _first(cases, row))


def _listed(title: str, rows: Sequence[Row], number: int, told: Callable[[Row], str]) -> Iterator[str]:
    """Yields the lines of one list of a card; one line if there is nothing in it."""
    if not rows:
        yield f"- {title}: none."
        return
    yield f"- {title}:"
    for row in rows[:NAMED]:
        others = percent(middle([cell.right for cell in row.cells]), 0)
        said = f"`{row.phenomenon}` {percent(_right(row, number), 0)} % (the median system {others} %)"
        shown = told(row)
        yield f"  - {said}: {_escaped(shown)}" if shown else f"  - {said}"


def _escaped(text: str) -> str:
    """Returns words of texts and systems as Markdown that shows them as they are."""
    return re.sub(r"([\\`*_<>\[\]|&])", r"\\\1", text)


def _right(row: Row, number: int) -> float:
    return row.cells[number].right or 0.0


def _by_strength(row: Row, number: int) -> tuple[float, float, str]:
    """Returns a sort key: the largest share first, and of equal ones that in which others are worst."""
    return -_right(row, number), middle([cell.right for cell in row.cells]) or 0.0, row.phenomenon


def _by_weakness(row: Row, number: int) -> tuple[float, float, str]:
    """Returns a sort key: the smallest share first, and of equal ones that in which others are best."""
    return _right(row, number), -(middle([cell.right for cell in row.cells]) or 0.0), row.phenomenon


def _shown(suite: Suite, row: Row, missed: Collection[str]) -> str:
    """Returns the text of the first case of a phenomenon that isn't wrong and is no trap."""
    for document in suite.documents:
        case = suite.case(document)
        if case and case.phenomenon == row.phenomenon and not case.trap and document.id not in missed:
            return _quoted(document, suite)
    return ""


def _quoted(document: SuiteDocument, suite: Suite) -> str:
    return document.id if suite.lent else " ".join(document.text.split())


def _first(cases: Sequence[WrongCase], row: Row) -> str:
    """Returns the first case of a phenomenon that is wrong and is no trap."""
    found = [case for case in cases if case.phenomenon == row.phenomenon and not case.trap]
    return example(found[0]) if found else ""
