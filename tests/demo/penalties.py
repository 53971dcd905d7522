"""Invent the decisions of the register of administrative penalties."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random

from bodies import BUREAU, COMMISSION, COUNTY, Body
from cases import Case, planned_cases
from draws import between
from organisations import INDIVIDUAL, NATURAL, Organisation
from penalty_benchmarks import mark_grades
from penalty_states import mark_states
from penalty_text import amounts, content, facts
from spans import TODAY, publicity
from working_days import workday_after

Row = dict[str, str]
FIELDS = (
    "记录编号",
    "公开机构",
    "行政相对人名称",
    "行政相对人类别",
    "统一社会信用代码",
    "法定代表人",
    "所在区划",
    "处罚决定书文号",
    "案件名称",
    "处罚程序",
    "执法专业",
    "违法行为类型",
    "违法事实",
    "处罚依据",
    "职权编码",
    "裁量基准条目",
    "处罚类别",
    "处罚内容",
    "罚款金额（万元）",
    "没收金额（万元）",
    "暂扣或吊销证照",
    "立案日期",
    "处罚决定日期",
    "失信程度",
    "公示截止期",
    "最早可修复日",
    "公开依据",
    "决定效力",
    "撤销变更日期",
    "处罚机关",
    "处罚机关代码",
    "信息形成日期",
    "公开日期",
    "最后更新",
    "状态",
    "停止公示日期",
    "停止公示原因",
    "撤回说明",
)
_COUNTY_ONLY = "中医诊所超出备案范围开展医疗活动"


def penalty_rows(orgs: Sequence[Organisation], licences: Sequence[Row]) -> list[Row]:
    """Return the rows of the register, numbered by year in the order of decision."""
    rng = Random(20261121)
    rows = list(_numbered(rng, planned_cases(rng, orgs, licences)))
    mark_states(rows)
    mark_grades(rows)
    return rows


def _numbered(rng: Random, cases: Sequence[Case]) -> Iterator[Row]:
    serial: dict[str, int] = defaultdict(int)
    for case in sorted(cases, key=lambda item: item.decided):
        year = case.decided.year
        body = _authority(rng, case)
        document = f"{body.sign}{case.violation.sign}罚〔{year}〕"
        serial[str(year)] += 1
        serial[document] += 1
        number = f"PEN-{year}-{serial[str(year)]:04d}"
        yield _row(rng, case, body) | {
            "记录编号": number,
            "处罚决定书文号": f"{document}{serial[document]}号",
        }


def _authority(rng: Random, case: Case) -> Body:
    if case.region in COUNTY and (case.violation.label == _COUNTY_ONLY or rng.random() < 0.45):
        return COUNTY[case.region]
    return BUREAU if case.violation.sign in "传水" else COMMISSION


def _row(rng: Random, case: Case, body: Body) -> Row:
    decided = case.decided.isoformat()
    until, repairable = publicity(case.decided, case.level, case.publish_basis)
    row = dict.fromkeys(FIELDS, "") | _offence(rng, case) | _subject(case)
    row |= {"公开机构": body.name, "处罚机关": body.name, "处罚机关代码": body.code}
    row |= {
        "处罚决定日期": decided,
        "信息形成日期": decided,
        "处罚程序": case.procedure,
        "失信程度": case.level,
    }
    row |= {
        "公示截止期": until,
        "最早可修复日": repairable,
        "公开依据": case.publish_basis,
        "决定效力": "生效",
    }
    published = case.published or _published(rng, case.decided)
    updated = published if published <= TODAY.isoformat() else ""
    return row | {"公开日期": published, "最后更新": updated, "状态": "公示中"}


def _published(rng: Random, decided: date) -> str:
    """Choose within seven working days, rarely later, and never after the reference day."""
    late = rng.random() < 0.015
    day = workday_after(decided, between(rng, 8, 14) if late else between(rng, 1, 7))
    return min(day, workday_after(decided, 1) if decided > date(2026, 11, 9) else day, TODAY).isoformat()


def _subject(case: Case) -> Row:
    if case.org is None:
        return {"行政相对人名称": case.person, "行政相对人类别": NATURAL, "所在区划": case.region}
    return {
        "行政相对人名称": case.org.name,
        "行政相对人类别": case.org.kind,
        "统一社会信用代码": case.org.code,
        "法定代表人": case.org.representative,
        "所在区划": case.org.region,
    }


def _offence(rng: Random, case: Case) -> Row:
    violation, summary = case.violation, case.procedure == "简易"
    filed = case.decided - timedelta(0 if summary else between(rng, 18, 84))
    found = filed - timedelta(0 if summary else between(rng, 1, 7))
    fine, taken = amounts(
        rng, case.outcome, small=summary, individual=bool(case.org) and case.kind == INDIVIDUAL
    )
    return {
        "案件名称": f"{case.name}{violation.label}案",
        "执法专业": violation.domain,
        "违法行为类型": violation.label,
        "违法事实": facts(rng, violation.facts, found),
        "处罚依据": "|".join(violation.basis),
        "处罚类别": case.outcome.kinds,
        "处罚内容": content(rng, case.outcome.kinds, fine, taken, case.certificate),
        "罚款金额（万元）": _ten_thousands(fine),
        "没收金额（万元）": _ten_thousands(taken),
        "暂扣或吊销证照": case.certificate,
        "立案日期": "" if summary else filed.isoformat(),
    }


def _ten_thousands(yuan: int) -> str:
    return f"{yuan / 10000:.4f}".rstrip("0").rstrip(".") if yuan else ""
