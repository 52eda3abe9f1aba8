"""brat's stand-off format. The files are made up after its published description."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from bench import formats
from bench.dataset.suite import Layers, Suite, SuiteDocument
from bench.errors import DataError
from bench.formats import brat
from bench.formats.annotated import Annotated
from bench.sdk.model import Event, Link, Reading, Region, Timex

TEXT = "\ufeff\U0001f600 It rained on Monday.\r\nIt ended.\n"
"""A byte order mark, and an emoji: rained stands at 6–12, Monday at 16–22, ended at 28–33 in code points."""


def folder(path: Path, ann: str, text: str = TEXT, name: str = "a") -> Path:
    (path / f"{name}.txt").write_bytes(text.encode())
    (path / f"{name}.ann").write_bytes(ann.encode())
    return path


def read(path: Path, ann: str, text: str = TEXT) -> tuple[Layers, list[str]]:
    suite = formats.read_gold(folder(path, ann, text))
    return suite.layers["a"], [note.message for note in suite.notes]


def faults(path: Path, ann: str, text: str = TEXT) -> list[tuple[int, str, str]]:
    with pytest.raises(DataError) as caught:
        formats.read_gold(folder(path, ann, text))
    return [(fault.line, fault.message, fault.remedy) for fault in caught.value.faults]


def test_the_text_is_that_of_the_file_byte_for_byte(tmp_path: Path) -> None:
    suite = formats.read_gold(folder(tmp_path, ""))
    assert formats.sniff(tmp_path) is brat.FORMAT
    assert [document.text for document in suite.documents] == [TEXT]


def test_entities_are_time_expressions_and_events_by_their_names(tmp_path: Path) -> None:
    layers, notes = read(
        tmp_path,
        "T1\tDATE 16 22\tMonday\r\n"
        "T2\tREPORTING 6 12\trained\r\n"
        "T3\tTimex3 16 22\tMonday\r\n"
        "T4\tevent 28 33\tended\r\n"
        "T5\tIgnore 25 27\tIt\r\n",
    )
    assert layers.timexes == (
        Timex(16, 22, "DATE", text="Monday", id="T1"),
        Timex(16, 22, None, text="Monday", id="T3"),
    )
    assert layers.events == (
        Event(6, 12, "REPORTING", text="rained", id="T2"),
        Event(28, 33, None, text="ended", id="T4"),
    )
    assert layers.ignore == (Region(25, 27, "It"),)
    assert notes == []


def test_values_stand_in_attributes_or_in_the_annotators_notes(tmp_path: Path) -> None:
    layers, notes = read(
        tmp_path,
        "T1\tDATE 16 22\tMonday\nA1\tValue T1 2023-09-18\nA2\tMod T1 APPROX\n"
        "T2\tDATE 16 22\tMonday\n#1\tAnnotatorNotes T2\t2023-W38\n"
        "T3\tEvent 6 12\trained\n#2\tAnnotatorNotes T3\t2023-09-18/2023-09-21\nA3\tRealis T3 ACTUAL\n"
        "T4\tEvent 28 33\tended\n#3\tAnnotatorNotes T4\tIs this one?\nA4\tNegated T4\n",
    )
    assert [(each.value, each.mod) for each in layers.timexes] == [("2023-09-18", "APPROX"), ("2023-W38", None)]
    assert [(each.when, each.realis) for each in layers.events] == [
        ("2023-09-18/2023-09-21", "ACTUAL"),
        (None, None),
    ]
    assert notes == [
        "the note 'Is this one?', which is no date in EDTF; it is left out",
        "the attribute Negated, which bench doesn't have; it is left out",
    ]


def test_relations_are_links_and_attributes_those_with_the_creation_time(tmp_path: Path) -> None:
    layers, notes = read(
        tmp_path,
        "T1\tDATE 16 22\tMonday\nT2\tEvent 6 12\trained\nT3\tEvent 28 33\tended\n"
        "R1\tBEFORE Arg1:T2 Arg2:T3\t\n"
        "A1\tToDct T1 BEFORE\n"
        "R2\tis-included Arg2:T1 Arg1:T2\n"
        "A2\tFromDct T3 AFTER\n"
        "R3\tCauses Arg1:T2 Arg2:T3\n",
    )
    assert layers.links == (
        Link("T2", "T3", "BEFORE"),
        Link("T1", "dct", "BEFORE"),
        Link("T2", "T1", "IS_INCLUDED"),
        Link("dct", "T3", "AFTER"),
    )
    assert notes == ["the relation Causes, which is none of TimeML's; it is left out"]


def test_an_event_of_brat_is_its_trigger(tmp_path: Path) -> None:
    layers, notes = read(
        tmp_path,
        "T1\tOCCURRENCE 6 12\trained\nE1\tOCCURRENCE:T1 Time:T2\nT2\tDATE 16 22\tMonday\nA1\tTense E1 PAST\n"
        "R1\tIS_INCLUDED Arg1:E1 Arg2:T2\n",
    )
    assert [(each.id, each.class_, each.tense) for each in layers.events] == [("T1", "OCCURRENCE", "PAST")]
    assert layers.links == (Link("T1", "T2", "IS_INCLUDED"),)
    assert notes == ["the arguments Time:T2 of the event E1; they are left out"]


def test_what_bench_does_not_have_is_left_out_with_a_note(tmp_path: Path) -> None:
    layers, notes = read(
        tmp_path,
        "T1\tPerson 3 5\tIt\nT2\tPerson 25 27\tIt\nT3\tDATE 16 22\tMonday\n*\tEquiv T1 T2\n"
        "N1\tReference T1 Wikipedia:1\tRain\nR1\tBEFORE Arg1:T1 Arg2:T3\n",
    )
    assert [each.id for each in layers.timexes] == ["T3"]
    assert notes == [
        "the entity Person, which is neither a time expression nor an event; it is left out",
        "an equivalence; it is left out",
        "a normalisation; it is left out",
        "a relation of T1, which is left out; so is it",
    ]


def test_a_discontinuous_annotation_is_read_from_its_first_to_its_last_character(tmp_path: Path) -> None:
    layers, notes = read(tmp_path, "T1\tTimex 6 12;16 22\trained Monday\n")
    assert [(each.start, each.end, each.text) for each in layers.timexes] == [(6, 22, "rained on Monday")]
    assert notes == ["T1 has 2 stretches; it is read from the first to the last"]


def test_stretches_of_neighbouring_lines_are_one_annotation_without_a_note(tmp_path: Path) -> None:
    layers, notes = read(tmp_path, "T1\tTimex 16 23;25 27\tMonday. It\n")
    assert [(each.start, each.end, each.text) for each in layers.timexes] == [(16, 27, "Monday.\r\nIt")]
    assert notes == []


def test_a_text_without_annotations_is_told_of(tmp_path: Path) -> None:
    folder(tmp_path, "")
    (tmp_path / "b.txt").write_text("Nobody annotated this.")
    notes = formats.read_gold(tmp_path).notes
    assert [(Path(note.path).name, note.message) for note in notes] == [
        ("b.txt", "a text without an .ann file beside it; it is no document")
    ]
    assert len(formats.read_gold(tmp_path / "a.ann").documents) == 1
    assert formats.sniff(tmp_path / "a.txt") is brat.FORMAT


@pytest.mark.parametrize(
    ("ann", "line", "message"),
    [
        ("T1\tDATE 16 99\tMonday\n", 1, "the span 16–99 doesn't lie within the text's 35 characters"),
        ("T1\tDATE 15 21\tMonday\n", 1, "15–21 covers ' Monda', not 'Monday'"),
        (
            "T1\tDATE 6 12;16 22\trained Friday\n",
            1,
            "the stretches of T1 cover 'rained Monday', not 'rained Friday'",
        ),
        ("\nT1\tDATE 16 22\tMonday\nT1\tDATE 6 12\trained\n", 3, "the id 'T1' stands twice"),
        ("A1\tValue T9 2023\n", 1, "an attribute of T9, which the file doesn't have"),
        ("Monday is a date\n", 1, "no line of brat's stand-off format: 'Monday is a date'"),
        ("T1\tDATE " + "9" * 5000 + " 1\tx\n", 1, "no line of brat's stand-off format: 'T1\\tDATE 9"),
        ("T1\tDATE 16 22\tMonday\n#1\tBench T1\t{", 2, "the note of type Bench isn't one that bench writes: "),
        ('T1\tDATE 16 22\tMonday\n#1\tBench T1\t{"day": 1}', 2, "the note of type Bench isn't one that bench"),
        ("#1\tBench document\t" + "[" * 100_000, 1, "the note of type Bench isn't one that bench writes: "),
        ('#1\tBench document\t{"sentences": [3, 1]}', 0, "sentences must be rising offsets within the text"),
        ('T1\tDATE 16 22\tMonday\n#1\tBench T1\t{"values": []}', 1, "values has no readings"),
    ],
)
def test_faults_have_the_line(tmp_path: Path, ann: str, line: int, message: str) -> None:
    # the blank text makes sure that the folder is brat's whatever the line is
    folder(tmp_path, "", name="b")
    found = faults(tmp_path, ann)
    assert found[0][0] == line
    assert found[0][1].startswith(message)
    assert found[0][2]


def test_files_that_are_no_utf_8_or_lack_their_text_are_faults(tmp_path: Path) -> None:
    folder(tmp_path, "", name="b")
    (tmp_path / "a.ann").write_bytes(b"T1\tDATE 0 1\tx\n")
    (tmp_path / "b.txt").write_bytes(b"ok\n\xff")
    with pytest.raises(DataError) as caught:
        formats.read_gold(tmp_path)
    assert [(Path(fault.path).name, fault.line, fault.message) for fault in caught.value.faults] == [
        ("a.ann", 0, "there is no a.txt beside it"),
        ("b.txt", 2, "not UTF-8 at byte 3 of the file"),
    ]


def written(path: Path, annotated: Annotated) -> str:
    assert brat.FORMAT.write_gold is not None
    brat.FORMAT.write_gold(path, Suite("", "", "", (), {}), [annotated], pytest.fail)
    return (path / f"{annotated.document.id}.ann").read_text(encoding="utf-8")


def test_what_is_written(tmp_path: Path) -> None:
    document = SuiteDocument("a", TEXT, datetime.date(2023, 9, 18), title="Rain")
    layers = Layers(
        (
            Timex(16, 22, "DATE", "2023-09-18", kind="deictic", id="t1"),
            Timex(16, 27, None, "one day", tags=("x",), id="T2"),
            Timex(6, 12, "DATE", "2023", values=(Reading("2023", "this"), Reading("2024", "next"))),
        ),
        (Event(6, 12, "OCCURRENCE", when="2023-09-18", id="e1"),),
        (Region(25, 27),),
        (Link("e1", "t1", "IS_INCLUDED"), Link("dct", "t1", "SIMULTANEOUS")),
    )
    assert written(tmp_path / "out", Annotated(document, layers)).splitlines() == [
        '#1\tBench document\t{"dct": "2023-09-18", "title": "Rain"}',
        "T1\tDATE 16 22\tMonday",
        "A1\tKind T1 deictic",
        "#2\tAnnotatorNotes T1\t2023-09-18",
        '#3\tBench T1\t{"id": "t1"}',
        "T2\tTimex 16 23;25 27\tMonday. It",
        '#4\tBench T2\t{"value": "one day", "tags": ["x"]}',
        "T3\tDATE 6 12\trained",
        "#5\tAnnotatorNotes T3\t2023",
        '#6\tBench T3\t{"values": [{"value": "2023", "policy": "this"}, {"value": "2024", "policy": "next"}]}',
        "T4\tEvent 6 12\trained",
        "A2\tClass T4 OCCURRENCE",
        "#7\tAnnotatorNotes T4\t2023-09-18",
        '#8\tBench T4\t{"id": "e1"}',
        "T5\tIgnore 25 27\tIt",
        "R1\tIS_INCLUDED Arg1:T4 Arg2:T1\t",
        "A3\tFromDct T1 SIMULTANEOUS",
    ]
    assert (tmp_path / "out" / "a.txt").read_bytes() == TEXT.encode()
    configuration = (tmp_path / "out" / "annotation.conf").read_text(encoding="utf-8")
    for line in ("[entities]", "DATE", "Event", "BEFORE\tArg1:<ENTITY>, Arg2:<ENTITY>", "[attributes]"):
        assert line in configuration.splitlines()


@pytest.mark.parametrize("name", ["../x", "a/b", "", ".hidden", "a\0b", "a\\b", "x" * 300, "\ud800"])
def test_an_id_that_would_be_a_path_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(DataError):
        written(tmp_path / "out", Annotated(SuiteDocument(name, TEXT), Layers()))
    assert [each.name for each in (tmp_path / "out").iterdir()] == ["annotation.conf"]


def test_a_text_that_utf_8_cannot_hold_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"U\+D800, half of a surrogate pair"):
        written(tmp_path / "out", Annotated(SuiteDocument("a", "x\ud800"), Layers()))
