"""Systems with one fault each, and the check that must find it, in real processes."""

from __future__ import annotations

import json
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from bench.contract import answers
from bench.contract.conditions import ZONES
from bench.contract.finding import FAILED, OK, SKIPPED, WARNING, Finding
from bench.harness.pool import local
from bench.harness.process import Limits
from bench.systems.discovery import read
from bench.systems.environment import prepare
from tests.conftest import slow_but

SystemFile = Callable[[str, str], Path]

BEHIND = ("emoji", "astral letters", "combining marks", "leading white space", "CRLF")

FINDER = """
    import datetime, os, re, time, unicodedata

    calls = 0

    def changed(text):
        {change}
        return text

    def offset(text, at):
        return {offset}

    @system(layers=["timexes"])
    def subject(document):
        global calls
        calls += 1
        day = document.dct
        {first}
        text = changed(document.text)
        for found in re.finditer("Monday|yesterday|3 May 2021", text):
            start, end = offset(text, found.start()), offset(text, found.end())
            yield Timex(start, end, "DATE", {value})
    """


def findings(path: Path, tmp_path: Path, limits: Limits | None = None) -> dict[str, Finding]:
    (system,) = read(path)
    environment = prepare(system, tmp_path / "cache", {})
    with local(2) as executor:
        found = answers.check(system, environment, executor, limits or Limits(start=20, fit=20, document=5))
    assert len({finding.check for finding in found}) == len(found)
    assert all(bool(finding.look) == (finding.verdict in (FAILED, WARNING)) for finding in found)
    return {finding.check: finding for finding in found}


def finder(system_file: SystemFile, **parts: str) -> Path:
    usual = {"change": "pass", "offset": "at", "first": "pass", "value": "day.isoformat()"}
    return system_file("subject", FINDER.format(**usual | parts))


def test_a_sound_system_passes_every_check(system_file: SystemFile, tmp_path: Path) -> None:
    found = findings(finder(system_file), tmp_path)
    assert {finding.verdict for finding in found.values()} == {OK}
    zones = [f"TZ={zone}" for zone in ZONES]
    texts = ["empty text", "white space only", "no dates", "long line"]
    processes = ["same process", "new process", *zones, "clock", "other dct"]
    assert [*found] == ["plain text", *BEHIND, *texts, *processes, "span ends", "values", "time"]
    assert found["plain text"].message == "4 timexes found"  # Monday, yesterday twice, 3 May 2021
    assert found["other dct"].message == "4 of 4 annotations change with the dct (2021-05-04 to 2014-11-27)"


