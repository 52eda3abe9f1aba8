"""``bench plot``: its files, their bytes, and what it says where it can't draw."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bench.cli.root import run
from bench.errors import DataError
from bench.results import record as records
from bench.results import speed
from bench.results.speed import Speed
from bench.results.store import RECORD
from tests.branches import (
    BETTER,
    evaluate,
    git,
)
from tests.conftest import ROOT
from tests.plots.conftest import record

RESULTS = "results/articles"
NAMES = ["precision-recall-times", "precision-recall-events", "intervals", "kinds"]
DRAWN = ("annotator-a", "dateparser", "regex", "verb-lexicon")
"""Four of the committed results: an annotator, two systems that find times and one that finds events."""
drawn = pytest.mark.usefixtures("_matplotlib")


@pytest.fixture
def _matplotlib() -> None:
    pytest.importorskip("matplotlib", reason="needs the extra plots")


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Results outside of a repository."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    folder = tmp_path / "results" / "articles"
    for each in (
        record("good", {"timex.value": (30, 40, 50)}, kinds={"explicit": (1, 2, 3)}),
        record("fair", {"timex.value": (20, 40, 50)}, kinds={"explicit": (1, 2, 3)}),
    ):
        (folder / each.name).mkdir(parents=True)
        (folder / each.name / RECORD).write_text(records.text(each), encoding="utf-8")
    return folder


@drawn
@pytest.mark.usefixtures("made")
def test_files_of_both_forms(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["plot", "-o", "out"]) == 0
    captured = capsys.readouterr()
    assert captured.out.splitlines() == [
        f"out/{name}.{form}"
        for name in ("precision-recall-times", "intervals", "kinds")
        for form in ("svg", "png")
    ]
    assert sorted(str(path) for path in Path("out").iterdir()) == sorted(captured.out.splitlines())
    reasons = captured.err.splitlines()
    assert reasons[0] == "left out: precision-recall-events: no record has anything right of event.class"
    assert reasons[1] == "left out: risk-coverage: no system states how sure it is of its values"
    assert reasons[2].startswith(f"left out: history: no history of {RESULTS}: fatal: not a git repository")
    assert reasons[3].startswith("left out: speed: no speed was given")
    assert Path("out/kinds.svg").read_text(encoding="utf-8").startswith("<?xml")
    assert Path("out/kinds.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.slow
@drawn
def test_one_form_and_speed(made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    runs = {"good": Speed(4, 0, 0, 2.0, 0), "fair": Speed(4, 0, 0, 400.0, 0), "unrun": Speed(0, 4, 0, 0.0, 0)}
    Path("speed.json").write_text(speed.text(runs), encoding="utf-8")
    assert (
        run(["plot", str(made), "-o", "out", "--format", "pdf", "--format", "pdf", "--speed", "speed.json"]) == 0
    )
    assert capsys.readouterr().out.splitlines()[-1] == "out/speed.pdf"
    assert Path("out/speed.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.slow
@drawn
def test_the_same_results_give_the_same_bytes_in_another_process(tmp_path: Path) -> None:
    """The bytes don't depend on the time, the seed of hashes, the time zone or the settings of matplotlib.

    Every plot is drawn as SVG and one in all forms, of four records: more would be drawn by the same code.
    """
    (tmp_path / "settings").mkdir()
    (tmp_path / "settings" / "matplotlibrc").write_text("font.size: 20\nsavefig.dpi: 50\nsvg.fonttype: none\n")
    # no history: that of the repository, with a deep or a shallow clone, may have any number of commits
    code = (
        "import sys; from pathlib import Path; from bench.results import store;"
        "from bench.figures.suite_results import SuiteResults; from bench.plots import drawing;"
        "from bench.results.speed import Measured;"
        f"records = [each for each in store.read_all(Path({RESULTS!r})) if each.name in {DRAWN}];"
        "assert len(records) == 4; found = SuiteResults(records, no_history='-',"
        "speed=Measured('m', {'regex': 9.0, 'dateparser': 2.5}));"
        "drawing.write(found, Path(sys.argv[1]), ['svg']); drawing.FIGURES = {'kinds': drawing.kinds.draw};"
        "drawing.write(found, Path(sys.argv[1]), ['png', 'pdf'])"
    )
    for name, more in (
        ("one", {"PYTHONHASHSEED": "1", "TZ": "UTC", "SOURCE_DATE_EPOCH": "1"}),
        ("two", {"PYTHONHASHSEED": "2", "TZ": "Asia/Tokyo", "MPLCONFIGDIR": str(tmp_path / "settings")}),
    ):
        done = subprocess.run(
            [sys.executable, "-c", code, str(tmp_path / name)],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT), **more},
            check=False,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
    files = sorted((tmp_path / "one").iterdir())
    expected = [*(f"{name}.svg" for name in (*NAMES, "speed")), "kinds.pdf", "kinds.png"]
    assert [path.name for path in files] == sorted(expected)
    for path in files:
        content = path.read_bytes()
        assert content == (tmp_path / "two" / path.name).read_bytes(), path.name
        assert b"dc:date" not in content
        assert b"CreationDate" not in content
        assert b"Software" not in content


@drawn
@pytest.mark.usefixtures("repository")
def test_history_in_a_repository(capsys: pytest.CaptureFixture[str]) -> None:
    evaluate(BETTER)
    git("add", "-A")
    git("commit", "-m", "better")
    capsys.readouterr()
    assert run(["plot", "-o", "out", "--format", "svg"]) == 0
    assert "out/history.svg" in capsys.readouterr().out.splitlines()


@drawn
@pytest.mark.usefixtures("repository")
def test_records_of_another_state_are_left_out_and_named(capsys: pytest.CaptureFixture[str]) -> None:
    path = Path(RESULTS, "days", RECORD)
    other = json.loads(path.read_text(encoding="utf-8"))
    Path(RESULTS, "old").mkdir()
    other |= {"name": "old", "suite_digest": "0" * 64}
    Path(RESULTS, "old", RECORD).write_text(json.dumps(other), encoding="utf-8")
    capsys.readouterr()
    assert run(["plot", "-o", "out", "--format", "svg"]) == 0
    captured = capsys.readouterr()
    assert "not drawn: old, scored on another state of articles; evaluate it again" in captured.err.splitlines()
    # without the gold there is no telling which of the two is meant
    Path("gold").rename("elsewhere")
    assert run(["plot", "-o", "out"]) == 2
    assert "can't stand in one table" in capsys.readouterr().err
    assert run(["plot", "-o", "out", "--format", "svg", "--gold", "elsewhere/articles"]) == 0


@pytest.mark.usefixtures("made")
def test_without_matplotlib_it_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    assert run(["plot"]) == 2
    assert capsys.readouterr().err == (
        "error: plots are drawn with matplotlib; run: python -m pip install 'timeline-bench[plots]'\n"
    )
    assert not Path("plots").exists()


@drawn
def test_no_results(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["plot"]) == 2
    assert "results/articles: there is no such folder" in capsys.readouterr().err
    Path(RESULTS).mkdir(parents=True)
    assert run(["plot"]) == 2
    assert (
        "no record (record.json) of any system here; bench evaluate --output writes them"
        in capsys.readouterr().err
    )


@drawn
@pytest.mark.usefixtures("made")
def test_a_folder_that_cannot_be_written_to(capsys: pytest.CaptureFixture[str]) -> None:
    Path("plots").write_text("a file", encoding="utf-8")
    assert run(["plot"]) == 2
    assert "plots" in capsys.readouterr().err


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        '{"systems": {}}',
        '{"machine": {"system": "a", "python": "b"}, "systems": {"x": {"documents_per_second": "fast"}}}',
        '{"machine": {"system": "a", "python": "b"}, "systems": {"x": {"documents_per_second": 0}}}',
    ],
)
def test_what_is_no_speed_record(tmp_path: Path, content: str) -> None:
    (tmp_path / "speed.json").write_text(content, encoding="utf-8")
    with pytest.raises(DataError, match="not a speed record; name a file that bench evaluate --speed wrote"):
        speed.read(tmp_path / "speed.json")


def test_a_verb_that_draws_nothing_imports_no_matplotlib() -> None:
    code = "import sys, bench.cli.plot; assert 'matplotlib' not in sys.modules"
    assert (
        subprocess.run(
            [sys.executable, "-c", code], check=False, env={**os.environ, "PYTHONPATH": str(ROOT)}
        ).returncode
        == 0
    )
