"""``bench convert``: what it refuses, what it leaves behind, and what it says of losses."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

import bench
from bench import Timex, Unlocated
from bench.cli.root import run
from bench.errors import DataError, UsageError
from bench.formats import convert as converting
from bench.formats import registry
from bench.formats.annotated import Annotated

DOCUMENTS = [{"id": "fair", "text": "The fair opened on Monday."}, {"id": "rain", "text": "It rained."}]


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    """Two documents with one timex, which states a kind, and an empty layer of events."""
    folder = tmp_path / "gold"
    folder.mkdir()
    (folder / "documents.jsonl").write_text("".join(json.dumps(each) + "\n" for each in DOCUMENTS))
    timex = {
        "doc": "fair",
        "id": "t1",
        "start": 19,
        "end": 25,
        "text": "Monday",
        "type": "DATE",
        "value": "2021-05-03",
    }
    (folder / "timexes.jsonl").write_text(json.dumps({**timex, "kind": "deictic"}) + "\n")
    (folder / "events.jsonl").write_text("")
    entry = {"id": "o", "label": "The fair opened.", "when": "2021-05-03"}
    (folder / "timeline.jsonl").write_text(json.dumps(entry) + "\n")
    return folder


def beside(path: Path) -> list[str]:
    """The names of all that is in the folder of a path."""
    return sorted(each.name for each in path.parent.iterdir())


def test_it_writes_and_says_how_much(gold: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "deep" / "out.jsonl"
    assert run(["convert", str(gold), str(out), "--to", "prodigy"]) == 0
    said = capsys.readouterr()
    assert said.out == f"2 documents written to {out}\n"
    assert said.err == "not carried by prodigy: 1 timeline entry\n"
    assert bench.read_gold(out).layers["fair"] == bench.read_gold(gold).layers["fair"]
    assert beside(out) == ["out.jsonl"]


def test_nothing_is_lost_from_json_lines_to_json_lines(gold: Path, tmp_path: Path) -> None:
    done = bench.convert(gold, str(tmp_path / "out"), to="jsonl")
    assert done == bench.Conversion(2, ())
    a, b = bench.read_gold(gold), bench.read_gold(tmp_path / "out")
    assert (a.documents, a.layers, a.timeline) == (b.documents, b.layers, b.timeline)
    assert a.labelled_layers == b.labelled_layers == ("timexes", "events", "timeline")


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["{gold}", "{gold}"], 2, "exists already"),
        (["{gold}", "{here}/out", "--to", "doccan"], 2, "no format named 'doccan'; did you mean doccano or"),
        (["{gold}", "{here}/out", "--to", "task4"], 2, "but doesn't write it; it writes jsonl,"),
        (["{gold}", "{here}/out", "--from", "timeml"], 2, "no *.tml or *.xml"),
        (["{gold}", "{here}/out", "--from", "nothing"], 2, "no format named 'nothing'"),
        (["{here}/none", "{here}/out"], 2, "there is no such file or folder"),
        (["{here}/none", "{here}/out", "--from", "jsonl"], 2, "there is no such file or folder"),
        (["{gold}", "{here}/out", "--gold", "{here}/none"], 2, "there is no such file or folder"),
    ],
)
def test_wrong_usage_is_refused_and_writes_nothing(
    gold: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], code: int, words: str
) -> None:
    before = beside(gold)
    assert run(["convert", *(each.format(gold=gold, here=gold.parent) for each in arguments)]) == code
    assert words in capsys.readouterr().err
    assert beside(gold) == before


def test_a_broken_link_as_target_is_refused(gold: Path, tmp_path: Path) -> None:
    (tmp_path / "out").symlink_to(tmp_path / "nowhere")
    with pytest.raises(UsageError, match="exists already"):
        bench.convert(gold, tmp_path / "out", to="jsonl")


def test_a_format_whose_library_is_not_installed_says_so(
    gold: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry, "find_spec", lambda _: None)
    needing = [each.name for each in registry.FORMATS if each.needs and each.write_gold]
    for name in needing:
        with pytest.raises(UsageError, match="isn't installed; install the extra"):
            bench.convert(gold, tmp_path / "out", to=name)
    assert beside(gold) == ["gold"]


def test_faults_of_the_source_leave_nothing_behind(
    gold: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (gold / "timexes.jsonl").write_text('{"doc": "fair", "start": 19, "end": 99}\n')
    assert run(["convert", str(gold), str(tmp_path / "out.json"), "--to", "label-studio"]) == 4
    assert "timexes.jsonl:1: the span 19–99" in capsys.readouterr().err
    assert beside(gold) == ["gold"]


def test_faults_that_are_met_late_leave_nothing_behind(tmp_path: Path) -> None:
    source = tmp_path / "many.jsonl"
    lines = [{"text": "Monday", "label": [[0, 6, "DATE"]]} for _ in range(100)]
    lines[99]["label"] = [[0, 7, "DATE"]]
    source.write_text("".join(json.dumps(each) + "\n" for each in lines))
    for to in ("jsonl", "prodigy"):
        with pytest.raises(DataError, match=":100: the span 0–7"):
            bench.convert(source, tmp_path / "out", to=to)
        assert beside(source) == ["many.jsonl"]


def test_a_source_without_documents_is_refused(tmp_path: Path) -> None:
    (tmp_path / "gold").mkdir()
    (tmp_path / "gold" / "documents.jsonl").write_text("")
    with pytest.raises(DataError, match="has no documents"):
        bench.convert(tmp_path / "gold", tmp_path / "out", to="prodigy")
    assert beside(tmp_path / "gold") == ["gold"]


def test_what_an_earlier_conversion_left_half_done_is_replaced(gold: Path, tmp_path: Path) -> None:
    (tmp_path / ".out.part").mkdir()
    (tmp_path / ".out.part" / "documents.jsonl").write_text("half")
    bench.convert(gold, tmp_path / "out", to="jsonl")
    assert beside(gold) == ["gold", "out"]


def test_an_interrupt_leaves_nothing_behind(
    gold: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    suite = bench.read_gold(gold)

    def interrupted() -> Iterator[Annotated]:
        yield Annotated(suite.documents[0], suite.layers["fair"])
        assert ".out.part" in beside(gold)
        raise KeyboardInterrupt

    monkeypatch.setattr(converting, "_opened", lambda *_: (suite, interrupted()))
    assert run(["convert", str(gold), str(tmp_path / "out")]) == 130
    assert "interrupted" in capsys.readouterr().err
    assert beside(gold) == ["gold"]


def test_a_prediction_without_a_place_is_told_of(
    gold: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    suite = bench.read_gold(gold)
    bench.write_predictions(tmp_path / "p", {"fair": [Timex(4, 8, "TIME"), Unlocated("timexes", "soon")]}, suite)
    assert run(["convert", str(tmp_path / "p"), str(tmp_path / "out"), "--gold", str(gold)]) == 0
    assert "not carried by jsonl: 1 × prediction whose words don't occur in the text" in capsys.readouterr().err


def test_predictions_become_annotations_to_be_corrected(
    gold: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    suite = bench.read_gold(gold)
    bench.write_predictions(tmp_path / "p", {"fair": [Timex(4, 8, "TIME")]}, suite)
    out = tmp_path / "tasks.json"
    assert run(["convert", str(tmp_path / "p"), str(out), "--gold", str(gold), "--to", "label-studio"]) == 0
    said = capsys.readouterr()
    assert "1 document written to" in said.out
    assert "document 'rain' isn't written" in said.err
    (task,) = json.loads(out.read_text(encoding="utf-8"))
    assert "annotations" not in task
    assert [each["value"]["labels"] for each in task["predictions"][0]["result"]] == [["TIME"]]
    assert task["data"] == {"doc": "fair", "text": "The fair opened on Monday."}


def test_gold_in_memory_and_the_list_of_formats(
    gold: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    suite = bench.read_gold(gold)
    bench.write_predictions(tmp_path / "p", {"fair": [], "rain": []}, suite)
    assert bench.convert(tmp_path / "p", tmp_path / "out", to="jsonl", gold=suite).documents == 2
    assert run(["convert", "--formats"]) == 0
    listed = [line.split()[0] for line in capsys.readouterr().out.splitlines()]
    assert listed == [each.name for each in registry.FORMATS if not each.ordered]
    assert "task4" not in listed


def test_ordered_timelines_are_not_converted(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("Ada\n1\t2005\t9-2-talks\n")
    with pytest.raises(UsageError, match="have no documents"):
        converting.convert(tmp_path / "in", tmp_path / "out", to="jsonl")
