"""A Python system's side of the protocol: ``python -m bench.sdk.worker FILE NAME``.

The file is loaded by its path, never through the import path, so it may have the name of the library that it
wraps. Standard output carries only the protocol; everything that the system or its libraries print goes to
standard error. This module imports only the standard library.
"""

from __future__ import annotations

import contextlib
import faulthandler
import importlib.machinery
import importlib.util
import io
import os
import re
import signal
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any, BinaryIO

from bench.sdk import protocol
from bench.sdk.cause import RECORDS, Cause, check_item, no_annotation, no_list
from bench.sdk.declare import ABILITIES, MARK, TIMELINE, Declaration
from bench.sdk.fits import Fits, possible
from bench.sdk.model import Unlocated, Usage
from bench.sdk.provenance import Provenance

SIGNAL = signal.SIGUSR1
"""The signal on which the worker writes the stack of all its threads to standard error."""
_DECLARES = re.compile(rb"^@(\w+\.)?system\b", re.MULTILINE)


class Beside:
    """An importer for `sys.meta_path` that finds the modules in a system file's folder, after all other importers.

    It doesn't find files that declare a system: such a file may have the name of the library that it wraps, and
    must not be imported instead of the library.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = str(folder)

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Returns the spec of a top-level module in the folder; None if there is none or it declares a system."""
        if path is not None:
            return None
        spec = importlib.machinery.PathFinder.find_spec(name, [self._folder], target)
        origin = (spec.origin or "") if spec is not None else ""
        return None if origin.endswith(".py") and _DECLARES.search(Path(origin).read_bytes()) else spec


def load_file(path: Path) -> ModuleType:
    """Returns the module of a system file, which is run under a name that no library has."""
    name = f"bench_system_file_{path.stem}"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} is not a Python file")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def declared(module: ModuleType) -> dict[str, tuple[Declaration, Any]]:
    """Returns the systems that a module declares, by name. Raises ValueError when two share a name."""
    found: dict[str, tuple[Declaration, Any]] = {}
    for target in vars(module).values():
        declaration = getattr(target, MARK, None)
        if isinstance(declaration, Declaration):
            if declaration.name in found and found[declaration.name][1] is not target:
                raise ValueError(f"two systems are named {declaration.name!r}")
            found[declaration.name] = (declaration, target)
    return found


class Session:
    """A loaded system that answers the messages of the harness."""

    def __init__(self, declaration: Declaration, target: Any) -> None:
        self.layers = tuple(layer for layer in declaration.layers if layer != TIMELINE)
        subject = target() if isinstance(target, type) else target
        self.usage: Usage | None = None
        """The usage of a service for the current message so far; None if the system stated none."""
        self.found: Any = None
        """The value that the system returned for the current message."""
        self.fit = getattr(subject, "fit", None)
        self.refits = self.fit is not None and possible()
        """True if each fit begins anew (`bench.sdk.fits`), so that this process may be fitted several times."""
        self.resolve = getattr(subject, "resolve", None) if isinstance(target, type) else None
        self.extract = subject.extract if isinstance(target, type) and self.layers else subject
        self.collect = subject.collect if isinstance(target, type) and TIMELINE in declaration.layers else subject

    def answer(self, message: protocol.Message) -> protocol.Message:
        """Returns the reply to one message. Exceptions of the system are not caught."""
        match message.get("type"):
            case "hello":
                return {
                    "type": "hello",
                    "protocol": protocol.VERSION,
                    **{ability.word: getattr(self, ability.method) is not None for ability in ABILITIES},
                    "ahead": True,
                    "refits": self.refits,
                }
            case "fit":
                if self.fit is None:
                    raise TypeError("this system has no fit(training)")
                self.fit([protocol.document_from_json(item) for item in message["training"]])
                return {"type": "result"}
            case "extract":
                document = protocol.document_from_json(message["document"])
                self.found = self.extract(document)
                layers = sort_by_layer(self._without_usage(self.found), self.layers, "extract")
                return {"type": "result", "document": document.id, **layers}
            case "resolve":
                if self.resolve is None:
                    raise TypeError("this system has no resolve(document, spans)")
                document = protocol.document_from_json(message["document"])
                self.found = self.resolve(document, [(start, end) for start, end in message["spans"]])
                layers = sort_by_layer(self._without_usage(self.found), ("timexes",), "resolve")
                return {"type": "result", "document": document.id, **layers}
            case "collect":
                self.found = self.collect([protocol.document_from_json(item) for item in message["documents"]])
                return {"type": "result", **sort_by_layer(self._without_usage(self.found), (TIMELINE,), "collect")}
            case other:
                raise ValueError(f"no message of type {other!r} in protocol {protocol.VERSION}")

    def spent(self, reply: protocol.Message) -> protocol.Message:
        """Returns the reply with the service's usage under ``usage``, if the system stated any."""
        return reply if self.usage is None else {**reply, "usage": protocol.usage_to_json(self.usage)}

    def _without_usage(self, found: Any) -> Any:
        """Returns the items that aren't `Usage`. Each `Usage` is summed up at once, even if a later item fails."""
        if not isinstance(found, Iterable) or isinstance(found, str | bytes | dict):
            return found
        return (item for item in found if not self._is_usage(item))

    def _is_usage(self, item: Any) -> bool:
        if isinstance(item, Usage):
            self.usage = item if self.usage is None else self.usage + item
        return isinstance(item, Usage)


