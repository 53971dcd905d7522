"""Explain a header that is not the one described: which column is missing, renamed, or out of place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

from generator.messages import cell_address, finding
from generator.model import Finding

_ALIKE = 0.5


def explain(file: str, labels: Sequence[str], wanted: Sequence[str]) -> Iterator[Finding]:
    """Yield in words what sets a header apart from the one described."""
    for place, label in enumerate(labels):
        cell = cell_address(place, 1)
        if not label:
            yield finding("表头-06", file, row=1, cell=cell)
        elif label in labels[:place]:
            yield finding("表头-05", file, row=1, cell=cell, found=label)
    renamed = pairs(labels, wanted)
    yield from _strangers(file, labels, wanted, renamed)
    yield from _order(file, labels, wanted)


def pairs(labels: Sequence[str], wanted: Sequence[str]) -> Mapping[str, str]:
    """Return, for each strange label that seems to be a missing column under another name, that column."""
    missing = [name for name in wanted if name not in labels]
    found: dict[str, str] = {}
    for place, label in enumerate(labels):
        if label and label not in wanted and label not in found:
            there = wanted[place] if place < len(wanted) and len(labels) == len(wanted) else ""
            guess = there if there in missing else _closest(label, missing)
            if guess:
                found[label] = guess
                missing.remove(guess)
    return found


def _closest(label: str, names: Sequence[str]) -> str:
    rated = [(SequenceMatcher(None, label.strip(), name).ratio(), name) for name in names]
    best = max(rated, default=(0.0, ""))
    return best[1] if best[0] >= _ALIKE else ""


def _strangers(
    file: str, labels: Sequence[str], wanted: Sequence[str], renamed: Mapping[str, str]
) -> Iterator[Finding]:
    for name in wanted:
        if name not in labels and name not in renamed.values():
            yield finding("表头-02", file, row=1, wanted=name)
    for label in dict.fromkeys(label for label in labels if label and label not in wanted):
        cell = cell_address(list(labels).index(label), 1)
        if label in renamed:
            yield finding("表头-01", file, row=1, cell=cell, wanted=renamed[label], found=label)
        else:
            yield finding("表头-03", file, row=1, cell=cell, found=label)


def _order(file: str, labels: Sequence[str], wanted: Sequence[str]) -> Iterator[Finding]:
    known = list(dict.fromkeys(label for label in labels if label in wanted))
    proper = [name for name in wanted if name in known]
    for have, want in zip(known, proper, strict=True):
        if have != want:
            cell = cell_address(list(labels).index(have), 1)
            yield finding("表头-04", file, row=1, cell=cell, wanted=want, found=have)
            return


def aligned(schema: Mapping[str, Any], labels: Sequence[str]) -> dict[str, Any]:
    """Return the schema in the order of a wrong header, so that the rows beneath it can still be judged."""
    fields = {item["name"]: item for item in schema["fields"]}
    renamed = pairs(labels, list(fields))
    placed: dict[str, Any] = {}
    for place, label in enumerate(labels):
        known = fields.get(renamed.get(label, label), {"type": "string"})
        name = label if label and label not in placed else f"{label}#{place}"
        placed[name] = {**known, "name": name}
    keys = [label for label in placed if renamed.get(label, label) in schema["primaryKey"]]
    kept = {name: value for name, value in schema.items() if name != "primaryKey"}
    return {**kept, "fields": list(placed.values()), **({"primaryKey": keys} if keys else {})}
