"""Parquet: what stands in the files, what is read of others' files, and what is said of those that aren't read."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.parquet
import pytest

import bench
from bench import DataError, Event, Link, Timex, UsageError
from bench.cli.root import run
from bench.dataset.suite import Layers, Suite, SuiteDocument
from bench.formats import registry
from bench.formats.annotated import Annotated
from bench.formats.parquet import FORMAT, reading, writing
from bench.sdk.model import Entry, Reading, Region
from tests.conftest import ROOT

TEXT = "\ufeff🌊 Rain fell on Monday,\r\nand e\u0301lite talks began."
READINGS = (Reading("2023-09-18", "the last one"), Reading("2023-09-25", "the coming one"))


def at(words: str) -> tuple[int, int]:
    start = TEXT.index(words)
    return start, start + len(words)


RAIN = Annotated(
    SuiteDocument("rain/1", TEXT, datetime.datetime(2023, 9, 20, 9, 30), sentences=(0, 26), tags=("weather", "x")),
    Layers(
        (Timex(*at("Monday"), "DATE", "2023-09-18", None, "deictic", "Monday", "t1", ("a",), READINGS),),
        (Event(*at("fell"), "OCCURRENCE", "ACTUAL", "2023-09-18", "fell", "e1"),),
        (Region(*at("🌊 "), "🌊 "),),
        (Link("e1", "t1", "IS_INCLUDED"), Link("e1", "dct", "BEFORE")),
    ),
)
DRY = Annotated(SuiteDocument("dry", "Nothing happened."), Layers())
STORY = (Entry("fall", "Rain fell.", "2023-09-18", ("rain",), (("rain/1", "e1"),)),)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A suite of two documents, which has everything that a suite may have."""
    suite = Suite("example", "", "", (), {}, timeline=STORY, labelled_layers=("timexes", "events", "timeline"))
    FORMAT.write_gold(tmp_path / "example", suite, iter((RAIN, DRY)), lambda _: None)  # type: ignore[misc]
    return tmp_path / "example"


def rows(folder: Path, name: str) -> list[dict[str, Any]]:
    """The rows of a file, read without bench."""
    found: list[dict[str, Any]] = pyarrow.parquet.read_table(folder / f"{name}.parquet").to_pylist()
    return found


def test_the_columns_are_the_fields_of_json_lines(folder: Path) -> None:
    assert sorted(path.name for path in folder.iterdir()) == [
        "documents.parquet",
        "events.parquet",
        "ignore.parquet",
        "links.parquet",
        "timeline.parquet",
        "timexes.parquet",
    ]
    (timex,) = rows(folder, "timexes")
    assert timex == {
        "doc": "rain/1",
        "id": "t1",
        "start": 16,  # a byte order mark and an emoji are one character each
        "end": 22,
        "text": "Monday",
        "type": "DATE",
        "value": "2023-09-18",
        "mod": None,
        "kind": "deictic",
        "tags": ["a"],
        "values": [
            {"value": "2023-09-18", "policy": "the last one"},
            {"value": "2023-09-25", "policy": "the coming one"},
        ],
        "newest_value": None,
        "confidence": None,  # this and the alternatives only predictions state
        "alternatives": None,
    }
    rain, dry = rows(folder, "documents")
    assert (rain["id"], rain["text"], rain["dct"]) == ("rain/1", TEXT, "2023-09-20T09:30:00")
    assert (rain["sentences"], rain["tags"]) == ([0, 26], ["weather", "x"])
    assert (dry["id"], dry["dct"], dry["sentences"]) == ("dry", None, None)
    (entry,) = rows(folder, "timeline")
    assert entry["mentions"] == [["rain/1", "e1"]]
    assert [each["relation"] for each in rows(folder, "links")] == ["IS_INCLUDED", "BEFORE"]


