"""Articles from several paths, as one set of documents with ids of their own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bench import formats
from bench.dataset.articles import Article, Listener
from bench.dataset.corpus import Fields
from bench.errors import DataError, Fault, UsageError
from bench.sdk.model import Document


@dataclass(frozen=True, slots=True)
class Articles:
    """The documents that could be read, and what was wrong with the rest."""

    documents: Sequence[Document]
    faults: Sequence[Fault] = ()
    """The faults of the paths that couldn't be read; such a path has only its first documents here."""
    renamed: Sequence[tuple[str, str]] = ()
    """The ids that several documents bore: the id, and the one that a later document got instead."""


def read(paths: Sequence[str], fields: Fields, listener: Listener | None = None) -> Articles:
    """Returns the articles of all paths: first those that are files of their own, then those of corpora.

    ``listener`` hears of each article that is a file. A path that can't be read costs the others nothing. Two
    articles with one id stay two: the second gets the id with "-2" after it. Raises UsageError for a path that
    doesn't exist or is no corpus, and DataError if no article can be read.
    """
    documents: dict[str, Document] = {}
    faults: list[Fault] = []
    renamed: list[tuple[str, str]] = []
    heard = _Heard(listener or Listener(), faults)
    alone = [
        path for path in paths if formats.are_articles(path)
    ]  # read at once: one may tell the year of another
    for place in ([alone] if alone else []) + [[path] for path in paths if path not in alone]:
        try:
            for document in formats.read_documents(place, fields, heard):
                name = _free(document.id, documents)
                if name != document.id:
                    renamed.append((document.id, name))
                documents[name] = replace(document, id=name)
        except DataError as error:
            faults.extend(error.faults)
    if not documents:
        if faults:
            raise DataError(faults)
        raise UsageError("no article; name files or folders of articles")
    return Articles([*documents.values()], faults, renamed)


class _Heard(Listener):
    """Keeps the faults of files that can't be read, and tells another listener of everything but these."""

    def __init__(self, other: Listener, faults: list[Fault]) -> None:
        self._other, self._faults = other, faults

    def read(self, article: Article) -> None:
        """Tells the other listener."""
        self._other.read(article)

    def failed(self, document: str, fault: Fault) -> None:  # noqa: ARG002 - the fault names the file
        """Keeps the fault."""
        self._faults.append(fault)

    def passed_over(self, note: str) -> None:
        """Tells the other listener."""
        self._other.passed_over(note)


def _free(name: str, taken: Iterable[str]) -> str:
    number, found = 1, name
    while found in taken:
        number += 1
        found = f"{name}-{number}"
    return found
