"""Tables of links: MATRES, TimeBank-Dense and TDDiscourse are links over the documents of gold."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench import formats
from bench.cli.root import run
from bench.dataset.suite import Predictions
from bench.errors import DataError
from bench.sdk.model import Link
from tests.conftest import SHARED

# the numbers of events and instances differ, as in TimeBank
WET = """<TimeML><DCT><TIMEX3 tid="t9" type="DATE" value="2021-05-04">then</TIMEX3></DCT>
<TEXT>It <EVENT eid="e1" class="OCCURRENCE">rained</EVENT> on
<TIMEX3 tid="t1" type="DATE" value="2021-05-03">Monday</TIMEX3>,
and <EVENT eid="e2" class="OCCURRENCE">dried</EVENT>.</TEXT>
<MAKEINSTANCE eiid="ei2" eventID="e1"/><MAKEINSTANCE eiid="ei1" eventID="e2"/>
<TLINK relType="BEFORE" eventInstanceID="ei2" relatedToEventInstance="ei1"/></TimeML>
"""
DRY = WET.replace("rained", "snowed")


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    """A TimeML folder of two documents."""
    folder = tmp_path / "gold"
    folder.mkdir()
    (folder / "wet.1.tml").write_text(WET)
    (folder / "dry.tml").write_text(DRY)
    return folder


def read(gold: Path, table: str, name: str = "table.txt") -> Predictions:
    path = gold.parent / name
    path.write_text(table)
    found = formats.recognise(path)
    assert found.name == "links-table"
    return formats.read_predictions(path, formats.read_gold(gold))


def kinds(predictions: Predictions) -> dict[str, int]:
    return {note.kind: note.count for note in predictions.notes}


def test_matres_names_instances(gold: Path) -> None:
    table = (
        "wet.1\trained\tdried\t2\t1\tBEFORE\nwet.1\tdried\trained\t1\t2\tEQUAL\n\n"
        "wet.1\tDried\trained\t1\t2\tVAGUE\ndry\tsnowed\tdried\t2\t1\tAFTER\n"
    )
    predictions = read(gold, table)
    assert predictions.covers == ("links",)
    assert predictions.layers["wet.1"].links == (
        Link("e1", "e2", "BEFORE"),
        Link("e2", "e1", "SIMULTANEOUS"),
        Link("e2", "e1", "VAGUE"),
    )
    assert predictions.layers["dry"].links == (Link("e1", "e2", "AFTER"),)
    assert [each.text for each in predictions.layers["wet.1"].events] == ["rained", "dried"]
    assert not predictions.notes


def test_letters_name_events_times_and_the_creation_time(gold: Path) -> None:
    letters = {
        "b": "BEFORE",
        "a": "AFTER",
        "i": "INCLUDES",
        "ii": "IS_INCLUDED",
        "s": "SIMULTANEOUS",
        "v": "VAGUE",
    }
    table = (
        "".join(f"wet.1\te1\te2\t{letter}\n" for letter in letters) + "wet.1\te1\tt9\tb\r\nwet.1\tt1\te2\tBEGINS\n"
    )
    predictions = read(gold, table, "table.tsv")
    assert predictions.layers.keys() == {"wet.1"}
    assert predictions.layers["wet.1"].links == (
        *(Link("e1", "e2", relation) for relation in letters.values()),
        Link("e1", "dct", "BEFORE"),
        Link("t1", "e2", "BEGINS"),
    )


def test_rows_without_a_place_in_gold_are_told(gold: Path) -> None:
    table = (
        "wet.1\te1\te2\tb\tCR, FE\n"  # a column more, as in TDDiscourse's lists of phenomena
        "wet.1\te1\te7\tb\n"
        "fog\te1\te2\tb\n"
    )
    assert kinds(read(gold, table)) == {"more columns": 1, "no end": 1, "no document": 1}
    predictions = read(gold, "wet.1\tpoured\tdried\t2\t1\tBEFORE\n")
    assert kinds(predictions) == {"another word": 1}
    assert predictions.layers["wet.1"].links == (Link("e1", "e2", "BEFORE"),)
    with pytest.raises(DataError, match="no row of it is about gold's documents"):
        read(gold, "fog\te1\te2\tb\n")


def test_gold_in_json_lines_is_named_by_its_own_ids(gold: Path) -> None:
    other = gold.parent / "json"
    assert run(["convert", str(gold), str(other)]) == 0
    predictions = read(other, "wet.1\te1\tt0\tb\nwet.1\te1\te2\ta\n")
    assert predictions.layers["wet.1"].links == (Link("e1", "dct", "BEFORE"), Link("e1", "e2", "AFTER"))
    # the instances of TimeML aren't there any more
    with pytest.raises(DataError, match="no row of it is about"):
        read(other, "wet.1\trained\tdried\t2\t1\tBEFORE\n")


def test_a_folder_of_tables_has_the_rows_of_all_and_other_files_are_left(gold: Path) -> None:
    folder = gold.parent / "tables"
    folder.mkdir()
    (folder / "a.txt").write_text("wet.1\te1\te2\tb\n")
    (folder / "b.tsv").write_text("\ndry\te1\te2\ta\n")
    (folder / "README.txt").write_text("Two tables.\n")
    predictions = formats.read_predictions(folder, formats.read_gold(gold))
    assert {name: len(each.links) for name, each in predictions.layers.items()} == {"wet.1": 1, "dry": 1}


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ("wet.1\te1\te2\tb\nwet.1\te1\te2\tq\n", "table.txt:2: not a row of links"),
        ("wet.1\te1\te2\tb\nwet.1\te1\n", "table.txt:2: not a row of links"),
        ("wet.1\te1\te2\tb\nwet.1\ta\tb\t1\t2\tNEAR\n", "table.txt:2: not a row of links"),
        ("wet.1\te1\te2\tb\nwet.1\ta\tb\t²\t2\tAFTER\n", "table.txt:2: not a row of links"),
    ],
)
def test_lines_that_are_no_rows_are_refused(gold: Path, table: str, told: str) -> None:
    with pytest.raises(DataError, match=told):
        read(gold, table)


def test_a_table_that_is_not_utf_8_is_refused(gold: Path) -> None:
    (gold.parent / "t.txt").write_bytes(b"wet.1\te1\te2\tb\nwet.\xff\te1\te2\tb\n")
    with pytest.raises(DataError, match="not UTF-8 at byte 18"):
        formats.read_predictions(gold.parent / "t.txt", formats.read_gold(gold))


def test_a_table_is_no_gold(gold: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = gold.parent / "table.txt"
    table.write_text("wet.1\te1\te2\tb\n")
    for command in (
        ["validate", str(table)],
        ["agree", str(table), str(table)],
        ["score", str(table), str(table)],
    ):
        assert run(command) == 4, command
        assert "a table of links has no texts" in capsys.readouterr().err


def test_convert_joins_a_table_to_the_documents_of_gold(gold: Path) -> None:
    table, out = gold.parent / "table.txt", gold.parent / "out"
    table.write_text("wet.1\trained\tdried\t2\t1\tEQUAL\n")
    assert run(["convert", str(table), str(out), "--gold", str(gold)]) == 0
    assert json.loads((out / "documents.jsonl").read_text())["dct"] == "2021-05-04"
    assert json.loads((out / "links.jsonl").read_text()) == {
        "doc": "wet.1",
        "source": "e1",
        "target": "e2",
        "relation": "SIMULTANEOUS",
    }
    assert len((out / "events.jsonl").read_text().splitlines()) == 2
    assert len((out / "timexes.jsonl").read_text().splitlines()) == 1


def test_a_table_is_scored_against_the_links_of_gold(gold: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = gold.parent / "table.txt"
    table.write_text("wet.1\te1\te2\tb\ndry\te1\te2\ta\n")
    assert run(["score", str(table), str(gold), "--format", "json"]) == 0
    measures = json.loads(capsys.readouterr().out)["measures"]
    assert measures.keys() == {"tlink.awareness", "tlink.orderless", "tlink.plain"}
    plain = measures["tlink.plain"]
    assert (plain["correct_predicted"], plain["predicted"], plain["gold"]) == (1, 2, 2)


def test_rows_name_the_instances_of_real_files(tmp_path: Path) -> None:
    """Two made-up rows in the form of MATRES, over a file of TempEval-3's Platinum corpus."""
    path = SHARED / "reference" / "gold"
    if not path.is_dir():
        pytest.skip("needs ../shared/reference, which is not part of the project")
    rows = (("announced", "begin", "1", "6", "VAGUE"), ("sparing", "expected", "3", "4", "VAGUE"))
    (tmp_path / "m.txt").write_text("".join("\t".join(("CNN_20130322_248", *row)) + "\n" for row in rows))
    predictions = formats.read_predictions(tmp_path / "m.txt", formats.read_gold(path))
    assert len(predictions.layers["CNN_20130322_248"].links) == 2
    assert not predictions.notes
