"""Name the power of each invented penalty, and the grade of the committed benchmark that holds its fine."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path

Row = dict[str, str]
FILE = Path(__file__).resolve().parents[2] / "data" / "discretion-benchmark" / "discretion-benchmark.csv"
# The texts in force of 医疗机构管理条例, 公共场所卫生管理条例 and 传染病防治法 could not be read: no power, no code.
POWERS = {
    "未取得医疗机构执业许可证擅自执业": "WJ-CF-016",
    "出租、出借医疗机构执业许可证": "WJ-CF-017",
    "对外出租、承包医疗科室": "WJ-CF-019",
    "医疗质量管理制度不健全": "WJ-CF-021",
    "未按规定填写、保管病历资料": "WJ-CF-087",
    "未按规定告知医疗措施和医疗风险": "WJ-CF-104",
    "允许未取得护士执业证书的人员从事护理活动": "WJ-CF-075",
    "中医诊所超出备案范围开展医疗活动": "WJ-CF-105",
    "擅自从事精神障碍诊断、治疗": "WJ-CF-059",
    "临床用血储存不符合卫生标准": "WJ-CF-025",
    "未按规定建立并保存疫苗接种记录": "WJ-CF-064",
    "未对医疗废物进行登记": "WJ-CF-079",
    "未将医疗废物分类放置": "WJ-CF-080",
    "将医疗废物混入生活垃圾": "WJ-CF-081",
    "未取得母婴保健技术许可擅自执业": "WJ-CF-068",
    "非医师行医": "WJ-CF-014",
    "医师未按照注册的执业范围执业": "WJ-CF-013",
    "医师伪造病历等医学文书": "WJ-CF-009",
    "未按规定申报职业病危害项目": "WJ-CF-035",
    "未按规定组织职业健康检查": "WJ-CF-038",
    "未按规定开展职业病危害因素检测、评价": "WJ-CF-043",
    "未按规定组织职业卫生培训": "WJ-CF-034",
    "工作场所职业病危害因素超过国家职业卫生标准": "WJ-CF-040",
    "安排未经职业健康检查的劳动者从事接触职业病危害的作业": "WJ-CF-054",
    "放射性职业病防护设施未经验收合格投入使用": "WJ-CF-031",
    "放射工作人员未佩戴个人剂量计": "WJ-CF-106",
    "教学环境不符合卫生标准": "WJ-CF-094",
    "未提供符合卫生标准的饮用水": "WJ-CF-094",
}
_YUAN = ("罚款下限（元）", "罚款上限（元）", "法定上限（元）")
_TIMES = ("倍数下限", "倍数上限", "法定倍数上限")
# Where the law counts in multiples of the unlawful income, income below this counts as this much. In 万元.
_FLOOR = Decimal(1)
_TEN_THOUSAND = 10000


def mark_grades(rows: Sequence[Row]) -> None:
    """Fill in the power of every penalty, and its grade if the benchmark was in force on the day."""
    for row in rows:
        row["职权编码"] = POWERS.get(row["违法行为类型"], "")
        row["裁量基准条目"] = next((grade["编号"] for grade in _grades(row) if _fits(row, grade)), "")


def _grades(row: Row) -> list[Row]:
    """Return the grades of the power that were in force on the day of the decision."""
    return [
        grade
        for grade in _benchmark()
        if grade["职权编码"] == row["职权编码"]
        and grade["生效日期"] <= row["处罚决定日期"] <= grade["失效日期"]
    ]


def _fits(row: Row, grade: Row) -> bool:
    fine = row["罚款金额（万元）"]
    if not fine:
        return not (grade[_YUAN[0]] or grade[_TIMES[0]]) or "可以不并处罚款" in grade["裁量幅度"]
    if grade[_YUAN[0]]:
        return _inside(Decimal(fine) * _TEN_THOUSAND, grade, _YUAN)
    income = max(_FLOOR, Decimal(row["没收金额（万元）"] or 0))
    return bool(grade[_TIMES[0]]) and _inside(Decimal(fine) / income, grade, _TIMES)


def _inside(amount: Decimal, grade: Row, names: tuple[str, str, str]) -> bool:
    """Tell whether an amount lies in a band; a shared limit belongs to the upper band, the last to the last."""
    low, high, ceiling = (Decimal(grade[name]) for name in names)
    return low <= amount < high or amount == high == ceiling


@cache
def _benchmark() -> tuple[Row, ...]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))
