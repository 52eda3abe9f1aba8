"""rule-anchors on sentences of our own, worked out by hand; the dct is Wednesday 2023-09-20."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bench import Document
from bench.sdk.worker import load_file
from bench.temporal import edtf
from tests.extractors.marked import marked

FILE: Any = load_file(Path(__file__).parents[2] / "systems" / "rule_anchors.py")
DCT = "2023-09-20"
PLANNED, OTHER = ("OCCURRENCE", "PLANNED"), ("OCCURRENCE", "OTHER")
ACTUAL, REPORTING, STATE = ("OCCURRENCE", "ACTUAL"), ("REPORTING", "ACTUAL"), ("STATE", "ACTUAL")


def anchors(written: str, *kinds: tuple[str, str], dct: str = DCT) -> list[str | None]:
    document = marked(written, dct)
    events = tuple(
        replace(event, class_=kind[0], realis=kind[1])
        for event, kind in zip(document.events, kinds or (ACTUAL,) * len(document.events), strict=True)
    )
    return [event.when for event in FILE.anchored(replace(document, events=events))]


SENTENCES = [
    pytest.param("The fair {opened}.", [ACTUAL], [DCT], id="no time: the day of writing"),
    pytest.param("The fair {opened} on [Monday|2023-09-18].", [ACTUAL], ["2023-09-18"], id="a time after"),
    pytest.param("On [Monday|2023-09-18], the fair {opened}.", [ACTUAL], ["2023-09-18"], id="a time before"),
    pytest.param(
        "Li {said} that Wu {visited} Rome in [May|2023-05].",
        [REPORTING, ACTUAL],
        [DCT, "2023-05"],
        id="a time in the content isn't the speech's",
    ),
    pytest.param(
        "Li {said} on [Monday|2023-09-18] that Wu will {visit} Rome in [May|2024-05].",
        [REPORTING, PLANNED],
        ["2023-09-18", "2024-05"],
        id="each its own",
    ),
    pytest.param("Wu will {visit} Rome.", [PLANNED], [f"[{DCT}..]"], id="a plan"),
    pytest.param("They should {talk}.", [OTHER], [f"[{DCT}..]"], id="a wish"),
    pytest.param("If they {talk}, all is well.", [OTHER], [None], id="a condition"),
    pytest.param("Wu had {visited} Rome.", [ACTUAL], [f"[..{DCT}]"], id="before the story"),
    pytest.param("The bridge has been {closed} since [May|2023-05].", [ACTUAL], ["2023-05/.."], id="since"),
    pytest.param("It will {end} by [May 4|2024-05-04].", [PLANNED], ["[2023-09-20..2024-05-04]"], id="by"),
    pytest.param("It {opened} after [May 4|2023-05-04].", [ACTUAL], ["[2023-05-04..]"], id="after"),
    pytest.param(
        "It {ran} from [May 4|2023-05-04] to [May 9|2023-05-09].",
        [ACTUAL],
        ["2023-05-04/2023-05-09"],
        id="a range",
    ),
    pytest.param(
        "Wu {began} a [four-day|P4D] {visit} on [Monday|2023-09-18].",
        [ACTUAL, ACTUAL],
        ["2023-09-18", "2023-09-18/2023-09-21"],
        id="a length and a start",
    ),
    pytest.param(
        "The fair {opened} on [Monday|2023-09-18]. Wu {spoke}.",
        [ACTUAL, ACTUAL],
        ["2023-09-18", "2023-09-18"],
        id="the story goes on that day",
    ),
    pytest.param("It is {open} [now|PRESENT_REF].", [STATE], [DCT], id="now"),
    pytest.param("Wu {came} in [recent years|PAST_REF].", [ACTUAL], [f"[..{DCT}]"], id="the vague past"),
    pytest.param(
        "The [2019|2019] {plan} was {dropped}.", [ACTUAL, ACTUAL], ["2019", DCT], id="a year dates its noun"
    ),
    pytest.param("It {ran} for [two days|P2D].", [ACTUAL], [DCT], id="a length alone is no date"),
    pytest.param("It {opened} on [May 99|2023-05-99].", [ACTUAL], [DCT], id="no day of the calendar"),
    pytest.param("", [], [], id="empty"),
]


@pytest.mark.parametrize(("written", "kinds", "expected"), SENTENCES)
def test_sentences(written: str, kinds: list[tuple[str, str]], expected: list[str | None]) -> None:
    assert anchors(written, *kinds) == expected


def test_every_anchor_is_edtf() -> None:
    values = [
        "2023",
        "2023-W38",
        "2023-W38-WE",
        "2023-SP",
        "2023-WI",
        "2023-Q4",
        "2023-H1",
        "202",
        "20",
        "2023-02",
    ]
    for value in values:
        for opener in ("in", "since", "until", "after"):
            (when,) = anchors(f"It {{opened}} {opener} [then|{value}].")
            assert when is not None
            edtf.parse(when)


def test_a_when_that_the_event_came_with_changes_nothing() -> None:
    document = marked("On [Monday|2023-09-18] they {met}.")
    stated = replace(document, events=(replace(document.events[0], when="1999"),))
    assert [*FILE.anchored(stated)] == [*FILE.anchored(document)]


def test_a_document_without_words() -> None:
    assert [*FILE.anchored(Document("d", " \n", marked("x").dct))] == []
