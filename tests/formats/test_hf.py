"""Data sets of Hugging Face: the folder that is written opens in others' libraries, and theirs are suites."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.parquet
import pytest
import yaml

import bench
from bench import DataError, UsageError
from bench.cli.root import run
from bench.dataset import card, hub
from bench.dataset.hub import Address
from bench.formats.hf import streamed
from tests.conftest import ROOT
from tests.hub import served

ARTICLES = ROOT / "gold" / "articles"
LAYERS = ("documents", "timexes", "events", "timeline", "ignore")


@pytest.fixture(autouse=True)
def _offline(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    monkeypatch.setenv("HF_HOME", str(tmp_path_factory.mktemp("hub")))
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The four articles as a data set."""
    found = tmp_path_factory.mktemp("written") / "articles"
    bench.convert(ARTICLES, found, to="hf")
    return found


def front(folder: Path) -> dict[str, Any]:
    """The front matter of a folder's card, read without bench."""
    _, matter, _ = (folder / "README.md").read_text(encoding="utf-8").split("---\n", 2)
    found: dict[str, Any] = yaml.safe_load(matter)
    return found


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_the_card_declares_a_config_for_each_layer_and_its_features(folder: Path) -> None:
    from datasets import Features

    said = front(folder)
    assert [each["config_name"] for each in said["configs"]] == list(LAYERS)
    assert [each["config_name"] for each in said["configs"] if each.get("default")] == ["documents"]
    for config, info in zip(said["configs"], said["dataset_info"], strict=True):
        ((file),) = config["data_files"]
        stored = pyarrow.parquet.ParquetFile(folder / file["path"])
        assert info["splits"][0]["num_examples"] == stored.metadata.num_rows
        assert info["download_size"] == (folder / file["path"]).stat().st_size
        declared = Features._from_yaml_list(info["features"])
        assert declared == Features.from_arrow_schema(stored.schema_arrow), config["config_name"]
    assert (said["version"], said["language"], said["size_categories"]) == ("1.0.0", "en", ["n<1K"])


def test_the_card_says_what_the_suites_own_card_says_of_the_licence(folder: Path) -> None:
    assert front(folder)["license"] == "cc-by-4.0"
    text = (folder / "README.md").read_text(encoding="utf-8")
    assert "## Licence, citation, and whose texts these are" in text
    assert "**The four article texts belong\nto their publishers.**" in text
    assert card.read(folder) == card.read(ARTICLES)  # so the next conversion says it too


def write(folder: Path, front_matter: str = "") -> Path:
    """A suite of one document, with a card if there is front matter."""
    folder.mkdir(parents=True)
    (folder / "documents.jsonl").write_text('{"id": "a", "text": "It rained on Monday."}\n')
    (folder / "timexes.jsonl").write_text('{"doc": "a", "start": 13, "end": 19, "value": "2023-09-18"}\n')
    if front_matter:
        (folder / "README.md").write_text(f"---\n{front_matter}---\n# Rain\n")
    return folder


def test_a_licence_that_nobody_states_is_unknown(tmp_path: Path) -> None:
    bench.convert(write(tmp_path / "mine"), tmp_path / "out", to="hf")
    assert front(tmp_path / "out")["license"] == "unknown"
    assert "The licence isn't known" in (tmp_path / "out" / "README.md").read_text()
    assert json.loads((tmp_path / "out" / "croissant.json").read_text())["license"] == ["The licence isn't known."]


def test_a_known_corpus_has_the_licence_of_its_distribution(tmp_path: Path) -> None:
    bench.convert(write(tmp_path / "meantime-apple"), tmp_path / "out", to="hf")
    assert front(tmp_path / "out")["license"] == "cc-by-4.0"
    assert "MEANTIME, topic apple" in (tmp_path / "out" / "README.md").read_text()
    bench.convert(write(tmp_path / "timebank"), tmp_path / "other", to="hf")
    assert front(tmp_path / "other")["license"] == "other"
    text = (tmp_path / "other" / "README.md").read_text()
    assert "text of the Linguistic Data Consortium, for its licensees (LDC2006T08)" in text


def test_a_layer_that_is_labelled_and_empty_stays_labelled(tmp_path: Path) -> None:
    mine = write(tmp_path / "mine")
    (mine / "events.jsonl").write_text("")
    bench.convert(mine, tmp_path / "out", to="hf")
    assert bench.read_gold(tmp_path / "out").labelled_layers == ("timexes", "events")
    assert bench.read_gold(f"hf:{tmp_path / 'out'}").labelled_layers == ("timexes", "events")
    assert "| `events` | 0 | the events; none was found, and" in (tmp_path / "out" / "README.md").read_text()


