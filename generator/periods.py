"""Legal periods: how long a record stays public, when it must be public, and working days.

Source: counting from the next day and ending on the corresponding day — 民法典第二百零一、二百零二条; days of
two to seven in penalties are working days — 行政处罚法第八十五条.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from generator.model import Rule

Workdays = Mapping[date, bool]


@dataclass(frozen=True, slots=True)
class Deadline:
    """Hold a computed day, the rule behind it, and whether the calendar of that year is still unknown."""

    day: date
    rule: Rule
    provisional: bool = False


def months_later(start: date, months: int) -> date:
    """Return the corresponding day some months later, or the month's last day when there is none."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def is_workday(day: date, workdays: Workdays) -> bool:
    """Tell whether a day is a working day by the State Council's notice, else by Monday to Friday."""
    return workdays.get(day, day.weekday() < 5)


def workdays_later(start: date, amount: int, workdays: Workdays) -> tuple[date, bool]:
    """Return the day that many working days later, and whether a year without a notice was crossed."""
    day, crossed = start, set[int]()
    while amount > 0:
        day += timedelta(days=1)
        crossed.add(day.year)
        amount -= is_workday(day, workdays)
    return day, not all(any(known.year == year for known in workdays) for year in crossed)


def workdays_between(start: date, end: date, workdays: Workdays) -> int:
    """Count the working days after ``start`` up to and including ``end``."""
    span = (end - start).days
    return sum(is_workday(start + timedelta(days=n), workdays) for n in range(1, span + 1))


def later(start: date, rule: Rule, workdays: Workdays) -> Deadline:
    """Apply one rule to its starting day; the starting day itself is not counted."""
    if rule.unit == "workday":
        day, provisional = workdays_later(start, rule.amount, workdays)
        return Deadline(day, rule, provisional)
    if rule.unit == "day":
        return Deadline(start + timedelta(days=rule.amount), rule)
    if (
        rule.unit == "term"
    ):  # five years from the first to the last day that counts: the day before the same date
        return Deadline(months_later(start, rule.amount * 12) - timedelta(days=1), rule)
    return Deadline(months_later(start, rule.amount * (12 if rule.unit == "year" else 1)), rule)


def applicable(
    rules: Iterable[Rule], families: Iterable[str], tokens: Mapping[str, str], anchors: Mapping[str, date]
) -> tuple[Rule, ...]:
    """Choose the rules of some families whose condition holds and which were in force on the starting day.

    Shape: ``tokens`` maps roles to code tokens, ``anchors`` maps roles to days.
    """
    wanted = set(families)
    return tuple(
        rule
        for rule in rules
        if rule.family in wanted
        and rule.anchor in anchors
        and _in_force(rule, anchors[rule.anchor])
        and all(tokens.get(role) == token for role, token in rule.condition.items())
    )


def _in_force(rule: Rule, day: date) -> bool:
    starts = rule.effective_from is None or rule.effective_from <= day
    return starts and (rule.effective_to is None or day <= rule.effective_to)


def last_public_day(
    rules: Iterable[Rule], anchors: Mapping[str, date], workdays: Workdays
) -> Deadline | None:
    """Return the earliest end among the rules of kind ``max``: the last day on which a record is public."""
    return _earliest(rules, "max", anchors, workdays)


def publish_by(rules: Iterable[Rule], anchors: Mapping[str, date], workdays: Workdays) -> Deadline | None:
    """Return the day by which the record must be public."""
    return _earliest(rules, "due", anchors, workdays)


def latest_end(rules: Iterable[Rule], anchors: Mapping[str, date], workdays: Workdays) -> Deadline | None:
    """Return the day by which a step must have ended: the earliest end among kinds ``max`` and ``due``."""
    rules = tuple(rules)
    ends = (_earliest(rules, kind, anchors, workdays) for kind in ("max", "due"))
    return min((end for end in ends if end), key=lambda end: end.day, default=None)


def shortest_end(rules: Iterable[Rule], anchors: Mapping[str, date], workdays: Workdays) -> Deadline | None:
    """Return the end of the shortest period: from then credit may be repaired, or a step be over."""
    return _earliest(rules, "min", anchors, workdays)


def _earliest(
    rules: Iterable[Rule], kind: str, anchors: Mapping[str, date], workdays: Workdays
) -> Deadline | None:
    ends = [later(anchors[rule.anchor], rule, workdays) for rule in rules if rule.kind == kind]
    return min(ends, key=lambda end: end.day) if ends else None
