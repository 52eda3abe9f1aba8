"""The known corpora in the folder that their user keeps them in: which are there, and whether they have changed.

The digest of a corpus is kept in that folder when `bench fetch` first meets it there, so that a later difference
is told.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bench.dataset.known import BY_NAME, KNOWN, Known
from bench.errors import DataError, Fault, UsageError, unknown
from bench.files import digest, read_bytes, write_text

DIGESTS = "digests.json"
"""The file in the folder of the corpora that holds the digest of each one that was met there."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A known corpus, and what is there of it."""

    known: Known
    place: Path | None
    """Its folder; None if it isn't there, or if no folder of corpora was named."""
    changed: bool = False
    """True if it isn't as it was when its digest was kept."""


def named(name: str) -> Known:
    """Returns the known corpus with this name. Raises UsageError for an unknown name."""
    if name not in BY_NAME:
        raise unknown("corpus", name, BY_NAME)
    return BY_NAME[name]


def listed(corpora: Path | None) -> list[Listed]:
    """Returns all known corpora, with their places below ``corpora``.

    Raises UsageError if there is no such folder, and DataError if its digests can't be read.
    """
    if corpora is None:
        return [Listed(known, None) for known in KNOWN]
    if not corpora.is_dir():
        raise UsageError(f"{corpora}: there is no such folder; name the folder of the corpora with --corpora")
    kept = digests(corpora)
    found = [(known, known.find(corpora)) for known in KNOWN]
    return [
        Listed(known, place, place is not None and known.name in kept and kept[known.name] != digest_of(place))
        for known, place in found
    ]


def locate(name: str, corpora: Path | None) -> Path:
    """Returns the folder of a known corpus. Raises UsageError, with what to do, if it isn't there."""
    known = named(name)
    if corpora is None:
        raise UsageError(
            f"{name}: no folder of corpora is named; give --corpora FOLDER, or write "
            'corpora = "FOLDER" into [tool.bench] of pyproject.toml'
        )
    place = known.find(corpora)
    if place is None:
        raise UsageError(f"{name} isn't in {corpora}; run: bench fetch {name} --corpora {corpora}")
    return place


def place_of(path: Path, corpora: Path | None) -> Path:
    """Returns the folder of a known corpus if ``path`` is its name and no file or folder, else ``path``.

    Raises UsageError as `locate` does.
    """
    return locate(str(path), corpora) if str(path) in BY_NAME and not path.exists() else path


def digest_of(place: Path) -> str:
    """Returns the digest over all files of a corpus that aren't hidden."""
    if place.is_file():
        return digest({place.name: place})
    files = {path.relative_to(place).as_posix(): path for path in place.rglob("*") if path.is_file()}
    return digest({name: files[name] for name in sorted(files) if not name.startswith(".") and "/." not in name})


def digests(corpora: Path) -> Mapping[str, str]:
    """Returns the digests that are kept in a folder of corpora, by name. Raises DataError for a broken file."""
    path = corpora / DIGESTS
    if not path.exists():
        return {}
    try:
        found = json.loads(read_bytes(path))
    except (OSError, ValueError) as error:
        raise DataError([Fault(str(path), 0, f"it can't be read: {error}", "mend or remove it")]) from None
    if not isinstance(found, dict) or not all(isinstance(each, str) for each in found.values()):
        raise DataError([Fault(str(path), 0, "no digests by the names of corpora", "mend or remove it")])
    return found


def keep(corpora: Path, name: str, found: str) -> None:
    """Writes the digest of a corpus beside those that are kept."""
    kept = {**digests(corpora), name: found}
    write_text(corpora / DIGESTS, json.dumps(kept, indent=1, sort_keys=True) + "\n")
