"""MAVEN-ERE and RAMS: documents of tokens, one a line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bench import formats
from bench.cli.root import run
from bench.dataset.suite import Suite
from bench.errors import DataError
from bench.sdk.model import Event, Link, Timex

WORDS = [["🌊", "Rain", "fell", "."], [], ["On", "May", "3", "it", "rained", "less", "."]]
TEXT = "🌊 Rain fell .\nOn May 3 it rained less ."


def mention(name: str, sentence: int, start: int, end: int, **more: str) -> dict[str, Any]:
    return {"id": name, "trigger_word": "", "sent_id": sentence, "offset": [start, end], **more}


def maven(**changed: Any) -> dict[str, Any]:
    return {
        "id": "wet",
        "title": "Rain",
        "tokens": WORDS,
        "sentences": [" ".join(words) for words in WORDS],
        "events": [
            {
                "id": "E1",
                "type": "Raining",
                "type_id": 1,
                "mention": [mention("m1", 0, 1, 2), mention("m2", 2, 4, 5)],
            },
            {"id": "E2", "type": "OCCURRENCE", "type_id": 2, "mention": [mention("m3", 0, 2, 3)]},
        ],
        "TIMEX": [{**mention("T1", 2, 1, 3), "mention": "May 3", "type": "DATE"}],
        "temporal_relations": {"BEFORE": [["E2", "T1"]], "CONTAINS": [["T1", "E1"]], "OVERLAP": [["m2", "E2"]]},
        "causal_relations": {"CAUSE": []},
        "subevent_relations": [],
        **changed,
    }


def rams(**changed: Any) -> dict[str, Any]:
    return {
        "rel_triggers": [],
        "gold_rel_links": [],
        "doc_key": "wet",
        "ent_spans": [[0, 0, [["place", 1.0]]]],
        "evt_triggers": [[1, 1, [["weather.rain", 1.0]]], [8, 9, [["REPORTING", 0.5], ["b", 0.5]]]],
        "sentences": WORDS,
        **changed,
    }


def read(path: Path, *documents: dict[str, Any] | str) -> Suite:
    lines = [each if isinstance(each, str) else json.dumps(each, ensure_ascii=False) for each in documents]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return formats.read_gold(path)


def kinds(suite: Suite) -> dict[str, int]:
    return {note.kind: note.count for note in suite.notes}


def test_maven_ere_has_events_times_and_relations(tmp_path: Path) -> None:
    suite = read(
        tmp_path / "train.jsonl", maven(), "", maven(id="dry", events=[], TIMEX=[], temporal_relations={})
    )
    assert formats.recognise(tmp_path).name == "maven-ere"
    assert [(each.id, each.text, each.sentences) for each in suite.documents] == [
        ("wet", TEXT, (0, 14)),
        ("dry", TEXT, (0, 14)),
    ]
    layers = suite.layers["wet"]
    assert layers.timexes == (Timex(17, 22, "DATE", text="May 3", id="T1"),)
    assert layers.events == (
        Event(2, 6, "Raining", text="Rain", id="m1"),
        Event(26, 32, "Raining", text="rained", id="m2"),
        Event(7, 11, "OCCURRENCE", text="fell", id="m3"),
    )
    # a relation of a set of mentions is one of its first
    assert layers.links == (Link("m3", "T1", "BEFORE"), Link("T1", "m1", "INCLUDES"), Link("m2", "m3", "OVERLAP"))
    assert kinds(suite) == {"event class": 2, "relation": 1}


def test_the_test_part_of_maven_ere_has_mentions_alone(tmp_path: Path) -> None:
    document = maven(event_mentions=[mention("m1", 0, 1, 2, type="Raining")])
    del document["events"], document["temporal_relations"]
    suite = read(tmp_path / "test.jsonl", document)
    assert [each.text for each in suite.layers["wet"].events] == ["Rain"]


def test_rams_has_triggers(tmp_path: Path) -> None:
    suite = read(tmp_path / "dev.jsonlines", rams())
    assert formats.recognise(tmp_path).name == "rams"
    assert suite.documents[0].text == TEXT
    # the ninth and the tenth token of the document
    assert suite.layers["wet"].events == (
        Event(2, 6, "weather.rain", text="Rain", id="e1"),
        Event(26, 37, "REPORTING", text="rained less", id="e2"),
    )
    assert kinds(suite) == {"event class": 1, "several types": 1}
    assert formats.read_predictions(tmp_path).covers == ("events",)


def test_what_is_left_out_is_told(tmp_path: Path) -> None:
    times = [{**mention("T1", 2, 1, 3), "type": "PREPOSTEXP"}]
    suite = read(tmp_path / "a.jsonl", maven(TIMEX=times, temporal_relations={"BEFORE": [["E9", "E1"]]}))
    assert suite.layers["wet"].timexes[0].type == "PREPOSTEXP"
    assert not suite.layers["wet"].links
    assert kinds(suite) == {"event class": 2, "timex type": 1, "end": 1}


def of(span: dict[str, Any]) -> dict[str, Any]:
    return maven(events=[{"id": "E1", "type": "x", "mention": [span]}], temporal_relations={})


@pytest.mark.parametrize(
    ("document", "told"),
    [
        (of(mention("m1", 3, 0, 1)), "'m1' has the tokens 0–1 of sentence 3, which aren't there"),
        (of(mention("m1", -1, 0, 1)), "of sentence -1"),
        (of(mention("m1", 0, 3, 5)), "the tokens 3–5 of sentence 0"),
        (of(mention("m1", 0, 2, 2)), "the tokens 2–2 of sentence 0"),
        (of(mention("m1", 1, 0, 1)), "the tokens 0–1 of sentence 1"),
        (maven(tokens=[["a", ""]], events=[], TIMEX=[], temporal_relations={}), "a token without characters"),
        (maven(id="*"), "the name '\\*' can't be the id of a document"),
        (maven(events=[{"id": "E1", "mention": [{"id": "m1"}]}]), "missing required field `sent_id`"),
        (maven(tokens=[["a", 1]]), "Expected `str`, got `int`"),
        (json.dumps(maven())[:-1], "Input data was truncated"),
        (json.dumps(maven())[:-1] + ', "id": "b"}', "the field 'id' stands here twice"),
        (rams(evt_triggers=[[8, 99, []]]), "the tokens 8–99 of 'wet', which has 11"),
        (rams(evt_triggers=[[-1, 0, []]]), "the tokens -1–0 of 'wet'"),
        (rams(sentences="It rained."), "Expected `array`, got `str`"),
    ],
)
def test_lines_that_cannot_be_right_are_refused(tmp_path: Path, document: dict[str, Any] | str, told: str) -> None:
    fine = maven(id="fine") if "title" in document else rams(doc_key="fine")
    with pytest.raises(DataError, match=told) as refused:
        read(tmp_path / "a.jsonl", fine, document)
    assert {fault.line for fault in refused.value.faults} <= {2, 0}


def test_a_document_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="the document 'wet' stands here twice"):
        read(tmp_path / "a.jsonl", maven(), maven())


@pytest.mark.parametrize(
    "text",
    [
        '{"id": "a", "text": "It rained."}\n',
        '{"text": "It", "tokens": [{"text": "It", "start": 0}]}\n',  # Prodigy's
        '{"doc_key": "a", "sentences": [["It"]], "clusters": []}\n',
        '[{"tokens": [["a"]], "events": []}]\n',
    ],
)
def test_other_json_lines_are_not_taken(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.jsonl").write_text(text)
    found = formats.sniff(tmp_path / "a.jsonl")
    assert found is None or found.name not in ("maven-ere", "rams")


def test_maven_ere_is_right_as_its_own_prediction(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    read(tmp_path / "a.jsonl", maven())
    path = str(tmp_path / "a.jsonl")
    assert run(["score", path, path, "--format", "json"]) == 0
    measures = json.loads(capsys.readouterr().out)["measures"]
    assert {measures[name]["f1"] for name in ("timex.type", "event.class", "tlink.awareness", "tlink.plain")} == {
        1
    }
    assert run(["convert", path, str(tmp_path / "out")]) == 0
    assert formats.read_gold(tmp_path / "out").layers == formats.read_gold(path).layers
