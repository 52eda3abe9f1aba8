"""The results folder: for each suite, each system's record and predictions, and a table of all records."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from bench import __version__
from bench.dataset.suite import Predictions, Suite
from bench.errors import UsageError
from bench.files import cannot_write, digest, part_of, write_text
from bench.formats.jsonl import layout
from bench.formats.jsonl.predictions import write_predictions
from bench.results import quoted, record
from bench.results.record import PUBLISHED, Record

RECORD, TABLE = "record.json", "README.md"
OUTPUTS = "outputs.toml"
"""The list of published outputs, in the folder `PUBLISHED` of a suite's results (`bench.results.published`)."""
REPEAT = "repeat-"
"""The beginning of the name of a folder that has a system's second, third, … run, in the folder of its first."""
UNFINISHED = ".unfinished"
"""The name of the empty file that marks a folder of results that aren't moved to their place yet."""
Table = Callable[[list[Record], list[Record]], str]
"""A function that returns the text of a table of records, also those of published outputs.

It takes the records that were made with the current gold and version of bench, and the other records.
"""


def check_writable(results: Path, suite: Suite) -> None:
    """Makes the results folder of a suite, ``RESULTS/SUITE``, and checks that results can be written into it.

    Raises UsageError if the folder can't be written, if it holds gold or predictions, if it holds a README.md
    that isn't a table of results, and if a folder of the user's has the name of the one that `write` writes first.
    Raises DataError for a broken file of quoted figures, which the table would need.
    """
    target = results / suite.name
    if layout.has(target, layout.DOCUMENTS):
        raise UsageError(f"{target} has gold or predictions in it ({layout.DOCUMENTS}.jsonl); name another folder")
    if (target / TABLE).exists() and not record_files(target) and not _is_table(target / TABLE):
        raise UsageError(f"{target / TABLE} is no table of results; name another folder")
    _check_unfinished(part_of(target))
    quoted.read(target)
    try:
        target.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=target):
            pass
    except OSError as error:
        raise cannot_write(target, error) from None


def _check_unfinished(part: Path) -> None:
    """Raises UsageError if there is a folder ``part`` that isn't one that an interrupted `write` has left."""
    if os.path.lexists(part) and not (part / UNFINISHED).exists() and not _is_empty(part):
        raise UsageError(f"{part}: results would be written here first, and it isn't bench's; rename it")


def _discard(part: Path) -> None:
    """Removes a folder of unfinished results, its mark last, so that an interrupted removal can be continued."""
    with contextlib.suppress(OSError):
        for path in part.iterdir():
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path, ignore_errors=True)
            elif path.name != UNFINISHED:
                path.unlink()
        (part / UNFINISHED).unlink(missing_ok=True)
        part.rmdir()


def _is_empty(path: Path) -> bool:
    return path.is_dir() and not any(path.iterdir())


def _is_table(path: Path) -> bool:
    """Returns whether a file contains a table of results as ``bench evaluate`` writes it."""
    return any(line.startswith("| system |") for line in path.read_text("utf-8", "replace").splitlines())


def check_others(results: Path, suite: Suite, names: Collection[str], passes: Iterable[Record]) -> None:
    """Checks what stands in the results folder, before the systems ``names`` run.

    Raises UsageError if the folder of one of them has predictions but no record: no evaluation wrote such
    predictions, so none may replace them. Raises DataError if a record can't be read that is neither of these
    systems' nor of the annotators' ``passes``: the table would need it.
    """
    for name in names:
        folder = results / suite.name / name
        if name == PUBLISHED and (folder / OUTPUTS).exists():
            raise UsageError(f"{folder} has the records of published outputs; give the system another name")
        if layout.has(folder, layout.DOCUMENTS) and not (folder / RECORD).exists():
            raise UsageError(f"{folder} has predictions that no evaluation wrote; name another folder")
    read(results, suite, besides={*names, *(each.name for each in passes)})


def write(
    results: Path,
    suite: Suite,
    made: Sequence[tuple[Record, Predictions]],
    passes: Sequence[Record],
    table: Table | None,
    repeats: Mapping[str, Sequence[tuple[Record, Predictions]]] | None = None,
) -> None:
    """Writes ``RESULTS/SUITE/NAME/`` (record and predictions) for each system, and the table of all records.

    Without ``table`` the table stays as it is, for a later call. ``repeats`` maps names of systems to their runs
    after the first, which are written to the folders ``repeat-2``, ``repeat-3`` and so on in that folder; those
    of earlier evaluations are removed. Of the annotators' ``passes`` only the records are written. All files are
    first written into another folder and then moved, so that a full disk leaves the earlier files. Raises
    UsageError if a file can't be written.
    """
    whole = results / suite.name
    part = part_of(whole)
    new = [entry for entry, _ in made] + list(passes)
    try:
        whole.mkdir(parents=True, exist_ok=True)
        with _locked(whole):
            text = _merged(results, suite, new, table) if table is not None else None
            _check_unfinished(part)
            _discard(part)
            part.mkdir()
            try:
                (part / UNFINISHED).touch()
                for entry, predictions in made:
                    write_predictions(part / entry.name, predictions, suite.documents, texts=not suite.lent)
                new = [replace(entry, predictions_digest=predictions_digest(part / entry.name)) for entry in new]
                for entry in new:
                    (part / entry.name).mkdir(parents=True, exist_ok=True)
                    write_text(part / entry.name / RECORD, record.text(entry))
                for name, runs in (repeats or {}).items():
                    for number, (entry, predictions) in enumerate(runs, 2):
                        folder = part / name / f"{REPEAT}{number}"
                        write_predictions(folder, predictions, suite.documents, texts=not suite.lent)
                        kept = replace(entry, predictions_digest=predictions_digest(folder))
                        write_text(folder / RECORD, record.text(kept))
                if text is not None:
                    write_text(part / TABLE, text)
                for entry in new:
                    _move(part / entry.name, whole / entry.name, entry)
                if text is not None:
                    (part / TABLE).replace(whole / TABLE)
            finally:
                _discard(part)
    except OSError as error:
        raise cannot_write(Path(error.filename or whole), error) from None


