"""The ways in which a system fails to answer."""

from __future__ import annotations

from bench.sdk.model import Usage


class AnswerError(Exception):
    """The error for a system that didn't answer as it must; the message says what happened."""

    usage: Usage | None = None
    """The use of a service for the answer that failed."""


class EndedError(AnswerError):
    """The error for a process that ended or had to be ended; the next document needs a new one."""


class NotStartedError(AnswerError):
    """The error for a system that can't be loaded."""
