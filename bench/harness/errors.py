"""The ways in which a system fails to answer."""

from __future__ import annotations

from bench.sdk.model import Usage


class AnswerError(Exception):
    """The system didn't answer as it must; the message says what happened, for a person to read."""

    usage: Usage | None = None
    """The use of a service for the answer that failed."""


class EndedError(AnswerError):
    """The process is gone or had to be ended; the next document needs a new one."""


class NotStartedError(AnswerError):
    """The system can't be loaded at all."""
