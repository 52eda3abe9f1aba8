"""Tags beside the text, as MAE, MedTator and i2b2 2012 have them: on made-up files, values by hand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bench import formats
from bench.cli.root import run
from bench.dataset.suite import Suite
from bench.errors import DataError
from bench.sdk.model import Event, Link, Timex

I2B2 = """<?xml version="1.0" encoding="UTF-8" ?>
<ClinicalNarrativeTemporalAnnotation>
<TEXT><![CDATA[
Admission Date :
2010-06-28
Pain & fever since
Monday , twice a day .
]]></TEXT>
<TAGS>
<EVENT id="E0" start="29" end="33" text="Pain" modality="FACTUAL" polarity="POS" type="PROBLEM" />
<EVENT id="E1" start="36" end="41" text="fever" modality="FACTUAL" polarity="POS" type="PROBLEM" />
<TIMEX3 id="T0" start="18" end="28" text="2010-06-28" type="DATE" val="2010-06-28" mod="NA" />
<TIMEX3 id="T1" start="42" end="54" text="since Monday" type="DATE" val="2010-06-21" mod="START" />
<TIMEX3 id="T2" start="57" end="68" text="twice a day" type="FREQUENCY" val="RP12H" mod="MORE" />
<SECTIME id="S0" start="18" end="28" text="2010-06-28" type="ADMISSION" dvalue="2010-06-28" />
<TLINK id="TL0" fromID="E0" fromText="Pain" toID="S0" toText="2010-06-28" type="BEFORE" />
<TLINK id="TL1" fromID="E1" fromText="fever" toID="E0" toText="Pain" type="OVERLAP" />
</TAGS>
</ClinicalNarrativeTemporalAnnotation>
"""
Gold = Callable[..., Suite]


@pytest.fixture
def gold(tmp_path: Path) -> Gold:
    """gold(text, name): a file with this text, read."""

    def read(text: str, name: str = "a.xml") -> Suite:
        (tmp_path / name).write_bytes(text.encode())
        return formats.read_gold(tmp_path / name)

    return read


def notes(suite: Suite) -> list[str]:
    return [f"{note.line}: {note.message}" for note in suite.notes]


def small(tags: str, text: str = "It rained on Monday.") -> str:
    return f"<X>\n<TEXT><![CDATA[{text}]]></TEXT>\n<TAGS>\n{tags}\n</TAGS>\n</X>"


def test_a_file_of_i2b2_is_read(gold: Gold) -> None:
    suite = gold(I2B2)
    (document,) = suite.documents
    assert document.text == "\nAdmission Date :\n2010-06-28\nPain & fever since\nMonday , twice a day .\n"
    assert (document.id, document.dct) == ("a", None)
    layers = suite.layers["a"]
    assert layers.events == (Event(29, 33, text="Pain", id="E0"), Event(36, 41, text="fever", id="E1"))
    assert layers.timexes == (
        Timex(18, 28, "DATE", "2010-06-28", text="2010-06-28", id="T0"),
        Timex(42, 54, "DATE", "2010-06-21", "START", text="since\nMonday", id="T1"),
        Timex(57, 68, "FREQUENCY", "RP12H", "MORE", text="twice a day", id="T2"),
    )
    assert layers.links == (Link("E0", "T0", "BEFORE"), Link("E1", "E0", "OVERLAP"))
    assert sorted(notes(suite)) == [
        "10: EVENT has a type, which is no class of TimeML; the class stays unknown",
        "10: EVENT has the attribute 'modality'; it isn't read",
        "10: EVENT has the attribute 'polarity'; it isn't read",
        "14: mod 'MORE' is none of TimeML's; it is scored as it stands",
        "14: type 'FREQUENCY' is none of TimeML's; it is scored as it stands",
        "15: a SECTIME of a TIMEX3's span; links to it mean the TIMEX3",
        "17: 'OVERLAP' is no relation of TimeML, so it orders nothing; tlink.plain alone compares it",
    ]


def test_a_time_of_a_section_without_a_timex3_is_one(gold: Gold) -> None:
    suite = gold("\n".join(line for line in I2B2.split("\n") if 'id="T0"' not in line))
    layers = suite.layers["a"]
    assert Timex(18, 28, "DATE", "2010-06-28", text="2010-06-28", id="S0") in layers.timexes
    assert layers.links[0] == Link("E0", "S0", "BEFORE")
    assert "14: a SECTIME without a TIMEX3 of its span; it is read as a DATE" in notes(suite)


@pytest.mark.parametrize("first", [1, -1])
def test_offsets_that_begin_with_another_number_are_read_so(gold: Gold, first: int) -> None:
    tags = "\n".join(
        f'<EVENT id="E{number}" start="{start + first}" end="{end + first}" text="{words}"/>'
        for number, (start, end, words) in enumerate([(3, 9, "rained"), (13, 19, "Monday")])
    )
    suite = gold(small(tags))
    assert [(each.start, each.end, each.text) for each in suite.layers["a"].events] == [
        (3, 9, "rained"),
        (13, 19, "Monday"),
    ]
    assert notes(suite) == [f"0: the offsets begin with {first}, for so the words fit; they are read so"]


def test_a_shift_that_fits_some_words_only_is_a_fault(gold: Gold) -> None:
    tags = '<EVENT id="E0" start="4" end="10" text="rained"/>\n<EVENT id="E1" start="13" end="19" text="Monday"/>'
    with pytest.raises(DataError, match=r"a\.xml:4: 4–10 covers 'ained ', not 'rained'") as caught:
        gold(small(tags))
    assert len(caught.value.faults) == 1


@pytest.mark.parametrize(
    ("text", "start", "told"),
    [
        ("😀 It rained.", 6, "count UTF-16 units"),
        ("😀 It rained.", 7, "count UTF-16 units and begin with 1"),
        ("It\r\nrained.", 4, "count CR and LF as two"),
        ("😀\r\nIt rained.", 7, "count UTF-16 units and CR and LF as two"),
    ],
)
def test_offsets_may_count_other_units(gold: Gold, text: str, start: int, told: str) -> None:
    suite = gold(small(f'<EVENT id="E0" start="{start}" end="{start + 6}" text="rained"/>', text))
    assert [each.text for each in suite.layers["a"].events] == ["rained"]
    assert notes(suite) == [f"0: the offsets {told}, for so the words fit; they are read so"]


def test_a_file_of_medtator_is_read(gold: Gold) -> None:
    tags = (
        '<EVENT spans="3~9" text="rained" id="E0" class="OCCURRENCE" tense="PAST" aspect="NONE" comment="NA"/>\n'
        '<TIMEX3 spans="10~12,13~19" text="on ... Monday" id="T0" type="DATE" value="2023-09-18"/>\n'
        '<TIMEX3 spans="-1~-1" text="" id="T1" type="DATE" value="2023"/>\n'
        '<AE spans="0~2" text="It" id="A0"/>\n'
        '<TLINK id="L0" arg0ID="E0" arg0Text="rained" arg1ID="T0" arg1Text="x" relType="IS_INCLUDED"/>\n'
        '<TLINK id="L1" fromID="T1" toID="T0" relType="INCLUDES"/>'
    )
    suite = gold(small(tags).replace("</X>", "<META><label/></META></X>"), "doc_1.txt.xml")
    layers = suite.layers["doc_1"]
    assert layers.events == (Event(3, 9, "OCCURRENCE", text="rained", id="E0", tense="PAST", aspect="NONE"),)
    assert layers.timexes == (Timex(10, 19, "DATE", "2023-09-18", text="on Monday", id="T0"),)
    assert layers.links == (Link("E0", "T0", "IS_INCLUDED"),)
    assert notes(suite) == [
        "6: a TIMEX3 that marks no text; it and links to it are left out",
        "5: a TIMEX3 in 2 pieces; it is read as one stretch from the first to the last",
        "4: EVENT has the attribute 'comment'; it isn't read",
        "7: the tag 'AE'; only TIMEX3, EVENT, TLINK and SECTIME are read",
        "9: a TLINK to a tag that marks no text; it is left out",
    ]


def test_ampersands_in_attributes_are_read_as_they_are(gold: Gold) -> None:
    tags = (
        '<EVENT id="E0" start="0" end="7" text="A&B < 2"/>\n<EVENT id="E1" start="8" end="10" text="&lt;&amp;"/>'
    )
    suite = gold(small(tags, "A&B < 2 <&."))
    assert [each.text for each in suite.layers["a"].events] == ["A&B < 2", "<&"]
    assert notes(suite) == ["0: & or < in the attributes of tags; they are read as these characters"]


def test_what_is_no_xml_without_ampersands_either_is_a_fault_as_it_stands(gold: Gold) -> None:
    for tags in ('<EVENT id="E0" text="A&B"', '<EVENT id="E0" text="AB"'):
        with pytest.raises(DataError, match=r"a\.xml:(4|5): not XML: not well-formed"):
            gold(small(tags))


def test_a_file_beside_without_tags_or_text_is_read_or_refused(gold: Gold, tmp_path: Path) -> None:
    gold(I2B2)
    (tmp_path / "b.xml").write_text("<X><TEXT>It rained.</TEXT></X>")
    suite = formats.read_gold(tmp_path)
    assert [each.id for each in suite.documents] == ["a", "b"]
    assert any("b.xml: no TIMEX3, EVENT or TLINK" in str(note) for note in suite.notes)
    (tmp_path / "c.xml").write_text("<X><TAGS/></X>")
    (tmp_path / "d.xml").write_text("<X>&</X>")
    with pytest.raises(DataError) as caught:
        formats.read_gold(tmp_path)
    assert [each.message for each in caught.value.faults] == [
        "no TEXT element in the root",
        "not XML: not well-formed (invalid token) at column 4",
    ]


@pytest.mark.parametrize(
    ("tags", "told"),
    [
        ('<EVENT id="E0" start="3" text="x"/>', "4: a EVENT without whole numbers for start and end"),
        ('<EVENT id="E0" spans="3-9" text="x"/>', "4: a EVENT without whole numbers for start and end"),
        ('<EVENT id="E0" start="9" end="3"/>', "4: the span 9–3 doesn't lie within the text's 20 characters"),
        ('<EVENT id="E0" start="-5" end="3"/>', "4: the span -5–3 doesn't lie within"),
        ('<EVENT id="E0" start="3" end="99"/>', "4: the span 3–99 doesn't lie within"),
        ('<EVENT id="E0" start="3" end="9" text="snowed"/>', "4: 3–9 covers 'rained', not 'snowed'"),
        ('<TLINK id="L0" fromID="E0" type="BEFORE"/>', "4: a TLINK without both ends and a type"),
        ('<TLINK id="L0" fromID="E0" toID="E1"/>', "4: a TLINK without both ends and a type"),
        ('<TLINK id="L0" fromID="E0" toID="E1" type="AFTER"/>', "4: 'E0' is no timex or event of 'a'"),
        ('<EVENT id="E0" start="3" end="9" text="&e;"/>', "4: "),
        ('<EVENT id="E0" start="3" end="9" text="x" text="y"/>', "4: not XML: duplicate attribute"),
        ("</TAGS><TEXT>x</TEXT><TAGS>", "4: a second TEXT"),
    ],
)
def test_what_cannot_be_right_is_a_fault_with_its_line(gold: Gold, tags: str, told: str) -> None:
    with pytest.raises(DataError) as caught:
        gold(small(tags))
    assert any(f"{each.line}: {each.message}".startswith(told) for each in caught.value.faults)


def test_an_id_of_two_annotations_is_a_fault_if_links_need_ids(gold: Gold) -> None:
    two = '<EVENT id="E0" start="3" end="9"/>\n<TIMEX3 id="E0" start="13" end="19"/>'
    assert len(gold(small(two)).layers["a"].events) == 1
    with pytest.raises(DataError, match="the id 'E0' stands for another annotation"):
        gold(small(f'{two}\n<TLINK fromID="E0" toID="E0" type="BEFORE"/>'))


def test_a_section_without_numbers_is_told_of(gold: Gold) -> None:
    suite = gold(small('<SECTIME id="S0" start="_" end="_" text="_" type="ADMISSION" dvalue="2010-06-28" />'))
    assert notes(suite) == ["4: a SECTIME that marks no text; it and links to it are left out"]


def test_entities_from_outside_are_refused(gold: Gold, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    declared = f'<!DOCTYPE X [<!ENTITY e SYSTEM "{tmp_path / "secret"}">]>'
    text = small("").replace("<![CDATA[It", "&e;").replace("]]>", "")
    with pytest.raises(DataError, match="the entity e is not defined in it"):
        gold(declared + text)


@pytest.mark.parametrize(
    ("text", "format_"),
    [
        (small(""), "mae"),
        (small("", "x" * 9999), "mae"),
        ("<X><TEXT>It rained.</TEXT></X>", "timeml"),
        ("<TimeML><TEXT>It rained.</TEXT><TAGS/></TimeML>", "timeml"),
        ("<X>It rained.</X>", "timeml"),
    ],
)
def test_files_of_other_formats_are_not_taken(tmp_path: Path, text: str, format_: str) -> None:
    (tmp_path / "a.xml").write_text(text)
    found = formats.sniff(tmp_path)
    assert found is not None
    assert found.name == format_


def test_tags_of_another_scheme_are_told_of(gold: Gold) -> None:
    suite = gold(small('<AE spans="0~2" text="It" id="A0"/>'))
    assert notes(suite) == [
        "4: the tag 'AE'; only TIMEX3, EVENT, TLINK and SECTIME are read",
        "0: no TIMEX3, EVENT or TLINK; the file is read as one in which nothing is annotated",
    ]


def test_files_are_scored_and_converted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "gold").mkdir()
    (tmp_path / "gold" / "1.xml").write_text(I2B2)
    assert run(["score", str(tmp_path / "gold"), str(tmp_path / "gold")]) == 0
    assert "timex.strict" in capsys.readouterr().out
    assert run(["convert", str(tmp_path / "gold"), str(tmp_path / "tml"), "--to", "timeml"]) == 0
    suite = formats.read_gold(tmp_path / "tml")
    assert suite.layers["1"].links == (Link("E0", "T0", "BEFORE"), Link("E1", "E0", "OVERLAP"))
