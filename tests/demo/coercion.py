"""Invent the register of administrative coercion: measures before a penalty, and surcharges on unpaid fines.

The powers are those of the list of powers and duties; sources: 职业病防治法第六十四条, 医疗废物管理条例第三十九条,
行政处罚法第七十二条, 行政强制法第二十四条、第二十五条、第四十五条.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from bodies import BUREAU, COMMISSION, COUNTY
from draws import between, spread
from organisations import NATURAL, Organisation
from working_days import is_workday, workday_after

Row = dict[str, str]
FIELDS = (
    "记录编号",
    "公开机构",
    "行政相对人名称",
    "行政相对人类别",
    "统一社会信用代码",
    "法定代表人",
    "所在区划",
    "决定书文号",
    "强制种类",
    "类型",
    "职权编码",
    "原因",
    "依据",
    "对象描述",
    "决定日期",
    "开始",
    "期限",
    "延长至",
    "解除",
    "效力",
    "信息形成日期",
    "公开日期",
    "最后更新",
    "状态",
    "停止公示日期",
    "停止公示原因",
    "撤回说明",
)
_SUBJECT = FIELDS[1:7]
_LAST = date(2026, 11, 20)
_SIGNS = {body.name: body.sign for body in (COMMISSION, *COUNTY.values())}
_DISEASE = "《中华人民共和国职业病防治法》第六十四条第一款"
_SEIZING = "《医疗废物管理条例》第三十九条第四项|《中华人民共和国行政强制法》第二十四条第一款"
_SURCHARGING = (
    "《中华人民共和国行政处罚法》第七十二条第一款第一项|《中华人民共和国行政强制法》第四十五条第一款"
)
_DANGER = "检查发现{}，有证据证明危害状态可能导致职业病危害事故发生。"
_WASTE = "检查发现该单位涉嫌{}，为制止违法行为、防止证据损毁，依法采取强制措施。"


@dataclass(frozen=True)
class Measure:
    """Describe a way of coercion: its kind, the power it rests on, the reason, the law, and what it touches."""

    kind: str
    power: str
    reason: str
    basis: str
    target: str


_SEIZED = Measure("扣押", "WJ-QZ-005", _WASTE, _SEIZING, "混放医疗废物的包装袋和容器一批")
_SEALED = Measure("查封", "WJ-QZ-005", _WASTE, _SEIZING, "医疗废物暂时贮存间一处")
_PAUSED = Measure("其他强制措施", "WJ-QZ-001", _DANGER, _DISEASE + "第一项", "责令暂停超标岗位的作业")
_LOCKED = Measure("查封", "WJ-QZ-002", _DANGER, _DISEASE + "第二项", "封存可能导致职业病危害事故的设备一台")
_SURCHARGE = Measure(
    "加处罚款",
    "WJ-QZ-008",
    "当事人到期不缴纳罚款，经告知仍未缴纳。",
    _SURCHARGING,
    "到期未缴纳的罚款，每日按罚款数额的百分之三加处，不超出罚款的数额",
)
# The offence, the measures taken against it, and how many in a year at most.
_PLANS: tuple[tuple[str, tuple[Measure, ...], int], ...] = (
    ("将医疗废物混入生活垃圾", (_SEIZED,), 4),
    ("未将医疗废物分类放置", (_SEALED, _SEIZED), 4),
    ("工作场所职业病危害因素超过国家职业卫生标准", (_PAUSED, _LOCKED), 4),
    ("放射性职业病防护设施未经验收合格投入使用", (_LOCKED,), 2),
)
# Trade, measure, offence, first day, and the day until which it was prolonged: none of them has ended.
_OPEN = (
    ("口腔", _SEALED, "未将医疗废物分类放置", date(2026, 10, 26), date(2026, 12, 25)),
    ("工厂", _LOCKED, "工作场所职业病危害因素超过国家职业卫生标准", date(2026, 11, 3), None),
)


def coercion_rows(orgs: Sequence[Organisation], penalties: Sequence[Row]) -> list[Row]:
    """Return the rows of the register, numbered by year in the order of decision; one was entered wrongly."""
    rng = Random(20261123)
    cases = [row for row in penalties if _usable(row)]
    rows = list(_open(orgs, penalties))
    for year in ("2025", "2026"):
        known = [row for row in cases if year <= row["立案日期"] and row["处罚决定日期"] < f"{year}-12"]
        rows += [*_measures(rng, known), *_surcharges(rng, known)]
    rows.sort(key=lambda row: (row["决定日期"], row["统一社会信用代码"]))
    _number(rows)
    _withdraw(rows[4])
    return rows


def _usable(row: Row) -> bool:
    """Tell whether a penalty is public, of an organisation, and by a body that has the powers."""
    shown = row["状态"] == "公示中" and row["决定效力"] == "生效"
    return shown and row["行政相对人类别"] != NATURAL and row["处罚机关"] != BUREAU.name


def _measures(rng: Random, cases: Sequence[Row]) -> Iterator[Row]:
    for offence, measures, count in _PLANS:
        fitting = [row for row in cases if row["违法行为类型"] == offence and row["立案日期"]]
        for place, case in enumerate(spread(fitting, min(count, len(fitting)))):
            start = _workday_from(date.fromisoformat(case["立案日期"]))
            decided = date.fromisoformat(case["处罚决定日期"])
            days = between(rng, 15, 30, 5)
            last = min(start + timedelta(days), decided)
            ended = _workday_to(last - timedelta(between(rng, 0, 4)))
            yield _row(rng, case, measures[place % len(measures)], offence, start) | {
                "期限": str(days),
                "解除": ended.isoformat(),
            }


def _surcharges(rng: Random, cases: Sequence[Row]) -> Iterator[Row]:
    fined = [row for row in cases if row["罚款金额（万元）"] and row["处罚决定日期"] < "2026-09"]
    for case in spread(fined, 3):
        start = workday_after(date.fromisoformat(case["处罚决定日期"]), 20)
        ended = workday_after(start, between(rng, 4, 12))
        yield _row(rng, case, _SURCHARGE, "", start) | {"解除": ended.isoformat()}


def _open(orgs: Sequence[Organisation], penalties: Sequence[Row]) -> Iterator[Row]:
    fined = {row["统一社会信用代码"] for row in penalties}
    for trade, measure, offence, start, prolonged in _OPEN:
        org = next(org for org in orgs if org.trade == trade and org.code not in fined)
        values = (COMMISSION.name, org.name, org.kind, org.code, org.representative, org.region)
        row = _row(
            Random(start.toordinal()), dict(zip(_SUBJECT, values, strict=True)), measure, offence, start
        )
        row["期限"] = "30"
        if prolonged:
            row |= {"延长至": prolonged.isoformat(), "最后更新": _LAST.isoformat()}
        yield row


def _row(rng: Random, party: Row, measure: Measure, offence: str, start: date) -> Row:
    day = start.isoformat()
    published = min(workday_after(start, between(rng, 2, 15)), _LAST).isoformat()
    row = dict.fromkeys(FIELDS, "") | {name: party[name] for name in _SUBJECT}
    row |= {"强制种类": measure.kind, "职权编码": measure.power, "依据": measure.basis}
    row |= {"类型": "强制执行" if measure is _SURCHARGE else "强制措施"}
    row |= {"原因": measure.reason.format(offence), "对象描述": measure.target, "效力": "生效"}
    row |= {"决定日期": day, "开始": day, "信息形成日期": day}
    return row | {"公开日期": published, "最后更新": published, "状态": "公示中"}


def _number(rows: Sequence[Row]) -> None:
    serial: dict[str, int] = defaultdict(int)
    documents: Counter[str] = Counter()
    for row in rows:
        year = row["决定日期"][:4]
        document = f"{_SIGNS[row['公开机构']]}强〔{year}〕"
        serial[year] += 1
        documents[document] += 1
        row |= {
            "记录编号": f"COE-{year}-{serial[year]:03d}",
            "决定书文号": f"{document}{documents[document]}号",
        }
        if row["解除"] > row["最后更新"]:
            row["最后更新"] = row["解除"]


def _withdraw(row: Row) -> None:
    day = workday_after(date.fromisoformat(row["最后更新"]), 6).isoformat()
    row |= {"状态": "已撤回", "停止公示日期": day, "停止公示原因": "数据有误", "最后更新": day}
    row["撤回说明"] = "录入的强制种类与决定书不一致，该条信息停止公示，核对后另行公开。"


def _workday_from(day: date) -> date:
    return day if is_workday(day) else workday_after(day, 1)


def _workday_to(day: date) -> date:
    while not is_workday(day):
        day -= timedelta(1)
    return day
