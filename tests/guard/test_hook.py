"""The hook before a push: its entry, pre-commit itself, and the plain recipe of docs/guard.md."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import venv
from pathlib import Path
from typing import Any

import pytest
import yaml

from bench.cli.root import run
from tests.branches import git
from tests.conftest import ROOT

pytestmark = pytest.mark.slow

(HOOK,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
PAGE = (ROOT / "docs" / "guard.md").read_text(encoding="utf-8")
PROGRAMS = Path(sys.executable).parent
PRE_COMMIT = "pre-commit==4.7.0"
WHO = {f"GIT_{role}_{what}": "t@t" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}


def call(command: list[str], **variables: str) -> subprocess.CompletedProcess[str]:
    path = f"{PROGRAMS}:{os.environ['PATH']}"
    return subprocess.run(
        command,
        env={**os.environ, **WHO, "PATH": path, **variables},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        timeout=300,
    )


@pytest.fixture
def pushed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository whose extractor is guarded, and which is pushed."""
    git("init", "--bare", "--initial-branch", "main", str(tmp_path / "remote"))
    folder = tmp_path / "own"
    folder.mkdir()
    monkeypatch.chdir(folder)
    git("init", "--initial-branch", "main")
    assert run(["init", "--ci", "none"]) == 0
    Path(".gitignore").write_text("results\n", encoding="utf-8")
    git("add", "-A")
    git("commit", "-m", "guarded")
    git("remote", "add", "origin", str(tmp_path / "remote"))
    git("push", "--quiet", "origin", "main")
    return folder


def commit(before: str, after: str) -> None:
    path = Path("systems/my_extractor.py")
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")
    git("commit", "--all", "-m", "a change")


def worse() -> None:
    commit("document.dct - ", "document.dct + ")


def mended() -> None:
    commit("document.dct + ", "document.dct - ")


@pytest.mark.usefixtures("pushed")
def test_the_entry_judges_what_would_be_pushed_and_leaves_the_index_alone() -> None:
    assert HOOK["language"] == "system"
    assert HOOK["pass_filenames"] is False
    command = [*shlex.split(HOOK["entry"]), *HOOK["args"]]
    # as git sets them for hooks
    of_git = {"GIT_DIR": ".git", "GIT_INDEX_FILE": str(Path(".git/index").absolute())}
    worse()
    done = call(command, **of_git)
    assert done.returncode == 1, done.stdout
    assert "keep.jsonl: 1 of 1 case broke" in done.stdout
    mended()
    assert call(command, **of_git).returncode == 0
    assert call(["git", "status", "--porcelain"]).stdout == ""
    # a system that can't run is told, and is no loss
    commit("def my_extractor(document", "def my_extractor(document, day")
    assert call(command).returncode not in (0, 1)


def push() -> subprocess.CompletedProcess[str]:
    return call(["git", "push", "--quiet", "origin", "HEAD:main"])


def refused_and_accepted() -> None:
    worse()
    done = push()
    assert done.returncode != 0, done.stdout
    assert "worse than the gates allow" in done.stdout
    mended()
    done = push()
    assert done.returncode == 0, done.stdout
    assert "no gate is breached" in done.stdout or "Passed" in done.stdout


def test_the_plain_recipe_of_the_page_is_a_hook(pushed: Path) -> None:
    (recipe,) = [
        text for text in re.findall(r"^```sh\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL) if "fetch" in text
    ]
    hook = pushed / ".git" / "hooks" / "pre-push"
    hook.write_text(f"#!/bin/bash -e\n{recipe}", encoding="utf-8")
    hook.chmod(0o755)
    refused_and_accepted()


@pytest.fixture
def pre_commit(tmp_path: Path) -> str:
    """The path of pre-commit in an environment of its own."""
    environment = tmp_path / "pre-commit"
    venv.EnvBuilder(with_pip=True, symlinks=True).create(environment)
    done = call([str(environment / "bin" / "python"), "-m", "pip", "install", "--quiet", PRE_COMMIT])
    if done.returncode:
        pytest.skip(f"{PRE_COMMIT} can't be installed: {done.stdout.splitlines()[-1]}")
    return str(environment / "bin" / "pre-commit")


@pytest.mark.usefixtures("pushed")
def test_pre_commit_itself_runs_the_hook(pre_commit: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = tmp_path / "project"
    project.mkdir()
    shutil.copy(ROOT / ".pre-commit-hooks.yaml", project)
    git("-C", str(project), "init", "--quiet")
    git("-C", str(project), "add", "-A")
    git("-C", str(project), "commit", "-m", "hooks")
    revision = call(["git", "-C", str(project), "rev-parse", "HEAD"]).stdout.strip()
    (shown,) = re.findall(r"^```yaml\n(repos:.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    settings: Any = yaml.safe_load(shown)
    assert settings["repos"][0]["hooks"][0]["id"] == HOOK["id"]
    text = shown.replace("ADDRESS", str(project)).replace("COMMIT", revision)
    Path(".pre-commit-config.yaml").write_text(text, encoding="utf-8")
    git("add", "-A")
    git("commit", "-m", "hooks")
    git("push", "--quiet", "origin", "main")
    monkeypatch.setenv("PRE_COMMIT_HOME", str(tmp_path / "home"))
    done = call([pre_commit, "install", "--hook-type", "pre-push"])
    assert done.returncode == 0, done.stdout
    refused_and_accepted()
