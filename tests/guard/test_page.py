"""docs/guard.md holds: its commands run in their order in a real repository, and so does the job of bench init."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.conftest import ROOT
from tests.guard.github import TOKEN, GitHub, serve

PAGE = (ROOT / "docs" / "guard.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```text\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
PATH = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
WHO = {f"GIT_{role}_{what}": "t@t" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}


def bash(line: str, *options: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", *options, "-c", line], env={**os.environ, **WHO, "PATH": PATH, "COLUMNS": "200", **variables},
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
    )  # fmt: skip


def steps(block: str) -> list[tuple[str, str]]:
    """The commands of a block, and what stands below each."""
    found = re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE)
    assert found
    return found


def follow(block: str) -> None:
    """Runs the commands of a block; what stands below each comes out of it."""
    for command, shown in steps(block):
        done = bash(command)
        assert done.returncode == 0, done.stdout
        pattern = ".*".join(re.escape(part.strip()) for part in shown.split("…\n"))
        printed = "\n".join(line.rstrip() for line in done.stdout.splitlines())
        if shown:
            assert re.search(pattern, printed, re.DOTALL), f"{command}\n{printed}"


def job(github: GitHub, folder: Path) -> int:
    """The exit code of the job that bench init wrote, whose steps run as on a runner after the installation."""
    workflow = yaml.safe_load(Path(".github/workflows/bench.yml").read_text(encoding="utf-8"))
    event = folder / "event.json"
    event.write_text('{"pull_request": {"number": 7}}', encoding="utf-8")
    for step in workflow["jobs"]["bench"]["steps"]:
        if "run" not in step or step["name"] == "Install":
            continue
        wanted = step.get("env", {})
        assert wanted in ({}, {"GITHUB_TOKEN": "${{ github.token }}"})
        done = bash(
            step["run"], "-e",
            GITHUB_BASE_REF="main", GITHUB_EVENT_PATH=str(event), GITHUB_REPOSITORY="owner/project",
            GITHUB_API_URL=github.address, GITHUB_STEP_SUMMARY=str(folder / "summary.md"),
            **({"GITHUB_TOKEN": TOKEN} if wanted else {}),
        )  # fmt: skip
        if done.returncode:
            return done.returncode
    return 0


@pytest.mark.slow
def test_the_page_leads_from_nothing_to_a_red_and_a_green_pull_request(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository = tmp_path / "repository"
    repository.mkdir()
    monkeypatch.chdir(repository)
    begin, commit, label, red, green = BLOCKS
    with serve() as github:
        follow(begin)
        follow(commit)
        follow(label)
        bash("git remote add origin . && git fetch --quiet origin")
        follow(red)
        assert job(github, tmp_path) == 1
        (comment,) = github.comments
        (picture,) = re.findall(r"!\[The comment: (.*)\]\(guard-comment.png\)", PAGE)
        for words in re.findall("“(.*?)”", picture):
            assert words in comment["body"]
        follow(green)
        assert job(github, tmp_path) == 0
        (comment,) = github.comments
        assert "### bench compare: no gate is breached" in comment["body"]


@pytest.mark.slow
def test_the_extractor_of_the_page_calls_a_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A package that finds "Monday" as the first sentence's gold has it."""
    (code,) = re.findall(r"^```python\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    monkeypatch.chdir(tmp_path)
    assert bash("git init --quiet && bench init --yes --ci none").returncode == 0
    package = "import datetime\n\ndef find(text, dct):\n    yield 19, 25, dct - datetime.timedelta(days=2)\n"
    Path("systems/mydates.py").write_text(package, encoding="utf-8")
    Path("systems/my_extractor.py").write_text(code, encoding="utf-8")
    done = bash("bench evaluate --output results && bench compare results --write-keep keep.jsonl")
    assert done.returncode == 0, done.stdout
    assert "keep.jsonl: 1 case that results has right" in done.stdout


def test_the_page_shows_what_the_workflow_is() -> None:
    assert len(BLOCKS) == 5
    workflow = (ROOT / "bench" / "guard" / "templates" / "github.yml.txt").read_text(encoding="utf-8")
    assert "on: pull_request\n" in workflow
    for right in ("contents: read", "pull-requests: write"):
        assert f"`{right}`" in PAGE
        assert right in workflow
    assert shutil.which("git")
