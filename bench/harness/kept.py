"""The kept answers of one system: the answers in the journal whose sources are known and haven't changed."""

from __future__ import annotations

from bench.harness.journal import Journal, Line
from bench.harness.sources import Sources
from bench.harness.used import Used

SOURCES = "sources"
"""The field of a line that names what the answer stands on."""


class KeptAnswers:
    """A system's journal. It stores and returns only answers whose sources are known."""

    def __init__(self, journal: Journal, sources: Sources) -> None:
        self._journal, self._sources = journal, sources
        self._verdicts: dict[str, str] = {}
        self.anew = ""
        """The reason why finished documents are run again, or why none is kept; empty if neither is so."""

    def get(self, key: str) -> Line | None:
        """Returns the stored answer for a document; None if it isn't finished, or its sources have changed."""
        line = self._journal.get(key)
        if line is None:
            return None
        name = str(line.get(SOURCES, ""))
        if name not in self._verdicts:
            self._verdicts[name] = self._sources.changed(name)
        if self._verdicts[name]:
            self.anew = self.anew or self._verdicts[name]
            return None
        return line

    def put(self, key: str, line: Line, used: Used | None) -> None:
        """Writes a finished document, if the files that its process used are known.

        Raises UsageError for a full disk.
        """
        name, unknown = self._sources.name(used)
        if unknown:
            self.anew = f"{unknown}, so no answer of it is kept"
        else:
            self._verdicts[name] = ""
            self._journal.put(key, {**line, SOURCES: name})
