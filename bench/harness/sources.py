"""The files that a system's answer depends on (its sources), with their digests."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import zlib
from collections.abc import Iterable, Sequence
from pathlib import Path

from bench.files import cannot_write, write_bytes
from bench.harness.file_digests import FileDigests, entries_matching, entries_named
from bench.harness.used import Used
from bench.models.recording import FOLDER
from bench.systems.environment import Environment
from bench.systems.system import System

OWN_FILE, OWN_FOLDER = "{file}", "{folder}"
"""These words stand for the paths of the system's file and folder, so that both can be moved."""
LENGTH = 32
"""The number of hexadecimal digits in the name of a list of sources."""
Fact = tuple[str, str, str, str]
"""One source: its kind, a path, a detail and a digest. The path may begin with `OWN_FILE` or `OWN_FOLDER`.

- "file": the path of a file, no detail, and the digest of the file's content.
- "sought": the path of a folder, the names of modules, and the digest of the names of its entries from which these
  modules could be imported.
- "listed": the path of a folder, a pattern, and the digest of the names of its entries that match the pattern.
"""


class Sources:
    """Stores lists of the files that a system's answers depend on, and finds changes in these files.

    The lists are stored below ``folder``, each in a file that is named by a digest of its content.
    """

    def __init__(self, system: System, environment: Environment, digests: FileDigests, folder: Path) -> None:
        self._system, self._environment, self._digests = system, environment, digests
        self._store = folder / "sources"
        self._file = str(system.path.resolve())
        self._folder = os.path.dirname(self._file)
        self._last: tuple[Used | None, tuple[str, str]] | None = None

    def name(self, used: Used | None) -> tuple[str, str]:
        """Stores the list of files that an answer depends on. Returns the name of the list, and an empty reason.

        If it isn't known which files they are, nothing is stored: returns an empty name, and the reason. Raises
        UsageError if the list can't be written to disk.
        """
        if self._last is None or self._last[0] is not used:
            facts, unknown = self._taken(used)
            self._last = used, (("", unknown) if unknown else (self._written(facts), ""))
        return self._last[1]

    def changed(self, name: str) -> str:
        """Returns the first change in the files of a list, in words; empty if nothing has changed."""
        facts: list[list[str]] | None = None
        # a damaged file is treated like a missing one
        with contextlib.suppress(OSError, ValueError, zlib.error, RecursionError):
            text = zlib.decompress((self._store / name).read_bytes())
            if hashlib.sha256(text).hexdigest()[:LENGTH] == name:
                facts = json.loads(text)
        return "what it stood on isn't known" if facts is None else self._difference(facts)

    def _written(self, facts: list[Fact]) -> str:
        text = json.dumps(facts, separators=(",", ":")).encode()
        name = hashlib.sha256(text).hexdigest()[:LENGTH]
        path = self._store / name
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_bytes(path, zlib.compress(text))
        except OSError as error:
            raise cannot_write(path, error) from None
        return name

    def _taken(self, used: Used | None) -> tuple[list[Fact], str]:
        if self._environment.untraced:
            return [], self._environment.untraced
        if self._system.command:
            return [], ""
        if used is None:
            return [], "its process ended before it could say what it uses"
        return self._facts(used)

    def _difference(self, facts: Iterable[Sequence[str]]) -> str:
        for kind, label, detail, digest in facts:
            path = self._path(label)
            if kind == "file" and self._digests.of(path) != digest:
                return f"{path} has changed"
            if kind == "sought" and entries_named(path, set(detail.split(","))) != digest:
                return f"other modules can be imported from {path}"
            if kind == "listed" and entries_matching(path, detail) != digest:
                return f"{path} has other files"
        return ""

    def _facts(self, used: Used) -> tuple[list[Fact], str]:
        needs = self._system.requirements
        if strange := sorted(used.started - {*needs.programs}):
            return [], f"it starts {strange[0]}, which its file doesn't name among its programs"
        if used.asked and not needs.exchanges:
            return [], f"it asks {min(used.asked)} over the network"
        if used.unknown:
            return [], used.unknown
        facts: list[Fact] = []
        exchanges = self._environment.variables.get(FOLDER)
        for path, at_use in used.files.items():
            if exchanges and path.startswith(os.path.join(exchanges, "")):
                continue
            digest = self._digests.used(path, at_use)
            if digest is None:
                return [], f"{path} changed while it ran"
            facts.append(("file", self._label(path), "", digest))
        for folder, names in used.sought.items():
            facts.append(("sought", self._label(folder), ",".join(sorted(names)), entries_named(folder, names)))
        for folder, pattern in used.listed.items():
            facts.append(("listed", self._label(folder), pattern, entries_matching(folder, pattern)))
        return sorted(facts), ""

    def _label(self, path: str) -> str:
        if path == self._file:
            return OWN_FILE
        if path == self._folder or path.startswith(os.path.join(self._folder, "")):
            return OWN_FOLDER + path[len(self._folder) :]
        return path

    def _path(self, label: str) -> str:
        if label == OWN_FILE:
            return self._file
        return self._folder + label[len(OWN_FOLDER) :] if label.startswith(OWN_FOLDER) else label
