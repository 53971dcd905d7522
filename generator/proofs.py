"""The log: one entry for every change of the data that was ever committed, in a tree that only grows.

An entry names nobody: it holds digests that nobody can try values against without the salt. The salt of a version is
public only while that version is, so what was taken down stays proven and cannot be read.
"""

from __future__ import annotations

import hashlib
import json
import os
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator import seeds
from generator.described import Dataset
from generator.fingerprint import WORK
from generator.merkle import Tree
from generator.model import Checkpoint, Log, Proof
from generator.past import Content, Event, History

_KEPT = "log"
_PROGRAM = (Path(__file__), Path(seeds.__file__))
Place = tuple[str, str]
"""A list and a key."""


@dataclass(frozen=True, slots=True)
class Journal:
    """Hold the public log, and what proves the last version of each row, public or not. PRIVATE: only the gate asks."""

    log: Log
    _made: Sequence[str]
    _contents: Mapping[Place, tuple[int, Content]]

    def proof(self, dataset_id: str, key: str, committed: tuple[tuple[str, str], ...] = ()) -> Proof | None:
        """Return what proves the last version of a row; nothing where none was ever committed.

        ``committed`` are those of its cells that are shown otherwise than they were committed.
        """
        index, _ = self._contents.get((dataset_id, key), (-1, None))
        if index < 0:
            return None
        entry, salt, closed = _parts(self._made[index])
        at = self.log.checkpoint_of(index)
        return Proof(index, entry, at.number, at.size, at.root, salt, closed, committed)

    def holds(self, dataset: Dataset, key: str, values: Mapping[str, str]) -> bool:
        """Tell whether a row is, cell by cell, the version that was logged last."""
        hidden = frozenset(item.name for item in dataset.fields if not item.public)
        _, content = self._contents.get((dataset.id, key), (-1, None))
        return content == seeds.content(values, hidden)


def journal(root: Path, secret: bytes | None, history: History, *, cached: bool = True) -> Journal | None:
    """Return the log of a history; none without the office's secret, nor of a history that is not whole.

    What an earlier run made of the same releases is taken over.
    """
    if secret is None or history.reach != "whole":
        return None
    path, name = root / WORK / _KEPT, _name(secret)
    known = _remembered(path, name, history) if cached else []
    made = [*known, *(_made(secret, history, event) for event in history.events[len(known) :])]
    if cached and len(made) > len(known):
        _remember(path, name, history, made)
    entries = tuple(_parts(item)[0].encode() for item in made)
    contents = {}
    for index, event in enumerate(history.events):
        contents[event.dataset_id, event.key] = (index, event.content)
        if event.kind == "removed":
            del contents[event.dataset_id, event.key]
    return Journal(_log(history, entries), made, contents)


def _log(history: History, entries: tuple[bytes, ...]) -> Log:
    tree, numbers = Tree(entries), [event.release for event in history.events]
    found, before = list[Checkpoint](), 0
    for release in history.releases:
        size = bisect_right(numbers, release.number)
        proof = tuple(item.hex() for item in tree.consistency(before, size))
        found.append(
            Checkpoint(release.number, release.commit, release.day, size, tree.root(size).hex(), proof)
        )
        before = size
    touched = {event.dataset_id: event.release for event in history.events}
    return Log(tuple(found), entries, tree, touched)


def _made(secret: bytes, history: History, event: Event) -> str:
    """Return an entry, the salt and what stands for the hidden cells of its version, in one line."""
    release = history.releases[event.release - 1]
    place, gone = (event.dataset_id, event.key), event.kind == "removed"
    entry = {
        "commit": release.commit,
        "day": release.day.isoformat(),
        "key": seeds.key_digest(secret, *place),
        "kind": event.kind,
        "list": event.dataset_id,
        "record": "" if gone else seeds.record_digest(secret, *place, event.content),
    }
    salt = "" if gone else seeds.salt(secret, *place, event.content)
    closed = "" if gone else seeds.closed_digest(secret, *place, event.content)
    return f"{json.dumps(entry, ensure_ascii=False, sort_keys=True, separators=(',', ':'))}\t{salt}\t{closed}"


def _parts(line: str) -> tuple[str, str, str]:
    entry, salt, closed = line.split("\t")
    return entry, salt, closed


# --- What an earlier run made ---------------------------------------------------------------------------


def _name(secret: bytes) -> str:
    """Return what tells one log from another: the secret, and the program that makes entries."""
    found = hashlib.sha256(secret)
    for path in _PROGRAM:
        found.update(path.read_bytes())
    return found.hexdigest()


def _chain(history: History, count: int) -> str:
    """Return a hash over the releases of the first entries."""
    last = history.events[count - 1].release if count else 0
    commits = "\n".join(item.commit for item in history.releases if item.number <= last)
    return hashlib.sha256(f"{count}\n{commits}".encode()).hexdigest()


def _remembered(path: Path, name: str, history: History) -> list[str]:
    """Return what was made of the first entries; nothing unless it is whole, and of just these releases."""
    try:
        head, _, body = path.read_text(encoding="utf-8").partition("\n")
    except (OSError, ValueError):
        return []
    lines = body.splitlines()
    good = len(lines) <= len(history.events) and head == _head(name, _chain(history, len(lines)), body)
    return lines if good else []


def _head(name: str, chain: str, body: str) -> str:
    return f"{name} {chain} {hashlib.sha256(body.encode()).hexdigest()}"


def _remember(path: Path, name: str, history: History, made: Sequence[str]) -> None:
    """Write it down whole or not at all; where that is not possible, the next run makes it again."""
    body = "".join(f"{line}\n" for line in made)
    new = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        new.write_text(
            f"{_head(name, _chain(history, len(made)), body)}\n{body}", encoding="utf-8", newline="\n"
        )
        new.replace(path)
    except OSError:
        new.unlink(missing_ok=True)
