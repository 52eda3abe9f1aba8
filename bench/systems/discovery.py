"""The discovery of systems: in folders, at a path, in installed packages. Files are read and never run."""

from __future__ import annotations

import ast
import contextlib
import importlib.metadata
import importlib.util
from collections.abc import Container, Iterable, Mapping, Sequence
from pathlib import Path

from bench.errors import DataError, Fault, UsageError, unknown
from bench.files import read_bytes
from bench.sdk.declare import ABILITIES, TIMELINE, check_declaration, default_name
from bench.systems import syntax_tree
from bench.systems.beside import digest_with, imported, modules_beside
from bench.systems.manifest import MANIFEST, read_manifest
from bench.systems.requirements import Requirements, read_requirements
from bench.systems.system import System

NO_SYSTEM = "it declares no system"
PLUGINS = "bench.systems"
"""The entry-point group under which installed packages register their systems."""


def discover(*folders: Path) -> tuple[dict[str, System], list[Fault]]:
    """Returns the systems by name, and the faults of files from which no system can be read.

    The systems are those of the folders' ``*.py`` and ``*/system.toml`` files and of installed packages. A file
    without a system is no fault if another file imports it. Raises DataError when two systems have the same name,
    because then the name is ambiguous.
    """
    faults: list[Fault] = []
    found: dict[str, System] = {}
    plugins, broken = plugin_files()
    files: list[Path] = []
    for folder in folders:
        files += [path for path in sorted(folder.glob("[!.]*.py")) if not path.is_dir()]
        files += sorted(folder.glob(f"[!.]*/{MANIFEST}"))
    for path in [*files, *plugins]:
        try:
            declared = read(path)
        except DataError as error:
            broken.extend(error.faults)
            continue
        for system in declared:
            if system.name in found:
                faults.append(
                    _taken(system, found[system.name], carried=any(map(path.is_relative_to, folders[1:])))
                )
            found[system.name] = system
    if faults:
        raise DataError(faults)
    return found, _without_modules(broken, files)


def _taken(system: System, other: System, *, carried: bool) -> Fault:
    """Returns the fault of two systems with one name. ``carried`` is true if the first is in a later folder."""
    if carried and system.path.parent != other.path.parent:
        return Fault(str(other.path), 0, f"the name {system.name!r} is taken by {system.path}", "give it another")
    return Fault(str(system.path), 0, f"the name {system.name!r} is taken by {other.path}", "rename one")


def _without_modules(faults: list[Fault], files: Iterable[Path]) -> list[Fault]:
    """Returns the faults without "declares no system" for files that another file imports as modules."""
    if not any(fault.message == NO_SYSTEM for fault in faults):
        return faults
    names: set[str] = set()
    for path in files:
        if path.suffix == ".py":
            with contextlib.suppress(OSError, SyntaxError):
                names |= imported(syntax_tree.read(path))
    return [fault for fault in faults if fault.message != NO_SYSTEM or Path(fault.path).stem not in names]


def choose(names: Sequence[str], *folders: Path) -> list[System]:
    """Returns the systems with the given names or paths, in this order. A name is looked up in the folders.

    Raises UsageError for an unknown name, with similar names as a hint, and for two systems with the same name.
    Raises DataError for a file that can't be read, and for an unknown name if the folder has such a file.
    """
    known: Mapping[str, System] | None = None
    chosen: list[System] = []
    for name in names:
        if name.endswith((".py", ".toml")) or "/" in name:
            path = Path(name)
            if not path.exists():
                raise UsageError(f"{name}: there is no such file; give the path of a system file or folder")
            chosen.extend(read(path))
            continue
        if known is None:
            known, broken = discover(*folders)
        if name not in known:
            if broken:
                raise DataError(broken)  # the system may be in one of these files
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


