"""Confidence and alternatives: what is measured, by hand; what is refused; and that other records don't change."""

from __future__ import annotations

import datetime
import json
import math
from pathlib import Path
from typing import Any

import pytest

import bench
from bench.cli.root import run
from bench.dataset.suite import Predictions, Suite, SuiteDocument
from bench.errors import DataError
from bench.formats.carried import PREDICTED
from bench.formats.jsonl import stream
from bench.formats.registry import FORMATS
from bench.harness.errors import AnswerError
from bench.harness.reply import read_result
from bench.results import record
from bench.scoring.accumulator import Tally
from bench.scoring.confidence import Bin, measured
from bench.scoring.score import score
from bench.sdk import protocol
from bench.sdk.model import Alternative, Document, Reading, Timex

TEXT = "Monday Friday May June"


def timex(word: str, value: str | None = None, **said: Any) -> Timex:
    start = TEXT.index(word)
    return Timex(start, start + len(word), "DATE", value, text=word, **said)


def suite(*timexes: Timex) -> Suite:
    return Suite("made", "", "", (SuiteDocument("a", TEXT),), {"a": bench.Layers(timexes)})


GOLD = suite(timex("Monday", "1"), timex("Friday", "2"), timex("May", "3"))


def scored(*timexes: Timex, gold: Suite = GOLD) -> Any:
    return score(gold, Predictions({"a": bench.Layers(timexes)}, ("timexes",)))


def test_calibration_error_and_risk_by_coverage_by_hand() -> None:
    found = measured([(0.9, True), (0.9, False), (0.4, True), (0.2, False)], 5)
    assert (found.stated, found.predicted, found.right) == (4, 5, 2)
    assert found.mean == pytest.approx(0.6)
    # bins (0.1, 0.2]: |0 − 0.2|; (0.3, 0.4]: |1 − 0.4|; (0.8, 0.9]: |1 − 1.8|; together 1.6 of 4
    assert found.ece == pytest.approx(0.4)
    assert [(each.low, each.predicted, each.right) for each in found.bins] == [
        (0.1, 1, 0),
        (0.3, 1, 1),
        (0.8, 2, 1),
    ]
    # the two at 0.9 are in any order: half an error in the first, one in both; then 1 of 3, 2 of 4
    assert found.aurc == pytest.approx((0.5 + 0.5 + 1 / 3 + 0.5) / 4)
    assert len(found.risks) == 20
    assert found.risks[4] == 0.5  # 25 % of four is the first
    assert found.risks[5] == 0.5  # 30 % is the first two
    assert found.risks[-1] == 0.5


def test_bins_end_at_their_upper_edge_and_the_first_has_zero() -> None:
    found = measured([(0.0, False), (0.1, False), (0.1001, False), (1.0, True)], 4)
    assert found.bins == (
        Bin(0.0, 0.1, 2, 0, 0.05),
        Bin(0.1, 0.2, 1, 0, 0.1001),
        Bin(0.9, 1.0, 1, 1, 1.0),
    )


def test_a_system_that_is_always_sure_and_right_has_no_error_and_no_risk() -> None:
    found = measured([(1.0, True)] * 3, 3)
    assert (found.ece, found.aurc) == (0, 0)
    worst = measured([(1.0, False)] * 3, 3)
    assert (worst.ece, worst.aurc) == (1, 1)


def test_the_order_of_answers_does_not_matter() -> None:
    answers = [(0.5, True), (0.5, False), (0.7, True), (0.3, False), (0.5, True)]
    assert measured(answers, 5) == measured(answers[::-1], 5)


def test_what_is_right_is_what_timex_value_says_and_what_is_spurious_is_wrong() -> None:
    found = scored(
        timex("Monday", "1", confidence=0.9),  # right
        timex("Friday", "9", confidence=0.6),  # another value
        timex("June", "6", confidence=0.3),  # spurious
        timex("May", "3"),  # right, but how sure isn't said
    ).confidence
    assert found is not None
    assert (found.stated, found.predicted, found.right) == (3, 4, 1)
    readings = suite(timex("Monday", "1", values=(Reading("1"), Reading("8"))))
    found = scored(timex("Monday", "8", confidence=0.5), gold=readings).confidence
    assert found is not None
    assert found.right == 1


def test_gold_without_a_value_does_not_say_what_is_right() -> None:
    gold = suite(timex("Monday"), timex("Friday", "2"))
    found = scored(
        timex("Monday", "1", confidence=0.9), timex("Friday", "2", confidence=0.8), gold=gold
    ).confidence
    assert found is not None
    assert (found.stated, found.right) == (1, 1)


