"""CAT's XML: what is read, what is left out and told, and the counts of the real files."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench import formats
from bench.dataset.suite import Suite
from bench.errors import DataError
from bench.sdk.model import Event, Link, Region, Timex
from tests.conftest import SHARED

WORDS = [["Talks", "end"], ["May", "3", ",", "2021"], ["They", "said", "``", "no", "''", "🌊", "on", "Monday"]]
TEXT = "Talks end\nMay 3 , 2021\nThey said `` no '' 🌊 on Monday"
DATELINE = """<TIMEX3 m_id="1" type="DATE" value="2021-05-03" functionInDocument="CREATION_TIME">
<token_anchor t_id="3"/><token_anchor t_id="4"/><token_anchor t_id="5"/><token_anchor t_id="6"/></TIMEX3>"""
MONDAY = '<TIMEX3 m_id="2" type="DATE" value="2021-05-03"><token_anchor t_id="14"/></TIMEX3>'
EMPTY = '<TIMEX3 m_id="3" type="DURATION" value="P1D" TAG_DESCRIPTOR="a day"/>'
SAID = (
    '<EVENT_MENTION m_id="4" tense="PAST" aspect="NONE" pos="VERB" polarity=""><token_anchor t_id="8"/>'
    "</EVENT_MENTION>"
)
END = '<EVENT_MENTION m_id="5" tense="" aspect=""><token_anchor t_id="2"/></EVENT_MENTION>'
SPEECH = '<EVENT m_id="6" class="SPEECH_COGNITIVE" TAG_DESCRIPTOR="said"/>'
REFERS = '<REFERS_TO r_id="1"><source m_id="4"/><target m_id="6"/></REFERS_TO>'


def tlink(source: int | str, target: int | str, relation: str = "BEFORE") -> str:
    return f'<TLINK r_id="7" reltype="{relation}"><source m_id="{source}"/><target m_id="{target}"/></TLINK>'


def document(
    *marks: str, links: str = "", words: list[list[str]] = WORDS, attributes: str = 'doc_name="d"', head: str = ""
) -> str:
    tokens = [(number, word) for number, sentence in enumerate(words) for word in sentence]
    lines = [
        f'<token number="{at - 1}" sentence="{number}" t_id="{at}">{word}</token>'
        for at, (number, word) in enumerate(tokens, 1)
    ]
    return "\n".join(
        [
            f'{head}<?xml version="1.0" ?><Document {attributes}>',
            *lines,
            "<Markables>",
            *marks,
            "</Markables>",
            f"<Relations>{links}</Relations>",
            "</Document>",
        ]
    )


def read(folder: Path, text: str) -> Suite:
    (folder / "d.xml").write_text(text, encoding="utf-8")
    found = formats.sniff(folder)
    assert found is not None
    assert found.name == "cat"
    return formats.read_gold(folder)


def kinds(suite: Suite) -> dict[str, int]:
    return {note.kind: note.count for note in suite.notes}


def test_text_annotations_and_links_are_read(tmp_path: Path) -> None:
    links = REFERS + tlink(5, 4) + tlink(4, 1, "IS_INCLUDED")
    suite = read(tmp_path, document(DATELINE, MONDAY, SAID, END, SPEECH, links=links))
    (found,) = suite.documents
    assert (found.id, found.text, str(found.dct), found.sentences) == ("d", TEXT, "2021-05-03", (0, 10, 23))
    layers = suite.layers["d"]
    # the emoji is one character: "Monday" begins after "They said `` no '' 🌊 on ", 23 + 24
    assert layers.timexes == (
        Timex(10, 22, "DATE", "2021-05-03", text="May 3 , 2021", id="1"),
        Timex(47, 53, "DATE", "2021-05-03", text="Monday", id="2"),
    )
    assert layers.events == (
        Event(28, 32, "SPEECH_COGNITIVE", text="said", id="4", tense="PAST", aspect="NONE"),
        Event(6, 9, text="end", id="5"),
    )
    assert layers.links == (Link("5", "4", "BEFORE"), Link("4", "dct", "IS_INCLUDED"))
    assert not layers.ignore
    assert kinds(suite) == {"event class": 1}


def test_a_creation_time_without_tokens_is_an_end_and_no_timex(tmp_path: Path) -> None:
    creation = '<TIMEX3 m_id="9" type="DATE" value="2021-05-03" functionInDocument="CREATION_TIME"/>'
    suite = read(tmp_path, document(creation, SAID, links=tlink(4, 9)))
    assert str(suite.documents[0].dct) == "2021-05-03"
    assert not suite.layers["d"].timexes
    assert suite.layers["d"].links == (Link("4", "dct", "BEFORE"),)


def test_what_cannot_be_read_is_told(tmp_path: Path) -> None:
    gap = '<EVENT_MENTION m_id="8"><token_anchor t_id="8"/><token_anchor t_id="10"/></EVENT_MENTION>'
    links = (
        tlink(4, 3)  # of no tokens
        + tlink(4, 99)  # not in the file
        + tlink(4, 6)  # an EVENT is no mention
        + '<TLINK r_id="1" reltype="BEFORE"><source m_id="4"/></TLINK>'
        + tlink(4, 2, "")
        + tlink(4, 2, "MEASURE")
        + tlink(4, 2)
    )
    suite = read(tmp_path, document(MONDAY, EMPTY, SAID, SPEECH, gap, "<PLOT m_id='10'/>", links=links))
    layers = suite.layers["d"]
    assert layers.events[1] == Event(28, 38, text="said `` no", id="8")
    assert layers.links == (Link("4", "2", "MEASURE"), Link("4", "2", "BEFORE"))
    assert kinds(suite) == {
        "empty TIMEX3": 1,
        "gap EVENT_MENTION": 1,
        "element PLOT": 1,
        "TLINK end": 3,
        "TLINK ends": 1,
        "TLINK relation": 1,
        "relation": 1,
    }


def test_an_event_of_two_classes_keeps_the_first_and_the_creation_time_too(tmp_path: Path) -> None:
    other = SPEECH.replace('"6"', '"7"').replace("SPEECH_COGNITIVE", "OTHER")
    twice = DATELINE.replace('m_id="1"', 'm_id="8"').replace("2021-05-03", "late")
    links = REFERS + REFERS.replace('"6"', '"7"')
    suite = read(tmp_path, document(DATELINE, twice, SAID, SPEECH, other, links=links))
    assert suite.layers["d"].events[0].class_ == "SPEECH_COGNITIVE"
    assert str(suite.documents[0].dct) == "2021-05-03"
    assert {"two classes", "creation twice"} <= kinds(suite).keys()
    suite = read(tmp_path, document(twice))
    assert suite.documents[0].dct is None
    assert "creation day" in kinds(suite)


def test_ecb_plus_names_its_elements_by_their_class(tmp_path: Path) -> None:
    marks = (
        '<NEG_ACTION_REPORTING m_id="1"><token_anchor t_id="8"/></NEG_ACTION_REPORTING>',
        '<ACTION_CAUSATIVE m_id="2"><token_anchor t_id="2"/></ACTION_CAUSATIVE>',
        '<TIME_OF_THE_DAY m_id="3"><token_anchor t_id="14"/></TIME_OF_THE_DAY>',
        '<ACTION_OCCURRENCE m_id="4" TAG_DESCRIPTOR="t" instance_id="A"/>',
    )
    link = '<TLINK r_id="5" relType="BEFORE"><source m_id="1"/><target m_id="3"/></TLINK>'
    layers = read(tmp_path, document(*marks, links=link)).layers["d"]
    assert [(each.text, each.class_) for each in layers.events] == [("said", "REPORTING"), ("end", "CAUSATIVE")]
    assert layers.timexes == (Timex(47, 53, "TIME", text="Monday", id="3"),)
    assert layers.links == (Link("1", "3", "BEFORE"),)


LONG = [[f"w{at}", "."] for at in range(8)]
MEANTIME = 'doc_name="d" lang="en" url="http://en.wikinews.org/wiki/D"'


def test_the_rest_of_meantime_is_ignored(tmp_path: Path) -> None:
    late = '<EVENT_MENTION m_id="1"><token_anchor t_id="13"/></EVENT_MENTION>'
    suite = read(tmp_path, document(late, words=LONG, attributes=MEANTIME))
    # six sentences of five characters with their line ends stand before the seventh
    assert suite.layers["d"].ignore == (Region(30, 39, "w6 .\nw7 ."),)
    assert not suite.layers["d"].outside(suite.layers["d"].ignore).events
    assert kinds(suite) == {"MEANTIME": 1}


@pytest.mark.parametrize(
    ("words", "attributes", "mark"),
    [
        (LONG, MEANTIME.replace("lang", "language"), ""),
        (LONG, MEANTIME.replace("wikinews", "wikipedia"), ""),
        (LONG[:6], MEANTIME, ""),
        (LONG, MEANTIME, '<TIMEX3 m_id="1" type="DATE" value="2021"><token_anchor t_id="13"/></TIMEX3>'),
    ],
)
def test_only_meantime_has_a_rest(tmp_path: Path, words: list[list[str]], attributes: str, mark: str) -> None:
    suite = read(tmp_path, document(mark, words=words, attributes=attributes))
    assert not suite.layers["d"].ignore
    assert not suite.notes


TOKEN = '<token number="0" sentence="0" t_id="1">Talks</token>'


@pytest.mark.parametrize(
    ("text", "place", "told"),
    [
        (document(SAID).replace('t_id="2"', 't_id="1"'), 3, "a token with the t_id '1', which isn't new"),
        (document(SAID).replace('sentence="0" t_id="2"', 't_id="2"'), 3, "a token of the sentence None"),
        (document(SAID).replace('sentence="0" t_id="2"', 'sentence="²" t_id="2"'), 3, "of the sentence '²'"),
        (document(SAID).replace(">end<", "><"), 3, "a token without characters"),
        (document(SAID.replace('t_id="8"', 't_id="80"')), 17, "there is no token '80'"),
        (document(SAID, MONDAY.replace('"2"', '"4"'), links=tlink(4, 4)), 18, "the id '4' stands for another"),
        (document(SAID)[:-9], 20, "not XML: unclosed token"),
        (f"<x>{document(SAID).partition('?>')[2]}</x>", 1, "the root is 'x', and not CAT's Document"),
        (document("&boo;"), 17, "not XML: undefined entity"),
        (f'<!DOCTYPE Document [<!ENTITY a "b">]><Document>{TOKEN}</Document>', 1, "the entity 'a'"),
        (f'<!DOCTYPE Document SYSTEM "x.dtd"><Document>{TOKEN}&a;</Document>', 1, "the entity 'a'"),
        (
            f'<!DOCTYPE Document [<!ENTITY a SYSTEM "file:///etc/passwd">]><Document>{TOKEN}&a;</Document>',
            1,
            "the entity 'a'",
        ),
        (document("<a>" * 200 + "</a>" * 200), 17, "elements lie more than 100 deep in each other"),
        (f'<?xml version="1.0" encoding="nope"?><Document>{TOKEN}</Document>', 1, "unknown encoding"),
    ],
)
def test_files_that_cannot_be_right_are_refused(tmp_path: Path, text: str, place: int, told: str) -> None:
    with pytest.raises(DataError) as refused:
        read(tmp_path, text)
    (fault,) = refused.value.faults
    assert fault.line == place
    assert told in fault.message
    assert fault.remedy


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_byte_order_marks_and_crlf_change_nothing(tmp_path: Path, encoding: str) -> None:
    text = document(DATELINE, SAID).replace("\n", "\r\n")
    (tmp_path / "d.xml").write_bytes(text.encode("utf-8-sig"))
    assert formats.read_gold(tmp_path).documents[0].text == TEXT
    if encoding == "utf-16":  # it isn't recognised as CAT, and read as XML if it is named
        (tmp_path / "d.xml").write_bytes(text.encode("utf-16"))
        assert formats.named("cat").files(tmp_path) == []


COUNTS = {
    "meantime-en/intra-doc_annotation/corpus_apple": (111, 479, 478, 5),
    "meantime-en/intra-doc_annotation/corpus_airbus": (92, 519, 407, 9),
    "meantime-en/intra_cross-doc_annotation/corpus_apple": (111, 600, 478, 5),
    "meantime-en/intra_cross-doc_annotation/corpus_airbus": (92, 704, 408, 9),
    "semeval2015-task4/Corpus-trial-data_task4": (30, 944, 0, 0),
    "semeval2015-task4/Corpus-trial-data_task4_events_timelines": (30, 188, 0, 0),
    "semeval2015-task4/SemEval_Task4_data/corpus_1/corpus_trackA_CAT": (30, 0, 0, 0),
    "semeval2015-task4/SemEval_Task4_data/corpus_1/corpus_trackB_CAT": (30, 315, 0, 0),
}
"""The times, events, links and times without tokens of each folder.

