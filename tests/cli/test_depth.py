"""Nesting and numbers without end in JSON, TOML and Python: each costs its own file and no more."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import bench
from bench.cli.root import run
from bench.dataset.suite import Layers, Predictions
from bench.errors import DataError
from bench.results import record, store
from bench.scoring.score import score
from tests.conftest import slow_but

DEEP = "[" * 20_000
LONG = "9" * 5_000
"""More digits than Python reads."""
SYSTEM = (
    '"""Finds nothing."""\nfrom bench import Document, system\n\n\n@system(layers=["timexes"])\n'
    "def none(document: Document):\n    return []\n"
)
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs the command line; returns the exit code, standard output and standard error."""

    def call(*arguments: str) -> tuple[int, str, str]:
        code = run(arguments)
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


@pytest.fixture(autouse=True)
def gold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for folder in ("gold", "pred"):
        Path(folder).mkdir()
        document = {"id": "a", "text": "It rained on Monday.", "dct": "2020-01-07"}
        Path(folder, "documents.jsonl").write_text(json.dumps(document) + "\n")
        Path(folder, "timexes.jsonl").write_text('{"doc": "a", "start": 13, "end": 19}\n')
    Path("systems").mkdir()
    Path("systems/none.py").write_text(SYSTEM)


ENTRIES = {
    "deep": f'{{"id": "b", "text": "", "dct": "2020-01-07", "x": {DEEP}',
    "closed": f'{{"id": "b", "text": "", "dct": "2020-01-07", "x": {DEEP}{"]" * len(DEEP)}}}',
    "long": f'{{"id": "b", "text": "", "dct": {LONG}}}',
}


@pytest.mark.parametrize("entry", ENTRIES)
@pytest.mark.parametrize(
    "command",
    [
        ["run", "none", "gold", "-o", "out"],
        ["run", "none", "gold/documents.jsonl", "-o", "out"],
        ["validate", "gold"],
        ["score", "pred", "gold"],
        ["evaluate", "none", "--gold", "gold", "--no-cache"],
        ["show", "none", "a", "--gold", "gold"],
        ["compare", "pred", "pred", "--gold", "gold"],
        ["agree", "pred", "gold"],
        ["report", "results/gold", "--gold", "gold"],
    ],
    ids=" ".join,
)
def test_r1_a_document_without_end_is_a_fault_of_its_line(command: list[str], entry: str, told: Run) -> None:
    evaluated()
    path = Path("gold/documents.jsonl")
    path.write_text(path.read_text() + ENTRIES[entry] + "\n")
    code, _, error = told(*command)
    assert code == 4
    assert "gold/documents.jsonl:2: " in error
    assert len(error) < 4_000


@pytest.mark.parametrize("layer", ["timexes", "events", "links", "ignore"])
def test_r1_an_annotation_without_end_is_a_fault_of_its_line(layer: str, told: Run) -> None:
    Path(f"gold/{layer}.jsonl").write_text(f'{{"doc": "a", "x": {DEEP}\n')
    for command in (["validate", "gold"], ["score", "pred", "gold"]):
        code, _, error = told(*command)
        assert (code, f"gold/{layer}.jsonl:1: " in error) == (4, True)


def evaluated() -> Path:
    """Writes the results of a system that found nothing; returns the path of its record."""
    gold = bench.read_gold("gold")
    empty = Predictions({"a": Layers()}, covers=("timexes",))
    entry = record.of_predictions("none", "system", empty, gold, score(gold, empty))
    store.write(Path("results"), gold, [(entry, empty)], [], lambda *_: "| system |\n")
    return Path("results/gold/none/record.json")


def test_r1_r15_a_record_that_is_none_is_named_by_every_verb(told: Run) -> None:
    path = evaluated()
    sound = json.loads(path.read_text())
    wrong: dict[str, Any] = {
        "failures": ["DATE", 0, ["a"], {"a": 1}],
        "suite_digest": [["d1"], 3],
        "layers": ["timexes", 7, [1]],
        "name": [0, None],
        "measures": [[], {"timex.strict": 5}, {"timex.strict": {"f1": 1}}],
        "slices": [3, {"kind": []}],
        "seed": ["x"],
        "versions": [["a"]],
        "wants": ["none"],
        "settings": [{"a": 3}],
        "unlocated": [{"a": "b"}, 2],
        "unresolved": [3],
        "timeline_failure": [7],
    }
    texts = [DEEP, f'{{"schema": {LONG}}}', "[]", '"x"', "\xff", ""]
    texts += [json.dumps({**sound, field: value}) for field, values in wrong.items() for value in values]
    texts += [json.dumps({**sound, "x": 0}).replace('"x": 0', f'"x": {DEEP}{"]" * len(DEEP)}')]
    for text in texts:
        path.write_text(text, encoding="latin-1")
        with pytest.raises(DataError, match="not a results record: ") as caught:
            record.read(path)
        assert len(str(caught.value)) < 500, text
    path.write_text(DEEP)
    for command in (
        ["report", "results/gold", "--gold", "gold", "--output", "page.html"],
        ["compare", "results", "results", "--gold", "gold"],
        ["plot", "results/gold", "-o", "p"],
    ):
        code, _, error = told(*command)
        assert code == 4
        assert error.startswith("results/gold/none/record.json: not a results record: "), error


