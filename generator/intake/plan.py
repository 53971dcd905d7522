"""Work out what an import would change: which rows come, which go, which cells become what."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import product
from typing import Any, Literal

from generator.changes import Changes, Rows, compared, keyed
from generator.described import Dataset
from generator.intake.entries import Entry, Intake
from generator.messages import cell_address, finding
from generator.model import Finding, Row

_ROUND = re.compile(r"[1-9]\d+00", re.ASCII)
"""Finds amounts of a thousand and more that end in two noughts."""
_SAME = 0.5
"""When more than so large a part of a row is as it went out, it is still the same row."""
Mode = Literal["replace", "append", "update"]
"""The table takes the place of the list; only adds to it; adds and amends and removes nothing."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Hold what would change; ``rows`` is the list afterwards, each row with its number in the file brought, or 0.

    ``renumbered`` are the old and new keys of rows that came back with another; ``changes`` knows nothing of it.
    """

    changes: Changes = field(default_factory=Changes)
    rows: tuple[Entry, ...] = ()
    findings: tuple[Finding, ...] = ()
    renumbered: tuple[tuple[str, str], ...] = ()

    @property
    def apart(self) -> Changes:
        """Return what changes besides the rows that only got another key."""
        gone, come = ({pair[side] for pair in self.renumbered} for side in (0, 1))
        return Changes(
            added=tuple(key for key in self.changes.added if key not in come),
            removed=tuple(key for key in self.changes.removed if key not in gone),
            cells=tuple(cell for cell in self.changes.cells if cell.key not in come),
        )


def planned(
    dataset: Dataset, committed: Sequence[Row], intake: Intake, mode: Mode, renumber: int = 0
) -> Plan:
    """Return the plan of an import; so many rows may be given another key, and only when the whole list is brought.

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
    moved = _renumbered(dataset, before, entries)
    allowed = mode == "replace" and len(moved) <= renumber
    found += [_moved(dataset, intake, entry, len(moved), allowed=allowed) for entry in moved]
    pairs = tuple((entry.was, entry.values[dataset.key]) for entry in moved)
    return Plan(changes, tuple(rows), (*found, *_large(dataset, intake, entries, changes)), pairs)


def _renumbered(dataset: Dataset, before: Rows, entries: Sequence[Entry]) -> list[Entry]:
    """Return the rows that came back with another key, known by the one they were given out with.

    A row that was copied to make a new one brings the old key along, but then the old row still has it too. Rows
    that were sorted apart from the hidden keys, or written over as a whole, are not alike what went out.
    """
    kept = {entry.was for entry in entries if entry.was == entry.values[dataset.key]}
    moved: dict[str, Entry] = {}
    for entry in entries:
        key, was = entry.values[dataset.key], before.get(entry.was)
        if key and was and key != entry.was and entry.was not in kept:
            other = _alike(dataset, entry.values, before[key]) if key in before else _SAME
            if _alike(dataset, entry.values, was) > other:
                moved.setdefault(entry.was, entry)
    return list(moved.values())


def _alike(dataset: Dataset, one: Mapping[str, str], other: Mapping[str, str]) -> float:
    """Return how large a part of the filled cells of two rows are the same, the key left out."""
    names = [n for n in dataset.header if n != dataset.key and (one.get(n) or other.get(n))]
    return sum(one.get(n) == other.get(n) for n in names) / max(len(names), 1)


def _moved(dataset: Dataset, intake: Intake, entry: Entry, count: int, *, allowed: bool) -> Finding:
    told = _say(dataset, intake, entry, dataset.key, "编号-01", old=entry.was, count=count)
    return replace(told, severity="notice") if allowed else told


def _whole(dataset: Dataset, entry: Entry, before: Mapping[str, str]) -> Entry:
    """Fill in the columns that the table did not have with what is committed."""
    return replace(entry, values={n: entry.values.get(n, before.get(n, "")) for n in dataset.header})


def _large(dataset: Dataset, intake: Intake, entries: Sequence[Entry], changes: Changes) -> Iterator[Finding]:
    """Doubt new amounts that are round and large: they may have been filled in in yuan, not in ten thousands of it."""
    fresh, cells = set(changes.added), {(item.key, item.column) for item in changes.cells}
    amounts = [field.name for field in dataset.fields if field.role == "amount"]
    for entry, name in product(entries, amounts):
        key, text = entry.values[dataset.key], entry.values[name]
        if (key in fresh or (key, name) in cells) and _ROUND.fullmatch(text) and name in intake.places:
            less = format(Decimal(text) / 10_000, "f").rstrip("0").rstrip(".")
            yield _say(dataset, intake, entry, name, "金额-01", less=less)


def _say(dataset: Dataset, intake: Intake, entry: Entry, name: str, rule: str, **facts: Any) -> Finding:
    return finding(
        rule,
        intake.file,
        row=entry.number,
        column=name,
        cell=cell_address(intake.places[name], entry.number),
        key=entry.values[dataset.key],
        value=entry.values[name],
        **facts,
    )
