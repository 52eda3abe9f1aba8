"""Plain text and Markdown: the text is the file's, character for character."""

from __future__ import annotations

import codecs
import datetime
import re

from bench.dataset.articles.article import Content, Dated, UnreadableError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # it begins with the mark of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_FRONT = re.compile(
    r"\A---[ \t]*\r?\n(?P<fields>.{0,20000}?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE
)
_FIELD = re.compile(
    r"^(?P<name>date|published|pubdate|created)[ \t]*:[ \t]*[\"']?(?P<day>\d{4}-\d\d-\d\d)",
    re.MULTILINE | re.IGNORECASE,
)


def decoded(content: bytes) -> str:
    """Returns a text in UTF-8, or in the encoding that its byte order mark states.

    Raises UnreadableError for bytes in another encoding, and for NUL characters, which no text has.
    """
    mark, encoding = next(((mark, name) for mark, name in _MARKS if content.startswith(mark)), (b"", "utf-8"))
    try:
        text = content[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        place = error.start + len(mark)
        raise UnreadableError(
            f"it isn't {encoding.upper()} at byte {place}", "save it as UTF-8, or convert it with iconv"
        ) from None
    if "\0" in text:
        message = f"a NUL character at character {text.index(chr(0))}: it is no text, or in UTF-16"
        raise UnreadableError(message, "save it as a text in UTF-8")
    return text


def text(content: bytes) -> Content:
    """Returns the content of a plain text."""
    return Content(decoded(content))


def markdown(content: bytes) -> Content:
    """Returns the content of a Markdown file, without its front matter, whose date is metadata."""
    whole = decoded(content)
    front = _FRONT.match(whole)
    if front is None:
        return Content(whole)
    days = []
    for found in _FIELD.finditer(front["fields"]):
        try:
            day = datetime.date.fromisoformat(found["day"])
        except ValueError:
            continue
        days.append(Dated(day, f"'{found['name']}' in the front matter"))
    return Content(whole[front.end() :], days)
