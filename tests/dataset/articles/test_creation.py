"""The day that is proposed for an article, and its reason."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.dataset.articles.article import Dated
from bench.dataset.articles.creation import proposed

META = Dated(datetime.date(2022, 3, 4), "the page's meta 'date'")
CONVERTED = Dated(datetime.date(2026, 1, 2), "the PDF's 'CreationDate'", converted=True)


@pytest.mark.parametrize(
    ("text", "day", "basis", "reason"),
    [
        (
            "September 19 (Agency) – Talks began. A picture of September 18, 2023, shows it.",
            "2023-09-19",
            "stated",
            "dateline 'September 19'; the year from 'September 18, 2023'",
        ),
        # the year is the one that brings the two days closest, not the one that stands there
        ("LIMA, Jan. 2 (Agency) - It began on December 30, 2020.", "2021-01-02", "stated", None),
        ("Lima (AP), 3 May 2021 — Hello.", "2021-05-03", "stated", "dateline '3 May 2021'"),
        ("1695103720 News\n\nSeptember 19 – Hello.", "2023-09-19", "stated", None),
        ("News\n\nMOSCOW, Sept 19 -- It was so in 2019 and in 2021.", "2021-09-19", "stated", None),
        ("Monday, May 3, 2021\n\nHello.", "2021-05-03", "stated", "'May 3, 2021' on a line of its own at the top"),
        ("Published: 2021-05-03 10:30\nHello.", "2021-05-03", "stated", None),
        (
            "He came on May 3, 2021, and will go on May 9, 2021.",
            "2021-05-03",
            "inferred",
            "no dateline; 'May 3, 2021' is the latest day that the text reports",
        ),
        ("He came on May 3. It was 2021.", "2021-05-03", "inferred", None),
    ],
)
def test_a_text_tells_its_day(text: str, day: str, basis: str, reason: str | None) -> None:
    found = proposed(text)
    assert found is not None
    assert (found.day.isoformat(), found.basis) == (day, basis)
    assert reason is None or found.reason == reason


@pytest.mark.parametrize(
    "text",
    ["", "On Monday.", "On September 18 he came.", "It was February 30, 2021.", "On 18/09/2023.", "May 2021"],
)
def test_a_text_that_tells_no_day_has_none(text: str) -> None:
    assert proposed(text) is None


def test_a_page_date_that_no_other_year_of_the_text_bears_out_is_doubted() -> None:
    found = proposed("July 13, 2024\n\nHe came in December 2022, and may come in 2023.")
    assert found is not None
    assert found.day == datetime.date(2024, 7, 13)
    assert "may be the day of a later posting" in found.reason
    assert "its latest other year is 2023" in found.reason
    found = proposed("July 13, 2024\n\nHe came in December 2022, and in March 2024.")
    assert found is not None
    assert "posting" not in found.reason


@pytest.mark.parametrize(
    ("text", "days", "day", "basis"),
    [
        ("March 5 (Agency) – Hello.", [META], "2022-03-05", "stated"),  # the dateline, its year from the page
        ("March 9, 2022\n\nHello.", [META], "2022-03-04", "metadata"),
        ("March 9, 2022\n\nHello.", [CONVERTED], "2022-03-09", "stated"),
        ("He came on March 9, 2022.", [CONVERTED], "2026-01-02", "metadata"),
    ],
)
def test_metadata_and_text_have_an_order(text: str, days: list[Dated], day: str, basis: str) -> None:
    found = proposed(text, days)
    assert found is not None
    assert (found.day.isoformat(), found.basis) == (day, basis)


def test_a_day_that_may_be_of_a_conversion_says_so() -> None:
    found = proposed("Hello.", [CONVERTED])
    assert found is not None
    assert found.reason == "the PDF's 'CreationDate', which may be the day on which the file was made from another"


_PIECES = st.sampled_from(
    [
        "May ",
        "Sept. ",
        "31",
        "30",
        " 2023",
        "2023-02-30",
        "1695103720",
        "\n",
        " – ",
        "MOSCOW, ",
        "(A) ",
        "will ",
        "٣",
    ]
)


@given(st.lists(_PIECES | st.text(max_size=3), max_size=12).map("".join))
def test_any_text_has_a_day_of_the_calendar_or_none(text: str) -> None:
    found = proposed(text)
    assert found is None or found.day.year >= 1900
    # a full dateline counts whatever stands behind it
    dated = proposed(f"May 3, 2021 – {text}")
    assert dated is not None
    assert dated.day == datetime.date(2021, 5, 3)
