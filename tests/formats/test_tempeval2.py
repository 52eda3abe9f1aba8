"""TempEval-2's tables: one folder of them is documents with times, events and links."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench import formats
from bench.cli.root import run
from bench.dataset.suite import Suite
from bench.errors import DataError
from bench.sdk.model import Event, Link, Timex

WORDS = {"wet": [["It", "rained", "."], ["On", "May", "3", "it", "dried", "🌊"]], "dry": [["Sun", "."]]}
TABLES = {
    "base-segmentation.tab": "".join(
        f"{name}\t{at}\t{number}\t{word}\n"
        for name, sentences in WORDS.items()
        for at, sentence in enumerate(sentences)
        for number, word in enumerate(sentence)
    ),
    "timex-extents.tab": "wet\t1\t1\ttimex3\tt1\t1\nwet\t1\t2\ttimex3\tt1\t1\n",
    "timex-attributes.tab": "wet\t1\t1\ttimex3\tt1\t1\ttype\tDATE\nwet\t1\t1\ttimex3\tt1\t1\tvalue\t1998-05-03\n",
    "event-extents.tab": "wet\t0\t1\tevent\te1\t1\nwet\t1\t4\tevent\te2\t1\n",
    "event-attributes.tab": "".join(
        f"wet\t0\t1\tevent\te1\t1\t{name}\t{value}\n"
        for name, value in (("class", "OCCURRENCE"), ("tense", "PAST"), ("aspect", "NONE"), ("modality", ""))
    ),
    "dct.txt": "wet\t19980504\ndry\t1998-05-05\n",
    "tlinks-dct-event.tab": "wet\te1\tt0\tBEFORE\n",
    "tlinks-main-events.tab": "wet\te1\te2\tbefore-or-overlap\n",
    "README.txt": "Made up.\n",
}


def write(folder: Path, **more: str) -> Path:
    """The tables, with changed ones by their names without the ending, and _ for -."""
    folder.mkdir(exist_ok=True)
    changed = {f"{name.replace('_', '-')}.tab": text for name, text in more.items()}
    for name, text in (TABLES | changed).items():
        if name != "dct.txt" or "dct" not in more:
            (folder / name).write_bytes(text.encode())
    return folder


def read(folder: Path, **more: str) -> Suite:
    assert formats.recognise(write(folder, **more)).name == "tempeval2"
    return formats.read_gold(folder)


def kinds(suite: Suite) -> dict[str, tuple[str, int]]:
    return {note.kind: (Path(note.path).name, note.line) for note in suite.notes}


def test_texts_annotations_creation_times_and_links_are_read(tmp_path: Path) -> None:
    suite = read(tmp_path / "te2")
    assert [(each.id, each.text, str(each.dct), each.sentences) for each in suite.documents] == [
        ("wet", "It rained .\nOn May 3 it dried 🌊", "1998-05-04", (0, 12)),
        ("dry", "Sun .", "1998-05-05", (0,)),
    ]
    layers = suite.layers["wet"]
    assert layers.timexes == (Timex(15, 20, "DATE", "1998-05-03", text="May 3", id="t1"),)
    assert layers.events == (
        Event(3, 9, "OCCURRENCE", text="rained", id="e1", tense="PAST", aspect="NONE"),
        Event(24, 29, text="dried", id="e2"),
    )
    assert layers.links == (Link("e1", "dct", "BEFORE"), Link("e1", "e2", "BEFORE-OR-OVERLAP"))
    assert kinds(suite) == {"relation": ("tlinks-main-events.tab", 1)}
    assert suite.digest != read(tmp_path / "te3", tlinks_main_events="wet\te1\te2\tAFTER\n").digest


def test_byte_order_marks_and_crlf_change_nothing(tmp_path: Path) -> None:
    plain = read(tmp_path / "te2")
    odd = {name[:-4].replace("-", "_"): "\ufeff" + text.replace("\n", "\r\n") for name, text in TABLES.items()}
    odd.pop("dct"), odd.pop("README")
    again = read(tmp_path / "te2", **odd)
    assert (again.documents, again.layers) == (plain.documents, plain.layers)


def test_what_is_left_out_is_told(tmp_path: Path) -> None:
    suite = read(
        tmp_path / "te2",
        event_extents=TABLES["event-extents.tab"] + "fog\t0\t1\tevent\te1\t1\nwet\t1\t2\tevent\te2\t1\n",
        event_attributes="wet\t0\t1\tevent\te9\t1\ttense\tPAST\nwet\t0\t1\tevent\te1\t1\tmood\tSUBJ\n",
        tlinks_timex_event="wet\te1\tt7\tOVERLAP\n",
        dct="wet\tMay\n",
    )
    assert len(suite.layers["wet"].links) == 2
    assert suite.layers["wet"].events[1].text == "3 it dried"
    assert kinds(suite) == {
        "no document": ("event-extents.tab", 3),
        "gap": ("base-segmentation.tab", 0),
        "no extent": ("event-attributes.tab", 1),
        "attribute mood": ("event-attributes.tab", 2),
        "no end": ("tlinks-timex-event.tab", 1),
        "no day": ("dct.tab", 1),
        "relation": ("tlinks-main-events.tab", 1),
    }


@pytest.mark.parametrize(
    ("table", "text", "told"),
    [
        ("base_segmentation", "wet\t0\t0\tIt\nwet\t0\t0\tit\n", "segmentation.tab:2: the token 0 of sentence 0"),
        ("base_segmentation", "wet\t0\t0\t\n", "segmentation.tab:1: a token without characters"),
        ("base_segmentation", "wet\t0\t0\n", "segmentation.tab:1: a row of 3 columns; write 4 columns"),
        ("base_segmentation", "", "segmentation.tab: it has no tokens"),
        ("event_extents", "wet\t0\t9\tevent\te1\t1\n", "event-extents.tab:1: 'wet' has no token 9 in sentence 0"),
        ("event_extents", "wet\t0\n", "event-extents.tab:1: a row of 2 columns"),
        ("dct", "wet\t19981304\n", "the creation time '1998-13-04'"),
    ],
)
def test_tables_that_cannot_be_right_are_refused(tmp_path: Path, table: str, text: str, told: str) -> None:
    with pytest.raises(DataError, match=told):
        read(tmp_path / "te2", **{table: text})


def test_a_table_that_is_not_utf_8_is_named(tmp_path: Path) -> None:
    (write(tmp_path / "te2") / "event-extents.tab").write_bytes(b"wet\t\xff\n")
    with pytest.raises(DataError, match=r"event-extents\.tab: not UTF-8 at byte 4"):
        formats.read_gold(tmp_path / "te2")


def test_gold_is_right_as_its_own_prediction(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = str(write(tmp_path / "te2"))
    assert run(["score", path, path, "--format", "csv"]) == 0
    assert "timex.value" in capsys.readouterr().out
    assert run(["convert", path, str(tmp_path / "out")]) == 0
    assert formats.read_gold(tmp_path / "out").layers == formats.read_gold(path).layers
