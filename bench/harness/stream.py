"""A predictions folder that grows during a run, for a corpus of any size.

A document's annotations are written before its line in ``documents.jsonl``, which states their number. When a run
is resumed, annotations of a document without such a line are cut off. Documents whose annotations the disk has
lost, for example in a power failure, are run again. So a resumed run leaves the same bytes as an uninterrupted
run. At the end of a run the files are flushed to disk.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterable, Iterator, Mapping, MutableMapping, Sequence
from concurrent.futures import Executor
from contextlib import ExitStack, closing
from dataclasses import dataclass
from itertools import tee
from pathlib import Path
from types import TracebackType
from typing import IO, Any

import msgspec

from bench.dataset import jsonline
from bench.dataset.suite import Suite
from bench.errors import DataError, Fault, UsageError
from bench.files import cannot_write, write_text
from bench.formats.jsonl.layout import written
from bench.formats.jsonl.records import RECORDS
from bench.harness.journal import document_key
from bench.harness.outcome import Heard, Outcome, unheard
from bench.harness.run import Runner
from bench.harness.schedule import run
from bench.harness.task import Task
from bench.harness.upstream import Items, outcomes
from bench.sdk import protocol
from bench.sdk.model import Document
from bench.sdk.protocol import UNLOCATED
from bench.systems.dependencies import Ready

RUN_FILE = "run.json"
"""The file that says what the predictions were made with. Only a run with the same content may resume it."""
AGAIN = "give another folder to start anew"


def training_of(suite: Suite) -> tuple[protocol.Message, ...]:
    """Returns all documents of a suite with their gold, as wire objects, for a learning system to be fitted on."""
    return tuple(protocol.document_to_json(suite.labelled(entry), labelled=True) for entry in suite.documents)


def predict(
    runner: Runner,
    documents: Iterable[Document],
    output: Output,
    executor: Executor,
    *,
    ahead: int = 3,
    heard: Heard = unheard,
) -> Iterator[Outcome]:
    """Runs a system over the documents that the output lacks. Yields each outcome after it was written."""
    ready = runner.ready
    copies = iter(tee(output.remaining(documents), len(ready.all())))

    def tasks_of(each: Ready) -> Iterator[Task]:
        return runner.tasks(each, next(copies))

    def run_of(_: Ready, items: Items) -> Iterator[Outcome]:
        return run(items, executor, ahead=ahead, heard=heard)

    for outcome in outcomes(ready, tasks_of, run_of, runner.labels):
        output.put(outcome)
        yield outcome


class Output:
    """A predictions folder that a run writes. Use as a context manager.

    ``described`` has further fields of the lines of documents, by their ids; `put` takes them out.

    Raises UsageError for a folder that isn't empty, unless ``resume`` is true and the folder's ``run.json`` equals
    ``made_by``. Raises UsageError too if the folder can't be written, or if another process is writing it.
    """

    def __init__(
        self,
        folder: Path,
        layers: Sequence[str],
        made_by: Mapping[str, str],
        *,
        resume: bool,
        described: MutableMapping[str, Mapping[str, str]] | None = None,
    ) -> None:
        self._folder = folder
        self._described = {} if described is None else described
        files = written(layers)
        self.kept = 0
        """The number of documents that earlier runs finished."""
        self.failed = 0
        """The number of documents among ``kept`` that failed."""
        self.lost = 0
        """The number of finished documents that must be run again, because the disk lost annotations.

        All documents after the first such document count.
        """
        self._keys: dict[str, str] = {}
        """The keys of documents that `remaining` has yielded and that aren't written yet, by document id."""
        with ExitStack() as stack:
            try:
                folder.mkdir(parents=True, exist_ok=True)
                _lock(folder, stack)
                self._claim(made_by, ["documents", *files.values(), UNLOCATED], resume)
                self._documents = stack.enter_context(_append(folder / "documents.jsonl"))
                if (folder / f"{UNLOCATED}.jsonl").exists():
                    files = {**files, UNLOCATED: UNLOCATED}
                self._layers = {
                    layer: stack.enter_context(_append(folder / f"{name}.jsonl")) for layer, name in files.items()
                }
                self._rest: _Rest | None = self._count()
            except OSError as error:
                raise cannot_write(Path(error.filename or folder), error) from None
            self._stack = stack.pop_all()

    def __enter__(self) -> Output:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._stack:
            for file in (*self._layers.values(), self._documents):
                try:
                    os.fsync(file.fileno())
                except OSError as error:
                    raise cannot_write(Path(file.name), error) from None

    def put(self, outcome: Outcome) -> None:
        """Writes the outcome of a document that `remaining` yielded: its annotations, then its status line."""
        status: dict[str, Any] = {"id": outcome.document, "key": self._keys.pop(outcome.document)}
        if outcome.layers is None:
            status |= {"status": "failed", "reason": outcome.failed}
        else:
            status |= {"status": "done", "annotations": 0}
            if outcome.layers.unlocated and UNLOCATED not in self._layers:
                path = self._folder / f"{UNLOCATED}.jsonl"
                self._layers[UNLOCATED] = self._stack.enter_context(_append(path))
            for layer, file in self._layers.items():
                items = getattr(outcome.layers, layer)
                if items:
                    status["annotations"] += len(items)
                    write = RECORDS[layer]
                    self._write(file, b"".join(_line({"doc": outcome.document, **write(item)}) for item in items))
        status |= self._described.pop(outcome.document, {})
        self._write(self._documents, _line(status))

    def remaining(self, documents: Iterable[Document]) -> Iterator[Document]:
        """Yields the documents that earlier runs didn't finish.

        Raises DataError unless the corpus begins with the finished documents, in order, with the same text and
        dct.
        """
        stream, path = iter(documents), self._folder / "documents.jsonl"
        with path.open("rb") as file:
            for number in range(1, self.kept + 1):
                done = _object(file.readline(), path, number, "id") or {}
                document = next(stream, None)
                if document is None or document.id != done.get("id"):
                    instead = "has ended" if document is None else f"has {document.id!r}"
                elif _key(document) != done.get("key"):
                    instead = "has another text or dct for it"
                else:
                    continue
                message = f"document {done.get('id')!r} is finished, where the corpus {instead}"
                raise DataError([Fault(str(path), number, message, f"give the same corpus, or {AGAIN}")])
        for document in stream:
            self._cut(document.id)
            self._keys[document.id] = _key(document)
            yield document

    def _write(self, file: IO[bytes], data: bytes) -> None:
        try:
            written = file.write(data)
            if written != len(data):
                raise OSError(f"only {written} of {len(data)} bytes were taken")
        except OSError as error:
            raise cannot_write(Path(file.name), error) from None

    def _claim(self, made_by: Mapping[str, str], layers: Iterable[str], resume: bool) -> None:
        """Writes ``made_by`` into the ``run.json`` of an empty folder, or checks that the file there equals it."""
        path = self._folder / RUN_FILE
        text = json.dumps(made_by, indent=1, sort_keys=True) + "\n"
        there = {each.name for each in self._folder.iterdir()} - {f".{RUN_FILE}.part"}
        found = path.read_bytes().decode("utf-8", "replace") if path.is_file() else ""
        # a run that ended before its first document leaves empty files
        empty = there <= {RUN_FILE, *(f"{name}.jsonl" for name in layers)} and not any(
            (self._folder / name).stat().st_size for name in there - {RUN_FILE}
        )
        if not there or (empty and _made_by(found)):
            write_text(path, text)
        elif not found:
            raise UsageError(
                f"{self._folder} has something in it, and has no {RUN_FILE}, so no run made it; {AGAIN}"
            )
        elif not _made_by(found):
            raise UsageError(f"{path} is no file of bench run; {AGAIN}")
        elif not resume:
            raise UsageError(f"{self._folder} has something in it; go on with it by --resume, or {AGAIN}")
        elif found != text:
            raise UsageError(f"{self._folder} was made by another run ({_difference(found, made_by)}); {AGAIN}")

    def _count(self) -> _Rest:
        """Counts the complete documents, and returns where the rest begins in each file.

        Raises DataError if the files don't fit each other in a way that no interrupted run explains.
        """
        with ExitStack() as stack:
            layers = [stack.enter_context(closing(_Reader(Path(file.name)))) for file in self._layers.values()]
            path, whole = Path(self._documents.name), 0
            rest: _Rest | None = None
            for number, line in enumerate(stack.enter_context(path.open("rb")), start=1):
                entry = _object(line, path, number, "id")
                if entry is None:
                    break
                before = [layer.position for layer in layers]
                found = sum(layer.pass_over(entry["id"]) for layer in layers)
                counted = entry.get("annotations", found)
                if not self.lost and found != counted:
                    if found > counted or not any(layer.ended for layer in layers):
                        message = f"{counted} annotations of {entry['id']!r} are due, not {found}"
                        raise _changed(path, message, number)
                    rest = _Rest(whole, before, None)
                if self.lost or found != counted:
                    self.lost += 1
                    continue
                self.kept += 1
                self.failed += entry.get("status") == "failed"
                whole += len(line)
            left = {each for layer in layers if (each := layer.rest()) is not None}
            if len(left) > 1:
                names = " and ".join(map(repr, sorted(left)))
                raise _changed(path, f"annotations of {names} have no document here")
            return rest or _Rest(whole, [layer.position for layer in layers], next(iter(left), None))

    def _cut(self, document: str) -> None:
        """Cuts everything after the complete documents off the files, before the first document is written.

        Raises DataError if annotations of another document than ``document`` would be cut off.
        """
        rest, self._rest = self._rest, None
        if rest is None:
            return
        if rest.document not in (None, document):
            message = f"annotations of {rest.document!r} stand where {document!r} is to be written"
            raise _changed(self._folder, message)
        for position, file in zip(rest.layers, self._layers.values(), strict=True):
            file.truncate(position)
        self._documents.truncate(rest.documents)


