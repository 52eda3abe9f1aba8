"""`bench init`: what it writes works at once, a second call changes nothing, and nothing is overwritten."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from bench.cli.root import run
from bench.comparison import project
from bench.dataset import carried
from bench.guard import repository

SYSTEM = '''"""Finds {word}."""
from bench import Timex, system

@system(layers=["timexes"])
def {name}(document):
    at = document.text.find("{word}")
    return [Timex(at, at + len("{word}"), "DATE", "2024-05-06")] if at >= 0 else []
'''


@pytest.fixture(autouse=True)
def _empty_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A repository without commits, and without a terminal to ask at."""
    monkeypatch.chdir(tmp_path)
    subprocess.run(["git", "init", "--quiet"], check=True)


def files() -> dict[str, bytes]:
    return {
        path.as_posix(): path.read_bytes()
        for path in sorted(Path().rglob("*"))
        if path.is_file() and ".git/" not in f"{path}/" and "__pycache__" not in path.parts
    }


def test_an_empty_repository_gets_all_that_a_gate_needs(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["init"]) == 0
    said = capsys.readouterr()
    made = files()
    assert {
        *("systems/my_extractor.py", "gold/mine/documents.jsonl", "gold/mine/timexes.jsonl", "keep.jsonl"),
        *("pyproject.toml", ".github/workflows/bench.yml", "results/mine/my-extractor/record.json"),
    } <= made.keys()
    assert "Time expressions (%)" in said.out
    assert "repository is above" not in said.err
    assert "no git repository" not in said.err
    assert "gold has 1 of the 20 documents that a test of averages needs: the gate judges case by case" in said.err
    settings = project.read()
    assert (settings["gold"], settings["systems"]) == ("gold/mine", ["my-extractor"])
    assert "install" not in settings  # there is no package
    # the weekday before 8 May 2024, a Wednesday, is found: so the first case must stay right
    (case,) = made["keep.jsonl"].decode().splitlines()
    assert json.loads(case)["text"] == "Monday"
    assert run(["init"]) == 0
    assert "written" not in capsys.readouterr().out
    assert files() == made


