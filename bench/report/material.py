"""What a report is made from: the results of one suite or several, with their gold where it is at hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench import formats
from bench.dataset.suite import Predictions, Suite
from bench.errors import UsageError
from bench.render.scores import suite_line
from bench.results import passes, speed, store
from bench.results.history import History
from bench.results.record import Record


@dataclass(frozen=True, slots=True)
class Results:
    """The records of one suite's results folder, and what they were scored on."""

    folder: Path
    records: Sequence[Record]
    """Systems by name, then annotators."""
    line: str
    """The part of the signature that all figures share."""
    stale: Sequence[Record] = ()
    """Records of another state of the gold; they aren't shown."""
    gold: Suite | None = None
    """None where the gold isn't at hand; then there are figures, and no texts."""
    gold_folder: Path | None = None

    @property
    def name(self) -> str:
        """The suite's name, as its records have it."""
        return self.records[0].suite

    def predictions(self, record: Record) -> Predictions | None:
        """What a system or an annotator said; None where it isn't kept. Raises DataError for files that break."""
        kept = self.folder / record.name
        if record.role == "annotator" and self.gold_folder is not None:
            kept = passes.folder_of(self.gold_folder, record)
        return formats.read_predictions(kept, self.gold) if formats.sniff(kept) else None


@dataclass(frozen=True, slots=True)
class Run:
    """How fast a system was (`bench.results.speed`)."""

    documents_per_second: float | None
    """None where nothing was run: all documents were known."""
    peak: int


@dataclass(frozen=True, slots=True)
class Material:
    """All that a report shows."""

    results: Sequence[Results]
    runs: Mapping[str, Run]
    """By system; empty where no speed was measured."""
    history: Mapping[str, History] = field(default_factory=dict)
    """By suite; one whose results no repository keeps has none."""


def read(folders: Sequence[Path], golds: Mapping[Path, Suite], runs: Mapping[str, Run]) -> Material:
    """The results in folders, each with the gold that its records were made with.

    ``golds`` are the suites at hand, by their folder. Raises UsageError for a folder without records, for one of
    which none was made with the gold of that name, and for the same suite twice; DataError for files that break.
    """
    found = [_results(path, golds) for path in folders]
    seen: dict[str, Path] = {}
    for each in found:
        if each.name in seen:
            raise UsageError(
                f"{seen[each.name]} and {each.folder} are both results of {each.name}; name one of them"
            )
        seen[each.name] = each.folder
    return Material(found, runs)


def _results(path: Path, golds: Mapping[Path, Suite]) -> Results:
    records = sorted(store.read_all(path), key=lambda item: (item.role == "annotator", item.name))
    if not records:
        raise UsageError(
            f"{path}: no record ({store.RECORD}) of any system here; bench evaluate --output writes them"
        )
    of = {(item.suite_version, item.suite_digest) for item in records}
    gold_folder = next((at for at, suite in golds.items() if (suite.version, suite.digest) in of), None)
    if gold_folder is None:
        return Results(path, records, suite_line(records))
    current, stale = store.apart(records, golds[gold_folder])
    if not current:
        raise UsageError(f"{path}: all records are of another version of bench; run bench evaluate --output again")
    return Results(path, current, suite_line(current), stale, golds[gold_folder], gold_folder)


def read_runs(paths: Iterable[Path]) -> dict[str, Run]:
    """The runs of speed files; of a system in several, the last. Raises DataError for a file that is none."""
    runs: dict[str, Run] = {}
    for measured in map(speed.read, paths):
        runs |= {name: Run(rate, measured.peaks[name]) for name, rate in measured.rates.items()}
    return runs
