"""Where a system runs: the installed environment if it meets the needs, else one of its own, made and kept."""

from __future__ import annotations

import ast
import contextlib
import fcntl
import hashlib
import json
import platform
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from bench.errors import BenchError
from bench.models.recording import REPLAY
from bench.systems import needs, requirements
from bench.systems.manifest import IGNORED
from bench.systems.system import System

LIBRARY = Path(__file__).parents[1]
"""The folder of bench itself."""
READY = ".ready"
"""The file that says that a folder of the cache is whole; written last."""
NPM_LOCK = "package-lock.json"
"""Where a command's folder says which versions it stands on."""


INSTALL_LIMIT = 1800
"""Seconds that an installer may take."""


class NotReadyError(BenchError):
    """A system can't run here as things are; the message says what would make it ready."""


@dataclass(frozen=True, slots=True)
class Environment:
    """What a system's process is launched with."""

    argv: tuple[str, ...]
    variables: Mapping[str, str]
    """Environment variables beyond those that every system gets."""
    digest: str
    """Over the resolved versions of all that the system stands on, or over its folder for a command."""
    interpreter: str
    """Name and version of what runs it, and the programs that it names."""
    packages: Mapping[str, str] = field(default_factory=dict)
    """Versions of the packages that its file names, or its folder's lock file."""

    @property
    def replays(self) -> bool:
        """Whether the system answers from recorded exchanges."""
        return REPLAY in self.variables


def prepare(system: System, cache: Path, variables: Mapping[str, str]) -> Environment:
    """Make a system ready to run. ``variables`` are those of whoever runs it, for the ones that the system names.

    Raises NotReadyError when a variable or program is missing, or what it needs can't be installed.
    """
    ready, remedy = survey(system, cache, variables)
    if ready == "no":
        raise NotReadyError(remedy)
    try:
        return _made(system, cache, needs.passed(system, variables))
    except OSError as error:
        reason = error.strerror or str(error)
        raise NotReadyError(
            f"{error.filename or cache} can't be written: {reason}; make room or rights, or give another --cache"
        ) from None


def _made(system: System, cache: Path, passed: Mapping[str, str]) -> Environment:
    if system.command:
        return _command(system, cache, passed)
    if not system.requirements.missing():
        return Environment(
            argv=(sys.executable, "-P", "-m", "bench.sdk.worker", str(system.path.resolve()), system.name),
            variables=passed,
            interpreter=_interpreter(system, platform.python_version()),
            **_standing_on(system, passed),
        )
    return _own(system, cache, passed)


def survey(system: System, cache: Path, variables: Mapping[str, str]) -> tuple[str, str]:
    """Whether a system can run here, without installing anything, and what it would need if not.

    "yes"; "on demand", when its own environment or set-up is made the first time; or "no" and the remedy.
    """
    if reason := needs.lacking(system, variables):
        return "no", reason
    programs = [name for name in (*system.requirements.programs, *system.command[:1]) if "{" not in name]
    if absent := sorted({name for name in programs if find_program(name) is None}):
        return "no", f"it needs {' and '.join(absent)}; install {absent[0]} and put it on the PATH"
    if system.command:
        return (
            "on demand" if system.setup and not (_command_folder(system, cache) / READY).exists() else "yes"
        ), ""
    missing = system.requirements.missing()
    if not missing or (_own_folder(system, cache) / READY).exists():
        return "yes", ""
    if find_program("uv") is None:
        return "no", f"it needs {', '.join(missing)}, and uv to install it; run: python -m pip install uv"
    return "on demand", ""


