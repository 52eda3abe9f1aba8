"""``bench new`` from outside: what it writes runs, passes its own test, and is clean."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bench.cli.root import run
from tests.conftest import ROOT

VARIANTS = [
    pytest.param([], "systems/my_dates.py", id="python"),
    pytest.param(["--command"], "systems/my-dates/system.toml", id="command in node"),
    pytest.param(
        ["--command", "--language", "python"],
        "systems/my-dates/system.toml",
        id="command in python",
        marks=pytest.mark.slow,
    ),
]


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(("options", "path"), VARIANTS)
def test_what_is_written_runs_and_passes_its_test(
    capsys: pytest.CaptureFixture[str], suite_folder: Path, options: list[str], path: str
) -> None:
    if options == ["--command"] and shutil.which("node") is None:
        pytest.skip("needs node")
    assert run(["new", "my-dates", *options]) == 0
    *written, check, test, evaluate = capsys.readouterr().out.splitlines()
    assert sorted(line.removeprefix("written: ") for line in written) == sorted(
        str(file) for folder in ("systems", "tests") for file in Path(folder).rglob("*") if file.is_file()
    )
    assert check == f"check it: bench check {path}"
    command = evaluate.removeprefix("run it beside the gold: ")
    assert command == f"bench evaluate {path}"

    assert run([*command.split()[1:], "--gold", str(suite_folder), "--format", "json"]) == 0
    result = json.loads(capsys.readouterr().out)["systems"]["my-dates"]
    # "Monday" of the four times in gold, and no other
    assert [result["measures"]["timex.value"][key] for key in ("correct_gold", "predicted", "gold")] == [1, 1, 4]

    module, *arguments = test.removeprefix("test it: python -m ").split()
    done = python(module, "-p", "no:cacheprovider", *arguments)
    assert " passed" in done
    assert "skipped" not in done


def python(*module_and_arguments: str, folder: Path | None = None) -> str:
    """What a module run by Python prints; it must end well."""
    command = [sys.executable, "-m", *module_and_arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.slow
def test_what_is_written_is_clean(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, options in (("one", []), ("two", ["--command", "--language", "python"]), ("three", ["--command"])):
        assert run(["new", name, *options]) == 0
    ours = ["--config", str(ROOT / "pyproject.toml"), "--no-cache"]
    python("ruff", "check", *ours, "--config", 'lint.isort.known-first-party=["bench"]', ".")
    python("ruff", "format", "--check", *ours, ".")
    # in the repository, whose cache knows bench and pytest already
    monkeypatch.setenv("MYPYPATH", str(tmp_path))
    python("mypy", "--strict", *(str(tmp_path / name) for name in ("systems", "tests")), folder=ROOT)


def test_folders_of_ones_own(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["new", "a", "--systems-folder", "x/y", "--tests-folder", "."]) == 0
    assert capsys.readouterr().out.splitlines()[-1].endswith("bench evaluate x/y/a.py")
    assert 'Path(__file__).parent / "x/y/a.py"' in Path("test_a.py").read_text(encoding="utf-8")


def test_a_second_time_is_refused_and_nothing_changes(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["new", "a"]) == 0
    before = {path: path.read_bytes() for path in Path().rglob("*.*")}
    for options in ([], ["--command"]):
        assert run(["new", "a", *options]) == 2
        assert "is there already" in capsys.readouterr().err
    assert {path: path.read_bytes() for path in Path().rglob("*.*")} == before


def test_a_language_is_a_commands(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["new", "a", "--language", "node"]) == 2
    assert "--language is for --command" in capsys.readouterr().err
    assert list(Path().iterdir()) == []


def test_newcomer_c_without_pytest_it_is_said_how_to_install_it(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None if name == "pytest" else name)
    assert run(["new", "my-dates", "--systems-folder", "my systems"]) == 0
    check, test, evaluate = capsys.readouterr().out.splitlines()[-3:]
    assert check == "check it: bench check 'my systems/my_dates.py'"
    assert test == ("test it: python -m pip install pytest && python -m pytest tests/extractors/test_my_dates.py")
    assert evaluate == "run it beside the gold: bench evaluate 'my systems/my_dates.py'"
