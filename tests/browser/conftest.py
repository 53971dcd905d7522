"""A real Chromium looking at the real site, served on loopback, with every other host out of reach."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.engine_fixtures import Asked, written
from tests.search_fixtures import Plain, disclosed

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--allow-file-access-from-files",
]  # fmt: skip


SEARCHED = 1500
"""So many records have the lists that the engines are asked about."""
NOON = "2026-11-21T12:00:00+08:00"
"""When visitors come: on the day of the demonstration data, whenever the tests are run."""
_CLOCK = """(() => { const Real = Date, late = Real.parse('%s') - Real.now(); self.Date = class extends Real {
constructor(...said) { said.length ? super(...said) : super(Real.now() + late); } static now() { return Real.now() + late; } }; })()"""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing: a test's output is for failures."""


class _Server(ThreadingHTTPServer):
    def handle_error(self, *_: object) -> None:
        """Say nothing of a browser that closed a connection: it does so whenever a page is left."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on loopback and lend its address."""
    server = _Server(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="session")
def base(site) -> Iterator[str]:
    """Serve the site under a sub-path of a local server and return its address."""
    with served(site.parent) as address:
        yield f"{address}site/"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start Chromium."""
    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


class Watched:
    """Open pages and keep what the browser complained about or asked of other hosts; the clock goes on from ``moment``."""

    def __init__(self, context: BrowserContext, base: str, moment: str = NOON) -> None:
        if moment:
            context.add_init_script(_CLOCK % moment)
        self.base, self.complaints, self.strangers = base, [], []
        self.page: Page = context.new_page()
        self.page.on(
            "console", lambda m: self.complaints.append(m.text) if m.type in ("error", "warning") else None
        )
        self.page.on("pageerror", lambda e: self.complaints.append(str(e)))
        self.page.on("dialog", lambda d: (self.complaints.append(f"dialog {d.message}"), d.dismiss()))
        self.page.on("request", self._asked)

    def _asked(self, request) -> None:
        if not request.url.startswith((self.base, "data:", "file:")):
            self.strangers.append(request.url)

    def open(self, path: str) -> Page:
        """Open a page of the site."""
        self.page.goto(path if "://" in path else self.base + path)
        return self.page


@pytest.fixture
def watched(browser, base):
    """Return a maker of watched pages: ``watched(390, 844, javascript=False, dark=True)``."""
    contexts = []

    def make(width=390, height=844, *, javascript=True, dark=False) -> Watched:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            java_script_enabled=javascript,
            color_scheme="dark" if dark else "light",
        )
        contexts.append(context)
        return Watched(context, base)

    yield make
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def corpus():
    """Return two invented lists, their organisations, and the plain reading of both."""
    disclosure, organisations = disclosed(SEARCHED)
    return disclosure, organisations, Plain(disclosure, organisations)


@pytest.fixture(scope="module", params=["scan", "shards", "blocks"])
def ask(request, corpus, browser, tmp_path_factory) -> Iterator[Asked]:
    """Return what asks the engine for small sites, for large ones, and that with many pieces."""
    folder = tmp_path_factory.mktemp(request.param)
    written(folder, request.param, *corpus[:2])
    with served(folder) as address:
        page = browser.new_page()
        page.goto(f"{address}index.html")
        page.evaluate("() => { window.ask = gongshi.remote(''); }")
        yield Asked(page)
        page.close()
