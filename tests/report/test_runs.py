"""The page of runs without gold: what systems find and how far they agree, without scores."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bench.cli.root import run
from bench.report import runs
from tests.report.test_browser import faults

if TYPE_CHECKING:
    from tests.report.browser import Browser

SystemFile = Callable[[str, str], Path]
Captured = pytest.CaptureFixture[str]
NAMES = ("first", "second")
WORDS = {"first": "Monday|on May 9", "second": "Monday|May 9|three days"}
CODE = """
    import re

    @system(layers=["timexes"])
    def {name}(document):
        if "{name} fails" in document.text:
            raise ValueError("</p><script>it failed</script>")
        for found in re.finditer("{words}", document.text):
            value = "2021-05-03" if found[0] == "Monday" else "2021-05-0{digit}"
            yield Timex(found.start(), found.end(), "DATE", value)
    """
ARTICLES = {
    "a.txt": "May 3, 2021\n\nHe came on Monday. He left on May 9 after three days.",
    "b.txt": "May 4, 2021\n\n<script>window.injected = 1</script> & first fails on Monday.",
}


@pytest.fixture
def made(system_file: SystemFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The folders of two systems' runs over two articles."""
    monkeypatch.chdir(tmp_path)
    Path("all").mkdir()
    for name, text in ARTICLES.items():
        Path("all", name).write_text(text, encoding="utf-8")
    for digit, name in enumerate(NAMES, start=8):
        path = system_file(name, CODE.format(name=name, words=WORDS[name], digit=digit))
        run(["run", str(path), "all", "-o", name, "--speed", f"{name}.json"])
    return list(NAMES)


def test_the_agreement_is_counted_over_what_both_have_done_and_is_symmetric(made: list[str]) -> None:
    found = runs.read([Path(each) for each in made])
    # b.txt failed for one. In a.txt: Monday and Monday are equal, "on May 9" and "May 9" overlap, and differ
    expected = [
        ("timexes: span, strict", 1, (2, 3), 2 * 1 / 5),
        ("timexes: span, relaxed", 2, (2, 3), 2 * 2 / 5),
        ("timexes: type", 2, (2, 3), 2 * 2 / 5),
        ("timexes: value", 1, (2, 3), 2 * 1 / 5),
    ]
    there = runs.agreements(found.runs)
    assert [(each.subject, each.shared, each.sizes, each.score) for each in there] == expected
    back = runs.agreements(found.runs[::-1])
    assert [each.score for each in back] == [each.score for each in there]


def test_the_page_has_articles_agreement_and_speed_and_no_scores(made: list[str], capsys: Captured) -> None:
    capsys.readouterr()
    assert run(["report", *made, "--speed", "first.json", "-o", "page.html"]) == 0
    assert capsys.readouterr().out == "page.html: 2 systems, 2 articles, without gold\n"
    page = Path("page.html").read_text(encoding="utf-8")
    assert 'He came on <span class="found at-same">Monday<sup>1</sup></span>' in page
    assert '<span class="found at-span">on May 9<sup>2</sup></span>' in page
    assert '<span class="found at-some">three days<sup>3</sup></span>' in page
    assert "dct 2021-05-03: &#39;May 3, 2021&#39; on a line of its own at the top." in page
    assert "&lt;script&gt;window.injected" in page
    assert "<script" not in page
    assert "<strong>first</strong> failed:" in page
    assert not re.search("missed|spurious</|precision|recall", page.split("</style>")[1])
    first, second = (
        re.findall(r'<td class="number">([^<]*)</td>', line) for line in page.splitlines()
        if line.startswith(('<tr><th scope="row">first<', '<tr><th scope="row">second<'))
    )  # fmt: skip
    assert first[:2] == ["1", "1"]
    assert float(first[2]) > 0
    assert second == ["2", "0", "–", "–"]  # no speed file was given


def test_a_timeline_is_a_table(made: list[str]) -> None:
    entry = {"id": "e", "label": "He came.", "when": "2021-05-03", "participants": ["He"], "mentions": []}
    Path("first/timeline.jsonl").write_text(json.dumps(entry) + "\n", encoding="utf-8")
    runs.write(made, "page.html")
    page = Path("page.html").read_text(encoding="utf-8")
    assert '<td class="when">2021-05-03</td><td>He came.</td><td>He</td>' in page


@pytest.mark.usefixtures("made")
def test_what_makes_no_page_is_one_message(capsys: Captured, tmp_path: Path) -> None:
    Path("other").mkdir()
    assert run(["report", "first", "other"]) == 2
    assert "other: no run, and the others are" in capsys.readouterr().err
    assert run(["report", "first", "--gold", "other"]) == 2
    assert "a page of runs has no gold" in capsys.readouterr().err
    Path("all/a.txt").write_text("May 5, 2021\n\nHe came.", encoding="utf-8")
    run(["run", str(next(tmp_path.rglob("second.py"))), "all", "-o", "anew"])
    capsys.readouterr()
    assert run(["report", "first", "anew"]) == 4
    assert (
        "anew: 'a' has another text than in first; run both systems over the same articles"
        in capsys.readouterr().err
    )
    assert not Path("report.html").exists()


@pytest.mark.usefixtures("made")
def test_a_run_over_a_corpus_has_no_texts_and_says_so(tmp_path: Path, capsys: Captured) -> None:
    Path("rows.jsonl").write_text('{"id": "x", "text": "On Monday.", "dct": "2021-05-04"}\n', encoding="utf-8")
    run(["run", str(next(tmp_path.rglob("second.py"))), "rows.jsonl", "-o", "rows"])
    assert run(["report", "rows", "-o", "page.html"]) == 0
    assert "second: without its texts" in capsys.readouterr().err
    assert "these texts aren't shown" in Path("page.html").read_text(encoding="utf-8")


@pytest.mark.slow
@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("dark", [False, True])
def test_axe_finds_nothing_and_the_page_is_no_wider_than_the_window(
    browser: Browser, made: list[str], axe: str, width: int, dark: bool
) -> None:
    runs.write(made, "page.html")
    scheme = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
    browser.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": scheme, "media": ""})
    metrics = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": False}
    browser.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    browser.driver.get(Path("page.html").absolute().as_uri())
    assert browser.run("return document.documentElement.scrollWidth <= innerWidth")
    assert browser.run("return window.injected === undefined")
    assert faults(browser, axe) == []
