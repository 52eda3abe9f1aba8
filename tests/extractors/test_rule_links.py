"""rule-links on sentences worked out by hand; the dct is Wednesday 2023-09-20."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.extractors.marked import load, marked

rule_links = load("rule_links")

SENTENCES = [
    pytest.param(
        "On [Monday|2023-09-18] it {opened|2023-09-18}.",
        ["t1 BEFORE dct", "e1 IS_INCLUDED t1", "e1 BEFORE dct"],
        id="a time of its own",
    ),
    pytest.param("It {opened|2023-09-20}.", ["e1 BEFORE dct"], id="a past tense on the dct was before it"),
    pytest.param(
        "It {opened|2023-09-20} [today|2023-09-20].",
        ["t1 SIMULTANEOUS dct", "e1 IS_INCLUDED t1", "e1 IS_INCLUDED dct"],
        id="today",
    ),
    pytest.param("It {opens|2023-09-20}.", ["e1 INCLUDES dct"], id="a present tense holds"),
    pytest.param("It will {open|[2023-09-20..]}.", ["e1 AFTER dct"], id="after the dct"),
    pytest.param("It had {opened|[..2023-09-20]}.", ["e1 BEFORE dct"], id="before the dct"),
    pytest.param(
        "It {opened|2023-09-18} and {closed|2023-09-19}.",
        ["e1 BEFORE dct", "e2 BEFORE dct", "e1 BEFORE e2"],
        id="days in order",
    ),
    pytest.param("It {opened}.", [], id="no date, no link"),
    pytest.param("This [month|2023-09].", ["t1 INCLUDES dct"], id="a month that holds the dct"),
]


@pytest.mark.parametrize(("written", "expected"), SENTENCES)
def test_sentences(written: str, expected: list[str]) -> None:
    links = rule_links(marked(written.replace("{opened}", "{opened|}")))
    assert [f"{link.source} {link.relation} {link.target}" for link in links] == expected


def test_a_past_report_is_after_what_it_tells_of() -> None:
    document = marked("She {said|2023-09-20} that it {opened|2023-09-20}.")
    events = (replace(document.events[0], class_="REPORTING"), document.events[1])
    links = [*rule_links(replace(document, events=events))]
    assert [(link.source, link.relation, link.target) for link in links][-1] == ("e1", "AFTER", "e2")