@pytest.mark.slow
def test_r1_a_broken_record_of_another_system_is_told_of_before_an_evaluation(told: Run) -> None:
    other = evaluated().parent.with_name("other")
    other.mkdir()
    (other / "record.json").write_text(DEEP)
    code, _, error = told("evaluate", "none", "--gold", "gold", "--no-cache", "--output", "results")
    assert code == 4
    assert "results/gold/other/record.json: not a results record" in error


@pytest.mark.parametrize("text", [DEEP, f'{{"machine": {LONG}}}', '{"machine": {"system": 1}}'])
def test_r1_a_speed_file_without_end_is_a_fault_of_its_own(text: str, told: Run) -> None:
    evaluated()
    Path("speed.json").write_text(text)
    code, _, error = told("report", "results/gold", "--gold", "gold", "--speed", "speed.json")
    assert (code, "speed.json: not a speed record" in error) == (4, True)


@pytest.mark.parametrize(
    "text",
    [f"x = {DEEP}", f"x = {LONG}", f"a{'.a' * 50_000} = 1", f"[a{'.a' * 50_000}]", "x = " + "{a=" * 20_000],
    ids=["deep", "long", "dotted", "header", "tables"],
)
def test_r1_r13_toml_without_end_is_a_fault_of_its_own(text: str, told: Run) -> None:
    Path("pyproject.toml").write_text(text)
    code, _, error = told("compare", "pred", "pred", "--gold", "gold")
    assert (code, "pyproject.toml: not TOML: " in error) == (4, True)
    Path("pyproject.toml").unlink()
    Path("systems/bad").mkdir()
    Path("systems/bad/system.toml").write_text(text)
    block = "".join(f"# {line}\n" for line in ("/// script", text, "///"))
    Path("systems/worse.py").write_text(block + SYSTEM.replace("none", "worse"))
    code, out, error = told("list")
    assert (code, "none" in out) == (0, True)
    assert "systems/bad/system.toml: not a system's manifest: " in error
    assert "systems/worse.py:1: the script block can't be read: " in error
    assert len(error) < 4_000


PYTHON = {
    "sum": "x=" + "1+" * 50_000 + "1",
    "minus": "x=" + "-" * 100_000 + "1",
    "attribute": "x=a" + ".b" * 50_000,
    "brackets": "x=" + "(" * 50_000,
    "calls": "x=f" + "()" * 50_000,
    "zero": "x\0",
}


@pytest.mark.parametrize("name", slow_but("sum", of=PYTHON))
def test_r13_python_without_end_is_a_fault_of_its_own(name: str, told: Run) -> None:
    text = PYTHON[name]
    Path("systems/bad.py").write_text(f"{text}\n")
    Path("systems/beside.py").write_text(f"{text}\n")
    Path("systems/none.py").write_text(SYSTEM.replace("\n\n\n", "\nimport beside\n\n\n"))
    code, out, error = told("list")
    assert (code, "none" in out) == (0, True)
    assert "systems/bad.py" in error
    assert len(error) < 4_000
    assert told("check", "systems/bad.py")[0] == 4


def test_r13_a_pipe_or_a_folder_in_the_systems_folder_is_passed_by(told: Run) -> None:
    os.mkfifo("systems/a.py")
    Path("systems/b").mkdir()
    os.mkfifo("systems/b/system.toml")
    Path("systems/c.py").mkdir()
    Path("systems/d.py").symlink_to("nowhere")
    Path("systems/e.py").symlink_to("/dev/zero")
    os.mkfifo("systems/helper.py")
    Path("systems/none.py").write_text(SYSTEM.replace("\n\n\n", "\nimport helper\n\n\n"))
    code, out, error = told("list")
    assert (code, "none" in out) == (0, True)
    for name in ("a.py", "b/system.toml", "d.py", "e.py"):
        assert f"systems/{name}: it can't be read: " in error
    for path in ("systems/a.py", "systems/b"):
        assert told("check", path)[0] == 4


