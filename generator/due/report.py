"""Tell what is due to people and to programs: on screen, as JSON, as a page to print, as Markdown."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from html import escape
from itertools import groupby
from string import Template

from generator.due.gather import Item, Kind, overview
from generator.filters import inert
from generator.periods import Workdays, workdays_between

_TITLES: Mapping[Kind, tuple[str, str]] = {
    "overdue": ("✗", "已经超期"),
    "due": ("！", "快到期限"),
    "expiring": ("·", "快要到期"),
}
TOGETHER = 3
"""More items than these of one list, step and day are told in one line."""


def render(form: str, items: Sequence[Item], as_of: date, within: int, workdays: Workdays) -> str:
    """Return the list in one of the forms ``text``, ``json``, ``html``, ``md``."""
    if form == "json":
        return _json(items, as_of, within)
    lines = list(_lines(items, as_of, workdays))
    if form == "html":
        return _html(lines, _sum(items, as_of, within))
    if form == "md":
        return _markdown(lines, _sum(items, as_of, within))
    told = [f"{mark} {day} {what}" if day else f"\n{what}" for mark, day, what in lines]
    return "\n".join([*told, "", _sum(items, as_of, within)]).lstrip("\n")


Line = tuple[str, str, str]
"""A line of the list: its mark, its day, what it says; a heading has no day."""


def _lines(items: Sequence[Item], as_of: date, workdays: Workdays) -> Iterator[Line]:
    by_kind = overview(items)
    for kind, (mark, title) in _TITLES.items():
        found = by_kind[kind]
        if found:
            yield "", "", f"{title}（{len(found)} 项）"
        for _, together in groupby(found, key=lambda item: (item.day, item.dataset.id, item.name)):
            for item, more in _told(list(together)):
                yield mark, item.day.isoformat(), _said(item, more, as_of, workdays)


def _told(together: Sequence[Item]) -> Iterator[tuple[Item, int]]:
    """Yield each of a few items, or the first of many with how many there are."""
    if len(together) > TOGETHER:
        yield together[0], len(together)
    else:
        yield from ((item, 1) for item in together)


def _said(item: Item, count: int, as_of: date, workdays: Workdays) -> str:
    place = f"{item.file} 第{item.row}行 {item.key}" if item.row else item.file
    many = f" 起，同一天共 {count} 项" if count > 1 else ""
    basis = f"〔{item.authority}{'' if item.verified else '，未核实'}〕" if item.authority else ""
    provisional = "（暂定：那一年的放假安排还没有公布）" if item.provisional else ""
    return f"{item.dataset.title}「{item.name}」{_left(item, as_of, workdays)}{provisional}：{place}{many}{basis}"


def _left(item: Item, as_of: date, workdays: Workdays) -> str:
    if item.kind == "overdue":
        return f"已超过 {workdays_between(item.day, as_of, workdays)} 个工作日"
    days = (item.day - as_of).days
    return "今天是最后一天" if not days else f"还有 {days} 天"


def _sum(items: Sequence[Item], as_of: date, within: int) -> str:
    count = {kind: len(found) for kind, found in overview(items).items()}
    late = f"另有 {count['late']:,} 项已经办了，但是晚了，见网站的“数据质量”页。" if count["late"] else ""
    return (
        f"按 {as_of} 计算，往后看 {within} 天：{count['overdue']:,} 项已经超期，"
        f"{count['due']:,} 项快到期限，{count['expiring']:,} 项快要到期。{late}"
    )


def _json(items: Sequence[Item], as_of: date, within: int) -> str:
    told = [
        {
            "kind": item.kind,
            "day": item.day.isoformat(),
            "name": item.name,
            "dataset": item.dataset.id,
            "key": item.key,
            "file": item.file,
            "row": item.row,
            "provisional": item.provisional,
            "authority": item.authority,
            "verified": item.verified,
        }
        for item in items
    ]
    counts = {kind: len(found) for kind, found in overview(items).items()}
    said = {"as_of": as_of.isoformat(), "within": within, "items": told, "counts": counts}
    return json.dumps(said, ensure_ascii=False, indent=1) + "\n"


def _markdown(lines: Sequence[Line], total: str) -> str:
    told = [f"- {day} {inert(what)}" if day else f"\n**{inert(what)}**\n" for _, day, what in lines]
    return "\n".join([f"**{inert(total)}**", "", *told]) + "\n"


def _html(lines: Sequence[Line], total: str) -> str:
    rows = "\n".join(
        f'<tr><th scope="row">{day}</th><td>{mark} {escape(what)}</td></tr>'
        if day
        else f'<tr><th scope="rowgroup" colspan="2">{escape(what)}</th></tr>'
        for mark, day, what in lines
    )
    return _PAGE.substitute(total=escape(total), rows=rows)


_PAGE = Template("""<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>时限清单</title>
<style>
body { font: 16px/1.6 "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem }
table { border-collapse: collapse; width: 100% }
th, td { border: 1px solid #767676; overflow-wrap: anywhere; padding: .4rem .6rem; text-align: left; vertical-align: top }
th { white-space: nowrap }
@media print { body { font-size: 10pt; margin: 0; max-width: none } tr { break-inside: avoid } }
</style>
</head>
<body>
<main>
<h1>时限清单</h1>
<p>$total</p>
<table>
<thead><tr><th scope="col">日期</th><th scope="col">事项</th></tr></thead>
<tbody>
$rows
</tbody>
</table>
</main>
</body>
</html>
""")
