"""dated-timeline on articles worked out by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.extractors.marked import load, marked

dated_timeline = load("dated_timeline")
SYSTEM = dated_timeline.__globals__


def rows(*written: str) -> list[tuple[str, str, list[str]]]:
    """When, label and mentions of the entries of articles a, b, …"""
    documents = [marked(text, name=name) for name, text in zip("abc", written, strict=False)]
    return [
        (entry.when, entry.label, [" ".join(mention) for mention in entry.mentions])
        for entry in dated_timeline(documents)
    ]


def test_reports_of_one_happening_in_several_articles_are_one_entry() -> None:
    assert rows(
        "On Monday, Wu {visited|2023-09-18} Riga.", "Wu's {visits|2023-09-18} began.", "A {visit|2023-09-18}"
    ) == [("2023-09-18", "Wu visited Riga", ["a e1", "b e1", "c e1"])]


def test_another_day_or_another_word_is_another_entry() -> None:
    assert rows("Wu {visited|2023-09-19} Riga.\nHe {spoke|2023-09-18}; they {visited|2023-09} him!") == [
        ("2023-09", "they visited him!", ["a e3"]),
        ("2023-09-18", "He spoke", ["a e2"]),
        ("2023-09-19", "Wu visited Riga", ["a e1"]),
    ]


def test_twice_in_one_article_is_one_entry() -> None:
    assert rows("The {talks|2023} led to {talks|2023}") == [("2023", "The talks led to talks", ["a e1", "a e2"])]


def test_left_out() -> None:
    document = marked("{a|2023} {b|2023} {c|2023} {d} {e|2023}")
    a, b, c, d, e = document.events
    events = (replace(a, class_="REPORTING"), replace(b, realis="PLANNED"), replace(c, realis="OTHER"), d, e)
    assert [entry.mentions for entry in dated_timeline([replace(document, events=events)])] == [(("d", "e5"),)]


def test_nothing() -> None:
    assert rows() == rows("") == []


def test_ids_are_distinct() -> None:
    entries = list(dated_timeline([marked("{a|2023} {b|2023} {c|2022}")]))
    assert [entry.id for entry in entries] == ["1", "2", "3"]


STEMS = [
    "visit visits visited visiting Visit",
    "plan plans planned planning",
    "call calls called calling",
    "agree agrees agreed agreeing",
    "carry carries carried carrying",
    "move moves moved moving",
    "meeting meetings",
    "war wars",
]


@pytest.mark.parametrize("words", STEMS)
def test_endings(words: str) -> None:
    assert len({SYSTEM["stem"](word) for word in words.split()}) == 1


def test_short_words_keep_their_endings() -> None:
    assert {word: SYSTEM["stem"](word) for word in ("led", "is", "sing", "died")} == {
        "led": "led",
        "is": "is",
        "sing": "sing",
        "died": "died",
    }
