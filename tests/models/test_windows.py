"""Windows of a document: paragraphs and sentences that together are the text."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.models.windows import WINDOWS, windows
from bench.sdk.model import Document, Timex

DCT = datetime.date(2021, 5, 4)


def parts(text: str, window: str) -> list[tuple[int, str]]:
    return [(start, part.text) for start, part in windows(Document("d", text, DCT), window)]


def test_a_document_is_one_window_without_labels() -> None:
    document = Document("d", " Now. Then. ", DCT, timexes=(Timex(1, 4),))
    assert list(windows(document, "document")) == [(0, Document("d", " Now. Then. ", DCT))]


def test_paragraphs_end_at_empty_lines() -> None:
    assert parts("One.\nTwo.\n \nThree.\n\n\n", "paragraph") == [(0, "One.\nTwo."), (12, "Three.")]


def test_paragraphs_end_at_line_ends_if_no_line_is_empty() -> None:
    assert parts("One.\nTwo.\n", "paragraph") == [(0, "One."), (5, "Two.")]


def test_sentences_end_where_a_capital_letter_or_a_digit_follows() -> None:
    text = "He left. “Go!” She said 3.5 p.m. was late. 9 came"
    assert parts(text, "sentence") == [
        (0, "He left."),
        (9, "“Go!”"),
        (15, "She said 3.5 p.m. was late."),
        (43, "9 came"),
    ]


def test_sentences_end_with_their_paragraph() -> None:
    assert parts("A title\n\nIt rained", "sentence") == [(0, "A title"), (9, "It rained")]


def test_nothing_is_asked_about_white_space() -> None:
    assert parts(" \n\n ", "sentence") == []
    assert parts(" \n\n ", "document") == [(0, " \n\n ")]


def test_another_window_is_refused() -> None:
    with pytest.raises(ValueError, match="a window is document, paragraph or sentence, not 'word'"):
        parts("Now.", "word")


@given(st.text(alphabet="aB1 .!\n”é", max_size=60), st.sampled_from(WINDOWS))
def test_windows_hold_all_but_white_space(text: str, window: str) -> None:
    left = list(text)
    for start, part in parts(text, window):
        assert text[start : start + len(part)] == part
        left[start : start + len(part)] = " " * len(part)
    assert not "".join(left).strip()
