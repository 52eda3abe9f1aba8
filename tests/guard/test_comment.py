"""The comment on a pull request: one, which later runs update; where it can't be written, it is said why."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from bench.cli.root import run
from bench.errors import UsageError
from bench.guard.comment import MARK, PullRequest, post, pull_request
from tests.branches import WORSE, Branch
from tests.guard.github import TOKEN, GitHub, serve


@pytest.fixture
def github() -> Iterator[GitHub]:
    with serve() as found:
        yield found


def to(github: GitHub) -> PullRequest:
    return PullRequest("owner/project", 7, TOKEN, github.address)


def test_the_first_run_posts_and_later_ones_update(github: GitHub) -> None:
    github.add("Nice work.", own=False)
    assert post("red", to(github)) == ""
    assert post("green", to(github)) == ""
    assert [each["body"] for each in github.comments] == ["Nice work.", f"{MARK}\ngreen"]


def test_the_comment_is_found_behind_a_hundred_others(github: GitHub) -> None:
    for number in range(100):
        github.add(f"no. {number}", own=False)
    github.add(f"{MARK}\nred")
    assert post("green", to(github)) == ""
    assert github.comments[100]["body"] == f"{MARK}\ngreen"
    assert len(github.comments) == 101


def test_a_comment_of_another_user_with_the_mark_is_left(github: GitHub) -> None:
    github.add(f"{MARK}\nI was here.", own=False)
    assert post("green", to(github)) == ""
    assert [each["body"] for each in github.comments] == [f"{MARK}\nI was here.", f"{MARK}\ngreen"]


def test_a_token_of_a_fork_may_not_write(github: GitHub) -> None:
    github.writable = False
    assert post("red", to(github)) == (
        "the token may not write comments here (status 403), as on a pull request from a fork"
    )
    assert "status 401" in post("red", replace(to(github), token="other"))
    github.status = 500
    assert post("red", to(github)) == "GitHub answers with status 500"
    assert github.comments == []


def test_a_server_that_is_not_there_is_told(github: GitHub) -> None:
    address = github.address.rsplit(":", 1)[0] + ":1"
    assert post("red", replace(to(github), api=address)).startswith("GitHub can't be reached: ")


def job(folder: Path, event: object, github: str = "") -> Mapping[str, str]:
    path = folder / "event.json"
    path.write_text(json.dumps(event), encoding="utf-8")
    return {
        "GITHUB_EVENT_PATH": str(path),
        "GITHUB_REPOSITORY": "owner/project",
        "GITHUB_TOKEN": TOKEN,
        "GITHUB_API_URL": github,
        "GITHUB_STEP_SUMMARY": str(folder / "summary.md"),
    }


def test_the_job_says_which_pull_request_it_runs_for(tmp_path: Path) -> None:
    variables = job(tmp_path, {"pull_request": {"number": 7}})
    assert pull_request(variables) == PullRequest("owner/project", 7, TOKEN, "https://api.github.com")
    assert pull_request({**variables, "GITHUB_TOKEN": ""}) is None
    assert pull_request(job(tmp_path, {"ref": "refs/heads/main"})) is None
    with pytest.raises(UsageError, match="GITHUB_EVENT_PATH isn't set; leave it out"):
        pull_request({})


@pytest.mark.slow
@pytest.mark.parametrize("writable", [True, False])
def test_the_verdict_stands_whether_the_comment_is_written_or_not(
    writable: bool,
    branch: Branch,
    github: GitHub,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    branch(WORSE)
    github.writable = writable
    for name, value in job(tmp_path, {"pull_request": {"number": 7}}, github.address).items():
        monkeypatch.setenv(name, value)
    assert run(["compare", "main", "--comment"]) == 1
    summary = (tmp_path / "summary.md").read_text(encoding="utf-8")
    assert summary.startswith("### bench compare: worse than the gates allow")
    assert [each["body"].startswith(f"{MARK}\n### bench compare: worse") for each in github.comments] == (
        [True] if writable else []
    )
    assert ("no comment: the token may not write" in capsys.readouterr().err) == (not writable)


def test_outside_of_a_job_nothing_runs(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("GITHUB_EVENT_PATH", raising=False)
    assert run(["compare", "main", "--comment", "--gold", "phenomena"]) == 2
    assert "--comment is for a job of GitHub Actions" in capsys.readouterr().err
