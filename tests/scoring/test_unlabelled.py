"""Layers that gold isn't labelled in: they have no figures, and the user is told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bench.cli.root import run

TEXT = "It rained on Monday."
MONDAY = {"doc": "a", "start": 13, "end": 19, "type": "DATE", "value": "2023-09-18"}
RAINED = {"doc": "a", "start": 3, "end": 9, "class": "OCCURRENCE"}


def folder(path: Path, **layers: list[dict[str, Any]]) -> str:
    path.mkdir()
    for name, lines in {"documents": [{"id": "a", "text": TEXT}], **layers}.items():
        (path / f"{name}.jsonl").write_text("".join(f"{json.dumps(line)}\n" for line in lines))
    return str(path)


def tml(path: Path, text: str) -> str:
    path.mkdir()
    (path / "a.tml").write_text(f"<TimeML><TEXT>{text}</TEXT></TimeML>")
    return str(path)


EVENT = 'It <EVENT eid="e1" class="OCCURRENCE">rained</EVENT> on Monday.'
TIME = 'It rained on <TIMEX3 tid="t1" type="DATE" value="2023-09-18">Monday</TIMEX3>.'


def measures(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[dict[str, Any], str]:
    assert run(["score", *arguments, "--format", "json"]) == 0
    told = capsys.readouterr()
    return json.loads(told.out)["measures"], told.err


@pytest.mark.parametrize("name", ["timex.jsonl", None], ids=["misspelt", "absent"])
def test_f6_a_layer_that_gold_lacks_has_no_figure(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str | None
) -> None:
    gold = folder(tmp_path / "gold", events=[RAINED])
    if name:
        Path(gold, name).write_text(json.dumps(MONDAY))
    found, err = measures(capsys, folder(tmp_path / "p", timexes=[MONDAY], events=[RAINED]), gold)
    assert not [each for each in found if each.startswith("timex")]
    assert found["event.strict"]["f1"] == 1
    assert "note: gold: nothing is labelled in the layer timexes, so what is predicted there isn't scored" in err


def test_f6_an_empty_layer_says_that_there_is_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gold = folder(tmp_path / "gold", timexes=[], events=[RAINED])
    found, err = measures(capsys, folder(tmp_path / "p", timexes=[MONDAY], events=[RAINED]), gold)
    assert (found["timex.strict"]["precision"], found["timex.value"]["f1"]) == (0, 0)
    assert "isn't scored" not in err


def test_f6_where_nothing_is_scored_it_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found, err = measures(capsys, folder(tmp_path / "p", timexes=[MONDAY]), folder(tmp_path / "gold"))
    assert found == {}
    assert f"nothing is scored: {tmp_path / 'gold'} isn't labelled in any layer" in err


@pytest.mark.parametrize("layer", ["links", "timeline"])
def test_f6_links_and_timelines_that_gold_lacks_are_told_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], layer: str
) -> None:
    named = [{**RAINED, "id": "e1"}]
    links: list[dict[str, Any]] = [{"doc": "a", "source": "e1", "target": "dct", "relation": "BEFORE"}]
    entries: list[dict[str, Any]] = [{"id": "rain", "mentions": [["a", "e1"]]}]
    more = {layer: links if layer == "links" else entries}
    gold = folder(tmp_path / "gold", events=named)
    found, err = measures(capsys, folder(tmp_path / "p", events=named, **more), gold)
    assert not [each for each in found if each.startswith(("tlink", "timeline"))]
    assert f"nothing is labelled in the layer {layer}" in err
    _, err = measures(capsys, folder(tmp_path / "q", events=named, **{layer: []}), gold)
    assert "nothing is labelled" not in err


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_b17_times_of_a_system_on_timeml_with_events_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], jobs: str
) -> None:
    predicted = tml(tmp_path / "p", EVENT.replace("on Monday", TIME[10:-1]))
    found, err = measures(capsys, predicted, tml(tmp_path / "gold", EVENT), "--jobs", jobs)
    assert not [each for each in found if each.startswith("timex")]
    assert found["event.class"]["f1"] == 1
    assert "nothing is labelled in the layer timexes" in err


def test_b14_timeml_without_events_has_no_rows_of_events(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found, err = measures(capsys, tml(tmp_path / "p", TIME), tml(tmp_path / "gold", TIME))
    assert found
    assert not [each for each in found if not each.startswith("timex")]
    assert "nothing is labelled" not in err


@pytest.mark.slow
def test_b17_evaluate_tells_it_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gold = tmp_path / "gold"
    gold.mkdir()
    head = '<TimeML><DCT><TIMEX3 tid="t0" type="DATE" value="2023-09-20">x</TIMEX3></DCT>'
    (gold / "a.tml").write_text(f"{head}<TEXT>{EVENT}</TEXT></TimeML>")
    assert run(["evaluate", "regex", "--gold", str(gold), "--no-cache", "--format", "json"]) == 0
    told = capsys.readouterr()
    assert json.loads(told.out)["systems"]["regex"]["measures"] == {}
    assert "nothing is labelled in the layer timexes" in told.err
