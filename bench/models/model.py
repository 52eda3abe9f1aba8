"""A language model as the other modules see it: it is asked a question, and writes an answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from bench.models.exchange import ServiceError
from bench.sdk.model import Usage


@dataclass(frozen=True, slots=True)
class Question:
    """A question to a model, in the parts that every service has a place for."""

    instructions: str
    content: str
    schema: dict[str, Any]
    """The JSON schema of the answer."""
    examples: Sequence[tuple[str, str]] = ()
    """Earlier questions with their right answers, which the model sees as a conversation before this question."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The words that a model wrote, or the reason why there are none, and the tokens that they took."""

    usage: Usage
    text: str = ""
    failed: str = ""

    def written(self) -> str:
        """Returns the words. Raises ServiceError if the model wrote none, refused, or was cut off."""
        if self.failed:
            raise ServiceError(self.failed)
        return self.text


class Model(Protocol):
    """A language model that can be asked."""

    def ask(self, question: Question, document: str) -> Answer:
        """Returns the answer to a question about the document with this id."""
