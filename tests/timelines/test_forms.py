"""The forms of a timeline, on two articles of our own whose lines are worked out by hand."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from bench.cli.root import run
from bench.errors import DataError, UsageError
from bench.timelines import Made, forms, make, task4
from bench.timelines.story import View

ROOT = Path(__file__).parents[2]
ROWS = [
    {"id": "a", "text": "Deal\n\nOn September 18, 2023, Ada Boyle met Carl Dean.", "dct": "2023-09-20"},
    {"id": "b", "text": "News\n\nAda Boyle met Carl Dean on September 18, 2023.", "dct": "2023-09-21"},
]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("articles") / "news.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in ROWS), encoding="utf-8")
    return str(path)


@pytest.fixture(scope="module")
def timeline(corpus: str) -> Made:
    return make([corpus], system="plain-timeline", folder=ROOT / "systems")


def test_both_reports_are_one_line_that_two_articles_give(timeline: Made) -> None:
    (line,) = timeline.lines
    assert (line.when, line.sure, line.articles) == ("2023-09-18", "high", ("a", "b"))
    assert line.participants == ("Ada Boyle", "Carl Dean")
    assert forms.words(line) == "a: met; b: met"


def test_json_has_the_stages_the_articles_and_each_source(timeline: Made) -> None:
    data = json.loads(forms.as_json(timeline))
    assert data["stages"] == "regex, plain-verbs → plain-anchors → plain-timeline"
    assert [each["id"] for each in data["articles"]] == ["a", "b"]
    (line,) = data["lines"]
    assert (line["first"], line["last"]) == ("2023-09-18", "2023-09-18")
    start = ROWS[0]["text"].index("met")
    assert next((source["article"], source["start"]) for source in line["sources"]) == ("a", start)


def test_csv_is_a_row_for_each_line(timeline: Made) -> None:
    (row,) = csv.DictReader(io.StringIO(forms.as_csv(timeline)))
    assert (row["when"], row["who"], row["sure"]) == ("2023-09-18", "Ada Boyle; Carl Dean", "high")


def test_a_calendar_has_an_all_day_event_that_ends_the_day_after(timeline: Made) -> None:
    icalendar = pytest.importorskip("icalendar")
    (event,) = icalendar.Calendar.from_ical(forms.as_calendar(timeline)).walk("VEVENT")
    assert event.decoded("dtstart").isoformat() == "2023-09-18"
    assert event.decoded("dtend").isoformat() == "2023-09-19"


@pytest.mark.slow
def test_the_page_loads_nothing_and_escapes_what_articles_say(tmp_path: Path) -> None:
    pytest.importorskip("bokeh")
    path = tmp_path / "x.jsonl"
    text = "On September 18, 2023, Ada Boyle met <script>alert(1)</script> Carl Dean."
    path.write_text(json.dumps({"id": "</script><b>", "text": text, "dct": "2023-09-20"}) + "\n", encoding="utf-8")
    page = forms.text(make([str(path)], system="plain-timeline", folder=ROOT / "systems"), "html")
    assert "<script>alert(1)" not in page
    assert "</script><b>" not in page
    # bokeh's script could load MathJax for formulas; the page's policy refuses every address
    assert "default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval'; style-src 'unsafe-inline'" in page


def test_task4_has_a_file_for_each_person(timeline: Made, tmp_path: Path) -> None:
    (path,) = task4.write(timeline, ["Ada Boyle"], tmp_path / "t")
    # the mention stands on the third line of each text, which is number 2 from 0
    assert path.name == "ada_boyle.txt"
    assert path.read_text(encoding="utf-8") == "Ada Boyle\n1\t2023-09-18\ta-2-met\tb-2-met\n"
    with pytest.raises(UsageError, match="--person"):
        task4.write(timeline, [], tmp_path / "t")


@pytest.mark.parametrize(
    ("when", "day"),
    [("2023-09-18/2023-09-21", "2023-09-18"), ("[..2023]", "2023"), ("../2023-05", "2023-05"), (None, None)],
)
def test_the_day_by_which_a_row_is_placed(when: str | None, day: str | None) -> None:
    assert task4.day(when) == day


@pytest.mark.slow
def test_a_view_hides_lines_and_says_how_many(corpus: str) -> None:
    found = make([corpus], system="plain-timeline", folder=ROOT / "systems", view=View(("Eve Fox",)))
    assert (len(found.lines), found.hidden) == (0, 1)


@pytest.mark.slow
def test_two_articles_of_one_name_stay_two(corpus: str) -> None:
    found = make([corpus, corpus], system="plain-timeline", folder=ROOT / "systems")
    assert [document.id for document in found.articles.documents] == ["a", "b", "a-2", "b-2"]
    assert found.articles.renamed == [("a", "a-2"), ("b", "b-2")]


@pytest.mark.slow
def test_a_path_that_cannot_be_read_harms_no_other(corpus: str, tmp_path: Path) -> None:
    bad = tmp_path / "bad.jsonl"
    bad.write_text('{"id": "x", "text": "No day."}\n', encoding="utf-8")
    found = make([str(bad), corpus], system="plain-timeline", folder=ROOT / "systems")
    assert [document.id for document in found.articles.documents] == ["a", "b"]
    assert len(found.articles.faults) == 1
    with pytest.raises(DataError):
        make([str(bad)], system="plain-timeline", folder=ROOT / "systems")


def test_without_a_folder_of_systems_there_is_one_clear_message(corpus: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--systems-folder"):
        make([corpus], folder=tmp_path / "none")


def test_a_system_that_makes_no_timeline_is_refused(corpus: str) -> None:
    with pytest.raises(UsageError, match="makes no timeline"):
        make([corpus], system="regex", folder=ROOT / "systems")


@pytest.mark.slow
def test_the_command(corpus: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plain = ["--system", "plain-timeline"]
    assert run(["timeline", corpus, *plain, "-o", str(tmp_path / "story.md")]) == 0
    assert "| 2023-09-18 |" in (tmp_path / "story.md").read_text(encoding="utf-8")
    assert run(["timeline", corpus, *plain, "-o", str(tmp_path / "story.pdf")]) == 2
    assert run(["timeline", corpus, *plain, "--from", "2024-01-01", "--to", "2023-01-01"]) == 2
    assert run(["timeline", corpus, *plain, "--format", "task4"]) == 2
    bad = tmp_path / "bad.jsonl"
    bad.write_text('{"id": "x", "text": "No day."}\n', encoding="utf-8")
    assert run(["timeline", str(bad), corpus, *plain]) == 3  # the others are done, and the fault is told
    assert "left out:" in capsys.readouterr().err


@pytest.mark.slow
def test_without_a_name_the_best_chain_that_can_run_is_named(
    corpus: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["timeline", corpus, "--format", "json"]) == 0
    seen = capsys.readouterr()
    assert "chain: " in seen.err
    assert json.loads(seen.out)["system"] in ("story-timeline", "plain-timeline")
