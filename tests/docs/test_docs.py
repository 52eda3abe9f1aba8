"""The documents hold: every command is in them, their examples run, and their tables are the results."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest

from bench.cli.root import VERBS, root, run
from bench.dataset.suite import Layers, Suite
from bench.formats import registry, timeml
from bench.formats.jsonl.predictions import read_predictions
from bench.gold.load import load
from bench.render import scores
from bench.render.grid import markdown
from bench.results import record, store
from bench.systems import discovery
from docs.genres import GENRES, genre
from docs.refresh import (
    BEST,
    CHOOSING,
    DOCUMENTS,
    DRAWN,
    FORMATS,
    FOUND,
    GROUPS,
    LEADERS,
    LEFT_OUT,
    MEASURES,
    PHENOMENA,
    PLOT,
    PUBLISHED,
    TABLE,
    best,
    drawn,
    examples,
    formats,
    leaders,
    measures,
    output,
    phenomena,
    plot,
    published,
    table,
)
from tests.conftest import ROOT

EXAMPLES = [pair for path in DOCUMENTS for pair in examples(path.read_text(encoding="utf-8"))]
SLOW = ("bench plot", "bench invariance", "bench validate hf:")


@pytest.mark.parametrize(
    ("command", "printed"),
    [
        pytest.param(
            *example,
            id=example[0],
            marks=[pytest.mark.slow] * example[0].startswith(SLOW),
        )
        for example in EXAMPLES
    ],
)
def test_an_example_prints_what_stands_below_it(
    monkeypatch: pytest.MonkeyPatch, command: str, printed: str
) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("COLUMNS", "100")
    assert command.startswith("bench ")
    found = output(command)
    assert re.fullmatch(".*".join(map(re.escape, printed.split(LEFT_OUT))), found, re.DOTALL), found


def test_the_page_of_phenomena_is_made_from_the_results() -> None:
    text = (ROOT / "docs" / "phenomena.md").read_text(encoding="utf-8")
    assert PHENOMENA.sub(lambda _: phenomena(), text) == text


def test_every_command_has_its_section_and_an_example() -> None:
    text = (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8")
    shown = {command.split()[1] for command, _ in EXAMPLES}
    # that of history needs commits: tests/test_history.py runs it
    assert shown >= set(VERBS) - {"history"}
    for verb in VERBS:
        assert f"## bench {verb}\n" in text


def test_the_tables_for_choosing_are_those_of_the_results() -> None:
    text = (ROOT / "docs" / "choosing.md").read_text(encoding="utf-8")
    names = [found[1] for found in DRAWN.finditer(text)]
    assert names == list(CHOOSING)
    assert DRAWN.sub(lambda found: drawn(found[1]), text) == text


def test_the_tables_across_genres_are_those_of_the_results() -> None:
    text = (ROOT / "docs" / "genres.md").read_text(encoding="utf-8")
    names = [found[1] for found in GENRES.finditer(text)]
    assert names == ["found", "value", "expressions", "agreement", "types", "events", "task4"]
    assert GENRES.sub(lambda found: genre(found[1]), text) == text


def mistakes() -> list[tuple[str, ...]]:
    """The rows of the tables of mistakes: system, article, words, what it says, what gold says."""
    text = (ROOT / "docs" / "choosing.md").read_text(encoding="utf-8")
    tables = re.findall(r"^<!-- mistakes -->\n(.*?)^<!-- end -->", text, re.MULTILINE | re.DOTALL)
    rows = [line.strip("| ").split(" | ") for table in tables for line in table.splitlines()[2:]]
    return [tuple(cell.strip() for cell in row) for row in rows]


@pytest.mark.parametrize("row", mistakes(), ids=" ".join)
def test_a_mistake_is_in_the_committed_predictions(row: tuple[str, ...]) -> None:
    name, article, words, says, right = row
    gold = load(ROOT / "gold" / "articles")
    whole = read_predictions(ROOT / "results" / "articles" / name, gold)
    (layer,) = whole.covers
    labelled, predicted = spans(gold.layers[article], layer), spans(whole.layers[article], layer)
    if says == "nothing":
        asked = [span for span in labelled if span[2:] == (words, right)]
        assert any(not any(over(span, other) for other in predicted) for span in asked)
    elif right == "nothing":
        given = [span for span in predicted if span[2:] == (words, says)]
        assert any(not any(over(span, other) for other in labelled) for span in given)
    else:
        given = [span for span in predicted if span[2:] == (words, says)]
        assert any(over(span, other) and other[3] == right for span in given for other in labelled)


Placed = tuple[int, int, str, str]


def spans(layers: Layers, layer: str) -> list[Placed]:
    """Start, end, words and what is said of them."""
    if layer == "timexes":
        return [(timex.start, timex.end, timex.text, timex.value or "a time") for timex in layers.timexes]
    return [(event.start, event.end, event.text, event.class_ or "an event") for event in layers.events]


def over(one: Placed, other: Placed) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def test_the_list_of_measures_is_made_from_the_measures() -> None:
    found = MEASURES.search((ROOT / "docs" / "measures.md").read_text(encoding="utf-8"))
    assert found
    assert found[0] == measures()


def test_the_table_of_formats_has_every_format_and_links_to_its_section() -> None:
    text = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")
    assert set(FOUND) == {each.name for each in registry.FORMATS}
    found = FORMATS.search(text)
    assert found
    assert found[0] == formats()
    headings = set(re.findall(r"^##+ (.*)$", text, re.MULTILINE))
    assert {heading for heading, _ in FOUND.values()} <= headings


def test_every_option_is_documented() -> None:
    text = (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8")
    for verb in VERBS:
        command = root.get_command(None, verb)  # type: ignore[arg-type]  # the context isn't used
        assert command is not None
        for parameter in command.params:
            if isinstance(parameter, click.Option) and not parameter.hidden:
                assert any(f"`{name}" in text for name in parameter.opts), f"{verb} {parameter.opts}"


def test_links_between_the_documents_lead_somewhere() -> None:
    for path in [*DOCUMENTS, *(ROOT / "gold").glob("*/README.md"), ROOT / "benchmarks" / "README.md"]:
        for target, heading in re.findall(r"\]\(([^)#]*)#?([^)]*)\)", path.read_text(encoding="utf-8")):
            if not target.startswith("http"):
                there = path.parent / target if target else path
                assert there.exists(), f"{path.name}: {target}"
                assert not heading or heading in headings(there), f"{path.name}: {target}#{heading}"


def headings(path: Path) -> set[str]:
    """The names that a page's headings can be linked by."""
    found = re.findall(r"^#+ (.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in found}


def test_the_card_states_the_agreement_that_bench_agree_prints(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    run(["agree", "gold/articles/passes/a", "gold/articles/passes/b", "--format", "markdown"])
    table = [line for line in capsys.readouterr().out.splitlines() if line.startswith("|")]
    assert "\n".join(table) in (ROOT / "gold" / "articles" / "README.md").read_text(encoding="utf-8")


def digests_for(suite: Suite) -> set[str]:
    """Of the systems that predict anything a suite has, but those that need a model which isn't here."""
    known, faults = discovery.discover(ROOT / "systems")
    assert faults == []
    return {
        system.digest
        for system in known.values()
        if any(map(suite.has, system.layers))
        and not system.requirements.exchanges
        and not system.requirements.installed
    }


def local_models() -> set[str]:
    """The digests of the language models that run on this machine. Only the articles have results of them."""
    known, _ = discovery.discover(ROOT / "systems")
    return {system.digest for system in known.values() if system.requirements.by_name}


def test_committed_results_are_of_the_committed_gold_and_systems() -> None:
    suite = load(ROOT / "gold" / "articles")
    records, stale = store.read(ROOT / "results", suite)
    assert stale == []
    of_systems = {record.system_digest for record in records if record.role == "system"}
    models = local_models()
    assert of_systems - models == digests_for(suite)
    assert {"smollm2-135m", "smollm2-135m-paragraph", "smollm2-135m-timeline"} == {
        record.name for record in records if record.system_digest in models
    }
    assert {record.name for record in records if record.role == "annotator"} == {"annotator-a", "annotator-b"}


def test_committed_results_on_tempeval_are_of_the_committed_systems(reference: Path) -> None:
    # the suite's name is its folder's, so here only the digest is compared
    suite = timeml.read_gold(reference / "gold")
    found = [record.read(path) for path in (ROOT / "results" / "tempeval3-platinum").glob("*/record.json")]
    assert {each.suite_digest for each in found} == {suite.digest}
    assert {each.system_digest for each in found} == digests_for(suite)
    assert not [
        path
        for path in (ROOT / "results" / "tempeval3-platinum").glob("*/*.jsonl")
        if '"text"' in path.read_text()
    ]


@pytest.mark.parametrize("name", ["phenomena", "messages"])
def test_committed_results_on_large_suites_are_of_all_systems_that_do_not_learn(name: str) -> None:
    suite = load(ROOT / "gold" / name)
    records, stale = store.read(ROOT / "results", suite)
    assert stale == []
    known, _ = discovery.discover(ROOT / "systems")
    learners = {system.digest for system in known.values() if system.learns}
    found = {record.system_digest for record in records if record.role == "system"}
    assert found == digests_for(suite) - learners


@pytest.mark.parametrize("suite", ["articles", "tempeval3-platinum", "phenomena", "messages"])
def test_the_tables_are_made_from_the_records(suite: str) -> None:
    folder = ROOT / "results" / suite
    written = (folder / "README.md").read_text(encoding="utf-8")
    records = [record.read(path) for path in sorted(folder.glob("*/record.json"))]
    for grid in scores.comparison([*records, *store.published(folder)]):
        assert markdown(grid) in written


def test_the_best_by_group_are_those_of_the_results() -> None:
    text = (ROOT / "docs" / "choosing.md").read_text(encoding="utf-8")
    assert BEST.findall(text) == [best()]
    phenomena = {name for names in GROUPS.values() for name in names.split()}
    tags = {document.tags[0] for document in load(ROOT / "gold" / "phenomena").documents}
    assert phenomena < tags


def test_the_tables_of_published_outputs_are_those_of_the_records() -> None:
    assert PUBLISHED.findall((ROOT / "docs" / "published.md").read_text(encoding="utf-8")) == [published()]
    assert LEADERS.findall((ROOT / "docs" / "choosing.md").read_text(encoding="utf-8")) == [leaders()]


def test_the_readme_shows_the_results() -> None:
    assert TABLE.findall((ROOT / "README.md").read_text(encoding="utf-8"))[0] == table()


def test_the_figure_is_drawn_from_the_results() -> None:
    version = re.findall(r"^matplotlib==(.*)$", (ROOT / "constraints.txt").read_text(), re.MULTILINE)
    matplotlib = pytest.importorskip("matplotlib", reason="needs the extra plots")
    if [matplotlib.__version__] != version:
        pytest.skip(f"needs matplotlib {version[0]}: another may draw other bytes")
    assert PLOT.read_bytes() == plot()


def test_the_systems_that_work_on_what_others_said_run(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, suite_folder: Path, tmp_path: Path
) -> None:
    link = {"doc": "fair", "source": "e1", "target": "t1", "relation": "IS_INCLUDED"}
    (suite_folder / "links.jsonl").write_text(json.dumps(link) + "\n", encoding="utf-8")
    path = tmp_path / "nearest.py"
    path.write_text(block("docs/systems.md", 2), encoding="utf-8")
    monkeypatch.chdir(ROOT)
    assert run(["check", str(path)]) == 0
    assert run(["evaluate", str(path), "--gold", str(suite_folder), "-o", str(tmp_path / "results")]) == 0
    capsys.readouterr()
    found = tmp_path / "results" / "example"
    # regex finds whole dates only: none in the fair, and in the flood one, with one event
    links = (found / "nearest" / "links.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["doc"] for line in links] == ["flood"]
    words = (found / "told" / "timeline.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["label"] for line in words] == ["close", "fell", "opened"]


@pytest.mark.slow
def test_the_systems_of_the_documents_are_clean(tmp_path: Path) -> None:
    (tmp_path / "nearest.py").write_text(block("docs/systems.md", 2), encoding="utf-8")
    (tmp_path / "years.py").write_text(block("docs/systems.md", 1), encoding="utf-8")
    (tmp_path / "weekdays.py").write_text(block("CONTRIBUTING.md", 0), encoding="utf-8")
    for tool in (["ruff", "check"], ["ruff", "format", "--check"], ["mypy", "--strict"]):
        done = subprocess.run(
            [sys.executable, "-m", *tool, str(tmp_path)], capture_output=True, text=True, check=False, cwd=ROOT
        )
        assert done.returncode == 0, done.stdout


def block(page: str, number: int) -> str:
    """The block of Python with this number, from 0, in a page."""
    text = (ROOT / page).read_text(encoding="utf-8")
    return str(re.findall(r"^```python\n(.*?)^```", text, re.MULTILINE | re.DOTALL)[number])


def test_the_system_that_reads_given_spans_runs(
    capsys: pytest.CaptureFixture[str], suite_folder: Path, tmp_path: Path
) -> None:
    path = tmp_path / "years.py"
    path.write_text(block("docs/systems.md", 1), encoding="utf-8")
    assert run(["check", str(path)]) == 0
    capsys.readouterr()
    assert run(["evaluate", str(path), "--gold", str(suite_folder), "--format", "json"]) == 0
    measures = json.loads(capsys.readouterr().out)["systems"]["Years"]["measures"]
    assert (measures["timex.value.given"]["predicted"], measures["timex.value.given"]["gold"]) == (0, 4)


def test_a_contributors_ten_lines_run(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "weekdays.py"
    path.write_text(block("CONTRIBUTING.md", 0), encoding="utf-8")
    monkeypatch.chdir(ROOT)
    assert run(["evaluate", str(path), "--format", "json"]) == 0
    result = json.loads(capsys.readouterr().out)["systems"]["weekdays"]
    assert result["measures"]["timex.strict"]["correct_gold"] > 0
