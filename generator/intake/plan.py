"""Work out what an import would change: which rows come, which go, which cells become what."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import product
from typing import Literal

from generator.changes import Changes, compared, keyed
from generator.described import Dataset
from generator.intake.entries import Entry, Intake
from generator.messages import cell_address, finding
from generator.model import Finding, Row

_ROUND = re.compile(r"[1-9]\d+00", re.ASCII)
"""Finds amounts of a thousand and more that end in two noughts."""
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
    clashes = set(changes.amended if mode == "append" else ())
    found = [
        _say(dataset, intake, e, dataset.key, "重复-04") for e in entries if e.values[dataset.key] in clashes
    ]
    return Plan(changes, tuple(rows), (*found, *_large(dataset, intake, entries, changes)))


def _whole(dataset: Dataset, entry: Entry, before: Mapping[str, str]) -> Entry:
    """Fill in the columns that the table did not have with what is committed."""
    return Entry(entry.number, {n: entry.values.get(n, before.get(n, "")) for n in dataset.header})


def _large(dataset: Dataset, intake: Intake, entries: Sequence[Entry], changes: Changes) -> Iterator[Finding]:
    """Doubt new amounts that are round and large: they may have been filled in in yuan, not in ten thousands of it."""
    fresh, cells = set(changes.added), {(item.key, item.column) for item in changes.cells}
    amounts = [field.name for field in dataset.fields if field.role == "amount"]
    for entry, name in product(entries, amounts):
        key, text = entry.values[dataset.key], entry.values[name]
        if (key in fresh or (key, name) in cells) and _ROUND.fullmatch(text) and name in intake.places:
            less = format(Decimal(text) / 10_000, "f").rstrip("0").rstrip(".")
            yield _say(dataset, intake, entry, name, "金额-01", less=less)


def _say(dataset: Dataset, intake: Intake, entry: Entry, name: str, rule: str, *, less: str = "") -> Finding:
    return finding(
        rule,
        intake.file,
        row=entry.number,
        column=name,
        cell=cell_address(intake.places[name], entry.number),
        key=entry.values[dataset.key],
        value=entry.values[name],
        less=less,
    )
