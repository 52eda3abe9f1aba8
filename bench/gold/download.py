"""Fetching a known corpus: downloading its files with their checksums, or keeping the digest of a copy.

Only a corpus whose files were seen has checksums: ``checksums/NAME.txt`` states the address of its files on the
first line, and then a SHA-256 and a name on each. Any other one is put down by its user.
"""

from __future__ import annotations

import hashlib
import shutil
import urllib.parse
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

from bench.dataset.known import Known
from bench.errors import DataError, Fault, UsageError
from bench.files import cannot_write, part_of
from bench.gold import corpora as places

LIBRARY = "pooch"
"""The library that downloads; the extra ``fetch`` installs it."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """The result of `fetch`: where the corpus is, and what was done."""

    known: Known
    place: Path
    outcome: str
    """"downloaded", "kept" (its digest is kept from now on) or "unchanged"."""


@dataclass(frozen=True, slots=True)
class Checksums:
    """The address of a corpus's files, and their checksums."""

    address: str
    sha256: Mapping[str, str]
    """The SHA-256 of each file, by its name."""


def checksums(name: str) -> Checksums | None:
    """Returns the checksums of a corpus; None if its files were never seen."""
    path = files("bench.gold").joinpath("checksums", f"{name}.txt")
    if not path.is_file():
        return None
    first, *lines = path.read_text(encoding="utf-8").splitlines()
    pairs = (line.split(" ", 1) for line in lines)
    return Checksums(first.removeprefix("# "), {file: sha256 for sha256, file in pairs})


def fetch(name: str, corpora: Path, address: str | None = None) -> Fetched:
    """Brings a known corpus into the folder ``corpora``, or checks the copy that is there.

    ``address`` is used in place of the address of its files. A corpus without checksums isn't downloaded: if it is
    there, its digest is kept, and compared from then on. Raises UsageError, with its source and licence, if it
    isn't there; and DataError if a file differs from its checksum, or a copy from its digest.
    """
    known = places.named(name)
    place = known.find(corpora)
    listed = checksums(name)
    if listed is None:
        if address is not None:
            raise UsageError(f"{name} has no checksums, so it isn't downloaded; get it from {known.source}")
        return _kept(known, corpora, place)
    if place is not None:
        return _checked(known, place, listed)
    return _downloaded(known, corpora, listed, address or listed.address)


def _kept(known: Known, corpora: Path, place: Path | None) -> Fetched:
    if place is None:
        raise UsageError(
            f"{known.name} isn't downloaded: bench has no checksums of its files; its licence is "
            f"{known.licence!r}; get it from {known.source}, put its files into {corpora / known.name}, and run "
            "this again"
        )
    before, now = places.digests(corpora).get(known.name), places.digest_of(place)
    if before is None:
        try:
            places.keep(corpora, known.name, now)
        except OSError as error:
            raise cannot_write(corpora / places.DIGESTS, error) from None
        return Fetched(known, place, "kept")
    if before != now:
        remedy = f"get the files again, or remove {known.name!r} from {corpora / places.DIGESTS}"
        raise DataError([Fault(str(place), 0, f"its digest was {before[:8]} and is {now[:8]} now", remedy)])
    return Fetched(known, place, "unchanged")


def _checked(known: Known, place: Path, listed: Checksums) -> Fetched:
    faults = []
    for file, sha256 in listed.sha256.items():
        path = place / file
        if not path.is_file():
            faults.append(Fault(str(path), 0, "it isn't there", f"remove {place}, and fetch it again"))
        elif hashlib.sha256(path.read_bytes()).hexdigest() != sha256:
            faults.append(Fault(str(path), 0, "it isn't the file that was seen", "get it again"))
    if faults:
        raise DataError(faults)
    return Fetched(known, place, "unchanged")


def _downloaded(known: Known, corpora: Path, listed: Checksums, address: str) -> Fetched:
    if find_spec(LIBRARY) is None:
        raise UsageError(
            f"downloading needs {LIBRARY}, which isn't installed; run: pip install 'timeline-bench[fetch]'"
        )
    place = corpora / known.name
    part = part_of(place)
    shutil.rmtree(part, ignore_errors=True)
    try:
        part.mkdir(parents=True)
        _download(part, listed, address)
        part.rename(place)
    except OSError as error:
        raise cannot_write(place, error) from None
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return Fetched(known, place, "downloaded")


def _download(part: Path, listed: Checksums, address: str) -> None:
    """Downloads all files into a folder. Raises DataError for one that differs, UsageError if one can't be got."""
    import pooch
    import requests

    pooch.get_logger().setLevel("WARNING")
    for file, sha256 in listed.sha256.items():
        url = f"{address.rstrip('/')}/{urllib.parse.quote(file)}"
        try:
            pooch.retrieve(url, known_hash=f"sha256:{sha256}", fname=file, path=part)
        except ValueError as error:
            if "hash" not in str(error):
                raise UsageError(f"{url} can't be fetched: {error}; give another address with --from") from None
            remedy = "look what is at that address; nothing of it was kept"
            raise DataError(
                [Fault(url, 0, "it isn't the file that was seen: its SHA-256 differs", remedy)]
            ) from None
        except requests.RequestException as error:
            raise UsageError(
                f"{url} can't be fetched: {error}; try again, or give another address with --from"
            ) from None
