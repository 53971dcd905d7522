"""Close the finished tree: build.json, SHA256SUMS, and the last gate, a scan for what may not be there."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from generator import __version__, leaks
from generator.errors import DataRejected
from generator.model import Disclosure, Finding

SUMS = "SHA256SUMS"
BUILD = "build.json"
OWN = (SUMS, BUILD)
"""The files that the seal adds to a tree."""


@dataclass(frozen=True, slots=True)
class Known:
    """Hold what is known of a tree before it is sealed, for else every file is read.

    ``digests`` has the SHA-256 of its files; ``clean`` are files looked through by an earlier build, and
    ``looked_for`` the digests of the texts that it looked for.
    """

    digests: Mapping[str, str] = field(default_factory=dict)
    clean: frozenset[str] = frozenset()
    looked_for: frozenset[str] = frozenset()


NOTHING = Known()
_UNREAD: Mapping[str, str] = {}


def seal(tree: Path, disclosure: Disclosure, known: Known = NOTHING, jobs: int = 1) -> str:
    """Write build.json and SHA256SUMS into the tree, scan it, and return the hash of SHA256SUMS.

    Raises: DataRejected when anything that must not be public stands in any file.
    """
    names = list(known.digests) or _names(tree)
    found = list(_leaks(tree, names, disclosure.forbidden, known, jobs))
    if found:
        raise DataRejected(found)
    lines = {name: known.digests.get(name) or _sha256(leaks.read(tree, name)) for name in names}
    _put(tree / BUILD, _build(disclosure, _downloads_root(lines)))
    lines[BUILD] = _sha256((tree / BUILD).read_bytes())
    sums = "".join(f"{lines[name]}  {name}\n" for name in sorted(lines)).encode()
    _put(tree / SUMS, sums)
    return _sha256(sums)


@dataclass(frozen=True, slots=True)
class Days:
    """Hold of which day a sealed site is, and on which it reads otherwise by the clock alone, if on any."""

    as_of: date
    changes: date | None


def days(tree: Path) -> Days | None:
    """Return the days that a sealed site states; nothing when there is none."""
    try:
        said = json.loads((tree / BUILD).read_text(encoding="utf-8"))
        changes = said["changes"] and date.fromisoformat(said["changes"])
        return Days(date.fromisoformat(said["as_of"]), changes)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def looked_for(disclosure: Disclosure) -> frozenset[str]:
    """Return the digests of the texts that a sealed tree was looked through for."""
    return frozenset(map(_looked_for, disclosure.forbidden))


def _looked_for(text: str) -> str:
    return _sha256(text.encode("utf-8", "surrogatepass"))


def _names(tree: Path) -> list[str]:
    found = (path.relative_to(tree).as_posix() for path in tree.rglob("*") if path.is_file())
    return sorted(name for name in found if name not in OWN)


def _put(path: Path, content: bytes) -> None:
    """Write a new file over the name: the old one may be part of the site that is still shown."""
    new = path.with_name(f".{path.name}.new")
    new.write_bytes(content)
    new.replace(path)


def _downloads_root(lines: Mapping[str, str]) -> str:
    """Return one hash for all that is offered to download: SHA-256 over the SHA256SUMS lines of ``downloads/``."""
    chosen = "".join(f"{lines[name]}  {name}\n" for name in sorted(lines) if name.startswith("downloads/"))
    return _sha256(chosen.encode())


def _leaks(
    tree: Path, names: Sequence[str], forbidden: Iterable[str], known: Known, jobs: int
) -> Iterator[Finding]:
    """Yield what leaks: from new files anything, from files that were clean the texts that nobody looked for yet."""
    fresh = [name for name in names if name not in known.clean]
    later = [text for text in forbidden if _looked_for(text) not in known.looked_for]
    alike = frozenset(known.digests.values())
    yield from leaks.scan(tree, fresh, forbidden, jobs=jobs, alike=alike)
    if later:
        old = [name for name in names if name in known.clean]
        yield from leaks.scan(tree, old, later, numbers=False, jobs=jobs, alike=alike)


def scan(tree: Path, files: Iterable[Path], forbidden: Iterable[str]) -> Iterator[Finding]:
    """Yield a finding for each of some files of a tree that holds a forbidden text or anybody's personal numbers."""
    yield from leaks.scan(tree, [path.relative_to(tree).as_posix() for path in files], forbidden)


def intact(tree: Path, sums: str, known: Mapping[str, str] = _UNREAD) -> int:
    """Return how many files a built tree has, nothing when it is not byte for byte what was sealed.

    Files whose SHA-256 is ``known`` need not be read.
    """
    listing = tree / SUMS
    if not listing.is_file() or _sha256(listing.read_bytes()) != sums:
        return 0
    pairs = [line.split("  ", 1) for line in listing.read_text(encoding="utf-8").splitlines()]
    same = all(
        known.get(name) == digest
        or ((tree / name).is_file() and _sha256((tree / name).read_bytes()) == digest)
        for digest, name in pairs
    )
    return len(pairs) + 1 if same else 0


def _build(disclosure: Disclosure, downloads_root: str) -> bytes:
    at = disclosure.checkpoint()
    said = {
        "generator": f"gongshi {__version__}",
        "source_commit": disclosure.commit,
        "as_of": disclosure.as_of.isoformat(),
        "changes": disclosure.turns.isoformat() if disclosure.turns else None,
        "datasets": [
            {
                "id": p.dataset.id,
                "records": len(p.records),
                "withheld": p.withheld,
                "updated": p.updated.isoformat(),
            }
            for p in disclosure.publications
        ],
        "root": at.root if at else None,
        "log_size": at.size if at else 0,
        "downloads_root": downloads_root,
    }
    return (json.dumps(said, ensure_ascii=False, indent=2) + "\n").encode()


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
