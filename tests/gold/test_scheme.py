"""A sound suite, then one fault at a time, then many at once."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bench.errors import DataError, Fault, UsageError
from bench.gold import validate
from bench.gold.load import load
from bench.sdk.model import Link, Reading
from tests.conftest import example_layers, write_suite

Layers = dict[str, list[dict[str, Any]]]


def faults_in(folder: Path) -> list[Fault]:
    try:
        validate(folder, scheme=True)
    except DataError as error:
        return list(error.faults)
    return []


def test_a_sound_suite_loads(suite_folder: Path) -> None:
    suite = load(suite_folder)
    assert (suite.name, suite.version, len(suite.documents)) == ("example", "1.0.0", 2)
    assert [timex.text for timex in suite.layers["flood"].timexes] == ["two days", "3 May 2021"]
    assert suite.layers["fair"].events[0].class_ == "OCCURRENCE"
    assert suite.timeline[0].mentions == (("fair", "e1"),)


def change(layer: str, number: int, **fields: Any) -> Callable[[Layers], None]:
    def apply(layers: Layers) -> None:
        layers[layer][number].update(fields)

    return apply


def readings(*values: str, policy: str = "the coming one") -> Callable[[Layers], None]:
    """These readings for the second timex, "May 5"; the last of them has the policy that is given."""
    stated = [{"value": each, "policy": "by a rule"} for each in values]
    stated[-1]["policy"] = policy
    return change("timexes", 1, values=stated)


def add(layer: str, number: int, **fields: Any) -> Callable[[Layers], None]:
    """A copy of a line at the end of its layer, with other fields."""

    def apply(layers: Layers) -> None:
        layers[layer].append({**layers[layer][number], **fields})

    return apply


def drop(layer: str, number: int, field: str) -> Callable[[Layers], None]:
    def apply(layers: Layers) -> None:
        del layers[layer][number][field]

    return apply


GOOD = ("e1", "t1", "IS_INCLUDED")


def links(*links: tuple[object, object, object], doc: str = "fair") -> Callable[[Layers], None]:
    """A layer of these links: source, target, relation."""

    def apply(layers: Layers) -> None:
        layers["links"] = [
            {"doc": doc, "source": source, "target": target, "relation": relation}
            for source, target, relation in links
        ]

    return apply


def test_sound_links_are_read_in_their_order_and_belong_to_the_digest(tmp_path: Path) -> None:
    layers = example_layers()
    links(("e2", "dct", "AFTER"), GOOD)(layers)
    suite = load(write_suite(tmp_path / "s", layers))
    assert suite.layers["fair"].links == (Link("e2", "dct", "AFTER"), Link(*GOOD))
    assert suite.layers["flood"].links == ()
    assert suite.labelled(suite.documents[0]).links == suite.layers["fair"].links
    assert suite.digest != load(write_suite(tmp_path / "bare" / "s", example_layers())).digest


def test_several_right_readings_are_read_and_one_of_a_user_needs_no_policy(tmp_path: Path) -> None:
    layers = example_layers()
    readings("2021-05-05", "2022-05-05")(layers)
    folder = write_suite(tmp_path / "s", layers)
    assert faults_in(folder) == []
    monday, may = load(folder).layers["fair"].timexes
    assert monday.values is None
    assert may.values == (Reading("2021-05-05", "by a rule"), Reading("2022-05-05", "the coming one"))
    for line in layers["timexes"][1]["values"]:
        del line["policy"]
    folder = write_suite(tmp_path / "own", layers)
    assert load(folder).layers["fair"].timexes[1].values == (Reading("2021-05-05"), Reading("2022-05-05"))
    readings("2022-05-05", "2021-05-05")(layers)
    with pytest.raises(DataError, match=r"timexes\.jsonl:2: value is '2021-05-05', but the first of values is"):
        load(write_suite(tmp_path / "wrong", layers))


@pytest.mark.parametrize(
    ("mistake", "where", "says"),
    [
        (change("timexes", 0, start=18), "timexes.jsonl:1", "18–25 covers ' Monday', not 'Monday'"),
        (change("timexes", 0, start=18), "timexes.jsonl:1", "it stands at 19"),
        (change("timexes", 3, end=99), "timexes.jsonl:4", "44–99 doesn't lie within the text's 55 characters"),
        (change("timexes", 0, end=19), "timexes.jsonl:1", "19–19 doesn't lie"),
        (change("timexes", 0, start="19"), "timexes.jsonl:1", "Expected `int`, got `str` - at `$.start`"),
        (drop("timexes", 0, "start"), "timexes.jsonl:1", "missing required field `start`"),
        (change("timexes", 0, text=""), "timexes.jsonl:1", "no text beside the offsets"),
        (change("timexes", 1, value="May 5"), "timexes.jsonl:2", "value 'May 5': no TIMEX3 value"),
        (change("timexes", 1, value="2021-02-30"), "timexes.jsonl:2", "February 2021 has no day 30"),
        (change("timexes", 2, value="2021"), "timexes.jsonl:3", "a DURATION with value '2021'"),
        (change("timexes", 1, value="P1D"), "timexes.jsonl:2", "a DATE with value 'P1D'"),
        (change("timexes", 1, values=[]), "timexes.jsonl:2", "values has no readings; leave values out where one"),
        (readings("2021-05-05"), "timexes.jsonl:2", "values has one reading; leave values out where one"),
        (readings("2021-05-05", "2021-05-05"), "timexes.jsonl:2", "values has '2021-05-05' more than once"),
        (
            readings("2022-05-05", "2021-05-05"),
            "timexes.jsonl:2",
            "value is '2021-05-05', but the first of values is '2022-05-05'",
        ),
        (readings("2021-05-05", "May 5"), "timexes.jsonl:2", "value 'May 5': no TIMEX3 value"),
        (readings("2021-05-05", "P1D"), "timexes.jsonl:2", "a DATE with value 'P1D'"),
        (
            readings("2021-05-05", "2022-05-05", policy=" "),
            "timexes.jsonl:2",
            "the reading '2022-05-05' has no policy",
        ),
        (change("timexes", 1, values=["2021-05-05"]), "timexes.jsonl:2", "Expected `object`, got `str`"),
        (change("timexes", 0, type="date"), "timexes.jsonl:1", "type 'date' is none of the scheme's"),
        (change("timexes", 0, kind=None), "timexes.jsonl:1", "kind None is none of the scheme's"),
        (change("timexes", 0, mod="EARLY"), "timexes.jsonl:1", "mod 'EARLY' is none of the scheme's"),
        (change("events", 0, realis="REAL"), "events.jsonl:1", "realis 'REAL' is none of the scheme's"),
        (change("events", 0, when="May"), "events.jsonl:1", "when 'May': no EDTF"),
        (change("events", 1, when="2021-02-30"), "events.jsonl:2", "when '2021-02-30': no EDTF"),
        (change("events", 1, when="2021-05-05/2021-05-01"), "events.jsonl:2", "it ends before it starts"),
        (change("timexes", 1, id="t1"), "timexes.jsonl:2", "the id 'fair t1' stands already on line 1"),
        (add("documents", 0), "documents.jsonl:3", "id 'fair' stands already on line 1"),
        (change("timexes", 0, doc="fare"), "timexes.jsonl:1", "there is no document 'fare'"),
        (add("timexes", 0, id="t9"), "timexes.jsonl:5", "'Monday' repeats 'Monday' of line 1"),
        (add("timexes", 0, id="t9", end=24, text="Monda"), "timexes.jsonl:1", "overlaps 'Monda' of line 5"),
        (
            add("timexes", 0, id="t9", start=62, end=67, text="today"),
            "timexes.jsonl:5",
            "'today' lies in the ignore region of line 1",
        ),
        (change("timeline", 0, mentions=[["fair", "e7"]]), "timeline.jsonl:1", "mention 'fair e7' names no event"),
        (add("timeline", 0, id="again"), "timeline.jsonl:2", "mention 'fair e1' belongs to 'opening' already"),
        (change("timeline", 0, mentions=[]), "timeline.jsonl:1", "entry 'opening' has no mentions"),
        (
            change("timeline", 0, mentions=[["fair", "e1"], ["flood", "e1"]], when=None),
            "",
            "",
        ),
        (change("timeline", 0, when="2021-05-04"), "timeline.jsonl:1", "which can't both be"),
        (change("documents", 0, dct="2021-02-30"), "documents.jsonl:1", "dct '2021-02-30' is no day"),
        (change("documents", 0, dct=None), "documents.jsonl:1", "no dct"),
        (change("documents", 0, dct_basis="guessed"), "documents.jsonl:1", "dct_basis 'guessed'"),
        (change("documents", 0, sentences=[5, 0]), "documents.jsonl:1", "sentences must be rising offsets"),
        (links(("e1", "t9", "BEFORE")), "links.jsonl:1", "'t9' is no timex or event of 'fair'; name one of that"),
        (links(("e9", "dct", "BEFORE")), "links.jsonl:1", "'e9' is no timex or event of 'fair'"),
        (
            links(("e1", "t1", "before")),
            "links.jsonl:1",
            "relation 'before' is none of the scheme's; use one of BEF",
        ),
        (links(("e1", "e1", "BEFORE")), "links.jsonl:1", "the link joins 'e1' with itself; mend an end"),
        (
            links(GOOD, ("e1", "t2", "BEFORE"), GOOD),
            "links.jsonl:3",
            "the link stands already on line 1; keep one",
        ),
        (links(GOOD, doc="fare"), "links.jsonl:1", "there is no document 'fare'"),
        (links(("e1", 5, "BEFORE")), "links.jsonl:1", "Expected `str`, got `int` - at `$.target`"),
    ],
)
def test_a_mistake_and_its_fault(tmp_path: Path, mistake: Callable[[Layers], None], where: str, says: str) -> None:
    layers = copy.deepcopy(example_layers())
    mistake(layers)
    faults = [str(fault) for fault in faults_in(write_suite(tmp_path / "s", layers))]
    if not where:
        assert faults == []  # the two mentions' times meet: no contradiction
    else:
        (fault,) = faults  # one mistake, one fault
        assert f"{where}:" in fault
        assert says in fault


MESSAGE = {"dct": "2021-05-04T23:50:00+01:00", "thread": "fairs", "zone": "Europe/London"}


@pytest.mark.parametrize(
    ("of_document", "of_timex", "says"),
    [
        ({}, {"newest_value": "2021-06-05"}, []),
        ({"dct": "2021-05-04T23:50:00Z", "zone": "Etc/UTC"}, {}, []),
        ({"dct": "2021-05-04T23:50", "zone": ""}, {}, []),
        ({"dct": "2021-05-04T23:50:00"}, {}, ["zone, but dct has no offset"]),
        ({"dct": "2021-05-04"}, {}, ["zone, but dct has no offset"]),
        (
            {"dct": "2021-05-04T23:50:00+00:00"},
            {},
            ["the clock of Europe/London then says 2021-05-05T00:50:00+01:00"],
        ),
        ({"zone": "Europe/Ludlow"}, {}, ["zone 'Europe/Ludlow' is no time zone"]),
        ({"zone": "../etc"}, {}, ["zone '../etc' is no time zone"]),
        ({"dct": "20210504T2350"}, {}, ["'20210504T2350' is neither a day such as"]),
        ({"dct": "2021-05-04T24:50"}, {}, ["'2021-05-04T24:50' is no day"]),
        ({"dct": "2021-05-04 23:50"}, {}, ["is neither a day such as"]),
        ({}, {"newest_value": "2021-05-05"}, ["newest_value '2021-05-05' is the value"]),
        ({}, {"newest_value": "in June"}, ["newest_value: value 'in June': no TIMEX3 value"]),
        ({}, {"newest_value": "P1D"}, ["newest_value: a DATE with value 'P1D'"]),
        ({"thread": ""}, {"newest_value": "2021-06-05"}, ["newest_value, but the document has no thread"]),
    ],
)
def test_the_clock_the_zone_and_the_newest_value_of_a_message(
    tmp_path: Path, of_document: dict[str, str], of_timex: dict[str, str], says: list[str]
) -> None:
    layers = example_layers()
    layers["documents"][0].update(MESSAGE | of_document)
    layers["timexes"][1].update(of_timex)
    found = [fault.message for fault in faults_in(write_suite(tmp_path / "s", layers))]
    assert len(found) == len(says)
    assert all(part in message for part, message in zip(says, found, strict=True)), found


def test_the_users_own_gold_gives_systems_the_clock_and_midnight_is_a_day(tmp_path: Path) -> None:
    layers = example_layers()
    layers["documents"][0]["dct"] = "20210504T2350+0900"
    layers["documents"][1]["dct"] = "2021-05-04T00:00:00"
    suite = load(write_suite(tmp_path / "s", layers))
    stamped, midnight = map(suite.bare, suite.documents)
    assert stamped.written is not None
    assert (stamped.dct.isoformat(), stamped.written.isoformat()) == ("2021-05-04", "2021-05-04T23:50:00+09:00")
    assert (midnight.dct.isoformat(), midnight.written) == ("2021-05-04", None)
    assert suite.labelled(suite.documents[0]).written == stamped.written


def test_a_mistake_is_told_with_what_follows_from_it(tmp_path: Path) -> None:
    changed, nameless = example_layers(), example_layers()
    changed["documents"][1]["text"] = "Other words."
    del nameless["events"][0]["id"]
    found = {
        name: [(Path(fault.path).name, fault.line) for fault in faults_in(write_suite(tmp_path / name, layers))]
        for name, layers in (("changed", changed), ("nameless", nameless))
    }
    # the digest, two sentence starts and offsets that no longer fit, in each layer; the event and its mention
    assert found["changed"] == [
        ("documents.jsonl", 2),
        ("documents.jsonl", 2),
        ("events.jsonl", 3),
        ("timexes.jsonl", 3),
        ("timexes.jsonl", 4),
    ]
    assert found["nameless"] == [("events.jsonl", 1), ("timeline.jsonl", 1)]


def test_actual_mentions_of_one_entry_must_not_exclude_each_other(tmp_path: Path) -> None:
    layers = example_layers()
    layers["timeline"][0].update(mentions=[["fair", "e1"], ["flood", "e1"]])
    layers["events"][2]["when"] = "2021-05-01"
    # e2 is PLANNED: that the announced day differs is no contradiction
    layers["timeline"][0]["mentions"].append(["fair", "e2"])
    faults = [fault.message for fault in faults_in(write_suite(tmp_path / "s", layers))]
    assert faults == [
        "entry 'opening': fair e1 is at 2021-05-03, flood e1 at 2021-05-01, which can't both be",
        "entry 'opening': the entry is at 2021-05-03, flood e1 at 2021-05-01, which can't both be",
    ]


def test_all_faults_are_reported_at_once_in_file_order(tmp_path: Path) -> None:
    layers = example_layers()
    layers["events"][2]["class"] = "HAPPENING"
    layers["timexes"][0]["start"] = 18
    layers["timexes"][3]["value"] = "soon"
    folder = write_suite(tmp_path / "s", layers)
    with (folder / "events.jsonl").open("a", encoding="utf-8") as file:
        file.write("{not json\n")
    with pytest.raises(DataError) as caught:
        validate(folder, scheme=True)
    places = [(Path(fault.path).name, fault.line) for fault in caught.value.faults]
    assert places == [("events.jsonl", 3), ("events.jsonl", 4), ("timexes.jsonl", 1), ("timexes.jsonl", 4)]
    assert all(fault.remedy for fault in caught.value.faults)


def test_a_source_file_that_differs_is_told(tmp_path: Path) -> None:
    layers = example_layers()
    layers["documents"][0]["source"] = "seeds/fair.txt"
    folder = write_suite(tmp_path / "gold" / "s", layers)
    assert faults_in(folder) == []  # not shipped with the suite: nothing to hold it against
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "fair.txt").write_text("The fair opened.", encoding="utf-8")
    assert [fault.message for fault in faults_in(folder)] == ["the text is not that of seeds/fair.txt"]


def test_a_card_without_a_version_and_a_folder_without_documents(tmp_path: Path, suite_folder: Path) -> None:
    (suite_folder / "README.md").write_text("# A suite\n", encoding="utf-8")
    assert [fault.message for fault in faults_in(suite_folder)] == ["the suite has no version"]
    (suite_folder / "README.md").unlink()
    assert [fault.message for fault in faults_in(suite_folder)] == ["the suite has no card"]
    (tmp_path / "empty").mkdir()
    with pytest.raises(UsageError, match=r"empty: in none of the .* \(it is empty\); name a folder of gold"):
        validate(tmp_path / "empty")


def test_any_change_of_a_layer_changes_the_digest(tmp_path: Path, suite_folder: Path) -> None:
    before = load(suite_folder).digest
    layers = example_layers()
    layers["timexes"][0]["mod"] = "START"
    assert load(write_suite(tmp_path / "other" / "example", layers)).digest != before
