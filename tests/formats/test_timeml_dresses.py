"""TimeML without TEXT or without DCT, as tools and older corpora write it.

The files are made up after what the tools write; the values are reasoned from them by hand.
"""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest

from bench import formats
from bench.cli.root import run
from bench.formats.timeml.document import TimeMLDocument, parse
from bench.sdk.model import Link

HEIDELTIME = """<?xml version="1.0"?>
<!DOCTYPE TimeML SYSTEM "TimeML.dtd">
<TimeML>
{text}
</TimeML>

"""
MARKED = 'It rained <TIMEX3 tid="t2" type="DATE" value="2023-09-18">yesterday</TIMEX3>.\n'
SUTIME = """<?xml version="1.0" encoding="UTF-8" standalone="no"?>
<DOC>
<DATE>2023-09-19</DATE>
<TEXT>It rained <TIMEX3 alt_value="OFFSET P-1D" tid="t1" type="DATE" value="2023-09-18">yesterday</TIMEX3>.</TEXT>
</DOC>
"""
TIMEBANK = """<?xml version="1.0" ?>
<TimeML xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
 X1
 <TIMEX3 tid="t9" type="DATE" value="1989-11-02" functionInDocument="CREATION_TIME">11/02/89</TIMEX3>
<s>Talks <EVENT eid="e1" class="ASPECTUAL">began</EVENT> <SIGNAL sid="s1">by</SIGNAL>
 <TIMEX3 tid="t10" type="DATE" value="1989">then</TIMEX3>.</s>
<MAKEINSTANCE {eid}="e1" eiid="ei7" tense="PAST" aspect="NONE"/>
<TLINK lid="l1" relType="BEFORE" {source}="ei7" {target}="t10"/>
<TLINK lid="l2" relType="BEFORE" {source}="ei7" {target}="t9"/>
</TimeML>
"""


def read(path: Path, text: str) -> TimeMLDocument:
    path.write_text(text, encoding="utf-8")
    return parse(path)


def told(document: TimeMLDocument) -> list[str]:
    return [f"{note.line}: {note.message}" for note in document.notes]


def test_heideltimes_output_is_the_text_that_it_was_given(tmp_path: Path) -> None:
    document = read(tmp_path / "a.tml", HEIDELTIME.format(text=MARKED))
    assert document.text == "It rained yesterday.\n"
    (timex,) = document.layers.timexes
    assert (timex.start, timex.end, timex.text, timex.value) == (10, 19, "yesterday", "2023-09-18")
    assert (document.dct, document.layers.links) == (None, ())
    assert told(document) == [
        "3: no TEXT element; the characters of the root are the text, "
        "without those of DCT, DOCID, TITLE and the like"
    ]


def test_line_ends_around_the_text_are_kept_if_another_wrote_the_file(tmp_path: Path) -> None:
    other = HEIDELTIME.replace('<!DOCTYPE TimeML SYSTEM "TimeML.dtd">\n', "").format(text=MARKED)
    assert read(tmp_path / "a.tml", other).text == "\nIt rained yesterday.\n\n"


def test_line_ends_that_an_annotation_covers_are_kept(tmp_path: Path) -> None:
    text = HEIDELTIME.format(text="x").replace("<TimeML>\nx", '<TimeML><TIMEX3 tid="t1">\nx</TIMEX3>')
    document = read(tmp_path / "a.tml", text)
    assert (document.text, document.layers.timexes[0].text) == ("\nx\n", "\nx")


