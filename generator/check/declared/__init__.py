"""The cross-checks that a description may declare: one function a kind, and none knows a list by name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.check.declared import groups, joined, rows
from generator.check.declared.context import Context, Kind
from generator.model import Finding

KINDS: Mapping[str, Kind] = {
    "requires": rows.requires,
    "order": rows.order,
    "ratios": rows.ratios,
    "validity": rows.validity,
    "caps": groups.caps,
    "bands": groups.bands,
    "within": joined.within,
    "agree": joined.agree,
    "counted": joined.counted,
    "exclusive": joined.exclusive,
    "follows": joined.follows,
}


def judge(context: Context) -> Iterator[Finding]:
    """Yield what every declaration of a list finds; one that leans on a broken list has to wait."""
    for name, kind in KINDS.items():
        for said in getattr(context.sheet.dataset.checks, name):
            if getattr(said, "list", "") not in context.joins.broken:
                yield from kind(context, said)


__all__ = ["KINDS", "Context", "judge"]
