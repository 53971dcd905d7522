"""Judge the steps of a row against the times the law gives them. Doubts, not errors: a missed day stays missed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.check.sheet import Sheet
from generator.model import Finding, Row
from generator.steps import Step, length, steps


def judge(sheet: Sheet, rows: Sequence[Row]) -> Iterator[Finding]:
    """Yield the steps that were too short or too long, and the computed days that are written wrongly."""
    for row in rows if sheet.dataset.clocks else ():
        for step in steps(sheet.catalogue, sheet.dataset, row.values):
            yield from _lasted(sheet, row, step)
            yield from _written(sheet, row, step)


def _lasted(sheet: Sheet, row: Row, step: Step) -> Iterator[Finding]:
    clock, end = step.clock, step.end
    if end is None:
        return
    facts = {"name": clock.name, "start": step.start, "end": end}
    if step.least and end < step.least.day:
        yield sheet.say(row, clock.end, "期限-05", amount=length(step.least.rule), **facts)
    elif step.rule and step.limit and end > step.limit:
        yield sheet.say(row, clock.end, "期限-06", amount=length(step.rule), limit=step.limit, **facts)


def _written(sheet: Sheet, row: Row, step: Step) -> Iterator[Finding]:
    said = row.values.get(step.clock.field, "")
    if said and step.limit and said != step.limit.isoformat():
        yield sheet.say(row, step.clock.field, "期限-07", name=step.clock.name, computed=step.limit)
