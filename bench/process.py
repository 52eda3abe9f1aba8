"""The harness's side of the protocol: one system in one process, asked and answered a line at a time."""

from __future__ import annotations

import contextlib
import os
import selectors
import signal
import subprocess
import tempfile
import threading
import time
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Any

import psutil

from bench import protocol
from bench.environment import Environment

MEBIBYTE = 2**20


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


TOKEN = "BENCH_PROCESS"
"""Marks a system's process and all that it starts, by which even those that left its group are found."""


class Process:
    """A running system. Use as a context manager: leaving it ends the process and all that it started."""

    def __init__(self, environment: Environment, limits: Limits) -> None:
        self._limits = limits
        self._folder = tempfile.TemporaryDirectory(prefix="bench-", ignore_cleanup_errors=True)
        # stderr goes to a file: a pipe that nobody reads would block a system that prints much. Opened for
        # appending, so that cutting it back leaves no hole
        self._errors: IO[bytes] = (Path(self._folder.name) / ".stderr").open("a+b")
        self._token = uuid.uuid4().hex
        try:
            self._process = subprocess.Popen(
                environment.argv,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._errors,
                cwd=self._folder.name,
                env=variables(self._folder.name, self._token, environment.variables),
                start_new_session=True,
            )
        except OSError as error:
            self._errors.close()
            self._folder.cleanup()
            raise NotStartedError(f"it can't be launched: {error}") from None
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._input, self._output = self._process.stdin.fileno(), self._process.stdout.fileno()
        os.set_blocking(self._input, False)
        self._rest = bytearray()
        self._watch = Watch(self._process.pid, self._errors.fileno(), limits)
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

    def hello(self, *, learns: bool) -> None:
        """Wait until the system is loaded.

        Raises NotStartedError when it can't be, speaks another protocol, or learns where it isn't known to.
        """
        try:
            reply = self._ask({"type": "hello", "protocol": protocol.VERSION}, self._limits.start)
        except AnswerError as error:
            raise NotStartedError(f"it didn't start: {error}") from None
        if reply.get("type") != "hello" or reply.get("protocol") != protocol.VERSION:
            raise NotStartedError(f"it doesn't speak protocol {protocol.VERSION}: {reply!r:.100}")
        if bool(reply.get("learns", False)) != learns:
            raise NotStartedError(
                "it has a fit that its file doesn't show; write fit and extract in the class itself"
            )

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
        deadline = time.monotonic() + seconds
        if self._rest:
            raise EndedError(f"it wrote more than its answer: {bytes(self._rest[:80])!r}")
        self._send(protocol.dump(message), deadline, seconds)
        line = self._read_line(deadline, seconds)
        try:
            reply = protocol.load(line)
        except (ValueError, RecursionError):
            raise EndedError(f"it answered what is no JSON object: {line[:80]!r}") from None
        if reply.get("type") == "error":
            raise AnswerError(str(reply.get("message", "an error without a message"))[:1000])
        return reply

    def _send(self, data: bytes, deadline: float, seconds: float) -> None:
        left = memoryview(data)
        with selectors.DefaultSelector() as selector:
            selector.register(self._input, selectors.EVENT_WRITE)
            while left:
                self._wait(selector, deadline, seconds)
                try:
                    left = left[os.write(self._input, left[: 1 << 16]) :]
                except BlockingIOError:
                    continue
                except OSError:
                    raise EndedError(self._obituary()) from None

    def _read_line(self, deadline: float, seconds: float) -> bytes:
        searched = 0
        with selectors.DefaultSelector() as selector:
            selector.register(self._output, selectors.EVENT_READ)
            while (end := self._rest.find(b"\n", searched)) < 0:
                searched = len(self._rest)
                self._wait(selector, deadline, seconds)
                piece = os.read(self._output, 1 << 20)
                if not piece:
                    raise EndedError(self._obituary())
                self._rest += piece
                if len(self._rest) > self._limits.answer:
                    raise EndedError(f"an answer of more than {self._limits.answer // MEBIBYTE} MiB")
        line = bytes(self._rest[:end])
        del self._rest[: end + 1]
        return line

    def _wait(self, selector: selectors.BaseSelector, deadline: float, seconds: float) -> None:
        left = deadline - time.monotonic()
        if left <= 0 or not selector.select(left):
            raise EndedError(f"no answer within {seconds:g} s")

    def _obituary(self) -> str:
        """How the process ended, with the last thing it wrote to standard error."""
        try:
            status = self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            return "it closed its standard output"
        if self._watch.exceeded:
            used, allowed = self._watch.peak // MEBIBYTE, self._limits.memory // MEBIBYTE
            return f"it used {used} MiB of memory, more than {allowed} MiB"
        how = f"signal {signal.Signals(-status).name}" if status < 0 else f"exit code {status}"
        size = os.fstat(self._errors.fileno()).st_size
        words = os.pread(self._errors.fileno(), 2000, max(0, size - 2000)).decode(errors="replace").split("\n")
        last = next((f", saying: {line.strip()[:200]}" for line in reversed(words) if line.strip()), "")
        return f"its process ended with {how}{last}"


