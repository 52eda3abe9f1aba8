"""The suite of messages is sound: its threads, clocks, weekdays and newest values; the card says what there is."""

from __future__ import annotations

import datetime
import re
import zoneinfo
from collections import Counter
from dataclasses import replace
from itertools import pairwise

import pytest

from bench.dataset.suite import Layers, Predictions, Suite, SuiteDocument
from bench.gold.load import load
from bench.gold.scheme import validate
from bench.scoring.score import score
from docs.refresh import agreed
from tests.conftest import ROOT
from tests.gold.test_phenomena import WEEKDAYS

FOLDER = ROOT / "gold" / "messages"
KINDS = {"note", "chat", "mail", "ticket"}
TAGS = {
    *("wrong-now", "quotation", "correction", "zone", "midnight", "turn-of-year", "look-alike"),
    *("nothing", "disputed", "month-without-year", "follow-up"),
}


@pytest.fixture(scope="module")
def suite() -> Suite:
    return load(FOLDER)


@pytest.fixture(scope="module")
def threads(suite: Suite) -> dict[str, list[SuiteDocument]]:
    found: dict[str, list[SuiteDocument]] = {}
    for document in suite.documents:
        found.setdefault(document.thread, []).append(document)
    return found


def written(document: SuiteDocument) -> datetime.datetime:
    assert document.written is not None, document.id
    return document.written


def test_it_follows_the_scheme() -> None:
    validate(FOLDER, scheme=True)


def test_there_are_sixty_threads_of_three_messages_or_more(threads: dict[str, list[SuiteDocument]]) -> None:
    assert len(threads) >= 60
    assert {name for name, messages in threads.items() if len(messages) < 3} == set()
    kinds = Counter(messages[0].tags[0] for messages in threads.values())
    assert kinds.keys() == KINDS
    assert min(kinds.values()) >= 15


def test_ids_and_tags_are_those_of_the_card(suite: Suite) -> None:
    assert len({each.id for each in suite.documents}) == len(suite.documents)
    for each in suite.documents:
        kind, *rest = each.tags
        assert (each.thread, kind) == (each.id.rpartition("-")[0], each.id.partition("-")[0])
        assert set(rest) <= TAGS, each.id
        assert len(rest) == len(set(rest)), each.id
        assert ("zone" not in rest) or each.zone, each.id


def test_no_text_stands_there_twice(suite: Suite) -> None:
    assert [text for text, count in Counter(each.text for each in suite.documents).items() if count > 1] == []


def test_the_messages_of_a_thread_stand_in_the_order_of_their_clocks(
    suite: Suite, threads: dict[str, list[SuiteDocument]]
) -> None:
    assert [each.id for messages in threads.values() for each in messages] == [each.id for each in suite.documents]
    for messages in threads.values():
        clocks = list(map(written, messages))
        assert len({clock.tzinfo is None for clock in clocks}) == 1, messages[0].id
        assert all(earlier < later for earlier, later in pairwise(clocks)), messages[0].id


def test_an_offset_is_that_of_the_writers_zone_on_that_day(suite: Suite) -> None:
    for each in suite.documents:
        assert bool(each.zone) == (written(each).tzinfo is not None), each.id
        if each.zone:
            there = written(each).astimezone(zoneinfo.ZoneInfo(each.zone))
            assert there.utcoffset() == written(each).utcoffset(), each.id


def test_the_days_of_writing_are_spread_over_the_years_the_months_and_the_week(suite: Suite) -> None:
    days = [each.day for each in suite.documents]
    assert {day.year for day in days} == set(range(2012, 2026))
    assert {day.month for day in days} == set(range(1, 13))
    assert {day.weekday() for day in days} == set(range(7))


def test_a_named_weekday_is_that_day(suite: Suite) -> None:
    met = [
        (document, timex, WEEKDAYS.index(named.pop()))
        for document, layers in suite.layers.items()
        for timex in layers.timexes
        if len(named := {name for name in WEEKDAYS if re.search(rf"\b{name[:3]}", timex.text)}) == 1
        and not {"ago", "from", "after", "before"} & set(timex.text.split())
    ]
    assert len(met) > 60
    wrong = [
        (document, timex.text, value)
        for document, timex, weekday in met
        for value in (timex.value, timex.newest_value, *(each.value for each in timex.values or ()))
        if (day := re.match(r"\d{4}-\d\d-\d\d", value or ""))
        and datetime.date.fromisoformat(day[0]).weekday() != weekday
    ]
    assert wrong == []


def test_a_value_of_the_newest_day_differs_and_is_never_of_the_newest_message(
    suite: Suite, threads: dict[str, list[SuiteDocument]]
) -> None:
    newest = {messages[-1].id for messages in threads.values()}
    dependent = [
        (name, timex)
        for name, layers in suite.layers.items()
        for timex in layers.timexes
        if timex.newest_value is not None
    ]
    assert len(dependent) >= 250
    assert [name for name, timex in dependent if timex.newest_value == timex.value or name in newest] == []
    tagged = {each.id for each in suite.documents if "wrong-now" in each.tags}
    assert {name for name, _ in dependent} - tagged == set()


def test_a_message_that_says_nothing_has_no_time(suite: Suite) -> None:
    silent = {each.id for each in suite.documents if "nothing" in each.tags}
    assert silent == {each.id for each in suite.documents if not suite.layers[each.id].timexes}
    assert len(silent) >= 30


def test_whoever_reads_all_from_the_newest_message_is_told_so_and_gold_is_faultless(suite: Suite) -> None:
    shares = ("timex.now.newest", "timex.now.run", "timex.supported", "timex.silent")
    gold = score(suite, Predictions(suite.layers, ("timexes",))).measures
    assert [gold[name].f1 for name in shares] == [1, 1, 1, 1]
    misread = {
        name: Layers(tuple(replace(each, value=each.newest_value or each.value) for each in layers.timexes))
        for name, layers in suite.layers.items()
    }
    found = score(suite, Predictions(misread, ("timexes",))).measures
    assert [found[name].f1 for name in shares] == [0, 1, 1, 1]


def test_the_card_counts_what_there_is(suite: Suite, threads: dict[str, list[SuiteDocument]]) -> None:
    card = (FOLDER / "README.md").read_text(encoding="utf-8")
    timexes = sum(len(layers.timexes) for layers in suite.layers.values())
    events = sum(len(layers.events) for layers in suite.layers.values())
    assert (
        f"{len(suite.documents)} messages in {len(threads)} threads, {timexes} time expressions, {events} events"
        in card
    )
    listed = {
        row[1]: int(row[2])
        for row in re.finditer(r"^\| `([\w-]+)` \| (\d+) \|", card.partition("## The tags")[2], re.MULTILINE)
    }
    assert listed == Counter(tag for each in suite.documents for tag in each.tags)


@pytest.mark.slow
def test_the_card_states_the_agreement_of_the_passes() -> None:
    assert agreed(FOLDER) in (FOLDER / "README.md").read_text(encoding="utf-8")
