"""The files outside of its own folder that a Python system opens and doesn't declare."""

from __future__ import annotations

import sys
import sysconfig
from pathlib import Path

from bench.harness.sandbox import MACHINE
from bench.harness.task import Question
from bench.harness.used import Used
from bench.models.recording import FOLDER
from bench.systems.digests import LIBRARY
from bench.systems.needs import files


def undeclared(question: Question, used: Used | None) -> list[str]:
    """Returns the existing files that a process has used and that are none of its system's.

    A system's own are its folder, Python and its packages, bench, the operating system, the declared files, and
    the exchanges with a service.
    """
    system, environment = question.system, question.environment
    if used is None:
        return []
    own = system.path if system.path.is_dir() else system.path.parent
    belong = [own, LIBRARY, Path(sys.prefix), Path(sys.base_prefix), Path(environment.argv[0]).parent.parent]
    belong += [
        *map(Path, sysconfig.get_paths().values()),
        *map(Path, MACHINE),
        *files(system, environment.variables),
    ]
    belong += [
        Path(environment.variables[name]) for name in (FOLDER, "PYTHONPATH") if name in environment.variables
    ]
    folders = {*belong, *(path.resolve() for path in belong)}
    return sorted(
        path
        for path, signature in used.files.items()
        if signature is not None
        and Path(path).suffix not in (".py", ".so")  # a module, also of an editable installation
        and not any(Path(path).is_relative_to(each) for each in folders)
    )
