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
from bench.harness.errors import AnswerError, EndedError, NotStartedError
from bench.harness.greeting import check_greeting
from bench.harness.memory import MemoryMonitor, kill_group
from bench.harness.prefetch import PIECE, Prefetch
from bench.harness.reaper import REAPER, TOKEN
from bench.harness.used import Used
from bench.models.recording import LIMIT
from bench.sdk import protocol
from bench.systems.environment import Environment

MEBIBYTE = 2**20
PROVENANCE = "provenance"
"""The part of a reply that says what was used for it."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The time that a system may take, in seconds, and the memory that it may use."""

    start: float = 120.0
    """The time from launch to its greeting, in which imports and models load."""
    fit: float = 600.0
    document: float = 60.0
    memory: int = 4096 * MEBIBYTE
    """The bytes resident in its process and all that it started, together."""
    answer: int = 64 * MEBIBYTE
    """The bytes of one answer."""
    errors: int = 16 * MEBIBYTE
    """The bytes that are kept of its standard error."""


DEFAULT_LIMITS = Limits()


def variables(home: str, token: str, path: str, passed: Mapping[str, str]) -> dict[str, str]:
    """Returns the variables of a system's process: no unwanted secret, no locale or zone of the caller."""
    return {
        "PATH": path,
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
    """Seconds after which a silent process is checked to be still running."""
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
        REAPER.watch(self._token, self._folder.name)
        try:
            self._process = subprocess.Popen(
                environment.argv,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._errors,
                cwd=self._folder.name,
                env=variables(self._folder.name, self._token, environment.path, passed),
                start_new_session=True,
            )
        except OSError as error:
            self._errors.close()
            self._folder.cleanup()
            REAPER.forget(self._token)
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
        self.prefetch = Prefetch()
        """The request that is on its way before this one is answered."""
        self.used: Used | None = None
        """The files and programs that it has used so far; None if it doesn't say."""
        self._memory = MemoryMonitor(self._process.pid, self._errors.fileno(), limits.memory, limits.errors)
        self._memory.start()

    def __enter__(self) -> Process:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def peak(self) -> int:
        """The largest resident memory measured, in bytes, of the process and all that it started together."""
        return self._memory.peak

    def close(self) -> None:
        """Ends the process and all that it started, and removes its folder."""
        self._memory.stop()
        kill_group(self._process.pid)
        self._process.wait()
        self._memory.end_strays(self._token)
        for stream in (self._process.stdin, self._process.stdout, self._errors):
            if stream is not None:
                with contextlib.suppress(OSError):  # an unsent request to a process that is gone
                    stream.close()
        self._folder.cleanup()
        REAPER.forget(self._token)

    def hello(self, **promised: bool) -> None:
        """Waits until the system is loaded; ``promised`` says for each ability's word whether its file has it.

        Raises NotStartedError if the system can't be loaded, speaks another protocol, or contradicts its file
        about an ability. An ability that isn't promised either way is not checked.
        """
        try:
            reply = self._ask({"type": "hello", "protocol": protocol.VERSION}, self._limits.start)
            _check_no_error(reply)
        except AnswerError as error:
            raise NotStartedError(f"it didn't start: {error}") from None
        check_greeting(reply, promised)
        self.prefetch.wanted = bool(reply.get("ahead", False))

    def fit(self, training: Sequence[Mapping[str, Any]]) -> None:
        """Makes the system learn from labelled documents."""
        _check_no_error(self._ask({"type": "fit", "training": list(training)}, self._limits.fit))

    def expect(self, request: protocol.Message) -> None:
        """Announces the request after the next one, about a document. No other request may be made before it.

        A system that takes documents ahead then gets it at once, and needn't wait between the two. Its time still
        begins when it is asked for.
        """
        self.prefetch.expect(protocol.dump(request))

    def ask(self, request: protocol.Message) -> protocol.Message:
        """Returns the result message for one or several documents.

        The time limit is that of a document for each of them. Raises AnswerError if the system fails, and
        EndedError if its process ended.
        """
        name = request["document"]["id"] if "document" in request else None
        reply = self._ask(request, self._limits.document * len(request.get("documents", [name])))
        if reply.get("type") not in ("result", "error") or reply.get("document") != name:
            # perhaps a late word on an earlier document, so an error too must say whose it is
            due = "a timeline" if name is None else f"the result for {name!r}"
            raise EndedError(f"it answered something else than {due}: {reply!r:.100}")
        _check_no_error(reply)
        return reply

    def _ask(self, message: protocol.Message, seconds: float) -> protocol.Message:
        deadline = time.monotonic() + seconds
        request = protocol.dump(message)
        if self.prefetch.under_way:
            request = self.prefetch.rest(request)
        elif self._asked:
            self._check_silence()
        self._asked = True
        self._send(request, deadline, seconds)
        self.prefetch.send(self._input)
        line = self._read_line(deadline, seconds)
        try:
            reply = protocol.load(line)
        except (ValueError, RecursionError):
            raise EndedError(f"it answered what is no JSON object: {line[:80]!r}") from None
        if (report := reply.pop(PROVENANCE, None)) is not None:
            with contextlib.suppress(TypeError, KeyError, ValueError):  # of a program that is none of ours
                self.used = (self.used or Used()).with_report(report)
        return reply

    def _check_silence(self) -> None:
        """Raises EndedError if the process wrote something, or ended, without a question."""
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
        """Returns how the process ended, with the last line that it wrote to standard error."""
        try:
            status = self._process.wait(timeout=self.LAST_WORDS)
        except subprocess.TimeoutExpired:
            return "it closed its standard input or output"
        if self._memory.exceeded:
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
    """Raises AnswerError with the system's own words if its answer is an error."""
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
