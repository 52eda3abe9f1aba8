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
    # and from several systems in one call
    both = ["--system", "story-timeline", *SYSTEM]
    assert run(["show", regex, "plain-verbs", name]) == 4
    assert run(["timeline", "good.txt", name, *both]) == 3
    seen = capsys.readouterr()
    assert seen.err.count(says) == 2
    assert "1 happening in both (1 alike), 0 only in story-timeline, 0 only in plain-timeline." in " ".join(
        seen.out.split()
    )


@pytest.mark.slow
def test_a_text_that_is_too_long_for_spacy_fails_there_alone(capsys: pytest.CaptureFixture[str]) -> None:
    """A million characters also take the other systems less than their time limit: no step is quadratic."""
    met = "On March 3, 2025, Ada Boyle met Carl Dean in Lima. She said that it went well."
    Path("long.txt").write_text(GOOD + f"\n{met}\n" * (1_000_000 // len(met)), encoding="utf-8")
    assert 1_000_000 < Path("long.txt").stat().st_size < 1_100_000
    remedy = (
        "characters, and spaCy takes 1,000,000; divide it, as into its articles, or name a system without spaCy, "
        "such as regex, plain-verbs or plain-timeline"
    )
    texts = ("good.txt", "long.txt")
    for system, code in (("regex", 0), ("spacy-rules", 3)):
        assert run(["run", system, *texts, "-o", system]) == code
    assert capsys.readouterr().err.count(remedy) == 1
    assert run(["show", "regex", "spacy-rules", "long.txt"]) == 3
    seen = capsys.readouterr()
    assert f"failed: spacy-rules on long: its text has {len(Path('long.txt').read_text()):,} {remedy}" in seen.err
    assert "[March 3, 2025]3" in seen.out
    assert run(["report", "regex", "spacy-rules", "-o", "report.html"]) == 0
    page = Path("report.html").read_text(encoding="utf-8")
    assert page.count(remedy) == 1
    assert "timexes: regex 2, spacy-rules 2; 2 alike" in page  # those of the good one
    both = ["--system", "story-timeline", "--system", "plain-timeline", "--systems-folder", str(ROOT / "systems")]
    assert run(["timeline", *texts, *both, "-o", "both.html"]) == 3
    told = capsys.readouterr().err
    assert "failed: story-timeline on long: rule-anchors, which it wants, failed: " in told
    assert told.count(remedy) == 1
    page = Path("both.html").read_text(encoding="utf-8")
    assert (
        "failed: story-timeline, long: rule-anchors, which it wants, failed: spacy-rules, which it wants, " in page
    )
    assert run(["timeline", *texts, "--system", "story-timeline", "--systems-folder", str(ROOT / "systems")]) == 3
    seen = capsys.readouterr()
    assert re.search(r"2025-03-04 .*met Carl Dean.* good: met", seen.out)


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
def test_of_many_faults_the_rest_are_counted(capsys: pytest.CaptureFixture[str]) -> None:
    Path("rows.csv").write_text(f'id,text\ny,"{GOOD}"\n' + "x,They met.\n" * 30, encoding="utf-8")
    assert run(["timeline", "rows.csv", *SYSTEM]) == 3
    told = capsys.readouterr().err
    assert told.count("left out: rows.csv:") == 20
    assert "left out: 10 more\n" in told


@pytest.mark.slow
def test_the_fields_of_a_table_have_the_names_they_are_given(capsys: pytest.CaptureFixture[str]) -> None:
    Path("own.csv").write_text('nr,body,written\n7,"Ada Boyle met Carl Dean on Monday.",2025-03-04\n')
    fields = ("--id-field", "nr", "--text-field", "body", "--dct-field", "written")
    assert run(["timeline", "own.csv", *fields, *SYSTEM]) == 0
    assert "7: met" in capsys.readouterr().out