FAULTS: dict[str, tuple[dict[str, str], dict[str, str], str]] = {
    # what it does; the verdicts that aren't ok; what the first of them says
    "UTF-16 units": (
        {"offset": "len(text[:at].encode('utf-16-le')) // 2"},
        {"emoji": FAILED, "astral letters": FAILED},
        "UTF-16 units are counted, not characters",
    ),
    "bytes": (
        {"offset": "len(text[:at].encode())"},
        {"emoji": FAILED, "astral letters": FAILED, "combining marks": FAILED},
        "bytes are counted, not characters",
    ),
    "normalises": (
        {"change": "text = unicodedata.normalize('NFC', text)"},
        {"combining marks": FAILED},
        "the text was normalised (NFC) before it was counted",
    ),
    "strips": (
        {"change": "text = text.strip()"},
        {"leading white space": FAILED},
        "the text was stripped before it was counted",
    ),
    "universal newlines": (
        {"change": "text = text.replace('\\r\\n', '\\n')"},
        {"CRLF": FAILED},
        "a CRLF is counted as one character",
    ),
    "reads nothing behind a carriage return": (
        {"change": "text = text.partition('\\r')[0]"},
        {"CRLF": WARNING},
        "'Monday' at 98–104: DATE 2021-05-04, but nothing with CRLF line ends (4 places differ)",
    ),
    "raises on an empty text": (
        {"first": "document.text[0]"},
        {"empty text": FAILED},
        "IndexError: string index out of range (subject.py:",
    ),
    "finds something in white space": (
        {"first": "yield from [] if document.text.strip() or not document.text else [Timex(0, 1)]"},
        {"white space only": FAILED, "span ends": WARNING},
        "' ' is said to be a timex, where there is neither time nor event",
    ),
    "finds a lamp": (
        {"first": "at = document.text.find('lamp;'); yield from [Timex(at, at + 4, 'DATE')] if at >= 0 else []"},
        {"no dates": WARNING},
        "'lamp' is said to be DATE",
    ),
    "too slow on a long line": (
        {"first": "time.sleep(60 if len(document.text) > 50_000 else 0)"},
        {"long line": FAILED},
        "no answer within 1 s",
    ),
    "remembers": (
        {"value": "str(2000 + calls)"},
        {"same process": FAILED, **dict.fromkeys(BEHIND, WARNING)},
        "'Monday' at 96–102: DATE 2001, but DATE 2002 when asked again (4 places differ)",
    ),
    "remembers other texts": (
        {
            "first": "calls = calls if document.text.startswith('A word') else 99",
            "value": "str(2000 + calls // 99)",
        },
        {"same process": FAILED, **dict.fromkeys(BEHIND, WARNING)},
        "when asked after other texts (4 places differ)",
    ),
    "another in each process": (
        {"value": "str(1000 + os.getpid() % 8999)"},
        dict.fromkeys(("new process", *(f"TZ={zone}" for zone in ZONES), "clock"), FAILED),
        "in a new process (4 places differ)",
    ),
    "local time": (
        {"value": "datetime.datetime.fromtimestamp(1620085500).date().isoformat()"},
        {"TZ=Pacific/Auckland": FAILED},
        # 23:45 UTC on 3 May
        "'Monday' at 96–102: DATE 2021-05-03, but DATE 2021-05-04 under TZ=Pacific/Auckland (4 places differ)",
    ),
    "the present, by datetime": (
        {"value": "str(datetime.datetime.now(datetime.timezone.utc).year)"},
        {"clock": FAILED},
        ", but DATE 2001 when the clock shows 2001-02-03 (4 places differ)",
    ),
    "the present, by time": (
        {"value": "time.strftime('%Y', time.gmtime())"},
        {"clock": FAILED},
        ", but DATE 2001 when the clock shows 2001-02-03 (4 places differ)",
    ),
    "the past judged by the present": (
        {"value": "day.isoformat() if day < datetime.date.today() else None"},
        {"clock": FAILED},
        "DATE 2021-05-04, but DATE when the clock shows 2001-02-03",
    ),
    "white space in spans": (
        {"offset": "at + 1 if text[at] == ' ' else at"},
        {"span ends": WARNING},
        "'Monday ' begins or ends with white space",
    ),
    "no TIMEX3": (
        {"value": "'on ' + day.isoformat()"},
        {"values": WARNING},
        "value 'on 2021-05-04' of 'Monday': no TIMEX3 value",
    ),
    "no values": ({"value": "None"}, {"values": SKIPPED}, "it gives no values"),
    "finds nothing": (
        {"change": "text = ''"},
        {
            "plain text": WARNING,
            **dict.fromkeys((*BEHIND, "same process", "new process"), SKIPPED),
            **dict.fromkeys((*(f"TZ={zone}" for zone in ZONES), "clock", "other dct"), SKIPPED),
            **dict.fromkeys(("span ends", "values"), SKIPPED),
        },
        "0 timexes found in a text that has many",
    ),
}


@pytest.mark.parametrize("fault", slow_but("UTF-16 units", "strips", "remembers", "local time", of=FAULTS))
def test_a_fault_is_found_by_its_check_and_no_other(system_file: SystemFile, tmp_path: Path, fault: str) -> None:
    parts, verdicts, says = FAULTS[fault]
    found = findings(finder(system_file, **parts), tmp_path, Limits(start=20, document=1))
    assert {name: finding.verdict for name, finding in found.items() if finding.verdict != OK} == verdicts
    assert says in found[next(iter(verdicts))].message


def test_the_suspect_lines_are_named(system_file: SystemFile, tmp_path: Path) -> None:
    path = finder(system_file, value="str(datetime.date.today().year)")
    line = next(n for n, text in enumerate(path.read_text().splitlines(), 1) if "today()" in text)
    assert f"subject.py:{line}: where the present is asked for" in findings(path, tmp_path)["clock"].look


@pytest.mark.parametrize(
    ("action", "says"),
    [
        ("raise ValueError('no idea')", "ValueError: no idea (subject.py:"),
        ("return [Timex(0, 9999)]", "the span 0–9999 is outside the text of"),
        ("import os; os._exit(3)", "its process ended with exit code 3"),
    ],
)
def test_without_an_answer_to_the_plain_text_nothing_else_is_tried(
    system_file: SystemFile, tmp_path: Path, action: str, says: str
) -> None:
    found = findings(
        system_file("subject", f'@system(layers=["timexes"])\ndef subject(document):\n    {action}\n'), tmp_path
    )
    assert [*found] == ["plain text"]
    assert found["plain text"].verdict == FAILED
    assert says in found["plain text"].message


