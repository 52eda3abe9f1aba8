"""What a new system is made of, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.errors import UsageError
from bench.systems.discovery import read
from bench.systems.scaffold import LANGUAGES, Scaffold, check_free, command_system, python_system, write


def test_a_python_system_is_a_file_and_its_test(tmp_path: Path) -> None:
    new = python_system("my-dates", tmp_path / "systems", tmp_path / "tests")
    assert new.path == tmp_path / "systems" / "my_dates.py"
    assert list(new.files) == [new.path, tmp_path / "tests" / "test_my_dates.py"]
    assert not new.path.exists()
    write(new)
    (system,) = read(new.path)
    assert (system.name, system.layers, system.learns) == ("my-dates", ("timexes",), False)
    assert system.summary.startswith("Weekdays")
    assert system.requirements.missing() == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_command_is_a_folder_and_its_test(tmp_path: Path, language: str) -> None:
    spoken = LANGUAGES[language]
    new = command_system("my-dates", language, tmp_path / "systems", tmp_path / "tests")
    folder = tmp_path / "systems" / "my-dates"
    assert list(new.files) == [
        folder / "system.toml",
        folder / spoken.file,
        tmp_path / "tests" / "test_my_dates.py",
    ]
    write(new)
    (system,) = read(new.path)
    assert (system.name, system.path) == ("my-dates", folder)
    assert system.command == (spoken.program, "{folder}/" + spoken.file)


@pytest.mark.parametrize("name", ["for", "list", "datetime", "re", "system", "match", "a1"])
def test_the_file_declares_the_very_name(tmp_path: Path, name: str) -> None:
    new = python_system(name, tmp_path, tmp_path / "tests")
    write(new)
    assert [system.name for system in read(new.path)] == [name]


@pytest.mark.parametrize(
    "name", ["", "My-Dates", "my_dates", "1st", "-a", "a-", "a b", "a.py", "../a", "annotator-c"]
)
def test_a_name_that_cannot_be_one(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match="name"):
        python_system(name, tmp_path, tmp_path)
    with pytest.raises(UsageError, match="name"):
        command_system(name, "node", tmp_path, tmp_path)


def scaffolds(folder: Path) -> list[Scaffold]:
    systems, tests = folder / "systems", folder / "tests"
    commands = [command_system("my-dates", language, systems, tests) for language in LANGUAGES]
    return [python_system("my-dates", systems, tests), *commands]


@pytest.mark.parametrize("number", range(3))
def test_nothing_that_is_there_is_overwritten(tmp_path: Path, number: int) -> None:
    new = scaffolds(tmp_path)[number]
    for path in new.files:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("mine", encoding="utf-8")
        with pytest.raises(UsageError, match=f"{path.name} is there already"):
            check_free(new, tmp_path / "systems")
        with pytest.raises(UsageError, match=f"{path.name} can't be written: File exists"):
            write(new)
        assert [file for file in tmp_path.rglob("*") if file.is_file()] == [path]
        assert path.read_text(encoding="utf-8") == "mine"
        path.unlink()


def test_a_name_of_another_file_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "systems" / "other.py"
    path.parent.mkdir()
    path.write_text("@system(layers=['events'], name='my-dates')\ndef f(d): ...\n", encoding="utf-8")
    for new in scaffolds(tmp_path):
        with pytest.raises(UsageError, match=r"'my-dates' is taken by .*other\.py"):
            check_free(new, tmp_path / "systems")
    check_free(python_system("other-dates", path.parent, tmp_path), path.parent)
