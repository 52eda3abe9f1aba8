"""The walk of docs/labelling.md, from top to bottom, in a folder that has only the articles and their marks."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest

from bench.cli.root import run
from bench.sdk.model import EVENT_CLASSES, KINDS, MODS, REALIS, RELATIONS, TIMEX_TYPES
from docs.refresh import LEFT_OUT, plain
from tests.conftest import ROOT
from tests.gold.test_adjudication import asked

BLOCKS = re.compile(r"^```text\n(\$ .*?)^```", re.MULTILINE | re.DOTALL)


def test_the_walk_prints_what_the_page_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "walk"
    shutil.copytree(ROOT / "docs" / "labelling", folder)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("COLUMNS", "100")
    page = (ROOT / "docs" / "labelling.md").read_text(encoding="utf-8")
    steps = [step for block in BLOCKS.findall(page) for step in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]]
    assert len(steps) == 10
    for step in steps:
        command, _, printed = step.partition("\n")
        program, *arguments = shlex.split(command)
        if program == "cat":
            found = Path(arguments[0]).read_text(encoding="utf-8")
        elif arguments[0] == "adjudicate":
            code, found = asked(
                arguments[1:], *(f"{each}\n" for each in re.findall(r"^> (.*)$", printed, re.MULTILINE))
            )
            assert code == 0, found
        else:
            assert run(arguments) == 0, capsys.readouterr()
            found = capsys.readouterr().out
        wanted = ".*".join(map(re.escape, printed.split(LEFT_OUT)))
        assert re.fullmatch(wanted, plain(found), re.DOTALL), (command, plain(found))
    decisions = (folder / "gold" / "mine" / "decisions.jsonl").read_text(encoding="utf-8")
    assert '"by": "Cem", "why": "it prepares the closing"' in decisions


def test_the_page_shows_faults_as_they_are(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    vote = (ROOT / "docs" / "labelling" / "articles" / "vote.txt").read_text(encoding="utf-8")
    path = tmp_path / "article.txt"
    path.write_text(f"dct: 2023-09-20\n[One|DAT] day\n{vote}---\nSunday | DATE 2023-09-17\n", encoding="utf-8")
    assert run(["annotate", str(path), str(tmp_path / "gold")]) == 4
    told = [line.removeprefix(f"{tmp_path}/") for line in capsys.readouterr().err.splitlines()[:2]]
    page = (ROOT / "docs" / "labelling.md").read_text(encoding="utf-8")
    for line in told:
        assert line in page.splitlines()


def test_the_plain_articles_are_the_marked_ones_without_marks(tmp_path: Path) -> None:
    from bench.gold.marks import read

    for path in sorted((ROOT / "docs" / "labelling" / "articles").iterdir()):
        for who in ("ann", "ben"):
            text = read(ROOT / "docs" / "labelling" / who / path.name).document.text
            assert text.removesuffix("\n") == path.read_text(encoding="utf-8").removesuffix("\n"), tmp_path


def test_the_words_of_the_attributes_are_all_there() -> None:
    page = (ROOT / "docs" / "labelling.md").read_text(encoding="utf-8")
    words = {
        "`type`": TIMEX_TYPES,
        "`mod`": MODS,
        "`kind`": KINDS,
        "`class`": EVENT_CLASSES,
        "`realis`": REALIS,
        "a relation": RELATIONS,
    }
    for attribute, listed in words.items():
        assert f"| {attribute} | {', '.join(listed)} |" in page.splitlines(), attribute
