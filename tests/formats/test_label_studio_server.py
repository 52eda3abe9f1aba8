"""The labelling loop with the real server of Label Studio: nothing is lost on the way there and back.

The server is installed into an environment of its own: a gigabyte, in some minutes. ``--systems-cache`` keeps
it.
"""

from __future__ import annotations

import datetime
import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

import bench
from bench import DataError, Event, Link, Timex
from bench.dataset.suite import Layers, Suite, SuiteDocument
from bench.formats.annotated import Annotated
from bench.formats.labelstudio import FORMAT
from bench.formats.labelstudio.config import CONFIG
from bench.sdk.model import Reading, Region

pytestmark = pytest.mark.asked_for

RELEASE = "1.23.2"
TOKEN = "0123456789abcdef0123456789abcdef01234567"
WAIT = 400
"""The seconds that the server may take to make its database and to answer."""

TEXT = "🌊 Rain fell on Monday,\r\nand e\u0301lite <b>talks</b> began & ended\ttoday."


def at(words: str) -> tuple[int, int]:
    """The offsets of words in the text."""
    start = TEXT.index(words)
    return start, start + len(words)


READINGS = (Reading("2023-09-18", "the last one"), Reading("2023-09-25", "the coming one"))
RAIN = Annotated(
    SuiteDocument(
        "rain/1",
        TEXT,
        datetime.datetime(2023, 9, 20, 9, 30),
        title="Rain & talks",
        sentences=(0, 25),
        tags=("weather",),
    ),
    Layers(
        (
            Timex(*at("Monday"), "DATE", "2023-09-18", "APPROX", "deictic", "Monday", "t1", ("a", "b"), READINGS),
            Timex(*at("today"), text="today", id="t 2#x"),
        ),
        (
            Event(*at("fell"), "OCCURRENCE", "ACTUAL", "2023-09-18", "fell", "e1", "PAST", "NONE"),
            Event(*at("talks"), text="talks"),
        ),
        (Region(*at("<b>"), "<b>"), Region(*at("🌊 R"), "🌊 R")),
        (
            Link("e1", "t1", "IS_INCLUDED"),
            Link("e1", "dct", "BEFORE"),
            Link("dct", "t 2#x", "SIMULTANEOUS"),
            Link("t1", "t 2#x", "BEFORE"),
        ),
    ),
)
DRY = Annotated(SuiteDocument("dry", "Nothing happened."), Layers())


@dataclass(frozen=True, slots=True)
class Server:
    """The address of a server that runs."""

    address: str

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        """The server's answer. A refusal is an error with the reason that it gives."""
        data = None if body is None else json.dumps(body).encode()
        about = {"Authorization": f"Token {TOKEN}", "Content-Type": "application/json"}
        request = urllib.request.Request(f"{self.address}{path}", data, about, method=method)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.loads(answer.read() or b"null")
        except urllib.error.HTTPError as error:
            raise AssertionError(f"{method} {path}: {error.code} {error.read()[:1000]!r}") from None

    def project(self, tasks: Path) -> int:
        """The number of a new project with our configuration and these tasks."""
        made = self.ask("POST", "/api/projects", {"title": "Times and events", "label_config": CONFIG})
        loaded = json.loads(tasks.read_text(encoding="utf-8"))
        assert self.ask("POST", f"/api/projects/{made['id']}/import", loaded)["task_count"] == len(loaded)
        return int(made["id"])

    def export(self, project: int, path: Path, kind: str = "JSON") -> Any:
        """The tasks of a project, which are written into a file too."""
        found = self.ask("GET", f"/api/projects/{project}/export?exportType={kind}&download_all_tasks=true")
        path.write_text(json.dumps(found, ensure_ascii=False, indent=1), encoding="utf-8")
        return found


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config) -> Path:
    """The path of the installed ``label-studio``; skipped where it can't be installed."""
    cache = pytestconfig.getoption("--systems-cache")
    home = (cache or tmp_path_factory.mktemp("installed")) / f"label-studio-{RELEASE}"
    found = Path(home) / "bin" / "label-studio"
    if not found.exists():
        python = Path(home) / "bin" / "python"
        for command in (
            ["uv", "venv", "--quiet", "--clear", "--python", sys.executable, str(home)],
            ["uv", "pip", "install", "--quiet", "--python", str(python), f"label-studio=={RELEASE}"],
        ):
            done = subprocess.run(
                [sys.executable, "-m", *command], capture_output=True, text=True, check=False, timeout=1800
            )
            if done.returncode:
                pytest.skip(f"Label Studio can't be installed: {done.stderr.strip()[-300:]}")
    return found


