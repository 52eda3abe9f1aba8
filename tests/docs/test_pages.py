"""The examples in Python on the documents' pages print what stands below them."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import pytest

from bench.cli.root import run
from bench.formats import task4
from bench.results.record import Record
from tests.conftest import ROOT

PAGES = ("links", "measures", "pitfalls", "uncertainty")  # that of docs/timelines.md is in tests/measures


def page(name: str) -> str:
    return (ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8")


def shell(name: str, begins: str) -> tuple[str, str]:
    """The command of a page that begins so and isn't run from the project's folder, and what stands below it."""
    (found,) = re.findall(rf"^```text\n\$ ({begins}[^\n]*)\n(.*?)^```", page(name), re.MULTILINE | re.DOTALL)
    command, shown = found
    return command, shown


@pytest.mark.parametrize("name", PAGES)
def test_what_stands_below_an_example_is_what_it_gives(name: str) -> None:
    blocks = re.findall(r"^```pycon\n(.*?)^```", page(name), re.MULTILINE | re.DOTALL)
    test = doctest.DocTestParser().get_doctest("\n".join(blocks), {}, f"{name}.md", None, 0)
    report: list[str] = []
    assert blocks
    assert doctest.DocTestRunner(verbose=False).run(test, out=report.append).failed == 0, "".join(report)


def test_a_contradiction_is_printed_as_the_page_shows(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    files = re.findall(r"`(\w+/\w+\.tml)`[^\n]*\n\n```xml\n(.*?)^```", page("links"), re.MULTILINE | re.DOTALL)
    for name, text in files:
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert [name for name, _ in files] == ["gold/talks.tml", "predicted/talks.tml"]
    monkeypatch.chdir(tmp_path)
    assert run(["score", "predicted", "gold"]) == 0
    captured = capsys.readouterr()
    printed = [line.rstrip() for line in (captured.out + captured.err).splitlines()]
    _, shown = shell("links", "bench score predicted gold")
    lines = [line for line in shown.splitlines() if line != "…"]
    assert [line for line in printed if line in lines] == lines
    assert captured.err.splitlines() == lines[-1:]


def test_gold_of_task_4_against_itself_prints_what_the_page_shows(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, task4_gold: list[Path]
) -> None:
    command, shown = shell("command-line", "bench score TimeLines")
    monkeypatch.chdir(task4_gold[1].parent)
    monkeypatch.setenv("COLUMNS", "100")
    assert run(command.split()[1:]) == 0
    assert [line.rstrip() for line in capsys.readouterr().out.splitlines()] == shown.splitlines()


def test_the_timeline_of_the_page_is_one(tmp_path: Path) -> None:
    (text,) = re.findall(r"^```text\n(Ada\n.*?)^```", page("formats"), re.MULTILINE | re.DOTALL)
    (tmp_path / "ada.txt").write_text(text, encoding="utf-8")
    timeline = task4.parse(tmp_path / "ada.txt")
    assert timeline.participant == "Ada"
    assert [(row.ordinal, row.date, len(row.mentions)) for row in timeline.rows] == [
        (1, "2005", 1),
        (2, "2006-03-XX", 2),
        (0, "XXXX-XX-XX", 1),
    ]


def test_every_key_of_a_record_is_documented() -> None:
    for key in (*Record.__slots__, "signature", "sampling", "speaks", "units", "clusters", "enough"):
        assert f"`{key}`" in page("formats"), key


def test_the_days_of_articles_are_told_as_the_page_shows(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    command, shown = shell("articles", "bench run")
    monkeypatch.chdir(ROOT)
    assert run([*command.split()[1:-1], str(tmp_path / "out")]) == 3
    printed = capsys.readouterr().err.splitlines()
    lines = [line for line in shown.splitlines() if line != "…"]
    assert [line for line in printed if line in lines] == lines
