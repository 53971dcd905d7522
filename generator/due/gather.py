"""Gather what has to be done by when: publish, withdraw, finish a step, renew. For the office, by key only.

Source: the rules in ``data/rules/period-rules.csv`` and the clocks that descriptions declare.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from generator import periods
from generator.described import Clock, Dataset
from generator.model import Catalogue, Row, Rule, Table
from generator.standing import GONE, anchors, day_of, rules_for, standing
from generator.steps import Step, steps

Kind = Literal["overdue", "due", "expiring", "late"]
PUBLISH, WITHDRAW, END = "公开", "撤回", "公示到期"
_WAITING = frozenset({"draft", "pending"})
"""States of rows that are still to be published."""


@dataclass(frozen=True, slots=True)
class Item:
    """Hold one thing to be done; ``late`` has been done, too late. A list's yearly duty has no row."""

    kind: Kind
    day: date
    name: str
    dataset: Dataset
    key: str = ""
    file: str = ""
    row: int = 0
    provisional: bool = False
    authority: str = ""
    verified: bool = True


def gather(catalogue: Catalogue, tables: Sequence[Table], as_of: date, within: int) -> tuple[Item, ...]:
    """Return everything overdue on a day, due or expiring within some days of it, and done late."""
    horizon = as_of + timedelta(days=within)
    found = (item for table in tables for item in _table(catalogue, table, as_of, horizon))
    return tuple(sorted(found, key=lambda item: (item.day, item.dataset.id, item.name, item.key)))


def _table(catalogue: Catalogue, table: Table, as_of: date, horizon: date) -> Iterator[Item]:
    dataset = table.dataset
    for row in table.rows:
        found = standing(catalogue, dataset, row.values, as_of)
        if found.state == "unlisted":
            continue
        yield from _publishing(catalogue, dataset, row, as_of, horizon, waiting=found.state in _WAITING)
        yield from _withdrawing(catalogue, dataset, row, as_of, horizon)
        if found.state not in GONE:
            ends = found.until and found.rule and found.rule.anchor != "revoked"
            if ends and found.until and as_of <= found.until <= horizon:
                yield _item("expiring", found.until, END, dataset, row, found.rule)
            for step in steps(catalogue, dataset, row.values):
                yield from _step(step, dataset, row, as_of, horizon)
    for clock in dataset.clocks:
        yield from _yearly(catalogue, table, clock, as_of, horizon)


def _publishing(
    catalogue: Catalogue, dataset: Dataset, row: Row, as_of: date, horizon: date, *, waiting: bool
) -> Iterator[Item]:
    days = anchors(dataset, row.values)
    rules = periods.applicable(catalogue.rules, dataset.publication.due, {}, days)
    deadline = periods.publish_by(rules, days, catalogue.workdays)
    published = day_of(dataset, "published", row.values)
    if not deadline:
        return
    if waiting and (kind := _open(deadline.day, as_of, horizon)):
        yield _item(kind, deadline.day, PUBLISH, dataset, row, deadline.rule, deadline.provisional)
    elif not waiting and published and published > deadline.day:
        yield _item("late", deadline.day, PUBLISH, dataset, row, deadline.rule, deadline.provisional)


def _open(day: date, as_of: date, horizon: date) -> Literal["overdue", "due"] | None:
    if day < as_of:
        return "overdue"
    return "due" if day <= horizon else None


def _withdrawing(
    catalogue: Catalogue, dataset: Dataset, row: Row, as_of: date, horizon: date
) -> Iterator[Item]:
    """Yield a decision that no longer stands and whose row does not yet say that it was taken down."""
    days = anchors(dataset, row.values)
    if "revoked" not in days or "taken_down" in days:
        return
    rules = [rule for rule in rules_for(catalogue, dataset, row.values) if rule.anchor == "revoked"]
    end = periods.latest_end(rules, days, catalogue.workdays)
    if end and (kind := _open(end.day, as_of, horizon)):
        yield _item(kind, end.day, WITHDRAW, dataset, row, end.rule, end.provisional)


def _step(step: Step, dataset: Dataset, row: Row, as_of: date, horizon: date) -> Iterator[Item]:
    if not step.limit:
        return
    if step.clock.expiry:
        if step.open and as_of <= step.limit <= horizon:
            yield _item("expiring", step.limit, step.clock.name, dataset, row, step.rule, step.provisional)
    elif step.open and (kind := _open(step.limit, as_of, horizon)):
        yield _item(kind, step.limit, step.clock.name, dataset, row, step.rule, step.provisional)
    elif step.end and step.end > step.limit:
        yield _item("late", step.limit, step.clock.name, dataset, row, step.rule, step.provisional)


def _yearly(catalogue: Catalogue, table: Table, clock: Clock, as_of: date, horizon: date) -> Iterator[Item]:
    """Yield the duty of a year of which a yearly list holds no row."""
    dataset = table.dataset
    if not clock.start or dataset.field(clock.start).type != "year":
        return
    there = {row.values.get(clock.start) for row in table.rows}
    for year in (as_of.year - 1, as_of.year):
        step = next(
            step for step in steps(catalogue, dataset, {clock.start: str(year)}) if step.clock is clock
        )
        kind = _open(step.limit, as_of, horizon) if step.limit else None
        if str(year) not in there and step.limit and kind:
            name = f"{clock.name}（{year}年度）"
            yield _item(kind, step.limit, name, dataset, None, step.rule, step.provisional)


def _item(
    kind: Kind,
    day: date,
    name: str,
    dataset: Dataset,
    row: Row | None,
    rule: Rule | None,
    provisional: bool = False,
) -> Item:
    return Item(
        kind=kind,
        day=day,
        name=name,
        dataset=dataset,
        key=row.values.get(dataset.key, "") if row else "",
        file=row.file if row else f"data/{dataset.id}",
        row=row.number if row else 0,
        provisional=provisional,
        authority=rule.authority if rule else "",
        verified=rule is None or rule.evidence == "✔",
    )


def overview(items: Sequence[Item]) -> Mapping[Kind, tuple[Item, ...]]:
    """Return the items by kind."""
    kinds: tuple[Kind, ...] = ("overdue", "due", "expiring", "late")
    return {kind: tuple(item for item in items if item.kind == kind) for kind in kinds}