class Watch(threading.Thread):
    """Looks at a process and all that it started every 50 ms; ends them when they use too much memory.

    What is limited is the memory resident, not the address space, of which Java and Node reserve far more than
    they use.
    """

    INTERVAL = 0.05

    def __init__(self, pid: int, errors: int, limits: Limits) -> None:
        super().__init__(daemon=True)
        self._pid, self._errors, self._limits = pid, errors, limits
        self._stopped = threading.Event()
        self._seen: dict[int, psutil.Process] = {}
        self.peak = 0
        self.exceeded = False

    def run(self) -> None:
        """Watch until told to stop or the process is gone."""
        try:
            root = psutil.Process(self._pid)
        except psutil.NoSuchProcess:
            return
        while not self._stopped.wait(self.INTERVAL):
            used = self._resident(root)
            if used is None:
                return
            self.peak = max(self.peak, used)
            if used > self._limits.memory:
                self.exceeded = True
                kill_group(self._pid)
                return
            if os.fstat(self._errors).st_size > self._limits.errors:
                os.ftruncate(self._errors, 0)

    def stop(self) -> None:
        """Stop looking."""
        self._stopped.set()
        self.join()

    def end_strays(self, token: str) -> None:
        """End what the process started and what outlived its group, found by parentage or by the token."""
        marked = [process for process in psutil.process_iter() if _carries(process, token)]
        for process in {*self._seen.values(), *marked}:
            with contextlib.suppress(psutil.Error):  # psutil checks that the pid is still the same process
                process.kill()

    def _resident(self, root: psutil.Process) -> int | None:
        try:
            used: int = root.memory_info().rss
            below = _descendants(root)
        except psutil.Error:
            return None
        for pid in below:
            with contextlib.suppress(psutil.Error):  # it has ended meanwhile
                process = self._seen.get(pid) or psutil.Process(pid)
                self._seen[pid] = process
                used += process.memory_info().rss
        return used


def _descendants(root: psutil.Process) -> list[int]:
    """The processes below one. psutil reads every process of the machine for it; Linux can list the children."""
    if not Path(f"/proc/{root.pid}/task/{root.pid}/children").exists():
        return [process.pid for process in root.children(recursive=True)]
    found: list[int] = []
    waiting = [root.pid]
    while waiting:
        with contextlib.suppress(OSError):  # it, or a thread of it, has ended meanwhile
            for thread in Path(f"/proc/{waiting.pop()}/task").iterdir():
                children = [int(pid) for pid in (thread / "children").read_bytes().split()]
                found += children
                waiting += children
    return found


def kill_group(pid: int) -> None:
    """Kill a process and its group, if they still are."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)


def _carries(process: psutil.Process, token: str) -> bool:
    try:
        return process.environ().get(TOKEN) == token
    except (psutil.Error, OSError):
        return False  # another user's, or gone
