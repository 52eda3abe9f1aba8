"""sklearn-anchors learns from a few sentences which proposal is right; the dct is Wednesday 2023-09-20."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bench import Document
from bench.sdk.worker import load_file
from tests.extractors.marked import marked

pytest.importorskip("sklearn")
FILE: Any = load_file(Path(__file__).parents[2] / "systems" / "sklearn_anchors.py")
PLAN = ("OCCURRENCE", "PLANNED")


def training(plan: str) -> list[Document]:
    """Documents with a dated event and a plan, whose `when` is ``plan``."""
    found = []
    for number, place in enumerate(("Rome", "Oslo", "Bern", "Lima", "Bonn", "Riga")):
        document = marked(
            f"On [Monday|2023-09-18] it {{opened|2023-09-18}} in {place}. Wu will {{visit|{plan}}} {place}.",
            name=f"d{number}",
        )
        first, second = document.events
        found.append(replace(document, events=(first, replace(second, realis="PLANNED"))))
    return found


@pytest.mark.parametrize("plan", ["[2023-09-20..]", "[2023-09-18..]", "2023-09-20"])
def test_it_learns_how_plans_are_dated(plan: str) -> None:
    system = FILE.sklearn_anchors()
    system.fit(training(plan))
    document = marked("On [Monday|2023-09-18] it {opened} in Kyiv. Wu will {visit} Kyiv.")
    first, second = document.events
    given = replace(document, events=(first, replace(second, realis="PLANNED")))
    assert [event.when for event in system.extract(given)] == ["2023-09-18", plan]


def test_it_refuses_to_learn_from_nothing_and_to_answer_before_it_learnt() -> None:
    with pytest.raises(ValueError, match="no event"):
        FILE.sklearn_anchors().fit([marked("No event.")])
    with pytest.raises(RuntimeError, match="call fit"):
        list(FILE.sklearn_anchors().extract(marked("It {opened}.")))
