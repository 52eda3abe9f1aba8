"""Exchanges with a model, recorded by ``bench evaluate`` and ``run`` and replayed by them, from outside."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bench.cli.root import run
from bench.errors import NotReadyError
from bench.systems.discovery import read
from bench.systems.environment import prepare
from tests.conftest import ROOT
from tests.endpoint import APIS, KEY, Endpoint, Reply, answer, event, meaning, serving, timex

API = APIS[0]
FILE = str(ROOT / "systems" / f"{API.file}.py")
ABOVE = """
    @system(layers=["timexes"], wants=["a-model"])
    def above(document):
        return [Timex(t.start, t.end, "DATE", t.value) for t in document.timexes]
"""


def written(body: dict[str, Any]) -> Reply:
    """What the model says of the example suite's two documents, and of given spans; one answer is cut off."""
    if "time expressions:\n1. " in body["messages"][1]["content"]:
        return Reply(API.written(json.dumps({"answers": [meaning(1, "2021-05-03")]})))
    if "Rain fell" in body["messages"][1]["content"]:
        return Reply(API.written('{"timexes": [', "length"))
    said = answer(timex("Monday", "2021-05-03"), timex("Tuesday"), events=(event("opened", "2021-05-03"),))
    return Reply(API.written(said))


@pytest.fixture
def endpoint(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Endpoint]:
    with serving() as found:
        variables = API.variables(found.address)
        (system,) = read(Path(FILE))
        try:
            prepare(system, tmp_path / "ready", variables)
        except NotReadyError as error:
            pytest.skip(f"httpx can't be installed here: {error}")
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        found.replies = [written]
        yield found


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*.*"))}


def evaluate(suite: Path, results: Path, *options: str) -> int:
    common = ["--gold", str(suite), "-o", str(results), "--allow-failures", "1"]
    return run(["evaluate", "openai-compatible", "--systems-folder", str(ROOT / "systems"), *common, *options])