@pytest.fixture(scope="module")
def server(program: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server on a free port of this machine, with a data folder of its own."""
    folder = tmp_path_factory.mktemp("label-studio")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        *(str(program), "start", "--no-browser", "--port", str(port), "--internal-host", "127.0.0.1"),
        *("--data-dir", str(folder), "--username", "labeller@example.org", "--password", "only for this test"),
        *("--user-token", TOKEN),
    ]
    settings = {
        "HOME": str(folder),
        "COLLECT_ANALYTICS": "false",
        "LATEST_VERSION_CHECK": "false",
        "LABEL_STUDIO_ENABLE_LEGACY_API_TOKEN": "true",
    }
    log = folder / "server.log"
    with log.open("wb") as written:
        process = subprocess.Popen(
            command, cwd=folder, env={**os.environ, **settings}, stdout=written, stderr=subprocess.STDOUT
        )
        try:
            found = Server(f"http://127.0.0.1:{port}")
            _wait(found, process, log)
            yield found
        finally:
            process.terminate()
            process.wait(timeout=60)


def _wait(server: Server, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + WAIT
    while time.monotonic() < end:
        try:
            urllib.request.urlopen(f"{server.address}/health", timeout=5).close()
            return
        except OSError:
            if process.poll() is not None:
                break
            time.sleep(1)
    pytest.fail(f"Label Studio didn't start: {log.read_text(errors='replace')[-2000:]}")


def write(path: Path, *documents: Annotated, predicted: bool = False) -> Path:
    """A file of tasks with these documents; nothing may be lost."""
    lost: list[str] = []
    assert FORMAT.write_gold is not None
    suite = Suite("mine", "", "", (), {}, predicted=predicted)
    FORMAT.write_gold(path, suite, iter(documents), lost.append)
    assert not lost
    return path


def same(suite: Suite, *documents: Annotated) -> None:
    """Holds if a suite has exactly these documents, with these annotations."""
    assert [replace(each, place=None, sha256="") for each in suite.documents] == [
        each.document for each in documents
    ]
    for each in documents:
        assert suite.layers[each.document.id] == each.layers


def test_an_export_has_all_that_was_imported(server: Server, tmp_path: Path) -> None:
    project = server.project(write(tmp_path / "tasks.json", RAIN, DRY))
    server.export(project, tmp_path / "export.json")
    suite = bench.read_gold(tmp_path / "export.json")
    same(suite, RAIN, DRY)
    assert not suite.notes


def test_a_correction_comes_back_and_changes_nothing_else(server: Server, tmp_path: Path) -> None:
    project = server.project(write(tmp_path / "tasks.json", RAIN))
    (exported,) = server.export(project, tmp_path / "export.json")
    (annotation,) = exported["annotations"]
    start, end = at("began")
    marked = {"start": start, "end": end, "text": "began", "labels": ["ASPECTUAL"]}
    about = {"from_name": "label", "to_name": "text", "type": "labels", "origin": "manual"}
    corrected = [*annotation["result"], {"id": "kX0_9pQ", **about, "value": marked}]
    for each in corrected:
        if each.get("id") == "t1" and each["from_name"] == "value":
            each["value"]["text"] = ["2023-09-25"]
    server.ask("PATCH", f"/api/annotations/{annotation['id']}", {"result": corrected})
    server.export(project, tmp_path / "corrected.json")
    first, second = RAIN.layers.timexes
    began = Event(start, end, "ASPECTUAL", text="began", id="kX0_9pQ")
    layers = replace(
        RAIN.layers,
        timexes=(replace(first, value="2023-09-25"), second),
        events=(*RAIN.layers.events, began),
    )
    same(bench.read_gold(tmp_path / "corrected.json"), replace(RAIN, layers=layers))


def test_predictions_are_gold_only_when_they_were_submitted(server: Server, tmp_path: Path) -> None:
    project = server.project(write(tmp_path / "tasks.json", RAIN, DRY, predicted=True))
    first, second = server.export(project, tmp_path / "open.json")
    assert not first["annotations"]
    for read in (bench.read_gold, bench.read_predictions):  # exports have the numbers of predictions alone
        with pytest.raises(DataError, match="nobody has submitted an annotation of any task"):
            read(tmp_path / "open.json")
    predictions = bench.read_predictions(tmp_path / "tasks.json")
    assert predictions.layers == {"rain/1": RAIN.layers, "dry": Layers()}
    tasks = server.ask("GET", f"/api/tasks?project={project}&fields=all")["tasks"]
    (rain,) = [each for each in tasks if each["data"]["doc"] == "rain/1"]
    found = server.ask("GET", f"/api/predictions?task={rain['id']}")
    server.ask("POST", f"/api/tasks/{rain['id']}/annotations", {"result": found[0]["result"]})
    server.export(project, tmp_path / "labelled.json")
    suite = bench.read_gold(tmp_path / "labelled.json")
    same(suite, RAIN)
    assert "nobody has submitted an annotation of this task" in suite.notes[0].message
    assert second["data"]["doc"] == "dry"


def test_the_short_export_has_the_spans(server: Server, tmp_path: Path) -> None:
    project = server.project(write(tmp_path / "tasks.json", RAIN))
    server.export(project, tmp_path / "short.json", "JSON_MIN")
    suite = bench.read_gold(tmp_path / "short.json")
    layers = suite.layers["rain/1"]
    assert [(each.start, each.end, each.type) for each in layers.timexes] == [
        (*at("Monday"), "DATE"),
        (*at("today"), None),
    ]
    assert [(each.start, each.end, each.class_) for each in layers.events] == [
        (*at("fell"), "OCCURRENCE"),
        (*at("talks"), None),
    ]
    assert layers.ignore == RAIN.layers.ignore
    assert any("'value' belongs" in each.message for each in suite.notes)
