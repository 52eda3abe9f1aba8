"""Marks in a text: what they mean, what is wrong with them, and that a document comes back from them."""

from __future__ import annotations

import dataclasses
import datetime
import hashlib
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench import DataError, Event, Link, Reading, Region, Timex
from bench.dataset.suite import Layers, SuiteDocument
from bench.formats.annotated import Annotated
from bench.gold.labelled import completed
from bench.gold.load import load
from bench.gold.marks import marked, read, read_words
from bench.gold.marks.places import ordinal, place, places
from tests.conftest import ROOT
from tests.strategies import annotated_documents


def written(folder: Path, text: str, name: str = "d.txt") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8", newline="")
    return path


def faults(folder: Path, text: str) -> list[str]:
    """The lines of the faults of a marked text, each with its line and without the file."""
    with pytest.raises(DataError) as caught:
        read(written(folder, text))
    return [str(each).removeprefix(str(folder / "d.txt")) for each in caught.value.faults]


def test_marks_become_annotations_with_offsets_ids_and_a_day(tmp_path: Path) -> None:
    source = (
        "dct: 2023-09-20\n\n"
        "On [Monday|DATE 2023-09-18 deictic] {talks|OCCURRENCE ACTUAL 2023-09-18} {began|ASPECTUAL}.\n"
    )
    found = read(written(tmp_path, source))
    assert found.document.id == "d"
    assert found.document.text == "On Monday talks began.\n"
    assert found.document.dct == datetime.date(2023, 9, 20)
    assert found.document.sentences == (0,)
    assert found.document.sha256 == hashlib.sha256(b"On Monday talks began.\n").hexdigest()
    assert found.layers == Layers(
        (Timex(3, 9, "DATE", "2023-09-18", None, "deictic", "Monday", "t1"),),
        (
            Event(10, 15, "OCCURRENCE", "ACTUAL", "2023-09-18", "talks", "e1"),
            Event(16, 21, "ASPECTUAL", None, None, "began", "e2"),
        ),
    )


def test_attributes_go_by_position_or_by_name_and_quotes_keep_other_words(tmp_path: Path) -> None:
    source = (
        '[about a year|APPROX P1Y DURATION id=y] [x|type=DATE value=2023 mod=START kind=vague tag=a tag="b c"] '
        '{y|class="Attack" when=[..2023-09-19] tense=PAST} {z|PLANNED "2023 or so"} [w|]'
    )
    layers = read(written(tmp_path, source)).layers
    assert [dataclasses.replace(each, start=0, end=0) for each in layers.timexes] == [
        Timex(0, 0, "DURATION", "P1Y", "APPROX", None, "about a year", "y"),
        Timex(0, 0, "DATE", "2023", "START", "vague", "x", "t2", ("a", "b c")),
        Timex(0, 0, text="w", id="t3"),
    ]
    assert [dataclasses.replace(each, start=0, end=0) for each in layers.events] == [
        Event(0, 0, "Attack", None, "[..2023-09-19]", "y", "e1", "PAST"),
        Event(0, 0, None, "PLANNED", "2023 or so", "z", "e2"),
    ]


def test_marks_nest_and_brackets_of_the_text_are_escaped(tmp_path: Path) -> None:
    source = (
        r"[the day of the {vote|OCCURRENCE}|DATE 2023-09-18] \[sic\] a\\b c|d \{\} C:\x [Ad [now|DATE]!|IGNORE]"
    )
    found = read(written(tmp_path, source))
    text = r"the day of the vote [sic] a\b c|d {} C:\x Ad now!"
    assert found.document.text == text
    assert [(each.start, each.end, each.text) for each in found.layers.timexes] == [
        (0, 19, "the day of the vote"),
        (45, 48, "now"),
    ]
    assert found.layers.events[0].start == 15
    assert found.layers.ignore == (Region(42, 49, "Ad now!"),)


def test_offsets_are_code_points_and_line_ends_stay(tmp_path: Path) -> None:
    source = "\ufeff😀\r\n[Monday|DATE]\r\n---\r\nMonday BEFORE dct\r\n"
    found = read(written(tmp_path, source))
    assert found.document.text == "😀\r\nMonday"
    assert (found.layers.timexes[0].start, found.layers.timexes[0].end) == (3, 9)
    assert found.layers.links == (Link("t1", "dct", "BEFORE"),)


