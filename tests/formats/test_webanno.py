"""WebAnno's TSV 3. The files are made up after the description in INCEpTION's user guide."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from bench import formats
from bench.dataset.suite import Layers, Suite, SuiteDocument
from bench.errors import DataError
from bench.formats import webanno
from bench.formats.annotated import Annotated
from bench.formats.webanno import escapes
from bench.sdk.model import Event, Link, Region, Timex

HEAD = """\
#FORMAT=WebAnno TSV 3.3
#T_SP=webanno.custom.TIMEX3|type|value
#T_SP=webanno.custom.Event|eventClass|note
#T_SP=de.tudarmstadt.ukp.dkpro.core.api.lexmorph.type.pos.POS|PosValue
#T_RL=webanno.custom.TLINK|relType|BT_webanno.custom.Event


"""
BODY = """\
#Text=\U0001f600 rained on Monday .
1-1\t0-2\t\U0001f600\t_\t_\t_\t_\t_\t_\t_\t
1-2\t3-9\trained\t_\t_\tOCCURRENCE\tsure?\tVBD\t_\t_\t
1-3\t10-12\ton\tDATE[1]\t2023-09-18[1]\t_\t_\t_\t_\t_\t
1-4\t13-19\tMonday\tDATE[1]|*[2]\t2023-09-18[1]|2023\\_\\*[2]\t_\t_\t_\t_\t_\t
1-4.1\t13-16\tMon\t_\t_\tSTATE[3]\t*[3]\t_\tBEFORE\t1-2[0_3]\t
1-5\t20-21\t.\t_\t_\t_\t_\t_\t_\t_\t

