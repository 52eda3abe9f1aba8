"""``bench run`` from outside: real systems over small corpora, killed, resumed, refused."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from bench.cli.root import run
from tests.conftest import ROOT

SystemFile = Callable[[str, str], Path]

FINDER = """
    import re, time

    @system(layers=["timexes", "events"])
    def finder(document):
        number = int(document.id[1:])
        time.sleep({pause})
        if number % 10 == 7:
            raise ValueError("seven")
        for found in re.finditer("Monday", document.text):
            yield Timex(found.start(), found.end(), "DATE", document.dct.isoformat())
        if number % 3:
            yield Event(0, 2, "OCCURRENCE")
    """


def finder(system_file: SystemFile, pause: float = 0) -> str:
    return str(system_file("finder", FINDER.format(pause=pause)))


@pytest.fixture
def corpus(tmp_path: Path) -> str:
    rows = [
        {"id": f"d{number}", "text": "On Monday. " * (number % 4), "dct": "2021-05-04"} for number in range(1, 36)
    ]
    rows = [{**row, "text": f"No. {row['text']}"} for row in rows]
    path = tmp_path / "news.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return str(path)


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_predictions_of_a_suite_score_as_evaluate_scores_them(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    out = str(tmp_path / "out")
    assert run(["run", "regex", "gold/articles", "-o", out]) == 0
    captured = capsys.readouterr()
    assert captured.out == f"{out}: 4 documents, 0 failed\n"
    assert captured.err.startswith("regex: 4 documents done")
    assert run(["score", out, "gold/articles", "--format", "json"]) == 0
    record = json.loads(Path("results/articles/regex/record.json").read_text(encoding="utf-8"))
    # a run isn't asked for given spans
    measured = {name: found for name, found in record["measures"].items() if not name.endswith(".given")}
    assert json.loads(capsys.readouterr().out)["measures"] == measured


def test_any_number_of_jobs_gives_the_same_bytes_and_failures_the_exit_code(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, system_file: SystemFile, corpus: str
) -> None:
    system = finder(system_file)
    for jobs in ("1", "4"):
        assert run(["run", system, corpus, "-o", str(tmp_path / jobs), "--jobs", jobs]) == 3
        captured = capsys.readouterr()
        assert "failed: d7: ValueError: seven (finder.py:" in captured.err
        assert "35 asked, 32 done, 3 failed" in captured.err
        assert "3 failed" in captured.err
    assert content(tmp_path / "1") == content(tmp_path / "4")
    lines = (tmp_path / "1" / "documents.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["id"] for line in lines] == [f"d{number}" for number in range(1, 36)]
    assert run(["run", system, corpus, "-o", str(tmp_path / "1"), "--resume"]) == 3  # those that failed before
    captured = capsys.readouterr()
    assert "35 documents had been finished before" in captured.err
    assert captured.out.endswith(": 35 documents, 3 failed\n")
    assert run(["run", system, corpus, "-o", str(tmp_path / "1"), "--resume", "--allow-failures", "3"]) == 0


@pytest.mark.slow
def test_killed_at_any_moment_it_goes_on_to_the_same_bytes(
    tmp_path: Path, system_file: SystemFile, corpus: str
) -> None:
    system, moment = finder(system_file, pause=0.02), random.Random(5)
    run(["run", system, corpus, "-o", str(tmp_path / "whole")])
    program = [sys.executable, "-c", "from bench.cli.root import main; main()"]
    command = [*program, "run", system, corpus, "-o", str(tmp_path / "out"), "--resume"]
    scratch = tmp_path / "scratch"  # what a killed run can't remove
    scratch.mkdir()
    kills = 0
    for _ in range(5):
        running = subprocess.Popen(
            command, cwd=ROOT, stderr=subprocess.DEVNULL, env={**os.environ, "TMPDIR": str(scratch)}
        )
        seen = size(tmp_path / "out")
        while size(tmp_path / "out") == seen and running.poll() is None:
            time.sleep(0.01)
        time.sleep(moment.uniform(0, 0.1))
        running.send_signal(signal.SIGKILL)
        kills += running.wait() == -signal.SIGKILL
    assert kills > 1
    assert run(["run", system, corpus, "-o", str(tmp_path / "out"), "--resume"]) == 3
    assert content(tmp_path / "out") == content(tmp_path / "whole")


def size(folder: Path) -> int:
    path = folder / "documents.jsonl"
    return path.stat().st_size if path.exists() else 0


LEARNER = """
    @system(layers=["timexes"])
    class learner:
        def fit(self, training):
            self.words = sorted({timex.text for document in training for timex in document.timexes})

        def extract(self, document):
            for word in self.words:
                at = document.text.find(word)
                if at >= 0:
                    yield Timex(at, at + len(word))
    """


def test_a_learner_is_fitted_on_the_suite_it_is_given(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, suite_folder: Path, system_file: SystemFile, corpus: str
) -> None:
    system = str(system_file("learner", LEARNER))
    assert run(["run", system, corpus, "-o", str(tmp_path / "none")]) == 2
    assert "learner learns; give the gold to fit it on by --train" in capsys.readouterr().err
    out = ["-o", str(tmp_path / "out"), "--train", str(suite_folder)]
    assert run(["run", system, corpus, *out]) == 0
    first = (tmp_path / "out" / "timexes.jsonl").read_text(encoding="utf-8").splitlines()[0]
    assert json.loads(first)["text"] == "Monday"  # as in the gold
    assert "learned from" not in capsys.readouterr().err
    assert run(["run", system, str(suite_folder), "-o", str(tmp_path / "o"), "--train", str(suite_folder)]) == 0
    assert "2 documents of" in capsys.readouterr().err
    assert run(["run", finder(system_file), corpus, "-o", str(tmp_path / "x"), "--train", str(suite_folder)]) == 2
    assert "finder doesn't learn; leave --train out" in capsys.readouterr().err


def test_a_bad_row_stops_the_run_and_once_it_is_mended_the_run_goes_on(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, system_file: SystemFile, corpus: str
) -> None:
    system, out = finder(system_file), ["-o", str(tmp_path / "out")]
    good = Path(corpus).read_text(encoding="utf-8")
    Path(corpus).write_text(good.replace('"d20"', "null"), encoding="utf-8")
    assert run(["run", system, corpus, *out]) == 4
    captured = capsys.readouterr()
    assert "news.jsonl:20: 'id' is null; mend the row, or name another field by --id-field\n" in captured.err
    Path(corpus).write_text(good, encoding="utf-8")
    assert run(["run", system, corpus, *out]) == 2
    assert "has something in it; go on with it by --resume" in capsys.readouterr().err
    assert run(["run", system, corpus, *out, "--resume"]) == 3
    run(["run", system, corpus, "-o", str(tmp_path / "whole")])
    assert content(tmp_path / "out") == content(tmp_path / "whole")


def test_progress_is_a_line_each_so_many_documents(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    system_file: SystemFile,
    corpus: str,
) -> None:
    monkeypatch.setattr("bench.cli.progress.EACH", 10)
    run(["run", finder(system_file), corpus, "-o", str(tmp_path / "out")])
    lines = [line for line in capsys.readouterr().err.splitlines() if line.endswith(" documents")]
    assert lines == [f"finder: {count} documents" for count in (10, 20, 30)]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["regx", "gold/articles"], "did you mean regex?"),
        (["regex", "nowhere.jsonl"], "nowhere.jsonl: there is no such file or folder"),
        (["regex", "gold/articles", "--train", "nowhere"], "nowhere: there is no such folder"),
        (["regex", "gold/articles", "--dct", "Monday"], "'Monday'"),
        (["regex", "gold/articles", "--executor", "ray://x"], "give a Dask scheduler as dask://HOST:PORT"),
    ],
)
def test_wrong_usage_is_one_clear_line_and_is_no_obstacle_later(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    arguments: list[str],
    says: str,
) -> None:
    monkeypatch.chdir(ROOT)
    out = ["-o", str(tmp_path / "out")]
    assert run(["run", *arguments, *out]) == 2
    captured = capsys.readouterr()
    assert says in captured.err
    assert "Traceback" not in captured.err
    assert run(["run", "regex", "gold/articles", *out]) == 0


def test_r11_a_file_that_no_run_wrote_is_left_alone(
    tmp_path: Path, system_file: SystemFile, corpus: str, capsys: pytest.CaptureFixture[str]
) -> None:
    mine = '{"doc": "mine", "start": 1, "end": 5, "note": "by hand"}\n'
    for name, text in [
        ("timexes.jsonl", mine),
        ("timexes.jsonl", ""),
        ("documents.jsonl", '{"id": "d1", "status": "done"}\n'),
        ("run.json", '{"mine": true}'),
        ("run.json", "[]"),
        ("run.json", ""),
        ("notes.txt", "x"),
    ]:
        out = tmp_path / "out"
        out.mkdir()
        (out / name).write_text(text)
        for more in ([], ["--resume"]):
            assert run(["run", finder(system_file), corpus, "-o", str(out), *more]) == 2
            assert "give another folder" in capsys.readouterr().err
        assert {path.name: path.read_text() for path in out.iterdir()} == {name: text}
        shutil.rmtree(out)


def test_r11_annotations_of_another_document_are_not_cut_off(
    tmp_path: Path, system_file: SystemFile, corpus: str, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["run", finder(system_file), corpus, "-o", str(tmp_path / "out")]
    assert run(command) == 3
    timexes = tmp_path / "out" / "timexes.jsonl"
    whole = content(tmp_path / "out")
    with timexes.open("a") as file:
        file.write('{"doc": "mine", "start": 1, "end": 5}\n')
    edited = timexes.read_bytes()
    Path(corpus).write_text(Path(corpus).read_text() + '{"id": "d36", "text": "No.", "dct": "2021-05-04"}\n')
    assert run([*command, "--resume"]) == 4
    assert "annotations of 'mine' stand where 'd36' is to be written" in capsys.readouterr().err
    assert timexes.read_bytes() == edited
    timexes.write_bytes(whole["timexes.jsonl"])
    assert run([*command, "--resume"]) == 3


@pytest.mark.parametrize("keep", [0, 0.5, 0.97])
def test_r17_annotations_that_the_disk_lost_are_noticed_and_made_again(
    tmp_path: Path, system_file: SystemFile, corpus: str, keep: float, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["run", finder(system_file), corpus, "-o", str(tmp_path / "out")]
    assert run(command) == 3
    whole = content(tmp_path / "out")
    timexes = tmp_path / "out" / "timexes.jsonl"
    os.truncate(timexes, int(keep * timexes.stat().st_size))
    capsys.readouterr()
    assert run([*command, "--resume"]) == 3
    assert "run again, because their annotations were lost: " in capsys.readouterr().err
    assert content(tmp_path / "out") == whole


def test_r17_an_annotation_that_was_taken_out_is_noticed(
    tmp_path: Path, system_file: SystemFile, corpus: str, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["run", finder(system_file), corpus, "-o", str(tmp_path / "out")]
    assert run(command) == 3
    timexes = tmp_path / "out" / "timexes.jsonl"
    timexes.write_text("".join(timexes.read_text().splitlines(keepends=True)[1:]))
    assert run([*command, "--resume"]) == 4
    assert (
        "documents.jsonl:1: 2 annotations of 'd1' are due, not 1; the folder was changed"
        in capsys.readouterr().err
    )


def test_r15_bytes_in_another_encoding_are_a_fault_on_their_line(
    tmp_path: Path, system_file: SystemFile, corpus: str, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["run", finder(system_file), corpus, "-o", str(tmp_path / "out")]
    assert run(command) == 3
    for name in ("documents.jsonl", "timexes.jsonl"):
        path = tmp_path / "out" / name
        whole = path.read_bytes()
        path.write_bytes(whole.replace(b'"d2"', b'"d\xff"'))
        assert run([*command, "--resume"]) == 4
        assert f"{name}:" in capsys.readouterr().err
        path.write_bytes(whole)


def test_articles_are_run_and_those_that_cannot_be_read_are_named(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, system_file: SystemFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("d1.txt").write_text("May 4, 2021\n\nOn Monday.", encoding="utf-8")
    Path("d2.txt").write_bytes(b"\xff")
    arguments = ["run", finder(system_file), "d1.txt", "d2.txt"]
    assert run([*arguments, "-o", "out"]) == 3
    captured = capsys.readouterr()
    assert captured.out == "out: 1 document, 0 failed, 1 left out\n"
    first, second, *_ = captured.err.splitlines()
    assert first == "dct 2021-05-04: d1: 'May 4, 2021' on a line of its own at the top"
    assert second.startswith("left out: d2.txt: it isn't UTF-8 at byte 0")
    (line,) = map(json.loads, Path("out/documents.jsonl").read_text(encoding="utf-8").splitlines())
    assert {name: line[name] for name in ("id", "source", "dct", "dct_basis", "text")} == {
        "id": "d1",
        "source": "d1.txt",
        "dct": "2021-05-04",
        "dct_basis": "stated",
        "text": "May 4, 2021\n\nOn Monday.",
    }
    assert run([*arguments, "-o", "other", "--allow-failures", "1"]) == 0
    capsys.readouterr()
    assert run(["run", finder(system_file), "d2.txt", "-o", "none", "--dct", "2021-05-04"]) == 4
    assert "d2.txt: it isn't UTF-8 at byte 0" in capsys.readouterr().err


def test_the_days_of_many_articles_are_told_up_to_a_number(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, system_file: SystemFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bench.cli.articles.MOST", 2)
    (tmp_path / "all").mkdir()
    for number in (1, 2, 3, 4):
        (tmp_path / "all" / f"d{number}.txt").write_text("May 4, 2021\n\nOn Monday.", encoding="utf-8")
    assert run(["run", finder(system_file), str(tmp_path / "all"), "-o", str(tmp_path / "out")]) == 0
    lines = [line for line in capsys.readouterr().err.splitlines() if line.startswith("dct")]
    assert lines[2:] == ["dct: 2 more articles; each day and its reason is in documents.jsonl"]