def test_a_learner_is_fitted_on_small_texts_first(system_file: SystemFile, tmp_path: Path) -> None:
    path = system_file(
        "subject",
        """
        @system(layers=["timexes", "events"])
        class subject:
            def fit(self, training):
                assert any(region.text for document in training for region in document.ignore)
                self.times = {timex.text: timex for document in training for timex in document.timexes}
                self.words = {event.text: event for document in training for event in document.events}

            def extract(self, document):
                for words, timex in self.times.items():
                    if (at := document.text.find(words)) >= 0:
                        yield Timex(at, at + len(words), timex.type, timex.value)
                for words, event in self.words.items():
                    if (at := document.text.find(words)) >= 0:
                        yield Event(at, at + len(words), event.class_, event.realis, event.when)
                if "lamp;" in document.text:
                    yield Event(0, 1)
        """,
    )
    found = findings(path, tmp_path)
    assert {name: finding.verdict for name, finding in found.items() if finding.verdict != OK} == {
        "no dates": SKIPPED  # what so few texts teach isn't judged
    }
    # by hand, of the words taught: Monday, yesterday, today, Last week, next month; opened, closed, visited, said,
    # fell, met, open (in "opened"), begin (in "begins")
    assert found["plain text"].message == "5 timexes and 8 events found"


COMMAND = """
import json, sys
for line in sys.stdin:
    message = json.loads(line)
    if message["type"] == "hello":
        reply = {"type": "hello", "protocol": 1, "learns": False}
    else:
        document = message["document"]
        at = document["text"].find("Monday")
        times = [{"start": at, "end": at + 6, "type": "DATE"}] if at >= 0 else []
        reply = {"type": "result", "document": document["id"], "timexes": times}
    print(json.dumps(reply), flush=True)
"""


def test_a_command_is_checked_but_for_the_clock_where_libfaketime_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bench.contract.conditions._FAKETIME", ("nowhere",))
    folder = tmp_path / "command"
    folder.mkdir()
    (folder / "serve.py").write_text(textwrap.dedent(COMMAND))
    command = json.dumps([sys.executable, "{folder}/serve.py"])
    (folder / "system.toml").write_text(
        f'command = {command}\n[[system]]\nname = "command"\nlayers = ["timexes"]\n'
    )
    found = findings(folder, tmp_path)
    assert {name: finding.verdict for name, finding in found.items() if finding.verdict != OK} == {
        "clock": SKIPPED,
        "values": SKIPPED,
    }
    assert found["clock"].message == "the clock was not shifted: libfaketime is not installed"


