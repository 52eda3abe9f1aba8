"""The ids of documents as the names of files: one file a document, named ``id.ending``."""

from __future__ import annotations

from pathlib import Path
from typing import IO

from bench.errors import DataError, Fault
from bench.files import LONGEST_NAME

REMEDY = "rename the document, or choose a format that keeps all documents in one file"


def path_for(folder: Path, document: str, ending: str) -> Path:
    """Returns the path of a document's file in a folder.

    Raises DataError for an id that can't be the name of a visible file in just this folder.
    """
    name = f"{document}{ending}"
    why = ""
    if not document or document[0] == "." or "/" in document or "\\" in document or "\0" in document:
        why = "can't be the name of a file"
    else:
        try:
            if len(name.encode()) > LONGEST_NAME:
                why = "is too long for the name of a file"
        except UnicodeEncodeError:
            why = "isn't UTF-8"
    if why:
        raise DataError([Fault(repr(document), 0, f"the id of this document {why}", REMEDY)])
    return folder / name


def create(path: Path) -> IO[bytes]:
    """Returns a new file, opened to be written.

    Raises DataError if it exists: two ids are the same, or differ in the case of letters only, which some file
    systems don't tell apart.
    """
    try:
        return path.open("xb")
    except FileExistsError:
        message = f"a second document would be written as {path.name}"
        raise DataError([Fault(path.name, 0, message, "give each document an id of its own")]) from None


def id_of(path: Path) -> str:
    """Returns the name of a file without its ending. Raises DataError if it isn't UTF-8."""
    try:
        path.name.encode()
    except UnicodeEncodeError:
        shown = path.name.encode(errors="surrogateescape").decode(errors="backslashreplace")
        fault = Fault(str(path.with_name(shown)), 0, "the file's name isn't UTF-8", "rename the file")
        raise DataError([fault]) from None
    return path.stem


def encoded(document: str, text: str) -> bytes:
    """Returns a text in UTF-8. Raises DataError for a text with half a surrogate pair, which is no character."""
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        half = f"U+{ord(text[error.start]):04X}"
        message = f"the text of {document!r} has {half}, half of a surrogate pair, which UTF-8 can't hold"
        raise DataError([Fault(repr(document), 0, message, "write the whole character")]) from None
