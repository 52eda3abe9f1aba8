"""TimeML as it is written: the elements on disk, and what is refused or told of."""

from __future__ import annotations

import datetime
from collections import Counter
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from bench import formats
from bench.cli.root import run
from bench.dataset.suite import Layers, Suite, SuiteDocument
from bench.errors import DataError
from bench.formats.annotated import Annotated
from bench.formats.convert import convert
from bench.formats.timeml.writing import write_gold
from bench.sdk.model import Event, Link, Region, Timex, Unlocated
from tests.conftest import SHARED

SUITE = Suite("out", "", "", (), {})
DAY = datetime.date(2023, 9, 20)


def written(
    folder: Path, document: SuiteDocument, *annotations: Timex | Event, links: tuple[Link, ...] = ()
) -> tuple[str, Counter[str]]:
    """The file of a document as text, and what was lost."""
    layers = Layers(
        tuple(each for each in annotations if isinstance(each, Timex)),
        tuple(each for each in annotations if isinstance(each, Event)),
        links=links,
    )
    lost: Counter[str] = Counter()
    folder.mkdir(exist_ok=True)
    write_gold(folder / "out", SUITE, iter([Annotated(document, layers)]), lambda what: lost.update([what]))
    return (folder / "out" / f"{document.id}.tml").read_bytes().decode(), lost


def test_a_file_has_the_elements_of_tempeval_3(tmp_path: Path) -> None:
    document = SuiteDocument("a", "Talks began on Monday.", DAY, title="Talks & more")
    said, lost = written(
        tmp_path,
        document,
        Timex(15, 21, "DATE", "2023-09-18", "APPROX", id="t1"),
        Event(6, 11, "ASPECTUAL", id="e1", tense="PAST", aspect="NONE"),
        links=(Link("e1", "t1", "IS_INCLUDED"), Link("dct", "e1", "AFTER")),
    )
    assert not lost
    root = ElementTree.fromstring(said)
    assert [each.tag for each in root] == ["DOCID", "DCT", "TITLE", "TEXT", "MAKEINSTANCE", "TLINK", "TLINK"]
    assert (root.findtext("DOCID"), root.findtext("TITLE")) == ("a", "Talks & more")
    assert root.find("DCT/TIMEX3").attrib == {  # type: ignore[union-attr]
        "tid": "t0",
        "type": "DATE",
        "value": "2023-09-20",
        "temporalFunction": "false",
        "functionInDocument": "CREATION_TIME",
    }
    assert "".join(root.find("TEXT").itertext()) == document.text  # type: ignore[union-attr]
    assert (
        '<TEXT>Talks <EVENT eid="e1" class="ASPECTUAL">began</EVENT> on '
        '<TIMEX3 tid="t1" type="DATE" value="2023-09-18" mod="APPROX">Monday</TIMEX3>.</TEXT>'
    ) in said
    instance, first, second = root[4:]
    assert instance.attrib == {"eiid": "ei1", "eventID": "e1", "tense": "PAST", "aspect": "NONE"}
    assert first.attrib == {
        "lid": "l1",
        "relType": "IS_INCLUDED",
        "eventInstanceID": "ei1",
        "relatedToTime": "t1",
    }
    assert second.attrib == {"lid": "l2", "relType": "AFTER", "timeID": "t0", "relatedToEventInstance": "ei1"}


def test_line_ends_and_markup_in_the_text_come_back(tmp_path: Path) -> None:
    text = "\n\r\n\ra]]>b & <c>\t\u0085\u2028\ufeff😀 "
    said, _ = written(tmp_path, SuiteDocument("a", text), Timex(0, 3, id="t1"))
    assert '<TIMEX3 tid="t1">\n&#13;\n</TIMEX3>&#13;a]]&gt;b &amp; &lt;c&gt;' in said
    assert formats.read_gold(tmp_path / "out").documents[0].text == text


