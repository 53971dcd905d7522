"""Bring the committed files into the one form in which they are written."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from generator import check, intake, load, reading
from generator.described import Dataset
from generator.errors import DataRejected
from generator.fingerprint import WORK
from generator.model import Catalogue

_UNSURE = frozenset({"编码-01", "表格-04", "表格-05", "表格-06", "表格-07", "表格-10", "表格-13"})
"""What is wrong with a file whose rows cannot be told for certain."""


def canonical(root: Path, as_of: date) -> tuple[str, ...]:
    """Rewrite the files of every list in canonical form, and return which changed.

    Raises: DataRejected when a file cannot be read for certain; nothing is rewritten then.
    """
    catalogue, tables = reading.readable(root)
    found = check.run(root, catalogue, tables, as_of, root / WORK / "check")
    broken = [item for item in found if item.rule in _UNSURE or item.rule.startswith("表头")]
    if broken:
        raise DataRejected(broken)
    filled = [item for item in catalogue.datasets if not item.source]
    wanted = {item.id: _canonical(root, catalogue, item) for item in filled}
    changed = tuple(
        f"data/{name}"
        for files in wanted.values()
        for name, content in files.items()
        if not (root / "data" / name).exists() or (root / "data" / name).read_bytes() != content
    )
    for dataset in filled:
        intake.write(root, dataset, wanted[dataset.id])
    return changed


def _canonical(root: Path, catalogue: Catalogue, dataset: Dataset) -> dict[str, bytes]:
    took = [
        intake.taken(intake.grid(path), dataset, catalogue, partial=False)
        for path in load.files(root, dataset)
    ]
    rows = sorted(
        (entry for one in took for entry in one.entries), key=lambda entry: entry.values[dataset.key]
    )
    return intake.contents(dataset, intake.files(dataset, rows))
