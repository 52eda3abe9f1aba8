"""The files of a new system and its test, which ``bench new`` writes as a start.

The templates are in ``bench/systems/templates/``. The new system does the same in each language.
"""

from __future__ import annotations

import builtins
import keyword
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Template

from bench.errors import UsageError
from bench.files import cannot_write
from bench.sdk.declare import check_name
from bench.systems import discovery
from bench.systems.manifest import MANIFEST
from bench.systems.places import places

TEMPLATES = Path(__file__).parent / "templates"
TAKEN = frozenset({"datetime", "re", "system"})
"""The names that the template in Python imports, so that the system's function can't have them."""


@dataclass(frozen=True, slots=True)
class Language:
    """A language in which bench can write a new command."""

    program: str
    file: str

    @property
    def command(self) -> str:
        """The manifest's ``command``, in TOML."""
        return f'["{self.program}", "{{folder}}/{self.file}"]'


LANGUAGES: Mapping[str, Language] = {
    "node": Language("node", "extract.mjs"),
    "python": Language("python3", "extract.py"),
}
"""The languages in which bench can write a new command, by name."""


@dataclass(frozen=True, slots=True)
class Scaffold:
    """A new system, not yet written."""

    name: str
    path: Path
    """The path to give on the command line: the system's file, or the manifest of its folder."""
    files: Mapping[Path, str]
    """The text of each file, by its path; the test comes last."""


def new(
    name: str,
    *,
    language: str | None = None,
    systems: str | Path = "systems",
    tests: str | Path = "tests/extractors",
) -> Scaffold:
    """Writes a new system and its test, and returns them. Existing files are not overwritten.

    The system is a Python file, or with ``language`` a folder with a program in that language. Raises UsageError
    for an invalid name, for a name that another system has, and for a file that can't be written.
    """
    made = (
        python_system(name, Path(systems), Path(tests))
        if language is None
        else command_system(name, language, Path(systems), Path(tests))
    )
    check_free(made, Path(systems))
    write(made)
    return made


def python_system(name: str, systems: Path, tests: Path) -> Scaffold:
    """Returns a system in one Python file, and its test. Raises UsageError for an invalid name."""
    identifier = _identifier(name)
    path = systems / f"{identifier}.py"
    # an underscore at the end is no part of the system's name (`bench.sdk.declare.default_name`)
    free = not (keyword.iskeyword(identifier) or hasattr(builtins, identifier) or identifier in TAKEN)
    words = {"name": name, "identifier": identifier, "function": identifier if free else f"{identifier}_"}
    return _scaffold(name, path, tests, {path: "system.py"}, "test_system.py", words, place=path)


def command_system(name: str, language: str, systems: Path, tests: Path) -> Scaffold:
    """Returns a system in a folder, with a manifest and a program, and its test.

    Raises UsageError for an invalid name.
    """
    spoken = LANGUAGES[language]
    folder = systems / name
    words = {
        "name": name,
        "identifier": _identifier(name),
        "command": spoken.command,
        "program": spoken.program,
    }
    manifest = folder / MANIFEST
    files = {manifest: MANIFEST, folder / spoken.file: spoken.file}
    return _scaffold(name, manifest, tests, files, "test_command.py", words, place=folder)


def check_free(scaffold: Scaffold, systems: Path) -> None:
    """Raises UsageError if a file is there already, or another system of the folder has the name."""
    for path in scaffold.files:
        if path.exists():
            raise UsageError(f"{path} is there already, and is left as it is; choose another name")
    found, _ = discovery.discover(*places(systems if systems.is_dir() else None))
    if scaffold.name in found:
        other = found[scaffold.name].path
        raise UsageError(f"the name {scaffold.name!r} is taken by {other}; choose another")


def write(scaffold: Scaffold) -> None:
    """Writes all files and the folders that they need. No file is overwritten.

    If one file can't be written, removes the others and raises UsageError.
    """
    written: list[Path] = []
    for path, text in scaffold.files.items():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("x", encoding="utf-8", newline="\n") as file:
                written.append(path)
                file.write(text)
        except OSError as error:
            for done in written:
                done.unlink(missing_ok=True)
            raise cannot_write(path, error) from None


def _identifier(name: str) -> str:
    """Returns a system's name as a Python identifier. Raises UsageError for an invalid name.

    A name with "_" or capitals is invalid here, because the name couldn't be restored from the identifier.
    """
    try:
        check_name(name)
    except ValueError as error:
        raise UsageError(str(error)) from None
    identifier = name.replace("-", "_")
    if name != name.lower() or not identifier.isidentifier() or "_" in name or name.endswith("-"):
        raise UsageError(
            f"{name!r}: write a new system's name in small letters, digits and '-', beginning with a letter"
        )
    return identifier


def _scaffold(
    name: str,
    path: Path,
    tests: Path,
    files: Mapping[Path, str],
    test_template: str,
    words: Mapping[str, str],
    *,
    place: Path,
) -> Scaffold:
    """Returns the system and its test, from filled-in templates.

    ``place`` is the path that the test tests; the test holds it relative to the test's folder.
    """
    test = tests / f"test_{words['identifier']}.py"
    relative = Path(os.path.relpath(place.resolve(), tests.resolve())).as_posix()
    texts = {target: _fill(template, words) for target, template in files.items()}
    return Scaffold(name, path, {**texts, test: _fill(test_template, {**words, "place": relative})})


def _fill(template: str, words: Mapping[str, str]) -> str:
    """Returns a template with its ``$`` words filled in. Unknown words stay: ``${…}`` is JavaScript syntax."""
    text = (TEMPLATES / f"{template}.txt").read_text(encoding="utf-8")
    return Template(text).safe_substitute(words)
