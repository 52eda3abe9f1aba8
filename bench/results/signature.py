"""Signatures: a signature names the gold, the system, the measure and the version of bench of a score."""

from __future__ import annotations

from dataclasses import dataclass, fields

from bench import __version__
from bench.errors import UsageError


@dataclass(frozen=True, slots=True)
class Signature:
    """The names and versions of what a score was made with. Its text is one line, without the empty parts.

    An example is ``suite:articles@1.0.0#3fa9c1d2|system:regex#77aa01bc|measure:event.class|bench:0.1.0``.
    """

    suite: str = ""
    """The name and version of the suite, and the first digits of its digest."""
    system: str = ""
    """The name of the system, and the first digits of the digest of its source."""
    measure: str = ""
    bench: str = __version__

    def __str__(self) -> str:
        parts = ((field.name, getattr(self, field.name)) for field in fields(self))
        return "|".join(f"{name}:{value}" for name, value in parts if value)

    @classmethod
    def parse(cls, text: str) -> Signature:
        """Returns the signature with this text. Raises UsageError for a text that is no signature."""
        known = {field.name for field in fields(cls)}
        parts = dict.fromkeys(known, "")
        for part in text.split("|"):
            name, colon, value = part.partition(":")
            if not colon or name not in known or not value or parts[name]:
                raise UsageError(
                    f"{text!r} is no signature, at {part!r}; one reads {cls(suite='articles@1.0.0#3fa9')}"
                )
            parts[name] = value
        return cls(**parts)


def short(digest: str) -> str:
    """Returns the first eight digits of a digest."""
    return digest[:8]
