"""JSON Lines: nothing that a file has is dropped without a word, and one file is read alike by every verb."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bench import formats
from bench.cli.root import run
from bench.dataset import corpus
from bench.dataset.corpus import Fields
from bench.errors import DataError, UsageError
from bench.formats import IrregularError
from bench.formats.jsonl import stream

TEXT = "It rained on Monday."
MONDAY = {"doc": "a", "start": 13, "end": 19, "type": "DATE", "value": "2023-09-18"}
LINK = {"source": "dct", "target": "dct", "relation": "BEFORE"}
RAINED = {"doc": "a", "id": "e1", "start": 3, "end": 9}


def write(folder: Path, **layers: list[Any]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, found in layers.items():
        lines = (each if isinstance(each, str) else json.dumps(each) for each in found)
        (folder / f"{name.replace('_', '-')}.jsonl").write_text("".join(f"{each}\n" for each in lines))
    return folder


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    return write(tmp_path / "gold", documents=[{"id": "a", "text": TEXT}], timexes=[MONDAY])


@pytest.fixture
def predicted(tmp_path: Path) -> Path:
    return write(tmp_path / "predicted", documents=[{"id": "a"}], timexes=[MONDAY])


def score(predicted: Path, gold: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, Any], str]:
    """The exit code, the measures and what standard error says."""
    code = run(["score", str(predicted), str(gold), "--format", "json"])
    captured = capsys.readouterr()
    return code, json.loads(captured.out)["measures"] if captured.out else {}, captured.err


def readers(predicted: Path, gold: Path) -> list[tuple[Path, Callable[[Path], object]]]:
    """Predictions and gold, each with what reads it."""
    suite = formats.read_gold(gold)
    return [(predicted, lambda path: formats.read_predictions(path, suite)), (gold, formats.read_gold)]


@pytest.mark.parametrize("name", ["timex.jsonl", "Events.jsonl", "events.json", "links.ndjson", "notes.jsonl"])
@pytest.mark.parametrize("large", [False, True])
def test_f6_a_file_that_no_layer_reads_is_named(
    gold: Path,
    predicted: Path,
    capsys: pytest.CaptureFixture[str],
    name: str,
    large: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if large:
        monkeypatch.setattr(stream, "LARGE", 0)
    for folder in (gold, predicted):
        (folder / name).write_text("")
    code, _, said = score(predicted, gold, capsys)
    assert code == 0
    for folder in (gold, predicted):
        assert f"{folder / name}: nothing reads this file" in said
    assert ("rename it to" in said) == (name != "notes.jsonl")
    assert run(["validate", str(gold)]) == 0
    assert f"{gold / name}: nothing reads this file" in capsys.readouterr().err


def test_f6_a_file_of_predictions_alone_is_not_read_in_gold(gold: Path) -> None:
    write(gold, given_timexes=[], resolved=[])
    assert [Path(note.path).name for note in formats.read_gold(gold).notes] == [
        "given-timexes.jsonl",
        "resolved.jsonl",
    ]


def test_f6_predictions_whose_only_layer_is_misspelt_are_told_its_name(gold: Path, tmp_path: Path) -> None:
    path = write(tmp_path / "p", documents=[{"id": "a"}], timexe=[MONDAY])
    with pytest.raises(DataError, match=r"timexe\.jsonl: nothing reads this file; rename it to timexes\.jsonl"):
        formats.read_predictions(path, formats.read_gold(gold))


TWICE = '{"doc": "a", "start": 13, "end": 19, "value": "2023-09-18", "value": "1999"}'
ESCAPED = '{"doc": "a", "start": 13, "end": 19, "v\\u0061lue": "T10:30", "value" : "1999"}'


@pytest.mark.parametrize("line", [TWICE, ESCAPED])
def test_l1_a_field_that_stands_twice_is_refused(gold: Path, predicted: Path, line: str) -> None:
    suite = formats.read_gold(gold)
    for folder, read in (
        (predicted, lambda path: formats.read_predictions(path, suite)),
        (gold, formats.read_gold),
    ):
        write(folder, timexes=[line])
        with pytest.raises(DataError, match=r"timexes\.jsonl:1: the field 'value' stands here twice"):
            read(folder)


def test_l1_a_row_of_a_corpus_whose_field_stands_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "c.jsonl"
    path.write_text('{"id": "a", "text": "12:30", "dct": "2020-01-01", "text": "x"}\n')
    with pytest.raises(DataError, match=r"c\.jsonl:1: the field 'text' stands here twice"):
        list(corpus.documents(str(path), Fields()))


def test_colons_and_nested_objects_are_no_fields_that_stand_twice(gold: Path) -> None:
    write(
        gold, timexes=[{**MONDAY, "note": '"value": "value": 12:30', "meta": {"start": 1, "value": {"value": 2}}}]
    )
    assert formats.read_gold(gold).layers["a"].timexes[0].value == "2023-09-18"


def test_l2_a_layer_that_is_a_link_to_nowhere_is_refused(gold: Path, predicted: Path, tmp_path: Path) -> None:
    suite = formats.read_gold(gold)
    for folder, read in (
        (predicted, lambda path: formats.read_predictions(path, suite)),
        (gold, formats.read_gold),
    ):
        (folder / "events.jsonl").symlink_to(tmp_path / "nowhere")
        with pytest.raises(DataError, match=r"events\.jsonl: a link that leads nowhere"):
            read(folder)
        (folder / "events.jsonl").unlink()
        (folder / "documents.jsonl").unlink()
        (folder / "documents.jsonl").symlink_to("documents.jsonl")
        with pytest.raises(DataError, match=r"documents\.jsonl: a link that leads nowhere"):
            read(folder)


def test_r15_a_folder_where_a_file_is_due_is_refused(gold: Path) -> None:
    (gold / "links.jsonl").mkdir()
    with pytest.raises(DataError, match=r"links\.jsonl: it can't be read: Is a directory"):
        formats.read_gold(gold)


ODD: dict[str, Callable[[Path], object]] = {
    "ids that links name stand for two": lambda folder: write(
        folder, timexes=[{**MONDAY, "id": "e1"}], events=[RAINED], links=[{"doc": "b", **LINK}]
    ),
    "the id dct": lambda folder: write(
        folder, timexes=[{**MONDAY, "id": "dct"}], events=[RAINED], links=[{"doc": "b", **LINK}]
    ),
    "a record over two lines": lambda folder: (folder / "timexes.jsonl").write_text(
        json.dumps(MONDAY).replace(", ", ",\n", 1) + "\n"
    ),
    "two records on a line": lambda folder: write(folder, timexes=[json.dumps(MONDAY) * 2]),
    "bytes that aren't UTF-8": lambda folder: (folder / "timexes.jsonl").write_bytes(
        json.dumps({**MONDAY, "note": "x"}).encode().replace(b'"x"', b'"\xff"') + b"\n"
    ),
    "a field twice": lambda folder: write(folder, timexes=[TWICE]),
    "a field twice, escaped": lambda folder: write(folder, timexes=[ESCAPED]),
    "a link to nowhere": lambda folder: (folder / "events.jsonl").symlink_to(folder / "nowhere"),
}


@pytest.mark.parametrize("side", ["gold", "predicted"])
@pytest.mark.parametrize("spoil", ODD.values(), ids=ODD)
def test_r14_the_streamed_reading_refuses_what_the_whole_reading_refuses(
    gold: Path, predicted: Path, spoil: Callable[[Path], object], side: str
) -> None:
    write(gold, documents=[{"id": "a", "text": TEXT}, {"id": "b", "text": TEXT}])
    write(predicted, documents=[{"id": "a"}, {"id": "b"}])
    assert len(list(stream.read(predicted, gold))) == 2
    spoil(gold if side == "gold" else predicted)
    with pytest.raises(DataError):
        formats.read_predictions(predicted, formats.read_gold(gold))
    with pytest.raises(IrregularError):
        list(stream.read(predicted, gold))


def test_f14_half_a_surrogate_pair_is_called_that(gold: Path) -> None:
    write(gold, timexes=['{"doc": "a", "start": 13, "end": 19, "value": "\\ud800"}'])
    with pytest.raises(DataError, match=r"timexes\.jsonl:1: .*\\ud800 is half of a surrogate pair"):
        formats.read_gold(gold)


def test_a_line_nested_deeply_and_one_in_another_encoding_are_told_with_their_lines(
    gold: Path, tmp_path: Path
) -> None:
    write(gold, timexes=[MONDAY, '{"doc": "a", "x": ' + "[" * 100_000])
    with pytest.raises(DataError, match=r"timexes\.jsonl:2: .*nested too deeply"):
        formats.read_gold(gold)
    (gold / "timexes.jsonl").write_bytes(json.dumps(MONDAY).encode() + b'\n{"doc": "\xff"}\n')
    with pytest.raises(DataError, match=r"timexes\.jsonl:2: not UTF-8"):
        formats.read_gold(gold)
    path = tmp_path / "c.jsonl"
    path.write_text('{"id": "a", "text": "b", "dct": "2020-01-01"}\n{"id": "b", "x": ' + "[" * 100_000 + "\n")
    with pytest.raises(DataError, match=r"c\.jsonl:2: .*nested too deeply"):
        list(corpus.documents(str(path), Fields()))


@pytest.mark.parametrize(
    ("dct", "day"),
    [
        ("2020-01-07T10:00:00", "2020-01-07"),
        ("2020-01-07T23:30:00-08:00", "2020-01-07"),
        ("2020-01-07", "2020-01-07"),
    ],
)
def test_b9_one_documents_file_is_read_alike(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], dct: str, day: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents = [{"id": 7, "text": TEXT, "dct": dct, "title": None, "source": {"url": "x"}, "tags": "news"}]
    gold = write(tmp_path / "gold", documents=documents, timexes=[{**MONDAY, "doc": 7}])
    suite = formats.read_gold(gold)
    assert [(each.id, str(each.dct)) for each in suite.documents] == [("7", day)]
    assert [(each.id, str(each.dct)) for each in corpus.documents(str(gold), Fields())] == [("7", day)]
    for doc in (7, "7"):
        predicted = write(tmp_path / "p", documents=[{"id": doc}], timexes=[{**MONDAY, "doc": doc}])
        for large in (2**26, 0):
            monkeypatch.setattr(stream, "LARGE", large)
            code, measures, said = score(predicted, gold, capsys)
            assert (code, said) == (0, "")
            assert measures["timex.strict"]["f1"] == 1


def test_b9_an_empty_dct_states_no_day_and_another_text_is_refused(tmp_path: Path) -> None:
    gold = write(tmp_path / "gold", documents=[{"id": "a", "text": TEXT, "dct": ""}])
    assert formats.read_gold(gold).documents[0].dct is None
    write(gold, documents=[{"id": "a", "text": TEXT, "dct": "last year"}])
    with pytest.raises(DataError, match=r"documents\.jsonl:1: .*'last year' is no day such as 2023-09-18"):
        formats.read_gold(gold)


def test_b9_a_byte_order_mark_is_read_alike(gold: Path) -> None:
    documents = gold / "documents.jsonl"
    documents.write_bytes(b"\xef\xbb\xbf" + json.dumps({"id": "a", "text": TEXT, "dct": "2020-01-07"}).encode())
    assert [each.id for each in corpus.documents(str(gold), Fields())] == ["a"]
    assert [each.id for each in formats.read_gold(gold).documents] == ["a"]


def test_b13_a_relation_that_timeml_lacks_is_read_and_told(
    gold: Path, predicted: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for folder in (gold, predicted):
        link = {"doc": "a", "source": "e1", "target": "dct"}
        write(folder, events=[RAINED], links=[{**link, "relation": "MEASURE"}, {**link, "relation": "BEFORE"}])
    code, measures, said = score(predicted, gold, capsys)
    assert code == 0
    assert measures["tlink.awareness"]["f1"] == 1
    assert said.count("links.jsonl:1: 'MEASURE' is no relation of TimeML") == 2
    assert run(["validate", str(gold)]) == 0
    assert "'MEASURE' is no relation of TimeML" in capsys.readouterr().err


def test_b19_a_field_that_is_null_is_called_that(tmp_path: Path) -> None:
    path = tmp_path / "c.jsonl"
    path.write_text('{"id": "a", "text": "b", "reference": null}\n')
    with pytest.raises(DataError, match=r"c\.jsonl:1: 'reference' is null, .*--dct"):
        list(corpus.documents(str(path), Fields(dct="reference")))
    with pytest.raises(DataError, match=r"c\.jsonl:1: 'reference' is null; .*--id-field"):
        list(corpus.documents(str(path), Fields(id="reference")))


@pytest.mark.parametrize("name", ["c.jsonl", "c.jsonl.gz", "gold/documents.jsonl"])
def test_l13_a_corpus_without_documents_says_so(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"")
    place = path.parent if "/" in name else path
    with pytest.raises(DataError, match="it has no documents"):
        list(corpus.documents(str(place), Fields()))


@pytest.mark.parametrize("name", ["a.txt", "a.tsv", "a.ann"])
def test_b8_a_folder_that_is_no_data_set_is_refused_in_our_words(tmp_path: Path, name: str) -> None:
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / name).write_text("It rained.\nIt dried.\n")
    with pytest.raises(UsageError, match=rf"no documents here, only \*\.{name[2:]}; write documents\.jsonl"):
        list(corpus.documents(str(tmp_path / "c"), Fields()))


@pytest.mark.parametrize("name", ["documents.jsonl", "timexes.jsonl"])
def test_b19_a_file_of_a_folder_is_called_that(
    gold: Path, predicted: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    assert run(["score", str(predicted / name), str(gold)]) == 2
    assert f"one file of a folder of JSON Lines; name the folder, {predicted}" in capsys.readouterr().err
    assert run(["compare", str(predicted), str(predicted), "--gold", str(gold / name)]) == 2
    assert "this is a file, and a folder is due" in capsys.readouterr().err
