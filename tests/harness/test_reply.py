"""Links and timelines in an answer: what of it counts, and what refuses the whole of it."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest

from bench.counts import Counts
from bench.dataset.suite import Layers, Predictions, Suite, SuiteDocument
from bench.formats.jsonl.predictions import read_predictions, write_predictions
from bench.harness.errors import AnswerError
from bench.harness.reply import numbered, read_result, read_timeline
from bench.scoring.score import score
from bench.sdk import protocol
from bench.sdk.model import Document, Entry, Event, Link, Timex

DAY = datetime.date(2021, 5, 4)
BARE = Document("fair", "The fair opened on Monday.", DAY)
MONDAY = Timex(19, 25, "DATE", text="Monday", id="t1")
OPENED = Event(9, 15, text="opened", id="e1")
GIVEN = Document(BARE.id, BARE.text, DAY, (MONDAY,), (OPENED,))
ALL = ("timexes", "events", "links")


def timex(**fields: Any) -> dict[str, Any]:
    return {"start": 19, "end": 25, "type": "DATE", **fields}


def link(source: object, target: object, relation: object = "BEFORE") -> dict[str, Any]:
    return {"source": source, "target": target, "relation": relation}


def test_links_keep_their_order_and_name_what_the_same_answer_has() -> None:
    events = [{"start": 9, "end": 15, "id": "e"}]
    links = [link("e", "t", "IS_INCLUDED"), link("e", "dct"), link("e", "t", "IS_INCLUDED")]
    found = read_result({"timexes": [timex(id="t")], "events": events, "links": links}, BARE, ALL)
    assert (found.timexes[0].id, found.events[0].id) == ("t", "e")
    assert found.links == (
        Link("e", "t", "IS_INCLUDED"),
        Link("e", "dct", "BEFORE"),
        Link("e", "t", "IS_INCLUDED"),
    )


def test_links_alone_stand_on_what_was_given() -> None:
    found = read_result({"links": [link("e1", "t1")], "events": "not asked for"}, GIVEN, ("links",))
    assert (found.timexes, found.events, found.links) == ((MONDAY,), (OPENED,), (Link("e1", "t1", "BEFORE"),))


def test_own_annotations_take_the_place_of_those_given() -> None:
    reply = {"timexes": [timex(id="own", end=24)], "links": [link("e1", "own")]}
    found = read_result(reply, GIVEN, ("timexes", "links"))
    assert [item.id for item in found.timexes] == ["own"]
    assert found.events == (OPENED,)
    with pytest.raises(AnswerError, match="source 't1' of a link is no timex or event"):
        read_result({**reply, "links": [link("t1", "e1")]}, GIVEN, ("timexes", "links"))


def test_a_word_that_the_system_was_given_may_be_given_back() -> None:
    # MEANTIME has classes of its own, and what stands on gold's events says them again
    other = Document(BARE.id, BARE.text, DAY, (Timex(19, 25, "WEEKDAY"),), (Event(9, 15, "OTHER"),))
    reply = {
        "events": [{"start": 9, "end": 15, "class": "OTHER", "when": "2021-05-03"}],
        "timexes": [{"start": 19, "end": 25, "type": "WEEKDAY"}],
    }
    found = read_result(reply, other, ("timexes", "events"))
    assert (found.events[0].class_, found.events[0].when, found.timexes[0].type) == (
        "OTHER",
        "2021-05-03",
        "WEEKDAY",
    )
    with pytest.raises(AnswerError, match="class 'OTHER' is none of"):
        read_result({"events": reply["events"]}, BARE, ("events",))
    with pytest.raises(AnswerError, match="class 'SPEECH' is none of"):
        read_result({"events": [{"start": 9, "end": 15, "class": "SPEECH"}]}, other, ("events",))


def test_an_id_counts_only_where_something_refers_to_it() -> None:
    (found,) = read_result({"timexes": [timex(id=5), timex()]}, BARE, ("timexes",)).timexes
    assert found.id is None


@pytest.mark.parametrize(
    ("reply", "says"),
    [
        ({"links": [link("e9", "dct")]}, "source 'e9' of a link is no timex or event of the document"),
        ({"links": [link("dct", "e9")]}, "target 'e9' of a link is no timex or event of the document"),
        ({"links": [link(None, "dct")]}, "source None of a link is no id"),
        ({"links": [link("dct", ["t"])]}, r"target \['t'\] of a link is no id"),
        ({"links": [link("dct", "dct", "before")]}, "relation 'before' is none of BEFORE, AFTER"),
        ({"links": [link("dct", "dct", ["BEFORE"])]}, r"relation \['BEFORE'\] is none of"),
        ({"links": [["t", "dct", "BEFORE"]]}, "is no link"),
        ({"links": {"t": "dct"}}, "links is .* not a list"),
        ({"timexes": [timex(id="t"), timex(id="t", end=24)]}, "the id 't' stands for two annotations"),
        ({"timexes": [timex(id="x")], "events": [timex(id="x")]}, "the id 'x' stands for two annotations"),
        ({"timexes": [timex(id="dct")]}, "the id 'dct' is the document creation time's"),
        ({"timexes": [timex(id=3)]}, "id 3 is no string"),
        ({"timexes": [timex(id="")]}, "has an empty id"),
        ({"timexes": [timex(id="\ud800")]}, "half a character"),
    ],
)
def test_what_refuses_an_answer_with_links(reply: dict[str, Any], says: str) -> None:
    with pytest.raises(AnswerError, match=says):
        read_result(reply, BARE, ALL)


def test_events_of_a_timeline_get_ids_in_text_order_where_they_have_none() -> None:
    reply = {"events": [{"start": 16, "end": 18}, {"start": 9, "end": 15}]}
    found = read_result(reply, BARE, ("events", "timeline"))
    assert [(event.text, event.id) for event in found.events] == [("opened", "e1"), ("on", "e2")]
    named = {"events": [{"start": 16, "end": 18, "id": "on"}, {"start": 9, "end": 15}]}
    assert [event.id for event in read_result(named, BARE, ("events", "timeline")).events] == [None, "on"]


def test_entries_keep_their_order_and_a_mention_counts_once() -> None:
    entries: list[dict[str, Any]] = [
        {"id": "b", "when": "no EDTF", "mentions": [["fair", "e1"], ["fair", "e1"]]},
        {"id": "a", "label": "The fair opens", "participants": ["fair"]},
    ]
    assert read_timeline({"timeline": entries}, [GIVEN]) == (
        Entry("b", "", "no EDTF", (), (("fair", "e1"),)),
        Entry("a", "The fair opens", None, ("fair",), ()),
    )


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        ("opening", "is no entry of a timeline"),
        ({"label": "x"}, "has no id"),
        ({"id": ""}, "has no id"),
        ({"id": "a", "when": 2021}, "when 2021 is no string"),
        ({"id": "a", "when": "\udfff"}, "when .* half a character"),
        ({"id": "a", "label": ["x"]}, "label .* is no string"),
        ({"id": "a", "participants": "Xi"}, "participants 'Xi' is no list of names"),
        ({"id": "a", "participants": ["\ud800"]}, "participant .* half a character"),
        ({"id": "a", "mentions": "e1"}, "mentions 'e1' is no list of pairs"),
        ({"id": "a", "mentions": ["e1"]}, "the mention 'e1' is no pair"),
        ({"id": "a", "mentions": [["fair", "e1", "x"]]}, "is no pair"),
        ({"id": "a", "mentions": [["fair", None]]}, "is no pair"),
        (
            {"id": "a", "mentions": [["fair", "t1"]]},
            r"the mention \['fair', 't1'\] is no event of these documents",
        ),
        ({"id": "a", "mentions": [["flood", "e1"]]}, "is no event of these documents"),
    ],
)
def test_what_refuses_a_timeline(entry: object, says: str) -> None:
    with pytest.raises(AnswerError, match=says):
        read_timeline({"timeline": [{"id": "first"}, entry]}, [GIVEN])


def test_two_entries_of_one_id_refuse_it() -> None:
    with pytest.raises(AnswerError, match="two entries have the id 'a'"):
        read_timeline({"timeline": [{"id": "a"}, {"id": "a"}]}, [])


def test_a_document_with_annotations_comes_back_from_the_wire_as_it_was() -> None:
    linked = Document(BARE.id, BARE.text, DAY, (MONDAY,), (OPENED,), (), (Link("e1", "dct", "BEFORE"),))
    assert protocol.document_from_json(protocol.load(protocol.dump(protocol.document_to_json(linked)))) == linked
    assert protocol.document_to_json(BARE) == {"id": "fair", "text": BARE.text, "dct": "2021-05-04"}


@pytest.mark.parametrize("stamp", ["2021-05-04T23:50:00", "2021-05-04T23:50:00+09:00"])
def test_a_document_with_a_time_stamp_has_the_writers_day_and_the_stamp(stamp: str) -> None:
    written = datetime.datetime.fromisoformat(stamp)
    document = Document(BARE.id, BARE.text, written)
    assert (document.dct, type(document.dct), document.written) == (DAY, datetime.date, written)
    assert document == Document(BARE.id, BARE.text, DAY, written=written)
    message = protocol.document_to_json(document)
    assert message == {"id": "fair", "text": BARE.text, "dct": "2021-05-04", "written": stamp}
    assert protocol.document_from_json(protocol.load(protocol.dump(message))) == document


def test_a_time_stamp_of_another_day_is_an_error() -> None:
    with pytest.raises(ValueError, match="give the day of written as dct"):
        Document(BARE.id, BARE.text, DAY, written=datetime.datetime(2021, 5, 5, 0, 10))


def test_ids_are_given_in_order() -> None:
    assert [item.id for item in numbered((MONDAY, Timex(0, 3)), "t")] == ["t1", "t2"]


def test_l13_a_list_that_is_null_says_nothing() -> None:
    found = read_result({"timexes": None, "events": None, "links": None}, BARE, ALL)
    assert (found.timexes, found.events, found.links) == ((), (), ())
    assert read_timeline({"timeline": None}, [BARE]) == ()


def test_f13_tense_and_aspect_are_carried_from_the_system_to_files_and_figures(tmp_path: Path) -> None:
    text = "Talks began on Monday."
    document = Document("d", text, datetime.date(2023, 9, 20))
    began = Event(6, 11, "ASPECTUAL", tense="PAST", aspect="NONE")
    wire = [protocol.event_to_json(began)]
    assert protocol.event_from_json(wire[0]) == began
    # most systems know none, and their files stay as they are
    assert "tense" not in protocol.event_to_json(Event(6, 11))
    nowhere = [{"layer": "events", "text": "ended", "tense": "PAST", "aspect": "NONE"}]
    found = read_result({"events": wire, "unlocated": nowhere}, document, ["events"])
    assert (found.events[0].tense, found.events[0].aspect) == ("PAST", "NONE")
    assert (found.unlocated[0].tense, found.unlocated[0].annotation().tense) == ("PAST", "PAST")  # type: ignore[union-attr]
    suite = Suite("s", "", "", (SuiteDocument("d", text),), {"d": Layers(events=(began,))}, lent=True)
    predictions = Predictions({"d": found}, covers=("events",))
    write_predictions(tmp_path, predictions, suite.documents)
    for each in (predictions, read_predictions(tmp_path, suite)):
        measures = score(suite, each).measures
        for name in ("event.tense", "event.aspect"):
            assert measures[name].counts == Counts(1, 2, 1, 1), name


@pytest.mark.parametrize("field", ["tense", "aspect"])
def test_f13_a_tense_that_is_no_text_is_refused(field: str) -> None:
    document = Document("d", "Talks began.", datetime.date(2023, 9, 20))
    with pytest.raises(AnswerError, match=field):
        read_result({"events": [{"start": 6, "end": 11, field: 5}]}, document, ["events"])
