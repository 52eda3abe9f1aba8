"""Reading folders of results from earlier revisions of their git repository."""

from __future__ import annotations

import io
import os
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from bench.errors import UsageError

LEADING = ("120000", "160000")
"""The modes of symbolic links and submodules in git's trees."""


def is_revision(name: str) -> bool:
    """Returns whether a name is a revision (a commit, branch or tag) of the working folder's repository."""
    return _commit(name).returncode == 0


def short_name(name: str) -> str:
    """Returns the abbreviated id of the commit that a revision names.

    Raises UsageError if there is no such commit, with git's message if git gives one.
    """
    done = _commit(name)
    if done.returncode:
        raise UsageError(_words(done) or "no such git revision")
    return done.stdout.decode().strip()


def names() -> list[str]:
    """Returns the names of the branches and tags of the working folder's repository; empty if there is none."""
    done = _git("for-each-ref", "--format=%(refname:short)")
    return [] if done.returncode else done.stdout.decode(errors="replace").split()


def _commit(name: str) -> subprocess.CompletedProcess[bytes]:
    if name.startswith("-"):
        return subprocess.CompletedProcess((), 1, b"", b"")
    return _git("rev-parse", "--verify", "--quiet", "--short", f"{name}^{{commit}}")


def extract(name: str, folder: Path, into: Path) -> Path:
    """Writes a copy of a folder, as a revision has it, below ``into``. Returns the path of the copy.

    The files have the committed bytes; .gitattributes is ignored. Raises UsageError if the revision has no such
    folder, if the folder is outside the repository, and for symbolic links and submodules, whose content isn't in
    the folder.
    """
    top, inside = _within(folder)
    commit = _commit(name).stdout.decode().strip()
    entries = _tree(top, commit, inside)
    if not entries:  # one of the folders above may be a link, which is then reported
        entries = _tree(top, commit, inside, *inside.parents[:-1], recurse=False)
    for entry in entries:
        if entry.leads:
            raise UsageError(f"{name}: {entry.path} is a link or a submodule; name the folder that it leads to")
    files = [entry for entry in entries if inside in entry.path.parents]
    if not files:
        raise UsageError(f"{name}: no {folder} in this revision; name another, or the folder with --results")
    for entry, content in zip(files, _read([entry.blob for entry in files]), strict=True):
        path = into / entry.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return into / inside


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit in which a folder changed."""

    id: str
    date: str
    """The time of the commit in ISO 8601, with the time zone."""
    subject: str
    """The first line of the commit message."""


def commits(folder: Path, start: str = "HEAD", since: str = "") -> list[Commit]:
    """Returns the commits in which a folder changed, the oldest first, back from ``start`` along first parents.

    With ``since`` they begin with this revision, and the commits that it has already are left out.
    Raises UsageError outside a git repository, and for an unknown revision.
    """
    top, inside = _within(folder)
    done = _git(
        *("log", "-z", "--no-show-signature", "--first-parent", "--reverse", "--format=%H%x00%cI%x00%s"),
        *("--end-of-options", start, "--", inside.as_posix()),
        top=top,
    )
    if done.returncode:
        raise UsageError(f"no history of {folder} from {start}: {_words(done)}")
    found = _commits(done.stdout)
    if not since:
        return found
    later = {commit.id for commit in along(start, since)}
    return [commit for commit in found if commit.id in later]


def along(newest: str, since: str = "", last: int | None = None) -> list[Commit]:
    """Returns the commits back from ``newest`` along first parents, the oldest first.

    With ``since`` they begin with this revision, and the commits that it has already are left out. ``last`` limits
    them to the newest ones. Raises UsageError outside a git repository, for an unknown revision, and if no commit
    came after ``since``.
    """
    options = ["-z", "--no-show-signature", "--first-parent", "--reverse", "--format=%H%x00%cI%x00%s"]
    for name in filter(None, (since, newest)):
        _check(name)
    wanted = [f"{since}..{newest}" if since else newest]
    found = _log([*options, *([f"--max-count={last}"] if last else []), "--end-of-options", *wanted, "--"])
    if not since:
        return found
    if not found:
        raise UsageError(f"there is no commit after {since} up to {newest}; name an older one")
    if last and len(found) == last:
        return found
    return [*_log([*options, "--max-count=1", "--end-of-options", since, "--"]), *found]


def _check(name: str) -> None:
    """Raises UsageError if there is no such revision."""
    try:
        short_name(name)
    except UsageError as error:
        if name == "HEAD" and _git("rev-parse", "--git-dir").returncode == 0:
            raise UsageError("HEAD: the repository has no commit yet; call git commit") from None
        raise UsageError(f"{name}: {error}; {remedy()}") from None


def remedy() -> str:
    """Returns what to do about a revision that isn't in the working folder's repository, in words."""
    shallow = _git("rev-parse", "--is-shallow-repository").stdout.strip() == b"true"
    whole = ", or fetch the whole history (git fetch --unshallow; fetch-depth: 0 in CI)" if shallow else ""
    return f"name a branch, tag or commit that git log finds here{whole}"


def _log(arguments: Sequence[str]) -> list[Commit]:
    done = _git("log", *arguments)
    if done.returncode:
        raise UsageError(f"git log: {_words(done)}; name other revisions")
    return _commits(done.stdout)


def _commits(printed: bytes) -> list[Commit]:
    fields = iter(printed.decode(errors="replace").split("\0"))
    return [Commit(*each) for each in zip(fields, fields, fields, strict=False)]


def tree(name: str) -> str:
    """Returns the id of a revision's tree: a digest of its files. Raises UsageError for an unknown revision."""
    done = _git("rev-parse", "--verify", "--quiet", f"{short_name(name)}^{{tree}}")
    return done.stdout.decode().strip()


