"""UIMA's CAS as XMI and JSON. The files are made up after UIMA's published descriptions, or by dkpro-cassis."""

from __future__ import annotations

import datetime
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest

from bench import formats
from bench.dataset.suite import Layers, Suite, SuiteDocument
from bench.errors import DataError, UsageError
from bench.formats import cas_json, registry, xmi
from bench.formats.annotated import Annotated
from bench.formats.utf16 import Units
from bench.sdk.model import Event, Link, Reading, Region, Timex

pytest.importorskip("cassis", reason="needs dkpro-cassis: pip install 'timeline-bench[formats]'")

TEXT = "\U0001f600 It rained on Monday."
"""In code points rained is 5–11 and Monday 15–21; in UTF-16 code units they are 6–12 and 16–22."""
DOCUMENT = Annotated(
    SuiteDocument("a", TEXT, datetime.datetime(2023, 9, 18, 9, 20), sentences=(0,)),
    Layers(
        (
            Timex(15, 21, "DATE", "2023-09-18", id="t1", tags=("x", ""), kind="deictic"),
            Timex(15, 21, None, "2023", values=(Reading("2023", "this\tyear"), Reading("2024"))),
        ),
        (Event(5, 11, "OCCURRENCE", "ACTUAL", "2023-09-18", id="e1"),),
        (Region(2, 4),),
        (Link("e1", "t1", "IS_INCLUDED"), Link("e1", "dct", "BEFORE")),
    ),
)


def write(format_: formats.Format, path: Path, annotated: Annotated = DOCUMENT) -> Path:
    assert format_.write_gold is not None
    format_.write_gold(path, Suite("", "", "", (), {}), [annotated], pytest.fail)
    return path


def test_offsets_on_disk_are_utf_16(tmp_path: Path) -> None:
    content = (write(xmi.FORMAT, tmp_path / "out") / "a.xmi").read_text(encoding="utf-8")
    event = re.search(r'<custom:Event [^>]*begin="(\d+)" end="(\d+)"[^>]*>', content)
    assert event is not None
    assert event.groups() == ("6", "12")
    assert 'timexType="DATE"' in content
    assert 'sofaString="\U0001f600 It rained on Monday."' in content
    data = json.loads((write(cas_json.FORMAT, tmp_path / "json") / "a.json").read_text(encoding="utf-8"))
    found = [each for each in data["%FEATURE_STRUCTURES"] if each["%TYPE"] == "webanno.custom.Event"]
    assert [(each["begin"], each["end"], each["eventClass"]) for each in found] == [(6, 12, "OCCURRENCE")]


def test_utf_16_offsets_of_a_text_with_several_pairs() -> None:
    units = Units("a\U0001f600b\U0001f600\U0001f600")  # units: a 0, pair 1–2, b 3, pairs 4–5 and 6–7
    assert [units.of(offset) for offset in range(6)] == [0, 1, 3, 4, 6, 8]
    assert [units.offset(number) for number in range(9)] == [0, 1, None, 2, 3, None, 4, None, 5]


def test_the_types_can_be_imported_as_layers_of_inception(tmp_path: Path) -> None:
    content = (write(xmi.FORMAT, tmp_path / "out") / "TypeSystem.xml").read_text(encoding="utf-8")
    for name in ("Timex", "Event", "Tlink"):
        assert f"<name>webanno.custom.{name}</name>" in content
    for name in ("Governor", "Dependent"):
        assert re.search(
            rf"<name>{name}</name>\s*(<description/>\s*)?<rangeTypeName>uima.tcas.Annotation<", content
        )


@pytest.mark.parametrize("format_", [xmi.FORMAT, cas_json.FORMAT], ids=lambda each: each.name)
def test_a_document_comes_back(tmp_path: Path, format_: formats.Format) -> None:
    path = write(format_, tmp_path / "out")
    assert formats.sniff(path) is format_
    suite = formats.read_gold(path)
    assert suite.documents == (DOCUMENT.document,)
    timexes = suite.layers["a"].timexes
    assert [(each.tags, each.values) for each in timexes] == [
        (("x", ""), None),
        ((), (Reading("2023", "this\tyear"), Reading("2024", ""))),
    ]
    assert [each.text for each in timexes] == ["Monday", "Monday"]
    assert suite.layers["a"].links == DOCUMENT.layers.links
    assert suite.notes == ()


# files of others


