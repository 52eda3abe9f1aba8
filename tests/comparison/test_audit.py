"""The audit: where strong systems agree against gold, what none solves, and a list that shows neither."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import bench
from bench.cli.root import run
from bench.comparison import blind
from bench.comparison.audit import Thresholds
from bench.dataset.suite import Predictions, Suite, SuiteDocument
from bench.errors import UsageError
from bench.sdk.model import Event, Reading, Region, Timex

TEXT = "It rained on Monday. It snowed on Friday. It froze in May. Nothing else. They left at dawn."
"""Five sentences; the fourth has no time."""


def timex(word: str, value: str | None = "v", **said: Any) -> Timex:
    start = TEXT.index(word)
    return Timex(start, start + len(word), "DATE", value, text=word, **said)


def suite(*timexes: Timex, ignore: tuple[Region, ...] = (), events: tuple[Event, ...] = ()) -> Suite:
    layers = {"a": bench.Layers(timexes, events, ignore)}
    return Suite("mine", "", "digest", (SuiteDocument("a", TEXT),), layers)


GOLD = suite(timex("Monday", "1"), timex("Friday", "2"), timex("May", "3"))
RIGHT = [timex("Monday", "1"), timex("Friday", "2"), timex("May", "3")]


def said(monday: str | None, friday: str | None, may: str | None, *more: Timex) -> dict[str, list[Timex]]:
    """The predictions of a system for the document; an empty value stands for nothing found."""
    values = {"Monday": monday, "Friday": friday, "May": may}
    return {"a": [*(timex(word, value) for word, value in values.items() if value != ""), *more]}


def audited(gold: Suite, *systems: dict[str, list[Timex]], **options: Any) -> bench.Audit:
    named = {f"s{number}": system for number, system in enumerate(systems, 1)}
    return bench.audit(named, gold, **{"strong": 0.0, **options})


def found(audit: bench.Audit) -> list[tuple[str, str, str, int, int]]:
    return [(each.kind, TEXT[each.start : each.end], each.answer, each.agree, each.right) for each in audit.places]


def test_what_most_say_otherwise_and_what_nobody_solves() -> None:
    audit = audited(
        GOLD,
        said("9", "2", "7"),
        said("9", "2", "8"),
        said("1", "", ""),
    )
    # Monday: two of three say 9. Friday: two of three are right. May: nobody is, and no two agree
    assert found(audit) == [("against", "Monday", "9", 2, 1), ("unsolved", "May", "nothing", 1, 0)]
    (monday, may) = audit.places
    assert monday.gold == "1"
    assert monday.answers == {"s1": "9", "s2": "9", "s3": "1"}
    assert may.answers == {"s1": "7", "s2": "8", "s3": "nothing"}
    assert monday.context.startswith("It rained on [Monday]. It snowed")


def test_most_that_find_nothing_are_against_gold_too() -> None:
    audit = audited(GOLD, said("1", "", "3"), said("1", "", "3"), said("1", "2", "3"))
    assert found(audit) == [("against", "Friday", "nothing", 2, 1)]


def test_an_annotation_that_gold_lacks_is_listed_if_most_give_it_alike() -> None:
    dawn, other = timex("dawn", "4"), timex("at dawn", "4")
    audit = audited(GOLD, said("1", "2", "3", dawn), said("1", "2", "3", dawn), said("1", "2", "3", other))
    assert found(audit) == [("missing", "dawn", "4", 2, 0)]
    assert audit.places[0].gold == ""
    assert audit.places[0].answers == {"s1": "4", "s2": "4", "s3": "4"}
    audit = audited(GOLD, said("1", "2", "3", dawn), said("1", "2", "3", timex("dawn", "5")), said("1", "2", "3"))
    assert audit.places == []
    ignored = suite(*RIGHT, ignore=(Region(TEXT.index("They"), len(TEXT)),))
    audit = audited(ignored, *[said("1", "2", "3", dawn)] * 3)
    assert audit.places == []


def test_each_right_reading_of_gold_counts() -> None:
    gold = suite(timex("Monday", "1", values=(Reading("1", "last"), Reading("9", "next"))))
    assert audited(gold, *[said("9", "", "")] * 3).places == []
    audit = audited(gold, *[said("8", "", "")] * 3)
    assert audit.places[0].gold == "1 or 9"


def test_a_value_that_is_not_stated_is_no_answer_and_gold_without_a_value_is_not_audited() -> None:
    audit = audited(GOLD, said(None, "2", "3"), said(None, "2", "3"), said("1", "2", "3"))
    assert audit.places == []
    audit = audited(suite(timex("Monday", None), timex("Friday", "2")), *[said("9", "2", "")] * 3)
    assert audit.places == []


def test_only_strong_systems_are_asked_by_the_thresholds_that_are_given() -> None:
    weak = said("9", "", "")
    good, fair = said("1", "2", "3"), said("9", "2", "3")
    # F1: good 100, fair 2 of 3 and 3 predicted, so 66.7; weak 0
    audit = audited(GOLD, good, fair, fair, weak, strong=0.6)
    (each,) = audit.audited
    assert {name: round(f1, 3) for name, f1 in each.strong.items()} == {"s1": 1.0, "s2": 0.667, "s3": 0.667}
    assert found(audit) == [("against", "Monday", "9", 2, 1)]
    assert audited(GOLD, good, fair, fair, weak, strong=0.6, most=0.7).places == []
    with pytest.raises(UsageError, match=r"timex\.value: 3 of 4 systems are strong .* and 4 are needed"):
        audited(GOLD, good, fair, fair, weak, strong=0.6, least=4)
    with pytest.raises(UsageError, match="--strong 60: it is a share"):
        audited(GOLD, good, strong=60)
    with pytest.raises(UsageError, match="--least 1: one system agrees with itself"):
        Thresholds(least=1)


def test_systems_and_measures_are_chosen_by_name() -> None:
    good, fair = said("1", "2", "3"), said("9", "2", "3")
    audit = audited(GOLD, fair, fair, fair, good, systems=("s1", "s2", "s4"))
    assert audit.places[0].answers == {"s4": "1", "s1": "9", "s2": "9"}
    with pytest.raises(UsageError, match="no system named 's9'"):
        audited(GOLD, fair, good, systems=("s9",))
    # by span alone Monday is right everywhere
    assert audited(GOLD, fair, fair, fair, measures=("timex.strict",)).places == []
    wide = said("", "2", "3", timex("on Monday", "1"))
    assert found(audited(GOLD, wide, wide, good, measures=("timex.strict",))) == [
        ("against", "Monday", "“on Monday”", 2, 1)
    ]
    with pytest.raises(UsageError, match=r"tlink\.awareness isn't about single annotations"):
        audited(GOLD, fair, measures=("tlink.awareness",))


def test_a_measure_with_too_few_strong_systems_is_told() -> None:
    gold = suite(*RIGHT, events=(Event(3, 9, "OCCURRENCE"),))
    audit = audited(gold, *[said("9", "2", "3")] * 3)
    assert list(audit.unaudited) == ["event.class"]
    assert "0 of 0 systems are strong" in audit.unaudited["event.class"]
    assert [each.measure for each in audit.audited] == ["timex.value"]


def test_settings_of_one_tool_and_what_works_on_others_are_no_witnesses(tmp_path: Path) -> None:
    gold = tmp_path / "gold"
    write(gold, TEXT, RIGHT)
    for name, digest, wants in (
        ("one", "x", {}),
        ("one-past", "x", {}),
        ("two", "y", {}),
        ("three", "z", {}),
        ("vote", "v", {"one": "x"}),
        ("given", "w", {"gold:timexes": ""}),
    ):
        folder = tmp_path / "results" / "gold" / name
        write(folder, "", [timex("Monday", "9"), timex("Friday", "2"), timex("May", "3")])
        about = {"name": name, "suite": "gold", "suite_digest": bench.read_gold(gold).digest, "bench": "0.1.0"}
        (folder / "record.json").write_text(json.dumps({**about, "system_digest": digest, "wants": wants}))
    audit = bench.audit(tmp_path / "results", gold)
    assert audit.left_out == {
        "given": "it was given gold annotations",
        "vote": "it works on what one said",
        "one-past": "it is another setting of one, which is better",
    }
    assert audit.places[0].answers == {"one": "9", "three": "9", "two": "9"}
    named = bench.audit(tmp_path / "results", gold, systems=("one", "one-past", "vote"))
    assert named.left_out == {}
    assert named.places[0].asked == 3


def write(folder: Path, text: str, timexes: list[Timex]) -> None:
    folder.mkdir(parents=True)
    document = {"id": "a", **({"text": text, "dct": "2024-03-08", "dct_reason": "see May"} if text else {})}
    (folder / "documents.jsonl").write_text(json.dumps(document) + "\n")
    lines = [
        {"doc": "a", "start": each.start, "end": each.end, "type": "DATE", "value": each.value} for each in timexes
    ]
    (folder / "timexes.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))


SYSTEMS = ["first", "second", "third"]


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Gold, and three systems: Monday is against, Friday and May are agreed on, and dawn is missing."""
    monkeypatch.chdir(tmp_path)
    write(
        Path("gold"), TEXT, [timex("Monday", "2024-03-04"), timex("Friday", "2024-03-01"), timex("May", "2024-05")]
    )
    for name in SYSTEMS:
        values = {"Monday": "2024-03-11", "Friday": "2024-03-01", "May": "2024-05", "dawn": "2024-03-09"}
        write(Path(name), "", [timex(word, value) for word, value in values.items()])


