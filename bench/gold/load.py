"""Reads gold that has documents, in any format, and finds the annotators' passes in a suite's folder."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bench import formats
from bench.dataset.suite import Suite
from bench.errors import UsageError

PASSES = "passes"
"""The folder of a suite that holds its annotators' own labels."""


def load(path: Path | str) -> Suite:
    """Returns the gold in a file or a folder of any format that has documents.

    The gold is checked for all faults that would change scores. It isn't checked against the annotation scheme.
    Raises UsageError for a path that no format recognises, and for timelines without documents; raises DataError,
    which lists every fault.
    """
    suite = formats.read_gold(path)
    if suite.ordered:
        raise UsageError(f"{path}: timelines without documents; they can only be scored, by bench score")
    return suite


def passes(path: Path) -> Sequence[Path]:
    """Returns the folders of the annotators' passes in a suite's folder, sorted; none if it has no passes."""
    folder = path / PASSES
    found = sorted(folder.iterdir()) if folder.is_dir() else []
    return [each for each in found if each.is_dir() and (of := formats.sniff(each)) and not of.ordered]
