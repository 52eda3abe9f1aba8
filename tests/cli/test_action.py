"""The GitHub Action and the GitLab job: their own steps, run here in a repository as on a runner."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.branches import BETTER, BROKEN, WORSE, Branch, git
from tests.conftest import ROOT
from tests.guard.github import TOKEN, serve

ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))


def shell(script: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """A step as a runner runs it: bash that stops at the first error."""
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
        env={**os.environ, "PATH": path, **variables},
        capture_output=True,
        text=True,
        check=False,
    )


def act(inputs: Mapping[str, str], folder: Path, **variables: str) -> tuple[int, str, str, str]:
    """Run the action's steps with these inputs: exit code, standard output, step summary and outputs."""
    values = {name: inputs.get(name, about["default"]) for name, about in ACTION["inputs"].items()}
    summary, outputs = folder / "summary", folder / "outputs"
    summary.touch()
    outputs.touch()
    event = folder / "event.json"
    if not event.exists():
        event.write_text("{}", encoding="utf-8")
    out = ""
    for step in ACTION["runs"]["steps"]:
        assert step["shell"] == "bash"
        assert "${{" not in step["run"]  # else an input could be a command
        given = {name: fill(value, values) for name, value in step.get("env", {}).items()}
        done = shell(
            step["run"],
            GITHUB_ACTION_PATH=str(ROOT),
            GITHUB_STEP_SUMMARY=str(summary),
            GITHUB_OUTPUT=str(outputs),
            GITHUB_EVENT_PATH=str(event),
            GITHUB_REPOSITORY="owner/project",
            **variables,
            **given,
        )
        out += done.stdout
        if done.returncode:
            break
    return done.returncode, out, summary.read_text(encoding="utf-8"), outputs.read_text(encoding="utf-8")


def fill(template: str, values: Mapping[str, str]) -> str:
    return re.sub(r"\$\{\{ inputs\.([\w-]+) \}\}", lambda found: values[found[1]], template)


@pytest.mark.slow
def test_the_action_fails_a_pull_request_that_makes_an_extractor_worse(branch: Branch, tmp_path: Path) -> None:
    branch(WORSE)
    code, out, summary, outputs = act({"base": "main"}, tmp_path)
    assert code == 1
    assert out.startswith("::error title=bench compare days::lost: days, timex.value: 80.0 points lost")
    assert summary.startswith("### bench compare: worse than the gates allow")
    assert outputs == "outcome=lost\n"


@pytest.mark.slow
def test_the_action_says_that_a_failure_is_no_loss(branch: Branch, tmp_path: Path) -> None:
    branch(BROKEN)
    code, _, summary, outputs = act({"base": "main", "systems": "days"}, tmp_path)
    assert (code, outputs) == (3, "outcome=failed\n")
    assert summary.startswith("### bench compare: systems failed to run")


@pytest.mark.slow
@pytest.mark.usefixtures("repository")
def test_the_action_passes_what_changes_nothing_and_takes_arguments_as_words(tmp_path: Path) -> None:
    given = {"base": "main", "arguments": "--max-loss timex.value=1 --floor days:timex.value=50"}
    assert act(given, tmp_path)[::3] == (0, "outcome=passed\n")
    code, _, _, outputs = act({"base": "main; touch pwned", "systems": "days $(touch pwned)"}, tmp_path)
    assert (code, outputs) == (2, "outcome=passed\n")  # the run stops before it compares
    assert not Path("pwned").exists()


@pytest.mark.slow
@pytest.mark.usefixtures("repository")
def test_the_action_takes_the_folder_of_the_gold_and_refuses_its_old_name(tmp_path: Path) -> None:
    shutil.move("gold/articles", "elsewhere")
    Path("elsewhere").rename("articles")
    code, out, _, _ = act({"base": "main"}, tmp_path)
    assert code == 2
    assert "::error" not in out
    assert act({"base": "main", "gold": "articles"}, tmp_path)[::3] == (0, "outcome=passed\n")
    code, out, _, _ = act({"base": "main", "suite": "articles"}, tmp_path)
    assert (code, out) == (2, "::error title=bench compare::there is no input suite; it is called gold now\n")