def test_lines_after_the_text_mark_words_and_link_them(tmp_path: Path) -> None:
    source = (
        '---\nid: talks-1\ndct: 2023-09-20T10:00:00\ntitle: Talks: "x"\ntags: a, b\n---\n'
        "On Monday, and {again|OCCURRENCE id=e9} on Monday.\n---\n"
        "Monday (2nd) | DATE 2023-09-25\nMonday (1) | DATE 2023-09-18\nOn | EVENT\n\n"
        'e9 AFTER t1\nOn BEFORE dct\nagain "near" t2\n'
    )
    found = read(written(tmp_path, source))
    assert found.document.id == "talks-1"
    assert (found.document.title, found.document.tags) == ('Talks: "x"', ("a", "b"))
    assert found.document.written == datetime.datetime(2023, 9, 20, 10)
    assert [(each.id, each.start, each.value) for each in found.layers.timexes] == [
        ("t1", 3, "2023-09-18"),
        ("t2", 24, "2023-09-25"),
    ]
    assert [(each.id, each.text) for each in found.layers.events] == [("e1", "On"), ("e9", "again")]
    assert found.layers.links == (
        Link("e9", "t1", "AFTER"),
        Link("e1", "dct", "BEFORE"),
        Link("e9", "t2", "near"),
    )


def test_words_of_a_plain_text(tmp_path: Path) -> None:
    text = written(tmp_path, "[Talks] on Monday.\nMonday’s talks.\n---\n", "article.txt")
    words = written(tmp_path, "dct: 2023-09-20\nMonday (2nd) | DATE 2023-09-18\ntalks | OCCURRENCE\n", "words.txt")
    found = read_words(words, text)
    assert found.document.id == "article"
    assert found.document.text == "[Talks] on Monday.\nMonday’s talks.\n---\n"
    assert found.layers.timexes == (Timex(19, 25, "DATE", "2023-09-18", text="Monday", id="t1"),)
    assert found.layers.events == (Event(28, 33, "OCCURRENCE", text="talks", id="e1"),)


def test_readings(tmp_path: Path) -> None:
    source = '[next Friday|DATE 2023-09-22 reading="2023-09-22|the coming one" reading="2023-09-29|a week on"]'
    (timex,) = read(written(tmp_path, source)).layers.timexes
    assert timex.values == (Reading("2023-09-22", "the coming one"), Reading("2023-09-29", "a week on"))
    assert "but the first of values is" in faults(tmp_path, source.replace("DATE 2023-09-22", "DATE 2023"))[0]


def test_an_id_that_is_taken_is_not_given_again(tmp_path: Path) -> None:
    layers = read(written(tmp_path, "[a|DATE id=t2] [b|DATE] [c|DATE] {d|id=t1}")).layers
    assert [each.id for each in layers.timexes] == ["t2", "t4", "t3"]
    assert faults(tmp_path, "[a|DATE id=x] [b|DATE id=x]\n---\nx BEFORE dct\n") == [
        ":1: the id 'x' stands for another annotation of the document too; rename it"
    ]


@pytest.mark.parametrize(
    ("source", "line", "message", "remedy"),
    [
        ("one\n[Monday", 2, "the mark that [ opens has no end", "close it with |DATE 2023-09-18], or write \\["),
        ("one\n{began|STATE\nx}", 2, "the mark that { opens has no end", "end it with } on the same line"),
        ('[a|value="2023]', 1, "the mark that [ opens has no end", "a quoted word ends with a second"),
        ("a\n\nb]", 3, "] closes no mark", "write \\] if it belongs to the text"),
        ("[sic]", 1, "[sic] has no bar with attributes", "\\[sic\\] if the brackets belong to the text"),
        ("[Monday|DAT]", 1, "'DAT' is none of type, mod, kind, TIMEX3 value", "did you mean DATE?"),
        ("[Monday|ASPECTUAL]", 1, "ASPECTUAL is a class, which a time expression doesn't have", "{words|…}"),
        ("{began|DATE}", 1, "DATE is a type, which an event doesn't have", "[words|…]"),
        ("[Monday|DATE 2023-13-01]", 1, "'2023-13-01' is none of", "use a TIMEX3 value"),
        ("{began|when=Monday}", 1, "when 'Monday'", "use EDTF"),
        ("[Monday|DATE SET]", 1, "type is stated twice, as 'DATE' and 'SET'", "keep one"),
        ("[Monday|mod=APROX]", 1, "mod 'APROX' is none of the scheme's", "use one of BEFORE"),
        ("[Monday|colour=red]", 1, "a time expression has no 'colour'", "it has type, value"),
        ("[ad|IGNORE 2023]", 1, "an ignored region has no '2023'", "write IGNORE alone"),
        ("[|DATE]", 1, "a mark without words", "write the words before the bar"),
        ("---\ndct: 2023\nx", 1, "the lines before the text have no end", "end the lines"),
        ("---\nday: 2023\n---\nx", 2, "'day: 2023' states nothing about the document", "the names are id, dct"),
        ("dct: yesterday\nx", 0, "the creation time 'yesterday'", "write it as 2023-09-18"),
        ("x\n---\nfoo", 3, "'foo' is neither words with their attributes nor a link", "\\---"),
        ("x\n---\na BEFOR b", 3, "'BEFOR' is no relation", "use one of BEFORE"),
        ("x\n---\nx BEFORE y", 3, "'x' is no id and no marked words", "name an id, marked words, or dct"),
        ("[x|] [x|]\n---\nx BEFORE dct", 3, "'x' is marked 2 times", "name one by its id: t1, t2"),
        ("x y x\n---\nx | DATE", 3, "'x' occurs 2 times", "say which, such as x (1st): …x y x…"),
        ("x\n---\nx (2nd) | DATE", 3, "'x' has no 2nd occurrence: it occurs once", "mend the number"),
        ("x\n---\ny | DATE", 3, "'y' doesn't occur in the text", "write the words as they stand there"),
        ("x\n---\nx | 2023", 3, "the attributes don't say what is marked", "TIMEX, EVENT or IGNORE"),
        ("x\n---\n | DATE", 3, "a mark without words", "write the words before the bar"),
        ('x\n---\n"x" y | DATE', 3, "'y' after the quoted words", "write a number"),
        ("x\n---\nx @5 | DATE", 3, "'x' doesn't stand at 5", "name the occurrence"),
        (" \n", 0, "there is no text", "write the text into the file"),
    ],
)  # fmt: skip
def test_each_fault_names_its_line_and_a_remedy(
    tmp_path: Path, source: str, line: int, message: str, remedy: str
) -> None:
    found = [each for each in faults(tmp_path, source) if message in each]
    assert len(found) == 1, faults(tmp_path, source)
    assert found[0].startswith(f":{line}: " if line else ": ")
    assert remedy in found[0]


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    assert len(faults(tmp_path, "[a|DAT]\n{b|FOO}\n[c]\n---\nd | DATE\n")) == 4


