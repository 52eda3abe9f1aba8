"""The report in a real browser: that it works, loads nothing, lets nothing in, and can be used by all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bench.cli.root import run
from bench.dataset.suite import Layers, Predictions
from bench.gold.load import load
from bench.report.scatter import LONGEST
from bench.results.names import shortened
from tests.cases import write_gold
from tests.report.conftest import CROWD, EVIL, LABEL, MANY, REASON, TITLE, VALUE, Crowd, write_results

if TYPE_CHECKING:
    from tests.report.browser import Browser

TAB, ENTER, RIGHT = "\ue004", "\ue007", "\ue014"


@pytest.fixture
def opened(browser: Browser, page: Path) -> Iterator[Browser]:
    """The report of the small project, at a desk; nothing may be logged, nor anything asked for but the page."""
    browser.open(page)
    yield browser
    assert browser.logged() == []
    # the second is the empty icon that stands in the page itself
    assert {url for url in browser.requested() if url != "data:,"} == {page.as_uri()}


def column(browser: Browser, table: str, number: int) -> list[str]:
    rows = [row for row in browser.all(f"#{table} tbody tr") if row.is_displayed()]
    return [row.find_elements("css selector", "th, td")[number].text.split("\n")[0] for row in rows]


def test_tables_are_sorted_and_sorted_back(opened: Browser) -> None:
    # system, suite, P, R and F1 of value, then those of strict: undefined precision stands last either way
    table = "table-timex-timexes"
    assert column(opened, table, 0) == ["alpha", "beta !1", "alpha", "beta"]
    head = opened.all(f"#{table} th.sortable")[5]
    assert head.text == "strict\nP"  # the first word is for those who hear it
    assert head.get_attribute("aria-sort") is None
    button = head.find_element("css selector", "button")
    button.click()
    assert head.get_attribute("aria-sort") == "descending"
    assert column(opened, table, 5) == ["100", "100", "60.0", "–"]
    button.click()
    assert head.get_attribute("aria-sort") == "ascending"
    assert column(opened, table, 5) == ["60.0", "100", "100", "–"]
    name = opened.all(f"#{table} th.sortable")[0]
    name.find_element("css selector", "button").click()
    assert name.get_attribute("aria-sort") == "ascending"
    assert head.get_attribute("aria-sort") is None
    assert column(opened, table, 0) == ["alpha", "alpha", "beta !1", "beta"]


def test_tables_are_filtered_by_suite_kind_class_and_name(opened: Browser) -> None:
    times, events = "table-timex-timexes", "table-event-events"
    opened.choose("#filter-suite", "plain")
    assert column(opened, times, 1) == ["plain", "plain"]
    opened.choose("#filter-suite", "all")
    opened.one("#filter-system").send_keys("ALP")
    assert column(opened, times, 0) == ["alpha", "alpha"]
    assert opened.one("#filter-said").text.startswith("4 rows")  # in two tables
    opened.one("#filter-system").clear()
    opened.one("#filter-system").send_keys(" ")

    # deictic are Monday and Today, in the first suite; alpha has both, beta the first
    opened.choose("select[data-slicing=kind]", "deictic (2)")
    assert opened.one(f"#{times} .title").text == "Time expressions (%), kind deictic alone"
    assert column(opened, times, 6) == ["100", "50.0", "–", "–"]
    assert column(opened, times, 5) == ["–"] * 4
    assert not opened.one(f"#{events}").is_displayed()
    # where F1 stands alone it is recall: alpha's value of Monday is right, of Today it isn't
    assert column(opened, "table-timex-timexes-f1", 3) == ["50.0", "50.0", "–", "–"]

    # of one class at a time: choosing one takes the kind back
    opened.choose("select[data-slicing=class]", "OCCURRENCE (3)")
    assert not opened.one(f"#{times}").is_displayed()
    # of gold's three OCCURRENCEs gamma has one as such, and calls another a STATE; it has no other
    assert column(opened, events, 3) == ["33.3"]
    assert opened.one(f"#{events} .title").text == "Events (%), class OCCURRENCE alone"
    opened.choose("select[data-slicing=class]", "all")
    # of all four events it calls one what gold does
    assert column(opened, events, 3) == ["25.0"]
    assert column(opened, times, 6) == ["60.0", "20.0", "99.2", "0.0"]


def marks(browser: Browser, side: str) -> list[tuple[str, str]]:
    """Each mark's kind and its words, as they stand in the text."""
    found = browser.run(
        """return [...document.querySelectorAll(`#${arguments[0]}-text a.mark`)].map((mark) => [
             mark.className.replace("mark ", ""),
             [...mark.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data).join("")])""",
        side,
    )
    return [tuple(pair) for pair in found]


