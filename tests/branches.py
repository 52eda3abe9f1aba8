"""A real repository with gold, an extractor and its results, and branches that change the extractor."""

from __future__ import annotations

import contextlib
import hashlib
import shutil
import subprocess
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bench.cli.root import run
from tests.conftest import write_suite

SENTENCES = (
    "The fair opened on Monday.",
    "It rained on 3 May 2021.",
    "The council met on Tuesday.",
    "A bridge fell on 1 May 2021.",
    "They voted on Friday.",
    "All was sold by Saturday.",
)
TIMES = {
    "Monday": ("deictic", "2021-05-03"),
    "Tuesday": ("deictic", "2021-05-04"),
    "Friday": ("deictic", "2021-04-30"),
    "Saturday": ("deictic", "2021-05-01"),
    "3 May 2021": ("explicit", "2021-05-03"),
    "1 May 2021": ("explicit", "2021-05-01"),
}
"""Of each time its kind and value, read by hand: the documents were written on Tuesday, 4 May 2021."""

BASE = '''
    """Weekdays, each read as the last one."""
    import datetime
    import re

    from bench import Timex, system

    DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

    @system(layers=["timexes"])
    def days(document):
        for found in re.finditer("|".join(DAYS), document.text):
            back = (document.dct.weekday() - DAYS.index(found[0])) % 7
            day = document.dct - datetime.timedelta(days=back)
            yield Timex(found.start(), found.end(), "DATE", day.isoformat())
    '''
WORSE = BASE.replace(
    "document.dct - datetime.timedelta(days=back)", "document.dct + datetime.timedelta(days=7 - back)"
)
BETTER = (
    BASE
    + r"""
        for found in re.finditer(r"(\d) May (\d{4})", document.text):
            yield Timex(found.start(), found.end(), "DATE", f"{found[2]}-05-0{found[1]}")
    """
)
RENAMED = BASE.replace("def days", "def weekdays")
BROKEN = BASE.replace(
    "    for found",
    """    if document.id == "two":
            raise RuntimeError("out of order")
        for found""",
)


def git(*arguments: str) -> None:
    subprocess.run(
        ["git", "-c", "user.name=t", "-c", "user.email=t@t", *arguments], check=True, capture_output=True
    )


def suite(folder: Path) -> None:
    """Four documents with the six sentences each, the articles' own way of being labelled."""
    text = " ".join(SENTENCES)
    starts = [text.index(sentence) for sentence in SENTENCES]
    documents: list[dict[str, Any]] = []
    timexes: list[dict[str, Any]] = []
    for name in ("one", "two", "three", "four"):
        documents.append(
            {
                "id": name,
                "text": text,
                "sha256": hashlib.sha256(text.encode()).hexdigest(),
                "title": "",
                "dct": "2021-05-04",
                "dct_basis": "inferred",
                "dct_reason": "invented",
                "sentences": starts,
                "tags": [],
            }
        )
        for number, words in enumerate(sorted(TIMES, key=text.index), 1):
            kind, value = TIMES[words]
            start = text.index(words)
            timexes.append(
                {
                    "doc": name,
                    "id": f"t{number}",
                    "start": start,
                    "end": start + len(words),
                    "text": words,
                    "type": "DATE",
                    "value": value,
                    "kind": kind,
                }
            )
    write_suite(folder, {"documents": documents, "timexes": timexes})


def evaluate(source: str) -> int:
    """Write the extractor, run it on the suite of the working folder, and return the exit code."""
    Path("systems/days.py").write_text(textwrap.dedent(source).lstrip(), encoding="utf-8")
    return run(["evaluate", "--no-cache", "-o", "results"])


Evaluated = Callable[[str], tuple[Path, int]]


@pytest.fixture(scope="session")
def evaluated(tmp_path_factory: pytest.TempPathFactory) -> Evaluated:
    """evaluated(source): a folder with gold, the extractor and its results, and the exit code of the run.

    Each extractor runs once a session; tests copy what they need.
    """
    made: dict[str, tuple[Path, int]] = {}

    def find(source: str) -> tuple[Path, int]:
        if source not in made:
            folder = tmp_path_factory.mktemp("evaluated")
            suite(folder / "gold" / "articles")
            (folder / "systems").mkdir()
            with contextlib.chdir(folder):
                made[source] = folder, evaluate(source)
        return made[source]

    return find


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, evaluated: Evaluated) -> Path:
    """A repository with gold, one extractor and its results, on the branch ``main``."""
    path = tmp_path / "repository"
    monkeypatch.setenv("COLUMNS", "120")
    folder, _ = evaluated(BASE)
    shutil.copytree(folder, path)
    monkeypatch.chdir(path)
    git("init", "-b", "main")
    git("add", "-A")
    git("commit", "-m", "base")
    return path


Branch = Callable[[str], int]


@pytest.fixture
def branch(repository: Path, capsys: pytest.CaptureFixture[str], evaluated: Evaluated) -> Branch:
    """branch(source): check out a branch with another extractor and its results; the exit code of the run."""

    def make(source: str) -> int:
        git("checkout", "-b", "head")
        folder, code = evaluated(source)
        for changed in ("systems", "results"):
            shutil.rmtree(repository / changed)
            shutil.copytree(folder / changed, repository / changed)
        git("add", "-A")
        git("commit", "-m", "head")
        capsys.readouterr()
        return code

    return make