@pytest.mark.usefixtures("folders")
def test_the_verb_lists_the_places_in_every_format(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["audit", *SYSTEMS, "--gold", "gold"]) == 0
    out, err = capsys.readouterr()
    assert "1. a 13–19, timex.value: It rained on [Monday]. It snowed on Friday." in out
    assert "   gold: 2024-03-04\n   3 of 3: 2024-03-11 (first, second, third)\n" in out
    assert "Strong systems agree on what gold doesn't have: 1" in out
    assert "asked: timex.value: 3 strong systems: first 57.1, second 57.1, third 57.1" in err  # 2 × 2 / (3 + 4)
    assert run(["audit", *SYSTEMS, "--gold", "gold", "--format", "json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["thresholds"] == {"strong": 0.5, "most": 0.5, "least": 3}
    assert [(each["kind"], each["start"], each["agree"]) for each in data["places"]] == [
        ("against", 13, 3),
        ("missing", TEXT.index("dawn"), 3),
    ]
    assert run(["audit", *SYSTEMS, "--gold", "gold", "--format", "csv"]) == 0
    assert capsys.readouterr().out.splitlines()[1].startswith("against,a,13,19,timex.value,")
    assert run(["audit", *SYSTEMS, "--gold", "gold", "--format", "markdown"]) == 0
    assert "| a | 13 | 19 | timex.value |" in capsys.readouterr().out
    assert run(["audit", "first", "second", "--gold", "gold"]) == 2
    assert "2 of 2 systems are strong" in capsys.readouterr().err


@pytest.mark.usefixtures("folders")
def test_documents_that_are_not_asked_or_not_in_gold_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    Path("first/documents.jsonl").write_text('{"id": "a"}\n{"id": "b"}\n')
    failed = '{"id": "a", "status": "failed", "reason": "it fell"}\n'
    write(Path("fourth"), "", [])
    Path("fourth/documents.jsonl").write_text(failed)
    assert run(["audit", *SYSTEMS, "fourth", "--gold", "gold", "--strong", "0"]) == 0
    err = capsys.readouterr().err
    assert "not asked: fourth on 1 document, where it failed or wasn't run" in err
    assert "not in gold: 1 document of first" in err


@pytest.mark.usefixtures("folders")
def test_agreement_everywhere_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("x", "y", "z"):
        write(
            Path(name), "", [timex("Monday", "2024-03-04"), timex("Friday", "2024-03-01"), timex("May", "2024-05")]
        )
    assert run(["audit", "x", "y", "z", "--gold", "gold"]) == 0
    assert "no place: most strong systems agree with gold everywhere" in capsys.readouterr().err
    assert run(["audit", "x", "y", "z", "--gold", "gold", "--blind", "list"]) == 2
    assert "the audit has no place, so there is nothing to label" in capsys.readouterr().err
    assert not Path("list").exists()


@pytest.mark.usefixtures("folders")
def test_the_blind_list_shows_neither_gold_nor_answers_and_goes_back_to_agree(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["audit", *SYSTEMS, "--gold", "gold", "--blind", "list", "--seed", "1"]) == 0
    out = capsys.readouterr().out
    # Monday's sentence has gold, dawn's has none: so one agreed sentence and one without anything are mixed in
    assert out == "2 sentences to look at again, 2 mixed in, of 1 document: give list/label to the labeller\n"
    shown = Path("list/label/a.txt").read_text()
    assert "2024-03-11" not in shown
    assert "2024-03-04" not in shown
    assert "DATE" not in shown
    assert "see May" not in shown
    assert shown.count("|IGNORE]") == 1  # one of the two agreed sentences is closed
    places = [json.loads(line) for line in Path("list/places.jsonl").read_text().splitlines()]
    assert [each["why"] for each in places] == [["against"], ["agreed"], ["agreed"], ["missing"]]
    key = bench.read_gold("list/key")
    assert len(key.layers["a"].timexes) == 2  # Monday, and Friday or May; dawn is in no gold
    text = shown.replace("Monday", "[Monday|DATE 2024-03-11]")
    Path("list/label/a.txt").write_text(text)
    assert run(["annotate", "list/label", "mine"]) == 0
    capsys.readouterr()
    assert run(["agree", "--differences", "list/key", "mine"]) == 0
    differing = capsys.readouterr().out
    assert "[Monday]" in differing
    assert "IGNORE" not in differing
    assert run(["audit", *SYSTEMS, "--gold", "gold", "--blind", "list"]) == 2
    assert "list exists already; choose another name" in capsys.readouterr().err


@pytest.mark.usefixtures("folders")
def test_the_seed_chooses_what_is_mixed_in() -> None:
    audit = bench.audit(SYSTEMS, "gold")
    made = {}
    for seed in range(8):
        blind.write(audit, Path(f"list{seed}"), seed=seed)
        made[seed] = Path(f"list{seed}/label/a.txt").read_text()
    blind.write(audit, Path("again"), seed=3)
    assert Path("again/label/a.txt").read_text() == made[3]
    assert len(set(made.values())) == 2  # the agreed sentence is Friday's or May's


@pytest.mark.usefixtures("folders")
def test_too_few_agreed_sentences_are_told_and_a_sentence_that_gold_leads_into_is_open() -> None:
    over = Timex(TEXT.index("Monday"), TEXT.index("Friday"), "DATE", "2024-03-04")
    wide = suite(over)
    audit = bench.audit({name: {"a": [timex("Monday", "9")]} for name in SYSTEMS}, wide, strong=0.0)
    written = blind.write(audit, Path("list"))
    assert (written.found, written.mixed) == (2, 0)
    assert [note.message for note in written.notes] == [
        "2 sentences in which systems agree with gold would be mixed in, and there are 0"
    ]
    (kept,) = bench.read_gold("list/key").layers["a"].timexes
    assert (kept.start, kept.end) == (over.start, over.end)


def test_predictions_of_failed_documents_are_not_asked() -> None:
    failed = Predictions({}, ("timexes",), {"a": "crashed"})
    systems: dict[str, Any] = {"s1": said("9", "2", "3"), "s2": said("9", "2", "3"), "s3": failed}
    good = said("1", "2", "3")
    found = bench.audit({**systems, "s4": good}, GOLD, strong=0.0)
    assert found.absent == {"s3": 1}
    assert found.places[0].asked == 3
    assert bench.audit(systems, GOLD, strong=0.0, least=3).places == []  # two were run on the document
    assert bench.audit(systems, GOLD, strong=0.0, least=2).places[0].asked == 2