def test_two_systems_stand_side_by_side(opened: Browser) -> None:
    assert [opened.one("#left-name").text, opened.one("#right-name").text] == ["beta", "alpha"]
    assert opened.one("#title").text == "fair (1 of 3, written 2021-05-04)"
    assert marks(opened, "left") == [("hit", "Monday"), ("missed", "May 5")]
    # "today" is in a region that isn't scored
    assert marks(opened, "right") == [("spurious", "fair"), ("hit", "Monday"), ("near", "May 5")]
    assert opened.one("#right-text .ignored").text.endswith("Subscribe today!")
    cells = [
        [cell.text for cell in row.find_elements("css selector", "th, td")] for row in opened.all("#rows tbody tr")
    ]
    assert [[" ".join(cell.split()) for cell in row] for row in cells] == [
        ["1", "fair", "", "nothing here", "+ spurious DATE 2021"],
        ["2", "Monday", "DATE 2021-05-03 deictic", "✓ hit DATE 2021-05-03", "✓ hit DATE 2021-05-03"],
        ["3", "May 5", "DATE 2021-05-05 underspecified", "− missed", "~ near “May” DATE 2021-05-05"],
    ]


def test_offsets_are_code_points_and_what_differs_is_told(opened: Browser) -> None:
    opened.one("#after").click()
    opened.settle()
    assert marks(opened, "right") == [("hit differs", "two days"), ("missed", "3 May 2021")]
    assert opened.one("#right-text .mark .value").text == "P3D ≠ P2D"
    assert opened.one("#left-text .told").text == f"Failed: {REASON}"
    assert [kind for kind, _ in marks(opened, "left")] == ["missed", "missed"]


def test_rows_and_places_in_the_text_lead_to_each_other(opened: Browser) -> None:
    opened.one("#row-1").click()
    assert opened.focused().get_attribute("id") == "left-1"
    assert opened.one("#right-1").get_attribute("aria-current") == "true"
    opened.one("#right-2").click()
    assert opened.focused().get_attribute("id") == "row-2"
    assert opened.one("#left-1").get_attribute("aria-current") is None
    assert opened.one("#said").text.startswith(
        "3 of 3: May 5. gold: DATE 2021-05-05 underspecified. beta: missed."
    )


def test_rows_can_be_narrowed_to_mistakes(opened: Browser) -> None:
    opened.choose("#which", "mistakes on the left")
    assert opened.texts("#rows tbody th") == ["May 5"]
    opened.choose("#which", "where the two differ")
    assert opened.texts("#rows tbody th") == ["fair", "May 5"]
    opened.one("#next").click()
    opened.one("#next").click()
    assert opened.one("#said").text.startswith("3 of 3")  # the row between isn't shown


def test_keys_go_from_mark_to_mark_but_not_while_one_writes(opened: Browser) -> None:
    opened.run("document.getElementById('next').focus()")
    opened.press("n")
    assert opened.one("#said").text.startswith("1 of 3: fair. gold: nothing.")
    opened.press("j", "p")
    assert opened.one("#said").text.startswith("1 of 3")
    opened.press("k")
    assert opened.one("#said").text == "There is no mark before."
    opened.one("#chooser summary").click()
    opened.one("#find").send_keys("npjk")
    assert opened.one("#find").get_attribute("value") == "npjk"
    assert opened.one("#said").text == "There is no mark before."
    # outside of this part of the page keys do nothing
    opened.run("document.querySelector('th button').focus()")
    opened.press("n")
    assert opened.one("#said").text == "There is no mark before."


