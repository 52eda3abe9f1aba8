"""The form of another scorer's definition: a function from gold and predicted annotations to tables of scores."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from bench.dataset.suite import NOTHING, Layers, Predictions, Suite


@dataclass(frozen=True, slots=True)
class Sides:
    """One document: its text, and its annotations in gold and in the predictions, in the order of the files."""

    text: str
    gold: Layers
    predicted: Layers


@dataclass(frozen=True, slots=True)
class Figures:
    """Precision, recall and F1 as fractions. An undefined score is None; the tools print 0 or nan for it."""

    precision: float | None
    recall: float | None
    f1: float | None


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: its labels, its scores and its counts."""

    labels: tuple[str, ...]
    """The values of the table's ``labels``, in their order."""
    figures: Figures
    counts: tuple[float, ...]
    """The values of the table's ``counts``, in their order."""


@dataclass(frozen=True, slots=True)
class Table:
    """The scores for one kind of label, such as "timex.type"."""

    name: str
    labels: tuple[str, ...]
    """The names of the rows' labels."""
    counts: Mapping[str, str]
    """For the name of each count of the rows its heading in a printed table."""
    rows: tuple[Row, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Scheme:
    """Another scorer's definition under one name, used in code, tables, JSON and on the command line."""

    name: str
    definition: str
    """The description of what is counted, in one phrase."""
    source: str
    """The tool and its version; the scheme's scores equal those of this tool."""
    layers: tuple[str, ...]
    """The layers that are scored; predictions that cover none of these have no scores."""
    tables: Callable[[Sequence[Sides], Sequence[str]], Iterable[Table]]
    """The function that scores. It takes the documents and the names of those ``layers`` that the predictions
    cover."""

    def score(self, suite: Suite, predictions: Predictions) -> tuple[Table, ...]:
        """Returns the scheme's tables of scores over all documents of a suite.

        There is no table for labels from an attribute that gold doesn't have. As in our own measures, a
        document that failed or is missing counts as a document without predictions, and predictions inside an
        ignored region are dropped first. Repeated predictions aren't dropped; the scheme decides about them.
        """
        covered = [layer for layer in self.layers if layer in predictions.covers]
        return tuple(self.tables(sides(suite, predictions), covered)) if covered else ()


def sides(suite: Suite, predictions: Predictions) -> list[Sides]:
    """Returns the documents of a suite, in its order, with gold's and the predicted annotations."""
    found = []
    for document in suite.documents:
        gold = suite.layers.get(document.id, NOTHING)
        predicted = predictions.layers.get(document.id, NOTHING).outside(gold.ignore)
        found.append(Sides(document.text, gold, predicted))
    return found


def figures(credit: float, predicted: int, gold: int) -> Figures:
    """Returns P = credit / predicted, R = credit / gold and F1 = 2PR / (P + R).

    As in our own measures (`bench.counts`), F1 is undefined if P and R both are, and 0 if one of them is.
    """
    precision = credit / predicted if predicted else None
    recall = credit / gold if gold else None
    return Figures(precision, recall, harmonic(precision, recall))


def harmonic(precision: float | None, recall: float | None) -> float | None:
    """Returns the harmonic mean: None if both P and R are undefined, 0 if only one is, or if one is 0."""
    if precision is None and recall is None:
        return None
    if not precision or not recall:
        return 0.0
    return 2 * (precision * recall) / (precision + recall)