#Text=It
#Text=ended\\t.
2-1\t22-24\tIt\t_\t_\t_\t_\t_\t_\t_\t
2-2\t25-30\tended\t_\t_\t*\t*\t_\tAFTER\t1-2\t
2-3\t31-32\t.\t_\t_\t_\t_\t_\t_\t_\t
"""
"""Offsets are UTF-16 code units: after the emoji they are one more than in code points."""


def read(path: Path, content: str) -> Suite:
    (path / "a.tsv").write_bytes(content.encode())
    return formats.read_gold(path)


def test_a_file_of_others(tmp_path: Path) -> None:
    suite = read(tmp_path, HEAD + BODY)
    assert formats.sniff(tmp_path) is webanno.FORMAT
    document = suite.documents[0]
    assert document.text == "\U0001f600 rained on Monday .\nIt\nended\t."
    assert document.sentences == (0, 21)
    layers = suite.layers["a"]
    assert layers.timexes == (
        Timex(9, 18, "DATE", "2023-09-18", text="on Monday"),
        Timex(12, 18, None, "2023_*", text="Monday"),
    )
    assert layers.events == (
        Event(2, 8, "OCCURRENCE", text="rained", id="1-2/Event"),
        Event(12, 15, "STATE", text="Mon", id="1-4.1/Event"),
        Event(24, 29, None, text="ended", id="2-2/Event"),
    )
    assert layers.links == (
        Link("1-2/Event", "1-4.1/Event", "BEFORE"),
        Link("1-2/Event", "2-2/Event", "AFTER"),
    )
    assert [(note.line, note.message) for note in suite.notes] == [
        (16, "characters between sentences, which the file doesn't have; they are read as blanks"),
        (10, "the feature note of webanno.custom.Event; it is left out"),
        (
            0,
            "annotations of layers that aren't read: de.tudarmstadt.ukp.dkpro.core.api.lexmorph.type.pos.POS (1)",
        ),
    ]


def test_named_entities_are_read_where_there_is_no_layer_of_time_expressions(tmp_path: Path) -> None:
    name = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity"
    content = (
        f"#FORMAT=WebAnno TSV 3.2\r\n#T_SP={name}|value\r\n\r\n\r\n#Text=On Monday\r\n"
        "1-1\t0-2\tOn\tORG\t\r\n1-2\t3-9\tMonday\tDATE\t\r\n"
    )
    suite = read(tmp_path, content)
    assert suite.layers["a"].timexes == (Timex(3, 9, "DATE", text="Monday"),)
    assert [note.message for note in suite.notes] == [f"annotations of layers that aren't read: {name} (1)"]


def test_slots_and_chains_are_left_out_with_a_note(tmp_path: Path) -> None:
    content = (
        "#FORMAT=WebAnno TSV 3.3\n"
        "#T_SP=webanno.custom.Event|ROLE_webanno.custom.Event:args_webanno.custom.Link|uima.tcas.Annotation|tense\n"
        "#T_CH=de.tudarmstadt.ukp.dkpro.core.api.coref.type.CoreferenceLink|referenceType|referenceRelation\n\n\n"
        "#Text=It rained\n1-1\t0-2\tIt\t_\t_\t_\tpr[1]\tcoref->1-1\t\n"
        "1-2\t3-9\trained\twho;what\t1-1;1-1\tPAST\t_\t_\t\n"
    )
    suite = read(tmp_path, content)
    assert suite.layers["a"].events == (Event(3, 9, text="rained", tense="PAST"),)
    assert [note.message for note in suite.notes] == [
        "the chains of de.tudarmstadt.ukp.dkpro.core.api.coref.type.CoreferenceLink; they are left out",
        "the slots of webanno.custom.Event; they are left out",
    ]


def changed(old: str, new: str) -> str:
    assert old in HEAD + BODY
    return (HEAD + BODY).replace(old, new, 1)


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        (changed("3.3", "3.x"), 1, "no header of WebAnno TSV 3: "),
        (changed("3-9\trained", "2-8\trained"), 10, "2–8 covers ' raine', not 'rained'"),
        (changed("3-9\trained", "1-9\trained"), 10, "1–9 covers '', not 'rained'"),
        (changed("31-32", "31-99"), 20, "31–99 lies beyond the end of the text"),
        (changed("\tsure?", ""), 10, "no line of a token: "),
        (changed("1-5\t20-21", "1-5\t" + "9" * 5000 + "-21"), 14, "no line of a token: "),
        (changed("22-24", "21-23"), 19, "25–30 covers 'nded\\t', not 'ended'"),
        (changed("22-24", "999999-24"), 16, "a sentence starts at 999,999, but the one before it ends at 21"),
        (changed("22-24", "9-24"), 16, "a sentence starts at 9, but the one before it ends at 21"),
        (changed("STATE[3]", "STATE[1]"), 13, "the number [1] of one of webanno.custom.TIMEX3 stands for one of"),
        (changed("1-2[0_3]", "1-2[9_3]"), 13, "a link from '1-2', where nothing starts"),
        (changed("AFTER\t1-2", "AFTER\t1-9"), 19, "a link from '1-9', where nothing starts"),
        (HEAD + "#Text=alone\n", 8, "a sentence without a text or without tokens"),
        (HEAD.rstrip("\n") + "\n1-1\t0-2\tIt" + "\t_" * 7, 6, "no line of a token: "),
    ],
)
def test_faults_have_the_line(tmp_path: Path, content: str, line: int, message: str) -> None:
    with pytest.raises(DataError) as caught:
        read(tmp_path, content)
    found = [(fault.line, fault.message) for fault in caught.value.faults]
    assert any(at == line and each.startswith(message) for at, each in found), found
    assert all(fault.remedy for fault in caught.value.faults)


def test_a_file_that_is_not_utf_8_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "a.tsv").write_bytes(b"#FORMAT=WebAnno TSV 3.3\n\xff")
    with pytest.raises(DataError, match="not UTF-8 at byte 24"):
        formats.read_gold(tmp_path)


def test_an_annotation_that_covers_no_characters_is_left_out_with_a_note(tmp_path: Path) -> None:
    content = (
        "#FORMAT=WebAnno TSV 3.3\n#T_SP=webanno.custom.Event|eventClass\n"
        "#T_RL=webanno.custom.Tlink|relType|BT_webanno.custom.Event\n\n\n#Text=It rained\n"
        "1-1\t0-2\tIt\t_\t_\t_\t\n1-1.1\t0-0\t\t*\t_\t_\t\n1-2\t3-9\trained\t*\tAFTER\t1-1.1\t\n"
    )
    suite = read(tmp_path, content)
    assert suite.layers["a"].events == (Event(3, 9, text="rained", id="1-2/Event"),)
    assert suite.layers["a"].links == ()
    assert [(note.line, note.message) for note in suite.notes] == [
        (8, "an annotation of webanno.custom.Event that covers no characters; it is left out"),
        (9, "a link to what is neither a time expression nor an event; it is left out"),
    ]


def test_other_files_of_the_folder_are_told_of(tmp_path: Path) -> None:
    (tmp_path / "b.tsv").write_text("a\tb\n")
    notes = read(tmp_path, HEAD + BODY).notes
    assert notes[0].message == "no WebAnno TSV 3; it isn't read"


def test_what_is_written(tmp_path: Path) -> None:
    document = SuiteDocument("a", "\U0001f600 It [x]\r\nended", datetime.date(2023, 9, 18), sentences=(0, 9))
    layers = Layers(
        (Timex(2, 8, "DATE", "a|b_*", id="t1"),),
        (Event(9, 12, "STATE", id="e1"), Event(2, 3, "STATE")),
        (Region(7, 9),),
        (Link("e1", "t1", "BEFORE"), Link("dct", "e1", "AFTER")),
    )
    assert webanno.FORMAT.write_gold is not None
    lost: list[str] = []
    suite = Suite("", "", "", (), {})
    webanno.FORMAT.write_gold(tmp_path / "out", suite, [Annotated(document, layers)], lost.append)
    # the text: 😀 0–2, It 3–5, [ 6, x 7, ] 8, \r 9, \n 10, ended 11–16 in UTF-16 code units; the second sentence
    # begins between \r and \n
    assert lost == []
    timex, event, empty = (
        "t1[1]\tDATE[1]\ta\\|b\\_\\*[1]\t*[1]\t*[1]\t*[1]",
        "*[{0}]\tSTATE[{0}]" + "\t*[{0}]" * 4,
        "_\t" * 5 + "_",
    )
    link = "_\t_\t_\t"
    assert (tmp_path / "out" / "a.tsv").read_bytes().decode().split("\n") == [
        "#FORMAT=WebAnno TSV 3.3",
        "#T_SP=webanno.custom.Timex|timexId|timexType|timexValue|timexMod|kind|newestValue",
        "#T_SP=webanno.custom.Event|eventId|eventClass|realis|when|tense|aspect",
        "#T_SP=webanno.custom.CreationTime|value",
        "#T_SP=webanno.custom.Ignore|",
        "#T_RL=webanno.custom.Tlink|relType|position|BT_uima.tcas.Annotation",
        "",
        "",
        "#Text=\U0001f600 It [x]\\r",
        f"1-1\t0-2\t\U0001f600\t{empty}\t{empty}\t_\t_\t{link}",
        f"1-1.1\t0-0\t\t{empty}\t{empty}\t2023-09-18[5]\t_\t{link}",
        f"1-2\t3-5\tIt\t{timex}\t{empty}\t_\t_\tBEFORE\t1\t2-1[2_1]\t",
        f"1-2.1\t3-4\tI\t{empty}\t{event.format(3)}\t_\t_\t{link}",
        f"1-3\t6-7\t[\t{timex}\t{empty}\t_\t_\t{link}",
        f"1-4\t7-8\tx\t{timex}\t{empty}\t_\t_\t{link}",
        f"1-5\t8-9\t]\t{timex}\t{empty}\t_\t*[4]\t{link}",
        f"1-6\t9-10\t\\r\t{empty}\t{empty}\t_\t*[4]\t{link}",
        "",
        "#Text=",
        "#Text=ended",
        f"2-1\t10-11\t\\n\t{empty}\t{event.format(2).replace('*[2]', 'e1[2]', 1)}\t_\t_\tAFTER\t2\t1-1.1[5_2]\t",
        f"2-2\t11-16\tended\t{empty}\t{empty}\t_\t_\t{link}",
        f"2-2.1\t11-13\ten\t{empty}\t{event.format(2).replace('*[2]', 'e1[2]', 1)}\t_\t_\t{link}",
        "",
    ]


@pytest.mark.parametrize("plain", ["a\\|b", "DATE[1]", "*", "_", "a->b;c", "\\", "x\\\\", "\t\r\n", "[", "\\n"])
def test_escapes_of_values(plain: str) -> None:
    stated = f"{escapes.value(plain)}[7]|{escapes.value(plain)}"
    assert [escapes.divided(each)[1] for each in escapes.stacked(stated)] == ["7", ""]
    assert [escapes.plain(escapes.divided(each)[0]) for each in escapes.stacked(stated)] == [plain, plain]


def test_escapes_of_texts_of_older_files() -> None:
    assert escapes.plain("caf\\u00e9\\n", java=True) == "café\n"
    assert escapes.plain("caf\\\\u00e9") == "caf\\u00e9"


def test_an_id_that_would_be_a_path_is_refused(tmp_path: Path) -> None:
    assert webanno.FORMAT.write_gold is not None
    annotated = Annotated(SuiteDocument("../x", "x"), Layers())
    with pytest.raises(DataError, match="can't be the name of a file"):
        webanno.FORMAT.write_gold(tmp_path / "out", Suite("", "", "", (), {}), [annotated], pytest.fail)
