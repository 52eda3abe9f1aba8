"""What the systems in JavaScript have in common: one protocol file, locks, offsets, and no clock or time zone."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.extractors.conftest import Bare, ReadSpans

SYSTEMS = Path(__file__).parents[2] / "systems"
FOLDERS = ("chrono-node", "compromise-dates", "compromise-verbs", "recognizers-js", "wink-nlp")
DATES = (
    "chrono-node",
    "chrono-node-forward",
    "chrono-node-strict",
    "compromise-dates",
    "recognizers-js",
    "recognizers-js-past",
)
SENTENCE = "It closed 5 days ago, on 18 September 2023."
"""Each of the systems finds a time in it: the strict ones both."""
BEFORE = {
    "astral letters": "𝒜𐍈 ",
    "emoji": "🚀🚀👩‍🚀 ",
    "combining marks": "E\u0301te\u0301. ",
    "half a surrogate pair": "\ud83d ",
    "line ends": "No.\r\n\r\n",
    "white space": " \n\t\u00a0 ",
}
CLOCK = """
const Real = Date;
globalThis.Date = class extends Real {
  constructor(...given) {
    super(...(given.length > 0 ? given : [Date.now()]));
  }
  static now() {
    return Real.UTC(2031, 4, 17, 22, 45);
  }
};
"""
"""A machine where it is a Saturday evening of 2031."""


def test_the_protocol_is_one_file() -> None:
    assert {path.parent.name for path in SYSTEMS.glob("*/package.json")} == set(FOLDERS)
    assert len({(SYSTEMS / folder / "protocol.mjs").read_bytes() for folder in FOLDERS}) == 1


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_lock_names_versions_and_digests_and_no_address(folder: str) -> None:
    lock = (SYSTEMS / folder / "package-lock.json").read_text(encoding="utf-8")
    assert "resolved" not in lock
    assert "://" not in lock
    named = json.loads((SYSTEMS / folder / "package.json").read_text(encoding="utf-8"))["dependencies"]
    packages = json.loads(lock)["packages"]
    assert packages.pop("")["dependencies"] == named
    assert {name: packages[f"node_modules/{name}"]["version"] for name in named} == named
    assert all(package["integrity"].startswith("sha512-") for package in packages.values())


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_environment_names_what_the_folder_stands_on(prepared: Callable[..., Any], folder: str) -> None:
    named = json.loads((SYSTEMS / folder / "package.json").read_text(encoding="utf-8"))["dependencies"]
    _, environment = prepared({"wink-nlp": "wink-times"}.get(folder, folder))
    assert environment.packages == named


@pytest.fixture(scope="module")
def ask(ask: Callable[..., list[Any]]) -> Callable[..., list[Any]]:
    """ask(name, text, dct, **variables): as elsewhere, but far in the east, as are all tests of this module."""
    return lambda *given, **variables: ask(*given, **{"TZ": "Pacific/Kiritimati", **variables})


@pytest.fixture(scope="module")
def read_spans(read_spans: ReadSpans) -> ReadSpans:
    """read_spans(name, text, spans): as elsewhere, in the processes of `ask`."""
    return partial(read_spans, TZ="Pacific/Kiritimati")


@pytest.mark.parametrize("before", BEFORE.values(), ids=BEFORE.keys())
@pytest.mark.parametrize("name", [*DATES, "compromise-verbs"])
def test_offsets_count_code_points(ask: Callable[..., list[Any]], name: str, before: str) -> None:
    found = ask(name, SENTENCE)
    assert found != []
    places = [(each.start + len(before), each.end + len(before)) for each in found]
    again = [(each.start, each.end) for each in ask(name, before + SENTENCE)]
    if name == "compromise-verbs":  # what it doesn't know, it may take for a verb
        again = [(start, end) for start, end in again if start >= len(before)]
    assert again == places


@pytest.mark.parametrize("name", [*DATES, "compromise-verbs"])
@pytest.mark.parametrize("text", ["", " \r\n\t", "🚀"])
def test_nothing_is_found_in_nothing(ask: Callable[..., list[Any]], name: str, text: str) -> None:
    assert ask(name, text) == []


@pytest.fixture(scope="module")
def shifted(bare: Bare, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The variables under which node's clock shows the year 2031."""
    clock = tmp_path_factory.mktemp("clock") / "clock.cjs"
    clock.write_text(CLOCK, encoding="utf-8")
    variables = {"NODE_OPTIONS": f"--require={clock}"}
    assert bare("chrono-node", "console.log(new Date().getUTCFullYear())", None, variables) == 2031
    return variables


