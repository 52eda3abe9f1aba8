"""The command as people meet it: on a terminal, in a pipe that closes, and where output can't be written."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import re
import select
import shutil
import signal
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

from bench.cli.root import VERBS
from bench.escapes import encodable, in_json, visible, visible_message
from bench.render.grid import csv_text
from tests.conftest import ROOT
from tests.dozen import BENCH

REGEX, OTHER = "results/articles/regex", "results/articles/dateparser"
SLOW = """
    import time

    @system(layers=["timexes"])
    def slow(document):
        time.sleep(0 if document.id == "d1" else 60)
        return []
    """


def on_terminal(
    arguments: list[str], *, columns: int = 80, until: str = "", folder: Path = ROOT, **environment: str
) -> tuple[int, str]:
    """Run bench with a pseudo-terminal as its streams; send it Ctrl-C once ``until`` is seen there."""
    parent, child = pty.openpty()
    fcntl.ioctl(child, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    kept = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES", "NO_COLOR")}
    process = subprocess.Popen(
        ["env", "--default-signal=INT", *BENCH, *arguments],  # a shell's background jobs ignore it
        stdin=child, stdout=child, stderr=child, start_new_session=True, cwd=folder,
        env={**kept, "TERM": "xterm", **environment},
    )  # fmt: skip
    os.close(child)
    seen = b""
    end = time.monotonic() + 120
    while time.monotonic() < end:
        if select.select([parent], [], [], 1)[0]:
            try:
                seen += os.read(parent, 65536)
            except OSError:  # the last that had it open has ended
                break
        if until and until.encode() in seen:
            process.send_signal(signal.SIGINT)
            until = ""
    code = process.wait(timeout=30)
    os.close(parent)
    return code, seen.decode().replace("\r\n", "\n")


def slow(*values: str) -> list[ParameterSet]:
    """The values as parameters of the slow tier."""
    return [pytest.param(value, marks=pytest.mark.slow) for value in values]


def kept_corpus(folder: Path) -> Path:
    """A folder of corpora with one that bench doesn't download."""
    (folder / "corpora" / "krauts").mkdir(parents=True, exist_ok=True)
    (folder / "corpora" / "krauts" / "a.tml").write_text("<TimeML><TEXT>Heute</TEXT></TimeML>", encoding="utf-8")
    return folder / "corpora"


def arguments_of(verb: str, folder: Path) -> list[str]:
    """The arguments of a call of each verb that is quick and right."""
    system = str(ROOT / "systems" / "regex.py")
    return {
        "evaluate": ["evaluate", "regex", "-o", str(folder / "results")],
        "run": ["run", "regex", "gold/articles", "-o", str(folder / "run")],
        "score": ["score", REGEX, "gold/articles"],
        "compare": ["compare", REGEX, REGEX],
        "history": ["history", "regex"],
        "report": ["report", "-o", str(folder / "report")],
        "plot": ["plot", "-o", str(folder / "plots")],
        "audit": ["audit", "results/articles", "--gold", "gold/articles"],
        "published": ["published", "results/tempeval3-platinum"],
        "show": ["show", "regex", "china-russia-views"],
        "timeline": ["timeline", "gold/articles", "--system", "plain-timeline"],
        "check": ["check", system],
        "list": ["list"],
        "bisect": ["bisect", "--help"],  # it needs commits: tests/guard/test_bisection.py runs it
        "init": ["init", "--yes"],
        "fetch": ["fetch", "krauts", "--corpora", str(kept_corpus(folder))],
        "new": ["new", "quick", "--systems-folder", str(folder / "s"), "--tests-folder", str(folder / "t")],
        "validate": ["validate", "gold/articles"],
        "invariance": ["invariance", "regex"],
        "annotate": ["annotate", "--marks", "gold/phenomena", "ago-and-in-01"],
        "agree": ["agree", "gold/articles/passes/a", "gold/articles/passes/b"],
        "convert": ["convert", "gold/articles", str(folder / "converted")],
        "adjudicate": [
            "adjudicate", *["gold/messages/passes/a"] * 2, str(folder / "gold"), "--gold", "gold/messages",
        ],
    }[verb]  # fmt: skip


@pytest.mark.parametrize(
    "verb", [each if each == "run" else pytest.param(each, marks=pytest.mark.slow) for each in VERBS]
)
@pytest.mark.parametrize(
    ("columns", "environment"),
    [(80, {}), pytest.param(120, {"TERM": "dumb", "NO_COLOR": "1"}, marks=pytest.mark.slow)],
)
def test_a1_every_verb_works_on_a_terminal(
    tmp_path: Path, verb: str, columns: int, environment: dict[str, str]
) -> None:
    folder = tmp_path if verb == "init" else ROOT  # init writes where it is called
    code, seen = on_terminal(arguments_of(verb, tmp_path), columns=columns, folder=folder, **environment)
    assert code == 0, seen
    assert "Traceback" not in seen
    if environment:
        assert "\x1b" not in seen
        assert max(map(len, seen.split("\n"))) <= columns or verb in (
            *("new", "report", "plot", "run", "audit"),
            *("evaluate", "fetch"),
        )


def test_a_run_on_a_terminal_says_what_it_waits_for_and_ends_clean_when_interrupted(
    tmp_path: Path, system_file: object
) -> None:
    system = str(system_file("slow", SLOW))  # type: ignore[operator]
    corpus = tmp_path / "c.jsonl"
    rows = [{"id": f"d{number}", "text": "On Monday.", "dct": "2021-05-04"} for number in (1, 2)]
    corpus.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    out = tmp_path / "out"
    command = ["run", system, str(corpus), "-o", str(out), "--jobs", "1", "--timeout", "90"]
    code, seen = on_terminal(command, columns=120, until="after d1")
    assert code == 130
    assert "on the first document" in seen
    assert "/?" not in seen  # nobody knows how many documents a corpus has
    assert seen.rstrip().endswith("interrupted")
    assert (out / "documents.jsonl").read_text(encoding="utf-8").count('"done"') == 1


def shell(line: str) -> subprocess.CompletedProcess[str]:
    """Run a line of bash in which ``bench`` is a function, failing where any part of a pipe fails."""
    bench = f"bench() {{ {sys.executable} -c 'from bench.cli.root import main; main()' \"$@\"; }}"
    command = ["bash", "-o", "pipefail", "-c", f"{bench}\n{line}"]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)


@pytest.mark.parametrize(
    "end", ["2>&1 | true", *slow("> /dev/null", "| true", "2>&- > /dev/null", "2> /dev/full > /dev/null")]
)
def test_r8_a_closed_pipe_keeps_the_verdict(end: str) -> None:
    assert shell(f"bench compare {OTHER} {REGEX} {end}").returncode == 1


@pytest.mark.slow
@pytest.mark.parametrize("unbuffered", ["", *slow("1")])
@pytest.mark.parametrize("end", ["> /dev/full", *slow("| true", ">&-")])
def test_a3_r9_results_are_written_whatever_reads_the_table(tmp_path: Path, end: str, unbuffered: str) -> None:
    done = shell(f"PYTHONUNBUFFERED={unbuffered} bench evaluate regex -o {tmp_path} {end}")
    assert done.returncode == (0 if end == "| true" else 2)
    assert ("error: standard output can't be written" in done.stderr) == (end != "| true")
    assert (tmp_path / "articles" / "regex" / "record.json").exists()
    assert (tmp_path / "articles" / "README.md").exists()


@pytest.mark.parametrize("encoding", ["ascii", *slow("latin-1")])
def test_r9_an_encoding_without_the_signs_gets_others(encoding: str) -> None:
    done = shell(f"PYTHONIOENCODING={encoding} bench score {REGEX} gold/articles")
    assert done.returncode == 0, done.stderr
    assert re.search(r"timex\.strict +\|", done.stdout)
    assert "?" not in done.stdout


