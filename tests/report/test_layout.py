"""What one sees at once in the report: whole heat maps, the sorted column, unbroken names, gold at hand."""

from __future__ import annotations

import itertools
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bench.cli.root import run
from bench.gold.load import load
from tests.conftest import ROOT
from tests.report.conftest import PREDICTED, Crowd, write_results

if TYPE_CHECKING:
    from tests.report.browser import Browser

PHONE, DESK = 390, 1280
GAP = 32
"""The number of pixels between two maps that stand side by side."""


@pytest.fixture(scope="module")
def phenomena_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of the committed results of the phenomena."""
    return written(
        tmp_path_factory.mktemp("phenomena"), ROOT / "results" / "phenomena", ROOT / "gold" / "phenomena"
    )


def written(folder: Path, results: Path, gold: Path) -> Path:
    """The report of one suite."""
    target = folder / "report.html"
    assert run(["report", str(results), "--gold", str(gold), "-o", str(target)]) == 0
    return target


def of_some(folder: Path, results: Path, gold: Path, *names: str) -> Path:
    """The report of some systems of a suite."""
    for name in names:
        shutil.copytree(results / name, folder / results.name / name)
    return written(folder, folder / results.name, gold)


@pytest.mark.parametrize("suite", ["own_page", "phenomena_page"])
def test_d_heat_maps_are_whole_and_no_place_beside_them_is_left_empty(
    browser: Browser, request: pytest.FixtureRequest, suite: str
) -> None:
    browser.open(request.getfixturevalue(suite), width=DESK)
    maps = browser.run(
        """return [...document.querySelectorAll(".maps > .scroll, #phenomena .scroll")].map((region) => {
             const box = region.getBoundingClientRect();
             const table = region.firstElementChild.getBoundingClientRect();
             return { cut: region.scrollWidth - region.clientWidth, top: box.top, right: box.right,
                      width: table.width, end: region.parentNode.getBoundingClientRect().right };
           })"""
    )
    assert len(maps) >= 4
    assert [each["cut"] for each in maps] == [0] * len(maps)
    if suite == "own_page":
        # the two maps by kind have four columns each, and stand side by side
        assert maps[0]["top"] == maps[1]["top"]
    for before, after in itertools.pairwise(maps):
        assert before["top"] == after["top"] or before["right"] + GAP + after["width"] > before["end"]


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_d_the_column_by_which_rows_are_sorted_is_seen_and_named(
    browser: Browser, own_page: Path, width: int
) -> None:
    browser.open(own_page, width=width)
    found = browser.run(
        """return [...document.querySelectorAll("table.figures")].map((table) => {
             const region = table.parentNode.getBoundingClientRect();
             const heads = [...table.querySelectorAll("th[aria-sort=descending]")];
             const head = heads[0]?.getBoundingClientRect();
             const name = table.querySelector("tbody th").getBoundingClientRect();
             return [heads.length, head && head.left >= name.right - 1 && head.right <= region.right + 1];
           })"""
    )
    assert len(found) >= 5
    assert found == [[1, True]] * len(found)


@pytest.mark.parametrize("width", [360, PHONE])
def test_d_names_are_broken_at_hyphens_alone(browser: Browser, own_page: Path, crowd: Crowd, width: int) -> None:
    for page in (own_page, crowd.page):
        browser.open(page, width=width)
        broken = browser.run(
            """const broken = [];
               for (const head of document.querySelectorAll(".figures tbody th, .heat tbody th")) {
                 const text = head.firstChild;
                 let at = 0;
                 for (const piece of text.data.match(/[^-]+-?/g)) {
                   const range = document.createRange();
                   range.setStart(text, at);
                   range.setEnd(text, at += piece.length);
                   const seen = [...range.getClientRects()].filter((box) => box.width);
                   if (new Set(seen.map((box) => box.top)).size > 1) broken.push(text.data);
                 }
                 if (head.scrollWidth > head.clientWidth + 1) broken.push(`${text.data} overflows`);
               }
               return broken;"""
        )
        assert broken == []


def test_d_a_long_name_without_hyphens_leaves_room_for_its_figures(
    browser: Browser, project: Path, tmp_path: Path
) -> None:
    gold = load(project / "gold" / "hostile")
    write_results(tmp_path / "hostile", gold, {"x" * 60: PREDICTED["alpha"]})
    browser.open(written(tmp_path, tmp_path / "hostile", project / "gold" / "hostile"), width=PHONE)
    widths = browser.run(
        "return [...document.querySelectorAll('.figures tbody th, .heat tbody th')].map((name) =>"
        " [name.clientWidth / name.closest('.scroll').clientWidth, name.scrollWidth - name.clientWidth])"
    )
    assert len(widths) >= 4
    assert all(share < 0.6 and over <= 0 for share, over in widths)


@pytest.mark.parametrize("suite", ["own_page", "phenomena_page"])
def test_d_titles_of_tables_and_their_meanings_are_seen_whole_on_a_phone(
    browser: Browser, request: pytest.FixtureRequest, suite: str
) -> None:
    browser.open(request.getfixturevalue(suite), width=PHONE)
    over = browser.run(
        """return [...document.querySelectorAll("caption")].filter((e) => e.checkVisibility()).map((caption) => {
             const range = document.createRange();
             range.selectNodeContents(caption);
             const right = caption.closest(".scroll").getBoundingClientRect().right;
             return Math.max(...[...range.getClientRects()].map((box) => box.right)) - right;
           })"""
    )
    assert len(over) >= 8
    assert max(over) <= 0.5


def test_d_names_of_rows_stay_in_view_when_a_heat_map_is_moved_aside(
    browser: Browser, phenomena_page: Path
) -> None:
    browser.open(phenomena_page, width=PHONE)
    for table in (".phenomena", ".heat"):
        moved, left, width = browser.run(
            """const region = document.querySelector(arguments[0]).parentNode;
               region.scrollLeft = 200;
               const name = region.querySelector("tbody th").getBoundingClientRect();
               return [region.scrollLeft, name.left - region.getBoundingClientRect().left,
                       name.width / region.clientWidth];""",
            table,
        )
        assert moved > 50
        assert left == pytest.approx(0, abs=1)
        assert width < 0.5  # more than half of the window is left to the figures


def shown_heads(browser: Browser) -> list[str]:
    return [head.text for head in browser.all("#rows thead th") if head.is_displayed()]


def texts_of(browser: Browser, side: str) -> list[tuple[str, str]]:
    """Each mark's kind, and what one sees of it: words, value and number."""
    marks = browser.all(f"#{side}-text a.mark")
    kinds = [str(mark.get_attribute("class")).removeprefix("mark ") for mark in marks]
    return [(kind, mark.text.removeprefix(f"{kind}:\n")) for kind, mark in zip(kinds, marks, strict=True)]


