"""Label Studio's tasks: what is read of an export, what is left out with a note, and what is refused."""

from __future__ import annotations

import datetime
import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

import bench
from bench import DataError, Event, Link, Timex
from bench.cli.root import run
from bench.dataset.suite import Layers, Suite
from bench.formats import sniff
from bench.formats.labels import LABELS
from bench.formats.labelstudio.config import CHOICES, CONFIG, FROM_DCT, TEXTS, TO_DCT
from bench.sdk.model import RELATIONS

TEXT = "🌊 It rained on Monday."
"""The emoji is one code point and two UTF-16 units; "rained" is 5–11 and "Monday" 15–21 in code points."""


def region(name: str, start: int, end: int, *labels: str, **value: Any) -> dict[str, Any]:
    """A region as Label Studio states it."""
    stated = {"start": start, "end": end, "text": TEXT[start:end], "labels": list(labels), **value}
    return {"id": name, "from_name": "label", "to_name": "text", "type": "labels", "value": stated}


def typed(name: str, control: str, *lines: str) -> dict[str, Any]:
    """What was typed into a control of a region."""
    return {
        "id": name,
        "from_name": control,
        "to_name": "text",
        "type": "textarea",
        "value": {"text": list(lines)},
    }


def chosen(name: str, control: str, *words: str) -> dict[str, Any]:
    """What was chosen in a control of a region."""
    return {"id": name, "from_name": control, "type": "choices", "value": {"choices": list(words)}}


def related(source: str, target: str, *labels: str, direction: str = "right") -> dict[str, Any]:
    """A relation of two regions."""
    return {"type": "relation", "from_id": source, "to_id": target, "direction": direction, "labels": list(labels)}


def task(*results: dict[str, Any], number: int = 7, **data: Any) -> dict[str, Any]:
    """A task with one submitted annotation."""
    return {"id": number, "data": {"text": TEXT, **data}, "annotations": [{"id": 1, "result": list(results)}]}


def written(folder: Path, *tasks: Any) -> Path:
    path = folder / "export.json"
    path.write_text(json.dumps(list(tasks), ensure_ascii=False), encoding="utf-8")
    return path


def read(folder: Path, *tasks: Any) -> tuple[Suite, Layers]:
    """The gold of an export with one document, and the annotations of it."""
    suite = bench.read_gold(written(folder, *tasks))
    (document,) = suite.documents
    return suite, suite.layers[document.id]


def notes(suite: Suite) -> list[str]:
    return [each.message for each in suite.notes]


def test_a_region_with_its_attributes_and_relations_is_read(tmp_path: Path) -> None:
    suite, layers = read(
        tmp_path,
        task(
            region("aB3", 5, 11, "OCCURRENCE"),
            typed("aB3", "when", "2023-09-18"),
            chosen("aB3", "realis", "ACTUAL"),
            chosen("aB3", "to_dct", "BEFORE"),
            region("xY9", 15, 21, "DATE"),
            typed("xY9", "value", "2023-09-18"),
            chosen("xY9", "kind", "deictic"),
            typed("xY9", "tags", "one", "two"),
            typed("xY9", "values", "2023-09-18 | the coming one", "2023-09-25 | the next week's"),
            chosen("xY9", "from_dct", "AFTER"),
            related("aB3", "xY9", "IS_INCLUDED"),
            related("aB3", "xY9", "INCLUDES", direction="left"),
            dct="2023-09-20",
            title="Rain",
        ),
    )
    (document,) = suite.documents
    assert (document.id, document.text, document.title) == ("7", TEXT, "Rain")
    assert document.dct == datetime.date(2023, 9, 20)
    assert layers.events == (Event(5, 11, "OCCURRENCE", "ACTUAL", "2023-09-18", "rained", "aB3"),)
    (timex,) = layers.timexes
    assert timex.values is not None
    assert [(each.value, each.policy) for each in timex.values] == [
        ("2023-09-18", "the coming one"),
        ("2023-09-25", "the next week's"),
    ]
    assert (timex.type, timex.value, timex.kind, timex.tags) == ("DATE", "2023-09-18", "deictic", ("one", "two"))
    assert layers.links == (
        Link("aB3", "dct", "BEFORE"),
        Link("dct", "xY9", "AFTER"),
        Link("aB3", "xY9", "IS_INCLUDED"),
        Link("xY9", "aB3", "INCLUDES"),
    )
    assert not suite.notes


def test_labels_in_any_case_and_without_a_type_are_read(tmp_path: Path) -> None:
    _, layers = read(
        tmp_path, task(region("a", 15, 21, "Date"), region("b", 15, 21, "TIMEX3"), region("c", 5, 11, "Event"))
    )
    assert [(each.type, each.value) for each in layers.timexes] == [("DATE", None), (None, None)]
    assert [each.class_ for each in layers.events] == [None]


