"""The source files of a command outside its folder: the program, the files among its arguments, their imports."""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from bench.systems import syntax_tree
from bench.systems.beside import imported, modules_beside
from bench.systems.programs import find_program

INTERPRETERS = re.compile(
    r"(python|pypy|node|deno|bun|ruby|perl|php|lua|java|julia|Rscript|R|dotnet|guile|tclsh|docker|podman|env|npx|uv"
    r"|uvx|conda|sh|bash|dash|zsh|ksh|fish|make|ssh)[\d.]*"
)
"""Matches the name of a program that runs a script, or that starts other programs."""
PYTHON = re.compile(r"(python|pypy)[\d.]*")


def command_sources(argv: Sequence[str], path: str) -> tuple[str, str]:
    """Returns a digest of a command's source files, and the reason why the command may use other files too.

    The reason is empty if it uses no others. ``argv`` begins with the absolute path of the program. The source
    files are the program, the files among its arguments, and the modules that a Python script imports from its
    folder.
    """
    given = [Path(word) for word in argv if Path(word).is_file()]
    script, interpreter = _script(argv, path)
    unknown = ""
    if script is not None and PYTHON.fullmatch(interpreter):
        modules, unknown = _python(script)
        given += modules
    elif INTERPRETERS.fullmatch(interpreter):
        unknown = (
            f"what {interpreter} loads from outside of its folder isn't known; "
            "name its files under files in its system.toml"
        )
    lines = [f"{file.name} {hashlib.sha256(file.read_bytes()).hexdigest()}\n" for file in given]
    return hashlib.sha256("".join(lines).encode()).hexdigest(), unknown


def _script(argv: Sequence[str], path: str) -> tuple[Path | None, str]:
    """Returns the script that a command runs (None if it isn't known), and the name of its interpreter."""
    program = Path(argv[0])
    try:
        with program.open("rb") as file:
            first = file.readline(1000)
    except OSError:
        return None, program.name
    if first.startswith(b"#!"):
        words = first[2:].decode(errors="replace").split()
        names = [Path(word).name for word in words if not word.startswith("-")]
        name = next((each for each in names if each != "env"), "env")
        return program, Path(find_program(name, path) or name).name if name == "env" else name
    # options of the interpreter can name modules and commands, so the script must come first
    second = Path(argv[1]) if argv[1:] else None
    return (second if second is not None and second.is_file() else None), program.name


def _python(script: Path) -> tuple[list[Path], str]:
    """Returns the modules that a script imports from its folder, and the reason why it may import others.

    The reason is empty if the script's other imports are all from the standard library.
    """
    folder = script.resolve().parent
    try:
        trees = {script: syntax_tree.read(script)}
        modules = modules_beside(folder, trees[script])
        trees.update({path: syntax_tree.read(path) for path in modules})
    except SyntaxError:
        return [], f"{script.name} can't be read as Python"
    here = {path.relative_to(folder).parts[0].removesuffix(".py") for path in modules}
    others = set().union(*map(imported, trees.values())) - here - sys.stdlib_module_names
    dynamic = next((path for path in trees if b"importlib" in path.read_bytes()), None)
    if others:
        return modules, f"it imports {min(others)}, and its command doesn't say which files that is"
    return modules, f"{dynamic.name} imports modules by importlib" if dynamic is not None else ""
