"""Try an import on a copy of the data: what would the checks say?"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

from generator import check, intake, load
from generator.described import Dataset
from generator.fingerprint import WORK
from generator.intake import Intake, Plan
from generator.messages import cell_address
from generator.model import Catalogue, Finding, Table


def judged(
    root: Path,
    catalogue: Catalogue,
    tables: Sequence[Table],
    dataset: Dataset,
    plan: Plan,
    took: Intake,
    as_of: date,
) -> tuple[Finding, ...]:
    """Return what the checks say of the list as it would be, each finding at its place in the file brought.

    Of rows that were there before only what is newly wrong is told: it is this import that would do it. Rows that
    go may be missed by other lists, so then all are looked at.
    """
    wanted = intake.files(dataset, plan.rows)
    cache, only = root / WORK / "check", () if plan.changes.removed else (dataset.id,)
    with _copy(root, dataset, intake.contents(dataset, wanted)) as copy:
        changed = [load.table(copy, dataset) if item.dataset.id == dataset.id else item for item in tables]
        found = check.run(copy, catalogue, changed, as_of, cache, only)
    origin = {
        (f"data/{name}", number): entry.number
        for name, entries in wanted.items()
        for number, entry in enumerate(entries, start=2)
    }
    own = [item for item in found if origin.get((item.file, item.row)) or _whole(item, dataset)]
    others = [item for item in found if item.severity == "error" and item not in own]
    old = (
        {_same(item) for item in check.run(root, catalogue, tables, as_of, cache, only)} if others else set()
    )
    return tuple(_placed(item, took, origin) for item in (*own, *(x for x in others if _same(x) not in old)))


def _whole(item: Finding, dataset: Dataset) -> bool:
    """Tell whether a finding is about a list as a whole."""
    return not item.row and item.file.startswith(f"data/{dataset.id}")


def _same(item: Finding) -> tuple[str, str, str, str]:
    return item.file, item.rule, item.key, item.column


@contextmanager
def _copy(root: Path, dataset: Dataset, contents: Mapping[str, bytes]) -> Iterator[Path]:
    """Lend a copy of the data in which one list has other files."""
    with tempfile.TemporaryDirectory(prefix="gongshi-") as name:
        copy = Path(name)
        shutil.copytree(root / "data", copy / "data", symlinks=True)
        (copy / "data" / dataset.id).chmod(0o700)  # what may only be read there may be written here
        for path in (copy / "data" / dataset.id).glob("*.csv"):
            path.unlink()
        for file, content in contents.items():
            (copy / "data" / file).write_bytes(content)
        yield copy


def _placed(item: Finding, took: Intake, origin: Mapping[tuple[str, int], int]) -> Finding:
    number = origin.get((item.file, item.row))
    if not number:
        return item
    place = took.places.get(item.column)
    cell = cell_address(place, number) if place is not None else ""
    return replace(item, file=took.file, row=number, cell=cell, said=_elsewhere(item, took, origin))


def _elsewhere(item: Finding, took: Intake, origin: Mapping[tuple[str, int], int]) -> str:
    """Say the other row of a pair as it stands in the file brought, too."""

    def told(found: re.Match[str]) -> str:
        number = origin.get((item.file, int(found[1])))
        return f"第 {number} 行" if number else f"已有的数据（{item.file} 第 {found[1]} 行）"

    return re.sub(r"第 (\d+) 行", told, item.said)
