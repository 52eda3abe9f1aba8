"""``bench check`` from outside: what it prints, and with which exit code."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from bench.cli.root import run

SystemFile = Callable[[str, str], Path]

FINDER = """
    import datetime

    @system(layers=["timexes"])
    def {name}(document):
        at = document.text.find("Monday")
        return [Timex(at, at + 6, "DATE", {value})] if at >= 0 else []
    """
SOUND, LEAKY = "document.dct.isoformat()", "str(datetime.date.today().year)"


@pytest.fixture(autouse=True)
def _wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "120")


def finder(system_file: SystemFile, value: str, name: str) -> str:
    return str(system_file(name, FINDER.format(name=name, value=value)))


def test_a_sound_system_exits_with_0(capsys: pytest.CaptureFixture[str], system_file: SystemFile) -> None:
    path = finder(system_file, SOUND, "sound")
    assert run(["check", path]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("sound (")
    assert lines[1].split() == ["check", "verdict", "what", "was", "seen"]
    assert lines[3].split() == ["plain", "text", "ok", "1", "timex", "found"]
    assert lines[-1] == "19 ok"


def test_a_failed_check_exits_with_1_and_says_where_to_look(
    capsys: pytest.CaptureFixture[str], system_file: SystemFile
) -> None:
    sound, leaky = finder(system_file, SOUND, "sound"), finder(system_file, LEAKY, "leaky")
    assert run(["check", sound, leaky]) == 1
    out = capsys.readouterr().out
    assert "but DATE 2001 when the clock shows 2001-02-03" in out
    assert "→ leaky.py:9: where the present is asked for" in out
    assert out.splitlines()[-1] == "18 ok, 1 failed"


def test_a_warning_exits_with_0(capsys: pytest.CaptureFixture[str], system_file: SystemFile) -> None:
    assert run(["check", finder(system_file, "'soon'", "vague"), "--format", "markdown"]) == 0
    out = capsys.readouterr().out
    assert "| values | **warning** | value 'soon' of 'Monday': no TIMEX3 value → docs/annotation-scheme.md" in out


def test_json_and_csv_have_every_finding(capsys: pytest.CaptureFixture[str], system_file: SystemFile) -> None:
    path = finder(system_file, LEAKY, "leaky")
    assert run(["check", path, "--format", "json"]) == 1
    system = json.loads(capsys.readouterr().out)["systems"]["leaky"]
    assert system["path"] == path
    (failed,) = [finding for finding in system["findings"] if finding["verdict"] == "failed"]
    assert set(failed) == {"check", "verdict", "message", "look"}
    assert failed["check"] == "clock"
    assert run(["check", path, "--format", "csv"]) == 1
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [row["check"] for row in rows] == [finding["check"] for finding in system["findings"]]
    assert {row["system"] for row in rows} == {"leaky"}


def test_the_time_limit_is_one_that_a_text_must_keep(
    capsys: pytest.CaptureFixture[str], system_file: SystemFile
) -> None:
    path = system_file("slow", '@system(layers=["timexes"])\ndef slow(document):\n    while True:\n        pass\n')
    assert run(["check", str(path), "--timeout", "0.3"]) == 1
    assert "in slow; so nothing else was tried" in capsys.readouterr().out


def test_a_system_that_is_not_ready_is_told_of_and_the_others_are_checked(
    capsys: pytest.CaptureFixture[str], system_file: SystemFile
) -> None:
    needy = Path(finder(system_file, SOUND, "needy"))
    block = "# /// script\n# dependencies = []\n# [tool.bench]\n# environment = ['NO_SUCH_KEY']\n# ///\n"
    needy.write_text(block + needy.read_text(encoding="utf-8"), encoding="utf-8")
    assert run(["check", str(needy), finder(system_file, SOUND, "sound")]) == 2
    captured = capsys.readouterr()
    assert "not ready: needy: it asks for NO_SUCH_KEY; run: export NO_SUCH_KEY=…" in captured.err
    assert captured.out.startswith("sound (")


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        ([], 2, "no system to check; give the path of its file, such as my_extractor.py"),
        (["gone.py"], 2, "gone.py: there is no such file"),
        (["{empty}"], 4, "it declares no system"),
    ],
)
def test_what_cannot_be_checked(
    capsys: pytest.CaptureFixture[str], system_file: SystemFile, arguments: list[str], code: int, says: str
) -> None:
    empty = str(system_file("empty", ""))
    assert run(["check", *(each.replace("{empty}", empty) for each in arguments)]) == code
    captured = capsys.readouterr()
    assert captured.out == ""
    assert says in captured.err
