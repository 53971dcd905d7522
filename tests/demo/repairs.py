"""Invent the credit repairs behind the repaired rows, some that were refused, and the objections."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from working_days import is_workday, workday_after

Row = dict[str, str]
REPAIR_FIELDS = (
    *("修复编号", "公开机构", "原记录清单", "原记录编号", "申请日期", "申请渠道", "受理日期", "受理结果"),
    *("不予受理理由", "最短公示期满日", "义务履行", "公开承诺", "决定日期", "修复决定", "终止公示日"),
    *("停止共享日", "解除惩戒日", "公示说明", "公开日期"),
)
OBJECTION_FIELDS = (
    *("异议编号", "公开机构", "对象清单", "对象记录编号", "收到日期", "异议理由", "异议标注日"),
    *("办结期限", "办结日期", "处理结果", "理由说明", "是否复核", "公开日期"),
)
BODY = "示例市卫生健康委员会"
PENALTIES, SERIOUS = "行政处罚信息公示", "严重失信主体名单（黑名单）"
_OPEN = {"PEN-2025-0300": ("2026-11-19", "2026-11-20"), "PEN-2026-0060": ("2026-11-18", "2026-11-19")}
_DONE = (
    ("PEN-2025-0150", "内容错误", "2026-03-04", "维持", "经核查，公示内容与决定书一致。"),
    ("PEN-2025-0220", "超期仍公示", "2026-04-15", "维持", "经核查，尚在规定的公示期内。"),
    ("PEN-2025-0340", "内容错误", "2026-05-12", "更正", "违法事实中的检查日期录入有误，已经更正。"),
    ("PEN-2025-0410", "遗漏", "2026-06-16", "维持", "经核查，公示内容没有遗漏。"),
    ("PEN-2026-0010", "内容错误", "2026-07-08", "更正", "处罚内容中的金额单位录入有误，已经更正。"),
    ("PEN-2026-0025", "冒名", "2026-08-12", "维持", "经核查，相对人身份无误。"),
)


def repair_rows(fined: Sequence[Row], serious: Sequence[Row]) -> list[Row]:
    """Return one granted repair for each repaired row, and three applications that ended or stand otherwise."""
    repaired = [(PENALTIES, row, row["最早可修复日"]) for row in fined if row["状态"] == "已修复"]
    repaired += [(SERIOUS, row, row["最短公示期满"]) for row in serious if row["状态"] == "已修复"]
    repaired.sort(key=lambda found: (found[1]["停止公示日期"], found[1]["记录编号"]))
    rows = [_granted(title, row, first) for title, row, first in repaired]
    rows += _others({row["记录编号"]: row for row in fined})
    rows.sort(key=lambda row: row["申请日期"])
    years: dict[str, int] = {}
    for row in rows:
        year = row["申请日期"][:4]
        years[year] = years.get(year, 0) + 1
        row["修复编号"] = f"RP-{year}-{years[year]:03d}"
    return rows


def _granted(title: str, row: Row, first: str) -> Row:
    decided = date.fromisoformat(row["停止公示日期"])
    accepted = _workday_before(decided, 6)
    stop = decided.isoformat()
    return {
        **_applied(title, row["记录编号"], _workday_before(accepted, 1), first),
        "受理日期": accepted.isoformat(),
        "受理结果": "受理",
        "决定日期": stop,
        "修复决定": "准予",
        "终止公示日": stop,
        "停止共享日": stop,
        "解除惩戒日": stop,
        "公示说明": "该条信息已停止公示。",
        "公开日期": stop,
    }


def _applied(title: str, key: str, on: date, first: str) -> Row:
    return {
        **dict.fromkeys(REPAIR_FIELDS, ""),
        "公开机构": BODY,
        "原记录清单": title,
        "原记录编号": key,
        "申请日期": on.isoformat(),
        "申请渠道": "信用中国",
        "最短公示期满日": first,
        "义务履行": "是",
        "公开承诺": "是",
    }


def _others(fined: dict[str, Row]) -> list[Row]:
    """Return an application that was not accepted, one that was refused, and one that is still open."""
    early = next(row for row in fined.values() if row["最早可修复日"] > "2026-12-01")
    unproven, waiting = fined["PEN-2025-0200"], fined["PEN-2025-0500"]
    rows = [
        _applied(PENALTIES, row["记录编号"], on, row["最早可修复日"])
        for row, on in (
            (early, date(2026, 11, 9)),
            (unproven, date(2026, 9, 1)),
            (waiting, date(2026, 11, 17)),
        )
    ]
    rows[0] |= {"受理结果": "不予受理", "不予受理理由": "尚未达到最短公示期。", "公开承诺": "否"}
    rows[1] |= {"受理日期": "2026-09-03", "受理结果": "受理", "决定日期": "2026-09-15", "修复决定": "不予"}
    rows[2] |= {"受理日期": "2026-11-19", "受理结果": "受理"}
    return rows


def objection_rows(fined: Sequence[Row]) -> list[Row]:
    """Return objections that were answered, one that ended in withdrawal, and two still being looked into."""
    withdrawn = next(row for row in fined if row["记录编号"] == "PEN-2025-0599")
    end = date.fromisoformat(withdrawn["停止公示日期"])
    rows = [_answered(key, reason, date.fromisoformat(on), *said) for key, reason, on, *said in _DONE]
    said = ("停止公开", "所依据的决定已经被撤销，该条信息停止公示。")
    rows.append(_answered(withdrawn["记录编号"], "决定已撤销", _workday_before(end, 4), *said, end))
    for key, (received, marked) in _OPEN.items():
        rows.append(_received(key, "内容错误", date.fromisoformat(received)) | {"异议标注日": marked})
    rows.sort(key=lambda row: (row["收到日期"], row["对象记录编号"]))
    for number, row in enumerate(rows, start=1):
        row["异议编号"] = f"OB-2026-{number:03d}"
    return rows


def _received(key: str, reason: str, on: date) -> Row:
    return {
        **dict.fromkeys(OBJECTION_FIELDS, ""),
        "公开机构": BODY,
        "对象清单": PENALTIES,
        "对象记录编号": key,
        "收到日期": on.isoformat(),
        "异议理由": reason,
        "异议标注日": workday_after(on, 1).isoformat(),
        "办结期限": workday_after(on, 5).isoformat(),
        "公开日期": workday_after(on, 1).isoformat(),
    }


def _answered(key: str, reason: str, on: date, result: str, text: str, end: date | None = None) -> Row:
    finished = end or workday_after(on, 4)
    return _received(key, reason, on) | {
        "办结日期": finished.isoformat(),
        "处理结果": result,
        "理由说明": text,
        "是否复核": "否",
    }


def _workday_before(day: date, count: int) -> date:
    while count:
        day -= timedelta(1)
        count -= is_workday(day)
    return day
