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
# optional = [
#   "BENCH_OPENAI_TEMPERATURE", "BENCH_OPENAI_WINDOW", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "SSL_CERT_FILE",
# ]
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

BENCH_OPENAI_WINDOW is the part of a document that one request is about: `document` (the default), `paragraph` or
`sentence`. `openai-examples` shows the model examples first.

A model's answers may differ from one time to the next, at temperature 0 too; docs/models.md says how they are
recorded and replayed, and what a request costs. An answer that is cut off, refused, no JSON or not of the schema
costs the document.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence

from bench import Document, Event, Timex, Unlocated, Usage, system
from bench.models.annotator import Annotator
from bench.models.chat_completions import ChatCompletions


@system(layers=["timexes", "events"], name="openai-compatible")
class OpenAICompatible:
    """A language model behind any endpoint that speaks OpenAI's chat completions: times and events."""

    def __init__(self) -> None:
        self._annotator = Annotator(
            ChatCompletions(os.environ), os.environ.get("BENCH_OPENAI_WINDOW") or "document"
        )

    def extract(self, document: Document) -> Iterator[Timex | Event | Unlocated | Usage]:
        """What the model quotes."""
        return self._annotator.extract(document)

    def resolve(self, document: Document, spans: Sequence[tuple[int, int]]) -> Iterator[Timex | Usage]:
        """What the model says of numbered time expressions."""
        return self._annotator.resolve(document, spans)