def test_spans_nest_and_what_crosses_is_told_of_with_its_links(tmp_path: Path) -> None:
    said, lost = written(
        tmp_path,
        SuiteDocument("a", "abcdef"),
        Timex(2, 5, id="crosses"),
        Timex(0, 3, id="outer"),
        Event(0, 3, id="same"),
        Event(1, 2, id="inner"),
        links=(Link("crosses", "inner", "BEFORE"), Link("outer", "inner", "BEFORE")),
    )
    assert (
        '<TEXT><TIMEX3 tid="outer"><EVENT eid="same">a<EVENT eid="inner">b</EVENT>c</EVENT></TIMEX3>def</TEXT>'
    ) in said
    assert lost == {"annotation that crosses another": 1, "link to an annotation that isn't written": 1}
    layers = formats.read_gold(tmp_path / "out").layers["a"]
    assert layers.links == (Link("outer", "inner", "BEFORE"),)


def test_ids_that_timeml_cannot_have_are_renamed_and_links_follow(tmp_path: Path) -> None:
    said, lost = written(
        tmp_path,
        SuiteDocument("a", "abcdef", DAY),
        Timex(0, 1, id="1 a"),
        Timex(1, 2, id="t0"),
        Timex(2, 3),
        Event(3, 4, id="t0"),
        Event(4, 5, id="dct"),
        links=(Link("1 a", "t0", "BEFORE"), Link("dct", "1 a", "AFTER")),
    )
    assert lost == {"id that TimeML can't have; it is renamed": 3}
    layers = formats.read_gold(tmp_path / "out").layers["a"]
    assert [each.id for each in layers.timexes] == ["t1", "t0", "t2"]
    assert [each.id for each in layers.events] == ["e1", "e2"]
    # an id of two annotations means the first in the file, and "dct" always the creation time
    assert layers.links == (Link("t1", "t0", "BEFORE"), Link("dct", "t1", "AFTER"))
    assert '<DCT><TIMEX3 tid="t3"' in said


def test_a_creation_time_without_a_day_is_written_if_links_need_it(tmp_path: Path) -> None:
    said, _ = written(tmp_path, SuiteDocument("a", "It rained."), Event(3, 9, id="e1"))
    assert "<DCT>" not in said
    link = (Link("e1", "dct", "BEFORE"),)
    said, _ = written(tmp_path / "other", SuiteDocument("a", "It rained."), Event(3, 9, id="e1"), links=link)
    assert 'value="XXXX-XX-XX"' in said
    suite = formats.read_gold(tmp_path / "other" / "out")
    assert (suite.documents[0].dct, suite.layers["a"].links) == (None, link)


@pytest.mark.parametrize("offset", ["", "+01:00"])
def test_a_time_stamp_is_the_value_of_the_creation_time(tmp_path: Path, offset: str) -> None:
    stamp = datetime.datetime.fromisoformat(f"2023-09-18T09:20:00{offset}")
    said, lost = written(tmp_path, SuiteDocument("a", "It rained.", stamp))
    assert f'type="TIME" value="2023-09-18T09:20:00{offset}"' in said
    assert (formats.read_gold(tmp_path / "out").documents[0].written, lost) == (stamp, {})


def test_midnight_is_read_as_a_day_and_told_of(tmp_path: Path) -> None:
    _, lost = written(tmp_path, SuiteDocument("a", "It rained.", datetime.datetime(2023, 9, 18)))
    assert list(lost) == ["creation at midnight without an offset; it is read as a day"]