def test_all_comes_back(folder: Path) -> None:
    suite = bench.read_gold(folder)
    assert [each.id for each in suite.documents] == ["rain/1", "dry"]
    assert suite.documents[0] == RAIN.document
    assert (suite.layers["rain/1"], suite.layers["dry"]) == (RAIN.layers, DRY.layers)
    assert suite.timeline == STORY
    assert suite.labelled_layers == ("timexes", "events", "links", "timeline")
    assert suite.documents[1].place == (str(folder / "documents.parquet"), 2)


def test_a_layer_that_is_labelled_and_empty_has_a_table_without_rows(tmp_path: Path) -> None:
    suite = Suite("none", "", "", (), {}, labelled_layers=("events",))
    FORMAT.write_gold(tmp_path / "none", suite, iter((DRY,)), lambda _: None)  # type: ignore[misc]
    assert rows(tmp_path / "none", "events") == []
    assert bench.read_gold(tmp_path / "none").labelled_layers == ("events",)


@pytest.mark.parametrize("name", ["articles", "messages"])
def test_gold_is_the_same_by_way_of_parquet(name: str, tmp_path: Path) -> None:
    """The lines that come out are those that come out of JSON Lines."""
    bench.convert(ROOT / "gold" / name, tmp_path / "parquet", to="parquet")
    bench.convert(tmp_path / "parquet", tmp_path / "back", to="jsonl")
    bench.convert(ROOT / "gold" / name, tmp_path / "straight", to="jsonl")
    names = sorted(path.name for path in (tmp_path / "straight").iterdir())
    assert names == sorted(path.name for path in (tmp_path / "back").iterdir())
    for each in names:
        assert (tmp_path / "back" / each).read_bytes() == (tmp_path / "straight" / each).read_bytes(), each


def write(folder: Path, name: str, columns: dict[str, Any]) -> Path:
    """A file with these columns."""
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}.parquet"
    pyarrow.parquet.write_table(pyarrow.table(columns), path)
    return path


def test_tables_that_others_wrote_are_predictions(folder: Path, tmp_path: Path) -> None:
    """Other types of text and numbers, categories, columns of their own, and layers that aren't there."""
    mine = tmp_path / "mine"
    write(mine, "documents", {"id": ["rain/1", "dry"], "score": [0.5, 0.1]})
    start, end = at("Monday")
    timexes = {
        "doc": pyarrow.array(["rain/1"]).dictionary_encode(),
        "start": pyarrow.array([start], pyarrow.int32()),
        "end": pyarrow.array([end], pyarrow.uint16()),
        "type": pyarrow.array(["DATE"], pyarrow.large_string()),
        "value": pyarrow.array([None], pyarrow.null()),
    }
    write(mine, "timexes", timexes)
    gold = bench.read_gold(folder)
    found = bench.read_predictions(mine, gold)
    assert found.covers == ("timexes",)
    assert found.layers["rain/1"].timexes == (Timex(start, end, "DATE"),)
    scores = bench.score(mine, gold)
    assert (scores["timex.strict"].f1, scores["timex.value"].f1) == (1, None)  # no value is stated
    write(mine, "timexes", {**timexes, "start": pyarrow.array([start + 1])})
    bench.read_predictions(mine, gold)  # no text is stated, so the offsets are taken as they are
    write(mine, "timexes", {**timexes, "text": ["Tuesday"]})
    with pytest.raises(DataError, match=r"timexes\.parquet:1: 16–22 covers 'Monday', not 'Tuesday'"):
        bench.read_predictions(mine, gold)


@pytest.mark.parametrize(
    ("dct", "day", "written"),
    [
        (datetime.date(2023, 9, 18), datetime.date(2023, 9, 18), None),
        (datetime.datetime(2023, 9, 18), datetime.date(2023, 9, 18), None),
        (datetime.datetime(2023, 9, 18, 9), datetime.date(2023, 9, 18), datetime.datetime(2023, 9, 18, 9)),
    ],
)
def test_a_creation_time_may_be_a_day_or_a_time_stamp(
    dct: Any, day: datetime.date, written: datetime.datetime | None, tmp_path: Path
) -> None:
    write(tmp_path / "dated", "documents", {"id": [1], "text": ["Rain."], "dct": [dct]})
    (document,) = bench.read_gold(tmp_path / "dated").documents
    assert (document.id, document.dct, document.written) == ("1", day, written)


