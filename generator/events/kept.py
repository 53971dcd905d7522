"""Remember the parsed history in the work folder, so that one more commit costs that commit only."""

from __future__ import annotations

import hashlib
import marshal
import os
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from generator import git, load
from generator.errors import EnvironmentFault
from generator.events import rows, walk
from generator.fingerprint import WORK
from generator.past import NONE, Cell, Content, Event, History, Reach, Release

_KEPT = "history"
_PROGRAM = (Path(__file__).parent, Path(load.__file__).parent)
_BLOBS = 16
"""So many versions of files are held at once: each is wanted as the new one, then as the old one."""


class _Told:
    """Hold the history up to a commit, and the lists as they stand there."""

    def __init__(self, said: dict[str, Any] | None = None) -> None:
        said = said or {"tip": "", "cut": False, "releases": (), "events": (), "lists": {}}
        self.tip: str = said["tip"]
        self.cut: bool = said["cut"]
        self.releases = [
            Release(number, commit, date.fromisoformat(day)) for number, commit, day in said["releases"]
        ]
        self.events = [_event(item) for item in said["events"]]
        self.lists = {name: _held(item) for name, item in said["lists"].items()}

    def plain(self) -> dict[str, Any]:
        """Return all of it in values that can be written down."""
        return {
            "tip": self.tip,
            "cut": self.cut,
            "releases": [(item.number, item.commit, item.day.isoformat()) for item in self.releases],
            "events": [
                (*event[:4], tuple(event.content), tuple(map(tuple, event.cells))) for event in self.events
            ],
            "lists": {
                name: (item.form and (item.form.key, sorted(item.form.hidden)), item.files, dict(item.keys))
                for name, item in self.lists.items()
            },
        }


def _event(said: tuple[Any, ...]) -> Event:
    release, dataset_id, key, kind, content, cells = said
    changed = tuple(map(Cell._make, cells)) if cells else ()
    return Event(release, dataset_id, key, kind, Content._make(content), changed)


def _held(said: tuple[Any, ...]) -> rows.Held:
    form, files, keys = said
    return rows.Held(load.Form(form[0], frozenset(form[1])) if form else None, files, Counter(keys))


def history(root: Path, tip: str = "", *, cached: bool = True) -> History:
    """Return what every commit up to ``tip`` (blank: the last one) did to the rows; no history where git has none.

    What was edited and not committed is in no release. Raises: EnvironmentFault when git lacks what it should have.
    """
    tip = tip or git.said(root, "rev-parse", "--verify", "--quiet", "HEAD")
    if not tip:
        _trusted(root)
        return NONE
    path = root / WORK / _KEPT
    told = (_remembered(path) if cached else None) or _Told()
    if told.tip and not _still_true(root, told, tip):
        told = _Told()
    if told.tip != tip:
        _go_on(root, told, tip)
        if cached:
            _remember(path, told)
    reach: Reach = "shallow" if told.cut else "whole"
    return History(reach, tuple(told.releases), told.events)


def _trusted(root: Path) -> None:
    """Make sure that there is no history because there is none, and not because git will not look.

    Source: git-config(1), safe.directory.
    """
    _, _, said = git.fed(root, "rev-parse", "--git-dir")
    if "safe.directory" in said:
        raise EnvironmentFault(
            f"这个文件夹是别的用户的，git 不肯读它的历史。请换回原来的用户，或者运行：git config --global --add safe.directory {root}"
        )


def _still_true(root: Path, told: _Told, tip: str) -> bool:
    """Tell whether what is remembered begins where the copy begins, and leads to the commit that is asked for."""
    begun = told.releases[0].commit if told.releases else told.tip
    return walk.cut(root, begun) == told.cut and git.leads(root, told.tip, tip)


def _go_on(root: Path, told: _Told, tip: str) -> None:
    with git.objects(root) as read:
        text = lru_cache(_BLOBS)(lambda blob: rows.Text(read(blob)))
        for step in walk.steps(root, told.tip, tip):
            if not told.releases:
                told.cut = walk.cut(root, step.commit)
            number = len(told.releases) + (not told.cut)
            found = list(_done(told, step, number, text))
            begins = told.cut and not told.releases
            told.releases.append(Release(number, step.commit, step.day))
            told.events += [] if begins else found
    told.tip = tip


def _done(told: _Told, step: walk.Step, number: int, read: rows.Read) -> Iterator[Event]:
    for name, files in walk.lists(step.blobs, load.LIST_FILE):
        held = told.lists.setdefault(name, rows.Held(None, {}, Counter()))
        form = held.form
        if load.LIST_FILE in files:
            blob = files.pop(load.LIST_FILE)
            # A description that cannot be read changes nothing: the list is still the one it was.
            form = (load.form(read(blob).whole) or form) if blob else None
        for change in rows.changes(held, form, files, read):
            yield Event(number, name, *change)


@lru_cache(1)
def _program() -> bytes:
    """Return a hash of the program that parses: what another one made is not taken over."""
    found = hashlib.sha256()
    for folder in _PROGRAM:
        for path in sorted(folder.glob("*.py")):
            found.update(path.read_bytes())
    found.update(Path(__file__).parents[1].joinpath("seeds.py").read_bytes())
    return found.digest()


def _remembered(path: Path) -> _Told | None:
    """Return what was written down; nothing unless it is whole and of this program."""
    try:
        content = path.read_bytes()
    except OSError:
        return None
    said = content[64:]
    if content[:32] != _program() or content[32:64] != hashlib.sha256(said).digest():
        return None
    return _Told(marshal.loads(said))  # noqa: S302 - our own bytes, of which the hash was just compared


def _remember(path: Path, told: _Told) -> None:
    """Write it down whole or not at all; where that is not possible, the next run reads git again."""
    said = marshal.dumps(told.plain(), 2)
    new = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        new.write_bytes(_program() + hashlib.sha256(said).digest() + said)
        new.replace(path)
    except OSError:
        new.unlink(missing_ok=True)