def types(**features: str) -> str:
    """A type system: for each type its features, which are strings."""
    listed = "".join(
        f"<typeDescription><name>{name.replace('__', '.')}</name>"
        "<supertypeName>uima.tcas.Annotation</supertypeName><features>"
        + "".join(
            f"<featureDescription><name>{each}</name><rangeTypeName>"
            f"{'uima.tcas.Annotation' if each in ('Governor', 'Dependent') else 'uima.cas.String'}"
            "</rangeTypeName></featureDescription>"
            for each in stated.split()
        )
        + "</features></typeDescription>"
        for name, stated in features.items()
    )
    return (
        '<?xml version="1.0"?><typeSystemDescription xmlns="http://uima.apache.org/resourceSpecifier">'
        f"<types>{listed}</types></typeSystemDescription>"
    )


HEIDELTIME = types(
    de__unihd__dbs__uima__types__heideltime__Timex3="timexId timexType timexValue timexMod foundByRule",
    de__unihd__dbs__uima__types__heideltime__Event="eventId tense aspect",
    de__unihd__dbs__uima__types__heideltime__Dct="value",
    de__tudarmstadt__ukp__dkpro__core__api__ner__type__NamedEntity="value",
    webanno__custom__TIMEX3="type value",
    webanno__custom__TLINK="label Governor Dependent",
    my__Token="",
)
PREFIXES = (
    'xmlns:xmi="http://www.omg.org/XMI" xmlns:cas="http:///uima/cas.ecore" '
    'xmlns:h="http:///de/unihd/dbs/uima/types/heideltime.ecore" xmlns:c="http:///webanno/custom.ecore" '
    'xmlns:n="http:///de/tudarmstadt/ukp/dkpro/core/api/ner/type.ecore" xmlns:my="http:///my.ecore"'
)


def document(structures: str, members: str, text: str = TEXT) -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<xmi:XMI {PREFIXES} xmi:version="2.0">\n<cas:NULL xmi:id="0"/>\n'
        f"{structures}\n"
        f'<cas:Sofa xmi:id="1" sofaNum="1" sofaID="_InitialView" mimeType="text" sofaString="{text}"/>\n'
        f'<cas:View sofa="1" members="{members}"/>\n</xmi:XMI>\n'
    )


def put(path: Path, content: str, system: str | None = HEIDELTIME, name: str = "b.xmi") -> Path:
    path.mkdir(exist_ok=True)
    (path / name).write_bytes(content.encode())
    if system is not None:
        (path / "TypeSystem.xml").write_text(system)
    return path


def test_heideltimes_own_types_are_read(tmp_path: Path) -> None:
    content = document(
        '<h:Dct xmi:id="2" sofa="1" begin="0" end="0" value="2023-09-20"/>\n'
        '<h:Timex3 xmi:id="3" sofa="1" begin="16" end="22" timexId="t1" timexType="DATE" timexValue="2023-09-18" '
        'timexMod="" foundByRule="r1"/>\n'
        '<h:Event xmi:id="4" sofa="1" begin="6" end="12" eventId="e1" tense="PAST"/>\n'
        '<my:Token xmi:id="5" sofa="1" begin="6" end="12"/>\n'
        '<n:NamedEntity xmi:id="6" sofa="1" begin="16" end="22" value="DATE"/>',
        "2 3 4 5 6",
    )
    suite = formats.read_gold(put(tmp_path, content))
    assert suite.documents[0].dct == datetime.date(2023, 9, 20)
    assert suite.layers["b"].timexes == (Timex(15, 21, "DATE", "2023-09-18", text="Monday", id="t1"),)
    assert suite.layers["b"].events == (Event(5, 11, text="rained", id="e1", tense="PAST"),)
    assert [note.message for note in suite.notes] == [
        "named entities that aren't read: DATE (1)",
        "the features foundByRule of de.unihd.dbs.uima.types.heideltime.Timex3; they are left out",
        "annotations of types that aren't read: my.Token (1)",
    ]


def test_named_entities_are_read_where_there_is_no_type_for_time_expressions(tmp_path: Path) -> None:
    content = document(
        '<n:NamedEntity xmi:id="2" sofa="1" begin="16" end="22" value="Date"/>'
        '<n:NamedEntity xmi:id="3" sofa="1" begin="3" end="5" value="ORG"/>',
        "2 3",
    )
    suite = formats.read_gold(put(tmp_path, content))
    assert suite.layers["b"].timexes == (Timex(15, 21, "DATE", text="Monday"),)
    assert [note.message for note in suite.notes] == ["named entities that aren't read: ORG (1)"]


