"""The list of systems: whether each can run here."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.systems import found, listing
from bench.systems.system import System

SYSTEM = "from bench import system\n\n\n@system({})\ndef {}(document):\n    return []\n"


def test_d_a_system_that_wants_one_on_demand_is_on_demand_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, wants in (("one", ""), ("vote", "wants=['one']"), ("over", "wants=['vote']"), ("alone", "")):
        declared = "layers=['timexes']" + (f", {wants}" if wants else "")
        (tmp_path / f"{name}.py").write_text(SYSTEM.format(declared, name))

    def survey(system: System, *_: object) -> tuple[str, str]:
        return ("on demand" if system.name == "one" else "yes"), ""

    monkeypatch.setattr(listing, "survey", survey)
    listed, broken = found(tmp_path, tmp_path, {})
    assert broken == []
    assert {each.system.name: each.ready for each in listed} == {
        "one": "on demand",
        "vote": "on demand",
        "over": "on demand",
        "alone": "yes",
    }
