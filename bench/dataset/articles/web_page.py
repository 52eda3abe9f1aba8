"""Web pages: the main text by trafilatura, and the day that the page's metadata states."""

from __future__ import annotations

import datetime
import json
import logging
from collections.abc import Iterator
from typing import Any

from bench.dataset.articles.article import Content, Dated, UnreadableError

_PUBLISHED = (
    "article:published_time", "datepublished", "date", "pubdate", "publishdate", "publish-date",
    "publication_date", "dc.date", "dc.date.issued", "dcterms.created", "dcterms.date", "dcterms.issued",
    "parsely-pub-date", "sailthru.date", "citation_publication_date", "citation_date",
)  # fmt: skip
"""The names under which ``meta`` states the day of publication."""
_WITHIN = 100
"""The greatest number of objects of a page's JSON-LD that are searched."""


def page(content: bytes) -> Content:
    """Returns the main text of a web page, and the days that the page states, the best first.

    The page's title is put before the main text if it isn't in it. Raises UnreadableError for a page without text.
    """
    import trafilatura

    logging.getLogger("trafilatura").addHandler(logging.NullHandler())  # else it prints
    logging.getLogger("htmldate").addHandler(logging.NullHandler())
    if b"\0" in content and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnreadableError(f"a NUL byte at byte {content.index(0)}: it is no page", "save the page anew")
    tree = trafilatura.load_html(content) if content.strip() else None
    if tree is None:
        raise UnreadableError("it is no page", "save the page anew")
    days = list(_days(tree))  # before the tree is changed
    found: Any = trafilatura.bare_extraction(tree, include_comments=False, with_metadata=True)
    main = "" if found is None else found.text or ""
    if not main.strip():
        raise UnreadableError("no main text was found in the page", "save its text as .txt")
    title = " ".join((found.title or "").split())
    return Content(f"{title}\n\n{main}" if title and title not in main[: len(title) + 200] else main, days)


def _days(tree: Any) -> Iterator[Dated]:
    """Yields the days that a page states: in ``meta``, in JSON-LD, and in its first ``time``."""
    stated: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
        stated.setdefault(name, meta.get("content") or "")
    for name in _PUBLISHED:
        if day := _day(stated.get(name)):
            yield Dated(day, f"the page's meta {name!r}")
    for script in tree.iter("script"):
        if script.get("type") == "application/ld+json":
            for text in _published(script.text or ""):
                if day := _day(text):
                    yield Dated(day, "the page's datePublished in JSON-LD")
    for element in tree.iter("time"):
        if day := _day(element.get("datetime")):
            yield Dated(day, "the page's first time element")
            return


def _published(text: str) -> Iterator[str]:
    try:
        left = [json.loads(text)]
    except (ValueError, RecursionError):
        return
    for _ in range(_WITHIN):
        if not left:
            return
        each = left.pop()
        if isinstance(each, list):
            left.extend(each)
        elif isinstance(each, dict):
            if isinstance(each.get("datePublished"), str):
                yield each["datePublished"]
            left.extend(value for value in each.values() if isinstance(value, dict | list))


def _day(stated: str | None) -> datetime.date | None:
    """Returns the day of a date or time in ISO 8601, as it is written; None for anything else."""
    try:
        return datetime.date.fromisoformat((stated or "").strip()[:10])
    except ValueError:
        return None
