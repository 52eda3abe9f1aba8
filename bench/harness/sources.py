"""The sources of an answer: the files that the system's process used for it, and whether they have changed."""

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
"""The words for the system's file and its folder, so that both can be moved."""
LENGTH = 32
"""Digits of a digest that names sources."""
Fact = tuple[str, str, str, str]
"""Kind, path, what counts of it, and its digest."""


class Sources:
    """The sources of one system's answers: taken after an answer, and checked before the answer is used again.

    They are kept in files of ``folder`` that are named by a digest of their content.
    """

    def __init__(self, system: System, environment: Environment, digests: FileDigests, folder: Path) -> None:
        self._system, self._environment, self._digests = system, environment, digests
        self._store = folder / "sources"
        self._file = str(system.path.resolve())
        self._folder = os.path.dirname(self._file)
        self._last: tuple[Used | None, tuple[str, str]] | None = None

    def name(self, used: Used | None) -> tuple[str, str]:
        """Returns the name of the sources of an answer, which it writes to disk.

        If the sources can't be known, it returns the reason. Raises UsageError if they can't be written.
        """
        if self._last is None or self._last[0] is not used:
            facts, unknown = self._taken(used)
            self._last = used, (("", unknown) if unknown else (self._written(facts), ""))
        return self._last[1]

    def changed(self, name: str) -> str:
        """Returns the changes in the sources with this name, in words; empty if there are none."""
        facts: list[list[str]] | None = None
        # a damaged file is as good as none
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
