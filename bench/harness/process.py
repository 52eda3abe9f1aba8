"""The harness's side of the protocol: one system's process, which gets a line of JSON and answers with another."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import subprocess
import time
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import IO, Any

from bench.errors import UsageError
from bench.harness.errors import AnswerError, EndedError, NotStartedError
from bench.harness.greeting import check_greeting
from bench.harness.last_words import last_words
from bench.harness.memory import MemoryMonitor, kill_group
from bench.harness.orphans import ORPHANS
from bench.harness.prefetch import PIECE, Prefetch
from bench.harness.reaper import REAPER, TOKEN
from bench.harness.sandbox import in_folder
from bench.harness.stack import place_of
from bench.harness.used import Used
from bench.harness.working_folder import WorkingFolder
from bench.models.recording import LIMIT
from bench.sdk import protocol
from bench.systems.environment import Environment

MEBIBYTE = 2**20
OUTPUT = 2**16
"""The greatest number of bytes of a system's printed text that is passed on for one question."""
PROVENANCE = "provenance"
"""The field of a reply that names the files and programs that the process has used."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of a system's process: times in seconds, memory and output in bytes."""

    start: float = 120.0
    """The seconds from launch to greeting, in which imports and models load."""
    fit: float = 600.0
    document: float = 60.0
    memory: int = 4096 * MEBIBYTE
    """The resident memory of the process and its descendants together, in bytes."""
    answer: int = 64 * MEBIBYTE
    """The largest size of one answer, in bytes."""
    values: int = 2_000_000
    """The largest number of values in one answer: those of an object take many times their bytes in memory."""
    errors: int = 16 * MEBIBYTE
    """The largest size of the standard error file, in bytes. A larger file is emptied."""


DEFAULT_LIMITS = Limits()


