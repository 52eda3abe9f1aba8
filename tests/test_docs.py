"""The documents hold: every command is in them, their examples run, and their tables are the results."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bench import evaluation, record, registry
from bench.cli.root import VERBS, root, run
from bench.formats import timeml
from bench.measures import EVERY
from bench.render import scores
from bench.render.grid import markdown
from bench.suite import Suite
from bench.validation import load
from docs.refresh import DOCUMENTS, LEFT_OUT, PLOT, TABLE, examples, output, plot, table
from tests.conftest import ROOT

EXAMPLES = [pair for path in DOCUMENTS for pair in examples(path.read_text(encoding="utf-8"))]


@pytest.mark.parametrize(("command", "printed"), EXAMPLES, ids=[command for command, _ in EXAMPLES])
def test_an_example_prints_what_stands_below_it(
    monkeypatch: pytest.MonkeyPatch, command: str, printed: str
) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("COLUMNS", "100")
    assert command.startswith("bench ")
    if command == "bench list" and not (shutil.which("node") and shutil.which("npm")):
        pytest.skip("needs node and npm, without which the list says so")
    found = output(command)
    assert re.fullmatch(".*".join(map(re.escape, printed.split(LEFT_OUT))), found, re.DOTALL), found


def test_every_command_has_its_section_and_an_example() -> None:
    text = (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8")
    shown = {command.split()[1] for command, _ in EXAMPLES}
    # that of history needs commits: tests/test_history.py runs it
    assert shown >= set(VERBS) - {"history"}
    for verb in VERBS:
        assert f"## bench {verb}\n" in text


def test_every_measure_is_defined() -> None:
    text = (ROOT / "docs" / "measures.md").read_text(encoding="utf-8")
    for measure in EVERY:
        assert f"| `{measure.name}` | {measure.definition} | {measure.source} |" in text


def test_every_option_is_documented() -> None:
    text = (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8")
    for verb in VERBS:
        command = root.get_command(None, verb)  # type: ignore[arg-type]  # the context isn't used
        assert command is not None
        for parameter in command.params:
            if parameter.param_type_name == "option":
                assert any(f"`{name}" in text for name in parameter.opts), f"{verb} {parameter.opts}"


def test_links_between_the_documents_lead_somewhere() -> None:
    for path in [*DOCUMENTS, ROOT / "gold" / "articles" / "README.md", ROOT / "benchmarks" / "README.md"]:
        for target, heading in re.findall(r"\]\(([^)#]*)#?([^)]*)\)", path.read_text(encoding="utf-8")):
            if not target.startswith("http"):
                there = path.parent / target if target else path
                assert there.exists(), f"{path.name}: {target}"
                assert not heading or heading in headings(there), f"{path.name}: {target}#{heading}"


def headings(path: Path) -> set[str]:
    """The names that a page's headings can be linked by."""
    found = re.findall(r"^#+ (.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in found}


def test_the_card_states_the_agreement_that_bench_agree_prints(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    run(["agree", "gold/articles/passes/a", "gold/articles/passes/b", "--format", "markdown"])
    table = [line for line in capsys.readouterr().out.splitlines() if line.startswith("|")]
    assert "\n".join(table) in (ROOT / "gold" / "articles" / "README.md").read_text(encoding="utf-8")


def digests_for(suite: Suite) -> set[str]:
    """Of the systems in Python files that predict anything that a suite has."""
    systems = [system for path in (ROOT / "systems").glob("*.py") for system in registry.read(path)]
    return {system.digest for system in systems if any(map(suite.has, system.layers))}


def test_committed_results_are_of_the_committed_gold_and_systems() -> None:
    suite = load(ROOT / "gold" / "articles")
    records, stale = evaluation.read(ROOT / "results", suite)
    assert stale == []
    assert {record.system_digest for record in records if record.role == "system"} == digests_for(suite)
    assert {record.name for record in records if record.role == "annotator"} == {"annotator-a", "annotator-b"}


def test_committed_results_on_tempeval_are_of_the_committed_systems(reference: Path) -> None:
    # the suite's name is its folder's, so here only the digest is compared
    suite = timeml.read_suite(reference / "gold")
    found = [record.read(path) for path in (ROOT / "results" / "tempeval3-platinum").glob("*/record.json")]
    assert {each.suite_digest for each in found} == {suite.digest}
    assert {each.system_digest for each in found} == digests_for(suite)
    assert not [
        path
        for path in (ROOT / "results" / "tempeval3-platinum").glob("*/*.jsonl")
        if '"text"' in path.read_text()
    ]


@pytest.mark.parametrize("suite", ["articles", "tempeval3-platinum"])
def test_the_tables_are_made_from_the_records(suite: str) -> None:
    folder = ROOT / "results" / suite
    written = (folder / "README.md").read_text(encoding="utf-8")
    for grid in scores.comparison([record.read(path) for path in sorted(folder.glob("*/record.json"))]):
        assert markdown(grid) in written


def test_the_readme_shows_the_results() -> None:
    assert TABLE.findall((ROOT / "README.md").read_text(encoding="utf-8"))[0] == table()


def test_the_figure_is_drawn_from_the_results() -> None:
    version = re.findall(r"^matplotlib==(.*)$", (ROOT / "constraints.txt").read_text(), re.MULTILINE)
    matplotlib = pytest.importorskip("matplotlib", reason="needs the extra plots")
    if [matplotlib.__version__] != version:
        pytest.skip(f"needs matplotlib {version[0]}: another may draw other bytes")
    assert PLOT.read_bytes() == plot()


def test_the_systems_that_work_on_what_others_said_run(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, suite_folder: Path, tmp_path: Path
) -> None:
    link = {"doc": "fair", "source": "e1", "target": "t1", "relation": "IS_INCLUDED"}
    (suite_folder / "links.jsonl").write_text(json.dumps(link) + "\n", encoding="utf-8")
    text = (ROOT / "docs" / "systems.md").read_text(encoding="utf-8")
    code = re.findall(r"^```python\n(.*?)^```", text, re.MULTILINE | re.DOTALL)[1]
    path = tmp_path / "nearest.py"
    path.write_text(code, encoding="utf-8")
    monkeypatch.chdir(ROOT)
    assert run(["check", str(path)]) == 0
    assert run(["evaluate", str(path), "--suite", str(suite_folder), "-o", str(tmp_path / "results")]) == 0
    capsys.readouterr()
    found = tmp_path / "results" / "example"
    # regex finds whole dates only: none in the fair, and in the flood one, with one event
    links = (found / "nearest" / "links.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["doc"] for line in links] == ["flood"]
    words = (found / "told" / "timeline.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["label"] for line in words] == ["close", "fell", "opened"]
    for tool in (["ruff", "check"], ["ruff", "format", "--check"], ["mypy", "--strict"]):
        done = subprocess.run(
            [sys.executable, "-m", *tool, str(path)], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout


def test_a_contributors_ten_lines_run(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"^```python\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    path = tmp_path / "weekdays.py"
    path.write_text(code, encoding="utf-8")
    monkeypatch.chdir(ROOT)
    assert run(["evaluate", str(path), "--format", "json"]) == 0
    result = json.loads(capsys.readouterr().out)["systems"]["weekdays"]
    assert result["measures"]["timex.strict"]["correct_gold"] > 0
    for tool in (["ruff", "check"], ["ruff", "format", "--check"], ["mypy", "--strict"]):
        done = subprocess.run(
            [sys.executable, "-m", *tool, str(path)], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout
