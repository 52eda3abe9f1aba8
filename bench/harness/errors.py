"""The ways in which a system fails to answer."""

from __future__ import annotations

from bench.sdk.model import Usage


class AnswerError(Exception):
    """The error for a system that answered with an error, or not as the protocol demands."""

    usage: Usage | None = None
    """The requests and tokens that the failed answer used of a service, if the answer states them."""


class EndedError(AnswerError):
    """The error for a process that ended or had to be ended. The next document needs a new process."""


class NotStartedError(AnswerError):
    """The error for a system that can't be loaded."""