def test_d_one_system_stands_beside_gold(browser: Browser, project: Path, tmp_path: Path) -> None:
    page = of_some(tmp_path, project / "results" / "hostile", project / "gold" / "hostile", "alpha")
    browser.open(page)
    assert [browser.one("#left-name").text, browser.one("#right-name").text] == ["gold", "alpha"]
    # gold has "Monday" and "May 5" in "fair"; alpha has "fair", "Monday" and "May"
    assert texts_of(browser, "left") == [("gold", "Monday 2021-05-032"), ("gold", "May 5 2021-05-053")]
    assert [kind for kind, _ in texts_of(browser, "right")] == ["spurious", "hit", "near"]
    assert shown_heads(browser) == ["#", "words", "gold", "alpha"]
    assert browser.one("#said").text == "3 rows. gold: 2. alpha: 1 hit, 1 near, 0 missed, 1 spurious."
    browser.one("#next").click()
    assert browser.one("#said").text == "1 of 3: fair. gold: nothing. alpha: spurious DATE 2021."
    browser.choose("#which", "mistakes on the left")
    assert browser.texts("#rows tbody th") == []
    browser.choose("#which", "mistakes on the right")
    assert browser.texts("#rows tbody th") == ["fair", "May 5"]
    # the address leads back to gold
    browser.open(page, fragment="#suite=hostile&document=flood&left=alpha&right=gold&layer=timexes")
    assert [browser.one("#left-name").text, browser.one("#right-name").text] == ["alpha", "gold"]
    assert [kind for kind, _ in texts_of(browser, "right")] == ["gold", "gold"]
    assert browser.logged() == []


def test_d_one_system_beside_annotators_stands_beside_gold(browser: Browser, tmp_path: Path) -> None:
    suites = ROOT / "results" / "articles", ROOT / "gold" / "articles"
    browser.open(of_some(tmp_path, *suites, "heideltime", "annotator-a"))
    assert [browser.one("#left-name").text, browser.one("#right-name").text] == ["gold", "heideltime"]


def test_d_a_failure_of_the_one_system_is_shown_beside_gold(
    browser: Browser, project: Path, tmp_path: Path
) -> None:
    browser.open(of_some(tmp_path, project / "results" / "hostile", project / "gold" / "hostile", "beta"))
    browser.one("#failures a[data-document]").click()
    browser.settle()
    assert [browser.one("#left-name").text, browser.one("#right-name").text] == ["beta", "gold"]
    assert browser.one("#left-text .told").text.startswith("Failed: ")
