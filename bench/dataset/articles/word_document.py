"""Word documents (.docx), read by python-docx."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from bench.dataset.articles.article import Content, Dated, UnreadableError

LARGEST = 256 << 20
"""The greatest number of bytes that the parts of a document may have when they are unpacked."""


def word(content: bytes) -> Content:
    """Returns the paragraphs and tables of a Word document, and the days in its core properties.

    Raises UnreadableError for a file that is no such document.
    """
    import docx

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            unpacked = sum(part.file_size for part in parts.infolist())
        if unpacked > LARGEST:
            raise UnreadableError(f"unpacked it has {unpacked >> 20:,} MiB", "save its text as .txt")
        document = docx.Document(io.BytesIO(content))
        text = "\n".join(_lines(document.iter_inner_content()))
        days = list(_days(document.core_properties))
    except UnreadableError:
        raise
    except Exception as error:  # the library passes on those of zipfile, lxml and its own
        message = f"it can't be read as a Word document ({type(error).__name__})"
        raise UnreadableError(message, "save it anew as .docx, or its text as .txt") from None
    return Content(text, days)


def _lines(blocks: Any) -> Iterator[str]:
    for block in blocks:
        if hasattr(block, "rows"):
            for row in block.rows:
                yield "\t".join(cell.text for cell in row.cells)
        else:
            yield block.text


def _days(properties: Any) -> Iterator[Dated]:
    for name in ("created", "modified"):
        if stamp := getattr(properties, name):
            yield Dated(stamp.date(), f"the document's property {name!r}", converted=True)
