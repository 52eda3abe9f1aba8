"""The examples in Python on the documents' pages print what stands below them."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import pytest

from bench.cli.root import run
from tests.conftest import ROOT

PAGES = ("links", "measures", "pitfalls", "uncertainty")  # that of docs/timelines.md is in tests/measures


def page(name: str) -> str:
    return (ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8")


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
    (shown,) = re.findall(
        r"^```text\n\$ bench score predicted gold\n(.*?)^```", page("links"), re.MULTILINE | re.DOTALL
    )
    lines = [line for line in shown.splitlines() if line != "…"]
    assert [line for line in printed if line in lines] == lines
    assert captured.err.splitlines() == lines[-1:]
