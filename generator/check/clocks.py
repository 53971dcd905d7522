"""Judge rows by the clocks of the law: some period applies, and the end that is written agrees with it.

Late publication is no fault of the data and cannot be mended in them: the quality page counts it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.check.sheet import Sheet
from generator.model import Finding, Row
from generator.standing import PUBLIC, anchors, day_of, rules_for, standing

_ENDING = frozenset({"max", "never"})


def judge(sheet: Sheet, rows: Iterable[Row]) -> Iterator[Finding]:
    """Yield the rows of a list that no period covers, or whose end is written wrongly."""
    for row in rows:
        yield from _ends(sheet, row)


def _ends(sheet: Sheet, row: Row) -> Iterator[Finding]:
    dataset = sheet.dataset
    if not dataset.publication.rules or (sheet.token(row, "state") or PUBLIC) != PUBLIC:
        return
    days = anchors(dataset, row.values)
    rules = rules_for(sheet.catalogue, dataset, row.values)
    if "decided" in days and not any(rule.kind in _ENDING for rule in rules):
        yield sheet.say(row, dataset.column_of("decided"), "期限-01")
        return
    said = day_of(dataset, "until", row.values)
    found = standing(sheet.catalogue, dataset, row.values, days.get("decided", said)) if said else None
    if found and found.until not in (None, said) and "revoked" not in days:
        yield sheet.say(row, dataset.column_of("until"), "期限-04", computed=f"{found.until}")
