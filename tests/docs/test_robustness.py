"""Each row of the table of docs/robustness.md, run by each verb that the row names."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from bench.cli.root import run
from docs.refresh import ROBUSTNESS, ROOT, robustness
from tests.conftest import slow_but

ROWS: dict[str, dict[str, Any]] = {
    f"{row['format']}: {row['what']}": row
    for row in tomllib.loads((ROOT / "docs" / "robustness.toml").read_text(encoding="utf-8"))["row"]
}
BASES: dict[str, dict[str, str]] = {
    "JSON Lines": {
        "documents.jsonl": '{"id": "a", "text": "It rained on Monday.", "dct": "2020-01-07"}\n',
        "timexes.jsonl": '{"doc": "a", "id": "t1", "start": 13, "end": 19, "value": "2020-01-06"}\n',
    },
    "TimeML": {
        "a.tml": '<TimeML><DCT><TIMEX3 tid="t0" value="2020-01-07">now</TIMEX3></DCT><TEXT>It '
        '<EVENT eid="e1" class="OCCURRENCE">rained</EVENT> on '
        '<TIMEX3 tid="t1" type="DATE" value="2020-01-06">Monday</TIMEX3>.</TEXT></TimeML>'
    },
    "TIMEX2": {
        "a.sgm": '<DOC><TEXT>It rained on <TIMEX2 VAL="2020-01-06">Monday</TIMEX2>.</TEXT></DOC>',
    },
    "MAE, i2b2": {
        "a.xml": '<X><TEXT>It rained.</TEXT><TAGS><EVENT id="E0" start="3" end="9" text="rained"/></TAGS></X>',
    },
    "SemEval-2015 Task 4": {"a.txt": "Ada\n1\t2005\td-1-visit\n"},
    "brat": {
        "a.txt": "It rained on Monday.",
        "a.ann": '#1\tBench document\t{"dct": "2020-01-07"}\nT1\tDATE 13 19\tMonday\n',
    },
    "UIMA's XMI": {},
    "WebAnno's TSV": {},
    "spaCy's DocBin": {},
    "Parquet": {},
    "another format": {},
    "a record of results": {},
}
CODES = {"refused": 4, "told": 0, "failed": 3, "unaffected": 0}
COMMANDS = {
    "validate": ["validate", "gold"],
    "score": ["score", "mine", "gold"],
    "compare": ["compare", "mine", "mine", "--gold", "gold"],
    "agree": ["agree", "mine", "gold"],
    "evaluate": ["evaluate", "none", "--gold", "gold", "--no-cache"],
    "show": ["show", "none", "a", "--gold", "gold"],
    "run": ["run", "none", "gold", "-o", "out"],
    "report": ["report", "results/gold"],
    "plot": ["plot", "results/gold"],
}
RUNS = ("evaluate", "show", "run")
"""The verbs that start processes where nothing is refused."""
CASES = {
    f"{verb}, {name}": (verb, outcome, row)
    for name, row in ROWS.items()
    for outcome in CODES
    for verb in row.get(outcome, ())
}
QUICK = [name for name, (verb, outcome, _) in CASES.items() if outcome == "refused" or verb not in RUNS]


@pytest.mark.parametrize("name", slow_but(*QUICK, of=CASES))
def test_a_row_of_the_table(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    verb, outcome, row = CASES[name]
    monkeypatch.chdir(tmp_path)
    base = BASES[row["format"]]
    files = {f"{folder}/{file}": text for folder in ("gold", "mine") for file, text in base.items()}
    for path, text in {**files, **row["files"]}.items():
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_bytes(
            '{"id": "é", "text": ""}\n'.encode("latin-1") if text == "LATIN-1" else text.encode()
        )
    Path("mine").mkdir(exist_ok=True)
    Path("systems").mkdir()
    Path("systems/none.py").write_text(
        '"""Finds nothing."""\nfrom bench import Document, system\n\n\n@system(layers=["timexes"])\n'
        "def none(document: Document):\n    return []\n"
    )
    code, said = run(COMMANDS[verb]), capsys.readouterr().err
    assert (code, row["says"] in said) == (CODES[outcome], outcome != "unaffected"), said


def test_the_page_has_the_table() -> None:
    found = ROBUSTNESS.search((ROOT / "docs" / "robustness.md").read_text(encoding="utf-8"))
    assert found is not None
    assert found[0] == robustness()
