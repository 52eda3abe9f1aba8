"""A full disk or a folder that can't be written: one clear error, and what was there before stays whole."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bench.cli.root import run
from tests.dozen import FOUND, HEAD, write_dozen

LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), int(sys.argv[1])))
del sys.argv[1]
from bench.cli.root import main
main()
"""


def limited(size: int, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run bench where no file can grow beyond a size, as on a full disk: a write is cut short, the next fails."""
    return subprocess.run(
        # without -B, Python would leave modules of bench half compiled in their folders
        [sys.executable, "-B", "-c", LIMITED, str(size), *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def finder(folder: Path, found: str = FOUND) -> Path:
    path = folder / "finder.py"
    body = f"\n@system(layers=['timexes'])\ndef finder(document):\n    return [{found}]\n"
    path.write_text(HEAD + body, encoding="utf-8")
    return path


def test_a_full_disk_under_the_journal_is_one_clear_error_and_costs_what_was_not_finished(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    common = ["evaluate", str(finder(tmp_path)), "--gold", str(write_dozen(tmp_path / "dozen"))]
    common += ["--cache", str(tmp_path / "cache")]
    done = limited(1500, *common)
    (path,) = (tmp_path / "cache" / "documents").iterdir()
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith(f"error: {path} can't be written: ")
    assert done.stderr.count("\n") == 1
    whole = path.read_bytes().count(b"\n")
    assert 5 < whole < 12
    assert run(common) == 0
    assert f"{12 - whole} documents done, {whole} had been before" in capsys.readouterr().err


def content(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    "size", [100, *(pytest.param(size, marks=pytest.mark.slow) for size in (700, 1100, 2500))]
)
def test_a_full_disk_under_the_results_leaves_the_earlier_ones_whole(tmp_path: Path, size: int) -> None:
    common = ["--gold", str(write_dozen(tmp_path / "dozen")), "--no-cache", "--output", str(tmp_path / "results")]
    assert run(["evaluate", str(finder(tmp_path)), *common]) == 0
    before = content(tmp_path / "results")
    sizes = {name: len(data) for name, data in before.items()}
    assert max(sizes.values()) > 2500  # the record; the others are smaller, so that some are taken and some not
    done = limited(size, "evaluate", finder(tmp_path, "Timex(0, 4)"), *common)
    assert done.returncode == 2
    error = done.stderr.splitlines()[-1]
    assert error.startswith(f"error: {tmp_path}/results/")
    assert "can't be written: File too large; make room" in error
    assert "finder" in done.stdout  # what was run is shown all the same
    assert content(tmp_path / "results") == before
    assert run(["evaluate", str(finder(tmp_path, "Timex(0, 4)")), *common]) == 0
    assert content(tmp_path / "results") != before


@pytest.mark.parametrize("option", ["--cache", "--output", "--speed"])
@pytest.mark.parametrize("place", ["file/below", "/proc/none"])
def test_a_folder_that_cannot_be_written_is_one_clear_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], option: str, place: str
) -> None:
    (tmp_path / "file").write_text("a file")
    suite = write_dozen(tmp_path / "dozen")
    where = str(tmp_path / place)  # an absolute place stays what it is
    if place.startswith("/proc") and not Path("/proc").is_dir():
        pytest.skip("there is no /proc here")
    assert run(["evaluate", str(finder(tmp_path)), "--gold", str(suite), option, where]) == 2
    (error,) = [line for line in capsys.readouterr().err.splitlines() if line.startswith("error: ")]
    assert where in error
    assert "can't be written: " in error
