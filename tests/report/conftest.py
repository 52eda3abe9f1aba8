"""A small project with results of two suites, one of them hostile, and its report in a real browser."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from bench import Event, Timex
from bench.cli.root import run
from bench.dataset.suite import Layers, Predictions, Suite
from bench.formats.jsonl.predictions import write_predictions
from bench.gold.load import load
from bench.results import record
from bench.results.record import Record
from bench.scoring.score import score
from bench.sdk.model import Entry
from tests.conftest import ROOT, example_layers, write_suite

if TYPE_CHECKING:
    from tests.report.browser import Browser

EVIL = (
    "Today </script><script>window.injected = 1</script> & <img src=x onerror='window.injected = 2'> "
    "<!--<script> ended.\u2028"
)
VALUE = "\"><img src=x onerror='window.injected = 3'>"
REASON = "</script><script>window.injected = 4</script> it broke"
LABEL = "<svg onload='window.injected = 5'> ended"
TITLE = "<b>Evil</b> & 'sons'\""
MANY = 120
"""Documents of the second suite."""


def document(name: str, text: str, title: str = "") -> dict[str, Any]:
    """A line of documents.jsonl."""
    return {
        "id": name,
        "text": text,
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
        "title": title,
        "dct": "2021-05-04",
        "dct_basis": "inferred",
        "dct_reason": "invented",
        "sentences": [0],
        "tags": [],
    }


def hostile_layers() -> dict[str, list[dict[str, Any]]]:
    """The example suite with a document whose words are markup."""
    layers = example_layers()
    layers["documents"].append(document("evil", EVIL, TITLE))
    today = {
        "doc": "evil",
        "id": "t1",
        "start": 0,
        "end": 5,
        "text": "Today",
        "type": "DATE",
        "value": "2021-05-04",
    }
    layers["timexes"].append({**today, "kind": "deictic"})
    at = EVIL.index("ended")
    ended = {"doc": "evil", "id": "e1", "start": at, "end": at + 5, "text": "ended", "class": "ASPECTUAL"}
    layers["events"].append({**ended, "realis": "ACTUAL", "when": "2021-05-04"})
    layers["timeline"] += [
        {"id": "end", "label": LABEL, "when": "2021-05-04/..", "mentions": [["evil", "e1"]]},
        {"id": "rain", "label": "Rain falls", "when": "[..2021-05-03]", "mentions": [["flood", "e1"]]},
    ]
    return layers


def plain_layers() -> dict[str, list[dict[str, Any]]]:
    """Many documents of one time each."""
    numbers = range(MANY)
    return {
        "documents": [document(f"doc-{n}", f"It rained on May {n % 28 + 1}.", f"Rain, part {n}") for n in numbers],
        "timexes": [
            {
                "doc": f"doc-{n}",
                "id": "t1",
                "start": 13,
                "end": 13 + len(f"May {n % 28 + 1}"),
                "text": f"May {n % 28 + 1}",
                "type": "DATE",
                "value": f"2021-05-{n % 28 + 1:02}",
                "kind": "underspecified",
            }
            for n in numbers
        ],
    }


PREDICTED: dict[str, Predictions] = {
    # four of five times are found, one of them nearly; two say something else; "fair" is no time, and what lies
    # in the ignored region counts for nothing
    "alpha": Predictions(
        {
            "fair": Layers(
                timexes=(
                    Timex(4, 8, "DATE", "2021"),
                    Timex(19, 25, "DATE", "2021-05-03"),
                    Timex(44, 47, "DATE", "2021-05-05"),
                    Timex(62, 67, "DATE", "2021-05-04"),
                )
            ),
            "flood": Layers(timexes=(Timex(16, 24, "DURATION", "P3D"),)),
            "evil": Layers(timexes=(Timex(0, 5, "DATE", VALUE),)),
        },
        covers=("timexes",),
    ),
    # one of five is found; one document failed
    "beta": Predictions(
        {"fair": Layers(timexes=(Timex(19, 25, "DATE", "2021-05-03"),)), "evil": Layers()},
        covers=("timexes",),
        failures={"flood": REASON},
    ),
    "gamma": Predictions(
        {
            "fair": Layers(events=(Event(9, 15, "STATE", "ACTUAL", id="e1"),)),
            "flood": Layers(events=(Event(7, 11, "OCCURRENCE", "ACTUAL", id="e1"), Event(2, 6, "STATE", id="e2"))),
            "evil": Layers(),
        },
        covers=("events", "timeline"),
        timeline=(
            Entry("1", "It opens", "2021-05-03", mentions=(("fair", "e1"),)),
            Entry("2", "Rain", "2021", mentions=(("flood", "e2"),)),
        ),
    ),
}


def write_results(target: Path, suite: Suite, predicted: Mapping[str, Predictions]) -> list[Record]:
    """A results folder, as bench evaluate writes it."""
    records = []
    for name, predictions in predicted.items():
        made = record.of_predictions(name, "system", predictions, suite, score(suite, predictions))
        write_predictions(target / name, predictions, suite.documents)
        (target / name / "record.json").write_text(record.text(made), encoding="utf-8")
        records.append(made)
    return records


def write_project(root: Path) -> Path:
    """gold/ and results/ of the suites hostile and plain, and a file of speeds."""
    hostile = load(write_suite(root / "gold" / "hostile", hostile_layers()))
    write_results(root / "results" / "hostile", hostile, PREDICTED)
    plain = load(write_suite(root / "gold" / "plain", plain_layers()))
    # right in every document but the last
    found = {
        each.id: plain.layers[each.id] if n < MANY - 1 else Layers() for n, each in enumerate(plain.documents)
    }
    nothing = {each.id: Layers() for each in plain.documents}
    timexes = ("timexes",)
    write_results(
        root / "results" / "plain",
        plain,
        {"alpha": Predictions(found, timexes), "beta": Predictions(nothing, timexes)},
    )
    speed = {
        "machine": {"system": "Linux", "python": "3.11"},
        "systems": {
            "alpha": {"documents_per_second": 120.5, "peak": 1},
            "beta": {"documents_per_second": None, "peak": 1},
        },
    }
    (root / "speed.json").write_text(json.dumps(speed), encoding="utf-8")
    return root


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the small project."""
    return write_project(tmp_path_factory.mktemp("project"))


