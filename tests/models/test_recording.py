"""A recording holds what was asked and answered, and nothing of who asked."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from bench.models.recording import FOLDER, LIMIT, REPLAY
from bench.models.service import Service
from tests.endpoint import KEY, Endpoint, Reply, serving

COOKIE = "session-0123456789abcdef"
HEADERS = {"Authorization": f"Bearer {KEY}", "x-api-key": KEY, "Cookie": f"mine={COOKIE}"}
REPLIES = {
    "an answer": Reply({"said": "yes"}, headers={"set-cookie": f"theirs={COOKIE}"}),
    "an answer that repeats the key": Reply({"said": KEY}),
    "a refusal that repeats the key": Reply({"error": {"message": f"{KEY} is no key"}}, 401),
    "an answer of a kind that repeats the key": Reply(f"{KEY}!".encode(), kind="text/plain"),
    "a redirect": Reply(b"", 307, {"location": f"http://127.0.0.1/?key={KEY}"}),
    "a connection that fails": Reply(fault="reset"),
}


def ask(endpoint: Endpoint, folder: Path, reply: Reply, **variables: str) -> str:
    endpoint.replies = [reply]
    with httpx.Client(cookies={"jar": COOKIE}) as client:
        service = Service(client, HEADERS, KEY, {FOLDER: str(folder), LIMIT: "1", **variables})
        exchange = service.ask(endpoint.address, {"text": "It rained."}, "d")
    return exchange.failed or exchange.text


@pytest.mark.parametrize("reply", REPLIES.values(), ids=REPLIES.keys())
def test_no_recording_holds_a_key_or_a_cookie(tmp_path: Path, reply: Reply) -> None:
    with serving() as endpoint:
        found = ask(endpoint, tmp_path / "recorded", reply)

        (headers,) = {tuple(sorted(asked.items())) for asked in endpoint.headers}
        sent = dict(headers)
        assert KEY in sent["authorization"]
        assert KEY in sent["x-api-key"]
        assert COOKIE in sent["cookie"]
    paths = [path for path in (tmp_path / "recorded").rglob("*") if path.is_file()]
    assert len(paths) == 1
    for path in paths:
        held = path.read_text().lower()
        for secret in (KEY, COOKIE, "authorization", "x-api-key", "cookie"):
            assert secret not in held
            assert secret not in path.name
    assert ask(endpoint, tmp_path / "recorded", Reply(), **{REPLAY: "yes"}) == found
