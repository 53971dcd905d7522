"""Write the data of either engine of search, and ask it in a real Chromium."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from generator import index
from generator.index import scan, shards
from generator.index.corpus import Organisation
from generator.model import Disclosure

ENGINE = Path(__file__).parents[2] / "site_src" / "assets" / "engine.js"
EVERYTHING = """
async said => {
  let found = await ask(said);
  const hrefs = found.hits.map(hit => hit.href);
  while (found.left) {
    found = await ask(Object.assign({}, said, {offset: hrefs.length, size: 50}));
    hrefs.push(...found.hits.map(hit => hit.href));
  }
  return [Object.assign(found, {hits: []}), hrefs];
}
"""


class Asked:
    """Ask the engine in a page."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def __call__(self, **said: Any) -> dict[str, Any]:
        """Return one answer."""
        return self.page.evaluate("said => ask(said)", said)

    def everything(self, **said: Any) -> tuple[dict[str, Any], list[str]]:
        """Read an answer page by page to its end; return the last page, and the addresses of all hits."""
        found, hrefs = self.page.evaluate(EVERYTHING, said)
        return found, hrefs


def written(folder: Path, kind: str, disclosure: Disclosure, organisations: Iterable[Organisation]) -> None:
    """Write the data and a page; ``blocks`` cuts the lists of common grams into many pieces, ``scan`` the rows."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(index, "SCANNED", 10**9 if kind == "scan" else 0)
        patch.setattr(scan, "PIECE", 30)
        if kind == "blocks":
            patch.setattr(shards, "BLOCK", 512)
            patch.setattr(shards, "TOGETHER", 300)
            patch.setattr(shards, "_COMMON", 150)
        for artefact in index.run(disclosure, organisations):
            path = folder / artefact.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(artefact.content)
    # No word of how it is written, as where a server says something else: the data must know for themselves.
    (folder / "index.html").write_text("<!doctype html><script src=assets/engine.js></script>")
    (folder / "assets/engine.js").write_bytes(ENGINE.read_bytes())