def content(name: str, path: Path) -> bytes | None:
    """Returns the content of a file as a revision has it; None if it has none, and outside of a repository."""
    try:
        place = inside(path)
    except UsageError:
        return None
    done = _git("show", f"{name}:{place}")
    return None if done.returncode else done.stdout


def inside(folder: Path) -> PurePosixPath:
    """Returns the path of a folder relative to the top of its repository. Raises UsageError outside of one."""
    return _within(folder)[1]


def contents(of: Sequence[Commit], folder: Path, name: str) -> Iterator[dict[str, bytes]]:
    """Yields for each commit the contents of the files ``name`` in the subfolders of ``folder``, by subfolder."""
    top, inside = _within(folder)
    listed = [
        {
            entry.path.parent.name: entry.blob
            for entry in _tree(top, commit.id, inside)
            if entry.path.name == name and entry.path.parent.parent == inside
        }
        for commit in of
    ]
    wanted = list(dict.fromkeys(blob for files in listed for blob in files.values()))
    read = dict(zip(wanted, _read(wanted), strict=True))
    for files in listed:
        yield {place: read[blob] for place, blob in files.items()}


@dataclass(frozen=True, slots=True)
class _Entry:
    """A file, link or submodule in a git tree."""

    path: PurePosixPath
    """The path relative to the top folder of the repository."""
    blob: str
    leads: bool
    """True for a symbolic link or a submodule, whose content isn't in the tree."""


def _within(folder: Path) -> tuple[Path, PurePosixPath]:
    """Returns the top folder of the repository, and the path of ``folder`` relative to it."""
    done = _git("rev-parse", "--show-toplevel")
    if done.returncode:
        raise UsageError(f"no history of {folder}: {_words(done)}")
    top = Path(os.fsdecode(done.stdout.removesuffix(b"\n")))
    try:
        # not resolve(), which follows links: git doesn't find a path through a link in a revision
        inside = Path(os.path.abspath(folder)).relative_to(top)  # noqa: PTH100
    except ValueError:
        raise UsageError(f"{folder} lies outside the git repository {top}; name a folder in it") from None
    return top, PurePosixPath(inside)


def _tree(top: Path, commit: str, *paths: PurePosixPath, recurse: bool = True) -> list[_Entry]:
    """Returns the entries of a commit at the given paths. With ``recurse`` folders are replaced by their files."""
    done = _git("ls-tree", *(["-r"] if recurse else []), "-z", commit, "--", *map(str, paths), top=top)
    entries = []
    for line in filter(None, os.fsdecode(done.stdout).split("\0")):
        about, _, path = line.partition("\t")
        mode, _, blob = about.split()
        place = PurePosixPath(path)
        entries.append(_Entry(place, blob, mode in LEADING or ".." in place.parts))
    return entries


def _read(blobs: Sequence[str]) -> Iterator[bytes]:
    """Yields the contents of blobs, in their order. One git process reads them all."""
    done = _git("cat-file", "--batch", text="".join(f"{blob}\n" for blob in blobs))
    if done.returncode:
        raise UsageError(_words(done))
    out = io.BytesIO(done.stdout)
    for _ in blobs:
        size = int(out.readline().split()[2])
        yield out.read(size)
        out.read(1)


def _words(done: subprocess.CompletedProcess[bytes]) -> str:
    """Returns git's error message."""
    return done.stderr.decode(errors="replace").strip()


def _git(*arguments: str, text: str = "", top: Path | None = None) -> subprocess.CompletedProcess[bytes]:
    """Runs git in the folder ``top``, or else in the working folder. Paths are literal and no patterns."""
    command = ["git", "--literal-pathspecs", *arguments]
    try:
        return subprocess.run(command, cwd=top, capture_output=True, check=False, input=text.encode())
    except FileNotFoundError:
        return subprocess.CompletedProcess(command, 127, b"", b"git isn't installed")
