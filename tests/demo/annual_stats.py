"""Compute the yearly enforcement statistics of the fictitious 示例市 from the registers themselves.

Every figure is stored with the list and the condition it was counted by, so that a checker can count it again.
A list whose files are absent, or that has no row in a year, yields no figures for that year.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from bodies import body_rows

Row = Mapping[str, str]
FIELDS: tuple[str, ...] = (
    *("记录编号", "统计年度", "机关", "表别", "统计范围", "指标", "数值", "单位", "应公开日", "公开日期"),
    *("被撤销败诉数", "从轻减轻免罚数", "统计说明", "取数清单", "取数条件", "取数列"),
)
DATA = Path(__file__).resolve().parents[2] / "data"
OFFICE = "EB-001"
WHOLE, OWN = "全市系统", "本机关"
LICENCE, PENALTY, COERCION, OTHER = "行政许可", "行政处罚", "行政强制", "其他行政执法行为"
PUBLISHED = {"2024": "2025-01-21", "2025": "2026-01-22"}
LICENSED, FINED = "license-disclosure", "penalty-disclosure"
COERCED, INSPECTED, SAMPLED = "coercive-measure-disclosure", "inspection-disclosure", "random-check-result"
PROMISED, LENIENT = "credit-commitment", "leniency-list"
PENALTY_TOTAL, LENIENT_TOTAL = 31, 108
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_DECISIONS = ("准予", "延续", "变更", "遗失补办", "注销", "撤销", "撤回", "吊销")
_PENALTIES = (
    *("警告", "通报批评", "罚款", "没收违法所得", "没收非法财物", "暂扣许可证件", "吊销许可证件"),
    *("责令停产停业", "限制开展生产经营活动"),
)
_REVERSED = ("撤销", "确认违法", "确认无效")
_FOLLOWED = (("下达监督意见书", "监督意见书", "份"), ("立案", "立案", "起"))
_LENIENCY = ("从轻处罚", "减轻处罚", "不予处罚")
_SHARED = "同一决定有几种处罚的，每种各计一宗，各种类相加大于处罚决定总数。"
_HIDDEN = "含公示期届满、修复、撤回后不再公示的决定，所以多于网站上能查到的条数。"


@dataclass(frozen=True)
class Metric:
    """Describe one figure: ``number`` is its place for good, ``where`` its condition.

    In a condition ``{y}`` stands for the year and ``{n}`` for the next one.
    """

    number: int
    table: str
    label: str
    unit: str
    source: str
    where: str
    sum: str = ""
    body: str = OFFICE
    scope: str = WHOLE
    said: str = ""


def stat_rows(data: Path) -> list[dict[str, str]]:
    """Return the figures of each year, counted in the lists below ``data`` or else below the committed data."""
    shelf = _Shelf(data)
    return [_row(shelf, year, metric) for year in PUBLISHED for metric in _metrics(shelf, year)]


class _Shelf:
    """Read each list once."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.held: dict[str, list[Row]] = {}
        self.names = {row["code"]: row["label"] for row in self._read("codes", "list-name.csv")}

    def rows(self, source: str) -> list[Row]:
        """Return the rows of a list, none when it has no files."""
        if source not in self.held:
            self.held[source] = self._read(source, "*.csv")
        return self.held[source]

    def labels(self, codes: str) -> list[str]:
        """Return the labels of a code list, in its order."""
        return [row["label"] for row in self._read("codes", f"{codes}.csv")]

    def _read(self, folder: str, pattern: str) -> list[Row]:
        found = sorted((self.data / folder).glob(pattern)) or sorted((DATA / folder).glob(pattern))
        rows: list[Row] = []
        for path in found:
            with path.open(encoding="utf-8", newline="") as file:
                rows += csv.DictReader(file)
        return rows


