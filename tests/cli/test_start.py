"""What stays light: the parts that must not pull in the rest."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.conftest import slow_but


def imported(code: str) -> set[str]:
    """The top-level modules that a fresh interpreter has loaded after some code."""
    script = f"""import sys
before = set(sys.modules)
{code}
print(*{{name.split(".")[0] for name in set(sys.modules) - before}})"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(done.stdout.splitlines()[-1].split())


@pytest.mark.parametrize("code", ["import bench", "import bench.sdk.worker"])
def test_what_a_system_file_imports_is_the_standard_library(code: str) -> None:
    assert imported(code) - set(sys.stdlib_module_names) == {"bench"}


def test_help_imports_neither_records_nor_rich() -> None:
    loaded = imported("from bench.cli.root import run; run(['--help'])")
    assert loaded & {"rich", "msgspec", "edtf", "numpy", "spacy"} == set()


@pytest.mark.parametrize("verb", slow_but("run", of=["run", "check", "list", "new"]))
def test_verbs_that_score_nothing_do_without_numpy(verb: str) -> None:
    assert "numpy" not in imported(f"import bench.cli.{verb}")
