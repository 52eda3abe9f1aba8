"""A system's answers in the journal that may be used again, because the files they depend on haven't changed."""

from __future__ import annotations

from bench.harness.journal import Journal, Line
from bench.harness.sources import Sources
from bench.harness.used import Used

SOURCES = "sources"
"""The field of a journal's line that names the list of files that the answer depends on (its sources)."""

UNKNOWN = "so no answer of it is kept"
"""The end of the reason why no answer of a system is kept: it isn't known which files its answers depend on."""


class KeptAnswers:
    """A system's journal, restricted to answers that depend only on known files that haven't changed."""

    def __init__(self, journal: Journal, sources: Sources) -> None:
        self._journal, self._sources = journal, sources
        self._verdicts: dict[str, str] = {}
        self.anew = ""
        """The reason why stored answers aren't used, or new ones aren't stored; empty if there is none."""

    def get(self, key: str) -> Line | None:
        """Returns the stored line of the question with this key.

        Returns None if the question isn't finished, or if a file that its answer depends on has changed.
        """
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
        """Adds the line of a finished question, if it is known which files its answer depends on.

        Raises UsageError if the line can't be written to the disk.
        """
        name, unknown = self._sources.name(used)
        if unknown:
            self.anew = f"{unknown}, {UNKNOWN}"
        else:
            self._verdicts[name] = ""
            self._journal.put(key, {**line, SOURCES: name})
