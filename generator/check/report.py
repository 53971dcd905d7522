"""Tell findings to people and to programs: on screen, as JSON, as a page to print, as Markdown for CI."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from html import escape
from string import Template

from generator.filters import inert
from generator.messages import sentence
from generator.model import Finding, Table

FOLDED = 20
"""After how many findings of one rule the rest are only counted."""
_MARKS = {"error": "✗", "notice": "！"}
_LEVELS = {"error": "必须改", "notice": "请核对"}


def render(form: str, findings: Sequence[Finding], tables: Iterable[Table], as_of: date) -> str:
    """Return the report in one of the forms ``text``, ``json``, ``html``, ``md``."""
    files = {row.file for table in tables for row in table.rows} | {
        item.file for item in findings if item.row
    }
    rows = sum(len(table.rows) for table in tables)
    if form == "json":
        return as_json(findings, len(files), rows, as_of)
    if form == "html":
        return html(findings, len(files), rows, as_of)
    return (markdown if form == "md" else text)(findings, len(files), rows)


def text(findings: Sequence[Finding], files: int = 0, rows: int = 0) -> str:
    """Return one sentence to a line, and last the sum."""
    lines = [text_of(item) if item else more for item, more in _folded(findings)]
    return "\n".join([*(lines or ["✓ 没有发现问题。"]), _sum(findings, files, rows)])


def text_of(item: Finding) -> str:
    """Return the sentence of a finding behind its mark."""
    return f"{_MARKS[item.severity]} {sentence(item)}"


def as_json(findings: Sequence[Finding], files: int, rows: int, as_of: date) -> str:
    """Return what the contract promises to programs."""
    count = Counter(item.severity for item in findings)
    names = ("file", "row", "column", "cell", "key", "rule", "severity", "said", "mend", "source")
    said = {
        "as_of": as_of.isoformat(),
        "findings": [{name: getattr(item, name) for name in names} for item in findings],
        "counts": {"files": files, "rows": rows, "error": count["error"], "notice": count["notice"]},
    }
    return json.dumps(said, ensure_ascii=False, indent=1) + "\n"


def markdown(findings: Sequence[Finding], files: int = 0, rows: int = 0) -> str:
    """Return a table in which no cell can do anything: no pipe, tag, link or mention works."""
    lines = [f"**{inert(_sum(findings, files, rows))}**", ""]
    if findings:
        lines += ["| 级别 | 位置 | 现象 | 怎么改 | 代码 |", "| --- | --- | --- | --- | --- |"]
    for item, more in _folded(findings):
        cells = _cells(item) if item else ("", "", more, "", "")
        lines.append(f"| {' | '.join(inert(cell) for cell in cells)} |")
    return "\n".join(lines) + "\n"


def html(findings: Sequence[Finding], files: int, rows: int, as_of: date) -> str:
    """Return one page that needs nothing else and prints well."""
    return _PAGE.substitute(
        sum=escape(_sum(findings, files, rows)),
        as_of=as_of.isoformat(),
        rows="\n".join(_row(item, more) for item, more in _folded(findings)),
    )


def folds(findings: Sequence[Finding]) -> bool:
    """Tell whether some of the findings are only counted."""
    return any(count > FOLDED for count in Counter(item.rule for item in findings).values())


def _folded(findings: Sequence[Finding]) -> Iterator[tuple[Finding | None, str]]:
    """Yield the findings in order; beyond ``FOLDED`` of a rule, a count of the rest."""
    total = Counter(item.rule for item in findings)
    seen: Counter[str] = Counter()
    for item in findings:
        seen[item.rule] += 1
        if seen[item.rule] <= FOLDED:
            yield item, ""
        elif seen[item.rule] == total[item.rule]:
            yield None, f"  另有 {total[item.rule] - FOLDED:,} 处相同问题〔{item.rule}〕"


def _sum(findings: Sequence[Finding], files: int, rows: int) -> str:
    count = Counter(item.severity for item in findings)
    looked = f"共检查 {files} 个文件、{rows:,} 行：" if files else "共 "
    return f"{looked}{count['error']:,} 处必须改，{count['notice']:,} 处请核对。"


def _cells(item: Finding) -> tuple[str, str, str, str, str]:
    place = sentence(item).partition("：")[0]
    return _LEVELS[item.severity], place, item.said, item.mend, f"{item.rule} · {item.source}"


def _row(item: Finding | None, more: str) -> str:
    if not item:
        return f'<tr><td colspan="5">{escape(more)}</td></tr>'
    level, *cells = _cells(item)
    told = "".join(f"<td>{escape(cell)}</td>" for cell in cells)
    return f'<tr class="{item.severity}"><th scope="row">{level}</th>{told}</tr>'


_PAGE = Template("""<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>检查报告 $as_of</title>
<style>
body { font: 16px/1.6 "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; margin: 2rem auto; max-width: 75rem; padding: 0 1rem }
table { border-collapse: collapse; width: 100% }
caption { font-weight: bold; margin: 1rem 0; text-align: left }
th, td { border: 1px solid #767676; overflow-wrap: anywhere; padding: .4rem .6rem; text-align: left; vertical-align: top }
th { white-space: nowrap }
.error th { color: #a50f0f }
@media print { body { font-size: 10pt; margin: 0; max-width: none } thead { display: table-header-group } tr { break-inside: avoid } }
</style>
</head>
<body>
<main>
<h1>检查报告</h1>
<p>按 $as_of 检查。</p>
<table>
<caption>$sum</caption>
<thead><tr><th scope="col">级别</th><th scope="col">位置</th><th scope="col">现象</th><th scope="col">怎么改</th><th scope="col">代码与依据</th></tr></thead>
<tbody>
$rows
</tbody>
</table>
</main>
</body>
</html>
""")
