"""Pieces of a JSON Lines file, decoded and checked many lines at a time.

A program writes lines that all have the same keys. Such lines are decoded by a type that requires each of these
keys, which is learnt from the first line of a piece. Then no key occurs twice if there are no more keys than that,
and counting colons shows this in a fraction of the time that looking at every key takes. All other lines are
looked at one by one (`check_lines`), which finds the same faults.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from bench.dataset import jsonline
from bench.formats.jsonl import lines

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

MOST_FAILURES = 3
"""The number of pieces whose lines differ in their keys after which all lines of the file are looked at."""
MOST_KEYS = 64
"""The most keys of a line for which a type is made."""
_OBJECTS = msgspec.json.Decoder(dict[str, msgspec.Raw])
_NEWLINE, _OPEN, _CLOSE, _QUOTE, _COLON, _SPACE = b'\n{}": '


class PieceDecoder:
    """Decodes the pieces of one file into objects with the fields of a dataclass."""

    def __init__(self, record: type[DataclassInstance], *, of_document: bool, exact: bool) -> None:
        """Takes the arguments of `lines.line_type`."""
        self._record = record
        self._of_document = of_document
        self._exact = exact
        self._general = lines.decoder(record, of_document=of_document, exact=exact)
        self._failures = 0
        self._closed = True
        """True if all words so far are those of `lines.WORDS`; these are decoded in less time."""

    def decode(self, data: bytes) -> list[Any]:
        """Returns the objects of the lines in ``data``, which are whole lines.

        Raises one of `jsonline.REFUSED` unless each line that isn't blank is one object in UTF-8, with fields of
        the right types and no key twice.
        """
        if not data.isascii():
            data.decode()
        if self._failures < MOST_FAILURES:
            found = self._alike(data)
            if found is not None:
                return found
            self._failures += 1
        found = self._general.decode_lines(data)
        check_lines(data, len(found))
        return found

    def _alike(self, data: bytes) -> list[Any] | None:
        """Returns the objects of lines that have the same keys; None if they differ, or have a fault."""
        try:
            keys = tuple(_OBJECTS.decode(data[: data.find(b"\n")] if b"\n" in data else data))
            if not 0 < len(keys) <= MOST_KEYS:
                return None
            if self._closed:
                try:
                    found = self._decoder(keys).decode_lines(data)
                except jsonline.REFUSED:
                    self._closed = False
            if not self._closed:
                found = self._decoder(keys).decode_lines(data)
        except jsonline.REFUSED:
            return None
        return found if _regular(data, len(found), len(keys)) else None

    def _decoder(self, keys: tuple[str, ...]) -> msgspec.json.Decoder[Any]:
        return lines.decoder(
            self._record, of_document=self._of_document, exact=self._exact, keys=keys, closed=self._closed
        )


def _regular(data: bytes, count: int, keys: int) -> bool:
    """Returns whether ``data`` is ``count`` objects, one a line, with at most ``keys`` keys in each on average."""
    import numpy as np

    found = np.frombuffer(data, np.uint8)
    ends = np.flatnonzero(found == _NEWLINE)
    if found[-1] != _NEWLINE:
        ends = np.append(ends, len(found))
    if len(ends) != count or found[0] != _OPEN:
        return False
    if (found[ends[:-1] + 1] != _OPEN).any() or (found[ends - 1] != _CLOSE).any():
        return False
    before, colon = found[:-1], found[1:] == _COLON  # counted by truth values, as their places take longer to find
    quoted = np.count_nonzero(colon & (before == _QUOTE))
    return quoted == count * keys and not np.count_nonzero(colon & (before <= _SPACE))


def check_lines(data: bytes, count: int) -> None:
    """Raises ValueError unless ``data`` is ``count`` objects, one a line, without repeated keys."""
    stated = [line for line in map(bytes.strip, data.split(b"\n")) if line]
    whole = len(stated) == count and all(line[0] == _OPEN and line[-1] == _CLOSE for line in stated)
    if not whole:
        raise ValueError("lines that don't hold one object each")
    keys = sum(map(len, _OBJECTS.decode_lines(data)))
    if jsonline.most_keys(data) != keys and any(map(jsonline.repeated_key, stated)):
        raise ValueError("a field that stands twice")
