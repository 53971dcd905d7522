"""Invent the red list and the list of seriously dishonest subjects."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random

from bodies import COMMISSION
from draws import between, spread
from organisations import Organisation
from spans import last_valid_day, months_after
from working_days import workday_after

Row = dict[str, str]
RED_FIELDS = (
    "记录编号",
    "公开机构",
    "机构名称",
    "机构类别",
    "统一社会信用代码",
    "法定代表人",
    "所在区划",
    "批次",
    "级别",
    "认定标准",
    "认定机关",
    "事前公示起",
    "事前公示止",
    "有无异议",
    "认定日期",
    "有效期自",
    "有效期至",
    "激励措施",
    "信息形成日期",
    "公开日期",
    "最后更新",
    "状态",
    "移出日期",
    "移出原因",
    "停止公示日期",
    "停止公示原因",
    "撤回说明",
)
SERIOUS_FIELDS = (
    "记录编号",
    "公开机构",
    "主体名称",
    "主体类别",
    "统一社会信用代码",
    "法定代表人",
    "所在区划",
    "名单类别",
    "失信事实",
    "列入依据",
    "认定文书号",
    "认定机关",
    "认定机关代码",
    "列入前告知日期",
    "列入日期",
    "最短公示期满",
    "最长公示期满",
    "惩戒措施",
    "是否自然人",
    "撤销变更日期",
    "信息形成日期",
    "公开日期",
    "最后更新",
    "状态",
    "停止公示日期",
    "停止公示原因",
    "撤回说明",
)
# The day of the notice, how many organisations, and for how many years.
_BATCHES = ((date(2023, 10, 9), 6, 2), (date(2024, 11, 4), 7, 3), (date(2026, 3, 2), 11, 2))
_CRITERIA = ("连续三年无行政处罚记录", "信用等级评定为良好以上", "连续三年无责任投诉", "自主承诺履行到位")
_INCENTIVES = "减少双随机抽查频次|办理行政许可容缺受理|评先评优优先考虑"
_RED_TRADES = ("医院", "口腔", "妇幼", "住宿", "游泳", "文娱商场", "供水", "学校", "影像", "美容美发")
_CREDIT_LAW = "《中华人民共和国基本医疗卫生与健康促进法》第九十三条"
_MEASURES = "列为重点监督检查对象|限制参加评先评优"
_LISTED = (
    ("SDL-2025-001", date(2025, 10, 16)),
    ("SDL-2026-001", date(2026, 5, 20)),
    ("SDL-2026-002", date(2026, 8, 6)),
    ("SDL-2026-003", date(2026, 10, 14)),
)
_LENDING = "出租、出借医疗机构执业许可证"
_CONTRACTING = "对外出租、承包医疗科室"


def red_rows(orgs: Sequence[Organisation], penalties: Sequence[Row], bad: frozenset[str]) -> list[Row]:
    """Return three batches of organisations without penalties; one of them was fined later and removed."""
    rng = Random(20231009)
    fines = Counter(row["统一社会信用代码"] for row in penalties)
    clean = [org for org in orgs if org.trade in _RED_TRADES and not fines[org.code] and org.code not in bad]
    once = {row["统一社会信用代码"]: row for row in penalties if row["处罚决定日期"] > "2026-04"}
    fallen = next(
        org for org in orgs if org.trade in _RED_TRADES and fines[org.code] == 1 and org.code in once
    )
    members = [*spread(clean, 23)[:-1], fallen, spread(clean, 23)[-1]]
    rows = list(_batches(rng, members))
    _remove(rows[22], date.fromisoformat(once[fallen.code]["处罚决定日期"]))
    for row in rows[:2]:
        ended = months_after(date.fromisoformat(row["认定日期"]), 24).isoformat()
        row |= {"状态": "期满停止", "停止公示日期": ended, "停止公示原因": "公示期满", "最后更新": ended}
    return rows


def _batches(rng: Random, members: Sequence[Organisation]) -> Iterator[Row]:
    queue = iter(members)
    for begins, count, years in _BATCHES:
        for place in range(1, count + 1):
            yield _red_row(rng, begins, f"RED-{begins.year}-{place:03d}", next(queue), years)


def _red_row(rng: Random, begins: date, number: str, org: Organisation, years: int) -> Row:
    ends = workday_after(begins, 5)
    recognised = workday_after(ends, 2)
    day, published = recognised.isoformat(), workday_after(recognised, between(rng, 2, 9)).isoformat()
    row = dict.fromkeys(RED_FIELDS, "") | _subject(org, "机构名称", "机构类别") | {"记录编号": number}
    row |= {"批次": f"{begins.year}年第一批", "级别": "市级", "认定标准": "|".join(_criteria(rng))}
    row |= {
        "事前公示起": begins.isoformat(),
        "事前公示止": ends.isoformat(),
        "有无异议": "否",
        "认定日期": day,
    }
    row |= {
        "有效期自": day,
        "有效期至": last_valid_day(recognised, years).isoformat(),
        "激励措施": _INCENTIVES,
    }
    row |= {"认定机关": COMMISSION.name, "信息形成日期": day}
    return row | {"公开日期": published, "最后更新": published, "状态": "公示中"}


def _criteria(rng: Random) -> tuple[str, ...]:
    return _CRITERIA[: between(rng, 2, len(_CRITERIA))]


def _remove(row: Row, fined: date) -> None:
    day = workday_after(fined, 6).isoformat()
    row |= {
        "移出日期": day,
        "移出原因": "新增行政处罚",
        "停止公示日期": day,
        "停止公示原因": "移出名单",
        "最后更新": day,
    }
    row |= {"状态": "已撤回", "撤回说明": "认定后新增行政处罚信息，按规定移出名单。"}


def serious_rows(orgs: Sequence[Organisation], penalties: Sequence[Row]) -> list[Row]:
    """Return six listings: one repaired, one whose time is over, four that follow from penalties."""
    fined = {row["统一社会信用代码"] for row in penalties}
    former = [org for org in orgs if org.trade in ("口腔", "诊所") and org.code not in fined][:2]
    rows = [
        _serious_row("SDL-2023-001", date(2023, 9, 18), _LENDING, former[0]),
        _serious_row("SDL-2024-001", date(2024, 3, 20), _LENDING, former[1]),
    ]
    for (number, listed), row in zip(_LISTED, _culprits(penalties), strict=False):
        org = next(org for org in orgs if org.code == row["统一社会信用代码"])
        rows.append(_serious_row(number, listed, row["违法行为类型"], org))
    stopped = {"停止公示日期": "2025-06-18", "停止公示原因": "信用修复", "最后更新": "2025-06-18"}
    rows[1] |= stopped | {"状态": "已修复"}
    return rows


def _culprits(penalties: Sequence[Row]) -> list[Row]:
    grave = [
        row
        for row in penalties
        if row["违法行为类型"] in (_LENDING, _CONTRACTING) and row["状态"] == "公示中"
    ]
    return list({row["统一社会信用代码"]: row for row in reversed(grave)}.values())[::-1]


def _serious_row(number: str, listed: date, offence: str, org: Organisation) -> Row:
    day, published = listed.isoformat(), workday_after(listed, 4).isoformat()
    category = "严重危害正常医疗秩序" if offence == _LENDING else "严重违法执业"
    serial = number.rsplit("-", 1)[1].lstrip("0")
    row = dict.fromkeys(SERIOUS_FIELDS, "") | _subject(org, "主体名称", "主体类别") | {"记录编号": number}
    row |= {"名单类别": category, "失信事实": f"{offence}，被依法处罚，情节严重。", "列入依据": _CREDIT_LAW}
    row |= {"认定文书号": f"示卫信认〔{listed.year}〕{serial}号", "列入日期": day, "惩戒措施": _MEASURES}
    row |= {"认定机关": COMMISSION.name, "认定机关代码": COMMISSION.code, "是否自然人": "否"}
    row["列入前告知日期"] = (listed - timedelta(30)).isoformat()
    row |= {
        "最短公示期满": months_after(listed, 12).isoformat(),
        "最长公示期满": months_after(listed, 36).isoformat(),
    }
    return row | {"信息形成日期": day, "公开日期": published, "最后更新": published, "状态": "公示中"}


def _subject(org: Organisation, name: str, kind: str) -> Row:
    return {
        "公开机构": COMMISSION.name,
        name: org.name,
        kind: org.kind,
        "统一社会信用代码": org.code,
        "法定代表人": org.representative,
        "所在区划": org.region,
    }
