"""Known corpora in a folder: listed, found by name, fetched with checksums, and told when they differ."""

from __future__ import annotations

import functools
import hashlib
import http.server
import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.cli.root import run
from bench.dataset.known import BY_NAME
from bench.errors import DataError, UsageError
from bench.gold import corpora as places
from bench.gold import download as fetching
from bench.gold.download import Checksums, checksums, fetch
from tests.conftest import SHARED

FILES = {"a.xml": b"<a/>\n", "b, c d.xml": "<b>é</b>\n".encode()}
LISTED = {name: hashlib.sha256(content).hexdigest() for name, content in FILES.items()}


class Quiet(http.server.SimpleHTTPRequestHandler):
    """A server of files that logs nothing."""

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    folder = tmp_path / "served"
    folder.mkdir()
    for name, content in FILES.items():
        (folder / name).write_bytes(content)
    with http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder))
    ) as serving:
        thread = threading.Thread(target=serving.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{serving.server_address[1]}/"
        serving.shutdown()
        thread.join()


@pytest.fixture
def listed(monkeypatch: pytest.MonkeyPatch, server: str) -> str:
    """Makes the files of the server those of wikiwars, and returns their address."""
    monkeypatch.setattr(
        fetching, "checksums", lambda name: Checksums(server, LISTED) if name == "wikiwars" else None
    )
    return server


def krauts(corpora: Path, text: str = "one") -> Path:
    (corpora / "krauts").mkdir(parents=True, exist_ok=True)
    (corpora / "krauts" / "a.tml").write_text(text, encoding="utf-8")
    return corpora


def german() -> str:
    """A document with one time expression, "3 May 2021", at 3–13."""
    creation = '<TIMEX3 tid="t0" type="DATE" value="2021-05-04" functionInDocument="CREATION_TIME">4 May</TIMEX3>'
    day = '<TIMEX3 tid="t1" type="DATE" value="2021-05-03">3 May 2021</TIMEX3>'
    return f"<TimeML><DCT>{creation}</DCT><TEXT>On {day}.</TEXT></TimeML>"


def test_files_are_downloaded_and_then_unchanged(tmp_path: Path, listed: str) -> None:  # noqa: ARG001
    corpora = tmp_path / "corpora"
    found = fetch("wikiwars", corpora)
    assert (found.outcome, found.place) == ("downloaded", corpora / "wikiwars")
    assert {path.name: path.read_bytes() for path in found.place.iterdir()} == FILES
    assert fetch("wikiwars", corpora).outcome == "unchanged"
    assert [path.name for path in corpora.iterdir()] == ["wikiwars"]


def test_a_file_that_differs_from_its_checksum_is_refused_and_nothing_is_kept(
    tmp_path: Path,
    listed: str,  # noqa: ARG001
) -> None:
    (tmp_path / "served" / "a.xml").write_bytes(b"<other/>\n")
    with pytest.raises(DataError, match=r"a\.xml: it isn't the file that was seen"):
        fetch("wikiwars", tmp_path / "corpora")
    assert list((tmp_path / "corpora").iterdir()) == []


def test_an_address_without_the_files_is_an_error_that_names_it(tmp_path: Path, listed: str) -> None:
    (tmp_path / "served" / "a.xml").unlink()
    with pytest.raises(UsageError, match=rf"{listed}a\.xml can't be fetched: 404"):
        fetch("wikiwars", tmp_path / "corpora")
    assert not (tmp_path / "corpora" / "wikiwars").exists()


def test_a_server_that_is_away_is_an_error(tmp_path: Path, listed: str) -> None:  # noqa: ARG001
    with pytest.raises(UsageError, match="try again, or give another address with --from"):
        fetch("wikiwars", tmp_path / "corpora", "http://127.0.0.1:9/")


def test_files_that_changed_or_went_since_are_faults(tmp_path: Path, listed: str) -> None:  # noqa: ARG001
    place = fetch("wikiwars", tmp_path / "corpora").place
    (place / "a.xml").write_bytes(b"<other/>\n")
    (place / "b, c d.xml").unlink()
    with pytest.raises(DataError) as raised:
        fetch("wikiwars", tmp_path / "corpora")
    assert [(Path(fault.path).name, fault.message) for fault in raised.value.faults] == [
        ("a.xml", "it isn't the file that was seen"),
        ("b, c d.xml", "it isn't there"),
    ]


def test_a_corpus_without_checksums_is_said_with_source_and_licence(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as raised:
        fetch("krauts", tmp_path)
    for words in ("CC BY-NC 4.0", BY_NAME["krauts"].source, str(tmp_path / "krauts")):
        assert words in str(raised.value)
    with pytest.raises(UsageError, match="has no checksums"):
        fetch("krauts", tmp_path, "http://127.0.0.1:9/")


def test_its_digest_is_kept_and_a_difference_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    corpora = krauts(tmp_path)
    assert fetch("krauts", corpora).outcome == "kept"
    assert fetch("krauts", corpora).outcome == "unchanged"
    assert {each.known.name: each.changed for each in places.listed(corpora) if each.place} == {"krauts": False}
    krauts(tmp_path, "two")
    with pytest.raises(DataError, match="its digest was"):
        fetch("krauts", corpora)
    assert run(["list", "suites", "--corpora", str(corpora), "--format", "json"]) == 0
    shown = capsys.readouterr()
    assert {row["suite"]: row["here"] for row in json.loads(shown.out)}["krauts"] == "changed"
    assert "isn't as it was" in shown.err
    assert run(["fetch", "krauts", "--corpora", str(corpora)]) == 4


def test_digests_that_cant_be_read_are_a_fault(tmp_path: Path) -> None:
    krauts(tmp_path)
    for text in ("[", "[]", '{"krauts": 1}'):
        (tmp_path / places.DIGESTS).write_text(text, encoding="utf-8")
        with pytest.raises(DataError, match=r"digests\.json"):
            places.listed(tmp_path)


def test_list_suites_says_of_each_corpus_whether_it_is_here(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["list", "suites", "--corpora", str(krauts(tmp_path)), "--format", "json"]) == 0
    rows = {row["suite"]: row for row in json.loads(capsys.readouterr().out)}
    assert rows.keys() == BY_NAME.keys()
    assert {name for name, row in rows.items() if row["here"] == "yes"} == {"krauts"}
    assert rows["krauts"]["licence"] == "CC BY-NC 4.0"
    assert run(["list", "suites", "--corpora", str(tmp_path / "none")]) == 2


def test_gold_may_be_the_name_of_a_corpus(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    krauts(tmp_path / "all", german())
    (tmp_path / "d.py").write_text(
        "from bench import Timex, system\n\n\n@system(layers=['timexes'])\ndef d(document):\n"
        "    return [Timex(3, 13, 'DATE', '2021-05-03')]\n",
        encoding="utf-8",
    )
    assert run(["evaluate", "d.py", "--gold", "krauts"]) == 2
    assert "no folder of corpora is named" in capsys.readouterr().err
    assert run(["evaluate", "d.py", "--gold", "wikiwars", "--corpora", "all"]) == 2
    assert "run: bench fetch wikiwars --corpora all" in capsys.readouterr().err
    (tmp_path / "pyproject.toml").write_text('[tool.bench]\ncorpora = "all"\n', encoding="utf-8")
    assert run(["evaluate", "d.py", "--gold", "krauts", "--format", "json", "--cache", "cache"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["signature"].startswith("suite:krauts#")
    assert shown["systems"]["d"]["measures"]["timex.value"]["f1"] == 1


def test_the_record_and_the_table_say_what_a_system_and_those_that_it_wants_were_developed_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "systems").mkdir()
    head = "from bench import Timex, system\n\n\n"
    body = "    return [Timex(3, 13, 'DATE', '2021-05-03')]\n"
    declared = {
        "seen": "layers=['timexes'], developed_on=['krauts', 'mine']",
        "wanting": "layers=['timexes'], wants=['seen'], developed_on=['other']",
        "plain": "layers=['timexes'], developed_on=['other']",
    }
    for name, words in declared.items():
        text = f"{head}@system({words})\ndef {name}(document):\n{body}"
        (tmp_path / "systems" / f"{name}.py").write_text(text, encoding="utf-8")
    krauts(tmp_path, german())
    assert run(["evaluate", *declared, "--gold", "krauts", "-o", "results", "--cache", "cache"]) == 0
    kept = {
        name: json.loads((tmp_path / "results" / "krauts" / name / "record.json").read_text(encoding="utf-8"))
        for name in declared
    }
    assert {name: record.get("developed_on") for name, record in kept.items()} == {
        "seen": ["krauts", "mine"],
        "wanting": ["krauts", "mine", "other"],
        "plain": ["other"],
    }
    table = (tmp_path / "results" / "krauts" / "README.md").read_text(encoding="utf-8")
    assert "| seen† | " in table
    assert "| wanting† | " in table
    assert "| plain | " in table
    assert "**100**" not in table  # one system alone is ranked
    assert "†: was made or tuned on these texts" in table


def test_list_tells_of_a_name_that_is_nearly_known(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    declared = "@system(layers=['timexes'], developed_on=['wikiwar'])"
    text = f"from bench import system\n\n\n{declared}\ndef d(document): ...\n"
    (tmp_path / "d.py").write_text(text, encoding="utf-8")
    assert run(["list", "--systems-folder", str(tmp_path)]) == 0
    assert "d was developed on 'wikiwar', no known corpus; did you mean wikiwars?" in capsys.readouterr().err


def test_an_unknown_name_is_an_error_with_a_similar_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["fetch", "wikiwar", "--corpora", str(tmp_path)]) == 2
    assert "wikiwars" in capsys.readouterr().err


@pytest.mark.skipif(not (SHARED / "corpora").is_dir(), reason="../shared/corpora isn't here")
@pytest.mark.parametrize("name", ["meantime-apple", "meantime-airbus", "task4-trial", "task4-airbus", "wikiwars"])
def test_the_checksums_are_those_of_the_files_that_were_seen(name: str) -> None:
    known = checksums(name)
    assert known is not None
    assert known.address.startswith("https://")
    assert len(known.sha256) == (16 if name == "wikiwars" else 30)
    assert fetch(name, SHARED / "corpora").outcome == "unchanged"