def test_a_folder_in_a_repository_is_told_that_ci_does_not_look_there(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("packages/dates").mkdir(parents=True)
    monkeypatch.chdir("packages/dates")
    assert run(["init"]) == 0
    said = capsys.readouterr().err
    assert "CI looks for .github/workflows/bench.yml only there: move it" in said
    assert "let its steps run in packages/dates" in said


def test_a_folder_without_git_is_told_what_a_comparison_needs(capsys: pytest.CaptureFixture[str]) -> None:
    shutil.rmtree(".git")
    assert run(["init"]) == 0
    assert "this folder is in no git repository" in capsys.readouterr().err


def test_no_option_is_needed_after_it_and_the_gate_decides(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["init", "--yes"]) == 0
    assert run(["evaluate", "-o", "head"]) == 0
    assert run(["compare", "results", "head"]) == 0
    path = Path("systems/my_extractor.py")
    path.write_text(path.read_text().replace("document.dct -", "document.dct +"))
    assert run(["evaluate", "-o", "head"]) == 0
    capsys.readouterr()
    assert run(["compare", "results", "head"]) == 1
    assert "lost: my-extractor, timex.value of first 19–25" in capsys.readouterr().err


@pytest.mark.parametrize("place", ["systems/finder.py", "finder.py", "src/deep/finder.py"])
def test_the_users_extractor_is_found(place: str, capsys: pytest.CaptureFixture[str]) -> None:
    path = Path(place)
    path.parent.mkdir(parents=True, exist_ok=True)
    text = SYSTEM.format(name="finder", word="Monday")
    path.write_text(text)
    assert run(["init"]) == 0
    assert project.read()["systems"] == ["finder" if place.startswith("systems/") else place]
    assert not Path("systems/my_extractor.py").exists()
    assert path.read_text() == text
    assert run(["evaluate"]) == 0
    assert "finder" in capsys.readouterr().out


def test_what_is_there_is_kept_and_settings_are_added_at_the_end() -> None:
    before = '[project]\nname = "mine"\nversion = "1"\n# the end'
    Path("pyproject.toml").write_text(before)
    workflow = Path(".github/workflows/bench.yml")
    workflow.parent.mkdir(parents=True)
    workflow.write_text("mine\n")
    assert run(["init"]) == 0
    assert Path("pyproject.toml").read_text().startswith(f"{before}\n\n[tool.bench]\n")
    assert project.read()["install"] == ["python -m pip install -e ."]
    assert workflow.read_text() == "mine\n"


def test_settings_of_the_users_own_are_left_and_followed(capsys: pytest.CaptureFixture[str]) -> None:
    gold = Path("labelled")
    gold.mkdir()
    (gold / "documents.jsonl").write_text('{"id": "a", "text": "On Monday.", "dct": "2024-05-08"}\n')
    (gold / "timexes.jsonl").write_text('{"doc": "a", "start": 3, "end": 9, "type": "DATE"}\n')
    text = '[tool.bench]\ngold = "labelled"\n'
    Path("pyproject.toml").write_text(text)
    assert run(["init"]) == 0
    assert Path("pyproject.toml").read_text() == text
    assert not Path("gold").exists()
    assert Path("results/labelled/my-extractor/record.json").exists()
    # gold has no value, so that nothing is right by timex.value
    assert "keep.jsonl isn't written: results has nothing right by timex.value" in capsys.readouterr().err


@pytest.mark.parametrize("text", ["[tool.bench]\ngolds = 1\n", "[tool\n", "tool = {}\n"])
def test_settings_that_cannot_be_read_or_extended_are_a_fault(
    text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("pyproject.toml").write_text(text)
    assert run(["init"]) == 4
    assert "pyproject.toml" in capsys.readouterr().err
    assert [*files()] == ["pyproject.toml"]
    assert Path("pyproject.toml").read_text() == text


def test_an_extractor_that_has_nothing_right_gets_the_gate_and_is_told_how_to_fill_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The first text is bench's own, so that an extractor of years, for example, finds nothing in it."""
    system = Path("systems/finder.py")
    system.parent.mkdir()
    system.write_text(SYSTEM.format(name="finder", word="Tuesday"))
    assert run(["init"]) == 0
    said = capsys.readouterr().err
    assert "keep.jsonl isn't written: results has nothing right by timex.value" in said
    assert "the gate judges case by case, and fails until keep.jsonl is there" in said
    assert run(["compare", "results", "results"]) == 4
    assert "keep.jsonl: there is no such file; write it with bench compare --write-keep" in capsys.readouterr().err
    gold = Path("gold/mine")
    (gold / "documents.jsonl").write_text('{"id": "own", "text": "On Tuesday.", "dct": "2024-05-08"}\n')
    (gold / "timexes.jsonl").write_text(
        '{"doc": "own", "start": 3, "end": 10, "text": "Tuesday", "type": "DATE", "value": "2024-05-06"}\n'
    )
    assert run(["evaluate", "-o", "results"]) == 0
    assert run(["compare", "results", "--write-keep", "keep.jsonl"]) == 0
    assert run(["compare", "results", "results"]) == 0
    system.write_text(SYSTEM.format(name="finder", word="Sunday"))
    assert run(["evaluate", "-o", "head"]) == 0
    assert run(["compare", "results", "head"]) == 1
    assert "lost: keep.jsonl: 1 of 1 case broke" in capsys.readouterr().err


def test_settings_without_a_gate_for_cases_are_told_so(capsys: pytest.CaptureFixture[str]) -> None:
    Path("pyproject.toml").write_text('[tool.bench]\ngold = "gold/mine"\n')
    Path("gold/mine").mkdir(parents=True)
    Path("gold/mine/documents.jsonl").write_text('{"id": "a", "text": "On Monday.", "dct": "2024-05-08"}\n')
    Path("gold/mine/timexes.jsonl").write_text(
        '{"doc": "a", "start": 3, "end": 9, "type": "DATE", "value": "2024-05-06"}\n'
    )
    assert run(["init"]) == 0
    said = capsys.readouterr().err
    assert "judges case by case" not in said
    assert "and no gate in pyproject.toml names keep.jsonl" in said


def test_a_system_that_is_not_ready_is_told_and_the_files_are_written(capsys: pytest.CaptureFixture[str]) -> None:
    Path("systems").mkdir()
    block = "# /// script\n# dependencies = []\n# [tool.bench]\n# environment = ['NO_SUCH_KEY']\n# ///\n"
    Path("systems/finder.py").write_text(block + SYSTEM.format(name="finder", word="Monday"))
    assert run(["init"]) == 0
    assert "not ready: finder: it asks for NO_SUCH_KEY" in capsys.readouterr().err
    assert project.read()["systems"] == ["finder"]
    assert not Path("results").exists()
    assert '\nkeep = "keep.jsonl"' in Path("pyproject.toml").read_text()


def test_the_workflow_asks_for_no_more_rights_than_it_needs() -> None:
    Path("pyproject.toml").write_text('[project]\nname = "mine"\n')
    assert run(["init"]) == 0
    text = Path(".github/workflows/bench.yml").read_text()
    workflow = yaml.safe_load(text)
    assert workflow[True] == "pull_request"  # YAML 1.1 reads the key "on" as true
    assert workflow["permissions"] == {"contents": "read", "pull-requests": "write"}
    steps = {step.get("name"): step for step in workflow["jobs"]["bench"]["steps"]}
    assert steps["Install"]["run"].splitlines()[1] == "python -m pip install -e ."
    assert not any("${{" in step.get("run", "") for step in steps.values())  # an input could be a command


@pytest.mark.parametrize("there", [False, True])
def test_gitlab_gets_a_job_and_its_own_file_is_left(there: bool, capsys: pytest.CaptureFixture[str]) -> None:
    usual = Path(".gitlab-ci.yml")
    if there:
        usual.write_text("test: {script: [true]}\n")
    assert run(["init", *([] if there else ["--ci", "gitlab"])]) == 0
    job = yaml.safe_load((Path(".gitlab/bench.yml") if there else usual).read_text())["bench"]
    assert job["script"][1].startswith("bench evaluate")
    assert not Path(".github").exists()
    if there:
        assert usual.read_text() == "test: {script: [true]}\n"
        assert "add to it  include: [{local: .gitlab/bench.yml}]" in capsys.readouterr().err


def test_what_the_job_installs_is_the_commit_that_bench_came_from(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(carried, "origin", lambda: ("https://example.org/bench", "1a2b"))
    assert repository.requirement() == "timeline-bench @ git+https://example.org/bench@1a2b"
    assert run(["init"]) == 0
    assert (
        "'timeline-bench[guard] @ git+https://example.org/bench@1a2b'"
        in Path(".github/workflows/bench.yml").read_text()
    )


@pytest.mark.parametrize("place", ["systems/finder.py", "finder.py", "src/deep/finder.py"])
@pytest.mark.parametrize(
    ("text", "line"),
    [
        (SYSTEM.format(name="finder", word="Monday").replace("(document):", "(document:"), 5),
        (SYSTEM.format(name="finder", word="Monday").replace('"timexes"', '"times"'), 4),
    ],
    ids=["syntax", "layer"],
)
def test_an_extractor_that_cannot_be_read_is_told_and_nothing_is_written(
    place: str, text: str, line: int, capsys: pytest.CaptureFixture[str]
) -> None:
    path = Path(place)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    assert run(["init"]) == 4
    assert f"{place}:{line}: " in capsys.readouterr().err
    assert [*files()] == [place]


def test_a_second_extractor_that_cannot_be_read_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    Path("systems").mkdir()
    Path("systems/finder.py").write_text(SYSTEM.format(name="finder", word="Monday"))
    Path("systems/other.py").write_text("def other(:\n")
    assert run(["init"]) == 0
    assert project.read()["systems"] == ["finder"]
    said = capsys.readouterr().err
    assert "note: not guarded, because it can't be read: systems/other.py:1: not Python: " in said


def test_python_files_of_another_kind_are_passed_over() -> None:
    Path("systems").mkdir()
    Path("systems/physics.py").write_text("GRAVITY = 9.81\n")
    Path("engine.py").write_text("import ecs\n\n\n@system(7\ndef move(): ...\n")
    assert run(["init"]) == 0
    assert project.read()["systems"] == ["my-extractor"]


def test_the_system_that_the_settings_name_is_guarded() -> None:
    Path("lib").mkdir()
    Path("lib/finder.py").write_text(SYSTEM.format(name="finder", word="Monday"))
    Path("pyproject.toml").write_text('[tool.bench]\nsystems = ["lib/finder.py"]\n')
    assert run(["init"]) == 0
    assert not Path("systems").exists()
    assert Path("results/mine/finder/record.json").exists()


@pytest.mark.parametrize(
    ("settings", "documents", "code", "said"),
    [
        ("", "", 4, "it has no documents"),
        ("", "no JSON", 4, "gold/mine/documents.jsonl:1"),
        ('[tool.bench]\ngold = "nowhere"\n', None, 2, "nowhere"),
    ],
    ids=["empty", "broken", "absent"],
)
def test_gold_that_cannot_be_read_is_told_before_anything_is_written(
    settings: str, documents: str | None, code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    if settings:
        Path("pyproject.toml").write_text(settings)
    if documents is not None:
        Path("gold/mine").mkdir(parents=True)
        Path("gold/mine/documents.jsonl").write_text(documents)
    before = files()
    assert run(["init"]) == code
    assert said in capsys.readouterr().err
    assert files() == before


@pytest.mark.parametrize("name", ["My Dates", "regex"])
def test_a_name_that_no_system_can_have_is_refused_before_anything_is_written(name: str) -> None:
    assert run(["init", "--name", name]) == 2
    assert files() == {}