def test_heideltimes_output_is_scored_against_gold(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for folder in ("gold", "predicted"):
        (tmp_path / folder).mkdir()
    (tmp_path / "gold" / "documents.jsonl").write_text('{"id": "a", "text": "It rained yesterday."}\n')
    gold = '{"doc": "a", "start": 10, "end": 19, "value": "2023-09-18"}\n'
    (tmp_path / "gold" / "timexes.jsonl").write_text(gold)
    (tmp_path / "predicted" / "a.tml").write_text(HEIDELTIME.format(text=MARKED.strip()))
    assert run(["score", str(tmp_path / "predicted"), str(tmp_path / "gold"), "--format", "json"]) == 0
    said = capsys.readouterr()
    assert "no TEXT element" in said.err
    measures = json.loads(said.out)["measures"]
    assert (measures["timex.value"]["correct_gold"], measures["timex.value"]["gold"]) == (1, 1)


def test_the_date_of_sutimes_output_is_the_creation_time(tmp_path: Path) -> None:
    document = read(tmp_path / "a.xml", SUTIME)
    assert document.text == "It rained yesterday."
    assert document.dct == datetime.date(2023, 9, 19)
    assert [(each.start, each.end, each.value) for each in document.layers.timexes] == [(10, 19, "2023-09-18")]
    assert told(document) == [
        "1: the root is 'DOC', not TimeML; the file is read as TimeML",
        "4: TIMEX3 has the attribute 'alt_value'; it isn't read",
    ]


@pytest.mark.parametrize("body", ["TEXT", "BODY"])
def test_a_date_that_is_no_day_is_told_of(tmp_path: Path, body: str) -> None:
    text = SUTIME.replace("2023-09-19", "last week").replace("TEXT", body)
    document = read(tmp_path / "a.xml", text)
    assert document.dct is None
    assert any("DATE is 'last week'; no creation time is read of it" in each for each in told(document))


def test_sutimes_date_is_no_part_of_the_text_without_a_text_element(tmp_path: Path) -> None:
    document = read(tmp_path / "a.xml", SUTIME.replace("<TEXT>", "").replace("</TEXT>", ""))
    assert document.text == "\n\nIt rained yesterday.\n"
    assert document.dct == datetime.date(2023, 9, 19)


@pytest.mark.parametrize(
    ("eid", "source", "target"), [("eventID", "from", "to"), ("eid", "from", "to"), ("eventID", "", "")]
)
def test_the_form_of_timebank_1_2_is_read(tmp_path: Path, eid: str, source: str, target: str) -> None:
    ends = {"source": source or "eventInstanceID", "target": target or "relatedToTime"}
    document = read(tmp_path / "a.tml", TIMEBANK.format(eid=eid, **ends))
    assert document.text == "\n X1\n 11/02/89\nTalks began by\n then.\n\n\n\n"
    (event,) = document.layers.events
    assert (event.start, event.text, event.tense, event.aspect) == (21, "began", "PAST", "NONE")
    assert [(each.start, each.text) for each in document.layers.timexes] == [(6, "11/02/89"), (31, "then")]
    assert document.dct == datetime.date(1989, 11, 2)
    links = [(each.source, each.target, each.relation) for each in document.layers.links]
    assert links == [("e1", "t10", "BEFORE"), ("e1", "dct", "BEFORE")]
    said = [each.partition(";")[0] for each in told(document)]
    by_eid = "7: a MAKEINSTANCE that names its event by eid, and not by eventID"
    assert (by_eid in said) == (eid == "eid")
    assert [each for each in said if each != by_eid] == [
        "5: the element 's' is none of TimeML's",
        "2: no TEXT element",
    ]


def test_tense_and_aspect_may_be_those_of_the_event(tmp_path: Path) -> None:
    """TempEval-2 and TimeBankPT have no MAKEINSTANCE, and other names of tenses."""
    text = (
        '<TempEval>Talks <EVENT eid="e1" class="ASPECTUAL" tense="PPI" aspect="NONE" polarity="POS">began</EVENT>.'
        '<TIMEX3 tid="t1" value="2023">Then</TIMEX3>'
        '<TLINK relType="OVERLAP" from="e1" to="t1" task="A"/></TempEval>'
    )
    document = read(tmp_path / "a.tml", text)
    (event,) = document.layers.events
    assert (event.tense, event.aspect) == ("PPI", "NONE")
    assert formats.read_gold(tmp_path).layers["a"].links == (Link("e1", "t1", "OVERLAP"),)
    assert any("tense 'PPI' is none of TimeML's" in each for each in told(document))


def test_an_instance_says_the_tense_if_there_is_one(tmp_path: Path) -> None:
    text = (
        '<TimeML>It <EVENT eid="e1" tense="FUTURE" aspect="NONE">rained</EVENT>.'
        '<MAKEINSTANCE eiid="ei1" eventID="e1" tense="PAST"/></TimeML>'
    )
    (event,) = read(tmp_path / "a.tml", text).layers.events
    assert (event.tense, event.aspect) == ("PAST", "NONE")


ASIDE = """<TimeML>
<DOCID>x</DOCID><DOCNO>y</DOCNO><TITLE>A <TIMEX3 tid="t8" value="2001">year</TIMEX3></TITLE>
<EXTRAINFO><EVENT eid="e8">z</EVENT></EXTRAINFO><HEADER><DCT>{dct}</DCT></HEADER>
It rained.</TimeML>"""


def test_what_stands_aside_is_no_text(tmp_path: Path) -> None:
    creation = '<TIMEX3 tid="t0" type="DATE" value="2023-09-18">Monday</TIMEX3>'
    document = read(tmp_path / "a.tml", ASIDE.format(dct=creation))
    assert document.text == "\n\n\nIt rained."
    assert (document.title, document.dct) == ("A year", datetime.date(2023, 9, 18))
    assert not document.layers.timexes
    assert not document.layers.events
    assert [each for each in told(document) if "outside of TEXT" in each] == [
        "2: a TIMEX3 outside of TEXT; it isn't scored",
        "3: an EVENT outside of TEXT; it isn't scored",
    ]


def test_a_creation_time_in_a_header_is_found_by_its_function(tmp_path: Path) -> None:
    creation = '<TIMEX3 tid="t0" value="1998-08-07T09:30" functionInDocument="CREATION_TIME">x</TIMEX3>'
    text = f'<TimeML><DATE_TIME>{creation}</DATE_TIME>It <EVENT eid="e1">rained</EVENT>.'
    link = '<TLINK relType="BEFORE" eventInstanceID="e1" relatedToTime="t0"/></TimeML>'
    document = read(tmp_path / "a.tml", text + link)
    assert document.text == "It rained."
    assert document.written == datetime.datetime(1998, 8, 7, 9, 30)
    assert document.layers.links[0].target == "dct"


@pytest.mark.parametrize("title", ["Rain &amp; sun", "<b>Rain</b> &amp; sun"])
def test_a_title_beside_the_text_is_read(tmp_path: Path, title: str) -> None:
    text = f"<TimeML><TITLE>{title}</TITLE><TITLE>no</TITLE><TEXT>x<TITLE>y</TITLE></TEXT></TimeML>"
    document = read(tmp_path / "a.tml", text)
    assert (document.title, document.text) == ("Rain & sun", "xy")


def test_a_title_around_the_text_is_no_hostile_file(tmp_path: Path) -> None:
    text = "<TimeML><TITLE>a<DCT/>b<TEXT>x</TEXT>c</TITLE><DCT>d</DCT></TimeML>"
    document = read(tmp_path / "a.tml", text)
    assert (document.title, document.text) == ("ab", "x")


def test_files_are_read_one_at_a_time_for_a_conversion(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "tml").mkdir()
    for name in "ab":
        (tmp_path / "tml" / f"{name}.tml").write_text(HEIDELTIME.format(text=MARKED))
    assert run(["convert", str(tmp_path / "tml"), str(tmp_path / "out"), "--to", "jsonl"]) == 0
    assert "no TEXT element" in capsys.readouterr().err
    suite = formats.read_gold(tmp_path / "out")
    assert [each.id for each in suite.documents] == ["a", "b"]
    assert suite.layers["b"].timexes[0].value == "2023-09-18"
    (tmp_path / "tml" / "a.xml").write_text(SUTIME)
    assert run(["convert", str(tmp_path / "tml"), str(tmp_path / "more"), "--to", "jsonl"]) == 4
    assert "the same document as a.tml" in capsys.readouterr().err
