"""Scores from files and from memory, what is refused, and what is printed."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

import bench
from bench import DataError, Event, Layers, Link, Predictions, Suite, Timex, Unlocated, UsageError
from tests.conftest import ROOT, example_layers, write_suite

ARTICLES = ROOT / "gold" / "articles"
REGEX = ROOT / "results" / "articles" / "regex"


@pytest.fixture(scope="module")
def articles() -> Suite:
    return bench.read_gold(ARTICLES)


def faults(predictions: Any, gold: Suite | Path) -> list[str]:
    with pytest.raises(DataError) as caught:
        bench.score(predictions, gold)
    return [f"{fault.path}: {fault.message}" for fault in caught.value.faults]


def test_scores_are_those_of_the_committed_record_however_both_are_given(articles: Suite) -> None:
    committed = bench.read_results(ROOT / "results" / "articles")["regex"]
    read = bench.read_predictions(str(REGEX), articles)
    for predictions, gold in (
        (REGEX, ARTICLES),
        (str(REGEX), str(ARTICLES)),
        (REGEX, articles),
        (read, articles),
        (read, ARTICLES),
    ):
        scores = bench.score(predictions, gold)
        assert dict(scores.record.measures) == dict(committed.record.measures)
        assert scores.interval("timex.value") == committed.interval("timex.value")
    assert bench.score(read, articles).record.name == "predictions"
    assert bench.score(REGEX, articles).record.name == "regex"


def test_a_mapping_is_scored_as_the_same_predictions_in_files(articles: Suite) -> None:
    read = bench.read_predictions(REGEX, articles)
    lists = {name: list(layers.timexes) for name, layers in read.layers.items()}
    expected = {
        name: score for name, score in bench.score(read, articles).record.measures.items() if ".given" not in name
    }
    assert dict(bench.score(lists, articles).record.measures) == expected
    assert dict(bench.score(read.layers, articles).record.measures) == expected


def test_a_document_that_is_missing_fails_and_one_without_annotations_does_not(suite_folder: Path) -> None:
    gold = bench.read_gold(suite_folder)
    scores = bench.score({"fair": []}, gold)
    assert list(scores.failures) == ["flood"]
    assert scores["timex.relaxed"].recall == 0


def test_a_measure_that_is_unknown_or_has_no_figure_is_said(articles: Suite) -> None:
    scores = bench.score(REGEX, articles)
    with pytest.raises(UsageError, match=r"no measure named 'timex\.valeu'; did you mean timex\.value"):
        scores["timex.valeu"]
    with pytest.raises(UsageError, match=r"regex has no score for event\.class"):
        scores.interval("event.class")
    with pytest.raises(UsageError, match="no score named 'F'"):
        scores.interval("timex.value", "F")
    assert "event.class" not in scores
    assert "timex.value" in scores
    assert len(scores) == len(list(scores))


def test_rows_have_the_figures_and_their_intervals(articles: Suite) -> None:
    scores = bench.score(REGEX, articles)
    (row,) = [row for row in scores.to_rows() if row["measure"] == "timex.value"]
    # four of five predictions have gold's value, and gold has fifty: docs/command-line.md shows the same counts
    assert (row["system"], row["suite"]) == ("regex", "articles")
    assert (row["precision"], row["recall"]) == (4 / 5, 4 / 50)
    assert (row["correct_predicted"], row["predicted"], row["correct_gold"], row["gold"]) == (4, 5, 4, 50)
    assert (row["f1_low"], row["f1_high"]) == scores.interval("timex.value")
    assert [row["measure"] for row in scores.to_rows()] == list(scores)


def test_printed_they_are_a_table_and_nothing_is_printed_before(
    articles: Suite, capsys: pytest.CaptureFixture[str]
) -> None:
    scores = bench.score(REGEX, articles)
    assert capsys.readouterr() == ("", "")
    lines = str(scores).splitlines()
    assert lines[0] == "regex against articles (%)"
    (line,) = [line.split() for line in lines if line.startswith("timex.value ")]
    assert line[1:4] == ["80.00", "8.00", "14.55"]
    assert repr(scores) == f"<Scores of regex against articles: {len(scores)} measures>"


def test_other_definitions_give_their_figures_and_unknown_ones_are_refused(articles: Suite) -> None:
    scores = bench.score(REGEX, ARTICLES, definitions="seqeval")
    (by_layer, _) = scores.definitions["seqeval"]
    assert by_layer.rows[0].labels == ("TIMEX",)
    assert by_layer.rows[0].figures.precision == 4 / 5
    with pytest.raises(UsageError, match=r"named 'seqevl'; did you mean seqeval"):
        bench.score(REGEX, articles, definitions=["seqevl"])


@pytest.mark.parametrize(
    ("annotations", "expected"),
    [
        ([Timex(19, 25, "DATE"), Timex(19, 900, "DATE")], "$.fair.timexes[1].end: the span 19–900 doesn't lie"),
        ([Timex(25, 19, "DATE")], "$.fair.timexes[0].end: the span 25–19 doesn't lie"),
        ([Timex(-1, 3, "DATE")], "$.fair.timexes[0].start: the span -1–3 doesn't lie"),
        ([Timex(19, 25, "FOO")], "$.fair.timexes[0].type: type 'FOO' is none"),
        ([Timex(19, 25, "DATE", text="Sunday")], "$.fair.timexes[0].text: 19–25 covers"),
        ([Event(4, 8, "HAPPENING")], "$.fair.events[0].class: class 'HAPPENING' is none"),
        ([Timex(19, 25, "DATE", id="t1"), Link("t1", "e9", "BEFORE")], "$.fair.links[0].target"),
        ([Timex(19, 25, "DATE", id="t1"), Link("t1", "dct", "NEAR")], "$.fair.links[0].relation"),
        ([Timex(19, 25, "DATE", id="t1"), Timex(4, 8, "DATE", id="t1")], "$.fair.timexes[1].id"),
        ([Unlocated("links", "soon")], "$.fair.unlocated[0].layer"),
        (["Monday"], "$.fair[0]"),
    ],
)
def test_annotations_in_memory_are_checked_as_in_files(
    suite_folder: Path, annotations: list[Any], expected: str
) -> None:
    (found,) = faults({"fair": annotations, "flood": []}, bench.read_gold(suite_folder))
    assert found.startswith(expected)


def test_all_faults_are_told_at_once_and_predictions_and_layers_are_checked_too(suite_folder: Path) -> None:
    gold = bench.read_gold(suite_folder)
    wrong = Layers(timexes=(Timex(5, 3, "DATE"), Timex(0, 3, "DAY")))
    given: Iterable[Any] = ({"fair": wrong, "fiar": Layers()}, Predictions({"fair": wrong, "fiar": Layers()}))
    for predictions in given:
        found = faults(predictions, gold)
        places = ["$.fair.timexes[0].end", "$.fair.timexes[1].type", "$.fiar"]
        assert [line.split(": ")[0] for line in found] == places
        with pytest.raises(DataError):
            bench.agree(predictions, predictions, gold)
        with pytest.raises(DataError):
            bench.compare(predictions, predictions, gold)


def test_a_document_that_gold_does_not_have_is_refused_in_files_too(tmp_path: Path, suite_folder: Path) -> None:
    gold = bench.read_gold(suite_folder)
    bench.write_predictions(tmp_path / "p", {"fair": [], "flood": []}, gold)
    with (tmp_path / "p" / "documents.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"id": "fiar", "status": "done"}\n')
    for given in (suite_folder, gold):
        (found,) = faults(tmp_path / "p", given)
        assert found == f"$.fiar: {suite_folder.name} has no document 'fiar'"


def test_what_is_written_is_read_again(tmp_path: Path, suite_folder: Path) -> None:
    gold = bench.read_gold(suite_folder)
    bench.write_predictions(tmp_path / "p", {"fair": [Timex(19, 25, "DATE", "2021-05-03")], "flood": []}, gold)
    found = bench.read_predictions(tmp_path / "p", gold)
    assert [(timex.start, timex.end, timex.value) for timex in found.layers["fair"].timexes] == [
        (19, 25, "2021-05-03")
    ]
    assert found.covers == ("timexes",)


def test_a_path_that_is_no_gold_or_no_results_says_what_to_name(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nowhere"):
        bench.read_gold(tmp_path / "nowhere")
    with pytest.raises(UsageError, match="name a suite's results folder"):
        bench.read_results(ROOT / "results")


def test_results_of_a_folder_print_as_the_tables_of_the_suite() -> None:
    results = bench.read_results(ROOT / "results" / "articles")
    assert results["regex"]["timex.value"].counts.correct_gold == 4
    assert str(results).splitlines()[0] == "Time expressions (%)"
    assert {row["system"] for row in results.to_rows()} == set(results)


def test_predictions_and_results_are_compared(articles: Suite) -> None:
    dateparser = ROOT / "results" / "articles" / "dateparser"
    found = bench.compare(REGEX, dateparser, articles, measures=["timex.value"])
    (system,) = found.systems
    regex, other = (bench.score(path, articles)["timex.value"].f1 for path in (REGEX, dateparser))
    assert system.figures["timex.value"] == (regex, other)
    read = bench.read_predictions(REGEX, articles), bench.read_predictions(dateparser, articles)
    (in_memory,) = bench.compare(*read, articles, measures=["timex.value"]).systems
    assert in_memory.differences["timex.value"] == system.differences["timex.value"]
    with pytest.raises(UsageError, match=r"write compare\(base, head, gold\)"):
        bench.compare(*read)


def test_annotators_agree_as_the_command_says(articles: Suite) -> None:
    a, b = ARTICLES / "passes" / "a", ARTICLES / "passes" / "b"
    lines = bench.agree(a, str(b))
    assert lines == bench.agree(bench.read_predictions(a), bench.read_predictions(b), articles)
    assert lines[0].subject == "timex span, strict"


def test_a_document_that_failed_for_an_annotator_is_named(tmp_path: Path, suite_folder: Path) -> None:
    gold = bench.read_gold(suite_folder)
    mine = {"fair": [Timex(19, 25, "DATE")], "flood": []}
    bench.write_predictions(tmp_path / "a", mine, gold)
    bench.write_predictions(tmp_path / "b", mine, gold)
    listed = (tmp_path / "b" / "documents.jsonl").read_text(encoding="utf-8").splitlines()
    other = [json.dumps({**json.loads(line), "text": "Another text."}) for line in listed]
    (tmp_path / "b" / "documents.jsonl").write_text("\n".join([other[0], listed[1]]), encoding="utf-8")
    (tmp_path / "b" / "timexes.jsonl").write_text("", encoding="utf-8")
    with pytest.raises(DataError, match=r"fair: the text is not gold's"):
        bench.agree(tmp_path / "a", tmp_path / "b", gold)


def test_a_type_that_gold_has_is_one_though_timeml_has_it_not(tmp_path: Path) -> None:
    layers = example_layers()
    layers["timexes"][0]["type"] = "EASTER"
    gold = bench.read_gold(write_suite(tmp_path / "s", layers))
    right = {name: each.timexes for name, each in gold.layers.items()}
    assert bench.score(right, gold)["timex.type"].f1 == 1
    assert faults({"fair": [Timex(19, 25, "EASTERN")]}, gold)