def _metrics(shelf: _Shelf, year: str) -> Iterator[Metric]:
    """Yield the figures that the lists of this data folder can give for a year."""
    for metric in (*_licences(), *_penalties(), *_coercion(shelf), *_others()):
        since = _dated(metric.where, year).split(";")[0]
        if any(_meets(row, since) for row in shelf.rows(metric.source)):
            yield metric


def _licences() -> Iterator[Metric]:
    where = "许可决定日期={y}"
    said = "按许可决定日期统计；办理许可的全部决定类型合计。"
    yield Metric(1, LICENCE, "行政许可决定", "件", LICENSED, where, said=said)
    for number, kind in enumerate(_DECISIONS, 2):
        said = f"决定类型为“{kind}”的许可决定；各类型相加等于许可决定总数。"
        yield Metric(number, LICENCE, f"{kind}许可", "件", LICENSED, f"{where};决定类型={kind}", said=said)
    yield from _by_body(21, LICENCE, "行政许可决定", "件", LICENSED, f"{where};许可机关=")


def _penalties() -> Iterator[Metric]:
    where = "处罚决定日期={y}"
    yield Metric(
        PENALTY_TOTAL, PENALTY, "行政处罚决定", "宗", FINED, where, said="按处罚决定日期统计；" + _HIDDEN
    )
    for number, kind in enumerate(("简易", "普通"), 32):
        said = f"适用{kind}程序作出的处罚决定。"
        yield Metric(number, PENALTY, f"{kind}程序", "宗", FINED, f"{where};处罚程序={kind}", said=said)
    for number, kind in enumerate(_PENALTIES, 34):
        yield Metric(number, PENALTY, kind, "宗", FINED, f"{where};处罚类别={kind}", said=_SHARED)
    for number, (label, column) in enumerate(
        (("罚款", "罚款金额（万元）"), ("没收", "没收金额（万元）")), 48
    ):
        said = f"处罚决定书载明的{label}金额合计，不是实际缴入国库的金额。"
        yield Metric(number, PENALTY, f"{label}金额", "万元", FINED, where, column, said=said)
    for number, state in enumerate((*_REVERSED, "变更"), 51):
        where_state = f"撤销变更日期={{y}};决定效力={state}"
        said = f"当年被{state}的处罚决定，不论决定作出的年份。"
        yield Metric(number, PENALTY, f"处罚决定被{state}", "宗", FINED, where_state, said=said)
    yield from _by_body(61, PENALTY, "行政处罚决定", "宗", FINED, f"{where};处罚机关=")


def _by_body(start: int, table: str, label: str, unit: str, source: str, where: str) -> Iterator[Metric]:
    """Yield a figure for each authority; an entrusted organisation decides in the name of another."""
    bodies = [row for row in body_rows() if row["性质"] != "受委托组织"]
    for number, body in enumerate(bodies, start):
        name = body["名称"]
        said = f"以{name}名义作出的决定；各机关相加等于全市系统合计。"
        yield Metric(
            number, table, f"{label}（{name}）", unit, source, where + name, "", body["编号"], OWN, said
        )


def _coercion(shelf: _Shelf) -> Iterator[Metric]:
    where = "决定日期={y}"
    yield Metric(71, COERCION, "行政强制决定", "宗", COERCED, where, said="按强制决定日期统计。")
    for number, kind in enumerate(shelf.labels("coercive-kind"), 72):
        said = f"强制种类为“{kind}”的强制决定。"
        yield Metric(number, COERCION, kind, "宗", COERCED, f"{where};强制种类={kind}", said=said)


