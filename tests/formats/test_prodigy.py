"""Prodigy's lines: spans and relations, lines that weren't accepted, and tokens that fit every span."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import bench
from bench import DataError, Event, Link, Timex
from bench.formats import sniff
from bench.formats.prodigy import _tokens

TEXT = "🌊 It rained on Monday."
"""The emoji is one code point; "rained" is 5–11 and "Monday" 15–21."""
RAINED = {"start": 5, "end": 11, "token_start": 2, "token_end": 2, "label": "EVENT"}
MONDAY = {"start": 15, "end": 21, "token_start": 4, "token_end": 4, "label": "DATE"}


def written(folder: Path, *rows: Any) -> Path:
    path = folder / "annotations.jsonl"
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def test_spans_and_relations_are_read(tmp_path: Path) -> None:
    related = {"head": 2, "child": 4, "head_span": RAINED, "child_span": MONDAY, "label": "IS_INCLUDED"}
    row = {
        "text": TEXT,
        "meta": {"id": "rain", "dct": "2023-09-20"},
        "spans": [RAINED, {**MONDAY, "value": "2023-09-18"}, {**RAINED, "label": "PERSON"}],
        "relations": [related],
        "_input_hash": 1,
        "answer": "accept",
    }
    suite = bench.read_gold(written(tmp_path, row))
    assert str(suite.documents[0].dct) == "2023-09-20"
    layers = suite.layers["rain"]
    # the spans have no ids, but the relation needs some
    assert layers.events == (Event(5, 11, text="rained", id="span-0"),)
    assert layers.timexes == (Timex(15, 21, "DATE", "2023-09-18", text="Monday", id="span-1"),)
    assert layers.links == (Link("span-0", "span-1", "IS_INCLUDED"),)
    assert [each.kind for each in suite.notes] == ["label PERSON"]


def test_a_span_without_a_relation_has_no_id(tmp_path: Path) -> None:
    suite = bench.read_gold(written(tmp_path, {"text": TEXT, "spans": [MONDAY]}))
    assert suite.layers["1"].timexes == (Timex(15, 21, "DATE", text="Monday"),)


def test_lines_that_were_not_accepted_are_left_out_with_a_note(tmp_path: Path) -> None:
    lines = [
        {"text": TEXT, "spans": [MONDAY], "answer": answer}
        for answer in ("reject", "accept", "ignore", "reject", "accept")
    ]
    suite = bench.read_gold(written(tmp_path, *lines))
    assert [each.id for each in suite.documents] == ["2", "5"]
    assert sorted((each.kind, each.count, each.line) for each in suite.notes) == [
        ("answer ignore", 1, 3),
        ("answer reject", 2, 1),
    ]
    with pytest.raises(DataError, match="it has no document that is to be read"):
        bench.read_gold(written(tmp_path, lines[0]))


def test_a_relation_of_a_span_that_is_left_out_is_told(tmp_path: Path) -> None:
    person = {**MONDAY, "label": "PERSON"}
    related = {"head_span": RAINED, "child_span": person, "label": "BEFORE"}
    suite = bench.read_gold(written(tmp_path, {"text": TEXT, "spans": [RAINED, person], "relations": [related]}))
    assert not suite.layers["1"].links
    assert [each.kind for each in suite.notes] == ["label PERSON", "relation"]


def test_faults_have_their_lines(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        {"text": TEXT, "spans": [MONDAY]},
        {"text": TEXT, "spans": [{**MONDAY, "end": 99}]},
        {"text": TEXT, "spans": ["Monday"]},
        {"text": TEXT, "spans": [{**MONDAY, "value": 3}]},
        {"text": TEXT, "spans": [MONDAY], "relations": [{}]},
        {"spans": []},
    )
    with pytest.raises(DataError) as raised:
        bench.read_gold(path)
    assert [each.line for each in raised.value.faults] == [2, 3, 4, 5, 6]


def test_other_lines_are_not_taken_for_it(tmp_path: Path) -> None:
    for row in ({"text": TEXT, "spans": []}, {"text": TEXT, "answer": "no"}, {"text": TEXT, "spans": [[0, 1]]}):
        assert sniff(written(tmp_path, row)) is None, row


def test_tokens_cover_the_text_and_are_cut_at_the_edges_of_spans() -> None:
    found = _tokens("four-day  trip", {0, 8, 11})
    assert [(each["text"], each["ws"]) for each in found] == [
        ("four", False),
        ("-", False),
        ("day", False),
        (" ", False),
        (" ", False),
        ("t", False),
        ("rip", False),
    ]
    assert [each["start"] for each in found] == [0, 4, 5, 8, 9, 10, 11]
    assert [(each["text"], each["ws"]) for each in _tokens("It rained.", {0, 2})] == [
        ("It", False),
        (" ", False),
        ("rained", False),
        (".", False),
    ]
    assert [(each["text"], each["ws"]) for each in _tokens("It rained.", set())] == [
        ("It", True),
        ("rained", False),
        (".", False),
    ]
