"""What bench says of TimeML that it doesn't read, or reads otherwise than one may expect.

The numbers are those of the reports of faults: F of other scorers' bug reports, B of real files, R and L of
robustness. Each value is reasoned from the file: gold against itself is 100 % unless a line says why not.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bench import formats
from bench.cli.root import run
from bench.formats.timeml import stream
from bench.formats.timeml.document import parse
from bench.formats.timeml.folder import LAYERS
from bench.scoring.score import over, side_by_side

HEAD = '<DCT><TIMEX3 tid="t0" type="DATE" value="2023-09-20">20 September</TIMEX3></DCT>'
BODY = """<TEXT>Talks <EVENT eid="e1" class="ASPECTUAL">began</EVENT> on <TIMEX3 tid="t1" type="DATE"
 value="2023-09-18">Monday</TIMEX3> and <EVENT eid="e2" class="ASPECTUAL">ended</EVENT>.</TEXT>
<MAKEINSTANCE eiid="ei1" eventID="e1" tense="PAST" aspect="NONE"/><MAKEINSTANCE eiid="ei2" eventID="e2"/>"""
LAST = BODY[BODY.index('eid="e2"') :]
LINK = '<TLINK relType="BEFORE" eventInstanceID="ei1" relatedToEventInstance="ei2"/>'
TO_DCT = '<TLINK relType="BEFORE" eventInstanceID="ei1" relatedToTime="t0"/>'

Score = Callable[..., tuple[int, dict[str, Any], str]]


def write(path: Path, *parts: str, root: str = "TimeML") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join((f"<{root}>", *parts, f"</{root}>")), encoding="utf-8")
    return path


@pytest.fixture
def scored(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Score:
    """scored(*parts): exit code, measures and notes of a file of these parts against itself."""

    def score(*parts: str, root: str = "TimeML") -> tuple[int, dict[str, Any], str]:
        folder = write(tmp_path / "gold" / "d.tml", *parts, root=root).parent
        code = run(["score", str(folder), str(folder), "--format", "json"])
        said = capsys.readouterr()
        return code, json.loads(said.out)["measures"] if said.out else {}, said.err

    return score


def counts(measures: dict[str, Any], name: str = "tlink.plain") -> tuple[float, int]:
    """How many links of gold were found, and how many it has."""
    return measures[name]["correct_gold"], measures[name]["gold"]


def test_a_sound_file_is_scored_without_a_word(scored: Score) -> None:
    code, measures, said = scored(HEAD, BODY, LINK, TO_DCT)
    assert (code, counts(measures), said) == (0, (2, 2), "")


@pytest.mark.parametrize("head", [HEAD, "", HEAD.replace('tid="t0" ', "")], ids=["DCT", "none", "no tid"])
@pytest.mark.parametrize("left_out", ["relType", "eventInstanceID", "relatedToEventInstance", "all"])
@pytest.mark.parametrize("value", [None, ""], ids=["missing", "empty"])
def test_f1_b2_a_link_without_an_end_never_means_the_creation_time(
    scored: Score, head: str, left_out: str, value: str | None
) -> None:
    attributes = {"relType": "BEFORE", "eventInstanceID": "ei1", "relatedToEventInstance": "ei2"}
    for name in attributes if left_out == "all" else [left_out]:
        attributes[name] = value or ""
    written = " ".join(f'{name}="{each}"' for name, each in attributes.items() if each or value is not None)
    code, measures, said = scored(head, BODY, f"<TLINK {written}/>")
    assert (code, measures) == (4, {})
    assert "d.tml:6: a TLINK without both ends and a relType" in said


def test_b2_links_that_name_their_ends_from_and_to_are_read(scored: Score) -> None:
    for source, target in (("e1", "e2"), ("ei1", "ei2"), ("e1", "t1"), ("t1", "t0"), ("ei1", "t0")):
        code, measures, said = scored(HEAD, BODY, f'<TLINK relType="BEFORE" from="{source}" to="{target}"/>')
        assert (code, counts(measures), said) == (0, (1, 1), ""), (source, target)
    code, _, said = scored(BODY, '<TLINK relType="BEFORE" from="e1"/>')
    assert code == 4
    assert "d.tml:5: a TLINK without both ends" in said


def test_from_and_to_mean_what_the_other_attributes_mean(tmp_path: Path) -> None:
    one = parse(write(tmp_path / "a.tml", HEAD, BODY, LINK, TO_DCT)).layers.links
    links = LINK.replace("eventInstanceID", "from").replace("relatedToEventInstance", "to")
    links += TO_DCT.replace("eventInstanceID", "from").replace("relatedToTime", "to")
    assert parse(write(tmp_path / "b.tml", HEAD, BODY, links)).layers.links == one
    tempeval = '<TLINK relType="BEFORE" eventID="e1" relatedToEvent="e2"/>' + TO_DCT.replace(
        'eventInstanceID="ei1"', 'eventID="e1"'
    )
    assert parse(write(tmp_path / "c.tml", HEAD, BODY, tempeval)).layers.links == one


def test_an_end_that_is_stated_twice_is_refused(scored: Score) -> None:
    code, _, said = scored(HEAD, BODY, LINK.replace("eventInstanceID", 'timeID="t1" eventInstanceID'))
    assert code == 4
    assert "d.tml:6: a TLINK with an event and a time for one end" in said


@pytest.mark.parametrize(
    ("parts", "root", "told"),
    [
        (
            ['<TEXT>It rained <TIMEX2 val="2020-01-01">yesterday</TIMEX2>.</TEXT>'],
            "DOC",
            "d.tml:2: its annotations are TIMEX2 elements",
        ),
        (
            ['<TEXT>It rained.</TEXT><TAGS><EVENT id="E0" start="3" end="9" text="rained"/></TAGS>'],
            "X",
            "d.tml:2: its annotations are stand-off annotations, as MAE, MedTator and i2b2",
        ),
        (
            ['<TEXT>It rained.</TEXT><TAGS><TLINK id="L0" fromID="E0" toID="E1" type="BEFORE"/></TAGS>'],
            "X",
            "d.tml:2: its annotations are stand-off annotations",
        ),
        (
            ['<TEXT>It rained.</TEXT><TAGS><TIMEX3 id="T0" spans="3~9" text="rained"/></TAGS>'],
            "X",
            "d.tml:2: its annotations are stand-off annotations",
        ),
        (
            ['<TEXT>It rained <timex3 tid="t1" value="2020-01-01">yesterday</timex3>.</TEXT>'],
            "TimeML",
            "d.tml:2: the element 'timex3' is none of TimeML's; write TIMEX3",
        ),
        ([BODY, "<tlink/>"], "TimeML", "d.tml:5: the element 'tlink' is none of TimeML's; write TLINK"),
        ([BODY.replace("TEXT>", "Text>")], "TimeML", "the element 'Text' is none of TimeML's; write TEXT"),
        (
            [BODY.replace("<TEXT", "<t:TEXT xmlns:t='x'").replace("</TEXT", "</t:TEXT")],
            "TimeML",
            "write TEXT",
        ),
    ],
)
def test_b1_annotations_that_are_no_timeml_are_refused_by_name(
    scored: Score, parts: list[str], root: str, told: str
) -> None:
    code, measures, said = scored(*parts, root=root)
    assert (code, measures) == (4, {})
    assert told in said
    assert said.endswith("1 fault\n")  # B21: the same file on both sides has a fault once


@pytest.mark.parametrize(
    "creation",
    [
        'AP <TIMEX3 tid="t0" value="2020-01-02" functionInDocument="CREATION_TIME">20200102</TIMEX3>',
        '<HEADER><TIMEX3 tid="t0" value="2020-01-02" functionInDocument="CREATION_TIME">x</TIMEX3></HEADER>',
        '<DCT/><TIMEX3 tid="t0" value="2020-01-02" functionInDocument="CREATION_TIME">20200102</TIMEX3>',
    ],
)
def test_b3_a_creation_time_outside_of_dct_is_taken(scored: Score, tmp_path: Path, creation: str) -> None:
    code, measures, _ = scored(creation, BODY, TO_DCT)
    assert (code, counts(measures)) == (0, (1, 1))
    document = parse(tmp_path / "gold" / "d.tml")
    assert str(document.dct) == "2020-01-02"
    assert document.layers.links[0].target == "dct"


def test_b3_a_creation_time_in_the_text_is_taken_and_annotated(scored: Score, tmp_path: Path) -> None:
    text = BODY.replace('tid="t1"', 'tid="t1" functionInDocument="CREATION_TIME"')
    code, measures, said = scored(text, TO_DCT.replace("t0", "t1"))
    assert (code, counts(measures), measures["timex.strict"]["gold"], said) == (0, (1, 1), 1, "")
    assert str(parse(tmp_path / "gold" / "d.tml").dct) == "2023-09-18"


EMPTY = '<TIMEX3 tid="t9" type="DATE" value="2023-09-18"/>'


@pytest.mark.parametrize(
    ("parts", "told", "links"),
    [
        ([HEAD, BODY, TO_DCT.replace("t0", "t9")], "d.tml:6: 't9' is no timex or event of 'd'", (0, 1)),
        ([BODY, TO_DCT], "d.tml:5: 't0' is no timex or event of 'd'", (0, 1)),
        ([HEAD, BODY, TO_DCT.replace("ei1", "ei0")], "d.tml:6: 'ei0' is no timex or event", (0, 1)),
        # an instance isn't found where a time is named, whatever bears its name
        ([HEAD, BODY, TO_DCT.replace("t0", "e2")], "is no timex or event of 'd'", (0, 1)),
        ([HEAD, BODY, EMPTY, TO_DCT.replace("t0", "t9")], "d.tml:6: a TIMEX3 outside of TEXT", (0, 1)),
        ([HEAD, BODY.replace("</TEXT>", EMPTY + "</TEXT>")], "d.tml:4: a TIMEX3 that marks no text", None),
        ([HEAD, BODY.replace("</TEXT>", '<EVENT eid="e9"/></TEXT>')], "an EVENT that marks no text", None),
        ([HEAD, BODY, TO_DCT.replace("BEFORE", "before")], "relation 'before' is none of", (1, 1)),
        ([HEAD, BODY, TO_DCT.replace("BEFORE", "OVERLAP")], "relation 'OVERLAP' is none of", (1, 1)),
        ([HEAD, BODY, LINK.replace("ei2", "ei1")], "d.tml:6: a TLINK that joins 'e1' with itself", None),
        ([HEAD, BODY, LINK, LINK], "d.tml:7: the TLINK stands already on line 6; it counts once", (1, 1)),
    ],
)
def test_f8_b13_links_that_cannot_count_are_told_of(
    scored: Score, parts: list[str], told: str, links: tuple[int, int] | None
) -> None:
    code, measures, said = scored(*parts)
    assert code == 0
    assert told in said
    if links is not None:
        assert counts(measures) == links


def test_notes_of_one_kind_are_one_line_for_each_side(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for side, number in (("gold", 3), ("predicted", 2)):
        for at in range(3):
            links = [TO_DCT.replace("t0", f"t{8 + each}") for each in range(number)]
            write(tmp_path / side / f"d{at}.tml", HEAD, BODY, *links)
    for jobs in ("1", "2"):
        assert run(["score", str(tmp_path / "predicted"), str(tmp_path / "gold"), "-j", jobs]) == 0
        first, second, third = capsys.readouterr().err.splitlines()
        assert third == (
            "note: gold: it can't reach 100 % as its own prediction; "
            "in the way: 9 links with an end that is no annotation (first in d0)"
        )
        assert "gold/d0.tml:6: 't8' is no timex or event of 'd0'" in first
        assert first.endswith("such a link is never right (and 8 more like it)")
        assert second.endswith("such a link is never right (and 5 more like it)")


def test_every_way_of_reading_tells_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for side in ("gold", "predicted"):
        for at in range(3):
            write(tmp_path / side / f"d{at}.tml", BODY, TO_DCT, LINK.replace("ei2", "ei1"))
    monkeypatch.setattr(stream, "PART", 1)
    documents, unknown = stream.beside(tmp_path / "predicted", tmp_path / "gold")
    one = over(stream.pairs(documents), LAYERS, unknown=unknown)
    assert [note.count for note in one.notes] == [3] * 4
    assert side_by_side(stream.pairs, stream.parts(documents), LAYERS, jobs=2, unknown=unknown) == one


@pytest.mark.parametrize("predicted", [("1", "1", "1"), ("dct", "x", "y"), ("x", "dct", "y"), ("a", "b", "a")])
def test_f10_ids_of_times_events_and_instances_are_told_apart(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], predicted: tuple[str, str, str]
) -> None:
    """Gold and predictions say the same, with other ids."""

    def written(side: str, eid: str, tid: str, eiid: str) -> Path:
        text = BODY.replace('"e1"', f'"{eid}"').replace('"t1"', f'"{tid}"').replace('"ei1"', f'"{eiid}"')
        link = f'<TLINK relType="IS_INCLUDED" eventInstanceID="{eiid}" relatedToTime="{tid}"/>'
        return write(tmp_path / side / "d.tml", HEAD, text, link).parent

    gold, mine = written("gold", "e1", "t1", "ei1"), written("mine", *predicted)
    assert run(["score", str(mine), str(gold), "--format", "json"]) == 0
    said = capsys.readouterr()
    assert counts(json.loads(said.out)["measures"]) == (1, 1)
    assert "contradiction" not in said.err


def test_f10_an_end_that_may_be_a_time_or_an_event_is_refused(scored: Score) -> None:
    text = BODY.replace('"e1"', '"1"').replace('"t1"', '"1"')
    code, _, said = scored(HEAD, text, '<TLINK relType="BEFORE" from="1" to="t0"/>')
    assert code == 4
    assert "d.tml:6: a TLINK whose end '1' is a time and an event" in said


@pytest.mark.parametrize(
    ("old", "new", "told", "wrong"),
    [
        ('eid="e2"', 'eid="e1"', "d.tml:4: the id 'e1' stands for another EVENT too; links to it mean", True),
        ('eiid="ei2"', 'eiid="ei1"', "d.tml:5: the id 'ei1' stands for another MAKEINSTANCE too", True),
        ('tid="t1"', 'tid="t0"', "d.tml:3: the id 't0' is the creation time's too", True),
        ('tid="t1"', 'tid="e1"', "d.tml:3: the id 'e1' stands for a TIMEX3 and an EVENT", True),
        ('eventID="e2"', 'eventID="e77"', "d.tml:5: a MAKEINSTANCE of 'e77', which is no EVENT", True),
        (' eventID="e2"', "", "d.tml:5: a MAKEINSTANCE without eventID", True),
        ('eventID="e2"', 'eventID="e1"', "d.tml:5: the event 'e1' has several instances", False),
        (
            LAST,
            'class="ASPECTUAL">ended</EVENT>.</TEXT>',
            "d.tml:4: an EVENT without eid; no link can name",
            False,
        ),
        ('tid="t1" ', "", "d.tml:3: a TIMEX3 without tid; no link can name it", False),
        ('eiid="ei2" ', "", "d.tml:5: a MAKEINSTANCE without eiid", False),
        ('value="2023-09-18"', 'value="2023-02-31"', "d.tml:3: value '2023-02-31'", True),
        ('value="2023-09-18"', 'value="2020-13-45"', "d.tml:3: value '2020-13-45'", True),
        ('value="2023-09-18"', 'value="P3D"', "d.tml:3: a DATE with value 'P3D'", False),
        ('value="2023', 'valu="2023', "d.tml:3: TIMEX3 has the attribute 'valu'; it isn't read", False),
        ('type="DATE"', 'type="DAET"', "d.tml:3: type 'DAET' is none of the scheme's", True),
        ('type="DATE"', 'type="DATE" mod="EARLY"', "d.tml:3: mod 'EARLY' is none of the scheme's", True),
        ('class="ASPECTUAL"', 'class="NONSENSE"', "d.tml:3: class 'NONSENSE' is none of the scheme's", True),
        ('tense="PAST"', 'tense="PASSED"', "d.tml:5: tense 'PASSED' is none of TimeML's", False),
        ('aspect="NONE"', 'aspect="NO"', "d.tml:5: aspect 'NO' is none of TimeML's", False),
        ("<MAKEINSTANCE", "<MAKEINSTANC", "d.tml:5: the element 'MAKEINSTANC' is none of TimeML's", False),
        ("<TEXT>", "<EXTRAINFO><EVENT eid='e8'>x</EVENT></EXTRAINFO>\n<TEXT>", "an EVENT outside of TEXT", False),
        ("<TEXT>", "<TITLE><TIMEX3 tid='t8'>x</TIMEX3></TITLE>\n<TEXT>", "a TIMEX3 outside of TEXT", False),
    ],
)
def test_b6_r10_b22_what_changes_scores_is_told_by_score_and_by_validate(
    scored: Score, tmp_path: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, told: str, wrong: bool
) -> None:
    assert old in BODY
    code, _, said = scored(HEAD, BODY.replace(old, new))
    assert code == 0
    assert told in said
    assert run(["validate", str(tmp_path / "gold")]) == (4 if wrong else 0)
    assert told.split(";")[0] in capsys.readouterr().err


@pytest.mark.parametrize("link", [TO_DCT.replace("t0", "t9"), LINK.replace("ei2", "ei1"), LINK + LINK])
def test_b6_validate_refuses_links_that_cannot_count(tmp_path: Path, link: str) -> None:
    assert run(["validate", str(write(tmp_path / "g" / "d.tml", HEAD, BODY, link).parent)]) == 4


def test_r10_validate_says_where_no_system_can_be_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["validate", str(write(tmp_path / "g" / "d.tml", BODY, LINK).parent)]) == 0
    assert "d.tml: no creation time to the day" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("parts", "root", "told"),
    [
        ([" "], "TimeML", "no TEXT element, and no text in TimeML"),
        (["<TITLE><TIMEX3 tid='t1'/></TITLE>"], "TempEval", "no TEXT element, and no text in TempEval"),
        (['<token t_id="1">Talks</token>'], "Document", "d.tml:2: this is CAT's XML"),
        (["<annotations><entity/></annotations>"], "data", "d.tml:2: this is Anafora's XML"),
        (["<nafHeader/>"], "NAF", "this is NAF"),
        (["<TIMEX2>Monday</TIMEX2>"], "DOC", "d.tml:2: its annotations are TIMEX2 elements"),
        (["<document/>"], "source_file", "d.tml:1: its annotations are those of APF"),
        (["<x/>"], "y", "no TEXT element: the root is 'y'"),
    ],
)
def test_b10_f14_other_xml_is_refused_by_its_name_with_what_can_be_read(
    scored: Score, parts: list[str], root: str, told: str
) -> None:
    code, _, said = scored(*parts, root=root)
    assert code == 4
    assert told in said
    assert "TEXT" in said.partition(";")[2] or "put files of each format into a folder of their own" in said


def test_files_in_one_other_format_are_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for at in range(3):
        write(tmp_path / "ttk" / f"d{at}.xml", "<source/>", root="ttk")
    write(tmp_path / "ttk" / "e.xml", BODY, "<TLINK/>")
    for command in (["score", str(tmp_path / "ttk"), str(tmp_path / "ttk")], ["validate", str(tmp_path / "ttk")]):
        assert run(command) == 4
        first, second, last = capsys.readouterr().err.splitlines()
        assert (
            "d0.xml:1: this is the XML of the Tarsqi Toolkit, which bench doesn't read (and 2 more files)" in first
        )
        assert "e.xml:5" in second
        assert last == "2 faults"


def test_a_second_text_is_refused(scored: Score) -> None:
    for second in (BODY + "\n<TEXT>More.</TEXT>", BODY.replace("</TEXT>", "<TEXT>x</TEXT></TEXT>")):
        code, measures, said = scored(HEAD, second)
        assert (code, measures) == (4, {})
        assert "a second TEXT; the first is on line 3; a file is one document" in said


@pytest.mark.parametrize(
    ("parts", "root", "told"),
    [
        ([HEAD, "<TEXT>It rained.</TEXT>"], "TimeML", "d.tml:3: TEXT has no TIMEX3 and no EVENT"),
        ([HEAD, "<TEXT> </TEXT>"], "TimeML", "d.tml:3: TEXT is empty"),
        ([HEAD, BODY], "TempEval", "d.tml:1: the root is 'TempEval', not TimeML"),
        (["<DCT>20 September</DCT>", BODY], "TimeML", "d.tml:2: DCT has no TIMEX3"),
        (
            [HEAD.replace("2023", "23"), BODY],
            "TimeML",
            "d.tml:2: the creation time's value '23-09-20' states no day",
        ),
        ([HEAD.replace("value", "valu"), BODY], "TimeML", "d.tml:2: TIMEX3 has the attribute 'valu'"),
        (
            [HEAD, BODY.replace(' class="ASPECTUAL"', "", 1)],
            "TimeML",
            "d.tml:3: an EVENT without class, which others",
        ),
        ([HEAD + HEAD.replace("t0", "t5"), BODY], "TimeML", "d.tml:2: a second TIMEX3 in DCT"),
        ([HEAD, BODY.replace("Talks", "<s>Talks</s>")], "TimeML", "d.tml:3: the element 's' is none of TimeML's"),
        ([HEAD, BODY.replace("Talks", "<TIMEX2>Talks</TIMEX2>")], "TimeML", "the element 'TIMEX2' is none"),
    ],
)
def test_what_is_left_out_of_a_file_is_told(scored: Score, parts: list[str], root: str, told: str) -> None:
    code, _, said = scored(*parts, root=root)
    assert code == 0
    assert told in said


def test_b18_f11_hidden_files_are_no_part_of_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write(tmp_path / "gold" / "d.tml", HEAD, BODY).parent
    for name in ("._d.tml", ".d.tml", "._e.xml"):
        (folder / name).write_bytes(b"\x00\x05\x16\x07")
    assert run(["score", str(folder), str(folder)]) == 0
    assert capsys.readouterr().err == ""
    assert [document.id for document in formats.read_gold(folder).documents] == ["d"]


def test_l7_what_a_document_type_declares_is_no_annotation(tmp_path: Path) -> None:
    path = write(tmp_path / "d.tml", HEAD, BODY.replace("value", "comment"))
    declared = '<!DOCTYPE TimeML [<!ATTLIST TIMEX3 value CDATA "2023-09-18">]>\n'
    path.write_text(declared + path.read_text(encoding="utf-8"), encoding="utf-8")
    assert parse(path).layers.timexes[0].value is None


def test_l7_endings_in_capitals_are_read_and_the_reserved_name_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write(tmp_path / "gold" / "d1.TML", HEAD, BODY).parent
    write(folder / "d2.Xml", HEAD, BODY)
    assert [document.id for document in formats.read_gold(folder).documents] == ["d1", "d2"]
    write(folder / "*.tml", HEAD, BODY)
    assert run(["score", str(folder), str(folder)]) == 4
    assert "*.tml: the name '*' stands for all documents; rename the file" in capsys.readouterr().err


def test_r15_files_that_cannot_be_read_or_named_are_faults(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write(tmp_path / "gold" / "d.tml", HEAD, BODY).parent
    (folder / "gone.tml").symlink_to(tmp_path / "nowhere")
    with (tmp_path / "gold" / os.fsdecode(b"caf\xe9.tml")).open("w") as file:
        file.write("<TimeML/>")
    for command in (["validate"], ["score", str(folder)], ["evaluate", "regex", "--gold"]):
        assert run([*command, str(folder)]) == 4, command
        said = capsys.readouterr().err
        assert "gone.tml: it can't be read: No such file or directory" in said
        assert "caf\\xe9.tml: the file's name isn't UTF-8; rename the file" in said
    assert run(["score", "x" * 300, "y" * 300 + ".tml"]) == 2
    assert "File name too long; give a shorter name" in capsys.readouterr().err
