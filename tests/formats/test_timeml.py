from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from bench import formats
from bench.errors import DataError
from bench.formats import timeml
from bench.formats.timeml import stream
from bench.formats.timeml.document import parse
from bench.formats.timeml.folder import LAYERS
from bench.scoring.score import side_by_side

FILE = """<?xml version="1.0"?>
<TimeML>
<DCT><TIMEX3 tid="t0" type="DATE" value="{dct}" functionInDocument="CREATION_TIME">then</TIMEX3></DCT>
<TITLE>On <TIMEX3 tid="t9" type="DATE" value="2001">a title</TIMEX3></TITLE>
<TEXT>
AT&amp;T \U0001f600 <EVENT eid="e1" class="REPORTING">said</EVENT> on
<TIMEX3 tid="t1" type="DATE" value="2013-03-22">this <EVENT eid="e2" class="STATE">fair</EVENT> Friday</TIMEX3>.
<EVENT eid="e3"></EVENT></TEXT>
</TimeML>
"""


def write(path: Path, text: str = FILE, dct: str = "2013-03-22") -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(text.replace("{dct}", dct).encode())
    return path


def test_offsets_are_characters_of_the_text_element(tmp_path: Path) -> None:
    document = parse(write(tmp_path / "a.tml"))
    assert document.id == "a"
    assert document.text == "\nAT&T 😀 said on\nthis fair Friday.\n"
    found = [(item.start, item.end, item.text, item.id) for item in document.layers.timexes]
    assert found == [(16, 32, "this fair Friday", "t1")]  # neither the DCT nor the title, nor an empty event
    events = [(item.start, item.text, item.class_) for item in document.layers.events]
    assert events == [(8, "said", "REPORTING"), (21, "fair", "STATE")]


@pytest.mark.parametrize(
    ("dct", "day"),
    [("2013-03-22", datetime.date(2013, 3, 22)), ("2013-03-22T09:30", datetime.date(2013, 3, 22)), ("2013", None)],
)
def test_the_creation_day(tmp_path: Path, dct: str, day: datetime.date | None) -> None:
    assert parse(write(tmp_path / "a.tml", dct=dct)).dct == day


def test_a_creation_time_with_a_clock_is_kept_to_the_minute(tmp_path: Path) -> None:
    written = parse(write(tmp_path / "a.tml", dct="2013-03-22T09:30")).written
    assert written == datetime.datetime(2013, 3, 22, 9, 30)
    assert parse(write(tmp_path / "b.tml", dct="2013-03-22TMO")).written is None
    assert parse(write(tmp_path / "c.tml", dct="2013-03-22")).written is None


def test_the_creation_time_may_stand_in_the_text_or_the_text_beside_it(tmp_path: Path) -> None:
    creation = '<TIMEX3 tid="t0" type="DATE" value="2023-01-02">2 January</TIMEX3>'
    rest = '<EVENT eid="e1">rained</EVENT> on <TIMEX3 tid="t1">Sunday</TIMEX3>.</TEXT>'
    link = '<TLINK relType="BEFORE" eventInstanceID="e1" relatedToTime="t0"/>'
    after = '<TITLE><TIMEX3 tid="t9" value="2001-01-01">once</TIMEX3></TITLE>'
    within = parse(write(tmp_path / "a.tml", f"<T><TEXT><DCT>{creation}</DCT>\n{rest}{link}{after}</T>"))
    around = parse(write(tmp_path / "b.tml", f"<T><DCT><TEXT>{rest}{creation}</DCT>{after}{link}</T>"))
    assert within.text == "2 January\nrained on Sunday."
    assert [timex.id for timex in within.layers.timexes] == ["t0", "t1"]
    assert around.text == "rained on Sunday."
    assert [timex.id for timex in around.layers.timexes] == ["t1"]
    for document in (within, around):
        assert [event.id for event in document.layers.events] == ["e1"]
        assert document.layers.links[0].target == "dct"
    assert within.dct == datetime.date(2023, 1, 2)


LINKED = """<T><DCT><TIMEX3 tid="t0" value="2013-03-22">then</TIMEX3></DCT>
<TEXT><EVENT eid="e1">said</EVENT> <EVENT eid="e2">went</EVENT> <TIMEX3 tid="t1">now</TIMEX3></TEXT>
<MAKEINSTANCE eiid="ei1" eventID="e1" tense="PAST" aspect="NONE"/>
<MAKEINSTANCE eiid="ei2" eventID="e2" tense="FUTURE"/>
<TLINK relType="BEFORE" eventInstanceID="ei2" relatedToTime="t0"/>
<TLINK relType="IS_INCLUDED" timeID="t1" relatedToTime="t0"/>
<TLINK relType="AFTER" eventInstanceID="ei1" relatedToEventInstance="ei2"/>
<TLINK relType="ENDS" timeID="t1" relatedToEventInstance="ei1"/>
{more}</T>"""