def test_a_file_that_is_not_utf_8_is_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "d.txt"
    path.write_bytes(b"one\ntw\xf6")
    with pytest.raises(DataError, match=r"d\.txt:2: not UTF-8 at byte 6"):
        read(path)


@pytest.mark.parametrize(
    ("words", "text", "found"),
    [("May", "Mayor, May and Mayhem May", [7, 22]), ("ay", "May Day", [1, 5]), ("aa", "aaa", [0, 1])],
)
def test_places_are_whole_words_where_there_are_any(words: str, text: str, found: list[int]) -> None:
    assert places(words, text) == found
    assert place(words, len(found), text) == found[-1]


def test_ordinals() -> None:
    assert [ordinal(n) for n in (1, 2, 3, 4, 11, 12, 13, 21, 22, 111)] == [
        "1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "22nd", "111th",
    ]  # fmt: skip


def test_a_marked_document_is_written_as_a_person_would() -> None:
    layers = Layers(
        (Timex(3, 9, "DATE", "2023-09-18", None, "deictic", "Monday", "t1"),),
        (Event(10, 15, "OCCURRENCE", "ACTUAL", "[..2023-09-18]", "talks", "e1"),),
        (),
        (Link("e1", "dct", "BEFORE"),),
    )
    document = SuiteDocument("d", "On Monday talks [sic].\n---\n", datetime.date(2023, 9, 20))
    assert marked(Annotated(document, layers)) == (
        "---\nid: d\ndct: 2023-09-20\n---\n"
        "On [Monday|DATE 2023-09-18 deictic] {talks|OCCURRENCE ACTUAL [..2023-09-18] id=e1} \\[sic\\].\n"
        "\\---\n\n---\ne1 BEFORE dct\n"
    )


def in_order(annotated: Annotated) -> tuple[object, ...]:
    layers, document = annotated.layers, annotated.document
    spans = [sorted(map(repr, each)) for each in (layers.timexes, layers.events, layers.ignore)]
    return dataclasses.replace(document, sha256="", place=None), spans, layers.links


@given(annotated_documents())
def test_a_document_comes_back_from_its_marks(annotated: Annotated) -> None:
    if not annotated.document.text.strip():
        return
    if annotated.document.sentences is None:
        document = dataclasses.replace(annotated.document, sentences=tuple(annotated.document.units))
        annotated = dataclasses.replace(annotated, document=document)
    with tempfile.TemporaryDirectory() as folder:
        path = written(Path(folder), marked(annotated))
        again = read(path)
    assert in_order(again) == in_order(annotated)
    assert marked(again) == marked(annotated)


@pytest.mark.parametrize("folder", ["gold/messages", "../shared/reference/gold"])
def test_real_gold_comes_back_from_its_marks(tmp_path: Path, folder: str) -> None:
    if not (ROOT / folder).exists():
        pytest.skip(f"needs {folder}")
    suite = load(ROOT / folder)
    for document in suite.documents:
        annotated = completed(Annotated(document, suite.layers[document.id]))
        again = read(written(tmp_path, marked(annotated)))
        assert in_order(again) == in_order(annotated)


@given(st.text(alphabet='[]{}|\\-\n\r ab"=DATE()@1', max_size=30))
def test_any_text_is_read_or_refused(source: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        try:
            found = read(written(Path(folder), source))
        except DataError:
            return
    layers = found.layers
    items: list[Timex | Event | Region] = [*layers.timexes, *layers.events, *layers.ignore]
    for each in items:
        assert found.document.text[each.start : each.end] == each.text
