"""Judge what names a row of another list: whether that row is there."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from difflib import get_close_matches

from generator.check.joins import Joins
from generator.check.sheet import Sheet
from generator.described import Dataset, Reference
from generator.model import Finding, Row
from generator.roles import parts


def judge(sheet: Sheet, rows: Sequence[Row], joins: Joins) -> Iterator[Finding]:
    """Yield the values that name nothing; a list that could not be read is not held against them."""
    for reference in sheet.dataset.references:
        for row in rows:
            text = row.values.get(reference.field, "")
            if text and reference.chosen_by and not row.values.get(reference.chosen_by):
                yield sheet.say(row, reference.chosen_by, "必填-03", why=f"「{reference.field}」填了，")
            target = _target(sheet.dataset, reference, row, joins) if text else None
            if target and target.id not in joins.broken:
                yield from _dangling(sheet, row, reference, target, joins)


def _target(dataset: Dataset, reference: Reference, row: Row, joins: Joins) -> Dataset | None:
    if reference.chosen_by:
        return joins.chosen(dataset, reference.chosen_by, row)
    return joins.catalogue.dataset(reference.list)


def _dangling(
    sheet: Sheet, row: Row, reference: Reference, target: Dataset, joins: Joins
) -> Iterator[Finding]:
    to = reference.to or target.key
    known: Mapping[str, Row] = joins.known(target.id, to)
    for part in parts(sheet.dataset.field(reference.field), row.values[reference.field]):
        if part not in known:
            facts = {"value": part, "list": target.title, "to": to, "guess": _guess(part, known)}
            yield sheet.say(row, reference.field, "引用-01", **facts)
            return


def _guess(text: str, known: Collection[str]) -> str:
    close = get_close_matches(text, known, n=1, cutoff=0.6) if len(known) <= 5000 else []
    return f"您要填的可能是“{close[0]}”。" if close else ""