def _others() -> Iterator[Metric]:
    day = "检查日期={y}"
    said = "一个单位检查一次计一户次；按检查日期统计。"
    yield Metric(101, OTHER, "行政检查", "户次", INSPECTED, day, said=said)
    said = "检查后出具监督意见书的户次，一次一份。"
    yield Metric(102, OTHER, "下达监督意见书", "份", INSPECTED, f"{day};是否出具意见书=是", said=said)
    said = "下达的双随机抽查任务，一个单位一个任务。"
    yield Metric(103, OTHER, "双随机抽查任务", "个", SAMPLED, day, said=said)
    said = "已经实施检查并得出结论的任务；单位关闭、无法检查的不在内。"
    yield Metric(104, OTHER, "双随机抽查完成", "个", SAMPLED, f"{day};完成情况=已完成", said=said)
    for number, (label, kind, unit) in enumerate(_FOLLOWED, 105):
        said = f"双随机抽查后{label}的任务；既下达意见书又立案的，两项各计一次。"
        yield Metric(number, OTHER, f"双随机抽查{label}", unit, SAMPLED, f"{day};后续处理={kind}", said=said)
    said = "按承诺日期统计；自然人的承诺不逐条公开，不在内。"
    yield Metric(107, OTHER, "信用承诺", "条", PROMISED, "承诺日期={y}", said=said)
    yield from _leniency()


def _leniency() -> Iterator[Metric]:
    """Yield whom the lists spared: a list that takes effect in a year tells how often it was applied before."""
    where, column = "生效日期={n};所属清单=两轻一免", "适用户数"
    said = "从轻、减轻和不予处罚三类合计；户数填在次年清单的“适用户数”一栏。"
    yield Metric(LENIENT_TOTAL, OTHER, "两轻一免适用户数", "户", LENIENT, where, column, said=said)
    for number, kind in enumerate(_LENIENCY, LENIENT_TOTAL + 1):
        said = f"其中适用{kind}的户数。"
        label = f"两轻一免适用户数（{kind}）"
        yield Metric(number, OTHER, label, "户", LENIENT, f"{where};清单类别={kind}", column, said=said)


def _row(shelf: _Shelf, year: str, metric: Metric) -> dict[str, str]:
    where = _dated(metric.where, year)
    total = metric.number == PENALTY_TOTAL
    return {
        "记录编号": f"STAT-{year}-{metric.number:03d}",
        "统计年度": year,
        "机关": metric.body,
        "表别": metric.table,
        "统计范围": metric.scope,
        "指标": metric.label,
        "数值": _figure(shelf.rows(metric.source), where, metric.sum),
        "单位": metric.unit,
        "应公开日": f"{int(year) + 1}-01-31",
        "公开日期": PUBLISHED[year],
        "被撤销败诉数": _reversed(shelf, year) if total else "",
        "从轻减轻免罚数": _spared(shelf, year) if total else "",
        "统计说明": metric.said,
        "取数清单": shelf.names[metric.source],
        "取数条件": where,
        "取数列": metric.sum,
    }


def _reversed(shelf: _Shelf, year: str) -> str:
    """Count the decisions that were found wrong in the year."""
    rows = shelf.rows(FINED)
    return str(sum(int(_figure(rows, f"撤销变更日期={year};决定效力={state}", "")) for state in _REVERSED))


def _spared(shelf: _Shelf, year: str) -> str:
    """Return how many were spared a penalty, or given a lighter one; blank when no list tells."""
    metric = next(_leniency())
    where, rows = _dated(metric.where, year), shelf.rows(LENIENT)
    known = any(_meets(row, where.split(";")[0]) for row in rows)
    return _figure(rows, where, metric.sum) if known else ""


def _dated(where: str, year: str) -> str:
    return where.format(y=year, n=int(year) + 1)


def _figure(rows: Sequence[Row], where: str, column: str) -> str:
    """Count the rows that meet a condition, or add up one of their columns."""
    chosen = [row for row in rows if all(_meets(row, part) for part in where.split(";"))]
    if not column:
        return str(len(chosen))
    total = sum((Decimal(row[column]) for row in chosen if row[column]), Decimal(0))
    return f"{total.normalize():f}"


def _meets(row: Row, part: str) -> bool:
    """Tell whether a row meets ``列=值``: a day by how it begins, a column of several values by holding it."""
    name, _, wanted = part.partition("=")
    text = row[name]
    return text.startswith(wanted) if _DAY.fullmatch(text) else wanted in text.split("|")
