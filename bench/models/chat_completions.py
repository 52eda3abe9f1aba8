"""A language model behind an endpoint that speaks OpenAI's chat completions.

The schema of the answer is sent as ``response_format`` (strict).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import httpx

from bench.models.exchange import Exchange, ServiceError
from bench.models.model import Answer, Question
from bench.models.service import Service, address, count
from bench.sdk.model import Usage


class ChatCompletions:
    """The client of one model. All of its settings are environment variables (docs/models.md)."""

    def __init__(self, variables: Mapping[str, str], client: httpx.Client | None = None) -> None:
        """Makes a client. Raises KeyError if a variable is missing, ValueError for an address or key that is none.

        ``client`` sends the requests; the default follows the proxy variables of the process.
        """
        key = variables.get("OPENAI_API_KEY", "").strip()
        self._variables = variables
        self._service = Service(client or httpx.Client(), {"authorization": f"Bearer {key}"}, key, variables)

    def ask(self, question: Question, document: str) -> Answer:
        """Returns the answer to a question about the document with this id."""
        url = f"{address(self._variables['OPENAI_BASE_URL'])}/chat/completions"
        exchange = self._service.ask(url, self._body(question), document)
        try:
            return Answer(_usage(exchange), _written(exchange.data()))
        except ServiceError as error:
            return Answer(_usage(exchange), failed=str(error))

    def _body(self, question: Question) -> dict[str, Any]:
        temperature = self._variables.get("BENCH_OPENAI_TEMPERATURE") or "0"
        turns = [
            {"role": role, "content": text}
            for pair in question.examples
            for role, text in zip(("user", "assistant"), pair, strict=True)
        ]
        return {
            "model": self._variables["BENCH_OPENAI_MODEL"],
            "messages": [
                {"role": "system", "content": question.instructions},
                *turns,
                {"role": "user", "content": question.content},
            ],
            "response_format": {
                "type": "json_schema",
                "json_schema": {"name": "annotations", "strict": True, "schema": question.schema},
            },
            **({} if temperature == "none" else {"temperature": float(temperature)}),
        }


def _written(data: Mapping[str, Any]) -> str:
    """Returns the model's words. Raises ServiceError if it wrote nothing, refused or was cut off."""
    choices = data.get("choices")
    choice = choices[0] if isinstance(choices, list) and choices else None
    message = choice.get("message") if isinstance(choice, dict) else None
    if not isinstance(choice, dict) or not isinstance(message, dict):
        raise ServiceError("the service answered without a choice")
    if message.get("refusal"):
        raise ServiceError(f"the model refused: {message['refusal']!s:.200}")
    reason = choice.get("finish_reason")
    if reason == "length":
        raise ServiceError("the model's answer was cut off at its length limit")
    if reason == "content_filter":
        raise ServiceError("the service's content filter stopped the answer")
    content = message.get("content")
    if not isinstance(content, str) or not content:
        raise ServiceError(f"the model wrote nothing (finish_reason {reason!r:.40})")
    return content


def _usage(exchange: Exchange) -> Usage:
    """Returns the tokens that the endpoint states."""
    try:
        said = exchange.data().get("usage")
    except ServiceError:
        said = None
    numbers = said if isinstance(said, dict) else {}
    return Usage(count(numbers.get("prompt_tokens")), count(numbers.get("completion_tokens")), exchange.requests)
