"""Layers that gold isn't labelled in: they have no figures, and the user is told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bench import Event
from bench.cli.root import run
from bench.dataset.pair import Pair
from bench.dataset.suite import Layers
from bench.scoring.score import over
from bench.sdk.model import Link

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
    assert "nothing is scored: gold isn't labelled in any layer that regex predicts" in told.err


def test_gold_out_of_reach_is_told_with_what_is_in_the_way(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A time in an ignored region, and an entry without mentions: as its own prediction gold finds neither."""
    gold = folder(
        tmp_path / "gold",
        timexes=[MONDAY],
        events=[{**RAINED, "id": "e1"}],
        ignore=[{"doc": "a", "start": 13, "end": 19}],
        timeline=[{"id": "rain", "mentions": [["a", "e1"]]}, {"id": "sun", "when": "2023"}],
    )
    found, err = measures(capsys, gold, gold)
    assert found["timex.strict"]["f1"] == 0
    assert found["timeline.entries"]["f1"] == 0.5
    words = "1 timex in ignored regions (first in a), 1 timeline entry without mentions"
    assert f"note: gold: it can't reach 100 % as its own prediction; in the way: {words}" in err
    assert run(["validate", gold]) == 0
    assert words in capsys.readouterr().err


def test_gold_in_reach_has_no_note(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gold = folder(tmp_path / "gold", timexes=[MONDAY, {**MONDAY, "start": 3, "end": 9, "value": None}])
    found, err = measures(capsys, gold, gold)
    assert {each["f1"] for each in found.values()} == {1}
    assert "100 %" not in err
    assert run(["validate", gold]) == 0
    assert "100 %" not in capsys.readouterr().err


def test_a_link_that_ends_in_nothing_is_in_the_way(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    link = '<TLINK relType="BEFORE" eventInstanceID="ei1" relatedToTime="t9"/>'
    gold = tmp_path / "gold"
    gold.mkdir()
    instance = '<MAKEINSTANCE eiid="ei1" eventID="e1"/>'
    (gold / "a.tml").write_text(f"<TimeML><TEXT>{EVENT}</TEXT>{instance}{link}</TimeML>")
    _, err = measures(capsys, str(gold), str(gold))
    assert "in the way: 1 link with an end that is no annotation (first in a)" in err


def test_r16_many_contradictions_are_counted_and_not_all_named() -> None:
    """Each of 150 links "before" is followed by its opposite: 150 opposites contradict, and 100 are named."""
    events = tuple(Event(2 * at, 2 * at + 1, id=f"e{at}") for at in range(151))
    there = tuple(Link(f"e{at}", f"e{at + 1}", "BEFORE") for at in range(150))
    back = tuple(Link(link.target, link.source, "BEFORE") for link in there)
    pair = Pair("d", (0,), Layers(events=events, links=there), Layers(events=events, links=(*there, *back)))
    scored = over([pair], ("events", "links"))
    assert len(scored.contradictions) == 100
    assert scored.measures["tlink.awareness"].counts.predicted == 300
    assert [str(note) for note in scored.remarks] == [
        "d: 50 more predicted links contradict others; they are counted, and not named"
    ]
