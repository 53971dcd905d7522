"""Invent the credit ratings of 2025 and 2026, which follow from the invented penalties."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from random import Random

from bodies import COMMISSION
from draws import between, pick, spread, weighted
from organisations import Organisation
from spans import last_valid_day
from working_days import workday_after

Row = dict[str, str]
FIELDS = (
    "记录编号",
    "公开机构",
    "机构名称",
    "机构类别",
    "统一社会信用代码",
    "法定代表人",
    "所在区划",
    "评定年度",
    "行业",
    "办法版本",
    "得分",
    "等级",
    "扣分项",
    "评定日期",
    "有效期自",
    "有效期至",
    "对应监管频次",
    "评定机关",
    "公开范围",
    "异议状态",
    "信息形成日期",
    "公开日期",
    "最后更新",
    "状态",
    "停止公示日期",
    "停止公示原因",
    "撤回说明",
)
# The day of rating decides which ratings of 2025 have run out on the reference day.
_RATED: dict[str, dict[int, date]] = {
    "医疗卫生": {2025: date(2025, 3, 28), 2026: date(2026, 3, 27)},
    "公共场所": {2025: date(2025, 12, 10), 2026: date(2026, 11, 9)},
    "生活饮用水": {2025: date(2025, 5, 16), 2026: date(2026, 5, 15)},
    "职业卫生": {2025: date(2025, 6, 20), 2026: date(2026, 6, 18)},
    "消毒产品": {2025: date(2025, 6, 20), 2026: date(2026, 6, 18)},
    "学校卫生": {2025: date(2025, 9, 12), 2026: date(2026, 9, 11)},
}
_INDUSTRY = dict.fromkeys(
    ("口腔", "诊所", "中医", "医疗美容", "医院", "妇幼", "影像"), "医疗卫生"
) | dict.fromkeys(("住宿", "民宿", "美容美发", "游泳", "文娱商场"), "公共场所")
_INDUSTRY |= {"供水": "生活饮用水", "消毒": "消毒产品", "工厂": "职业卫生", "学校": "学校卫生"}
_GRADES = {
    "A级（优秀）": (90, 100, "每2年1次"),
    "B级（良好）": (80, 89, "每年1次"),
    "C级（一般）": (60, 79, "每半年1次"),
    "D级（较差）": (35, 59, "每季度1次"),
}
_A, _B, _C, _D = _GRADES
_DEDUCTIONS = ("自查记录不完整", "从业人员培训记录缺失", "整改反馈超期", "管理制度未更新", "公示栏信息未更新")


def rating_rows(
    orgs: Sequence[Organisation], penalties: Sequence[Row], licences: Sequence[Row], bad: frozenset[str]
) -> list[Row]:
    """Return the rows of both years; organisations on the bad list get the lowest grade."""
    rng = Random(20250328)
    fines = Counter(row["统一社会信用代码"] for row in penalties)
    rated = [org for org in orgs if org.trade in _INDUSTRY]
    held = {row["统一社会信用代码"] for row in licences}
    nowhere = [org for org in rated if not fines[org.code] and org.code not in held]
    others = [org for org in rated if org not in nowhere and org.code not in bad]
    listed = [org for org in rated if org.code in bad]
    chosen = {
        2025: nowhere + spread(others, 142 - len(nowhere)),
        2026: listed + spread(others[::-1], 118 - len(listed)),
    }
    rows = [
        _row(rng, year, org, _grade(rng, fines[org.code], org.code in bad))
        for year in chosen
        for org in chosen[year]
    ]
    for year in chosen:
        _number([row for row in rows if row["评定年度"] == str(year)], year)
    rows[30] |= {"状态": "异议核查中", "异议状态": "核查中", "最后更新": "2026-11-16"}
    return rows


def _number(rows: Sequence[Row], year: int) -> None:
    for place, row in enumerate(
        sorted(rows, key=lambda item: (item["评定日期"], item["统一社会信用代码"])), start=1
    ):
        row["记录编号"] = f"RAT-{year}-{place:04d}"


def _grade(rng: Random, fines: int, listed: bool) -> str:
    if listed:
        return _D
    choices = {0: ((_A, 6), (_B, 4)), 1: ((_A, 1), (_B, 6), (_C, 3)), 2: ((_B, 4), (_C, 6))}
    return weighted(rng, choices.get(fines, ((_C, 7), (_D, 3))))


def _row(rng: Random, year: int, org: Organisation, grade: str) -> Row:
    industry = _INDUSTRY[org.trade]
    rated = _RATED[industry][year]
    low, high, often = _GRADES[grade]
    published = workday_after(rated, between(rng, 2, 6)).isoformat()
    row = dict.fromkeys(FIELDS, "") | _subject(org)
    row |= {
        "评定年度": str(year),
        "行业": industry,
        "办法版本": "2025年修订",
        "等级": grade,
        "对应监管频次": often,
    }
    row |= {"公开机构": COMMISSION.name, "评定机关": COMMISSION.name, "得分": str(between(rng, low, high))}
    row |= {"评定日期": rated.isoformat(), "有效期自": rated.isoformat(), "信息形成日期": rated.isoformat()}
    row |= {"有效期至": last_valid_day(rated, 1).isoformat(), "公开日期": published, "最后更新": published}
    row["扣分项"] = "" if row["得分"] == "100" else "|".join(_deductions(rng, grade))
    return row | {"公开范围": "公开", "异议状态": "无", "状态": "公示中"}


def _deductions(rng: Random, grade: str) -> list[str]:
    found = {pick(rng, _DEDUCTIONS) for _ in range(1 + tuple(_GRADES).index(grade))}
    records = ["存在行政处罚记录"] if grade in (_C, _D) else []
    return records + [item for item in _DEDUCTIONS if item in found]


def _subject(org: Organisation) -> Row:
    return {
        "机构名称": org.name,
        "机构类别": org.kind,
        "统一社会信用代码": org.code,
        "法定代表人": org.representative,
        "所在区划": org.region,
    }
