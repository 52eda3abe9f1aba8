"""The suite of phenomena is sound, each has enough cases of both kinds, none stands twice, and no day wins."""

from __future__ import annotations

import datetime
import json
import random
import re
from collections import Counter

import pytest

from bench.dataset.suite import Suite, SuiteDocument
from bench.gold.load import load
from docs.refresh import agreed
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def suite() -> Suite:
    return load(ROOT / "gold" / "phenomena")


def phenomenon(document: SuiteDocument) -> str:
    return document.tags[0]


def test_each_phenomenon_has_a_dozen_cases_with_traps_and_without(suite: Suite) -> None:
    assert len(suite.documents) >= 900
    cases = Counter(map(phenomenon, suite.documents))
    traps = Counter(phenomenon(each) for each in suite.documents if "trap" in each.tags)
    assert len(cases) >= 50
    assert {name for name, count in cases.items() if count < 12} == set()
    assert {name for name in cases if not 3 <= traps[name] <= cases[name] - 3} == set()


def test_the_card_lists_every_phenomenon_with_its_counts(suite: Suite) -> None:
    card = (ROOT / "gold" / "phenomena" / "README.md").read_text(encoding="utf-8")
    listed = {
        row[1]: (int(row[2]), int(row[3]))
        for row in re.finditer(r"^\| `([\w-]+)` \| (\d+) \| (\d+) \|", card, re.MULTILINE)
    }
    cases = Counter(map(phenomenon, suite.documents))
    traps = Counter(phenomenon(each) for each in suite.documents if "trap" in each.tags)
    assert listed == {name: (count, traps[name]) for name, count in cases.items()}


@pytest.mark.slow
def test_the_card_states_the_agreement_of_the_passes() -> None:
    folder = ROOT / "gold" / "phenomena"
    assert agreed(folder) in (folder / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("draw", ["first", "second"])
def test_the_draws_are_those_of_the_seeds(draw: str) -> None:
    passes = ROOT / "gold" / "phenomena" / "passes"
    seeds = json.loads((passes / "draws.json").read_text(encoding="utf-8"))["seeds"]
    ids = {
        path: [json.loads(row)["id"] for row in path.read_text(encoding="utf-8").splitlines()]
        for path in (
            passes.parent / "documents.jsonl",
            passes / "draw-1" / "documents.jsonl",
            passes / "draw-2" / "documents.jsonl",
        )
    }
    every, one, two = (sorted(found) for found in ids.values())
    first = random.Random(seeds["first"]).sample(every, 120)
    second = random.Random(seeds["second"]).sample([name for name in every if name not in first], 120)
    assert {"first": one, "second": two}[draw] == sorted({"first": first, "second": second}[draw])


def test_no_text_stands_there_twice_even_with_other_names_and_numbers(suite: Suite) -> None:
    seen = Counter(
        re.sub(r"\b[A-Z]\w*|\d+", "_", each.text) for each in suite.documents if len(each.text.split()) > 6
    )
    assert [text for text, count in seen.items() if count > 1] == []


def test_the_days_of_writing_are_spread_over_the_week_and_the_year(suite: Suite) -> None:
    days = [each.dct for each in suite.documents if each.dct is not None]
    assert len(days) == len(suite.documents)
    weekdays = Counter(day.weekday() for day in days)
    months = Counter(day.month for day in days)
    assert len(weekdays) == 7
    assert max(weekdays.values()) < 2 * min(weekdays.values())
    assert len(months) == 12
    assert max(months.values()) < 2 * min(months.values())


def test_a_named_weekday_is_that_day(suite: Suite) -> None:
    names = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    wrong = []
    for document, layers in suite.layers.items():
        for timex in layers.timexes:
            named = [index for index, name in enumerate(names) if name in timex.text.split()]
            day = re.fullmatch(r"(\d{4}-\d\d-\d\d)(T\w+)?", timex.value or "")
            if len(named) != 1 or not day or {"ago", "from"} & set(timex.text.split()):
                continue  # "two weeks from Friday" is another Friday, "three days ago" is no weekday
            if datetime.date.fromisoformat(day[1]).weekday() != named[0]:
                wrong.append((document, timex.text, timex.value))
    assert wrong == []
