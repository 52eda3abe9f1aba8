"""The wrapper round Duckling: places, granularity, intervals, lengths, and what hangs on the reference's hour.

Expectations were worked out by hand; the document creation time is Wednesday 20 September 2023.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest

from bench import Document
from bench.harness.reply import read_resolved, read_result
from bench.sdk.model import Timex
from bench.sdk.protocol import document_to_json, extract_request, resolve_request
from tests.extractors.conftest import Bare, Prepared, ReadSpans

Ask = Callable[..., list[Timex]]
DCT = datetime.date(2023, 9, 20)
CASES = {
    "day": ("It began 18 September 2023.", [("18 September 2023", "DATE", "2023-09-18")]),
    "slashes are month first": ("On 09/18/2023.", [("On 09/18/2023", "DATE", "2023-09-18")]),
    "month stays a month": ("It began October 2022.", [("October 2022", "DATE", "2022-10")]),
    "month is the coming one": ("It was July.", [("July", "DATE", "2024-07")]),
    "this month is the running one": ("It was September.", [("September", "DATE", "2023-09")]),
    "year stays a year": ("It was next year.", [("next year", "DATE", "2024")]),
    "quarter": ("It was the first quarter of 2021.", [("the first quarter of 2021", "DATE", "2021-Q1")]),
    "week": ("It was last week.", [("last week", "DATE", "2023-W37")]),
    "weekday is the coming one": ("It is Friday.", [("Friday", "DATE", "2023-09-22")]),
    "the dct's weekday is a week on": ("It is Wednesday.", [("Wednesday", "DATE", "2023-09-27")]),
    "weeks away are days": ("It is in two weeks.", [("in two weeks", "DATE", "2023-10-04")]),
    "months away are days": ("It was three months ago.", [("three months ago", "DATE", "2023-06-20")]),
    "years away are months": ("It is in two years.", [("in two years", "DATE", "2025-09")]),
    "days away, by the hour to the tool": ("It was four days ago.", [("four days ago", "DATE", "2023-09-16")]),
    "length read as a day": ("It fell, for three days, all.", [("for three days", "DATE", "2023-09-23")]),
    "hours from an hour that is not given": ("It was two hours ago.", [("two hours ago", "TIME", None)]),
    "an hour that is not given": ("It rains this hour.", [("this hour", "TIME", None)]),
    "a day of minutes is no day": ("It was 24 hours ago.", [("24 hours ago", "TIME", None)]),
    "present": ("It is now.", [("now", "DATE", "PRESENT_REF")]),
    "hour": ("It is at 5pm tomorrow.", [("at 5pm tomorrow", "TIME", "2023-09-21T17:00")]),
    "clock time": ("At 10:30 it fell.", [("At 10:30", "TIME", "2023-09-20T10:30")]),
    "seconds": ("10:30:15 it fell.", [("10:30:15", "TIME", "2023-09-20T10:30:15")]),
    "an hour that is the reference's": ("It fell at midnight.", [("at midnight", "TIME", "2023-09-20T00:00")]),
    "a zone is not kept": ("10:30 EST it fell.", [("10:30 EST", "TIME", "2023-09-20T10:30")]),
    "morning": ("It fell this morning.", [("this morning", "TIME", "2023-09-20TMO")]),
    "afternoon": ("It fell yesterday afternoon.", [("yesterday afternoon", "TIME", "2023-09-19TAF")]),
    "evening and night are one": ("It fell last night.", [("last night", "TIME", None)]),
    "season": ("It was the spring of 2023.", [("spring of 2023", "DATE", "2023-SP")]),
    "winter has its first year": ("It is winter.", [("winter", "DATE", "2023-WI")]),
    "weekend": ("It was last weekend.", [("last weekend", "DATE", "2023-W37-WE")]),
    "range": ("It ran May 5 - 7, 2021 here.", [("May 5 - 7, 2021", "DATE", None)]),
    "range that is one week": ("From Monday to Sunday.", [("From Monday to Sunday", "DATE", "2023-W38")]),
    "range that is one year": (
        "From January to December 2021.",
        [("From January to December 2021", "DATE", "2021")],
    ),
    "from now to a day": ("Come by Friday.", [("by Friday", None, None)]),
    "length": ("It took 2 weeks.", [("2 weeks", "DURATION", "P2W")]),
    "length in the tool's own unit": (
        "It took two and a half hours.",
        [("two and a half hours", "DURATION", "PT150M")],
    ),
    "length of hours": ("It took 3 hours.", [("3 hours", "DURATION", "PT3H")]),
    "a few are three": ("It took a few days.", [("a few days", "DURATION", "P3D")]),
    "a time and a length": (
        "It took about 3 weeks.",
        [("about 3 weeks", "DATE", "2023-10-11"), ("about 3 weeks", "DURATION", "P3W")],
    ),
    "nothing": ("No time here", []),
    "empty": ("", []),
    "emoji before": (
        "🚀🚀 yesterday, 👩‍🚀 today",
        [("yesterday", "DATE", "2023-09-19"), ("today", "DATE", "2023-09-20")],
    ),
    "dotted capital I before": ("\u0130\u0130 yesterday", [("yesterday", "DATE", "2023-09-19")]),
    "combining marks before": ("e\u0301te\u0301 yesterday", [("yesterday", "DATE", "2023-09-19")]),
    "line ends": ("No.\r\nyesterday\r\n", [("yesterday", "DATE", "2023-09-19")]),
    "not across lines": ("In July\n2022 men", [("In July", "DATE", "2024-07"), ("2022", "DATE", "2022")]),
    "half a surrogate pair before": ("\ud83d yesterday", [("yesterday", "DATE", "2023-09-19")]),
}
MODS = {
    "before": ("It fell before July 2020.", [("before July 2020", "DATE", "2020-07", "BEFORE")]),
    "since": ("It fell since 2020.", [("since 2020", "DATE", "2020", "ON_OR_AFTER")]),
    "after, to the tool the day too": (
        "It fell after Friday.",
        [("after Friday", "DATE", "2023-09-22", "ON_OR_AFTER")],
    ),
}
LATENT = {
    "a number is a year": ("One said no.", [("One", "DATE", "2001")]),
    "a number is a day": ("He met the two.", [("the two", "DATE", "2023-10-02")]),
    "a number is an hour": ("He met 18.", [("18", "TIME", "2023-09-20T18:00")]),
    "an ordinal is a day": ("He met a third.", [("third", "DATE", "2023-10-03")]),
}
NOT_LATENT = {
    "year 1000 to 2100": ("He met thousands.", [("thousands", "DATE", "1000")]),
    "an ordinal with its article": ("He met the second.", [("the second", "DATE", "2023-10-02")]),
}
NOW = "Now; this week; last night; on Sunday; in July; at 10:30; two hours ago; four days ago; in 5 minutes."
"""What hangs on the reference's hour, day, week and month."""
GIVEN = "🚀 From Monday to Friday in early May 2021, about 3 weeks, the two said."
WORDS = ("Friday", "early May 2021", "Monday to Friday", "about 3 weeks", "the two", "said")
SPANS = [(GIVEN.index(each), GIVEN.index(each) + len(each)) for each in WORDS]
QUICK = {"JAVA_TOOL_OPTIONS": "-XX:TieredStopAtLevel=1"}
"""Java's processes are short here: they take half the time if it compiles less."""
ELSEWHERE = {**QUICK, "TZ": "Pacific/Kiritimati", "LC_ALL": "C"}
"""The time zone of the system's own process. The other process of these tests has UTC and another locale."""
BARE = """
import json, sys, types
from pathlib import Path
from bench.sdk.worker import Beside, Session, declared, load_file

given = json.load(sys.stdin)
path = Path(given["file"])
sys.meta_path.append(Beside(path.parent))
module = load_file(path)
parser = module.Parser()
module.Parser = lambda: parser  # both systems share it, for a process can start Java only once
sessions = {name: Session(*each) for name, each in declared(module).items()}
replies = [sessions[name].answer(request) for name, request in given["requests"]]

# modules that Python no longer has; of the one nothing is called, of the other this
sys.modules["imp"] = types.ModuleType("imp")
sys.modules["distutils"] = types.ModuleType("distutils")
sys.modules["distutils.util"] = types.ModuleType("distutils.util")
sys.modules["distutils.util"].strtobool = {"true": True, "false": False}.__getitem__
from duckling import Duckling

tool = Duckling(jvm_started=True)
tool._is_loaded = True  # the parser has loaded English
found = []
for text, reference in given["texts"]:
    found.append(tool.parse(text, dim_filter=["time", "duration"], reference_time=reference))
print(json.dumps([replies, found], default=str))
"""


