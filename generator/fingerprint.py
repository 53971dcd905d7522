"""Know whether anything changed: one hash over every input of a build."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

DERIVED = Path("data", "datapackage.json")
"""The one file under ``data/`` that the program itself writes."""
_PROGRAM = Path(__file__).parent


def fingerprint(root: Path, as_of: date, commit: str) -> str:
    """Return a hash over the data, the pages, the program, the day and the commit."""
    digest = hashlib.sha256(f"{as_of} {commit}\0".encode())
    for base, path in _inputs(root):
        digest.update(path.relative_to(base).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _inputs(root: Path) -> Iterator[tuple[Path, Path]]:
    yield root, root / "mkdocs.yml"
    for base in (root / "data", root / "site_src"):
        yield from (
            (root, path) for path in sorted(base.rglob("*")) if path.is_file() and path != root / DERIVED
        )
    yield from ((_PROGRAM, path) for path in sorted(_PROGRAM.rglob("*.py")))
