"""The manifests in docs/models.md: each names a model, and asks it in its service's form."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest

from bench import Document, Timex
from bench.errors import DataError, NotReadyError
from bench.harness.pool import Conversation
from bench.harness.process import Limits
from bench.harness.task import Task
from bench.systems.discovery import choose, discover, read
from bench.systems.environment import prepare, survey
from bench.systems.system import System
from tests.conftest import ROOT
from tests.endpoint import APIS, KEY, Reply, answer, serving, timex

TEXT = (ROOT / "docs" / "models.md").read_text(encoding="utf-8")
MANIFESTS = re.findall(r"```toml\n(.*?)```", TEXT, re.DOTALL)
DOCUMENT = Document("d", "Rain fell on Monday.", datetime.date(2021, 5, 4))
KEYS = {"OPENAI_API_KEY": KEY, "ANTHROPIC_API_KEY": KEY}
NO_NETWORK = ("dns error", "client error", "proxy", "Connection refused")


def written(folder: Path, manifest: str) -> System:
    """The system of a manifest that stands in the folder of systems, beside bench's own files."""
    place = folder / "systems" / "model"
    place.mkdir(parents=True)
    for file in ("openai_compatible.py", "anthropic_messages.py"):
        (place.parent / file).write_bytes((ROOT / "systems" / file).read_bytes())
    (place / "system.toml").write_text(manifest)
    (system,) = read(place)
    return system


def test_there_is_one_for_each_service() -> None:
    names = re.findall(r'^name = "(\w+)-', "".join(MANIFESTS), re.MULTILINE)
    assert names == ["ollama", "vllm", "llama", "openai", "anthropic"]


NAMES = re.findall(r'^name = "(.*)"', "".join(MANIFESTS), re.MULTILINE)


@pytest.mark.parametrize(
    "manifest",
    [
        pytest.param(each, id=name, marks=[pytest.mark.slow] * (name != "ollama-qwen3"))
        for each, name in zip(MANIFESTS, NAMES, strict=True)
    ],
)
def test_a_manifest_asks_its_model(manifest: str, tmp_path: Path) -> None:
    api = APIS["anthropic_messages.py" in manifest]
    with serving() as endpoint:
        endpoint.replies = [Reply(api.written(answer(timex("Monday", "2021-05-03"))))]
        # the stand-in listens at a port of its own
        address = endpoint.address if api is APIS[1] else f"{endpoint.address}/v1"
        manifest = re.sub(r'^(variables.OPENAI_BASE_URL =) ".*"', rf'\1 "{address}"', manifest, flags=re.MULTILINE)
        system = written(tmp_path, manifest)
        variables = {**KEYS, "ANTHROPIC_BASE_URL": address}
        try:
            environment = prepare(system, tmp_path / "cache", variables)
        except NotReadyError as error:
            if not any(words in str(error) for words in NO_NETWORK):
                raise
            pytest.skip("needs a network to install httpx")
        conversation = Conversation(Task(system, environment, Limits(), document=DOCUMENT))
        outcome = conversation.ask(DOCUMENT)
        conversation.close()
        assert outcome.layers is not None, outcome.failed
        assert outcome.layers.timexes == (Timex(13, 19, "DATE", "2021-05-03", text="Monday"),)
        (body,) = endpoint.bodies
        said = dict(re.findall(r'^variables\.(\w+) = "(.*)"', manifest, re.MULTILINE))
        assert body["model"] == said[f"BENCH_{api.key.partition('_')[0]}_MODEL"]
        assert system.name in manifest


def test_two_models_are_two_systems_of_one_file(tmp_path: Path) -> None:
    manifest = "\n".join([MANIFESTS[0], MANIFESTS[1].partition("\n")[2]])
    place = tmp_path / "systems" / "models" / "system.toml"
    place.parent.mkdir(parents=True)
    place.write_text(manifest)
    # the file is one that bench carries
    first, second = choose([str(place)], ROOT / "systems")
    assert (first.name, second.name) == ("ollama-qwen3", "vllm-qwen3")
    assert first.layers == ("timexes", "events")
    assert first.declared == second.declared == "openai-compatible"
    assert survey(first, tmp_path, {"BENCH_OPENAI_MODEL": "", "OPENAI_API_KEY": ""})[0] in ("yes", "on demand")


def test_what_the_caller_sets_doesnt_change_a_named_model(tmp_path: Path) -> None:
    system = written(tmp_path, MANIFESTS[3])
    variables = {**KEYS, "BENCH_OPENAI_MODEL": "another", "OPENAI_BASE_URL": "http://127.0.0.1:9/v1"}
    try:
        environment = prepare(system, tmp_path / "cache", variables)
    except NotReadyError:
        pytest.skip("needs a network to install httpx")
    assert environment.variables["BENCH_OPENAI_MODEL"] == "gpt-4.1-mini"
    assert environment.variables["OPENAI_BASE_URL"] == "https://api.openai.com/v1"
    assert environment.variables["OPENAI_API_KEY"] == KEY


NAMED = '[[system]]\nname = "a"\n'
WRONG = {
    "no such file": (f'file = "none.py"\n{NAMED}', "there is no Python file none.py in "),
    "several systems": (f'file = "regexes.py"\n{NAMED}', r"regexes.py declares several systems \(one, two\)"),
    "layers": (
        f'file = "openai_compatible.py"\n{NAMED}layers = ["events"]\n',
        "can have name, summary and variables",
    ),
    "a command": (f'file = "openai_compatible.py"\ncommand = ["a"]\n{NAMED}', r"has only \[\[system\]\] tables"),
    "a variable": (
        f'file = "openai_compatible.py"\n{NAMED}variables.MODEL = "b"\n',
        "openai_compatible.py knows no variable MODEL; it knows BENCH_OPENAI_MODEL, ",
    ),
    "a name": ('file = "openai_compatible.py"\n[[system]]\nname = "a b"\n', "'a b' can't be a system's name"),
    "variables of a command": (
        f'command = ["a"]\n{NAMED}layers = ["events"]\nvariables.MODEL = "b"\n',
        "has variables, which only a setting of a Python file can have",
    ),
}


@pytest.mark.parametrize(("manifest", "says"), WRONG.values(), ids=WRONG.keys())
def test_a_manifest_that_makes_no_sense_is_refused(manifest: str, says: str, tmp_path: Path) -> None:
    two = "from bench import system\n" + "".join(
        f"@system(layers=['timexes'])\ndef {name}(document): ...\n" for name in ("one", "two")
    )
    (tmp_path / "systems").mkdir()
    (tmp_path / "systems" / "regexes.py").write_text(two)
    with pytest.raises(DataError, match=says) as raised:
        written(tmp_path, manifest)
    assert raised.value.faults[0].path.endswith("system.toml")


def test_a_system_that_runs_only_where_it_is_named_says_so() -> None:
    known, _ = discover(ROOT / "systems")
    named = {name for name, each in known.items() if each.requirements.by_name}
    assert named == {
        *(
            "smollm2-135m",
            "smollm2-135m-3",
            "smollm2-135m-10",
            "smollm2-135m-paragraph",
            "gemma3-270m",
            "smollm2-135m-timeline",
        ),
    }
