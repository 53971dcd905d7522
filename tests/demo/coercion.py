"""Invent the coercive measures: seizures of places and things, two dozen in two years."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from draws import between, pick, spread, workday_between
from organisations import Organisation
from working_days import workday_after

Row = dict[str, str]
FIELDS = (
    *("记录编号", "公开机构", "行政相对人名称", "行政相对人类别", "统一社会信用代码", "所在区划"),
    *("强制决定书文号", "职权编码", "强制种类", "强制类型", "强制原因", "强制依据", "强制对象"),
    *("强制开始日", "期限天数", "延长至", "强制解除日", "决定日期", "决定效力", "强制机关", "强制机关代码"),
    *("信息形成日期", "公开日期", "最后更新", "状态", "停止公示日期", "停止公示原因", "撤回说明"),
)
BODY, CODE = "示例市卫生健康委员会", "12990100000000019C"
_WASTE = (
    *("WJ-QZ-005", "《医疗废物管理条例》第三十九条第四项"),
    ("未按规定贮存医疗废物，暂时贮存的地点和设施涉嫌违反规定", "医疗废物暂时贮存间一处"),
    ("涉嫌将医疗废物混入其他废物", "医疗废物周转箱、包装袋一批"),
)
_DUST = (
    *("WJ-QZ-002", "《中华人民共和国职业病防治法》第六十四条第一款第二项"),
    ("有证据证明危害状态可能导致职业病危害事故发生", "打磨设备两台"),
    ("作业场所通风设施失效，可能导致职业病危害事故发生", "喷涂用原料一批"),
)
_SORTS = {"口腔": _WASTE, "诊所": _WASTE, "医疗美容": _WASTE, "工厂": _DUST}


def coercion_rows(orgs: Sequence[Organisation]) -> list[Row]:
    """Return 24 measures, each lifted within its thirty days or its one extension."""
    rng = Random(990130)
    chosen = spread([org for org in orgs if org.trade in _SORTS], 24)
    starts = sorted(
        workday_between(rng, date(2025 + place // 14, 1, 6), date(2025 + place // 14, 10, 20))
        for place in range(24)
    )
    counts = {2025: 0, 2026: 0}
    rows = []
    for org, start in zip(chosen, starts, strict=True):
        counts[start.year] += 1
        rows.append(_row(rng, org, start, counts[start.year]))
    return rows


def _row(rng: Random, org: Organisation, start: date, number: int) -> Row:
    power, basis, *sorts = _SORTS[org.trade]
    reason, thing = pick(rng, sorts)
    lifted = start + timedelta(between(rng, 5, 28))
    published = workday_after(start, between(rng, 3, 15))
    place = "一处" in thing
    return {
        **dict.fromkeys(FIELDS, ""),
        "记录编号": f"COE-{start.year}-{number:03d}",
        "公开机构": BODY,
        "行政相对人名称": org.name,
        "行政相对人类别": org.kind,
        "统一社会信用代码": org.code,
        "所在区划": org.region,
        "强制决定书文号": f"示卫强〔{start.year}〕{number}号",
        "职权编码": power,
        "强制种类": "查封" if place else "扣押" if power == "WJ-QZ-005" else "其他",
        "强制类型": "强制措施",
        "强制原因": reason,
        "强制依据": basis,
        "强制对象": thing,
        "强制开始日": start.isoformat(),
        "期限天数": "30",
        "强制解除日": lifted.isoformat(),
        "决定日期": start.isoformat(),
        "决定效力": "生效",
        "强制机关": BODY,
        "强制机关代码": CODE,
        "信息形成日期": start.isoformat(),
        "公开日期": published.isoformat(),
        "最后更新": max(published, workday_after(lifted, 1)).isoformat(),
        "状态": "公示中",
    }
