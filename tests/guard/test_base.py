"""`bench compare --run-base`: base is run from its own commit, with its own package, and head can't slip in."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from bench.cli.root import run
from tests.branches import BETTER, RENAMED, WORSE, Branch, git, suite
from tests.cli.test_action import act, gitlab
from tests.conftest import ROOT
from tests.guard.github import TOKEN, serve

pytestmark = pytest.mark.slow

INSTALL = "python -m pip install --quiet --no-deps -e ."
PROJECT = """[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[project]
name = "mydates"
version = "1"

[tool.hatch.build.targets.wheel]
packages = ["src/mydates"]

[tool.bench]
gold = "gold/mine"
systems = ["my-dates"]
"""
SYSTEM = '''"""Weekdays by a package of one's own."""
from bench import Timex, system

from mydates import read


@system(layers=["timexes"])
def my_dates(document):
    return [Timex(start, end, "DATE", day) for start, end, day in read(document.text, document.dct)]
'''
READ = """import datetime
import re

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def read(text, dct):
    for found in re.finditer("|".join(DAYS), text):
        back = (dct.weekday() - DAYS.index(found[0])) % 7
        yield found.start(), found.end(), (dct - datetime.timedelta(days=back)).isoformat()
"""
BROKEN = READ.replace("dct - ", "dct + ")


def write(path: str, text: str) -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(text, encoding="utf-8")


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with a package that its system imports, nothing evaluated; the packages of this environment."""
    folder = tmp_path / "own"
    folder.mkdir()
    monkeypatch.chdir(folder)
    write("pyproject.toml", f"{PROJECT}install = {json.dumps([INSTALL])}\n")
    write("systems/my_dates.py", SYSTEM)
    write("src/mydates/__init__.py", READ)
    suite(folder / "gold" / "mine")
    git("init", "-b", "main")
    git("add", "-A")
    git("commit", "-m", "base")
    git("checkout", "-b", "head")
    return folder


@pytest.fixture
def python(tmp_path: Path, own: Path) -> Path:
    """The Python of an environment in which head's package is installed, editable."""
    environment = tmp_path / "head"
    venv.EnvBuilder(symlinks=True).create(environment)
    (site,) = environment.glob("lib/python*/site-packages")
    packages = [path for path in sys.path if Path(path).name == "site-packages"]
    (site / "shared.pth").write_text("\n".join([*packages, str(ROOT)]) + "\n")
    path = environment / "bin" / "python"
    subprocess.run([str(path), *INSTALL.split()[1:]], cwd=own, check=True)
    return path


def call(python: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    command = [str(python), "-P", "-c", "from bench.cli.root import main; main()", *arguments]
    return subprocess.run(
        command, env={**os.environ, **variables}, capture_output=True, text=True, check=False, timeout=300
    )


def worktrees() -> int:
    done = subprocess.run(["git", "worktree", "list"], capture_output=True, text=True, check=True)
    return len(done.stdout.splitlines())


def test_an_editable_package_that_is_broken_in_head_only_is_worse(python: Path) -> None:
    write("src/mydates/__init__.py", BROKEN)
    assert call(python, "evaluate", "-o", "results").returncode == 0
    done = call(python, "compare", "main", "--run-base")
    assert done.returncode == 1, done.stderr
    # Of each of the four documents base has the four weekdays right and misses two dates: 2 × 16 / (24 + 16).
    # Head has only Tuesday right, the day on which the documents were written: 2 × 4 / (24 + 16).
    assert "lost: my-dates, timex.value: 60.0 points lost" in done.stderr
    assert worktrees() == 1

    write("src/mydates/__init__.py", READ)
    assert call(python, "evaluate", "-o", "results").returncode == 0
    assert call(python, "compare", "main", "--run-base").returncode == 0


def test_the_jobs_judge_an_editable_package_that_is_broken_in_head_only(
    python: Path, own: Path, tmp_path: Path
) -> None:
    """The steps of the action and of the GitLab job, in an environment whose package is head's."""
    program = python.parent / "bench"
    program.write_text(f"#!{python} -P\nfrom bench.cli.root import main\nmain()\n", encoding="utf-8")
    program.chmod(0o755)
    (tmp_path / "event.json").write_text('{"pull_request": {"number": 7}}', encoding="utf-8")
    path = f"{python.parent}:{os.environ['PATH']}"
    git("remote", "add", "origin", str(own))
    write("src/mydates/__init__.py", BROKEN)
    git("commit", "--all", "-m", "broken")
    inputs = {"base": "main", "run-base": "true", "install": INSTALL, "token": TOKEN}
    with serve() as github:
        code, _, summary, outputs = act(inputs, tmp_path, GITHUB_API_URL=github.address, PATH=path)
        assert (code, outputs) == (1, "outcome=lost\n"), summary
        assert "my-dates, timex.value: 60.0 points lost" in github.comments[0]["body"]
        done, _ = gitlab("main", PATH=path)
        assert done.returncode == 1, done.stderr
        assert "60.0 points lost" in done.stderr

        write("src/mydates/__init__.py", READ)
        git("commit", "--all", "-m", "mended")
        again = {**inputs, "install": "true"}  # it is installed, editable
        assert act(again, tmp_path, GITHUB_API_URL=github.address, PATH=path)[0] == 0
        assert "no gate is breached" in github.comments[0]["body"]
        assert gitlab("main", PATH=path)[0].returncode == 0
    assert worktrees() == 1


def test_a_module_that_base_imports_from_head_is_an_error(own: Path, python: Path) -> None:
    """Base finds the package without ``install`` only by a way into head's checkout, which is an error."""
    write("pyproject.toml", PROJECT)
    path = "import sys\nsys.path.append({!r})\n".format(str(own / "src"))
    write("systems/my_dates.py", SYSTEM.replace("from mydates", f"{path}from mydates"))
    git("add", "-A")
    git("commit", "-m", "no install")
    assert call(python, "evaluate", "-o", "results").returncode == 0
    done = call(python, "compare", "HEAD", "--run-base")
    assert done.returncode == 2
    assert f"base imports mydates from head ({own / 'src' / 'mydates' / '__init__.py'})" in done.stderr
    assert 'install = ["python -m pip install -e ."]' in done.stderr
    assert worktrees() == 1


def test_a_package_that_is_editable_elsewhere_serves_both_sides(python: Path, tmp_path: Path) -> None:
    """A library of another repository is no part of the change, so base may import it as head does."""
    library = tmp_path / "elsewhere" / "shifts.py"
    write(str(library), "SHIFT = 0\n")
    (site,) = python.parents[1].glob("lib/python*/site-packages")
    (site / "elsewhere.pth").write_text(f"{library.parent}\n")
    write("src/mydates/__init__.py", f"import shifts\n{READ}".replace("% 7", "% 7 + shifts.SHIFT"))
    git("commit", "--all", "-m", "shifted")
    for shift in (0, 1):  # what was kept of base holds for the library as it was
        write(str(library), f"SHIFT = {shift}\n")
        assert call(python, "evaluate", "-o", "results").returncode == 0
        done = call(python, "compare", "head", "--run-base")
        assert done.returncode == 0, done.stderr
        assert "had failed" not in done.stderr
        assert "unchanged" in done.stdout


def test_a_package_of_base_that_cannot_be_installed_is_an_error(python: Path) -> None:
    write("pyproject.toml", PROJECT + 'install = ["echo out of order >&2; exit 9"]\n')
    git("add", "-A")
    git("commit", "-m", "no way to install")
    assert call(python, "evaluate", "-o", "results").returncode == 0
    done = call(python, "compare", "HEAD", "--run-base")
    assert done.returncode == 2
    assert "HEAD (" not in done.stderr
    assert "fails: out of order; mend install in [tool.bench]" in done.stderr


@pytest.mark.parametrize(("source", "code", "said"), [
    (WORSE, 1, "lost: days, timex.value: 80.0 points lost"),
    (BETTER, 0, "better"),
    (RENAMED, 0, "weekdays (days before)"),
])  # fmt: skip
def test_nothing_but_systems_need_be_committed(
    source: str, code: int, said: str, branch: Branch, capsys: pytest.CaptureFixture[str]
) -> None:
    git("rm", "-r", "--quiet", "--cached", "results")
    git("commit", "-m", "no results")
    branch(source)
    assert run(["compare", "main", "--run-base"]) == code
    captured = capsys.readouterr()
    assert said in captured.out + captured.err
    assert worktrees() == 1


@pytest.mark.usefixtures("repository")
def test_a_base_without_systems_makes_all_of_head_new(capsys: pytest.CaptureFixture[str]) -> None:
    git("rm", "-r", "--quiet", "--cached", "systems", "results")
    git("commit", "-m", "nothing yet")
    assert run(["compare", "HEAD", "--run-base"]) == 5
    assert "nothing to compare it with: it is new" in capsys.readouterr().err
    assert run(["compare", "nowhere", "--run-base"]) == 2
    assert "nowhere: no such git revision; name a branch" in capsys.readouterr().err
    assert worktrees() == 1
