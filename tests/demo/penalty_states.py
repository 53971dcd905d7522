"""Give the invented penalties every state and every later event that the rules know."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from draws import spread
from organisations import NATURAL
from working_days import workday_after

Row = dict[str, str]
_WITHDRAWN = (
    ("撤销", "决定被撤销", "行政处罚决定经行政复议被撤销，该条信息停止公示。"),
    ("确认违法", "决定被确认违法", "行政处罚决定经行政诉讼被确认违法，该条信息停止公示。"),
    ("变更", "决定被变更", "行政处罚决定的罚款数额经行政复议变更，原信息停止公示。"),
    ("撤销", "决定被撤销", "行政处罚决定经人民法院判决撤销，该条信息停止公示。"),
    ("确认无效", "决定被确认无效", "行政处罚决定经行政诉讼被确认无效，该条信息停止公示。"),
    ("变更", "决定被变更", "行政处罚决定的处罚种类经行政复议变更，原信息停止公示。"),
    ("撤销", "决定被撤销", "作出机关自行纠正，撤销原行政处罚决定，该条信息停止公示。"),
)
_REPEATED = (
    "行政相对人名称",
    "行政相对人类别",
    "统一社会信用代码",
    "法定代表人",
    "所在区划",
    "案件名称",
    "执法专业",
    "违法行为类型",
    "违法事实",
    "处罚依据",
    "处罚类别",
    "处罚内容",
    "罚款金额（万元）",
    "没收金额（万元）",
    "失信程度",
)
# The office has entered the revocation but not the state: the day alone takes these down.
_PENDING = (("撤销", "2026-11-12"), ("确认违法", "2026-11-19"))


def mark_states(rows: Sequence[Row]) -> None:
    """Mark repaired, withdrawn, suspended, superseded and expired rows, and decisions under review."""
    _repair(spread(_untouched(rows, "2025-02", "2025-12"), 14))
    _repair(spread([row for row in _untouched(rows, "2026-04", "2026-07") if row["失信程度"] == "一般"], 3))
    _withdraw(spread(_untouched(rows, "2025-03", "2026-03"), len(_WITHDRAWN)))
    _leave_pending(spread(_untouched(rows, "2026-01", "2026-10"), len(_PENDING)))
    _suspend(
        spread(_untouched(rows, "2025-06", "2026-04"), 2) + spread(_untouched(rows, "2026-05", "2026-11"), 2)
    )
    _supersede(spread(_untouched(rows, "2025-02", "2025-10"), 2), rows)
    for row, state in zip(
        spread(_untouched(rows, "2026-05", "2026-11"), 6), ("复议中", "诉讼中") * 3, strict=True
    ):
        row["决定效力"] = state
    _expire(rows)


def _untouched(rows: Sequence[Row], first: str, last: str) -> list[Row]:
    return [
        row
        for row in rows
        if first <= row["处罚决定日期"] < last
        and (row["状态"], row["决定效力"]) == ("公示中", "生效")
        and row["失信程度"] != "轻微"
        and not row["暂扣或吊销证照"]
        and row["行政相对人类别"] != NATURAL
    ]


def _repair(rows: Sequence[Row]) -> None:
    for place, row in enumerate(rows):
        first = date.fromisoformat(row["最早可修复日"])
        _take_down(row, "已修复", "信用修复", workday_after(first, 9 + 7 * (place % 8)))


def _withdraw(rows: Sequence[Row]) -> None:
    for place, (row, (effect, reason, note)) in enumerate(zip(rows, _WITHDRAWN, strict=True)):
        revoked = workday_after(date.fromisoformat(row["公开日期"]), 55 + 9 * place)
        row |= {"决定效力": effect, "撤销变更日期": revoked.isoformat(), "撤回说明": note}
        _take_down(row, "已撤回", reason, workday_after(revoked, 1 + place % 3))


def _leave_pending(rows: Sequence[Row]) -> None:
    for row, (effect, revoked) in zip(rows, _PENDING, strict=True):
        note = f"行政处罚决定经行政复议{effect if effect != '撤销' else '被撤销'}，该条信息停止公示。"
        row |= {"决定效力": effect, "撤销变更日期": revoked, "撤回说明": note, "最后更新": revoked}


def _suspend(rows: Sequence[Row]) -> None:
    for row in rows:
        row |= {"状态": "异议核查中", "最后更新": "2026-11-17"}


def _supersede(older: Sequence[Row], rows: Sequence[Row]) -> None:
    """Let a later decision of the same authority repeat the case that was worded wrongly."""
    for row in older:
        series = row["处罚决定书文号"].split("〔")[0]
        newer = next(
            item
            for item in _untouched(rows, row["最后更新"], "2026")
            if item["处罚决定书文号"].split("〔")[0] == series
        )
        newer |= {name: row[name] for name in _REPEATED}
        row["撤回说明"] = "决定书文字有误，重新作出决定并公开，由新的记录替代。"
        _take_down(row, "已被替代", "被新记录替代", date.fromisoformat(newer["公开日期"]))


def _expire(rows: Sequence[Row]) -> None:
    """Half of the ended periods were marked by hand; the others end by their date alone."""
    ended = [
        row for row in rows if row["失信程度"] == "轻微" and "2026-04" < row["公示截止期"] < "2026-11-21"
    ]
    for row in ended[::2]:
        _take_down(row, "期满停止", "公示期满", date.fromisoformat(row["公示截止期"]) + timedelta(1))


def _take_down(row: Row, state: str, reason: str, day: date) -> None:
    row |= {
        "状态": state,
        "停止公示原因": reason,
        "停止公示日期": day.isoformat(),
        "最后更新": day.isoformat(),
    }
