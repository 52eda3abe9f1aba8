"""A2: results that were made with other sources than the systems' files have now are told of."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.cli.root import run
from tests.dozen import HEAD, write_dozen

BODY = """
from mydates import LENGTH

@system(layers=["timexes"])
def subject(document):
    return [Timex(0, LENGTH)]
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Returns a folder with gold, a system that imports a module beside it, and results of both."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "systems").mkdir()
    (tmp_path / "systems" / "subject.py").write_text(HEAD + BODY)
    (tmp_path / "systems" / "mydates.py").write_text("LENGTH = 3\n")
    write_dozen(tmp_path / "dozen")
    assert run(["evaluate", "subject", "--gold", "dozen", "--cache", "cache", "-o", "results"]) == 0
    return tmp_path


COMPARE = ["compare", "results", "--gold", "dozen", "--measure", "timex.strict"]


@pytest.mark.parametrize("changed", ["subject.py", "mydates.py"])
def test_a2_results_of_other_sources_are_told_of(
    project: Path, changed: str, capsys: pytest.CaptureFixture[str]
) -> None:
    run(COMPARE)
    assert "these results are older" not in capsys.readouterr().err
    with (project / "systems" / changed).open("a") as file:
        file.write("# another line\n")
    run(COMPARE)
    said = capsys.readouterr().err
    assert "subject: these results are older: systems/subject.py has changed since" in said.replace("\n", " ")
    assert "run bench evaluate with --output" in said


def test_a2_an_editable_package_is_part_of_the_environment(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "systems" / "mydates.py").unlink()
    (project / "src" / "mydates").mkdir(parents=True)
    package = project / "src" / "mydates" / "__init__.py"
    package.write_text("LENGTH = 3\n")
    monkeypatch.syspath_prepend(str(project / "src"))
    # the process of the system can't import it, so each document fails; what it stands on is recorded all the same
    run(["evaluate", "subject", "--gold", "dozen", "--cache", "cache", "-o", "results"])
    run(COMPARE)
    assert "these results are older" not in capsys.readouterr().err
    package.write_text("LENGTH = 4\n")
    run(COMPARE)
    assert "what it imports, or what is installed for it, has changed since" in capsys.readouterr().err


def test_a2_a_run_that_died_is_not_gone_on_with_by_other_modules(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    again = ["run", "subject", "dozen", "-o", "predictions", "--cache", "cache", "--resume"]
    assert run(again[:-1]) == 0
    assert run(again) == 0
    (project / "systems" / "mydates.py").write_text("LENGTH = 4\n")
    capsys.readouterr()
    assert run(again) == 2
    assert "was made by another run (another source" in capsys.readouterr().err
