"""plain-verbs on sentences worked out by hand."""

from __future__ import annotations

import pytest

from tests.extractors.marked import load, marked

plain_verbs = load("plain_verbs")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ada visited Oslo and spoke.", [("visited", "OCCURRENCE", "ACTUAL"), ("spoke", "OCCURRENCE", "ACTUAL")]),
        ("She said the talks ended.", [
            ("said", "REPORTING", "ACTUAL"), ("talks", "OCCURRENCE", "ACTUAL"), ("ended", "OCCURRENCE", "ACTUAL"),
        ]),
        ("They will meet in May.", [("meet", "OCCURRENCE", "PLANNED")]),
        ("It was not signed.", [("signed", "OCCURRENCE", "OTHER")]),
        ("The united team in need is red.", []),  # after an article; -eed; too short
        ("It opened in March.", [("opened", "OCCURRENCE", "ACTUAL")]),
        ("", []),
    ],
)  # fmt: skip
def test_sentences(text: str, expected: list[tuple[str, str, str]]) -> None:
    found = [(text[event.start : event.end], event.class_, event.realis) for event in plain_verbs(marked(text))]
    assert found == expected
