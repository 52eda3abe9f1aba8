"""The chain that makes a timeline if none is named: the best of those that are installed, by committed figures."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bench.cli.root import run
from bench.dataset import carried
from bench.errors import UsageError
from bench.harness.setting import Setting
from bench.results import record
from bench.systems import discovery
from bench.systems.dependencies import reached
from bench.timelines import chain
from tests.conftest import ROOT

RESULTS = ROOT / "results" / "articles"
FILE = '''# /// script
# dependencies = [{}]
# ///
from bench import Entry, system


@system(layers=["timeline"])
def {}(documents):
    """Entries."""
    yield from ()
'''


def test_the_figures_are_those_of_the_results() -> None:
    known, _ = discovery.discover(ROOT / "systems")
    committed = {}
    for path in RESULTS.glob("*/record.json"):
        system = known.get(path.parent.name)
        if system and system.collects and not any(each.wanted_gold for each in reached(system, known)):
            committed[system.name] = round(100 * (record.read(path).measures[chain.MEASURE].f1 or 0), 1)
    assert dict(chain.FIGURES) == committed, "write these figures into bench/timelines/chain.py"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of three systems; the two with the higher figures need packages that aren't installed."""
    needs = {"a": "", "b": '"no-such-package==1.0"', "c": '"no-such-package==2.0"'}
    for name, packages in needs.items():
        (tmp_path / f"{name}.py").write_text(FILE.format(packages, name), encoding="utf-8")
    monkeypatch.setattr(carried, "systems", lambda: None)
    monkeypatch.setattr(chain, "FIGURES", {"a": 10.0, "b": 20.5, "c": 30.0})
    return tmp_path


def setting(folder: Path, *, with_uv: bool) -> Setting:
    """A setting whose PATH has at most a program uv, which fails if it is called."""
    programs = folder / "programs"
    programs.mkdir()
    if with_uv:
        (programs / "uv").write_text("#!/bin/sh\nexit 9\n", encoding="utf-8")
        (programs / "uv").chmod(0o755)
    return Setting(cache=folder / "cache", variables={"PATH": str(programs)})


def test_the_best_of_the_installed_ones_is_chosen_and_nothing_is_installed(folder: Path) -> None:
    found = chain.best(folder, setting(folder, with_uv=True))
    assert found.name == "a"
    assert found.better == chain.Better(
        "c",
        "it needs no-such-package==2.0 (not installed); "
        "--system c installs that once, in an environment of its own",
    )
    assert not (folder / "cache").exists()


def test_without_uv_the_better_one_names_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.executable", str(folder / "python"))  # uv is also looked for beside it
    better = chain.best(folder, setting(folder, with_uv=False)).better
    assert better is not None
    assert "and uv to install it" in better.lacks


def test_the_higher_figure_wins_wherever_it_stands(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "b.py").write_text(FILE.format("", "b"), encoding="utf-8")
    found = chain.best(folder, Setting())
    assert (found.name, found.better and found.better.name) == ("b", "c")
    monkeypatch.setattr(chain, "FIGURES", {"a": 10.0, "b": 9.9})
    assert chain.best(folder, Setting()) == chain.Chain(chain.best(folder, Setting()).ready)
    assert chain.best(folder, Setting()).name == "a"


def test_if_none_can_run_each_reason_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chain, "FIGURES", {"c": 30.0, "d": 1.0})
    with pytest.raises(UsageError, match=r"c: it needs no-such-package==2\.0.*; d: .* has no such system"):
        chain.best(folder, setting(folder, with_uv=True))


def test_the_command_names_the_chain_and_what_a_better_one_needs(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bench.cli.timeline.FIGURES", chain.FIGURES)
    monkeypatch.setenv("PATH", os.defpath)
    (folder / "news.txt").write_text("LIMA, March 5, 2025 (Agency) – They met.\n", encoding="utf-8")
    news, systems = str(folder / "news.txt"), str(folder)
    assert (
        run(["timeline", news, "--systems-folder", systems, "--cache", str(folder / "cache"), "--no-cache"]) == 0
    )
    told = capsys.readouterr().err
    assert "chain: a, the best one that is installed\n" in told
    assert (
        "better, but not installed: c (F1 of entries with the right date: 30.0 instead of 10.0); it needs" in told
    )
