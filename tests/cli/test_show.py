"""``bench show`` of articles without gold, and of several systems side by side."""

from __future__ import annotations

import io
import os
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bench.cli.root import run
from tests.cli.test_terminal import on_terminal
from tests.conftest import ROOT

SystemFile = Callable[[str, str], Path]
Captured = pytest.CaptureFixture[str]
FIRST = """
    import re

    @system(layers=["timexes", "events"])
    def first(document):
        for found in re.finditer("Monday|on May 9", document.text):
            yield Timex(found.start(), found.end(), "DATE", document.dct.isoformat())
        at = document.text.index("came")
        yield Event(at, at + 4, "OCCURRENCE", "ACTUAL", "2021-05-03")
    """
SECOND = """
    import re

    @system(layers=["timexes"])
    def second(document):
        for found in re.finditer("Monday|May 9|three days", document.text):
            value = document.dct.isoformat() if found[0] == "Monday" else "2021-05-09"
            yield Timex(found.start(), found.end(), "DATE", value)
    """
ARTICLE = "He came on Monday. He left on May 9 after three days."


@pytest.fixture
def pair(system_file: SystemFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "120")
    Path("article.txt").write_text(ARTICLE, encoding="utf-8")
    return [str(system_file("first", FIRST)), str(system_file("second", SECOND))]


def test_two_systems_are_shown_side_by_side_and_nothing_is_a_mistake(pair: list[str], capsys: Captured) -> None:
    assert run(["show", *pair, "article.txt", "--dct", "2021-05-10"]) == 0
    captured = capsys.readouterr()
    assert captured.err == "dct 2021-05-10: given by --dct, for every article\n"
    out = captured.out
    assert out.startswith("article, dct 2021-05-10 (Monday): given, not read from the article\n")
    assert "He came on [Monday]1. He left [~on May 9~]2 after [?three days?]3." in out
    lines = [re.split(r"\s{2,}", line.strip()) for line in out.splitlines()]
    assert ["#", "words", "agree", "first", "second"] in lines
    assert ["1", "Monday", "same", "DATE 2021-05-10", "DATE 2021-05-10"] in lines
    assert ["2", "on May 9", "span", "DATE 2021-05-10", "May 9: DATE 2021-05-09"] in lines
    assert ["3", "three days", "some", "–", "DATE 2021-05-09"] in lines
    assert "timexes: first 2, second 3; 1 alike, 1 with other spans, 1 found by some only" in out
    # only one of them finds events, and their when is shown
    assert "He [came]1 on Monday." in out
    assert ["1", "came", "OCCURRENCE ACTUAL 2021-05-03"] in lines
    assert "\nevents: first 1\n" in out  # alone, it agrees with nobody
    for word in ("missed", "spurious", "hit", "near", "gold"):
        assert word not in out


def test_several_systems_are_shown_against_gold(pair: list[str], suite_folder: Path, capsys: Captured) -> None:
    third = Path(pair[1]).with_name("third.py")
    code = Path(pair[1]).read_text(encoding="utf-8").replace("def second", "def third").replace("May 9|", "on |")
    third.write_text(code, encoding="utf-8")
    assert run(["show", pair[1], str(third), "fair", "--gold", str(suite_folder), "--layer", "timexes"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("fair, dct 2021-05-04\n")
    assert "The fair opened [+on +]1[Monday]2. It will close [+on +]3[-May 5-]4." in out
    lines = [re.split(r"\s{2,}", line.strip()) for line in out.splitlines()]
    assert ["#", "gold", "says", "second", "third"] in lines
    assert ["2", "Monday", "DATE 2021-05-03", "hit: DATE 2021-05-04", "hit: DATE 2021-05-04"] in lines
    assert ["4", "May 5", "DATE 2021-05-05", "missed", "missed"] in lines
    assert ["3", "spurious: on: DATE 2021-05-09"] in lines
    assert run(["show", pair[1], "fair", "--gold", str(suite_folder), "--dct", "2021-05-03"]) == 2
    assert "--dct and --train are for articles without gold" in capsys.readouterr().err


def test_a_text_from_standard_input(pair: list[str], capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"May 3, 2021\n\nHe came on Monday.")))
    assert run(["show", pair[1], "-"]) == 0
    captured = capsys.readouterr()
    assert "He came on [Monday]1." in captured.out
    assert captured.err.startswith("dct 2021-05-03: stdin: 'May 3, 2021' on a line of its own at the top")


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["article.txt"], 2, "article.txt is named alone; name a system before it"),
        (["SECOND", "article.txt"], 4, "neither the file nor its text tells the day on which it was written"),
        (["SECOND", "gone.txt"], 2, "gone.txt"),
        (["SECOND", "article.txt", "--dct", "yesterday"], 2, "'yesterday'"),
        (["SECOND", "article.txt", "--layer", "events", "--dct", "2021-05-03"], 2, "second gives no events"),
    ],
)
def test_what_cannot_be_shown_is_one_message(
    arguments: list[str], code: int, says: str, pair: list[str], capsys: Captured
) -> None:
    assert run(["show", *(pair[1] if each == "SECOND" else each for each in arguments)]) == code
    captured = capsys.readouterr()
    assert says in captured.err
    assert captured.out == ""


def test_a_folder_is_shown_article_by_article_and_one_that_fails_harms_no_other(
    pair: list[str], capsys: Captured
) -> None:
    Path("all").mkdir()
    Path("all/a.txt").write_text("May 3, 2021\n\nHe came on Monday.", encoding="utf-8")
    Path("all/b.txt").write_text("", encoding="utf-8")
    Path("all/c.txt").write_text("May 4, 2021\n\nShe came on Monday.", encoding="utf-8")
    assert run(["show", pair[1], "all"]) == 3
    captured = capsys.readouterr()
    assert "left out: all/b.txt: it has no text" in captured.err
    assert "a, dct 2021-05-03 (Monday)" in captured.out
    assert "c, dct 2021-05-04 (Tuesday)" in captured.out


@pytest.mark.slow
@pytest.mark.parametrize(
    ("columns", "environment"), [(80, {}), (120, {"TERM": "dumb"}), (80, {"NO_COLOR": "1", "TERM": "dumb"})]
)
def test_two_systems_on_a_terminal(columns: int, environment: dict[str, str]) -> None:
    article = next(ROOT.glob("seeds/003*.txt"))
    code, seen = on_terminal(
        ["show", "spacy-rules", "regex", os.path.relpath(article, ROOT)],
        columns=columns,
        folder=ROOT,
        **environment,
    )
    assert code == 0, seen
    plain = re.sub(r"\x1b\[[0-9;]*m", "", seen)
    assert "\x1b" not in plain  # colours alone: no hyperlinks
    assert ("\x1b" in seen) == (not environment)
    assert max(map(len, plain.split("\n"))) <= columns
    assert "[September 18, 2023]1" in " ".join(plain.split())
