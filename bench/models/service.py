"""Requests of a system to a service over HTTP: repeated where that may help, recorded, or replayed offline.

For system files that declare ``[tool.bench] exchanges``. The harness says by variables where their exchanges are
recorded (`FOLDER`), and whether they are to be replayed (`REPLAY`). In replay nothing is sent: what was recorded
last for the very same request is the answer, or the failure. Standard library only, but for the client that it is
given.
"""

from __future__ import annotations

import datetime
import email.utils
import hashlib
import json
import os
import time
import urllib.parse
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import httpx

FOLDER = "BENCH_EXCHANGES"
"""The variable that names the folder of one system's exchanges; unset, none is recorded."""
REPLAY = "BENCH_REPLAY"
"""The variable that says, by any text, that they are replayed."""
LIMIT = "BENCH_TIMEOUT"
"""The variable that says how many seconds a document may take."""
TRIES = 8
"""How often a request is sent at most."""
FIRST_WAIT = 1.0
"""Seconds before the second try, where the service names none; they double with each."""
CONNECT = 10.0
"""Seconds in which a connection must stand."""
MOST = 16 * 2**20
"""Bytes of an answer."""
SECRET = 8
"""Characters from which on a key is taken for a secret; a shorter one is a word for a service that wants none."""
SEARCHED = 1000
"""Recorded exchanges that are looked at to say what differs."""


class ServiceError(Exception):
    """The service gave no answer that can be used; the message says why, without the key."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """What came of a request."""

    text: str = ""
    """The body of the answer."""
    kind: str = ""
    """Its content type."""
    failed: str = ""
    """Why there is none that can be used."""
    requests: int = 0
    """Sent for it; none in replay."""

    def data(self) -> Any:
        """The answer's JSON object. Raises ServiceError where there is none."""
        if self.failed:
            raise ServiceError(self.failed)
        try:
            data = json.loads(self.text)
        except (ValueError, RecursionError):
            data = None
        if not isinstance(data, dict):
            kind = self.kind.partition(";")[0].strip() or "nothing named"
            raise ServiceError(f"the service answered no JSON object, but {kind}: {_short(self.text)}")
        return data


