"""A new system to start from: one that runs, and its test, as files to write.

The templates stand in ``bench/templates/``. The systems do the same in each language, so that they can be
compared.
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

TEMPLATES = Path(__file__).parent / "templates"
TAKEN = frozenset({"datetime", "re", "system"})
"""The names that a Python system uses itself."""


@dataclass(frozen=True, slots=True)
class Language:
    """A language that a command can be written in."""

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
"""The languages that a command can be started in."""


@dataclass(frozen=True, slots=True)
class Scaffold:
    """A new system, not yet written."""

    name: str
    path: Path
    """The path that names it on the command line: its file, or its folder's manifest."""
    files: Mapping[Path, str]
    """The text of each file by its path; the test comes last."""


def new(
    name: str,
    *,
    language: str | None = None,
    systems: str | Path = "systems",
    tests: str | Path = "tests/extractors",
) -> Scaffold:
    """Writes a new system and its test, and returns them. Existing files are not overwritten.

    It is a Python file, or with ``language`` a folder with a program in that language. Raises UsageError for a
    name that can't be one, or that is taken, and for a file that can't be written.
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
    """Returns a Python file and its test. Raises UsageError for an impossible name."""
    identifier = _identifier(name)
    path = systems / f"{identifier}.py"
    # an underscore at the end is no part of the system's name (`bench.sdk.declare.default_name`)
    free = not (keyword.iskeyword(identifier) or hasattr(builtins, identifier) or identifier in TAKEN)
    words = {"name": name, "identifier": identifier, "function": identifier if free else f"{identifier}_"}
    return _scaffold(name, path, tests, {path: "system.py"}, "test_system.py", words, place=path)


def command_system(name: str, language: str, systems: Path, tests: Path) -> Scaffold:
    """Returns a folder with a program that speaks the protocol, and a test. Raises UsageError for a wrong name."""
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
    if systems.is_dir():
        found, _ = discovery.discover(systems)
        if scaffold.name in found:
            other = found[scaffold.name].path
            raise UsageError(f"the name {scaffold.name!r} is taken by {other}; choose another")


def write(scaffold: Scaffold) -> None:
    """Writes the files, and the folders that they need: all or none. No file is overwritten."""
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
    """Returns the name as an identifier. Raises UsageError if the name can't be told from it."""
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
    """Returns the files, filled in. The test finds ``place`` from its own folder."""
    test = tests / f"test_{words['identifier']}.py"
    relative = Path(os.path.relpath(place.resolve(), tests.resolve())).as_posix()
    texts = {target: _fill(template, words) for target, template in files.items()}
    return Scaffold(name, path, {**texts, test: _fill(test_template, {**words, "place": relative})})


def _fill(template: str, words: Mapping[str, str]) -> str:
    """Returns a template with its ``$`` words filled in; unknown ones stay (``${…}`` is JavaScript's)."""
    text = (TEMPLATES / f"{template}.txt").read_text(encoding="utf-8")
    return Template(text).safe_substitute(words)
