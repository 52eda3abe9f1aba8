"""The page for annotating: what it holds, and in Chromium that one marks, corrects, saves and opens with it."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from bench import UsageError, labelling, score
from bench.cli.root import run
from bench.gold import annotate
from bench.gold.load import load
from tests.conftest import ROOT, write_suite

if TYPE_CHECKING:
    from tests.report.browser import Browser

EVIL = "</script><script>document.title='got in'</script><!-- & \u2028 'x' <b>"
TEXT = f"😀 On Monday, talks began 👩‍👩‍👧 e\u0301lite on Friday.\r\n{EVIL}"
DCT = "2023-09-20"
LEFT, RIGHT, DOWN, HOME, SHIFT, ENTER, ESCAPE, DELETE, TAB, CONTROL = (
    "\ue012", "\ue014", "\ue015", "\ue011", "\ue008", "\ue007", "\ue00c", "\ue017", "\ue004", "\ue009",
)  # fmt: skip


def place(words: str) -> dict[str, Any]:
    start = TEXT.index(words)
    return {"doc": "a", "start": start, "end": start + len(words), "text": words}


@pytest.fixture
def meant(tmp_path: Path) -> Path:
    """The gold that a person has in mind who marks the page."""
    return write_suite(
        tmp_path / "meant",
        {
            "documents": [{"id": "a", "text": TEXT, "dct": DCT}],
            "timexes": [
                {**place("Monday"), "id": "t1", "type": "DATE", "value": "2023-09-18"},
                {**place("Friday"), "id": "t2", "type": "DATE", "value": "2023-09-22"},
            ],
            "events": [{**place("talks began"), "id": "e1", "class": "OCCURRENCE", "realis": "ACTUAL"}],
            "ignore": [place("lite")],
            "links": [{"doc": "a", "source": "e1", "target": "t1", "relation": "IS_INCLUDED"}],
        },
    )


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """A page with one document, not marked."""
    source = tmp_path / "a.txt"
    source.write_text(TEXT, encoding="utf-8", newline="")
    target = tmp_path / "page" / "label.html"
    assert run(["annotate", "--page", str(target), "--plain", str(source), "--dct", DCT]) == 0
    return target


def lines_of(page: Path) -> list[dict[str, Any]]:
    found = re.search(
        r'<script type="application/json" id="lines">(.*?)</script>', page.read_text(encoding="utf-8")
    )
    assert found
    lines: list[dict[str, Any]] = json.loads(found[1])
    return lines


def test_the_page_holds_the_document_escaped(page: Path) -> None:
    html = page.read_text(encoding="utf-8")
    assert html.count("<script") == html.count("</script>") == 2
    assert "<script>document.title" not in html
    assert "http" not in re.sub(r"Content-Security-Policy|http-equiv", "", html)
    suite, document = lines_of(page)
    assert suite == {"layer": "suite", "name": "a", "labelled": []}
    assert (document["layer"], document["text"], document["dct"]) == ("documents", TEXT, DCT)


def test_predictions_are_annotations_to_begin_with(tmp_path: Path) -> None:
    predictions = ROOT / "results" / "articles" / "regex"
    written = labelling.write([ROOT / "gold" / "articles"], tmp_path / "p.html", predictions=predictions)
    assert written.documents == 4
    lines = lines_of(tmp_path / "p.html")
    found = [line for line in lines if line["layer"] == "timexes"]
    rows = (predictions / "timexes.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(found) == len(rows)
    assert all(line["id"] and line["text"] for line in found)
    assert not [line for line in lines if line["layer"] in ("events", "timeline")]
    saved = tmp_path / "saved.jsonl"
    saved.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    annotate([saved], tmp_path / "gold")
    assert run(["validate", str(tmp_path / "gold")]) == 0


def test_predictions_of_other_documents_are_refused(tmp_path: Path, meant: Path) -> None:
    with pytest.raises(UsageError, match="none of the documents is predicted there"):
        labelling.write(
            [write_suite(tmp_path / "other", {"documents": [{"id": "z", "text": "x"}]})],
            tmp_path / "p.html",
            predictions=write_suite(tmp_path / "none", {"documents": [], "timexes": []}),
        )
    assert meant.exists()
    assert not (tmp_path / "p.html").exists()


def test_a_saved_file_with_faults_is_refused_with_its_lines(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "saved.jsonl"
    path.write_text(
        '{"layer":"suite","labelled":["events"]}\n{"layer":"documents","id":"a","text":"On Monday"}\n\n'
        '{"layer":"timexes","doc":"a","id":"t1","start":2,"end":8,"text":"Monday"}\n',
        encoding="utf-8",
    )
    assert run(["annotate", str(path), str(tmp_path / "gold")]) == 4
    assert (
        f"{path}:4: 2–8 covers ' Monda', not 'Monday'; mend the offsets (it stands at 3)"
        in capsys.readouterr().err
    )
    path.write_text(path.read_text(encoding="utf-8").replace("timexes", "times") + "nonsense\n", encoding="utf-8")
    assert run(["annotate", str(path), str(tmp_path / "gold")]) == 4
    told = capsys.readouterr().err
    assert f"{path}:4: the layer 'times'; write one of documents, timexes" in told
    assert f"{path}:5: no object with a layer" in told
    assert not (tmp_path / "gold").exists()


def test_a_text_without_a_creation_day_is_noted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text("On Monday", encoding="utf-8")
    page = ["annotate", "--plain", str(tmp_path / "a.txt"), "--page", str(tmp_path / "a.html")]
    assert run(page) == 0
    assert f"{tmp_path / 'a.txt'}: it states no creation day; give --dct" in capsys.readouterr().err
    assert run([*page, "--dct", DCT]) == 0
    assert "creation day" not in capsys.readouterr().err


def test_a_layer_that_was_labelled_stays_so_though_it_is_empty(tmp_path: Path) -> None:
    path = tmp_path / "saved.jsonl"
    path.write_text(
        '{"layer":"suite","labelled":["events"]}\n{"layer":"documents","id":"a","text":"On Monday"}\n',
        encoding="utf-8",
    )
    annotate([path], tmp_path / "gold")
    assert sorted(each.name for each in (tmp_path / "gold").iterdir()) == ["documents.jsonl", "events.jsonl"]


# ---- in Chromium ----


@pytest.fixture
def opened(browser: Browser, page: Path, tmp_path: Path) -> Browser:
    """The page in a browser that saves into the folder "down"."""
    allowed = {"behavior": "allow", "downloadPath": str(tmp_path / "down")}
    browser.driver.execute_cdp_cmd("Browser.setDownloadBehavior", allowed)
    browser.open(page)
    return browser


def save(browser: Browser, folder: Path, name: str = "a.jsonl") -> Path:
    """The file that the button saves."""
    path = folder / "down" / name
    path.unlink(missing_ok=True)
    browser.one("#save").click()
    end = time.monotonic() + 20
    while not path.exists() and time.monotonic() < end:
        browser.settle()
    assert browser.one("#said").text == f"Saved as {name}, in your folder of downloads."
    return path


def drag(browser: Browser, words: str) -> None:
    """Select words as a mouse does: from the left edge of the first to the right edge of the last character."""
    box = browser.run(
        """const nodes = [];
           const walk = document.createTreeWalker(document.getElementById("text"), NodeFilter.SHOW_TEXT);
           while (walk.nextNode()) nodes.push(walk.currentNode);
           let at = nodes.map((each) => each.data).join("").indexOf(arguments[0]);
           let end = at + arguments[0].length;
           const range = document.createRange();
           for (const node of nodes) {
             if (at >= 0 && at < node.length) { range.setStart(node, at); at = -1; }
             if (end > 0 && end <= node.length) { range.setEnd(node, end); end = -1; }
             at -= at < 0 ? 0 : node.length; end -= end < 0 ? 0 : node.length;
           }
           const box = range.getBoundingClientRect();
           return [box.left, box.right, (box.top + box.bottom) / 2];""",
        words,
    )
    left, right, middle = box
    for kind, across in (
        ("mousePressed", left + 0.5),
        ("mouseMoved", right - 0.5),
        ("mouseReleased", right - 0.5),
    ):
        event = {"type": kind, "x": across, "y": middle, "button": "left", "clickCount": 1, "buttons": 1}
        browser.driver.execute_cdp_cmd("Input.dispatchMouseEvent", event)
    browser.settle()


def fill(browser: Browser, field: str, text: str) -> None:
    element = next(each for each in browser.all(f"[data-field={field}]") if each.is_displayed())
    element.clear()
    element.send_keys(text)


def field(name: str) -> str:
    return f"[data-layer={'timexes' if name == 'type' else 'events'}] [data-field={name}]"


def check(saved: Path, meant: Path, folder: Path) -> None:
    """What was saved becomes gold, is what was meant, and scores 100 % on it."""
    gold = folder / "made"
    assert run(["annotate", str(saved), str(gold)]) == 0
    assert run(["validate", str(gold)]) == 0
    made, wanted = load(gold), load(meant)
    assert made.documents[0].text == TEXT
    assert made.layers["a"] == wanted.layers["a"]
    scores = score(str(gold), str(meant))
    for measure in ("timex.strict", "timex.type", "timex.value", "event.strict", "event.class", "event.realis"):
        assert scores[measure].f1 == 1, measure


@pytest.mark.slow
def test_marking_with_the_mouse(opened: Browser, tmp_path: Path, meant: Path) -> None:
    for words, value in (("Monday", "2023-09-18"), ("Friday", "2023-09-22")):
        drag(opened, words)
        assert opened.one("#selected").text == f"“{words}”"
        opened.one("#mark-timexes").click()
        opened.choose(field("type"), "DATE")
        fill(opened, "value", value)
    drag(opened, "talks began")
    opened.one("#mark-events").click()
    opened.choose(field("class"), "OCCURRENCE")
    opened.choose(field("realis"), "ACTUAL")
    drag(opened, "lite")  # within a word, behind a combining accent
    opened.one("#mark-ignore").click()
    opened.choose("#source", "e1 talks began")
    opened.choose("#relation", "IS_INCLUDED")
    opened.choose("#target", "t1 Monday")
    opened.one("#link button").click()
    assert opened.texts("#list button") == [
        "Monday · DATE 2023-09-18",
        "talks began · OCCURRENCE ACTUAL",
        "lite · ignored",
        "Friday · DATE 2023-09-22",
    ]
    check(save(opened, tmp_path), meant, tmp_path)
    assert opened.run("return document.title") == "a: bench annotate"
    assert opened.logged() == []
    assert {url for url in opened.requested() if not url.startswith(("data:", "blob:"))} == {
        (tmp_path / "page" / "label.html").as_uri()
    }


@pytest.mark.slow
def test_marking_with_the_keyboard_alone(opened: Browser, tmp_path: Path, meant: Path) -> None:
    # ten words and signs before "Friday": 😀 On Monday , talks began, the family (one sign), élite on
    opened.press(TAB, ENTER)  # the first stop leads to the text
    assert opened.focused().get_attribute("id") == "text"
    opened.press(HOME, RIGHT, RIGHT)
    assert opened.one("#said").text == "Monday"
    opened.press("t")
    assert opened.focused().get_attribute("data-field") == "type"
    opened.press("DATE", TAB, "2023-09-18", ENTER)
    assert opened.focused().get_attribute("id") == "text"
    opened.press(RIGHT, RIGHT)
    assert opened.one("#said").text == "talks"
    opened.press("e", "OCC", TAB, "ACT", ESCAPE)  # only "talks": the end moves by six characters
    opened.press(ENTER)
    for _ in range(6):
        opened.run("document.querySelector('[data-edge=end][data-by=\"1\"]').focus()")
        opened.press(ENTER)
    assert opened.one("#words").text == "talks began (e1)"
    opened.press(ESCAPE)
    while opened.one("#said").text.split(";")[0] != "e\u0301lite":
        opened.press(RIGHT)
    opened.press("i")
    assert opened.focused().get_attribute("id") == "text"
    opened.press(ENTER)
    for _ in range(2):
        opened.run("document.querySelector('[data-edge=start][data-by=\"1\"]').focus()")
        opened.press(ENTER)
    opened.press(ESCAPE, RIGHT, RIGHT)
    assert opened.one("#said").text == "Friday"
    opened.press("t", "DATE", TAB, "2023-09-22", ESCAPE)
    opened.run("document.getElementById('source').focus()")
    opened.press("e1", TAB, "IS_", TAB, "t1", TAB, ENTER)
    assert opened.texts("#links span") == ["e1 talks began IS_INCLUDED t1 Monday"]
    check(save(opened, tmp_path), meant, tmp_path)


@pytest.mark.slow
def test_a_link_from_the_mark_at_the_cursor(opened: Browser, tmp_path: Path) -> None:
    opened.press(TAB, ENTER, HOME, RIGHT, RIGHT)
    opened.press("t", ENTER, RIGHT, RIGHT, "e", ENTER)
    opened.press("l")
    assert opened.focused().get_attribute("id") == "source"
    opened.press(TAB, "AFTER", TAB, "e1", ENTER)
    assert opened.one("#said").text == "A link joins two different ends."
    assert opened.focused().get_attribute("id") == "target"
    opened.press(HOME, DOWN, ENTER)
    assert opened.texts("#links span") == ["e1 talks AFTER t1 Monday"]
    assert opened.focused().get_attribute("id") == "text"
    # Ctrl+S in a field saves what was typed in it so far
    opened.press(LEFT, LEFT, ENTER, TAB, "2023-09-18")
    from selenium.webdriver import ActionChains

    ActionChains(opened.driver).key_down(CONTROL).send_keys("s").key_up(CONTROL).perform()
    end = time.monotonic() + 20
    path = tmp_path / "down" / "a.jsonl"
    while not path.exists() and time.monotonic() < end:
        opened.settle()
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]
    assert [line["value"] for line in lines if line["layer"] == "timexes"] == ["2023-09-18"]
    assert [line["relation"] for line in lines if line["layer"] == "links"] == ["AFTER"]
    assert opened.one("#then").text == "bench annotate a.jsonl gold/mine"
    assert opened.focused().get_attribute("data-field") == "value"


@pytest.mark.slow
def test_a_saved_file_is_opened_corrected_and_saved_again(opened: Browser, tmp_path: Path, meant: Path) -> None:
    before = tmp_path / "before.jsonl"
    timex = {"layer": "timexes", **place("Monday"), "id": "t7", "type": "HOLIDAY", "value": "2023", "tags": ["x"]}
    event = {"layer": "events", **place("began"), "id": "e1", "class": "STATE", "mine": 3}
    rows: list[dict[str, Any]] = [
        {"layer": "suite", "name": "a", "labelled": ["timexes", "events"]},
        {"layer": "documents", "id": "a", "text": TEXT, "dct": DCT, "own": [1]},
        timex,
        event,
        {"layer": "links", "doc": "a", "source": "e1", "target": "t7", "relation": "BEFORE"},
        {"layer": "timeline", "id": "one", "label": "l", "mentions": [["a", "e1"]]},
    ]
    before.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    opened.one("#load").send_keys(str(before))
    opened.settle()
    assert opened.one("#said").text == "Opened before.jsonl: 1 document."
    opened.all("#list button")[0].click()
    assert opened.one(field("type")).get_attribute("value") == "HOLIDAY"
    fill(opened, "value", "2023-09-18")
    opened.press(ESCAPE, "n")
    assert opened.one("#said").text == "began · STATE"
    opened.press(DELETE)
    assert opened.one("#said").text == (
        "Removed: began. 1 link went with it. The timeline's entry one no longer mentions it."
    )
    found = [json.loads(line) for line in save(opened, tmp_path).read_text(encoding="utf-8").split("\n") if line]
    assert found[1:] == [rows[1], {**timex, "value": "2023-09-18"}, {**rows[5], "mentions": []}]
    opened.one("#undo").click()
    found = [json.loads(line) for line in save(opened, tmp_path).read_text(encoding="utf-8").split("\n") if line]
    assert found[1:] == [rows[1], {**timex, "value": "2023-09-18"}, *rows[3:]]
    before.write_text('{"layer": "suite"}\nnonsense', encoding="utf-8")
    opened.one("#load").send_keys(str(before))
    opened.settle()
    assert "nothing changed: line 2 isn't JSON" in opened.one("#said").text
    assert len(opened.texts("#list button")) == 2
    assert meant.exists()


@pytest.mark.slow
@pytest.mark.parametrize(("width", "dark"), [(1280, False), (1280, True), (390, False), (390, True)])
def test_axe_finds_nothing_and_nothing_runs_over(
    browser: Browser, tmp_path: Path, axe: str, width: int, dark: bool
) -> None:
    from tests.report.test_browser import faults

    labelling.write([ROOT / "gold" / "articles"], tmp_path / "p.html")
    browser.open(tmp_path / "p.html", width=width, dark=dark)
    browser.one("#next").click()
    assert "Document 2 of 4" in browser.one("#said").text
    browser.all("#list button")[1].click()
    assert browser.run("return document.documentElement.scrollWidth") <= width
    assert faults(browser, axe) == []
    background = browser.run("return getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)")
    assert max(background) < 60 if dark else min(background) > 200
    assert browser.logged() == []


@pytest.mark.slow
def test_open_cases_are_decided_with_the_keyboard(browser: Browser, tmp_path: Path, axe: str) -> None:
    from tests.gold.test_several import A, B
    from tests.report.test_browser import faults

    folders = [str(write_suite(tmp_path / name, lines)) for name, lines in (("a", A), ("b", B))]
    page, out = tmp_path / "open.html", str(tmp_path / "out")
    assert run(["adjudicate", *folders, out, "--page", str(page)]) == 5
    allowed = {"behavior": "allow", "downloadPath": str(tmp_path / "down")}
    browser.driver.execute_cdp_cmd("Browser.setDownloadBehavior", allowed)
    browser.open(page)
    assert browser.one("#cases").text.startswith("3 cases open.")
    browser.press(TAB, ENTER, "o")
    assert browser.one("#said").text == "On Monday · DATE 2023-09-18 · open: b"
    assert browser.one("#said-by").text == "Open case. Said by b."
    assert faults(browser, axe) == []
    browser.one("#why").send_keys("it is longer")
    browser.press(ESCAPE, "k")
    assert browser.one("#said").text == "Kept: On Monday · DATE 2023-09-18. 2 cases open."
    browser.press("o", DELETE, "o", DELETE)  # neither Friday
    assert browser.one("#cases").text.startswith("1 case open.")
    browser.press("o", "k")
    assert browser.one("#cases").text.startswith("No case is open.")
    saved = save(browser, tmp_path, "adjudication.jsonl")
    assert run(["adjudicate", *folders, out, "--from-page", str(saved), "--by", "me"]) == 5  # the link is left
    layers = load(out).layers["d"]
    assert [each.text for each in layers.timexes] == ["On Monday"]
    assert [(each.text, each.class_) for each in layers.events] == [("began", "ASPECTUAL"), ("ended", "ASPECTUAL")]
    kept = [json.loads(line) for line in (tmp_path / "out" / "decisions.jsonl").read_text("utf-8").splitlines()]
    assert [each["why"] for each in kept] == ["it is longer", "", ""]
    assert browser.logged() == []
