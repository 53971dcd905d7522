"""The straight line from committed data and a day to a public site. Read this first.

Each stage is a function from one frozen value to the next; none knows another. Up to ``disclose`` the data are
private; what leaves it is public by construction, and the rest of the line is given nothing else.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from generator import check, disclose, export, fingerprint, history, index, load, publish, render, seal, site
from generator.errors import DataRejected, WrongDescription
from generator.fingerprint import WORK
from generator.model import Artefact, Catalogue, Disclosure, Finding, Table

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Built:
    """Hold the outcome of a run: where the site is, and what to look at although it was built."""

    out: Path
    files: int
    notices: tuple[Finding, ...]
    unchanged: bool = False


@dataclass(frozen=True, slots=True)
class Checked:
    """Hold what was read and all that was found in it."""

    catalogue: Catalogue
    tables: tuple[Table, ...]
    findings: tuple[Finding, ...]

    @property
    def errors(self) -> tuple[Finding, ...]:
        """Return the findings that stop publication."""
        return tuple(item for item in self.findings if item.severity == "error")


def checks_of(root: Path) -> Path:
    """Return the folder where what was found in a file is remembered, until the file changes."""
    return root / WORK / "check"


def checked(
    root: Path,
    as_of: date,
    *,
    only: tuple[str, ...] = (),
    cached: bool = True,
    cache: Path | None = None,
    say: Say = lambda _: None,
) -> Checked:
    """Read the committed folder and gather every finding; ``cache`` is another folder's memory of its files.

    Raises: WrongDescription when a description is wrong, for then the data cannot be judged.
    """
    cache = (cache or checks_of(root)) if cached else None
    catalogue, tables, ground = _read(root, cache)
    # A site of the past is built from data of today, in which later days are no faults.
    now = max(as_of, history.last_day(root) or as_of)
    found = check.run(root, catalogue, tables, now, cache_dir=cache, only=only, say=say)
    return Checked(catalogue, tables, (*ground, *found))


def readable(root: Path) -> tuple[Catalogue, tuple[Table, ...]]:
    """Read the committed folder as far as its descriptions can be relied on; rows are not judged.

    Raises: WrongDescription as ``checked`` does.
    """
    return _read(root, checks_of(root))[:2]


def disclosed(root: Path, as_of: date) -> tuple[tuple[Table, ...], Disclosure]:
    """Return the private rows, and what of them is public on a day; nothing is judged or written.

    Raises: WrongDescription as ``checked`` does.
    """
    catalogue, tables = readable(root)
    return tables, disclose.disclose(catalogue, tables, as_of, history.commit(root))


def _read(root: Path, cache: Path | None) -> tuple[Catalogue, tuple[Table, ...], tuple[Finding, ...]]:
    load.repository(root)
    ground = check.foundations(root, cache)
    if any(item.severity == "error" for item in ground):
        raise WrongDescription(ground)
    catalogue = load.catalogue(root)
    wrong = check.describe(catalogue, root)
    if wrong:
        raise WrongDescription(wrong)
    return catalogue, tuple(load.table(root, dataset) for dataset in catalogue.datasets), ground


def build(
    root: Path, out: Path, as_of: date, *, cached: bool = True, jobs: int = 0, say: Say = lambda _: None
) -> Built:
    """Build the site of a day, whole or not at all.

    Raises: DataRejected, WrongDescription, EnvironmentFault — in each case the old site stays as it was.
    """
    load.repository(root)
    publish.recover(out)
    commit = history.commit(root)
    inputs = fingerprint.inputs(root, as_of, commit)
    if cached and seal.intact(out, fingerprint.sealed(root, inputs, out)):
        return Built(out, _count(out), (), unchanged=True)
    say("核对数据")
    found = checked(root, as_of, cached=cached)
    if found.errors:
        raise DataRejected(found.findings)
    check.write_package(root, found.catalogue)
    say("生成网页")
    public = disclose.disclose(found.catalogue, found.tables, as_of, commit)
    with publish.replacing(out) as tree:
        publish.write(tree, artefacts(root, public, found, jobs or os.cpu_count() or 1))
        say("最后检查")
        sums = seal.seal(tree, public)
    fingerprint.remember(root, inputs, out, sums)
    return Built(out, _count(out), found.findings)


def artefacts(root: Path, public: Disclosure, found: Checked, jobs: int) -> Iterator[Artefact]:
    """Yield every file of the site but the seal."""
    work = root / WORK
    shell = site.shell(root, work)
    exported = export.run(public, found.catalogue, work / "export")
    jsonld = {p.dataset.id: export.dataset_jsonld(p, public.site) for p in public.publications}
    given = render.Given(
        shell.templates, shell.prose, exported, jsonld, seal.data_root(exported), len(found.findings), jobs
    )
    pages = render.run(root, public, found.catalogue, given, work / "qr.json")
    yield from shell.assets
    yield from exported
    yield from pages.artefacts
    yield from index.run(public, pages.entities)
    yield index.names(public, pages.entities)
    yield from export.maps(public, pages.addresses)


def _count(out: Path) -> int:
    return sum(1 for path in out.rglob("*") if path.is_file())
