"""Lines of a timeline: persons, stretches of time, granularity, sureness and conflicts, worked out by hand."""

from __future__ import annotations

import datetime

import pytest

from bench.dataset.suite import Layers
from bench.sdk.model import Document, Entry, Event
from bench.timelines.story import Line, View, coarse, is_named, lines

DAY = datetime.date(2023, 9, 20)
DOCUMENTS = [Document(name, "Ada Boyle met Carl Dean.", DAY) for name in ("a", "b", "c")]


def made(*dates: tuple[str, str | None], when: str | None = "2023-09-18", view: View | None = None) -> list[Line]:
    """The lines of one entry, whose mentions stand in the named articles with these dates."""
    layers = {name: Layers(events=(Event(10, 13, when=date, id="e1"),)) for name, date in dates}
    entry = Entry("1", "They met", when, ("Ada Boyle", "Carl Dean"), tuple((name, "e1") for name, _ in dates))
    return lines([entry], DOCUMENTS, layers, view or View())


@pytest.mark.parametrize(
    ("person", "name", "expected"),
    [
        ("Boyle", "Ada Boyle", True),
        ("ada boyle", "Ada Boyle", True),
        ("Ada Boyle", "Boyle", True),
        ("Ada Boyle", "Ada", False),  # the last word decides
        ("Carl Boyle", "Ada Boyle", False),
        ("Airbus", "Airbus A380", False),  # another thing: its number isn't the person's
        ("Airbus A380", "A380", True),
        ("Boeing 777", "Boeing", False),
        ("Singapore Airlines", "China Eastern Airlines", False),
        ("United States Air Force", "Air Force", True),
        ("", "Ada Boyle", False),
        ("?", "Ada Boyle", False),
    ],
)
def test_is_named(person: str, name: str, expected: bool) -> None:
    assert is_named(person, name) is expected


@pytest.mark.parametrize(
    ("when", "granularity", "expected"),
    [
        ("2023-09-18", "month", "2023-09"),
        ("2023-09-18/2023-09-21", "month", "2023-09"),
        ("2023-09-18/2023-10-02", "month", "2023-09/2023-10"),
        ("[..2023-09-18]", "year", "[..2023]"),
        ("2023/..", "day", "2023/.."),
        (None, "year", None),
    ],
)
def test_coarse(when: str | None, granularity: str, expected: str | None) -> None:
    assert coarse(when, granularity) == expected


def test_several_articles_with_one_date_are_surest() -> None:
    day = "2023-09-18"
    assert made(("a", day), ("b", day))[0].sure == "high"
    assert made(("a", day), ("b", "2023-09"))[0].sure == "medium"  # they meet, but don't say the same
    assert made(("a", day))[0].sure == "low"
    assert made(("a", day), ("b", day), when="[..2023-09-18]")[0].sure == "low"  # one end is unknown


def test_a_conflict_is_shown_with_its_articles_and_not_averaged() -> None:
    (line,) = made(("a", "2023-09-18"), ("b", "2023-09-19"), ("c", "2023-09-18"))
    assert line.sure == "disputed"
    assert line.when == "2023-09-18"
    assert line.conflicts == ("2023-09-18 (a, c)", "2023-09-19 (b)")


def test_a_source_has_its_word_and_the_words_around() -> None:
    (line,) = made(("a", "2023-09-18"))
    (source,) = line.sources
    assert (source.article, source.word, source.words) == ("a", "met", "Ada Boyle met Carl Dean.")


@pytest.mark.parametrize(
    ("when", "first", "last", "shown"),
    [
        ("2023-09-18", datetime.date(2023, 9, 18), datetime.date(2023, 9, 18), True),
        ("2023-09-18", datetime.date(2023, 9, 19), None, False),
        ("2023-09-18", None, datetime.date(2023, 9, 17), False),
        ("2023-09", datetime.date(2023, 9, 30), None, True),  # it may have been on that day
        ("[..2023-09-18]", None, datetime.date(2020, 1, 1), True),
        (None, datetime.date(2020, 1, 1), None, False),
        (None, None, None, True),
    ],
)
def test_a_stretch_of_time(
    when: str | None, first: datetime.date | None, last: datetime.date | None, shown: bool
) -> None:
    assert bool(made(("a", when), when=when, view=View((), first, last))) is shown


def test_only_the_lines_of_a_person() -> None:
    assert made(("a", "2023-09-18"), view=View(("Dean",)))
    assert not made(("a", "2023-09-18"), view=View(("Fox",)))


def test_lines_stand_in_order_of_time_and_undated_ones_last() -> None:
    layers = {"a": Layers(events=(Event(10, 13, id="e1"),))}
    entries = [
        Entry(when or "-", when or "-", when, (), (("a", "e1"),))
        for when in (None, "2024", "[..2023-02-01]", "2023")
    ]
    found = [line.when for line in lines(entries, DOCUMENTS, layers, View())]
    assert found == ["2023", "[..2023-02-01]", "2024", None]
