"""Invent the licences of the register of administrative licences."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from bodies import BUREAU, COMMISSION, COUNTY, Body
from draws import between, pick, spread, weighted, workday_between
from organisations import Organisation
from spans import FOREVER, TODAY, last_valid_day, months_after
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
    "许可决定文书名称",
    "许可决定文书号",
    "决定类型",
    "许可类别",
    "执法专业",
    "证书种类",
    "许可证书名称",
    "许可编号",
    "许可内容",
    "许可决定日期",
    "有效期自",
    "有效期至",
    "许可机关",
    "许可机关代码",
    "当前状态",
    "公开依据",
    "信息形成日期",
    "公开日期",
    "最后更新",
    "状态",
    "停止公示日期",
    "停止公示原因",
    "撤回说明",
)
_YEARS = (
    (66, date(2023, 1, 5), date(2023, 12, 29)),
    (88, date(2024, 1, 4), date(2024, 12, 31)),
    (146, date(2025, 1, 6), date(2025, 12, 31)),
    (120, date(2026, 1, 5), date(2026, 11, 11)),
)
_BUREAU_FROM = date(2025, 7, 1)


@dataclass(frozen=True)
class Kind:
    """Describe a kind of certificate; years 0 means without end."""

    category: str
    sign: str
    domain: str
    years: int
    content: str


_CLINIC = Kind("医疗机构执业许可证", "医", "医疗卫生", 5, "诊疗科目：{text}")
_RAYS = Kind("放射诊疗许可证", "放", "放射卫生", 0, "X射线影像诊断")
_MOTHERS = Kind("母婴保健技术服务执业许可证", "母", "母婴保健与计划生育", 3, "助产技术、终止妊娠手术")
_PLACE = Kind("公共场所卫生许可证", "公", "公共场所", 4, "{text}")
_WATER = Kind("供水单位卫生许可证", "水", "生活饮用水", 4, "{text}")
_KINDS: dict[str, tuple[Kind, ...]] = {
    "口腔": (_CLINIC, _RAYS),
    "诊所": (_CLINIC,),
    "中医": (_CLINIC,),
    "医疗美容": (_CLINIC,),
    "医院": (_CLINIC, _RAYS),
    "妇幼": (_CLINIC, _MOTHERS),
    "影像": (_CLINIC, _RAYS),
    "供水": (_WATER,),
} | dict.fromkeys(("住宿", "民宿", "美容美发", "游泳", "文娱商场"), (_PLACE,))
_CONTENT = (
    ("口腔", "口腔科；医学影像科"),
    ("中医", "中医科；针灸科；推拿科"),
    ("医疗美容", "医疗美容科"),
    ("妇", "妇产科；儿科；麻醉科；医学检验科"),
    ("影像", "医学影像科"),
    ("体检", "内科；外科；医学检验科；医学影像科"),
    ("社区", "全科医疗科；预防保健科；中医科"),
    ("康复", "康复医学科；内科"),
    ("骨科", "外科；麻醉科；医学影像科"),
    ("医院", "内科；外科；妇产科；儿科；急诊医学科；医学检验科；医学影像科"),
    ("门诊部", "内科；外科；儿科"),
    ("美容店", "美容"),
    ("美发店", "美发"),
    ("美容美发", "美容；美发"),
    ("游泳", "游泳"),
    ("影城", "电影院"),
    ("商场", "商场"),
    ("浴场", "公共浴室"),
    ("供水", "集中式供水"),
    ("物业", "二次供水"),
)


def licence_rows(orgs: Sequence[Organisation]) -> list[Row]:
    """Return the rows of the register, numbered by year in the order of decision."""
    rng = Random(20230105)
    pairs = [(org, kind) for org in orgs for kind in _KINDS.get(org.trade, ()) if _holds(org, kind)]
    pairs.sort(key=lambda _: rng.random())
    days = [workday_between(rng, first, last) for count, first, last in _YEARS for _ in range(count)]
    rows = list(_numbered(rng, pairs, sorted(days)))
    _mark_ended(rows)
    _mark_cancelled(rows)
    return rows


def mark_revoked(licences: Sequence[Row], code: str, category: str, on: str) -> None:
    """Mark the newest certificate of that kind as revoked by a penalty."""
    held = [row for row in licences if (row["统一社会信用代码"], row["证书种类"]) == (code, category)]
    held[-1] |= {"当前状态": "吊销", "最后更新": max(on, held[-1]["公开日期"])}


def _holds(org: Organisation, kind: Kind) -> bool:
    """A clinic (诊所) is filed, not licensed."""
    return kind is not _CLINIC or not org.name.endswith("诊所")


def _numbered(rng: Random, pairs: Sequence[tuple[Organisation, Kind]], days: Sequence[date]) -> Iterator[Row]:
    serial: dict[str, int] = defaultdict(int)
    for place, day in enumerate(days):
        org, kind = pairs[place % len(pairs)]
        serial[str(day.year)] += 1
        body = _authority(rng, org, kind, day)
        document = f"{body.sign}{kind.sign}许〔{day.year}〕"
        serial[document] += 1
        numbers = (f"LIC-{day.year}-{serial[str(day.year)]:04d}", f"{document}{serial[document]}号")
        yield _row(rng, numbers, (org, kind), body, day, again=place >= len(pairs))


def _authority(rng: Random, org: Organisation, kind: Kind, day: date) -> Body:
    if org.region in COUNTY and kind is not _RAYS and rng.random() < 0.5:
        return COUNTY[org.region]
    return BUREAU if kind in (_PLACE, _WATER) and day >= _BUREAU_FROM else COMMISSION


def _row(
    rng: Random,
    numbers: tuple[str, str],
    held: tuple[Organisation, Kind],
    body: Body,
    day: date,
    *,
    again: bool,
) -> Row:
    org, kind = held
    decision = (
        pick(rng, ("变更", "延续")) if again else weighted(rng, (("准予", 8), ("延续", 2), ("变更", 2)))
    )
    begins, ends = _validity(rng, kind, decision, day)
    published = workday_after(
        day, between(rng, 8, 13) if rng.random() < 0.02 else between(rng, 1, 7)
    ).isoformat()
    row = dict.fromkeys(FIELDS, "") | {
        "记录编号": numbers[0],
        "许可决定文书号": numbers[1],
        "决定类型": decision,
    }
    row |= {"公开机构": body.name, "许可机关": body.name, "许可机关代码": body.code}
    row |= {"许可决定日期": day.isoformat(), "信息形成日期": day.isoformat(), "公开日期": published}
    row |= {"有效期自": begins, "有效期至": ends, "最后更新": published}
    row["许可编号"] = f"示{kind.sign}证字〔{day.year}〕第{int(numbers[0][-4:]):06d}号"
    return row | _subject(org) | _certificate(org, kind, decision)


def _validity(rng: Random, kind: Kind, decision: str, day: date) -> tuple[str, str]:
    if not kind.years:
        return day.isoformat(), FOREVER.isoformat()
    if decision == "变更":
        return day.isoformat(), (months_after(day, between(rng, 9, 36)) - timedelta(1)).isoformat()
    return day.isoformat(), last_valid_day(day, kind.years).isoformat()


def _subject(org: Organisation) -> Row:
    return {
        "行政相对人名称": org.name,
        "行政相对人类别": org.kind,
        "统一社会信用代码": org.code,
        "法定代表人": org.representative,
        "所在区划": org.region,
    }


def _certificate(org: Organisation, kind: Kind, decision: str) -> Row:
    text = next((content for mark, content in _CONTENT if mark in org.name), "住宿")
    return {
        "许可决定文书名称": f"{decision}行政许可决定书",
        "许可类别": "普通",
        "执法专业": kind.domain,
        "证书种类": kind.category,
        "许可证书名称": kind.category,
        "许可内容": kind.content.format(text=text),
        "当前状态": "有效",
        "公开依据": "《中华人民共和国行政许可法》第四十条",
        "状态": "公示中",
    }


def ended_lately(row: Row) -> Row:
    """Return a row as it is committed: other registers were drawn before the latest certificates ended."""
    ended = row["当前状态"] == "有效" and row["有效期至"] < TODAY.isoformat()
    return row | {"当前状态": "过期", "最后更新": max(row["公开日期"], row["有效期至"])} if ended else row


def _mark_ended(rows: Sequence[Row]) -> None:
    for row in rows:
        if row["有效期至"] < "2026-09-01":
            row |= {"当前状态": "过期", "最后更新": max(row["公开日期"], row["有效期至"])}


def _mark_cancelled(rows: Sequence[Row]) -> None:
    alive = [row for row in rows if row["当前状态"] == "有效" and "2024-06" < row["许可决定日期"] < "2026-06"]
    *given_up, withdrawn = spread(alive, 6)
    for place, row in enumerate(given_up):
        on = workday_after(date.fromisoformat(row["公开日期"]), 60 + 11 * place)
        row |= {"当前状态": "注销", "最后更新": min(on, TODAY - timedelta(3)).isoformat()}
    withdrawn |= {"当前状态": "撤销", "状态": "已撤回", "停止公示原因": "决定被撤销"}
    stopped = workday_after(date.fromisoformat(withdrawn["公开日期"]), 70).isoformat()
    withdrawn |= {"停止公示日期": stopped, "最后更新": stopped}
    withdrawn["撤回说明"] = "准予许可决定经上级机关依法撤销，该条信息停止公示。"
    for row in spread(
        [row for row in rows if row["许可决定日期"] > "2026-06" and row["有效期至"] < "2099"], 3
    ):
        begins = date.fromisoformat(row["许可决定日期"]) - timedelta(700)
        row |= {"决定类型": "注销", "许可决定文书名称": "注销行政许可决定书", "当前状态": "注销"}
        row |= {"有效期自": begins.isoformat(), "有效期至": last_valid_day(begins, 4).isoformat()}