def _own(system: System, cache: Path, variables: Mapping[str, str]) -> Environment:
    """An environment of the system's own, made by uv, with nothing of ours but the worker's files."""
    needs = system.requirements
    folder = _own_folder(system, cache)
    python = folder / "bin" / "python"
    with _building(folder) as building:
        if building:
            uv = find_program("uv") or "uv"
            interpreter = ["--python", needs.python or sys.executable]
            _install(system, [uv, "venv", "--quiet", *interpreter, str(folder)], folder.parent, building)
            dated = ["--exclude-newer", needs.exclude_newer] if needs.exclude_newer else []
            install = [uv, "pip", "install", "--quiet", "--python", str(python), *dated, *needs.dependencies]
            if needs.dependencies:
                _install(system, install, folder.parent, building)
    site = next(folder.glob("lib/python*/site-packages"))
    version = (folder / "pyvenv.cfg").read_text().split("version_info = ")[1].split()[0]
    return Environment(
        argv=(str(python), "-P", "-m", "bench.sdk.worker", str(system.path.resolve()), system.name),
        variables={**variables, "PYTHONPATH": str(_worker_folder(cache, system))},
        interpreter=_interpreter(system, version),
        **_standing_on(system, variables, site),
    )


def _standing_on(system: System, variables: Mapping[str, str], site: Path | None = None) -> dict[str, Any]:
    """Digest and named packages of an environment, from what is installed here or in ``site``."""
    needed = (*system.requirements.dependencies, *system.requirements.installed)
    versions = requirements.resolved(needed, site)
    lines = "".join(f"{name}=={version}\n" for name, version in versions.items())
    imported = _imports(system.path)
    if site is None and not needed and _packages(imported):
        lines = _installed()
    parts = {name.split(".")[1] for name in imported if name.startswith("bench.")} - {"sdk"}
    if parts == {"models"}:
        lines += _digest_of([LIBRARY / "models"])
    elif parts:
        lines += _digest_of([LIBRARY])
    lines += needs.files_digest(system, variables)
    named = {canonicalize_name(Requirement(text).name) for text in needed}
    return {
        "digest": hashlib.sha256(lines.encode()).hexdigest(),
        "packages": {name: version for name, version in versions.items() if name in named},
    }


def _imports(path: Path) -> set[str]:
    """The modules that a file imports, by their whole names."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module or "")
    return names


def _packages(imported: set[str]) -> set[str]:
    """Of imported modules the packages that are neither the standard library's nor ours."""
    return {name.partition(".")[0] for name in imported} - {*sys.stdlib_module_names, "bench"}


def _digest_of(folders: Iterable[Path]) -> str:
    """A digest of bench's ``__init__.py`` and of the Python files in some of its folders."""
    paths = [LIBRARY / "__init__.py", *(path for folder in folders for path in sorted(folder.rglob("*.py")))]
    return hashlib.sha256(b"".join(hashlib.sha256(path.read_bytes()).digest() for path in paths)).hexdigest()


def _installed() -> str:
    """All that is installed, for a file that doesn't say which of it it needs: names and versions of folders."""
    found = {each.name for entry in sys.path for each in Path(entry or ".").glob("*.dist-info")}
    return "".join(f"{name}\n" for name in sorted(found))


def _command(system: System, cache: Path, variables: Mapping[str, str]) -> Environment:
    """A copy of the system's folder in the cache, set up there once by its own command."""
    if system.setup:
        folder = _command_folder(system, cache)
        with _building(folder) as building:
            if building:
                ignored = shutil.ignore_patterns(*IGNORED, ".*")
                shutil.copytree(system.path, folder, dirs_exist_ok=True, ignore=ignored)
                _install(system, list(system.setup), folder, building)
    else:
        folder = system.path.resolve()
    argv = tuple(part.replace("{folder}", str(folder)).replace("{name}", system.name) for part in system.command)
    program = find_program(argv[0]) or argv[0]
    interpreter = " ".join(map(_edition, (program, *system.requirements.programs)))
    packages = _locked(folder / NPM_LOCK)
    return Environment((program, *argv[1:]), variables, system.digest, interpreter, packages)


