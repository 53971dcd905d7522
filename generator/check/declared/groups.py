"""Declared checks that look at the rows of a list together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from generator.check.declared.context import Context, number, plain
from generator.conditions import held, holds
from generator.described import Bands, Cap
from generator.model import Finding, Row
from generator.standing import day_in

Band = tuple[Decimal, Decimal, Row]
"""A band's low end, its high end, and its row."""
_MONTHS = {"year": 12, "half_year": 6, "quarter": 3, "month": 1}
"""Periods of a cap, by the token of its code list."""


def caps(context: Context, said: Cap) -> Iterator[Finding]:
    """Yield each row that is one more than its group may have in its period."""
    seen: dict[tuple[str, ...], int] = {}
    for row in sorted(context.rows, key=lambda row: (row.values.get(said.day, ""), row.number)):
        if holds(context.sheet.dataset, row.values, said.only) and all(
            row.values.get(name) for name in said.per
        ):
            for name in sorted(held(context.sheet.dataset, said.by, row.values)):
                yield from _counted(context, said, row, name, seen)


def _counted(
    context: Context, said: Cap, row: Row, name: str, seen: dict[tuple[str, ...], int]
) -> Iterator[Finding]:
    rule = context.joins.row(said.list, said.to, name)
    limit, on = number(rule, said.times) if rule else None, day_in(row.values, said.day)
    if rule is None or limit is None or on is None:
        return
    other = context.joins.catalogue.dataset(said.list)
    months = _MONTHS.get(context.joins.catalogue.token_in(other, said.period, rule.values), 12)
    place = (*(row.values[column] for column in said.per), name, f"{on.year}-{(on.month - 1) // months}")
    seen[place] = seen.get(place, 0) + 1
    if seen[place] > limit:
        facts = {"count": seen[place], "cap": plain(limit), "list": other.title, "name": name}
        yield context.sheet.say(row, said.by, "数量-03", period=rule.values[said.period], **facts)


def bands(context: Context, said: Bands) -> Iterator[Finding]:
    """Yield the bands that leave a gap, overlap, or do not fill the range that the law gives."""
    groups: dict[tuple[str, ...], list[Band]] = {}
    for row in context.rows:
        low, high = number(row, said.low), number(row, said.high)
        if low is not None and high is not None:
            group = tuple(row.values.get(name, "") for name in said.group)
            groups.setdefault(group, []).append((low, high, row))
    for found in groups.values():
        yield from _ladder(context, said, sorted(found, key=lambda band: band[:2]))


def _ladder(context: Context, said: Bands, found: Sequence[Band]) -> Iterator[Finding]:
    for (_, end, _), (start, _, row) in pairwise(found):
        if end != start:
            fault = "中间有空档" if end < start else "互相重叠"
            yield context.sheet.say(row, said.low, "裁量-02", other=plain(end), fault=fault)
    (lowest, _, first), (_, highest, last) = found[0], found[-1]
    ends = ((lowest, first, said.low, said.floor), (highest, last, said.high, said.ceiling))
    for reached, row, column, limit in ends:
        bound = number(row, limit)
        if bound is not None and reached != bound:
            yield context.sheet.say(row, column, "裁量-03", limit=limit, bound=plain(bound))
