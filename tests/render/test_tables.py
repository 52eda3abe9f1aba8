"""What a person reads, held as snapshots: read them before accepting a change."""

from __future__ import annotations

import io

import pytest
from rich.console import Console
from syrupy.assertion import SnapshotAssertion

from bench import Event, Timex
from bench.dataset.suite import Layers, Predictions, Suite, SuiteDocument
from bench.matching.matching import match
from bench.render import marked, scores
from bench.render.grid import markdown, percent, print_grids, text_table
from bench.results.record import Record, of_predictions
from bench.scoring.score import score

TEXT = "On Monday it began, and by early May it was over. Later, who knows?"
GOLD = Layers(
    timexes=(
        Timex(3, 9, "DATE", "2023-09-18", kind="deictic", text="Monday"),
        Timex(27, 36, "DATE", "2023-05", "START", kind="underspecified", text="early May"),
    ),
    events=(Event(13, 18, "ASPECTUAL", "ACTUAL", text="began"), Event(44, 48, "STATE", "ACTUAL", text="over")),
)
SUITE = Suite("example", "1.0.0", "ab" * 32, (SuiteDocument("d", TEXT, None),), {"d": GOLD})


def record(name: str, role: str, **layers: tuple[Timex | Event, ...]) -> Record:
    predictions = Predictions(
        layers={"d": Layers(**layers)} if layers else {},  # type: ignore[arg-type]  # each layer has its own kind
        covers=tuple(layers) or ("timexes",),
        failures={} if layers else {"d": "it broke"},
    )
    return of_predictions(name, role, predictions, SUITE, score(SUITE, predictions))


FOUND = (
    Timex(3, 9, "DATE", "2023-09-11", text="Monday"),
    Timex(33, 36, "DATE", "2023-05", text="May"),
    Timex(50, 55, "DATE", text="Later"),
)
RECORDS = [
    record("half", "system", timexes=FOUND),
    record("broken", "system"),
    record("an-extractor-with-a-long-name", "system", events=GOLD.events[:1]),
    record("annotator-a", "annotator", timexes=GOLD.timexes, events=GOLD.events),
]


def drawn(width: int, *, colour: bool = False) -> str:
    out = io.StringIO()
    console = Console(file=out, width=width, force_terminal=colour, color_system="standard" if colour else None)
    print_grids(scores.comparison(RECORDS), console)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines())


def test_on_a_narrow_terminal_no_figure_is_cut() -> None:
    lines = drawn(40).splitlines()
    assert max(map(len, lines)) <= 40
    heads = [line.split() for line in lines if "strict" in line or "value" in line]
    assert ["strict"] in heads
    halves = [line.split() for line in lines if line.startswith("half")]
    assert ["half", "33.3", "50.0", "40.0"] in halves
    assert ["half", "66.7", "100", "80.0"] in halves


@pytest.mark.parametrize("width", [80, 120])
def test_comparison_on_a_terminal(snapshot: SnapshotAssertion, width: int) -> None:
    assert drawn(width) == snapshot
    assert max(map(len, drawn(width).splitlines())) <= width


def test_the_best_figures_are_bold_and_a_tie_is_bold_twice(snapshot: SnapshotAssertion) -> None:
    assert "\x1b[1m" in drawn(80, colour=True)
    grid = scores.comparison(RECORDS)[0]
    assert {row for row, _ in grid.strong} == {0}  # "broken" has nothing, and annotators don't compete
    assert markdown(grid) == snapshot


def test_csv(snapshot: SnapshotAssertion) -> None:
    assert scores.as_csv(RECORDS[:1]) == snapshot


def test_single(snapshot: SnapshotAssertion) -> None:
    assert markdown(scores.single(RECORDS[0])) == snapshot


def test_a_text_with_its_marks(snapshot: SnapshotAssertion) -> None:
    items = marked.found(match(GOLD.timexes, FOUND))
    assert [item.mark for item in items] == ["hit", "near", "spurious"]
    out = io.StringIO()
    console = Console(file=out, width=80)
    console.print(marked.text(TEXT, items))
    console.print(text_table(marked.grid("timexes", items)))
    assert "\n".join(line.rstrip() for line in out.getvalue().splitlines()) == snapshot


def test_square_brackets_in_a_text_are_no_markup() -> None:
    assert marked.text("[bold]x[/bold] [red]", []).plain == "[bold]x[/bold] [red]"


@pytest.mark.parametrize(
    ("fraction", "digits", "shown"),
    [
        (None, 1, "–"),
        (0.0, 1, "0.0"),
        (1.0, 1, "100"),
        (1.0, 2, "100.00"),
        (0.9996, 1, "100.0"),
        (2 / 3, 1, "66.7"),
    ],
)
def test_percentages(fraction: float | None, digits: int, shown: str) -> None:
    assert percent(fraction, digits) == shown


def test_d_a_table_of_annotators_alone_is_left_out_beside_systems() -> None:
    times, annotator = RECORDS[0], RECORDS[3]
    events = "Events (%)"
    assert events in [grid.title for grid in scores.comparison([annotator])]
    beside = scores.comparison([times, annotator])
    assert events not in [grid.title for grid in beside]
    assert all(grid.rows[0][0] == "half" for grid in beside)
    assert not any("event" in head for grid in beside for head in grid.headers)
