"""The files of articles that a user names, by themselves or by their folder, and the ids of their documents."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.dataset.suite import EVERY_DOCUMENT
from bench.errors import UsageError

STANDARD_INPUT = "-"
"""The name that stands for standard input."""
ENDINGS = (".txt", ".md", ".markdown", ".html", ".htm", ".xhtml", ".docx", ".pdf")
"""The endings of files that are articles, in any case."""
ROWS = (".csv", ".tsv", ".jsonl", ".jsonl.gz", ".parquet")
"""The endings of files in a folder of articles whose rows are documents."""
ABOUT = ("readme", "license", "licence", "notice", "changelog", "citation", "requirements")
"""Names of files that tell of the folder, without their ending. They are no articles of it."""


@dataclass(frozen=True, slots=True)
class Place:
    """A file that the user named, or that stands in a folder that the user named."""

    path: str
    root: str = ""
    """The folder that the user named; empty for a file that was named itself."""

    @property
    def within(self) -> str:
        """The path below the folder that was named, or the file's name."""
        return os.path.relpath(self.path, self.root) if self.root else Path(self.path).name

    @property
    def is_article(self) -> bool:
        """True for an article, False for a file of rows."""
        return is_article(self.path)


@dataclass(frozen=True, slots=True)
class Folder:
    """The files of a folder."""

    places: Sequence[Place]
    others: Sequence[str]
    """The paths of the files that are neither articles nor rows."""


def is_article(path: str) -> bool:
    """Returns whether a path names an article: standard input, or a file with one of `ENDINGS`."""
    return path == STANDARD_INPUT or path.lower().endswith(ENDINGS)


def holds_articles(folder: Path) -> bool:
    """Returns whether a folder holds articles, at any depth. Files that tell of the folder don't count."""
    return any(is_article(path) and not _tells(path) for path in _walk(str(folder)))


def listed(folder: str) -> Folder:
    """Returns the files of a folder, by path. Hidden files and folders are left out."""
    found = sorted(_walk(folder))
    taken = [path for path in found if path.lower().endswith((*ENDINGS, *ROWS)) and not _tells(path)]
    left = set(found) - set(taken)
    return Folder([Place(path, folder) for path in taken], sorted(left))


def _tells(path: str) -> bool:
    return Path(path).name.lower().split(".")[0] in ABOUT


def _walk(folder: str) -> Iterator[str]:
    """Yields the paths of all files below a folder. Links are followed, each folder once, so that a loop ends."""
    seen: set[tuple[int, int]] = set()
    for place, folders, files in os.walk(folder, followlinks=True, onerror=_refuse):
        state = os.stat(place)  # noqa: PTH116 - the paths here are strings
        if (state.st_dev, state.st_ino) in seen:
            folders.clear()
            continue
        seen.add((state.st_dev, state.st_ino))
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (os.path.join(place, name) for name in files if not name.startswith("."))  # noqa: PTH118


def _refuse(error: OSError) -> None:
    """Raises UsageError for a folder that can't be listed, whose articles would be left out in silence."""
    raise UsageError(f"{error.filename} can't be read: {error.strerror}; give yourself the right to, or move it")


def names(places: Sequence[Place]) -> list[str]:
    """Returns the id of each article: its path below the folder that was named, or its name, without the ending.

    Where several articles would have one id, theirs are longer: with the ending, or else the whole path.
    """
    ids = [_without_ending(each.within) for each in places]
    for longer in ([each.within for each in places], [each.path for each in places]):
        count = Counter(ids)
        ids = [
            other if count[name] > 1 or name == EVERY_DOCUMENT else name
            for name, other in zip(ids, longer, strict=True)
        ]
    return [os.fsencode(name).decode("utf-8", "replace") for name in ids]  # names of files needn't be UTF-8


def _without_ending(path: str) -> str:
    return "stdin" if path == STANDARD_INPUT else str(Path(path).with_suffix(""))
