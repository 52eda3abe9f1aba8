"""NAF: the raw text, tokens by offset, time expressions, events and links."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench import formats
from bench.dataset.suite import Suite
from bench.errors import DataError
from bench.sdk.model import Event, Link, Timex

TEXT = "It rained  on May 3.\n🌊 It dried."
WORDS = ("It", "rained", "on", "May", "3", ".", "🌊", "It", "dried", ".")
SENTENCES = (1, 1, 1, 1, 1, 1, 2, 2, 2, 2)
CREATION = '<timex3 id="tmx0" type="DATE" value="2021-05-04" functionInDocument="CREATION_TIME"/>'
MAY = '<timex3 id="tmx1" type="DATE" value="2021-05-03"><span><target id="w4"/><target id="w5"/></span></timex3>'
RAINED = '<coref id="co1" type="event"><span><target id="t2"/></span><span><target id="w9"/></span></coref>'
PREDICATES = (
    '<predicate id="pr1"><span><target id="t2"/></span></predicate>'
    '<predicate id="pr2"><span><target id="w8"/><target id="w9"/></span></predicate>'
    '<predicate id="pr3"><span><target id="w3"/></span></predicate>'
)


def tlink(source: str, target: str, relation: str = "BEFORE") -> str:
    return f'<tlink id="l" from="{source}" to="{target}" relType="{relation}"/>'


def naf(
    *,
    times: str = CREATION + MAY,
    events: str = RAINED,
    predicates: str = "",
    links: str = "",
    header: str = "",
    units: bool = False,
    raw: str | None = f"<![CDATA[{TEXT}]]>",
) -> str:
    at, words = 0, []
    for number, (word, sentence) in enumerate(zip(WORDS, SENTENCES, strict=True), 1):
        at = TEXT.index(word, at)
        offset = at + (units and at > TEXT.index("🌊"))
        length = len(word.encode("utf-16-le")) // 2 if units else len(word)
        words.append(f'<wf id="w{number}" sent="{sentence}" offset="{offset}" length="{length}">{word}</wf>')
        at += len(word)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<NAF xml:lang="en" version="v3">',
        f"<nafHeader>{header}</nafHeader>",
        "" if raw is None else f"<raw>{raw}</raw>",
        "<text>",
        *words,
        "</text>",
        '<terms><term id="t2"><span><target id="w2"/></span></term></terms>',
        f"<timeExpressions>{times}</timeExpressions>",
        f"<coreferences>{events}</coreferences>",
        f"<srl>{predicates}</srl>",
        f"<temporalRelations>{links}</temporalRelations>",
        "</NAF>",
    ]
    return "\n".join(lines)


def read(folder: Path, text: str) -> Suite:
    (folder / "d.naf").write_bytes(text.encode())
    assert formats.recognise(folder).name == "naf"
    return formats.read_gold(folder)


def kinds(suite: Suite) -> dict[str, int]:
    return {note.kind: note.count for note in suite.notes}


def test_text_times_events_and_links_are_read(tmp_path: Path) -> None:
    links = tlink("co1", "tmx1", "IS_INCLUDED") + tlink("pr1", "pr2") + tlink("pr2", "tmx0")
    suite = read(tmp_path, naf(predicates=PREDICATES, links=links))
    (document,) = suite.documents
    assert (document.id, document.text, str(document.dct), document.sentences) == (
        "d",
        TEXT,
        "2021-05-04",
        (0, 21),
    )
    layers = suite.layers["d"]
    assert layers.timexes == (Timex(14, 19, "DATE", "2021-05-03", text="May 3", id="tmx1"),)
    # no link names the third predicate; the first is the mention of co1
    assert layers.events == (
        Event(3, 9, text="rained", id="co1"),
        Event(26, 31, text="dried", id="co1 (2)"),
        Event(23, 31, text="It dried", id="pr2"),
    )
    assert layers.links == (
        Link("co1", "tmx1", "IS_INCLUDED"),
        Link("co1", "pr2", "BEFORE"),
        Link("pr2", "dct", "BEFORE"),
    )
    assert not suite.notes


def test_offsets_in_units_of_utf_16_are_seen(tmp_path: Path) -> None:
    suite = read(tmp_path, naf(units=True))
    assert [each.text for each in suite.layers["d"].events] == ["rained", "dried"]
    assert kinds(suite) == {"UTF-16": 1}


def test_the_header_states_the_day_where_no_time_does(tmp_path: Path) -> None:
    header = '<fileDesc title="Rain" creationtime="2021-05-06T10:00:00Z"/>'
    assert str(read(tmp_path, naf(header=header)).documents[0].dct) == "2021-05-04"
    document = read(tmp_path, naf(times=MAY, header=header)).documents[0]
    assert str(document.dct) == "2021-05-06"
    assert str(document.written) == "2021-05-06 10:00:00+00:00"
    assert read(tmp_path, naf(times=MAY)).documents[0].dct is None


def test_without_raw_the_text_is_rebuilt(tmp_path: Path) -> None:
    suite = read(tmp_path, naf(raw=None))
    assert suite.documents[0].text == "It rained on May 3 .\n🌊 It dried ."
    assert suite.layers["d"].timexes[0].text == "May 3"
    assert kinds(suite) == {"no raw": 1}


def test_what_is_left_out_is_told(tmp_path: Path) -> None:
    times = (
        CREATION
        + MAY
        + '<timex3 id="tmx2" type="DURATION" value="P1D"/>'
        + '<timex3 id="tmx3" type="DATE"><span><target id="w77"/></span></timex3>'
        + '<timex3 id="tmx4" type="DATE"><span><target id="w1"/><target id="w4"/></span></timex3>'
    )
    links = tlink("co1", "tmx2") + tlink("co1", "tmx1", "") + tlink("co1", "tmx1", "OVERLAP")
    suite = read(tmp_path, naf(times=times, links=links).replace(">on</wf>", ">at</wf>"))
    assert suite.layers["d"].timexes[1] == Timex(0, 17, "DATE", text="It rained  on May", id="tmx4")
    assert suite.layers["d"].links == (Link("co1", "tmx1", "OVERLAP"),)
    assert kinds(suite) == {
        "another word": 1,
        "empty timex3": 1,
        "span": 1,
        "gap": 1,
        "tlink end": 1,
        "tlink relation": 1,
        "relation": 1,
    }


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (naf(raw="Something else, which is as long as it."), "'rained' doesn't stand at its offset in raw"),
        (naf(raw="It"), "lies outside of raw"),
        (naf().replace('id="w2"', 'id="w1"', 1), "a wf with the id 'w1', which isn't new"),
        (naf().replace('offset="3"', 'offset="-3"', 1), "a wf with the offset '-3'"),
        (naf().replace('offset="3"', "", 1), "a wf with the offset ''"),
        (naf(times=MAY + MAY, links=tlink("co1", "tmx1")), "the id 'tmx1' stands for another annotation"),
        (naf()[:-8], "not XML"),
        (naf().replace("<NAF", '<!DOCTYPE NAF [<!ENTITY a "b">]><NAF', 1), "the entity 'a'"),
        (naf(times=CREATION.replace("-05-04", "-05-04") + "<x>" * 200 + "</x>" * 200), "more than 100 deep"),
    ],
)
def test_files_that_cannot_be_right_are_refused(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(DataError, match=told):
        read(tmp_path, text)


def test_another_file_in_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "e.xml").write_text("<KAF/>")
    with pytest.raises(DataError, match=r"e\.xml:1: the root is 'KAF', and not NAF"):
        read(tmp_path, naf())
