"""Invent the credit commitments of 2025 and 2026; those on licences and repairs follow from their registers.

A promise made for a repair stops with the penalty it was made for: else it would tell of the penalty again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from bodies import COMMISSION, COUNTY
from commitment_matters import LICENCE, MATTERS, PLACES, PROOF, REPAIR, SHOWN, TRADE_RULES, Matter, proofs
from draws import between, pick, spread, weighted, workday_between
from organisations import NATURAL, Organisation
from spans import last_valid_day
from working_days import workday_after

Row = dict[str, str]
FIELDS = (
    "记录编号",
    "公开机构",
    "承诺人名称",
    "承诺人类别",
    "统一社会信用代码",
    "所在区划",
    "承诺类型",
    "承诺事项",
    "承诺内容",
    "承诺日期",
    "有效期至",
    "履约状态",
    "违诺日期",
    "违诺处理",
    "信息形成日期",
    "公开日期",
    "最后更新",
    "状态",
    "停止公示日期",
    "停止公示原因",
    "撤回说明",
)
# The seed report of 2025 counts 13000多条; of 2026 only a sample has been gathered.
_TOTALS = {2025: 13026, 2026: 600}
_BREACHED = {2025: 39, 2026: 2}
_SEASONS = {
    2025: (
        ((date(2025, 2, 10), date(2025, 4, 30)), 5),
        ((date(2025, 5, 6), date(2025, 8, 29)), 3),
        ((date(2025, 9, 1), date(2025, 12, 26)), 2),
    ),
    2026: (((date(2026, 1, 5), date(2026, 10, 28)), 1),),
}
_LAST_CHECKED = date(2026, 9, 15)
_CITY_TRADES = ("医院", "妇幼", "影像", "医疗美容")
_HANDLED = ("责令限期改正，复查合格", "约谈负责人，改正后复查合格", "责令限期改正，增加检查频次")


@dataclass(frozen=True)
class _Promise:
    """Say who promised what to whom, on which day, and until when (None: without end)."""

    body: str
    party: Row
    matter: Matter
    day: date
    until: str = ""


def commitment_rows(
    orgs: Sequence[Organisation], licensed: Sequence[Row], fined: Sequence[Row], red: frozenset[str]
) -> list[Row]:
    """Return the rows of both years; organisations on the red list have kept all their promises."""
    rng = Random(20250213)
    repairs = list(_repairs(rng, fined))
    used: set[tuple[str, str]] = set()
    rows: list[Row] = []
    for year, total in _TOTALS.items():
        fixed = [item for item in (*repairs, *_licences(rng, licensed)) if item.day.year == year]
        fixed += _proofs(rng, orgs, year)
        free = _free(rng, orgs, year, used)[: total - len(fixed)]
        used |= {(item.party["统一社会信用代码"], item.matter.title) for item in free}
        rows += _numbered(rng, [*fixed, *free], year)
    _stop_repaired(rows, fined)
    _break(rng, rows, red)
    _withdraw(rows)
    return rows


def _free(rng: Random, orgs: Sequence[Organisation], year: int, used: set[tuple[str, str]]) -> list[_Promise]:
    """Return promises that an organisation makes of itself, in an order without meaning."""
    found: list[_Promise] = []
    for org in orgs:
        days = [_day(rng, year) for _ in range(2)]
        body = COMMISSION if org.trade in _CITY_TRADES else COUNTY.get(org.region, COMMISSION)
        for matter in MATTERS[org.trade]:
            day = pick(rng, days)
            if matter.yearly or (org.code, matter.title) not in used:
                until = "" if matter.yearly else last_valid_day(day, 3).isoformat()
                found.append(_Promise(body.name, _party(org), matter, day, until))
    return sorted(found, key=lambda _: rng.random())


def _proofs(rng: Random, orgs: Sequence[Organisation], year: int) -> Iterator[_Promise]:
    for org in orgs:
        for matter in proofs(org.name, org.trade):
            share = 0.03 if org.trade in PLACES else 0.42
            if rng.random() < (share if year == 2025 else share / 15):
                yield _Promise(COMMISSION.name, _party(org), matter, _day(rng, year))


def _licences(rng: Random, licensed: Sequence[Row]) -> Iterator[_Promise]:
    """Yield a promise for every licence of a public place that was granted, renewed or changed."""
    for row in licensed:
        kept = row["证书种类"] == "公共场所卫生许可证" and row["决定类型"] in ("准予", "延续", "变更")
        if kept and row["状态"] == "公示中" and row["许可决定日期"] < "2026-10-29":
            title = f"公共场所卫生许可（{row['决定类型']}）"
            day = date.fromisoformat(row["许可决定日期"]) - timedelta(between(rng, 0, 1))
            matter = Matter(LICENCE, title, "符合公共场所卫生标准和要求")
            yield _Promise(row["许可机关"], _copied(row), matter, day, row["有效期至"])


def _repairs(rng: Random, fined: Sequence[Row]) -> Iterator[_Promise]:
    """Yield a promise for every repaired penalty, and for some that may be repaired soon."""
    matter = Matter(REPAIR, "信用修复承诺", "已纠正违法行为，不再发生")
    for row in _repaired(fined):
        asked = workday_after(date.fromisoformat(row["停止公示日期"]) - timedelta(18), 1)
        yield _promise_of(row, matter, max(asked, workday_after(_before(row["最早可修复日"]), 1)))
    waiting = [
        row
        for row in fined
        if row["状态"] == "公示中" and row["行政相对人类别"] != NATURAL and row["失信程度"] == "一般"
    ]
    ready = [row for row in waiting if "2026-07" < row["最早可修复日"] < "2026-10-10"]
    for row in spread(ready, 8):
        yield _promise_of(row, matter, workday_between(rng, date(2026, 10, 12), date(2026, 10, 28)))


def _repaired(fined: Sequence[Row]) -> list[Row]:
    return [row for row in fined if row["状态"] == "已修复" and row["行政相对人类别"] != NATURAL]


def _promise_of(row: Row, matter: Matter, day: date) -> _Promise:
    return _Promise(row["公开机构"], _copied(row), matter, day, last_valid_day(day, 3).isoformat())


def _before(day: str) -> date:
    return date.fromisoformat(day) - timedelta(1)


def _day(rng: Random, year: int) -> date:
    return workday_between(rng, *weighted(rng, _SEASONS[year]))


def _party(org: Organisation) -> Row:
    return {
        "承诺人名称": org.name,
        "承诺人类别": org.kind,
        "统一社会信用代码": org.code,
        "所在区划": org.region,
    }


def _copied(row: Row) -> Row:
    return {
        "承诺人名称": row["行政相对人名称"],
        "承诺人类别": row["行政相对人类别"],
        "统一社会信用代码": row["统一社会信用代码"],
        "所在区划": row["所在区划"],
    }


def _numbered(rng: Random, promises: Sequence[_Promise], year: int) -> Iterator[Row]:
    order = sorted(promises, key=lambda item: (item.day, item.party["统一社会信用代码"], item.matter.title))
    for place, item in enumerate(order, start=1):
        yield {"记录编号": f"COM-{year}-{place:05d}", **_row(rng, item, year)}


def _row(rng: Random, promise: _Promise, year: int) -> Row:
    matter, day = promise.matter, promise.day.isoformat()
    quick = 2 if matter.kind == REPAIR else 15
    published = workday_after(promise.day, between(rng, 2, quick))
    checked = _checked(rng, promise, published)
    return dict.fromkeys(FIELDS[1:], "") | {
        "公开机构": promise.body,
        **promise.party,
        "承诺类型": matter.kind,
        "承诺事项": matter.titled(year),
        "承诺内容": matter.content,
        "承诺日期": day,
        "有效期至": promise.until,
        "履约状态": "已履约" if checked else "履约中",
        "信息形成日期": day,
        "公开日期": published.isoformat(),
        "最后更新": (checked or published).isoformat(),
        "状态": "公示中",
    }


def _checked(rng: Random, promise: _Promise, published: date) -> date | None:
    """Return the day on which a promise was found kept, if it was: lasting ones are still running."""
    if promise.matter.yearly and promise.day.year == 2025:
        return workday_between(rng, date(2026, 1, 26), date(2026, 2, 27))
    once = promise.matter.kind in (PROOF, LICENCE)
    return workday_after(published, between(rng, 15, 40)) if once and promise.day < _LAST_CHECKED else None


def _stop_repaired(rows: Sequence[Row], fined: Sequence[Row]) -> None:
    stopped: dict[str, list[str]] = {}
    for row in sorted(_repaired(fined), key=lambda item: item["停止公示日期"]):
        stopped.setdefault(row["统一社会信用代码"], []).append(row["停止公示日期"])
    for row in rows:
        if row["承诺类型"] == REPAIR and row["承诺日期"] < "2026-10":
            day = stopped[row["统一社会信用代码"]].pop(0)
            row |= {"履约状态": "已履约", "状态": "已修复", "停止公示日期": day, "最后更新": day}
            row |= {
                "停止公示原因": "信用修复",
                "撤回说明": "准予信用修复，承诺与原处罚信息同日停止公示。",
            }


def _break(rng: Random, rows: Sequence[Row], red: frozenset[str]) -> None:
    """Mark promises that were not kept, in every kind but licences and repairs."""
    for year, count in _BREACHED.items():
        open_to = [
            row
            for row in rows
            if row["承诺日期"].startswith(str(year))
            and row["承诺日期"] < "2026-07"
            and row["统一社会信用代码"] not in red
            and row["承诺类型"] in (SHOWN, TRADE_RULES, PROOF)
            and not row["承诺事项"].startswith("2026")
        ]
        for row in spread(open_to, count):
            row |= _breach(rng, row)


def _breach(rng: Random, row: Row) -> Row:
    found = workday_after(date.fromisoformat(row["公开日期"]), between(rng, 25, 75))
    handled = pick(rng, _HANDLED)
    if row["承诺类型"] == PROOF:
        handled = "终止办理，不再适用告知承诺"
    if row["承诺事项"].startswith("2025"):
        found, handled = workday_between(rng, date(2026, 1, 12), date(2026, 1, 30)), "约谈负责人，已补做"
    updated = workday_after(found, between(rng, 8, 16)).isoformat()
    return {"履约状态": "违诺", "违诺日期": found.isoformat(), "违诺处理": handled, "最后更新": updated}


def _withdraw(rows: Sequence[Row]) -> None:
    """Take down five rows that were gathered wrongly, and hold one that its party disputes."""
    kept = [row for row in rows if row["履约状态"] == "履约中" and row["承诺类型"] == SHOWN]
    *wrong, disputed = spread(kept, 6)
    for place, row in enumerate(wrong):
        stopped = workday_after(date.fromisoformat(row["公开日期"]), 12 + 5 * place).isoformat()
        row |= {"状态": "已撤回", "停止公示日期": stopped, "停止公示原因": "数据有误", "最后更新": stopped}
        row["撤回说明"] = "归集时承诺事项填写有误，该条信息停止公示。"
    disputed |= {"状态": "异议核查中", "最后更新": "2026-11-16"}
