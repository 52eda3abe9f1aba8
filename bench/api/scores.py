"""The scores of one set of predictions, and the results of several systems, as objects that print as tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import Any

from rich.console import Console

from bench.counts import Score
from bench.dataset.note import Note
from bench.dataset.suite import Predictions, Suite
from bench.errors import UsageError, unknown
from bench.measures import named
from bench.render.grid import Grid, print_grids
from bench.render.scores import comparison, single
from bench.results.record import Record
from bench.schemes import Table
from bench.scoring.result import Contradicted

WIDTH = 120
"""The width of a printed table, in characters."""


@dataclass(frozen=True, slots=True, repr=False)
class Scores:
    """The scores of one set of predictions, a mapping from measures to `Score`: ``scores["event.class"]``.

    Printed, it is a table with a row for each measure.
    """

    record: Record
    """The record, which also has slices, failures and the signature."""
    contradictions: Sequence[Contradicted] = ()
    """The links of gold or of the predictions that other links contradict."""
    definitions: Mapping[str, Sequence[Table]] = field(default_factory=dict)
    """The tables of scores by the definitions of other scorers that were requested, by the definition's name."""
    notes: Sequence[Note] = ()
    """Notes on content of gold or the predictions that was left out, or read in an unexpected way."""
    predictions: Predictions | None = None
    """The predictions that were scored; None if the scores were read from a record, or the files are large."""

    @property
    def failures(self) -> Mapping[str, str]:
        """For each document that failed, the cause. It counts as a document without predictions."""
        return self.record.failures

    def __getitem__(self, measure: str) -> Score:
        """Returns the score of a measure. Raises UsageError for a measure that doesn't exist or has no score."""
        if measure not in self.record.measures:
            named(measure)
            raise _no_figure(self.record, measure)
        return self.record.measures[measure]

    def __iter__(self) -> Iterator[str]:
        return iter(self.record.measures)

    def __len__(self) -> int:
        return len(self.record.measures)

    def __contains__(self, measure: object) -> bool:
        return measure in self.record.measures

    def interval(self, measure: str, figure: str = "f1") -> tuple[float, float] | None:
        """Returns the 95 % bootstrap interval of one score, as two fractions.

        ``figure`` is the score: "precision", "recall" or "f1". Returns None if there is no interval. Raises
        UsageError for a measure that doesn't exist or has no score.
        """
        self[measure]
        found = self.record.intervals.get(measure)
        if found is None:
            return None
        bounds: dict[str, tuple[float, float] | None] = {
            "precision": found.precision,
            "recall": found.recall,
            "f1": found.f1,
        }
        if figure not in bounds:
            raise unknown("score", figure, bounds)
        return bounds[figure]

    def to_rows(self) -> list[dict[str, Any]]:
        """Returns a dictionary for each measure, for pandas. Scores are fractions, None if undefined."""
        rows = []
        for measure, score in self.record.measures.items():
            low, high = self.interval(measure) or (None, None)
            counts = score.counts
            rows.append(
                {
                    "system": self.record.name,
                    "suite": self.record.suite,
                    "measure": measure,
                    "precision": score.precision,
                    "recall": score.recall,
                    "f1": score.f1,
                    "f1_low": low,
                    "f1_high": high,
                    "correct_predicted": counts.correct_predicted,
                    "predicted": counts.predicted,
                    "correct_gold": counts.correct_gold,
                    "gold": counts.gold,
                }
            )
        return rows

    def __str__(self) -> str:
        return _printed([single(self.record)])

    def __repr__(self) -> str:
        return f"<Scores of {self.record.name} against {self.record.suite}: {len(self)} measures>"


@dataclass(frozen=True, slots=True, repr=False)
class Results(Mapping[str, Scores]):
    """The results of several systems on one suite, a mapping from their names to `Scores`.

    Printed, it is tables that compare the systems.
    """

    scores: Mapping[str, Scores]
    gold: Suite | None = None
    """The gold that the systems were evaluated on; None for results that were read from a folder."""
    folder: Path | None = None
    """The folder from which the results were read; None for results of `evaluate`."""

    def __getitem__(self, name: str) -> Scores:
        return self.scores[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.scores)

    def __len__(self) -> int:
        return len(self.scores)

    def to_rows(self) -> list[dict[str, Any]]:
        """Returns a dictionary for each system and measure (`Scores.to_rows`)."""
        return [row for scores in self.scores.values() for row in scores.to_rows()]

    def __str__(self) -> str:
        return _printed(comparison([scores.record for scores in self.scores.values()]))

    def __repr__(self) -> str:
        return f"<Results of {', '.join(self.scores)}>"


def _no_figure(record: Record, measure: str) -> UsageError:
    return UsageError(
        f"{record.name} has no score for {measure}: gold or the predictions have nothing of its kind; "
        f"there are: {', '.join(record.measures)}"
    )


def _printed(grids: Sequence[Grid]) -> str:
    """Returns tables as plain text, `WIDTH` characters wide."""
    text = StringIO()
    print_grids(grids, Console(file=text, width=WIDTH, highlight=False, color_system=None))
    return text.getvalue().rstrip("\n")