def plugin_files() -> tuple[list[Path], list[Fault]]:
    """Returns the system files of installed packages, and a fault for each entry point whose module is missing.

    The files are the modules of the entry-point group ``bench.systems``. They are not imported.
    """
    found = []
    broken = []
    for entry in importlib.metadata.entry_points(group=PLUGINS):
        top, *rest = entry.module.split(".")
        spec = importlib.util.find_spec(top)  # for "a.b" this would import "a", so only "a" is looked up
        folders = list(spec.submodule_search_locations or ()) if spec else []
        places = [Path(folder, *rest).with_suffix(".py") for folder in folders] if rest else []
        if spec and spec.origin and not rest:
            places = [Path(spec.origin)]
        path = next((place for place in places if place.is_file()), None)
        if path is None:
            package = entry.dist.name if entry.dist else "a package"
            message = f"entry point {entry.name!r} of {package} names {entry.module}, which isn't there"
            broken.append(Fault(PLUGINS, 0, message, "mend or uninstall the package"))
        else:
            found.append(path)
    return sorted(set(found)), broken


def read(path: Path) -> list[System]:
    """Returns the systems that a Python file or a manifest (or its folder) declares. Raises DataError."""
    if path.is_dir():
        path = path / MANIFEST
    return read_manifest(path, read_file) if path.suffix == ".toml" else read_file(path)


def read_file(path: Path) -> list[System]:
    """Returns the systems that a Python file declares, in the file's order.

    Raises DataError, with the line, for a file that can't be read, run, or understood as systems.
    """
    try:
        content = read_bytes(path)
    except OSError as error:
        raise DataError(
            [Fault(str(path), 0, f"it can't be read: {error.strerror}", "mend or remove it")]
        ) from None
    try:
        tree = syntax_tree.parse(content, path)
    except SyntaxError as error:
        line = error.lineno or 0
        raise DataError([Fault(str(path), line, f"not Python: {error}", "mend the file")]) from None
    requirements = read_requirements(path, content)
    digest = digest_with(content, path.parent, modules_beside(path.parent, tree))
    declarations = [
        (node, decorator)
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        for decorator in node.decorator_list
        if _is_system(decorator)
    ]
    if not declarations:
        remedy = "put @system(layers=[…]), by that name, over a function or class at the file's top level"
        raise DataError([Fault(str(path), 0, NO_SYSTEM, remedy)])
    # the only system of a file is described by the module's docstring, each of several by its own docstring
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
    except (ValueError, TypeError, RecursionError, MemoryError):
        raise wrong("what @system is given must be literals: bench reads it without running the file") from None
    if unknown_names := given.keys() - {"layers", "wants", "name", "developed_on"}:
        raise wrong(
            "@system takes layers, wants, name and developed_on, not "
            f"{', '.join(map(str, sorted(unknown_names, key=str)))}"
        )
    name = given.get("name", default_name(node.name))
    methods = {child.name for child in node.body if isinstance(child, ast.FunctionDef)}
    is_class = isinstance(node, ast.ClassDef)
    abilities = {each.word: is_class and each.method in methods for each in ABILITIES}
    wants, developed_on = given.get("wants", ()), given.get("developed_on", ())
    try:
        check_declaration(name, given.get("layers"), wants, **abilities, developed_on=developed_on)
    except ValueError as error:
        raise wrong(str(error)) from None
    layers = tuple(given["layers"])
    if message := _unfit(node, methods, layers):
        raise wrong(message)
    return System(
        name=name,
        layers=layers,
        path=path,
        summary=about.strip().split("\n", 1)[0],
        digest=digest,
        requirements=requirements,
        wants=tuple(wants),
        learns=abilities["learns"],
        resolves=abilities["resolves"],
        developed_on=tuple(developed_on),
    )


def _unfit(node: ast.FunctionDef | ast.ClassDef, methods: Container[str], layers: Sequence[str]) -> str:
    """Returns why the decorated function or class can't predict these layers, or an empty string if it can."""
    if not isinstance(node, ast.ClassDef):
        mixed = TIMELINE in layers and len(layers) > 1
        return f"{node.name} can't predict a timeline and other layers; write a class with both" if mixed else ""
    if TIMELINE in layers and "collect" not in methods:
        return f"the class {node.name} has no method collect(documents)"
    if set(layers) != {TIMELINE} and "extract" not in methods:
        return f"the class {node.name} has no method extract(document)"
    return ""