@contextlib.contextmanager
def _locked(whole: Path) -> Iterator[None]:
    """Holds a lock on a folder: if two evaluations end together, the second one's table has all records."""
    descriptor = os.open(whole, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _merged(results: Path, suite: Suite, new: Sequence[Record], table: Table) -> str:
    """Returns the text of the table of the new records, and of those in the folder that they don't replace."""
    names = {item.name for item in new}
    current, stale = read(results, suite, besides=names)
    others, stale_others = apart(published(results / suite.name), suite)
    return table([*sorted([*current, *new], key=lambda item: item.name), *others], [*stale, *stale_others])


def write_table(results: Path, suite: Suite, table: Table) -> None:
    """Writes the table of all records in ``RESULTS/SUITE``. Raises UsageError if it can't be written."""
    whole = results / suite.name
    try:
        with _locked(whole):
            write_text(whole / TABLE, _merged(results, suite, [], table))
    except OSError as error:
        raise cannot_write(Path(error.filename or whole), error) from None


def published(folder: Path) -> list[Record]:
    """Returns the records of published outputs in a suite's results folder, in the order of their names.

    Raises DataError for a record that can't be read.
    """
    return read_all(folder / PUBLISHED)


def predictions_digest(folder: Path) -> str:
    """Returns the digest of the predictions that ``write`` wrote to a folder; empty if there are none."""
    files = layout.files(folder)
    return digest({path.name: path for path in files}) if files else ""


def torn(folder: Path, entry: Record) -> bool:
    """Returns whether the predictions in a system's folder aren't those that its record was written with."""
    found = predictions_digest(folder)
    return bool(found and entry.predictions_digest) and found != entry.predictions_digest


def torn_line(name: str) -> str:
    """Returns the note that tells a user that a system's predictions and record don't belong together (`torn`)."""
    return (
        f"{name}: its predictions aren't those that its record was written with, because a run was interrupted or "
        "a file was changed; evaluate it again"
    )


def _move(source: Path, target: Path, entry: Record) -> None:
    """Moves a record and its predictions into ``target``, where they replace earlier ones. The record is last."""
    target.mkdir(parents=True, exist_ok=True)
    if entry.role == "system":
        layout.remove_others(target, entry.layers, resolved=layout.has_resolved(source))
    for folder in repeat_folders(target):
        shutil.rmtree(folder)
    for path in sorted(source.iterdir(), key=lambda path: path.name == RECORD):
        path.replace(target / path.name)


def read(results: Path, suite: Suite, *, besides: Collection[str] = ()) -> tuple[list[Record], list[Record]]:
    """Returns the records of ``RESULTS/SUITE``: those of this gold and version of bench, and the others.

    The records in subfolders named in ``besides`` aren't read. Raises DataError for another record that can't be
    read.
    """
    return apart(read_all(results / suite.name, besides=besides), suite)


def read_all(folder: Path, *, besides: Collection[str] = ()) -> list[Record]:
    """Returns all records of a suite's results folder, in the order of their subfolders' names.

    The records in subfolders named in ``besides`` aren't read. Raises DataError for a record that can't be read.
    """
    return [record.read(path) for path in record_files(folder) if path.parent.name not in besides]


def record_files(folder: Path) -> list[Path]:
    """Returns the paths of all records of a suite's results folder, in the order of their subfolders' names.

    Hidden subfolders are passed over. Raises OSError for a subfolder that can't be looked into.
    """
    if not folder.is_dir():
        return []
    found = [path / RECORD for path in sorted(folder.iterdir()) if not path.name.startswith(".")]
    return [path for path in found if _exists(path)]


def repeat_folders(folder: Path) -> list[Path]:
    """Returns the folders of a system's runs after the first, in order of their numbers."""
    found = [path for path in folder.glob(f"{REPEAT}*") if path.name.removeprefix(REPEAT).isdecimal()]
    return sorted((path for path in found if _exists(path / RECORD)), key=lambda path: (len(path.name), path.name))


def _exists(path: Path) -> bool:
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    return True


def apart(records: Iterable[Record], suite: Suite) -> tuple[list[Record], list[Record]]:
    """Returns the records that were made with this gold and the running version of bench, and the others."""
    found: tuple[list[Record], list[Record]] = ([], [])
    for item in records:
        same = (item.suite_digest, item.suite_version, item.bench) == (suite.digest, suite.version, __version__)
        found[not same].append(item)
    return found


def failed_documents(records: Sequence[Record]) -> int:
    """Returns the number of failed documents, summed over all records.

    A document that failed both on its text and on its given spans counts twice.
    """
    return sum(item.failed + len(item.unresolved) for item in records)