def truncated(folder: Path) -> None:
    path = folder / "timexes.parquet"
    path.write_bytes(path.read_bytes()[:-40])


def cut_inside(folder: Path) -> None:
    """The end of the file is there, but not what it points to."""
    path = folder / "timexes.parquet"
    content = path.read_bytes()
    path.write_bytes(content[:4] + bytes(len(content) // 2) + content[4 + len(content) // 2 :])


def no_parquet(folder: Path) -> None:
    (folder / "events.parquet").write_text('{"doc": "dry"}\n')


def empty(folder: Path) -> None:
    (folder / "documents.parquet").write_bytes(b"")


def a_folder(folder: Path) -> None:
    (folder / "links.parquet").unlink()
    (folder / "links.parquet").mkdir()


def foreign(folder: Path) -> None:
    write(folder, "documents", {"url": ["a"], "body": ["Rain."]})


def as_text(folder: Path) -> None:
    write(folder, "timexes", {"doc": ["dry"], "start": ["0"], "end": [3]})


def dated(folder: Path) -> None:
    """What pandas makes of days: how precise the value was can't be told."""
    value = pyarrow.array([datetime.date(2023, 9, 18)])
    write(folder, "timexes", {"doc": ["dry"], "start": [0], "end": [3], "value": value})


def without_start(folder: Path) -> None:
    write(folder, "timexes", {"doc": ["dry", "dry"], "start": [0, None], "end": [3, 4]})


def twice(folder: Path) -> None:
    table = pyarrow.table(
        [pyarrow.array(["a"]), pyarrow.array(["b"]), pyarrow.array(["Rain."])], ["id", "id", "text"]
    )
    pyarrow.parquet.write_table(table, folder / "documents.parquet")


def unknown_document(folder: Path) -> None:
    write(folder, "events", {"doc": ["wet"], "start": [0], "end": [3], "id": ["e1"]})


def outside(folder: Path) -> None:
    write(folder, "ignore", {"doc": ["dry"], "start": [0], "end": [99]})


@pytest.mark.parametrize(
    ("harm", "says"),
    [
        (truncated, r"timexes\.parquet: no Parquet file that can be read: .*; get the file anew"),
        (cut_inside, r"timexes\.parquet: no Parquet file that can be read: .*; get the file anew"),
        (no_parquet, r"events\.parquet: no Parquet file that can be read: .*; get the file anew"),
        (empty, r"documents\.parquet: no Parquet file that can be read: .*; get the file anew"),
        (a_folder, r"links\.parquet: no Parquet file that can be read: .*; get the file anew"),
        (foreign, r"documents\.parquet: no column 'id'; there is: 'url', 'body'; name the columns as docs/"),
        (as_text, r"timexes\.parquet: the values of the column 'start' are string, and a whole number is due"),
        (dated, r"timexes\.parquet: the values of the column 'value' are date32\[day\], and text is due"),
        (without_start, r"timexes\.parquet:2: .*`\$\.start`|timexes\.parquet:2: .*required field `start`"),
        (twice, r"documents\.parquet: the column 'id' stands here twice; keep one of the two"),
        (unknown_document, r"events\.parquet:1: there is no document 'wet'; .*add it to documents\.parquet"),
        (outside, r"ignore\.parquet:1: .*99"),
    ],
    ids=lambda each: getattr(each, "__name__", ""),
)
def test_a_file_that_cannot_be_read_is_told_with_a_remedy(
    harm: Callable[[Path], None], says: str, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    harm(folder)
    with pytest.raises(DataError, match=says):
        bench.read_gold(folder)
    assert run(["convert", str(folder), str(tmp_path / "out")]) == 4
    assert not (tmp_path / "out").exists()
    assert "Traceback" not in capsys.readouterr().err


def test_a_title_of_another_type_is_no_fault(tmp_path: Path) -> None:
    """As in JSON Lines: no score depends on it."""
    write(tmp_path / "mine", "documents", {"id": ["a"], "text": ["Rain."], "title": [7], "tags": ["wet"]})
    (document,) = bench.read_gold(tmp_path / "mine").documents
    assert (document.title, document.tags) == ("", ())


def test_one_file_of_the_folder_names_the_folder(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["validate", str(folder / "timexes.parquet")]) == 2
    assert f"one file of a folder of Parquet; name the folder, {folder}" in capsys.readouterr().err


def test_parquet_of_others_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(tmp_path / "theirs", "train-00000-of-00001", {"text": ["Rain."]})
    for place in (path, path.parent):
        assert run(["validate", str(place)]) == 4
        assert f"{path}: this is Parquet without documents.parquet (a data set is named as hf:FOLDER)" in (
            capsys.readouterr().err
        )


def test_a_file_that_is_no_table_is_told_of(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder, "timex", {"doc": ["dry"]})
    assert run(["validate", str(folder)]) == 0
    assert "timex.parquet: nothing reads this file; rename it to timexes.parquet" in capsys.readouterr().err


def test_half_a_surrogate_pair_is_refused_before_a_folder_stands(tmp_path: Path) -> None:
    def documents() -> Iterator[Annotated]:
        yield Annotated(SuiteDocument("half", "a\ud83d"), Layers())

    with pytest.raises(DataError, match=r"'half' has U\+D83D, half of a surrogate pair"):
        FORMAT.write_gold(tmp_path / "out", Suite("x", "", "", (), {}), documents(), lambda _: None)  # type: ignore[misc]
    titled = Annotated(SuiteDocument("half", "a", title="\ud83d"), Layers())
    with pytest.raises(DataError, match=r"U\+D83D, half of a surrogate pair"):
        FORMAT.write_gold(tmp_path / "more", Suite("x", "", "", (), {}), iter((titled,)), lambda _: None)  # type: ignore[misc]


def test_a_missing_library_names_the_extra(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "find_spec", lambda name: None if name == "pyarrow" else object())
    says = (
        r"Parquet needs pyarrow, which isn't installed; install the extra: pip install 'timeline-bench\[formats\]'"
    )
    with pytest.raises(UsageError, match=says):
        bench.read_gold(folder)
    with pytest.raises(UsageError, match=says):
        bench.convert(ROOT / "gold" / "articles", folder.with_name("out"), to="parquet")


@pytest.mark.parametrize(
    "command",
    [
        ["validate", "{gold}"],
        ["score", "{gold}", "{gold}"],
        ["agree", "{gold}", "{gold}"],
        ["compare", "{gold}", "{gold}", "--gold", "{gold}", "--undecided", "pass"],
        ["evaluate", "{system}", "--gold", "{gold}", "-o", "{out}"],
        ["show", "{system}", "rain/1", "--gold", "{gold}"],
        ["run", "{system}", "{gold}", "-o", "{out}", "--dct", "2023-09-20"],
        ["convert", "{gold}", "{out}"],
        ["annotate", "--page", "{out}.html", "{gold}"],
    ],
    ids=lambda each: each[0],
)
def test_every_verb_takes_it(
    command: list[str],
    folder: Path,
    tmp_path: Path,
    system_file: Callable[[str, str], Path],
    capsys: pytest.CaptureFixture[str],
) -> None:
    columns: dict[str, Any] = {"id": ["rain/1"], "text": [TEXT], "dct": ["2023-09-20"]}
    write(folder, "documents", columns)  # a system needs a day of each document
    system = system_file("none", "@system(layers=['timexes'])\ndef none(document):\n    return []\n")
    places = {"gold": str(folder), "system": str(system), "out": str(tmp_path / "out")}
    assert run([each.format(**places) for each in command]) == 0, capsys.readouterr().err


def many(count: int) -> Iterator[Annotated]:
    for number in range(count):
        text = f"It rained on Monday, day {number}."
        timex = Timex(13, 19, "DATE", "2023-09-18", text="Monday", id="t1")
        yield Annotated(SuiteDocument(f"d{number}", text), Layers((timex,)))


def test_documents_are_written_and_read_in_groups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "ROWS", 10)
    monkeypatch.setattr(reading, "MANY", 0)
    groups: list[int] = []

    def watched() -> Iterator[Annotated]:
        """While the documents come, those before them are in the file already."""
        for number, each in enumerate(many(35)):
            yield each
            groups.append((tmp_path / "many" / "documents.parquet").stat().st_size if number % 10 == 9 else 0)

    FORMAT.write_gold(tmp_path / "many", Suite("many", "", "", (), {}), watched(), lambda _: None)  # type: ignore[misc]
    stored = pyarrow.parquet.ParquetFile(tmp_path / "many" / "documents.parquet")
    assert [stored.metadata.row_group(at).num_rows for at in range(stored.num_row_groups)] == [10, 10, 10, 5]
    assert FORMAT.open_gold is not None
    suite, documents = FORMAT.open_gold(tmp_path / "many")
    assert suite.documents == ()
    assert list(documents) == list(many(35))


def test_a_large_folder_in_another_order_is_read_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MANY", 0)
    folder = tmp_path / "many"
    FORMAT.write_gold(folder, Suite("many", "", "", (), {}), many(3), lambda _: None)  # type: ignore[misc]
    table = pyarrow.parquet.read_table(folder / "timexes.parquet")
    pyarrow.parquet.write_table(table.take([2, 0, 1]), folder / "timexes.parquet")
    assert FORMAT.open_gold is not None
    _, documents = FORMAT.open_gold(folder)
    assert [each.layers.timexes[0].text for each in documents] == ["Monday"] * 3
    changed = table.set_column(table.column_names.index("end"), "end", pyarrow.array([19, 18, 19]))
    pyarrow.parquet.write_table(changed, folder / "timexes.parquet")
    with pytest.raises(DataError, match=r"timexes\.parquet:2: 13–18 covers 'Monda', not 'Monday'"):
        FORMAT.open_gold(folder)


def test_reading_stops_after_a_hundred_rows_that_are_none(tmp_path: Path) -> None:
    folder = tmp_path / "bad"
    write(folder, "documents", {"id": ["a"], "text": ["Rain."]})
    write(folder, "timexes", {"doc": ["a"] * 1000, "start": [None] * 1000, "end": [1] * 1000})
    with pytest.raises(DataError) as caught:
        bench.read_gold(folder)
    assert len(caught.value.faults) == 100
    assert "the rest isn't read" in caught.value.faults[-1].message


def test_the_version_is_that_of_the_card(folder: Path) -> None:
    (folder / "README.md").write_text("---\nversion: 2.1.0\nevent_phenomena: [negation]\n---\n# x\n")
    suite = bench.read_gold(folder)
    assert (suite.version, suite.event_phenomena) == ("2.1.0", frozenset({"negation"}))


def test_the_digest_changes_with_a_label(folder: Path) -> None:
    before = bench.read_gold(folder).digest
    table = pyarrow.parquet.read_table(folder / "events.parquet")
    at = table.column_names.index("realis")
    pyarrow.parquet.write_table(
        table.set_column(at, "realis", pyarrow.array(["OTHER"])), folder / "events.parquet"
    )
    assert bench.read_gold(folder).digest != before


def test_predictions_are_written_to_be_corrected(folder: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "documents.jsonl").write_text(json.dumps({"id": "rain/1"}) + "\n")
    start, end = at("Monday")
    (mine / "timexes.jsonl").write_text(json.dumps({"doc": "rain/1", "start": start, "end": end}) + "\n")
    done = bench.convert(mine, tmp_path / "out", to="parquet", gold=folder)
    assert done.documents == 1
    (timex,) = rows(tmp_path / "out", "timexes")
    assert (timex["doc"], timex["start"], timex["end"]) == ("rain/1", start, end)
