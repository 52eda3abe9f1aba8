"""The harness's side of the protocol: one system in one process, asked and answered a line at a time."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import subprocess
import tempfile
import time
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from bench.errors import UsageError
from bench.harness.memory import Watch, kill_group
from bench.harness.reaper import GUARD, TOKEN
from bench.models.recording import LIMIT
from bench.sdk import protocol
from bench.sdk.model import Span, Usage
from bench.systems.environment import Environment

MEBIBYTE = 2**20
PIECE = 1 << 16
"""Bytes read or written at a time: what a pipe holds."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a system may take, in seconds, and how much it may use."""

    start: float = 120.0
    """From launch to its greeting; imports and models load here."""
    fit: float = 600.0
    document: float = 60.0
    memory: int = 4096 * MEBIBYTE
    """Bytes resident in its process and all that it started, together."""
    answer: int = 64 * MEBIBYTE
    """Bytes of one answer."""
    errors: int = 16 * MEBIBYTE
    """Bytes kept of what it writes to standard error."""


DEFAULT_LIMITS = Limits()


class AnswerError(Exception):
    """The system didn't answer as it must; the message says how, for a person to read."""

    usage: Usage | None = None
    """What it took of a service all the same."""


class EndedError(AnswerError):
    """The process is gone or had to be ended; the next document needs a new one."""


class NotStartedError(AnswerError):
    """The system can't be loaded at all."""


def variables(home: str, token: str, passed: Mapping[str, str]) -> dict[str, str]:
    """What a system's process sees: no secret that it didn't ask for, no locale, no time zone of the caller."""
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
        TOKEN: token,
        **passed,
    }