@pytest.mark.parametrize("name", [*DATES, "compromise-verbs"])
def test_neither_the_machines_zone_nor_its_clock_counts(
    ask: Callable[..., list[Any]], shifted: dict[str, str], name: str
) -> None:
    text = (
        "Now, this month, at 23:30, on Sunday, in July, tonight. At 10:30 EST; an hour ago it was May 5. "
        "Every Monday and each week, five days ago, last night, in 2019, next year, he came at Christmas."
    )
    found = ask(name, text, "2023-10-01")
    assert found != []
    assert ask(name, text, "2023-10-01", **{**shifted, "TZ": "America/New_York"}) == found


Read = dict[str, str | None]
"""The words of a span, and the type and value that they have."""


@pytest.fixture(scope="module")
def resolved(read_spans: ReadSpans) -> Callable[..., Read]:
    """resolved(name, text, *words): what a system says of the first places of the words, given as spans."""

    def run(name: str, text: str, *words: str) -> Read:
        spans = [(text.index(word), text.index(word) + len(word)) for word in words]
        found = read_spans(name, text, spans)
        return {each.text: f"{each.type} {each.value} {each.mod or ''}".rstrip() for each in found}

    return run


GIVEN = (
    "🚀🚀 On May 3, 2021, and on Monday, 👩‍🚀 and this March, and early June, in the spring of 2023, "
    "for two years, two weeks ago here, a week or so; the tenth of July, from Tuesday to Friday, nothing."
)
SPANS = (
    *("May 3, 2021", "Monday", "this March", "early June", "the spring of 2023", "two years", "two weeks ago"),
    *("a week or so", "the tenth of July", "Tuesday to Friday", "nothing", "🚀🚀", "May 3, 2021, and on Monday"),
)
ALL = {"May 3, 2021": "DATE 2021-05-03"}
RESOLVED: dict[str, Read] = {
    # it reads "June" of "early June" and "March" of "this March"; weeks ago are a week, and a range is its start
    "chrono-node": {
        **ALL,
        "Monday": "DATE 2023-09-18",
        "two weeks ago": "DATE 2023-W36",
        "the tenth of July": "DATE 2023-07-10",
        "Tuesday to Friday": "DATE 2023-09-19",
    },
    "chrono-node-forward": {
        **ALL,
        "Monday": "DATE 2023-09-25",
        "two years": "DATE 2025",  # to this setting, in two years
        "two weeks ago": "DATE 2023-W36",
        "the tenth of July": "DATE 2024-07-10",
        "Tuesday to Friday": "DATE 2023-09-26",
    },
    "chrono-node-strict": {**ALL, "two weeks ago": "DATE 2023-W36", "the tenth of July": "DATE 2023-07-10"},
    # "two weeks ago", which it can't read amid the sentence, stands alone here
    "compromise-dates": {
        **ALL,
        "Monday": "DATE 2023-09-25",
        "this March": "DATE 2024-03",
        "the spring of 2023": "DATE 2023-SP",
        "two years": "DURATION P2Y",
        "two weeks ago": "DATE 2023-09-06",
        "the tenth of July": "DATE 2024-07-10",
        "Tuesday to Friday": "DATE None",
    },
    "recognizers-js": {
        **ALL,
        "Monday": "DATE XXXX-WXX-1",
        "this March": "DATE 2023-03",
        "early June": "DATE XXXX-06 START",
        "the spring of 2023": "DATE 2023-SP",
        "two years": "DURATION P2Y",
        "two weeks ago": "DATE 2023-09-06",
        "the tenth of July": "DATE XXXX-07-10",
        "Tuesday to Friday": "DURATION P3D",
    },
    "recognizers-js-past": {
        **ALL,
        "Monday": "DATE 2023-09-18",
        "this March": "DATE 2023-03",
        "early June": "DATE 2023-06 START",
        "the spring of 2023": "DATE 2023-SP",
        "two years": "DURATION P2Y",
        "two weeks ago": "DATE 2023-09-06",
        "the tenth of July": "DATE 2023-07-10",
        "Tuesday to Friday": "DURATION P3D",
    },
}


@pytest.mark.parametrize("name", DATES)
def test_given_spans_that_the_tool_reads_as_a_whole_are_answered(resolved: Callable[..., Read], name: str) -> None:
    assert resolved(name, GIVEN, *SPANS) == RESOLVED[name]
    assert resolved(name, GIVEN) == {}


def test_a_given_span_says_what_its_text_alone_says(
    ask: Callable[..., list[Any]], resolved: Callable[..., Read]
) -> None:
    for name in DATES:
        for words, said in resolved(name, GIVEN, *SPANS).items():
            (found,) = ask(name, words)
            assert f"{found.type} {found.value} {found.mod or ''}".rstrip() == said
