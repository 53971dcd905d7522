"""Judge each row by what its columns mean. What it takes to judge a row is in the row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from generator.check import cells, people, states
from generator.check.shape import choice
from generator.check.sheet import Sheet
from generator.described import Dataset, Field
from generator.model import Catalogue, Finding, Row
from generator.roles import LABELS, ROLES, Form, Problem, form_of, parts


@dataclass(frozen=True)
class _Plan:
    """Hold what is worked out once for all the rows of a list."""

    sheet: Sheet
    regions: frozenset[str]
    forms: tuple[tuple[Field, Form], ...]
    coded: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def judge(dataset: Dataset, catalogue: Catalogue, rows: Iterable[Row]) -> Iterator[Finding]:
    """Yield what is wrong with the rows of one file, one by one; blank rows are the shape's business."""
    plan = _Plan(
        Sheet(dataset, catalogue),
        frozenset(catalogue.regions),
        tuple((item, form) for item in dataset.fields if (form := form_of(item))),
        {
            item.name: tuple(code.label for code in catalogue.codes.get(item.codes, ()))
            for item in dataset.fields
            if item.codes and item.many
        },
    )
    for row in rows:
        if any(row.values.values()):
            yield from _row(plan, row)


def leaks(dataset: Dataset, catalogue: Catalogue, rows: Iterable[Row]) -> Iterator[Finding]:
    """Yield the personal data in rows that cannot be judged otherwise."""
    sheet = Sheet(dataset, catalogue)
    return (item for row in rows for item in people.leaks(sheet, row))


def _row(plan: _Plan, row: Row) -> Iterator[Finding]:
    sheet = plan.sheet
    yield from cells.judge(sheet, row)
    yield from _forms(plan, row)
    yield from _choices(plan, row)
    yield from _chronology(sheet, row)
    yield from people.leaks(sheet, row)
    yield from people.parties(sheet, row)
    yield from states.judge(sheet, row)


def _forms(plan: _Plan, row: Row) -> Iterator[Finding]:
    for column, form in plan.forms:
        text = row.values.get(column.name, "")
        for part in parts(column, text) if text else ():
            problem = form(part) or _unknown_region(plan, column, part)
            if problem:
                yield plan.sheet.say(row, column.name, problem.rule, value=part, **problem.facts)
                break


def _unknown_region(plan: _Plan, column: Field, text: str) -> Problem | None:
    role = ROLES.get(column.role)
    if not role or not role.region or text[role.region] in plan.regions:
        return None
    return Problem("代码-10", {"region": text[role.region]})


def _choices(plan: _Plan, row: Row) -> Iterator[Finding]:
    """Yield the values of columns with several that are not among the options, or there twice."""
    for column, options in plan.coded.items():
        text = row.values.get(column, "")
        values = text.split(LABELS) if text else []
        strange = [value for value in values if value and value not in options]
        if strange:
            yield plan.sheet.say(row, column, "选项-01", value=strange[0], **choice(strange[0], options))
        elif len(set(values)) < len(values) or "" in values:
            yield plan.sheet.say(row, column, "选项-02")


def _chronology(sheet: Sheet, row: Row) -> Iterator[Finding]:
    for chain in sheet.dataset.chronology:
        days = [(name, text) for name in chain if _is_day(text := row.values.get(name, ""))]
        for (earlier, day), (later, text) in pairwise(days):
            if text < day:
                yield sheet.say(row, later, "日期-04", earlier=earlier, day=day)


def _is_day(text: str) -> bool:
    """Tell whether a text is a canonical, real day; any other is told of by itself."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