@dataclass(frozen=True)
class Beside:
    """What one process, with one Java, said: both systems, and the package's own class."""

    replies: Mapping[tuple[str, str], tuple[Timex, ...]]
    """By the system's name and the text."""
    resolved: Sequence[tuple[Timex, ...]]
    """What the system without latent answers says of the given spans, and of no spans in two texts."""
    found: Sequence[list[dict[str, Any]]]
    """What the package's class says of each article."""


@pytest.fixture(scope="module")
def beside(bare: Bare, prepared: Prepared, articles: list[Document]) -> Beside:
    system, environment = prepared("duckling-no-latent")
    texts = [text for text, *_ in (*CASES.values(), *LATENT.values(), *NOT_LATENT.values())]
    documents = [Document("d", text, DCT) for text in texts]
    asked = [("duckling-no-latent", each) for each in (*documents, *articles)]
    asked.append(("duckling", Document("d", NOW, datetime.date(2023, 10, 1))))
    spans = [(Document("d", GIVEN, DCT), []), (Document("d", "", DCT), []), (Document("d", GIVEN, DCT), SPANS)]
    requests = [(name, extract_request(document_to_json(each))) for name, each in asked]
    requests += [(system.name, resolve_request(document_to_json(each), places)) for each, places in spans]
    given = {
        "file": str(system.path.resolve()),
        "requests": requests,
        "texts": [[each.text, f"{each.dct}T00:00:00Z"] for each in articles],
    }
    variables = {**QUICK, "PYTHONPATH": environment.variables["PYTHONPATH"]}
    replies, found = bare("duckling", BARE, given, variables)
    answers = {
        (name, each.text): read_result(reply, each, ("timexes",)).timexes
        for (name, each), reply in zip(asked, replies, strict=False)
    }
    resolved = [
        read_resolved(reply, each, places)
        for (each, places), reply in zip(spans, replies[len(asked) :], strict=True)
    ]
    return Beside(answers, resolved, found)