@pytest.mark.slow
@pytest.mark.usefixtures("repository")
def test_the_action_never_shows_the_summary_of_an_earlier_run(tmp_path: Path) -> None:
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
    assert act({"base": "main"}, tmp_path / "first")[0] == 0
    assert Path("bench-compare.md").is_file()
    code, _, summary, outputs = act({"base": "nowhere"}, tmp_path / "second")
    assert (code, summary, outputs) == (2, "", "outcome=\n")
    assert not [*Path().glob("bench-compare.*")]


@pytest.mark.slow
def test_the_action_runs_base_and_keeps_one_comment(branch: Branch, tmp_path: Path) -> None:
    git("rm", "-r", "--quiet", "--cached", "results")
    git("commit", "-m", "no results")
    branch(WORSE)
    (tmp_path / "event.json").write_text('{"pull_request": {"number": 7}}', encoding="utf-8")
    inputs = {"base": "main", "run-base": "true", "token": TOKEN, "install": "touch installed"}
    with serve() as github:
        code, _, summary, outputs = act(inputs, tmp_path, GITHUB_API_URL=github.address)
        assert (code, outputs) == (1, "outcome=lost\n")
        assert Path("installed").exists()
        (comment,) = github.comments
        assert comment["body"].endswith(summary.rstrip("\n") + "\n")
        git("checkout", "main", "--", "systems")
        assert act(inputs, tmp_path, GITHUB_API_URL=github.address)[0] == 0
        (comment,) = github.comments
        assert "### bench compare: no gate is breached" in comment["body"]


@pytest.mark.slow
@pytest.mark.parametrize(("source", "code", "outcome"), [(WORSE, 1, "lost"), (BETTER, 0, "passed")])
def test_a_fork_that_may_not_write_gets_the_verdict_and_the_summary(
    source: str, code: int, outcome: str, branch: Branch, tmp_path: Path
) -> None:
    branch(source)
    (tmp_path / "event.json").write_text('{"pull_request": {"number": 7}}', encoding="utf-8")
    with serve() as github:
        github.writable = False
        found = act({"base": "main", "token": TOKEN}, tmp_path, GITHUB_API_URL=github.address)
        assert github.comments == []
        assert [line.split()[0] for line in github.asked] == ["GET", "POST"]
    assert (found[0], found[3]) == (code, f"outcome={outcome}\n")
    assert found[2].startswith("### bench compare: ")
    assert "| timex.value |" in found[2]


def gitlab(target: str, **more: str) -> tuple[subprocess.CompletedProcess[str], dict[str, Any]]:
    """Run the job for a merge request into a branch: what came of it, and the job."""
    job: dict[str, Any] = yaml.safe_load((ROOT / "ci" / "gitlab.yml").read_text(encoding="utf-8"))["bench-compare"]
    variables = {name: str(value) for name, value in job["variables"].items()}
    script = "\n".join([*job["before_script"], *job["script"]])
    return shell(script, CI_MERGE_REQUEST_TARGET_BRANCH_NAME=target, **{**variables, **more}), job


@pytest.mark.slow
def test_the_gitlab_job_does_the_same(branch: Branch, repository: Path) -> None:
    branch(WORSE)
    subprocess.run(["git", "remote", "add", "origin", str(repository)], check=True)
    done, job = gitlab("main")
    assert done.returncode == 1, done.stderr
    assert "<failure" in Path(job["artifacts"]["reports"]["junit"]).read_text(encoding="utf-8")
    assert all(Path(path).is_file() for path in job["artifacts"]["paths"])
    git("checkout", "main", "--", "systems")
    done, _ = gitlab("main")
    assert done.returncode == 0, done.stderr
    assert "<failure" not in Path(job["artifacts"]["reports"]["junit"]).read_text(encoding="utf-8")
    assert gitlab("nowhere")[0].returncode not in (0, 1)
    assert not [*Path().glob("bench-compare.*")]


def test_the_workflow_uses_the_action_of_this_repository() -> None:
    workflow = yaml.safe_load((ROOT / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8"))
    (step,) = [step for step in workflow["jobs"]["compare"]["steps"] if step.get("uses") == "./"]
    assert step["with"].keys() <= ACTION["inputs"].keys()
    assert any(step.get("run") == ".ci/run" for step in workflow["jobs"]["tests"]["steps"])
