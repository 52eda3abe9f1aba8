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
#   "BENCH_OPENAI_TEMPERATURE", "BENCH_OPENAI_WINDOW", "BENCH_OPENAI_EXAMPLES", "HTTP_PROXY", "HTTPS_PROXY",
#   "NO_PROXY", "SSL_CERT_FILE",
# ]
# exchanges = true
# remedy = "a local server that needs no key takes any word, such as OPENAI_API_KEY=none"
# ///
"""A language model behind an endpoint of OpenAI's chat completions, shown examples first: times and events.

The model, its settings and its questions are those of `openai-compatible`. Before each question it sees
BENCH_OPENAI_EXAMPLES examples (3), as earlier questions with the right answers: windows of the training documents
with their gold annotations (`bench.models.examples` says which). The harness chooses the training documents; the
one that is scored is never among them. Training documents are sent to the service too.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence

from bench import Document, Event, Timex, Unlocated, Usage, system
from bench.models.annotator import Annotator
from bench.models.chat_completions import ChatCompletions


@system(layers=["timexes", "events"], name="openai-examples")
class OpenAICompatibleExamples:
    """A model that is shown examples first."""

    def __init__(self) -> None:
        self._annotator = Annotator(
            ChatCompletions(os.environ), os.environ.get("BENCH_OPENAI_WINDOW") or "document"
        )

    def fit(self, training: Sequence[Document]) -> None:
        """Chooses the examples. Raises ValueError if their number is none."""
        count = os.environ.get("BENCH_OPENAI_EXAMPLES") or "3"
        if not count.isdecimal():
            raise ValueError(f"BENCH_OPENAI_EXAMPLES is {count!r}, and the number of examples is 0, 1, 2, …")
        self._annotator.show(training, int(count))

    def extract(self, document: Document) -> Iterator[Timex | Event | Unlocated | Usage]:
        """What the model quotes."""
        return self._annotator.extract(document)

    def resolve(self, document: Document, spans: Sequence[tuple[int, int]]) -> Iterator[Timex | Usage]:
        """What the model says of numbered time expressions."""
        return self._annotator.resolve(document, spans)