def _locked(path: Path) -> dict[str, str]:
    """Of npm's lock file the versions of the packages that the folder itself names; none without one.

    A file of another form names none: whether it is right is npm's matter.
    """
    try:
        locked = json.loads(path.read_bytes())["packages"]
        return {name: locked[f"node_modules/{name}"]["version"] for name in sorted(locked[""]["dependencies"])}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _interpreter(system: System, python: str) -> str:
    """Python's version, and the programs that the file names."""
    return " ".join([f"Python {python}", *map(_edition, system.requirements.programs)])


def _edition(program: str) -> str:
    """A program's name, and what of its file changes with its version: asking it would be each one's own way."""
    path = Path(find_program(program) or program)
    if not path.is_file():
        return path.name
    status = path.stat()
    return f"{path.name} ({status.st_size} bytes of {status.st_mtime_ns})"


def _own_folder(system: System, cache: Path) -> Path:
    needs = system.requirements
    wanted = [sorted(needs.dependencies), needs.python, needs.exclude_newer, sysconfig.get_platform(), sys.version]
    return cache / "environments" / _short(json.dumps(wanted).encode())


def _command_folder(system: System, cache: Path) -> Path:
    return cache / "commands" / f"{system.path.name}-{system.digest[:16]}"


def find_program(name: str) -> str | None:
    """A program on the PATH or beside the running Python."""
    return shutil.which(name) or shutil.which(name, path=str(Path(sys.executable).parent))


@contextlib.contextmanager
def _building(folder: Path) -> Iterator[int | None]:
    """The lock under which a folder of the cache is to be built, None if it is there. Half-built ones go.

    One process builds at a time. An installer inherits the lock, so that one which outlives its harness is waited
    for too.
    """
    if (folder / READY).exists():
        yield None
        return
    folder.parent.mkdir(parents=True, exist_ok=True)
    with (folder.parent / f"{folder.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if (folder / READY).exists():
            yield None
            return
        shutil.rmtree(folder, ignore_errors=True)
        try:
            yield lock.fileno()
            (folder / READY).touch()
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise


def _install(system: System, command: list[str], folder: Path, lock: int) -> None:
    """Run an installer. Raises NotReadyError with its last words and the command itself."""
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            pass_fds=(lock,),
            capture_output=True,
            text=True,
            errors="replace",
            stdin=subprocess.DEVNULL,
            check=False,
            timeout=INSTALL_LIMIT,
        )
    except subprocess.TimeoutExpired:
        shown = " ".join([Path(command[0]).name, *command[1:]])
        raise NotReadyError(f"{system.name} isn't installed after {INSTALL_LIMIT} s; try: {shown}") from None
    except OSError as error:
        raise NotReadyError(f"{command[0]} can't be run: {error}") from None
    if done.returncode:
        words = [line.strip() for line in (done.stderr or done.stdout).splitlines() if line.strip()]
        said = " ".join(words[-3:])[:400]
        shown = " ".join([Path(command[0]).name, *command[1:]])
        raise NotReadyError(f"{system.name} can't be installed: {said}; see what is wrong with: {shown}")


def worker_digest() -> str:
    """A digest of the code of bench that runs in every Python system's process."""
    return _digest_of([LIBRARY / "sdk"])


def _worker_folder(cache: Path, system: System) -> Path:
    """A folder for another environment's PYTHONPATH: `bench.sdk`, and `bench.models` for what asks a service."""
    parts = ["sdk", *(["models"] if system.requirements.exchanges else [])]
    digest = _digest_of(LIBRARY / part for part in parts)
    folder = cache / "worker" / digest[:16]
    with _building(folder) as building:
        if building:
            (folder / "bench").mkdir(parents=True)
            shutil.copy(LIBRARY / "__init__.py", folder / "bench")
            for part in parts:
                shutil.copytree(
                    LIBRARY / part, folder / "bench" / part, ignore=shutil.ignore_patterns("__pycache__")
                )
    return folder


def _short(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]
