"""Measure two other engines on the same rows, questions, line and processor.

Each record is a page; neither knows organisations, so only records are judged, and only answers that truth keeps
whole. Both get what helps them: Material jieba and the separator its documentation gives for Chinese, Pagefind
pairs of signs as words, no language, and every question as a quoted phrase.
"""

from __future__ import annotations

import gzip
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from tests.bench.search import corpus, memory
from tests.bench.search.browser import CPU, Look, opened, typed, visit
from tests.bench.search.judge import shares
from tests.bench.search.kept import ROOT
from tests.bench.search.measure import spread
from tests.bench.search.serve import serving
from tests.bench.search.truth import Answer

HERE = Path(__file__).parent
JUDGED = 200
MKDOCS = r"""
site_name: bench
docs_dir: docs
site_dir: site
use_directory_urls: false
theme: {name: material, language: zh, font: false}
nav: [index.md]
not_in_nav: "r/*"
plugins:
  - search: {lang: zh, separator: '[\s\u200b\-]'}
"""
SPY = """
(() => {
  const Own = window.Worker;
  window.Worker = class extends Own {
    constructor(...given) {
      super(...given);
      this.addEventListener('message', event => {
        if (event.data && event.data.type === 3) { window.benchResult = event.data.data; }
      });
    }
  };
})();
"""


@dataclass(frozen=True, slots=True)
class Peer:
    """Hold one engine: how it is built, how its page is asked, how its whole answer is read, how often."""

    name: str
    look: Look
    build: Callable[[Path, Path], dict[str, Any]]
    hits: Callable[[Page, Path], set[str]]
    cold: int
    warm: int
    spy: str = ""


def build_material(rows: Path, folder: Path) -> dict[str, Any]:
    """Build a Material site of one page a record."""
    _fresh(folder, "docs/r")
    (folder / "mkdocs.yml").write_text(MKDOCS, encoding="utf-8")
    (folder / "docs/index.md").write_text("# 测试\n", encoding="utf-8")
    for row in corpus.read(rows):
        (folder / f"docs/r/{row[corpus.KEY]}.md").write_text(corpus.markdown(row), encoding="utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet"]
    ran = memory.run(command, folder, {**os.environ, "NO_MKDOCS_2_WARNING": "1"})
    index = (folder / "site/search/search_index.json").stat().st_size
    return {"seconds": ran.seconds, "peak": ran.peak, "files": 1, "bytes": index}


def build_pagefind(rows: Path, folder: Path) -> dict[str, Any]:
    """Build a Pagefind bundle over one small page a record, and the page that asks it."""
    _fresh(folder, "site/r")
    for row in corpus.read(rows):
        (folder / f"site/r/{row[corpus.KEY]}.html").write_text(corpus.html(row), encoding="utf-8")
    command = [sys.executable, "-m", "pagefind", "--site", "site", "--glob", "r/*.html", "--quiet"]
    ran = memory.run(command, folder, dict(os.environ))
    shutil.rmtree(folder / "site/r")
    for source in (HERE / "pagefind.html", HERE / "pagefind.js", ROOT / "site_src/assets/engine.js"):
        shutil.copy(source, folder / "site")
    bundle = [path.stat().st_size for path in (folder / "site/pagefind").rglob("*") if path.is_file()]
    return {"seconds": ran.seconds, "peak": ran.peak, "files": len(bundle), "bytes": sum(bundle)}


def _fresh(folder: Path, inner: str) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    (folder / inner).mkdir(parents=True)


def material_hits(page: Page, _: Path) -> set[str]:
    """Return the keys of all records in the answer that Material's worker gave last."""
    groups = page.evaluate("() => benchResult.items.map(group => group.map(item => item.location))")
    return {_key(place) for group in groups for place in group} - {"index"}


def pagefind_hits(page: Page, folder: Path) -> set[str]:
    """Return the keys of all records in the answer that Pagefind gave last; its ids name files of ours."""
    return {_fragment(folder / "site/pagefind/fragment", name) for name in page.evaluate("() => benchIds")}


def _fragment(folder: Path, name: str) -> str:
    text = gzip.decompress((folder / f"{name}.pf_fragment").read_bytes()).removeprefix(b"pagefind_dcd")
    return _key(json.loads(text)["url"])


def _key(place: str) -> str:
    return place.partition("#")[0].rpartition("/")[2].removesuffix(".html")


MATERIAL = Peer(
    "material",
    Look("index.html", ".md-search__input", "keyup", ".md-search-result__item", ".md-search-result__meta", "符合条件"),
    build_material,
    material_hits,
    cold=20,
    warm=100,
    spy=SPY,
)  # fmt: skip
PAGEFIND = Peer(
    "pagefind",
    Look("pagefind.html", "#q", "input", "#hits li", "#said", "找到"),
    build_pagefind,
    pagefind_hits,
    cold=64,
    warm=320,
)


def judged(peer: Peer, browser: Browser, folder: Path, answers: Sequence[Answer]) -> list[dict[str, Any]]:
    """Type questions into the engine's own page, unhindered, and compare all hits with the truth."""
    known = [a for a in answers if a.records.whole is not None]
    with _open(peer, browser, folder, cpu=0) as page:
        return [_verdict(peer, page, folder, answer) for answer in spread(known, JUDGED)]


def _verdict(peer: Peer, page: Page, folder: Path, answer: Answer) -> dict[str, Any]:
    true = {_key(place) for place in answer.records.whole or ()}
    took = typed(page, peer.look, answer.query.text)
    got = peer.hits(page, folder) if took is not None else set()
    recall, precision = shares(true, got)
    kind, text = answer.query.kind, answer.query.text
    return {"kind": kind, "text": text, "recall": recall, "precision": precision, "exact": true == got}


def cold(peer: Peer, browser: Browser, folder: Path, answers: Sequence[Answer]) -> list[dict[str, Any]]:
    """Arrive with a question and an empty cache."""
    with serving(folder / "site") as server:
        visits = [visit(browser, server, peer.look, a.query.text) for a in spread(answers, peer.cold)]
    return [asdict(item) if item else {} for item in visits]


def warm(peer: Peer, browser: Browser, folder: Path, answers: Sequence[Answer]) -> list[dict[str, Any]]:
    """Type one question after another into one open page."""
    texts = [a.query.text for a in spread(answers, peer.warm)]
    with _open(peer, browser, folder, cpu=CPU) as page:
        return [{"query": text, "ms": typed(page, peer.look, text)} for text in texts]


@contextmanager
def _open(peer: Peer, browser: Browser, folder: Path, *, cpu: int) -> Iterator[Page]:
    """Open the engine's page and wait until it has answered once."""
    with serving(folder / "site") as server, opened(browser, peer.look, cpu=cpu) as page:
        if peer.spy:
            page.add_init_script(peer.spy)
        page.goto(f"{server.address}{peer.look.page}?q=")
        typed(page, peer.look, "卫生")
        yield page
