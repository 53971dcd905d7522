"""Measure search: ``python -m tests.bench.search 13000,100000 [--ours] [--readme]``.

What was measured is kept under ``build/bench`` and measured again only when its source has changed.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser

from tests.bench.search import browser, corpus, measure, peers, queries, report, truth
from tests.bench.search.kept import OURS, PEERS, ROOT, TRUTH, WORK, kept, source
from tests.bench.search.summary import Figures, figures
from tests.bench.search.truth import Answer
from tests.bench.search.wire import wire

LIMITS = {"material": 20_000, "pagefind": 100_000}
"""The most rows at which a peer is measured; ``report.ABSENT`` says why."""


def main() -> None:
    """Measure every size asked for and write the tables."""
    asked = argparse.ArgumentParser(prog="bench")
    asked.add_argument("sizes", type=lambda text: [int(size) for size in text.split(",")])
    asked.add_argument("--ours", action="store_true", help="leave the other engines out")
    asked.add_argument("--readme", action="store_true", help="put the tables into tests/bench/README.md")
    given = asked.parse_args()
    WORK.mkdir(parents=True, exist_ok=True)
    with browser.chromium() as chromium:
        machine = _machine(chromium)
        found = {rows: _size(chromium, rows, ours_only=given.ours) for rows in given.sizes}
    tables = (report.table(rows, engines, _absent(rows)) for rows, engines in found.items())
    text = "\n".join((_said(machine), *tables))
    whole = {"machine": machine, "sizes": found}
    (WORK / "search.json").write_text(json.dumps(whole, ensure_ascii=False, indent=1) + "\n", "utf-8")
    (WORK / "search.md").write_text(text, "utf-8")
    if given.readme:
        report.put(ROOT / "tests/bench/README.md", text)
    print(text)


def _size(chromium: Browser, rows: int, *, ours_only: bool) -> dict[str, Figures]:
    folder = WORK / str(rows)
    folder.mkdir(exist_ok=True)
    corpus.write(folder / "rows.csv", rows)
    known = kept(folder / "truth.json", source(TRUTH), partial(_truth, folder / "rows.csv", rows))
    answers = [_answer(item) for item in known["answers"]]
    found = {"ours": _ours(chromium, folder, answers, known["amounts"])}
    for peer in (peers.MATERIAL, peers.PAGEFIND):
        if rows <= LIMITS[peer.name] and not ours_only:
            found[peer.name] = _peer(chromium, folder, peer, answers)
    return {name: figures(rows, measured) for name, measured in found.items()}


def _absent(rows: int) -> list[str]:
    return [name for name, most in LIMITS.items() if rows > most]


def _truth(path: Path, rows: int) -> dict[str, Any]:
    table = list(corpus.read(path))
    asked = queries.sample(table, rows)
    answers = truth.answers(truth.Truth(table), asked, os.cpu_count() or 1)
    return {"answers": [asdict(item) for item in answers], "amounts": [row[corpus.AMOUNT] for row in table]}


def _answer(said: Mapping[str, Any]) -> Answer:
    query = queries.Query(**said["query"])
    return Answer(query, _part(said["entities"]), _part(said["records"]), tuple(said["order"]))


def _part(said: Mapping[str, Any]) -> truth.Part:
    whole = None if said["whole"] is None else tuple(said["whole"])
    return truth.Part(said["total"], said["phrase"], tuple(said["first"]), whole)


def _ours(chromium: Browser, folder: Path, answers: Sequence[Answer], amounts: Sequence[str]) -> dict[str, Any]:  # fmt: skip
    index = folder / "ours"
    shell = measure.shell(WORK / "shell")
    folders = (index, shell)
    in_page = partial(measure.cold, chromium, folders, answers, worker=False)
    steps: dict[str, Callable[[], Any]] = {
        "build": partial(measure.build, folder / "rows.csv", index, shell),
        "judged": partial(measure.judged, chromium, folders, answers, amounts),
        "cold": partial(measure.cold, chromium, folders, answers),
        "wire": partial(wire, chromium, folders, measure.LOOK, "口腔"),
        "cold_cpu1": partial(measure.cold, chromium, folders, answers, 1),
        **({"cold_in_page": in_page} if len(amounts) <= measure.SCANNED else {}),
        "warm": partial(measure.warm, chromium, folders, answers),
        "warm_cpu1": partial(measure.warm, chromium, folders, answers, 1),
        "asked": partial(measure.asked, chromium, folders, answers),
    }
    return _steps(folder, "ours", source(OURS), steps)


def _peer(chromium: Browser, folder: Path, peer: peers.Peer, answers: Sequence[Answer]) -> dict[str, Any]:
    own = folder / peer.name
    steps: dict[str, Callable[[], Any]] = {
        "build": partial(peer.build, folder / "rows.csv", own),
        "judged": partial(peers.judged, peer, chromium, own, answers),
        "cold": partial(peers.cold, peer, chromium, own, answers),
        "warm": partial(peers.warm, peer, chromium, own, answers),
    }
    return _steps(folder, peer.name, source(PEERS), steps)


def _steps(folder: Path, name: str, of: str, steps: Mapping[str, Callable[[], Any]]) -> dict[str, Any]:
    return {step: kept(folder / f"{name}-{step}.json", of, make) for step, make in steps.items()}


def _machine(chromium: Browser) -> dict[str, Any]:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    return {
        "day": date.today().isoformat(),
        "cores": os.cpu_count(),
        "memory_gb": round(memory),
        "load": round(os.getloadavg()[0], 1),
        "python": platform.python_version(),
        "chromium": chromium.version,
        "material": _version("mkdocs-material"),
        "pagefind": _version("pagefind"),
        "slowdown": browser.slowdown(chromium),
    }


def _version(name: str) -> str:
    """Return the version of a package; with ``--ours`` the others need not be there."""
    try:
        return version(name)
    except PackageNotFoundError:
        return "absent"


def _said(m: Mapping[str, Any]) -> str:
    slow = m["slowdown"]
    return (
        f"Measured {m['day']} on {m['cores']} cores, {m['memory_gb']} GB, load {m['load']} at the start; Chromium "
        f"{m['chromium']}, Python {m['python']}, Material {m['material']}, Pagefind {m['pagefind']}. "
        f"The 4× throttle slowed the page {slow['page']:.1f}× and a worker {slow['worker']:.1f}×.\n"
    )


if __name__ == "__main__":
    main()
