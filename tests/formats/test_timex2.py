"""TIMEX2 in the text and beside it (APF). Values are reasoned by hand, counts are those of the corpora."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from bench import formats
from bench.cli.root import run
from bench.dataset.suite import Suite
from bench.errors import DataError
from bench.formats.timex2.sgml import read_sgml
from bench.formats.timex2.values import type_of
from bench.sdk.model import Timex
from tests.conftest import SHARED

WIKIWARS = SHARED / "corpora" / "wikiwars"
HEAD = '<DOC>\n<DOCID> x1 </DOCID>\n<DATETIME> <TIMEX2 val="{day}">then</TIMEX2> </DATETIME>\n'
TEXT = (
    '<TEXT>\nIt rained <TIMEX2 val="2009-12-18" mod="END">late '
    '<TIMEX2 VAL="P1D">a day</TIMEX2> ago</TIMEX2>.</TEXT>'
)
INLINE = HEAD.format(day="2009-12-19T17:00:00") + TEXT + "\n</DOC>"

needs_wikiwars = pytest.mark.skipif(not WIKIWARS.is_dir(), reason="needs ../shared/corpora/wikiwars")


def gold(path: Path, text: str) -> Suite:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(text.encode())
    return formats.read_gold(path)


def faults(path: Path, text: str) -> list[str]:
    with pytest.raises(DataError) as caught:
        gold(path, text)
    return [f"{each.line}: {each.message}" for each in caught.value.faults]


@pytest.mark.parametrize("name", ["a.xml", "a.sgm", "a.SGML"])
def test_elements_in_the_text_are_read(tmp_path: Path, name: str) -> None:
    suite = gold(tmp_path / name, INLINE)
    (document,) = suite.documents
    assert (document.id, document.text) == ("x1", "\nIt rained late a day ago.")
    assert document.written == datetime.datetime(2009, 12, 19, 17, 0)
    assert sorted(suite.layers["x1"].timexes, key=lambda each: each.start) == [
        Timex(11, 25, "DATE", "2009-12-18", "END", text="late a day ago"),
        Timex(16, 21, "DURATION", "P1D", text="a day"),
    ]
    assert not suite.notes


@pytest.mark.parametrize(
    ("value", "set_", "type_"),
    [
        (None, None, None),
        (None, "YES", "SET"),
        ("XXXX-WXX-2", "yes", "SET"),
        ("XXXX-WXX-2", "", "DATE"),
        ("P7W", None, "DURATION"),
        ("PXM", None, "DURATION"),
        ("PT30M", None, "DURATION"),
        ("P1DT12H", None, "DURATION"),
        ("PAST_REF", None, "DATE"),
        ("PRESENT_REF", None, "DATE"),
        ("FUTURE_REF", None, "DATE"),
        ("1865-04-15TMO", None, "TIME"),
        ("2009-12-19T17:00:00", None, "TIME"),
        ("T09:00", None, "TIME"),
        ("BC0480-08-XXTEV", None, "TIME"),
        ("BC0481-SU", None, "DATE"),
        ("196", None, "DATE"),
    ],
)
def test_types_are_derived_from_the_set_and_the_value(
    value: str | None, set_: str | None, type_: str | None
) -> None:
    assert type_of(value, set_) == type_


def test_attributes_that_are_not_read_are_told_of_once_a_kind(tmp_path: Path) -> None:
    mark = '<TIMEX2 val="" anchor_val="2009" comment="x">then</TIMEX2>\n'
    suite = gold(tmp_path / "a.xml", INLINE.replace("It ", 2 * mark))
    notes = {note.message: (note.line, note.count) for note in suite.notes}
    assert notes == {
        "TIMEX2 has the attribute ANCHOR_VAL; it isn't read": (5, 2),
        "TIMEX2 has the attribute COMMENT; it isn't read": (5, 2),
    }
    assert [each.value for each in suite.layers["x1"].timexes if each.text == "then"] == [None, None]


def test_what_stands_elsewhere_is_told_of(tmp_path: Path) -> None:
    text = INLINE.replace("<TEXT>\n", '<HEADLINE><TIMEX2 VAL="2008">x</TIMEX2></HEADLINE>\n<TEXT><TURN>')
    text = text.replace(".</TEXT>", '<TIMEX2 VAL="2007"></TIMEX2>.<TIMEX2 VAL="2006"/></TURN></TEXT>')
    suite = gold(tmp_path / "a.sgm", text)
    assert len(suite.layers["x1"].timexes) == 2
    told = [f"{note.line}: {note.message} ({note.count})" for note in suite.notes]
    assert sorted(told) == [
        "4: a TIMEX2 outside of TEXT; it isn't scored (1)",
        "5: a TIMEX2 that marks no text; it isn't scored (2)",
        "5: the element TURN in TEXT; its characters are read, and no more (1)",
    ]


@pytest.mark.parametrize(
    ("creation", "day"),
    [
        ("<DATETIME> 2003-04-01 </DATETIME>", datetime.date(2003, 4, 1)),
        ("<DATE_TIME>20030401</DATE_TIME>", datetime.date(2003, 4, 1)),
        ('<DATE><TIMEX2 VAL="1998-10-02T18:30">10/02/1998</TIMEX2></DATE>', datetime.date(1998, 10, 2)),
        ('<DATE><TIMEX2 VAL="1998-10-02TMO">x</TIMEX2></DATE>', datetime.date(1998, 10, 2)),
        ("", None),
    ],
)
def test_the_creation_time(tmp_path: Path, creation: str, day: datetime.date | None) -> None:
    suite = gold(tmp_path / "a.sgm", f"<DOC>{creation}{TEXT}</DOC>")
    assert (suite.documents[0].id, suite.documents[0].dct, suite.notes) == ("a", day, ())


def test_a_creation_time_that_is_no_day_is_told_of(tmp_path: Path) -> None:
    suite = gold(tmp_path / "a.sgm", f"<DOC><DATE>10/02/1998</DATE>{TEXT}</DOC>")
    assert suite.documents[0].dct is None
    assert [str(note.message) for note in suite.notes] == [
        "the creation time '10/02/1998' is no day; no creation time is read of it"
    ]


def test_sgml_is_read_without_its_document_type(tmp_path: Path) -> None:
    text = (
        '<?xml version="1.0"?><!DOCTYPE DOC SYSTEM "/etc/passwd" [<!ENTITY e "x">]><doc><!-- <TIMEX2> -->'
        "<text>AT&amp;T &LT; &#65;&#x42; &eacute; &LR; &e; 1 < 2 & 3 <![CDATA[<b>&amp;]]>\r\n"
        "<timex2 val='&lt;20&quot;'>now</timex2>\r</text></doc>"
    )
    suite = gold(tmp_path / "a.sgm", text)
    assert suite.documents[0].text == "AT&T < AB é &LR; &e; 1 < 2 & 3 <b>&amp;\nnow\n"
    assert [(each.text, each.value) for each in suite.layers["a"].timexes] == [("now", '<20"')]
    assert [(note.message, note.count) for note in suite.notes] == [
        ("the entity &LR; isn't known; it is read as these characters", 2)
    ]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (" ago</TIMEX2>", " ago", "5: a TIMEX2 that isn't closed within TEXT"),
        (" ago</TIMEX2>", " ago</TIMEX2></TIMEX2>", "5: the end of a TIMEX2 that doesn't begin"),
        ("</TEXT>", "", "4: a TEXT that isn't closed"),
        ("TEXT>", "BODY>", "0: no TEXT element"),
        ("</DOC>", "<TEXT>x</TEXT></DOC>", "6: a second TEXT"),
        ("</DOC>", "<!-- x", "6: <!-- without -->"),
        ("</DOC>", "<![CDATA[ x", "6: <![CDATA[ without ]]>"),
        ("</DOC>", "<!DOCTYPE [x>", "6: a declaration without an end"),
        ("</DOC>", '<a b="', "6: a tag without an end, or a < that should be &lt;"),
    ],
)
def test_markup_that_is_not_sound_is_a_fault_with_its_line(tmp_path: Path, old: str, new: str, told: str) -> None:
    assert old in INLINE
    assert told in faults(tmp_path / "a.sgm", INLINE.replace(old, new))


def test_bytes_that_are_not_utf8_are_a_fault(tmp_path: Path) -> None:
    (tmp_path / "a.sgm").write_bytes(INLINE.replace("rained", "r\u00e9gna").encode("latin-1"))
    with pytest.raises(DataError, match=r"a\.sgm:5: not UTF-8"):
        formats.read_gold(tmp_path / "a.sgm")


@pytest.mark.parametrize(
    "content", ["<!--" * 40_000 + "-->", '<a b="' * 40_000 + '">', "&" * 99_999, "<?" * 9 + "?>"]
)
def test_hostile_markup_is_read_to_its_end(tmp_path: Path, content: str) -> None:
    try:
        found = read_sgml(tmp_path / "a.sgm", content.encode())
    except DataError:
        return
    assert len(found.raw) == len(found.text) + 1


def test_a_long_text_before_the_first_mark_is_recognised(tmp_path: Path) -> None:
    suite = gold(tmp_path / "a.xml", INLINE.replace(HEAD.format(day="2009-12-19T17:00:00"), "<DOC>" + " " * 9999))
    assert len(suite.layers["a"].timexes) == 2
    beside = tmp_path / "b.xml"
    beside.write_text("<DOC><TEXT>It rained.</TEXT></DOC>")
    assert [note.message for note in formats.read_gold(tmp_path).notes] == [
        "no TIMEX2; the file is read as one in which nothing is annotated"
    ]


@pytest.mark.parametrize(
    ("name", "text", "format_"),
    [
        ("a.xml", "<TimeML><TEXT>On <TIMEX2>Monday</TIMEX2>.</TEXT></TimeML>", "timeml"),
        ("a.xml", "<DOC><TEXT>On <TIMEX3>Monday</TIMEX3>.</TEXT></DOC>", "timeml"),
        ("a.xml", "<DOC><TEXT>On <TIMEX2>Monday</TIMEX2>.</TEXT></DOC>", "timex2"),
        ("a.apf.xml", "<source_file><document/></source_file>", "apf"),
        ("a.txt", INLINE, None),
    ],
)
def test_files_of_other_formats_are_not_taken(tmp_path: Path, name: str, text: str, format_: str | None) -> None:
    (tmp_path / name).write_text(text)
    found = formats.sniff(tmp_path)
    assert (found.name if found else None) == format_


@needs_wikiwars
def test_wikiwars_has_the_counts_of_the_corpus() -> None:
    """2,159 TIMEX2 in the text of the articles 01–16, 56 of them without a value, 20 within another."""
    suite = formats.read_gold(WIKIWARS / "keyinline")
    assert len(suite.documents) == 16
    assert {document.dct for document in suite.documents} == {datetime.date(2009, 12, 19)}
    timexes = [each for layers in suite.layers.values() for each in layers.timexes]
    assert (len(timexes), sum(each.value is None for each in timexes)) == (2159, 56)
    inner = 0
    for layers in suite.layers.values():
        spans = Counter((each.start, each.end) for each in layers.timexes)
        inner += sum(count - 1 for count in spans.values())
        inner += sum(any(a <= c and d <= b and (a, b) != (c, d) for a, b in spans) for c, d in spans)
    assert inner == 20


@needs_wikiwars
def test_wikiwars_texts_are_those_without_marks() -> None:
    for document in formats.read_gold(WIKIWARS / "keyinline").documents:
        data = (WIKIWARS / "in" / f"{document.id}.sgm").read_bytes()
        plain = data.decode().partition("<TEXT>")[2].partition("</TEXT>")[0]
        assert document.text == plain


APF = """<?xml version="1.0"?>
<!DOCTYPE source_file SYSTEM "apf.v5.1.2.dtd">
<source_file URI="../../etc/passwd" SOURCE="x" TYPE="text">
<document DOCID="x1">
{timexes}</document>
</source_file>
"""
TIMEX = """<timex2 ID="x1-T{number}" {attributes}><timex2_mention ID="x1-T{number}-1"><extent>
<charseq START="{first}" END="{last}">{words}</charseq></extent></timex2_mention></timex2>
"""
SGML = (
    "<DOC>\n<DOCID>x1</DOCID>\n<DATETIME> 2009-12-19 </DATETIME>\n"
    "<TEXT>\nAT&amp;T fell\nlate on Monday.</TEXT></DOC>\n"
)


def apf(*timexes: tuple[str, int, int, str]) -> str:
    written = [
        TIMEX.format(number=number, attributes=attributes, first=first, last=last, words=words)
        for number, (attributes, first, last, words) in enumerate(timexes, 1)
    ]
    return APF.format(timexes="".join(written))


Folder = Callable[..., Path]


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """folder(apf, sgml, beside): a folder with an APF file, and its text in another."""

    def write(apf: str, sgml: str = SGML, beside: str = "in/x1.sgm") -> Path:
        for path, text in ((f"key/{'x1'}.key.apf.xml", apf), (beside, sgml)):
            (tmp_path / path).parent.mkdir(exist_ok=True)
            (tmp_path / path).write_bytes(text.encode())
        return tmp_path / "key"

    return write


# the characters of SGML without tags: "\nx1\n 2009-12-19 \n\nAT&T fell\nlate on Monday.\n"; TEXT begins at 17
DAY = ('VAL="2009-12-19"', 5, 14, "2009-12-19")
LATE = ('VAL="2009-12-14" MOD="END" COMMENT="x"', 28, 41, "late on Monday")


@pytest.mark.parametrize("beside", ["in/x1.sgm", "key/x1.sgm", "key/x1.key.sgml", "sgm/x1.key.sgm"])
def test_marks_beside_the_text_are_read(folder: Folder, beside: str) -> None:
    suite = formats.read_gold(folder(apf(DAY, LATE), beside=beside))
    (document,) = suite.documents
    assert (document.id, document.text) == ("x1", "\nAT&T fell\nlate on Monday.")
    assert document.dct == datetime.date(2009, 12, 19)
    assert suite.layers["x1"].timexes == (
        Timex(11, 25, "DATE", "2009-12-14", "END", text="late on Monday", id="x1-T2-1"),
    )
    assert [note.message for note in suite.notes] == ["TIMEX2 has the attribute COMMENT; it isn't read"]


def test_offsets_may_count_entities_and_line_ends_as_they_are_written(folder: Folder) -> None:
    # 4 characters of &amp; more, and one for each of five line ends
    late = (LATE[0], 28 + 4 + 5, 41 + 4 + 5, "late\n on Monday")
    suite = formats.read_gold(folder(apf(late), SGML.replace("\n", "\r\n")))
    assert [each.text for each in suite.layers["x1"].timexes] == ["late on Monday"]
    assert "the offsets count entities and line ends as they are written; they are read so" in [
        note.message for note in suite.notes
    ]


def test_offsets_that_fit_no_words_are_faults(folder: Folder) -> None:
    with pytest.raises(DataError) as caught:
        formats.read_gold(folder(apf(("", 28, 31, "late"), ("", 29, 32, "fell"), ("", 99, 120, "x"))))
    assert [(each.line, each.message.partition(", not")[0]) for each in caught.value.faults] == [
        (8, "12–16 covers 'ate '"),
        (10, "the span 82–104 doesn't lie within the text's 26 characters"),
    ]


def test_what_is_no_time_expression_is_told_of(folder: Folder) -> None:
    text = apf(LATE, ("", 1, 2, "x1")).replace("</document>", '<entity ID="E1"><x/></entity></document>')
    suite = formats.read_gold(folder(text))
    assert [(note.line, note.message) for note in suite.notes][:2] == [
        (9, "the element 'entity'; only time expressions are read"),
        (6, "TIMEX2 has the attribute COMMENT; it isn't read"),
    ]
    assert "a time expression outside of TEXT; it isn't scored" in [note.message for note in suite.notes]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('START="28"', 'START="x"', "6: a charseq without START and END, which are whole numbers"),
        ('END="41"', "", "6: a charseq without START and END, which are whole numbers"),
        ("</source_file>", "", "9: not XML: no element found"),
        ("late on", "&e;", "6: the entity e is not defined in it"),
    ],
)
def test_apf_that_is_not_sound_is_a_fault(folder: Folder, old: str, new: str, told: str) -> None:
    with pytest.raises(DataError) as caught:
        formats.read_gold(folder(apf(LATE).replace(old, new)))
    assert any(f"{each.line}: {each.message}".startswith(told) for each in caught.value.faults)


def test_a_text_that_is_not_there_is_a_fault(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    path = folder(apf(LATE), beside="elsewhere/x1.sgm")
    assert run(["validate", str(path)]) == 4
    assert "x1.key.apf.xml: no x1.key.sgm with its text beside it; put the SGML" in capsys.readouterr().err


def test_a_fault_of_the_text_names_its_file(folder: Folder) -> None:
    path = folder(apf(LATE))
    (path.parent / "in" / "x1.sgm").write_bytes(SGML.replace("fell", "f\xe9ll").encode("latin-1"))
    with pytest.raises(DataError, match=r"x1\.sgm:5: not UTF-8"):
        formats.read_gold(path)


def test_the_digest_covers_the_text(folder: Folder) -> None:
    before = formats.read_gold(folder(apf(LATE))).digest
    assert formats.read_gold(folder(apf(LATE), SGML + "\n")).digest != before


@needs_wikiwars
def test_the_offsets_of_a_wikiwars_article_fit_its_text(folder: Folder) -> None:
    """Four expressions of the corpus's own key/03_AmCivWar.key.apf.xml (version 1.0.4)."""
    text = apf(
        ('VAL="2009-12-19T17:00:00"', 32, 50, "2009-12-19T17:00:00"),
        ('VAL="1860"', 461, 464, "1860"),
        ('VAL="1861-02"', 537, 549, "February 1861"),
        ('VAL="1865-11-06"', 18846, 18861, "November 6, 1865"),
    )
    sgml = (WIKIWARS / "in" / "03_AmCivWar.sgm").read_bytes().decode()
    suite = formats.read_gold(folder(text, sgml))
    inline = formats.read_gold(WIKIWARS / "keyinline")
    spans = {(each.start, each.end, each.value) for each in inline.layers["03_AmCivWar"].timexes}
    assert {(each.start, each.end, each.value) for each in suite.layers["x1"].timexes} < spans
    assert len(suite.layers["x1"].timexes) == 3
    assert suite.documents[0].dct == datetime.date(2009, 12, 19)