def test_what_is_left_out_is_told(tmp_path: Path) -> None:
    html = region("h", 0, 1, "DATE") | {"value": {"start": "/p[1]/text()[1]", "end": "/p[1]", "labels": ["DATE"]}}
    suite, layers = read(
        tmp_path,
        task(
            region("p", 5, 11, "PERSON"),
            typed("p", "value", "x"),
            region("e", 5, 11),
            html,
            region("t", 15, 21, "DATE", "TIME"),
            typed("t", "remark", "sure"),
            typed("t", "value", "2023", "2024"),
            chosen("t", "realis", "ACTUAL"),
            chosen("", "sentiment", "good"),
            related("t", "p", "BEFORE"),
            related("t", "t"),
            related("t", "t", "causes"),
            {"id": "r", "type": "rectanglelabels", "value": {}},
        ),
    )
    assert layers.timexes == (Timex(15, 21, "DATE", "2023", text="Monday", id="t"),)
    assert not layers.events
    assert layers.links == (Link("t", "t", "causes"),)
    told = notes(suite)
    for words in (
        "the label 'PERSON': the span is left out",
        "the region 'e' has no label",
        "the region 'h' is one of HTML",
        "the region 't' has 2 labels; 'DATE' is read",
        "'remark' is no attribute",
        "'value' has 2 values; the first is read",
        "the realis of the region 't'",
        "'sentiment' is about the whole task",
        "a relation is left out, because one of its regions is",
        "a relation has no label",
        "'causes' is no relation of TimeML",
        "a result of the type 'rectanglelabels'",
    ):
        assert any(words in each for each in told), (words, told)
    assert len(told) == 12


def test_of_several_annotations_the_ground_truth_or_else_the_last_is_read(tmp_path: Path) -> None:
    several = task()
    several["annotations"] = [
        {"result": [region("a", 15, 21, "DATE")], "updated_at": "2023-01-03T00:00:00Z"},
        {"result": [region("b", 15, 21, "TIME")], "updated_at": "2023-01-02T00:00:00Z"},
        {"result": [], "updated_at": "2023-01-04T00:00:00Z", "was_cancelled": True},
    ]
    suite, layers = read(tmp_path, several)
    assert [each.type for each in layers.timexes] == ["DATE"]
    assert len(notes(suite)) == 2
    assert "the task has 2 annotations" in notes(suite)[1]
    assert "skipped" in notes(suite)[0]
    several["annotations"][1]["ground_truth"] = True
    _, layers = read(tmp_path, several)
    assert [each.type for each in layers.timexes] == ["TIME"]


def test_a_task_that_nobody_labelled_is_no_gold(tmp_path: Path) -> None:
    guessed = {"result": [region("g", 15, 21, "DATE")]}
    open_ = {"id": 8, "data": {"text": TEXT}, "annotations": [], "predictions": [guessed]}
    suite, _ = read(tmp_path, task(region("a", 15, 21, "DATE")), open_)
    assert [each.id for each in suite.documents] == ["7"]
    assert "nobody has submitted an annotation of this task, so it is left out" in notes(suite)[0]
    with pytest.raises(DataError, match="nobody has submitted an annotation of any task"):
        bench.read_gold(written(tmp_path, open_))
    predictions = bench.read_predictions(written(tmp_path, open_))
    assert [each.type for each in predictions.layers["8"].timexes] == ["DATE"]
    assert "so its predictions are read" in predictions.notes[0].message


def test_offsets_of_early_releases_count_utf_16_units(tmp_path: Path) -> None:
    early = region("a", 15, 21, "DATE")
    early["value"] |= {"start": 16, "end": 22}
    suite, layers = read(tmp_path, task(early))
    assert [(each.start, each.end, each.text) for each in layers.timexes] == [(15, 21, "Monday")]
    assert "UTF-16" in notes(suite)[0]


def test_blanks_may_be_written_in_another_form(tmp_path: Path) -> None:
    stated = task(
        {"id": "a", "type": "labels", "value": {"start": 0, "end": 6, "text": "late\\nr", "labels": ["DATE"]}}
    )
    stated["data"]["text"] = "late\nr."
    suite, layers = read(tmp_path, stated)
    assert [(each.start, each.end, each.text) for each in layers.timexes] == [(0, 6, "late\nr")]
    assert not suite.notes


