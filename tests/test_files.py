"""Files are written whole or not at all, and nobody else's file is touched on the way."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench import files


def test_a_file_of_the_user_with_the_name_of_the_part_stays(tmp_path: Path) -> None:
    (tmp_path / ".table.md.part").write_text("mine")
    files.write_text(tmp_path / "table.md", "new")
    found = {path.name: path.read_text() for path in tmp_path.iterdir()}
    assert found == {".table.md.part": "mine", "table.md": "new"}


def test_nothing_is_left_where_a_file_cant_be_written(tmp_path: Path) -> None:
    (tmp_path / "table.md").mkdir()
    with pytest.raises(OSError, match="directory"):
        files.write_text(tmp_path / "table.md", "new")
    assert [path.name for path in tmp_path.iterdir()] == ["table.md"]
