"""The straight line from committed data and a day to a public site. Read this first.

Each stage is a function from one frozen value to the next; none knows another. Up to ``disclose`` the data are
private; what leaves it is public by construction, and the rest of the line is given nothing else.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from generator import (
    check,
    disclose,
    events,
    fingerprint,
    forked,
    history,
    linked,
    load,
    making,
    messages,
    proofs,
    publish,
    reading,
    seal,
    seeds,
    tree,
)
from generator.errors import DataRejected, EnvironmentFault, why
from generator.fingerprint import WORK
from generator.model import Disclosure, Finding, Table
from generator.past import NONE, History
from generator.still import Still

Say = Callable[[str], None]
_SPARE = "spare"
"""Where the folder of the last site waits to be the next: to bring it up to date takes less than to make one."""


@dataclass(frozen=True, slots=True)
class Built:
    """Hold the outcome of a run: where the site is, and what to look at although it was built."""

    out: Path
    files: int
    notices: tuple[Finding, ...]
    unchanged: bool = False


def disclosed(root: Path, as_of: date, past: History = NONE) -> tuple[tuple[Table, ...], Disclosure]:
    """Return the private rows, and what of them is public on a day; nothing is judged or written.

    With a history, what hidden records were before is forbidden too.

    Raises: WrongDescription as ``checked`` does.
    """
    catalogue, tables = reading.readable(root)
    return tables, disclose.disclose(catalogue, tables, as_of, history.commit(root), past=past)


def build(
    root: Path,
    out: Path,
    as_of: date,
    *,
    cached: bool = True,
    jobs: int = 0,
    say: Say = lambda _: None,
    still: Still | None = None,
) -> Built:
    """Build the site of a day, whole or not at all; every page states the day, so another day makes another site.

    Of a folder that holds a past state no more is shown than may ``still`` be; that is never built from a cache.

    Raises: DataRejected, WrongDescription, EnvironmentFault — in each case the old site stays as it was.
    """
    with building(root, out, as_of, cached=cached, jobs=jobs, say=say, still=still) as built:
        return built


@contextmanager
def building(
    root: Path,
    out: Path,
    as_of: date,
    *,
    cached: bool = True,
    jobs: int = 0,
    say: Say = lambda _: None,
    still: Still | None = None,
) -> Iterator[Built]:
    """Do as ``build`` does, and lend the site as soon as it is there: what the next build needs is seen to afterwards.

    Raises: as ``build`` does, and what the block raises.
    """
    load.repository(root)
    with tree.alone(root / WORK), forked.undisturbed():
        yield from _built(root, out, as_of, cached and not still, jobs or os.cpu_count() or 1, say, still)


def still_right(root: Path, out: Path, as_of: date) -> Built | None:
    """Return the site that is there when on a later day nothing in it reads otherwise but the day it states.

    It must be just what these data, pages and program made, and younger than what its pages call old.
    """
    past = seal.days(out)
    if not past or not past.as_of <= as_of or (past.changes and as_of >= past.changes):
        return None
    known = history.known(root, history.commit(root))
    sealed = fingerprint.sealed(root, fingerprint.inputs(root, past.as_of, known), out)
    oldest = load.catalogue(root).site.stale_after
    young = not oldest or (as_of - past.as_of).days < oldest
    files = seal.intact(out, sealed) if sealed and young else 0
    return Built(out, files, (), unchanged=True) if files else None


def _built(
    root: Path, out: Path, as_of: date, cached: bool, jobs: int, say: Say, still: Still | None
) -> Iterator[Built]:
    """Yield once, when the site is there."""
    publish.recover(out)
    commit = history.commit(root)
    # Taken before anything is read: what changes meanwhile is then news to the next build.
    inputs, ground = (
        fingerprint.inputs(root, as_of, history.known(root, commit)),
        fingerprint.ground(root, as_of),
    )
    sealed = fingerprint.sealed(root, inputs, out) if cached else ""
    if sealed and (files := seal.intact(out, sealed, tree.unchanged(root / WORK, out))):
        yield Built(out, files, (), unchanged=True)
        return
    say("核对数据")
    with forked.begun([partial(tree.left, root / WORK, ground, cached=cached)], jobs) as looking:
        found, ready = _judged(root, as_of, commit, cached, jobs, still, ground)
        kept = tree.Tree(root / WORK, ground, looking.result(0))
    say("生成网页")
    making.make(root / WORK / "export", found, ready, kept, jobs)
    say("最后检查")
    kept.sweep()  # what is not of this site is not listed
    known = seal.Known(kept.digests, kept.clean, kept.left.looked_for or frozenset())
    sums = seal.seal(kept.folder, ready.public, known, jobs)
    spare = root / WORK / _SPARE
    _released(kept.folder, out, spare)
    try:
        yield Built(out, len(kept.files) + len(seal.OWN), found.findings)
    finally:
        _spared(kept.folder, out, spare)
        check.write_package(root, found.catalogue)
        kept.remember(seal.looked_for(ready.public))
        ready.pages.keys.keep()
        fingerprint.remember(root, inputs, out, sums)


def _judged(
    root: Path,
    as_of: date,
    commit: str,
    cached: bool,
    jobs: int,
    still: Still | None,
    ground: str,
) -> tuple[reading.Checked, making.Ready]:
    """Check the data, and meanwhile get everything ready that is made of what of them would be public.

    Raises: DataRejected when anything is wrong, whatever became of the rest.
    """
    cache = root / WORK / "check" if cached else None
    catalogue, tables, found = reading.read(root, cache)
    catalogue, tables = still.described(catalogue, tables) if still else (catalogue, tables)
    judge = partial(reading.findings, root, catalogue, tables, as_of, cache)
    ask = partial(history.of_lists, root, catalogue.datasets)
    stand = partial(disclose.standings, catalogue, tables, as_of, still)
    beside: list[Callable[[], Any]] = [stand, judge]
    with forked.begun([ask], jobs) as asked, forked.begun(beside, jobs) as work:
        ready: making.Ready | Exception
        past = NONE
        try:
            past, secret = events.history(root, cached=cached), seeds.seed(root)
            journal = proofs.journal(root, secret, past, cached=cached)
            commits, standings = asked.result(0), work.result(0)
            public = disclose.disclose(
                catalogue, tables, as_of, commit, commits, journal, past, still, standings
            )
            public = replace(public, forbidden=public.forbidden | ({secret.hex()} if secret else set()))
            ready = making.ready(root, catalogue, public, cached, ground)
        except Exception as fault:  # data that nobody has checked yet may be anything
            ready = fault
        checked = reading.Checked(catalogue, tables, (*found, *_unproven(past), *work.result(1)))
    if checked.errors:
        raise DataRejected(checked.findings)
    if isinstance(ready, Exception):
        raise ready
    return checked, ready


def _unproven(past: History) -> tuple[Finding, ...]:
    """Say that there is no log where the history is not whole."""
    code = {"shallow": "存证-02", "none": "存证-03"}.get(past.reach)
    return (messages.finding(code, "data"),) if code else ()


def _released(folder: Path, out: Path, spare: Path) -> None:
    """Put the tree in the place of the site."""
    try:
        with publish.replacing(out, spare) as new:
            linked.alike(folder, new)
    except OSError as error:
        raise EnvironmentFault(f"新网站没有换上：{why(error)}（{out}）。请检查磁盘空间和权限。") from error


def _spared(folder: Path, out: Path, spare: Path) -> None:
    """Make the old site hold what the new one holds, to be the next; what the disk refuses costs that one its time.

    After the first build too, when there is no old one: else the first change of all would take longest.
    """
    try:
        if (folder / seal.SUMS).samefile(out / seal.SUMS):
            linked.alike(folder, spare)
        else:  # where nothing can be linked, bytes that nobody needs would be copied
            shutil.rmtree(spare, ignore_errors=True)
    except OSError:
        shutil.rmtree(spare, ignore_errors=True)
