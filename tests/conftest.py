"""A small sound suite to work on, and systems written into files for one test."""

from __future__ import annotations

import hashlib
import itertools
import json
import os
import textwrap
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

pytest_plugins = ["tests.branches"]

# the tests start hundreds of processes, each of which would compile bench anew
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"

# the same examples in every run, so that a failure in CI is a failure everywhere
settings.register_profile("bench", deadline=None, derandomize=True)
# pytest --hypothesis-profile=explore: new examples in every run, and ten times as many
settings.register_profile("explore", deadline=None, max_examples=1000, print_blob=True)
# pytest --hypothesis-profile=million: the 21 tests of links that generate cases make 1,260,000 of them
settings.register_profile("million", deadline=None, derandomize=True, max_examples=60_000)
settings.load_profile("bench")

TEXTS = {
    "fair": "The fair opened on Monday. It will close on May 5.\n\nSubscribe today!",
    "flood": "🌊 Rain fell for two days. The river rose on 3 May 2021.",
}


def slow_but(*quick: str, of: Iterable[str]) -> list[Any]:
    """The names of cases as parameters of a test, of which all but the quick ones are marked as slow."""
    assert {*quick} <= {*of}
    return [pytest.param(name, marks=() if name in quick else pytest.mark.slow) for name in of]


def line(**fields: Any) -> dict[str, Any]:
    """A line of a layer, with ``text`` filled in from its offsets."""
    return {**fields, "text": TEXTS[fields["doc"]][fields["start"] : fields["end"]]}


def example_layers() -> dict[str, list[dict[str, Any]]]:
    """The layers of the example suite, decided by hand from the annotation scheme."""
    return {
        "documents": [
            {
                "id": name,
                "text": text,
                "sha256": hashlib.sha256(text.encode()).hexdigest(),
                "title": "",
                "dct": dct,
                "dct_basis": "inferred",
                "dct_reason": "invented",
                "sentences": sentences,
                "tags": [],
            }
            for (name, text), dct, sentences in zip(
                TEXTS.items(), ("2021-05-04", "2021-05-04"), ([0, 27, 52], [0, 26]), strict=True
            )
        ],
        "timexes": [
            line(doc="fair", id="t1", start=19, end=25, type="DATE", value="2021-05-03", kind="deictic"),
            line(doc="fair", id="t2", start=44, end=49, type="DATE", value="2021-05-05", kind="underspecified"),
            line(doc="flood", id="t1", start=16, end=24, type="DURATION", value="P2D", kind="explicit"),
            line(doc="flood", id="t2", start=44, end=54, type="DATE", value="2021-05-03", kind="explicit"),
        ],
        "events": [
            line(
                doc="fair", id="e1", start=9, end=15, **{"class": "OCCURRENCE"}, realis="ACTUAL", when="2021-05-03"
            ),
            line(
                doc="fair",
                id="e2",
                start=35,
                end=40,
                realis="PLANNED",
                when="2021-05-05",
                **{"class": "OCCURRENCE"},
            ),
            line(
                doc="flood",
                id="e1",
                start=7,
                end=11,
                **{"class": "OCCURRENCE"},
                realis="ACTUAL",
                when="[..2021-05-03]",
            ),
        ],
        "ignore": [line(doc="fair", start=52, end=68)],
        "timeline": [
            {"id": "opening", "label": "The fair opens", "when": "2021-05-03", "mentions": [["fair", "e1"]]},
        ],
    }


def write_suite(folder: Path, layers: dict[str, list[dict[str, Any]]]) -> Path:
    """Write layers as a suite's folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, records in layers.items():
        lines = [json.dumps(record, ensure_ascii=False) + "\n" for record in records]
        (folder / f"{name}.jsonl").write_text("".join(lines), encoding="utf-8")
    (folder / "README.md").write_text("---\nversion: 1.0.0\n---\n", encoding="utf-8")
    return folder


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds --systems-cache, with which a run finds the systems that an earlier run installed."""
    parser.addoption("--systems-cache", metavar="FOLDER", type=Path, help="Install systems here, and keep them.")


SLOW = {"browser", "clash", "cluster", "prepared"}
"""Fixtures that start a browser or a cluster, or install what a system needs: tests that use one are slow."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that are slow for a fixture of theirs, so that none of them is forgotten."""
    for item in items:
        if SLOW.intersection(getattr(item, "fixturenames", ())) and item.get_closest_marker("asked_for") is None:
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def caches(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Paths in a folder of this session, where nothing is yet."""
    folder = tmp_path_factory.mktemp("caches")
    return (folder / str(number) for number in itertools.count())


@pytest.fixture(autouse=True)
def _own_cache(caches: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test starts with an empty cache, and leaves the user's alone."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(next(caches)))


@pytest.fixture
def suite_folder(tmp_path: Path) -> Path:
    """The example suite in a folder of its own."""
    return write_suite(tmp_path / "example", example_layers())


@pytest.fixture
def system_file(tmp_path: Path) -> Callable[[str, str], Path]:
    """system_file(name, body): a system file with that body under its imports."""

    def write(name: str, body: str) -> Path:
        path = tmp_path / "files" / f"{name}.py"
        path.parent.mkdir(exist_ok=True)
        head = '"""A system of a test."""\nfrom bench import Document, Event, Timex, system\n'
        path.write_text(head + textwrap.dedent(body), encoding="utf-8")
        return path

    return write


@pytest.fixture(scope="session")
def reference() -> Path:
    """The official scorers' files, where they are."""
    folder = SHARED / "reference"
    if not folder.is_dir():
        pytest.skip("needs ../shared/reference, the official scorers' files, which are not part of the project")
    return folder


@pytest.fixture(scope="session")
def task4_gold() -> list[Path]:
    """The folders of gold timelines of SemEval-2015 Task 4, where they are: topics apple and airbus."""
    corpus = SHARED / "corpora" / "semeval2015-task4"
    if not corpus.is_dir():
        pytest.skip("needs ../shared/corpora/semeval2015-task4, which is not part of the project")
    return [
        corpus / "TimeLines_trial_data_task4_v1.2",
        corpus / "SemEval_Task4_data" / "corpus_1" / "TimeLines_Gold_Standard",
    ]
