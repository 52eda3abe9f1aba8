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
#   "ANTHROPIC_BASE_URL", "BENCH_ANTHROPIC_TEMPERATURE", "BENCH_ANTHROPIC_MAX_TOKENS", "BENCH_ANTHROPIC_WINDOW",
#   "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "SSL_CERT_FILE",
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

BENCH_ANTHROPIC_WINDOW is the part of a document that one request is about: `document` (the default), `paragraph`
or `sentence`. `anthropic-examples` shows the model examples first.

A model's answers may differ from one time to the next, at temperature 0 too; docs/models.md says how they are
recorded and replayed, and what a request costs. An answer that is cut off, refused, no JSON or not of the schema
costs the document.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence

from bench import Document, Event, Timex, Unlocated, Usage, system
from bench.models.annotator import Annotator
from bench.models.messages import Messages


@system(layers=["timexes", "events"], name="anthropic")
class AnthropicMessages:
    """A language model behind Anthropic's Messages API: times and events."""

    def __init__(self) -> None:
        self._annotator = Annotator(Messages(os.environ), os.environ.get("BENCH_ANTHROPIC_WINDOW") or "document")

    def extract(self, document: Document) -> Iterator[Timex | Event | Unlocated | Usage]:
        """What the model quotes."""
        return self._annotator.extract(document)

    def resolve(self, document: Document, spans: Sequence[tuple[int, int]]) -> Iterator[Timex | Usage]:
        """What the model says of numbered time expressions."""
        return self._annotator.resolve(document, spans)
