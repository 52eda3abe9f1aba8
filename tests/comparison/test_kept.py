"""Cases that must stay right: a broken one fails the gate by name, and a file that guards nothing is told of."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from bench.cli.root import run
from tests.conftest import ROOT

TEXT = "It rained on Monday. It cleared on Tuesday."
NAMES = tuple(f"d{number:02}" for number in range(24))
MONDAY = {"start": 13, "end": 19, "type": "DATE", "value": "2023-09-18"}
TUESDAY = {"start": 35, "end": 42, "type": "DATE", "value": "2023-09-19"}
WRONG = {**MONDAY, "value": "2023-09-25"}
RAINED = {"start": 3, "end": 9, "class": "OCCURRENCE"}
SAID = (
    "lost: head, timex.value of d07 13–19: “Monday”: gold: DATE 2023-09-18; head: DATE 2023-09-25; base is right"
)


def write(folder: str, **layers: list[dict[str, Any]]) -> None:
    Path(folder).mkdir(parents=True, exist_ok=True)
    for name, lines in layers.items():
        Path(folder, f"{name}.jsonl").write_text("".join(f"{json.dumps(line)}\n" for line in lines))


@pytest.fixture(autouse=True)
def _gold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Makes gold with two times and an event in each of 24 documents. Head has one Monday wrong, and base none."""
    monkeypatch.chdir(tmp_path)
    documents = [{"id": name, "text": TEXT, "dct": "2023-09-20"} for name in NAMES]
    times = [
        {"doc": name, "id": f"{which}", **time}
        for name in NAMES
        for which, time in (("m", MONDAY), ("t", TUESDAY))
    ]
    events = [{"doc": name, "id": "e", **RAINED} for name in NAMES]
    write("gold", documents=documents, timexes=times, events=events)
    side("base")
    side("head", d07=WRONG)


def side(folder: str, **monday: dict[str, Any] | None) -> None:
    """Writes predictions: each Monday right but those of ``monday``, no Tuesday, each event."""
    told = [{"doc": name, **found} for name in NAMES if (found := monday.get(name, MONDAY)) is not None]
    events = [{"doc": name, **RAINED} for name in NAMES]
    write(folder, documents=[{"id": name} for name in NAMES], timexes=told, events=events)


def keep(*cases: dict[str, Any]) -> str:
    Path("keep.jsonl").write_text("".join(f"{json.dumps(case)}\n" for case in cases))
    return "keep.jsonl"


def compare(*arguments: str, base: str = "base", head: str = "head") -> int:
    return run(["compare", base, head, "--gold", "gold", *arguments])


ONE = {"doc": "d07", "start": 13, "end": 19, "text": "Monday"}


def test_a_broken_case_fails_the_gate_whatever_the_average_says(capsys: pytest.CaptureFixture[str]) -> None:
    """One of 24 is no significant loss; without the file the comparison passes."""
    assert compare("--undecided", "pass") == 0
    capsys.readouterr()
    files = ("-o", "out.md", "-o", "out.json", "-o", "out.xml", "-o", "out.csv")
    assert compare("--undecided", "pass", "--keep", keep(ONE, {"doc": "d08", "id": "m"}), *files) == 1
    told = capsys.readouterr().err
    assert f"{SAID} (keep.jsonl:1)" in told
    assert "lost: keep.jsonl: 1 of 2 cases broke" in told
    assert "Monday" in Path("out.md").read_text()
    gates = json.loads(Path("out.json").read_text())["gates"]
    assert ("timex.value of d07 13–19", "lost") in [(gate["measure"], gate["outcome"]) for gate in gates]
    cases = {case.get("name"): len(case) for case in ElementTree.parse("out.xml").iter("testcase")}
    assert cases["timex.value of d07 13–19"] == cases["keep.jsonl"] == 1
    assert "timex.value of d07 13–19" in Path("out.csv").read_text()


