"""The page as text: its figures are the records', and nothing in it can be taken for markup or loads anything."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from bench.cli.root import run
from bench.dataset.suite import Predictions
from bench.figures.suite_results import SuiteResults
from bench.files import write_text
from bench.gold.load import load
from bench.render.html import data as data_of
from bench.render.scores import SECTIONS
from bench.report import read
from bench.report.failures import LONGEST, NAMED, failures
from bench.results import record
from bench.scoring.score import score
from tests.conftest import ROOT
from tests.report.conftest import EVIL, PREDICTED, REASON, write_project


class Reader(HTMLParser):
    """Elements with what stands directly in them."""

    VOID = ("meta", "link", "input", "br")

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[list[Any]] = []
        self.elements: list[tuple[str, dict[str, str | None], str]] = []
        self.tables: list[tuple[str, list[list[str]]]] = []
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.tables.append(("", []))
        if tag == "tr":
            self.tables[-1][1].append([])
        if tag not in self.VOID:
            self.open.append([tag, dict(attrs), ""])
        else:
            self.elements.append((tag, dict(attrs), ""))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs), ""))

    def handle_data(self, data: str) -> None:
        if self.open:
            self.open[-1][2] += data

    def handle_endtag(self, tag: str) -> None:
        found, attributes, text = self.open.pop()
        assert found == tag
        self.elements.append((tag, attributes, text))
        # the title of a table stands in its caption, before what its columns mean
        if tag == "caption" or (tag == "span" and attributes.get("class") == "title"):
            self.tables[-1] = (self.tables[-1][0] or text.strip(), self.tables[-1][1])
        if tag in ("td", "th"):
            self.tables[-1][1][-1].append(text.strip())
        # of a figure's cell the value, without its interval
        if tag == "span" and attributes.get("class") == "value":
            self.open[-1][2] += text


def grids(folder: Path) -> Iterator[tuple[str, list[list[str]]]]:
    """The tables of a results README: title, and its rows without the head."""
    text = (folder / "README.md").read_text(encoding="utf-8")
    for title, body in re.findall(r"\*\*(.*?)\*\*\n\n\|.*\n\| :--.*\n((?:\|.*\n)+)", text):
        rows = ([cell.strip() for cell in line.strip("|").split("|")] for line in body.splitlines())
        # a name may end with the mark of a system that is given gold; figures are bold between two asterisks
        yield title, [[name, *(cell.strip("*") for cell in cells)] for name, *cells in rows]


def test_the_tables_are_those_of_the_results(own_page: Path) -> None:
    shown = Reader(own_page.read_text(encoding="utf-8")).tables
    tables = {title: [row for row in rows if len(row) == len(rows[-1])][1:] for title, rows in shown}
    shown_measures = {
        name for each in read([ROOT / "results" / "articles"], {})[0].records for name in each.measures
    }
    compared = 0
    for title, rows in grids(ROOT / "results" / "articles"):
        if title == "How sure systems are of their values (%)":
            assert tables[title] == rows
            compared += 1
            continue
        if title in tables:
            # on the page the measure that orders the rows is the first column
            (section,) = (each for each in SECTIONS if each.title == title)
            width = 3 if section.whole else 1
            first = 1 + width * [name for name in section.columns if name in shown_measures].index(
                section.headline
            )
            moved = [row[:1] + row[first : first + width] + row[1:first] + row[first + width :] for row in rows]
            assert tables[title] == moved
            compared += 1
        if title.startswith("Recall of time expressions by kind"):
            # there in one table, each kind with found and value; here a heat map each
            for name, first in (("Times found", 1), ("Times with the right value", 2)):
                assert tables[f"{name}, recall by kind (%)"] == [[row[0], *row[first::2]] for row in rows]
                compared += 1
        if title.startswith("How sure"):
            intervals = {row[0]: row[2] for row in rows if row[2] != "–"}
            compared += 1
    assert compared == 12
    # the first column of intervals of a row of times is that of its value
    source = own_page.read_text(encoding="utf-8")
    for name, interval in intervals.items():
        row = re.search(rf'<tr[^>]*data-system="{name}"[^>]*>(.*?)</tr>', source, re.DOTALL)
        assert row
        assert re.findall(r'class="interval">(.*?)<', row[1])[0] == interval


def test_the_policy_names_this_style_and_this_script_and_nothing_else(page: Path) -> None:
    elements = Reader(page.read_text(encoding="utf-8")).elements

    def digest(text: str) -> str:
        return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()

    (style,) = (text for tag, _, text in elements if tag == "style")
    (script,) = (text for tag, attributes, text in elements if tag == "script" and not attributes)
    (policy,) = (a["content"] for tag, a, _ in elements if tag == "meta" and "http-equiv" in a)
    assert policy == (
        f"default-src 'none'; script-src '{digest(script)}'; style-src '{digest(style)}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    # neither a style nor a handler stands at an element, and nothing leads out of the page
    for _, attributes, _ in elements:
        assert "style" not in attributes
        assert not [name for name in attributes if name.startswith("on")]
        assert "src" not in attributes
        assert (attributes.get("href") or "#").startswith(("#", "data:,"))


def test_the_words_of_texts_are_in_the_page_as_text_alone(page: Path) -> None:
    source = page.read_text(encoding="utf-8")
    assert EVIL not in source  # packed
    assert REASON not in source
    assert "injected" in source  # the failure's cause, as text
    assert "<script>window" not in source
    assert "<img" not in source
    tags = [tag for tag, _, _ in Reader(source).elements]
    assert "b" not in tags


@pytest.mark.parametrize("word", ["</script>", "<!--", "<script", "]]>", "&lt;", "\u2028\u2029"])
def test_data_cannot_end_its_element_and_is_read_back(word: str) -> None:
    found = data_of({word: [word]})
    assert not set("<>&\u2028\u2029") & set(found)
    assert json.loads(found) == {word: [word]}


def test_the_same_results_give_the_same_page(project: Path, page: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.html"
    results = [str(project / "results" / name) for name in ("hostile", "plain")]
    golds = [word for name in ("hostile", "plain") for word in ("--gold", str(project / "gold" / name))]
    run(["report", *results, *golds, "--speed", str(project / "speed.json"), "-o", str(again)])
    assert again.read_bytes() == page.read_bytes()


def test_of_each_suite_it_is_said_what_its_intervals_speak_for(page: Path) -> None:
    notes = [
        text for _, a, text in Reader(page.read_text(encoding="utf-8")).elements if a.get("class") == "note sure"
    ]
    # the first table's notes: its columns are strict, relaxed, type and value
    assert "hostile, " in notes[0]
    assert "of 3 documents" in notes[0]
    assert "plain, 120 documents." in notes[1]
    # a measure is called by the head of its column
    assert not [note for note in notes if "timex." in note or "event." in note]


def test_d_each_table_says_above_its_rows_what_its_columns_mean(page: Path) -> None:
    source = page.read_text(encoding="utf-8")
    for table, meanings in {
        "timex-timexes": {
            "strict": "a match covers the same characters",
            "relaxed": "a match shares at least one character",
            "value": "a relaxed match has the same TIMEX3 value string",
        },
        "timex-timexes-f1": {"same day": "a relaxed match's value is the same to the day"},
        "event-events": {"class": "a relaxed match has the same TimeML class"},
    }.items():
        start = source.index(f'id="table-{table}"')
        caption = html.unescape(source[start : source.index("</caption>", start)])
        for heading, meaning in meanings.items():
            assert f"<dfn>{heading}</dfn>: {meaning}" in caption
    # the figures themselves are explained before the first of them
    told = source[: source.index("<table")]
    for figure in ("P (precision)", "R (recall)", "F1"):
        assert f"<dfn>{figure}</dfn>" in told


def test_d_the_title_says_which_suites_and_how_much(page: Path) -> None:
    elements = Reader(page.read_text(encoding="utf-8")).elements
    told = "Hostile: 3 documents, 3 systems; plain: 120 documents, 2 systems"
    assert [text for tag, _, text in elements if tag == "h1"] == [told]
    assert [text for tag, _, text in elements if tag == "title"] == [f"{told} (bench report)", *plots(elements)]


def plots(elements: list[tuple[str, dict[str, str | None], str]]) -> list[str]:
    """The titles of the plots and of their points, which are elements of that name too."""
    return [text for tag, _, text in elements if tag == "title"][1:]


def test_d_the_head_says_how_much_gold_there_is_and_what_failed(page: Path) -> None:
    paragraphs = [
        " ".join(text.split())
        for _, a, text in Reader(page.read_text(encoding="utf-8")).elements
        if a.get("class") == "suite"
    ]
    # the times are Monday, May 5, two days, 3 May 2021 and Today; the events four; the entries one and two
    assert "3 documents with 5 times, 4 events, 3 timeline entries; 3 systems; 1 failure" in paragraphs[0]
    assert "120 documents with 120 times; 2 systems; no document failed" in paragraphs[1]


def test_d_sections_without_content_are_left_out_and_named(project: Path, tmp_path: Path) -> None:
    target = tmp_path / "r.html"
    asked = ["report", str(project / "results" / "plain"), "--gold", str(project / "gold" / "plain")]
    assert run([*asked, "-o", str(target)]) == 0
    source = target.read_text(encoding="utf-8")
    elements = Reader(source).elements
    sections = [a["id"] for tag, a, _ in elements if tag == "section"]
    assert sections == ["results", "precision-recall", "kinds", "articles"]
    assert [a["href"] for tag, a, _ in elements if tag == "a" and a["href"] in ("#speed", "#failures")] == []
    assert "Failures: no document failed." in source
    assert "Speed and quality: no speed was measured; " in source
    assert "Timelines: gold has no timeline." in source


def test_d_plots_are_named_in_words(page: Path) -> None:
    elements = Reader(page.read_text(encoding="utf-8")).elements
    captions = [text for tag, _, text in elements if tag == "figcaption"]
    assert "Times with the right value (timex.value)" in captions
    assert "Times with the right value (timex.value), by speed" in captions
    assert not [caption for caption in captions if "(" not in caption]


def test_failures_are_gathered_by_cause(project: Path) -> None:
    gold = load(project / "gold" / "plain")
    broken = {document.id: "it broke" for document in gold.documents[:30]} | {
        gold.documents[30].id: "x" * (LONGEST + 1),
    }
    predictions = Predictions({}, covers=("timexes",), failures=broken, timeline_failure="it broke")
    made = record.of_predictions("bad", "system", predictions, gold, score(gold, predictions))
    found = failures([SuiteResults([made])])
    one = next(each for each in found if each.reason == "it broke")
    assert (len(one.named), one.more, one.timeline) == (NAMED, 10, True)
    # those that were never run have failed too
    assert len(found) == 3
    long = next(each for each in found if each.reason.startswith("x"))
    assert long.reason == "x" * LONGEST + " …"
    assert sum(len(each.named) + each.more for each in found) == 120


def test_results_of_another_state_of_the_gold_are_not_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = write_project(tmp_path)
    path = root / "results" / "hostile" / "beta" / "record.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**data, "suite_digest": "0" * 64}), encoding="utf-8")
    arguments = ["report", str(root / "results" / "hostile"), "--gold", str(root / "gold" / "hostile")]
    assert run([*arguments, "-o", str(tmp_path / "r.html")]) == 0
    assert "not in the report: beta" in capsys.readouterr().err
    source = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert "scored on another state: beta" in source
    assert 'data-system="beta"' not in source


def test_without_gold_there_are_figures_and_no_texts(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "deep" / "r.html"
    assert run(["report", str(project / "results" / "hostile"), "-o", str(target)]) == 0
    captured = capsys.readouterr()
    assert captured.out == f"{target}: hostile, 3 systems\n"
    assert "its gold wasn't found" in captured.err
    source = target.read_text(encoding="utf-8")
    assert 'class="part"' not in source
    assert "alpha" in source


def test_what_is_wrong_is_said(project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    results = str(project / "results" / "hostile")
    assert run(["report", str(tmp_path / "none")]) == 2
    assert "there is no such folder" in capsys.readouterr().err
    (tmp_path / "empty").mkdir()
    assert run(["report", str(tmp_path / "empty")]) == 2
    assert "no record (record.json) of any system here" in capsys.readouterr().err
    assert run(["report", results, results]) == 2
    assert "are both results of hostile" in capsys.readouterr().err
    assert run(["report", results, "--gold", str(tmp_path / "none")]) == 2
    assert "--gold" in capsys.readouterr().err
    (tmp_path / "no.json").write_text('{"systems": {"alpha": 3}}', encoding="utf-8")
    assert run(["report", results, "--speed", str(tmp_path / "no.json")]) == 4
    assert "bench evaluate --speed" in capsys.readouterr().err
    write_text(tmp_path / "file", "")
    target = tmp_path / "file" / "r.html"
    assert run(["report", results, "-o", str(target)]) == 2
    assert f"{target} can't be written" in capsys.readouterr().err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["empty", "file", "no.json"]


def test_records_that_cannot_stand_side_by_side_are_refused(tmp_path: Path) -> None:
    root = write_project(tmp_path)
    path = root / "results" / "hostile" / "beta" / "record.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**data, "suite_version": "2.0.0"}), encoding="utf-8")
    with pytest.raises(Exception, match="can't stand in one table"):
        read([root / "results" / "hostile"], {})
    assert set(PREDICTED) == {"alpha", "beta", "gamma"}
