"""The provenance of a process's answers: the files, folders and programs that it has used so far.

Audit hooks (PEP 578) report each file that Python code opens, each module that is looked for and each program that
is started. Files that libraries written in C open themselves aren't reported. Standard library only.
"""

from __future__ import annotations

import os
import stat
import sys
import sysconfig
from collections.abc import Callable, Mapping
from typing import Any

Signature = list[int]
"""Size, times of the last change of content and of status in ns, inode number and number of names of a file."""

VOLATILE = ("/proc/", "/sys/", "/dev/")
"""Folders whose files aren't stored on a disk, and aren't noted."""
_STARTERS = ("subprocess", "os")
"""The modules of the standard library through which others start programs."""
_MACHINE = ("ctypes.util", "platform", "uuid")
"""The modules of the standard library that start programs themselves to learn about the machine."""
_BOOTSTRAP = "<frozen importlib._bootstrap"


def signature(path: str) -> Signature | None:
    """Returns properties of a file that change when it is written or replaced; None if it is no regular file."""
    try:
        status = os.stat(path)
    except (OSError, ValueError):
        return None
    if not stat.S_ISREG(status.st_mode):
        return None
    return [status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino, status.st_nlink]


class Provenance:
    """Notes the files and programs that this process uses; `report` returns those since the last report.

    ``beside`` is the folder in which modules are looked for last. Files of the standard library and of the
    process's working folder are left out.
    """

    def __init__(self, beside: str) -> None:
        self._beside = beside
        self._ours = tuple(
            os.path.join(folder, "")
            for name in ("stdlib", "platstdlib")
            for folder in {sysconfig.get_path(name), os.path.realpath(sysconfig.get_path(name))}
        )
        self._home = tuple(os.path.join(each, "") for each in {os.getcwd(), os.path.realpath(os.getcwd())})
        self._files: dict[str, Signature | None] = {}
        self._sought: set[str] = set()
        self._listed: dict[str, str] = {}
        self._started: set[str] = set()
        self._asked: set[str] = set()
        self._unknown = ""
        self._ours_forks = False
        self._told: set[Any] = set()
        self._modules = 0
        self._events: Mapping[str, Callable[[tuple[Any, ...]], None]] = {
            "open": self._open,
            "import": self._import,
            "os.listdir": self._list,
            "os.scandir": self._list,
            "sqlite3.connect": self._path,
            "ctypes.dlopen": self._path,
            "subprocess.Popen": self._program,
            "os.posix_spawn": self._program,
            "os.exec": self._program,
            "os.system": self._shell,
            "os.fork": self._fork,
            "os.forkpty": self._fork,
            "socket.connect": self._connect,
        }

    def watch(self) -> None:
        """Starts to note what is used. The files of modules that were loaded before are found too."""
        for folder in sys.path:
            if folder and not self._left_out(os.path.join(folder, "")):
                self._listed[folder] = "*.pth"
        self._sought.update(("sitecustomize", "usercustomize"))
        self._note(os.path.join(sys.prefix, "pyvenv.cfg"))
        sys.addaudithook(self._hook)

    def report(self) -> dict[str, Any] | None:
        """Returns what was used since the last report; None if nothing was used.

        ::

            files      for each path, the file's `signature` when it was used, None if there was no such file
            sought     for each folder, the names of the modules that were looked for in it
            listed     for each folder whose entries were listed, the pattern of the entries' names that count
            started    the names of the programs that were started
            asked      the network addresses that were connected to
            unknown    why the system's answers may depend on something not listed here; empty if there's no reason
        """
        if len(sys.modules) != self._modules:
            self._modules = len(sys.modules)
            self._note_modules()
        sought = self._by_folder()
        report = {
            "files": {path: self._files[path] for path in self._new("file", list(self._files))},
            "sought": {
                folder: new
                for folder, names in sought.items()
                if (new := self._new(f"sought {folder}", sorted(names)))
            },
            "listed": {folder: self._listed[folder] for folder in self._new("listed", list(self._listed))},
            "started": self._new("started", sorted(self._started)),
            "asked": self._new("asked", sorted(self._asked)),
            "unknown": self._unknown if self._new("unknown", [self._unknown]) else "",
        }
        return report if any(report.values()) else None

    def told(self, reply: dict[str, Any]) -> dict[str, Any]:
        """Returns a reply with `report` under ``provenance``; without this key if nothing was used."""
        report = self.report()
        return reply if report is None else {**reply, "provenance": report}

    def _new(self, kind: str, names: list[str]) -> list[str]:
        found = [name for name in names if (kind, name) not in self._told]
        self._told.update((kind, name) for name in found)
        return found

    def _hook(self, event: str, arguments: tuple[Any, ...]) -> None:
        handle = self._events.get(event)
        if handle is not None:
            try:
                handle(arguments)
            except Exception as error:  # the system's own call must go on, whatever it was called with
                self._unknown = self._unknown or f"{event} can't be followed ({type(error).__name__})"

    def _left_out(self, path: str) -> bool:
        if path.startswith((*self._home, *VOLATILE)):
            return True
        return path.startswith(self._ours) and "/site-packages/" not in path and "/dist-packages/" not in path

    def _note(self, path: Any) -> None:
        if isinstance(path, int):
            return
        name = os.path.abspath(os.fsdecode(path))
        if name in self._files or self._left_out(name) or f"{os.sep}__pycache__{os.sep}" in name:
            return
        if os.path.isdir(name):
            return
        self._files[name] = signature(name)

    def _note_modules(self) -> None:
        for name, module in list(sys.modules.items()):
            origin = getattr(getattr(module, "__spec__", None), "origin", None) or getattr(
                module, "__file__", None
            )
            if isinstance(origin, str) and os.path.isabs(origin):
                self._note(origin)
            self._sought.add(name)

    def _by_folder(self) -> dict[str, set[str]]:
        """Returns the names of the modules that were looked for since the last call, by folder."""
        names, self._sought = self._sought, set()
        found: dict[str, set[str]] = {}
        folders = [folder for folder in sys.path if folder and not self._left_out(os.path.join(folder, ""))]
        for name in names:
            parent, _, last = name.rpartition(".")
            if not parent:
                if name in sys.stdlib_module_names or name == "__main__":
                    continue
                places = [*folders, *([] if self._found_elsewhere(name) else [self._beside])]
            else:
                path = getattr(sys.modules.get(parent), "__path__", None)
                try:
                    places = [each for each in path or () if not self._left_out(os.path.join(each, ""))]
                except (TypeError, KeyError):
                    continue
            for place in places:
                if isinstance(place, str):
                    found.setdefault(os.path.abspath(place), set()).add(last)
        return found

    def _found_elsewhere(self, name: str) -> bool:
        origin = getattr(sys.modules.get(name), "__file__", None)
        return isinstance(origin, str) and not origin.startswith(os.path.join(self._beside, ""))

    def _open(self, arguments: tuple[Any, ...]) -> None:
        path, _, flags = arguments
        writes = flags & os.O_ACCMODE == os.O_WRONLY or flags & (os.O_TRUNC | os.O_EXCL)
        if path is not None and not writes:
            self._note(path)

    def _import(self, arguments: tuple[Any, ...]) -> None:
        name, file = arguments[:2]
        self._sought.add(name)
        if file:
            self._note(file)

    def _list(self, arguments: tuple[Any, ...]) -> None:
        caller = sys._getframe(2).f_code.co_filename
        if caller.startswith(_BOOTSTRAP) or isinstance(arguments[0], int):
            return
        path = os.path.abspath(os.fsdecode(arguments[0] or "."))
        if self._left_out(os.path.join(path, "")):
            return
        # to find packages' metadata Python lists a folder; only the entries with metadata matter
        metadata = "importlib/metadata" in caller or "importlib_metadata" in caller
        pattern = "*.*-info" if metadata else "*"
        if self._listed.get(path) != "*":
            self._listed[path] = pattern if self._listed.get(path) in (None, pattern) else "*"
            self._told.discard(("listed", path))

    def _path(self, arguments: tuple[Any, ...]) -> None:
        if arguments[0] and os.sep in os.fsdecode(arguments[0]):
            self._note(arguments[0])

    def _program(self, arguments: tuple[Any, ...]) -> None:
        program, given = os.fsdecode(arguments[0]), arguments[1]
        words = [given] if isinstance(given, (str, bytes)) else list(given or ())
        for folder in [""] if os.sep in program else os.get_exec_path():
            self._note(os.path.join(folder, program))
            if os.path.isfile(os.path.join(folder, program)):
                break
        for word in words[1:]:
            if isinstance(word, (str, bytes, os.PathLike)) and os.path.isfile(word):
                self._note(word)
        if not self._by_python():
            self._started.add(os.path.basename(program))

    def _by_python(self) -> bool:
        """Returns whether a module of the standard library starts a program to learn about the machine.

        Libraries are looked for with ldconfig, a node's address with ip, a processor's name with uname.
        """
        frame = sys._getframe(3)
        while frame.f_back is not None and frame.f_globals.get("__name__") in _STARTERS:
            frame = frame.f_back
        return frame.f_globals.get("__name__") in _MACHINE and frame.f_code.co_filename.startswith(self._ours)

    def _shell(self, _: tuple[Any, ...]) -> None:
        self._started.add("sh")

    def fork(self) -> int:
        """Copies this process for the worker itself, so it isn't noted. Returns what `os.fork` does."""
        self._ours_forks = True
        try:
            return os.fork()
        finally:
            self._ours_forks = False

    def _fork(self, _: tuple[Any, ...]) -> None:
        if not self._ours_forks:
            self._unknown = self._unknown or "it starts processes of its own"

    def _connect(self, arguments: tuple[Any, ...]) -> None:
        address = arguments[1]
        self._asked.add(str(address[0]) if isinstance(address, tuple) else repr(address))
