"""`bench history --run`: commits are run in worktrees, once for all that their results come from."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest

from bench.cli.root import run
from bench.guard import base, runs
from tests.branches import git
from tests.conftest import ROOT

(EXAMPLE,) = re.findall(
    r"^```text\n(\$ bench history --run .*?)^```",
    (ROOT / "docs" / "comparing.md").read_text(encoding="utf-8"),
    re.MULTILINE | re.DOTALL,
)
SYSTEM = Path("systems/my_extractor.py")


def change(subject: str, before: str, after: str) -> None:
    text = SYSTEM.read_text()
    assert before in text
    SYSTEM.write_text(text.replace(before, after))
    git("add", "-A")
    git("commit", "-m", subject)


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Path:
    """A cache, for a repository without results. Its second commit reads weekdays as the next ones."""
    (tmp_path / "own").mkdir()
    monkeypatch.chdir(tmp_path / "own")
    git("init", "-b", "main")
    assert run(["init", "--ci", "none"]) == 0
    git("rm", "-r", "--quiet", "--cached", "--ignore-unmatch", "results")
    Path(".gitignore").write_text("results\n")
    git("add", "-A")
    git("commit", "-m", "Guard the extractor")
    change("Read weekdays as the next ones", "document.dct - ", "document.dct + ")
    capsys.readouterr()
    return tmp_path / "cache"


def history(cache: Path, capsys: pytest.CaptureFixture[str], *more: str) -> tuple[list[tuple[str, str]], str]:
    """The scores by timex.value of each commit that `bench history --run` shows, and what it says beside them."""
    arguments = ["--run", "--cache", str(cache), "--measure", "timex.value", "--format", "csv", *more]
    assert run(["history", *arguments]) == 0
    said = capsys.readouterr()
    rows = csv.DictReader(io.StringIO(said.out))
    return [(row["commit"], row["f1"]) for row in rows], said.err


def masked(printed: str) -> list[str]:
    printed = re.sub(r"\b[0-9a-f]{7}\b", "#######", printed)
    return [re.sub(r"\d{4}-\d\d-\d\d", "####", line).rstrip() for line in printed.splitlines()]


@pytest.mark.slow
def test_commits_are_run_once(
    cache: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    found, said = history(cache, capsys)
    # gold means the Monday before; the second commit finds the one after
    assert [f1 for _, f1 in found] == ["1.0", "0.0"]
    assert len(said.splitlines()) == 2
    git("revert", "--no-edit", "HEAD")
    ran = []
    checkout = base.checkout

    def counted(revision: str) -> object:
        ran.append(revision)
        return checkout(revision)

    monkeypatch.setattr(base, "checkout", counted)
    again, _ = history(cache, capsys)
    # the third commit has the files of the first one: nothing is left to run
    assert (again[:2], [f1 for _, f1 in again], ran) == (found, ["1.0", "0.0", "1.0"], [])
    assert history(cache, capsys, "--since", "HEAD~1")[0] == again[1:]
    assert history(cache, capsys, "--last", "1")[0] == again[2:]
    assert ran == []
    assert run([*EXAMPLE.splitlines()[0].split()[2:], "--cache", str(cache)]) == 0
    assert masked(capsys.readouterr().out) == masked(EXAMPLE.partition("\n")[2])
    Path("gold/mine/timexes.jsonl").write_text(
        Path("gold/mine/timexes.jsonl").read_text().replace("2024-05-06", "2024-05-10")
    )
    assert [f1 for _, f1 in history(cache, capsys, "--last", "2")[0]] == ["1.0", "0.0"]
    assert len(ran) == 2  # on other gold


@pytest.mark.slow
def test_what_is_not_known_to_be_the_same_is_run_again_and_what_cannot_run_is_told(
    cache: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = SYSTEM.read_text()
    assert text.count("# ///\n") == 1
    SYSTEM.write_text(text.replace("# ///\n", "# [tool.bench]\n# optional = ['DAYS']\n# ///\n"))
    git("add", "-A")
    git("commit", "-m", "reads a variable")
    SYSTEM.write_text("out of order\n")
    git("add", "-A")
    git("commit", "-m", "out of order")
    found, said = history(cache, capsys)
    assert [f1 for _, f1 in found] == ["1.0", "0.0", "0.0"], said
    assert "not run: " in said
    assert "not Python" in said
    assert len([*(cache / runs.FOLDER).iterdir()]) == 2
    assert run(["history", "--run", "--cache", str(cache), "--last", "1"]) == 2
    assert "none of the 1 commits can be run: " in capsys.readouterr().err


def test_a_repository_without_commits_is_told_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    git("init", "-b", "main")
    assert run(["init", "--ci", "none"]) == 0
    assert run(["history", "--run"]) == 2
    assert "error: HEAD: the repository has no commit yet; call git commit" in capsys.readouterr().err
    assert run(["history", "--run", "--since", "v1"]) == 2
    assert "error: v1: no such git revision; name a branch, tag or commit" in capsys.readouterr().err


@pytest.mark.parametrize(
    "command", [["compare", "HEAD~1", "--run-base"], ["history", "--run", "--since", "HEAD~1"]]
)
def test_a_shallow_clone_is_told_to_fetch_the_whole_history(
    command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "own").mkdir()
    monkeypatch.chdir(tmp_path / "own")
    git("init", "-b", "main")
    assert run(["init", "--ci", "none"]) == 0
    git("add", "-A")
    git("commit", "-m", "one")
    git("commit", "--allow-empty", "-m", "two")
    git("clone", "--quiet", "--depth", "1", f"file://{tmp_path / 'own'}", str(tmp_path / "shallow"))
    monkeypatch.chdir(tmp_path / "shallow")
    assert run(command) == 2
    said = capsys.readouterr().err
    assert "HEAD~1: no such git revision; name a branch, tag or commit that git log finds here, or fetch" in said


def test_results_that_were_changed_in_the_cache_are_not_taken(tmp_path: Path) -> None:
    made = tmp_path / "made"
    (made / "mine").mkdir(parents=True)
    (made / "mine" / "record.json").write_text("{}")
    assert runs.kept(tmp_path, "a") is None
    runs.keep(tmp_path, "a", made)
    found = runs.kept(tmp_path, "a")
    assert found is not None
    assert (found / "mine" / "record.json").read_text() == "{}"
    (found / "mine" / "record.json").write_text("{ }")
    assert runs.kept(tmp_path, "a") is None
    runs.keep(tmp_path, "a", made)
    assert runs.kept(tmp_path, "a") == found


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--run", "--results", "results/mine"], "--run needs none"),
        (["--cache", "elsewhere"], "--cache is for --run"),
    ],
)
def test_options_of_the_other_source_are_refused(
    options: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["history", *options]) == 2
    assert said in capsys.readouterr().err
