"""A file that a system used counts as unchanged when another name is given to it, and only then."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from bench.harness.file_digests import FileDigests
from bench.sdk.provenance import signature


@pytest.fixture
def module(tmp_path: Path) -> Path:
    path = tmp_path / "module.py"
    path.write_text("A = 1\n")
    os.utime(path, ns=(0, 10**18))
    return path


def rewritten(path: Path, text: str = "A = 2\n") -> None:
    path.write_text(text)
    os.utime(path, ns=(0, 10**18))


def used(path: Path, change: object, tmp_path: Path) -> str | None:
    at_use = signature(str(path))
    assert callable(change)
    change()
    return FileDigests(tmp_path / "cache").used(str(path), at_use)


def test_a_link_made_meanwhile_changes_nothing(module: Path, tmp_path: Path) -> None:
    """An installer links a package's files into each environment; this changes the time of their status."""
    linked = tmp_path / "other.py"
    expected = hashlib.sha256(b"A = 1\n").hexdigest()
    assert used(module, lambda: linked.hardlink_to(module), tmp_path) == expected
    assert used(module, linked.unlink, tmp_path) == expected


def test_a_content_of_the_same_size_and_time_is_another(module: Path, tmp_path: Path) -> None:
    assert used(module, lambda: rewritten(module), tmp_path) is None
    (tmp_path / "other.py").hardlink_to(module)
    assert used(module, lambda: rewritten(module, "A = 3\n"), tmp_path) is None


def test_a_file_that_is_replaced_or_gone_is_another(module: Path, tmp_path: Path) -> None:
    (tmp_path / "new.py").write_text("A = 1\n")
    os.utime(tmp_path / "new.py", ns=(0, 10**18))
    assert used(module, lambda: (tmp_path / "new.py").replace(module), tmp_path) is None
    assert used(module, module.unlink, tmp_path) is None
