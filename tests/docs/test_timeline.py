"""The tables of docs/timeline.md are those that results/ give, and a sentence names the stage that loses most."""

from __future__ import annotations

import pytest

from docs.stages import ROWS, STAGES, figure, stage
from tests.conftest import ROOT

TEXT = (ROOT / "docs" / "timeline.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["chains", "stages", "whole", "anchoring", "task4"])
def test_a_table_is_what_the_results_give(name: str) -> None:
    (found,) = [match for match in STAGES.finditer(TEXT) if match[1] == name]
    assert found[0] == stage(name), "run python docs/refresh.py"


def test_the_stage_with_the_lowest_figure_on_gold_input_is_said_to_lose_most() -> None:
    alone = {figure(given, measure): name for name, measure, given, _ in ROWS}
    assert f"**{alone[min(alone)].capitalize()} loses most**" in TEXT


def test_each_stage_of_the_table_of_systems_has_a_figure() -> None:
    table = TEXT[TEXT.index("## The stages") : TEXT.index("## What each stage loses")]
    for name, measure, given, chain in ROWS:
        row = next(line for line in table.splitlines() if line.startswith("|") and name in line.split("|")[1])
        assert f"`{measure}`" in row
        assert f"`{chain}`" in row
        assert f"`{given}`" in row
