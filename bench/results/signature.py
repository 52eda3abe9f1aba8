"""Signatures: one line that names the gold, the system, the measure and the version of bench of a score."""

from __future__ import annotations

from dataclasses import dataclass, fields

from bench import __version__
from bench.errors import UsageError


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature; as text it leaves out empty parts.

    An example is ``suite:articles@1.0.0#3fa9c1d2|system:regex#77aa01bc|measure:event.class|bench:0.1.0``.
    """

    suite: str = ""
    """The name, the version and the first digits of the digest of the gold."""
    system: str = ""
    """The name and the first digits of the digest of the system's source."""
    measure: str = ""
    bench: str = __version__

    def __str__(self) -> str:
        parts = ((field.name, getattr(self, field.name)) for field in fields(self))
        return "|".join(f"{name}:{value}" for name, value in parts if value)

    @classmethod
    def parse(cls, text: str) -> Signature:
        """Reads a signature from its text. Raises UsageError for text that isn't one."""
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
    """Returns the first digits of a digest, enough to tell two digests apart by eye."""
    return digest[:8]