@pytest.mark.slow
def test_r9_a_locale_that_is_not_utf_8(tmp_path: Path) -> None:
    if shutil.which("localedef") is None:
        pytest.skip("needs localedef")
    made = ["localedef", "-f", "ISO-8859-1", "-i", "de_DE", str(tmp_path / "de_DE.ISO-8859-1")]
    if subprocess.run(made, capture_output=True, check=False).returncode > 1:
        pytest.skip("needs the sources of the locale de_DE")
    (tmp_path / "gold").mkdir()
    text = "Es war am Monday 🌊 – 文."
    document = json.dumps({"id": "naïve–文", "text": text, "dct": "2020-01-07"}, ensure_ascii=False)
    (tmp_path / "gold" / "documents.jsonl").write_text(f"{document}\n", encoding="utf-8")
    timex = {"doc": "naïve–文", "start": 10, "end": 16}
    (tmp_path / "gold" / "timexes.jsonl").write_text(f"{json.dumps(timex)}\n", encoding="utf-8")
    gold, out = tmp_path / "gold", tmp_path / "out"
    for line in (
        f"bench evaluate regex --gold {gold} -o {out}",
        f"bench compare {out} {out} --gold {gold}",
        f"bench report {out}/gold --gold {gold} -o {tmp_path}/report.html",
        f"bench validate {gold}",
    ):
        command = f"export LOCPATH={tmp_path} LC_ALL=de_DE.ISO-8859-1; {line}"
        bench = f"bench() {{ {sys.executable} -c 'from bench.cli.root import main; main()' \"$@\"; }}"
        done = subprocess.run(["bash", "-c", f"{bench}\n{command}"], cwd=ROOT, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr
        assert b"\xe2\x80" not in done.stdout  # nothing in UTF-8
    written = (out / "gold" / "regex" / "documents.jsonl").read_text(encoding="utf-8")
    assert json.loads(written)["id"] == "naïve–文"


@pytest.mark.slow
def test_r15_a_warning_of_a_dependency_is_no_fault() -> None:
    assert shell(f"PYTHONWARNINGS=error bench score {REGEX} gold/articles").returncode == 0


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("\x1b[2J", "\\x1b[2J"),
        ("\x9b2J", "\\x9b2J"),
        ("a\u202eb", "a\\u202eb"),
        ("a\r\nb\tc", "a\nb\tc"),
        ("x ::set-output name=a::b", "x \\x3a:set-output name=a::b"),
        ("##[add-path]x", "\\x23#[add-path]x"),
        ("tests/a.py::test_b", "tests/a.py::test_b"),
    ],
)
def test_l3_control_characters_are_visible(raw: str, shown: str) -> None:
    assert visible(raw) == shown


def test_l4_no_line_of_a_message_begins_with_what_a_text_says() -> None:
    assert visible_message("failed: x\n::stop\r\u2028y") == "failed: x\n  | ::stop\n  | \n  | y".replace(
        "\n  | \n", "\n  | \n"
    )


def test_json_means_the_same_in_every_encoding() -> None:
    text = json.dumps({"words": "é – 🌊 \x9b \x1b \u202e\n"}, ensure_ascii=False)
    for encoding in ("ascii", "latin-1", "utf-8"):
        written = in_json(text, encoding)
        assert encodable(written, encoding) == written
        assert json.loads(written) == json.loads(text)
        assert "\x9b" not in written


def test_l5_a_text_in_csv_is_no_formula_and_a_number_stays_one() -> None:
    rows = [("=1+1", "+cmd", "-2.5", "@x", "-", 1.5, None)]
    assert csv_text(tuple("abcdefg"), rows).splitlines()[1] == "'=1+1,'+cmd,-2.5,'@x,-,1.5,"


def test_l3_no_verb_hands_a_name_raw_to_a_terminal(tmp_path: Path, system_file: object) -> None:
    system = str(system_file("slow", SLOW))  # type: ignore[operator]
    corpus = tmp_path / "c.jsonl"
    row = {"id": "d\x1b]0;x\x07\n::set-env name=a::b", "text": 3}
    corpus.write_text(json.dumps(row) + "\n", encoding="utf-8")
    done = shell(f"bench run {system} {corpus} -o {tmp_path / 'out'}")
    assert done.returncode != 0
    assert "\x1b" not in done.stdout + done.stderr
    assert not any(line.lstrip().startswith("::") for line in (done.stdout + done.stderr).splitlines())
