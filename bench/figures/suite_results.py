"""The results of one suite, with all that figures and the report show beside its records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench import formats
from bench.dataset.suite import Predictions, Suite
from bench.errors import UsageError
from bench.render.scores import suite_line
from bench.results import history, passes, speed, store
from bench.results.history import History
from bench.results.record import Record
from bench.results.speed import Measured


@dataclass(frozen=True, slots=True)
class SuiteResults:
    """The records of one suite's results folder, their gold, their history, and how fast the systems were."""

    records: Sequence[Record]
    """The records, at least one. All were made with the same gold and version of bench; systems come first,
    then annotators."""
    stale: Sequence[Record] = ()
    """Records of another gold or another version of bench. They aren't shown."""
    folder: Path | None = None
    gold: Suite | None = None
    """The gold; None if it isn't at hand, and then there are figures but no texts."""
    gold_folder: Path | None = None
    history: History | None = None
    no_history: str = ""
    """The reason why there is no history."""
    speed: Measured | None = None
    torn: Sequence[str] = ()
    """The systems whose predictions aren't those that their record was written with."""

    @property
    def name(self) -> str:
        """Returns the suite's name, as it stands in the records."""
        return self.records[0].suite

    @property
    def line(self) -> str:
        """Returns the part of the signature that all figures share."""
        return suite_line(self.records)

    @property
    def annotators(self) -> frozenset[str]:
        """Returns the names of the annotators."""
        return frozenset(each.name for each in (*self.records, *self.stale) if each.role == "annotator")

    @property
    def rates(self) -> Mapping[str, float]:
        """Returns the documents per second of each system whose speed was measured."""
        measured = self.speed.rates if self.speed is not None else {}
        return {name: rate for name, rate in measured.items() if rate is not None}

    def predictions(self, record: Record) -> Predictions | None:
        """Returns the stored predictions of a system, or annotations of an annotator; None if they weren't stored.

        Raises DataError for files that are broken.
        """
        if self.folder is None:
            return None
        kept = self.folder / record.name
        if record.role == "annotator" and self.gold_folder is not None:
            kept = passes.folder_of(self.gold_folder, record)
        return formats.read_predictions(kept, self.gold) if formats.sniff(kept) else None


def read(
    results: Path, golds: Mapping[Path, Suite], speeds: Iterable[Path] = (), last: int | None = None
) -> SuiteResults:
    """Returns what ``RESULTS/SUITE`` holds, and the history that its git repository keeps of it.

    ``golds`` are the suites at hand by their folder; the one that records were made with is taken. Where there is
    none, all records must be of one gold and one version of bench. ``speeds`` are files that ``bench evaluate
    --speed`` wrote. ``last`` limits the history to so many commits. Raises UsageError for a folder that has no
    record to show, and DataError for a file that is broken.
    """
    records = sorted(store.read_all(results), key=lambda each: (each.role == "annotator", each.name))
    if not records:
        raise UsageError(
            f"{results}: no record ({store.RECORD}) of any system here; bench evaluate --output writes them"
        )
    made_with = {(each.suite_version, each.suite_digest) for each in records}
    gold_folder = next((at for at, suite in golds.items() if (suite.version, suite.digest) in made_with), None)
    gold = None if gold_folder is None else golds[gold_folder]
    stale: list[Record] = []
    if gold is not None:
        records, stale = store.apart(records, gold)
        if not records:
            raise UsageError(
                f"{results}: every record is of another version of bench; run bench evaluate --output again"
            )
    suite_line(records)  # refuses records that can't stand side by side
    measured = merged(map(speed.read, speeds))
    kept, reason = _history(results, last)
    torn = [each.name for each in records if store.torn(results / each.name, each)]
    return SuiteResults(records, stale, results, gold, gold_folder, kept, reason, measured, torn)


def _history(results: Path, last: int | None) -> tuple[History | None, str]:
    """Returns how the results changed over the commits of a repository, or why there is no history."""
    try:
        return history.read(results, last=last), ""
    except UsageError as error:  # outside of a repository, or not committed
        return None, str(error).splitlines()[0]


def merged(measured: Iterable[Measured]) -> Measured | None:
    """Returns several speed records as one, or None for none. The last one that has a system holds for it."""
    found: Measured | None = None
    for each in measured:
        found = (
            each
            if found is None
            else Measured(each.machine, {**found.rates, **each.rates}, {**found.peaks, **each.peaks})
        )
    return found
