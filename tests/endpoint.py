"""An HTTP server of this machine that answers as a test says, well or badly, in both forms of a model's answer."""

from __future__ import annotations

import json
import socket
import struct
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

KEY = "sk-very-secret-0123456789"


@dataclass
class Reply:
    """One answer. The faults are told by name."""

    body: bytes | Mapping[str, Any] = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    kind: str = "application/json"
    fault: str = ""
    """"reset", "silent" (no answer until the server ends) or "drip" (an answer that never ends)."""

    @property
    def data(self) -> bytes:
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()


@dataclass
class Endpoint:
    """What was asked, and what is still to be answered; the last answer is given again and again."""

    address: str
    replies: list[Reply | Callable[[dict[str, Any]], Reply]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    bodies: list[dict[str, Any]] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)
    close: Callable[[], None] = lambda: None

    def next(self, body: dict[str, Any]) -> Reply:
        reply = self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]
        return reply if isinstance(reply, Reply) else reply(body)


class Server(ThreadingHTTPServer):
    """A server for which a client that hangs up is no fault; every other fault is printed."""

    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


@contextmanager
def serving() -> Iterator[Endpoint]:
    """A server while the context lasts, or until it is closed."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: object) -> None:
            """Nothing on standard error."""

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            endpoint.paths.append(self.path)
            endpoint.headers.append({name.lower(): value for name, value in self.headers.items()})
            endpoint.bodies.append(body)
            reply = endpoint.next(body)
            if reply.fault == "reset":
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                self.connection.close()  # with a linger of 0 s: a reset
                self.close_connection = True
                return
            if reply.fault == "silent":
                endpoint.over.wait()
                self.close_connection = True
                return
            with suppress(OSError):  # who asked is gone
                self.send_response(reply.status)
                self.send_header("content-type", reply.kind)
                for name, value in reply.headers.items():
                    self.send_header(name, value)
                if reply.fault == "drip":
                    self.end_headers()
                    while not endpoint.over.wait(0.05):
                        self.wfile.write(b" ")
                    return
                self.send_header("content-length", str(len(reply.data)))
                self.end_headers()
                self.wfile.write(reply.data)

    server = Server(("127.0.0.1", 0), Handler)
    endpoint = Endpoint(f"http://127.0.0.1:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()

    def close() -> None:
        endpoint.over.set()
        server.shutdown()
        server.server_close()
        thread.join()

    endpoint.close = close
    try:
        yield endpoint
    finally:
        if thread.is_alive():
            close()


@dataclass(frozen=True)
class Api:
    """One of the two forms: the system, its variables, and what its endpoint answers."""

    file: str
    system: str
    path: str
    key: str
    key_header: str
    variables: Callable[[str], dict[str, str]]
    written: Callable[..., dict[str, Any]]
    """written(text, reason=…): a whole answer in which the model wrote that."""
    cut: str
    """The reason of an answer that was cut off."""
    refusal: Mapping[str, Any]
    nothing: Mapping[str, Any]
    """An answer with nothing in it."""

    def __str__(self) -> str:
        return self.system


def _chat(text: str | None, reason: str = "stop") -> dict[str, Any]:
    message = {"role": "assistant", "content": text, "refusal": None}
    usage = {"prompt_tokens": 900, "completion_tokens": 80, "total_tokens": 980}
    return {"choices": [{"index": 0, "message": message, "finish_reason": reason}], "usage": usage}


def _message(text: str | None, reason: str = "end_turn") -> dict[str, Any]:
    content = [] if text is None else [{"type": "text", "text": text}]
    usage = {"input_tokens": 600, "cache_read_input_tokens": 300, "output_tokens": 80}
    return {"type": "message", "content": content, "stop_reason": reason, "usage": usage}


_REFUSED = {"role": "assistant", "content": None, "refusal": "I can't help with that."}
APIS = (
    Api(
        file="openai_compatible",
        system="openai-compatible",
        path="/v1/chat/completions",
        key="OPENAI_API_KEY",
        key_header="authorization",
        variables=lambda address: {
            "BENCH_OPENAI_MODEL": "some-model",
            "OPENAI_BASE_URL": f"{address}/v1/",
            "OPENAI_API_KEY": KEY,
        },
        written=_chat,
        cut="length",
        refusal={"choices": [{"message": _REFUSED, "finish_reason": "stop"}]},
        nothing={"choices": []},
    ),
    Api(
        file="anthropic_messages",
        system="anthropic",
        path="/v1/messages",
        key="ANTHROPIC_API_KEY",
        key_header="x-api-key",
        variables=lambda address: {
            "BENCH_ANTHROPIC_MODEL": "some-model",
            "ANTHROPIC_BASE_URL": address,
            "ANTHROPIC_API_KEY": KEY,
        },
        written=_message,
        cut="max_tokens",
        refusal=_message(None, "refusal"),
        nothing=_message(None),
    ),
)


def timex(quote: str, value: str | None = None, before: str = "", **fields: Any) -> dict[str, Any]:
    """A time expression as a model writes it."""
    return {"quote": quote, "before": before, "type": "DATE", "value": value, "mod": None, **fields}


def event(quote: str, when: str | None = None, before: str = "", **fields: Any) -> dict[str, Any]:
    """An event as a model writes it."""
    said = {"class": "OCCURRENCE", "realis": "ACTUAL", "when": when}
    return {"quote": quote, "before": before, **said, **fields}


def meaning(number: int, value: str | None, **fields: Any) -> dict[str, Any]:
    """What a numbered time expression means, as a model writes it."""
    return {"number": number, "type": "DATE", "value": value, "mod": None, **fields}


def answer(*timexes: dict[str, Any], events: tuple[dict[str, Any], ...] = ()) -> str:
    """What a model writes."""
    return json.dumps({"timexes": timexes, "events": events})
