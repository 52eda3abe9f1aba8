"""What bench carries is found in an empty folder, after the user's own; the articles are never part of it."""

from __future__ import annotations

import datetime
import importlib.metadata
import json
import shutil
from pathlib import Path

import pytest

import bench
from bench.cli.root import VERBS, run
from bench.dataset import carried
from bench.errors import DataError, UsageError
from bench.sdk.model import Document
from bench.systems import places
from bench.systems.selection import Request, select
from tests.conftest import ROOT, example_layers, write_suite

SYSTEM = """from bench import Timex, system

@system(layers=["timexes"]{more})
def {name}(document):
    return [Timex(0, 3, "DATE", "2021-05-04")]
"""


def write(folder: Path, name: str, more: str = "") -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.py").write_text(SYSTEM.format(name=name, more=more), encoding="utf-8")


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What a wheel carries, with one system and one suite; the working folder is empty."""
    folder = tmp_path / "_carried"
    write(folder / "systems", "shared")
    write_suite(folder / "gold" / "cases", example_layers())
    empty = tmp_path / "empty"
    empty.mkdir()
    monkeypatch.chdir(empty)
    monkeypatch.setattr(carried, "PLACE", folder)
    return folder


def listed(capsys: pytest.CaptureFixture[str], *options: str) -> set[str]:
    assert run(["list", "--format", "json", *options]) == 0
    return {row["system"] for row in json.loads(capsys.readouterr().out)}


def evaluated(capsys: pytest.CaptureFixture[str], *arguments: str) -> set[str]:
    assert run(["evaluate", *arguments, "--gold", "cases", "--format", "json"]) == 0
    return set(json.loads(capsys.readouterr().out)["systems"])


@pytest.mark.usefixtures("package")
def test_in_an_empty_folder_what_is_carried_is_used(capsys: pytest.CaptureFixture[str]) -> None:
    assert listed(capsys) == {"shared"}
    assert evaluated(capsys) == {"shared"}
    found = bench.run("shared", Document("a", "May Day", datetime.date(2021, 5, 4)))
    assert [(each.start, each.end) for each in found.layers["a"].timexes] == [(0, 3)]
    assert [each.id for each in bench.read_gold("cases").documents] == ["fair", "flood"]
    assert run(["validate", "cases"]) == 0


@pytest.mark.usefixtures("package")
def test_the_users_own_come_first_and_both_can_be_named(capsys: pytest.CaptureFixture[str]) -> None:
    write(Path("systems"), "mine")
    write(Path("more"), "other", ', wants=["shared"]')
    assert listed(capsys) == {"mine", "shared"}
    assert listed(capsys, "--systems-folder", "more") == {"other"}
    assert evaluated(capsys) == {"mine"}
    assert evaluated(capsys, "mine", "shared") == {"mine", "shared"}
    # what another system wants may be carried too
    assert evaluated(capsys, "--systems-folder", "more") == {"other"}


def test_a_name_in_two_places_is_an_error_that_names_both(
    package: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(Path("systems"), "shared")
    with pytest.raises(DataError) as caught:
        select(Request(("shared",)), lambda _: pytest.fail("it isn't made ready"))
    there = package / "systems" / "shared.py"
    message = f"systems/shared.py: the name 'shared' is taken by {there}; give it another"
    assert caught.value.told() == f"{message}\n1 fault"
    assert run(["list"]) == 4
    assert message in capsys.readouterr().err
    (Path("systems") / "shared.py").unlink()
    assert run(["new", "shared", "--systems-folder", "elsewhere"]) == 2
    assert not Path("elsewhere").exists()


@pytest.mark.usefixtures("package")
def test_a_folder_that_is_named_must_exist() -> None:
    with pytest.raises(UsageError, match="nowhere: there is no such folder; name the systems' folder with"):
        places.places(Path("nowhere"))


def test_a_suite_of_the_users_own_comes_before_one_that_is_carried(package: Path) -> None:
    assert carried.suite(Path("cases")) == package / "gold" / "cases"
    for path in ("gold/cases", "..", "nowhere", str(package)):
        assert carried.suite(Path(path)) == Path(path)
    Path("cases").mkdir()
    assert carried.suite(Path("cases")) == Path("cases")


@pytest.mark.usefixtures("package")
def test_without_gold_it_is_said_what_is_carried_and_where_the_articles_are(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(carried, "repository", lambda: "the place")
    assert run(["evaluate", "shared"]) == 2
    assert capsys.readouterr().err == (
        "error: gold/articles: there is no such folder; name the gold with --gold; bench carries --gold cases; "
        "the texts of gold/articles are their publishers', so clone the place for them\n"
    )


@pytest.mark.parametrize(
    ("stated", "said"),
    [
        (
            '{"url": "https://example.org/bench", "vcs_info": {"vcs": "git", "commit_id": "1a"}}',
            "https://example.org/bench",
        ),
        ('{"url": "file:///wheels/bench.whl", "archive_info": {}}', "the repository that"),
        ("not JSON", "the repository that"),
        (None, "the repository that"),
    ],
)
def test_the_repository_is_the_one_that_bench_was_installed_from(
    stated: str | None, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Installed:
        def read_text(self, _name: str) -> str | None:
            return stated

    monkeypatch.setattr(importlib.metadata, "distribution", lambda _name: Installed())
    assert carried.repository().startswith(said)


def test_in_a_clone_the_top_folders_are_used_from_everywhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not carried.PLACE.exists()
    monkeypatch.chdir(tmp_path)
    assert carried.systems() == ROOT / "systems"
    assert {"articles", "messages", "phenomena"} <= set(carried.suites())
    assert places.places(None) == [ROOT / "systems"]
    monkeypatch.chdir(ROOT)
    assert places.places(None) == [Path("systems")]  # the same folder, once


ARGUMENTS = {
    "bisect": ["fair:Monday", "--good", "main", "--gold", "cases"],
    "run": ["shared", "nowhere.jsonl", "-o", "out"],
    "score": ["predictions", "cases"],
    "published": ["results/cases"],
    "audit": ["predictions", "--gold", "cases"],
    "compare": ["main"],
    "show": ["shared", "fair"],
    "check": ["nowhere"],
    "invariance": ["shared"],
    "new": ["shared"],
    "validate": ["nowhere"],
    "agree": ["a", "b"],
    "convert": ["a", "b", "--to", "jsonl"],
    "annotate": ["a", "b"],
    "timeline": ["a.txt"],
    "fetch": ["nothing"],
    "adjudicate": ["a", "b", "c"],
}
"""Arguments of verbs that need any, for a call in an empty folder."""
CARRIED_DEFAULT = {"init", "list"}
"""The verbs that work there with what is carried."""


@pytest.mark.usefixtures("package")
@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_in_an_empty_folder_gives_one_clear_message_or_what_is_carried(
    verb: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(Path.cwd().parent))
    code = run([verb, *ARGUMENTS.get(verb, [])])
    said = capsys.readouterr()
    if verb in CARRIED_DEFAULT:
        assert code == 0
        assert said.out
        return
    assert code in (2, 4)
    assert said.out == ""
    lines = [line for line in said.err.splitlines() if not line.startswith("1 fault")]
    assert len(lines) == 1, said.err
    assert "; " in lines[0] or "no history" in lines[0], said.err  # what is wrong, and what to do
    assert not [*Path().iterdir()]


def test_a_copy_of_the_carried_folders_works_like_them(package: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.rmtree(package)
    shutil.copytree(ROOT / "systems", package / "systems")
    names = listed(capsys)
    assert {"regex", "spacy-rules", "chrono-node"} <= names
