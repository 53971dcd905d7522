"""Legal periods: the golden dates of two independent calendars, month ends, ranges of validity."""

from __future__ import annotations

from datetime import date, timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import periods
from generator.model import Rule

GOLDEN = """\
2025-01-20 2025-01-23 2025-02-05 2025-02-21
2025-04-25 2025-04-29 2025-05-08 2025-05-27
2025-09-24 2025-09-28 2025-10-10 2025-10-28
2025-12-26 2025-12-31 2026-01-07 2026-01-26
2026-02-06 2026-02-11 2026-02-24 2026-03-12
2026-02-12 2026-02-24 2026-02-28 2026-03-18
2026-04-28 2026-05-06 2026-05-11 2026-05-28
2026-09-18 2026-09-22 2026-09-29 2026-10-22
2026-09-28 2026-10-08 2026-10-13 2026-10-30
2026-11-20 2026-11-25 2026-12-01 2026-12-18
"""
"""Starting day, then 3, 7 and 20 working days later."""


@pytest.fixture(scope="module")
def workdays(committed):
    return committed[0].workdays


@pytest.mark.parametrize("row", GOLDEN.splitlines())
def test_golden_working_days(workdays, row):
    start, *ends = (date.fromisoformat(text) for text in row.split())
    for amount, end in zip((3, 7, 20), ends, strict=True):
        assert periods.workdays_later(start, amount, workdays) == (end, False)
        assert periods.workdays_between(start, end, workdays) == amount


def test_calendar_agrees_with_an_independent_one(workdays):
    day = date(2019, 1, 1)
    while day <= date(2026, 12, 31):
        assert periods.is_workday(day, workdays) == chinese_calendar.is_workday(day), day
        day += timedelta(days=1)


def test_a_year_without_a_notice_is_provisional(workdays):
    assert periods.workdays_later(date(2026, 12, 28), 3, workdays) == (date(2026, 12, 31), False)
    assert periods.workdays_later(date(2026, 12, 28), 7, workdays)[1] is True
    assert periods.workdays_later(date(2026, 12, 28), 20, workdays)[1] is True


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2025-01-31", 1, "2025-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2026-10-20", 12, "2027-10-20"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2026-11-30", 3, "2027-02-28"),
        ("2025-12-31", 36, "2028-12-31"),
    ],
)
def test_corresponding_day_or_end_of_month(start, months, end):
    assert periods.months_later(date.fromisoformat(start), months) == date.fromisoformat(end)


def rule(kind="max", unit="year", amount=1, condition=None, since=None, until=None, anchor="decided"):
    return Rule("R", "f", condition or {}, anchor, amount, unit, kind, since, until, "依据", "✔")


def test_a_rule_applies_only_within_its_range_and_condition():
    old = rule(amount=3, until=date(2026, 3, 31))
    new = rule(amount=1, since=date(2026, 4, 1), condition={"level": "general"})
    for day, tokens, expected in (
        (date(2026, 3, 31), {"level": "general"}, (old,)),
        (date(2026, 4, 1), {"level": "general"}, (new,)),
        (date(2026, 4, 1), {"level": "serious"}, ()),
    ):
        assert periods.applicable((old, new), ("f",), tokens, {"decided": day}) == expected
    assert periods.applicable((old, new), ("other",), {}, {"decided": date(2026, 3, 1)}) == ()
    assert periods.applicable((old, new), ("f",), {}, {}) == ()


@given(st.dates(date(2019, 1, 1), date(2026, 6, 1)), st.integers(1, 60))
def test_working_days_count_back_to_themselves(start, amount):
    workdays = {date(2019, 1, 1): False, date(2026, 5, 1): False}
    end, _ = periods.workdays_later(start, amount, workdays)
    assert periods.workdays_between(start, end, workdays) == amount
    assert periods.is_workday(end, workdays)


def test_the_earliest_end_wins():
    days = {"decided": date(2026, 4, 1), "revoked": date(2026, 5, 6)}
    revoked = rule(kind="max", unit="workday", amount=3, anchor="revoked")
    end = periods.last_public_day((rule(), revoked), days, {date(2026, 1, 1): False})
    assert end is not None
    assert (end.day, end.rule) == (date(2026, 5, 11), revoked)
    assert periods.shortest_end((rule(),), days, {}) is None


@pytest.mark.parametrize(
    ("start", "end"),
    [("2020-01-19", "2025-01-18"), ("2025-08-21", "2030-08-20"), ("2020-02-01", "2025-01-31")],
)
def test_a_term_ends_on_the_day_before_its_years_are_full(start, end):
    found = periods.later(date.fromisoformat(start), rule(unit="term", amount=5), {})
    assert (found.day, found.provisional) == (date.fromisoformat(end), False)


def test_a_term_is_a_day_shorter_than_as_many_years():
    start = date(2025, 8, 21)
    years, term = (periods.later(start, rule(unit=unit, amount=5), {}).day for unit in ("year", "term"))
    assert years - term == timedelta(days=1)
