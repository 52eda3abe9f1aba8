"""PDF files, read by pypdf."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from typing import Any

from bench.counts import plural
from bench.dataset.articles.article import Content, Dated, UnreadableError


def pdf(content: bytes) -> Content:
    """Returns the text of a PDF file, page by page, and the days in its information.

    Raises UnreadableError for a file that can't be read, and for one without text, as a scanner makes it.
    """
    import pypdf

    logging.getLogger("pypdf").addHandler(logging.NullHandler())  # else it prints
    try:
        reader = pypdf.PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableError("it is encrypted with a password", "save it without, or its text as .txt")
        pages = [page.extract_text() for page in reader.pages]
        days = list(_days(reader.metadata))
    except UnreadableError:
        raise
    except Exception as error:  # the library passes on those of its decoders
        message = f"it can't be read as a PDF file ({type(error).__name__})"
        raise UnreadableError(message, "save it anew, or its text as .txt") from None
    text = "\n\n".join(pages).replace("\0", " ")
    if not text.strip():
        message = f"no text on its {plural(len(pages), 'page')}: they may be pictures of a scanner"
        raise UnreadableError(message, "recognise the text first, for example by ocrmypdf")
    return Content(text, days)


def _days(metadata: Any) -> Iterator[Dated]:
    for name, field in (("creation_date", "CreationDate"), ("modification_date", "ModDate")):
        try:
            stamp = getattr(metadata, name, None)
        except ValueError:  # it is no date
            continue
        if stamp:
            yield Dated(stamp.date(), f"the PDF's {field!r}", converted=True)
