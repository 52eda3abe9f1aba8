"""Writing the report: the results and their gold are read, and the page is made and written."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from bench.errors import UsageError
from bench.files import cannot_write, write_text
from bench.gold.load import load
from bench.report import material, page
from bench.report.history import LATEST
from bench.report.material import Material
from bench.results import history
from bench.results.history import History


def write(
    results: Sequence[str | Path],
    target: str | Path,
    *,
    golds: Iterable[str | Path] = (),
    speeds: Iterable[str | Path] = (),
) -> Material:
    """Write one HTML page of the results of suites, and return everything that it shows.

    ``golds`` are folders of gold, each used for the results that were scored on it; ``speeds`` are files that
    ``bench evaluate --speed`` wrote. Raises UsageError for folders without results and for a target that can't be
    written, DataError for files that break their format.
    """
    folders, target = [Path(each) for each in results], Path(target)
    with _uncollected():
        suites = {path: load(path) for path in map(Path, golds)}
        found = material.read(folders, suites, material.read_runs(map(Path, speeds)))
        found = replace(found, history=_history(found.results))
        text = page.text(found)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        write_text(target, text)
    except OSError as error:
        raise cannot_write(target, error) from None
    return found


def _history(results: Iterable[material.Results]) -> dict[str, History]:
    """Return how the results changed over git's commits, for the ones that a repository keeps."""
    found = {}
    for each in results:
        try:
            found[each.name] = history.read(each.folder, last=LATEST)
        except UsageError:
            continue  # outside a repository, or not committed: a report has no history then
    return found


@contextmanager
def _uncollected() -> Iterator[None]:
    """Don't look for cycles: annotations make none, and looking through them all takes a third of the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