@pytest.mark.parametrize(
    ("front_matter", "licence", "language"),
    [
        ("license: mit\n", ("mit",), ()),
        ("license: 'cc-by-sa-3.0'  # as Wikipedia's\nlanguage: [en, de]\n", ("cc-by-sa-3.0",), ("en", "de")),
        ("language:\n- en\n- nl\nlicense:\n  - mit\n  - apache-2.0\n", ("mit", "apache-2.0"), ("en", "nl")),
        ("license_name: mine\nlicense: other\n", ("other",), ()),
        ("size: 1\n", (), ()),
    ],
)
def test_licence_and_language_are_read_in_the_forms_of_yaml(
    front_matter: str, licence: tuple[str, ...], language: tuple[str, ...]
) -> None:
    found = card.parse(f"---\n{front_matter}---\n# Rain\n\n## Use\n\nAs you like.\n")
    assert (found.licence, found.language, found.licence_section) == (licence, language, "")


def test_the_section_of_the_licence_ends_with_the_next_of_its_rank() -> None:
    text = "# Rain\n\n## License\n\nFree.\n\n### Texts\n\nTheirs.\n\n## Use\n\nAs you like.\n"
    assert card.parse(text).licence_section == "## License\n\nFree.\n\n### Texts\n\nTheirs."


def test_croissant_names_each_file_and_each_column(folder: Path) -> None:
    said = json.loads((folder / "croissant.json").read_text(encoding="utf-8"))
    files = {each["@id"]: each for each in said["distribution"]}
    assert list(files) == [f"{name}.parquet" for name in LAYERS]
    for records in said["recordSet"]:
        file = files[f"{records['name']}.parquet"]
        content = (folder / file["contentUrl"]).read_bytes()
        assert file["sha256"] == hashlib.sha256(content).hexdigest()
        assert file["contentSize"] == f"{len(content)} B"
        stored = pyarrow.parquet.read_schema(folder / file["contentUrl"])
        assert [each["name"] for each in records["field"]] == stored.names
    assert said["version"] == "1.0.0"
    assert said["license"] == ["https://creativecommons.org/licenses/by/4.0/"]


def test_the_folder_is_gold_again(folder: Path, tmp_path: Path) -> None:
    bench.convert(folder, tmp_path / "back", to="jsonl")
    bench.convert(ARTICLES, tmp_path / "straight", to="jsonl")
    for path in (tmp_path / "straight").iterdir():
        assert (tmp_path / "back" / path.name).read_bytes() == path.read_bytes(), path.name
    suite = bench.read_gold(folder)
    assert (suite.name, suite.version, len(suite.documents), suite.lent) == ("articles", "1.0.0", 4, False)


def test_a_system_runs_over_the_folder(
    tmp_path: Path, folder: Path, system_file: Callable[[str, str], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    system = system_file("none", "@system(layers=['timexes'])\ndef none(document):\n    return []\n")
    assert run(["run", str(system), str(folder), "-o", str(tmp_path / "out")]) == 0, capsys.readouterr().err
    assert len(bench.read_predictions(tmp_path / "out").layers) == 4


def test_an_address_has_a_revision_a_config_and_a_split(tmp_path: Path) -> None:
    assert hub.address("hf:me/gold") == Address("hf:me/gold", "me/gold")
    assert hub.address("hf:me/gold@v1.2:timexes=times:test") == Address(
        "hf:me/gold@v1.2:timexes=times:test", "me/gold", "v1.2", "timexes=times", "test"
    )
    odd = tmp_path / "a@b:c"
    odd.mkdir()
    assert hub.address(f"hf:{odd}::test") == Address(f"hf:{odd}::test", str(odd), None, "", "test")
    assert hub.address(f"hf:{odd}").folder == odd
    with pytest.raises(UsageError, match=r"hf::x: no data set is named; write hf:NAME or hf:FOLDER"):
        hub.address("hf::x")


def test_a_file_of_that_name_is_no_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert hub.is_address("hf:me")
    (tmp_path / "hf:me").mkdir()
    assert not hub.is_address("hf:me")


def test_nothing_is_written_to_the_hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match="hf:me/gold: bench writes no data set to the hub; write a folder"):
        bench.convert(ARTICLES, "hf:me/gold", to="hf")
    assert not list(tmp_path.iterdir())


def test_what_the_hub_does_not_have_is_told_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["validate", "hf:nobody/nothing"]) == 2
    said = capsys.readouterr().err
    assert len(said.splitlines()) == 1
    assert said.startswith("error: hf:nobody/nothing can't be loaded: ")
    assert said.endswith("; mend the name, go online, or name a folder that has the data set: hf:FOLDER\n")