def test_layers_of_a_users_own_are_read_by_their_names(tmp_path: Path) -> None:
    """A feature called ``type``, a relation with a ``label``, and ends without ids."""
    content = document(
        '<c:TIMEX3 xmi:id="2" sofa="1" begin="16" end="22" type="DATE" value="2023-09-18"/>\n'
        '<h:Event xmi:id="3" sofa="1" begin="6" end="12"/>\n'
        '<c:TLINK xmi:id="4" sofa="1" begin="16" end="22" label="before" Governor="3" Dependent="2"/>\n'
        '<c:TLINK xmi:id="5" sofa="1" begin="16" end="22" label="causes" Governor="3" Dependent="2"/>',
        "2 3 4 5",
    )
    suite = formats.read_gold(put(tmp_path, content))
    assert suite.layers["b"].timexes == (Timex(15, 21, "DATE", "2023-09-18", text="Monday", id="fs2"),)
    assert suite.layers["b"].links == (Link("fs3", "fs2", "BEFORE"),)
    assert [(note.line, note.message) for note in suite.notes] == [
        (7, "a link with the relation 'CAUSES', which is none of TimeML's; it is left out")
    ]


def test_an_annotation_that_covers_no_characters_is_left_out_with_a_note(tmp_path: Path) -> None:
    suite = formats.read_gold(put(tmp_path, document(TIMEX.format(16, 16), "3")))
    assert suite.layers["b"].timexes == ()
    assert [(note.line, note.message) for note in suite.notes] == [
        (
            4,
            "an annotation of de.unihd.dbs.uima.types.heideltime.Timex3 that covers no characters; it is left out",
        )
    ]


def fault(path: Path) -> tuple[int, str]:
    with pytest.raises(DataError) as caught:
        formats.read_gold(path)
    assert all(each.remedy for each in caught.value.faults)
    return caught.value.faults[0].line, caught.value.faults[0].message


TIMEX = '<h:Timex3 xmi:id="3" sofa="1" begin="{}" end="{}"/>'


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        (document(TIMEX.format(1, 22), "3"), 4, "de.unihd.dbs.uima.types.heideltime.Timex3 at 1–22, which are no"),
        (document(TIMEX.format(16, 99), "3"), 4, "the span 15–98 doesn't lie within the text's 22 characters"),
        (document(TIMEX.format("x", 22), "3"), 0, "dkpro-cassis can't read it: ValueError"),
        (document(TIMEX.format(16, 22) * 2, "3"), 4, "the xmi:id 3 stands twice"),
        (document(TIMEX.format(16, 22), "3 7"), 0, "dkpro-cassis can't read it: KeyError: 7"),
        (document('<my:Nothing xmi:id="3"/>', "3"), 0, "dkpro-cassis can't read it: TypeNotFoundError"),
        (document("", "")[:-20], 6, "not XML: "),
        ("", 1, "not XML: no element found"),
        ('<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', 1, "a document type declaration"),
        ("<x>" * 200 + "</x>" * 200, 1, "it is nested too deeply"),
        ('<?xml version="1.0" encoding="nonsense"?><x/>', 1, "its encoding: "),
        (f"<xmi:XMI {PREFIXES}/>", 0, "the view _InitialView has no text"),
    ],
)
def test_faults_of_xmi(tmp_path: Path, content: str, line: int, message: str) -> None:
    found = fault(put(tmp_path, content))
    assert found[1].startswith(message), found
    assert found[0] == line


def test_xmi_without_its_type_system_is_a_fault_with_a_remedy(tmp_path: Path) -> None:
    assert fault(put(tmp_path, document("", ""), None)) == (
        0,
        "there is no TypeSystem.xml, without which XMI can't be read",
    )
    hostile = '<!DOCTYPE x SYSTEM "file:///etc/passwd"><typeSystemDescription/>'
    assert fault(put(tmp_path, document("", ""), hostile))[1].startswith("a document type declaration")