def variables(home: str, token: str, path: str, passed: Mapping[str, str]) -> dict[str, str]:
    """Returns the environment variables of a system's process.

    Of the caller's variables it contains only PATH and ``passed``: no other secret, no locale, no time zone.
    """
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
    """The process of a running system. Use as a context manager: its exit ends the process and its descendants.

    Raises NotStartedError if the process can't be launched, and UsageError if its working folder can't be made.
    """

    GLANCE = 0.5
    """The seconds after which a silent process is checked: does it still run?"""
    LAST_WORDS = 5.0
    """The seconds within which a process must end after it has closed a stream."""

    def __init__(self, environment: Environment, limits: Limits) -> None:
        self._limits, self._sandboxed = limits, environment.sandboxed
        passed = {LIMIT: f"{limits.document:g}", **environment.variables}
        try:
            self._folder = WorkingFolder()
            # stderr goes to a file: a pipe that nobody reads would block a system that prints much. The file is
            # opened for appending, so that the process writes at its start again after it was emptied
            self._errors: IO[bytes] = (self._folder.outer / "stderr").open("a+b")
        except OSError as error:
            raise UsageError(
                f"no temporary folder can be made: {error.strerror}; make room, or set TMPDIR to another place"
            ) from None
        self._told = 0  # the size of the file of standard error up to which `output` has returned it
        self._file = environment.argv[-2] if environment.python else ""
        self._token = uuid.uuid4().hex
        home = str(self._folder.path)
        ORPHANS.started(besides=REAPER.watch(self._token, str(self._folder.outer)))
        try:
            self._process = subprocess.Popen(
                in_folder(environment.argv, home),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._errors,
                cwd=home,
                env=variables(home, self._token, environment.path, passed),
                start_new_session=True,
            )
        except OSError as error:
            self._errors.close()
            self._folder.remove()
            REAPER.forget(self._token)
            ORPHANS.ended()
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
        self.refits = False
        """True if each fit of the process begins anew, as its greeting says."""
        self.prefetch = Prefetch()
        """The request that the process gets before it has answered the current one."""
        self.used: Used | None = None
        """The files and programs that the process has used so far; None if the process doesn't say."""
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
        """The largest measured resident memory of the process and its descendants together, in bytes."""
        return self._memory.peak

    def output(self) -> str:
        """Returns the text that the process has printed since the last call, without the start of a long text."""
        try:
            size = os.fstat(self._errors.fileno()).st_size
            start = self._told if self._told <= size else 0  # the file was emptied
            begin = max(start, size - OUTPUT)
            written = os.pread(self._errors.fileno(), size - begin, begin)
        except (OSError, ValueError):  # closed meanwhile: the run is over
            return ""
        self._told = size
        left_out = f"… {begin - start:,} bytes are left out\n" if begin > start else ""
        return left_out + written.decode(errors="replace")

    def close(self) -> None:
        """Ends the process and its descendants, and removes its working folder."""
        self._memory.stop()
        kill_group(self._process.pid)
        self._process.wait()
        self._memory.end_strays(self._token)
        for stream in (self._process.stdin, self._process.stdout, self._errors):
            if stream is not None:
                with contextlib.suppress(OSError):  # part of a request is unsent, and the process is gone
                    stream.close()
        ORPHANS.ended()
        self._folder.remove()
        REAPER.forget(self._token)

    def hello(self, **promised: bool) -> None:
        """Waits until the system has loaded, and checks its greeting against its file.

        ``promised`` says which abilities the file has (`check_greeting`). Raises NotStartedError if the system
        can't be loaded, speaks another version of the protocol, or contradicts its file.
        """
        try:
            reply = self._ask({"type": "hello", "protocol": protocol.VERSION}, self._limits.start)
            _check_no_error(reply)
        except AnswerError as error:
            raise NotStartedError(f"it didn't start: {error}") from None
        check_greeting(reply, promised)
        self.prefetch.wanted = bool(reply.get("ahead", False))
        self.refits = bool(reply.get("refits", False))

    def fit(self, training: Sequence[Mapping[str, Any]]) -> None:
        """Makes the system learn from labelled documents (wire objects). Raises AnswerError if it fails."""
        _check_no_error(self._ask({"type": "fit", "training": list(training)}, self._limits.fit))

    def expect(self, request: protocol.Message) -> None:
        """Announces the request that will follow the next one. Both are about documents.

        A system that takes requests in advance is sent this request together with the next one, so that it needn't
        wait between the two. The time limit of this request still begins when `ask` is called with it.
        """
        self.prefetch.expect(protocol.dump(request))

    def ask(self, request: protocol.Message) -> protocol.Message:
        """Returns the result message for one document, or for all documents of a timeline.

        The time limit is the limit of one document times the number of documents. Raises AnswerError if the system
        fails, and EndedError if its process ended.
        """
        name = request["document"]["id"] if "document" in request else None
        reply = self._ask(request, self._limits.document * len(request.get("documents", [name])))
        if reply.get("type") not in ("result", "error") or reply.get("document") != name:
            # it may be a late answer about an earlier document, so an error must name its document too
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
        if len(line) > self._limits.values and sum(map(line.count, (b",", b"[", b"{"))) > self._limits.values:
            raise EndedError(f"an answer of more than {self._limits.values:,} values")
        try:
            reply = protocol.load(line)
        except (ValueError, RecursionError):
            raise EndedError(f"it answered what is no JSON object: {line[:80]!r}") from None
        if (report := reply.pop(PROVENANCE, None)) is not None:
            with contextlib.suppress(TypeError, KeyError, ValueError):  # another program's field of this name
                self.used = (self.used or Used()).with_report(report)
        return reply

    def _check_silence(self) -> None:
        """Raises EndedError if the process has ended, or has written something that no request asked for."""
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
            # a child process may outlive this one and hold the pipe open, so that no end of file comes
            if self._process.poll() is not None and not ready.poll(0):
                raise EndedError(self._obituary())
        place = place_of(self._process.pid, self._errors.fileno(), self._file) if self._file else ""
        raise EndedError(f"no answer within {seconds:g} s{place and f'; it was at {place}'}")

    def _obituary(self) -> str:
        """Returns how the process ended, in words, with the cause from its standard error."""
        try:
            status = self._process.wait(timeout=self.LAST_WORDS)
        except subprocess.TimeoutExpired:
            return "it closed its standard input or output"
        if self._memory.exceeded:
            # the measured size differs from run to run, but the cause in a record must not
            return f"it used more than {self._limits.memory // MEBIBYTE} MiB of memory"
        if self._sandboxed and 128 < status < 192:  # the sandbox says so of a system that a signal ended
            status = 128 - status
        how = f"signal {_signal_name(-status)}" if status < 0 else f"exit code {status}"
        try:
            size = os.fstat(self._errors.fileno()).st_size
            written = os.pread(self._errors.fileno(), 2000, max(0, size - 2000))
        except (OSError, ValueError):  # closed meanwhile: the run is over
            written = b""
        words = last_words(written.decode(errors="replace"))
        return f"its process ended with {how}{words and f', saying: {words[:200]}'}"


def _check_no_error(reply: protocol.Message) -> None:
    """Raises AnswerError with the system's message if the reply is an error."""
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