def sort_by_layer(found: Iterable[Any], names: Sequence[str], method: str) -> dict[str, list[protocol.Message]]:
    """Returns for each layer of ``names`` the JSON objects of the items that belong to it.

    Raises TypeError, which names the system's ``method``, for an item that belongs to none of these layers.
    """
    layers: dict[str, list[protocol.Message]] = {layer: [] for layer in names}
    if not isinstance(found, Iterable) or isinstance(found, str | bytes | dict):
        raise TypeError(no_list(found, names, method))
    for item in found:
        if isinstance(item, Unlocated) and item.layer in names:
            layers.setdefault(protocol.UNLOCATED, []).append(protocol.unlocated_to_json(item))
            continue
        for layer in names:
            if isinstance(item, RECORDS[layer]):
                check_item(item)
                layers[layer].append(protocol.WRITERS[layer](item))
                break
        else:
            raise TypeError(no_annotation(item, names, method))
    return layers


def serve(path: Path, name: str, requests: BinaryIO, replies: BinaryIO) -> None:
    """Answers each request in turn until the input ends.

    A reply also states the usage of services for its request, and the provenance since the last reply.
    """
    sys.meta_path.append(Beside(path.parent))
    provenance = Provenance(str(path.parent))
    provenance.watch()
    fits = Fits(provenance)
    session: Session | None = None
    for line in requests:
        asked: protocol.Message = {}
        try:
            if session is None:
                systems = declared(load_file(path))
                if name not in systems:
                    raise LookupError(f"{path.name} declares no system named {name!r}")
                session = Session(*systems[name])
            # dump() is inside the try: a value that JSON doesn't have is an error of the system
            asked = protocol.load(line)
            session.usage, session.found = None, None
            if asked.get("type") == "fit" and session.refits:
                asked = protocol.load(fits.apart(line))
            reply = protocol.dump(provenance.told(session.spent(session.answer(asked))))
        except Exception as error:
            cause = Cause(error, path, session.found if session is not None else None)
            with contextlib.suppress(OSError, ValueError, AttributeError):  # the system has closed or replaced it
                sys.stderr.write(cause.traceback())
            document = asked.get("document", {}).get("id")
            message = {"type": "error", "document": document, "message": cause.line()}
            reply = protocol.dump(provenance.told(session.spent(message) if session is not None else message))
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(OSError, ValueError, AttributeError):
                stream.flush()
        replies.write(reply)
        replies.flush()


def main() -> None:
    """Takes standard output for the protocol, sends the system's own prints to standard error, and serves."""
    path, name = Path(sys.argv[1]), sys.argv[2]
    replies = os.fdopen(os.dup(1), "wb")
    requests = os.fdopen(os.dup(0), "rb")
    os.dup2(2, 1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(line_buffering=True)  # what it prints stands in the order in which it was printed
    faulthandler.register(SIGNAL, file=os.dup(2), all_threads=True)
    serve(path, name, requests, replies)


if __name__ == "__main__":
    main()
