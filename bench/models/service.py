"""A system's requests to a service over HTTP: sent, repeated if that may help, and recorded; or replayed offline.

It is for system files that declare ``[tool.bench] exchanges``. The harness sets the environment variables for the
folder of their exchanges (`FOLDER`) and for replay (`REPLAY`), in which nothing is sent. Such files require httpx
and tenacity.
"""

from __future__ import annotations

import datetime
import email.utils
import ipaddress
import json
import socket
import time
import urllib.parse
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from tenacity import (
    RetryCallState,
    Retrying,
    retry_if_result,
    stop_after_attempt,
    stop_before_delay,
    wait_exponential,
)

from bench.models.exchange import Exchange, shortened
from bench.models.recording import FOLDER, LIMIT, REPLAY, Recording
from bench.sdk import protocol

TRIES = 8
"""The greatest number of times that a request is sent."""
WAIT = wait_exponential(multiplier=1)
"""The seconds before the next try, if the service doesn't state them: 1, 2, 4 and so on, never random."""
CONNECT = 10.0
"""The number of seconds that opening a connection may take."""
MOST = 16 * 2**20
"""The greatest number of bytes in an answer."""
SECRET = 8
"""The fewest characters of a secret key. A shorter key is a placeholder, for a service that needs no key."""


@dataclass(frozen=True, slots=True)
class Try:
    """The result of sending a request once."""

    text: str = ""
    kind: str = ""
    status: int = 0
    failed: str = ""
    """The reason why the answer can't be used; empty if it can."""
    again: bool = False
    """True if the failure may be temporary, so that the request is sent again."""
    pause: float | None = None
    """The number of seconds that the service asks to wait; None if it doesn't state any."""


class Service:
    """A client of a service: it sends one request at a time, and records or replays the exchanges."""

    def __init__(
        self, client: httpx.Client, headers: Mapping[str, str], key: str, variables: Mapping[str, str]
    ) -> None:
        """Makes a client. ``variables`` are the environment variables of the system's process.

        ``headers`` may contain ``key``. Neither is recorded or shown in a message. Raises ValueError for a key
        that a header can't contain.
        """
        if not key.isascii() or not key.isprintable():
            raise ValueError("the key has characters that no key has")
        self._client, self._headers = client, dict(headers)
        self._key = key if len(key) >= SECRET else ""
        self._seconds = 0.9 * float(variables.get(LIMIT) or 60)
        self._recording = Recording(Path(variables[FOLDER])) if variables.get(FOLDER) else None
        self._replay = bool(variables.get(REPLAY))

    def ask(self, url: str, body: Mapping[str, Any], document: str) -> Exchange:
        """Returns the answer to a JSON body that is sent to ``url``, or in replay the recorded answer.

        All tries together take at most nine tenths of a document's time limit.
        """
        request = {"method": "POST", "url": url, "body": body}
        if self._replay:
            if self._recording is None:
                return Exchange(failed="no exchange is recorded for this request")
            return self._recording.find(request, document)
        if self._recording is not None:
            self._recording.prepare()
        exchange, tries = self._sent(url, json.dumps(body).encode())
        if self._recording is not None:
            self._recording.add(request, document, tries, exchange)
        return exchange

    def _sent(self, url: str, data: bytes) -> tuple[Exchange, list[str]]:
        """Sends a request, more than once if need be. Returns the exchange, and each try's status or failure."""
        deadline = time.monotonic() + self._seconds
        tries: list[str] = []

        def send() -> Try:
            found = self._try(url, data, deadline)
            tries.append(found.failed or str(found.status))
            return found

        def given_up(state: RetryCallState) -> Try:
            last = _result(state)
            if state.attempt_number == TRIES:
                why = f", the last of {TRIES} times"
            else:
                why = f"; the next try, after {state.upcoming_sleep:g} s, is beyond what a document may take"
            return Try(last.text, last.kind, last.status, last.failed + why)

        retrying = Retrying(
            retry=retry_if_result(lambda found: found.again),
            wait=_wait,
            stop=stop_after_attempt(TRIES) | stop_before_delay(self._seconds),
            retry_error_callback=given_up,
        )
        last: Try = retrying(send)
        return Exchange(last.text, last.kind, last.failed, len(tries)), tries

    def _try(self, url: str, data: bytes, deadline: float) -> Try:
        """Sends a request once."""
        try:
            with self._client.stream(
                "POST",
                url,
                content=data,
                headers={"content-type": "application/json", **self._headers},
                timeout=_timeout(deadline),
                follow_redirects=False,  # a redirect must not take the key to another server
            ) as reply:
                kind = reply.headers.get("content-type", "")
                text = self._hidden(_read(reply, deadline))
                if reply.is_success:
                    return Try(text, kind, reply.status_code)
                again = reply.status_code == 429 or reply.status_code >= 500
                said = self._said(reply, text)
                return Try(text, kind, reply.status_code, said, again, _retry_after(reply.headers))
        except _SlowError:
            return Try(failed=f"the service hadn't answered in full after {self._seconds:g} s")
        except _LargeError:
            return Try(failed=f"the service answers with more than {MOST // 2**20} MiB")
        except (httpx.ConnectTimeout, httpx.PoolTimeout):
            return Try(failed="no connection", again=True)
        except httpx.TimeoutException:
            return Try(failed=f"the service hadn't answered after {self._seconds:g} s")
        except (httpx.UnsupportedProtocol, httpx.LocalProtocolError, httpx.InvalidURL) as error:
            return Try(failed=self._hidden(f"no such request can be sent: {error}"))
        except httpx.RequestError as error:
            if isinstance(error, httpx.ConnectError) and (why := _unreachable(error, url)):
                return Try(failed=why)
            words = str(error) or type(error).__name__
            return Try(failed=self._hidden(f"the connection failed: {words}"), again=True)

    def _said(self, reply: httpx.Response, text: str) -> str:
        """Returns the message for an error answer: its status, and the service's own message if it has one."""
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
        shown = shortened(words if isinstance(words, str) and words else text)
        return f"the service answered {reply.status_code}{f': {shown}' if shown else ''}"

    def _hidden(self, text: str) -> str:
        """Returns a text in which "[key]" replaces the key."""
        return text.replace(self._key, "[key]") if self._key else text