def test_links_stand_between_events_times_and_the_dct_in_file_order(tmp_path: Path) -> None:
    layers = parse(write(tmp_path / "a.tml", LINKED.replace("{more}", ""))).layers
    assert [(link.source, link.relation, link.target) for link in layers.links] == [
        ("e2", "BEFORE", "dct"),
        ("t1", "IS_INCLUDED", "dct"),
        ("e1", "AFTER", "e2"),
        ("t1", "ENDS", "e1"),
    ]


def test_tense_and_aspect_are_those_of_the_instance(tmp_path: Path) -> None:
    said, went = parse(write(tmp_path / "a.tml", LINKED.replace("{more}", ""))).layers.events
    assert (said.tense, said.aspect) == ("PAST", "NONE")
    assert (went.tense, went.aspect) == ("FUTURE", None)


@pytest.mark.parametrize("left_out", ["relType", "eventInstanceID", "relatedToTime"])
def test_a_link_that_lacks_an_end_or_its_relation_is_a_fault_on_its_line(tmp_path: Path, left_out: str) -> None:
    attributes = {"relType": "BEFORE", "eventInstanceID": "ei2", "relatedToTime": "t0"}
    del attributes[left_out]
    more = "<TLINK " + " ".join(f'{name}="{value}"' for name, value in attributes.items()) + "/>"
    with pytest.raises(DataError, match=r"a\.tml:9: a TLINK without both ends and a relType"):
        parse(write(tmp_path / "a.tml", LINKED.replace("{more}", more)))


def test_elements_may_be_nested_deeply(tmp_path: Path) -> None:
    inner = '<EVENT eid="e1">x</EVENT>'
    document = parse(write(tmp_path / "a.tml", f"<T><TEXT>{'<a>' * 9999}{inner}{'</a>' * 9999}</TEXT></T>"))
    assert [event.id for event in document.layers.events] == ["e1"]


def test_windows_line_ends_count_once(tmp_path: Path) -> None:
    crlf = parse(write(tmp_path / "a.tml", FILE.replace("\n", "\r\n")))
    assert crlf.layers == parse(write(tmp_path / "b.tml")).layers


def test_every_file_that_cannot_be_read_is_named_with_its_line(tmp_path: Path) -> None:
    write(tmp_path / "s" / "a.tml", "<TimeML>\n<TEXT>")
    write(tmp_path / "s" / "b.tml", "<TimeML/>")
    write(tmp_path / "s" / "c.tml")
    with pytest.raises(DataError) as caught:
        timeml.read_gold(tmp_path / "s")
    assert [(Path(fault.path).name, fault.line) for fault in caught.value.faults] == [("a.tml", 2), ("b.tml", 0)]


def test_a_document_of_another_text_than_golds_fails_alone_where_it_begins_to_differ(tmp_path: Path) -> None:
    for name in "ab":
        write(tmp_path / "gold" / f"{name}.tml")
        write(tmp_path / "pred" / f"{name}.tml")
    write(tmp_path / "pred" / "a.tml", FILE.replace("said", "says"))
    found = formats.read_predictions(tmp_path / "pred", timeml.read_gold(tmp_path / "gold"))
    assert [*found.layers] == ["b"]
    assert "at character 10 it has 'ys on" in found.failures["a"]
    (pair, other) = stream.pairs(stream.beside(tmp_path / "pred", tmp_path / "gold")[0])
    assert (pair.predicted, pair.failed, other.failed) == (None, found.failures["a"], "")


