"""Articles with something wrong, each beside a good one: one clear message, and the good one unharmed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bench.cli.root import run
from tests.conftest import ROOT

GOOD = "LIMA, March 5, 2025 (Agency) – On March 4, 2025, Ada Boyle met Carl Dean in Lima.\n"
SYSTEM = ("--system", "plain-timeline", "--systems-folder", str(ROOT / "systems"))


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("good.txt").write_text(GOOD, encoding="utf-8")


def undated() -> str:
    Path("undated.txt").write_text("Ada Boyle met Carl Dean in Lima.\n", encoding="utf-8")
    return "undated.txt"


def empty() -> str:
    Path("empty.txt").write_text("", encoding="utf-8")
    return "empty.txt"


def scanned() -> str:
    pypdf = pytest.importorskip("pypdf")
    writer = pypdf.PdfWriter()
    writer.add_blank_page(200, 200)
    writer.write("scan.pdf")
    return "scan.pdf"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("bad", "says"),
    [
        (undated, "undated.txt: neither the file nor its text tells the day"),
        (empty, "empty.txt: it has no text"),
        (scanned, "scan.pdf: no text on its 1 page: they may be pictures of a scanner"),
    ],
)
def test_what_cannot_be_read_costs_itself_alone(
    bad: object, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert callable(bad)
    name = bad()
    assert run(["timeline", "good.txt", name, *SYSTEM]) == 3
    seen = capsys.readouterr()
    assert seen.err.count(says) == 1
    assert re.search(r"2025-03-04 .*met Carl Dean", seen.out)
    assert run(["timeline", name, *SYSTEM]) == 4  # nothing else can be read
    assert says in capsys.readouterr().err
    # the same beside a good one, and alone, from the other verbs
    regex = str(ROOT / "systems" / "regex.py")
    assert run(["run", regex, "good.txt", name, "-o", "out"]) == 3
    assert run(["show", regex, name]) == 4
    assert capsys.readouterr().err.count(says) == 2
    assert run(["report", "out", "-o", "report.html"]) == 0


@pytest.mark.slow
def test_one_sentence_and_another_language_are_read(capsys: pytest.CaptureFixture[str]) -> None:
    Path("one.txt").write_text("On March 4, 2025, Ada Boyle met Carl Dean.", encoding="utf-8")
    german = "Am 4. März traf Außenministerin Ada Boyle in Lima auf Carl Dean und fuhr dann nach Hause. " * 8
    Path("german.txt").write_text(f"2025-03-05\n\n{german}", encoding="utf-8")
    assert run(["timeline", "one.txt", "german.txt", *SYSTEM, "--format", "csv"]) == 0
    seen = capsys.readouterr()
    assert "german.txt: the text doesn't seem to be English" in seen.err
    assert "one: met" in seen.out


@pytest.mark.slow
def test_two_articles_of_one_name_stay_two(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    for folder in ("a", "b"):
        Path(folder).mkdir()
        Path(folder, "news.txt").write_text(GOOD, encoding="utf-8")
    assert run(["timeline", "a/news.txt", "b/news.txt", *SYSTEM]) == 0
    assert "a/news.txt: met; b/news.txt: met" in capsys.readouterr().out


@pytest.mark.parametrize(
    "day", ["yesterday", "2025-02-30", "05/03/2025", "20250305", "2025-3-5", "0000-01-01", ""]
)
@pytest.mark.parametrize(
    "verb", [("timeline", "good.txt"), ("show", "regex", "good.txt"), ("run", "regex", "good.txt", "-o", "out")]
)
def test_a_day_that_is_none_is_refused(
    verb: tuple[str, ...], day: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([*verb, "--dct", day]) == 2
    assert f"{day!r} is no day of the calendar; write YYYY-MM-DD, such as 2023-09-19" in capsys.readouterr().err
    assert not Path("out").exists()


@pytest.mark.slow
def test_a_row_that_nothing_dates_costs_itself_alone(capsys: pytest.CaptureFixture[str]) -> None:
    Path("rows.csv").write_text(f'id,text\nx,They met.\ny,"{GOOD}"\n', encoding="utf-8")
    assert run(["timeline", "rows.csv", *SYSTEM]) == 3
    seen = capsys.readouterr()
    assert (
        "rows.csv:2: no day in 'dct', nor in its text; there is: id, text; name the field by --dct-field"
        in seen.err
    )
    assert "dct 2025-03-05: y: dateline 'March 5, 2025'" in seen.err
    assert "y: met" in seen.out


@pytest.mark.slow
def test_the_fields_of_a_table_have_the_names_they_are_given(capsys: pytest.CaptureFixture[str]) -> None:
    Path("own.csv").write_text('nr,body,written\n7,"Ada Boyle met Carl Dean on Monday.",2025-03-04\n')
    fields = ("--id-field", "nr", "--text-field", "body", "--dct-field", "written")
    assert run(["timeline", "own.csv", *fields, *SYSTEM]) == 0
    assert "7: met" in capsys.readouterr().out
