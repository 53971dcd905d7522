"""Write the log in files of which all but the last never change again, the list of releases, and the file to check both."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from generator import verify
from generator.fingerprint import key
from generator.model import UNKEYED, Artefact, Batch, Checkpoint, Disclosure, Log

_ENTRIES = 10_000
"""So many entries make a file of the log."""
_PROGRAM = "verify.py"


def proofs(disclosure: Disclosure) -> Iterator[Batch]:
    """Yield the files by which the public can check a site, with a key each."""
    yield Batch("proof verify", UNKEYED, lambda: [Artefact(_PROGRAM, Path(verify.__file__).read_bytes())])
    if disclosure.log:
        yield from _log(disclosure.log)
        yield Batch("proof releases", UNKEYED, partial(_releases, disclosure.log))


def _log(log: Log) -> Iterator[Batch]:
    for start in range(0, len(log.entries), _ENTRIES):
        lines = log.entries[start : start + _ENTRIES]
        yield Batch(f"proof log {start}", partial(key, lines), partial(_part, start, lines))


def _part(start: int, lines: tuple[bytes, ...]) -> Iterator[Artefact]:
    yield Artefact(f"proof/log/{start:09}.ndjson", b"".join(line + b"\n" for line in lines))


def _releases(log: Log) -> Iterator[Artefact]:
    """Yield the file of all releases, one a line, so that two versions can be compared as text."""
    lines = (json.dumps(_release(item), separators=(",", ":")) for item in log.checkpoints)
    text = ",\n".join(lines)
    yield Artefact("proof/releases.json", f"[\n{text}\n]\n".encode())


def _release(item: Checkpoint) -> dict[str, object]:
    return {
        "number": item.number,
        "commit": item.commit,
        "day": item.day.isoformat(),
        "size": item.size,
        "root": item.root,
        "proof": item.proof,
    }