def test_entities_from_outside_are_not_fetched(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret", encoding="utf-8")
    text = f'<!DOCTYPE T [<!ENTITY e SYSTEM "{tmp_path / "secret"}">]><T><TEXT>a&e;b</TEXT></T>'
    with pytest.raises(DataError, match=r"a\.tml:1: the entity e is not defined in it"):
        parse(write(tmp_path / "a.tml", text))


def test_entities_of_the_file_itself_are_what_they_stand_for(tmp_path: Path) -> None:
    text = '<!DOCTYPE T [<!ENTITY e "é">]><T><TEXT>a&e;b <TIMEX3 tid="t1">now</TIMEX3></TEXT></T>'
    document = parse(write(tmp_path / "a.tml", text))
    assert document.text == "aéb now"
    assert document.layers.timexes[0].start == 4


def test_an_entity_that_only_a_dtd_elsewhere_could_define_is_a_fault(tmp_path: Path) -> None:
    text = '<!DOCTYPE T SYSTEM "TimeML.dtd"><T><TEXT>a {more}<EVENT eid="e1">b</EVENT></TEXT></T>'
    found = parse(write(tmp_path / "a.tml", text.replace("{more}", "")))
    assert [event.start for event in found.layers.events] == [2]
    with pytest.raises(DataError, match=r"a\.tml:1: the entity amp2 is not defined in it"):
        parse(write(tmp_path / "a.tml", text.replace("{more}", "&amp2;")))


@pytest.mark.parametrize("encoding", ["iso-8859-1", "utf-16"])
def test_the_encoding_that_a_file_states_is_read(tmp_path: Path, encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?><T><TEXT>café <EVENT eid="e1">b</EVENT></TEXT></T>'
    (tmp_path / "a.tml").write_bytes(text.encode(encoding))
    assert parse(tmp_path / "a.tml").text == "café b"


@pytest.mark.parametrize("encoding", ["nope", "euc-jp"])
def test_an_encoding_that_cannot_be_read_is_a_fault(tmp_path: Path, encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?><T><TEXT>b</TEXT></T>'
    with pytest.raises(DataError, match=r"a\.tml:1: its encoding: .*; save it as UTF-8"):
        parse(write(tmp_path / "a.tml", text))


def test_comments_and_instructions_take_no_text_with_them(tmp_path: Path) -> None:
    text = '<T><TEXT>aa <!-- n -->bb <?x y?>cc <EVENT eid="e1">d<!-- n -->ee</EVENT> f</TEXT></T>'
    document = parse(write(tmp_path / "a.tml", text))
    assert document.text == "aa bb cc dee f"
    assert document.layers.events[0].text == "dee"


def test_two_files_of_one_document_are_a_fault(tmp_path: Path) -> None:
    write(tmp_path / "s" / "a.tml")
    write(tmp_path / "s" / "a.xml")
    with pytest.raises(DataError, match=r"a\.xml: the same document as a\.tml"):
        timeml.read_gold(tmp_path / "s")


def test_pairs_are_the_same_documents_read_one_after_the_other(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write(tmp_path / "gold" / f"{name}.tml")
    write(tmp_path / "pred" / "b.xml", FILE.replace("REPORTING", "STATE"))
    write(tmp_path / "pred" / "c.tml")
    documents, unknown = stream.beside(tmp_path / "pred", tmp_path / "gold")
    assert unknown == ["c"]
    found = list(stream.pairs(documents))
    assert [pair.id for pair in found] == ["a", "b"]
    assert found[0].predicted is None
    assert found[1].gold == parse(tmp_path / "gold" / "b.tml").layers
    assert found[1].predicted == parse(tmp_path / "pred" / "b.xml").layers


@pytest.fixture
def broken(tmp_path: Path) -> tuple[Path, Path]:
    """Predictions and gold: three faults in three documents, the fourth is sound."""
    for name in ("a", "b", "d"):
        write(tmp_path / "gold" / f"{name}.tml")
        write(tmp_path / "pred" / f"{name}.tml")
    write(tmp_path / "gold" / "a.tml", "<TimeML/>")
    write(tmp_path / "pred" / "b.tml", "<TimeML/>")
    write(tmp_path / "gold" / "c.tml")
    write(tmp_path / "pred" / "c.tml", "<TimeML>")
    return tmp_path / "pred", tmp_path / "gold"


FAULTS = [("gold", "a.tml"), ("pred", "b.tml"), ("pred", "c.tml")]


def test_pairs_tell_of_every_fault_of_both_sides(broken: tuple[Path, Path]) -> None:
    documents, _ = stream.beside(*broken)
    with pytest.raises(DataError) as caught:
        list(stream.pairs(documents))
    assert [(Path(fault.path).parent.name, Path(fault.path).name) for fault in caught.value.faults] == FAULTS


def test_a_document_that_is_there_twice_is_a_fault_of_the_pairs(broken: tuple[Path, Path]) -> None:
    write(broken[0] / "d.xml")
    with pytest.raises(DataError, match=r"d\.xml: the same document as d\.tml"):
        stream.beside(*broken)


def test_processes_side_by_side_tell_of_the_faults_of_each(
    broken: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "PART", 1)
    documents, _ = stream.beside(*broken)
    with pytest.raises(DataError) as caught:
        side_by_side(stream.pairs, stream.parts(documents), LAYERS, jobs=2)
    assert [(Path(fault.path).parent.name, Path(fault.path).name) for fault in caught.value.faults] == FAULTS
