"""Know what changed since the last build: a hash over every input, one over all but the rows, one of each record."""

from __future__ import annotations

import hashlib
import json
import marshal
import sqlite3
import sys
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields
from datetime import date
from importlib.metadata import version
from importlib.util import find_spec
from operator import attrgetter
from pathlib import Path
from typing import Any

from generator.model import Proof, Record, Rule

WORK = Path("build")
"""Where builds keep what they may use again; it may be deleted at any time."""
DERIVED = Path("data", "datapackage.json")
"""The one file under ``data/`` that the program itself writes."""
_PROGRAM = Path(__file__).parent
_LAST = WORK / "last.json"
DESCRIPTION = "dataset.yaml"
_LIBRARIES = (
    "jinja2", "markupsafe", "mkdocs-material", "numpy", "pandas", "pypinyin", "rcssmin", "rjsmin", "segno", "xlsxwriter",
)  # fmt: skip
"""Whose other version may write other bytes."""
_OPTIONAL = ("pyarrow",)
"""The same of those that need not be there."""


def ground(root: Path, as_of: date) -> str:
    """Return a hash over what every file depends on: all inputs but the rows of the lists, and the commit."""
    said = [
        sys.version,
        zlib.ZLIB_RUNTIME_VERSION,
        sqlite3.sqlite_version,
        as_of.isoformat(),
        *(f"{name} {version(name)}" for name in _LIBRARIES),
        *(f"{name} {version(name)}" for name in _OPTIONAL if find_spec(name)),
    ]
    digest = hashlib.sha256("\0".join(said).encode())
    for base, path in _files(root):
        if not _of_a_list(root, path):
            digest.update(path.relative_to(base).as_posix().encode() + b"\0")
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _of_a_list(root: Path, path: Path) -> bool:
    """Tell whether a file holds rows or texts of a list; its description is no such file."""
    if not path.is_relative_to(root / "data") or path.name == DESCRIPTION:
        return False
    folder = path.relative_to(root / "data").parts[0]
    return (root / "data" / folder / DESCRIPTION).is_file()


def digest(value: Any) -> bytes:
    """Return a short hash of texts, numbers, bytes, and tuples, lists and dicts of such: other values never share one."""
    return hashlib.blake2b(marshal.dumps(value, 2), digest_size=16).digest()


def key(*values: Any) -> str:
    """Return the key of a batch that is made from these values; see ``digest``."""
    return digest(values).hex()


def of_record(record: Record) -> bytes:
    """Return a hash over everything that a record holds."""
    return digest([_PLAIN[type(part)](part) if type(part) in _PLAIN else part for part in _parts(record)])


_parts = attrgetter(*(item.name for item in fields(Record)))
_PLAIN: Mapping[type, Callable[[Any], Any]] = {
    date: date.toordinal, Rule: repr, Proof: attrgetter(*(item.name for item in fields(Proof))),
}  # fmt: skip
"""How those parts of a record are said of which no hash can be made as they are."""


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
