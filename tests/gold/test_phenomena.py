"""The suite of phenomena is sound, each has enough cases of both kinds, none stands twice, and no day wins."""

from __future__ import annotations

import calendar
import datetime
import json
import random
import re
from collections import Counter
from itertools import product

import pytest

from bench.dataset.suite import Suite, SuiteDocument
from bench.gold.load import load
from docs.refresh import agreed
from tests.conftest import ROOT

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


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
    suite = ROOT / "gold" / "phenomena"
    seeds = json.loads((suite / "draws" / "seeds.json").read_text(encoding="utf-8"))["seeds"]
    folders = (suite, suite / "draws" / "first", suite / "draws" / "second")
    ids = [
        [json.loads(row)["id"] for row in (folder / "documents.jsonl").read_text(encoding="utf-8").splitlines()]
        for folder in folders
    ]
    every, one, two = (sorted(found) for found in ids)
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
    wrong = []
    for document, layers in suite.layers.items():
        for timex in layers.timexes:
            named = [index for index, name in enumerate(WEEKDAYS) if name in timex.text.split()]
            day = re.fullmatch(r"(\d{4}-\d\d-\d\d)(T\w+)?", timex.value or "")
            if len(named) != 1 or not day or {"ago", "from"} & set(timex.text.split()):
                continue  # "two weeks from Friday" is another Friday, "three days ago" is no weekday
            if datetime.date.fromisoformat(day[1]).weekday() != named[0]:
                wrong.append((document, timex.text, timex.value))
    assert wrong == []


WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = tuple(calendar.month_name[1:])
_DATE = re.compile(rf"(?:the )?(\d\d?)(?:st|nd|rd|th)? (?:of )?({'|'.join(MONTHS)})")
_AMERICAN = re.compile(rf"({'|'.join(MONTHS)}) (\d\d?)(?:st|nd|rd|th)?")
_DAY = re.compile(r"(?:the )?(\d\d?)(?:st|nd|rd|th)")


def days_meant(words: str, dct: datetime.date) -> list[str]:
    """The values that a weekday, a month without a year or a day alone may have in the year around a day.

    They stand in order. Of weekdays and days alone only the nearest are there, which are all that a policy can
    choose. Other words have none.
    """
    most = 8 if words in WEEKDAYS else 62 if _DAY.fullmatch(words) else 366
    near = [dct + datetime.timedelta(days) for days in range(-most, most + 1)]
    if words in WEEKDAYS:
        return [f"{day}" for day in near if day.weekday() == WEEKDAYS.index(words)]
    if words in MONTHS:
        return [f"{day:%Y-%m}" for day in near if day.month == MONTHS.index(words) + 1 and day.day == 1]
    if found := _DATE.fullmatch(words):
        number, month = found.groups()
    elif found := _AMERICAN.fullmatch(words):
        month, number = found.groups()
    elif found := _DAY.fullmatch(words):
        return [f"{day}" for day in near if day.day == int(found[1])]
    else:
        return []
    return [f"{day}" for day in near if (MONTHS[day.month - 1], day.day) == (month, int(number))]


def chosen(policy: str, values: list[str], dct: datetime.date) -> str | None:
    """The reading of a policy that looks at nothing but the calendar."""
    here = dct.isoformat()
    past = [value for value in values if value <= here[: len(value)]]
    future = [value for value in values if value >= here[: len(value)]]
    if policy == "past":
        return past[-1] if past else None
    if policy == "future":
        return future[0] if future else None

    def distance(value: str) -> int:
        first = datetime.date.fromisoformat(value if len(value) == 10 else f"{value}-01")
        last = first + datetime.timedelta(0 if len(value) == 10 else 27)
        return max((first - dct).days, (dct - last).days, 0)

    return min(values, key=distance)


RESOLUTION = {
    "day-of-month-alone",
    "headline-no-verb",
    "month-end-and-leap-day",
    "month-without-year",
    "own-weekday",
    "turn-of-year",
    "weekday-future-tense",
    "weekday-no-tense",
    "weekday-past-tense",
}
"""The phenomena in which a reader has to choose between the past and the future of a bare name or number."""


def sort_of(words: str) -> str:
    return "weekday" if words in WEEKDAYS else "month" if words in MONTHS else "day"


def test_no_policy_that_looks_at_the_calendar_alone_wins(suite: Suite) -> None:
    right: dict[tuple[str, str, bool], list[bool]] = {}
    for document in suite.documents:
        for timex in suite.layers[document.id].timexes:
            values = days_meant(timex.text, document.day)
            if timex.kind not in ("deictic", "underspecified") or not values:
                continue
            readings = {timex.value, *(reading.value for reading in timex.values or ())}
            names = ["all phenomena", *[sort_of(timex.text)] * (phenomenon(document) in RESOLUTION)]
            for policy, own_day in product(("past", "future", "nearest"), (True, False)):
                others = [value for value in values if own_day or value != document.day.isoformat()]
                for name in names:
                    key = name, policy, own_day
                    right.setdefault(key, []).append(chosen(policy, others, document.day) in readings)
    assert len(right) == 4 * 3 * 2
    assert {key: len(found) for key, found in right.items() if len(found) < 12} == {}
    assert {key: sum(found) / len(found) for key, found in right.items() if sum(found) >= 0.6 * len(found)} == {}


@pytest.mark.parametrize(
    ("words", "past", "future", "nearest"),
    [
        # the dct is Wednesday, 20 September 2023
        ("Monday", "2023-09-18", "2023-09-25", "2023-09-18"),
        ("Wednesday", "2023-09-20", "2023-09-20", "2023-09-20"),
        ("October", "2022-10", "2023-10", "2023-10"),
        ("September", "2023-09", "2023-09", "2023-09"),
        ("the 14th", "2023-09-14", "2023-10-14", "2023-09-14"),
        ("3 May", "2023-05-03", "2024-05-03", "2023-05-03"),
        ("December 3rd", "2022-12-03", "2023-12-03", "2023-12-03"),
    ],
)
def test_the_policies_by_hand(words: str, past: str, future: str, nearest: str) -> None:
    day = datetime.date(2023, 9, 20)
    values = days_meant(words, day)
    assert [chosen(policy, values, day) for policy in ("past", "future", "nearest")] == [past, future, nearest]
