"""Steps with a legal time: when they began and ended, and by when the law wants it."""

from __future__ import annotations

from datetime import date

import pytest
from check_fixtures import described, field
from declared_fixtures import Declared

from generator.described import Clock, Dataset
from generator.model import Rule
from generator.steps import length, steps

FIELDS = [
    field("编号", "key"),
    *(field(name, "date", type="date") for name in ("起", "止", "限")),
    field("年度", type="year"),
    field("完成", type="boolean"),
    field("程度", "level", codes="level"),
]


def rule(rule_id, family, amount, unit, kind, **more):
    condition, since = more.get("condition", {}), more.get("since")
    return Rule(rule_id, family, condition, "from", amount, unit, kind, since, None, "依据", "✔")


RULES = (
    rule("MIN", "review", 5, "workday", "min"),
    rule("MAX", "review", 15, "workday", "max"),
    rule("OLD", "notice", 3, "day", "max"),
    rule("NEW", "notice", 2, "day", "due", since=date(2026, 1, 1)),
    rule("SERIOUS", "notice", 1, "day", "max", condition={"level": "serious"}),
    rule("REPORT", "report", 3, "month", "due"),
    rule("TERM", "term", 5, "term", "max"),
)


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory):
    found = Declared(tmp_path_factory.mktemp("steps")).load()[0]
    return type(found)(found.site, (), found.codes, RULES, found.workdays, {})


def step(catalogue, clock, **cells):
    """Return the one step of a row."""
    dataset = Dataset.model_validate({"id": "list"} | described("清单", FIELDS, clocks=[clock]))
    (found,) = steps(catalogue, dataset, dict.fromkeys(dataset.header, "") | cells)
    return found


CLOCK = {"name": "审核", "from": "起", "to": "止"}


def test_a_step_knows_its_earliest_and_its_latest_end(catalogue):
    found = step(catalogue, CLOCK | {"rules": "review"}, 起="2026-03-02", 止="2026-03-10")
    assert (found.start, found.end) == (date(2026, 3, 2), date(2026, 3, 10))
    assert (found.least.day, found.least.rule.rule_id) == (date(2026, 3, 9), "MIN")
    assert (found.limit, found.rule.rule_id) == (date(2026, 3, 23), "MAX")
    assert (found.open, found.provisional) == (False, False)


def test_a_step_into_a_year_without_a_notice_is_provisional(catalogue):
    found = step(catalogue, CLOCK | {"rules": "review"}, 起="2026-12-21")
    assert (found.limit, found.provisional) == (date(2027, 1, 11), True)
    assert (found.least.day, found.least.provisional) == (date(2026, 12, 28), False)


@pytest.mark.parametrize(
    ("start", "level", "limit", "by"),
    [
        ("2025-12-31", "", "2026-01-03", "OLD"),
        ("2026-01-01", "", "2026-01-03", "NEW"),
        ("2026-01-01", "一般", "2026-01-03", "NEW"),
        ("2026-01-01", "严重", "2026-01-02", "SERIOUS"),
    ],
)
def test_the_earliest_limit_in_force_on_the_first_day_holds(catalogue, start, level, limit, by):
    found = step(catalogue, CLOCK | {"rules": "notice"}, 起=start, 程度=level)
    assert (f"{found.limit}", found.rule.rule_id, found.least) == (limit, by, None)


def test_a_year_begins_a_step_on_its_last_day(catalogue):
    found = step(catalogue, {"name": "年报", "from": "年度", "rules": "report"}, 年度="2025")
    assert (found.start, found.limit) == (date(2025, 12, 31), date(2026, 3, 31))


def test_a_term_ends_a_day_before_its_years_are_full(catalogue):
    found = step(catalogue, {"name": "有效期", "from": "起", "rules": "term"}, 起="2025-08-21")
    assert found.limit == date(2030, 8, 20)


def test_a_limit_may_stand_in_the_row_and_a_rule_wins_over_it(catalogue):
    written = step(catalogue, {"name": "到期", "by": "限"}, 限="2026-05-06")
    assert (written.limit, written.rule, written.provisional) == (date(2026, 5, 6), None, False)
    both = CLOCK | {"by": "限", "rules": "notice"}
    assert step(catalogue, both, 起="2026-03-02", 限="2026-05-06").limit == date(2026, 3, 4)
    assert step(catalogue, both, 限="2026-05-06").limit == date(2026, 5, 6)


def test_a_step_that_has_not_begun_has_no_limit(catalogue):
    found = step(catalogue, CLOCK | {"rules": "review"}, 止="2026-03-10")
    assert (found.start, found.least, found.limit, found.rule) == (None, None, None, None)


@pytest.mark.parametrize(
    ("cells", "is_open"),
    [
        ({"完成": "否"}, True),
        ({"完成": "是"}, False),
        ({}, False),
        ({"完成": "否", "止": "2026-03-10"}, False),
        ({"完成": "否", "止": "不详"}, True),
    ],
)
def test_a_step_is_open_without_an_end_while_the_row_says_so(catalogue, cells, is_open):
    assert step(catalogue, CLOCK | {"rules": "review", "open": {"完成": "否"}}, **cells).open is is_open


def test_without_a_condition_a_step_is_open_until_it_ends(catalogue):
    assert step(catalogue, CLOCK | {"rules": "review"}).open is True
    assert step(catalogue, CLOCK | {"rules": "review"}, 止="2026-03-10").open is False


def test_steps_come_in_the_order_of_their_clocks(catalogue):
    names = ["丙", "甲", "乙"]
    clocks = [Clock.model_validate({"name": name, "by": "限"}) for name in names]
    dataset = Dataset.model_validate({"id": "list"} | described("清单", FIELDS)).model_copy(
        update={"clocks": tuple(clocks)}
    )
    row = dict.fromkeys(dataset.header, "")
    assert [item.clock.name for item in steps(catalogue, dataset, row)] == names


WORDS = {
    "workday": "5个工作日",
    "day": "5日",
    "month": "5个月",
    "year": "5年",
    "term": "5年（到期日为满年的前一日）",
}


@pytest.mark.parametrize(("unit", "said"), WORDS.items())
def test_a_length_is_said_in_words(unit, said):
    assert length(rule("R", "f", 5, unit, "max")) == said
