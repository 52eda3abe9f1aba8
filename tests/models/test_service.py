"""Newcomer C: a service that can't be there fails at once, and no message repeats what it shows."""

from __future__ import annotations

import socket

import httpx
import pytest

from bench.models.quotes import parse
from bench.models.recording import LIMIT
from bench.models.service import Service


def failure(url: str, seconds: str = "60") -> tuple[str, int]:
    """Why a request failed, and how often it was sent."""
    with httpx.Client() as client:
        exchange = Service(client, {}, "", {LIMIT: seconds}).ask(url, {}, "d")
    return exchange.failed, exchange.requests


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_newcomer_c_a_closed_port_of_this_machine_fails_at_once(host: str) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    failed, requests = failure(f"http://{host}:{port}/v1")
    assert failed == f"nothing listens at {host}:{port}; start the service, or mend its address"
    assert requests == 1


def test_newcomer_c_a_host_that_isnt_there_fails_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    failed, requests = failure("http://nowhere.example/v1")
    assert failed == "there is no host nowhere.example; mend the service's address"
    assert requests == 1


@pytest.mark.slow
def test_newcomer_c_a_refusal_by_another_machine_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise ConnectionRefusedError(111, "Connection refused")

    monkeypatch.setattr(socket, "create_connection", refuse)
    failed, requests = failure("http://192.0.2.1/v1", "2.5")
    assert "the connection failed: [Errno 111] Connection refused; the next try" in failed
    assert requests == 2


def test_newcomer_c_what_the_model_wrote_is_shown_once() -> None:
    short, long = "Sure! Here are the dates.", f"Sure! {'x' * 200} end"
    with pytest.raises(ValueError, match="the model wrote no JSON") as raised:
        parse(short)
    assert str(raised.value).count("Sure!") == 1
    assert str(raised.value).endswith(f": {short!r}")
    with pytest.raises(ValueError, match="the model wrote no JSON") as raised:
        parse(long)
    assert str(raised.value).endswith(f": {long[:60]!r} … {long[-40:]!r}")
