"""A suite's folder, changed as a whole or not at all."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from bench import formats
from bench.errors import DataError, UsageError
from bench.files import cannot_write, part_of
from bench.formats.jsonl import layout


@contextmanager
def rewritten(target: Path) -> Iterator[Path]:
    """Yields the path of a folder that becomes ``target`` when the context ends without an error.

    If ``target`` exists, the folder is a copy of it, else it is still to be made. After an error ``target`` is as
    before. Raises UsageError if it can't be written.
    """
    place = target.resolve()
    part = part_of(place)
    aside = part.with_name(f"{part.name}.old")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(part, ignore_errors=True)
        if place.exists():
            shutil.copytree(place, part, symlinks=True)
        yield part
        if place.exists():
            shutil.rmtree(aside, ignore_errors=True)
            place.rename(aside)
            try:
                part.rename(place)
            except OSError:
                aside.rename(place)
                raise
            shutil.rmtree(aside, ignore_errors=True)
        else:
            part.rename(place)
    except OSError as error:
        raise cannot_write(target, error) from None
    finally:
        shutil.rmtree(part, ignore_errors=True)


def checked(part: Path, target: Path) -> None:
    """Checks the gold in the folder ``part``. Raises DataError, in which the files are those of ``target``."""
    try:
        formats.read_gold(part)
    except DataError as error:
        raise renamed(error, part, target) from None


def renamed(error: DataError, part: Path, target: Path) -> DataError:
    """Returns the error with the files of ``target`` instead of those of ``part``."""
    return DataError(replace(each, path=each.path.replace(str(part), str(target), 1)) for each in error.faults)


def merge(folder: Path, new: Path) -> None:
    """Puts the documents of the folder ``new`` in place of those with the same ids in ``folder``.

    The lines of all other documents stay as they are. Entries of a timeline replace those with the same ids.
    """
    names = set(_lines(new / "documents.jsonl", "id"))
    for layer in layout.LAYER_FILES:
        key = "doc" if layer not in (layout.DOCUMENTS, "timeline") else "id"
        path, other = layout.path_of(folder, layer), layout.path_of(new, layer)
        added = _lines(other, key)
        gone = set(added) if layer == "timeline" else names
        if not path.exists() and not other.exists():
            continue
        lines: list[str] = []
        for line in _content(path):
            name = _name(line, key)
            lines += added.pop(name, []) if name in gone else [line]
        lines += [line for each in added.values() for line in each]
        path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", newline="")


def _lines(path: Path, key: str) -> dict[str, list[str]]:
    """Returns the lines of a file, by the id of their document."""
    found: dict[str, list[str]] = {}
    for line in _content(path):
        found.setdefault(_name(line, key), []).append(line)
    return found


def _content(path: Path) -> list[str]:
    text = path.read_bytes().decode("utf-8-sig") if path.exists() else ""
    return [line for line in text.split("\n") if line.strip()]


def _name(line: str, key: str) -> str:
    read: Any = json.loads(line)
    return str(read[key])


def check_rewritable(path: Path) -> None:
    """Raises UsageError for a path that is no folder of JSON Lines, which alone can be changed in place."""
    if not path.exists():
        raise UsageError(f"{path}: there is no such folder; name gold in JSON Lines")
    if not path.is_dir() or not layout.has(path, layout.DOCUMENTS):
        raise UsageError(
            f"{path} isn't a folder of JSON Lines; bench convert makes one of it, which can be mended"
        )