@pytest.fixture(scope="module")
def with_latent(ask: Callable[..., list[Timex]]) -> Ask:
    """with_latent(text, dct): the answers of the system that gives latent ones, from a process of its own."""
    return partial(ask, "duckling", **ELSEWHERE)


@pytest.fixture(scope="module")
def without_latent(beside: Beside) -> Callable[[str], list[Timex]]:
    """without_latent(text): the answers of the system that leaves latent ones out."""
    return lambda text: [*beside.replies["duckling-no-latent", text]]


def said(found: list[Timex]) -> list[tuple[str, str | None, str | None]]:
    return [(timex.text, timex.type, timex.value) for timex in found]


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES.keys())
def test_what_is_not_latent_is_in_both(
    with_latent: Ask, without_latent: Ask, text: str, expected: list[tuple[str, str, str]]
) -> None:
    found = without_latent(text)
    assert said(found) == expected
    assert with_latent(text) == found
    assert [timex.mod for timex in found] == [None] * len(found)


@pytest.mark.parametrize(("text", "expected"), MODS.values(), ids=MODS.keys())
def test_intervals_with_one_end(with_latent: Ask, text: str, expected: list[tuple[str, str, str, str]]) -> None:
    found = with_latent(text)
    assert [(timex.text, timex.type, timex.value, timex.mod) for timex in found] == expected


@pytest.mark.parametrize(("text", "expected"), LATENT.values(), ids=LATENT.keys())
def test_latent_answers_are_in_one_of_the_two(
    with_latent: Ask, without_latent: Ask, text: str, expected: list[tuple[str, str, str]]
) -> None:
    assert said(with_latent(text)) == expected
    assert without_latent(text) == []


