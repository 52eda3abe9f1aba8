"""The harness's side of the protocol: one system in one process, asked and answered a line at a time."""

from __future__ import annotations

import os
import selectors
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from bench import protocol
from bench.registry import System


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a system may take, in seconds, and how much it may answer, in bytes."""

    start: float = 120.0
    """From launch to its greeting; imports and models load here."""
    fit: float = 600.0
    document: float = 60.0
    line: int = 64 * 2**20


DEFAULT_LIMITS = Limits()


class AnswerError(Exception):
    """The system didn't answer as it must; the message says how, for a person to read."""


class EndedError(AnswerError):
    """The process is gone or had to be ended; the next document needs a new one."""


def environment(home: str) -> dict[str, str]:
    """What a system's process sees: no secret, no locale, no time zone of whoever runs it."""
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": home,
        "TMPDIR": home,
        "LANG": "C.UTF-8",
        "TZ": "UTC",
        "PYTHONHASHSEED": "0",
        "PYTHONUTF8": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
    }


class NotStartedError(AnswerError):
    """The system can't be loaded at all."""


class Process:
    """A running system. Use as a context manager: leaving it ends the process and all of its children."""

    def __init__(self, system: System, limits: Limits) -> None:
        self._limits = limits
        self._folder = tempfile.TemporaryDirectory(prefix="bench-", ignore_cleanup_errors=True)
        # stderr goes to a file: a pipe that nobody reads would block a system that prints much
        self._errors: IO[bytes] = (Path(self._folder.name) / ".stderr").open("w+b")
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "bench.worker", str(system.path.resolve()), system.name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            cwd=self._folder.name,
            env=environment(self._folder.name),
            start_new_session=True,
        )
        self._rest = bytearray()
        self._selector = selectors.DefaultSelector()
        assert self._process.stdout is not None
        self._selector.register(self._process.stdout, selectors.EVENT_READ)

    def __enter__(self) -> Process:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the process group, and remove its folder."""
        try:
            os.killpg(self._process.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            pass  # it has ended already
        self._process.wait()
        self._selector.close()
        for stream in (self._process.stdin, self._process.stdout, self._errors):
            if stream is not None:
                try:
                    stream.close()
                except BrokenPipeError:
                    pass  # an unsent request to a process that is gone
        self._folder.cleanup()

    def hello(self) -> None:
        """Wait until the system is loaded. Raises NotStartedError when it can't be, or speaks another protocol."""
        try:
            reply = self._ask({"type": "hello", "protocol": protocol.VERSION}, self._limits.start)
        except AnswerError as error:
            raise NotStartedError(f"it didn't start: {error}") from None
        if reply.get("type") != "hello" or reply.get("protocol") != protocol.VERSION:
            raise NotStartedError(f"it doesn't speak protocol {protocol.VERSION}: {reply!r:.100}")

    def fit(self, training: Sequence[Mapping[str, Any]]) -> None:
        """Have it learn from labelled documents."""
        self._ask({"type": "fit", "training": list(training)}, self._limits.fit)

    def extract(self, document: protocol.Message) -> protocol.Message:
        """The result message for a document. Raises AnswerError when it fails, EndedError when it died of it."""
        reply = self._ask({"type": "extract", "document": document}, self._limits.document)
        if reply.get("type") != "result" or reply.get("document") != document["id"]:
            raise EndedError(f"it answered something else than the result for {document['id']!r}: {reply!r:.100}")
        return reply

    def _ask(self, message: protocol.Message, seconds: float) -> protocol.Message:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(protocol.dump(message))
            self._process.stdin.flush()
        except BrokenPipeError:
            raise EndedError(self._obituary()) from None
        line = self._read_line(seconds)
        try:
            reply = protocol.load(line)
        except ValueError:
            raise EndedError(f"it answered what is no JSON object: {line[:80]!r}") from None
        if reply.get("type") == "error":
            raise AnswerError(str(reply.get("message", "an error without a message")))
        return reply

    def _read_line(self, seconds: float) -> bytes:
        assert self._process.stdout is not None
        deadline = time.monotonic() + seconds
        while (end := self._rest.find(b"\n")) < 0:
            left = deadline - time.monotonic()
            if left <= 0 or not self._selector.select(left):
                raise EndedError(f"no answer within {seconds:g} s")
            piece = os.read(self._process.stdout.fileno(), 1 << 20)
            if not piece:
                raise EndedError(self._obituary())
            self._rest += piece
            if len(self._rest) > self._limits.line:
                raise EndedError(f"an answer of more than {self._limits.line} bytes")
        line = bytes(self._rest[:end])
        del self._rest[: end + 1]
        return line

    def _obituary(self) -> str:
        """How the process ended, with the last thing it wrote to standard error."""
        try:
            status = self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            return "it closed its standard output"
        how = f"signal {signal.Signals(-status).name}" if status < 0 else f"exit code {status}"
        self._errors.seek(0, os.SEEK_END)
        self._errors.seek(max(0, self._errors.tell() - 2000))
        words = self._errors.read().decode(errors="replace").strip().splitlines()
        last = f", saying: {words[-1][:200]}" if words else ""
        return f"its process ended with {how}{last}"
