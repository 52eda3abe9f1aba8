"""Our figures against those that the tools themselves printed for the same files."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from bench.formats import timeml
from bench.schemes import Row, Table, named
from bench.schemes.labelling import Labelled
from bench.schemes.nervaluate import LEVELS, judge

SAME_SPANS = ("pred", "pred_renum", "pred_consistent", "pred_implied")
"""These differ in ids and links alone, which no scheme reads: the tools' figures for the first hold for all."""
ENDS = {"nervaluate": "end_inclusive", "nervaluate@touching": "end_exclusive"}
"""Scheme → how the tool was given the ends; the first with the last character, the second with one beyond."""


@pytest.fixture(scope="module")
def printed(reference: Path) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((reference / "scores.json").read_text())["systems"]
    return data


def ours(reference: Path, scheme: str, name: str) -> dict[str, Table]:
    gold = timeml.read_gold(reference / "gold")
    predictions = timeml.read_predictions(reference / name, gold)
    return {table.name: table for table in named(scheme).score(gold, predictions)}


def flat(table: Table, row: Row) -> dict[str, float]:
    """A row as the tools have it: 0 where a figure is undefined."""
    figures = row.figures
    counts = dict(zip(table.counts, row.counts, strict=True))
    return {"precision": figures.precision or 0, "recall": figures.recall or 0, "f1": figures.f1 or 0, **counts}


@pytest.mark.parametrize("scheme", ENDS)
@pytest.mark.parametrize("name", SAME_SPANS)
def test_nervaluate_equals_every_recorded_number(
    reference: Path, printed: dict[str, Any], scheme: str, name: str
) -> None:
    tables = ours(reference, scheme, name)
    recorded = printed["pred"]["nervaluate"]
    prefixes = {"layer": "both", "timex.type": "timextype"}
    assert {key.split("|")[0] for key in recorded} == {"timex", *prefixes.values()}
    for table, key in prefixes.items():
        expected = recorded[f"{key}|{ENDS[scheme]}"]
        by_label = {"overall": expected["overall"]}
        by_label |= {label.removeprefix("TIMEX3:"): levels for label, levels in expected["entities"].items()}
        found: dict[str, dict[str, Any]] = {}
        for row in tables[table].rows:
            label, level = row.labels
            found.setdefault(label, {})[level] = flat(tables[table], row)
        assert found == by_label
    # with times alone, overall and TIMEX are both the TIMEX of both layers: labels are matched apart
    alone = recorded[f"timex|{ENDS[scheme]}"]
    assert alone["overall"] == alone["entities"]["TIMEX"]
    assert {
        row.labels[1]: flat(tables["layer"], row) for row in tables["layer"].rows if row.labels[0] == "TIMEX"
    } == alone["overall"]


@pytest.mark.parametrize("mode", ["strict", "default"])
@pytest.mark.parametrize("name", SAME_SPANS)
def test_seqeval_equals_every_recorded_number(
    reference: Path, printed: dict[str, Any], mode: str, name: str
) -> None:
    table = ours(reference, "seqeval", name)["layer"]
    assert table.note == ""
    found = {}
    for row in table.rows:
        numbers = flat(table, row)
        numbers["f1-score"] = numbers.pop("f1")
        del numbers["correct"], numbers["predicted"]
        found[row.labels[0]] = pytest.approx(numbers, abs=1e-15)
    assert printed["pred"]["seqeval"][mode] == found


@pytest.mark.parametrize("name", SAME_SPANS)
def test_evmeval_equals_every_printed_digit(reference: Path, printed: dict[str, Any], name: str) -> None:
    table = ours(reference, "evmeval", name)["event"]
    rows = {row.labels: row.figures for row in table.rows}
    levels = {"plain": "plain", "type": "mention_type", "realis": "realis_status"}
    levels["type+realis"] = "mention_type+realis_status"
    assert printed["pred"]["evmeval_columns"] == ["microP", "microR", "microF1", "macroP", "macroR", "macroF1"]
    for level, key in levels.items():
        figures = [rows[level, average] for average in ("micro", "macro")]
        found = [percent(getattr(f, name)) for f in figures for name in ("precision", "recall", "f1")]
        assert found == printed["pred"]["evmeval_final"][key]


def percent(figure: float | None) -> float:
    return round(100 * (figure or 0), 2)


@pytest.mark.parametrize("scheme", ["nervaluate", "nervaluate@touching", "seqeval", "evmeval"])
def test_gold_against_itself_is_perfect(reference: Path, scheme: str) -> None:
    for table in ours(reference, scheme, "gold").values():
        for row in table.rows:
            assert (row.figures.precision, row.figures.recall, row.figures.f1) == (1, 1, 1), row.labels


def test_heideltimes_real_output_against_an_independent_count(reference: Path, printed: dict[str, Any]) -> None:
    """None of the tools was run on it; but exact is the toolkit's strict, ent_type of one label its relaxed."""
    expected = printed["pred_heideltime"]["own"]["timex"]
    rows = {row.labels: row for row in ours(reference, "nervaluate", "pred_heideltime")["layer"].rows}
    for level, key in (("exact", "strict"), ("strict", "strict"), ("ent_type", "relaxed_1to1")):
        correct, _, _, _, _, possible, actual = rows["TIMEX", level].counts
        assert (correct, actual, possible) == tuple(expected[key][side] for side in ("tp", "sys", "gold"))
    events = ours(reference, "evmeval", "pred_heideltime")["event"].rows[0]
    assert (events.figures.precision, events.figures.recall, events.figures.f1) == (None, 0, 0)


@pytest.mark.parametrize(("beyond", "key"), [(0, "nervaluate_incl"), (1, "nervaluate_excl")])
def test_each_minimal_case_has_nervaluates_answer(reference: Path, beyond: int, key: str) -> None:
    cases: Mapping[str, Any] = json.loads((reference / "edge" / "edge_cases.json").read_text())["spans"]
    assert len(cases) == 10
    for name, case in cases.items():
        gold, predicted = ([Labelled(start, end, "X") for start, end in case[side]] for side in ("gold", "pred"))
        for level in LEVELS:
            tally = judge(gold, predicted, level, beyond)
            found = {
                "cor": tally.correct,
                "inc": tally.incorrect,
                "par": tally.partial,
                "mis": tally.missed,
                "spu": tally.spurious,
                "P": round(tally.figures.precision or 0, 4),
                "R": round(tally.figures.recall or 0, 4),
            }
            assert found == case[key][level.name], (name, level.name)