def test_without_a_time_zone_database_no_zone_is_tried(
    system_file: SystemFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("zoneinfo.TZPATH", (str(tmp_path),))
    found = findings(finder(system_file), tmp_path)
    assert [found[f"TZ={zone}"].verdict for zone in ZONES] == [SKIPPED, SKIPPED]
    assert found["clock"].verdict == OK


LINKER = """
    import random
    from bench import Link

    calls = 0

    @system(layers=["links"], wants=["anyone", "gold:events"])
    def subject(document):
        global calls
        calls += 1
        assert document.timexes or "Monday" not in document.text
        for event in document.events:
            yield Link(event.id, document.timexes[0].id if document.timexes else "dct", {relation})
            yield Link("dct", event.id, "AFTER")
    """


def test_links_are_tried_on_annotations_that_need_nobody_else(system_file: SystemFile, tmp_path: Path) -> None:
    found = findings(system_file("subject", LINKER.format(relation='"BEFORE"')), tmp_path)
    verdicts = {name: finding.verdict for name, finding in found.items() if finding.verdict != OK}
    assert verdicts == {"values": SKIPPED}
    # opened, closed twice, visited, open twice, fell twice, said, met: each with two links
    assert found["plain text"].message == "20 links found"
    assert found["emoji"].message.startswith("20 annotations, each in its place")


@pytest.mark.parametrize(
    ("relation", "check", "says"),
    [
        ("random.choice(['BEFORE', 'AFTER'])", "same process", "to Monday"),
        (
            "'BEFORE' if calls % 2 else 'AFTER'",
            "same process",
            "but AFTER to Monday and AFTER from dct when",
        ),
        ("'before'", "plain text", "relation 'before' is none of BEFORE, AFTER"),
    ],
)
def test_a_fault_of_links_is_found(
    system_file: SystemFile, tmp_path: Path, relation: str, check: str, says: str
) -> None:
    finding = findings(system_file("subject", LINKER.format(relation=relation)), tmp_path)[check]
    assert finding.verdict == FAILED
    assert says in finding.message


COLLECTOR = """
    import datetime, os, time
    from bench import Entry

    calls = 0

    @system(layers=["events", "timeline"])
    class subject:
        def extract(self, document):
            at = document.text.find("Monday")
            return [Event(at, at + 6, when="2021-05-03")] if at >= 0 else []

        def collect(self, documents):
            global calls
            calls += 1
            mentions = [(document.id, event.id) for document in documents for event in document.events]
            {action}
            return [Entry("monday", when={when}, mentions=mentions)]
    """


def collector(system_file: SystemFile, action: str = "pass", when: str = "'2021-05-03'") -> Path:
    return system_file("subject", COLLECTOR.format(action=action, when=when))


def test_a_timeline_is_tried_over_two_documents(system_file: SystemFile, tmp_path: Path) -> None:
    found = findings(collector(system_file), tmp_path)
    assert {finding.verdict for finding in found.values()} == {OK}
    assert found["timeline"].message == "1 entry with 2 mentions made of two documents"
    processes = [f"timeline, {name}" for name in ("new process", *(f"TZ={zone}" for zone in ZONES), "clock")]
    assert [*found][-7:] == ["timeline", "timeline again", *processes, "timeline values"]


TIMELINE_FAULTS: dict[str, tuple[dict[str, str], str, str, str]] = {
    "raises": ({"action": "1 / 0"}, "timeline", FAILED, "ZeroDivisionError: division by zero (subject.py:"),
    "unknown event": (
        {"action": "mentions = [('x', 'y')]"},
        "timeline",
        FAILED,
        "['x', 'y'] is no event of these documents",
    ),
    "finds nothing": ({"action": "return []"}, "timeline", WARNING, "0 entries with 0 mentions"),
    "remembers": ({"when": "str(2000 + calls)"}, "timeline again", FAILED, "when='2002'"),
    "answers once": (
        {"action": "return [Entry('a')] * (calls < 2)"},
        "timeline again",
        FAILED,
        "1 entry, but 0 when asked again",
    ),
    "another in each process": ({"when": "str(os.getpid())"}, "timeline, new process", FAILED, "in a new process"),
    "local time": (
        {"when": "str(time.localtime(0).tm_year)"},
        "timeline, TZ=America/Los_Angeles",
        FAILED,
        "when='1969'",
    ),
    "the present": ({"when": "str(datetime.date.today().year)"}, "timeline, clock", FAILED, "when='2001'"),
    "no EDTF": (
        {"when": "'Monday'"},
        "timeline values",
        WARNING,
        "when 'Monday' of the entry 'monday': no EDTF",
    ),
    "no values": ({"when": "None"}, "timeline values", SKIPPED, "no entry says when"),
}


@pytest.mark.parametrize("fault", slow_but("raises", "remembers", of=TIMELINE_FAULTS))
def test_a_fault_of_a_timeline_is_found(system_file: SystemFile, tmp_path: Path, fault: str) -> None:
    parts, check, verdict, says = TIMELINE_FAULTS[fault]
    finding = findings(collector(system_file, **parts), tmp_path)[check]
    assert finding.verdict == verdict
    assert says in finding.message


def test_of_a_function_that_collects_nothing_else_is_tried(system_file: SystemFile, tmp_path: Path) -> None:
    body = """
        from bench import Entry

        @system(layers=["timeline"], wants=["gold:events"])
        def subject(documents):
            assert not any(document.timexes for document in documents)
            yield Entry("x", mentions=[(document.id, document.events[0].id) for document in documents])
        """
    found = findings(system_file("subject", body), tmp_path)
    assert len(found) == 7
    assert found["timeline"].message == "1 entry with 2 mentions made of two documents"


RESOLVER = """
    import datetime, os, time

    calls = 0

    @system(layers=["timexes"])
    class subject:
        def extract(self, document):
            at = document.text.find("Monday")
            return [Timex(at, at + 6, "DATE", "2021-05-03")] if at >= 0 else []

        def resolve(self, document, spans):
            global calls
            calls += 1
            for place, (start, end) in enumerate(spans):
                words = document.text[start:end]
                {action}
                yield Timex(start, end, "DATE", {value})
    """
GIVEN_CHECKS = [
    *("given spans", "given again", "given backwards", "given, emoji", "given, new process"),
    *(f"given, TZ={zone}" for zone in ZONES),
    *("given, clock", "given values"),
]


def resolver(system_file: SystemFile, action: str = "pass", value: str = "'2021-05-03'") -> Path:
    return system_file("subject", RESOLVER.format(action=action, value=value))


def test_given_spans_are_asked_for(system_file: SystemFile, tmp_path: Path) -> None:
    found = findings(resolver(system_file, "if words not in ('Monday', 'two days'): continue"), tmp_path)
    assert {finding.verdict for finding in found.values()} == {OK}
    assert [*found][-len(GIVEN_CHECKS) :] == GIVEN_CHECKS
    assert found["given spans"].message == "2 of 17 given time expressions answered"
    assert found["given values"].message == "2 values, each well formed"


GIVEN_FAULTS: dict[str, tuple[dict[str, str], str, str, str]] = {
    "raises": ({"action": "1 / 0"}, "given spans", FAILED, "ZeroDivisionError: division by zero (subject.py:"),
    "another span": (
        {"action": "end -= 1"},
        "given spans",
        FAILED,
        "the span 96–101 of 'Monda' was not given",
    ),
    "answers nothing": ({"action": "continue"}, "given spans", WARNING, "0 of 17 given time expressions answered"),
    "answers nothing, so that no clock is tried": (
        {"action": "continue"},
        "given, clock",
        SKIPPED,
        "no given span was answered",
    ),
    "remembers": (
        {"value": "str(2000 + calls)"},
        "given again",
        FAILED,
        "DATE 2001, but DATE 2002 when asked again",
    ),
    "counts the spans": (
        {"value": "str(2000 + place)"},
        "given backwards",
        FAILED,
        "'Monday' at 96–102: DATE 2000, but DATE 2016 when asked in the opposite order (16 places differ)",
    ),
    "counts the characters": (
        {"value": "str(2000 + start)"},
        "given, emoji",
        WARNING,
        "DATE 2096, but DATE 2101 behind",
    ),
    "another span behind an emoji": (
        {"action": "if '🌊' in document.text: end -= 1"},
        "given, emoji",
        FAILED,
        "of 'Monda' was not given",
    ),
    "another in each process": ({"value": "str(os.getpid())"}, "given, new process", FAILED, "in a new process"),
    "local time": (
        {"value": "str(time.localtime(0).tm_year)"},
        "given, TZ=America/Los_Angeles",
        FAILED,
        "but DATE 1969 under",
    ),
    "the present": ({"value": "str(datetime.date.today().year)"}, "given, clock", FAILED, "but DATE 2001 when"),
    "no TIMEX3": ({"value": "words"}, "given values", WARNING, "value 'Monday' of 'Monday': no TIMEX3"),
    "no values": ({"value": "None"}, "given values", SKIPPED, "it gives no values"),
}


@pytest.mark.parametrize("fault", slow_but("another span", "remembers", of=GIVEN_FAULTS))
def test_a_fault_with_given_spans_is_found(system_file: SystemFile, tmp_path: Path, fault: str) -> None:
    parts, check, verdict, says = GIVEN_FAULTS[fault]
    found = findings(resolver(system_file, **parts), tmp_path)
    assert found[check].verdict == verdict
    assert says in found[check].message
    assert {finding.verdict for name, finding in found.items() if not name.startswith("given")} == {OK}


@pytest.mark.slow
def test_r4_a_file_outside_of_its_folder_is_warned_of(system_file: SystemFile, tmp_path: Path) -> None:
    outside, beside = tmp_path / "gold.jsonl", tmp_path / "files" / "words.txt"
    body = """
        @system(layers=["timexes"])
        def subject(document: Document):
            for name in {names}:
                open(name).close()
            at = document.text.find("Monday")
            return [Timex(at, at + 6, "DATE")] if at >= 0 else []
    """
    system_file("subject", body.format(names=[str(outside), str(beside)]))
    for path in (outside, beside):
        path.write_text("")
    found = findings(tmp_path / "files" / "subject.py", tmp_path)
    assert found["files"].verdict == WARNING
    assert f"it opened {outside}, outside of its folder" in found["files"].message.replace("\n", " ")
    path = system_file("subject", body.format(names=[str(beside)]))
    assert "files" not in findings(path, tmp_path)