@pytest.mark.parametrize(("text", "expected"), NOT_LATENT.values(), ids=NOT_LATENT.keys())
def test_what_the_tool_does_not_call_latent_stays(
    without_latent: Ask, text: str, expected: list[tuple[str, str, str]]
) -> None:
    assert said(without_latent(text)) == expected


CUTS: dict[str, Callable[[datetime.date], str]] = {
    "year": lambda day: f"{day:%Y}",
    "month": lambda day: f"{day:%Y-%m}",
    "week": lambda day: f"{day:%G-W%V}",
    "day": lambda day: f"{day:%Y-%m-%d}",
}


def test_the_articles_have_what_the_packages_own_class_says(
    with_latent: Ask, without_latent: Ask, beside: Beside, articles: list[Document]
) -> None:
    """All spans, and the values of days, weeks, months, years and lengths.

    The class is asked for the articles as wholes: that they go to the tool line by line changes nothing here.
    """
    seen = set()
    for article, found in zip(articles, beside.found, strict=True):
        bmp = "".join(character if character <= "\uffff" else "  " for character in article.text)
        assert len(bmp) == len(article.text), "no character of two units, so that Java's offsets are ours"
        ours = with_latent(article.text, article.dct.isoformat())
        found.sort(key=lambda each: (each["start"], each["end"]))
        assert [(each.start, each.end) for each in ours] == [(each["start"], each["end"]) for each in found]
        for timex, each in zip(ours, found, strict=True):
            value, grain = each["value"], each["value"].get("grain")
            seen.add(grain or each["dim"])
            if each["dim"] == "duration":
                unit = value["unit"]
                time = "T" if unit in ("hour", "minute", "second") else ""
                assert (timex.type, timex.value) == ("DURATION", f"P{time}{value['value']:g}{unit[0].upper()}")
            elif grain in CUTS:
                day = datetime.date.fromisoformat(value["value"][:10])
                assert (timex.type, timex.value) == ("DATE", CUTS[grain](day))
            elif value.get("type") == "interval" and timex.value is not None:
                ends = [value[end]["value"][:10] for end in ("from", "to")]
                assert (timex.type, timex.value, ends) == ("DATE", "2023-SP", ["2023-03-20", "2023-06-22"])
            elif value.get("type") == "interval":
                assert value["from"] == {"value": f"{article.dct}T00:00:00.000Z", "grain": "second"}
                assert (timex.type, timex.value) == (None, None)  # from now to a day
            elif grain == "second" and value["value"] == f"{article.dct}T00:00:00.000Z":
                assert (timex.type, timex.value) == ("DATE", "PRESENT_REF")
            else:
                assert (timex.type, timex.value) == ("TIME", value["value"][:16])
        kept = [timex for timex, each in zip(ours, found, strict=True) if not each.get("latent")]
        assert without_latent(article.text) == kept
    assert {"day", "month", "year"} <= seen


def test_values_do_not_hang_on_the_machine(with_latent: Ask, beside: Beside) -> None:
    found = with_latent(NOW, "2023-10-01")
    assert len(found) == 9
    assert [*beside.replies["duckling", NOW]] == found


def test_given_spans_are_read_by_themselves_where_the_tool_covers_them(
    read_spans: ReadSpans, beside: Beside
) -> None:
    expected = [
        ("Monday to Friday", "DATE", None, None),
        ("Friday", "DATE", "2023-09-22", None),
        # of "early May 2021" the tool covers "May 2021" alone
        ("about 3 weeks", "DATE", "2023-10-11", None),  # the first of two
        ("the two", "DATE", "2023-10-02", None),
    ]
    with_latent = [
        read_spans("duckling", text, spans, **ELSEWHERE) for text, spans in ((GIVEN, []), ("", []), (GIVEN, SPANS))
    ]
    for (*of_no_spans, found), answers in ((with_latent, expected), (beside.resolved, expected[:-1])):
        assert [(each.text, each.type, each.value, each.mod) for each in found] == answers
        assert of_no_spans == [(), ()]