class Process:
    """A running system. Use as a context manager: leaving it ends the process and all that it started.

    Raises NotStartedError when it can't be launched, UsageError when there is no room for its working folder.
    """

    GLANCE = 0.5
    """Seconds after which a process that doesn't answer is looked at, whether it still is."""
    LAST_WORDS = 5.0
    """Seconds that a process with a closed stream has to end."""

    def __init__(self, environment: Environment, limits: Limits) -> None:
        self._limits = limits
        passed = {LIMIT: f"{limits.document:g}", **environment.variables}
        try:
            self._folder = tempfile.TemporaryDirectory(prefix="bench-", ignore_cleanup_errors=True)
            # stderr goes to a file: a pipe that nobody reads would block a system that prints much. Opened for
            # appending, so that cutting it back leaves no hole
            self._errors: IO[bytes] = (Path(self._folder.name) / ".stderr").open("a+b")
        except OSError as error:
            raise UsageError(
                f"no temporary folder can be made: {error.strerror}; make room, or set TMPDIR to another place"
            ) from None
        self._token = uuid.uuid4().hex
        GUARD.watch(self._token, self._folder.name)
        try:
            self._process = subprocess.Popen(
                environment.argv,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._errors,
                cwd=self._folder.name,
                env=variables(self._folder.name, self._token, passed),
                start_new_session=True,
            )
        except OSError as error:
            self._errors.close()
            self._folder.cleanup()
            GUARD.forget(self._token)
            raise NotStartedError(f"it can't be launched: {error}") from None
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._input, self._output = self._process.stdin.fileno(), self._process.stdout.fileno()
        os.set_blocking(self._input, False)
        os.set_blocking(self._output, False)
        self._readable, self._writable = select.poll(), select.poll()
        self._readable.register(self._output, select.POLLIN)
        self._writable.register(self._input, select.POLLOUT)
        self._rest = bytearray()
        self._asked = False
        self._takes_ahead = False
        self._next = self._ahead = self._unsent = b""
        self._watch = Watch(self._process.pid, self._errors.fileno(), limits.memory, limits.errors)
        self._watch.start()

    def __enter__(self) -> Process:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def peak(self) -> int:
        """The most bytes that were seen resident in the process and all that it started."""
        return self._watch.peak

    def close(self) -> None:
        """End the process and all that it started, and remove its folder."""
        self._watch.stop()
        kill_group(self._process.pid)
        self._process.wait()
        self._watch.end_strays(self._token)
        for stream in (self._process.stdin, self._process.stdout, self._errors):
            if stream is not None:
                with contextlib.suppress(OSError):  # an unsent request to a process that is gone
                    stream.close()
        self._folder.cleanup()
        GUARD.forget(self._token)

    def hello(self, *, learns: bool, resolves: bool | None = None) -> None:
        """Wait until the system is loaded.

        Raises NotStartedError when it can't be, speaks another protocol, or says that it learns, or resolves,
        where its file says otherwise. It needn't say whether it resolves; None is for who won't ask it to.
        """
        try:
            reply = self._ask({"type": "hello", "protocol": protocol.VERSION}, self._limits.start)
            _check_no_error(reply)
        except AnswerError as error:
            raise NotStartedError(f"it didn't start: {error}") from None
        if reply.get("type") != "hello" or reply.get("protocol") != protocol.VERSION:
            raise NotStartedError(f"it doesn't speak protocol {protocol.VERSION}: {reply!r:.100}")
        if bool(reply.get("learns", False)) != learns:
            raise NotStartedError(
                "it has a fit that its file doesn't show; write fit and extract in the class itself"
            )
        if resolves is not None and bool(reply.get("resolves", resolves)) != resolves:
            raise NotStartedError(
                "it has a resolve that its file doesn't show; write resolve and extract in the class itself, or "
                "resolves = true in its system.toml"
                if not resolves
                else "its file says that it resolves, and it says that it doesn't"
            )
        self._takes_ahead = bool(reply.get("ahead", False))

    def fit(self, training: Sequence[Mapping[str, Any]]) -> None:
        """Have it learn from labelled documents."""
        _check_no_error(self._ask({"type": "fit", "training": list(training)}, self._limits.fit))

    @property
    def went_ahead(self) -> bool:
        """Whether the next document is with the system already, so that its work may have begun."""
        return bool(self._ahead)

    def expect(self, request: protocol.Message) -> None:
        """Say what will be asked of a document after what is asked next, and nothing else before it.

        A system that takes documents ahead then gets it at once, and needn't wait between the two. Its time still
        begins when it is asked for.
        """
        if self._takes_ahead:
            self._next = protocol.dump(request)

    def extract(self, document: protocol.Message) -> protocol.Message:
        """The result message for a document. Raises AnswerError when it fails, EndedError when it died of it."""
        return self._ask_of_document(protocol.extract_request(document))

    def resolve(self, document: protocol.Message, spans: Sequence[Span]) -> protocol.Message:
        """The result message for spans of a document. Raises AnswerError and EndedError as `extract` does."""
        return self._ask_of_document(protocol.resolve_request(document, spans))

    def _ask_of_document(self, request: protocol.Message) -> protocol.Message:
        reply = self._ask(request, self._limits.document)
        name = request["document"]["id"]
        if reply.get("type") not in ("result", "error") or reply.get("document") != name:
            # perhaps a late word on an earlier document, so an error too must say whose it is
            raise EndedError(f"it answered something else than the result for {name!r}: {reply!r:.100}")
        _check_no_error(reply)
        return reply

    def collect(self, documents: Sequence[protocol.Message]) -> protocol.Message:
        """The result message for a timeline of these documents, within a document's time for each.

        Raises AnswerError when it fails, EndedError when it died of it.
        """
        seconds = self._limits.document * len(documents)
        reply = self._ask({"type": "collect", "documents": list(documents)}, seconds)
        if reply.get("type") not in ("result", "error") or reply.get("document") is not None:
            raise EndedError(f"it answered something else than a timeline: {reply!r:.100}")
        _check_no_error(reply)
        return reply

    def _ask(self, message: protocol.Message, seconds: float) -> protocol.Message:
        deadline = time.monotonic() + seconds
        request = protocol.dump(message)
        if self._ahead:
            assert request == self._ahead, "another document was expected"
            request = self._unsent
        elif self._asked:
            self._check_silence()
        self._asked = True
        self._send(request, deadline, seconds)
        self._send_ahead()
        line = self._read_line(deadline, seconds)
        try:
            reply = protocol.load(line)
        except (ValueError, RecursionError):
            raise EndedError(f"it answered what is no JSON object: {line[:80]!r}") from None
        return reply

    def _check_silence(self) -> None:
        """Raise EndedError when it wrote, or ended, though it wasn't asked anything."""
        try:
            piece = os.read(self._output, PIECE)
        except BlockingIOError:
            piece = None
        if piece == b"":
            raise EndedError(self._obituary())
        if piece or self._rest:
            self._rest += piece or b""
            raise EndedError(f"it wrote more than its answer: {bytes(self._rest[:80])!r}")

    def _send(self, data: bytes, deadline: float, seconds: float) -> None:
        left = memoryview(data)
        while left:
            try:
                left = left[os.write(self._input, left[:PIECE]) :]
            except BlockingIOError:
                self._wait(self._writable, deadline, seconds)
            except OSError:
                raise EndedError(self._obituary()) from None

    def _send_ahead(self) -> None:
        """Send of the expected request what the pipe takes now; the rest goes when it is asked."""
        self._ahead = self._unsent = self._next
        self._next = b""
        if self._ahead:
            # a full pipe, or a process that has ended, of which an answer may still be there
            with contextlib.suppress(OSError):
                self._unsent = self._ahead[os.write(self._input, self._ahead[:PIECE]) :]

    def _read_line(self, deadline: float, seconds: float) -> bytes:
        searched = 0
        while (end := self._rest.find(b"\n", searched)) < 0:
            searched = len(self._rest)
            self._wait(self._readable, deadline, seconds)
            try:
                piece = os.read(self._output, PIECE)
            except OSError:  # closed meanwhile: the run is over
                piece = b""
            if not piece:
                raise EndedError(self._obituary())
            self._rest += piece
            if len(self._rest) > self._limits.answer:
                raise EndedError(f"an answer of more than {self._limits.answer // MEBIBYTE} MiB")
        line = bytes(self._rest[:end])
        del self._rest[: end + 1]
        return line

    def _wait(self, ready: select.poll, deadline: float, seconds: float) -> None:
        while (left := deadline - time.monotonic()) > 0:
            if ready.poll(1000 * min(left, self.GLANCE)):
                return
            # a child that it left may hold its end of the pipe open, so that the end can't be read
            if self._process.poll() is not None and not ready.poll(0):
                raise EndedError(self._obituary())
        raise EndedError(f"no answer within {seconds:g} s")

    def _obituary(self) -> str:
        """How the process ended, with the last thing it wrote to standard error."""
        try:
            status = self._process.wait(timeout=self.LAST_WORDS)
        except subprocess.TimeoutExpired:
            return "it closed its standard input or output"
        if self._watch.exceeded:
            # how much more depends on when it was looked at, and a cause stands in records
            return f"it used more than {self._limits.memory // MEBIBYTE} MiB of memory"
        how = f"signal {_signal_name(-status)}" if status < 0 else f"exit code {status}"
        try:
            size = os.fstat(self._errors.fileno()).st_size
            written = os.pread(self._errors.fileno(), 2000, max(0, size - 2000))
        except (OSError, ValueError):  # closed meanwhile: the run is over
            written = b""
        words = written.decode(errors="replace").split("\n")
        last = next((f", saying: {line.strip()[:200]}" for line in reversed(words) if line.strip()), "")
        return f"its process ended with {how}{last}"


def _check_no_error(reply: protocol.Message) -> None:
    """Raise AnswerError with the system's own words when it answered an error."""
    if reply.get("type") == "error":
        error = AnswerError(str(reply.get("message", "an error without a message"))[:1000])
        with contextlib.suppress(ValueError):
            error.usage = protocol.usage_from_json(reply.get("usage"))
        raise error


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return str(number)  # real-time signals have no names
