"""What a system needs that bench can't install: named in its file, looked for, told of, and part of the digest."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from bench.cli.root import run
from bench.errors import DataError, NotReadyError
from bench.systems.discovery import discover, read
from bench.systems.environment import _own_folder, prepare, survey
from bench.systems.system import System
from tests.conftest import ROOT, example_layers, write_suite

BODY = '''"""A system that says which of its variables it sees."""
import os
from bench import Timex, system

@system(layers=["timexes"])
def subject(document):
    return [Timex(0, 1, "DATE", os.environ["WORDS"])]
'''


def write(folder: Path, *lines: str, dependencies: str = "[]") -> System:
    """A system whose script block has these lines under [tool.bench]."""
    folder.mkdir(parents=True, exist_ok=True)
    block = [
        "# /// script",
        f"# dependencies = {dependencies}",
        "# [tool.bench]",
        *(f"# {line}" for line in lines),
    ]
    (folder / "subject.py").write_text("\n".join([*block, "# ///", BODY]), encoding="utf-8")
    (system,) = read(folder / "subject.py")
    return system


FILES = ('environment = ["WORDS={folder}/words"]', 'files = ["{{WORDS}}/nouns", "{{WORDS}}/verbs"]')


def with_files(tmp_path: Path, *lines: str) -> System:
    (tmp_path / "words").mkdir()
    for name in ("nouns", "verbs"):
        (tmp_path / "words" / name).write_text(f"{name}\n")
    return write(tmp_path / "systems", *(line.format(folder=tmp_path) for line in FILES), *lines)


def test_a_variable_has_the_value_of_the_file_unless_the_caller_gives_one(tmp_path: Path) -> None:
    system = write(tmp_path, 'environment = ["WORDS=/here=there", "KEY"]')
    assert system.requirements.variables == ("WORDS", "KEY")
    assert survey(system, tmp_path, {}) == ("no", "it asks for KEY; run: export KEY=…")
    assert prepare(system, tmp_path, {"KEY": "k", "OTHER": "o"}).variables == {"WORDS": "/here=there", "KEY": "k"}
    assert prepare(system, tmp_path, {"KEY": "k", "WORDS": ""}).variables["WORDS"] == "/here=there"
    assert prepare(system, tmp_path, {"KEY": "k", "WORDS": "/mine"}).variables["WORDS"] == "/mine"


def test_files_that_are_there_make_it_ready(tmp_path: Path) -> None:
    assert survey(with_files(tmp_path), tmp_path, {}) == ("yes", "")


@pytest.mark.parametrize(
    ("remove", "lines", "says"),
    [
        (["nouns"], (), "it needs the file {folder}/words/nouns; put it there"),
        (["nouns", "verbs"], (), "it needs the file {folder}/words/nouns and 1 more; put it there"),
        (["verbs"], ('remedy = "run: make words"',), "it needs the file {folder}/words/verbs; run: make words"),
    ],
)
def test_files_that_are_missing_are_told_with_the_remedy(
    tmp_path: Path, remove: list[str], lines: tuple[str, ...], says: str
) -> None:
    system = with_files(tmp_path, *lines)
    for name in remove:
        (tmp_path / "words" / name).unlink()
    expected = says.format(folder=tmp_path)
    assert survey(system, tmp_path, {}) == ("no", expected)
    with pytest.raises(NotReadyError) as caught:
        prepare(system, tmp_path, {})
    assert str(caught.value) == expected


def test_a_folder_in_its_place_and_a_path_that_only_holds_from_here_are_not_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    system = with_files(tmp_path)
    monkeypatch.chdir(tmp_path)
    assert survey(system, tmp_path, {"WORDS": "words"})[1].startswith("it needs the file words/nouns and 1 more;")
    (tmp_path / "words" / "nouns").unlink()
    (tmp_path / "words" / "nouns").mkdir()
    assert survey(system, tmp_path, {})[0] == "no"


def test_what_is_in_the_files_is_part_of_what_it_stands_on_and_where_they_are_is_not(
    tmp_path: Path,
) -> None:
    system = with_files(tmp_path)
    first = prepare(system, tmp_path, {}).digest
    (tmp_path / "words").rename(tmp_path / "moved")
    elsewhere = {"WORDS": str(tmp_path / "moved")}
    assert prepare(system, tmp_path, elsewhere).digest == first
    (tmp_path / "moved" / "verbs").write_text("others\n")
    assert prepare(system, tmp_path, elsewhere).digest != first


def distribution(folder: Path, version: str) -> None:
    """A package that looks installed."""
    info = folder / f"no_such_model-{version}.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: no-such-model\nVersion: {version}\n")


MODEL = ('environment = ["WORDS=w"]', 'installed = ["no_such_model==1.0"]', 'remedy = "run: fetch it"')
LACKS = "in the environment of bench itself, for no registry has it all; run: fetch it"


def test_a_package_that_no_registry_has_is_told_with_the_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    system = write(tmp_path, *MODEL)
    says = f"it needs no_such_model==1.0 (not installed) {LACKS}"
    assert survey(system, tmp_path, {}) == ("no", says)
    distribution(tmp_path / "old", "0.9")
    monkeypatch.syspath_prepend(str(tmp_path / "old"))
    assert survey(system, tmp_path, {}) == ("no", says.replace("not installed", "installed: 0.9"))
    distribution(tmp_path / "new", "1.0")
    monkeypatch.syspath_prepend(str(tmp_path / "new"))
    assert survey(system, tmp_path, {}) == ("yes", "")
    assert prepare(system, tmp_path, {}).packages == {"no-such-model": "1.0"}


def test_with_such_a_package_nothing_is_installed_in_an_environment_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    distribution(tmp_path / "site", "1.0")
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    system = write(tmp_path, *MODEL, dependencies='["no-such-library==2.0"]')
    assert survey(system, tmp_path, {}) == ("no", f"it needs no-such-library==2.0 (not installed) {LACKS}")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('files = "words"', "files must be a list of strings"),
        ("installed = [1]", "installed must be a list of strings"),
        ('installed = ["==1"]', "script block can't be read"),
        ('files = ["{FOLDER}/words"]', "files name FOLDER, which environment doesn't ask for"),
    ],
)
def test_what_cant_be_meant_is_a_fault_of_the_file(tmp_path: Path, line: str, says: str) -> None:
    with pytest.raises(DataError, match=says):
        write(tmp_path, line)


def test_it_is_listed_runs_when_asked_for_and_is_no_part_of_the_core(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with_files(tmp_path)
    suite = write_suite(tmp_path / "example", example_layers())
    arguments = ["--systems-folder", str(tmp_path / "systems"), "--format", "json"]
    assert run(["list", *arguments]) == 0
    assert '"ready": "yes"' in capsys.readouterr().out
    output = tmp_path / "output"
    asked = ["evaluate", "subject", "--gold", str(suite), "--output", str(output), "--no-cache", *arguments]
    assert run(asked) == 0
    assert f"{tmp_path}{os.sep}words" in (output / "example" / "subject" / "timexes.jsonl").read_text()
    capsys.readouterr()
    run(["evaluate", "--gold", str(suite), *arguments])
    assert "left out, because they need more than is installed (--systems all): subject" in capsys.readouterr().err


def test_newcomer_c_a_missing_key_is_told_with_the_hint_of_a_system_that_needs_no_file(tmp_path: Path) -> None:
    system = write(tmp_path, 'secrets = ["KEY"]', 'remedy = "a local server takes any word"')
    said = "it asks for KEY; run: export KEY=… (a local server takes any word)"
    assert survey(system, tmp_path, {}) == ("no", said)


def test_all_variables_that_are_missing_stand_in_the_command(tmp_path: Path) -> None:
    system = write(tmp_path, 'environment = ["MODEL", "PLACE"]', 'secrets = ["KEY"]')
    said = "it asks for MODEL and PLACE and KEY; run: export MODEL=… PLACE=… KEY=…"
    assert survey(system, tmp_path, {}) == ("no", said)
    said = "it asks for MODEL and KEY; run: export MODEL=… KEY=…"
    assert survey(system, tmp_path, {"PLACE": "p"}) == ("no", said)


@pytest.mark.parametrize("word", ["", "no", "0", "rejected", "Accepted?"])
def test_terms_of_use_are_accepted_by_this_word_alone(word: str, tmp_path: Path) -> None:
    system = write(tmp_path, 'environment = ["BENCH_TOOL_TERMS"]', 'remedy = "read them at home"')
    said = "it asks for BENCH_TOOL_TERMS; run: export BENCH_TOOL_TERMS=… (read them at home)"
    if word:
        said = f"BENCH_TOOL_TERMS is {word!r}, and only 'accepted' accepts the terms of use (read them at home)"
    assert survey(system, tmp_path, {"BENCH_TOOL_TERMS": word}) == ("no", said)
    assert survey(system, tmp_path, {"BENCH_TOOL_TERMS": "accepted"}) == ("yes", "")


@pytest.mark.parametrize("name", ["gemma3-270m", "heideltime-treetagger"])
def test_nothing_is_installed_for_those_who_refuse_a_tools_terms(name: str, tmp_path: Path) -> None:
    system = discover(ROOT / "systems")[0][name]
    (variable,) = (each for each in system.requirements.variables if each.endswith("_TERMS"))
    ready, reason = survey(system, tmp_path, {variable: "no"})
    assert ready == "no"
    assert re.search(r"\(.*https://\S+, and if you accept them, write " + variable + "=accepted", reason)


def test_newcomer_c_the_remedy_for_a_file_is_none_for_a_missing_variable(tmp_path: Path) -> None:
    system = write(tmp_path, 'secrets = ["KEY"]', f'files = ["{tmp_path}/words"]', 'remedy = "run: make words"')
    assert survey(system, tmp_path, {}) == ("no", "it asks for KEY; run: export KEY=…")


def test_a_system_that_runs_by_name_only_is_left_out_and_told_of(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path / "systems", 'environment = ["WORDS=2021-05-03"]', "by_name = true")
    suite = write_suite(tmp_path / "example", example_layers())
    common = ["evaluate", "--systems-folder", str(tmp_path / "systems"), "--gold", str(suite)]
    for chosen in ([], ["--systems", "all"]):
        assert run([*common, *chosen]) == 2
        assert "left out, because they run only where they are named: subject" in capsys.readouterr().err
    assert run([*common, "subject"]) == 0


def test_overrides_are_read_and_belong_to_the_environment(tmp_path: Path) -> None:
    def environment(*lines: str) -> Path:
        block = ["# /// script", '# dependencies = ["nothing-like-it==1"]', *lines, "# ///", BODY]
        path = tmp_path / "subject.py"
        path.write_text("\n".join(block), encoding="utf-8")
        (system,) = read(path)
        return _own_folder(system, tmp_path)

    without = environment()
    one = environment("# [tool.uv]", "# override-dependencies = [\"six; python_version < '3'\"]")
    other = environment("# [tool.uv]", '# override-dependencies = ["six==1.16.0"]')
    assert len({without, one, other}) == 3
    with pytest.raises(DataError, match="override-dependencies must be a list of strings"):
        environment("# [tool.uv]", '# override-dependencies = "six"')
