"""Serve folders on loopback as a plain web server would, and keep account of every request.

HTTP/1.1 with kept connections; ``.gz`` files go out as they are, as ``application/gzip``; texts are gzipped
on the way (level 6, as nginx is often set up). What is counted is what was written to the socket.
"""

from __future__ import annotations

import gzip
import mimetypes
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

TEXTS = ("text/", "application/json", "application/javascript", "image/svg+xml")
GZIP_LEVEL = 6
MISSING = b"<!doctype html><title>404</title><p>Record and organisation pages are not part of the bench.\n"


@dataclass(frozen=True, slots=True)
class Sent:
    """Hold one answered request: its path, the bytes on the wire with headers, and when it came (seconds)."""

    path: str
    size: int
    at: float


class Server(ThreadingHTTPServer):
    """Serve the first of several folders that has the file; ``sent`` is the account."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, folders: Sequence[Path]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.folders, self.busy = tuple(folders), 0
        self.sent: list[Sent] = []
        self.lock = threading.Lock()
        self.prepared = lru_cache(maxsize=4096)(self._prepared)

    @property
    def address(self) -> str:
        """Return the address of the root, with its slash."""
        return f"http://127.0.0.1:{self.server_port}/"

    def _prepared(self, name: str) -> tuple[str, bytes, bool] | None:
        """Return the type and the body of a file, and whether it was gzipped for the way."""
        path = next((p for folder in self.folders if (p := folder / name).is_file()), None)
        if path is None:
            return None
        kind = "application/gzip" if name.endswith(".gz") else mimetypes.guess_type(name)[0] or ""
        packed = kind.startswith(TEXTS)
        body = path.read_bytes()
        return kind, gzip.compress(body, GZIP_LEVEL, mtime=0) if packed else body, packed


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Server

    def do_GET(self) -> None:
        """Answer, and write it down."""
        at, name = time.monotonic(), unquote(urlsplit(self.path).path).lstrip("/")
        with self.server.lock:
            self.server.busy += 1
        try:
            found = self.server.prepared(name if name and not name.endswith("/") else name + "index.html")
            size = self._answer(*found) if found else self._answer("text/html", MISSING, False, 404)
            self.server.sent.append(Sent(name, size, at))
        finally:
            with self.server.lock:
                self.server.busy -= 1

    def _answer(self, kind: str, body: bytes, packed: bool, status: int = 200) -> int:
        head = [
            f"HTTP/1.1 {status} {HTTPStatus(status).phrase}",
            f"Content-Type: {kind or 'application/octet-stream'}",
            f"Content-Length: {len(body)}",
            "Cache-Control: max-age=600",
            *(["Content-Encoding: gzip"] if packed else []),
            "\r\n",
        ]
        whole = "\r\n".join(head).encode() + body
        self.wfile.write(whole)
        return len(whole)

    def log_message(self, *_: object) -> None:
        """Say nothing: the account is kept elsewhere."""


@contextmanager
def serving(*folders: Path) -> Iterator[Server]:
    """Serve folders while the block runs."""
    server = Server(folders)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
