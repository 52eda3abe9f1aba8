"""The stages of story-timeline on sentences of our own, worked out by hand; the dct is Wednesday 2023-09-20."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path
from typing import Any

from bench import Document, Entry, Event
from bench.sdk.worker import load_file
from tests.extractors.marked import SYSTEMS, marked

FILE: Any = load_file(Path(SYSTEMS) / "story_timeline.py")
MERGING: Any = load_file(Path(SYSTEMS) / "merging.py")


def everything(*documents: Document) -> list[Entry]:
    return list(FILE.everything(documents))


def told(entries: list[Entry]) -> list[tuple[str | None, tuple[tuple[str, str], ...]]]:
    return [(entry.when, entry.mentions) for entry in entries]


def test_two_reports_of_one_visit_are_one_entry() -> None:
    a = marked("Ada Boyle {visited|2023-09-18} Oslo.", name="a")
    b = marked("They say the {trip|2023-09-18} of Ada Boyle went well.", name="b")
    # "trip" has nobody before it, and after it Ada Boyle, who visited in the first
    assert told(everything(a, b)) == [("2023-09-18", (("a", "e1"), ("b", "e1")))]


def test_two_visits_months_apart_by_the_same_people_to_the_same_city_stay_two() -> None:
    a = marked("Ada Boyle {visited|2023-02-20} Carl Dean in Oslo.", name="a")
    b = marked("Ada Boyle {visited|2023-09-18} Carl Dean in Oslo.", name="b")
    assert told(everything(a, b)) == [("2023-02-20", (("a", "e1"),)), ("2023-09-18", (("b", "e1"),))]


def test_an_open_date_joins_no_visit_of_another_article() -> None:
    a = marked("Ada Boyle {visited|[..2023-09-20]} Carl Dean.", name="a")
    b = marked("Ada Boyle {visited|2023-09-18} Carl Dean.", name="b")
    assert len(everything(a, b)) == 2


def test_reports_that_differ_by_a_day_are_one_entry_if_two_take_part_in_both() -> None:
    a = marked("Ada Boyle {met|2023-09-18} Carl Dean.", name="a")
    b = marked("Ada Boyle {met|2023-09-19} Carl Dean.", name="b")
    c = marked("Ada Boyle {met|2023-09-19} staff.", name="c")
    assert len(everything(a, b)) == 1
    assert len(everything(a, c)) == 2  # one in common isn't enough for another day


def test_other_people_or_words_make_another_entry() -> None:
    a = marked("Ada Boyle {met|2023-09-18} Carl Dean.", name="a")
    b = marked("Eve Fox {met|2023-09-18} Gus Hill.", name="b")
    c = marked("Ada Boyle {praised|2023-09-18} Carl Dean.", name="c")
    assert len(everything(a, b, c)) == 3


def test_participants_have_their_fullest_form_and_places_take_no_part() -> None:
    a = marked(
        "Foreign Minister Ada Boyle {spoke|2023-09-18} with Carl Dean in Oslo. Boyle {left|2023-09-19}.", name="a"
    )
    found = everything(a)
    assert [entry.participants for entry in found] == [("Ada Boyle", "Carl Dean"), ("Ada Boyle",)]


def test_a_pronoun_is_the_last_that_took_part() -> None:
    a = marked("Ada Boyle {spoke|2023-09-18}. Then she {left|2023-09-19}.", name="a")
    assert [entry.participants for entry in everything(a)] == [("Ada Boyle",), ("Ada Boyle",)]


def test_a_capital_that_only_opens_a_sentence_is_no_name() -> None:
    a = marked("Talks {began|2023-09-18}. The talks {ended|2023-09-19}.", name="a")
    assert [entry.participants for entry in everything(a)] == [(), ()]


def test_entries_stand_in_order_of_time() -> None:
    a = marked("{one|2023-09-19} {two|[..2023-09-01]} {three|2023} {four|[2024-01-01..]} {five|}", name="a")
    events = (*a.events[:4], replace(a.events[4], when=None))
    # before 1 September; the year, which begins first, after it only if it begins later: 1 January stands first
    assert [entry.when for entry in everything(replace(a, events=events))] == [
        "2023",
        "[..2023-09-01]",
        "2023-09-19",
        "[2024-01-01..]",
        None,
    ]


def test_what_is_chosen_has_mentions_articles_a_date_and_somebody() -> None:
    far = "x " * 400  # past the lead of the article
    a = marked(f"Ada Boyle {{met|2023-09-18}} Carl Dean. {far}. Eve Fox {{ran|2023-09-18}}.", name="a")
    (only,) = FILE.chosen([a])
    assert only.mentions == (("a", "e1"),)
    assert only.label == "Ada Boyle met Carl Dean"


def test_states_and_speech_are_not_chosen() -> None:
    a = marked("Ada Boyle {met|2023-09-18} Carl Dean.", name="a")
    for class_, realis in (("STATE", "ACTUAL"), ("REPORTING", "ACTUAL"), ("OCCURRENCE", "OTHER")):
        event = replace(a.events[0], class_=class_, realis=realis)
        assert list(FILE.chosen([replace(a, events=(event,))])) == []


def test_days_of() -> None:
    days = MERGING.days_of("2023-09")
    assert [day.isoformat() for day in days] == ["2023-09-01", "2023-09-30"]
    assert MERGING.days_of("[..2023-09-18]")[0] == MERGING.OPEN[0]
    assert MERGING.days_of("2023/..")[1] == MERGING.OPEN[1]
    assert MERGING.days_of("soon") is None
    assert MERGING.days_of(None) is None


def test_a_clause_gives_one_entry() -> None:
    a = marked("Ada Boyle {filed|2023-09-18} a {suit|2023-09-18} against Carl Dean.", name="a")
    (only,) = FILE.chosen([a])
    assert only.mentions == (("a", "e1"),)


def test_a_date_that_is_not_the_articles_usual_one_is_worth_an_entry() -> None:
    far = "x " * 400
    text = f"Eve Fox {{met|2023-09-18}} Gus Hill and {{left|2023-09-18}}. {far}. Ada Boyle {{ran|2023-09-18}}. "
    a = marked(text + "Carl Dean {resigned|2021-05-03}.", name="a")
    # "resigned" stands far from the lead and has one mention, as "ran"; only its date tells them apart
    assert next(entry.when for entry in FILE.chosen([a])) == "2021-05-03"
    assert ("a", "e3") not in {mention for entry in FILE.chosen([a]) for mention in entry.mentions}


def test_a_clause_is_found_however_long_it_is() -> None:
    clause = MERGING.clause
    words = "so " * 500  # further back than the search begins with
    text = f"First. {words}they met in Lima, and left"
    start = text.index("met")
    document = Document("d", text, datetime.date(2025, 3, 4))
    assert clause(document, Event(start, start + 3)) == f"{words}they met in Lima"
    assert clause(Document("d", "They met", datetime.date(2025, 3, 4)), Event(5, 8)) == "They met"
