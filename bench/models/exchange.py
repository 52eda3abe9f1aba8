"""The result of a request to a service: an answer, or the reason why there is none. Standard library only."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any


class ServiceError(Exception):
    """The error for a service that gave no usable answer; the message says why, without the key."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """The answer of a service to one request, or the reason why there is none."""

    text: str = ""
    """The body of the answer."""
    kind: str = ""
    """The content type of the answer."""
    failed: str = ""
    """The reason why the answer can't be used; empty if it can."""
    requests: int = 0
    """The number of times that the request was sent; 0 in replay."""

    def data(self) -> Any:
        """Returns the answer's JSON object. Raises ServiceError if there is none."""
        if self.failed:
            raise ServiceError(self.failed)
        try:
            data = json.loads(self.text)
        except (ValueError, RecursionError):
            data = None
        if not isinstance(data, dict):
            kind = self.kind.partition(";")[0].strip() or "nothing named"
            raise ServiceError(f"the service answered no JSON object, but {kind}: {shortened(self.text)}")
        return data


def shortened(text: str) -> str:
    """Returns a text as one line of at most 200 characters."""
    line = " ".join(text.split())
    return line if len(line) <= 200 else f"{line[:199]}…"
