"""The page of a timeline, with few lines and with many: its picture as data, and in a real browser."""

from __future__ import annotations

import datetime
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from bench.dataset.suite import Predictions
from bench.errors import Fault
from bench.sdk.model import Document
from bench.timelines.articles import Articles
from bench.timelines.comparing import Beside, Row
from bench.timelines.making import MOST, Made, missing
from bench.timelines.picture import ACROSS, FEW
from bench.timelines.story import SURE, Line, Source, interval_of

if TYPE_CHECKING:
    from tests.report.browser import Browser

FIRST = datetime.date(2022, 1, 1)
MANY = 2000


def line(number: int, count: int) -> Line:
    """Days, months and stretches over some three years; each fiftieth line has no date."""
    day = FIRST + datetime.timedelta(days=number * 1000 // count)
    later = day + datetime.timedelta(days=40)
    when = (day.isoformat(), day.isoformat()[:7], f"{day}/{later}", day.isoformat())[number % 4]
    stated = None if number % 50 == 49 else when
    words = "who would be met by others in the end, as all had hoped for a long time" if number % 5 == 0 else "met"
    source = Source(f"article-{number % 40}", 0, 3, "met", f"…Ada {words}…", stated)
    return Line(stated, f"Ada Boyle {words}", ("Ada Boyle",), (source,), SURE[number % 4], (), interval_of(stated))


def made(count: int) -> Made:
    chain = SimpleNamespace(name="story-timeline", stages="a, b → story-timeline")
    lines = [line(number, count) for number in range(count)]
    articles, predictions = Articles([Document("a", "", FIRST)] * 40), Predictions({})
    return Made(lines, chain, articles, predictions)  # type: ignore[arg-type]


def written(folder: Path, count: int, *, two: bool = False) -> Path:
    pytest.importorskip("bokeh")
    from bench.timelines.page import beside_page, page

    one, path = made(count), folder / "page.html"
    rows = [Row((each, each if n % 2 else None), () if n % 2 else ("only a",)) for n, each in enumerate(one.lines)]
    both = beside_page(Beside(("a", "b"), rows, [one, one]), "Two", "–") if two else ""
    path.write_text(both or page(one), encoding="utf-8")
    return path


def test_the_page_says_what_the_timeline_lacks() -> None:
    pytest.importorskip("bokeh")
    from bench.timelines.page import page

    whole = made(3)
    fault = Fault("<b>.txt", 0, "it has no text", "write the article into it")
    failed = Predictions({}, failures={"long": "its text has 5 characters"}, timeline_failure="it broke")
    lacking = Made(whole.lines, whole.chain, Articles(whole.articles.documents, [fault]), failed, hidden=2)
    found = page(lacking)
    for words in (
        "<li>left out: &lt;b&gt;.txt: it has no text; write the article into it</li>",
        "<li>failed: long: its text has 5 characters</li>",
        "<li>failed: the timeline: it broke</li>",
        "<li>not shown: 2 lines of other persons or times</li>",
    ):
        assert words in found
    assert "<li>" not in page(whole).split("<figure>")[0]
    assert missing([lacking, whole], 0)[1] == "failed: story-timeline, long: its text has 5 characters"
    many = Made([], whole.chain, whole.articles, Predictions({}, failures={str(n): "no" for n in range(MOST + 3)}))
    assert missing([many], 0)[-1] == "left out or failed: 3 more"


def test_each_of_few_lines_has_a_lane_and_many_share_lanes_without_touching() -> None:
    from bench.timelines.picture import _lanes, _span

    few = [[("high", line(number, FEW))] for number in range(FEW) if number % 50 != 49]
    assert _lanes(few) == [*range(len(few))]
    many = [[("high", line(number, MANY))] for number in range(MANY) if number % 50 != 49]
    lanes = _lanes(many)
    assert max(lanes) < len(many) / 10
    apart = datetime.timedelta(days=1000 // ACROSS - 1)  # days are whole
    for lane in set(lanes):
        spans = [_span(row) for row, its in zip(many, lanes, strict=True) if its == lane]
        for (first, last), (begin, end) in pairwise(spans):
            assert last < begin
            middles = first + (last - first) / 2, begin + (end - begin) / 2
            assert middles[1] - middles[0] >= apart  # so that marks don't cover each other


@pytest.mark.parametrize(("width", "dark"), [(390, False), (390, True), (1280, False), (1280, True)])
@pytest.mark.parametrize("two", [False, True])
def test_the_page_fits_and_axe_finds_nothing(
    tmp_path: Path, browser: Browser, axe: str, width: int, dark: bool, two: bool
) -> None:
    from tests.report.test_browser import faults

    browser.open(written(tmp_path, 20, two=two), width=width, dark=dark)
    browser.settle()
    assert browser.run("return document.documentElement.scrollWidth") <= width
    assert faults(browser, axe) == []
    assert [each for each in browser.logged() if "rror" in each] == []


@pytest.mark.parametrize("width", [390, 1280])
def test_a_page_of_many_lines_can_be_used(tmp_path: Path, browser: Browser, width: int) -> None:
    browser.open(written(tmp_path, MANY), width=width)
    browser.settle()
    assert browser.run("return document.documentElement.scrollWidth") <= width
    assert len(browser.all("tbody tr")) == MANY
    assert [each for each in browser.requested() if not each.startswith(("file:", "data:"))] == []


def test_labels_follow_the_colours_of_the_page(tmp_path: Path, browser: Browser) -> None:
    colour = "return Bokeh.documents[0].roots()[0].below[0].major_label_text_color"
    path = written(tmp_path, 20)
    browser.open(path)
    light = browser.run(colour)
    browser.open(path, dark=True)
    assert (light, browser.run(colour)) == ("#595959", "#b4b4b4")
