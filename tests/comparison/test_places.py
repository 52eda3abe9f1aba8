"""The lines at which worse examples stand: head's prediction if one is there, else what gold has."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.cli.root import run
from tests.conftest import ROOT, example_layers, write_suite

LINE = '{{"doc": "{doc}", "start": {start}, "end": {end}, "type": "DATE", "value": "{value}"}}\n'


def write(folder: Path, *timexes: tuple[str, int, int, str]) -> str:
    """Predictions of one system for the example suite, in the timexes' order."""
    folder.mkdir()
    done = "".join(f'{{"id": "{name}", "status": "done"}}\n' for name in ("fair", "flood"))
    (folder / "documents.jsonl").write_text(done, encoding="utf-8")
    text = "".join(LINE.format(doc=doc, start=start, end=end, value=value) for doc, start, end, value in timexes)
    (folder / "timexes.jsonl").write_text(text, encoding="utf-8")
    return folder.name


def test_each_worse_example_has_the_line_that_shows_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    write_suite(Path("gold"), example_layers())
    base = write(Path("base"), ("fair", 19, 25, "2021-05-03"), ("flood", 44, 54, "2021-05-03"))
    # "Monday" gets another value, on the second line of head; the date in the flood is missed, and the line
    # is of the gold, whose fourth line is about it; "The" is made up, on the first line
    head = write(Path("head"), ("fair", 0, 3, "2021"), ("fair", 19, 25, "2021-05-10"))
    run(["compare", base, head, "--gold", "gold", "--measure", "timex.value", "--format", "github"])
    found = [line for line in capsys.readouterr().out.splitlines() if line.startswith("::warning file=")]
    assert found == [
        "::warning file=head/timexes.jsonl,line=1,title=bench compare head::made up: “The” of fair: gold: "
        "nothing; base: nothing; head: DATE 2021",
        "::warning file=head/timexes.jsonl,line=2,title=bench compare head::lost: “Monday” of fair: gold: DATE "
        "2021-05-03; base: DATE 2021-05-03; head: DATE 2021-05-10",
        "::warning file=gold/timexes.jsonl,line=4,title=bench compare head::lost: “3 May 2021” of flood: gold: "
        "DATE 2021-05-03; base: DATE 2021-05-03; head: nothing",
    ]


def test_no_more_are_shown_than_github_shows(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    where = ("results/articles/dateparser", "results/articles/regex")  # 27 right values are lost
    assert run(["compare", *where, "--format", "github"]) == 1
    assert capsys.readouterr().out.count("::warning file=") == 10
