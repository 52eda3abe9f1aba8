"""The example of docs/uncertainty.md for several runs prints what stands there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bench.cli.root import run
from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "uncertainty.md").read_text(encoding="utf-8")


@pytest.mark.slow  # it evaluates eight times
def test_several_runs_of_one_system(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    section = PAGE.partition("## Several runs of one system\n")[2].partition("\n## ")[0]
    (system,) = re.findall(r"^```python\n(.*?)^```", section, re.MULTILINE | re.DOTALL)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "110")
    Path("made.py").write_text(system, encoding="utf-8")
    gold = ["--gold", str(ROOT / "gold" / "articles")]
    printed = []
    for seed in ("1", "2"):
        monkeypatch.setenv("SEED", seed)
        assert run(["evaluate", "made.py", "--repeat", "4", *gold, "-o", f"seed-{seed}"]) == 0
        printed.append(capsys.readouterr().out)
    assert run(["compare", "seed-1", "seed-2", *gold]) == 0
    printed.append("".join(capsys.readouterr()))
    first, second = re.findall(r"^```text\n(\$ .*?)^```", section, re.MULTILINE | re.DOTALL)
    for block, found in ((first, printed[0]), (second, printed[2])):
        lines = {" ".join(line.split()) for line in found.splitlines()}
        shown = [" ".join(line.split()) for line in block.splitlines()[1:]]
        assert [line for line in shown if line and line != "…" and line not in lines] == []