The first two are those that were counted when both topics were read by hand (111 + 92 times, 479 + 519 events).
A link of apple ends at a time without tokens, and one of airbus (intra-doc_annotation) has two ends
that aren't in its file: so 478 of 479 and 407 of 408 links are read.
The trial of Task 4 has 941 events as TimeML, for the two were not annotated alike: four documents differ.
"""


@pytest.mark.parametrize("folder", COUNTS)
def test_real_files_have_the_known_counts(folder: str) -> None:
    path = SHARED / "corpora" / folder
    if not path.is_dir():
        pytest.skip("needs ../shared/corpora, which is not part of the project")
    suite = formats.read_gold(path)
    layers = [suite.layers[each.id] for each in suite.documents]
    assert len(layers) == 30
    counted = [sum(len(getattr(each, name)) for each in layers) for name in ("timexes", "events", "links")]
    assert (*counted, kinds(suite).get("empty TIMEX3", 0)) == COUNTS[folder]
    # two articles of airbus have no dateline in MEANTIME
    assert sum(each.dct is None for each in suite.documents) == 2 * ("meantime" in folder and "airbus" in folder)
    ignored = sum(bool(each.ignore) for each in layers)
    # one article of apple has no more than six sentences
    assert ignored == ("meantime" in folder and 30 - ("apple" in folder))
    kept = [each.outside(each.ignore) for each in layers]
    assert sum(len(each.timexes) for each in kept) == COUNTS[folder][0]
    if "meantime" in folder:
        assert sum(len(each.events) for each in kept) == (479 if "apple" in folder else 519)