def test_everything_is_reached_by_tab_and_the_focus_is_seen(opened: Browser) -> None:
    opened.one("#chooser summary").click()
    wanted = opened.run(
        """const all = document.querySelectorAll("a[href], button, input, select, summary, [tabindex='0']");
           const seen = [...all].filter((e) => !e.disabled && e.checkVisibility() && e.tabIndex >= 0);
           seen.forEach((e, n) => { e.dataset.wanted = n; });
           return seen.length;"""
    )
    assert wanted > 60
    opened.run("document.activeElement.blur(); window.scrollTo(0, 0)")
    reached = 0
    opened.run(
        """window.reached = new Set();
           window.unseen = [];
           document.addEventListener("focusin", (event) => {
             const element = event.target;
             if (element.dataset.wanted) window.reached.add(element.dataset.wanted);
             const style = getComputedStyle(element);
             const seen = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
             if (!seen) window.unseen.push(element.outerHTML);
           });"""
    )
    for _ in range(wanted // 40 + 2):
        opened.press(*[TAB] * 40)
        reached = opened.run("return window.reached.size")
    assert reached == wanted
    assert opened.run("return window.unseen") == []


def test_a_keyboard_alone_sorts_and_skips(opened: Browser) -> None:
    opened.press(TAB)
    assert opened.focused().text == "Skip to the results"
    opened.press(ENTER)
    assert opened.focused().get_attribute("id") == "main"
    opened.run("document.querySelector('#table-timex-timexes th.number button').focus()")
    opened.press(ENTER)
    assert opened.one("#table-timex-timexes th.number").get_attribute("aria-sort") == "descending"


def test_documents_are_found_among_many(opened: Browser) -> None:
    opened.choose("#suite", "plain")
    opened.one("#chooser summary").click()
    opened.settle()
    assert len(opened.all("#documents li")) == 50
    assert opened.one("#found").text == f"50 of {MANY} documents listed"
    opened.one("#more").click()
    assert len(opened.all("#documents li")) == 100
    # alpha is wrong in the last document only
    assert opened.one("#left-name").text == "alpha"
    opened.choose("#order", "most mistakes on the left first")
    assert opened.one("#documents li button").text.startswith(f"Rain, part {MANY - 1}\n")
    opened.one("#find").send_keys("PART 77")
    opened.settle()
    opened.one("#documents li button").click()
    opened.settle()
    assert opened.one("#title").text.startswith("Rain, part 77 (78 of 120")
    assert marks(opened, "left") == [("hit", "May 22")]
    assert not opened.one("#chooser").get_attribute("open")
    # the address leads back to what is seen
    address = opened.run("return location.hash")
    assert "document=doc-77" in address
    assert "suite=plain" in address


def test_an_address_leads_to_its_document(browser: Browser, page: Path) -> None:
    browser.open(page, fragment="#suite=hostile&document=flood&left=gamma&right=alpha&layer=events")
    assert browser.one("#title").text.startswith("flood (2 of 3")
    assert marks(browser, "left") == [("spurious", "Rain"), ("hit", "fell")]
    assert browser.one("#right-text .told").text == "It gives no events."
    assert browser.logged() == []


def test_an_address_that_names_nothing_shows_the_first_document(browser: Browser, page: Path) -> None:
    browser.open(page, fragment="#suite=constructor&document=__proto__&left=toString&layer=links")
    assert browser.one("#title").text.startswith("fair (1 of 3")
    assert browser.logged() == []


def test_a_failure_leads_to_its_document(opened: Browser) -> None:
    opened.one("#failures a[data-document]").click()
    opened.settle()
    assert opened.one("#title").text.startswith("flood")
    assert opened.one("#left-name").text == "beta"


def test_an_entry_of_a_timeline_leads_to_the_documents_that_mention_it(opened: Browser) -> None:
    opened.choose("#suite", "plain")
    (link,) = [each for each in opened.all(".timeline a") if each.text == "flood"][:1]
    link.click()
    opened.settle()
    assert opened.one("#title").text.startswith("flood (2 of 3")
    assert opened.one("#left-name").text == "gamma"
    assert marks(opened, "left") == [("spurious", "Rain"), ("hit", "fell")]


def test_words_of_articles_and_systems_stay_text(opened: Browser) -> None:
    opened.choose("#left", "alpha")
    opened.one("#after").click()
    opened.one("#after").click()
    opened.settle()
    assert opened.one("#title").text.startswith(TITLE)
    text = opened.run("return document.getElementById('right-text').textContent")
    assert EVIL[len("Today") :] in text
    assert VALUE in opened.one("#left-text").text
    assert REASON in opened.one("#failures pre").text
    assert [text for text in opened.texts(".timeline tbody th") if text.startswith(f"{LABEL}\n")]
    assert (
        opened.run("return document.images.length + document.querySelectorAll('b, [onload], [onerror]').length")
        == 0
    )
    # of scripts there are the page's own, its data and the packed documents (3 and 120, 50 together)
    assert opened.run("return document.scripts.length") == 1 + 1 + 1 + 3
    assert opened.run("return window.injected") is None


def test_even_what_got_in_would_not_run_nor_load(browser: Browser, page: Path) -> None:
    browser.open(page)
    browser.run(
        """const image = "<img src='http://127.0.0.1:9/x' onerror='window.injected = 6'>";
           document.body.insertAdjacentHTML("beforeend", image);
           for (const added of [{ textContent: "window.injected = 7" }, { src: "http://127.0.0.1:9/y" }]) {
             document.body.append(Object.assign(document.createElement("script"), added));
           }"""
    )
    browser.settle()
    assert browser.run("return window.injected") is None
    assert browser.run("return fetch('http://127.0.0.1:9/z').then(() => 'loaded', () => 'refused')") == "refused"
    assert len([line for line in browser.logged() if "Content Security Policy" in line]) >= 4


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_the_page_is_never_wider_than_the_window(browser: Browser, own_page: Path, width: int) -> None:
    browser.open(own_page, width=width)
    assert browser.run("return document.documentElement.scrollWidth") <= width
    assert browser.run("return window.innerWidth") == width
    browser.choose("#layer", "events")
    browser.choose("#left", "nearest-time")
    browser.one("#chooser summary").click()
    browser.settle()
    assert browser.run("return document.documentElement.scrollWidth") <= width
    assert browser.logged() == []


@pytest.fixture(params=["own", "crowd"])
def either_page(request: pytest.FixtureRequest) -> Path:
    """The report of the committed results, and that of forty systems."""
    if request.param == "own":
        found: Path = request.getfixturevalue("own_page")
        return found
    crowd: Crowd = request.getfixturevalue("crowd")
    return crowd.page


@pytest.mark.parametrize("width", [360, 1280])
def test_names_in_plots_do_not_cover_each_other(browser: Browser, either_page: Path, width: int) -> None:
    browser.open(either_page, width=width)
    covered = browser.run(
        """const found = [];
           for (const svg of document.querySelectorAll(".plot svg")) {
             const boxes = [...svg.querySelectorAll("text")].map((text) => [text, text.getBoundingClientRect()]);
             const frame = svg.getBoundingClientRect();
             boxes.filter(([, a]) => a.width).forEach(([text, a], n, shown) => {
               if (a.left < frame.left - 1 || a.right > frame.right + 1) found.push(text.textContent);
               for (const [other, b] of shown.slice(n + 1)) {
                 const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
                 const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
                 if (wide > 1 && high > 3) found.push(`${text.textContent} and ${other.textContent}`);
               }
             });
           }
           return found;"""
    )
    assert covered == []
    assert len(browser.all(".plot svg")) >= 4


@pytest.mark.parametrize("width", [360, 1280])
def test_names_and_their_lines_cover_no_point(browser: Browser, either_page: Path, width: int) -> None:
    browser.open(either_page, width=width)
    found = browser.run(
        """const covered = [], named = [];
           for (const svg of document.querySelectorAll("#precision-recall svg, #speed svg")) {
             const centre = (box) => [box.left + box.width / 2, box.top + box.height / 2];
             const points = [...svg.querySelectorAll("use")].map((use) => centre(use.getBoundingClientRect()));
             const names = [...svg.querySelectorAll(".name")].filter((name) => name.getBoundingClientRect().width);
             named.push(names.length);
             for (const name of names) {
               const box = name.getBoundingClientRect();
               for (const [x, y] of points) {
                 if (x > box.left && x < box.right && y > box.top + 2 && y < box.bottom - 2) {
                   covered.push(name.textContent);
                 }
               }
             }
           }
           return [covered, named];"""
    )
    assert found[0] == []
    assert max(found[1]) >= 10


@pytest.mark.parametrize("width", [360, 1280])
def test_each_system_is_named_in_the_plot_or_in_the_list_below(browser: Browser, crowd: Crowd, width: int) -> None:
    browser.open(crowd.page, width=width)
    plot = browser.one("#precision-recall .plot")
    names = browser.run(
        "return [...arguments[0].querySelectorAll('.name')].filter((e) => e.getBoundingClientRect().width)"
        ".flatMap((e) => e.textContent.replace(/ and [0-9]+ more$/, '').split(', '))",
        plot,
    )
    (details,) = [each for each in plot.find_elements("css selector", "details") if each.is_displayed()]
    summary = details.find_element("css selector", "summary")
    summary.click()
    below = [item.text.partition(":")[0] for item in details.find_elements("css selector", "li")]
    assert summary.text == f"Not named in the plot ({len(below)})"
    weight = browser.run("return getComputedStyle(arguments[0]).fontWeight", details)
    assert weight == "400"
    titles = browser.run(
        "return [...arguments[0].querySelectorAll('g > title')].map((e) => e.textContent.split(':')[0])", plot
    )
    assert len(titles) == CROWD
    # names are cut in the plot
    assert sorted(shortened(name, LONGEST) for name in titles) == sorted(
        [*names, *(shortened(name, LONGEST) for name in below)]
    )


def faults(browser: Browser, axe: str) -> list[str]:
    """What axe finds, and where."""
    browser.run(axe)
    found: list[str] = browser.driver.execute_async_script(
        """const done = arguments[0];
           const places = (each) => each.nodes.map((node) => node.target.join(" ")).join(", ");
           axe.run(document, { resultTypes: ["violations"] }).then((result) =>
             done(result.violations.map((each) => `${each.id}: ${places(each)}`)));"""
    )
    return found


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (1280, True), (360, False)])
def test_axe_finds_nothing(browser: Browser, page: Path, axe: str, width: int, dark: bool) -> None:
    browser.open(page, width=width, dark=dark)
    browser.run("document.getElementById('chooser').open = true")
    browser.one("#next").click()
    browser.settle()
    assert faults(browser, axe) == []


