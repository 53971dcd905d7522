"""Read the committed folder and judge it: the first half of the line, up to the gate. All of it is private."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from generator import check, history, load
from generator.errors import WrongDescription
from generator.fingerprint import WORK
from generator.model import Catalogue, Finding, Table

Say = Callable[[str], None]
_DESCRIPTIONS = "descriptions.json"
"""Where what was read of descriptions is kept, beside what was found in files."""


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
    catalogue, tables, ground = read(root, cache)
    found = findings(root, catalogue, tables, as_of, cache, only, say, os.cpu_count() or 1)
    return Checked(catalogue, tables, (*ground, *found))


def findings(
    root: Path,
    catalogue: Catalogue,
    tables: tuple[Table, ...],
    as_of: date,
    cache: Path | None,
    only: tuple[str, ...] = (),
    say: Say = lambda _: None,
    jobs: int = 1,
) -> tuple[Finding, ...]:
    """Return what is wrong, or doubtful, with what was read; ``only`` names the lists to judge."""
    # A site of the past is built from data of today, in which later days are no faults.
    now = max(as_of, history.last_day(root) or as_of)
    return check.run(root, catalogue, tables, now, cache_dir=cache, only=only, say=say, jobs=jobs)


def readable(root: Path) -> tuple[Catalogue, tuple[Table, ...]]:
    """Read the committed folder as far as its descriptions can be relied on; rows are not judged.

    Raises: WrongDescription as ``checked`` does.
    """
    return read(root, checks_of(root))[:2]


def read(root: Path, cache: Path | None) -> tuple[Catalogue, tuple[Table, ...], tuple[Finding, ...]]:
    """Read descriptions and rows, and what was found before any row could be read.

    Raises: WrongDescription as ``checked`` does.
    """
    load.repository(root)
    ground = check.foundations(root, cache)
    if any(item.severity == "error" for item in ground):
        raise WrongDescription(ground)
    catalogue = load.catalogue(root, cache / _DESCRIPTIONS if cache else None)
    wrong = check.describe(catalogue, root)
    if wrong:
        raise WrongDescription(wrong)
    return catalogue, tuple(load.table(root, dataset) for dataset in catalogue.datasets), ground
