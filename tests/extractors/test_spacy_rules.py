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
    "It opens on February 12, they said.": ["February 12 = DATE 2024-02-12"],  # what opens is to come
    "It will open on February 12.": ["February 12 = DATE 2024-02-12"],
    "They met in July and will meet in May.": ["July = DATE 2023-07", "May = DATE 2024-05"],
    "from April or early May 2021": ["April = DATE 2021-04", "early May 2021 = DATE 2021-05 START"],
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
        "the end of the year = DATE 2021 END",  # the year of which the sentence tells
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
    # news that recalls many years still counts weekdays from the dct
    "In 1960 and 1964, in 1970 and 1980, in 1990 they met; on Monday they did not.": [
        "1960 = DATE 1960",
        "1964 = DATE 1964",
        "1970 = DATE 1970",
        "1980 = DATE 1980",
        "1990 = DATE 1990",
        "Monday = DATE 2023-09-18",
    ],
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
JOINED_AND_NAMES = {
    "The rally runs from December to January 2022, from May 5 to 9.": [
        "December = DATE 2021-12",
        "January 2022 = DATE 2022-01",
        "May 5 = DATE 2023-05-05",
        "9 = DATE 2023-05-09",
    ],
    "She was jailed in May 2009, freed in June and will speak in October.": [
        "May 2009 = DATE 2009-05",
        "June = DATE 2009-06",
        "October = DATE 2023-10",
    ],
    "They met on May 4 and 5, and on 6-7 April; on the 19th, they parted.": [
        "May 4 = DATE 2023-05-04",
        "5 = DATE 2023-05-05",
        "6 = DATE 2023-04-06",
        "7 April = DATE 2023-04-07",
        "the 19th = DATE 2023-04-19",
    ],
    "It closed in March last year, in August of that year and last Sept. 11.": [
        "March last year = DATE 2022-03",
        "August of that year = DATE 2022-08",
        "last Sept. 11 = DATE 2022-09-11",
    ],
    "He retired early in 1914 and late on Tuesday, not later in 1915.": [
        "early in 1914 = DATE 1914 START",
        "late on Tuesday = DATE 2023-09-19 END",
        "later in 1915 = DATE 1915",
    ],
    "The Sept. 11 attacks, the 9/11 panel and the 2012-13 season.": [
        "Sept. 11 = DATE 2001-09-11",
        "9/11 = DATE 2001-09-11",
        "2012-13 = DATE 2012",
    ],
    "Theresa May, April Jones, Jan and the March on Rome came.": [],
    "The 2012 elections, UN Resolution 2094 and a 1914 record.": [
        "2012 = DATE 2012",
        "1914 = DATE 1914",
    ],
    "It rained in the week of March 6, the first week of May and on the second Tuesday in June.": [
        "the week of March 6 = DATE 2023-W10",
        "the first week of May = DATE 2023-W18",
        "the second Tuesday in June = DATE 2023-06-13",
    ],
}
QUARTERS = {
    "Profit fell in the fourth quarter from a year earlier.": [
        "the fourth quarter = DATE 2022-Q4",
        "a year earlier = DATE 2021-Q4",
    ],
    "It will publish third-quarter results; the quarter was weak.": [
        "third-quarter = DATE 2023-Q3",
        "the quarter = DATE 2023-Q3",
    ],
    "Sales rose in the first quarter of fiscal 2023 from the same period last year, and in Q2 2022.": [
        "the first quarter of fiscal 2023 = DATE 2023-Q1",
        "the same period last year = DATE 2022-Q1",
        "Q2 2022 = DATE 2022-Q2",
    ],
    "The last quarter of 2022, last year's first quarter and the latest quarter were good.": [
        "The last quarter of 2022 = DATE 2022-Q4",
        "last year's first quarter = DATE 2022-Q1",
        "the latest quarter = DATE 2023-Q2",
    ],
    "In fiscal 2024 it will grow; its fiscal year has begun.": [
        "fiscal 2024 = DATE FY2024",
        "fiscal year = DATE FY2023",
    ],
    "Exports grew 14 percent in August from a year earlier.": [
        "August = DATE 2023-08",
        "a year earlier = DATE 2022-08",
    ],
}
SEASONS_AND_FEASTS = {
    "The winter storm hit in winter; it will open in the fall, as every summer.": [
        "winter = DATE 2023-WI",
        "the fall = DATE 2023-FA",
        "every summer = SET XXXX-SU",
    ],
    "By Christmas, on New Year's Eve, at Easter 2022 and last Thanksgiving; not on Chinese New Year.": [
        "Christmas = DATE 2023-12-25",
        "New Year's Eve = DATE 2023-12-31",
        "Easter 2022 = DATE 2022-04-17",
        "last Thanksgiving = DATE 2022-11-24",
    ],
}
DAYS_AND_CLOCK = {
    "In the early hours of Monday and overnight, it rained; the night before, it had not.": [
        "the early hours of Monday = TIME 2023-09-18TMO START",
        "overnight = TIME 2023-09-18TNI",
        "the night before = TIME 2023-09-17TNI",
    ],
    "The bank has until Friday, and the two agreed to meet on Thursday.": [
        "Friday = DATE 2023-09-22",
        "Thursday = DATE 2023-09-21",
    ],
    "The meeting will be held on Sunday; he returned to Rome on Sunday.": [
        "Sunday = DATE 2023-09-24",
        "Sunday = DATE 2023-09-17",
    ],
    "Black Friday, the Sunday Times and USA Today.": [],
    "She spoke at 9 p.m. EDT on Monday, at about 3 p.m. Tuesday and at 1700 GMT.": [
        "9 p.m. EDT = TIME 2023-09-18T21:00",
        "Monday = DATE 2023-09-18",
        "about 3 p.m. Tuesday = TIME 2023-09-19T15:00 APPROX",
        "1700 GMT = TIME 2023-09-19T17:00Z",
    ],
    "From 8 to 10 p.m., at 10.30 GMT, at 9 o'clock, and May 3, 2021, 3:15 p.m. ET": [
        "8 = TIME 2023-09-20T20:00",
        "10 p.m. = TIME 2023-09-20T22:00",
        "10.30 GMT = TIME 2023-09-20T10:30Z",
        "9 o'clock = TIME 2023-09-20T09:00",
        "May 3, 2021, 3:15 p.m. ET = TIME 2021-05-03T15:15",
    ],
}
CURRENT_UNITS = {
    "Earlier this week, later that month and late last year it rained.": [
        "Earlier this week = DATE 2023-W38",
        "later that month = DATE 2023-09",
        "late last year = DATE 2022 END",
    ],
    "Earlier in the day, it was dry; the rest of the year and year-end will be wet.": [
        "Earlier in the day = DATE 2023-09-20",
        "the rest of the year = DATE 2023",
        "year-end = DATE 2023 END",
    ],
    "Over the weekend, a weekend storm came; the player of the year left for the year.": [
        "the weekend = DATE 2023-W37-WE",
        "weekend = DATE 2023-W37-WE",
        "the year = DATE 2023",
    ],
    "In the last week, over the next year, in the year to July.": [
        "the last week = DURATION P1W",
        "the next year = DURATION P1Y",
        "the year = DURATION P1Y",
        "July = DATE 2023-07",
    ],
}
MORE_LENGTHS = {
    "The 46-year-old, 64 years old, has a 3-year-old son.": [
        "46-year-old = DURATION P46Y",
        "64 years old = DURATION P64Y",
        "3-year-old = DURATION P3Y",
    ],
    "The talks took two to three days, or 30-40 minutes, or six to eight weeks.": [
        "two to three days = DURATION P3D",
        "30-40 minutes = DURATION PT40M",
        "six to eight weeks = DURATION P8W",
    ],
    "For the next two to three years and the last couple of months": [
        "the next two to three years = DURATION P3Y",
        "the last couple of months = DURATION PXM",
    ],
    "A year and a half, two-and-a-half years, two hours and 45 minutes, half a century": [
        "A year and a half = DURATION P1.5Y",
        "two-and-a-half years = DURATION P2.5Y",
        "two hours and 45 minutes = DURATION PT2H45M",
        "half a century = DURATION P50Y",
    ],
    "Twenty-five years ago; a half-century-old, 100-million-year-old thing": [
        "Twenty-five years ago = DATE 1998",
        "half-century-old = DURATION P50Y",
        "100-million-year-old = DURATION P100000000Y",
    ],
    "Another two weeks, two more days, a few more hours, a day or two, five straight quarters": [
        "Another two weeks = DURATION P2W",
        "two more days = DURATION P2D",
        "a few more hours = DURATION PTXH",
        "a day or two = DURATION P1D",
        "five straight quarters = DURATION P5Q",
    ],
    "The attacks over two days took over two years to plan.": [
        "two days = DURATION P2D",
        "over two years = DURATION P2Y MORE_THAN",
    ],
    "It was a yearlong, decades-long, nine day long fight in a three-month period.": [
        "yearlong = DURATION P1Y",
        "decades-long = DURATION PXDE",
        "nine day long = DURATION P9D",
        "a three-month period = DURATION P3M",
    ],
    "In the final years, the first hour, the two months, all year, the whole week": [
        "the final years = DURATION PXY",
        "the first hour = DURATION PT1H",
        "the two months = DURATION P2M",
        "all year = DURATION P1Y",
        "the whole week = DURATION P1W",
    ],
    "for the first time in years, days before, only weeks, over the decades": [
        "years = DURATION PXY",
        "days = DURATION PXD",
        "weeks = DURATION PXW",
        "the decades = DURATION PXDE",
    ],
    "60 miles per hour in the 1967 Six-Day War": ["1967 = DATE 1967"],  # a war's name is no length
}
DISTANCES = {
    "A year and a half later, half a century ago and 65 million years ago": [
        "A year and a half later = DATE 2025-03",
        "half a century ago = DATE 1973",
        "65 million years ago = DATE MA65",
    ],
    "He left the week before. An hour later, and a few days later, he came.": [
        "the week before = DATE 2023-W37",
        "An hour later = TIME 2023-09-13TXX",
        "a few days later = DATE 2023-XX-XX",
    ],
    "the year-ago quarter": [
        "the year-ago quarter = DATE 2022-Q3",
    ],
}
SETS = {
    "$50,000 a year, 100,000 barrels a day, every few years, on weekends, every Sunday morning": [
        "a year = SET P1Y",
        "a day = SET P1D",
        "every few years = SET PXY",
        "weekends = SET XXXX-WXX-WE",
        "every Sunday morning = SET XXXX-WXX-7TMO",
    ],
    "The Daily Mail and China Daily have a daily column on Friday nights.": [
        "daily = SET P1D",
        "Friday nights = SET XXXX-WXX-5TNI",
    ],
}
BOUNDS = {
    "It stayed open until 2 a.m. Tuesday; it will stay shut until next Thursday.": [
        "2 a.m. Tuesday = TIME 2023-09-19T02:00",
        "next Thursday = DATE 2023-09-28",
    ],
    "The vote was put off to November 1; it had been open since Monday.": [
        "November 1 = DATE 2023-11-01",
        "Monday = DATE 2023-09-18",
    ],
    "In the year 2000, two craft passed, as on the same day last year.": [
        "the year 2000 = DATE 2000",
        "the same day last year = DATE 2022-09-20",
    ],
    "next Monday, October 2": ["next Monday, October 2 = DATE 2023-10-02"],
    "He died in November; the deal collapsed in October.": ["November = DATE 2022-11", "October = DATE 2022-10"],
}
TENSES = {
    "He set a record on Monday. The trial is set for Monday.": [
        "Monday = DATE 2023-09-18",
        "Monday = DATE 2023-09-25",
    ],
    "Sales were better than expected on Monday.": ["Monday = DATE 2023-09-18"],
    "Flights were cancelled due to the storm on Monday; more are due on Friday.": [
        "Monday = DATE 2023-09-18",
        "Friday = DATE 2023-09-22",
    ],
    "He moved in 2012 or 10 years ago; they got six months and two years.": [
        "2012 = DATE 2012",
        "10 years ago = DATE 2013",
        "six months = DURATION P6M",
        "two years = DURATION P2Y",
    ],
}
MORE_VAGUE = {
    "long ago; in months past; the years ahead; the future king; a current account; for the moment": [
        "long ago = DATE PAST_REF",
        "months past = DATE PAST_REF",
        "the years ahead = DATE FUTURE_REF",
        "the moment = DATE PRESENT_REF",
    ],
}
NO_TIME: dict[str, list[str]] = {
    "": [],
    "At the same time the 78th session of the Global Times discussed the Cold War.": [],
    "It may march on; second place, 2000 people, $1999 and April 31.": ["April = DATE 2024-04"],
}
LIMITS = {
    "two days after the vote": ["two days = DURATION P2D"],  # an event's date is only a length
    "September\n18": ["September = DATE 2023-09"],  # a line ends it
    "the youth of today": ["today = DATE 2023-09-20"],  # rhetorical
}
CASES = CALENDAR | DEICTIC | ANAPHORIC | LENGTHS | VAGUE | NO_TIME | LIMITS
CASES |= (
    JOINED_AND_NAMES
    | QUARTERS
    | SEASONS_AND_FEASTS
    | DAYS_AND_CLOCK
    | CURRENT_UNITS
    | MORE_LENGTHS
    | DISTANCES
    | SETS
    | BOUNDS
    | TENSES
    | MORE_VAGUE
)


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
        ("It  ends on March  18,\t2024.", [("March  18,\t2024", "2024-03-18")]),
        ("a four\u2011day trip", [("four\u2011day", "P4D")]),
        # a long line that ends no sentence goes on
        ("The president told the nation in a speech last\n  Monday", [("last\n  Monday", "2023-09-18")]),
        ("The president told the nation that it was over.\nMonday", [("Monday", "2023-09-18")]),
        ("Flood hits the town and the whole valley last\n\nMonday", [("Monday", "2023-09-18")]),
    ],
)
def test_white_space_and_hyphens(extract: Extract, text: str, expected: list[tuple[str, str]]) -> None:
    assert [(text[timex.start : timex.end], timex.value) for timex in extract("spacy_rules", text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "It rained [earlier this week] and [late on Tuesday].",
            [
                "earlier this week = DATE 2023-W38",
                "late on Tuesday = DATE 2023-09-19 END",
            ],
        ),
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
