"""Declared checks that compare a row with rows of other lists."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from generator.check.declared.context import Context, number, plain
from generator.conditions import counting, holds, written
from generator.described import Agree, Counted, Dataset, Exclusive, Follows, Within
from generator.model import Finding, Row
from generator.standing import Span, public_span


def within(context: Context, said: Within) -> Iterator[Finding]:
    """Yield the numbers outside the two bounds in the row that theirs names."""
    title = context.joins.catalogue.dataset(said.list).title
    for row in context.rows:
        other = context.joins.row(said.list, said.to, row.values.get(said.by, ""))
        mine = number(row, said.field)
        low, high = (number(other, name) if other else None for name in (said.low, said.high))
        if mine is None or low is None or high is None:
            continue
        amount = mine * Decimal(str(said.times))
        if not low <= amount <= high:
            scaled = f"（折合 {plain(amount)}）" if amount != mine else ""
            facts = {"list": title, "name": row.values[said.by], "low": plain(low), "high": plain(high)}
            yield context.sheet.say(row, said.field, "裁量-01", scaled=scaled, **facts)


def agree(context: Context, said: Agree) -> Iterator[Finding]:
    """Yield the cells that differ from the cell of the row that theirs names."""
    title = context.joins.catalogue.dataset(said.list).title
    for row in context.rows:
        other = context.joins.row(said.list, said.to, row.values.get(said.by, ""))
        if other and other.values.get(said.theirs, "") != row.values.get(said.field, ""):
            facts = {"list": title, "name": row.values[said.by], "theirs": said.theirs}
            yield context.sheet.say(row, said.field, "引用-02", other=other.values[said.theirs], **facts)


def counted(context: Context, said: Counted) -> Iterator[Finding]:
    """Yield the figures that are not what the rows of the list they name add up to."""
    for row in context.rows:
        wanted = number(row, said.field)
        if row.values.get(said.where) and not row.values.get(said.list):
            yield context.sheet.say(row, said.list, "必填-03", why=f"「{said.where}」填了，")
        other = context.joins.chosen(context.sheet.dataset, said.list, row)
        if wanted is None or other is None or other.id in context.joins.broken:
            continue
        yield from _added(context, said, row, wanted, other)


def _added(context: Context, said: Counted, row: Row, wanted: Decimal, other: Dataset) -> Iterator[Finding]:
    try:
        condition = written(row.values.get(said.where, ""))
        found = total(other, context.joins.rows(other.id), condition, row.values.get(said.sum, ""))
    except (ValueError, KeyError):
        yield context.sheet.say(row, said.where, "数量-04", list=other.title)
        return
    if found != wanted:
        yield context.sheet.say(row, said.field, "数量-02", list=other.title, found=plain(found))


def total(dataset: Dataset, rows: tuple[Row, ...], condition: dict[str, str], column: str) -> Decimal:
    """Count the rows that meet a condition, or add up a column of them.

    Raises: KeyError when the list has no such column.
    """
    belongs = counting(dataset, condition)
    chosen = [row for row in rows if belongs(row.values)]
    if not column:
        return Decimal(len(chosen))
    dataset.field(column)
    return sum((number(row, column) or Decimal(0) for row in chosen), Decimal(0))


def exclusive(context: Context, said: Exclusive) -> Iterator[Finding]:
    """Yield the organisations that this list and another would show on one day."""
    catalogue = context.joins.catalogue
    other = catalogue.dataset(said.list)
    spans: dict[str, list[tuple[Span, Row]]] = {}
    for row in context.joins.rows(said.list):
        span = public_span(catalogue, other, row.values)
        if span:
            spans.setdefault(row.values.get(other.column_of("subject_code"), ""), []).append((span, row))
    mine = context.sheet.dataset
    for row in context.rows:
        span, code = public_span(catalogue, mine, row.values), context.sheet.text(row, "subject_code")
        for theirs, their_row in spans.get(code, ()) if span and code else ():
            if span and span.overlaps(theirs):
                facts = {"list": other.title, "name": their_row.values[other.key]}
                yield context.sheet.say(row, mine.column_of("subject_code"), "名单-01", **facts)


def follows(context: Context, said: Follows) -> Iterator[Finding]:
    """Yield the rows whose effect on the row they name has not been entered there."""
    catalogue, dataset = context.joins.catalogue, context.sheet.dataset
    for row in context.rows:
        other = context.joins.chosen(dataset, said.chosen_by, row)
        if other and other.id in context.joins.broken:
            continue
        their_row = other and context.joins.row(other.id, other.key, row.values.get(said.by, ""))
        if not other or not their_row or not holds(dataset, row.values, said.when):
            continue
        facts = {"list": other.title, "name": row.values[said.by]}
        if catalogue.token(other, "state", their_row.values) not in said.states:
            states = "或者".join(_state(context, other, token) for token in said.states)
            yield context.sheet.say(row, said.by, "状态-08", states=states, **facts)
        elif their_row.values.get(other.column_of("taken_down"), "") != row.values.get(said.day, ""):
            yield context.sheet.say(
                row, said.day, "状态-09", day=their_row.values[other.column_of("taken_down")], **facts
            )


def _state(context: Context, dataset: Dataset, token: str) -> str:
    codes = dataset.field(dataset.column_of("state")).codes
    return f"“{context.joins.catalogue.label(codes, token)}”"
