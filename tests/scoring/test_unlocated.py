"""What a system names in words that don't occur in the text: kept, counted as wrong, shown."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from bench import Document, Event, Timex, Unlocated, Usage
from bench.cli.root import run
from bench.dataset.pair import Pair
from bench.dataset.suite import Layers
from bench.errors import DataError
from bench.formats.jsonl.predictions import read_predictions
from bench.harness.errors import AnswerError
from bench.harness.outcome import Outcome
from bench.harness.reply import read_result, read_usage
from bench.harness.timing import speed_of
from bench.results.speed import Price, text
from bench.scoring.score import over
from bench.sdk.model import Region
from bench.sdk.protocol import unlocated_to_json, usage_from_json, usage_to_json
from tests.harness.test_upstream import DAY

SystemFile = Callable[[str, str], Path]
FINDER = """
    from bench import Unlocated, Usage

    @system(layers=["timexes", "events"])
    def finder(document):
        yield Usage(100, 20, 1)
        if document.id == "flood":
            yield Usage(50, None, 2)
            raise ValueError("too wet")
        yield Timex(19, 25, "DATE", "2021-05-03")
        yield Unlocated("timexes", "Tuesday", "DATE", "2021-05-04")
        yield Unlocated("events", "danced", class_="OCCURRENCE", realis="ACTUAL", when="2021-05-03")
        yield Unlocated("events", "danced", class_="OCCURRENCE", realis="ACTUAL", when="2021-05-03")
        yield Unlocated("events", "sang", class_="STATE")
