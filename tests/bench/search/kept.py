"""Keep what was measured, so that a run that was stopped goes on where it was."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[3]
WORK = ROOT / "build/bench"
SEARCH = "tests/bench/search/"
TRUTH = (
    "tests/bench/gen_records.py",
    *(f"{SEARCH}{name}" for name in ("corpus.py", "dataset.yaml", "queries.py", "truth.py")),
    "generator/normalise.py",
)
_MEANS = tuple(f"{SEARCH}{name}.py" for name in ("browser", "serve", "memory", "judge", "measure"))
PEERS = (*TRUTH, *_MEANS, f"{SEARCH}pe*", f"{SEARCH}pa*")
_ENGINE = (
    "generator/index/**/*.py",
    "generator/facets.py",
    "site_src/assets/*.*",
    "site_src/templates/*.html",
    "site_src/theme/**/*.html",
)
OURS = (*TRUTH, *_MEANS, f"{SEARCH}build.py", *_ENGINE)
"""On what each result depends: when one of these files changes, it is measured again."""


def kept(path: Path, source: str, make: Callable[[], Any]) -> Any:
    """Return what a file holds when it was measured on the same source, else measure and keep."""
    if path.exists():
        found = json.loads(path.read_text(encoding="utf-8"))
        if found["source"] == source:
            return found["measured"]
    print(f"… {path.relative_to(WORK)}", flush=True)
    measured = make()
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"source": source, "measured": measured}, ensure_ascii=False, indent=1)
    half = path.with_suffix(".part")
    half.write_text(text + "\n", encoding="utf-8")
    half.replace(path)
    return json.loads(text)["measured"]


def source(patterns: Iterable[str]) -> str:
    """Return one hash of all files that match."""
    files = sorted(path for pattern in patterns for path in ROOT.glob(pattern))
    whole = b"".join(path.read_bytes() for path in files)
    return hashlib.sha256(whole).hexdigest()[:16]
