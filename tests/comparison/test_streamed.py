"""Large results are compared document by document; the comparison is the one of the same files read whole."""

from __future__ import annotations

import json
import multiprocessing
import random
from pathlib import Path
from typing import Any

import pytest

import bench
from bench.cli.root import run
from bench.comparison import compared, streamed
from bench.errors import UsageError
from bench.formats import jsonl
from bench.formats.jsonl import stream

COUNT = 40
TEXT = "On Monday it rained, they said. On Tuesday the fair opened, and closed then."
SENTENCES = [0, 32]
TIMES = ((3, 9), (35, 42), (71, 75))
EVENTS = ((13, 19), (26, 30), (52, 58), (64, 70))


def write(folder: Path, layers: dict[str, list[dict[str, Any]]]) -> Path:
    folder.mkdir()
    for layer, rows in layers.items():
        lines = "".join(json.dumps(row) + "\n" for row in rows)
        (folder / f"{layer}.jsonl").write_text(lines, encoding="utf-8")
    return folder


@pytest.fixture(params=[0, 1])
def gold(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """Gold with its sentences (0), and without (1); some of it lies in ignored regions."""
    chance = random.Random(1)
    layers: dict[str, list[dict[str, Any]]] = {"documents": [], "timexes": [], "events": [], "ignore": []}
    for number in range(COUNT):
        name = f"d{number}"
        stated = {} if request.param else {"sentences": SENTENCES}
        layers["documents"].append({"id": name, "text": TEXT, "dct": "2023-09-19", **stated})
        for start, end in TIMES:
            value = {"type": "DATE", "value": chance.choice(("2023-09-18", "2023-09-19"))}
            kind = {"kind": chance.choice(("explicit", "deictic"))}
            layers["timexes"].append({"doc": name, "start": start, "end": end, **value, **kind})
        for start, end in EVENTS:
            layers["events"].append({"doc": name, "start": start, "end": end, "class": "OCCURRENCE"})
        if chance.random() < 0.2:
            layers["ignore"].append({"doc": name, "start": 32, "end": 76})
    return write(tmp_path / "gold", layers)


def predicted(folder: Path, seed: int, failed: tuple[str, ...] = ()) -> Path:
    chance = random.Random(seed)
    layers: dict[str, list[dict[str, Any]]] = {"documents": [], "timexes": [], "events": []}
    for number in range(COUNT):
        name = f"d{number}"
        if name in failed:
            layers["documents"].append({"id": name, "status": "failed", "reason": "it rained"})
            continue
        layers["documents"].append({"id": name, "status": "done"})
        for layer, spans in (("timexes", TIMES), ("events", EVENTS)):
            for start, end in spans:
                if chance.random() < 0.1 * seed:
                    continue
                start += chance.choice((0, 0, 0, 1))
                says: dict[str, Any] = {"class": "OCCURRENCE"}
                if layer == "timexes":
                    says = {"type": "DATE", "value": chance.choice(("2023-09-18", "2023-09-19"))}
                layers[layer].append({"doc": name, "start": start, "end": end, **says})
    return write(folder, layers)


@pytest.mark.parametrize(
    ("in_base", "in_head"),
    [((), ()), (("d3",), ("d3",)), (("d3", "d4"), ("d4",)), (("d3",), ("d3", "d5", "d30"))],
)
def test_large_results_are_compared_alike(
    tmp_path: Path,
    gold: Path,
    in_base: tuple[str, ...],
    in_head: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    base, head = predicted(tmp_path / "base", 1, in_base), predicted(tmp_path / "head", 2, in_head)
    (gold / "more.jsonl").write_text("{}\n", encoding="utf-8")  # a file that bench doesn't read: a note
    command = ["compare", str(base), str(head), "--gold", str(gold), "--config", str(tmp_path / "none.toml")]
    (tmp_path / "none.toml").write_text("[tool.bench.compare]\n", encoding="utf-8")
    command += ["--format", "json"]
    code = run(command)
    whole = capsys.readouterr()
    assert json.loads(whole.out)["systems"]["head"]["flips"]
    assert "more.jsonl" in whole.err

    monkeypatch.setattr(stream, "LARGE", 0)
    monkeypatch.setattr(compared, "compare", lambda *_, **__: pytest.fail("it was read whole"))
    assert run(command) == code
    assert capsys.readouterr() == whole


@pytest.mark.skipif(multiprocessing.get_start_method() != "fork", reason="a started process has its own BLOCKS")
def test_blocks_of_documents_are_called_so(
    tmp_path: Path, gold: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    # 40 documents in fewer than 24 blocks: of 2 documents each, which are enough to be resampled
    monkeypatch.setattr("bench.scoring.kept.BLOCKS", 24)
    base, head = predicted(tmp_path / "base", 1), predicted(tmp_path / "head", 2)
    command = ["compare", str(base), str(head), "--gold", str(gold), "--undecided", "pass"]
    found = []
    for large in (stream.LARGE, 0):
        monkeypatch.setattr(stream, "LARGE", large)
        run(command)
        found.append(capsys.readouterr().out)
    assert found[0] == found[1]
    assert "20 2-document blocks" in found[0]


@pytest.mark.parametrize("fault", ["order", "missing", "unknown"])
def test_what_cant_be_streamed_is_read_whole(
    tmp_path: Path, gold: Path, fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    base, head = predicted(tmp_path / "base", 1), predicted(tmp_path / "head", 2)
    path = head / "documents.jsonl"
    first, *rest = path.read_text(encoding="utf-8").splitlines(keepends=True)
    lines = {"order": [*rest, first], "missing": rest, "unknown": [first, *rest, first.replace("d0", "x")]}
    path.write_text("".join(lines[fault]), encoding="utf-8")
    if fault == "missing":
        for layer in ("timexes", "events"):
            kept = [
                line
                for line in (head / f"{layer}.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
                if json.loads(line)["doc"] != "d0"
            ]
            (head / f"{layer}.jsonl").write_text("".join(kept), encoding="utf-8")
    monkeypatch.setattr(stream, "LARGE", 0)
    assert streamed.compare(base, head, gold, measures=lambda _: ()) is None


def test_small_results_are_read_whole(tmp_path: Path, gold: Path) -> None:
    base, head = predicted(tmp_path / "base", 1), predicted(tmp_path / "head", 2)
    assert streamed.compare(base, head, gold, measures=lambda _: ()) is None


def test_examples_are_those_of_the_first_documents_and_it_is_said(
    tmp_path: Path, gold: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for module in ("comparison.examples", "comparison.streamed", "render.comparison"):
        monkeypatch.setattr(f"bench.{module}.MOST_DOCUMENTS", 3)
    base, head = predicted(tmp_path / "base", 1), predicted(tmp_path / "head", 2)
    for large in (stream.LARGE, 0):
        monkeypatch.setattr(stream, "LARGE", large)
        run(["compare", str(base), str(head), "--gold", str(gold), "--format", "json"])
        said = capsys.readouterr()
        system = json.loads(said.out)["systems"]["head"]
        assert {flip["document"] for flip in system["flips"]} <= {"d0", "d1", "d2"}
        assert system["flips"]
        assert system["flips_of_first_documents"] == 3
        assert "head: examples are those of the first 3 documents" in said.err


def test_texts_of_predictions_are_gathered_a_few_times_and_not_for_each_document(
    tmp_path: Path, gold: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = predicted(tmp_path / "base", 1)
    rows: Any = jsonl.predictions._Rows
    gather, calls = rows.texts, []

    def counted(self: Any) -> Any:
        calls.append(1)
        return gather(self)

    monkeypatch.setattr(rows, "texts", counted)
    bench.read_predictions(base, gold)
    assert len(calls) < 5


def test_the_function_compares_large_results_alike(
    tmp_path: Path, gold: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    base, head = predicted(tmp_path / "base", 1), predicted(tmp_path / "head", 2)
    whole = bench.compare(base, head, gold)
    monkeypatch.setattr(stream, "LARGE", 0)
    with monkeypatch.context() as patched:
        patched.setattr(compared, "compare", lambda *_, **__: pytest.fail("it was read whole"))
        assert bench.compare(base, str(head), gold) == whole


def test_scores_of_large_predictions_say_that_they_cant_be_compared(
    tmp_path: Path, gold: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = predicted(tmp_path / "base", 1)
    monkeypatch.setattr(stream, "LARGE", 0)
    scores = bench.score(base, gold)
    with pytest.raises(UsageError, match=r"base: its predictions weren't kept .*; give the folder of them"):
        bench.compare(scores, scores, gold)