def test_a_data_set_of_any_files_is_a_suite(tmp_path: Path) -> None:
    """JSON Lines whose configs have other names, and two splits."""
    mine = write(tmp_path / "mine" / "test").parent
    write(mine / "train")
    configs = [
        f"- config_name: {config}\n  data_files:\n"
        + "".join(f"  - {{split: {split}, path: {split}/{file}.jsonl}}\n" for split in ("train", "test"))
        for config, file in (("texts", "documents"), ("times", "timexes"))
    ]
    features = "dataset_info:\n- config_name: times\n  features:\n" + "".join(
        f"  - {{name: {name}, dtype: {dtype}}}\n"
        for name, dtype in (("doc", "string"), ("start", "int64"), ("end", "int64"), ("value", "json"))
    )
    (mine / "README.md").write_text(
        f"---\nversion: 3.0.0\nlicense: mit\nconfigs:\n{''.join(configs)}{features}---\n"
    )
    address = f"hf:{mine}"
    with pytest.raises(UsageError, match=r"has no config 'documents', only texts, times; .*:documents=texts"):
        bench.read_gold(address)
    with pytest.raises(UsageError, match=r"has the splits train, test; name one, as in hf:.*=times:test"):
        bench.read_gold(f"{address}:documents=texts,timexes=times")
    with pytest.raises(
        UsageError, match=r"'timex=times' names no table; write TABLE=CONFIG, of: documents, timexes"
    ):
        bench.read_gold(f"{address}:timex=times")
    with pytest.raises(UsageError, match=r"has no config 'words'; there is: texts, times"):
        bench.read_gold(f"{address}:documents=words")
    suite = bench.read_gold(f"{address}:documents=texts,timexes=times:test")
    assert (suite.name, suite.version, suite.card.licence, suite.lent) == ("mine", "3.0.0", ("mit",), True)
    assert suite.labelled_layers == ("timexes",)
    assert suite.layers["a"].timexes[0].value == "2023-09-18"
    rows = mine / "test" / "timexes.jsonl"
    rows.write_text('{"doc": "a", "start": 13, "end": 99, "value": "2023-09-18"}\n')
    with pytest.raises(DataError, match=r"hf:.*/timexes:1: .*99"):
        bench.read_gold(f"{address}:documents=texts,timexes=times:test")


def test_years_that_became_numbers_are_text_again() -> None:
    rows: list[dict[str, Any]] = [
        {"doc": 7, "start": 1999, "value": 2022},
        {"doc": "a", "start": 1, "value": 79},
    ]
    read = streamed._digested(iter(rows), {"doc", "value"}, hashlib.sha256())
    # "0079" came as 79: how it was written can't be told, so the row is at fault
    assert list(read) == [{"doc": 7, "start": 1999, "value": "2022"}, {"doc": "a", "start": 1, "value": 79}]


def test_a_value_that_became_a_time_stamp_is_a_fault(tmp_path: Path) -> None:
    """The library guesses days in JSON whose features nobody declares."""
    mine = write(tmp_path / "mine")
    configs = (f"- config_name: {name}\n  data_files: {name}.jsonl\n" for name in ("documents", "timexes"))
    (mine / "README.md").write_text(f"---\nconfigs:\n{''.join(configs)}---\n")
    with pytest.raises(
        DataError, match=r"hf:.*/timexes:1: .*got `datetime` - at `\$\.value`; see docs/formats\.md"
    ):
        bench.read_gold(f"hf:{mine}")


LOADED = """
import json, sys
from datasets import load_dataset
folder, layers = sys.argv[1], sys.argv[2:]
print(json.dumps({layer: list(load_dataset(folder, layer, split="train")) for layer in layers}))
"""


@pytest.mark.slow
def test_datasets_loads_what_was_written(folder: Path, tmp_path: Path) -> None:
    """In a process of its own, as its user does, from an empty cache and without the hub."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", LOADED, str(folder), *LAYERS],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "HF_HOME": str(tmp_path)},
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    for layer in LAYERS:
        stated = lines(ARTICLES / f"{layer}.jsonl")
        said = [{key: value for key, value in row.items() if value is not None} for row in found[layer]]
        assert said == [
            {key: value for key, value in row.items() if value not in (None, [], "")} for row in stated
        ], layer


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(path.name for path in (ROOT / "gold").iterdir()))
def test_our_gold_is_the_same_by_way_of_datasets(name: str) -> None:
    """The features that the cards declare lose nothing: no day becomes a time stamp, no year a number."""
    stated, loaded = bench.read_gold(ROOT / "gold" / name), bench.read_gold(f"hf:{ROOT / 'gold' / name}")
    assert loaded.documents == stated.documents
    assert loaded.layers == stated.layers
    assert loaded.timeline == stated.timeline
    assert (loaded.version, loaded.event_phenomena) == (stated.version, stated.event_phenomena)


HUB = """
import sys
import bench
print(bench.__file__)
try:
    suite = bench.read_gold(sys.argv[1])
    timexes = sum(len(each.timexes) for each in suite.layers.values())
    print(suite.name, suite.version, len(suite.documents), timexes)
