"""Tell an import in sentences: what was tidied, what would change, what is wrong."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict

from generator import check
from generator.changes import Changes, counted
from generator.desk import SHOWN, Brought, Difference
from generator.filters import inert
from generator.intake import Plan
from generator.messages import shortened

_LISTED = 20
"""So many examples of a kind of change that was made are told; the rest is counted."""


def took(brought: Brought) -> str:
    """Say what was read, and for which list."""
    count = len(brought.intake.entries)
    return (
        f"{brought.intake.file}：读到 {count:,} {brought.dataset.unit}，清单是「{brought.dataset.title}」。"
    )


def import_plan(brought: Brought) -> str:
    """Say what would be written."""
    plan, unit = brought.plan, brought.dataset.unit
    lines = [took(brought), *_told(brought)]
    if brought.findings:
        lines.append(check.report.text(brought.findings))
    if brought.report:
        lines.append(_where(brought))
    changes, moved = plan.apart, len(plan.renumbered)
    counts = (("新增", changes.added), ("修改", changes.amended), ("删除", changes.removed))
    told = "、".join(f"{word} {len(keys):,} {unit}" for word, keys in counts)
    lines.append(f"将{told}、改编号 {moved:,} {unit}。" if moved else f"将{told}。")
    return "\n".join([*lines, *_renumbered(plan), *_details(changes)])


def _renumbered(plan: Plan) -> Iterator[str]:
    for old, new in plan.renumbered:
        yield f"  改编号：{shortened(old)}→{shortened(new)}（网址跟着变，原来的网址打不开了）"


def _where(brought: Brought) -> str:
    return f"全部问题和自动规范的每一格（原来、现在）列在 {brought.report} 里。"


def _details(changes: Changes, shown: int = SHOWN) -> Iterator[str]:
    for word, keys in (("新增", changes.added), ("删除", changes.removed)):
        if keys:
            yield f"  {word}：{_some(keys, shown)}"
    for item in changes.cells[:shown]:
        yield f"  修改：{shortened(item.key)} 的「{item.column}」{_was(item.old)}→{_was(item.new)}"
    if len(changes.cells) > shown:
        yield f"  ……还有 {len(changes.cells) - shown:,} 格改了"


def _was(text: str) -> str:
    return f"“{shortened(text)}”" if text else "（空）"


def import_faults(brought: Brought) -> str:
    """Say what must be mended before the file can be taken in, and where the marked copy is."""
    lines = [took(brought), *_told(brought), check.report.text(brought.findings)]
    if brought.annotated:
        lines.append(f"有问题的格子标在 {brought.annotated} 里，点开能看到怎么改。")
    if brought.report:
        lines.append(_where(brought))
    lines.append("改好原来的表，再导入一次。data 里的数据没有变。")
    return "\n".join(lines)


def _told(brought: Brought) -> Iterator[str]:
    yield from (f"  {item}。" for item in brought.intake.told)
    tidied = brought.intake.tidied
    if tidied:
        kinds = "，".join(f"{said} {len(cells):,} 处（{_few(cells)}）" for said, cells in tidied.items())
        yield f"✓ 已自动规范 {sum(map(len, tidied.values())):,} 处：{kinds}。"


def _few(cells: Sequence[str]) -> str:
    return "、".join(cells[:SHOWN]) + ("等" if len(cells) > SHOWN else "")


def _some(keys: Sequence[str], most: int) -> str:
    shown = "、".join(shortened(key) for key in keys[:most])
    return shown if len(keys) <= most else f"{shown} 等 {len(keys):,} 条"


def difference_text(found: Sequence[Difference]) -> str:
    """Say what changed, list by list."""
    return "\n".join(line for item in found for line in _difference(item)) or "✓ 没有变化。"


def _difference(item: Difference) -> Iterator[str]:
    changes, unit = item.changes, item.dataset.unit
    told = counted(unit, len(changes.added), len(changes.amended), len(changes.removed))
    yield f"「{item.dataset.title}」：{told}。"
    yield from _details(changes, _LISTED)
    if item.drop:
        yield f"  ！{item.drop.said}。{item.drop.mend}。〔{item.drop.rule}〕"
    if item.early:
        yield (
            f"  ！删除的有 {len(item.early):,} {unit}还在公示期内，也没有撤下理由：{_some(item.early, _LISTED)}。"
            "提前撤下的请留着这一行，改状态，填停止公示的日期和原因。"
        )


def difference_json(found: Sequence[Difference], revision: str) -> str:
    """Return the changes for programs."""
    lists = [
        {
            "id": item.dataset.id,
            "title": item.dataset.title,
            "added": item.changes.added,
            "removed": item.changes.removed,
            "changed": [asdict(cell) for cell in item.changes.cells],
            "early": item.early,
        }
        for item in found
    ]
    return json.dumps({"base": revision, "lists": lists}, ensure_ascii=False, indent=1) + "\n"


def difference_md(found: Sequence[Difference]) -> str:
    """Return the changes as Markdown, in which nothing of the data can act."""
    return "".join(f"{inert(line.strip())}\n\n" for line in difference_text(found).splitlines())
