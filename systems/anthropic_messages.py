# /// script
# requires-python = ">=3.11"
# dependencies = ["httpx==0.28.1", "jsonschema==4.26.0", "tenacity==9.2.1"]
#
# [tool.uv]
# exclude-newer = "2026-11-21T00:00:00Z"
#
# [tool.bench]
# environment = ["BENCH_ANTHROPIC_MODEL"]
# secrets = ["ANTHROPIC_API_KEY"]
# optional = [
#   "ANTHROPIC_BASE_URL", "BENCH_ANTHROPIC_TEMPERATURE", "BENCH_ANTHROPIC_MAX_TOKENS", "HTTP_PROXY", "HTTPS_PROXY",
#   "NO_PROXY", "SSL_CERT_FILE",
# ]
# exchanges = true
# ///
"""A language model behind Anthropic's Messages API: times and events.

One request a document: the instructions of `bench.models.quotes`, the dct and the text, at temperature 0, with the
JSON schema of the answer as `output_config.format`, which the API enforces. The model quotes; each quote is looked
for in the text, and one that isn't there is kept as unlocated and counts as wrong. Given spans are numbered, in a
request of their own. Nothing else is done to what the model says.

BENCH_ANTHROPIC_MODEL is the model's name, ANTHROPIC_API_KEY the key; ANTHROPIC_BASE_URL sets another endpoint than
Anthropic's own. BENCH_ANTHROPIC_MAX_TOKENS is how long an answer may be (16000). BENCH_ANTHROPIC_TEMPERATURE sets
another temperature, or leaves it to the model if it is `none`, as some models demand. A model without structured
output is refused by the API.

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

ENDPOINT = "https://api.anthropic.com"
VERSION = "2023-06-01"
"""Of the API, as its header names it."""
TOKENS = 16_000
INPUT = ("input_tokens", "cache_creation_input_tokens", "cache_read_input_tokens")


@system(layers=["timexes", "events"], name="anthropic")
class AnthropicMessages:
    """A model behind Anthropic's Messages API."""

    def __init__(self) -> None:
        key = os.environ.get("ANTHROPIC_API_KEY", "").strip()
        self._service = Service(httpx.Client(), {"x-api-key": key, "anthropic-version": VERSION}, key, os.environ)

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
        url = f"{address(os.environ.get('ANTHROPIC_BASE_URL') or ENDPOINT)}/v1/messages"
        return self._service.ask(url, body(instructions, content, answer), document.id)


def body(instructions: str, content: str, answer: dict[str, Any]) -> dict[str, Any]:
    """The request; ``answer`` is the schema of what the model is to write."""
    temperature = os.environ.get("BENCH_ANTHROPIC_TEMPERATURE") or "0"
    return {
        "model": os.environ["BENCH_ANTHROPIC_MODEL"],
        "max_tokens": int(os.environ.get("BENCH_ANTHROPIC_MAX_TOKENS") or TOKENS),
        "system": instructions,
        "messages": [{"role": "user", "content": content}],
        "output_config": {"format": {"type": "json_schema", "schema": answer}},
        **({} if temperature == "none" else {"temperature": float(temperature)}),
    }


def written(data: dict[str, Any]) -> str:
    """What the model wrote. Raises ServiceError where it wrote nothing, refused or was cut off."""
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


def usage(exchange: Exchange) -> Usage:
    """What the API says that the answer took, with what was read from or written to its cache."""
    try:
        said = exchange.data().get("usage")
    except ServiceError:
        said = None
    numbers = said if isinstance(said, dict) else {}
    taken = [number for name in INPUT if (number := count(numbers.get(name))) is not None]
    return Usage(sum(taken) if taken else None, count(numbers.get("output_tokens")), exchange.requests)
