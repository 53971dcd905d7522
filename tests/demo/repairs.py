"""Invent the registers of credit repairs and of objections, from the penalties and lists that they speak of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from draws import spread
from organisations import NATURAL
from working_days import is_workday, workday_after

Row = dict[str, str]
REPAIR_FIELDS = (
    "修复编号",
    "公开机构",
    "原记录清单",
    "原记录编号",
    "申请日期",
    "渠道",
    "申请材料",
    "最短公示期满日",
    "义务履行",
    "公开承诺",
    "受理结果",
    "受理日期",
    "不予受理日期",
    "不予受理理由",
    "决定",
    "决定日期",
    "不予修复理由",
    "终止公示日",
    "停止共享日",
    "解除惩戒日",
    "公示说明",
    "公开日期",
)
OBJECTION_FIELDS = (
    "异议编号",
    "公开机构",
    "对象清单",
    "对象记录编号",
    "提出人类别",
    "承办机构",
    "收到日期",
    "异议理由",
    "异议标注日",
    "办结期限",
    "办结日期",
    "处理结果",
    "理由说明",
    "是否复核",
    "公开日期",
)
PENALTIES, SERIOUS = "行政处罚信息公示", "严重失信主体名单（黑名单）"
LICENCES, RATINGS = "行政许可信息公示", "信用等级评定结果"
_MATERIALS = "信用修复申请书|信用承诺书|履行法定义务的证明"
_PUBLIC_NOTE = "该条信息已停止公示。"
_ENDED = "公示期已于前一日届满，当日停止公示。"
_DEPARTMENT = "信用管理岗位"
# What came of an application that led to nothing, or is not decided yet; the rest of the cells.
_UNGRANTED: tuple[tuple[str, Row], ...] = (
    ("2026-08-17", {"受理结果": "不予受理", "不予受理日期": "2026-08-19", "义务履行": "否"}),
    ("2026-09-08", {"受理结果": "不予受理", "不予受理日期": "2026-09-10", "公开承诺": "否"}),
    ("2026-09-14", {"受理结果": "受理", "受理日期": "2026-09-16", "决定": "不予", "决定日期": "2026-09-28"}),
    ("2026-11-11", {"受理结果": "受理", "受理日期": "2026-11-13"}),
    ("2026-11-19", {}),
)
_TOO_EARLY = ("2026-10-27", {"受理结果": "不予受理", "不予受理日期": "2026-10-29"})
_REASONS: tuple[Row, ...] = (
    {"不予受理理由": "罚款尚未缴清，法定义务没有履行完毕。"},
    {"不予受理理由": "没有公开作出信用承诺。"},
    {"不予修复理由": "现场核查发现同类违法行为仍然存在，没有纠正到位。"},
    {},
    {},
)


def repair_rows(penalties: Sequence[Row], serious: Sequence[Row]) -> list[Row]:
    """Return a repair for every repaired record, and six applications refused or still open."""
    rows = [*_granted(PENALTIES, penalties, "最早可修复日"), *_granted(SERIOUS, serious, "最短公示期满")]
    rows += _ungranted(penalties)
    rows.sort(key=lambda row: (row["申请日期"], row["原记录编号"]))
    return _numbered(rows, "修复编号", "RP", "申请日期")


def _granted(title: str, records: Sequence[Row], eligible: str) -> Iterator[Row]:
    repaired = [row for row in records if row["状态"] == "已修复"]
    for place, record in enumerate(repaired):
        ended = date.fromisoformat(record["停止公示日期"])
        accepted = _workday_before(ended, 4 + place % 3)
        row = _application(title, record, _workday_before(accepted, 1 + place % 2).isoformat(), eligible)
        day = ended.isoformat()
        row |= {"受理结果": "受理", "受理日期": accepted.isoformat(), "决定": "准予", "决定日期": day}
        row |= {"终止公示日": day, "停止共享日": day, "公示说明": _PUBLIC_NOTE}
        row |= {"渠道": "主管部门" if place % 5 == 4 else "信用中国"}
        row |= {"解除惩戒日": day if title == SERIOUS else ""}
        yield row | {"公开日期": workday_after(ended, 1).isoformat()}


def _ungranted(penalties: Sequence[Row]) -> Iterator[Row]:
    ripe = spread(_standing(penalties, "2026-01", "2026-04"), len(_UNGRANTED))
    for record, (applied, result), reason in zip(ripe, _UNGRANTED, _REASONS, strict=True):
        yield _application(PENALTIES, record, applied, "最早可修复日") | result | reason
    record = _standing(penalties, "2026-09", "2026-10")[0]
    applied, result = _TOO_EARLY
    reason = {"不予受理理由": "没有达到最短公示期。"}
    yield _application(PENALTIES, record, applied, "最早可修复日") | result | reason


def _application(title: str, record: Row, applied: str, eligible: str) -> Row:
    row = dict.fromkeys(REPAIR_FIELDS, "") | {"原记录清单": title, "原记录编号": record["记录编号"]}
    row |= {"公开机构": record["公开机构"], "申请日期": applied, "渠道": "信用中国", "申请材料": _MATERIALS}
    return row | {"最短公示期满日": record[eligible], "义务履行": "是", "公开承诺": "是"}


def _standing(penalties: Sequence[Row], first: str, last: str) -> list[Row]:
    """Return public penalties of organisations, not minor, decided from one month up to another."""
    return [
        row
        for row in penalties
        if first <= row["处罚决定日期"] < last
        and (row["状态"], row["决定效力"]) == ("公示中", "生效")
        and row["失信程度"] == "一般"
        and row["公开日期"] == row["最后更新"]
        and row["行政相对人类别"] != NATURAL
    ]


def objection_rows(penalties: Sequence[Row], licences: Sequence[Row], ratings: Sequence[Row]) -> list[Row]:
    """Return objections: some that changed a record, some that did not, and those still being looked into."""
    rows = [*_stopped(penalties), *_corrected(licences), *_upheld(penalties, licences)]
    rows += _suspended(penalties, ratings)
    rows += _pending(penalties, licences)
    rows.sort(key=lambda row: (row["收到日期"], row["对象记录编号"]))
    return _numbered(rows, "异议编号", "OB", "收到日期")


def _stopped(penalties: Sequence[Row]) -> Iterator[Row]:
    """Yield objections after which the record went, on the day on which it did."""
    revoked = [row for row in penalties if (row["状态"], row["决定效力"]) == ("已撤回", "撤销")]
    for row in (revoked[0], revoked[-1]):
        ended = date.fromisoformat(row["停止公示日期"])
        received = max(_workday_before(ended, 2), date.fromisoformat(row["撤销变更日期"]))
        said = "核对法律文书，处罚决定已被撤销，该条信息停止公示。"
        yield _objection(PENALTIES, row, received, "决定已撤销") | _result(ended, "停止公开", said)
    row = next(row for row in penalties if row["状态"] == "已被替代")
    ended = date.fromisoformat(row["停止公示日期"])
    said = "决定书文字有误，原信息停止公示，由新的记录替代。"
    yield (
        _objection(PENALTIES, row, _workday_before(ended, 4), "内容错误") | _result(ended, "停止公开", said)
    )
    row = next(row for row in penalties if row["状态"] == "期满停止" and _worked(row["停止公示日期"]))
    ended = date.fromisoformat(row["停止公示日期"])
    yield _objection(PENALTIES, row, ended, "超期仍公示") | _result(ended, "停止公开", _ENDED)


def _corrected(licences: Sequence[Row]) -> Iterator[Row]:
    """Yield objections that corrected a licence, on the day on which it was last changed."""
    changed = [
        row
        for row in licences
        if row["状态"] == "公示中"
        and row["公开日期"] < row["最后更新"]
        and "2025" < row["最后更新"] < "2026-11"
    ]
    for row in spread([row for row in changed if _worked(row["最后更新"])], 2):
        ended = date.fromisoformat(row["最后更新"])
        said = "许可证的当前状态没有及时更新，核对后已经改正。"
        yield _objection(LICENCES, row, _workday_before(ended, 3), "内容错误") | _result(ended, "更正", said)


def _upheld(penalties: Sequence[Row], licences: Sequence[Row]) -> Iterator[Row]:
    disputed = [row for row in penalties if row["决定效力"] in ("复议中", "诉讼中")]
    said = "公开的内容与处罚决定书一致；复议、诉讼期间不停止公开，予以维持。"
    received = workday_after(date.fromisoformat(disputed[0]["公开日期"]), 30)
    row = _objection(PENALTIES, disputed[0], received, "内容错误")
    yield row | _result(workday_after(received, 4), "维持", said) | {"是否复核": "是"}
    record = spread(_standing(penalties, "2025-03", "2025-12"), 3)[1]
    received = workday_after(date.fromisoformat(record["公开日期"]), 45)
    said = "公示期尚未届满，也没有办理信用修复，予以维持。"
    yield _objection(PENALTIES, record, received, "超期仍公示") | _result(
        workday_after(received, 3), "维持", said
    )
    record = spread(_current(licences, "2025-06", "2025-12"), 3)[1]
    received = workday_after(date.fromisoformat(record["公开日期"]), 20)
    said = "公开的内容与许可决定书、许可证一致，没有遗漏，予以维持。"
    row = _objection(LICENCES, record, received, "遗漏") | {"提出人类别": "利害关系人"}
    yield row | _result(workday_after(received, 2), "维持", said)


def _suspended(penalties: Sequence[Row], ratings: Sequence[Row]) -> Iterator[Row]:
    """Yield the objections behind every record that is hidden while it is looked into."""
    for title, records in ((PENALTIES, penalties), (RATINGS, ratings)):
        for place, row in enumerate(row for row in records if row["状态"] == "异议核查中"):
            day = date.fromisoformat(row["最后更新"])
            reason = ("冒名", "侵权", "内容错误")[place % 3] if title == PENALTIES else "内容错误"
            yield _objection(title, row, day, reason) | {"异议标注日": row["最后更新"]}


def _pending(penalties: Sequence[Row], licences: Sequence[Row]) -> Iterator[Row]:
    """Yield open objections about records that are public meanwhile, with a mark on them."""
    fines = spread(_standing(penalties, "2026-06", "2026-10"), 3)[1:]
    for row, day, reason in zip(
        fines, (date(2026, 11, 17), date(2026, 11, 18)), ("内容错误", "遗漏"), strict=True
    ):
        yield _objection(PENALTIES, row, day, reason)
    record = spread(_current(licences, "2026-03", "2026-10"), 3)[1]
    yield _objection(LICENCES, record, date(2026, 11, 19), "内容错误")


def _current(licences: Sequence[Row], first: str, last: str) -> list[Row]:
    return [
        row
        for row in licences
        if first <= row["许可决定日期"] < last
        and (row["状态"], row["当前状态"]) == ("公示中", "有效")
        and row["公开日期"] == row["最后更新"]
    ]


def _objection(title: str, record: Row, received: date, reason: str) -> Row:
    """Return a row for an objection that has been marked on the next working day, and nothing more yet."""
    day = received if is_workday(received) else workday_after(received, 1)
    marked = workday_after(day, 1).isoformat()
    row = dict.fromkeys(OBJECTION_FIELDS, "") | {"对象清单": title, "对象记录编号": record["记录编号"]}
    row |= {"公开机构": record["公开机构"], "提出人类别": "信息主体", "承办机构": _DEPARTMENT}
    row |= {"收到日期": day.isoformat(), "异议理由": reason, "异议标注日": marked, "公开日期": marked}
    return row | {"办结期限": workday_after(day, 5).isoformat(), "是否复核": "否"}


def _result(ended: date, result: str, said: str) -> Row:
    """Return the cells of an objection that is decided; one decided at once is marked on the same day."""
    found = {"办结日期": ended.isoformat(), "处理结果": result, "理由说明": said}
    at_once = {"异议标注日": ended.isoformat(), "公开日期": ended.isoformat()}
    return found | (at_once if said == _ENDED else {})


def _numbered(rows: list[Row], key: str, prefix: str, day: str) -> list[Row]:
    years: dict[str, int] = {}
    for row in rows:
        year = row[day][:4]
        years[year] = years.get(year, 0) + 1
        row[key] = f"{prefix}-{year}-{years[year]:03d}"
    return rows


def _worked(day: str) -> bool:
    return is_workday(date.fromisoformat(day))


def _workday_before(day: date, count: int) -> date:
    while count:
        day -= timedelta(1)
        count -= is_workday(day)
    return day