@pytest.mark.parametrize("width", [360, 1280])
def test_plots_of_many_systems_fit_and_axe_finds_nothing(
    browser: Browser, crowd: Crowd, axe: str, width: int
) -> None:
    browser.open(crowd.page, width=width)
    browser.run("for (const each of document.querySelectorAll('details')) each.open = true")
    browser.settle()
    assert browser.run("return document.documentElement.scrollWidth") <= width
    assert faults(browser, axe) == []


def test_dark_mode_is_dark(browser: Browser, page: Path) -> None:
    colour = "return getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)"
    browser.open(page)
    assert min(browser.run(colour)) > 200
    browser.open(page, dark=True)
    assert max(browser.run(colour)) < 60


def test_printed_it_has_all_but_its_tools(browser: Browser, page: Path) -> None:
    browser.open(page)
    browser.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    for shown in ("#table-timex-timexes", ".plot svg", ".heat", ".timeline", "#left-text", "#rows"):
        assert browser.one(shown).is_displayed(), shown
    for hidden in ("nav", "#filters", ".steps", "#choice"):
        assert not browser.one(hidden).is_displayed(), hidden
    # nothing is cut off by a region that scrolls
    assert browser.run(
        "return [...document.querySelectorAll('.scroll')].every((e) => getComputedStyle(e).overflow === 'visible')"
    )


