"""Tell what the working folder changes against a commit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from generator import disclose, history, load, reading
from generator.changes import Changes, compared, keyed
from generator.described import Dataset
from generator.drops import drops
from generator.model import Catalogue, Finding, Table


@dataclass(frozen=True, slots=True)
class Difference:
    """Hold what changed in a list; ``early`` are removed rows that were still to be shown on that day.

    ``drop`` says that more rows went than a commit may take out without a word.
    """

    dataset: Dataset
    changes: Changes
    early: tuple[str, ...]
    drop: Finding | None = None


def differences(root: Path, revision: str, as_of: date) -> tuple[Difference, ...]:
    """Return what the working folder changes against a commit, list by list; lists without a change are left out.

    Raises: EnvironmentFault outside git, WrongUse when git knows no such revision.
    """
    catalogue, tables = reading.readable(root)
    touched = history.touched(root, revision)
    lost = {item.file: item for item in drops(root, revision, history.FOLDER, "")}
    return tuple(
        replace(found, drop=lost.get(f"data/{table.dataset.id}"))
        for table in tables
        if table.dataset.id in touched
        and (found := _difference(root, revision, catalogue, table, as_of)).changes
    )


def _difference(root: Path, revision: str, catalogue: Catalogue, table: Table, as_of: date) -> Difference:
    dataset = table.dataset
    past = history.texts(root, revision, f"data/{dataset.id}")
    rows = [row for file, text in past.items() if file.endswith(".csv") for row in load.rows(text, file)]
    before = keyed(dataset, (row.values for row in rows))
    changes = compared(dataset, before, keyed(dataset, (row.values for row in table.rows)))
    alone = replace(catalogue, datasets=(dataset,))
    shown = disclose.disclose(alone, (Table(dataset, tuple(rows)),), as_of, "") if changes.removed else None
    public = {record.key for item in shown.publications for record in item.records} if shown else set()
    return Difference(dataset, changes, tuple(key for key in changes.removed if key in public))
