"""Other time zones and clocks: what a process is given, and what it then takes for the present."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bench.contract.answers import check
from bench.contract.conditions import in_zone, under_clock
from bench.harness.pool import local
from bench.systems.discovery import read
from bench.systems.environment import Environment, prepare

SystemFile = Callable[[str, str], Path]


def test_a_command_gets_its_clock_from_libfaketime(tmp_path: Path) -> None:
    library = tmp_path / "usr" / "lib" / "some-linux" / "faketime" / "libfaketime.so.1"
    library.parent.mkdir(parents=True)
    library.touch()
    folder = tmp_path / "command"
    folder.mkdir()
    (folder / "system.toml").write_text('command = ["x"]\n[[system]]\nname = "x"\nlayers = ["timexes"]\n')
    (system,) = read(folder)
    shifted = under_clock(system, Environment(("x",), {"KEY": "kept"}, "", ""), tmp_path)
    assert shifted is not None
    assert shifted.variables == {
        "KEY": "kept",
        "LD_PRELOAD": str(library),
        "FAKETIME": "@2001-02-03 04:05:06",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
    }


def test_without_a_time_zone_database_there_is_no_zone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zoneinfo.TZPATH", (str(tmp_path),))
    assert in_zone(Environment((), {}, "", ""), "Pacific/Auckland") is None
    (tmp_path / "Pacific").mkdir()
    (tmp_path / "Pacific" / "Auckland").touch()
    zoned = in_zone(Environment((), {"TZ": "UTC", "KEY": "kept"}, "", ""), "Pacific/Auckland")
    assert zoned is not None
    assert zoned.variables == {"TZ": "Pacific/Auckland", "KEY": "kept"}


def test_every_way_to_ask_for_the_present_is_shifted(system_file: SystemFile, tmp_path: Path) -> None:
    present = (
        "time.time()",
        "time.time_ns() / 1e9",
        "time.clock_gettime(time.CLOCK_REALTIME)",
        "time.clock_gettime_ns(time.CLOCK_REALTIME) / 1e9",
        "time.mktime(time.localtime())",
        "calendar.timegm(time.gmtime())",
        "time.mktime(time.strptime(time.ctime()))",
        "time.mktime(time.strptime(time.asctime()))",
        "float(time.strftime('%s'))",
        "datetime.datetime.now().timestamp()",
        "datetime.datetime.now(datetime.timezone.utc).timestamp()",
        "datetime.datetime.utcnow().timestamp()",
        "datetime.datetime.today().timestamp()",
        "time.mktime(datetime.date.today().timetuple())",
        "early().timestamp()",
    )
    path = system_file(
        "subject",
        f"""
        import calendar, datetime, time
        from datetime import datetime as kept

        early = kept.now
        PAST = [{", ".join(f"time.gmtime({each}).tm_year == 2001" for each in present)}]
        assert type(kept.now()) is kept is datetime.datetime
        assert time.monotonic() >= 0 and time.gmtime(0).tm_year == 1970 and time.ctime(0).endswith("1970")

        @system(layers=["timexes"])
        def subject(document):
            for at, past in enumerate(PAST if len(document.text) > 90 else []):
                yield Timex(at, at + 1, "DATE", str(past))
        """,
    )
    (system,) = read(path)
    with local(2) as executor:
        findings = check(system, prepare(system, tmp_path / "cache", {}), executor)
    (message,) = [finding.message for finding in findings if finding.check == "clock"]
    assert f": DATE False, but DATE True when the clock shows 2001-02-03 ({len(present)} places differ)" in message