class Service:
    """A service that is asked in turn, one request a document."""

    def __init__(
        self, client: httpx.Client, headers: Mapping[str, str], key: str, variables: Mapping[str, str] = os.environ
    ) -> None:
        """``headers`` may bear the key; neither is recorded, nor stands in any message.

        Raises ValueError for a key that no header can bear.
        """
        if not key.isascii() or not key.isprintable():
            raise ValueError("the key has characters that no key has")
        self._client, self._headers = client, dict(headers)
        self._key = key if len(key) >= SECRET else ""
        self._limit = float(variables.get(LIMIT) or 60)
        self._folder = Path(variables[FOLDER]) if variables.get(FOLDER) else None
        self._replay = bool(variables.get(REPLAY))

    def ask(self, url: str, body: Mapping[str, Any], document: str) -> Exchange:
        """Have a JSON body answered, within nine tenths of what a document may take."""
        request = {"method": "POST", "url": url, "body": body}
        name = hashlib.sha256(json.dumps(request, sort_keys=True).encode()).hexdigest()[:32]
        if self._replay:
            return self._recorded(name, request, document)
        if self._folder is not None:
            self._folder.mkdir(parents=True, exist_ok=True)  # before it costs anything
        exchange, tries = self._sent(url, json.dumps(body).encode())
        if self._folder is not None:
            line = {
                "document": document,
                "request": request,
                "tries": tries,
                "kind": exchange.kind,
                "text": exchange.text,
                "failed": exchange.failed,
            }
            _append(self._folder / f"{name}.jsonl", json.dumps(line).encode() + b"\n")
        return exchange

    def _sent(self, url: str, data: bytes) -> tuple[Exchange, list[str]]:
        """What comes of a request, and of each time it was sent."""
        import httpx

        deadline = time.monotonic() + 0.9 * self._limit
        tries: list[str] = []
        wait = FIRST_WAIT
        while True:
            kind = text = ""
            pause: float | None = None
            try:
                with self._client.stream(
                    "POST",
                    url,
                    content=data,
                    headers={"content-type": "application/json", **self._headers},
                    timeout=_timeout(deadline),
                    follow_redirects=False,  # a key goes where it was meant to, and nowhere else
                ) as reply:
                    kind = reply.headers.get("content-type", "")
                    text = self._hidden(_read(reply, deadline))
                    if reply.is_success:
                        return Exchange(text, kind, requests=len(tries) + 1), [*tries, str(reply.status_code)]
                    said = self._said(reply, text)
                    again = reply.status_code == 429 or reply.status_code >= 500
                    pause = _retry_after(reply.headers)
            except _SlowError:
                said, again = f"the service hadn't answered in full after {0.9 * self._limit:g} s", False
            except httpx.TimeoutException as error:
                slow = not isinstance(error, httpx.ConnectTimeout | httpx.PoolTimeout)
                said = f"the service hadn't answered after {0.9 * self._limit:g} s" if slow else "no connection"
                again = not slow
            except (httpx.UnsupportedProtocol, httpx.LocalProtocolError, httpx.InvalidURL) as error:
                said, again = self._hidden(f"no such request can be sent: {error}"), False
            except httpx.RequestError as error:
                words = str(error) or type(error).__name__
                said, again = self._hidden(f"the connection failed: {words}"), True
            except _LargeError:
                said, again = f"the service answers with more than {MOST // 2**20} MiB", False
            tries.append(said)
            if again and len(tries) == TRIES:
                said, again = f"{said}, the last of {TRIES} times", False
            pause = wait if pause is None else pause
            if again and time.monotonic() + pause >= deadline:
                said, again = f"{said}; the next try, after {pause:g} s, is beyond what a document may take", False
            if not again:
                return Exchange(text, kind, said, len(tries)), tries
            time.sleep(pause)
            wait *= 2

    def _said(self, reply: httpx.Response, text: str) -> str:
        """An answer that isn't 200, in words: the service's own where it has some."""
        if reply.is_redirect:
            place = self._hidden(reply.headers.get("location", ""))
            return (
                f"the service answered {reply.status_code}, that it is to be asked at {place}; set its address so"
            )
        try:
            data = json.loads(text)
        except (ValueError, RecursionError):
            data = None
        error = data.get("error", data) if isinstance(data, dict) else None
        words = error.get("message", error.get("detail")) if isinstance(error, dict) else error
        shown = _short(words if isinstance(words, str) and words else text)
        return f"the service answered {reply.status_code}{f': {shown}' if shown else ''}"

    def _hidden(self, text: str) -> str:
        """A text without the key."""
        return text.replace(self._key, "[key]") if self._key else text

    def _recorded(self, name: str, request: Mapping[str, Any], document: str) -> Exchange:
        found = _last(self._folder / f"{name}.jsonl") if self._folder is not None else None
        if found is None:
            return Exchange(failed=f"no exchange is recorded for this request{self._unlike(request, document)}")
        return Exchange(found["text"], found["kind"], found["failed"])

    def _unlike(self, request: Mapping[str, Any], document: str) -> str:
        """How the recorded request that is most like this one differs; of the same document, if there is any."""
        paths = sorted(self._folder.glob("*.jsonl")) if self._folder is not None else []
        lines = [line for path in paths[:SEARCHED] if (line := _last(path)) is not None]
        of_document = [line for line in lines if line.get("document") == document]
        unlike = [_differences(request, line["request"]) for line in of_document or lines]
        if not unlike:
            return ", nor any other"
        nearest = min(unlike, key=len)
        more = f" and {len(nearest) - 2} more" if len(nearest) > 2 else ""
        whose = "the document's" if of_document else "the nearest"
        return f"; {whose} differs in {' and '.join(nearest[:2])}{more}"


