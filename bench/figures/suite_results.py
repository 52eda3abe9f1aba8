"""The results of one suite, as plots and the report need them: records, gold, history and speed."""

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
    """The records of one suite's results folder, with their gold, their history, and the speed of the systems."""

    records: Sequence[Record]
    """At least one record. All were made with the same gold and version of bench. Systems come first."""
    published: Sequence[Record] = ()
    """The records of published outputs (`bench.results.published`), of the same gold and version of bench."""
    stale: Sequence[Record] = ()
    """The records that were made with other gold or another version of bench. They aren't shown."""
    folder: Path | None = None
    gold: Suite | None = None
    """The gold with its texts; None if it isn't available, so that only scores can be shown."""
    gold_folder: Path | None = None
    history: History | None = None
    no_history: str = ""
    """The reason why ``history`` is None."""
    speed: Measured | None = None
    torn: Sequence[str] = ()
    """The systems whose predictions aren't those that their record was written with."""

    @property
    def name(self) -> str:
        """The name of the suite, from the records."""
        return self.records[0].suite

    @property
    def line(self) -> str:
        """The part of the signature that all scores share: the suite and the version of bench."""
        return suite_line(self.records)

    @property
    def annotators(self) -> frozenset[str]:
        """The names of the annotators."""
        return frozenset(each.name for each in (*self.records, *self.stale) if each.role == "annotator")

    @property
    def rates(self) -> Mapping[str, float]:
        """The documents per second of each system whose speed was measured, by the system's name."""
        measured = self.speed.rates if self.speed is not None else {}
        return {name: rate for name, rate in measured.items() if rate is not None}

    def predictions(self, record: Record) -> Predictions | None:
        """Returns the stored predictions of a system or annotations of an annotator, or None if there are none.

        Raises DataError for files that can't be read.
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
    """Returns the results in the folder ``RESULTS/SUITE``, and their history from its git repository.

    ``golds`` maps folders to suites; the suite with which the records were made is taken. If there is none, all
    records must have the same gold and version of bench. ``speeds`` are files that ``bench evaluate --speed``
    wrote. ``last`` limits the history to the newest commits. Raises UsageError for a folder without a record to
    show, and DataError for a file that can't be read.
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
    suite_line(records)  # raises UsageError if the records can't be compared
    outputs, stale_outputs = _like(records[0], store.published(results))
    measured = merged(map(speed.read, speeds))
    kept, reason = _history(results, last)
    torn = [each.name for each in records if store.torn(results / each.name, each)]
    stale += stale_outputs
    return SuiteResults(records, outputs, stale, results, gold, gold_folder, kept, reason, measured, torn)


def _like(one: Record, records: Iterable[Record]) -> tuple[list[Record], list[Record]]:
    """Returns the records that were made with the same gold and version of bench as ``one``, and the others."""
    found: tuple[list[Record], list[Record]] = ([], [])
    made_with = one.suite_version, one.suite_digest, one.bench
    for each in records:
        found[(each.suite_version, each.suite_digest, each.bench) != made_with].append(each)
    return found


def _history(results: Path, last: int | None) -> tuple[History | None, str]:
    """Returns the history of a results folder and an empty string, or None and the reason."""
    try:
        return history.read(results, last=last), ""
    except UsageError as error:  # the folder isn't in a repository, or isn't committed
        return None, str(error).splitlines()[0]


def merged(measured: Iterable[Measured]) -> Measured | None:
    """Returns several speed files as one; None for none. If several have the same system, the last counts."""
    found: Measured | None = None
    for each in measured:
        found = (
            each
            if found is None
            else Measured(each.machine, {**found.rates, **each.rates}, {**found.peaks, **each.peaks})
        )
    return found
