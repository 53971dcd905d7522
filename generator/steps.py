"""Steps with a legal time, as a list's clocks describe them: from which day, to which, by when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from generator import periods
from generator.conditions import holds
from generator.described import Clock, Dataset
from generator.model import Catalogue, Rule
from generator.periods import Deadline
from generator.standing import TOKEN_ROLES, day_in

ANCHOR = "from"
"""What period rules call the day on which a step begins."""
_UNITS = {
    "workday": "个工作日",
    "day": "日",
    "month": "个月",
    "year": "年",
    "term": "年（到期日为满年的前一日）",
}


@dataclass(frozen=True, slots=True)
class Step:
    """Hold one step of one row: when it began and ended, the earliest end and the latest that the law allows.

    ``limit`` is computed by ``rule``, or stands in the row itself when there is none.
    """

    clock: Clock
    start: date | None
    end: date | None
    least: Deadline | None
    limit: date | None
    rule: Rule | None
    provisional: bool
    open: bool


def steps(catalogue: Catalogue, dataset: Dataset, values: Mapping[str, str]) -> Iterator[Step]:
    """Yield the steps of a row, one a clock."""
    for clock in dataset.clocks:
        start, end, by = (day_in(values, name) for name in (clock.start, clock.end, clock.by))
        rules = _rules(catalogue, dataset, clock, values, start)
        days = {ANCHOR: start} if start else {}
        latest = periods.latest_end(rules, days, catalogue.workdays)
        yield Step(
            clock=clock,
            start=start,
            end=end,
            least=periods.shortest_end(rules, days, catalogue.workdays),
            limit=latest.day if latest else by,
            rule=latest.rule if latest else None,
            provisional=bool(latest and latest.provisional),
            open=end is None and holds(dataset, values, clock.open),
        )


def _rules(
    catalogue: Catalogue, dataset: Dataset, clock: Clock, values: Mapping[str, str], start: date | None
) -> tuple[Rule, ...]:
    if not start or not clock.rules:
        return ()
    tokens = {role: catalogue.token(dataset, role, values) for role in TOKEN_ROLES}
    return periods.applicable(catalogue.rules, (clock.rules,), tokens, {ANCHOR: start})


def length(rule: Rule) -> str:
    """Say how long a period is: ``5个工作日``."""
    return f"{rule.amount}{_UNITS[rule.unit]}"
