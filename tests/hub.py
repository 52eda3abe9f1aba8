"""A stand-in for the hub of Hugging Face: one data set of a folder, served at ``127.0.0.1``.

It answers what the libraries `datasets` and `huggingface_hub` ask for while they stream, as their code has it.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

COMMIT = "a" * 40


@contextmanager
def served(name: str, folder: Path) -> Iterator[tuple[str, list[str]]]:
    """Yields the address of a hub that has a folder as the data set ``name``, and the paths that are asked for."""
    asked: list[str] = []

    class Handler(_Handler):
        repository, root, paths = name, folder, asked

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    repository: str
    root: Path
    paths: list[str]

    def do_HEAD(self) -> None:
        self._answer()

    def do_GET(self) -> None:
        self._answer()

    def log_message(self, *_: Any) -> None:
        """Prints nothing."""

    def _answer(self) -> None:
        asked = urlsplit(self.path)
        path = unquote(asked.path)
        self.paths.append(path)
        about, files = f"/api/datasets/{self.repository}", f"/datasets/{self.repository}/resolve/"
        if path == about or path.startswith(f"{about}/revision/"):
            self._say({"id": self.repository, "sha": COMMIT, "siblings": [], "tags": [], "private": False})
        elif path.startswith(f"{about}/tree/"):
            _, _, inside = path.removeprefix(f"{about}/tree/").partition("/")
            self._tree(self.root / inside, recursive=parse_qs(asked.query).get("recursive") == ["true"])
        elif path.startswith(files) and (file := self.root / path.removeprefix(files).partition("/")[2]).is_file():
            self._file(file.read_bytes())
        else:
            code = "EntryNotFound" if self.repository in path else "RepoNotFound"
            self._say({"error": "not found"}, 404, {"X-Error-Code": code})

    def _tree(self, folder: Path, *, recursive: bool) -> None:
        if not folder.is_dir():
            return self._say({"error": "not found"}, 404, {"X-Error-Code": "EntryNotFound"})
        found = []
        for path in sorted(folder.rglob("*") if recursive else folder.iterdir()):
            entry = {"path": path.relative_to(self.root).as_posix(), "oid": _etag(path), "size": 0}
            if path.is_file():
                found.append({**entry, "type": "file", "size": path.stat().st_size})
            else:
                found.append({**entry, "type": "directory"})
        return self._say(found)

    def _say(self, content: Any, code: int = 200, headers: dict[str, str] | None = None) -> None:
        self._send(json.dumps(content).encode(), code, {"Content-Type": "application/json", **(headers or {})})

    def _file(self, content: bytes) -> None:
        headers = {
            "ETag": f'"{hashlib.sha1(content).hexdigest()}"',
            "X-Repo-Commit": COMMIT,
            "Accept-Ranges": "bytes",
        }
        code = 200
        if asked := self.headers.get("Range"):
            first, _, last = asked.removeprefix("bytes=").partition("-")
            start, end = int(first), min(int(last or len(content) - 1), len(content) - 1)
            headers["Content-Range"] = f"bytes {start}-{end}/{len(content)}"
            content, code = content[start : end + 1], 206
        self._send(content, code, headers)

    def _send(self, content: bytes, code: int, headers: dict[str, str]) -> None:
        self.send_response(code)
        for name, value in {**headers, "Content-Length": str(len(content))}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)


def _etag(path: Path) -> str:
    return hashlib.sha1(path.read_bytes() if path.is_file() else b"").hexdigest()
