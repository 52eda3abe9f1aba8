"""Reads articles one at a time. Each file is one document; a file that can't be read costs that document alone."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from importlib.util import find_spec
from pathlib import Path

from bench.counts import plural
from bench.dataset.articles import places, plain
from bench.dataset.articles.article import Article, Content, Creation, Listener, UnreadableError
from bench.dataset.articles.creation import Stated, full_dates, proposed
from bench.dataset.articles.pdf_file import pdf
from bench.dataset.articles.places import STANDARD_INPUT, Place
from bench.dataset.articles.web_page import page
from bench.dataset.articles.word_document import word
from bench.errors import DataError, Fault, UsageError, some
from bench.files import read_bytes
from bench.sdk.model import Document

LARGEST = 64 << 20
"""The greatest number of bytes of an article."""
MOST_OTHERS = 2000
"""The greatest number of articles whose dates are read for the year of another one."""
READERS: dict[str, Callable[[bytes], Content]] = {
    ".txt": plain.text,
    ".md": plain.markdown,
    ".markdown": plain.markdown,
    ".html": page,
    ".htm": page,
    ".xhtml": page,
    ".docx": word,
    ".pdf": pdf,
}
NEEDS = {page: ("trafilatura", "a web page"), word: ("docx", "a Word document"), pdf: ("pypdf", "a PDF file")}
"""The module that a reader imports, and what it reads in words."""
_WORD = re.compile(r"[^\W\d_]+")
_ENGLISH = frozenset(
    (
        "the",
        "of",
        "and",
        "to",
        "in",
        "that",
        "is",
        "was",
        "for",
        "on",
        "with",
        "as",
        "by",
        "at",
        "from",
        "it",
        "said",
    )
)
WORDS_ENOUGH, SHARE = 60, 0.12
"""A text of at least so many words isn't English if less than this share of them are the most frequent ones."""
LETTERS_ENOUGH = 60
"""A text of at least so many letters isn't English if less than half of them are ASCII's."""

Rows = Callable[[str], Iterator[Document]]
"""Returns the documents of a file of rows, or of a corpus in a folder of its own."""


def read(named: Sequence[str], day: date | None, listener: Listener, rows: Rows) -> Iterator[tuple[str, Document]]:
    """Yields the documents of articles, of folders and of files of rows, in the order in which they were named.

    Each comes with the path of its file. ``day`` is the day of all articles; without it the file's metadata or its
    text must tell it. The listener hears of each article and of each file that can't be read. Raises UsageError if
    a library is missing, and DataError, with all faults, if no article can be read.
    """
    found = _places(named, listener)
    articles = [each for each in found if each.is_article]
    ids = dict(zip(articles, places.names(articles), strict=True))
    _check_installed(articles)
    return _documents(found, ids, day, listener, rows)


def _documents(
    found: Sequence[Place], ids: dict[Place, str], day: date | None, listener: Listener, rows: Rows
) -> Iterator[tuple[str, Document]]:
    waiting: list[tuple[str, Fault]] = []  # the faults before the first article; alone they are an error
    any_read = False
    others = _Others(ids)
    for place in found:
        article = None
        if place in ids:
            try:
                article = _article(place, ids[place], day, others)
            except UnreadableError as error:
                path = "standard input" if place.path == STANDARD_INPUT else place.path
                waiting.append((ids[place], Fault(path, 0, error.message, error.remedy)))
        any_read = any_read or article is not None or place not in ids
        if any_read:
            for document, fault in waiting:
                listener.failed(document, fault)
            waiting.clear()
        if article is not None:
            listener.read(article)
            yield place.path, article.document
        elif place not in ids:
            yield from ((place.path, each) for each in rows(place.path))
    if waiting:
        raise DataError(fault for _, fault in waiting)