def count(number: object) -> int | None:
    """Returns a number of tokens as a service states it; None for a value that is not a count."""
    return number if type(number) is int and 0 <= number <= protocol.MOST else None


def address(text: str) -> str:
    """Returns the address of a service without a slash at its end.

    Raises ValueError for a text that is no address.
    """
    parts = urllib.parse.urlsplit(text.strip())
    if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc or parts.query:
        raise ValueError(
            "the service's address must be http://… or https://…, without a password or a question mark"
        )
    return text.strip().rstrip("/")


def _unreachable(error: BaseException, url: str) -> str:
    """Returns why another try to connect can't help; empty if it may.

    It can't help if nothing listens at a port of this machine, or if there is no such host.
    """
    host = urllib.parse.urlsplit(url).hostname or ""
    place = urllib.parse.urlsplit(url).netloc
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, socket.gaierror) and cause.errno == socket.EAI_NONAME:
            return f"there is no host {host}; mend the service's address"
        if isinstance(cause, ConnectionRefusedError) and _is_local(host):
            return f"nothing listens at {place}; start the service, or mend its address"
        cause = cause.__cause__ or cause.__context__
    return ""


def _is_local(host: str) -> bool:
    """Returns whether a host is this machine by its name or its address."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


class _SlowError(Exception):
    """The error for an answer that is still arriving when the time is over."""


class _LargeError(Exception):
    """The error for an answer that is too large."""


def _result(state: RetryCallState) -> Try:
    assert state.outcome is not None
    found = state.outcome.result()
    assert isinstance(found, Try)
    return found


def _wait(state: RetryCallState) -> float:
    """Returns the number of seconds before the next try: the service's, or else `WAIT`'s."""
    pause = _result(state).pause
    return WAIT(state) if pause is None else pause


def _timeout(deadline: float) -> httpx.Timeout:
    left = max(deadline - time.monotonic(), 0.001)
    return httpx.Timeout(left, connect=min(left, CONNECT))


def _read(reply: httpx.Response, deadline: float) -> str:
    """Returns the body of an answer. Raises _LargeError above `MOST` bytes, and _SlowError after the deadline."""
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
    """Returns the number of seconds that the service asks to wait (RFC 9110, 10.2.3); None if it states none.

    A date to wait for is compared with the date of the answer.
    """
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
