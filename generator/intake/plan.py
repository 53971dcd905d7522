"""Work out what an import would change: which rows come, which go, which cells become what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from generator.changes import Changes, compared, keyed
from generator.described import Dataset
from generator.intake.entries import Entry, Intake
from generator.messages import cell_address, finding
from generator.model import Finding, Row

Mode = Literal["replace", "append", "update"]
"""The table takes the place of the list; only adds to it; adds and amends and removes nothing."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Hold what would change; ``rows`` is the list afterwards, each row with its number in the file brought, or 0."""

    changes: Changes = field(default_factory=Changes)
    rows: tuple[Entry, ...] = ()
    findings: tuple[Finding, ...] = ()


def planned(dataset: Dataset, committed: Sequence[Row], intake: Intake, mode: Mode) -> Plan:
    """Return the plan of an import.

    Entries without a key, and two with the same one, stay side by side: the checks will name them.
    """
    before = keyed(dataset, (row.values for row in committed))
    entries = [
        _whole(dataset, entry, before.get(entry.values.get(dataset.key, ""), {})) for entry in intake.entries
    ]
    changes = compared(
        dataset, before, keyed(dataset, (entry.values for entry in entries)), whole=mode == "replace"
    )
    gone = {entry.values[dataset.key] for entry in entries} | set(changes.removed)
    kept = [_whole(dataset, Entry(0, {}), values) for name, values in before.items() if name not in gone]
    rows = sorted([*kept, *entries], key=lambda entry: entry.values[dataset.key])
    clashes = changes.amended if mode == "append" else ()
    return Plan(
        changes,
        tuple(rows),
        tuple(_clash(dataset, intake, e) for e in entries if e.values[dataset.key] in clashes),
    )


def _whole(dataset: Dataset, entry: Entry, before: Mapping[str, str]) -> Entry:
    """Fill in the columns that the table did not have with what is committed."""
    return Entry(entry.number, {n: entry.values.get(n, before.get(n, "")) for n in dataset.header})


def _clash(dataset: Dataset, intake: Intake, entry: Entry) -> Finding:
    name = dataset.key
    cell = cell_address(intake.places[name], entry.number)
    value = entry.values[name]
    return finding("重复-04", intake.file, row=entry.number, column=name, cell=cell, value=value)