def _places(named: Sequence[str], listener: Listener) -> list[Place]:
    found: dict[str, Place] = {}
    for name in named:
        if places.is_article(name) and name != STANDARD_INPUT and not os.path.lexists(name):
            raise UsageError(f"{name}: there is no such file; name an article, a folder of articles, or a corpus")
        if name == STANDARD_INPUT or not Path(name).is_dir() or not places.holds_articles(Path(name)):
            found.setdefault(_whole(name), Place(name))
            continue
        folder = places.listed(name)
        for place in folder.places:
            found.setdefault(_whole(place.path), place)
        if folder.others:
            number = plural(len(folder.others), "file")
            listener.passed_over(f"passed over in {name}, as no articles: {number} ({some(folder.others, 3)})")
    return list(found.values())


def _whole(path: str) -> str:
    """Returns the absolute path of a file, so that a file that is named in two ways is read once."""
    return os.path.abspath(path) if os.path.lexists(path) else path  # noqa: PTH100 - resolve() would follow links


def _check_installed(articles: Sequence[Place]) -> None:
    """Raises UsageError if the library that an article needs isn't installed."""
    for reader, (module, noun) in NEEDS.items():
        needing = [each.path for each in articles if READERS.get(_ending(each.path)) is reader]
        if needing and find_spec(module) is None:
            raise UsageError(
                f"{needing[0]}: {noun} needs {module}, which isn't installed; install the extra: "
                "pip install 'timeline-bench[articles]'"
            )


def _ending(path: str) -> str:
    return Path(path).suffix.lower()


class _Others:
    """The full dates of the articles of a call, which are read when an article's year can't be told otherwise."""

    def __init__(self, ids: Mapping[Place, str]) -> None:
        self._ids = ids
        self._dates: dict[Place, list[Stated]] | None = None

    def than(self, place: Place) -> list[Stated]:
        """Returns the full dates of all articles but one, and of none from standard input, which is read once."""
        if self._dates is None:
            self._dates = {}
            for each in list(self._ids)[:MOST_OTHERS]:
                with suppress(UnreadableError):  # it is told when its turn comes
                    text = "" if each.path == STANDARD_INPUT else _content(each.path).text
                    self._dates[each] = [(day, f"{words} in {self._ids[each]}") for day, words in full_dates(text)]
        return [stated for each, dates in self._dates.items() if each != place for stated in dates]


def _article(place: Place, name: str, day: date | None, others: _Others) -> Article:
    """Returns the article of a file. Raises UnreadableError if it has no text or no day."""
    content = _content(place.path)
    if not content.text.strip():
        raise UnreadableError("it has no text", "write the article into it, or leave it out")
    found = proposed(content.text, content.days)
    notes = []
    if day is not None:
        if found and found.day != day:
            notes.append(f"its own date would be {found.day}: {found.reason}")
        found = Creation(day, "given", "given, not read from the article")
    found = found or proposed(content.text, content.days, others.than(place))
    if found is None:
        message = "neither the file nor its text tells the day on which it was written"
        raise UnreadableError(message, "give the day, as in --dct 2023-09-18")
    if not _is_english(content.text):
        notes.append("the text doesn't seem to be English; most systems and the date rule read English alone")
    return Article(Document(name, content.text, found.day), place.path, found, tuple(notes))


def _content(path: str) -> Content:
    raw = sys.stdin.buffer.read(LARGEST + 1) if path == STANDARD_INPUT else _bytes(Path(path))
    if len(raw) > LARGEST:
        raise UnreadableError(f"it has more than {LARGEST >> 20} MiB", "divide it into its articles")
    return READERS.get(_ending(path), plain.text)(raw)


def _bytes(path: Path) -> bytes:
    try:
        return read_bytes(path) if path.stat().st_size <= LARGEST else b"x" * (LARGEST + 1)
    except OSError as error:
        raise UnreadableError(
            f"it can't be read: {error.strerror or error}", "name a file that is there"
        ) from None


def _is_english(text: str) -> bool:
    """Returns False for a text of some length in other letters, or with few of the commonest words of English."""
    words = [found[0].lower() for found in _WORD.finditer(text[:20_000])]
    letters = "".join(words)
    if len(letters) >= LETTERS_ENOUGH and sum(map(str.isascii, letters)) < len(letters) / 2:
        return False
    return len(words) < WORDS_ENOUGH or sum(word in _ENGLISH for word in words) / len(words) >= SHARE
