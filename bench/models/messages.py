"""A language model behind Anthropic's Messages API.

The schema of the answer is sent as ``output_config.format``, which the API enforces.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import httpx

from bench.models.exchange import Exchange, ServiceError
from bench.models.model import Answer, Question
from bench.models.service import Service, address, count
from bench.sdk.model import Usage

ENDPOINT = "https://api.anthropic.com"
VERSION = "2023-06-01"
"""The version of the API, as its header names it."""
TOKENS = 16_000
INPUT = ("input_tokens", "cache_creation_input_tokens", "cache_read_input_tokens")


class Messages:
    """The client of one model. All of its settings are environment variables (docs/models.md)."""

    def __init__(self, variables: Mapping[str, str]) -> None:
        """Makes a client. Raises ValueError for a key that a header can't contain."""
        key = variables.get("ANTHROPIC_API_KEY", "").strip()
        headers = {"x-api-key": key, "anthropic-version": VERSION}
        self._variables = variables
        self._service = Service(httpx.Client(), headers, key, variables)

    def ask(self, question: Question, document: str) -> Answer:
        """Returns the answer to a question about the document with this id."""
        url = f"{address(self._variables.get('ANTHROPIC_BASE_URL') or ENDPOINT)}/v1/messages"
        exchange = self._service.ask(url, self._body(question), document)
        try:
            return Answer(_usage(exchange), _written(exchange.data()))
        except ServiceError as error:
            return Answer(_usage(exchange), failed=str(error))

    def _body(self, question: Question) -> dict[str, Any]:
        temperature = self._variables.get("BENCH_ANTHROPIC_TEMPERATURE") or "0"
        turns = [
            {"role": role, "content": text}
            for pair in question.examples
            for role, text in zip(("user", "assistant"), pair, strict=True)
        ]
        return {
            "model": self._variables["BENCH_ANTHROPIC_MODEL"],
            "max_tokens": int(self._variables.get("BENCH_ANTHROPIC_MAX_TOKENS") or TOKENS),
            "system": question.instructions,
            "messages": [*turns, {"role": "user", "content": question.content}],
            "output_config": {"format": {"type": "json_schema", "schema": question.schema}},
            **({} if temperature == "none" else {"temperature": float(temperature)}),
        }


def _written(data: Mapping[str, Any]) -> str:
    """Returns the model's words. Raises ServiceError if it wrote nothing, refused or was cut off."""
    reason = data.get("stop_reason")
    if reason == "refusal":
        raise ServiceError("the model refused")
    if reason in ("max_tokens", "model_context_window_exceeded"):
        raise ServiceError(f"the model's answer was cut off at its length limit ({reason})")
    blocks = data.get("content")
    texts = [
        block["text"]
        for block in (blocks if isinstance(blocks, list) else ())
        if isinstance(block, dict) and block.get("type") == "text" and isinstance(block.get("text"), str)
    ]
    if not "".join(texts):
        raise ServiceError(f"the model wrote nothing (stop_reason {reason!r:.40})")
    return "".join(texts)


def _usage(exchange: Exchange) -> Usage:
    """Returns the tokens that the API states, with those that were read from or written to its cache."""
    try:
        said = exchange.data().get("usage")
    except ServiceError:
        said = None
    numbers = said if isinstance(said, dict) else {}
    taken = [number for name in INPUT if (number := count(numbers.get(name))) is not None]
    return Usage(sum(taken) if taken else None, count(numbers.get("output_tokens")), exchange.requests)
