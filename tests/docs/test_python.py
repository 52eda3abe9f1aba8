"""The page on Python runs as it stands, in another folder, and the functions that it names are there."""

from __future__ import annotations

import inspect
import pkgutil
import re
import subprocess
import sys
from pathlib import Path

import pytest

from bench.cli.root import VERBS
from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")
RUN = """
import doctest, sys
test = doctest.DocTestParser().get_doctest(sys.stdin.read(), {}, "python.md", None, 0)
sys.exit(doctest.DocTestRunner(verbose=False).run(test).failed)
"""


def test_the_examples_run_in_another_folder(tmp_path: Path) -> None:
    blocks = re.findall(r"^```pycon\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    done = subprocess.run(
        [sys.executable, "-I", "-c", RUN], input="\n".join(blocks), capture_output=True, text=True, cwd=tmp_path
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize(
    ("page", "begins"), [("docs/python.md", "regex against articles (%)\n"), ("README.md", "0.1454545454")]
)
def test_the_short_examples_run_in_the_project(page: str, begins: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    (block,) = re.findall(r"^```python\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    done = subprocess.run([sys.executable, "-c", block], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.startswith(begins)


def test_each_command_names_a_function_with_those_parameters() -> None:
    rows = re.findall(r"^\| `bench (\w+)` \| `bench\.([\w.]+)\(([^)]*)\)` \|$", PAGE, re.MULTILINE)
    assert {verb for verb, _, _ in rows} == set(VERBS)
    for _, name, parameters in rows:
        found = pkgutil.resolve_name(f"bench.{name}")
        assert [*inspect.signature(found).parameters][: len(parameters.split(", "))] == parameters.split(", ")
