"""Say what became of one record: its revisions in words, newest first."""

from __future__ import annotations

from collections.abc import Iterator

from generator.chronicle import Chronicle, Revision
from generator.model import Record
from generator.views import Past

_SHORT = 10
"""So many characters of a commit tell it from all others."""
_WORDS = {"amended": "修改", "removed": "从清单里撤下"}


def past(record: Record, chronicle: Chronicle) -> Iterator[Past]:
    """Yield what happened to a record: what was committed, and the day that the data themselves give."""
    found = chronicle.of(record.dataset_id, record.key)
    for place in reversed(range(len(found))):
        yield _past(found[place], "首次公布" if not place else "重新列入")
    if record.updated and record.updated != record.published and not found:
        yield Past(record.updated.isoformat(), "更新")
    if record.published and not (found and found[0].day == record.published.isoformat()):
        said = "首次公示（信息里写明的日期）" if found else "首次公示"
        yield Past(record.published.isoformat(), said)


def _past(found: Revision, came: str) -> Past:
    other = f"另有 {found.other} 处改动在不公开的或者已经取消的列里" if found.other else ""
    if found.kind == "amended" and not found.cells and not found.other:
        other = "内容没有变，公开的列有调整"
    return Past(found.day, _WORDS.get(found.kind, came), found.cells, other, found.commit[:_SHORT])