@pytest.fixture(scope="session")
def page(project: Path) -> Path:
    """The report of the small project."""
    target = project / "report.html"
    results = [str(project / "results" / name) for name in ("hostile", "plain")]
    golds = [word for name in ("hostile", "plain") for word in ("--gold", str(project / "gold" / name))]
    assert run(["report", *results, *golds, "--speed", str(project / "speed.json"), "-o", str(target)]) == 0
    return target


@dataclass(frozen=True)
class Crowd:
    """A repository with results of many systems, and its report."""

    root: Path
    page: Path


CROWD = 40
SUBJECTS = ("first results", 'better <b> & "more"', "mended gold")


def crowded(suite: Suite) -> dict[str, Predictions]:
    """Many systems: some find all, some little; some are alike, and some are right in all that they find."""
    random = Random(5)
    predicted = {}
    for number in range(CROWD):
        found, right, spurious = random.random(), random.random(), random.choice((0.0, 0.0, 0.2, 0.8))
        layers = {}
        for document in suite.documents:
            (gold,) = suite.layers[document.id].timexes
            timexes = []
            if random.random() < found:
                value = gold.value if random.random() < right else "2000"
                timexes.append(Timex(gold.start, gold.end, "DATE", value))
            if random.random() < spurious:
                timexes.append(Timex(0, 2, "DATE", "2000"))
            layers[document.id] = Layers(timexes=tuple(timexes))
        name = f"system-{number}" + "-of-long-name" * (number % 3)
        predicted[name] = Predictions(layers, covers=("timexes",))
        if number % 4 == 0:
            predicted[f"{name}-again"] = predicted[name]
    return dict(list(predicted.items())[:CROWD])


def write_crowd(root: Path) -> Crowd:
    """Three commits: in the second some figures changed, in the third all gold."""
    suite = load(write_suite(root / "gold" / "plain", plain_layers()))
    write_results(root / "results" / "plain", suite, crowded(suite))
    paths = sorted(root.glob("results/plain/*/record.json"))
    true = {path: path.read_text(encoding="utf-8") for path in paths}

    def git(*words: str, date: str = "") -> None:
        who = ("-c", "user.name=t", "-c", "user.email=t@t", "-c", "commit.gpgsign=false")
        given = {**os.environ, "GIT_COMMITTER_DATE": date, "GIT_AUTHOR_DATE": date}
        subprocess.run(["git", *who, *words], cwd=root, env=given, check=True, capture_output=True)

    git("init", "-b", "main")
    for number, subject in enumerate(SUBJECTS):
        for n, path in enumerate(paths):
            data = json.loads(true[path])
            if number < 2:
                data["suite_digest"] = "0" * 64
                for score in data["measures"].values():
                    score["f1"] = (score["f1"] or 0.5) * (0.5 if n % 2 == 0 and number == 0 else 0.9)
            path.write_text(json.dumps(data) if number < 2 else true[path], encoding="utf-8")
        git("add", "results")
        git("commit", "-m", subject, date=f"2026-01-0{number + 1}T12:00:00Z")
    speeds = {path.parent.name: {"documents_per_second": 1.7**n, "peak": 1} for n, path in enumerate(paths)}
    machine = {"system": "Linux", "python": "3.11"}
    (root / "speed.json").write_text(json.dumps({"machine": machine, "systems": speeds}), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        assert run(["report", "results/plain", "--speed", "speed.json", "-o", "report.html"]) == 0
    return Crowd(root, root / "report.html")


@pytest.fixture(scope="session")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Crowd:
    """The report of many systems in a repository."""
    if shutil.which("git") is None:
        pytest.skip("needs git")
    return write_crowd(tmp_path_factory.mktemp("crowd"))


@pytest.fixture(scope="session")
def own_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of the committed results."""
    target = tmp_path_factory.mktemp("own") / "report.html"
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        assert run(["report", "-o", str(target)]) == 0
    return target


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Headless Chromium, one for all tests."""
    for program in ("chromium", "chromedriver"):
        if shutil.which(program) is None:
            pytest.skip(f"needs {program}")
    pytest.importorskip("selenium", reason="needs selenium")
    from tests.report.browser import started

    with started(tmp_path_factory.mktemp("user-data")) as found:
        yield found


@pytest.fixture(scope="session")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The source of axe-core, installed from its lock file."""
    if shutil.which("npm") is None:
        pytest.skip("needs npm")
    target = tmp_path_factory.mktemp("axe")
    for name in ("package.json", "package-lock.json"):
        shutil.copy(Path(__file__).parent / "axe" / name, target)
    done = subprocess.run(
        ["npm", "ci", "--no-audit", "--no-fund"], cwd=target, capture_output=True, text=True, check=False
    )
    if done.returncode:
        words = ("ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ETIMEDOUT", "proxy", "network")
        assert any(word in done.stderr for word in words), done.stderr
        pytest.skip("needs a network to install axe-core")
    return (target / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