def test_a_gate_of_the_file_reads_the_keep_file_beside_it(capsys: pytest.CaptureFixture[str]) -> None:
    keep(ONE)
    Path("ci").mkdir()
    Path("keep.jsonl").rename("ci/mine.jsonl")
    Path("ci/bench.toml").write_text('[[tool.bench.compare.gates]]\nkeep = "mine.jsonl"\n')
    assert compare("--config", "ci/bench.toml", "--undecided", "pass") == 1
    assert "(ci/mine.jsonl:1)" in capsys.readouterr().err
    Path("ci/bench.toml").write_text(
        '[[tool.bench.compare.gates]]\nkeep = "mine.jsonl"\nmeasure = "event.class"\n'
    )
    assert compare("--config", "ci/bench.toml") == 4
    assert "ci/mine.jsonl: it has no case of event.class" in capsys.readouterr().err


@pytest.mark.parametrize("layer", [["timexes", "said nothing"], ["documents", "failed"]], ids=lambda each: each[1])
def test_a_case_without_an_answer_is_broken(layer: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    side("head", d07=None)
    if layer[0] == "documents":
        lines = [{"id": n, **({"status": "failed", "reason": "odd"} if n == "d07" else {})} for n in NAMES]
        write("head", documents=lines, events=[{"doc": n, **RAINED} for n in NAMES if n != "d07"])
    code = compare("--undecided", "pass", "--allow-failures", "1", "--keep", keep(ONE))
    said = "head: nothing" if layer[0] == "timexes" else "head failed on the document"
    assert said in capsys.readouterr().err
    assert code == 1


def test_another_measure_and_a_system_by_name(capsys: pytest.CaptureFixture[str]) -> None:
    head = [{"doc": n, **RAINED, "class": "STATE" if n == "d01" else "OCCURRENCE"} for n in NAMES]
    write("head", events=head)
    case = {"doc": "d01", "start": 3, "end": 9, "measure": "event.class", "system": "base"}
    assert compare("--undecided", "pass", "--keep", keep(case)) == 1
    assert "“rained”: gold: OCCURRENCE; head: STATE" in capsys.readouterr().err
    assert compare("--undecided", "pass", "--keep", keep({**case, "measure": "event.relaxed"})) == 0


def test_a_list_is_written_from_base_and_what_head_broke_is_in_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert compare("--undecided", "pass", "--write-keep", "keep.jsonl") == 0
    assert "keep.jsonl: 24 cases that base has right" in capsys.readouterr().err
    lines = [json.loads(line) for line in Path("keep.jsonl").read_text().splitlines()]
    assert lines[7] == {"system": "base", "measure": "timex.value", **ONE}
    assert compare("--undecided", "pass", "--keep", "keep.jsonl") == 1
    assert SAID in capsys.readouterr().err
    assert compare("--keep", "keep.jsonl", head="base") == 0
    assert compare("--measure", "event.class", "--write-keep", "keep.jsonl") == 0
    assert len(Path("keep.jsonl").read_text().splitlines()) == 24
    assert compare("--measure", "timeline.dates", "--write-keep", "keep.jsonl") == 2


def test_nothing_right_writes_no_list(capsys: pytest.CaptureFixture[str]) -> None:
    side("base", **dict.fromkeys(NAMES, WRONG))
    assert compare("--undecided", "pass", "--write-keep", "keep.jsonl") == 2
    assert "base has nothing right by timex.value" in capsys.readouterr().err
    assert not Path("keep.jsonl").exists()


def test_a_case_that_base_has_wrong_is_told_and_a_file_of_them_is_unanswered(
    capsys: pytest.CaptureFixture[str],
) -> None:
    wrong = {"doc": "d03", "id": "t"}
    assert compare("--undecided", "pass", "--keep", keep({"doc": "d08", "id": "m"}, wrong), "-o", "out.md") == 0
    told = "passed: keep.jsonl: 1 of 2 cases can't break, as base isn't right or a side wasn't run: d03"
    said = capsys.readouterr().err
    assert told in said
    assert "d03 35–42 (keep.jsonl:2)" in said
    assert "1 of 2 cases can't break" in Path("out.md").read_text()
    assert compare("--undecided", "pass", "--keep", keep(wrong)) == 2
    assert "keep.jsonl: base has none of its 1 case right, so that it guards nothing" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("case", "message"),
    [
        ({"doc": "d99", "id": "m"}, "gold has no document 'd99'"),
        ({"doc": "d01", "id": "x"}, "gold has no time expression with the id 'x' in d01"),
        ({"doc": "d01", "start": 13, "end": 20}, "gold has no time expression at 13–20 in d01"),
        ({"doc": "d01", "start": 13, "end": 19, "text": "Sunday"}, "gold has 'Monday' at 13–19 in d01"),
        ({"doc": "d01"}, "the annotation isn't named; write its id, or its start and end"),
        ({"doc": "d01", "start": 13}, "the annotation isn't named"),
        (
            {"doc": "d01", "id": "m", "start": 13, "end": 19, "measure": "timex.vale"},
            "no measure named 'timex.vale'",
        ),
        ({"doc": "d01", "id": "m", "measure": "tlink.awareness"}, "isn't about single annotations"),
        ({"doc": "d01", "id": "m", "system": "regex"}, "neither side has a system named 'regex'"),
        ({"doc": "d01", "id": "m", "sytem": "base"}, "sytem"),
    ],
)
def test_a_case_that_doesnt_exist_is_a_fault(
    case: dict[str, Any], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert compare("--keep", keep({"doc": "d01", "id": "m"}, case)) == 4
    told = capsys.readouterr().err
    assert "keep.jsonl:2: " in told
    assert message in told


def test_an_empty_or_missing_file_is_a_fault(capsys: pytest.CaptureFixture[str]) -> None:
    assert compare("--keep", keep()) == 4
    assert "keep.jsonl: it has no case; write some with bench compare --write-keep" in capsys.readouterr().err
    assert compare("--keep", "other.jsonl") == 4
    assert "other.jsonl: there is no such file" in capsys.readouterr().err


def test_a_system_on_one_side_only_cant_keep_its_cases(capsys: pytest.CaptureFixture[str]) -> None:
    for folder, systems in (("rb", ("both", "gone")), ("rh", ("both", "fresh"))):
        for name in systems:
            side(
                f"{folder}/{name}",
                **{"d01": WRONG} if name == "gone" else {"d02": WRONG} if name == "fresh" else {},
            )
            record = {"name": name, "suite": "gold", "suite_digest": "", "bench": ""}
            Path(folder, name, "record.json").write_text(json.dumps(record))
    both = {"base": "rb", "head": "rh"}
    case = {"doc": "d05", "id": "m"}
    assert compare("--shared", "--keep", keep({**case, "system": "gone"}), **both) == 3
    assert "gone, keep.jsonl: cases must stay right, and head has no results of it" in capsys.readouterr().err
    assert compare("--shared", "--keep", keep({**case, "system": "fresh"}), **both) == 5
    assert compare("--shared", "--keep", keep(case), **both) == 0


def test_the_example_of_the_documents(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Each command of the example prints the lines below it to standard error."""
    text = (ROOT / "docs" / "comparing.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"^```text\n(\$ bench compare .*?)^```", text, re.MULTILINE | re.DOTALL)
    kept = Path("keep.jsonl").absolute()
    monkeypatch.chdir(ROOT)
    codes = []
    for part in block.split("$ bench ")[1:]:
        command, *lines = part.splitlines()
        codes.append(run([str(kept) if word == "keep.jsonl" else word for word in command.split()]))
        told = capsys.readouterr().err.replace(str(kept), "keep.jsonl")
        assert all(line in told.splitlines() for line in lines if line != "…")
    assert codes == [1, 1]
    assert len(kept.read_text(encoding="utf-8").splitlines()) == 25


def test_a_file_that_is_written_is_judged_as_written(capsys: pytest.CaptureFixture[str]) -> None:
    """The old file guards nothing: base has no Tuesday. The new one has base's 24 Mondays, one of which head
    breaks."""
    keep({"doc": "d07", "id": "t"})
    assert compare("--undecided", "pass", "--keep", "keep.jsonl") == 2
    assert "it guards nothing" in capsys.readouterr().err
    assert compare("--undecided", "pass", "--keep", "keep.jsonl", "--write-keep", "keep.jsonl") == 1
    assert "keep.jsonl: 1 of 24 cases broke" in capsys.readouterr().err
