"""Results as they were in a revision of the git repository around them."""

from __future__ import annotations

import io
import subprocess
import tarfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.errors import UsageError


def is_revision(name: str) -> bool:
    """Whether git knows a commit of this name here."""
    return (
        not name.startswith("-") and _git("rev-parse", "--verify", "--quiet", f"{name}^{{commit}}").returncode == 0
    )


def short_name(name: str) -> str:
    """The first digits of the commit that a revision names."""
    return _git("rev-parse", "--short", f"{name}^{{commit}}").stdout.decode().strip()


def extract(name: str, folder: Path, into: Path) -> Path:
    """Write a folder as it was in a revision below ``into``, and return where it stands there.

    ``folder`` is relative to the working folder, as everywhere. Raises UsageError where the revision has none.
    """
    done = _git("archive", "--format=tar", name, "--", folder.as_posix())
    if done.returncode:
        raise UsageError(f"{name}: no {folder} in this revision; name another, or the folder with --results")
    with tarfile.open(fileobj=io.BytesIO(done.stdout)) as archive:
        archive.extractall(into, filter="data")
    return into / folder


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit in which a folder changed."""

    id: str
    date: str
    """When it was committed, ISO 8601 with its zone."""
    subject: str
    """The first line of its message."""


def commits(folder: Path, start: str = "HEAD") -> list[Commit]:
    """Those in which a folder changed, the oldest first, along the first parents.

    Raises UsageError outside a repository, and for a revision that isn't there.
    """
    arguments = ("log", "--first-parent", "--reverse", "--format=%H%x00%cI%x00%s", start, "--", folder.as_posix())
    done = _git(*arguments)
    if done.returncode:
        raise UsageError(f"no history of {folder} from {start}: {done.stderr.decode(errors='replace').strip()}")
    return [Commit(*line.split("\0")) for line in done.stdout.decode(errors="replace").splitlines()]


def contents(of: Sequence[Commit], folder: Path, name: str) -> Iterator[dict[str, bytes]]:
    """For each commit the files of that name in the folder's own folders: such a folder's name → what it had."""
    trees = [_git("ls-tree", "-r", "-z", commit.id, "--", f"{folder.as_posix()}/").stdout for commit in of]
    listed = [dict(_blobs(tree.decode(errors="surrogateescape"), name)) for tree in trees]
    wanted = list(dict.fromkeys(blob for files in listed for blob in files.values()))
    read = dict(zip(wanted, _read(wanted), strict=True))
    for files in listed:
        yield {place: read[blob] for place, blob in files.items()}


def _blobs(tree: str, name: str) -> Iterator[tuple[str, str]]:
    for entry in filter(None, tree.split("\0")):
        about, _, path = entry.partition("\t")
        if path.endswith(f"/{name}"):
            yield path.split("/")[-2], about.split()[2]


def _read(blobs: Sequence[str]) -> Iterator[bytes]:
    """The contents of blobs, by one process."""
    done = _git("cat-file", "--batch", text="".join(f"{blob}\n" for blob in blobs))
    out = io.BytesIO(done.stdout)
    for _ in blobs:
        size = int(out.readline().split()[2])
        yield out.read(size)
        out.read(1)


def _git(*arguments: str, text: str = "") -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(["git", *arguments], capture_output=True, check=False, input=text.encode())
    except FileNotFoundError:
        return subprocess.CompletedProcess(arguments, 127, b"", b"git isn't installed")