def test_a_recording_replays_to_the_same_bytes_without_key_or_network(
    endpoint: Endpoint,
    suite_folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    recorded, live, again = tmp_path / "recorded", tmp_path / "live", tmp_path / "again"
    assert evaluate(suite_folder, live, "--record", str(recorded), "--speed", str(tmp_path / "s.json")) == 0
    record = json.loads((live / "example" / "openai-compatible" / "record.json").read_text())
    settings = {"BENCH_OPENAI_MODEL": "some-model", "OPENAI_BASE_URL": f"{endpoint.address}/v1/"}
    assert record["settings"] == settings
    usage = json.loads((tmp_path / "s.json").read_text())["systems"]["openai-compatible"]["usage"]
    # of both documents what it finds, one cut off, and what it says of given spans
    assert usage == {"input_tokens": 3600, "output_tokens": 320, "requests": 4, "cost": None}
    assert len(list((recorded / "openai-compatible").iterdir())) == 4
    endpoint.close()
    monkeypatch.delenv("OPENAI_API_KEY")
    assert evaluate(suite_folder, again, "--replay", str(recorded), "--speed", str(tmp_path / "s.json")) == 0
    assert files(live) == files(again)
    names = {path.partition("/")[2] for path in files(again)}
    assert {"openai-compatible/unlocated.jsonl", "openai-compatible/resolved.jsonl"} <= names
    assert "cut off at its length limit" in (again / "example" / "openai-compatible" / "record.json").read_text()
    usage = json.loads((tmp_path / "s.json").read_text())["systems"]["openai-compatible"]["usage"]
    assert usage == {"input_tokens": 3600, "output_tokens": 320, "requests": 0, "cost": None}
    out, err = capfd.readouterr()
    assert KEY not in out + err
    assert KEY.encode() not in b"".join([*files(recorded).values(), *files(live).values()])


@pytest.mark.slow
def test_a_replay_answers_from_the_recording_and_not_from_an_earlier_run(
    endpoint: Endpoint, suite_folder: Path, tmp_path: Path
) -> None:
    recorded = tmp_path / "recorded"
    assert evaluate(suite_folder, tmp_path / "live", "--record", str(recorded)) == 0
    for path in (recorded / "openai-compatible").iterdir():
        path.write_text(path.read_text().replace("2021-05-03", "1999-09-09"))
    assert evaluate(suite_folder, tmp_path / "again", "--replay", str(recorded)) == 0
    assert "1999" in (tmp_path / "again" / "example" / "openai-compatible" / "timexes.jsonl").read_text()
    # nor does a later run answer from the replay
    assert evaluate(suite_folder, tmp_path / "later", "--record", str(recorded), "--resume") == 0
    assert files(tmp_path / "later") == files(tmp_path / "live")
    assert len(endpoint.paths) == 4


@pytest.mark.slow
def test_a_recording_is_whole_whatever_was_run_before(
    endpoint: Endpoint, suite_folder: Path, tmp_path: Path
) -> None:
    assert evaluate(suite_folder, tmp_path / "a") == 0
    assert evaluate(suite_folder, tmp_path / "a", "--resume") == 0  # nothing is asked again
    assert len(endpoint.paths) == 4
    assert evaluate(suite_folder, tmp_path / "b", "--record", str(tmp_path / "recorded")) == 0
    assert len(endpoint.paths) == 8
    assert len(list((tmp_path / "recorded" / "openai-compatible").iterdir())) == 4


@pytest.mark.slow
def test_without_being_told_exchanges_are_recorded_in_the_cache(
    endpoint: Endpoint, suite_folder: Path, tmp_path: Path
) -> None:
    cache = tmp_path / "cache"
    assert evaluate(suite_folder, tmp_path / "a", "--cache", str(cache), "--no-cache") == 0
    endpoint.close()
    assert evaluate(suite_folder, tmp_path / "b", "--cache", str(cache), "--replay", str(cache / "exchanges")) == 0
    assert files(tmp_path / "a") == files(tmp_path / "b")


@pytest.mark.slow
def test_what_stands_on_a_model_is_replayed_with_it(
    endpoint: Endpoint, suite_folder: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "systems"
    folder.mkdir()
    (folder / "model.py").write_text(Path(FILE).read_text().replace('name="openai-compatible"', 'name="a-model"'))
    head = '"""A system of a test."""\nfrom bench import Timex, system\n'
    (folder / "above.py").write_text(head + "\n".join(line[4:] for line in ABOVE.splitlines()))
    common = ["evaluate", "above", "--systems-folder", str(folder), "--gold", str(suite_folder)]
    assert run([*common, "-o", str(tmp_path / "a"), "--record", str(tmp_path / "r"), "--allow-failures", "1"]) == 0
    endpoint.close()
    assert run([*common, "-o", str(tmp_path / "b"), "--replay", str(tmp_path / "r"), "--allow-failures", "1"]) == 0
    assert files(tmp_path / "a") == files(tmp_path / "b")
    found = (tmp_path / "b" / "example" / "above" / "timexes.jsonl").read_text()
    assert [json.loads(line)["text"] for line in found.splitlines()] == ["Monday"]


@pytest.mark.slow
def test_run_and_show_replay_too(
    endpoint: Endpoint, suite_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    corpus = tmp_path / "news.jsonl"
    text = "The fair opened on Monday. It will close on May 5.\n\nSubscribe today!"
    corpus.write_text(json.dumps({"id": "fair", "text": text, "dct": "2021-05-04"}) + "\n")
    for name, option in (("live", "--record"), ("again", "--replay")):
        assert run(["run", FILE, str(corpus), "-o", str(tmp_path / name), option, str(tmp_path / "r")]) == 0
        endpoint.replies = [Reply(b"", 500)]
    assert files(tmp_path / "live") == files(tmp_path / "again")
    capsys.readouterr()
    assert run(["show", FILE, "fair", "--gold", str(suite_folder), "--replay", str(tmp_path / "r")]) == 0
    assert "[Monday]1" in capsys.readouterr().out
    assert len(endpoint.paths) == 1


@pytest.mark.slow
def test_a_document_that_was_never_recorded_fails_and_says_what_differs(
    endpoint: Endpoint,
    suite_folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    recorded = tmp_path / "recorded"
    assert evaluate(suite_folder, tmp_path / "live", "--record", str(recorded)) == 0
    monkeypatch.setenv("BENCH_OPENAI_MODEL", "other-model")
    assert evaluate(suite_folder, tmp_path / "again", "--replay", str(recorded)) == 3
    says = "differs in body.model ('other-model', recorded 'some-model')"
    assert capsys.readouterr().err.count(says) == 4
    assert len(endpoint.paths) == 4


def test_an_address_with_a_password_stands_in_no_record(
    endpoint: Endpoint, suite_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", endpoint.address.replace("//", "//me:word@"))
    assert evaluate(suite_folder, tmp_path / "live") == 3
    found = (tmp_path / "live" / "example" / "openai-compatible" / "record.json").read_text()
    assert "me:word" not in found
    assert "://…@127.0.0.1" in found
    assert endpoint.paths == []


def test_wrong_usage(
    endpoint: Endpoint,
    suite_folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert evaluate(suite_folder, tmp_path / "results", "--replay", str(tmp_path), "--record", str(tmp_path)) == 2
    assert "leave --record out" in capsys.readouterr().err
    assert evaluate(suite_folder, tmp_path / "results", "--replay", str(tmp_path / "gone")) == 2
    assert "gone: there is no such folder" in capsys.readouterr().err
    monkeypatch.delenv("OPENAI_API_KEY")
    assert evaluate(suite_folder, tmp_path / "results") == 2
    assert "openai-compatible: it asks for OPENAI_API_KEY" in capsys.readouterr().err
    assert endpoint.paths == []
