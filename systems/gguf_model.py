"""A model file (GGUF) that llama.cpp serves to this process alone, as an endpoint of OpenAI's chat completions.

llama.cpp runs in the process, by the package xllamacpp, on one thread and without a graphics card, and listens at
a port of this machine that it chooses. The model is asked as every model behind such an endpoint is, but for one
thing: the JSON schema of the answer is sent as a grammar of llama.cpp's (`grammar`). The grammar allows no white
space between the parts of the answer, which would take half of the time, and bounds what the schema doesn't: the
number of items in a list, and the characters of a text. A small model goes on until it is stopped.

Recorded requests name no port, so that they can be replayed.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx

from bench.models.chat_completions import ChatCompletions
from bench.models.model import Question
from bench.models.recording import REPLAY

CONTEXT = 8192
"""The number of tokens that a question and its answer may have together."""
ITEMS = 3
"""The greatest number of items in a list of an answer."""
CHARACTERS = 40
"""The greatest number of characters of a text in an answer."""
LETTER = r'([^"\\\x00-\x1F] | "\\" ["\\/bfnrt])'
"""A character of a text in JSON, in llama.cpp's grammar."""


class GgufModel(ChatCompletions):
    """A model file, asked as an endpoint."""

    def __init__(self, name: str, file: Path, items: int = ITEMS) -> None:
        """Loads the model and starts the server, unless answers come from a recording.

        ``items`` is the greatest number of items in a list of an answer.
        """
        self._items = items
        self._server: Any = None
        transport = httpx.HTTPTransport()
        if not os.environ.get(REPLAY):
            self._server = served(file)
            transport = AtPort(httpx.URL(self._server.listening_address).port)
        said = {"BENCH_OPENAI_MODEL": name, "OPENAI_BASE_URL": "http://127.0.0.1/v1", "OPENAI_API_KEY": "none"}
        super().__init__({**os.environ, **said}, httpx.Client(transport=transport, trust_env=False))

    def _body(self, question: Question) -> dict[str, Any]:
        body = super()._body(question)
        del body["response_format"]
        return {**body, "grammar": f"root ::= {grammar(question.schema, self._items)}\n"}


class AtPort(httpx.HTTPTransport):
    """Sends requests to a port of this machine, whatever port their address has."""

    def __init__(self, port: int | None) -> None:
        super().__init__()
        self._port = port

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Sends a request."""
        request.url = request.url.copy_with(port=self._port)
        return super().handle_request(request)


def served(file: Path) -> Any:
    """Starts a server for a model file, and returns it. It ends with the process."""
    import xllamacpp

    settings = xllamacpp.CommonParams()
    settings.model.path = str(file)
    settings.n_ctx = CONTEXT
    settings.n_parallel = 1
    settings.n_gpu_layers = 0  # a graphics card rounds otherwise
    settings.cpuparams.n_threads = settings.cpuparams_batch.n_threads = 1
    settings.verbosity = -1
    return xllamacpp.Server(settings)


def grammar(schema: Mapping[str, Any], items: int = ITEMS) -> str:
    """Returns an expression of llama.cpp's grammars for the JSON texts of a schema, without white space.

    The schema has only what those of `bench.models.quotes` have: objects whose fields are all required, lists,
    texts, words out of a list, whole numbers, null, and one of several. Raises KeyError for anything else.
    """
    if "anyOf" in schema:
        return f"({' | '.join(grammar(each, items) for each in schema['anyOf'])})"
    if "enum" in schema:
        return f"({' | '.join(_exactly(json.dumps(word)) for word in schema['enum'])})"
    match schema["type"]:
        case "object":
            said = schema["properties"].items()
            fields = [f"{_exactly(f'{json.dumps(name)}:')} {grammar(each, items)}" for name, each in said]
            return ' "," '.join(fields).join(('"{" ', ' "}"'))
        case "array":
            item = f"({grammar(schema['items'], items)})"
            return f'"[" ({item} ("," {item}){{0,{items - 1}}})? "]"'
        case other:
            simple = {
                "string": f'"\\"" {LETTER}{{0,{CHARACTERS}}} "\\""',
                "integer": "[1-9] [0-9]{0,3}",
                "null": '"null"',
            }
            return simple[other]


def _exactly(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
