"""The verbs from outside: what they print, where, and with which exit code."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bench.cli.root import VERBS, root, run
from bench.formats.jsonl import stream
from bench.measures import of_layer
from tests.conftest import ROOT, example_layers, write_suite

SystemFile = Callable[[str, str], Path]

FINDER = """
    @system(layers=["timexes"])
    def {name}(document):
        if document.id == "flood":
            {flood}
        at = document.text.index("Monday")
        return [Timex(at, at + 6, "DATE", "2021-05-03"), Timex(0, 3, "DATE", "2021")]
    """


@pytest.fixture(autouse=True)
def _wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "120")


def finder(system_file: SystemFile, flood: str = "return []", name: str = "finder") -> str:
    return str(system_file(name, FINDER.format(name=name, flood=flood)))


def test_every_verb_has_help_and_the_list_says_the_same() -> None:
    for verb, line in VERBS.items():
        command = root.get_command(None, verb)  # type: ignore[arg-type]  # the context isn't used
        assert command is not None
        assert command.get_short_help_str(200) == line


def test_help_and_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0
    assert "evaluate" in capsys.readouterr().out
    assert run(["--version"]) == 0
    assert capsys.readouterr().out == "bench, version 0.1.0\n"


def test_evaluate_json(capsys: pytest.CaptureFixture[str], suite_folder: Path, system_file: SystemFile) -> None:
    code = run(["evaluate", finder(system_file), "--gold", str(suite_folder), "--format", "json"])
    assert code == 0
    captured = capsys.readouterr()
    result = json.loads(captured.out)["systems"]["finder"]
    # Monday right, "The" spurious, three times missed: 1 of 2 predicted, 1 of 4 in gold
    value = result["measures"]["timex.value"]
    # five sentences of two documents, of which three have a time: too few for any interval
    assert value.pop("intervals")["f1"] is None
    assert value == {
        "precision": 0.5,
        "recall": 0.25,
        "f1": pytest.approx(2 / 6),
        "correct_predicted": 1,
        "predicted": 2,
        "correct_gold": 1,
        "gold": 4,
    }
    # gold has neither several right readings nor traps nor threads, and the system states no alternatives
    without = {"timex.value.any", "timex.value.among", "timex.trap", "timex.trap.value"}
    without |= {"timex.now.newest", "timex.now.run", "timex.supported", "timex.silent"}
    assert set(result["measures"]) == {measure.name for measure in of_layer("timexes")} - without
    assert result["slices"]["kind"]["deictic"]["timex.relaxed"]["recall"] == 1
    assert result["slices"]["kind"]["deictic"]["timex.relaxed"]["precision"] is None
    assert result["slices"]["type"]["DURATION"]["timex.relaxed"]["f1"] == 0
    assert result["failures"] == {}
    assert "finder: 2 documents done" in captured.err


def test_a_failed_document_is_named_and_the_exit_code_is_3(
    capsys: pytest.CaptureFixture[str], suite_folder: Path, system_file: SystemFile
) -> None:
    bad = finder(system_file, flood="raise ValueError('too wet')")
    good = finder(system_file, name="other")
    assert run(["evaluate", bad, good, "--gold", str(suite_folder)]) == 3
    captured = capsys.readouterr()
    assert "failed: finder on flood: ValueError: too wet (finder.py:" in captured.err
    assert "finder !1" in captured.out
    assert "other " in captured.out
    assert run(["evaluate", bad, "--gold", str(suite_folder), "--allow-failures", "1"]) == 0


def test_results_are_the_same_bytes_on_a_second_run_and_score_again_to_the_same(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, suite_folder: Path, system_file: SystemFile
) -> None:
    path = finder(system_file, flood="raise ValueError('too wet')")
    for name in ("first", "second"):
        run(["evaluate", path, "--gold", str(suite_folder), "--output", str(tmp_path / name)])
    first = {p.relative_to(tmp_path / "first"): p.read_bytes() for p in (tmp_path / "first").rglob("*.*")}
    second = {p.relative_to(tmp_path / "second"): p.read_bytes() for p in (tmp_path / "second").rglob("*.*")}
    assert first == second
    folder = Path("example/finder")
    assert {Path("example/README.md"), folder / "record.json", folder / "timexes.jsonl"} <= set(first)
    record = json.loads(first[folder / "record.json"])
    capsys.readouterr()
    code = run(["score", str(tmp_path / "first" / folder), str(suite_folder), "--format", "json"])
    assert code == 3  # the document that failed is still a failed one
    captured = capsys.readouterr()
    assert json.loads(captured.out)["measures"] == record["measures"]
    assert "failed: flood: ValueError: too wet" in captured.err


def test_a_later_system_joins_the_table_and_stale_records_stay_out(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, suite_folder: Path, system_file: SystemFile
) -> None:
    results = ["--output", str(tmp_path / "results")]
    run(["evaluate", finder(system_file), "--gold", str(suite_folder), *results])
    run(["evaluate", finder(system_file, name="other"), "--gold", str(suite_folder), *results])
    table = (tmp_path / "results" / "example" / "README.md").read_text()
    assert "| finder |" in table
    assert "| other |" in table
    layers = example_layers()
    layers["timexes"][0]["mod"] = "START"
    write_suite(suite_folder, layers)
    capsys.readouterr()
    run(["evaluate", finder(system_file, name="other"), "--gold", str(suite_folder), *results])
    assert "not in the table: finder, scored on another state of example" in capsys.readouterr().err
    assert "| finder |" not in (tmp_path / "results" / "example" / "README.md").read_text()


def test_annotation_passes_stand_below_the_systems(
    capsys: pytest.CaptureFixture[str], suite_folder: Path, system_file: SystemFile
) -> None:
    layers = example_layers()
    layers["documents"] = [{"id": document["id"]} for document in layers["documents"]]
    layers["timexes"] = layers["timexes"][:2]
    write_suite(suite_folder / "passes" / "a", layers)
    run(["evaluate", finder(system_file), "--gold", str(suite_folder), "--format", "json"])
    annotator = json.loads(capsys.readouterr().out)["annotators"]["annotator-a"]
    assert annotator["measures"]["timex.strict"]["recall"] == 0.5
    assert annotator["measures"]["event.strict"]["f1"] == 1


def test_csv_has_a_line_for_each_figure(
    capsys: pytest.CaptureFixture[str], suite_folder: Path, system_file: SystemFile
) -> None:
    run(["evaluate", finder(system_file), "--gold", str(suite_folder), "--format", "csv"])
    lines = capsys.readouterr().out.splitlines()
    figures = "precision,recall,f1,f1_low,f1_high"
    assert lines[0].startswith(f"system,role,slicing,slice,measure,{figures},correct_predicted")
    assert "finder,system,,,timex.strict,0.5,0.25,0.3333333333333333,,,1,2,1,4" in lines
    assert "finder,system,kind,deictic,timex.strict,,1.0,,,,0,0,1,1" in lines


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["evaluat"], 2, "did you mean evaluate"),
        (["evaluate", "regx"], 2, "did you mean regex?"),
        (["evaluate", "gone.py"], 2, "gone.py: there is no such file"),
        (["evaluate", "--gold", "nowhere"], 2, "nowhere: there is no such folder"),
        (["evaluate", "--format", "html"], 2, "'html' is not one of"),
        (["evaluate", "--timeout", "0"], 2, "0"),
        (["show", "regex", "wang-in-moscou"], 2, "did you mean wang-in-moscow"),
        (
            ["score", "bench", "gold/articles"],
            2,
            "bench: in none of the",
        ),
        (["score", "gold/articles/passes/a", "bench"], 2, "(it holds __init__.py, "),
        (["validate", "gold"], 2, "(it holds articles, messages and phenomena); name a folder of gold, such as"),
    ],
)
def test_wrong_usage_is_one_clear_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, arguments: list[str], code: int, says: str
) -> None:
    monkeypatch.chdir(ROOT)
    assert run(arguments) == code
    captured = capsys.readouterr()
    assert captured.out == ""
    assert says in captured.err
    assert "Traceback" not in captured.err


LEARNER = """
    from bench import system

    @system(layers=["timexes"])
    class Learner:
        def fit(self, documents):
            pass

        def extract(self, document):
            return []
    """


@pytest.mark.parametrize(("documents", "runs"), [(3, True), (4, False)])
def test_what_would_be_trained_for_each_of_many_documents_is_run_by_name_only(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    system_file: SystemFile,
    documents: int,
    runs: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bench.harness.evaluate.MOST_TRAININGS", 3)
    path = system_file("learner", LEARNER)
    finder(system_file)
    gold = tmp_path / "many"
    gold.mkdir()
    names = [f"d{number}" for number in range(documents)]
    rows = [json.dumps({"id": name, "text": "Monday.", "dct": "2021-05-04"}) for name in names]
    (gold / "documents.jsonl").write_text("\n".join(rows), encoding="utf-8")
    times = [json.dumps({"doc": name, "start": 0, "end": 6}) for name in names]
    (gold / "timexes.jsonl").write_text("\n".join(times), encoding="utf-8")
    common = ["--gold", str(gold), "--systems-folder", str(path.parent), "--format", "json", "--no-cache"]
    assert run(["evaluate", *common]) == 0
    captured = capsys.readouterr()
    assert ("Learner" in json.loads(captured.out)["systems"]) is runs
    assert ("left out: Learner: it is trained anew for each of 4 documents" in captured.err) is not runs
    if not runs:
        assert run(["evaluate", "Learner", *common, "--timeout", "60"]) == 0
        assert "Learner" in json.loads(capsys.readouterr().out)["systems"]


def test_a_system_that_is_not_ready(
    capsys: pytest.CaptureFixture[str], suite_folder: Path, system_file: SystemFile
) -> None:
    block = "# /// script\n# dependencies = []\n# [tool.bench]\n# environment = ['NO_SUCH_KEY']\n# ///\n"
    path = system_file("needy", FINDER.format(name="needy", flood="return []"))
    path.write_text(block + path.read_text())
    finder(system_file)
    common = ["--gold", str(suite_folder), "--systems-folder", str(path.parent)]
    told = "needy: it asks for NO_SUCH_KEY; run: export NO_SUCH_KEY=…"
    assert run(["evaluate", *common]) == 0
    assert "left out, because they need more than is installed (--systems all): needy" in capsys.readouterr().err
    assert run(["evaluate", "--systems", "all", *common]) == 0  # the others run
    assert f"not ready: {told}" in capsys.readouterr().err
    assert run(["evaluate", "needy", "finder", *common]) == 2  # asked for by name: the others run, and it is told
    captured = capsys.readouterr()
    assert told in captured.err
    assert "finder" in captured.out
    assert run(["list", "--systems-folder", str(path.parent), "--format", "json"]) == 0
    captured = capsys.readouterr()
    assert [(row["system"], row["ready"]) for row in json.loads(captured.out)] == [
        ("finder", "yes"),
        ("needy", "no"),
    ]
    assert told in captured.err


def test_systems_can_be_left_out(
    suite_folder: Path, system_file: SystemFile, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("early", "late"):
        finder(system_file, name=name)
    folder = system_file("early", FINDER.format(name="early", flood="return []")).parent
    command = ["evaluate", "--gold", str(suite_folder), "--systems-folder", str(folder), "--format", "json"]
    assert run([*command, "--without", "late"]) == 0
    assert list(json.loads(capsys.readouterr().out)["systems"]) == ["early"]
    assert run([*command, "--without", "lat"]) == 2
    assert "no system named 'lat'; did you mean late or natty?" in capsys.readouterr().err
    assert run([*command, "--without", "late", "--without", "early"]) == 2
    assert "no system to run" in capsys.readouterr().err


def test_faulty_gold_is_listed_whole_and_nothing_runs(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, system_file: SystemFile
) -> None:
    layers = example_layers()
    layers["timexes"][0]["start"] = 18
    layers["events"][1]["when"] = "soon"
    folder = write_suite(tmp_path / "s", layers)
    scored, scheme = ["timexes.jsonl:1", "1 fault"], ["events.jsonl:2", "timexes.jsonl:1", "2 faults"]
    for arguments, told in (
        (["validate", str(folder)], scored),
        (["validate", "--scheme", str(folder)], scheme),
        (["evaluate", finder(system_file), "--gold", str(folder)], scored),
    ):
        assert run(arguments) == 4
        captured = capsys.readouterr()
        assert captured.out == ""
        assert [line.split(": ")[0].rsplit("/", 1)[-1] for line in captured.err.splitlines()] == told


def test_more_faults_than_anyone_reads_are_counted_but_for_who_asks(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    layers = example_layers()
    layers["links"] = [{"doc": "fair", "source": "e9", "target": "t1", "relation": "BEFORE"}] * 250
    folder = str(write_suite(tmp_path / "s", layers))
    assert run(["evaluate", "regex", "--gold", folder]) == 4
    *shown, last = capsys.readouterr().err.splitlines()
    assert len(shown) == 200
    assert last == "250 faults; those after the first 200 aren't shown"
    assert run(["validate", folder]) == 4
    *shown, last = capsys.readouterr().err.splitlines()
    assert (len(shown), last) == (250, "250 faults")
    assert run(["validate", "--scheme", folder]) == 4
    *shown, last = capsys.readouterr().err.splitlines()
    assert (len(shown), last) == (499, "499 faults")  # each names nothing, and all but the first are repeated


@pytest.fixture
def own_gold(tmp_path: Path) -> Path:
    """Gold as the docs have it: no card, ids, kinds or origins."""
    folder = tmp_path / "mine"
    folder.mkdir()
    text = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8").split("**Gold of your own.**")[1]
    for layer, block in zip(
        ("documents", "timexes"), re.findall(r"```json\n(.*?)```", text, re.DOTALL), strict=False
    ):
        (folder / f"{layer}.jsonl").write_text(block, encoding="utf-8")
    return folder


@pytest.mark.parametrize("large", [stream.LARGE, 0])
def test_anybodys_gold_is_scored(
    own_gold: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, large: int
) -> None:
    monkeypatch.setattr(stream, "LARGE", large)
    with (own_gold / "timexes.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"doc": "rain", "start": 0, "end": 2, "value": "then", "sure": false}\n')
    predictions = own_gold.parent / "predictions"
    predictions.mkdir()
    (predictions / "documents.jsonl").write_text('{"id": "rain", "status": "done"}\n', encoding="utf-8")
    (predictions / "timexes.jsonl").write_text(
        '{"doc": "rain", "start": 0, "end": 2, "value": "then"}\n'
        '{"doc": "rain", "start": 10, "end": 19, "value": "2023-W38-1"}\n',
        encoding="utf-8",
    )
    assert run(["score", str(predictions), str(own_gold), "--format", "csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    recall = {row["measure"]: row["recall"] for row in rows if not row["slicing"]}
    # what is no TIMEX3 equals itself; nothing is said of what gold doesn't state
    assert (recall["timex.strict"], recall["timex.value"]) == (str(1 / 3), str(1 / 3))
    assert (recall["timex.relaxed"], recall["timex.interval"]) == (str(2 / 3), str(2 / 3))
    assert "timex.type" not in recall


def test_anybodys_gold_is_checked_for_what_scores_depend_on(
    own_gold: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    events = '{"doc": "rain", "start": 0, "end": 99}\n{"doc": "b", "start": 0, "end": 4}\n'
    (own_gold / "events.jsonl").write_text(events, encoding="utf-8")
    (own_gold / "links.jsonl").write_text(
        '{"doc": "rain", "source": "e1", "target": "dct", "relation": "BEFORE"}\n', encoding="utf-8"
    )
    assert run(["score", str(own_gold), str(own_gold)]) == 4
    lines = capsys.readouterr().err.splitlines()
    assert [line.split(": ")[0].rsplit("/", 1)[-1] for line in lines] == [
        "events.jsonl:1",
        "events.jsonl:2",
        "links.jsonl:1",
        "3 faults",
    ]


def test_score_tells_of_documents_on_one_side_only(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, suite_folder: Path
) -> None:
    folder = tmp_path / "p"
    folder.mkdir()
    (folder / "documents.jsonl").write_text('{"id": "fair"}\n{"id": "other"}\n', encoding="utf-8")
    (folder / "timexes.jsonl").write_text('{"doc": "fair", "start": 60, "end": 67}\n', encoding="utf-8")
    assert run(["score", str(folder), str(suite_folder)]) == 3
    captured = capsys.readouterr()
    assert "failed: flood: no prediction for this document" in captured.err
    assert "not in gold, so not counted: other" in captured.err
    # the one prediction lies in an ignore region: neither right nor wrong
    assert captured.out.splitlines()[3].split() == ["timex.strict", "–", "0.00", "0.00", "–", "0", "0", "4"]


def test_score_on_timeml_prints_the_official_figures(capsys: pytest.CaptureFixture[str], reference: Path) -> None:
    for name, figures in {
        "pred": ["75.47", "80.75", "75.47", "70.94", "87.87", "91.33", "87.73"],
        "pred_renum": ["75.47", "80.75", "75.47", "70.94", "87.87", "91.33", "87.73"],
        "pred_heideltime": ["81.78", "90.71", "83.27", "78.07", "0.00", "0.00", "0.00"],
    }.items():
        assert run(["score", str(reference / name), str(reference / "gold")]) == 0
        rows = [line.split() for line in capsys.readouterr().out.splitlines()]
        f1 = {row[0]: row[3] for row in rows if row and row[0].startswith(("timex.", "event."))}
        names = [f"timex.{m}" for m in ("strict", "relaxed", "type", "value")]
        names += [f"event.{m}" for m in ("strict", "relaxed", "class")]
        assert [f1[measure] for measure in names] == figures


def test_interrupt_and_our_own_faults_have_their_exit_codes(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, suite_folder: Path
) -> None:
    def raising(error: BaseException) -> Callable[..., None]:
        def command(*_: object, **__: object) -> None:
            raise error

        return command

    monkeypatch.setattr("bench.cli.validate.validate", raising(KeyboardInterrupt()))
    assert run(["validate", str(suite_folder)]) == 130
    monkeypatch.setattr("bench.cli.validate.validate", raising(RuntimeError("oh")))
    assert run(["validate", str(suite_folder)]) == 70
    assert "a fault of bench" in capsys.readouterr().err


def test_a_relative_cache_serves_systems_that_are_set_up(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, suite_folder: Path
) -> None:
    folder = tmp_path / "nothing"
    folder.mkdir()
    program = (
        "import json, sys\n"
        "for line in sys.stdin:\n"
        "    message = json.loads(line)\n"
        "    reply = {'type': 'hello', 'protocol': 1} if message['type'] == 'hello' else "
        "{'type': 'result', 'document': message['document']['id']}\n"
        "    print(json.dumps(reply), flush=True)\n"
    )
    (folder / "nothing.py").write_text(program, encoding="utf-8")
    manifest = f"""
command = [{sys.executable!r}, "{{folder}}/nothing.py"]
setup = [{sys.executable!r}, "-c", "open('made', 'w').close()"]

[[system]]
name = "nothing"
layers = ["timexes"]
"""
    (folder / "system.toml").write_text(manifest, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert run(["evaluate", "./nothing", "--gold", str(suite_folder), "--cache", "near"]) == 0
    assert "2 documents done" in capsys.readouterr().err
    assert list((tmp_path / "near" / "commands").glob("nothing-*/made"))
