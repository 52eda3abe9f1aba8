"""Published outputs: scored where they are, shown as committed where they aren't, and never kept as spans."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import bench
from bench.cli.root import run
from bench.counts import Counts
from bench.errors import DataError, UsageError
from bench.results import published, record
from bench.sdk.model import Timex
from tests.conftest import ROOT

TEXT = "It rained on Monday and on Tuesday."
MONDAY, TUESDAY = (13, 19), (27, 34)
LIST = """
[[output]]
name = "dated"
title = "a program that gives values"
path = "../../../outputs/dated"
format = "jsonl"
source = "example.org"
commit = "abc"
licence = "MIT"
layers = ["timexes"]
attributes = ["type", "value"]

[[output]]
name = "spans"
title = "a program that gives spans alone"
path = "../../../outputs/spans"
format = "jsonl"
source = "example.org"
commit = ""
licence = "MIT"
layers = ["timexes"]
"""


def timex(span: tuple[int, int], **said: str) -> dict[str, Any]:
    return {"doc": "a", "start": span[0], "end": span[1], **said}


def write(folder: Path, timexes: list[dict[str, Any]], **document: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "documents.jsonl").write_text(json.dumps({"id": "a", **document}) + "\n")
    (folder / "timexes.jsonl").write_text("".join(f"{json.dumps(each)}\n" for each in timexes))


@pytest.fixture(autouse=True)
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    gold = [
        timex(MONDAY, type="DATE", value="2020-01-06"),
        timex(TUESDAY, type="DATE", value="2020-01-07"),
    ]
    write(Path("gold"), gold, text=TEXT, dct="2020-01-08")
    # Monday is right; Tuesday has another value
    dated = [gold[0], timex(TUESDAY, type="DATE", value="2020-01-14")]
    write(Path("outputs/dated"), dated)
    write(Path("outputs/spans"), [timex(MONDAY)])
    Path("results/gold/published").mkdir(parents=True)
    Path("results/gold/published/outputs.toml").write_text(LIST)


FOLDER = Path("results/gold")
WRITE = ["published", "results/gold", "--gold", "gold", "--write"]


def test_outputs_are_scored_and_kept_without_their_spans(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(WRITE) == 0
    shown = capsys.readouterr().out
    assert "not run here" not in shown
    dated = record.read(FOLDER / "published/dated/record.json")
    assert dated.role == "published"
    assert dated.suite == "gold"
    assert dated.measures["timex.strict"].f1 == 1
    assert dated.measures["timex.value"].f1 == 0.5  # 2 × 1 / (2 + 2)
    assert dated.documents["a"]["timex.value"] == Counts(1, 2, 1, 2)
    assert dated.origin["commit"] == "abc"
    spans = record.read(FOLDER / "published/spans/record.json")
    assert spans.measures["timex.strict"].f1 == 2 / 3  # 1 of 1 predicted, 1 of 2 in gold
    assert spans.measures["timex.value"].f1 is None
    kept = [path.name for path in FOLDER.rglob("*") if path.is_file()]
    assert sorted(kept) == ["README.md", "outputs.toml", "record.json", "record.json"]
    assert not {"13", "27"} & set(json.dumps(json.loads(record.text(dated))["documents"]).split())
    table = (FOLDER / "README.md").read_text()
    assert "**Published outputs, not run here: time expressions (%)**" in table
    assert "| spans | 100 | 50.0 | 66.7 | 100 | 50.0 | 66.7 | – | – | – | – | – | – |" in table
    assert "| dated | a program that gives values | example.org | abc | MIT | timexes, type, value |" in table


def test_the_committed_rows_are_shown_where_the_outputs_are_not(capsys: pytest.CaptureFixture[str]) -> None:
    run(WRITE)
    Path("outputs/spans").rename("outputs/elsewhere")
    capsys.readouterr()
    assert run(["published", "results/gold", "--gold", "gold"]) == 0
    out, err = capsys.readouterr()
    assert "spans (not run here) 100 50.0 66.7" in " ".join(out.split())
    assert "dated (not run here)" not in out
    assert "not run here: spans: the row is the committed one, because its outputs aren't here" in err
    assert run(["published", "results/gold"]) == 0
    out, err = capsys.readouterr()
    assert "dated (not run here)" in out
    assert "not run here: dated: the row is the committed one, because no gold was given" in err


def test_a_row_without_outputs_and_without_a_record_is_an_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["published", "results/gold"]) == 2
    assert capsys.readouterr().err == "error: dated: no record is committed, and no gold was given\n"
    assert run(["published", "results/gold", "--write"]) == 2
    assert "--write needs the gold" in capsys.readouterr().err


def test_a_row_that_comes_out_otherwise_is_told_and_the_exit_code_is_1(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["published", "results/gold", "--gold", "gold"]) == 1
    assert "differs: dated: no record is committed; --write writes its record" in capsys.readouterr().err
    run(WRITE)
    assert run(["published", "results/gold", "--gold", "gold"]) == 0
    write(Path("outputs/spans"), [timex(MONDAY), timex(TUESDAY)])
    capsys.readouterr()
    assert run(["published", "results/gold", "--gold", "gold"]) == 1
    err = capsys.readouterr().err
    assert "differs: spans: the outputs are others" in err
    assert "differs: spans: timex.strict: F1 66.67 is committed, and 100.00 came out" in err
    assert "differs: dated" not in err


def test_the_digest_is_that_of_the_annotations_not_of_the_files() -> None:
    read = bench.read_predictions("gold", "gold")
    monday, tuesday = Timex(*MONDAY, "DATE", "2020-01-06"), Timex(*TUESDAY, "DATE", "2020-01-07")

    def digest(*timexes: Timex) -> str:
        found = replace(read, layers={"a": bench.Layers(timexes=timexes)})
        return published.spans_digest(found, ["timexes"])

    assert digest(monday, tuesday) == digest(tuesday, monday)
    assert digest(monday, tuesday) == published.spans_digest(read, ["timexes"])
    assert (
        len({digest(monday), digest(tuesday), digest(monday, tuesday), digest(replace(monday, value=None))}) == 4
    )


@pytest.mark.parametrize(
    ("said", "meant", "message"),
    [
        ('attributes = ["type", "value"]', "", "it has the attribute type, which outputs.toml doesn't list"),
        (
            '"type", "value"]',
            '"type", "value", "mod"]',
            "it never has the attribute mod, which outputs.toml lists",
        ),
        ('"type", "value"]', '"class"]', "its layers have no attribute 'class'; they may have type, value, mod"),
        ('layers = ["timexes"]\natt', 'layers = ["links"]\natt', "no layer is called 'links'"),
        ('format = "jsonl"', 'format = "timeml"', "its format is jsonl, and outputs.toml says timeml"),
        ('format = "jsonl"', 'format = "word"', "no format is called 'word'; there are"),
        ('name = "spans"', 'name = "dated"', "dated: it is listed twice"),
        ('name = "spans"', 'name = "../spans"', "no name of a folder"),
        ('licence = "MIT"', "", "not a list of published outputs"),
        ("[[output]]", "[[outputs]]", "not a list of published outputs"),
    ],
)
def test_a_list_that_says_something_else_than_the_outputs_is_refused(said: str, meant: str, message: str) -> None:
    (FOLDER / "published/outputs.toml").write_text(LIST.replace(said, meant))
    with pytest.raises(DataError, match=message.replace("(", r"\(")):
        published.rows(FOLDER, bench.read_gold("gold"))


def test_gold_of_other_documents_is_refused_and_nothing_is_written(capsys: pytest.CaptureFixture[str]) -> None:
    document = {"id": "b", "text": TEXT, "dct": "2020-01-08"}
    Path("gold/documents.jsonl").write_text(json.dumps(document) + "\n")
    Path("gold/timexes.jsonl").write_text(json.dumps({**timex(MONDAY), "doc": "b"}) + "\n")
    assert run(WRITE) == 4
    assert "1 document that this gold doesn't have: a; name the gold that the outputs are of" in (
        capsys.readouterr().err
    )
    assert not list(FOLDER.rglob("record.json"))


def test_a_folder_without_a_list_and_a_record_without_its_line_are_told() -> None:
    with pytest.raises(UsageError, match="no published outputs are listed here"):
        published.rows(Path("outputs"))
    run(WRITE)
    (FOLDER / "published/outputs.toml").write_text(LIST.partition('[[output]]\nname = "spans"')[0])
    with pytest.raises(DataError, match=r"spans: outputs\.toml doesn't list it; list it, or remove the folder"):
        published.rows(FOLDER)


def test_an_evaluation_keeps_the_published_rows_and_no_system_replaces_them(
    capsys: pytest.CaptureFixture[str],
) -> None:
    system = "from bench import system\n\n\n@system(layers=['timexes'])\ndef {}(document):\n    return []\n"
    Path("none.py").write_text(system.format("none"))
    Path("published.py").write_text(system.format("published"))
    run(WRITE)
    assert run(["evaluate", "none.py", "--gold", "gold", "-o", "results"]) == 0
    table = (FOLDER / "README.md").read_text()
    assert "| none | " in table
    assert "| spans | 100 | 50.0 |" in table
    assert list(bench.read_results(FOLDER)) == ["none", "dated", "spans"]
    assert run(["evaluate", "published.py", "--gold", "gold", "-o", "results"]) == 2
    assert "has the records of published outputs; give the system another name" in capsys.readouterr().err
    # with other gold the rows are of another state, and leave the table aloud
    write(Path("gold"), [timex(MONDAY, type="DATE", value="2020-01-06")], text=TEXT, dct="2020-01-08")
    assert run(["evaluate", "none.py", "--gold", "gold", "-o", "results"]) == 0
    assert "not in the table: spans, scored on another state of gold" in capsys.readouterr().err
    assert "| spans |" not in (FOLDER / "README.md").read_text()


def test_the_report_shows_them_apart_and_says_how_many_there_are() -> None:
    Path("none.py").write_text(
        "from bench import system\n\n\n@system(layers=['timexes'])\ndef none(document):\n    return []\n"
    )
    run(WRITE)
    assert run(["evaluate", "none.py", "--gold", "gold", "-o", "results"]) == 0
    assert run(["report", "results/gold", "--gold", "gold", "-o", "report.html"]) == 0
    page = Path("report.html").read_text()
    assert "1 system, 2 published outputs" in page
    assert "Published outputs, not run here: time expressions (%)" in page
    assert '<th scope="row">spans</th>' in page


PLATINUM = ROOT / "results" / "tempeval3-platinum"


def test_the_rows_of_platinum_are_those_that_the_field_knows(reference: Path) -> None:
    if not (reference.parent / "published").is_dir():
        pytest.skip("needs ../shared/published, the outputs of other people's systems")
    found = {row.output.name: row for row in published.rows(PLATINUM, bench.read_gold(reference / "gold"))}
    assert [row.absent for row in found.values()] == [""] * 5
    assert [row.differences for row in found.values()] == [[]] * 5

    def percent(name: str) -> list[str]:
        scores = found[name].record.measures
        return [
            "–" if (f1 := scores[f"timex.{measure}"].f1) is None else f"{100 * f1:.2f}"
            for measure in ("strict", "relaxed", "type", "value")
        ]

    assert percent("syntime") == ["92.09", "94.96", "–", "–"]
    assert percent("tomn") == ["89.30", "93.73", "–", "–"]
    assert percent("ptime") == ["84.25", "91.58", "–", "–"]
    assert percent("uwtime") == ["83.46", "90.98", "84.96", "82.71"]
    assert percent("heideltime-output") == ["81.78", "90.71", "83.27", "78.07"]


def test_the_docs_say_truly_who_is_best_on_platinum() -> None:
    rivals = [*published.records(PLATINUM), *(record.read(path) for path in PLATINUM.glob("*/record.json"))]

    def best(measure: str) -> tuple[str, str]:
        scored = [(each.measures[measure].f1 or 0, each.name) for each in rivals if measure in each.measures]
        f1, name = max(scored)
        return name, f"{100 * f1:.1f}"

    assert best("timex.value") == ("uwtime", "82.7")
    assert best("timex.strict") == ("syntime", "92.1")
    assert best("timex.relaxed") == ("syntime", "95.0")
    said = " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())
    assert "UWTime has 82.7 by value, and SynTime finds 95.0 % of the spans (F1; 92.1 exactly)" in said
