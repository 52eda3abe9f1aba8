"""Two timelines beside each other, on entries of our own whose rows are worked out by hand."""

from __future__ import annotations

import csv
import datetime
import io
import json
from pathlib import Path
from typing import Any

import pytest

from bench import Document, Event
from bench.cli.root import run
from bench.dataset.suite import Layers, Predictions
from bench.errors import UsageError
from bench.sdk.model import Entry, Region
from bench.timelines import beside, beside_forms, comparing
from bench.timelines.articles import Articles
from bench.timelines.comparing import Beside, Row
from bench.timelines.making import Made
from bench.timelines.story import View
from tests.conftest import write_suite

ROOT = Path(__file__).parents[2]
TEXT = "Ada met Carl. They signed a deal. Eve left."
DAY = datetime.date(2024, 8, 14)
DOCUMENTS = [Document("a", TEXT, DAY), Document("b", TEXT, DAY)]


def event(word: str, name: str) -> Event:
    start = TEXT.index(word)
    return Event(start, start + len(word), id=name)


OURS = Layers(events=(event("met", "m"), event("signed", "s"), event("left", "l")))
THEIRS = Layers(events=(event("met", "1"), event("signed", "2"), event("left", "3")))


def entry(name: str, label: str, when: str | None, who: tuple[str, ...], *mentions: tuple[str, str]) -> Entry:
    return Entry(name, label=label, when=when, participants=who, mentions=mentions)


FIRST = (
    entry("x", "They met", "2024-08-12", ("Ada", "Carl"), ("a", "m"), ("b", "m")),
    entry("y", "They signed", "2024-08-13", ("Ada",), ("a", "s")),
    entry("z", "Eve left", "2024-08-14", ("Eve",), ("a", "l")),
)
SECOND = (
    # the month as an interval of days is another date than a day, and the same as the month
    entry("1", "met Carl", "2024-08-12", ("Ada",), ("a", "1")),
    entry("2", "signed a deal", "2024-08", ("Ada",), ("a", "2")),
    entry("3", "Eve left", None, ("Eve",), ("b", "3")),
)
NAMES = ("gold", "mine")


def rows(view: View = View(), second: tuple[Entry, ...] = SECOND) -> tuple[list[Row], int]:  # noqa: B008
    timelines = [
        (FIRST, {"a": OURS, "b": OURS}),
        (second, {"a": THEIRS, "b": THEIRS}),
    ]
    return comparing.rows_of(NAMES, timelines, DOCUMENTS, view)


def two(found: list[Row]) -> Beside:
    made = Made([], None, Articles(DOCUMENTS), Predictions({}))  # type: ignore[arg-type]
    return Beside(NAMES, found, [made])


def test_one_happening_is_one_row_and_what_differs_is_said() -> None:
    found, hidden = rows()
    assert hidden == 0
    assert [(row.line.label, row.kind) for row in found] == [
        ("They met", "details"),
        ("They signed", "date"),
        ("Eve left", "only"),  # the two that tell of Eve stand on words of different articles
        ("Eve left", "only"),
    ]
    assert found[0].differences == ("who: Carl only in gold", "words: met (b) only in gold")
    assert found[1].differences == ("date",)
    assert [row.differences for row in found[2:]] == [("only gold",), ("only mine",)]
    assert two(found).summary == (
        "2 happenings in both (1 with another date, 1 with other details), 1 only in gold, 1 only in mine."
    )


def test_dates_that_are_the_same_at_the_granularity_do_not_differ() -> None:
    found, _ = rows(View(granularity="month"))
    assert found[1].differences == ()
    assert [line and line.when for line in found[1].lines] == ["2024-08", "2024-08"]


def test_a_row_is_shown_if_one_side_meets_the_view() -> None:
    found, hidden = rows(View(persons=("Carl",)))
    assert ([row.line.label for row in found], hidden) == (["They met"], 3)  # only gold names Carl
    found, hidden = rows(View(first=datetime.date(2024, 8, 14)))
    # signing may have been on any day of August for one side; an undated line falls into no stretch of time
    assert ([row.line.label for row in found], hidden) == (["They signed", "Eve left"], 2)


def test_words_that_gold_ignores_are_matched_with_nothing() -> None:
    place = TEXT.index("met")
    layers = {"a": Layers(events=OURS.events[1:], ignore=(Region(place, place + 3),))}
    found, _ = comparing.rows_of(NAMES, [((), layers), (SECOND[:1], {"a": THEIRS})], DOCUMENTS, View())
    assert [row.kind for row in found] == ["only"]