"""


@pytest.fixture(autouse=True)
def _wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "120")


def test_it_counts_as_predicted_and_wrong_where_the_measure_is_over_it() -> None:
    gold = Layers(
        (Timex(0, 3, "DATE", "2021"), Timex(10, 13, "DATE", "2022")), (Event(4, 9, "STATE", "ACTUAL", "2021"),)
    )
    said = Layers(
        (Timex(0, 3, "DATE", "2021"),),
        (Event(4, 9, "STATE", "ACTUAL", "2021"),),
        unlocated=(
            Unlocated("timexes", "then", "DATE", "2022"),
            Unlocated("events", "sang", class_="STATE", realis="ACTUAL"),
            Unlocated("events", "danced", class_="OCCURRENCE", realis="ACTUAL", when="2021"),
        ),
    )
    scored = over([Pair("d", (0, 8), gold, said)], ("timexes", "events"))

    def counts(name: str) -> tuple[float, float, int, int]:
        found = scored.measures[name].counts
        return found.correct_predicted, found.correct_gold, found.predicted, found.gold

    for name in ("timex.strict", "timex.relaxed", "timex.type", "timex.value", "timex.interval", "timex.overlap"):
        assert counts(name) == (1, 1, 2, 2), name
    for name in ("event.strict", "event.relaxed", "event.class", "event.realis"):
        assert counts(name) == (1, 1, 3, 1), name
    assert counts("when") == (1, 1, 2, 1)  # one of the two states when
    assert counts("when.matched") == (1, 1, 1, 1)
    assert scored.slices["type"]["DATE"]["timex.strict"].counts.predicted == 2
    assert scored.slices["class"]["STATE"]["event.strict"].counts.predicted == 2
    first, second = scored.units["timex.strict"]["d"]
    assert (first.predicted, second.predicted) == (2, 0)  # in the first sentence
    assert scored.unlocated == {"d": 3}


def test_without_unlocated_nothing_is_told_and_those_of_no_scored_layer_dont_count() -> None:
    said = Layers(unlocated=(Unlocated("events", "sang"),))
    scored = over([Pair("d", (0,), Layers((Timex(0, 3),)), said)], ("timexes",))
    assert scored.unlocated == {}
    assert scored.measures["timex.strict"].counts.predicted == 0


def test_an_ignored_region_holds_nothing_that_has_no_place() -> None:
    said = Layers((Timex(0, 3),), unlocated=(Unlocated("timexes", "then"),))
    gold = Layers((Timex(4, 5),), ignore=(Region(0, 4),))
    assert over([Pair("d", (0,), gold, said)], ("timexes",)).measures["timex.strict"].counts.predicted == 1


def test_it_goes_from_the_system_to_the_table_and_into_files_and_back(
    capsys: pytest.CaptureFixture[str], suite_folder: Path, system_file: SystemFile, tmp_path: Path
) -> None:
    path = str(system_file("finder", FINDER))
    common = ["--gold", str(suite_folder), "--allow-failures", "1", "--format", "json"]
    for name in ("first", "second"):  # the second from the journal
        assert (
            run(["evaluate", path, *common, "-o", str(tmp_path / name), "--speed", str(tmp_path / "s.json")]) == 0
        )
        captured = capsys.readouterr()
        result = json.loads(captured.out)["systems"]["finder"]
        assert result["unlocated"] == {"fair": 3}
        strict = result["measures"]["event.strict"]
        assert (strict["correct_predicted"], strict["predicted"]) == (0, 2)
        assert "unlocated: finder on fair: 3 predicted in words that don't occur in it, so wrong" in captured.err
    folder = tmp_path / "first" / "example" / "finder"
    assert {each.name: each.read_bytes() for each in folder.iterdir()} == {
        each.name: each.read_bytes() for each in (tmp_path / "second" / "example" / "finder").iterdir()
    }
    assert json.loads((folder / "record.json").read_text())["unlocated"] == {"fair": 3}
    lines = list(map(json.loads, (folder / "unlocated.jsonl").read_text().splitlines()))
    assert lines[0] == {
        "doc": "fair", "layer": "timexes", "text": "Tuesday", "type": "DATE", "value": "2021-05-04", "mod": None
    }  # fmt: skip
    assert [line["text"] for line in lines] == ["Tuesday", "danced", "sang"]
    assert read_predictions(folder).layers["fair"].unlocated[2] == Unlocated("events", "sang", class_="STATE")
    assert run(["score", str(folder), str(suite_folder), "--format", "json", "--allow-failures", "1"]) == 0
    captured = capsys.readouterr()
    scored = json.loads(captured.out)
    assert scored["measures"] == result["measures"]
    assert scored["unlocated"] == {"fair": 3}
    assert "unlocated: fair: 3 predicted in words that don't occur in it, so wrong" in captured.err


def test_a_large_folder_is_scored_alike(
    suite_folder: Path,
    system_file: SystemFile,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path, results = str(system_file("finder", FINDER)), str(tmp_path / "r")
    assert run(["evaluate", path, "--gold", str(suite_folder), "-o", results]) == 3
    arguments = ["score", str(tmp_path / "r" / "example" / "finder"), str(suite_folder), "--format", "json"]
    found = []
    for limit in (1 << 20, 1):
        monkeypatch.setattr("bench.formats.jsonl.stream.LARGE", limit)
        capsys.readouterr()
        run(arguments)
        found.append(json.loads(capsys.readouterr().out))
    assert found[0] == found[1]
    assert found[0]["unlocated"] == {"fair": 3}


def test_a_later_state_without_any_leaves_no_file(
    suite_folder: Path, system_file: SystemFile, tmp_path: Path
) -> None:
    results = tmp_path / "results"
    arguments = ["--gold", str(suite_folder), "-o", str(results)]
    run(["evaluate", str(system_file("finder", FINDER)), *arguments])
    assert (results / "example" / "finder" / "unlocated.jsonl").exists()
    run(["evaluate", str(system_file("finder", FINDER.split("yield Unlocated")[0])), *arguments])
    assert not (results / "example" / "finder" / "unlocated.jsonl").exists()
    assert "unlocated" not in (results / "example" / "finder" / "record.json").read_text()


def test_texts_that_are_lent_are_not_quoted(tmp_path: Path, system_file: SystemFile) -> None:
    gold = tmp_path / "lent"
    gold.mkdir()
    (gold / "fair.tml").write_text(
        '<TimeML><DCT><TIMEX3 tid="t0" type="DATE" value="2021-05-04">x</TIMEX3></DCT>'
        '<TEXT>The fair opened on <TIMEX3 tid="t1" type="DATE" value="2021-05-03">Monday</TIMEX3>.</TEXT></TimeML>'
    )
    assert (
        run(["evaluate", str(system_file("finder", FINDER)), "--gold", str(gold), "-o", str(tmp_path / "r")]) == 0
    )
    line = (tmp_path / "r" / "lent" / "finder" / "unlocated.jsonl").read_text().splitlines()[0]
    assert json.loads(line) == {
        "doc": "fair", "layer": "timexes", "type": "DATE", "value": "2021-05-04", "mod": None
    }  # fmt: skip


def test_show_has_it_below_the_text(
    capsys: pytest.CaptureFixture[str], suite_folder: Path, system_file: SystemFile
) -> None:
    path = str(system_file("finder", FINDER))
    assert run(["show", path, "fair", "--gold", str(suite_folder)]) == 0
    lines = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    assert "The fair opened on [Monday]1. It will close on [-May 5-]2." in lines
    assert "3 unlocated Tuesday DATE 2021-05-04" in lines
    assert "3 unlocated danced OCCURRENCE ACTUAL" in lines
    assert "4 unlocated sang STATE" in lines


def test_run_writes_it_and_goes_on(tmp_path: Path, system_file: SystemFile) -> None:
    path = str(
        system_file(
            "finder",
            """
            from bench import Unlocated

            @system(layers=["timexes"])
            def finder(document):
                yield Timex(0, 2)
                if document.id != "d1":
                    yield Unlocated("timexes", document.id)
            """,
        )
    )
    corpus = tmp_path / "news.jsonl"
    lines = [json.dumps({"id": f"d{n}", "text": "On Monday.", "dct": "2021-05-04"}) + "\n" for n in range(1, 5)]
    corpus.write_text("".join(lines))
    assert run(["run", path, str(corpus), "-o", str(tmp_path / "whole")]) == 0
    whole = {each.name: each.read_bytes() for each in (tmp_path / "whole").iterdir()}
    assert [json.loads(line)["text"] for line in whole["unlocated.jsonl"].splitlines()] == ["d2", "d3", "d4"]
    # a run that died while it wrote the third document
    for kept in (1, 2):
        folder = tmp_path / f"part{kept}"
        folder.mkdir()
        for name, data in whole.items():
            some = data.splitlines(keepends=True)
            count = {"documents.jsonl": kept, "timexes.jsonl": kept + 1, "unlocated.jsonl": kept}.get(
                name, len(some)
            )
            (folder / name).write_bytes(b"".join(some[:count]))
        assert run(["run", path, str(corpus), "-o", str(folder), "--resume"]) == 0
        assert {each.name: each.read_bytes() for each in folder.iterdir()} == whole


@pytest.mark.parametrize(
    ("item", "says"),
    [
        ("words", "'words' is nothing unlocated of timexes"),
        ({"text": "then"}, "is nothing unlocated of timexes"),
        ({"layer": "events", "text": "sang"}, "is nothing unlocated of timexes"),
        ({"layer": "timexes", "text": 3}, "text 3 is no string"),
        ({"layer": "timexes", "text": "\ud800"}, "half a character"),
        ({"layer": "timexes", "text": "then", "type": "WHEN"}, "type 'WHEN' is none of DATE"),
    ],
)
def test_what_is_none_costs_the_document(item: object, says: str) -> None:
    with pytest.raises(AnswerError) as error:
        read_result({"unlocated": [item]}, Document("d", "now", DAY), ["timexes"])
    assert says in str(error.value)


def test_a_file_that_names_no_layer_or_document_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "documents.jsonl").write_text('{"id": "d"}\n')
    (tmp_path / "timexes.jsonl").write_text("")
    (tmp_path / "unlocated.jsonl").write_text('{"doc": "d", "layer": "links"}\n{"doc": "e", "layer": "events"}\n')
    with pytest.raises(DataError) as error:
        read_predictions(tmp_path)
    assert [(fault.line, fault.message) for fault in error.value.faults] == [
        (1, "layer 'links'"),
        (2, "document 'e' is not in documents.jsonl"),
    ]


def test_the_wire() -> None:
    for item in (
        Unlocated("timexes", "then", "DATE", "2021", "APPROX"),
        Unlocated("events", "sang", class_="STATE", realis="ACTUAL", when="2021"),
    ):
        found = read_result({"unlocated": [unlocated_to_json(item)]}, Document("d", "now", DAY), [item.layer])
        assert found.unlocated == (item,)
    usage = Usage(1, 2, 3, 0.5)
    assert usage_from_json(usage_to_json(usage)) == usage
    assert usage_from_json({}) == Usage()
    assert usage_from_json(None) is None
    wrong: object
    for wrong in ([], {"requests": -1}, {"input_tokens": 1.5}, {"cost": "much"}, {"cost": float("inf")}):
        with pytest.raises(AnswerError):
            read_usage({"usage": wrong})


def test_usage_adds_up_and_what_isnt_known_stays_so() -> None:
    outcomes = [
        Outcome("a", Layers(), seconds=1, usage=Usage(100, 20, 1)),
        Outcome("b", None, failed="cut off", usage=Usage(50, 30, 3)),
        Outcome("c", Layers(), recalled=True),
    ]
    speed = speed_of(outcomes)
    assert speed.usage == Usage(150, 50, 4, None)
    assert speed_of(outcomes[2:]).usage is None
    assert (Usage(1, 1, 1) + Usage(None, 1, 1)) == Usage(None, 2, 2)
    systems = json.loads(text({"a": speed, "b": speed_of([])}, {"a": Price(3, 15), "b": Price(1, 1)}))["systems"]
    # 150 tokens at 3 and 50 at 15, of a million
    assert systems["a"]["usage"]["cost"] == pytest.approx(0.0012)
    assert systems["a"]["usage"]["price"] == {"input": 3, "output": 15}
    assert systems["b"]["usage"] is None
    assert json.loads(text({"a": speed}))["systems"]["a"]["usage"]["cost"] is None
    stated = speed_of([Outcome("a", Layers(), usage=Usage(1, 1, 1, 0.25))])
    assert json.loads(text({"a": stated}, {"a": Price(3, 15)}))["systems"]["a"]["usage"]["cost"] == 0.25
    assert Price(1, 1).cost(Usage(None, 1, 1)) is None
    assert Price(1, 1).cost(Usage(5, 5, 0)) is None  # replayed


def test_usage_stands_in_the_speed_record_and_not_in_the_results(
    capsys: pytest.CaptureFixture[str], suite_folder: Path, system_file: SystemFile, tmp_path: Path
) -> None:
    path = str(system_file("finder", FINDER))
    speed, results = tmp_path / "speed.json", tmp_path / "results"
    arguments = ["evaluate", path, "--gold", str(suite_folder), "-o", str(results), "--speed", str(speed)]
    assert run([*arguments, "--price", "finder=1,2"]) == 3
    usage = json.loads(speed.read_text())["systems"]["finder"]["usage"]
    # the document that failed took 150 and something that isn't known, in three requests
    assert (usage["input_tokens"], usage["output_tokens"], usage["requests"], usage["cost"]) == (
        250,
        None,
        4,
        None,
    )
    assert "4 requests" in capsys.readouterr().err
    assert "tokens" not in "".join(each.read_text() for each in (results / "example" / "finder").iterdir())
    for wrong in ("finder", "finder=1", "=1,2", "finder=1,x", "finder=-1,2", "finder=nan,1"):
        assert run([*arguments, "--price", wrong]) == 2
        assert "write SYSTEM=INPUT,OUTPUT" in capsys.readouterr().err