def count(number: object) -> int | None:
    """A number of tokens as a service states it; None for what is none."""
    return number if type(number) is int and number >= 0 else None


def address(text: str) -> str:
    """The address of a service, without a slash at its end. Raises ValueError for what is none."""
    parts = urllib.parse.urlsplit(text.strip())
    if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc or parts.query:
        raise ValueError(
            "the service's address must be http://… or https://…, without a password or a question mark"
        )
    return text.strip().rstrip("/")


class _SlowError(Exception):
    """The answer is still coming when it should have come."""


class _LargeError(Exception):
    """The answer is too large."""


def _timeout(deadline: float) -> httpx.Timeout:
    import httpx

    left = max(deadline - time.monotonic(), 0.001)
    return httpx.Timeout(left, connect=min(left, CONNECT))


def _read(reply: httpx.Response, deadline: float) -> str:
    """The body of an answer that comes in time and isn't too large."""
    parts: list[bytes] = []
    size = 0
    for part in reply.iter_bytes():
        parts.append(part)
        size += len(part)
        if size > MOST:
            raise _LargeError
        if time.monotonic() > deadline:
            raise _SlowError
    return b"".join(parts).decode("utf-8", "replace")


def _retry_after(headers: httpx.Headers) -> float | None:
    """The seconds that the service asks to wait; a date counts from the service's own (RFC 9110, 10.2.3)."""
    milliseconds, said = headers.get("retry-after-ms", ""), headers.get("retry-after", "")
    try:
        if milliseconds:
            return max(0.0, float(milliseconds) / 1000)
        if said.strip().replace(".", "", 1).isdigit():
            return float(said)
        then, now = (email.utils.parsedate_to_datetime(each) for each in (said, headers.get("date", "")))
        return max(0.0, (then - now) / datetime.timedelta(seconds=1))
    except (ValueError, TypeError, IndexError):
        return None


def _append(path: Path, line: bytes) -> None:
    """A line at the end of a file, in one piece."""
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o666)
    try:
        while line:
            line = line[os.write(descriptor, line) :]
    finally:
        os.close(descriptor)


def _last(path: Path) -> dict[str, Any] | None:
    """The last whole line of a file of exchanges."""
    try:
        lines = path.read_bytes().split(b"\n")[:-1]
    except OSError:
        return None
    for line in reversed(lines):
        try:
            data = json.loads(line)
        except ValueError:
            continue
        if isinstance(data, dict) and {"request", "text", "kind", "failed"} <= data.keys():
            return data
    return None


def _differences(here: Any, recorded: Any) -> list[str]:
    """Where two requests differ, by the path of each difference."""
    ours, theirs = dict(_leaves(here)), dict(_leaves(recorded))
    pairs = ((path, ours.get(path), theirs.get(path)) for path in {**ours, **theirs})
    return [
        f"{path} ({_around(our, their)}, recorded {_around(their, our)})"
        for path, our, their in pairs
        if our != their
    ]


def _leaves(data: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(data, Mapping):
        for name, value in data.items():
            yield from _leaves(value, f"{path}.{name}" if path else str(name))
    elif isinstance(data, list) and data:
        for place, value in enumerate(data):
            yield from _leaves(value, f"{path}[{place}]")
    else:
        yield path, data


def _around(value: Any, other: Any) -> str:
    """A value in a few characters, from where it begins to differ."""
    if isinstance(value, str) and isinstance(other, str) and len(value) > 40:
        pairs = enumerate(zip(value, other, strict=False))
        same = next((at for at, (ours, theirs) in pairs if ours != theirs), min(len(value), len(other)))
        return f"{'…' if same > 10 else ''}{value[max(0, same - 10) : same + 30]!r}"
    return f"{value!r:.60}" if value is not None else "nothing"


def _short(text: str) -> str:
    """A text in a line of at most 200 characters."""
    line = " ".join(text.split())
    return line if len(line) <= 200 else f"{line[:199]}…"
