# /// script
# requires-python = ">=3.11"
# dependencies = ["httpx==0.28.1", "jsonschema==4.26.0", "tenacity==9.2.1"]
#
# [tool.uv]
# exclude-newer = "2026-11-21T00:00:00Z"
#
# [tool.bench]
# environment = ["BENCH_OPENAI_MODEL", "OPENAI_BASE_URL"]
# secrets = ["OPENAI_API_KEY"]
# optional = ["BENCH_OPENAI_TEMPERATURE", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "SSL_CERT_FILE"]
# exchanges = true
# remedy = "a local server that needs no key takes any word, such as OPENAI_API_KEY=none"
# ///
"""A language model behind any endpoint that speaks OpenAI's chat completions, a local one too: times and events.

One request a document: the instructions of `bench.models.quotes`, the dct and the text, at temperature 0, with the
JSON schema of the answer as `response_format` (strict). The model quotes; each quote is looked for in the text,
and one that isn't there is kept as unlocated and counts as wrong. Given spans are numbered, in a request of their
own. Nothing else is done to what the model says.

BENCH_OPENAI_MODEL is the model's name, OPENAI_BASE_URL the endpoint up to `/v1`, OPENAI_API_KEY the key; for a
local endpoint that wants none any word of less than eight letters will do. BENCH_OPENAI_TEMPERATURE sets another
temperature, or leaves it to the model if it is `none`, as some models demand.

A model's answers may differ from one time to the next, at temperature 0 too; docs/models.md says how they are
recorded and replayed, and what a request costs. An answer that is cut off, refused, no JSON or not of the schema
costs the document.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import Any

import httpx

from bench import Document, Event, Timex, Unlocated, Usage, system
from bench.models.exchange import Exchange, ServiceError
from bench.models.quotes import (
    GIVEN,
    INSTRUCTIONS,
    parse,
    question,
    question_of_given,
    read,
    read_given,
    schema,
    schema_of_given,
)
from bench.models.service import Service, address, count


@system(layers=["timexes", "events"], name="openai-compatible")
class OpenAICompatible:
    """A model behind an endpoint that speaks OpenAI's chat completions."""

    def __init__(self) -> None:
        key = os.environ.get("OPENAI_API_KEY", "").strip()
        self._service = Service(httpx.Client(), {"authorization": f"Bearer {key}"}, key, os.environ)

    def extract(self, document: Document) -> Iterator[Timex | Event | Unlocated | Usage]:
        """What the model quotes."""
        exchange = self._ask(document, INSTRUCTIONS, question(document), schema())
        yield usage(exchange)  # first, since an answer that can't be used has its price too
        yield from read(parse(written(exchange.data())), document)

    def resolve(self, document: Document, spans: Sequence[tuple[int, int]]) -> Iterator[Timex | Usage]:
        """What the model says of numbered time expressions."""
        exchange = self._ask(document, GIVEN, question_of_given(document, spans), schema_of_given())
        yield usage(exchange)
        yield from read_given(parse(written(exchange.data())), spans)

    def _ask(self, document: Document, instructions: str, content: str, answer: dict[str, Any]) -> Exchange:
        url = f"{address(os.environ['OPENAI_BASE_URL'])}/chat/completions"
        return self._service.ask(url, body(instructions, content, answer), document.id)


def body(instructions: str, content: str, answer: dict[str, Any]) -> dict[str, Any]:
    """The request; ``answer`` is the schema of what the model is to write."""
    temperature = os.environ.get("BENCH_OPENAI_TEMPERATURE") or "0"
    return {
        "model": os.environ["BENCH_OPENAI_MODEL"],
        "messages": [
            {"role": "system", "content": instructions},
            {"role": "user", "content": content},
        ],
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": "annotations", "strict": True, "schema": answer},
        },
        **({} if temperature == "none" else {"temperature": float(temperature)}),
    }


def written(data: dict[str, Any]) -> str:
    """What the model wrote. Raises ServiceError where it wrote nothing, refused or was cut off."""
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


def usage(exchange: Exchange) -> Usage:
    """What the endpoint says that the answer took."""
    try:
        said = exchange.data().get("usage")
    except ServiceError:
        said = None
    numbers = said if isinstance(said, dict) else {}
    return Usage(count(numbers.get("prompt_tokens")), count(numbers.get("completion_tokens")), exchange.requests)