def _key(document: Document) -> str:
    """Returns a digest of a document's text and dct, 16 hexadecimal digits."""
    return document_key(protocol.document_to_json(document), "")[:16]


@dataclass(frozen=True, slots=True)
class _Rest:
    """The rest of each file, after the lines of the complete documents."""

    documents: int
    """The offset in bytes at which the rest of ``documents.jsonl`` begins."""
    layers: Sequence[int]
    """The offset in bytes at which the rest of each layer's file begins."""
    document: str | None
    """The id of the document whose annotations are in the rest; None if the rest has none, or if documents were
    lost."""


class _Reader:
    """A reader of one layer's file that passes over the annotations of one document at a time."""

    def __init__(self, path: Path) -> None:
        self._path, self._file = path, path.open("rb")
        self.position = 0
        """The offset in bytes up to which annotations have been passed over."""
        self._number = 0
        self._next()

    def close(self) -> None:
        self._file.close()

    @property
    def ended(self) -> bool:
        """True if no complete line is left."""
        return self._entry is None

    def pass_over(self, document: str) -> int:
        """Passes over the lines of this document, and returns their number."""
        count = 0
        while self._entry is not None and self._entry["doc"] == document:
            self.position += len(self._line)
            count += 1
            self._next()
        return count

    def rest(self) -> str | None:
        """Returns the id of the document whose lines are left in the file, or None if no line is left.

        Raises DataError for lines of several documents, because an interrupted run leaves lines of one document at
        most.
        """
        first = self._entry
        while first is not None and self._entry is not None:
            if self._entry["doc"] != first["doc"]:
                message = f"annotations of {first['doc']!r} stand where documents.jsonl has others"
                raise _changed(self._path, message)
            self._next()
        return None if first is None else str(first["doc"])

    def _next(self) -> None:
        self._line = self._file.readline()
        self._number += 1
        self._entry = _object(self._line, self._path, self._number, "doc")


