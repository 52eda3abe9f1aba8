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
#   "ANTHROPIC_BASE_URL", "BENCH_ANTHROPIC_TEMPERATURE", "BENCH_ANTHROPIC_MAX_TOKENS",
#   "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "SSL_CERT_FILE",
# ]
# exchanges = true
# ///
"""Timelines by a language model behind Anthropic's Messages API.

A chain of two questions. `anthropic` finds the events of each article and dates them, one request an article.
Then one request about all articles lists the events, numbered, each in its context and with its date; the model
merges those that mention one happening, chooses which happenings are worth an entry, and dates these anew
(`bench.models.entries`). It can only name events of the list. `anthropic-timeline-given` asks the second question
about gold's events.

The variables are those of `anthropic`. All events must fit into one request, some 50 tokens each.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence

from bench import Document, Entry, Usage, system
from bench.models.messages import Messages
from bench.models.narrator import Narrator


@system(layers=["timeline"], wants=["anthropic"], name="anthropic-timeline")
class AnthropicTimeline:
    """A timeline from texts: the model finds and dates the events, then merges and chooses."""

    def __init__(self) -> None:
        self._narrator = Narrator(Messages(os.environ))

    def collect(self, documents: Sequence[Document]) -> Iterator[Entry | Usage]:
        """The entries that the model writes."""
        return self._narrator.collect(documents)


@system(layers=["timeline"], wants=["gold:events"], name="anthropic-timeline-given")
class AnthropicTimelineGiven:
    """A timeline over gold's events with gold's dates: merging and choosing by the model alone."""

    def __init__(self) -> None:
        self._narrator = Narrator(Messages(os.environ))

    def collect(self, documents: Sequence[Document]) -> Iterator[Entry | Usage]:
        """The entries that the model writes."""
        return self._narrator.collect(documents)
