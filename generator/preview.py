"""Show the site on this machine, and build it again when something changes; a fault never takes it down."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from generator.errors import EnvironmentFault
from generator.fingerprint import DERIVED

_WATCHED = ("data", "site_src", "mkdocs.yml")
EVERY = 1.0
"""Seconds between two looks at the files."""


class _Handler(SimpleHTTPRequestHandler):
    """Serve files without a word, and never from the browser's cache."""

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def send_error(self, code: int, *_: Any, **__: Any) -> None:
        page = Path(self.directory, "404.html")
        content = page.read_bytes() if code == 404 and page.exists() else b""
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def serving(site: Path, port: int) -> Iterator[str]:
    """Serve a folder on loopback while the block runs, and lend its address; the folder may be replaced meanwhile.

    Raises: EnvironmentFault when the port is taken.
    """
    try:
        server = ThreadingHTTPServer(("127.0.0.1", port), partial(_Handler, directory=str(site)))
    except (OSError, OverflowError) as error:
        raise EnvironmentFault(
            f"端口 {port} 用不了，可能有另一个预览开着。请关掉它，或者加 --port {port + 1}。"
        ) from error
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


def watched(root: Path, changed: Callable[[], None], stopped: threading.Event, every: float = EVERY) -> None:
    """Call ``changed`` at once, and after every change of the data, the pages or the settings, until stopped.

    A change counts when two looks see the same: a file that is just being saved is not whole yet.
    """
    built: object = None
    before: object = None
    while not stopped.is_set():
        now = _state(root)
        if now == before and now != built:
            built = now
            changed()
        before = now
        stopped.wait(every)


def _state(root: Path) -> frozenset[tuple[str, int, int]]:
    """Return what tells one state of the files from another: names, sizes, times of change."""
    found = set()
    for part in _WATCHED:
        path = root / part
        for file in (path, *path.rglob("*")) if path.is_dir() else (path,):
            try:
                about = file.stat()
            except OSError:  # it was renamed while we looked
                continue
            if file.is_file() and file != root / DERIVED:
                found.add((str(file), about.st_size, about.st_mtime_ns))
    return frozenset(found)