def _object(line: bytes, path: Path, number: int, name: str) -> dict[str, Any] | None:
    """Returns the JSON object on a line, or None at the end of a file and for a line that was cut short.

    Raises DataError for a complete line that is no JSON object or lacks the field ``name``.
    """
    if not line.endswith(b"\n"):
        return None
    try:
        entry = msgspec.json.decode(line, type=dict[str, Any])
        entry[name]
    except KeyError:
        raise _changed(path, f"not a line of a run: it has no {name!r}", number) from None
    except jsonline.REFUSED as error:
        message, _ = jsonline.fault_of(error, line)
        raise _changed(path, f"not a line of a run: {message}", number) from None
    return entry


def _changed(path: Path, message: str, line: int = 0) -> DataError:
    return DataError([Fault(str(path), line, message, f"the folder was changed since; {AGAIN}")])


def _line(record: Mapping[str, Any]) -> bytes:
    # a lone surrogate, which UTF-8 can't encode, becomes a question mark
    return json.dumps(record, ensure_ascii=False).encode("utf-8", "replace") + b"\n"


def _append(path: Path) -> IO[bytes]:
    """Opens a file for unbuffered writing at its end, and creates it if it isn't there."""
    return path.open("ab", buffering=0)


def _lock(folder: Path, stack: ExitStack) -> None:
    """Locks the folder until the stack is closed, or the process ends."""
    descriptor = os.open(folder, os.O_RDONLY)
    stack.callback(os.close, descriptor)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise UsageError(f"{folder} is being written by another run; wait for it, or {AGAIN}") from None


def _made_by(found: str) -> bool:
    """Returns whether a text is the content of a ``run.json``."""
    try:
        stated = msgspec.json.decode(found, type=dict[str, Any])
    except jsonline.REFUSED:
        return False
    return {"bench", "key", "system"} <= stated.keys()


def _difference(found: str, made_by: Mapping[str, str]) -> str:
    """Returns the differences between a folder's ``run.json`` and this run, in words."""
    before = msgspec.json.decode(found, type=dict[str, Any])
    changed = [name for name in made_by if before.get(name) != made_by[name]]
    if changed == ["key"]:
        return "in another environment, or with other limits"
    return ", ".join(f"another {name}" for name in changed if name != "key")
