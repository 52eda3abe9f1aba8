"""What ``import bench`` offers, and what it loads."""

from __future__ import annotations

import inspect
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

import bench
from tests.conftest import ROOT

FUNCTIONS = {
    *("read_gold", "read_predictions", "read_results", "write_predictions"),
    *("score", "compare", "agree", "audit", "run", "evaluate", "convert"),
}
PACKAGES = {
    "contract",
    "formats",
    "gold",
    "guard",
    "labelling",
    "measures",
    "plots",
    "report",
    "results",
    "schemes",
    "systems",
}


def python(code: str, *options: str, cwd: Path | None = None) -> str:
    done = subprocess.run(
        [sys.executable, *options, "-c", code], capture_output=True, text=True, check=False, cwd=cwd, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def test_every_name_is_there_and_is_what_it_is_called() -> None:
    assert list(bench.__all__) == sorted(bench.__all__, key=lambda name: (name[0].islower(), name))
    for name in bench.__all__:
        found = getattr(bench, name)
        assert isinstance(found, ModuleType) == (name in PACKAGES)
        assert found.__name__ == (f"bench.{name}" if name in PACKAGES else name)
        assert inspect.getdoc(found)
    assert {name for name in bench.__all__ if inspect.isfunction(getattr(bench, name))} == {*FUNCTIONS, "system"}
    assert set(bench.__all__) <= set(dir(bench))
    with pytest.raises(AttributeError, match="has no attribute 'scores'"):
        getattr(bench, "scores")  # noqa: B009 - the access is what is tested


def test_type_checkers_see_the_same_names() -> None:
    source = (ROOT / "bench" / "__init__.py").read_text(encoding="utf-8")
    typed = source.split("if TYPE_CHECKING:\n")[1].split("\n\n")[0]
    names = [name.strip(" ,()") for line in typed.splitlines() for name in line.split(" import ")[1].split(",")]
    assert sorted(names) == sorted(bench.__all__)
    assert (ROOT / "bench" / "py.typed").is_file()


def test_importing_it_loads_the_standard_library_alone() -> None:
    code = "import sys; before = set(sys.modules); import bench; print(*sorted(set(sys.modules) - before))"
    loaded = python(code).split()
    assert {name.partition(".")[0] for name in loaded} - sys.stdlib_module_names == {"bench"}
    assert [name for name in loaded if name.startswith("bench")] == ["bench"]


def test_what_a_system_file_imports_needs_no_more_than_the_sdk(tmp_path: Path) -> None:
    (tmp_path / "bench").mkdir()
    shutil.copy(ROOT / "bench" / "__init__.py", tmp_path / "bench")
    shutil.copytree(ROOT / "bench" / "sdk", tmp_path / "bench" / "sdk")
    names = "Document, Entry, Event, Link, Reading, Region, Timex, Unlocated, Usage, system"
    start = f"import sys; sys.path.insert(0, {str(tmp_path)!r})"
    code = f"{start}; from bench import {names}; print(system.__module__)"
    assert python(code, "-I", "-S") == "bench.sdk.declare\n"


def test_comparing_loads_nothing_that_runs_systems() -> None:
    code = "import sys, bench.comparison.compared, bench.render.comparison; print(*sys.modules)"
    assert not [name for name in python(code).split() if name.startswith(("bench.harness", "bench.contract"))]
