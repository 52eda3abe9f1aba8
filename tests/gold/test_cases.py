"""Checks of a suite of cases: counts, texts that are alike, and answers that are right too often."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from bench import Layers, Suite, Timex
from bench.cli.root import run
from bench.dataset.suite import SuiteDocument
from bench.gold.cases import check_cases, near_duplicates
from bench.gold.load import load
from tests.cases import write_gold
from tests.conftest import ROOT

WORDS = ["zinc", "oak", "river", "lamp", "tiger", "cloud", "paper", "stone", "glass", "bread", "salt", "wheel"]


def suite_of(documents: Sequence[SuiteDocument], layers: dict[str, Layers] | None = None) -> Suite:
    return Suite("s", "1", "", tuple(documents), layers or {})


def case(number: int, *tags: str, text: str = "", dct: datetime.date | None = None) -> SuiteDocument:
    """A document whose words no other has, unless a text is given."""
    own = "".join("abcdefghij"[int(digit)] for digit in str(number))
    words = text or " ".join(f"{word}{own}" for word in WORDS)
    return SuiteDocument(f"d{number}", words, dct, tags=tags)


def warnings(documents: Sequence[SuiteDocument], layers: dict[str, Layers] | None = None) -> Sequence[str]:
    checked = check_cases(suite_of(documents, layers))
    assert checked is not None
    return checked.warnings


ENOUGH = [case(number, "may", *["trap"] * (number < 3)) for number in range(12)]


def test_a_phenomenon_with_enough_cases_of_both_sorts_has_no_warning() -> None:
    assert warnings(ENOUGH) == []
    checked = check_cases(suite_of(ENOUGH))
    assert checked is not None
    assert [(each.phenomenon, each.cases, each.traps) for each in checked.counts] == [("may", 12, 3)]


def test_too_few_cases_or_too_few_of_a_sort_are_told_with_the_phenomenon() -> None:
    assert warnings(ENOUGH[:11]) == ["phenomenon may: it has 11 of 12 cases; write more"]
    assert warnings(ENOUGH[1:]) == ["phenomenon may: it has 11 of 12 cases, 2 of 3 traps; write more"]
    traps = [case(number, "may", "trap") for number in range(12)]
    assert warnings(traps) == ["phenomenon may: it has 0 of 3 cases that are no traps; write more"]


def test_a_document_without_tags_is_told() -> None:
    assert warnings([*ENOUGH, case(99)]) == [
        "document d99: no tag names its phenomenon; write it as the first tag"
    ]


@pytest.mark.parametrize(
    ("one", "other", "says"),
    [
        (
            "The mayor of Pell opened a bridge on 3 May.",
            "The mayor of Grote opened a bridge on 17 June.",
            "documents d20 and d21: the same words but for names and numbers; rewrite one",
        ),
        (
            "a bee sat on the warm stone wall by the old mill gate",  # 12 of 13 words
            "a bee sat on the warm stone wall by the old mill gate again",
            "documents d20 and d21: 92 % of their words are the same; rewrite one",
        ),
        ("It rained on Monday.", "It snowed on Tuesday.", ""),
        ("See May.", "See Pell.", ""),  # too short to say anything else
    ],
)
def test_texts_that_are_alike_are_told(one: str, other: str, says: str) -> None:
    found = warnings([*ENOUGH, case(20, "may", text=one), case(21, "may", text=other)])
    assert list(found) == ([says] if says else [])


def test_near_duplicates_are_those_that_comparing_each_pair_finds() -> None:
    texts = {f"{n}": " ".join(WORDS[n % 4 : n % 4 + 6 + n % 3] + WORDS[: n % 3]) for n in range(40)}
    sets = {name: set(text.split()) for name, text in texts.items()}
    expected = {
        (a, b)
        for a in texts
        for b in texts
        if int(a) < int(b) and len(sets[a] & sets[b]) / len(sets[a] | sets[b]) >= 0.8
    }
    assert expected
    assert {(one, other) for one, other, _ in near_duplicates(texts)} == expected


def days(first: str, step: int) -> list[SuiteDocument]:
    start = datetime.date.fromisoformat(first)
    written = [start + datetime.timedelta(number * step) for number in range(60)]
    return [case(n, "may", *["trap"] * (n % 2), dct=day) for n, day in enumerate(written)]


def test_creation_times_of_one_weekday_month_or_day_are_told() -> None:
    assert warnings(days("2020-01-01", 37)) == []
    assert warnings(days("2020-01-06", 70)) == ["100 % of the creation times: each is a Monday; spread them"]
    assert warnings(days("2020-01-06", 0))[-1] == "100 % of the creation times: each is 2020-01-06; spread them"


def test_a_constant_distance_from_the_creation_time_is_told() -> None:
    documents = days("2020-01-01", 37)
    layers = {}
    for document in documents:
        before = (document.day - datetime.timedelta(1)).isoformat()
        layers[document.id] = Layers((Timex(0, 4, "DATE", before, kind="deictic"),))
    assert warnings(documents, layers) == [
        "100 % of the days that aren't explicit are -1 days from the creation time; write others"
    ]
    explicit = {
        name: Layers(tuple(replace(each, kind="explicit") for each in here.timexes))
        for name, here in layers.items()
    }
    assert warnings(documents, explicit) == []


def test_gold_without_a_trap_has_no_cases() -> None:
    assert check_cases(suite_of([case(1, "news"), case(2)])) is None


def test_validate_prints_the_counts_and_the_warnings(
    tmp_path: Path, suite_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gold = str(write_gold(tmp_path / "cases"))
    assert run(["validate", gold]) == 0
    assert "warning" not in capsys.readouterr().err
    assert run(["validate", gold, "--phenomena"]) == 0
    printed = capsys.readouterr()
    assert [line.split() for line in printed.out.splitlines() if line.startswith("weekday")] == [
        ["weekday", "4", "2", "2"]
    ]
    assert "warning: phenomenon hope: it has 2 of 12 cases, 1 of 3 traps, 1 of 3 cases" in printed.err
    assert run(["validate", str(suite_folder), "--phenomena"]) == 2
    assert "example has no phenomena: no document has the tag 'trap'" in capsys.readouterr().err
    assert run(["validate", str(suite_folder), "--scheme"]) == 0


def test_our_own_suite_has_no_warnings() -> None:
    checked = check_cases(load(ROOT / "gold" / "phenomena"))
    assert checked is not None
    assert checked.warnings == []