def test_any_of_a_system_s_values_may_be_right() -> None:
    found = scored(
        timex("Monday", "1"),
        timex("Friday", "9", alternatives=(Alternative("8", 0.1), Alternative("2"))),
        timex("May", "9", alternatives=(Alternative("8"),)),
    )
    assert found.measures["timex.value"].counts.correct_gold == 1
    assert found.measures["timex.value.among"].counts.correct_gold == 2
    assert found.measures["timex.value.among"].f1 == pytest.approx(2 / 3)
    gold = suite(timex("Monday", "1", values=(Reading("1"), Reading("8"))))
    among = scored(timex("Monday", "9", alternatives=(Alternative("8"),)), gold=gold)
    assert among.measures["timex.value.among"].f1 == 1
    assert among.measures["timex.value.any"].f1 == 0


def test_a_system_that_states_neither_has_neither_measure_nor_field() -> None:
    found = scored(timex("Monday", "1"), timex("Friday", "2"))
    assert found.confidence is None
    assert "timex.value.among" not in found.measures
    made = record.of_predictions("x", "system", Predictions({}), GOLD, found)
    assert '"confidence"' not in record.text(made)
    sure = scored(timex("Monday", "1", confidence=0.5))
    assert "timex.value.among" not in sure.measures


def test_documents_and_processes_are_summed(tmp_path: Path) -> None:
    documents = [{"id": f"d{number}", "text": TEXT} for number in range(6)]
    lines: list[dict[str, Any]] = [
        {"doc": each["id"], "start": 0, "end": 6, "type": "DATE", "value": "1"} for each in documents
    ]
    write(tmp_path / "gold", documents, lines)
    said = [{**line, "value": "1" if n % 2 else "2", "confidence": n / 10} for n, line in enumerate(lines)]
    said[0]["alternatives"] = [{"value": "1", "probability": 0.5}]
    write(tmp_path / "mine", [{"id": each["id"]} for each in documents], said)
    pairs = list(stream.read(tmp_path / "mine", tmp_path / "gold"))
    first, second = Tally(("timexes",)), Tally(("timexes",))
    for number, pair in enumerate(pairs):
        (first if number < 3 else second).add(pair)
    first.merge(second)
    merged = first.scored((), (), ())
    whole = bench.score(tmp_path / "mine", tmp_path / "gold").record
    assert whole.confidence is not None
    assert (whole.confidence.stated, whole.confidence.right) == (6, 3)
    assert whole.measures["timex.value.among"].counts.correct_gold == 4
    assert merged.confidence == whole.confidence
    assert merged.measures["timex.value.among"] == whole.measures["timex.value.among"]


def write(folder: Path, documents: list[dict[str, Any]], timexes: list[dict[str, Any]]) -> None:
    folder.mkdir()
    (folder / "documents.jsonl").write_text("".join(json.dumps(each) + "\n" for each in documents))
    (folder / "timexes.jsonl").write_text("".join(json.dumps(each) + "\n" for each in timexes))


BAD = [
    ({"value": "1", "confidence": 1.2}, "confidence 1.2 is no probability"),
    ({"value": "1", "confidence": -0.1}, "confidence -0.1 is no probability"),
    ({"value": None, "confidence": 0.5}, "confidence or alternatives, but no value"),
    ({"value": None, "alternatives": [{"value": "2"}]}, "confidence or alternatives, but no value"),
    ({"value": "1", "alternatives": [{"value": "1"}]}, "alternatives has '1' more than once"),
    ({"value": "1", "alternatives": [{"value": "2"}, {"value": "2"}]}, "alternatives has '2' more than once"),
    ({"value": "1", "alternatives": [{"value": ""}]}, "an alternative has an empty value"),
    ({"value": "1", "alternatives": [{"value": "2", "probability": 2}]}, "the probability of an alternative 2"),
    (
        {"value": "1", "confidence": 0.7, "alternatives": [{"value": "2", "probability": 0.4}]},
        "the probabilities of the values sum to 1.1",
    ),
]


@pytest.mark.parametrize(("said", "message"), BAD)
def test_what_is_no_probability_is_refused_in_files_in_memory_and_in_answers(
    tmp_path: Path, said: dict[str, Any], message: str
) -> None:
    line = {"doc": "a", "start": 0, "end": 6, "type": "DATE", **said}
    write(tmp_path / "gold", [{"id": "a", "text": TEXT}], [{"doc": "a", "start": 0, "end": 6, "value": "1"}])
    write(tmp_path / "mine", [{"id": "a"}], [line])
    with pytest.raises(DataError, match=message):
        bench.score(tmp_path / "mine", tmp_path / "gold")
    with pytest.raises(DataError, match=message):
        bench.score({"a": [protocol.timex_from_json(line)]}, tmp_path / "gold")
    document = Document("a", TEXT, datetime.date(2024, 3, 8))
    with pytest.raises(AnswerError, match=message):
        read_result({"timexes": [line]}, document, ["timexes"])


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"confidence": "high"}, "confidence 'high' is no probability"),
        ({"confidence": True}, "confidence True is no probability"),
        ({"confidence": math.nan}, "confidence nan is no probability"),
        ({"alternatives": "2"}, "alternatives '2' is no list of objects"),
        ({"alternatives": [{"probability": 0.1}]}, "is no alternative: it has no value"),
        ({"alternatives": ["2"]}, "is no list of objects"),
    ],
)
def test_an_answer_of_another_type_costs_the_document(said: dict[str, Any], message: str) -> None:
    document = Document("a", TEXT, datetime.date(2024, 3, 8))
    with pytest.raises(AnswerError, match=message):
        read_result({"timexes": [{"start": 0, "end": 6, "value": "1", **said}]}, document, ["timexes"])


