"""Anafora's XML: entities and relations over the text beside."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench import formats
from bench.dataset.suite import Suite
from bench.errors import DataError
from bench.sdk.model import Event, Link, Timex

TEXT = "🌊 Rain on May 3, 2021.\r\nIt dried later."


def entity(name: str, span: str, type_: str, **properties: str) -> str:
    stated = "".join(f"<{key}>{value}</{key}>" for key, value in properties.items())
    return (
        f"<entity><id>{name}</id><span>{span}</span><type>{type_}</type><properties>{stated}</properties></entity>"
    )


def tlink(source: str, target: str, word: str = "BEFORE", type_: str = "TLINK") -> str:
    return (
        f"<relation><id>r</id><type>{type_}</type><properties><Source>{source}</Source><Type>{word}</Type>"
        f"<Target>{target}</Target></properties></relation>"
    )


RAIN = entity("1@e", "2,6", "EVENT", Type="N/A", DocTimeRel="BEFORE")
DRIED = entity("2@e", "27,32", "EVENT", Type="ASPECTUAL")
MAY = entity("3@e", "10,21", "TIMEX3", Class="DATE")
DOCTIME = entity("4@e", "10,21", "DOCTIME")


def write(folder: Path, *parts: str, name: str = "note.Temporal.gold.completed.xml", text: str = "note") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    lines = ["<data>", "<schema path='./'/>", "<annotations>", *parts, "</annotations>", "</data>"]
    (folder / name).write_text("\n".join(lines), encoding="utf-8")
    if text:
        (folder / text).write_bytes(TEXT.encode())
    return folder


def read(folder: Path, *parts: str) -> Suite:
    assert formats.recognise(write(folder, *parts)).name == "anafora"
    return formats.read_gold(folder)


def kinds(suite: Suite) -> dict[str, int]:
    return {note.kind: note.count for note in suite.notes}


def test_entities_and_relations_of_thyme_are_read(tmp_path: Path) -> None:
    links = tlink("3@e", "1@e", "CONTAINS") + tlink("1@e", "2@e") + tlink("2@e", "4@e", "OVERLAP")
    suite = read(tmp_path, RAIN, DRIED, MAY, DOCTIME, links)
    (document,) = suite.documents
    assert (document.id, document.text, document.dct) == ("note", TEXT, None)
    layers = suite.layers["note"]
    assert layers.timexes == (Timex(10, 21, "DATE", text="May 3, 2021", id="3@e"),)
    assert layers.events == (
        Event(2, 6, text="Rain", id="1@e"),
        Event(27, 32, "ASPECTUAL", text="dried", id="2@e"),
    )
    assert layers.links == (
        Link("3@e", "1@e", "INCLUDES"),
        Link("1@e", "2@e", "BEFORE"),
        Link("2@e", "dct", "OVERLAP"),
    )
    assert kinds(suite) == {"DocTimeRel": 1, "type DOCTIME": 1, "relation": 1}


def test_types_of_scate_are_spans_alone(tmp_path: Path) -> None:
    suite = read(
        tmp_path,
        entity("1", "10,13", "Month-Of-Year", Type="May"),
        entity("2", "14,15", "Day-Of-Month", Value="3"),
        entity("3", "", "This"),
        entity("4", "0,1", "Number", Value="1"),
    )
    assert [(each.text, each.type, each.value) for each in suite.layers["note"].timexes] == [
        ("May", None, None),
        ("3", None, None),
    ]
    assert kinds(suite) == {"SCATE": 2, "no span": 1, "type Number": 1}


def test_what_is_left_out_or_kept_is_told(tmp_path: Path) -> None:
    suite = read(
        tmp_path,
        entity("1", "2,6;27,32", "EVENT", Type="EVIDENTIAL"),
        entity("2", "10,13;14,15", "TIMEX3", Class="PREPOSTEXP"),
        tlink("1", "9"),
        tlink("1", "2", ""),
        tlink("1", "2", "BEFORE", "ALINK"),
    )
    layers = suite.layers["note"]
    assert (layers.events[0].start, layers.events[0].end, layers.events[0].class_) == (2, 32, "EVIDENTIAL")
    assert (layers.timexes[0].text, layers.timexes[0].type) == ("May 3", "PREPOSTEXP")
    assert not layers.links
    assert kinds(suite) == {
        "gap": 1,
        "Type EVIDENTIAL": 1,
        "Class PREPOSTEXP": 1,
        "TLINK end": 1,
        "TLINK relation": 1,
        "relation ALINK": 1,
    }


@pytest.mark.parametrize(
    ("name", "text", "document"),
    [
        ("wsj_0001.TimeNorm.gold.xml", "wsj_0001", "wsj_0001"),
        ("APW1998.0476.TimeNorm.gold.xml", "APW1998.0476", "APW1998.0476"),
        ("note.xml", "note.txt", "note"),
    ],
)
def test_the_text_is_found_by_its_name_in_the_folder_or_its_folders(
    tmp_path: Path, name: str, text: str, document: str
) -> None:
    for folder in (tmp_path / "flat", tmp_path / "deep" / "one"):
        write(folder, RAIN, name=name, text=text)
    for path in (tmp_path / "flat", tmp_path / "deep", tmp_path / "flat" / name):
        suite = formats.read_gold(path)
        assert [each.id for each in suite.documents] == [document]
        assert suite.layers[document].events[0].text == "Rain"


def test_the_text_is_part_of_the_digest(tmp_path: Path) -> None:
    first = read(tmp_path, RAIN).digest
    (tmp_path / "note").write_bytes(TEXT.replace("later", "soon").encode())
    assert formats.read_gold(tmp_path).digest != first


def test_two_annotators_of_one_text_are_refused(tmp_path: Path) -> None:
    write(tmp_path, RAIN)
    write(tmp_path, RAIN, name="note.Temporal.ann.completed.xml")
    with pytest.raises(DataError, match=r"the document 'note' stands in note\.Temporal\.ann\.completed\.xml too"):
        formats.read_gold(tmp_path)


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ([entity("1", "2-6", "EVENT")], r"xml:4: the span '2-6'"),
        ([entity("1", "2,999", "EVENT")], r"xml:4: the span 2–999 doesn't lie within"),
        ([entity("1", "6,2", "EVENT")], r"xml:4: the span 6–2 doesn't lie within"),
        ([RAIN, RAIN, tlink("1@e", "1@e")], r"xml:5: the id '1@e' stands for another"),
        (["<x>" * 200 + "</x>" * 200], "more than 100 deep"),
        (["&a;"], "not XML: undefined entity"),
    ],
)
def test_files_that_cannot_be_right_are_refused(tmp_path: Path, parts: list[str], told: str) -> None:
    with pytest.raises(DataError, match=told):
        read(tmp_path, *parts)


def test_a_text_that_is_missing_or_not_utf_8_is_refused(tmp_path: Path) -> None:
    write(tmp_path, RAIN, text="")
    with pytest.raises(
        DataError, match=r"there is no text beside it; put the text beside it, as note or note\.txt"
    ):
        formats.read_gold(tmp_path)
    (tmp_path / "note").write_bytes(b"\xff")
    with pytest.raises(DataError, match="its text note isn't UTF-8 at byte 0"):
        formats.read_gold(tmp_path)


@pytest.mark.parametrize("name", [".x.xml", "...xml", "a..xml"])
def test_odd_names_are_no_other_texts(tmp_path: Path, name: str) -> None:
    write(tmp_path, RAIN, name=name, text="")
    with pytest.raises(DataError, match="there is no text beside it"):
        formats.named("anafora").read_gold(tmp_path / name)
