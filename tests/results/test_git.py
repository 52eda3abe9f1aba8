"""Results of revisions: which folder is read, and what git's settings and names can't change."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from bench.cli.root import run
from bench.results.history import read
from tests.branches import WORSE, Branch, git

RESULTS = Path("results/articles")


class Said:
    """Runs bench; what it exits with and says on standard error, in a line."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *arguments: str) -> tuple[int, str]:
        self._capsys.readouterr()
        code = run([*arguments])
        return code, " ".join(self._capsys.readouterr().err.split())


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Said:
    return Said(capsys)


def commit(message: str = "more") -> None:
    git("add", "-A")
    git("commit", "--allow-empty", "-m", message)


@pytest.mark.parametrize("results", ["results", "./results", "gold/../results", "{}/results"])
def test_the_results_of_a_revision_are_its_own(results: str, branch: Branch, repository: Path, said: Said) -> None:
    """However their folder is named: an absolute one was once the working folder's."""
    branch(WORSE)
    code, words = said("compare", "main", "--results", results.format(repository))
    assert code == 1, words


def test_the_results_beside_the_working_folder(
    branch: Branch, repository: Path, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    branch(WORSE)
    monkeypatch.chdir(repository / "systems")
    assert said("compare", "main", "--results", "../results", "--gold", "../gold/articles")[0] == 1
    assert said("history", "--results", "../results/articles")[0] == 0


@pytest.mark.usefixtures("repository")
@pytest.mark.parametrize("arguments", [["compare", "main"], ["history"]])
def test_results_outside_the_repository(arguments: list[str], tmp_path: Path, said: Said) -> None:
    (tmp_path / "away").mkdir()
    code, words = said(*arguments, "--results", str(tmp_path / "away"))
    assert code == 2
    assert "lies outside the git repository" in words


@pytest.mark.usefixtures("repository")
def test_a_revision_is_no_option(said: Said) -> None:
    code, words = said("history", "--revision=--output=pwn")
    assert code == 2
    assert "no history of results/articles from --output=pwn" in words
    assert not Path("pwn").exists()


@pytest.mark.usefixtures("repository")
def test_a_history_is_of_one_suite(said: Said) -> None:
    deeper = RESULTS / "days" / "older"
    deeper.mkdir()
    (deeper / "record.json").write_bytes((RESULTS / "days" / "record.json").read_bytes())
    commit()
    assert {line.system for line in read(RESULTS).lines} == {"days"}
    code, words = said("history", "--results", "results")
    assert code == 2
    assert "no commit has results in results; name a suite's folder of results, such as results/articles" in words


@pytest.mark.usefixtures("repository")
@pytest.mark.parametrize("letter", ["\u2028", "\f", "\x1e"])
def test_a_subject_of_several_lines(letter: str, capsys: pytest.CaptureFixture[str]) -> None:
    git("config", "log.showSignature", "true")
    git("commit", "--amend", "-m", f"one{letter}two")
    (entry,) = read(RESULTS).commits
    assert entry.subject == f"one{letter}two"
    capsys.readouterr()
    assert run(["history"]) == 0
    assert re.search(r"^[0-9a-f]{7}  \S+  one two$", capsys.readouterr().out, re.MULTILINE)


def test_attributes_of_archives_change_nothing(branch: Branch, said: Said) -> None:
    Path(".gitattributes").write_text("results export-ignore\n*.jsonl text eol=crlf\n")
    commit()
    branch(WORSE)
    assert said("compare", "main")[0] == 1


@pytest.mark.parametrize("link", ["results", "results/articles", "results/articles/days"])
@pytest.mark.parametrize("absolute", [True, False])
def test_links_are_named(link: str, absolute: bool, repository: Path, said: Said) -> None:
    Path(link).rename("away")
    up = repository if absolute else Path(*[".."] * link.count("/"))
    Path(link).symlink_to(up / "away")
    commit()
    code, words = said("compare", "HEAD")
    assert code == 2
    assert words == f"error: HEAD: {link} is a link or a submodule; name the folder that it leads to"


def test_a_folder_below_a_link_is_named(repository: Path, said: Said) -> None:
    (repository / "results").rename("away")
    (repository / "results").symlink_to("away")
    commit()
    code, words = said("compare", "HEAD", "--results", "results/articles")
    assert code == 2
    assert words == "error: HEAD: results is a link or a submodule; name the folder that it leads to"


@pytest.mark.usefixtures("repository")
def test_what_is_a_folder_and_a_branch_is_asked_for_again(said: Said) -> None:
    git("branch", "gold")
    git("branch", "results")
    code, words = said("compare", "gold")
    assert code == 2
    assert "write ./gold for the folder, refs/heads/gold for the branch" in words
    assert said("compare", "refs/heads/gold")[0] == 0  # and head is the folder, whatever is called like it
    assert said("compare", "./results")[0] == 0


@pytest.mark.usefixtures("repository")
def test_git_says_why_it_cannot_tell(said: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    if subprocess.run(["git", "rev-parse"], capture_output=True, check=False).returncode == 0:
        pytest.skip("this git trusts every owner")
    code, words = said("compare", "main")
    assert code == 2
    assert "dubious ownership" in words
    monkeypatch.setenv("PATH", "")
    code, words = said("compare", "main")
    assert code == 2
    assert "git isn't installed" in words


@pytest.mark.usefixtures("repository")
def test_a_file_of_a_revision_is_named_as_git_names_it(said: Said) -> None:
    path = RESULTS / "days" / "timexes.jsonl"
    good = path.read_bytes()
    path.write_text("nothing\n")
    commit()
    path.write_bytes(good)
    code, words = said("compare", "HEAD")
    assert code == 4
    assert words.startswith("HEAD:results/articles/days/timexes.jsonl:1: ")
