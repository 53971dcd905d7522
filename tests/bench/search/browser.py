"""A real Chromium on a slow line and a slow processor, and what one visit cost it."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from playwright.sync_api import Browser, Page, sync_playwright

from tests.bench.search.serve import Sent, Server
from tests.browser.conftest import CHROMIUM, FLAGS

LATENCY, DOWN, CPU = 50, 10_000_000 / 8, 4
"""Milliseconds a request, bytes a second, and how many times slower than this machine."""
PATIENCE = 60.0
"""Seconds after which a visit counts as never answered."""
QUIET = 0.4
"""Seconds without a request after which a visit has cost all that it will."""
SHELL = (".html", ".css", ".js", ".svg", ".ico", ".png", ".woff2")
INDEX_SCRIPT = "search-data"

Seen = dict[str, Any]
WATCH = """
(() => {
  const look = %s, saying = new RegExp(look.saying);
  if (!new URLSearchParams(location.search).has('q')) { benchSeen({moved: location.href}); return; }
  window.benchDone = () => !!document.querySelector(look.hit)
    || [...document.querySelectorAll(look.said)].some(node => saying.test(node.textContent));
  const watch = new MutationObserver(() => {
    if (benchDone()) { watch.disconnect(); benchSeen({ms: performance.now()}); }
  });
  watch.observe(document, {subtree: true, childList: true, characterData: true});
})();
"""
TYPE = """
([look, text, event]) => new Promise((resolve, reject) => {
  document.querySelectorAll(look.hit).forEach(node => node.remove());
  document.querySelectorAll(look.said).forEach(node => { node.textContent = ''; });
  const box = document.querySelector(look.box), start = performance.now();
  const watch = new MutationObserver(() => {
    if (benchDone()) { watch.disconnect(); resolve(performance.now() - start); }
  });
  watch.observe(document, {subtree: true, childList: true, characterData: true});
  setTimeout(() => { watch.disconnect(); resolve(null); }, 60000);
  box.value = text;
  box.dispatchEvent(new Event(look.event, {bubbles: true}));
})
"""
NO_WORKER = "delete window.Worker"
"""Chromium does not slow a worker down; our engine then runs in the page, which it does."""
BURN = """
() => { const start = performance.now(); let x = 0;
  for (let i = 0; i < 3e7; i++) { x = (x * 31 + i) | 0; }
  return performance.now() - start + (x & 0); }
"""
BURN_IN_WORKER = f"""
() => new Promise(resolve => {{
  const code = 'const burn = ' + {json.dumps(BURN)} + '; burn(); postMessage(burn());';
  const worker = new Worker(URL.createObjectURL(new Blob([code])));
  worker.onmessage = event => resolve(event.data);
}})
"""


@dataclass(frozen=True, slots=True)
class Look:
    """Say how an engine's page is asked and shows its answer: a hit, or a sentence that says how many."""

    page: str
    box: str
    event: str
    hit: str
    said: str
    saying: str

    def given(self) -> dict[str, str]:
        """Return what the scripts in the page need."""
        return {name: getattr(self, name) for name in ("box", "event", "hit", "said", "saying")}


@dataclass(frozen=True, slots=True)
class Visit:
    """Hold one cold visit: milliseconds to the first hit, and bytes and requests until all was quiet.

    ``index`` are the bytes that are not the shell's: neither HTML nor style nor script. ``moved`` tells that
    the question led straight to a page; ``ms`` is then the time until it was asked for.
    """

    query: str
    ms: float
    bytes: int
    requests: int
    index: int
    moved: bool


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start Chromium."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@contextmanager
def opened(
    browser: Browser, look: Look | None = None, *, cpu: int = CPU, seen: list[Seen] | None = None
) -> Iterator[Page]:
    """Open an empty page with an empty cache, on a slow line and so many times slower; 0 hinders nothing.

    ``seen`` takes what the page says when an answer stands.
    """
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="zh-CN")
    page = context.new_page()
    if look:
        page.expose_binding("benchSeen", lambda _, said: seen.append(said) if seen is not None else None)
        page.add_init_script(WATCH % json.dumps(look.given()))
    if cpu:
        throttle(page, cpu)
    yield page
    context.close()


def throttle(page: Page, cpu: int) -> None:
    """Slow the page down: every request, a worker's too, and its processor."""
    control = page.context.new_cdp_session(page)
    control.send("Network.enable")
    line = {"offline": False, "latency": LATENCY, "downloadThroughput": DOWN, "uploadThroughput": DOWN}
    control.send("Network.emulateNetworkConditions", line)
    control.send("Emulation.setCPUThrottlingRate", {"rate": cpu})


def visit(
    browser: Browser, server: Server, look: Look, query: str, *, cpu: int = CPU, worker: bool = True
) -> Visit | None:
    """Arrive with a question and an empty cache; wait for the first hit, then until all is quiet."""
    seen: list[Seen] = []
    with opened(browser, look, cpu=cpu, seen=seen) as page:
        if not worker:
            page.add_init_script(NO_WORKER)
        server.sent.clear()
        page.goto(f"{server.address}{look.page}?q={quote(query)}", wait_until="commit")
        wait(page, lambda: bool(seen))
        wait(page, lambda: quiet(server))
        return _counted(query, seen[0], list(server.sent)) if seen else None


def wait(page: Page, until: Callable[[], bool]) -> None:
    """Wait outside the page, which is slow enough."""
    end = time.monotonic() + PATIENCE
    while not until() and time.monotonic() < end:
        page.wait_for_timeout(20)


def quiet(server: Server) -> bool:
    """Tell whether nothing is asked for any more."""
    return not server.busy and time.monotonic() - max(s.at for s in server.sent) > QUIET


def _counted(query: str, seen: Seen, sent: list[Sent]) -> Visit:
    goal = urlsplit(seen.get("moved", "")).path.lstrip("/")
    mine = [item for item in sent if item.path != goal]
    moved = next((item.at for item in sent if item.path == goal), 0.0)
    ms = (moved - sent[0].at) * 1000 if goal else seen["ms"]
    index = [item for item in mine if not item.path.endswith(SHELL) or INDEX_SCRIPT in item.path]
    total = sum(item.size for item in mine)
    return Visit(query, ms, total, len(mine), sum(item.size for item in index), bool(goal))


def typed(page: Page, look: Look, text: str) -> float | None:
    """Type a question into an open page; return milliseconds until its answer stands, or nothing."""
    took: float | None = page.evaluate(TYPE, [look.given(), text])
    return took


def slowdown(browser: Browser) -> dict[str, float]:
    """Return how many times slower the throttled page and a worker in it really are."""
    found = {}
    for name, script in (("page", BURN), ("worker", BURN_IN_WORKER)):
        took = []
        for cpu in (1, CPU):
            with opened(browser, cpu=cpu) as page:
                took.append(min(page.evaluate(script) for _ in range(4)))
        found[name] = took[1] / took[0]
    return found
