"""Gates and measures without a figure on one side or on both: they are green in no form of output."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

import bench
from bench.errors import UsageError
from tests.comparison.test_met_nothing import (
    MONDAY,
    RAINED,
    TUESDAY,
    _gold,  # noqa: F401 - the fixture that makes gold
    compare,
    everywhere,
    results,
    side,
    write,
)

SPAN = {"start": 13, "end": 19}
VALUE = ("--measure", "timex.value")


@pytest.mark.parametrize("gate", [(), ("--floor", "timex.value=0"), ("--max-loss", "timex.value=100")])
def test_f3_head_that_never_states_the_attribute_passes_no_gate(gate: tuple[str, ...]) -> None:
    """Head has spans only, so that its figure is "–": not even a floor of 0 or a loss of all points is met."""
    side("base")
    side("head", found=SPAN)
    assert compare("base", "head", *VALUE, *gate) == 3


@pytest.mark.parametrize("gate", ["--floor", "--max-loss"])
def test_f3_a_gate_on_an_attribute_that_neither_side_states_is_an_error(gate: str) -> None:
    side("base", found=SPAN)
    side("head", found=SPAN)
    assert compare("base", "head", gate, "timex.value=0") == 2
    assert compare("base", "head", *VALUE) == 2
    assert compare("base", "head") == 0


def test_f3_what_only_head_answers_was_not_compared(capsys: pytest.CaptureFixture[str]) -> None:
    """Base has no value: whoever asks whether values are worse than before gets no answer, but for a floor."""
    side("base", found=SPAN)
    side("head")
    assert compare("base", "head", *VALUE) == 5
    assert "timex.value: its F1 is undefined in base, so that no loss can be told" in capsys.readouterr().err
    assert compare("base", "head", *VALUE, "--undecided", "pass") == 0
    assert compare("base", "head", *VALUE, "--floor", "timex.value=90") == 0
    # nobody asked about values in particular, and the spans were compared
    assert compare("base", "head") == 0


def test_f3_a_gate_of_the_file_on_what_only_head_answers() -> None:
    side("base", found=SPAN)
    side("head")
    Path("gates.toml").write_text('[[tool.bench.compare.gates]]\nmeasure = "timex.value"\n')
    assert compare("base", "head", "--config", "gates.toml") == 5
    Path("gates.toml").write_text('[[tool.bench.compare.gates]]\nmeasure = "timex.value"\nfloor = 90\n')
    assert compare("base", "head", "--config", "gates.toml") == 0


def test_f3_a_system_that_only_head_has_and_only_a_max_loss(capsys: pytest.CaptureFixture[str]) -> None:
    side("rb/old")
    side("rh/old")
    side("rh/new", found=TUESDAY)
    both = [results("rb", "old"), results("rh", "old", "new"), "--shared"]
    assert compare(*both, "--max-loss", "new:timex.value=5") == 5
    assert "undecided: new: nothing to compare it with: it is new" in capsys.readouterr().err


def outcomes(form: str, folder: Path) -> list[str]:
    """Returns the outcomes that a file of one form has for its gates, from the worst on."""
    text = (folder / f"out.{form}").read_text(encoding="utf-8")
    if form == "json":
        return [gate["outcome"] for gate in json.loads(text)["gates"]]
    if form == "csv":
        return [row["gate"] for row in csv.DictReader(io.StringIO(text))]
    if form == "xml":
        return [
            each.get("type", "") for tag in ("failure", "error") for each in ElementTree.fromstring(text).iter(tag)
        ]
    return [word for word in ("unanswered", "undecided", "failed") if word in text]


@pytest.mark.parametrize("form", ["json", "csv", "xml", "md"])
@pytest.mark.parametrize(
    ("arguments", "outcome"),
    [
        (["base", "base", "--floor", "base:event.class=1"], "unanswered"),
        (["base", "base", "--measure", "event.class"], "unanswered"),
        (["spans", "base", *VALUE], "undecided"),
        (["base", "spans", *VALUE], "failed"),
        (["base", "broken"], "failed"),
    ],
)
def test_f3_every_form_of_output_says_so(arguments: list[str], outcome: str, form: str, tmp_path: Path) -> None:
    side("base")
    side("spans", found=SPAN)
    side("broken", failed=3)
    assert compare(*arguments, "-o", f"out.{form}") != 0
    assert outcome in outcomes(form, tmp_path)


def test_f3_python_refuses_a_measure_that_neither_side_answers() -> None:
    side("base")
    side("head", found=TUESDAY)
    with pytest.raises(UsageError, match=r"event\.class: no system here has a score for it"):
        bench.compare("base", "head", "gold", measures=["timex.value", "event.class"])
    assert bench.compare("base", "head", "gold").systems


def test_b5_python_compares_texts_that_differ_in_white_space() -> None:
    spaced = [{"id": line["doc"], "text": "It  rained on Monday."} for line in everywhere({})]
    moved = everywhere({**MONDAY, "start": 14, "end": 20})
    side("base")
    write(Path("head"), documents=spaced, timexes=moved)
    found = bench.compare("base", "head", "gold", measures=["timex.value"], align=True).systems[0]
    assert found.figures["timex.value"] == (1, 1)
    assert bench.compare("base", "head", "gold", measures=["timex.value"]).systems[0].failing == 24
    assert bench.agree("base", "head", "gold", align=True)[0].value == 1


@pytest.mark.parametrize("layer", ["events", "timexes"])
def test_f6_show_says_that_gold_lacks_the_layer(layer: str, capsys: pytest.CaptureFixture[str]) -> None:
    documents = [{"id": "d", "text": "It rained on Monday.", "dct": "2023-09-20"}]
    write(Path("other"), documents=documents, events=[{"doc": "d", **RAINED}])
    Path("both.py").write_text(
        "from bench import Document, Event, Timex, system\n"
        '@system(layers=["timexes", "events"])\n'
        "def both(document: Document):\n"
        '    """Finds two things."""\n'
        "    yield Timex(13, 19)\n"
        "    yield Event(3, 9)\n"
    )
    bench_run = ["show", "both.py", "d", "--gold", "other", "--layer", layer, "--no-cache", "--cache", "cache"]
    from bench.cli.root import run

    assert run(bench_run) == 0
    told = "other has no timexes, so whatever a system found there is shown as spurious"
    assert (told in capsys.readouterr().err) == (layer == "timexes")