def test_where_nothing_matches_a_plain_line_says_so() -> None:
    found, _ = rows(second=(entry("3", "Eve left", None, ("Eve",), ("b", "3")),))
    assert two(found).summary == "Nothing stands in both timelines: 3 only in gold, 1 only in mine."


def test_the_table_has_the_dates_of_both_and_what_differs() -> None:
    grid = beside_forms.grid(two(rows()[0]))
    assert grid.headers == ("what", "gold", "mine", "differs")
    assert grid.rows[1] == ["They signed", "2024-08-13", "2024-08", "date"]
    assert grid.rows[2] == ["Eve left", "2024-08-14", "", "only gold"]
    assert grid.rows[3] == ["Eve left", "", "no date", "only mine"]


def test_csv_has_the_columns_of_both_sides() -> None:
    first, *_, last = csv.DictReader(io.StringIO(beside_forms.as_csv(two(rows()[0]))))
    assert (first["gold when"], first["mine when"], first["gold who"]) == ("2024-08-12", "2024-08-12", "Ada; Carl")
    assert (first["gold from"], first["mine from"]) == ("a: met; b: met", "a: met")
    assert (last["gold what"], last["mine what"], last["differs"]) == ("", "Eve left", "only mine")


def test_forms_of_one_timeline_are_refused() -> None:
    for form in ("ics", "task4"):
        with pytest.raises(UsageError, match="holds one timeline"):
            beside_forms.check(form)


@pytest.mark.parametrize(
    ("systems", "gold"),
    [(("a",), None), ((), None), (("a", "a"), None), (("a", "b", "c"), None), (("a", "b"), Path("x"))],
)
def test_two_timelines_are_needed(systems: tuple[str, ...], gold: Path | None) -> None:
    with pytest.raises(UsageError, match="two timelines stand beside each other"):
        beside(["x"], systems, gold=gold)


def suite(tmp_path: Path, timeline: list[dict[str, Any]]) -> Path:
    text = "On September 18, 2023, Ada Boyle met Carl Dean."
    start = text.index("met")
    document = {"id": "a", "text": text, "dct": "2023-09-20"}
    met = {"doc": "a", "id": "e1", "start": start, "end": start + 3, "text": "met", "class": "OCCURRENCE"}
    events = [{**met, "realis": "ACTUAL"}]
    layers: dict[str, list[dict[str, Any]]] = {
        "documents": [document],
        "timexes": [],
        "events": events,
        "timeline": timeline,
    }
    return write_suite(tmp_path / "gold", layers)


def test_gold_whose_entries_name_no_words_cannot_be_matched(tmp_path: Path) -> None:
    gold = suite(tmp_path, [{"id": "m", "label": "They met", "when": "2023-09-18", "mentions": []}])
    with pytest.raises(UsageError, match="names the words"):
        beside([], ["plain-timeline"], gold=gold, folder=ROOT / "systems")
    with pytest.raises(UsageError, match="has no timeline"):
        beside([], ["plain-timeline"], gold=suite(tmp_path, []), folder=ROOT / "systems")
    with pytest.raises(UsageError, match="leave ARTICLES out"):
        beside([str(ROOT / "docs")], ["plain-timeline"], gold=gold, folder=ROOT / "systems")


@pytest.mark.slow
def test_the_command_beside_gold(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    entries = [{"id": "m", "label": "They met", "when": "2023-09-18", "participants": ["Carl Dean", "Ada Boyle"],
                "mentions": [["a", "e1"]]}]  # fmt: skip
    gold = suite(tmp_path, entries)
    words = ["timeline", "--gold", str(gold), "--system", "plain-timeline"]
    assert run([*words, "--format", "json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["timelines"] == ["gold", "plain-timeline"]
    (row,) = data["rows"]
    assert row["differences"] == []  # the same day, the same two people and the same word
    assert row["lines"][0]["label"] == "They met"
    assert run([*words, "--format", "ics"]) == 2
    assert run(["timeline"]) == 2


@pytest.mark.slow
def test_the_page_of_two_timelines_escapes_what_they_say(tmp_path: Path) -> None:
    pytest.importorskip("bokeh")
    articles = tmp_path / "x.jsonl"
    text = "On September 18, 2023, Ada Boyle met <script>alert(1)</script> Carl Dean."
    articles.write_text(json.dumps({"id": "x", "text": text, "dct": "2023-09-20"}) + "\n", encoding="utf-8")
    words = ["timeline", str(articles), "--system", "plain-timeline", "--system", "dated-timeline"]
    assert run([*words, "-o", str(tmp_path / "two.html")]) == 0
    page = (tmp_path / "two.html").read_text(encoding="utf-8")
    assert "<script>alert(1)" not in page
    assert "by plain-timeline and by dated-timeline" in page
