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
"""Timelines by a language model behind an endpoint of OpenAI's chat completions.

A chain of two questions. `openai-compatible` finds the events of each article and dates them, one request an
article. Then one request about all articles lists the events, numbered, each in its context and with its date;
the model merges those that mention one happening, chooses which happenings are worth an entry, and dates these
anew (`bench.models.entries`). It can only name events of the list. `openai-timeline-given` asks the
second question about gold's events.

The variables are those of `openai-compatible`. All events must fit into one request, some 50 tokens each.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence

from bench import Document, Entry, Usage, system
from bench.models.chat_completions import ChatCompletions
from bench.models.narrator import Narrator


@system(layers=["timeline"], wants=["openai-compatible"], name="openai-timeline")
class OpenAITimeline:
    """A timeline from texts: the model finds and dates the events, then merges and chooses."""

    def __init__(self) -> None:
        self._narrator = Narrator(ChatCompletions(os.environ))

    def collect(self, documents: Sequence[Document]) -> Iterator[Entry | Usage]:
        """The entries that the model writes."""
        return self._narrator.collect(documents)


@system(layers=["timeline"], wants=["gold:events"], name="openai-timeline-given")
class OpenAITimelineGiven:
    """A timeline over gold's events with gold's dates: merging and choosing by the model alone."""

    def __init__(self) -> None:
        self._narrator = Narrator(ChatCompletions(os.environ))

    def collect(self, documents: Sequence[Document]) -> Iterator[Entry | Usage]:
        """The entries that the model writes."""
        return self._narrator.collect(documents)
