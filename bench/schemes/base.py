"""What another scorer's definition is: from the two sides of each document to tables of figures."""

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
    """Precision, recall and F1 as fractions; None is undefined, where the tools print 0 or nan."""

    precision: float | None
    recall: float | None
    f1: float | None


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table."""

    labels: tuple[str, ...]
    """What is scored, and how; as many as the table's ``labels``."""
    figures: Figures
    counts: tuple[float, ...]
    """What the scheme counts; as many as the table's ``counts``."""


@dataclass(frozen=True, slots=True)
class Table:
    """The figures of one labelling of the annotations."""

    name: str
    labels: tuple[str, ...]
    """Names of the rows' labels."""
    counts: Mapping[str, str]
    """Names of the rows' counts → their heads in a table."""
    rows: tuple[Row, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Scheme:
    """Another scorer's definition under one name, used in code, tables, JSON and on the command line."""

    name: str
    definition: str
    """One sentence: what it counts."""
    source: str
    """The tool and its version, whose figures it equals."""
    layers: tuple[str, ...]
    """What it scores: of predictions that cover none of these it says nothing."""
    tables: Callable[[Sequence[Sides], Sequence[str]], Iterable[Table]]
    """From the documents, and those of ``layers`` that the predictions cover."""

    def score(self, suite: Suite, predictions: Predictions) -> tuple[Table, ...]:
        """The scheme's figures over every document of a suite; no table for a labelling that gold doesn't have.

        As for our own measures, a document that failed or is missing counts as nothing predicted, and
        predictions inside an ignore region are dropped first. Repeats are left to the scheme.
        """
        covered = [layer for layer in self.layers if layer in predictions.covers]
        return tuple(self.tables(sides(suite, predictions), covered)) if covered else ()


def sides(suite: Suite, predictions: Predictions) -> list[Sides]:
    """The documents of a suite, in its order, with what was predicted on them."""
    found = []
    for document in suite.documents:
        gold = suite.layers.get(document.id, NOTHING)
        predicted = predictions.layers.get(document.id, NOTHING).outside(gold.ignore)
        found.append(Sides(document.text, gold, predicted))
    return found


def figures(credit: float, predicted: int, gold: int) -> Figures:
    """P = credit / predicted, R = credit / gold and F1 = 2PR / (P + R).

    F1 is undefined where both are, and 0 where one is, as for our own measures (`bench.counts`).
    """
    precision = credit / predicted if predicted else None
    recall = credit / gold if gold else None
    return Figures(precision, recall, harmonic(precision, recall))


def harmonic(precision: float | None, recall: float | None) -> float | None:
    """The harmonic mean: None of two undefined figures, 0 where one is undefined or both are 0."""
    if precision is None and recall is None:
        return None
    if not precision or not recall:
        return 0.0
    return 2 * (precision * recall) / (precision + recall)
