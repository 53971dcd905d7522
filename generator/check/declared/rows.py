"""Declared checks that look at one row at a time."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal, localcontext

from generator.check.declared.context import LARGEST, Context, number, plain
from generator.conditions import held, holds
from generator.described import Condition, Order, Ratio, Requires, Validity
from generator.model import Finding, Row
from generator.standing import computed_state


def requires(context: Context, said: Requires) -> Iterator[Finding]:
    """Yield the cells that are blank, filled, or of another value than the rest of their row demands."""
    for row in context.rows:
        if _applies(context, row, said):
            yield from _demanded(context, row, said)


def _applies(context: Context, row: Row, said: Requires) -> bool:
    dataset = context.sheet.dataset
    excused = bool(said.unless) and holds(dataset, row.values, said.unless)
    return not excused and holds(dataset, row.values, said.when)


def _demanded(context: Context, row: Row, said: Requires) -> Iterator[Finding]:
    sheet, why = context.sheet, _reason(said)
    for column in said.filled:
        if not row.values.get(column):
            yield sheet.say(row, column, "必填-03", why=why)
    for column in said.blank:
        if row.values.get(column):
            yield sheet.say(row, column, "必填-04", why=why)
    for column, wanted in said.values.items():
        if not held(sheet.dataset, column, row.values).intersection(_options(wanted)):
            yield sheet.say(row, column, "选项-06", why=why, wanted="、".join(_options(wanted)))


def _options(wanted: str | tuple[str, ...]) -> tuple[str, ...]:
    return (wanted,) if isinstance(wanted, str) else wanted


def _reason(said: Requires) -> str:
    told = [*_told(said.when, "是"), *_told(said.unless, "不是")]
    return f"{'，'.join(told)}，" if told else ""


def _told(condition: Condition, verb: str) -> Iterator[str]:
    for column, wanted in condition.items():
        yield f"「{column}」{verb}“{'”或者“'.join(_options(wanted))}”"


def order(context: Context, said: Order) -> Iterator[Finding]:
    """Yield the numbers that are above the one that bounds them."""
    for row in context.rows:
        low, high = number(row, said.low), number(row, said.high)
        if low is not None and high is not None and low > high:
            yield context.sheet.say(row, said.low, "数字-06", high=said.high, limit=plain(high))


def ratios(context: Context, said: Ratio) -> Iterator[Finding]:
    """Yield the percentages that are not the part of the whole."""
    for row in context.rows:
        rate, part, whole = (number(row, name) for name in (said.field, said.part, said.whole))
        if rate is None or part is None or not whole:
            continue
        computed = _percent(part, whole, said.digits)
        if rate != computed:
            facts = {"part": said.part, "whole": said.whole, "computed": plain(computed)}
            yield context.sheet.say(row, said.field, "数字-07", **facts)


def _percent(part: Decimal, whole: Decimal, digits: int) -> Decimal:
    with localcontext(prec=4 * LARGEST):
        return (100 * part / whole).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def validity(context: Context, said: Validity) -> Iterator[Finding]:
    """Yield the states that no day bears out, or that the days of the row contradict."""
    for row in context.rows:
        state = row.values.get(said.state, "")
        if state in said.after and not any(row.values.get(name) for name in said.until):
            yield context.sheet.say(
                row, said.state, "状态-07", until="、".join(f"「{n}」" for n in said.until)
            )
        elif (computed := computed_state(said, row.values, context.now)) != state:
            yield context.sheet.say(row, said.state, "状态-06", computed=computed)
