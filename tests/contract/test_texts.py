"""The small texts: their labels stand where they say, and are well formed."""

from __future__ import annotations

import datetime

from bench.contract import texts
from bench.temporal import edtf, timex3


def test_the_small_texts_are_labelled_where_the_words_stand() -> None:
    training = texts.training()
    assert [document.dct for document in training] == [datetime.date(2021, 5, 4)] * 6
    for document in training:
        spans = [(timex.start, timex.end, timex.text) for timex in document.timexes]
        spans += [(event.start, event.end, event.text) for event in document.events]
        spans += [(region.start, region.end, region.text) for region in document.ignore]
        assert [text for start, end, text in spans if document.text[start:end] != text] == []
        for timex in document.timexes:
            assert timex3.parse(timex.value or "")
        for event in document.events:
            assert event.when is None or edtf.parse(event.when)
    # by hand, of the first: "The market opened on Monday. Many people visited it today.\nSubscribe here"
    assert [(timex.start, timex.value) for timex in training[0].timexes] == [
        (21, "2021-05-03"),
        (52, "2021-05-04"),
    ]
    assert [event.start for event in training[0].events] == [11, 41]
    assert [(region.start, region.end) for region in training[0].ignore] == [(59, 73)]
    assert not any("open" in event.text and event.text != "open" for event in training[5].events)


def test_the_long_line_is_one_line_of_100_000_characters() -> None:
    assert len(texts.LONG_LINE.splitlines()) == 1
    assert len(texts.LONG_LINE) > 100_000
