"""Invent the inspections of 2025, as many as the annual report counts, and some of 2026."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from random import Random

from bodies import COUNTY
from check_topics import CASE, ROUTINE, SPECIAL, Topic, authority, is_enterprise, topics_of
from draws import between, pick, workday_between
from organisations import Organisation
from random_checks import DONE, Draw, subject
from visits import Visit, case_visit, found_on, officers, published_after, told_cases
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
    "执法专业",
    "是否涉企",
    "检查事项",
    "抽查事项",
    "关联任务",
    "检查日期",
    "检查类型",
    "检查方式",
    "检查人数",
    "检查结论",
    "问题摘要",
    "是否出具意见书",
    "监督意见书编号",
    "是否立案",
    "结论日期",
    "信息形成日期",
    "公开日期",
    "最后更新",
    "状态",
    "停止公示日期",
    "停止公示原因",
    "撤回说明",
)
# Year: inspections, opinions, first and last day. Those of 2025 are the numbers of the annual report.
_YEARS = {
    2025: (4683, 1783, date(2025, 1, 6), date(2025, 12, 31)),
    2026: (300, 114, date(2026, 1, 6), date(2026, 10, 16)),
}
# Times a year: of one item at one enterprise, and of one enterprise by one level. Whoever is reported is not counted.
_CAP = 2
_APART = 14


class Ledger:
    """Count the inspections of each organisation, so that none is inspected more often than allowed."""

    def __init__(self) -> None:
        """Begin with nothing counted."""
        self._days: dict[str, list[date]] = defaultdict(list)
        self._counts: dict[tuple[str, int, str], int] = defaultdict(int)

    def allows(self, visit: Visit) -> bool:
        """Tell whether a visit stays within the caps and is not too soon before or after another."""
        if any(abs((day - visit.day).days) < _APART for day in self._days[visit.org.code]):
            return False
        return all(self._counts[place] < _CAP for place in _capped(visit))

    def add(self, visit: Visit) -> Visit:
        """Count a visit, and return it."""
        self._days[visit.org.code].append(visit.day)
        for place in _capped(visit):
            self._counts[place] += 1
        return visit


def _capped(visit: Visit) -> list[tuple[str, int, str]]:
    if visit.kind == CASE or not is_enterprise(visit.org):
        return []
    level = "county" if visit.body in COUNTY.values() else "city"
    return [
        (visit.org.code, visit.day.year, name) for name in (level, *{topic.item for topic in visit.topics})
    ]


def visits(orgs: Sequence[Organisation], penalties: Sequence[Row], draws: Sequence[Draw]) -> list[Visit]:
    """Return all inspections by day: the random checks, those that led to penalties, and the others."""
    rng = Random(20250106)
    ledger = Ledger()
    made = [ledger.add(draw.visit) for draw in draws if draw.state == DONE]
    gone = {draw.visit.org.code for draw in draws if draw.state != DONE}
    made += _case_visits(rng, {org.code: org for org in orgs}, penalties, made, ledger)
    inspected = [org for org in orgs if topics_of(org) and org.code not in gone]
    for year, (count, opinions, _, _) in _YEARS.items():
        known = [visit for visit in made if visit.day.year == year]
        others = _others(rng, inspected, year, count - len(known), ledger)
        _advise(rng, others, opinions - sum(visit.opinion for visit in known))
        made += others
    made.sort(key=lambda visit: visit.order)
    _number(made)
    return made


def _case_visits(
    rng: Random,
    orgs: dict[str, Organisation],
    penalties: Sequence[Row],
    known: Sequence[Visit],
    ledger: Ledger,
) -> list[Visit]:
    taken = {(visit.org.code, visit.day) for visit in known}
    groups: dict[tuple[str, date], list[Row]] = defaultdict(list)
    for row in told_cases(penalties):
        groups[row["统一社会信用代码"], found_on(row) or date.min].append(row)
    made = []
    for place, cases in groups.items():
        if place not in taken:
            visit = case_visit(rng, orgs[place[0]], cases, ROUTINE)
            kinds = {topic.kind for topic in visit.topics}
            visit.kind = kinds.pop() if len(kinds) == 1 and rng.random() < 0.6 else CASE
            visit.kind = visit.kind if ledger.allows(visit) else CASE
            visit.opinion = rng.random() < 0.75
            made.append(ledger.add(visit))
    return made


def _others(rng: Random, orgs: Sequence[Organisation], year: int, count: int, ledger: Ledger) -> list[Visit]:
    slots = [(org, county) for org in orgs for county in (False, False, True, True)]
    slots.sort(key=lambda _: rng.random())
    made: list[Visit] = []
    for org, county in slots:
        if len(made) == count:
            return made
        if county and org.region not in COUNTY:
            continue
        visit = _other(rng, org, year, county=county)
        if ledger.allows(visit):
            made.append(ledger.add(visit))
    raise ValueError(f"{year}: only {len(made)} of {count}")


def _other(rng: Random, org: Organisation, year: int, *, county: bool) -> Visit:
    _, _, first, last = _YEARS[year]
    topics = _agenda(rng, org)
    kind = CASE if rng.random() < 0.04 else topics[0].kind
    if not is_enterprise(org) and rng.random() < 0.15:
        kind = SPECIAL
    day = workday_between(rng, first, last)
    concluded = workday_after(day, between(rng, 0, 3))
    body = authority(org, topics[0], county=county)
    return Visit(org, day, body, topics, kind, officers(rng), concluded, published_after(rng, concluded))


def _agenda(rng: Random, org: Organisation) -> tuple[Topic, ...]:
    """Return one topic, or two of the same kind that can be looked at in the same way."""
    first = pick(rng, topics_of(org))
    alike = (first.domain, first.way, first.kind)
    near = [item for item in topics_of(org) if (item.domain, item.way, item.kind) == alike and item != first]
    return (first, pick(rng, near)) if near and rng.random() < 0.4 else (first,)


def _advise(rng: Random, made: Sequence[Visit], count: int) -> None:
    for visit in sorted(made, key=lambda _: rng.random())[:count]:
        visit.problem, visit.opinion = pick(rng, pick(rng, visit.topics).problems), True


def _number(made: Sequence[Visit]) -> None:
    serial: dict[str, int] = defaultdict(int)
    for visit in made:
        if visit.opinion:
            series = f"{visit.body.sign}监意〔{visit.day.year}〕"
            serial[series] += 1
            visit.opinion_no = f"{series}{serial[series]}号"


def inspection_rows(made: Sequence[Visit]) -> list[Row]:
    """Return the rows of the register, numbered by year; two were entered by mistake."""
    serial: dict[int, int] = defaultdict(int)
    rows = []
    for visit in made:
        serial[visit.day.year] += 1
        rows.append({"记录编号": f"INS-{visit.day.year}-{serial[visit.day.year]:05d}"} | _row(visit))
    mistaken = [row for row in rows if row["检查日期"] > "2026-02" and row["检查结论"] == "未发现问题"]
    for row in mistaken[::120][:2]:
        day = workday_after(date.fromisoformat(row["公开日期"]), 6).isoformat()
        row |= {"状态": "已撤回", "停止公示日期": day, "停止公示原因": "数据有误", "最后更新": day}
        row["撤回说明"] = "检查对象录入有误，该条信息停止公示。"
    return rows


def _row(visit: Visit) -> Row:
    enterprise = is_enterprise(visit.org)
    formed, published = visit.concluded.isoformat(), visit.published.isoformat()
    row = dict.fromkeys(FIELDS[1:], "") | subject(visit) | {"执法专业": visit.domain}
    row |= {"是否涉企": _yes(enterprise), "关联任务": visit.task, "检查日期": visit.day.isoformat()}
    if enterprise:
        row["检查事项"] = "|".join(sorted({topic.item for topic in visit.topics}))
    else:
        row["抽查事项"] = "|".join(sorted({topic.random for topic in visit.topics}))
    row |= {"检查类型": visit.kind, "检查方式": visit.topics[0].way, "检查人数": str(visit.officers)}
    row |= {"检查结论": visit.conclusion, "问题摘要": visit.problem, "是否出具意见书": _yes(visit.opinion)}
    row |= {"监督意见书编号": visit.opinion_no, "是否立案": _yes(visit.filed), "结论日期": formed}
    row |= {"信息形成日期": formed, "公开日期": published}
    return row | {"最后更新": visit.updated or published, "状态": "公示中"}


def _yes(held: bool) -> str:
    return "是" if held else "否"