except bench.UsageError as error:
    print(error)
"""


@pytest.mark.slow
def test_a_data_set_of_the_hub_is_streamed(folder: Path, tmp_path: Path) -> None:
    """From a stand-in on this machine: the hub itself isn't asked."""

    def read(address: str, endpoint: str) -> str:
        environment = {key: value for key, value in os.environ.items() if key != "HF_HUB_OFFLINE"}
        done = subprocess.run(
            [sys.executable, "-c", HUB, address],
            capture_output=True,
            text=True,
            check=False,
            env={**environment, "HF_ENDPOINT": endpoint, "HF_HOME": str(tmp_path / "home")},
            timeout=300,
        )
        assert done.returncode == 0, done.stderr
        assert not done.stderr
        return done.stdout.splitlines()[1]

    bare = tmp_path / "bare"
    (bare / "data").mkdir(parents=True)
    (bare / "data" / "train.parquet").write_bytes((folder / "data" / "documents.parquet").read_bytes())
    with served("me/bare", bare) as (endpoint, _):  # without a card there is one config
        assert read("hf:me/bare:documents=default", endpoint) == "bare  4 0"
    with served("me/gold", folder) as (endpoint, asked):
        assert read("hf:me/gold", endpoint) == "gold 1.0.0 4 50"
        assert any("/timexes.parquet" in path for path in asked)
        assert not list((tmp_path / "home").rglob("*.parquet"))  # streamed, and not kept
        asked.clear()
        assert read("hf:me/gold@v1.0", endpoint) == "gold 1.0.0 4 50"
        assert any("/v1.0" in path for path in asked)
        gone = read("hf:me/none", endpoint)
    assert gone.startswith("hf:me/none can't be loaded: DatasetNotFoundError")
    assert gone.endswith("or name a folder that has the data set: hf:FOLDER")


CHECKED = """
import json, sys
import mlcroissant
found = mlcroissant.Dataset(jsonld=sys.argv[1])
issues = found.metadata.ctx.issues
records = {each.uuid: list(found.records(each.uuid)) for each in found.metadata.record_sets}
print(json.dumps({
    "errors": sorted(issues.errors),
    "rows": {name: len(rows) for name, rows in records.items()},
    "first": records["timexes"][0]["timexes/text"].decode(),
    "span": int(records["timexes"][0]["timexes/end"]) - int(records["timexes"][0]["timexes/start"]),
    "mentions": [[name.decode() for name in pair] for pair in records["timeline"][0]["timeline/mentions"]],
}))
"""
MLCROISSANT = "mlcroissant==1.1.1"


@pytest.mark.slow
def test_mlcroissant_validates_and_reads_it(folder: Path, tmp_path: Path) -> None:
    """In an environment of its own: it brings type stubs of pandas, which change what mypy says of bench."""
    python = tmp_path / "home" / "bin" / "python"
    constraints = ["--constraint", str(ROOT / "constraints.txt")]
    for command in (
        ["uv", "venv", "--quiet", "--python", sys.executable, str(tmp_path / "home")],
        ["uv", "pip", "install", "--quiet", "--python", str(python), *constraints, MLCROISSANT, "pyarrow"],
    ):
        done = subprocess.run([sys.executable, "-m", *command], capture_output=True, text=True, check=False)
        if done.returncode:
            pytest.skip(f"mlcroissant can't be installed here: {done.stderr.strip()[-200:]}")
    done = subprocess.run(
        [str(python), "-c", CHECKED, str(folder / "croissant.json")], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["errors"] == []
    assert found["rows"] == {name: len(lines(ARTICLES / f"{name}.jsonl")) for name in LAYERS}
    timex, entry = lines(ARTICLES / "timexes.jsonl")[0], lines(ARTICLES / "timeline.jsonl")[0]
    assert (found["first"], found["span"]) == (timex["text"], timex["end"] - timex["start"])
    assert found["mentions"] == entry["mentions"]
