"""``bench score --definition``: its tables and its forms for programs."""

from __future__ import annotations

import csv
import io
import json

import pytest

from bench.cli.root import run
from tests.conftest import ROOT

EVENTS = [str(ROOT / "results/articles/verb-lexicon"), str(ROOT / "gold/articles")]
TIMES = [str(ROOT / "results/articles/dateparser"), str(ROOT / "gold/articles")]


@pytest.mark.parametrize("width", [80, pytest.param(120, marks=pytest.mark.slow)])
@pytest.mark.parametrize("scheme", ["nervaluate", "nervaluate@touching", "seqeval", "evmeval"])
def test_a_table_fits(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, scheme: str, width: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    assert run(["score", "--definition", scheme, *EVENTS]) == 0
    lines = capsys.readouterr().out.splitlines()
    signature = lines[-1]  # one word, which is never broken
    assert f"verb-lexicon|measure:{scheme}|" in signature
    assert max(len(line) for line in lines if line != signature) <= width
    assert sum("score" in line for line in lines) == lines.count(lines[-1])  # no table was cut into parts


def test_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["score", "--definition", "nervaluate", "--definition", "seqeval", *TIMES, "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert set(found) == {"schemes", "failures"}
    assert list(found["schemes"]) == ["nervaluate", "seqeval"]
    nervaluate = found["schemes"]["nervaluate"]
    assert "|measure:nervaluate|" in nervaluate["signature"]
    # DURATION is never predicted: 8 in gold, all missed
    assert nervaluate["tables"]["timex.type"]["DURATION"]["strict"] == {
        "precision": None,
        "recall": 0,
        "f1": 0,
        "correct": 0,
        "incorrect": 0,
        "partial": 0,
        "missed": 8,
        "spurious": 0,
        "possible": 8,
        "actual": 0,
    }
    averages = found["schemes"]["seqeval"]["tables"]["layer"]
    assert set(averages) == {"TIMEX", "micro avg", "macro avg", "weighted avg"}


def test_csv(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["score", "--definition", "seqeval", "--definition", "evmeval", *EVENTS, "--format", "csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    counts = ["correct", "predicted", "support", "credit", "gold", "documents"]
    assert list(rows[0]) == ["system", "scheme", "table", "row", "precision", "recall", "f1", *counts]
    by_row = {(row["table"], row["row"]): row for row in rows}
    assert by_row["event", "type macro"]["documents"] == "4"
    assert by_row["event", "type macro"]["support"] == ""
    assert by_row["layer", "EVENT"]["support"] == "405"


def test_markdown(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["score", "--definition", "evmeval", *EVENTS, "--format", "markdown"]) == 0
    lines = capsys.readouterr().out.splitlines()
    head = "| level | average | score P | score R | score F1 | count credit | count predicted | count gold |"
    assert lines[2].startswith(head)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--definition", "seqval", *TIMES], "no scheme named 'seqval'; did you mean seqeval"),
        (["--definition", "evmeval", *TIMES], "the scheme 'evmeval' scores events, and dateparser has none"),
    ],
)
def test_wrong_usage(capsys: pytest.CaptureFixture[str], arguments: list[str], says: str) -> None:
    assert run(["score", *arguments]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert says in captured.err
    assert captured.err.count("\n") == 1