def zipped(path: Path, members: dict[str, str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, content in members.items():
            opened.writestr(name, content)
    return path


ONE = document(TIMEX.format(16, 22), "3")


def test_inceptions_zip_is_read_and_its_names_are_no_paths(tmp_path: Path) -> None:
    path = zipped(tmp_path / "rain.zip", {"../../x.xmi": ONE, "TypeSystem.xml": HEIDELTIME})
    suite = formats.read_gold(path)
    assert [(each.id, each.text) for each in suite.documents] == [("rain", TEXT)]
    assert len(suite.layers["rain"].timexes) == 1
    assert [each.name for each in tmp_path.iterdir()] == ["rain.zip"]
    zipped(tmp_path / "two.zip", {"d/c.xmi": ONE, "d/e.xmi": ONE, "d/TypeSystem.xml": HEIDELTIME})
    assert [each.id for each in formats.read_gold(tmp_path).documents] == ["rain", "c", "e"]


def test_zips_that_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = zipped(tmp_path / "rain.zip", {"a.xmi": ONE})
    assert fault(path)[1] == "there is no TypeSystem.xml in it"
    zipped(path, {"a.xmi": ONE, "TypeSystem.xml": HEIDELTIME})
    content = path.read_bytes()
    broken = bytearray(content)
    broken[45] ^= 0xFF  # within the first member's deflated bytes
    path.write_bytes(broken)
    assert fault(path)[1].startswith("this zip can't be read: ")
    path.write_bytes(content)
    monkeypatch.setattr(xmi, "LARGEST", 600)
    assert "is larger than" in fault(path)[1]
    (tmp_path / "rain.zip").write_bytes(b"no zip")
    assert formats.sniff(tmp_path) is None


def test_characters_that_xml_cannot_hold_are_refused_and_json_holds_them(tmp_path: Path) -> None:
    bad = Annotated(SuiteDocument("a", "x\0y"), Layers())
    with pytest.raises(DataError, match=r"the text of 'a' has U\+0000, which XML can't hold"):
        write(xmi.FORMAT, tmp_path / "out", bad)
    attribute = Annotated(SuiteDocument("a", "xy"), Layers((Timex(0, 1, value="\x01"),)))
    with pytest.raises(DataError, match="an attribute of 'a' can't be written"):
        write(xmi.FORMAT, tmp_path / "out2", attribute)
    assert formats.read_gold(write(cas_json.FORMAT, tmp_path / "json", bad)).documents[0].text == "x\0y"
    half = Annotated(SuiteDocument("a", "x\ud800"), Layers())
    for number, format_ in enumerate((xmi.FORMAT, cas_json.FORMAT)):
        with pytest.raises(DataError, match=r"U\+D800"):
            write(format_, tmp_path / f"half{number}", half)


def json_file(path: Path, change: Any) -> Path:
    file = write(cas_json.FORMAT, path) / "a.json"
    data = json.loads(file.read_text(encoding="utf-8"))
    change(data)
    file.write_text(json.dumps(data), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda data: data.pop("%TYPES"), "there is no type system (%TYPES) in it"),
        (lambda data: data["%FEATURE_STRUCTURES"][1].update({"%TYPE": "my.Own"}), "dkpro-cassis can't read it"),
        (lambda data: data["%FEATURE_STRUCTURES"].append(data["%FEATURE_STRUCTURES"][2]), "the id 3 stands twice"),
        (lambda data: _event(data).update({"begin": 1}), "webanno.custom.Event at 1–12, which are no places"),
        (lambda data: _event(data).update({"end": 99}), "the span 5–98 doesn't lie within the text's 22"),
        (lambda data: _event(data).update({"end": "12"}), "webanno.custom.Event at 6–None"),
        (lambda data: data.update({"%VIEWS": []}), "dkpro-cassis can't read it"),
    ],
)
def test_faults_of_json(tmp_path: Path, change: Any, message: str) -> None:
    assert fault(json_file(tmp_path / "out", change))[1].startswith(message)


def _event(data: Any) -> Any:
    return next(each for each in data["%FEATURE_STRUCTURES"] if each["%TYPE"] == "webanno.custom.Event")


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        ('{"%TYPES":\n{', 2, "not JSON: "),
        ('{"%TYPES": ' + "[" * 100_000, 0, "it is nested too deeply"),
        ('["%TYPES": 1]', 1, "not JSON: "),
        ('{"%TYPES": ' + "9" * 5000 + "}", 0, "it is nested too deeply, or has a number without end"),
    ],
)
def test_json_that_is_none(tmp_path: Path, content: str, line: int, message: str) -> None:
    (tmp_path / "a.json").write_text(content)
    found = fault(tmp_path)
    assert found[1].startswith(message), found
    assert found[0] == line


def test_json_of_another_sort_in_the_folder_is_told_of(tmp_path: Path) -> None:
    path = write(cas_json.FORMAT, tmp_path / "out")
    (path / "settings.json").write_text("{}")
    assert [note.message for note in formats.read_gold(path).notes] == ["no CAS in JSON; it isn't read"]


def test_a_library_that_is_not_installed_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(xmi.FORMAT, tmp_path / "out")
    monkeypatch.setattr(registry, "find_spec", lambda _: None)
    with pytest.raises(UsageError, match=r"UIMA's XMI needs cassis, .* pip install 'timeline-bench\[formats\]'"):
        formats.read_gold(path)


def test_an_id_that_would_be_a_path_is_refused(tmp_path: Path) -> None:
    for number, format_ in enumerate((xmi.FORMAT, cas_json.FORMAT)):
        with pytest.raises(DataError, match="can't be the name of a file"):
            write(format_, tmp_path / str(number), Annotated(SuiteDocument("../x", TEXT), Layers()))
