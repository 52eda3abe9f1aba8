"""`bench bisect`: the first commit in which a case is wrong, whatever came before and after."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from bench.cli.root import run
from tests.branches import git

pytestmark = pytest.mark.slow


def short(revision: str) -> str:
    done = subprocess.run(["git", "rev-parse", "--short", revision], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def commit(subject: str, before: str, after: str) -> None:
    path = Path("systems/my_extractor.py")
    text = path.read_text()
    assert before in text
    path.write_text(text.replace(before, after))
    git("add", "-A")
    git("commit", "-m", subject)


@pytest.fixture(autouse=True)
def _history(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Five commits on the first; the third of them, HEAD~2, reads weekdays as the next ones."""
    monkeypatch.chdir(tmp_path)
    git("init", "-b", "main")
    assert run(["init"]) == 0
    git("add", "-A")
    git("commit", "-m", "first")
    commit("one", "Say here", "Say there")
    commit("two", "Say there", "Say here")
    commit("next days", "document.dct - ", "document.dct + ")
    commit("four", "Say here", "Say there")
    commit("five", "Say there", "Say here")
    capsys.readouterr()


@pytest.mark.parametrize("case", ["first:Monday", "first:19-25"])
def test_the_commit_is_found_by_halving(case: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["bisect", case, "--good", "HEAD~5"]) == 0
    said = capsys.readouterr()
    assert said.out == f"my-extractor has first 19–25 wrong since {short('HEAD~2')}: next days\n"
    # both ends; of the six commits then no. 2 (of 0 to 5), right, and no. 3, wrong
    assert said.err.splitlines() == [
        "HEAD~5  right", "HEAD  wrong", f"{short('HEAD~3')}  right", f"{short('HEAD~2')}  wrong"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["first:Monday", "--good", "HEAD~1"], "first:Monday is wrong in HEAD~1"),
        (["first:Monday", "--good", "HEAD~5", "--bad", "HEAD~4"], "first:Monday is right in HEAD~4"),
        (["first:Monday", "--good", "HEAD"], "there is no commit after HEAD up to HEAD"),
        (["first:Monday", "--good", "nowhere"], "error: nowhere: no such git revision; name a branch"),
        (["first:Monday", "--good", "HEAD~5", "--bad", "nowhere"], "error: nowhere: no such git revision; name a"),
        (["first:Tuesday", "--good", "HEAD~5"], "gold has 0 of these in first; name one of: 19-25 Monday"),
        (["Monday", "--good", "HEAD~5"], "write DOCUMENT:WORDS"),
        (["second:Monday", "--good", "HEAD~5"], "'second'"),
        (["first:Monday", "--good", "HEAD~5", "--system", "other"], "no system named 'other'"),
    ],
)
def test_what_cannot_be_searched_is_told(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["bisect", *arguments]) == 2
    assert said in capsys.readouterr().err