def test_without_its_script_tables_and_plots_still_stand(browser: Browser, page: Path) -> None:
    browser.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        browser.driver.get("about:blank")
        browser.driver.get(page.as_uri())
        for shown in ("#table-timex-timexes", ".plot svg", ".heat", ".timeline", "noscript p"):
            assert browser.one(shown).is_displayed(), shown
        for hidden in ("#filters", "#viewer"):
            assert not browser.one(hidden).is_displayed(), hidden
        assert not browser.all("th button")
    finally:
        browser.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    """The report of a suite of phenomena and of twenty systems that find nothing."""
    suite = load(write_gold(tmp_path / "gold" / "cases"))
    nothing = Predictions({each.id: Layers() for each in suite.documents}, ("timexes",))
    write_results(tmp_path / "results" / "cases", suite, {f"system-{number}": nothing for number in range(20)})
    target = tmp_path / "report.html"
    asked = [str(tmp_path / "results" / "cases"), "--gold", str(tmp_path / "gold" / "cases"), "-o", str(target)]
    assert run(["report", *asked]) == 0
    return target


def test_a_cell_of_a_phenomenon_shows_two_cases_that_are_wrong(browser: Browser, cases: Path, axe: str) -> None:
    browser.open(cases, width=1280)
    assert browser.run("return document.documentElement.scrollWidth") <= 1280
    map_ = "document.querySelector('table.phenomena')"
    assert browser.run(f"return {map_}.parentNode.scrollWidth <= {map_}.parentNode.clientWidth")
    (first, *_) = browser.all("table.phenomena button")
    first.click()
    shown = "next-1: We meet next Friday.\ngold: “next Friday” 2023-09-22 or 2023-09-29; predicted: nothing"
    assert shown in browser.one(".cases").text
    first.send_keys(RIGHT)
    assert browser.run("return document.activeElement.parentNode.cellIndex") == 2
    assert faults(browser, axe) == []
    browser.all(".cases a")[0].click()
    browser.settle()
    assert "document=next-1" in browser.run("return location.hash")
    assert browser.logged() == []
