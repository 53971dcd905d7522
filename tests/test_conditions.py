"""Conditions: what a description and a cell can ask of a row."""

from __future__ import annotations

import pytest
from check_fixtures import described, field

from generator.conditions import counting, held, holds, written
from generator.described import Dataset

LIST = Dataset.model_validate(
    {"id": "list"}
    | described(
        "清单",
        [
            field("编号", "key"),
            field("类别"),
            field("种类", many=True),
            field("日期", "date", type="date"),
            field("年度", type="year"),
        ],
    )
)
ROW = {"编号": "1", "类别": "甲", "种类": "警告|罚款", "日期": "2026-10-05", "年度": "2026"}
HOLDS = [
    ({}, True),
    ({"类别": "甲"}, True),
    ({"类别": "乙"}, False),
    ({"类别": ("乙", "甲")}, True),
    ({"类别": ()}, False),
    ({"种类": "罚款"}, True),
    ({"种类": "警告|罚款"}, False),
    ({"种类": ("没收", "警告")}, True),
    ({"种类": "罚"}, False),
    ({"类别": "甲", "种类": "没收"}, False),
    ({"日期": "2026"}, False),
    ({"类别": ""}, False),
]
COUNTS = [
    ({}, True),
    ({"日期": "2026"}, True),
    ({"日期": "2026-10"}, True),
    ({"日期": "2026-11"}, False),
    ({"日期": "10"}, False),
    ({"年度": "2026"}, True),
    ({"年度": "20"}, False),
    ({"种类": "警告"}, True),
    ({"种类": "没收"}, False),
    ({"日期": "2026", "类别": "乙"}, False),
]


@pytest.mark.parametrize(("condition", "met"), HOLDS)
def test_a_row_meets_a_condition_in_every_column(condition, met):
    assert holds(LIST, ROW, condition) is met


@pytest.mark.parametrize(("condition", "met"), COUNTS)
def test_a_row_counts_by_value_and_by_year_or_month(condition, met):
    assert counting(LIST, condition)(ROW) is met


def test_a_blank_cell_holds_one_blank_value():
    blank = dict.fromkeys(LIST.header, "")
    assert held(LIST, "种类", blank) == held(LIST, "类别", {}) == {""}
    assert held(LIST, "种类", ROW) == {"警告", "罚款"}
    assert holds(LIST, blank, {"类别": "", "种类": ""})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", {}),
        ("类别=甲", {"类别": "甲"}),
        ("类别=甲;日期=2026", {"类别": "甲", "日期": "2026"}),
        ("类别=甲;", {"类别": "甲"}),
        ("类别=", {"类别": ""}),
        ("类别=a=b", {"类别": "a=b"}),
    ],
)
def test_a_cell_can_hold_a_condition(text, said):
    assert written(text) == said


@pytest.mark.parametrize("text", ["类别", "类别=甲;日期", "类别：甲"])
def test_a_condition_without_an_equals_sign_is_refused(text):
    with pytest.raises(ValueError, match=text.split(";")[-1]):
        written(text)


def test_a_column_that_is_not_there_is_refused():
    with pytest.raises(KeyError):
        holds(LIST, ROW, {"没有": "甲"})
    with pytest.raises(KeyError):
        counting(LIST, {"没有": "甲"})(ROW)


def test_a_column_asked_for_twice_is_refused():
    with pytest.raises(ValueError, match="类别"):
        written("类别=甲;类别=乙")
