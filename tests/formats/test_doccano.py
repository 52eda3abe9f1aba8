"""doccano's lines: both forms are read, what it has no place for comes back, and faults have their lines."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import bench
from bench import DataError, Event, Link, Timex
from bench.dataset.corpus import Fields
from bench.formats import read_documents, sniff

TEXT = "🌊 It rained on Monday."
"""The emoji is one code point; "rained" is 5–11 and "Monday" 15–21."""


def written(folder: Path, *rows: Any) -> Path:
    path = folder / "admin.jsonl"
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def entity(number: int, start: int, end: int, label: str) -> dict[str, Any]:
    return {"id": number, "label": label, "start_offset": start, "end_offset": end}


@pytest.mark.parametrize("field", ["label", "labels"])
def test_the_form_without_relations_is_read(tmp_path: Path, field: str) -> None:
    row = {"id": 4, "text": TEXT, field: [[15, 21, "DATE"], [5, 11, "EVENT"], [0, 1, "Emoji"]], "Comments": []}
    suite = bench.read_gold(written(tmp_path, row))
    assert suite.layers["4"].timexes == (Timex(15, 21, "DATE", text="Monday"),)
    assert suite.layers["4"].events == (Event(5, 11, text="rained"),)
    (note,) = suite.notes
    assert (note.line, note.count) == (1, 1)
    assert note.message.startswith("the label 'Emoji': the span is left out")


def test_the_form_with_relations_is_read(tmp_path: Path) -> None:
    row = {
        "id": 4,
        "text": TEXT,
        "dct": "2023-09-20",
        "entities": [entity(31, 5, 11, "OCCURRENCE"), entity(32, 15, 21, "DATE"), entity(33, 0, 1, "EMOJI")],
        "relations": [
            {"id": 1, "from_id": 31, "to_id": 32, "type": "IS_INCLUDED"},
            {"id": 2, "from_id": 31, "to_id": 33, "type": "BEFORE"},
        ],
    }
    suite = bench.read_gold(written(tmp_path, row))
    assert suite.documents[0].dct is not None
    layers = suite.layers["4"]
    assert layers.events == (Event(5, 11, "OCCURRENCE", text="rained", id="31"),)
    assert layers.timexes == (Timex(15, 21, "DATE", text="Monday", id="32"),)
    assert layers.links == (Link("31", "32", "IS_INCLUDED"),)
    assert [each.kind for each in suite.notes] == ["label EMOJI", "relation"]


def test_a_corrected_export_keeps_the_attributes_of_what_was_left_alone(tmp_path: Path) -> None:
    """doccano numbers entities anew, and gives the field ``bench`` back as it was."""
    gold = tmp_path / "gold"
    gold.mkdir()
    (gold / "documents.jsonl").write_text(json.dumps({"id": "rain", "text": TEXT, "title": "Rain"}) + "\n")
    (gold / "timexes.jsonl").write_text(
        json.dumps({"doc": "rain", "id": "t1", "start": 15, "end": 21, "type": "DATE", "value": "2023-09-18"})
        + "\n"
    )
    (gold / "events.jsonl").write_text(
        json.dumps({"doc": "rain", "id": "e1", "start": 5, "end": 11, "class": "STATE", "realis": "ACTUAL"}) + "\n"
    )
    (gold / "links.jsonl").write_text(
        json.dumps({"doc": "rain", "source": "e1", "target": "dct", "relation": "BEFORE"})
        + "\n"
        + json.dumps({"doc": "rain", "source": "e1", "target": "t1", "relation": "IS_INCLUDED"})
        + "\n"
    )
    bench.convert(gold, tmp_path / "out.jsonl", to="doccano")
    (row,) = map(json.loads, (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines())
    assert row["entities"] == [entity(0, 15, 21, "DATE"), entity(1, 5, 11, "STATE")]
    assert row["relations"] == [{"from_id": 1, "to_id": 0, "type": "IS_INCLUDED"}]
    # the event gets another class, and so loses what was said of it as a state; "It" is marked anew
    row["entities"] = [entity(50, 5, 11, "OCCURRENCE"), entity(51, 15, 21, "DATE"), entity(52, 2, 4, "EVENT")]
    row["relations"] = [{"id": 9, "from_id": 50, "to_id": 51, "type": "BEFORE"}]
    suite = bench.read_gold(written(tmp_path, row))
    layers = suite.layers["rain"]
    assert suite.documents[0].title == "Rain"
    assert layers.timexes == (Timex(15, 21, "DATE", "2023-09-18", text="Monday", id="t1"),)
    assert layers.events == (Event(5, 11, "OCCURRENCE", text="rained", id="50"), Event(2, 4, text="It", id="52"))
    assert layers.links == (Link("50", "t1", "BEFORE"),)


def test_faults_have_their_lines_and_all_are_told(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        {"text": TEXT, "label": [[15, 21, "DATE"]]},
        {"text": TEXT, "label": [[15, 99, "DATE"]]},
        {"text": TEXT, "label": [[15, 21]]},
        {"label": [[15, 21, "DATE"]]},
        {"text": TEXT, "entities": [{"id": 1}], "relations": []},
        {"text": TEXT, "entities": [], "relations": [{"id": 1}]},
        ["text"],
    )
    with path.open("a", encoding="utf-8") as file:
        file.write('{"text": "a", "text": "b"}\n{"text"\n')
    with pytest.raises(DataError) as raised:
        bench.read_gold(path)
    assert [each.line for each in raised.value.faults] == [2, 3, 4, 5, 6, 7, 8, 9]


def test_other_lines_are_not_taken_for_it(tmp_path: Path) -> None:
    for row in (
        {"text": TEXT, "label": "good"},
        {"text": TEXT, "label": []},
        {"text": TEXT},
        {"label": [[0, 1, "A"]]},
    ):
        found = sniff(written(tmp_path, row))
        assert found is None, row


def test_bom_and_crlf_at_the_ends_of_lines_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'\xef\xbb\xbf{"text": "Monday", "label": [[0, 6, "DATE"]]}\r\n\r\n')
    assert [each.id for each in bench.read_gold(path).documents] == ["1"]


def test_a_corpus_of_such_lines_is_read_by_the_names_of_its_fields(tmp_path: Path) -> None:
    row = {"id": 4, "name": "rain", "text": TEXT, "dct": "2023-09-20", "label": [[15, 21, "DATE"]]}
    path = str(written(tmp_path, row))
    assert [each.id for each in read_documents(path, Fields())] == ["4"]
    assert [each.id for each in read_documents(path, Fields(id="name"))] == ["rain"]
