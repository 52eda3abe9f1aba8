"""Comparisons that measured nothing, or less than all of gold: none of them is green in silence."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from bench.cli.root import run

TEXT = "It rained on Monday."
NAMES = tuple(f"d{number:02}" for number in range(24))
MONDAY = {"start": 13, "end": 19, "type": "DATE", "value": "2023-09-18"}
TUESDAY = {**MONDAY, "value": "2023-09-19"}
RAINED = {"start": 3, "end": 9, "class": "OCCURRENCE"}


def write(folder: Path, **layers: list[dict[str, Any]]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, lines in layers.items():
        (folder / f"{name}.jsonl").write_text("".join(f"{json.dumps(line)}\n" for line in lines))
    return folder


def everywhere(annotation: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [{"doc": name, **annotation} for name in NAMES]


@pytest.fixture(autouse=True)
def _gold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Makes gold with one time in each of 24 documents, and lets commands run in its parent folder."""
    monkeypatch.chdir(tmp_path)
    documents = [{"id": name, "text": TEXT, "dct": "2023-09-20"} for name in NAMES]
    write(Path("gold"), documents=documents, timexes=everywhere(MONDAY))


def side(folder: str, *, failed: int = 0, found: Mapping[str, Any] = MONDAY, **layers: list[Any]) -> str:
    """Writes predictions, right in all documents but the first ``failed``; returns their folder."""
    lines = [
        {"id": name, "status": "failed", "reason": "out of order"} if number < failed else {"id": name}
        for number, name in enumerate(NAMES)
    ]
    times = [line for line in everywhere(found) if line["doc"] in NAMES[failed:]]
    write(Path(folder), **{"documents": lines, "timexes": times, **layers})
    return folder


def results(folder: str, *systems: str) -> str:
    """Adds records to systems' folders below ``folder``, so that it is a folder of results."""
    for system in systems:
        record = {"name": system, "suite": "gold", "suite_digest": "", "bench": ""}
        (Path(folder) / system / "record.json").write_text(json.dumps(record))
    return folder


def compare(*arguments: str) -> int:
    return run(["compare", *arguments, "--gold", "gold"])


@pytest.mark.parametrize("base", [0, 12], ids=["base is whole", "base failed too"])
def test_f2_a_floor_is_over_all_documents_of_gold(base: int, capsys: pytest.CaptureFixture[str]) -> None:
    """Head failed on 12 of 24 documents: 12 right of 12 predicted, of 24 in gold, so F1 is 24 / 36."""
    side("base", failed=base)
    side("head", failed=12)
    arguments = ["base", "head", "--allow-failures", "12", "--measure", "timex.value"]
    assert compare(*arguments, "--floor", "timex.value=90") == 3
    assert "timex.value: 66.7, below the floor of 90, with 12 documents failed" in capsys.readouterr().err
    assert compare(*arguments, "--floor", "timex.value=66", "--format", "json") == 0
    told = capsys.readouterr()
    figures = json.loads(told.out)["systems"]["head"]["measures"]["timex.value"]
    assert (figures["base"], figures["head"]) == (pytest.approx(1 if not base else 2 / 3), pytest.approx(2 / 3))
    assert "head: failed on 12 documents" in told.err


