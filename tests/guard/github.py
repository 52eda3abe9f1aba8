"""A server that plays the part of GitHub's API that comments on pull requests need.

python -m tests.guard.github     # prints the variables that a job has, and each comment that it gets
"""

from __future__ import annotations

import argparse
import contextlib
import json
import re
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlparse

TOKEN = "secret"


@dataclass
class GitHub:
    """The comments on pull request 7 of owner/project, and what the server was asked."""

    address: str = ""
    comments: list[dict[str, Any]] = field(default_factory=list)
    writable: bool = True
    status: int = 0
    """The status of every answer, if it isn't 0."""
    asked: list[str] = field(default_factory=list)

    def add(self, body: str, *, own: bool = True) -> None:
        self.comments.append({"id": len(self.comments) + 1, "body": body, "own": own})


@contextlib.contextmanager
def serve() -> Iterator[GitHub]:
    """Yields a running server."""
    github = GitHub()

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None: ...

        def reply(self, status: int, body: object) -> None:
            data = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def body(self) -> str:
            return str(json.loads(self.rfile.read(int(self.headers["Content-Length"])))["body"])

        def allowed(self, place: str) -> bool:
            github.asked.append(f"{self.command} {self.path}")
            right = self.headers["Authorization"] == f"Bearer {TOKEN}"
            reading = self.command == "GET"
            status = github.status or (401 if not right else 403 if not (reading or github.writable) else 0)
            if not status and not re.fullmatch(place, urlparse(self.path).path):
                status = 404
            if status:
                if not reading:
                    self.body()
                self.reply(status, {"message": "no"})
            return not status

        def do_GET(self) -> None:
            if self.allowed("/repos/owner/project/issues/7/comments"):
                query = parse_qs(urlparse(self.path).query)
                size, page = int(query["per_page"][0]), int(query["page"][0])
                self.reply(200, github.comments[size * (page - 1) : size * page])

        def do_POST(self) -> None:
            if self.allowed("/repos/owner/project/issues/7/comments"):
                github.add(self.body())
                self.reply(201, github.comments[-1])

        def do_PATCH(self) -> None:
            if self.allowed(r"/repos/owner/project/issues/comments/\d+"):
                found = github.comments[int(self.path.rsplit("/", 1)[1]) - 1]
                body = self.body()
                if not found["own"]:
                    self.reply(403, {"message": "no"})
                    return
                found["body"] = body
                self.reply(200, found)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    github.address = f"http://127.0.0.1:{server.server_port}"
    try:
        yield github
    finally:
        server.shutdown()
        server.server_close()


def main() -> None:
    parser = argparse.ArgumentParser(description="Plays GitHub for pull request 7 of owner/project.")
    parser.add_argument(
        "--read-only", action="store_true", help="refuse comments, as for pull requests from forks"
    )
    read_only = parser.parse_args().read_only
    with serve() as github, tempfile.TemporaryDirectory() as folder:
        github.writable = not read_only
        event = Path(folder) / "event.json"
        event.write_text('{"pull_request": {"number": 7}}', encoding="utf-8")
        print(f"export GITHUB_API_URL={github.address} GITHUB_TOKEN={TOKEN}")
        print(f"export GITHUB_REPOSITORY=owner/project GITHUB_EVENT_PATH={event}", flush=True)
        shown: list[str] = []
        with contextlib.suppress(KeyboardInterrupt):
            while True:
                bodies = [each["body"] for each in github.comments]
                for number, body in enumerate(bodies, 1):
                    if number > len(shown) or shown[number - 1] != body:
                        print(f"\n--- comment {number} ---\n{body}", flush=True)
                shown = bodies
                time.sleep(0.2)


if __name__ == "__main__":
    main()
