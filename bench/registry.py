"""Finding systems: files in a folder, or a path. Read from the syntax tree, never run."""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.errors import DataError, Fault, UsageError, unknown
from bench.requirements import Requirements, read_requirements
from bench.system import LAYERS, default_name


@dataclass(frozen=True, slots=True)
class System:
    """A declared system, before anything of it has run."""

    name: str
    layers: tuple[str, ...]
    path: Path
    learns: bool
    """Whether it is a class with ``fit``."""
    summary: str
    """First line of the docstring: the file's, or where a file declares several systems each one's own."""
    digest: str
    """SHA-256 of the file."""
    requirements: Requirements


def discover(folder: Path) -> dict[str, System]:
    """The systems of a folder's ``*.py`` files, by name.

    Raises DataError when a file is no Python or a declaration can't be read, and when two share a name.
    """
    faults: list[Fault] = []
    found: dict[str, System] = {}
    for path in sorted(folder.glob("*.py")):
        try:
            declared = read_file(path)
        except DataError as error:
            faults.extend(error.faults)
            continue
        for system in declared:
            if system.name in found:
                other = found[system.name].path
                faults.append(Fault(str(path), 0, f"the name {system.name!r} is taken by {other}", "rename one"))
            found[system.name] = system
    if faults:
        raise DataError(faults)
    return found


def choose(names: Sequence[str], folder: Path) -> list[System]:
    """The systems named, in the order given: by name from the folder, or by the path of a file.

    Raises UsageError for a name that isn't there, naming near ones, and for two systems of one name.
    """
    known: Mapping[str, System] | None = None
    chosen: list[System] = []
    for name in names:
        if name.endswith(".py"):
            path = Path(name)
            if not path.is_file():
                raise UsageError(f"{name}: there is no such file; give the path of a system file")
            chosen.extend(read_file(path))
            continue
        if known is None:
            known = discover(folder)
        if name not in known:
            raise unknown("system", name, known)
        chosen.append(known[name])
    return _distinct(chosen)


def _distinct(systems: Iterable[System]) -> list[System]:
    seen: dict[str, System] = {}
    for system in systems:
        other = seen.setdefault(system.name, system)
        if other.path.resolve() != system.path.resolve():
            raise UsageError(f"{system.path} and {other.path} both define {system.name!r}; rename one")
    return list(seen.values())


def read_file(path: Path) -> list[System]:
    """The systems that a file declares, in its order. Raises DataError, naming the line."""
    content = path.read_bytes()
    try:
        tree = ast.parse(content, filename=str(path))
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None) or 0
        raise DataError([Fault(str(path), line, f"not Python: {error}", "mend the file")]) from None
    requirements = read_requirements(path, content)
    digest = hashlib.sha256(content).hexdigest()
    declarations = [
        (node, decorator)
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        for decorator in node.decorator_list
        if _is_system(decorator)
    ]
    if not declarations:
        raise DataError(
            [Fault(str(path), 0, "it declares no system", "put @system(layers=[…]) over a function or class")]
        )
    # of several systems in one file each has its own words; the only one has the file's
    about = ast.get_docstring(tree) if len(declarations) == 1 else None
    return [
        _declared(path, node, decorator, about or ast.get_docstring(node) or "", digest, requirements)
        for node, decorator in declarations
    ]


def _is_system(node: ast.expr) -> bool:
    target = node.func if isinstance(node, ast.Call) else node
    name = target.attr if isinstance(target, ast.Attribute) else getattr(target, "id", None)
    return name == "system"


def _declared(
    path: Path,
    node: ast.FunctionDef | ast.ClassDef,
    decorator: ast.expr,
    about: str,
    digest: str,
    requirements: Requirements,
) -> System:
    def wrong(message: str) -> DataError:
        return DataError([Fault(str(path), decorator.lineno, message, 'write @system(layers=["timexes"])')])

    if not isinstance(decorator, ast.Call):
        raise wrong("@system needs its layers")
    try:
        given = {keyword.arg: ast.literal_eval(keyword.value) for keyword in decorator.keywords}
    except ValueError:
        raise wrong("what @system is given must be literals: bench reads it without running the file") from None
    layers = given.get("layers")
    if not isinstance(layers, list | tuple) or not layers or not set(layers) <= set(LAYERS):
        raise wrong(f"layers must be a list of {' and '.join(LAYERS)}, not {layers!r}")
    methods = {child.name for child in node.body if isinstance(child, ast.FunctionDef)}
    if isinstance(node, ast.ClassDef) and "extract" not in methods:
        raise wrong(f"the class {node.name} has no method extract(document)")
    return System(
        name=given.get("name") or default_name(node.name),
        layers=tuple(layers),
        path=path,
        learns=isinstance(node, ast.ClassDef) and "fit" in methods,
        summary=about.strip().split("\n", 1)[0],
        digest=digest,
        requirements=requirements,
    )


def install_command(system: System) -> str:
    """The command that would bring what a system needs into the installed environment."""
    needs = " ".join(f"'{text}'" for text in system.requirements.dependencies)
    return f"python -m pip install {needs}" if needs else f"a Python {system.requirements.python}"
