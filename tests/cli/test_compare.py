"""``bench compare`` in a real repository: branches that make an extractor worse or better, rename it, break it."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from bench.cli.root import run
from tests.branches import (
    BASE,
    BETTER,
    BROKEN,
    RENAMED,
    WORSE,
    Branch,
    evaluate,
    git,
)


def compare(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, Any], str]:
    code = run(["compare", *(arguments or ("main",)), "--format", "json", "-o", "summary.md"])
    out = capsys.readouterr().out
    return code, json.loads(out), Path("summary.md").read_text(encoding="utf-8")


def test_an_extractor_that_got_worse_on_deictic_dates(branch: Branch, capsys: pytest.CaptureFixture[str]) -> None:
    assert branch(WORSE) == 0
    code, found, summary = compare(capsys)
    assert code == 1
    days = found["systems"]["days"]
    value = days["measures"]["timex.value"]
    # 16 of 16 predicted were right, of 24 in gold: F = 32 / 40; now none is, for 4 May is read as the 11th
    assert (value["base"], value["head"], value["verdict"]) == (0.8, 0.0, "worse")
    assert days["measures"]["timex.relaxed"]["difference"] == 0
    assert days["kinds"] == {"explicit": {"base": 0, "head": 0}, "deictic": {"base": 1, "head": 0}}
    assert [flip["change"] for flip in days["flips"]] == ["lost"] * 16
    assert days["flips"][0] == {
        "change": "lost",
        "document": "one",
        "layer": "timexes",
        "start": 19,
        "end": 25,
        "text": "Monday",
        "sentence": "The fair opened on Monday.",
        "kind": "deictic",
        "gold": "DATE 2021-05-03",
        "base": "DATE 2021-05-03",
        "head": "DATE 2021-05-10",
        "at": 19,
    }
    assert summary.startswith(
        "### bench compare: worse than the gates allow\n\n- lost: days, timex.value: 80.0 points"
    )
    assert "| timex.value | worse | −80.0 | 80.0 | 0.0 |" in summary
    assert "| deictic | 100.0 | 0.0 |" in summary  # its four weekdays in each document
    assert "<details><summary>days: 16 examples worse, 0 better</summary>" in summary


def test_an_extractor_that_got_better(branch: Branch, capsys: pytest.CaptureFixture[str]) -> None:
    assert branch(BETTER) == 0
    code, found, summary = compare(capsys)
    assert code == 0
    value = found["systems"]["days"]["measures"]["timex.value"]
    assert (value["base"], value["head"], value["verdict"]) == (0.8, 1.0, "better")
    assert {flip["change"] for flip in found["systems"]["days"]["flips"]} == {"gained"}
    assert summary.startswith("### bench compare: no gate is breached\n")
    assert "0 examples worse, 8 better" in summary


def test_an_extractor_that_was_only_renamed(branch: Branch, capsys: pytest.CaptureFixture[str]) -> None:
    assert branch(RENAMED) == 0
    code, found, summary = compare(capsys)
    assert code == 0
    (system,) = found["systems"].values()
    assert (system["state"], system["was"]) == ("renamed", "days")
    assert "- renamed: days → weekdays" in summary


def test_a_failure_to_run_is_no_loss(branch: Branch, capsys: pytest.CaptureFixture[str]) -> None:
    assert branch(BROKEN) == 3
    code, found, summary = compare(capsys)
    assert code == 3
    days = found["systems"]["days"]
    assert days["state"] == "failed"
    assert list(days["failed"]) == ["two"]
    # over the three documents that were done nothing differs
    assert days["measures"]["timex.value"]["difference"] == 0
    assert summary.startswith("### bench compare: systems failed to run\n\n- failed: days: failed on two (")
    assert "out of order" in summary
    assert run(["compare", "main", "--allow-failures", "1"]) == 0


def test_systems_come_and_go(branch: Branch, capsys: pytest.CaptureFixture[str]) -> None:
    branch(BETTER.replace("def days", "def others"))
    code, found, summary = compare(capsys)
    assert code == 5  # renamed and changed: nothing holds it against what it was
    assert {name: system["state"] for name, system in found["systems"].items()} == {
        "others": "new",
        "days": "removed",
    }
    assert found["systems"]["others"]["measures"]["timex.value"] == {"base": None, "head": 1.0}
    assert "- new: others\n- removed: days\n" in summary
    # a floor holds for new ones too, and one on a system that has gone isn't met in silence
    may = ["compare", "main", "--undecided", "pass"]
    assert run([*may, "--floor", "others:timex.value=100"]) == 0
    assert run([*may, "--floor", "d*:timex.value=10"]) == 3
    assert "days: a gate is about it, and head has no results of it" in capsys.readouterr().err


def test_gates_of_the_command_line_and_of_the_file(branch: Branch, capsys: pytest.CaptureFixture[str]) -> None:
    branch(BETTER)
    assert run(["compare", "main", "--floor", "timex.value=99"]) == 0
    assert run(["compare", "main", "--floor", "timex.strict=99"]) == 0
    assert run(["compare", "main", "--floor", "timex.type=100.0"]) == 0
    # the other way round nothing is lost significantly beyond what the file allows
    back = ["compare", "HEAD", "main"]
    assert run(back) == 1
    Path("pyproject.toml").write_text("[tool.bench.compare]\ngates = [{max-loss = 25, significant = false}]\n")
    assert run(back) == 0
    assert run([*back, "--max-loss", "days:timex.value=15"]) == 1
    assert "20.0 points lost, more than 15" in capsys.readouterr().err
    Path("pyproject.toml").write_text('[tool.bench.compare]\nmeasures = ["timex.relaxed"]\nalpha = 1e-5\n')
    assert run(back) == 0
    # a gate is judged, whether its measure is among those tested by themselves or not
    assert run([*back, "--floor", "timex.strict=90"]) == 1
    assert "timex.strict: 80.0, below the floor of 90" in capsys.readouterr().err
    assert run([*back, "--config", "nowhere.toml"]) == 4


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("[tool.bench.compare]\nlevel = 1\n", "'level', which nothing reads"),
        ('[tool.bench.compare]\nundecided = "maybe"\n', "Invalid enum value 'maybe'"),
        ("[tool.bench.compare]\ngates = [{floor = 120}]\n", "`float` <= 100"),
        ("[tool.bench.compare]\ngates = [{flor = 1}]\n", "gates, no. 1: 'flor', which nothing reads"),
        ("[tool.bench.compare]\ngates = 1\n", "Expected `array`"),
        ("[tool.bench]\ncompare = 1\n", "Expected `object`"),
        ("[tool", "not TOML"),
    ],
)
@pytest.mark.usefixtures("repository")
def test_settings_that_make_no_sense(content: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path("pyproject.toml").write_text(content, encoding="utf-8")
    assert run(["compare", "main"]) == 4
    err = capsys.readouterr().err
    assert err.startswith("pyproject.toml: ")
    assert said in err


@pytest.mark.usefixtures("repository")
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere"], "nowhere: there is no such folder, and no such git revision"),
        (["main", "--results", "elsewhere"], "no elsewhere in this revision"),
        (["main", "--measure", "timex.vlaue"], "did you mean timex.value or"),
        (["main", "--floor", "timex.value"], "write [SYSTEM:]MEASURE=POINTS"),
        (["main", "--floor", "timex.value=101"], "points are 0 to 100"),
        (["main", "--floor", "dayz:timex.value=1"], "did you mean days?"),
        (["main", "-o", "table.txt"], "no form for a file ending in named '.txt'"),
        (["gold"], "gold: no results of articles here"),
    ],
)
def test_what_cannot_be_compared_is_said(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["compare", *arguments]) == 2
    assert said in capsys.readouterr().err


def test_other_gold_is_refused_until_it_is_asked_for(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = repository / "gold" / "articles" / "timexes.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(lines[:-1]), encoding="utf-8")
    evaluate(BASE)
    capsys.readouterr()
    assert run(["compare", "main"]) == 2
    err = capsys.readouterr().err
    assert "other gold: scored on articles@1.0.0#" in err
    assert "--shared" in err
    assert run(["compare", "main", "--shared"]) == 0
    assert "shared part only: main" in capsys.readouterr().err


@pytest.mark.parametrize(("before", "behind"), [("So ", ""), ("", " Or so they say.")])
def test_gold_whose_text_changed(
    before: str, behind: str, repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Behind a word that is new the old answers' offsets don't fit, so that the document isn't shared."""
    gold = repository / "gold" / "articles"
    documents, timexes = (
        [json.loads(line) for line in (gold / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
        for name in ("documents", "timexes")
    )
    first = documents[0]
    first["text"] = before + first["text"] + behind
    first["sha256"] = hashlib.sha256(first["text"].encode()).hexdigest()
    first["sentences"] = [0, *(start + len(before) for start in first["sentences"][1:])]
    for line in timexes:
        if line["doc"] == first["id"]:
            line["start"], line["end"] = line["start"] + len(before), line["end"] + len(before)
    for name, lines in (("documents", documents), ("timexes", timexes)):
        text = "".join(f"{json.dumps(line)}\n" for line in lines)
        (gold / f"{name}.jsonl").write_text(text, encoding="utf-8")
    evaluate(BASE)
    capsys.readouterr()
    assert run(["compare", "main"]) == 2
    assert "other gold: scored on articles@1.0.0#" in capsys.readouterr().err
    assert run(["compare", "main", "--shared"]) == 0
    assert ("other documents: results alone has one\n" in capsys.readouterr().err) == bool(before)


def test_answers_for_spans_that_gold_no_longer_has(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gold = repository / "gold" / "articles" / "timexes.jsonl"
    answers = repository / "results" / "articles" / "days" / "resolved.jsonl"
    answers.write_bytes(gold.read_bytes())
    git("add", "-A")
    git("commit", "-m", "resolves")
    lines = gold.read_text(encoding="utf-8").splitlines(keepends=True)
    gold.write_text("".join(lines[1:]), encoding="utf-8")
    evaluate(BASE)
    answers.write_bytes(gold.read_bytes())
    capsys.readouterr()
    code, found, _ = compare(capsys, "main", "--shared", "--measure", "timex.value.given")
    assert code == 0
    given = found["systems"]["days"]["measures"]["timex.value.given"]
    assert (given["base"], given["head"]) == (1, 1)


def test_records_of_other_schemas(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Only what they say of the predictions is read: those of a commit can't be made again."""
    path = repository / "results" / "articles" / "days" / "record.json"
    good = path.read_bytes()
    record = json.loads(good)
    record["schema"] = 1
    del record["measures"]
    for content, code in ((json.dumps(record).encode(), 0), (b"{}", 4), (b"\xff", 4), (b"[" * 100_000, 4)):
        path.write_bytes(content)
        git("add", "-A")
        git("commit", "-m", "another record")
        path.write_bytes(good)
        capsys.readouterr()
        assert run(["compare", "HEAD"]) == code
        err = capsys.readouterr().err
        assert err.startswith("HEAD:results/articles/days/record.json: not a results record") == (code == 4)


def test_two_folders_of_one_name_are_refused(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    results = repository / "results" / "articles"
    shutil.copytree(results / "days", results / "older")
    assert run(["compare", "main"]) == 2
    assert "results: the folders days and older both have results of days" in capsys.readouterr().err


def test_other_documents_are_refused_until_it_is_asked_for(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = repository / "results" / "articles" / "days" / "documents.jsonl"
    path.write_text("".join(path.read_text().splitlines(keepends=True)[1:]))
    timexes = repository / "results" / "articles" / "days" / "timexes.jsonl"
    timexes.write_text(
        "".join(line for line in timexes.read_text().splitlines(keepends=True) if '"one"' not in line)
    )
    assert run(["compare", "main"]) == 2
    assert "days: other documents: main (" in capsys.readouterr().err
    assert run(["compare", "main", "--shared"]) == 0


def test_two_systems_of_any_name(branch: Branch, capsys: pytest.CaptureFixture[str]) -> None:
    branch(BETTER.replace("def days", "def others"))
    Path("old").mkdir()
    git("worktree", "add", "old/tree", "main")
    old = "old/tree/results/articles/days"
    code, found, _ = compare(capsys, old, "results/articles/others/record.json")
    assert code == 0
    assert found["systems"]["others"]["was"] == "days"
    assert found["systems"]["others"]["measures"]["timex.value"]["verdict"] == "better"
    assert run(["compare", old, "results"]) == 2
    assert "no system in results named 'days'" in capsys.readouterr().err


def test_too_little_data_is_no_pass(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One document of two sentences: whatever differs, no test can tell."""
    folder = repository / "gold" / "articles"
    for name in ("documents", "timexes"):
        lines = (folder / f"{name}.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
        kept = lines[:1] if name == "documents" else lines[:2]
        (folder / f"{name}.jsonl").write_text("".join(kept), encoding="utf-8")
    evaluate(BASE)
    (repository / "results").rename(repository / "before")
    evaluate(WORSE)
    capsys.readouterr()
    assert run(["compare", "before", "--measure", "timex.value"]) == 5
    assert "undecided: days, timex.value: too little data, for these texts (" in capsys.readouterr().err
    assert run(["compare", "before", "--measure", "timex.value", "--undecided", "pass"]) == 0


def test_an_answer_that_head_no_longer_gives_is_no_pass(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree("results", "before")
    days = repository / "results" / "articles" / "days"
    (days / "timexes.jsonl").unlink()
    (days / "events.jsonl").touch()
    record = json.loads((days / "record.json").read_text(encoding="utf-8"))
    del record["predictions_digest"]  # or the record wouldn't belong to these predictions
    (days / "record.json").write_text(json.dumps(record), encoding="utf-8")
    assert run(["compare", "before"]) == 3
    assert "failed: days, timex.value: head no longer answers it" in capsys.readouterr().err


@pytest.mark.usefixtures("repository")
def test_where_no_document_is_left_nothing_is_decided(capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree("results", "before")
    assert evaluate(BASE.replace("    for found", "    raise RuntimeError\n        for found")) == 3
    capsys.readouterr()
    assert run(["compare", "before"]) == 3
    command = ["compare", "before", "--allow-failures", "4"]
    assert run(command) == 5
    assert "no document is left on which both sides were done" in capsys.readouterr().err
    # a floor is over all documents, whatever failed: nothing was found of what gold has
    assert run([*command, "--floor", "timex.value=70"]) == 3
    assert "timex.value: 0.0, below the floor of 70, with 4 documents failed" in capsys.readouterr().err


@pytest.mark.usefixtures("repository")
def test_a_failure_on_both_sides_is_no_loss() -> None:
    assert evaluate(BROKEN) == 3
    shutil.copytree("results", "before")
    assert run(["compare", "before"]) == 0
    assert run(["compare", "before", "--floor", "timex.value=75"]) == 3


@pytest.mark.usefixtures("repository")
def test_a_failure_on_given_spans_is_no_loss(capsys: pytest.CaptureFixture[str]) -> None:
    resolving = """
        from bench import Timex, system

        @system(layers=["timexes"])
        class Days:
            def extract(self, document):
                return []

            def resolve(self, document, spans):
                {fault}
                return [Timex(*span, "DATE", "2021-05-03") for span in spans]
        """
    assert evaluate(resolving.format(fault="pass")) == 0
    shutil.copytree("results", "before")
    assert evaluate(resolving.format(fault="assert document.id != 'two'")) == 3
    capsys.readouterr()
    assert run(["compare", "before"]) == 3
    found = capsys.readouterr()
    assert "failed: Days: failed on two (given spans: AssertionError" in found.err
    assert run(["compare", "before", "--allow-failures", "1"]) == 0


def test_two_systems_with_one_answer_are_both_told_of_when_they_go(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree("results", "before")
    for name in ("twin", "days"):
        folder = repository / "before" / "articles" / name
        shutil.copytree(repository / "results" / "articles" / "days", folder, dirs_exist_ok=True)
    record = repository / "before" / "articles" / "twin" / "record.json"
    record.write_text(record.read_text().replace('"days"', '"twin"'))
    shutil.rmtree(repository / "results" / "articles" / "days")
    evaluate(BETTER.replace("def days", "def others"))
    capsys.readouterr()
    _, found, _ = compare(capsys, "before")
    states = {name: system["state"] for name, system in found["systems"].items()}
    assert states == {"others": "new", "days": "removed", "twin": "removed"}