def test_numbers_that_were_rounded_may_sum_to_a_little_more_than_one() -> None:
    thirds = (Alternative("2", 0.3333334), Alternative("3", 0.3333334))
    assert scored(timex("Monday", "1", confidence=0.3333334, alternatives=thirds)).confidence is not None


def test_the_wire_and_the_files_keep_both_and_say_nothing_for_those_who_state_nothing() -> None:
    both = timex("Monday", "1", confidence=0.5, alternatives=(Alternative("2", 0.25), Alternative("3")))
    wire = protocol.timex_to_json(both)
    assert wire["confidence"] == 0.5
    assert wire["alternatives"] == [{"value": "2", "probability": 0.25}, {"value": "3"}]
    back = protocol.timex_from_json(json.loads(json.dumps(wire)))
    assert (back.confidence, back.alternatives) == (both.confidence, both.alternatives)
    assert protocol.timex_to_json(timex("Monday", "1")).keys() == {"start", "end", "type", "value", "mod"}


SYSTEM = '''"""A system that says how sure it is."""

import re

from bench import Alternative, Document, Timex, system


@system(layers=["timexes"])
def sure(document: Document):
    """The weekdays of the text."""
    for found in re.finditer("Monday|Friday", document.text):
        other = (Alternative("2024-03-11", 0.2),)
        yield Timex(found.start(), found.end(), "DATE", "2024-03-04", confidence=0.75, alternatives=other)
'''


@pytest.fixture
def evaluated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The results of the system; Monday is right, and Friday's value is among the alternatives."""
    monkeypatch.chdir(tmp_path)
    gold = [{"doc": "a", "start": 0, "end": 6, "type": "DATE", "value": "2024-03-04"}]
    gold.append({"doc": "a", "start": 7, "end": 13, "type": "DATE", "value": "2024-03-11"})
    write(tmp_path / "gold", [{"id": "a", "text": TEXT, "dct": "2024-03-08"}], gold)
    Path("sure.py").write_text(SYSTEM)
    assert run(["evaluate", "sure.py", "--gold", "gold", "-o", "results"]) == 0
    return Path("results/gold/sure")


def test_a_run_keeps_scores_and_shows_them(evaluated: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    first = json.loads((evaluated / "timexes.jsonl").read_text().splitlines()[0])
    assert (first["confidence"], first["alternatives"]) == (0.75, [{"value": "2024-03-11", "probability": 0.2}])
    made = record.read(evaluated / "record.json")
    assert made.confidence is not None
    assert (made.confidence.stated, made.confidence.right, made.confidence.ece) == (2, 1, 0.25)
    assert made.measures["timex.value.among"].f1 == 1
    assert record.text(made) == (evaluated / "record.json").read_text()
    table = (evaluated.parent / "README.md").read_text()
    assert "| sure | 2 of 2 | 50.0 | 75.0 | 25.0 | 50.0 |" in table
    assert "**Values and alternatives, F1 (%)**" in table
    assert run(["score", "results/gold/sure", "gold"]) == 0
    assert "confidence: stated for 2 of 2 times; mean 75.0 %, and 50.0 % are right" in " ".join(
        capsys.readouterr().out.split()
    )
    assert run(["score", "results/gold/sure", "gold", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["confidence"]["ece"] == 0.25


def test_the_report_shows_it(evaluated: Path) -> None:
    assert run(["report", str(evaluated.parent), "--gold", "gold", "-o", "report.html"]) == 0
    assert "How sure systems are of their values (%)" in Path("report.html").read_text()


def test_a_format_that_cannot_hold_them_says_so_and_gets_none_of_them(
    evaluated: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert {"timexes.confidence", "timexes.alternatives"} == PREDICTED
    able = {each.name for each in FORMATS if each.write_gold is not None and each.carries & PREDICTED}
    assert able == {"hf", "jsonl", "parquet"}
    for name in sorted(
        {each.name for each in FORMATS if each.write_gold is not None and each.needs is None} - able
    ):
        capsys.readouterr()
        run(["convert", str(evaluated), f"out-{name}", "--gold", "gold", "--to", name])
        err = capsys.readouterr().err
        assert f"not carried by {name}: the confidence of 2 timexes" in err, name
        assert f"not carried by {name}: the alternatives of 2 timexes" in err, name
        files = [path for path in Path(f"out-{name}").rglob("*") if path.is_file()] or [Path(f"out-{name}")]
        assert not any("0.75" in path.read_text(errors="replace") for path in files), name
