"""Invent how the 598 random checks that the state ordered for 2025 ended, one organisation each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from check_topics import ON_SITE, ROUTINE, Topic, authority, topic_of, topics_of
from draws import between, pick, spread, workday_between
from organisations import Organisation
from visits import Visit, case_visit, found_on, officers, published_after, told_cases
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
    "所属计划",
    "抽取批次",
    "执法专业",
    "抽查事项",
    "检查日期",
    "检查人员数",
    "完成情况",
    "检查结论",
    "是否发现问题",
    "后续处理",
    "意见书编号",
    "关联处罚",
    "结论日期",
    "是否办结",
    "信息形成日期",
    "公开日期",
    "最后更新",
    "状态",
    "停止公示日期",
    "停止公示原因",
    "撤回说明",
)
PLAN = "RCP-2025-01"
# 598 checks were ordered, 580 made: 96.99 %. 152 ended in a written opinion, 36 in a penalty (24 in both).
_ORDERED, _CLOSED, _UNREACHABLE, _CASES, _OPINIONS, _BOTH = 598, 13, 5, 36, 152, 24
_FIRST, _LAST = date(2025, 3, 17), date(2025, 11, 28)
_BATCHES = (("202509-01", date(2025, 9, 15)), ("202506-01", date(2025, 6, 16)), ("202503-01", _FIRST))
_OUTCOMES = {"单位关闭": "已关闭注销", "无法检查": "无法联系"}
DONE = "已完成"


@dataclass
class Draw:
    """Hold an organisation that was drawn, the visit paid to it, and what came of it."""

    visit: Visit
    state: str = DONE
    penalty: str = ""


def drawn(orgs: Sequence[Organisation], penalties: Sequence[Row]) -> list[Draw]:
    """Return the checks in the order of their numbers; the visits know the number that they carry out."""
    rng = Random(20250317)
    draws = _fined(rng, {org.code: org for org in orgs}, penalties)
    taken = {draw.visit.org.code for draw in draws}
    fined = {row["统一社会信用代码"] for row in penalties}
    others = sorted(
        (org for org in orgs if _is_eligible(org) and org.code not in taken), key=lambda _: rng.random()
    )
    gone = [org for org in others if org.code not in fined and org.code[0] == "9"][-_CLOSED - _UNREACHABLE :]
    checked = [org for org in others if org not in gone][: _ORDERED - _CASES - len(gone)]
    draws += [Draw(_plain_visit(rng, org)) for org in checked]
    for draw in draws[_CASES : _CASES + _OPINIONS - _BOTH]:
        draw.visit.problem, draw.visit.opinion = pick(rng, draw.visit.topics[0].problems), True
    states = ["单位关闭"] * _CLOSED + ["无法检查"] * _UNREACHABLE
    draws += [Draw(_plain_visit(rng, org), state) for org, state in zip(gone, states, strict=True)]
    draws.sort(key=lambda draw: draw.visit.order)
    for place, draw in enumerate(draws, start=1):
        draw.visit.task = f"RCR-2025-{place:04d}"
    return draws


def _is_eligible(org: Organisation) -> bool:
    return bool(_routine(org))


def _routine(org: Organisation) -> tuple[Topic, ...]:
    return tuple(topic for topic in topics_of(org) if (topic.way, topic.kind) == (ON_SITE, ROUTINE))


def _fined(rng: Random, orgs: dict[str, Organisation], penalties: Sequence[Row]) -> list[Draw]:
    cases = {row["统一社会信用代码"]: row for row in told_cases(penalties) if _fits(row, orgs)}
    chosen = spread(sorted(cases.values(), key=lambda row: (row["执法专业"], row["记录编号"])), _CASES)
    draws = []
    for place, row in enumerate(chosen):
        visit = case_visit(rng, orgs[row["统一社会信用代码"]], [row], ROUTINE)
        visit.opinion = place % 3 != 2
        visit.updated = max(visit.published.isoformat(), row["公开日期"])
        draws.append(Draw(visit, penalty=row["记录编号"]))
    return draws


def _fits(row: Row, orgs: dict[str, Organisation]) -> bool:
    day = found_on(row)
    return (
        day is not None
        and _FIRST <= day <= _LAST
        and is_workday(day)
        and row["处罚决定日期"] < "2026"
        and row["决定效力"] == "生效"
        and topic_of(row["违法行为类型"]) in _routine(orgs[row["统一社会信用代码"]])
    )


def _plain_visit(rng: Random, org: Organisation) -> Visit:
    topic = pick(rng, _routine(org))
    near = [other for other in _routine(org) if other.domain == topic.domain and other.random > topic.random]
    topics = (topic, pick(rng, near)) if near and rng.random() < 0.5 else (topic,)
    day = workday_between(rng, _FIRST, _LAST)
    concluded = workday_after(day, between(rng, 0, 3))
    body = authority(org, topic, county=rng.random() < 0.5)
    return Visit(org, day, body, topics, ROUTINE, officers(rng), concluded, published_after(rng, concluded))


def result_rows(draws: Sequence[Draw]) -> list[Row]:
    """Return the rows of the register; the opinions must have their numbers."""
    return [_row(draw) for draw in draws]


def _row(draw: Draw) -> Row:
    visit = draw.visit
    formed, published = visit.concluded.isoformat(), visit.published.isoformat()
    row = dict.fromkeys(FIELDS, "") | subject(visit) | {"记录编号": visit.task, "所属计划": PLAN}
    row |= {
        "抽取批次": next(name for name, first in _BATCHES if visit.day >= first),
        "执法专业": visit.domain,
    }
    row |= {"抽查事项": "|".join(sorted({topic.random for topic in visit.topics}))}
    row |= {"检查日期": visit.day.isoformat(), "检查人员数": str(visit.officers), "完成情况": draw.state}
    row |= {
        "检查结论": _OUTCOMES.get(draw.state, visit.conclusion),
        "是否发现问题": "是" if visit.problem else "否",
    }
    row |= {"后续处理": _follow_up(visit), "意见书编号": visit.opinion_no, "关联处罚": draw.penalty}
    row |= {"结论日期": formed, "是否办结": "是", "信息形成日期": formed, "公开日期": published}
    return row | {"最后更新": visit.updated or published, "状态": "公示中"}


def _follow_up(visit: Visit) -> str:
    taken = (("监督意见书", visit.opinion), ("立案", visit.filed))
    return "|".join(name for name, done in taken if done) or "无"


def subject(visit: Visit) -> Row:
    """Return the columns about who was inspected, and by whom."""
    org = visit.org
    return {
        "公开机构": visit.body.name,
        "行政相对人名称": org.name,
        "行政相对人类别": org.kind,
        "统一社会信用代码": org.code,
        "法定代表人": org.representative,
        "所在区划": org.region,
    }
