"""Reads the results of one or more suites, and writes them as one HTML page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from bench.dataset.suite import Suite
from bench.errors import UsageError
from bench.figures import suite_results
from bench.figures.suite_results import SuiteResults
from bench.files import cannot_write, write_text
from bench.gold.load import load
from bench.report import page
from bench.report.history import LATEST


def write(
    results: Sequence[str | Path],
    target: str | Path,
    *,
    golds: Sequence[str | Path] = (),
    speeds: Sequence[str | Path] = (),
) -> list[SuiteResults]:
    """Writes one HTML page of the results in folders ``RESULTS/SUITE``. Returns the results that the page shows.

    ``golds`` are folders of suites. The texts of a suite are on the page only if the gold with which its records
    were made is among them. ``speeds`` are files that ``bench evaluate --speed`` wrote. Raises UsageError for a
    folder without a record to show, for the same suite twice, and for a page that can't be written; DataError for
    a file that can't be read.
    """
    found = read(
        list(map(Path, results)), {Path(gold): load(Path(gold)) for gold in golds}, list(map(Path, speeds))
    )
    text = page.text(found)
    target = Path(target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        write_text(target, text)
    except OSError as error:
        raise cannot_write(target, error) from None
    return found


def read(folders: Sequence[Path], golds: Mapping[Path, Suite], speeds: Sequence[Path] = ()) -> list[SuiteResults]:
    """Returns the results in folders ``RESULTS/SUITE``, each with the gold of its records if ``golds`` has it.

    Raises UsageError and DataError for the same reasons as `write`.
    """
    found: dict[str, SuiteResults] = {}
    for folder in folders:
        each = suite_results.read(folder, golds, speeds, LATEST)
        if each.name in found:
            raise UsageError(
                f"{found[each.name].folder} and {folder} are both results of {each.name}; name one of them"
            )
        found[each.name] = each
    return list(found.values())
