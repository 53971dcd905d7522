"""Measure our own search: build, right answers, cold visits, typing, asking."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from generator import index, line, starter
from tests.bench.search import memory
from tests.bench.search.browser import CPU, NO_WORKER, Look, opened, typed, visit
from tests.bench.search.corpus import AS_OF
from tests.bench.search.judge import Claim, Given, verdict
from tests.bench.search.kept import ROOT
from tests.bench.search.queries import Query
from tests.bench.search.serve import serving
from tests.bench.search.truth import PAGE, WHOLE, Answer

LOOK = Look(
    page="search.html",
    box="main input[type=search]",
    event="input",
    hit="#results .g-hits li a",
    said="#results .g-count",
    saying="找到",
)
COLD, WARM, ASKED = 64, 320, 320
SCANNED = index.SCANNED
"""Up to so many rows our engine runs in a worker."""
ASK = """
([requests, limits]) => {
  const start = performance.now();
  const place = hit => new URL(hit.href, location.href).pathname.slice(1);
  return Promise.all(requests.map(async (request, at) => {
    const found = {ms: 0, hits: [], claims: []};
    for (let left = true, turns = 0; left && turns < 1000; turns++) {
      const answer = await gongshi.ask(Object.assign({}, request, {offset: found.hits.length}));
      found.ms = found.ms || performance.now() - start;
      found.hits.push(...answer.hits.map(place));
      found.claims.push({sure: answer.sure, entities: answer.entities, records: answer.records, phrase: answer.whole});
      left = answer.left && found.hits.length < limits[at];
    }
    return found;
  }));
}
"""


def shell(work: Path) -> Path:
    """Build the small office of the tests once; its search page then searches the big index."""
    office, site = work / "office", work / "site"
    shutil.rmtree(office, ignore_errors=True)
    starter.office(office)
    shutil.copytree(ROOT / "tests/office", office / "data", dirs_exist_ok=True)
    line.build(office, site, AS_OF)
    return site


def build(rows: Path, folder: Path, site: Path) -> dict[str, Any]:
    """Build the index twice, the second time only to see that it comes out the same; its search page lies with it."""
    shutil.rmtree(folder, ignore_errors=True)
    command = [sys.executable, "-m", "tests.bench.search.build", str(rows)]
    first = memory.run([*command, str(folder)], ROOT, {**os.environ, "PYTHONHASHSEED": "1"})
    again = memory.run(command, ROOT, {**os.environ, "PYTHONHASHSEED": "2"})
    _fitted(site / LOOK.page, folder)
    said, then = (json.loads(run.out.splitlines()[-1]) for run in (first, again))
    return {**said, "peak": max(first.peak, said["peak"]), "same_again": said["digest"] == then["digest"]}


def _fitted(page: Path, folder: Path) -> None:
    """Lay the search page of the small office beside the index, asking at once for what a page of this size would."""
    own, wanted = (index.entry(path.relative_to(base).as_posix() for path in base.glob("assets/search/*/*"))
                   for base in (page.parent, folder))  # fmt: skip
    html = page.read_text(encoding="utf-8")
    asked, engine = f'href="{own}" as="fetch" crossorigin', '<script src="assets/engine.js"'
    assert [html.count(part) for part in (own, asked, engine)] == [2, 1, 1], "a page of another make"
    if wanted.endswith(".js"):
        html = html.replace(asked, f'href="{wanted}" as="script"')
        html = html.replace(engine, f'<script src="{wanted}"></script>\n{engine}')
    (folder / page.name).write_text(html.replace(own, wanted), encoding="utf-8")


def judged(browser: Browser, folders: Sequence[Path], answers: Sequence[Answer], amounts: Sequence[str]) -> list[dict[str, Any]]:  # fmt: skip
    """Put every question to the page through its door, unhindered, and judge each answer."""
    with serving(*folders) as server, opened(browser, cpu=0) as page:
        _ready(page, server.address)
        return [asdict(verdict(answer, _given(page, answer), amounts)) for answer in answers]


def _ready(page: Page, address: str) -> None:
    page.goto(address + LOOK.page)
    assert page.evaluate("() => !!gongshi.ask"), "the page has no door"


def _given(page: Page, answer: Answer) -> list[Given]:
    parts = [answer.records] if answer.query.listed else [answer.entities, answer.records]
    limits = [PAGE if part.whole is None else WHOLE + PAGE for part in parts]
    said = page.evaluate(ASK, [requests(answer.query), limits])
    return [Given(tuple(one["hits"]), tuple(_claim(claim) for claim in one["claims"])) for one in said]


def _claim(said: Mapping[str, Any]) -> Claim:
    phrase = said["phrase"]
    whole = (phrase["entities"] + phrase["records"], phrase["sure"]) if phrase else None
    return Claim(said["entities"] + said["records"], said["sure"], whole)


def requests(query: Query) -> list[dict[str, Any]]:
    """Return a question as the page puts it: organisations and records each for themselves, or the list."""
    asked: dict[str, Any] = {"q": query.text, "size": PAGE}
    if not query.listed:
        return [asked | {"kind": kind} for kind in ("entity", "record")]
    filters = {name: list(labels) for name, labels in query.filters.items()}
    return [asked | {"list": "penalty", "filters": filters, "sort": query.sort}]


def cold(browser: Browser, folders: Sequence[Path], answers: Sequence[Answer], cpu: int = CPU, *, worker: bool = True) -> list[dict[str, Any]]:  # fmt: skip
    """Arrive with a question and an empty cache, over and over."""
    with serving(*folders) as server:
        visits = [
            visit(browser, server, LOOK, a.query.text, cpu=cpu, worker=worker) for a in spread(answers, COLD)
        ]
    return [asdict(item) if item else {} for item in visits]


def warm(browser: Browser, folders: Sequence[Path], answers: Sequence[Answer], cpu: int = CPU) -> list[dict[str, Any]]:  # fmt: skip
    """Type one question after another into one open page, none twice."""
    texts = [a.query.text for a in spread(answers, WARM)]
    with serving(*folders) as server, opened(browser, LOOK, cpu=cpu) as page:
        page.goto(f"{server.address}{LOOK.page}?q=")
        _ready_to_type(page)
        return [{"query": text, "ms": typed(page, LOOK, text)} for text in texts]


def _ready_to_type(page: Page) -> None:
    typed(page, LOOK, "卫生")


def asked(browser: Browser, folders: Sequence[Path], answers: Sequence[Answer]) -> list[dict[str, Any]]:
    """Ask the engine itself, filters and sorts too, on a slowed page that has all it keeps."""
    chosen = [*spread(answers, ASKED)[1::2], *(a for a in answers if a.query.listed)]
    with serving(*folders) as server, opened(browser) as page:
        page.add_init_script(NO_WORKER)
        _ready(page, server.address)
        page.evaluate(ASK, [[{"q": "卫生"}], [PAGE]])
        return [{"kind": a.query.kind, "ms": _took(page, a.query)} for a in chosen]


def _took(page: Page, query: Query) -> float:
    asked = requests(query)
    return max(float(one["ms"]) for one in page.evaluate(ASK, [asked, [1] * len(asked)]))


def spread(answers: Sequence[Answer], count: int) -> list[Answer]:
    """Take so many questions to the whole site, evenly from all kinds."""
    whole = [a for a in answers if not a.query.listed]
    return [whole[at * len(whole) // count] for at in range(min(count, len(whole)))]