@pytest.mark.parametrize("name", ["documents", "timexes"])
@pytest.mark.parametrize("verb", ["validate", "score"])
def test_r13_a_pipe_among_the_files_of_gold_is_refused(name: str, verb: str, told: Run) -> None:
    Path(f"gold/{name}.jsonl").unlink()
    os.mkfifo(f"gold/{name}.jsonl")
    code, _, error = told(*([verb, "gold"] if verb == "validate" else [verb, "pred", "gold"]))
    assert code in (2, 4)
    assert "gold" in error


def test_r1_a_committed_record_without_end_is_told_of_by_history(told: Run) -> None:
    path = evaluated()
    good = path.read_text()
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@example.org"]
    subprocess.run([*git, "init", "-q"], check=True)
    for text in (good, DEEP, good):
        path.write_text(text)
        subprocess.run([*git, "add", "results"], check=True)
        subprocess.run([*git, "commit", "-q", "-m", "x"], check=True)
    code, _, error = told("history", "--results", "results/gold")
    assert code == 0
    assert "no record that can be read: " in error


def test_r1_a_lock_file_without_end_names_no_versions(tmp_path: Path) -> None:
    from bench.systems.digests import locked

    (tmp_path / "package-lock.json").write_text(DEEP)
    assert locked(tmp_path / "package-lock.json") == {}


def test_r1_answers_and_exchanges_without_end_cost_their_own(tmp_path: Path) -> None:
    from bench.models.recording import _last

    (tmp_path / "a.jsonl").write_text(f"{DEEP}\n{LONG}\n")
    assert _last(tmp_path / "a.jsonl") is None


@pytest.mark.slow
def test_r1_a_run_goes_on_beside_a_broken_cache(told: Run) -> None:
    command = ["evaluate", "none", "--gold", "gold", "--cache", "cache"]
    assert told(*command)[0] == 0
    files = [path for path in Path("cache").rglob("*") if path.is_file()]
    assert files
    for path in files:
        path.write_text(DEEP + "\n")
    assert told(*command)[0] == 0
    shutil.rmtree("cache")


@pytest.mark.slow
def test_r1_a_run_s_own_file_without_end_is_none_of_a_run(told: Run) -> None:
    command = ["run", "none", "gold", "-o", "out"]
    assert told(*command)[0] == 0
    for name in ("run.json", "documents.jsonl"):
        path = Path("out", name)
        before = path.read_text()
        path.write_text(f'{{"id": {DEEP}\n')
        code, _, error = told(*command, "--resume")
        assert code in (2, 4)
        assert f"out/{name}" in error
        path.write_text(before)


@pytest.mark.slow
def test_r2_usage_without_end_costs_its_document(told: Run, system_file: Callable[[str, str], Path]) -> None:
    for name, usage in {
        "many": "Usage(10**400, 10**400, 1, None)",
        "long": "Usage(int('9' * 4300), 1, 1, None)",
        "asks": "Usage(1, 1, 10**300, None)",
        "dear": "Usage(1, 1, 1, 1e300)",
        "huge": "Usage(1, 1, 1, 10**400)",
    }.items():
        body = f"""
            from bench import Usage

            @system(layers=["timexes"])
            def {name}(document: Document):
                yield {usage}
        """
        path = system_file(name, body)
        command = ["evaluate", str(path), "none", "--gold", "gold", "--no-cache", "--speed", "speed.json"]
        code, out, error = told(*command, "--price", f"{name}=3,15")
        assert code == 3, error
        assert "none" in out
        assert "is no" in error or "no count" in error or "no amount" in error, error


def test_r2_a_service_s_counts_without_end_are_unknown() -> None:
    from bench.models.service import count

    assert count(10**12) == 10**12
    assert count(10**400) is None
    assert count(int("9" * 4000)) is None


def test_r15_an_ordinal_without_end_is_a_fault_of_its_line(told: Run) -> None:
    Path("t4").mkdir()
    Path("t4/a.txt").write_text(f"Apple\n1\t2008\tdoc-1-a\n{LONG}\t2008-01\tdoc-{LONG}-a\n")
    for command in (["validate", "t4"], ["score", "t4", "t4"]):
        code, _, error = told(*command)
        assert (code, "t4/a.txt:3: not a" in error) == (4, True)


def test_r15_an_alpha_without_end_is_refused(told: Run) -> None:
    for alpha in ("1e-300", "1e-9"):
        Path("pyproject.toml").write_text(f"[tool.bench.compare]\nalpha = {alpha}\n")
        assert told("compare", "pred", "pred", "--gold", "gold")[0] in (2, 4)