def test_attributes_are_escaped(tmp_path: Path) -> None:
    value = 'a"b<c>&d\n\t\r'
    said, _ = written(tmp_path, SuiteDocument("a", "now"), Timex(0, 3, value=value, id="t1"))
    assert 'value="a&quot;b&lt;c&gt;&amp;d&#10;&#9;&#13;"' in said
    assert formats.read_gold(tmp_path / "out").layers["a"].timexes[0].value == value


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a\0b", "U+0000 at offset 1 of the text of the document 'a'"),
        ("ab\x1b", "U+001B at offset 2"),
        ("😀\ud800", "U+D800 at offset 1"),
        ("\ufffe", "U+FFFE at offset 0"),
    ],
)
def test_characters_that_xml_cannot_hold_are_refused(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(DataError, match="XML can't hold the character") as caught:
        written(tmp_path, SuiteDocument("a", text))
    assert told in str(caught.value)
    assert not list((tmp_path / "out").iterdir())


def test_all_fields_with_such_a_character_are_named(tmp_path: Path) -> None:
    document = SuiteDocument("a", "It rained.", title="\x01", place=("gold/documents.jsonl", 3))
    event = Event(3, 9, "x\x02", id="e1")
    with pytest.raises(DataError) as caught:
        written(tmp_path, document, event, Timex(0, 2, value="\x03"), links=(Link("e1", "e1", "\x04"),))
    assert [each.line for each in caught.value.faults] == [3] * 4
    assert all(word in str(caught.value) for word in ("the title", "an EVENT", "a TIMEX3", "a TLINK"))


@pytest.mark.parametrize("name", ["", "../x", "a/b", "a\\b", "a\0", "*", ".hidden", "x" * 300, "\ud800"])
def test_ids_that_are_no_names_of_files_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(DataError, match="can't be the name of a file"):
        written(tmp_path, SuiteDocument(name, "It rained."))
    assert not list((tmp_path / "out").iterdir())


def test_two_documents_with_one_id_are_refused(tmp_path: Path) -> None:
    twice = [Annotated(SuiteDocument("a", text), Layers()) for text in ("x", "y")]
    with pytest.raises(DataError, match=r"the file a\.tml is another document's already"):
        write_gold(tmp_path / "out", SUITE, iter(twice), lambda _: None)


def test_regions_and_unlocated_annotations_are_told_of(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    layers = Layers(ignore=(Region(0, 2),), unlocated=(Unlocated("timexes", "then"),))
    lost: list[str] = []
    write_gold(tmp_path / "out", SUITE, iter([Annotated(SuiteDocument("a", "It."), layers)]), lost.append)
    assert lost == ["annotation whose words don't occur in the text"]
    suite = tmp_path / "suite"
    suite.mkdir()
    (suite / "documents.jsonl").write_text('{"id": "a", "text": "It rained."}\n')
    (suite / "ignore.jsonl").write_text('{"doc": "a", "start": 0, "end": 2}\n')
    assert run(["convert", str(suite), str(tmp_path / "tml"), "--to", "timeml"]) == 0
    assert "1 ignored region" in capsys.readouterr().err
    assert [each.name for each in (tmp_path / "tml").iterdir()] == ["a.tml"]


def test_nothing_is_left_of_a_conversion_that_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    suite = tmp_path / "suite"
    suite.mkdir()
    documents = '{"id": "a", "text": "It rained."}\n{"id": "b", "text": "\\u0000"}\n'
    (suite / "documents.jsonl").write_text(documents)
    assert run(["convert", str(suite), str(tmp_path / "tml"), "--to", "timeml"]) == 4
    assert "documents.jsonl:2: XML can't hold the character U+0000 at offset 0" in capsys.readouterr().err
    assert [each.name for each in tmp_path.iterdir()] == ["suite"]


@pytest.mark.parametrize("folder", ["reference/gold", "corpora/wikiwars/keyinline"])
def test_real_corpora_come_back(tmp_path: Path, folder: str) -> None:
    """Platinum has 138 timexes, 746 events and 937 links; WikiWars, from TIMEX2, 2,159 timexes without ids."""
    if not (SHARED / folder).is_dir():
        pytest.skip(f"needs ../shared/{folder}")
    before = formats.read_gold(SHARED / folder)
    assert convert(SHARED / folder, tmp_path / "tml", to="timeml").lost == ()
    after = formats.read_gold(tmp_path / "tml")
    assert [(each.id, each.text, each.dct, each.written) for each in after.documents] == [
        (each.id, each.text, each.dct, each.written) for each in before.documents
    ]
    for document in before.documents:
        old, new = before.layers[document.id], after.layers[document.id]
        assert (old.events, old.links) == (new.events, new.links)
        named = [replace(new, id=old.id) for old, new in zip(old.timexes, new.timexes, strict=True)]
        assert list(old.timexes) == named
    counts = {
        layer: sum(len(getattr(each, layer)) for each in after.layers.values())
        for layer in ("timexes", "events", "links")
    }
    assert counts in (
        {"timexes": 138, "events": 746, "links": 937},
        {"timexes": 2159, "events": 0, "links": 0},
    )