@pytest.mark.parametrize("head_failed", [0, 1])
def test_a_base_that_failed_on_all_documents_leaves_the_gate_undecided(
    head_failed: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """As where base's environment is broken: its F1 is 0, and no loss of head could be seen beside it."""
    side("base", failed=24)
    side("head", failed=head_failed)
    arguments = ("base", "head", "--measure", "timex.value", "--allow-failures", "1")
    assert compare(*arguments) == 5
    assert "nothing to compare it with: base failed on all documents" in capsys.readouterr().err
    side("base", failed=23)
    assert compare(*arguments) == 0  # one document has an answer of base, and the gain shows


def test_f2_failures_that_are_allowed_are_no_loss_but_for_max_loss(capsys: pytest.CaptureFixture[str]) -> None:
    side("base")
    side("head", failed=12)
    arguments = ["base", "head", "--allow-failures", "12", "--measure", "timex.value"]
    assert compare(*arguments) == 0
    capsys.readouterr()
    assert compare(*arguments, "--max-loss", "timex.value=5") == 1
    assert "33.3 points lost, more than 5" in capsys.readouterr().err


def test_f2_a_new_system_is_judged_by_its_floors(capsys: pytest.CaptureFixture[str]) -> None:
    side("rb/never", failed=24)
    side("rh/never", failed=24)
    side("rh/half", failed=12)
    shared = [results("rb", "never"), results("rh", "never", "half"), "--shared", "--allow-failures", "12"]
    assert compare(*shared, "--floor", "half:timex.value=90") == 3
    assert "half, timex.value: 66.7, below the floor of 90, with 12 documents failed" in capsys.readouterr().err
    assert compare(*shared, "--floor", "half:timex.value=66") == 0


def test_f2_where_all_are_new_floors_decide_and_a_loss_is_undecided(capsys: pytest.CaptureFixture[str]) -> None:
    side("rb/old", found=TUESDAY)
    side("rh/new")
    both = [results("rb", "old"), results("rh", "new"), "--shared"]
    assert compare(*both, "--max-loss", "new:timex.value=5") == 5
    assert "new: nothing to compare it with" in capsys.readouterr().err
    Path("only.toml").write_text(
        '[[tool.bench.compare.gates]]\nsystem = "new"\nmeasure = "timex.value"\n'
        "max-loss = 1\nsignificant = false\n"
    )
    assert compare(*both, "--config", "only.toml") == 5
    Path("floor.toml").write_text('[[tool.bench.compare.gates]]\nsystem = "new"\nfloor = 90\n')
    assert compare(*both, "--config", "floor.toml") == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ["--floor", "head:event.class=60"],
        ["--floor", "event.class=60"],
        ["--floor", "he*:event.class=60"],
        ["--max-loss", "event.class=1"],
        ["--measure", "event.class"],
        ["--measure", "timex.value", "--measure", "event.class"],
        ["--measure", "event.class", "--undecided", "pass"],
    ],
)
def test_f3_what_nothing_answers_is_an_error(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    side("base")
    side("head", found=TUESDAY)
    assert compare("base", "head", *arguments, "-o", "out.xml", "-o", "out.json", "-o", "out.md") == 2
    assert "event.class: " in capsys.readouterr().err
    root = ElementTree.parse("out.xml")
    assert any("event.class" in str(case.get("name")) and len(case) for case in root.iter("testcase"))
    found = json.loads(Path("out.json").read_text())
    assert found["outcome"] == "unanswered"
    assert [gate["measure"] for gate in found["gates"] if gate["outcome"] == "unanswered"] == ["event.class"]
    assert "unanswered" in Path("out.md").read_text()


def test_f3_a_system_that_answers_but_gold_lacks_the_layer(capsys: pytest.CaptureFixture[str]) -> None:
    """Both systems find events; gold has no events at all, so that there is nothing to measure them by."""
    for name in ("base", "head"):
        side(name, events=[])
    assert compare("base", "head", "--floor", "head:event.class=60") in (1, 2)
    assert "event.class" in capsys.readouterr().err
    assert compare("base", "head", "--max-loss", "head:event.class=60") == 2


@pytest.mark.parametrize("gate", ['measure = "event.class"', 'system = "h*"\nmeasure = "event.class"'])
def test_f3_a_gate_of_the_file(gate: str, capsys: pytest.CaptureFixture[str]) -> None:
    side("base")
    side("head")
    Path("pyproject.toml").write_text(f"[[tool.bench.compare.gates]]\n{gate}\n")
    assert compare("base", "head") == 2
    assert "event.class: " in capsys.readouterr().err


def test_f3_one_that_answers_is_enough_for_a_pattern() -> None:
    for folder in ("rb", "rh"):
        side(f"{folder}/times")
        side(f"{folder}/events", events=everywhere(RAINED))
    events = everywhere({**RAINED, "id": "e1"})
    write(Path("gold"), events=events)
    both = [results("rb", "times", "events"), results("rh", "times", "events"), "--shared"]
    assert compare(*both, "--floor", "*:event.class=60") == 0
    assert compare(*both, "--floor", "times:event.class=60") == 2


def test_f4_equal_sides_are_unchanged_where_a_measure_is_undefined(capsys: pytest.CaptureFixture[str]) -> None:
    write(Path("gold"), events=[])
    for name in ("base", "head"):
        side(f"{name}/both", events=[])
        results(name, "both")
    assert compare("base", "head", "--shared") == 0
    told = capsys.readouterr()
    assert "undecided" not in told.err
    assert "unchanged" in told.out


def test_f4_a_measure_undefined_on_both_sides_is_the_same_in_a_changed_system(
    capsys: pytest.CaptureFixture[str],
) -> None:
    side("base", found=TUESDAY, events=[])
    side("head", events=[])
    assert compare("base", "head") == 0
    assert "undecided" not in capsys.readouterr().err


def test_f14_nothing_in_common_is_said_as_such(capsys: pytest.CaptureFixture[str]) -> None:
    for name, part in (("base", NAMES[:12]), ("head", NAMES[12:])):
        lines = [{"id": each} for each in part]
        write(Path(name), documents=lines, timexes=[line for line in everywhere(MONDAY) if line["doc"] in part])
    assert compare("base", "head", "--shared") == 2
    assert "base and head have no document of gold in common" in capsys.readouterr().err


@pytest.mark.parametrize("points", ["101", "nan", "-5", "inf"])
def test_f14_points_are_0_to_100(points: str, capsys: pytest.CaptureFixture[str]) -> None:
    side("base")
    for option in ("--floor", "--max-loss"):
        assert compare("base", "base", f"{option}=timex.value={points}") == 2
        assert "points are 0 to 100" in capsys.readouterr().err


@pytest.mark.parametrize("alpha", ["1e-300", "1e-9", "5e-324"])
def test_r15_a_level_that_would_take_too_many_resamples(alpha: str, capsys: pytest.CaptureFixture[str]) -> None:
    side("base", found=TUESDAY)
    side("head")
    Path("pyproject.toml").write_text(f"[tool.bench.compare]\nalpha = {alpha}\n")
    assert compare("base", "head") == 2
    said = capsys.readouterr().err
    assert "alpha" in said
    assert said.count("\n") == 1


def test_d_a_near_name_is_suggested(capsys: pytest.CaptureFixture[str]) -> None:
    side("main")
    assert compare("mian", "main") == 2
    assert "did you mean main?" in capsys.readouterr().err


def test_f5_gold_and_predictions_in_timeml(capsys: pytest.CaptureFixture[str]) -> None:
    def tree(folder: str, value: str) -> None:
        Path(folder).mkdir()
        for name in NAMES:
            times = f'It rained on <TIMEX3 tid="t1" type="DATE" value="{value}">Monday</TIMEX3>.'
            dct = '<TIMEX3 tid="t0" type="DATE" value="2023-09-20" functionInDocument="CREATION_TIME">x</TIMEX3>'
            text = f"<TimeML><DCT>{dct}</DCT><TEXT>{times}</TEXT></TimeML>"
            (Path(folder) / f"{name}.tml").write_text(text)

    tree("tml", "2023-09-18")
    tree("right", "2023-09-18")
    tree("wrong", "2023-09-19")
    assert run(["compare", "wrong", "right", "--gold", "tml"]) == 0
    assert run(["compare", "right", "wrong", "--gold", "tml"]) == 1
    assert run(["compare", "right", side("lines"), "--gold", "tml"]) == 0
    assert "the same" in capsys.readouterr().out


def test_f5_gold_of_ones_own_has_no_more_than_scoring_needs() -> None:
    write(Path("gold"), documents=[{"id": name, "text": TEXT} for name in NAMES])
    side("base", found=TUESDAY)
    side("head")
    assert run(["score", "head", "gold"]) == 0
    assert compare("base", "head") == 0


def test_f5_ordered_timelines() -> None:
    """Two participants of Task 4, whose chains of events head has in the wrong order."""

    def timelines(folder: str, first: int, second: int) -> str:
        Path(folder).mkdir()
        for name in ("apple", "boeing"):
            lines = (f"{first}\t2004\t1-1-sold\n", f"{second}\t2005\t1-2-bought\n")
            Path(folder, f"{name}.txt").write_text("".join([f"{name}\n", *sorted(lines)]))
        return folder

    gold, right, wrong = (timelines(*each) for each in (("t4", 1, 2), ("right", 1, 2), ("wrong", 2, 1)))
    assert run(["compare", right, right, "--gold", gold]) == 0
    floor = ["--floor", "timeline.task4=50", "--undecided", "pass", "--gold", gold]
    assert run(["compare", wrong, right, *floor]) == 0
    assert run(["compare", right, wrong, *floor]) == 1


def test_too_little_data_says_how_much_is_needed_and_what_can_be_done(capsys: pytest.CaptureFixture[str]) -> None:
    documents = [{"id": name, "text": TEXT} for name in NAMES[:3]]
    write(Path("gold"), documents=documents, timexes=everywhere(MONDAY)[:3])
    for name, found in (("base", MONDAY), ("head", TUESDAY)):
        write(Path(name), documents=[{"id": each} for each in NAMES[:3]], timexes=everywhere(found)[:3])
    assert compare("base", "head", "--measure", "timex.value") == 5
    said = capsys.readouterr().err
    # all three differ, so that the worst case holds: (1.96 + .84 · √.9975)² / .05² = 3,137, in two digits 3,200
    assert "a difference of 5 points takes about 3,200 " in said
    assert "--undecided pass" in said


@pytest.mark.parametrize("verb", ["compare", "report"])
def test_l9_predictions_that_do_not_belong_to_their_record(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    def evaluated(folder: str) -> str:
        Path("mondays.py").write_text(
            "from bench import Timex, system\n\n\n@system(layers=['timexes'])\ndef mondays(document):\n"
            "    yield Timex(13, 19, 'DATE', '2023-09-18')\n"
        )
        assert run(["evaluate", "mondays.py", "--no-cache", "--gold", "gold", "-o", folder]) == 0
        return folder

    evaluated("results")
    command = ["compare", "results", "results", "--gold", "gold"]
    command = command if verb == "compare" else ["report", "results/gold", "--gold", "gold"]
    capsys.readouterr()
    assert run(command) == 0
    assert "was written with" not in capsys.readouterr().err
    times = Path("results/gold/mondays/timexes.jsonl")
    times.write_text("".join(times.read_text().splitlines(keepends=True)[:5]))
    assert run(command) == (2 if verb == "compare" else 0)
    assert "mondays: its predictions aren't those that its record was written with" in capsys.readouterr().err


def test_l4_names_of_records_are_printable(capsys: pytest.CaptureFixture[str]) -> None:
    side("rb/a")
    record = {"name": "x\n::set-output name=a::b", "suite": "gold", "suite_digest": "", "bench": ""}
    Path("rb/a/record.json").write_text(json.dumps(record))
    assert compare("rb", "rb", "--shared") == 4
    told = capsys.readouterr()
    assert not any(line.startswith("::") for line in f"{told.out}\n{told.err}".splitlines())


def test_l4_reasons_of_failures_stand_on_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    side("base")
    lines = [{"id": name, "status": "failed", "reason": "x\n::error::y\x1b[2J"} for name in NAMES]
    write(Path("head"), documents=lines, timexes=[])
    assert compare("base", "head", "--format", "github") == 3
    told = capsys.readouterr()
    assert not any(line.startswith("::") for line in told.err.splitlines())
    assert "\x1b" not in told.err
