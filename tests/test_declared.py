"""Every kind of cross-check that a list can declare: met, it is silent; broken once, it speaks once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest
from check_fixtures import CLINIC
from declared_fixtures import LISTS, Declared, declared
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import check, load
from generator.check.declared import KINDS
from generator.described import Checks
from generator.model import Finding

__all__ = ["declared"]
Plant = Callable[[Declared], object]
P25, P26, BENCHMARK, MATTER, VISIT, PLAN, REVIEW, FIGURE, DOCUMENT, LISTED, HONOUR, REPAIR = (
    *("penalty/2025.csv", "penalty/2026.csv", "benchmark/benchmark.csv", "matter/matter.csv"),
    *("visit/visit.csv", "plan/plan.csv", "review/review.csv", "figure/figure.csv"),
    *("document/document.csv", "listed/listed.csv", "honour/honour.csv", "repair/repair.csv"),
)
OTHERS = frozenset(
    {"references", "references in", "references many", "unique", "chronology", "expect", "names"}
    | {"clocks min", "clocks max", "clocks field", "publication", "partition", "masks"}
)
"""The kinds that a description declares outside ``checks``, or that hold for every list."""


class Fault(NamedTuple):
    """Hold one planted fault, and the one finding that it must give; a ``!`` before the code: only a doubt."""

    kind: str
    plant: Plant
    rule: str
    file: str
    row: int
    column: str

    @property
    def found(self) -> list[tuple[str, str, str, int, str]]:
        """Return what must be found."""
        severity = "notice" if self.rule.startswith("!") else "error"
        return [(self.rule.lstrip("!"), severity, f"data/{self.file}", self.row, self.column)]


def cells(file: str, row: int, **texts: str) -> Plant:
    """Return a change of some cells of a row."""

    def plant(lists: Declared) -> None:
        for column, text in texts.items():
            lists.set(file, row, column, text)

    return plant


def at(kind: str, file: str, row: int, column: str, text: str, rule: str) -> Fault:
    """Return a fault that is found in the very cell in which it is planted."""
    return Fault(kind, cells(file, row, **{column: text}), rule, file, row, column)


FAULTS = (
    at("requires", P25, 2, "罚款", "", "必填-03"),
    at("requires", P26, 2, "罚款", "0", "必填-04"),
    Fault("requires", cells(P26, 2, 程度="严重"), "选项-06", P26, 2, "种类"),
    at("order", MATTER, 2, "承诺时限", "21", "数字-06"),
    at("within", P25, 2, "罚款", "0.09", "!裁量-01"),
    at("within", P25, 2, "罚款", "0.500001", "!裁量-01"),
    at("agree", P25, 2, "职权", "Q2", "引用-02"),
    at("agree", P25, 2, "职权", "", "引用-02"),
    Fault("caps", cells(VISIT, 3, 检查日="2026-06-30"), "!数量-03", VISIT, 3, "事项"),
    Fault("caps", cells(VISIT, 4, 检查日="2026-03-31"), "!数量-03", VISIT, 4, "事项"),
    Fault("caps", cells(VISIT, 5, 检查日="2026-02-28"), "!数量-03", VISIT, 5, "事项"),
    Fault("caps", cells(VISIT, 6, 类型="专项"), "!数量-03", VISIT, 6, "事项"),
    Fault("caps", cells(MATTER, 3, 周期="年"), "!数量-03", VISIT, 3, "事项"),
    at("bands", BENCHMARK, 3, "下限", "5001", "裁量-02"),
    at("bands", BENCHMARK, 3, "下限", "4999", "裁量-02"),
    at("bands", BENCHMARK, 2, "下限", "999", "裁量-03"),
    at("bands", BENCHMARK, 3, "上限", "9999", "裁量-03"),
    at("bands", BENCHMARK, 4, "上限", "50001", "裁量-03"),
    Fault("exclusive", cells(HONOUR, 2, 有效期至="2026-05-01"), "名单-01", HONOUR, 2, "代码"),
    Fault("exclusive", cells(LISTED, 2, 列入日="2026-04-30"), "名单-01", HONOUR, 2, "代码"),
    Fault("exclusive", cells(LISTED, 3, 停止日="2026-07-02"), "名单-01", HONOUR, 3, "代码"),
    Fault("exclusive", cells(LISTED, 4, 状态="公示中"), "名单-01", HONOUR, 4, "代码"),
    at("ratios", PLAN, 2, "完成率", "62.4", "数字-07"),
    at("ratios", PLAN, 4, "完成率", "6.2", "数字-07"),
    at("ratios", PLAN, 4, "完成率", "6.25", "数字-07"),
    at("counted", FIGURE, 2, "数值", "5", "数量-02"),
    Fault("counted", cells(VISIT, 7, 检查日="2026-02-04"), "数量-02", FIGURE, 2, "数值"),
    Fault("counted", cells(PLAN, 3, 任务数="1"), "数量-02", FIGURE, 3, "数值"),
    at("counted", FIGURE, 2, "条件", "结论", "数量-04"),
    at("counted", FIGURE, 2, "条件", "结果=合格", "数量-04"),
    Fault("counted", cells(FIGURE, 3, 列="任务"), "数量-04", FIGURE, 3, "条件"),
    Fault("validity", cells(DOCUMENT, 2, 失效日="2026-11-20"), "!状态-06", DOCUMENT, 2, "效力"),
    Fault("validity", cells(DOCUMENT, 2, 生效日="2026-11-22"), "!状态-06", DOCUMENT, 2, "效力"),
    Fault("validity", cells(DOCUMENT, 3, 生效日="2026-11-21"), "!状态-06", DOCUMENT, 3, "效力"),
    Fault("validity", cells(DOCUMENT, 4, 废止日="2026-11-21"), "!状态-06", DOCUMENT, 4, "效力"),
    Fault("validity", cells(DOCUMENT, 5, 失效日=""), "状态-07", DOCUMENT, 5, "效力"),
    Fault("follows", cells(P26, 3, 状态="公示中", 停止日="", 原因=""), "状态-08", REPAIR, 2, "记录"),
    Fault("follows", cells(P26, 3, 状态="期满停止"), "状态-08", REPAIR, 2, "记录"),
    at("follows", REPAIR, 2, "停止日", "2026-06-02", "状态-09"),
    Fault("follows", cells(REPAIR, 3, 结论="准予"), "状态-08", REPAIR, 3, "记录"),
    at("references", P25, 2, "基准", "B-9", "引用-01"),
    at("references", P26, 2, "职权", "Q9", "引用-01"),
    at("references in", REPAIR, 2, "记录", "P-2026-9", "引用-01"),
    Fault("references in", cells(REPAIR, 4, 清单="penalty"), "引用-01", REPAIR, 4, "记录"),
    at("references many", VISIT, 2, "事项", "M-1|M-9", "引用-01"),
    at("unique", P26, 3, "文号", "示罚〔2025〕1号", "重复-01"),
    Fault("chronology", cells(P25, 2, 立案日="2025-02-04"), "日期-04", P25, 2, "决定日"),
    Fault("expect", lambda lists: lists.rows[LISTED].pop(), "数量-01", "listed", 0, ""),
    Fault("expect", cells(LISTED, 2, 状态="草稿"), "数量-01", "listed", 0, ""),
    at("names", VISIT, 2, "单位", "甲诊室", "!机构-01"),
    at("names", P26, 2, "机关", "示例市卫生健康委", "!机构-01"),
    at("clocks min", REVIEW, 2, "审结日", "2026-03-08", "!期限-05"),
    at("clocks max", REVIEW, 3, "审结日", "2026-03-24", "!期限-06"),
    at("clocks field", REVIEW, 2, "应结日", "2026-03-24", "!期限-07"),
    Fault("publication", cells(P25, 2, 程度=""), "期限-01", P25, 2, "决定日"),
    Fault("publication", cells(P25, 2, 程度="轻微"), "期限-01", P25, 2, "决定日"),
    at("publication", P25, 2, "公示至", "2026-02-04", "!期限-04"),
    at("partition", P25, 3, "编号", "P-2026-0", "文件-04"),
    at("masks", P25, 3, "相对人", "张三丰", "隐私-07"),
    at("masks", P25, 3, "代码", CLINIC, "隐私-08"),
    at("masks", P25, 2, "代码", "", "必填-02"),
)
DECLARED = tuple(fault for fault in FAULTS if fault.kind in KINDS)


def name_of(fault: Fault) -> str:
    """Return what pytest calls a fault."""
    return f"{fault.kind}-{fault.rule}-{fault.file}-{fault.row}"


def places(findings: tuple[Finding, ...]) -> list[tuple[str, str, str, int, str]]:
    """Return of each finding its code, its severity and its place."""
    return [(item.rule, item.severity, item.file, item.row, item.column) for item in findings]


def test_lists_that_meet_every_declaration_raise_no_alarm(declared: Declared) -> None:
    assert declared.check() == ()
    assert check.describe(load.catalogue(declared.root), declared.root) == ()
    assert check.foundations(declared.root) == ()


@pytest.mark.parametrize("fault", FAULTS, ids=name_of)
def test_one_fault_is_one_finding_in_its_place(declared: Declared, fault: Fault) -> None:
    fault.plant(declared)
    assert places(declared.check()) == fault.found


@pytest.mark.parametrize("fault", DECLARED, ids=name_of)
def test_without_its_declaration_the_fault_is_not_seen(declared: Declared, fault: Fault) -> None:
    fault.plant(declared)
    said = declared.lists[fault.file.split("/")[0]]
    said["checks"] = {name: item for name, item in said["checks"].items() if name != fault.kind}  # type: ignore[attr-defined]
    assert declared.check() == ()


def test_every_kind_has_its_fault() -> None:
    assert set(Checks.model_fields) == set(KINDS)
    assert {fault.kind for fault in FAULTS} == {*Checks.model_fields, *OTHERS}


def test_every_kind_is_declared_by_some_list() -> None:
    assert {kind for said in LISTS.values() for kind in said.get("checks", {})} == set(KINDS)  # type: ignore[attr-defined]


def test_every_sentence_says_where_and_what_to_do(declared: Declared) -> None:
    cells(P25, 2, 罚款="0.09")(declared)
    (found,) = declared.check()
    assert found.said == "“0.09”（折合 900）不在「裁量基准」B-1 的幅度 1000 至 5000 之内"
    assert (found.cell, found.key) == ("I2", "P-2025-1")
    assert found.mend


def test_a_computed_value_stands_in_the_sentence(declared: Declared) -> None:
    cells(PLAN, 4, 完成率="6.2")(declared)
    cells(DOCUMENT, 2, 失效日="2026-11-20")(declared)
    cells(FIGURE, 3, 数值="25")(declared)
    told = {item.rule: item.said for item in declared.check()}
    assert "6.3%" in told["数字-07"]
    assert "“失效”" in told["状态-06"]
    assert "的 24 不一致" in told["数量-02"]


@pytest.mark.parametrize("column", ["单位", "代码", "类型", "检查日"])
def test_a_row_that_lacks_what_a_cap_counts_by_is_not_counted(declared: Declared, column: str) -> None:
    cells(VISIT, 6, 类型="专项")(declared)
    cells(VISIT, 6, **{column: ""})(declared)
    assert ("数量-03" in declared.rules()) is (column == "单位")


def test_a_third_visit_is_the_second_too_many(declared: Declared) -> None:
    cells(VISIT, 5, 检查日="2026-02-28")(declared)
    cells(VISIT, 6, 事项="M-4", 类型="专项", 检查日="2026-02-04")(declared)
    found = declared.check()
    assert [(item.row, item.said[:12]) for item in found] == [
        (5, "同一单位一月内第 3 次"),
        (6, "同一单位一月内第 2 次"),
    ]


def test_a_list_that_cannot_be_read_is_not_held_against_others(declared: Declared) -> None:
    for file, column in ((BENCHMARK, "职权"), (MATTER, "次数"), (LISTED, "列入日"), (VISIT, "结论")):
        declared.raw[file] = declared.text(file).replace(column, "无名", 1).encode()
    assert declared.rules() == ["表头-01"] * 4


@pytest.mark.parametrize("column", ["状态", "停止日"])
def test_nobody_has_to_follow_into_a_list_that_cannot_be_read(declared: Declared, column: str) -> None:
    declared.raw[P26] = declared.text(P26).replace(column, "无名", 1).encode()
    assert declared.rules() == ["表头-01"]


UNREADABLE = [
    (MATTER, 2, "承诺时限", "NaN", "数字-02"),
    (MATTER, 2, "次数", "NaN", "数字-02"),
    (BENCHMARK, 2, "下限", "NaN", "数字-02"),
    (P25, 2, "罚款", "NaN", "数字-02"),
    (FIGURE, 2, "数值", "sNaN", "数字-02"),
    (PLAN, 2, "任务数", "sNaN", "数字-02"),
    (PLAN, 2, "完成数", "Infinity", "数字-02"),
    (PLAN, 2, "完成数", "1e999", "数字-02"),
    (PLAN, 2, "完成数", "9" * 40, "数字-07"),
    (LISTED, 3, "停止日", "0001-01-01", "日期-05"),
    (P25, 2, "决定日", "9999-12-31", "日期-05"),
    (REVIEW, 2, "送审日", "9999-12-31", "日期-05"),
]


@pytest.mark.parametrize(("file", "row", "column", "text", "rule"), UNREADABLE)
def test_what_cannot_be_computed_with_is_told_of(
    declared: Declared, file: str, row: int, column: str, text: str, rule: str
) -> None:
    declared.set(file, row, column, text)
    assert (rule, row) in [(item.rule, item.row) for item in declared.check()]


@settings(max_examples=25, deadline=None)
@given(st.data(), st.text(max_size=9) | st.sampled_from(["|", ";", "=", "a=b", "-", "1e5", "2026", "M-1|"]))
def test_no_text_whatever_stops_a_declared_check(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject, text: str
) -> None:
    declared = Declared(tmp_path_factory.mktemp("any"))
    file = data.draw(st.sampled_from(sorted(declared.rows)))
    row = data.draw(st.integers(2, len(declared.rows[file]) + 1))
    column = data.draw(st.sampled_from(declared.header(file)))
    declared.set(file, row, column, text.encode("utf-8", "replace").decode())
    assert all(item.said and item.mend for item in declared.check())


def test_what_was_never_public_for_a_day_excludes_nobody(declared: Declared) -> None:
    cells(LISTED, 3, 列入日="2026-09-01", 停止日="2026-09-01")(declared)
    assert declared.check() == ()


def test_nothing_is_found_in_a_list_without_rows(declared: Declared) -> None:
    declared.rows[BENCHMARK] = []
    assert declared.rules() == ["引用-01"] * 6


def test_a_condition_without_a_value_counts_blank_cells(declared: Declared) -> None:
    cells(FIGURE, 2, 条件="检查日=", 数值="0")(declared)
    assert declared.check() == ()


DAYS = (date(2026, 1, 1), date(2026, 11, 23), date(2031, 1, 1))


def errors(findings: tuple[Finding, ...]) -> set[Finding]:
    """Return the findings that stop a publication."""
    return {item for item in findings if item.severity == "error"}


def test_no_error_in_the_data_depends_on_the_day(committed, root: Path, tmp_path: Path) -> None:
    catalogue, tables = committed
    for now in DAYS:
        assert errors(check.run(root, catalogue, tables, now, cache_dir=tmp_path)) == set()


def test_no_error_of_any_kind_depends_on_the_day(declared: Declared) -> None:
    for fault in FAULTS:
        fault.plant(declared)
    catalogue, tables = declared.load()
    first, *others = (errors(check.run(declared.root, catalogue, tables, now)) for now in DAYS)
    assert len({item.rule for item in first}) > 10
    assert others == [first, first]
