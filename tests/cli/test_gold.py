"""The gold of a project: ``gold`` in ``[tool.bench]`` of its pyproject.toml."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bench.cli.root import run

SystemFile = Callable[[str, str], Path]

FINDER = '@system(layers=["timexes"])\ndef finder(document):\n    return []\n'


def evaluate(path: Path, capsys: pytest.CaptureFixture[str], *options: str) -> tuple[int, str]:
    code = run(["evaluate", str(path), *options])
    captured = capsys.readouterr()
    return code, captured.out + captured.err


def test_a_project_names_its_gold_once(
    suite_folder: Path,
    system_file: SystemFile,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path, project = system_file("finder", FINDER), tmp_path / "project"
    project.mkdir()
    monkeypatch.chdir(project)
    code, said = evaluate(path, capsys)
    assert code == 2
    assert "gold/articles: there is no such folder" in said
    (project / "pyproject.toml").write_text(f'[tool.bench]\ngold = "{suite_folder}"\n')
    code, said = evaluate(path, capsys)
    assert code == 0
    assert f"suite:{suite_folder.name}" in said
    code, said = evaluate(path, capsys, "--gold", "elsewhere")
    assert code == 2
    assert "elsewhere: there is no such folder" in said


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            'suite = "gold"',
            "'suite', which nothing reads; the folder of the gold is called gold",
        ),
        ('golds = "gold"', "'golds', which nothing reads; it may have compare, corpora, gold, install, systems"),
        ("gold = 1", 'gold isn\'t a string; write gold = "FOLDER"'),
        ('systems = "mine"', "systems isn't a list of strings; write systems = "),
    ],
)
def test_a_key_that_nothing_reads_is_told(
    text: str,
    expected: str,
    system_file: SystemFile,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = system_file("finder", FINDER)
    monkeypatch.chdir(tmp_path)
    Path("pyproject.toml").write_text(f"[tool.bench]\n{text}\n")
    code, said = evaluate(path, capsys)
    assert code == 4
    assert expected in said
