"""The regular expressions for absolute dates. Expectations were worked out by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Extract = Callable[..., list[Any]]

CASES = {
    "month first": ("It opened on September 18, 2023.", [("September 18, 2023", "2023-09-18")]),
    "day first": (
        "The 3rd of May 1998 and 18 Sept. 2023",
        [("3rd of May 1998", "1998-05-03"), ("18 Sept. 2023", "2023-09-18")],
    ),
    "iso": ("Log 2023-09-18, then 2023-10.", [("2023-09-18", "2023-09-18"), ("2023-10", "2023-10")]),
    "slashes are month first": ("on 9/8/2023", [("9/8/2023", "2023-09-08")]),
    "unless that cannot be": ("on 18/9/2023", [("18/9/2023", "2023-09-18")]),
    "month": ("by September 2023, March, 2021", [("September 2023", "2023-09"), ("March, 2021", "2021-03")]),
    "year": ("since 1999 (2004) and early 2011", [("1999", "1999"), ("2004", "2004"), ("2011", "2011")]),
    "no such day": ("on February 30, 2023", []),
    "things counted": ("in 2000 cities, about 1500 metres, of 1,200", []),
    "needs a dct": ("On Monday, September 18, last year, in May", []),
    "part of a number": ("id 12023-09-18-44 in 20231", []),
    "empty": ("", []),
    "emoji before": ("🚀🚀 on 18 September 2023", [("18 September 2023", "2023-09-18")]),
    "paragraphs apart": ("in May\n\n2023 tonnes", []),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES.keys())
def test_dates(extract: Extract, text: str, expected: list[tuple[str, str]]) -> None:
    found = extract("regex", text)
    assert [(text[timex.start : timex.end], timex.value) for timex in found] == expected
    assert {timex.type for timex in found} <= {"DATE"}


def test_does_not_look_at_the_dct(extract: Extract) -> None:
    text = "In September 2023 and on 9/18/2023"
    assert extract("regex", text, "1901-01-01") == extract("regex", text, "2077-12-31")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It opened on [September 18, 2023].", ["September 18, 2023 = DATE 2023-09-18"]),
        # a year needs no word before it, once it is known to be one
        ("the [2023] fair", ["2023 = DATE 2023"]),
        (
            "on [18/9/2023], [2023-10] and 🚀 [March, 2021]",
            ["18/9/2023 = DATE 2023-09-18", "2023-10 = DATE 2023-10", "March, 2021 = DATE 2021-03"],
        ),
        # a date is in each of these, but none is one from end to end
        ("[early 2011], [in 1999], [the morning of May 5, 2023]", []),
        ("[February 30, 2023], [Monday], [ ], [2023 ]", []),
    ],
)
def test_given_spans(resolve: Extract, text: str, expected: list[str]) -> None:
    assert resolve("regex", text) == expected
