"""Know whether anything changed since the last build: one hash over every input."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

WORK = Path("build")
"""Where builds keep what they may use again; it may be deleted at any time."""
DERIVED = Path("data", "datapackage.json")
"""The one file under ``data/`` that the program itself writes."""
_PROGRAM = Path(__file__).parent
_LAST = WORK / "last.json"


def inputs(root: Path, as_of: date, commit: str) -> str:
    """Return a hash over the data, the pages, the program, the day and the commit."""
    digest = hashlib.sha256(f"{as_of} {commit}\0".encode())
    for base, path in _files(root):
        digest.update(path.relative_to(base).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def sealed(root: Path, said: str, out: Path) -> str:
    """Return the seal of the site that was last built from these inputs to this place, or a blank."""
    try:
        kept = json.loads((root / _LAST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return ""
    same = isinstance(kept, dict) and (kept.get("inputs"), kept.get("out")) == (said, str(out))
    return str(kept["sums"]) if same else ""


def remember(root: Path, said: str, out: Path, sums: str) -> None:
    """Keep what the site was built from, and its seal."""
    (root / WORK).mkdir(exist_ok=True)
    text = json.dumps({"inputs": said, "out": str(out), "sums": sums})
    (root / _LAST).write_text(text, encoding="utf-8")


def _files(root: Path) -> Iterator[tuple[Path, Path]]:
    yield root, root / "mkdocs.yml"
    for base in (root / "data", root / "site_src"):
        found = (path for path in sorted(base.rglob("*")) if path.is_file() and path != root / DERIVED)
        yield from ((root, path) for path in found)
    yield from ((_PROGRAM, path) for path in sorted(_PROGRAM.rglob("*.py")))
