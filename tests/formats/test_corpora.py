"""The corpora and the official scorers' files, where they are: each is read, or refused by its format's name."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench import formats
from bench.cli.root import run
from tests.conftest import SHARED

pytestmark = pytest.mark.slow

REFUSED = {
    "in": "SGML",
}
"""The folders in formats that bench doesn't read, by their names."""


def folders() -> list[Path]:
    """The folders that hold files."""
    found = (each for place in ("corpora", "reference") for each in (SHARED / place).rglob("*"))
    return sorted({each.parent for each in found if each.is_file()})


@pytest.mark.parametrize("folder", folders() or [None], ids=lambda each: each and each.name)
def test_each_folder_is_read_or_refused_by_name(folder: Path | None, capsys: pytest.CaptureFixture[str]) -> None:
    """Gold against itself has each annotation right, or a line says what can't be."""
    if folder is None:
        pytest.skip("needs ../shared/corpora and ../shared/reference, which are not part of the project")
    code = run(["score", str(folder), str(folder), "--format", "json"])
    said = capsys.readouterr()
    if folder.name in REFUSED or formats.sniff(folder) is None:
        assert code in (2, 4)
        assert REFUSED.get(folder.name, "bench reads" if code == 4 else "error") in said.err
        assert len(said.err.splitlines()) <= 2
        return
    assert code == 0, said.err
    measures = json.loads(said.out)["measures"]
    assert measures or "nothing is scored" in said.err
    short = [name for name, score in measures.items() if score["gold"] and score["f1"] != 1]
    assert not short or said.err, short
    if not any(score["gold"] for score in measures.values()):
        assert "nothing is annotated" in said.err
