"""The rules over spaCy's tokens. Every sentence is written on Wednesday, 20 September 2023."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Extract = Callable[..., list[Any]]

# text: [span = type value mod], worked out by hand from the annotation scheme and a calendar
CALENDAR = {
    "The plant opened on Monday, September 18, 2023.": ["Monday, September 18, 2023 = DATE 2023-09-18"],
    "It closed on 18 September.": ["18 September = DATE 2023-09-18"],
    "It opens on February 12, they said.": ["February 12 = DATE 2023-02-12"],
    "It will open on February 12.": ["February 12 = DATE 2024-02-12"],
    "They met in July and will meet in May.": ["July = DATE 2023-07", "May = DATE 2024-05"],
    "from April or early May 2021": ["April = DATE 2023-04", "early May 2021 = DATE 2021-05 START"],
    "this March, and mid-2011": ["this March = DATE 2023-03", "mid-2011 = DATE 2011 MID"],
    "in the spring of 2023 (1998)": ["the spring of 2023 = DATE 2023-SP", "1998 = DATE 1998"],
    "Last summer was hot.": ["Last summer = DATE 2023-SU"],
    "in the third quarter of 2022": ["the third quarter of 2022 = DATE 2022-Q3"],
    "the late 1990s and the 19th century": ["the late 1990s = DATE 199 END", "the 19th century = DATE 18"],
    "See 2023-09-18 and 9/18/2023.": ["2023-09-18 = DATE 2023-09-18", "9/18/2023 = DATE 2023-09-18"],
    "by the end of 2024": ["the end of 2024 = DATE 2024 END"],
}
DEICTIC = {
    "He arrived early Tuesday.": ["early Tuesday = DATE 2023-09-19 START"],
    "She said on Friday that it will rain.": ["Friday = DATE 2023-09-15"],
    "She will speak on Friday.": ["Friday = DATE 2023-09-22"],
    "It is next Monday, not last Monday.": ["next Monday = DATE 2023-09-25", "last Monday = DATE 2023-09-18"],
    "later on Tuesday evening": ["Tuesday evening = TIME 2023-09-19TEV"],
    "Yesterday and tomorrow morning": ["Yesterday = DATE 2023-09-19", "tomorrow morning = TIME 2023-09-21TMO"],
    "last night, not tonight": ["last night = TIME 2023-09-19TNI", "tonight = TIME 2023-09-20TNI"],
    "this year's session, last week": ["this year = DATE 2023", "last week = DATE 2023-W37"],
    "two days ago; about three years ago": [
        "two days ago = DATE 2023-09-18",
        "about three years ago = DATE 2020 APPROX",
    ],
    "They met on Monday at 5:30 p.m. near Oslo.": [
        "Monday = DATE 2023-09-18",
        "5:30 p.m. = TIME 2023-09-18T17:30",
    ],
    "It starts the day after tomorrow.": ["the day after tomorrow = DATE 2023-09-22"],
    "It ended on May 3, 2021; by the end of the year": [
        "May 3, 2021 = DATE 2021-05-03",
        "the end of the year = DATE 2023 END",
    ],
    "at 10:00 GMT and noon": ["10:00 GMT = TIME 2023-09-20T10:00Z", "noon = TIME 2023-09-20T12:00"],
}
ANAPHORIC = {
    "It began on May 3, 2021. The next day it ended.": [
        "May 3, 2021 = DATE 2021-05-03",
        "The next day = DATE 2021-05-04",
    ],
    "Born on 31 January 2020, it died a month later.": [
        "31 January 2020 = DATE 2020-01-31",
        "a month later = DATE 2020-02",
    ],
    "In 1999 they met. That year it snowed.": ["1999 = DATE 1999", "That year = DATE 1999"],
    "In 1914 and 1915, in 1916 and 1917, war. In May 1918 and then in June, peace.": [
        "1914 = DATE 1914",
        "1915 = DATE 1915",
        "1916 = DATE 1916",
        "1917 = DATE 1917",
        "May 1918 = DATE 1918-05",
        "June = DATE 1918-06",
    ],
}
LENGTHS = {
    "a four-day trip of more than two weeks": [
        "four-day = DURATION P4D",
        "more than two weeks = DURATION P2W MORE_THAN",
    ],
    "hours after the vote, several days": ["hours = DURATION PTXH", "several days = DURATION PXD"],
    "over the past year and the last 20 minutes": [
        "the past year = DURATION P1Y",
        "the last 20 minutes = DURATION PT20M",
    ],
    "every Monday, daily, and twice a week": [
        "every Monday = SET XXXX-WXX-1",
        "daily = SET P1D",
        "a week = SET P1W",
    ],
    "half an hour, two and a half years": [
        "half an hour = DURATION PT30M",
        "two and a half years = DURATION P2.5Y",
    ],
    "every two years": ["every two years = SET P2Y"],
}
VAGUE = {
    "in recent years and previous years": ["recent years = DATE PAST_REF", "previous years = DATE PAST_REF"],
    "the current plan for the future": ["current = DATE PRESENT_REF", "the future = DATE FUTURE_REF"],
    "a recent visit in the coming weeks": ["recent = DATE PAST_REF", "the coming weeks = DATE FUTURE_REF"],
}
NO_TIME: dict[str, list[str]] = {
    "": [],
    "At the same time the 78th session of the Global Times discussed the Cold War.": [],
    "It may march on; second place, 2000 people, $1999 and April 31.": ["April = DATE 2023-04"],
}
LIMITS = {
    "two days after the vote": ["two days = DURATION P2D"],  # an event's date is only a length
    "by Christmas": [],  # a feast
    "September\n18": ["September = DATE 2023-09"],  # a line ends it
    "the youth of today": ["today = DATE 2023-09-20"],  # rhetorical
}
CASES = CALENDAR | DEICTIC | ANAPHORIC | LENGTHS | VAGUE | NO_TIME | LIMITS


@pytest.mark.parametrize(("text", "expected"), CASES.items())
def test_timexes(extract: Extract, text: str, expected: list[str]) -> None:
    found = extract("spacy_rules", text)
    shown = [f"{text[timex.start : timex.end]} = {timex.type} {timex.value} {timex.mod or ''}" for timex in found]
    assert [line.rstrip() for line in shown] == expected


def test_offsets_are_code_points_of_the_text_as_given(extract: Extract) -> None:
    text = "🚀🚀\r\n\u00a0on\u00a0May\u00a03,\u20092021"
    assert [(timex.start, timex.end, timex.value) for timex in extract("spacy_rules", text)] == [
        (8, 19, "2021-05-03")
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "She said on [Friday] that it opens [next week].",
            ["Friday = DATE 2023-09-15", "next week = DATE 2023-W39"],
        ),
        # what counts from the date mentioned last: the given ones alone are mentioned
        (
            "On [July 4, 2021] they met; on May 5, 2020 they did not. [Three days later] it rained.",
            ["July 4, 2021 = DATE 2021-07-04", "Three days later = DATE 2021-07-07"],
        ),
        # a rule matches inside, or across an end, or nothing
        ("before [Monday, noon of] it, [the week last] week, at [the fair]", []),
        # found alone it would be early May 2021: a longer match doesn't hide the given span
        ("🚀 in [early May] 2021", ["early May = DATE 2023-05 START"]),
        ("[] nothing", []),
    ],
)
def test_given_spans(resolve: Extract, text: str, expected: list[str]) -> None:
    assert resolve("spacy_rules", text) == expected
