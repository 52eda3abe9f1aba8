"""Checks of a JSON line: keys that occur twice, and the fault of a line that can't be decoded."""

from __future__ import annotations

import json
import re
from typing import Any

import msgspec

REFUSED = (msgspec.MsgspecError, ValueError, RecursionError)
"""The exceptions that decoding raises for a line that isn't the expected JSON."""


_APART = re.compile(rb'"\s+:')


def most_keys(data: bytes) -> int:
    """Returns an upper bound for the number of keys in JSON text: how often a colon follows a quotation mark.

    If as many different keys were read, no key occurs twice.
    """
    return data.count(b'":') + len(_APART.findall(data))


def repeated_key(line: str | bytes) -> str | None:
    """Returns a key that occurs twice in one object of a line; None if there is none.

    Decoders silently take the last value of such a key. The line must be JSON. Raises RecursionError for one that
    is nested too deeply.
    """
    keys = msgspec.json.decode(line)
    if isinstance(keys, dict) and most_keys(line if isinstance(line, bytes) else line.encode()) == len(keys):
        return None
    repeated: list[str] = []

    def pairs(items: list[tuple[str, Any]]) -> None:
        seen: set[str] = set()
        for key, _ in items:
            if key in seen:
                repeated.append(key)
            seen.add(key)

    json.loads(line, object_pairs_hook=pairs, parse_int=str, parse_float=str)
    return repeated[0] if repeated else None


def fault_of(error: Exception, line: str | bytes) -> tuple[str, str]:
    """Returns the message and the remedy for a line that can't be decoded."""
    if isinstance(error, RecursionError):
        return "it is nested too deeply", "write the fields of one flat object"
    if isinstance(error, UnicodeDecodeError):
        return f"not UTF-8 at byte {error.start} of the line", "save the file as UTF-8"
    if half := _half_a_pair(line):
        return f"{half} is half of a surrogate pair, and no character", "write the whole character"
    return str(error), "see docs/formats.md"


def _half_a_pair(line: str | bytes) -> str:
    """Returns the first escape of half a surrogate pair on a line; empty if there is none."""
    try:
        json.dumps(json.loads(line), ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        return f"\\u{ord(error.object[error.start]):04x}"
    except (ValueError, RecursionError):
        pass
    return ""