@pytest.mark.parametrize(
    ("stated", "line", "message"),
    [
        (task(region("a", 15, 21, "DATE", text="Tuesday")), 3, "15–21 covers 'Monday', not 'Tuesday'"),
        (task(region("a", 15, 99, "DATE")), 3, "15–99 doesn't lie within the text's 22 characters"),
        (task(region("a", -2, 3, "DATE")), 3, "doesn't lie within"),
        (
            {"id": 1, "data": {"body": "x"}, "annotations": [{"result": []}]},
            3,
            "its data has no 'text', but 'body'",
        ),
        (task(dct="yesterday"), 0, "the creation time 'yesterday'"),
        (task(sha256="0" * 64), 0, "the text isn't the one that was annotated"),
        (task(sentences=[4, 2]), 0, "sentences must be rising offsets"),
    ],
)
def test_a_fault_names_the_line(tmp_path: Path, stated: Any, line: int, message: str) -> None:
    path = tmp_path / "export.json"
    path.write_text("[\n" + json.dumps(task(number=1)) + ",\n" + json.dumps(stated) + "\n]", encoding="utf-8")
    with pytest.raises(DataError, match=re.escape(message)) as raised:
        bench.read_gold(path)
    (fault,) = raised.value.faults
    assert fault.line == line


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b'[{"annotations": [], "data": {"text": "x"}', "not JSON that can be read"),
        (b'[{"annotations": [], "data": {"text": "x", "text": "y"}}]', "the field 'text' stands here twice"),
        (b'[{"annotations": [], "data": {"text": "\xff"}}]', "not UTF-8"),
        (b'[{"annotations": [], "data": {"text": "\\ud83c"}}]', "half of a surrogate pair"),
        (b'[{"annotations": []}, 3]', "a task was due, not b'3'"),
        (b'[{"annotations": [], "data": ' + b"[" * 5000 + b"]" * 5000 + b"}]", "nested too deeply"),
    ],
)
def test_a_broken_file_is_refused(
    tmp_path: Path, content: bytes, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "export.json"
    path.write_bytes(content)
    assert run(["validate", str(path)]) == 4
    assert message in capsys.readouterr().err


def test_the_short_export_has_regions_without_attributes(tmp_path: Path) -> None:
    marked = {"start": 15, "end": 21, "text": "Monday", "labels": ["DATE"]}
    row = {"doc": "rain", "text": TEXT, "id": 7, "label": [marked], "value": "2023-09-18", "annotation_id": 1}
    suite, layers = read(
        tmp_path, {**row, "updated_at": "2"}, {**row, "label": [], "annotation_id": 2, "updated_at": "1"}
    )
    assert [each.id for each in suite.documents] == ["rain"]
    assert layers.timexes == (Timex(15, 21, "DATE", text="Monday"),)
    assert any("doesn't say to which region 'value' belongs" in each for each in notes(suite))
    assert any("the task has 2 annotations" in each for each in notes(suite))


def test_other_json_is_not_taken_for_it(tmp_path: Path) -> None:
    for content in (
        '{"predictions_digest": "x"}',
        '[{"text": "x"}]',
        '{"annotations": [{"start": 1}]}',
        "from_name",
    ):
        (tmp_path / "a.json").write_text(content, encoding="utf-8")
        assert sniff(tmp_path / "a.json") is None, content


def test_a_region_that_was_copied_has_an_id_of_its_own(tmp_path: Path) -> None:
    first, copy = region("t1", 15, 21, "DATE"), region("Zk2", 15, 21, "DATE")
    first["meta"] = copy["meta"] = {"id": "t1"}
    _, layers = read(tmp_path, task(first, copy))
    assert [each.id for each in layers.timexes] == ["t1", "Zk2"]


def test_the_configuration_has_each_label_attribute_and_relation(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["convert", "--label-studio-config"]) == 0
    assert capsys.readouterr().out == CONFIG
    root = ElementTree.fromstring(CONFIG)
    assert [each.attrib["value"] for each in root.iter("Label")] == list(LABELS)
    assert [each.attrib["value"] for each in root.iter("Relation")] == list(RELATIONS)
    named = [each.attrib["name"] for kind in ("Choices", "TextArea") for each in root.iter(kind)]
    assert sorted(named) == sorted((*CHOICES, *TEXTS, TO_DCT, FROM_DCT))


def test_an_attribute_outside_of_the_scheme_is_lost_aloud(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gold = tmp_path / "gold"
    gold.mkdir()
    (gold / "documents.jsonl").write_text('{"id": "a", "text": "Monday"}\n')
    (gold / "timexes.jsonl").write_text('{"doc": "a", "start": 0, "end": 6, "type": "DAY"}\n')
    assert run(["convert", str(gold), str(tmp_path / "o.json"), "--to", "label-studio"]) == 0
    assert "not carried by label-studio: 1 × type that isn't TimeML's" in capsys.readouterr().err
    layers = bench.read_gold(tmp_path / "o.json").layers["a"]
    assert layers.timexes == (Timex(0, 6, text="Monday"),)
